-- Themes, audits with their findings, dip samples, practice weeks; required actions; what may be erased.

-- A short tag on a discussion or on an audit.
CREATE TABLE theme_tag (
    id INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    discussion_id INTEGER,
    audit_id INTEGER,
    set_on DATE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (tag, discussion_id),
    UNIQUE (tag, audit_id),
    FOREIGN KEY(discussion_id) REFERENCES case_discussion (id),
    FOREIGN KEY(audit_id) REFERENCES audit (id)
);

CREATE INDEX ix_theme_tag_discussion_id ON theme_tag (discussion_id);
CREATE INDEX ix_theme_tag_audit_id ON theme_tag (audit_id);

-- A random draw of children, from a seed that is kept: `excluded` is a JSON list of reference and reason.
CREATE TABLE dip_sample (
    id INTEGER NOT NULL,
    drawn_on DATE NOT NULL,
    seed INTEGER NOT NULL,
    size INTEGER NOT NULL,
    strata VARCHAR NOT NULL DEFAULT '',
    population INTEGER NOT NULL,
    excluded VARCHAR NOT NULL DEFAULT '[]',
    PRIMARY KEY (id)
);

CREATE TABLE sampled_child (
    id INTEGER NOT NULL,
    sample_id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    stratum VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    UNIQUE (sample_id, child_id),
    FOREIGN KEY(sample_id) REFERENCES dip_sample (id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_sampled_child_child_id ON sampled_child (child_id);

-- An audit of a child's file or a worker's, with its second, blind grade once there is one.
CREATE TABLE audit (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    child_id INTEGER,
    worker_id INTEGER,
    auditor VARCHAR NOT NULL,
    audited_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    grade VARCHAR NOT NULL,
    summary VARCHAR NOT NULL DEFAULT '',
    learning_on DATE,
    learning_held_on DATE,
    learned VARCHAR NOT NULL DEFAULT '',
    moderator VARCHAR NOT NULL DEFAULT '',
    moderated_on DATE,
    moderated_grade VARCHAR NOT NULL DEFAULT '',
    moderated_words VARCHAR NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    FOREIGN KEY(child_id) REFERENCES child (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_audit_child_id ON audit (child_id);
CREATE INDEX ix_audit_worker_id ON audit (worker_id);

CREATE TABLE audit_finding (
    id INTEGER NOT NULL,
    audit_id INTEGER NOT NULL,
    criterion VARCHAR NOT NULL,
    grade VARCHAR NOT NULL DEFAULT '',
    words VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    UNIQUE (audit_id, criterion),
    FOREIGN KEY(audit_id) REFERENCES audit (id)
);

-- A named period whose audits are looked at together.
CREATE TABLE practice_week (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

-- A required action is a direction for the child, or a goal of the worker.
ALTER TABLE direction ADD COLUMN audit_id INTEGER REFERENCES audit (id);
CREATE INDEX ix_direction_audit_id ON direction (audit_id);
ALTER TABLE development_goal ADD COLUMN audit_id INTEGER REFERENCES audit (id);

-- The number under which a worker is registered with Social Work England, as the workforce census has it.
ALTER TABLE worker ADD COLUMN registration VARCHAR NOT NULL DEFAULT '';

-- A record that a person has confirmed is to be erased goes, signed or not; the journal never does.
DROP TRIGGER amendment_no_update;
DROP TRIGGER amendment_no_delete;
DROP TRIGGER acknowledgement_no_update;
DROP TRIGGER acknowledgement_no_delete;
DROP TRIGGER case_discussion_signed_no_update;
DROP TRIGGER case_discussion_signed_no_delete;
DROP TRIGGER personal_record_signed_no_delete;

CREATE TRIGGER amendment_no_update BEFORE UPDATE ON amendment
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

CREATE TRIGGER amendment_no_delete BEFORE DELETE ON amendment
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'amendment entries are never changed'); END;

CREATE TRIGGER acknowledgement_no_update BEFORE UPDATE ON acknowledgement
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'acknowledgement entries are never changed'); END;

CREATE TRIGGER acknowledgement_no_delete BEFORE DELETE ON acknowledgement
WHEN NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'acknowledgement entries are never changed'); END;

CREATE TRIGGER case_discussion_signed_no_update BEFORE UPDATE ON case_discussion
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER case_discussion_signed_no_delete BEFORE DELETE ON case_discussion
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER personal_record_signed_no_delete BEFORE DELETE ON personal_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;
