-- Decisions and discussions outside the hour, who took part, and since when each record is on the council's own system.

CREATE TABLE case_decision (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    held_at DATETIME NOT NULL,
    facts VARCHAR NOT NULL,
    voice VARCHAR NOT NULL,
    options VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    is_no_action BOOLEAN NOT NULL,
    reviews_id INTEGER,
    recorded_at DATETIME NOT NULL,
    recorded_on DATE NOT NULL,
    recorded_by VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(reviews_id) REFERENCES case_decision (id)
);

CREATE INDEX ix_case_decision_held_at ON case_decision (held_at);

CREATE TABLE decision_child (
    id INTEGER NOT NULL,
    decision_id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (decision_id, child_id),
    FOREIGN KEY(decision_id) REFERENCES case_decision (id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_decision_child_decision_id ON decision_child (decision_id);
CREATE INDEX ix_decision_child_child_id ON decision_child (child_id);

CREATE TABLE decision_participant (
    id INTEGER NOT NULL,
    decision_id INTEGER NOT NULL,
    agency VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(decision_id) REFERENCES case_decision (id)
);

CREATE INDEX ix_decision_participant_decision_id ON decision_participant (decision_id);

CREATE TABLE decision_amendment (
    id INTEGER NOT NULL,
    decision_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    recorded_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(decision_id) REFERENCES case_decision (id)
);

CREATE INDEX ix_decision_amendment_decision_id ON decision_amendment (decision_id);

-- A decision that is on record is never changed; only an erasure that a person has confirmed takes it away.
CREATE TRIGGER case_decision_no_update BEFORE UPDATE ON case_decision
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER case_decision_no_delete BEFORE DELETE ON case_decision
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER decision_child_no_update BEFORE UPDATE ON decision_child
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER decision_child_no_delete BEFORE DELETE ON decision_child
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER decision_participant_no_update BEFORE UPDATE ON decision_participant
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER decision_participant_no_delete BEFORE DELETE ON decision_participant
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a decision on record is never changed'); END;

CREATE TRIGGER decision_amendment_no_update BEFORE UPDATE ON decision_amendment
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

CREATE TRIGGER decision_amendment_no_delete BEFORE DELETE ON decision_amendment
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

-- Since when a record is on the child's file in the council's own system, and who said so.
CREATE TABLE file_entry (
    id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    record_id INTEGER NOT NULL,
    on_file_on DATE NOT NULL,
    said_by VARCHAR NOT NULL,
    recorded_at DATETIME NOT NULL,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (kind, record_id, child_id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_file_entry_child_id ON file_entry (child_id);

-- Until now only consultations said it, for all their children at once.
INSERT INTO file_entry (child_id, kind, record_id, on_file_on, said_by, recorded_at, recorded_on)
SELECT consultation_child.child_id, 'consultation', consultation.id, consultation.on_file_on, '',
       consultation.on_file_on || ' 12:00:00.000000', consultation.on_file_on
FROM consultation JOIN consultation_child ON consultation_child.consultation_id = consultation.id
WHERE consultation.on_file_on IS NOT NULL ORDER BY consultation_child.id;

ALTER TABLE consultation DROP COLUMN on_file_on;

-- Of what was signed before, nobody was asked whether it is on file: that is not known, and not late.
INSERT INTO vault_fact (key, value)
SELECT 'on file asked since', date('now', 'localtime')
WHERE EXISTS (SELECT 1 FROM supervision_session WHERE signed_at IS NOT NULL)
   OR EXISTS (SELECT 1 FROM direction WHERE session_id IS NULL)
   OR EXISTS (SELECT 1 FROM consultation WHERE held_on IS NOT NULL);

-- The decision that a direction belongs to, the hour by which it is due, and a link or a file's name.
ALTER TABLE direction ADD COLUMN decision_id INTEGER REFERENCES case_decision (id);
ALTER TABLE direction ADD COLUMN due_time VARCHAR NOT NULL DEFAULT '';
ALTER TABLE direction ADD COLUMN link VARCHAR NOT NULL DEFAULT '';
ALTER TABLE direction_date ADD COLUMN due_time VARCHAR NOT NULL DEFAULT '';
CREATE INDEX ix_direction_decision_id ON direction (decision_id);

-- How long the child was in hand by the clock of the hour; of records before it is not known.
ALTER TABLE case_discussion ADD COLUMN seconds INTEGER;
