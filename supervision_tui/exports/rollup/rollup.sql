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

-- Each team's figures against the team's own earlier periods of that length, of which it takes ten. A share has a
-- p-chart: the share of all those periods, and three sigma of chance among this period's n on either side, times how much
-- more those periods differ than chance explains (Laney). Anything else has an XmR chart: the mean, and 3 / 1.128 times the
-- mean step between neighbours (Shewhart, Wheeler). A hidden period is no zero, and the two beside it are no neighbours.
-- An earlier period that lay outside counts here like any other; on the first page it is left out of the range.
CREATE VIEW control_chart AS
WITH told AS (
    SELECT team, section, key, is_share, period_from, period_to, value, n,
           CAST(floor((period_to - period_from + 1) / 28.0) AS INTEGER) AS months
    FROM figure
    WHERE value IS NOT NULL AND (NOT is_share OR n > 0)
),
pairs AS (
    SELECT now.team, now.key, now.is_share, now.period_from AS at_from, now.months, earlier.period_from,
           earlier.period_to, earlier.value, earlier.n
    FROM told now JOIN told earlier
      ON earlier.team = now.team AND earlier.key = now.key AND earlier.section = now.section
     AND earlier.months = now.months AND earlier.period_from < now.period_from
),
middles AS (
    SELECT team, key, is_share, at_from, months, count(*) AS periods,
           CASE WHEN is_share THEN sum(value * n) / sum(n) ELSE avg(value) END AS mean,
           CASE WHEN is_share THEN (sum(value * n) + 0.5) / (sum(n) + 1) END AS likely
    FROM pairs
    GROUP BY team, key, is_share, at_from, months
),
scored AS (
    SELECT p.team, p.key, p.at_from, p.months, p.period_from, p.period_to,
           CASE WHEN p.is_share THEN (p.value - m.mean) / sqrt(m.likely * (1 - m.likely) / p.n)
                ELSE p.value END AS score
    FROM pairs p JOIN middles m
      ON m.team = p.team AND m.key = p.key AND m.at_from = p.at_from AND m.months = p.months
),
steps AS (
    SELECT team, key, at_from, months,
           CASE WHEN lag(period_to) OVER series = period_from - 1
                THEN abs(score - lag(score) OVER series) END AS step
    FROM scored
    WINDOW series AS (PARTITION BY team, key, at_from, months ORDER BY period_from)
),
spread AS (
    SELECT team, key, at_from, months, avg(step) / 1.128 AS sigma FROM steps
    GROUP BY team, key, at_from, months
),
limits AS (
    SELECT t.team, t.section, t.key, t.is_share, t.period_from, t.period_to, t.value, t.n, t.months,
           coalesce(m.periods, 0) AS periods, m.mean,
           CASE WHEN t.is_share
                THEN 3 * sqrt(m.likely * (1 - m.likely) / t.n)
                     * CASE WHEN coalesce(s.sigma, 1) > 1 THEN s.sigma ELSE 1 END
                ELSE 3 * s.sigma END AS around
    FROM told t
    LEFT JOIN middles m
      ON m.team = t.team AND m.key = t.key AND m.at_from = t.period_from AND m.months = t.months
    LEFT JOIN spread s
      ON s.team = t.team AND s.key = t.key AND s.at_from = t.period_from AND s.months = t.months
)
SELECT team, section, key, is_share, period_from, period_to, value, n, periods, mean,
       CASE WHEN mean - around < 0 THEN 0 ELSE mean - around END AS low,
       CASE WHEN is_share AND mean + around > 1 THEN 1 ELSE mean + around END AS high,
       CASE WHEN periods < 10 OR around IS NULL THEN 'too short'
            WHEN value < mean - around - 1e-9 THEN 'below'
            WHEN value > mean + around + 1e-9 THEN 'above'
            ELSE 'within' END AS says
FROM limits;
