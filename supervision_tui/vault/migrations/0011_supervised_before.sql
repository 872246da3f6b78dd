-- The day on which a worker was last supervised before sessions were held here, where somebody has said it.
ALTER TABLE worker ADD COLUMN supervised_on DATE;
