-- Consultations and what was made of them, training, development, dates to be ready for, responses looked at again.

CREATE TABLE clinician (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    normal_name VARCHAR NOT NULL,
    discipline VARCHAR NOT NULL,
    reached VARCHAR NOT NULL DEFAULT '',
    recorded_on DATE NOT NULL,
    left_on DATE,
    PRIMARY KEY (id),
    UNIQUE (normal_name)
);

-- Where a consultation stands follows from its dates. It may be about no child: about a worker, or a theme.
CREATE TABLE consultation (
    id INTEGER NOT NULL,
    mode VARCHAR NOT NULL,
    worker_id INTEGER,
    clinician_id INTEGER,
    asked_by VARCHAR NOT NULL DEFAULT '',
    theme VARCHAR NOT NULL DEFAULT '',
    question VARCHAR NOT NULL DEFAULT '',
    requested_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    booked_on DATE,
    booked_for DATE,
    booked_time VARCHAR NOT NULL DEFAULT '',
    held_on DATE,
    held_recorded_on DATE,
    came VARCHAR NOT NULL DEFAULT '',
    hypotheses VARCHAR NOT NULL DEFAULT '',
    strengths VARCHAR NOT NULL DEFAULT '',
    consent VARCHAR NOT NULL DEFAULT '',
    on_file_on DATE,
    follow_up_on DATE,
    followed_up_on DATE,
    outcome VARCHAR NOT NULL DEFAULT '',
    outcome_words VARCHAR NOT NULL DEFAULT '',
    closed_on DATE,
    close_reason VARCHAR NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id),
    FOREIGN KEY(clinician_id) REFERENCES clinician (id)
);

CREATE INDEX ix_consultation_worker_id ON consultation (worker_id);
CREATE INDEX ix_consultation_clinician_id ON consultation (clinician_id);

CREATE TABLE consultation_child (
    id INTEGER NOT NULL,
    consultation_id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (consultation_id, child_id),
    FOREIGN KEY(consultation_id) REFERENCES consultation (id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_consultation_child_child_id ON consultation_child (child_id);

-- Who was asked to a practice discussion, and whether the worker came.
CREATE TABLE consultation_attendance (
    id INTEGER NOT NULL,
    consultation_id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    came BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (consultation_id, worker_id),
    FOREIGN KEY(consultation_id) REFERENCES consultation (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

-- A recommendation is no direction until the manager adopts or adapts it; then the direction names it.
CREATE TABLE recommendation (
    id INTEGER NOT NULL,
    consultation_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    state VARCHAR NOT NULL DEFAULT 'open',
    reason VARCHAR NOT NULL DEFAULT '',
    decided_on DATE,
    PRIMARY KEY (id),
    FOREIGN KEY(consultation_id) REFERENCES consultation (id)
);

CREATE INDEX ix_recommendation_consultation_id ON recommendation (consultation_id);
ALTER TABLE direction ADD COLUMN recommendation_id INTEGER REFERENCES recommendation (id);
CREATE INDEX ix_direction_recommendation_id ON direction (recommendation_id);

CREATE TRIGGER direction_only_of_an_adopted_recommendation BEFORE INSERT ON direction
WHEN new.recommendation_id IS NOT NULL
 AND (SELECT state FROM recommendation WHERE id = new.recommendation_id) NOT IN ('adopted', 'adapted')
BEGIN SELECT RAISE(ABORT, 'a recommendation is no direction before it is adopted'); END;

CREATE TRIGGER direction_takes_up_only_an_adopted_recommendation BEFORE UPDATE OF recommendation_id ON direction
WHEN new.recommendation_id IS NOT NULL
 AND (SELECT state FROM recommendation WHERE id = new.recommendation_id) NOT IN ('adopted', 'adapted')
BEGIN SELECT RAISE(ABORT, 'a recommendation is no direction before it is adopted'); END;

-- A worker and a course on a day; how far it came stands step by step in training_step.
CREATE TABLE training_booking (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    course VARCHAR NOT NULL DEFAULT '',
    title VARCHAR NOT NULL,
    on_date DATE,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_training_booking_worker_id ON training_booking (worker_id);

CREATE TABLE training_step (
    id INTEGER NOT NULL,
    booking_id INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    reason VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    FOREIGN KEY(booking_id) REFERENCES training_booking (id)
);

CREATE INDEX ix_training_step_booking_id ON training_step (booking_id);

-- A piece of professional development for the year of registration.
CREATE TABLE cpd_piece (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    on_date DATE NOT NULL,
    title VARCHAR NOT NULL,
    learned VARCHAR NOT NULL DEFAULT '',
    with_peer BOOLEAN NOT NULL,
    booking_id INTEGER,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id),
    FOREIGN KEY(booking_id) REFERENCES training_booking (id)
);

CREATE INDEX ix_cpd_piece_worker_id ON cpd_piece (worker_id);

-- A goal agreed in supervision (session_id), served by a course, or taken up from a recommendation.
CREATE TABLE development_goal (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    by_on DATE NOT NULL,
    set_on DATE NOT NULL,
    session_id INTEGER,
    course VARCHAR NOT NULL DEFAULT '',
    recommendation_id INTEGER,
    ended_on DATE,
    is_reached BOOLEAN NOT NULL DEFAULT 0,
    outcome VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id),
    FOREIGN KEY(session_id) REFERENCES supervision_session (id),
    FOREIGN KEY(recommendation_id) REFERENCES recommendation (id)
);

CREATE INDEX ix_development_goal_worker_id ON development_goal (worker_id);

-- A date that a worker's practice depends on, and on which day it was dealt with.
CREATE TABLE readiness_date (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    done_on DATE,
    note VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

CREATE INDEX ix_readiness_date_worker_id ON readiness_date (worker_id);

-- Back on duty with work unfinished: on which day, how many pieces, and what.
CREATE TABLE duty_return (
    id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL,
    on_date DATE NOT NULL,
    pieces INTEGER NOT NULL,
    what VARCHAR NOT NULL DEFAULT '',
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (worker_id, on_date),
    FOREIGN KEY(worker_id) REFERENCES worker (id)
);

-- What is done, who is told, what stood on that day; and what came of it when it was looked at again.
ALTER TABLE pressure_response ADD COLUMN kind VARCHAR NOT NULL DEFAULT 'other';
ALTER TABLE pressure_response ADD COLUMN told VARCHAR NOT NULL DEFAULT '';
ALTER TABLE pressure_response ADD COLUMN figures VARCHAR NOT NULL DEFAULT '';
ALTER TABLE pressure_response ADD COLUMN reviewed_on DATE;
ALTER TABLE pressure_response ADD COLUMN helped VARCHAR NOT NULL DEFAULT '';
ALTER TABLE pressure_response ADD COLUMN helped_words VARCHAR NOT NULL DEFAULT '';
ALTER TABLE pressure_response ADD COLUMN figures_after VARCHAR NOT NULL DEFAULT '';
