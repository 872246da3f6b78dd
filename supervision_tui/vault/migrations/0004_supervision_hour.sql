-- The supervision hour: what is settled beforehand, what is written in it, who said what to the record, other sittings.

-- What was settled beforehand for one session: a child left out with a reason, brought, or put in a place; a topic.
CREATE TABLE agenda_choice (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    child_id INTEGER,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL DEFAULT '',
    place INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_agenda_choice_session_id ON agenda_choice (session_id);
CREATE INDEX ix_agenda_choice_child_id ON agenda_choice (child_id);

-- How and when the child was heard, scales by several scorers, what is ticked, pace, and a child's own part of a family.
ALTER TABLE case_discussion ADD COLUMN voice_on DATE;
ALTER TABLE case_discussion ADD COLUMN voice_how VARCHAR NOT NULL DEFAULT '';
ALTER TABLE case_discussion ADD COLUMN own VARCHAR NOT NULL DEFAULT '';
ALTER TABLE case_discussion ADD COLUMN together VARCHAR NOT NULL DEFAULT '';
ALTER TABLE case_discussion ADD COLUMN scales VARCHAR NOT NULL DEFAULT '{}';
ALTER TABLE case_discussion ADD COLUMN ticks VARCHAR NOT NULL DEFAULT '{}';
ALTER TABLE case_discussion ADD COLUMN pace VARCHAR NOT NULL DEFAULT '';
ALTER TABLE personal_record ADD COLUMN topics VARCHAR NOT NULL DEFAULT '';

-- A sitting of several workers is a row for each; `sitting_id` names the row that holds the record.
ALTER TABLE supervision_session ADD COLUMN sitting_id INTEGER REFERENCES supervision_session (id);
ALTER TABLE supervision_session ADD COLUMN signed_by VARCHAR NOT NULL DEFAULT '';
CREATE INDEX ix_supervision_session_sitting_id ON supervision_session (sitting_id);

-- When a direction was really given, where it is put on record later: out of hours, at court.
ALTER TABLE direction ADD COLUMN given_at DATETIME;
ALTER TABLE direction ADD COLUMN recorded_at DATETIME;

-- Who owned a direction until a day, that day not counted; the owner now stands with the direction.
CREATE TABLE direction_owner (
    id INTEGER NOT NULL,
    direction_id INTEGER NOT NULL,
    owner VARCHAR NOT NULL,
    until_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(direction_id) REFERENCES direction (id)
);

CREATE INDEX ix_direction_owner_direction_id ON direction_owner (direction_id);

-- What the worker said to a signed record: acknowledged, or disagreed and why.
CREATE TABLE acknowledgement (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    says VARCHAR NOT NULL,
    words VARCHAR NOT NULL DEFAULT '',
    how VARCHAR NOT NULL,
    said_on DATE NOT NULL,
    recorded_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE INDEX ix_acknowledgement_session_id ON acknowledgement (session_id);

CREATE TRIGGER acknowledgement_no_update BEFORE UPDATE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement entries are never changed'); END;

CREATE TRIGGER acknowledgement_no_delete BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement entries are never changed'); END;

-- Somebody sat in, to see how supervision is done.
CREATE TABLE observation (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    observer VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    seen VARCHAR NOT NULL DEFAULT '',
    strengths VARCHAR NOT NULL DEFAULT '',
    next_step VARCHAR NOT NULL DEFAULT '',
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE INDEX ix_observation_session_id ON observation (session_id);

-- Who stands in for the manager, from one day to another, both included.
CREATE TABLE manager_cover (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    reason VARCHAR NOT NULL DEFAULT '',
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id)
);

-- An agreement is signed by both, each on a day.
ALTER TABLE supervision_agreement ADD COLUMN worker_signed_on DATE;
ALTER TABLE supervision_agreement ADD COLUMN manager_signed_on DATE;
UPDATE supervision_agreement SET worker_signed_on = signed_on, manager_signed_on = signed_on;
ALTER TABLE supervision_agreement DROP COLUMN signed_on;

-- All text by which a record can be found. The index holds no text of its own; triggers keep both.
CREATE TABLE search_entry (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    child_id INTEGER,
    worker_id INTEGER,
    session_id INTEGER,
    on_date VARCHAR,
    body VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (kind, source)
);

CREATE VIRTUAL TABLE search_index USING fts5(
    body, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);
INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry
BEGIN INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END;

CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry
BEGIN INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); END;
