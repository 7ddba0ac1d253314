-- Base: ids as text, days as whole numbers since 1 January 1970, flags as 1 and 0.
-- Pseudonymised: no name, reference, date of birth or NHS number of anybody leaves these views.

CREATE VIEW rpt_today AS SELECT CAST(strftime('%s', date('now', 'localtime')) AS INTEGER) / 86400 AS day;

CREATE VIEW rpt_person AS
SELECT lower(hex(id)) AS person, died_on AS died
FROM person WHERE deleted = 0;

CREATE VIEW rpt_own_case AS
SELECT lower(hex(c.id)) AS case_id, lower(hex(c.person_id)) AS person, c.kind,
    lower(hex(c.team_id)) AS team
FROM "case" c 
WHERE c.deleted = 0 AND (c.other_la IS NULL OR c.other_la <> 1);

CREATE VIEW rpt_event AS
SELECT lower(hex(case_id)) AS case_id, kind,
    "on" AS day, seen AS seen
FROM event WHERE deleted = 0 AND superseded_at IS NULL;

CREATE VIEW rpt_setting AS
SELECT key, value FROM setting WHERE deleted = 0 AND superseded_at IS NULL;

CREATE VIEW rpt_day_off AS
WITH holiday (day) AS (VALUES
    {HOLIDAYS})
SELECT day FROM holiday
UNION
SELECT "on" FROM closure_day
WHERE deleted = 0 AND superseded_at IS NULL
  AND (kind = 'bank_holiday'
       OR EXISTS (SELECT 1 FROM rpt_setting WHERE key = 'skip_closure_days' AND value = 'yes'));

-- Every day from 2012 to 2040; ordinal is how many working days there were up to it.
CREATE VIEW rpt_calendar AS
WITH RECURSIVE o (day) AS MATERIALIZED (SELECT day FROM rpt_day_off),
d (day) AS (
    SELECT {FIRST}
    UNION ALL
    SELECT day + 1 FROM d WHERE day < {LAST})
SELECT d.day, date(d.day * 86400, 'unixepoch') AS date, strftime('%Y-%m', d.day * 86400, 'unixepoch') AS month,
    CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END AS is_working,
    SUM(CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END) OVER (ORDER BY d.day) AS ordinal
FROM d LEFT JOIN o ON o.day = d.day;
