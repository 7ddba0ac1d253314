-- Base: ids as text, days as whole numbers since 1 January 1970, flags as 1 and 0.
-- Pseudonymised: no name, reference, date of birth or NHS number of anybody leaves these views.

CREATE VIEW rpt_today AS SELECT current_date - DATE '1970-01-01' AS day;

CREATE VIEW rpt_person AS
SELECT replace(CAST(id AS text), '-', '') AS person, died_on - DATE '1970-01-01' AS died
FROM person WHERE NOT deleted;

CREATE VIEW rpt_own_case AS
SELECT replace(CAST(c.id AS text), '-', '') AS case_id, replace(CAST(c.person_id AS text), '-', '') AS person, c.kind,
    replace(CAST(c.team_id AS text), '-', '') AS team
FROM "case" c 
WHERE c.deleted IS FALSE AND (CAST(c.other_la AS integer) IS NULL OR CAST(c.other_la AS integer) <> 1);

CREATE VIEW rpt_event AS
SELECT replace(CAST(case_id AS text), '-', '') AS case_id, kind,
    "on" - DATE '1970-01-01' AS day, CAST(seen AS integer) AS seen
FROM event WHERE NOT deleted AND superseded_at IS NULL;

CREATE VIEW rpt_setting AS
SELECT key, value FROM setting WHERE NOT deleted AND superseded_at IS NULL;

CREATE VIEW rpt_day_off AS
WITH holiday (day) AS (VALUES
    {HOLIDAYS})
SELECT day FROM holiday
UNION
SELECT "on" - DATE '1970-01-01' FROM closure_day
WHERE NOT deleted AND superseded_at IS NULL
  AND (kind = 'bank_holiday'
       OR EXISTS (SELECT 1 FROM rpt_setting WHERE key = 'skip_closure_days' AND value = 'yes'));

-- Every day from 2012 to 2040; ordinal is how many working days there were up to it.
CREATE VIEW rpt_calendar AS
WITH RECURSIVE o (day) AS MATERIALIZED (SELECT day FROM rpt_day_off),
d (day) AS (
    SELECT {FIRST}
    UNION ALL
    SELECT day + 1 FROM d WHERE day < {LAST})
SELECT d.day, DATE '1970-01-01' + d.day AS date, to_char(DATE '1970-01-01' + d.day, 'YYYY-MM') AS month,
    CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END AS is_working,
    SUM(CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END) OVER (ORDER BY d.day) AS ordinal
FROM d LEFT JOIN o ON o.day = d.day;
