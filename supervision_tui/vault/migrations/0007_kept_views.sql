-- What a screen showed last, so that the next start shows it at once: of which day, by which rules, and after which
-- entry of the journal. Anything journalled since makes it void.
CREATE TABLE kept_view (
    name VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    rules VARCHAR NOT NULL,
    entry INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
