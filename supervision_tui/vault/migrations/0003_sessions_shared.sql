-- A session may be shared with a reflective supervisor, who stands beside the line manager.
ALTER TABLE supervision_session ADD COLUMN beside VARCHAR NOT NULL DEFAULT '';

-- How often a direction was carried over follows from the discussions of its child; it is no longer counted apart.
ALTER TABLE direction DROP COLUMN carried;

-- What follows from a child's dates and was turned into this direction, by the code of the catalogue.
ALTER TABLE direction ADD COLUMN follows VARCHAR NOT NULL DEFAULT '';

-- When something was put on record: before that day it was not known. Without a day it was known from its own.
ALTER TABLE supervision_agreement ADD COLUMN recorded_on DATE;
ALTER TABLE worker_leave ADD COLUMN recorded_on DATE;
ALTER TABLE worker_leave ADD COLUMN end_recorded_on DATE;
ALTER TABLE supervision_session ADD COLUMN recorded_on DATE;
ALTER TABLE plan_episode ADD COLUMN recorded_on DATE;

-- The time of day that a session had before it was moved.
ALTER TABLE session_move ADD COLUMN from_time VARCHAR NOT NULL DEFAULT '';

-- The stage and hours that a worker had until a day; those in force stand with the worker.
CREATE TABLE worker_post (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    until_on DATE NOT NULL,
    stage VARCHAR NOT NULL,
    fte FLOAT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_worker_post_worker_id ON worker_post (worker_id);
