-- Reduced views. Each is the owner's, so that it may show a part of a table that the caller may not read, and a
-- security_barrier, so that no condition of the caller's sees a row before the view's own conditions have.

-- What a line manager sees of their own staff's assessments, and no more of the case.
DROP VIEW IF EXISTS staff_work;
CREATE VIEW staff_work WITH (security_barrier) AS
SELECT a.id AS allocation, c.ref AS reference, a.role, a.worker_id, w.name AS assessor, t.name AS team,
    m.name AS manager, a."on" AS given_on, a.due_back_on,
    (SELECT max(e."on") FROM event e WHERE e.case_id = a.case_id AND NOT e.deleted AND e.superseded_at IS NULL
        AND e.kind = CASE a.role WHEN 'bia' THEN 'form3_returned' ELSE 'form4_returned' END
        AND e."on" >= a."on") AS returned_on,
    a.ended_on
FROM allocation a
JOIN "case" c ON c.id = a.case_id
JOIN person p ON p.id = c.person_id
JOIN worker w ON w.id = a.worker_id
LEFT JOIN team t ON t.id = coalesce(a.team_id, w.team_id)
LEFT JOIN LATERAL (
    SELECT boss.name FROM posting o JOIN worker boss ON boss.id = o.manager_id
    WHERE o.worker_id = w.id AND NOT o.deleted AND o.superseded_at IS NULL AND o.starts_on <= caseclock.this_day()
      AND (o.ends_on IS NULL OR o.ends_on >= caseclock.this_day())
    ORDER BY o.starts_on DESC LIMIT 1) m ON true
WHERE a.role IN ('bia', 'mha') AND NOT a.deleted AND a.superseded_at IS NULL AND NOT c.deleted
  AND (a.ended_on IS NULL OR a.ended_on >= caseclock.this_day() - 365)
  AND a.worker_id IN (SELECT caseclock.my_staff())
  AND p.restricted IS NOT TRUE AND p.id NOT IN (SELECT caseclock.my_blocks());
GRANT SELECT ON staff_work TO caseclock_member, caseclock_team;

-- The team's list, without a person in it: what there is to take on, and who holds what.
DROP VIEW IF EXISTS duty;
CREATE VIEW duty WITH (security_barrier) AS
SELECT c.ref AS reference, c.kind, t.name AS team, s.started_on, h.holder
FROM "case" c
JOIN person p ON p.id = c.person_id
JOIN team t ON t.id = c.team_id
LEFT JOIN LATERAL (
    SELECT max(e."on") FILTER (WHERE e.kind = 'started') AS started_on,
        max(e."on") FILTER (WHERE e.kind = 'ended') AS ended_on
    FROM event e WHERE e.case_id = c.id AND NOT e.deleted AND e.superseded_at IS NULL) s ON true
LEFT JOIN LATERAL (
    SELECT string_agg(w.name, ', ' ORDER BY a."on") AS holder FROM allocation a JOIN worker w ON w.id = a.worker_id
    WHERE a.case_id = c.id AND NOT a.deleted AND a.superseded_at IS NULL AND a.ended_on IS NULL) h ON true
WHERE NOT c.deleted AND c.team_id IN (SELECT caseclock.my_teams())
  AND (s.ended_on IS NULL OR s.ended_on < s.started_on)
  AND p.restricted IS NOT TRUE AND p.id NOT IN (SELECT caseclock.my_blocks());
GRANT SELECT ON duty TO caseclock_member, caseclock_team;

-- ---- For analysts: pseudonyms, no restricted record, no birthday, no name of anybody -------------------------
-- A pseudonym is the digest of an id with a secret that no login can read; without the secret nobody who knows an
-- id can find its pseudonym, nor the id from the pseudonym.
CREATE TABLE IF NOT EXISTS pseudonym_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
INSERT INTO pseudonym_key DEFAULT VALUES ON CONFLICT DO NOTHING;
ALTER TABLE pseudonym_key ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON pseudonym_key FROM PUBLIC;

DROP VIEW IF EXISTS analyst_month, analyst_dols, analyst_allocation, analyst_event, analyst_case, shown_case;
-- Not granted to anybody: the cases that analysts may count, with their pseudonyms.
CREATE VIEW shown_case WITH (security_barrier) AS
SELECT c.id, c.kind, c.team_id, p.born_on, p.disabled,
    left(encode(sha256(k.key || sha256(k.key || uuid_send(c.id))), 'hex'), 20) AS "case",
    left(encode(sha256(k.key || sha256(k.key || uuid_send(p.id))), 'hex'), 20) AS person
FROM "case" c JOIN person p ON p.id = c.person_id CROSS JOIN pseudonym_key k
WHERE (SELECT caseclock.my_role()) = 'analyst' AND NOT c.deleted AND NOT p.deleted AND p.restricted IS NOT TRUE
  AND c.other_la IS NOT TRUE;

CREATE VIEW analyst_case WITH (security_barrier) AS
SELECT s."case", s.person, s.kind, t.name AS team,
    CASE WHEN s.born_on IS NULL THEN NULL
        WHEN age(caseclock.this_day(), s.born_on) < interval '1 year' THEN '0'
        WHEN age(caseclock.this_day(), s.born_on) < interval '5 years' THEN '1-4'
        WHEN age(caseclock.this_day(), s.born_on) < interval '10 years' THEN '5-9'
        WHEN age(caseclock.this_day(), s.born_on) < interval '16 years' THEN '10-15'
        WHEN age(caseclock.this_day(), s.born_on) < interval '18 years' THEN '16-17'
        WHEN age(caseclock.this_day(), s.born_on) < interval '65 years' THEN '18-64'
        WHEN age(caseclock.this_day(), s.born_on) < interval '85 years' THEN '65-84'
        ELSE '85 and over' END AS age_band,
    e.started_on, CASE WHEN e.ended_on >= e.started_on THEN e.ended_on END AS ended_on
FROM shown_case s
LEFT JOIN team t ON t.id = s.team_id
LEFT JOIN LATERAL (
    SELECT max(v."on") FILTER (WHERE v.kind = 'started') AS started_on,
        max(v."on") FILTER (WHERE v.kind = 'ended') AS ended_on
    FROM event v WHERE v.case_id = s.id AND NOT v.deleted AND v.superseded_at IS NULL) e ON true;

CREATE VIEW analyst_event WITH (security_barrier) AS
SELECT s."case", e.kind, e."on", e.seen
FROM shown_case s JOIN event e ON e.case_id = s.id WHERE NOT e.deleted AND e.superseded_at IS NULL;

CREATE VIEW analyst_allocation WITH (security_barrier) AS
SELECT s."case", a.role, left(encode(sha256(k.key || sha256(k.key || uuid_send(a.worker_id))), 'hex'), 20) AS worker,
    t.name AS team, a."on" AS given_on, a.due_back_on, a.ended_on
FROM shown_case s JOIN allocation a ON a.case_id = s.id CROSS JOIN pseudonym_key k LEFT JOIN team t ON t.id = a.team_id
WHERE NOT a.deleted AND a.superseded_at IS NULL;

CREATE VIEW analyst_dols WITH (security_barrier) AS
SELECT s."case", r.form, r.priority, r.urgent, h.setting
FROM shown_case s JOIN dols_request r ON r.case_id = s.id LEFT JOIN managing_authority h ON h.id = r.managing_authority_id
WHERE NOT r.deleted AND r.superseded_at IS NULL;

-- Counts by month, kind and team that may be published: below 5 they are blank.
CREATE VIEW analyst_month WITH (security_barrier) AS
SELECT date_trunc('month', e."on")::date AS month, s.kind, t.name AS team, e.kind AS what,
    CASE WHEN count(*) >= 5 THEN count(*) END AS number
FROM shown_case s JOIN event e ON e.case_id = s.id LEFT JOIN team t ON t.id = s.team_id
WHERE NOT e.deleted AND e.superseded_at IS NULL AND e.kind IN ('started', 'ended', 'signed_off', 'visit')
GROUP BY 1, 2, 3, 4;

GRANT SELECT ON analyst_case, analyst_event, analyst_allocation, analyst_dols, analyst_month TO caseclock_analyst;
