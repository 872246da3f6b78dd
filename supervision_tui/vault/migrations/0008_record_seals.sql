-- What each change made of a record, bound into the journal: a hash with a salt of the row as it stood after the entry.
-- `width` is how many of the table's columns it covers; an empty hash stands for a row that was deleted.
CREATE TABLE record_seal (
    kind VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    width INTEGER NOT NULL,
    salt BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (kind, id, entry)
) WITHOUT ROWID;

CREATE TRIGGER record_seal_no_delete BEFORE DELETE ON record_seal
BEGIN SELECT RAISE(ABORT, 'seals are never taken away'); END;

CREATE TRIGGER record_seal_no_update BEFORE UPDATE ON record_seal
WHEN new.salt IS NOT NULL OR new.kind <> old.kind OR new.id <> old.id OR new.entry <> old.entry
  OR new.width <> old.width OR new.hash <> old.hash
BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;

-- Rows that were touched in the change under way, and as what they stood before; a new one stood as nothing.
CREATE TABLE unsealed (
    kind VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    before VARCHAR,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- That a session is signed, and what stands with it, is part of the signed record.
CREATE TRIGGER supervision_session_signed_no_update BEFORE UPDATE ON supervision_session
WHEN old.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;

CREATE TRIGGER supervision_session_signed_no_delete BEFORE DELETE ON supervision_session
WHEN old.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vault_fact WHERE key = 'erasing')
BEGIN SELECT RAISE(ABORT, 'a signed record is never changed'); END;
