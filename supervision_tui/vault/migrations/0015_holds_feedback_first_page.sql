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

-- What families and workers answered in a practice week, counted.

CREATE TABLE week_feedback (
    id INTEGER NOT NULL,
    week_id INTEGER NOT NULL,
    of_whom VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    yes INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    words VARCHAR NOT NULL,
    recorded_on DATE NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(week_id) REFERENCES practice_week (id)
);
CREATE INDEX ix_week_feedback_week_id ON week_feedback (week_id);

-- What a person adds to the first page of a summary.

CREATE TABLE page_entry (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    says VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    by_on DATE,
    value FLOAT,
    first_on DATE,
    last_on DATE,
    recorded_on DATE NOT NULL,
    outcome VARCHAR NOT NULL,
    ended_on DATE,
    version INTEGER NOT NULL,
    PRIMARY KEY (id)
);

-- A year's summary reads every discussion of two years: without their texts.

CREATE INDEX ix_case_discussion_judged ON case_discussion (session_id, child_id, discussed);
CREATE INDEX ix_supervision_session_held_on ON supervision_session (held_on);
