-- A file that may not be erased while a court or an inquiry asks for it.

CREATE TABLE legal_hold (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id INTEGER NOT NULL,
    since DATE NOT NULL,
    reason VARCHAR NOT NULL,
    by_name VARCHAR NOT NULL,
    lifted_on DATE,
    lifted_because VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id)
);
