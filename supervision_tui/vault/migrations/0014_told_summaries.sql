-- What was told: each summary that left the vault, and the codes that were drawn for it.

CREATE TABLE told_summary (
    id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    made_on DATE NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    audience VARCHAR NOT NULL,
    threshold INTEGER NOT NULL,
    form VARCHAR NOT NULL,
    texts VARCHAR NOT NULL,
    sealed_to VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    figures_hash VARCHAR NOT NULL,
    counts_hash VARCHAR NOT NULL,
    file_hash VARCHAR NOT NULL,
    figures VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE told_code (
    id INTEGER NOT NULL,
    summary_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(summary_id) REFERENCES told_summary (id)
);

CREATE INDEX ix_told_code_summary_id ON told_code (summary_id);
