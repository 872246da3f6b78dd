-- The council's own forms: sections of the personal record with actions, clauses of an agreement, the record of a group
-- session with people from outside, observations by their domains, audits by their criteria.

-- Which form a personal record was written in, and its sections beside those that have a column, by their ids.
ALTER TABLE personal_record ADD COLUMN form VARCHAR NOT NULL DEFAULT '';
ALTER TABLE personal_record ADD COLUMN sections VARCHAR NOT NULL DEFAULT '{}';

-- Which sections are switched on for a worker beside the usual ones: ids with spaces between.
ALTER TABLE worker ADD COLUMN sections VARCHAR NOT NULL DEFAULT '';

-- What was agreed with a worker about the worker: it comes back in the next session until it is closed.
CREATE TABLE personal_action (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    section VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    due_time VARCHAR NOT NULL,
    given_on DATE NOT NULL,
    state VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    closed_on DATE,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE INDEX ix_personal_action_worker_id ON personal_action (worker_id);
CREATE INDEX ix_personal_action_session_id ON personal_action (session_id);

-- Which form an agreement was made in, and its clauses as they were agreed: title, words and answer by the section's id.
ALTER TABLE supervision_agreement ADD COLUMN form VARCHAR NOT NULL DEFAULT '';
ALTER TABLE supervision_agreement ADD COLUMN clauses VARCHAR NOT NULL DEFAULT '{}';

-- Somebody from outside the team in a session of several, by name, role and where from.
CREATE TABLE session_guest (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE INDEX ix_session_guest_session_id ON session_guest (session_id);

-- The record of a session of several: it is nobody's personal record.
CREATE TABLE group_record (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    form VARCHAR NOT NULL,
    facilitator VARCHAR NOT NULL,
    presenter VARCHAR NOT NULL,
    for_whom VARCHAR NOT NULL,
    sections VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (session_id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id)
);

CREATE TRIGGER group_record_signed_no_update BEFORE UPDATE ON group_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER group_record_signed_no_delete BEFORE DELETE ON group_record
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER session_guest_signed_no_update BEFORE UPDATE ON session_guest
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER session_guest_signed_no_delete BEFORE DELETE ON session_guest
WHEN (SELECT signed_at FROM supervision_session WHERE id = old.session_id) IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

-- An observation by the domains of a form: texts by the section's id.
ALTER TABLE observation ADD COLUMN form VARCHAR NOT NULL DEFAULT '';
ALTER TABLE observation ADD COLUMN sections VARCHAR NOT NULL DEFAULT '{}';

-- The form whose criteria an audit looked at; the grade that both auditors agreed on after the second one.
ALTER TABLE audit ADD COLUMN form VARCHAR NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN better_because VARCHAR NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN no_action_because VARCHAR NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN agreed_grade VARCHAR NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN agreed_on DATE;
ALTER TABLE audit ADD COLUMN agreed_words VARCHAR NOT NULL DEFAULT '';

-- What was added to an audit later, and why.
CREATE TABLE audit_amendment (
    id INTEGER NOT NULL,
    audit_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    recorded_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(audit_id) REFERENCES audit (id)
);

CREATE INDEX ix_audit_amendment_audit_id ON audit_amendment (audit_id);
