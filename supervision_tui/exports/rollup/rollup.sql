-- One authority picture from many teams' summaries. Runs unchanged on DuckDB and on PostgreSQL.
--
-- summary: a team's summary of a period, as `supervision-tui export oversight --audience psw --format json` wrote it.
-- figure:  its figures. A share lies between 0 and 1 and rests on n; a hidden figure has no value.
-- worker:  how many workers of the team stood where, of summaries that list them and do not count them.
-- exact:   the counts of its sealed layer, where the authority's key opened it: not for a reader of the summaries.
-- figure_row: which count a figure is; a share is a part of a whole.

CREATE TABLE summary (
    team VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    policy VARCHAR NOT NULL,
    threshold INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    made_on DATE,
    PRIMARY KEY (team, period_from, period_to)
);

CREATE TABLE figure (
    team VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    section VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    is_share BOOLEAN NOT NULL,
    value DOUBLE PRECISION,
    n INTEGER,
    is_hidden BOOLEAN NOT NULL
);

CREATE TABLE worker (
    team VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    standing VARCHAR NOT NULL,
    workers INTEGER NOT NULL
);

CREATE TABLE exact (
    team VARCHAR NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    key VARCHAR NOT NULL,
    count INTEGER NOT NULL
);

CREATE TABLE figure_row (
    section VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    whole VARCHAR
);

-- Totals of the teams without an open sealed layer. A share is weighed by its n; a count is the sum of those that are
-- told, so at least that many where teams are hidden. Days and other measures are not summed.
CREATE VIEW authority AS
SELECT f.period_from,
       f.period_to,
       section,
       key,
       is_share,
       CASE WHEN is_share THEN sum(value * n) / nullif(sum(CASE WHEN value IS NOT NULL THEN n END), 0)
            ELSE sum(value) END AS value,
       CASE WHEN is_share THEN sum(CASE WHEN value IS NOT NULL THEN n END) END AS n,
       count(value) AS teams,
       sum(CASE WHEN is_hidden THEN 1 ELSE 0 END) AS hidden
FROM figure f LEFT JOIN (SELECT DISTINCT team, period_from, period_to FROM exact) opened
  ON opened.team = f.team AND opened.period_from = f.period_from AND opened.period_to = f.period_to
WHERE (is_share OR n IS NULL) AND opened.team IS NULL
GROUP BY f.period_from, f.period_to, section, key, is_share;

-- Exact counts of all teams whose sealed layer is open. What is small in them is hidden after they are added up.
CREATE VIEW authority_exact AS
SELECT period_from, period_to, key, sum(count) AS count, count(*) AS teams
FROM exact
GROUP BY period_from, period_to, key;

CREATE VIEW authority_standing AS
SELECT period_from, period_to, standing, sum(workers) AS workers, count(*) AS teams
FROM worker
WHERE workers > 0
GROUP BY period_from, period_to, standing;

-- An XmR chart of each team's own history: its mean, and 2.66 times its mean step from one period to the next on either
-- side (3 divided by d2 = 1.128; Shewhart, Wheeler). Each period is held against those before it, of which it takes six.
CREATE VIEW control_chart AS
WITH steps AS (
    SELECT team, section, key, is_share, period_from, period_to, value, n, months,
           abs(value - lag(value) OVER (PARTITION BY team, key, months ORDER BY period_from)) AS step
    FROM (SELECT *, CAST(floor((period_to - period_from + 1) / 28.0) AS INTEGER) AS months FROM figure) lengths
    WHERE value IS NOT NULL
),
history AS (
    SELECT team, section, key, is_share, period_from, period_to, value, n,
           count(value) OVER earlier AS periods,
           avg(value) OVER earlier AS mean,
           avg(step) OVER earlier AS mean_step
    FROM steps
    WINDOW earlier AS (PARTITION BY team, key, months ORDER BY period_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT team, section, key, is_share, period_from, period_to, value, n, periods, mean,
       CASE WHEN mean - 2.66 * mean_step < 0 THEN 0 ELSE mean - 2.66 * mean_step END AS low,
       CASE WHEN is_share AND mean + 2.66 * mean_step > 1 THEN 1 ELSE mean + 2.66 * mean_step END AS high,
       CASE WHEN periods < 6 THEN 'too short'
            WHEN value < mean - 2.66 * mean_step THEN 'below'
            WHEN value > mean + 2.66 * mean_step THEN 'above'
            ELSE 'within' END AS says
FROM history;
