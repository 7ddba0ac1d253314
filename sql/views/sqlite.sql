-- Made by sql/make_views.py from sql/views/*.in.sql; change those and make this file again.

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
    (15341), (15436), (15439), (15467), (15495), (15496), (15579), (15699), (15700), (15706), (15793), (15796),
    (15831), (15852), (15943), (16064), (16065), (16071), (16178), (16181), (16195), (16216), (16307), (16429),
    (16430), (16436), (16528), (16531), (16559), (16580), (16678), (16794), (16797), (16801), (16885), (16888),
    (16923), (16951), (17042), (17161), (17162), (17168), (17270), (17273), (17287), (17315), (17406), (17525),
    (17526), (17532), (17620), (17623), (17658), (17679), (17770), (17890), (17891), (17897), (18005), (18008),
    (18022), (18043), (18134), (18255), (18256), (18262), (18362), (18365), (18390), (18407), (18505), (18621),
    (18624), (18628), (18719), (18722), (18750), (18778), (18869), (18988), (18989), (18995), (19097), (19100),
    (19114), (19145), (19146), (19233), (19254), (19352), (19353), (19359), (19454), (19457), (19478), (19485),
    (19506), (19597), (19716), (19717), (19723), (19811), (19814), (19849), (19870), (19961), (20082), (20083),
    (20089), (20196), (20199), (20213), (20234), (20325), (20447), (20448), (20454), (20546), (20549), (20577),
    (20598), (20696), (20812), (20815), (20819), (20903), (20906), (20941), (20969), (21060), (21179), (21180),
    (21186), (21288), (21291), (21305), (21333), (21424), (21543), (21544), (21550), (21638), (21641), (21676),
    (21697), (21788), (21908), (21909), (21915), (22023), (22026), (22040), (22061), (22152), (22273), (22274),
    (22280), (22380), (22383), (22404), (22425), (22516), (22638), (22639), (22645), (22730), (22733), (22768),
    (22796), (22887), (23006), (23007), (23013), (23115), (23118), (23132), (23160), (23251), (23370), (23371),
    (23377), (23472), (23475), (23496), (23524), (23615), (23734), (23735), (23741), (23822), (23825), (23867),
    (23888), (23979), (24099), (24100), (24106), (24207), (24210), (24231), (24252), (24343), (24465), (24466),
    (24472), (24564), (24567), (24595), (24616), (24714), (24830), (24833), (24837), (24949), (24952), (24959),
    (24987), (25078), (25197), (25198), (25204), (25299), (25302), (25323), (25351), (25442), (25561), (25562),
    (25568), (25656), (25659), (25694), (25715), (25806), (25926), (25927))
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
    SELECT 15340
    UNION ALL
    SELECT day + 1 FROM d WHERE day < 25932)
SELECT d.day, date(d.day * 86400, 'unixepoch') AS date, strftime('%Y-%m', d.day * 86400, 'unixepoch') AS month,
    CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END AS is_working,
    SUM(CASE WHEN (d.day + 3) % 7 < 5 AND o.day IS NULL THEN 1 ELSE 0 END) OVER (ORDER BY d.day) AS ordinal
FROM d LEFT JOIN o ON o.day = d.day;

-- Reporting views, the same text for both databases. Everything is as known now and as at today.

CREATE VIEW rpt_month AS
SELECT month, MIN(day) AS first_day, MAX(day) AS last_day
FROM rpt_calendar GROUP BY month;

CREATE VIEW rpt_case_span AS
WITH c AS MATERIALIZED (SELECT * FROM rpt_own_case),
p AS MATERIALIZED (SELECT * FROM rpt_person),
started AS MATERIALIZED (
    SELECT case_id, MAX(day) AS day FROM rpt_event
    WHERE kind = 'started' AND day <= (SELECT day FROM rpt_today) GROUP BY case_id),
ended AS MATERIALIZED (
    SELECT case_id, MAX(day) AS day FROM rpt_event
    WHERE kind = 'ended' AND day <= (SELECT day FROM rpt_today) GROUP BY case_id)
SELECT c.case_id, c.person, c.kind, c.team, s.day AS started,
    CASE WHEN s.day IS NULL OR e.day >= s.day THEN e.day END AS ended, p.died
FROM c
LEFT JOIN p ON p.person = c.person
LEFT JOIN started s ON s.case_id = c.case_id
LEFT JOIN ended e ON e.case_id = c.case_id;

-- Each of our own cases with the day of its last visit (child seen), attempt and supervision.
CREATE VIEW rpt_latest_event AS
WITH c AS MATERIALIZED (SELECT * FROM rpt_own_case),
e AS MATERIALIZED (
    SELECT case_id,
        MAX(CASE WHEN kind = 'visit' AND seen = 1 THEN day END) AS last_seen_day,
        MAX(CASE WHEN kind = 'visit' AND seen = 0 THEN day END) AS last_attempt_day,
        MAX(CASE WHEN kind = 'supervision' THEN day END) AS last_supervision_day
    FROM rpt_event WHERE day <= (SELECT day FROM rpt_today) GROUP BY case_id)
SELECT c.case_id, c.person, c.kind, c.team, e.last_seen_day, e.last_attempt_day, e.last_supervision_day
FROM c LEFT JOIN e ON e.case_id = c.case_id;

-- Requests for a standard authorisation with the days of their stages.
-- finished_day: of the sign-off, else of closing, else of the person's death.
CREATE VIEW rpt_dols_request AS
WITH e AS MATERIALIZED (
    SELECT case_id,
        MAX(CASE WHEN kind = 'form3_returned' THEN day END) AS form3_day,
        MAX(CASE WHEN kind = 'form4_returned' THEN day END) AS form4_day,
        MAX(CASE WHEN kind = 'signed_off' THEN day END) AS signed_day
    FROM rpt_event WHERE day <= (SELECT day FROM rpt_today) GROUP BY case_id),
c AS MATERIALIZED (SELECT * FROM rpt_case_span WHERE kind = 'dols')
SELECT r.*,
    CASE WHEN r.finished_day IS NOT NULL THEN r.finished_day - r.received_day END AS total_days
FROM (
    SELECT c.case_id, c.person, c.team, c.started AS received_day,
        e.form3_day, e.form4_day, e.signed_day,
        CASE
            WHEN e.signed_day IS NOT NULL AND (c.started IS NULL OR e.signed_day >= c.started) THEN e.signed_day
            WHEN c.ended IS NOT NULL THEN c.ended
            WHEN c.started IS NOT NULL AND c.died >= c.started AND c.died <= (SELECT day FROM rpt_today)
                THEN c.died
        END AS finished_day,
        CASE WHEN e.signed_day IS NOT NULL AND (c.started IS NULL OR e.signed_day >= c.started)
            THEN 1 ELSE 0 END AS is_signed
    FROM c JOIN e ON e.case_id = c.case_id) r;

-- The council's monthly DoLS table; average_days is the mean from 1 April to the end of the month.
CREATE VIEW rpt_dols_month AS
WITH every_month AS MATERIALIZED (SELECT * FROM rpt_month),
r AS MATERIALIZED (SELECT * FROM rpt_dols_request),
m AS MATERIALIZED (
    SELECT n.month, n.first_day, n.last_day, MAX(a.first_day) AS april
    FROM every_month n
    JOIN every_month a ON SUBSTR(a.month, 6, 2) = '04' AND a.first_day <= n.first_day
    WHERE n.first_day <= (SELECT day FROM rpt_today) AND n.last_day > (SELECT day FROM rpt_today) - 760
    GROUP BY n.month, n.first_day, n.last_day)
SELECT m.month,
    SUM(CASE WHEN r.received_day BETWEEN m.first_day AND m.last_day THEN 1 ELSE 0 END) AS received,
    SUM(CASE WHEN r.is_signed = 1 AND r.finished_day BETWEEN m.first_day AND m.last_day
        THEN 1 ELSE 0 END) AS signed_off,
    SUM(CASE WHEN r.is_signed = 1 AND r.total_days > 365
        AND r.finished_day BETWEEN m.first_day AND m.last_day THEN 1 ELSE 0 END) AS over_one_year,
    FLOOR(AVG(CASE WHEN r.is_signed = 1 AND r.finished_day BETWEEN m.april AND m.last_day
        THEN r.total_days * 1.0 END) + 0.5) AS average_days
FROM m CROSS JOIN r
GROUP BY m.month;

-- Who had a child protection plan at the end of each whole month of the last two years.
CREATE VIEW rpt_cp_visit AS
WITH c AS MATERIALIZED (SELECT case_id FROM rpt_own_case WHERE kind = 'cp'),
e AS MATERIALIZED (SELECT case_id, day FROM rpt_event WHERE kind = 'visit' AND seen = 1)
SELECT e.case_id, e.day FROM c JOIN e ON e.case_id = c.case_id;

CREATE VIEW rpt_cp_stock AS
WITH calendar AS MATERIALIZED (SELECT * FROM rpt_calendar),
m AS MATERIALIZED (
    SELECT t.month, t.last_day AS at_day, k.ordinal
    FROM (SELECT month, MAX(day) AS last_day FROM calendar GROUP BY month) t
    JOIN calendar k ON k.day = t.last_day
    WHERE t.last_day <= (SELECT day FROM rpt_today) AND t.last_day > (SELECT day FROM rpt_today) - 760),
span AS MATERIALIZED (
    SELECT e.case_id, e.kind, e.day FROM rpt_event e WHERE e.kind IN ('started', 'ended')),
c AS MATERIALIZED (SELECT case_id, died FROM rpt_case_span WHERE kind = 'cp'),
b AS (
    SELECT m.month, m.at_day, m.ordinal, c.case_id, c.died,
        MAX(CASE WHEN e.kind = 'started' AND e.day <= m.at_day THEN e.day END) AS started,
        MAX(CASE WHEN e.kind = 'ended' AND e.day <= m.at_day THEN e.day END) AS ended,
        MAX(CASE WHEN e.kind = 'started' THEN e.day END) AS ever_started
    FROM c LEFT JOIN span e ON e.case_id = c.case_id CROSS JOIN m
    GROUP BY m.month, m.at_day, m.ordinal, c.case_id, c.died)
SELECT b.month, b.at_day, b.ordinal, b.case_id, b.started FROM b
WHERE (b.started IS NOT NULL OR b.ever_started IS NULL)
  AND (b.ended IS NULL OR b.ended < b.started OR b.ended >= b.at_day)
  AND (b.died IS NULL OR b.died >= b.at_day);

-- Children with a child protection plan at the end of each month, and those seen within 10 and 20 working
-- days of it, as the council's pack counts: last visit of this plan, both ends by working-day ordinal.
CREATE VIEW rpt_cp_visit_month AS
WITH calendar AS MATERIALIZED (SELECT day, ordinal FROM rpt_calendar),
q AS MATERIALIZED (SELECT * FROM rpt_cp_stock),
v AS MATERIALIZED (SELECT * FROM rpt_cp_visit),
seen AS (
    SELECT q.month, q.case_id, q.ordinal, MAX(v.day) AS last_day
    FROM q LEFT JOIN v ON v.case_id = q.case_id AND v.day <= q.at_day
        AND (q.started IS NULL OR v.day >= q.started)
    GROUP BY q.month, q.case_id, q.ordinal)
SELECT s.month,
    COUNT(*) AS children,
    SUM(CASE WHEN s.ordinal - k.ordinal <= 10 THEN 1 ELSE 0 END) AS seen_10_working_days,
    SUM(CASE WHEN s.ordinal - k.ordinal <= 20 THEN 1 ELSE 0 END) AS seen_20_working_days
FROM seen s LEFT JOIN calendar k ON k.day = s.last_day
GROUP BY s.month;
