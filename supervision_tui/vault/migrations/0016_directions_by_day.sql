-- Today asks for the directions that are open, and of each child when the latest was given: without
-- reading all that were ever closed.

DROP INDEX ix_direction_child_id;
CREATE INDEX ix_direction_child_given ON direction (child_id, given_on);
CREATE INDEX ix_direction_closed_on ON direction (closed_on);
