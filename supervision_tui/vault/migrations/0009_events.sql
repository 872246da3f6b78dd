-- An event of a child: how a visit was made, what came of it, to which day it was put off, who put it on record.
ALTER TABLE trigger_date ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE trigger_date ADD COLUMN how VARCHAR NOT NULL DEFAULT '';
ALTER TABLE trigger_date ADD COLUMN outcome VARCHAR NOT NULL DEFAULT '';
ALTER TABLE trigger_date ADD COLUMN put_off_to DATE;

-- Where it was read that a child has a plan; what a person wrote is not ended by a file that cannot tell of it.
ALTER TABLE plan_episode ADD COLUMN source VARCHAR NOT NULL DEFAULT '';
ALTER TABLE plan_episode ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT 0;

UPDATE trigger_date SET by_hand = 1 WHERE source = 'by hand';

-- Which events a kind of file can tell: its columns, as they were in a very file.
CREATE TABLE source_reading (
    id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    events VARCHAR NOT NULL,
    read_on DATE NOT NULL,
    PRIMARY KEY (id)
);

-- From which of them the records of a child come.
CREATE TABLE child_source (
    id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    reading_id INTEGER NOT NULL,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(child_id) REFERENCES child (id),
    FOREIGN KEY(reading_id) REFERENCES source_reading (id)
);

CREATE INDEX ix_child_source_child_id ON child_source (child_id);

-- Visits at other intervals than the rule: a kind of placement, or what a plan asks for, with the reason.
CREATE TABLE visit_frequency (
    id INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    placement VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    unit VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    by_hand BOOLEAN NOT NULL,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(child_id) REFERENCES child (id)
);

CREATE INDEX ix_visit_frequency_child_id ON visit_frequency (child_id);

-- What was imported before this version: a source could tell of every event that it told of any child; but whether a
-- conference was found unnecessary was not read then. Once such a file is read anew, the new reading takes its place.
INSERT INTO source_reading (source, events, read_on)
SELECT source || ', as an older version read it', group_concat(event, ' '), coalesce(
    (SELECT value FROM vault_fact WHERE key = 'last import as of'), last
) FROM (
    SELECT source, event, max(max(recorded_on)) OVER (PARTITION BY source) AS last
    FROM trigger_date WHERE by_hand = 0 AND source <> '' AND event <> 'icpc'
    GROUP BY source, event ORDER BY source, event
) GROUP BY source;

INSERT INTO child_source (child_id, reading_id, recorded_on)
SELECT trigger_date.child_id, source_reading.id, min(trigger_date.recorded_on)
FROM trigger_date JOIN source_reading
ON source_reading.source = trigger_date.source || ', as an older version read it'
WHERE trigger_date.by_hand = 0 GROUP BY trigger_date.child_id, source_reading.id;
