-- A copy of the key file, so that an older or swapped one beside the vault is noticed.

CREATE TABLE key_copy (
    id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
