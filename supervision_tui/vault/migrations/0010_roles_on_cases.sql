-- Everybody who works with a child beside the worker it is allocated to, and who leads it from elsewhere or covers.
CREATE TABLE case_role (
    id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    worker_id INTEGER,
    name VARCHAR NOT NULL,
    team VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    start_known BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    by_hand BOOLEAN NOT NULL,
    recorded_on DATE NOT NULL,
    end_recorded_on DATE,
    ended_by_hand BOOLEAN NOT NULL,
    leave_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(child_id) REFERENCES child (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id),
    FOREIGN KEY(leave_id) REFERENCES worker_leave (id)
);

CREATE INDEX ix_case_role_child_id ON case_role (child_id);
CREATE INDEX ix_case_role_worker_id ON case_role (worker_id);

-- For which absence of its owner a direction was handed on: on the return it comes back.
ALTER TABLE direction_owner ADD COLUMN leave_id INTEGER REFERENCES worker_leave (id);

-- Whether an absence stops the supervision clock: those on record until now were long ones.
ALTER TABLE worker_leave ADD COLUMN stops_clock BOOLEAN NOT NULL DEFAULT 1;

-- Whether it is known since when a worker is in this post; who teaches a student, from outside.
ALTER TABLE worker ADD COLUMN start_known BOOLEAN NOT NULL DEFAULT 1;
ALTER TABLE worker ADD COLUMN educator VARCHAR NOT NULL DEFAULT '';
-- An import wrote its own day where no file told the start: of a worker whom nobody has checked that is not known.
UPDATE worker SET start_known = 0 WHERE NOT stage_checked AND starts_on = known_since;
