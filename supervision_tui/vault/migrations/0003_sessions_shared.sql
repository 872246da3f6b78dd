-- A session may be shared with a reflective supervisor, who stands beside the line manager.
ALTER TABLE supervision_session ADD COLUMN beside VARCHAR NOT NULL DEFAULT '';

-- How often a direction was carried over follows from the discussions of its child; it is no longer counted apart.
ALTER TABLE direction DROP COLUMN carried;
