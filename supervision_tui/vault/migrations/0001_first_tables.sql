-- The first tables. Dates are ISO text; instants are UTC.

CREATE TABLE draft (
    "key" VARCHAR NOT NULL, 
    body VARCHAR NOT NULL, 
    saved_at DATETIME NOT NULL, 
    PRIMARY KEY ("key")
);

CREATE TABLE family_group (
    id INTEGER NOT NULL, 
    name VARCHAR NOT NULL, 
    PRIMARY KEY (id)
);

CREATE TABLE journal (
    seq INTEGER NOT NULL, 
    at VARCHAR NOT NULL, 
    actor VARCHAR NOT NULL, 
    verb VARCHAR NOT NULL, 
    subject VARCHAR NOT NULL, 
    detail VARCHAR NOT NULL, 
    prev VARCHAR NOT NULL, 
    hash VARCHAR NOT NULL, 
    PRIMARY KEY (seq)
);

CREATE TABLE pseudonym (
    id INTEGER NOT NULL, 
    kind VARCHAR NOT NULL, 
    subject_id INTEGER NOT NULL, 
    code VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    UNIQUE (code)
);

CREATE TABLE team (
    id INTEGER NOT NULL, 
    name VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    UNIQUE (name)
);

CREATE TABLE vault_fact (
    "key" VARCHAR NOT NULL, 
    value VARCHAR NOT NULL, 
    PRIMARY KEY ("key")
);

CREATE TABLE child (
    id INTEGER NOT NULL, 
    ref VARCHAR NOT NULL, 
    name VARCHAR, 
    born DATE, 
    sex VARCHAR, 
    team_id INTEGER NOT NULL, 
    family_id INTEGER, 
    known_since DATE NOT NULL, 
    closed_on DATE, 
    close_reason VARCHAR NOT NULL, 
    version INTEGER NOT NULL, 
    PRIMARY KEY (id), 
    UNIQUE (ref), 
    FOREIGN KEY(team_id) REFERENCES team (id), 
    FOREIGN KEY(family_id) REFERENCES family_group (id)
);

CREATE INDEX ix_child_family_id ON child (family_id);

CREATE INDEX ix_child_team_id ON child (team_id);

CREATE TABLE worker (
    id INTEGER NOT NULL, 
    team_id INTEGER NOT NULL, 
    name VARCHAR NOT NULL, 
    normal_name VARCHAR NOT NULL, 
    stage VARCHAR NOT NULL, 
    role VARCHAR NOT NULL, 
    fte FLOAT NOT NULL, 
    agency BOOLEAN NOT NULL, 
    starts_on DATE NOT NULL, 
    known_since DATE NOT NULL, 
    stage_checked BOOLEAN NOT NULL, 
    left_on DATE, 
    version INTEGER NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(team_id) REFERENCES team (id), 
    UNIQUE (normal_name)
);

CREATE INDEX ix_worker_team_id ON worker (team_id);

CREATE TABLE allocation (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    worker_id INTEGER, 
    team_id INTEGER NOT NULL, 
    starts_on DATE NOT NULL, 
    ends_on DATE, 
    known_since BOOLEAN NOT NULL, 
    change_reason VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id), 
    FOREIGN KEY(team_id) REFERENCES team (id)
);

CREATE INDEX ix_allocation_child_id ON allocation (child_id);

CREATE INDEX ix_allocation_worker_id ON allocation (worker_id);

CREATE TABLE case_note (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    at DATETIME NOT NULL, 
    text VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_case_note_child_id ON case_note (child_id);

CREATE TABLE pin (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    "by" VARCHAR NOT NULL, 
    on_date DATE NOT NULL, 
    cleared_on DATE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_pin_child_id ON pin (child_id);

CREATE TABLE plan_episode (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    "plan" VARCHAR NOT NULL, 
    starts_on DATE NOT NULL, 
    ends_on DATE, 
    category VARCHAR NOT NULL, 
    start_known BOOLEAN NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_plan_episode_child_id ON plan_episode (child_id);

CREATE TABLE pressure_response (
    id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    standing VARCHAR NOT NULL, 
    text VARCHAR NOT NULL, 
    by_on DATE NOT NULL, 
    given_on DATE NOT NULL, 
    ended_on DATE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_pressure_response_worker_id ON pressure_response (worker_id);

CREATE TABLE rag_entry (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    rag VARCHAR NOT NULL, 
    reason VARCHAR NOT NULL, 
    on_date DATE NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_rag_entry_child_id ON rag_entry (child_id);

CREATE TABLE supervision_agreement (
    id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    minutes INTEGER NOT NULL, 
    interval_days INTEGER NOT NULL, 
    starts_on DATE NOT NULL, 
    ends_on DATE, 
    kinds VARCHAR NOT NULL, 
    place VARCHAR NOT NULL, 
    reason VARCHAR NOT NULL, 
    signed_on DATE, 
    review_on DATE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_supervision_agreement_worker_id ON supervision_agreement (worker_id);

CREATE TABLE supervision_session (
    id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    kind VARCHAR NOT NULL, 
    planned_on DATE NOT NULL, 
    planned_time VARCHAR NOT NULL, 
    minutes INTEGER NOT NULL, 
    state VARCHAR NOT NULL, 
    held_on DATE, 
    minutes_held INTEGER, 
    cancelled_on DATE, 
    cancel_reason VARCHAR NOT NULL, 
    model VARCHAR NOT NULL, 
    signed_at DATETIME, 
    version INTEGER NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_supervision_session_planned_on ON supervision_session (planned_on);

CREATE INDEX ix_supervision_session_worker_id ON supervision_session (worker_id);

CREATE TABLE trigger_date (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    event VARCHAR NOT NULL, 
    on_date DATE NOT NULL, 
    source VARCHAR NOT NULL, 
    recorded_on DATE NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_trigger_date_child_id ON trigger_date (child_id);

CREATE TABLE worker_alias (
    id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    normal_name VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id), 
    UNIQUE (normal_name)
);

CREATE INDEX ix_worker_alias_worker_id ON worker_alias (worker_id);

CREATE TABLE worker_leave (
    id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    starts_on DATE NOT NULL, 
    ends_on DATE, 
    kind VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_worker_leave_worker_id ON worker_leave (worker_id);

CREATE TABLE amendment (
    id INTEGER NOT NULL, 
    session_id INTEGER NOT NULL, 
    child_id INTEGER, 
    at DATETIME NOT NULL, 
    reason VARCHAR NOT NULL, 
    text VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(session_id) REFERENCES supervision_session (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_amendment_child_id ON amendment (child_id);

CREATE INDEX ix_amendment_session_id ON amendment (session_id);

CREATE TABLE case_discussion (
    id INTEGER NOT NULL, 
    session_id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    discussed BOOLEAN NOT NULL, 
    not_discussed_because VARCHAR NOT NULL, 
    voice VARCHAR NOT NULL, 
    model VARCHAR NOT NULL, 
    reflection VARCHAR NOT NULL, 
    is_reflective BOOLEAN NOT NULL, 
    known VARCHAR NOT NULL, 
    not_known VARCHAR NOT NULL, 
    managers_view VARCHAR NOT NULL, 
    decision VARCHAR NOT NULL, 
    contingency VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(session_id) REFERENCES supervision_session (id), 
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_case_discussion_child_id ON case_discussion (child_id);

CREATE INDEX ix_case_discussion_session_id ON case_discussion (session_id);

CREATE TABLE direction (
    id INTEGER NOT NULL, 
    child_id INTEGER NOT NULL, 
    session_id INTEGER, 
    worker_id INTEGER, 
    text VARCHAR NOT NULL, 
    owner VARCHAR NOT NULL, 
    owner_kind VARCHAR NOT NULL, 
    reason VARCHAR NOT NULL, 
    given_on DATE NOT NULL, 
    due_on DATE NOT NULL, 
    typed VARCHAR NOT NULL, 
    source VARCHAR NOT NULL, 
    checkpoint VARCHAR NOT NULL, 
    lazy_reason VARCHAR NOT NULL, 
    state VARCHAR NOT NULL, 
    outcome VARCHAR NOT NULL, 
    closed_on DATE, 
    carried INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(child_id) REFERENCES child (id), 
    FOREIGN KEY(session_id) REFERENCES supervision_session (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_direction_child_id ON direction (child_id);

CREATE INDEX ix_direction_due_on ON direction (due_on);

CREATE INDEX ix_direction_session_id ON direction (session_id);

CREATE INDEX ix_direction_worker_id ON direction (worker_id);

CREATE TABLE personal_record (
    id INTEGER NOT NULL, 
    session_id INTEGER NOT NULL, 
    worker_id INTEGER NOT NULL, 
    wellbeing VARCHAR NOT NULL, 
    workload VARCHAR NOT NULL, 
    leave VARCHAR NOT NULL, 
    learning VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    UNIQUE (session_id), 
    FOREIGN KEY(session_id) REFERENCES supervision_session (id), 
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_personal_record_worker_id ON personal_record (worker_id);

CREATE TABLE session_move (
    id INTEGER NOT NULL, 
    session_id INTEGER NOT NULL, 
    from_on DATE NOT NULL, 
    to_on DATE NOT NULL, 
    moved_on DATE NOT NULL, 
    reason VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE INDEX ix_session_move_session_id ON session_move (session_id);

CREATE TABLE direction_date (
    id INTEGER NOT NULL, 
    direction_id INTEGER NOT NULL, 
    due_on DATE NOT NULL, 
    set_on DATE NOT NULL, 
    reason VARCHAR NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(direction_id) REFERENCES direction (id)
);

CREATE INDEX ix_direction_date_direction_id ON direction_date (direction_id);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END;

CREATE TRIGGER amendment_no_update BEFORE UPDATE ON amendment
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

CREATE TRIGGER amendment_no_delete BEFORE DELETE ON amendment
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

CREATE TRIGGER case_discussion_signed_no_update BEFORE UPDATE ON case_discussion
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER case_discussion_signed_no_delete BEFORE DELETE ON case_discussion
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER case_discussion_signed_no_insert BEFORE INSERT ON case_discussion
WHEN (SELECT signed_at FROM supervision_session WHERE id = new.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER personal_record_signed_no_update BEFORE UPDATE ON personal_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER personal_record_signed_no_delete BEFORE DELETE ON personal_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER personal_record_signed_no_insert BEFORE INSERT ON personal_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = new.session_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;
