-- Who is asking, what they may see and what they may change.
--
-- Every function is the owner's (policies do not bind the owner), has a fixed search_path with pg_temp last, and
-- goes by session_user, which nothing that a client says can change. Lists are given back as sets, so that a
-- policy asks once for a query and not once for a row. The cases that may be seen, seen of a few, and changed of a
-- few are one text here: a policy and `push` cannot disagree.

-- The council's day: the server's clock in London, whatever a client's session says.
CREATE OR REPLACE FUNCTION caseclock.this_day() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = caseclock, pg_temp AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

-- Whose service a kind of case is.
CREATE OR REPLACE FUNCTION caseclock.service_of(kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE WHEN kind = 'dols' THEN 'adults' ELSE 'children' END $$;

-- The caller's role, if it is in force today; no row otherwise.
CREATE OR REPLACE FUNCTION caseclock.my_member() RETURNS SETOF caseclock.member
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT m.* FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= this_day())
      AND (m.ends_on IS NULL OR m.ends_on >= this_day())
    ORDER BY m.changed_at DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION caseclock.my_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT role FROM my_member()
$$;

CREATE OR REPLACE FUNCTION caseclock.my_worker() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT worker_id FROM my_member()
$$;

-- How the caller may read a table: a word of resources/rights.toml, or NULL.
CREATE OR REPLACE FUNCTION caseclock.my_reading(tbl text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT c.reads FROM right_cell c JOIN my_member() m ON m.role = c.role WHERE c.tbl = $1
$$;

-- The caller's team and every team below it.
CREATE OR REPLACE FUNCTION caseclock.my_teams() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH RECURSIVE below (id) AS (
        SELECT team_id FROM my_member() WHERE team_id IS NOT NULL
        UNION
        SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
    SELECT id FROM below
$$;

-- Workers of the caller's teams (for roles whose cases are their teams'), those whose line manager the caller is
-- today, and the caller.
CREATE OR REPLACE FUNCTION caseclock.my_staff() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT w.id FROM my_member() m JOIN right_role r ON r.role = m.role AND r.cases = 'team'
        JOIN worker w ON w.team_id IN (SELECT my_teams())
    UNION
    SELECT p.worker_id FROM my_member() m JOIN posting p ON p.manager_id = m.worker_id
    WHERE NOT p.deleted AND p.superseded_at IS NULL AND p.starts_on <= this_day()
      AND (p.ends_on IS NULL OR p.ends_on >= this_day())
    UNION
    SELECT worker_id FROM my_member() WHERE worker_id IS NOT NULL
$$;

-- Grants of named access that are in force for the caller.
CREATE OR REPLACE FUNCTION caseclock.my_named() RETURNS SETOF caseclock.named_access
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT * FROM named_access
    WHERE login = session_user::text AND NOT deleted
      AND (starts_on IS NULL OR starts_on <= this_day()) AND (ends_on IS NULL OR ends_on >= this_day())
$$;

-- People whom the caller may never see: those on their deny-list and whoever carries the same family mark.
CREATE OR REPLACE FUNCTION caseclock.my_blocks() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH named AS MATERIALIZED (
        SELECT person_id FROM blocked
        WHERE login = session_user::text AND NOT deleted AND person_id IS NOT NULL)
    SELECT person_id FROM named
    UNION
    SELECT other.id FROM named JOIN person p ON p.id = named.person_id AND p.family <> ''
        JOIN person other ON other.family = p.family
$$;

CREATE OR REPLACE FUNCTION caseclock.my_blocked_cases() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT id FROM "case" WHERE person_id IN (SELECT my_blocks())
$$;

-- Whether nobody is on the caller's deny-list, which is nearly always so: then no row need be compared with it.
CREATE OR REPLACE FUNCTION caseclock.not_blocked() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM blocked WHERE login = session_user::text AND NOT deleted)
$$;

-- Whether the caller is head of both services.
CREATE OR REPLACE FUNCTION caseclock.whole_council() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT EXISTS (SELECT FROM my_member() WHERE role = 'head_of_service' AND coalesce(service, '') = '')
$$;

-- {CASES}
CREATE OR REPLACE FUNCTION caseclock.{NAME} RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    me record;
    since date;
    named_cases uuid[];
    named_people uuid[];
    shut uuid[];
BEGIN
    SELECT m.service, m.worker_id, m.team_id, r.cases, r.keep_months, r.write_days INTO me
    FROM {MEMBER};
    IF NOT FOUND OR me.cases = 'none' THEN RETURN; END IF;
    since := {SINCE};
    SELECT coalesce(array_agg(n.case_id), '{}'), coalesce(array_agg(n.person_id), '{}')
    INTO named_cases, named_people FROM named_access n
    WHERE n.login = session_user::text AND NOT n.deleted
      AND (n.starts_on IS NULL OR n.starts_on <= {TODAY}) AND (n.ends_on IS NULL OR n.ends_on >= {TODAY});
    SELECT coalesce(array_agg(b.person_id), '{}') INTO shut FROM blocked b
    WHERE b.login = session_user::text AND NOT b.deleted AND b.person_id IS NOT NULL;
    IF shut <> '{}' THEN
        shut := shut || ARRAY(SELECT other.id FROM person p JOIN person other ON other.family = p.family
                              WHERE p.id = ANY (shut) AND p.family <> '');
    END IF;
    IF me.cases = 'named' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (c.id = ANY (named_cases) OR c.person_id = ANY (named_people)) {AMONG}
              AND c.person_id NOT IN (SELECT unnest(shut));
        RETURN;
    END IF;
    IF me.cases = 'service' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (coalesce(me.service, '') = '' OR caseclock.service_of(c.kind) = me.service) {AMONG} {OPEN};
    ELSIF me.cases = 'dols' THEN
        RETURN QUERY SELECT c.id FROM "case" c WHERE c.kind = 'dols' {AMONG} {OPEN};
    ELSIF me.cases = 'team' THEN
        RETURN QUERY WITH RECURSIVE below (id) AS (
                SELECT me.team_id WHERE me.team_id IS NOT NULL
                UNION SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
            SELECT c.id FROM "case" c WHERE c.team_id IN (SELECT id FROM below) {AMONG} {OPEN};
    END IF;
    IF me.worker_id IS NOT NULL THEN
        RETURN QUERY SELECT c.id FROM allocation a JOIN "case" c ON c.id = a.case_id
            WHERE a.worker_id = me.worker_id AND NOT a.deleted AND a.superseded_at IS NULL
              AND (a.ended_on IS NULL OR a.ended_on >= since) {AMONG} {OPEN};
    END IF;
END $$;

-- {END}
-- The same cases as one value, for roles that see few: a query can then look them up in an index.
CREATE OR REPLACE FUNCTION caseclock.my_case_array() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT ARRAY(SELECT my_cases())
$$;

-- People of the cases that the caller may see.
CREATE OR REPLACE FUNCTION caseclock.my_people() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT DISTINCT person_id FROM "case" WHERE id IN (SELECT my_cases())
$$;

-- Of some people those whom the caller may change: they have a case that the caller may change, or no case yet
-- and the caller recorded them.
CREATE OR REPLACE FUNCTION caseclock.people_to_change(ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH theirs AS MATERIALIZED (SELECT id, person_id FROM "case" WHERE person_id = ANY (ids))
    SELECT person_id FROM theirs
    WHERE id IN (SELECT cases_to_change(ARRAY(SELECT id FROM theirs)))
    UNION
    SELECT p.id FROM person p WHERE p.id = ANY (ids) AND p.changed_by = session_user::text
      AND p.id NOT IN (SELECT person_id FROM theirs) AND p.id NOT IN (SELECT my_blocks())
$$;

-- What a laptop's rows were chosen by. Another token: what it holds must be compared afresh. What changes row by
-- row (teams of cases, allocations, restricted records) comes through the feed and is not in it; an allocation
-- that ended too long ago comes through no feed, so it is.
CREATE OR REPLACE FUNCTION caseclock.scope_token() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT coalesce((SELECT md5(concat_ws('|', (SELECT version FROM right_version), m.role, m.service, m.team_id, m.worker_id,
        (SELECT string_agg(t::text, ',' ORDER BY t) FROM my_teams() t),
        (SELECT string_agg(w::text, ',' ORDER BY w) FROM my_staff() w),
        (SELECT string_agg(n.id::text, ',' ORDER BY n.id) FROM my_named() n),
        (SELECT string_agg(b::text, ',' ORDER BY b) FROM my_blocks() b),
        (SELECT count(*) FROM allocation a WHERE a.worker_id = m.worker_id AND NOT a.deleted
            AND a.superseded_at IS NULL
            AND a.ended_on < this_day() - make_interval(months => r.keep_months))))
    FROM my_member() m JOIN right_role r ON r.role = m.role), '')
$$;

-- Whether the caller may make these changes: '' or the sentence that says why not. `push` asks this with the rows
-- locked and before it compares values, so that a conflict never tells what a row holds that may not be seen. A
-- row that is hidden and a row that does not exist get the same answer.
CREATE OR REPLACE FUNCTION caseclock.may_change(patches jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    tail CONSTANT text := '; nothing was changed (council rule).';
    hidden CONSTANT text := 'This is about a record that you may not change, or that is no longer there' || tail;
    me record;
    cell record;
    each_limit record;
    patch jsonb;
    was jsonb;
    given jsonb;
    becomes jsonb;
    tbl text;
    op text;
    fresh_cases uuid[];
    fresh_people uuid[];
    ended text[] := '{}';
    cases uuid[] := '{}';
    people uuid[] := '{}';
    staff uuid[];
    teams uuid[];
BEGIN
    SELECT m.role, m.service, m.worker_id, m.team_id, r.cases, r.title, r.grp INTO me FROM {MEMBER};
    IF NOT FOUND THEN
        RETURN 'Your login has no role in the shared database that is in force today' || tail;
    END IF;
    IF patches @> '[{"op": "insert", "table": "case"}]' OR patches @> '[{"op": "insert", "table": "person"}]' THEN
        SELECT array_agg(r) FILTER (WHERE t = 'case'), array_agg(r) FILTER (WHERE t = 'person')
        INTO fresh_cases, fresh_people
        FROM (SELECT value ->> 'table' AS t, (value ->> 'row')::uuid AS r FROM jsonb_array_elements(patches)
              WHERE value ->> 'op' = 'insert' AND value ->> 'table' IN ('case', 'person')) made;
    END IF;
    FOR patch IN SELECT value FROM jsonb_array_elements(patches) LOOP
        tbl := patch ->> 'table';
        op := patch ->> 'op';
        given := CASE WHEN jsonb_typeof(patch -> 'values') = 'object' THEN patch -> 'values' ELSE '{}' END;
        SELECT c.writes, c.words INTO cell FROM right_cell c WHERE c.role = me.role AND c.tbl = patch ->> 'table';
        IF NOT FOUND OR cell.writes IS NULL THEN
            RETURN 'A ' || lower(me.title) || ' may not change '
                || coalesce(cell.words, 'what is not in the shared database') || tail;
        END IF;
        IF op = 'insert' THEN
            was := NULL;
        ELSE
            was := row_before(tbl, (patch ->> 'row')::uuid);
            IF was IS NULL THEN  -- inserted by this very change set, or not there
                SELECT value -> 'values' INTO was FROM jsonb_array_elements(patches)
                WHERE value ->> 'op' = 'insert' AND value ->> 'table' = tbl AND value ->> 'row' = patch ->> 'row';
            END IF;
            IF was IS NULL THEN RETURN hidden; END IF;
        END IF;
        becomes := CASE WHEN op = 'delete' THEN was ELSE coalesce(was, '{}') || given END;

        IF op <> 'insert' THEN
            IF EXISTS (SELECT FROM right_without w WHERE w.grp = me.grp AND w.tbl = patch ->> 'table'
                       AND given ? w.field) THEN
                RETURN 'A ' || lower(me.title) || ' may not change what they may not read of ' || cell.words || tail;
            END IF;
        END IF;
        FOR each_limit IN SELECT l.* FROM right_limit l WHERE l.role = me.role AND l.tbl = patch ->> 'table' LOOP
            IF was ->> each_limit.field = ANY (each_limit.never)
                OR becomes ->> each_limit.field = ANY (each_limit.never)
                OR (each_limit.only_these <> '{}' AND NOT (
                    coalesce(was ->> each_limit.field, each_limit.only_these[1]) = ANY (each_limit.only_these)
                    AND coalesce(becomes ->> each_limit.field, '') = ANY (each_limit.only_these)))
                OR (each_limit.never = '{}' AND each_limit.only_these = '{}' AND
                    coalesce(was ->> each_limit.field, 'false')
                        <> coalesce(becomes ->> each_limit.field, 'false'))
            THEN
                RETURN 'A ' || lower(me.title) || ' may not change this part of ' || cell.words || ' ('
                    || each_limit.why || ')' || tail;
            END IF;
        END LOOP;

        IF tbl IN ('member', 'named_access', 'blocked')
            AND session_user::text IN (was ->> 'login', becomes ->> 'login') THEN
            RETURN 'Nobody may change their own role, named access or deny-list; ask another administrator'
                || tail;
        END IF;
        IF cell.writes = 'any' THEN CONTINUE; END IF;
        IF cell.writes = 'team' THEN
            teams := coalesce(teams, ARRAY(SELECT my_teams()));
            staff := coalesce(staff, ARRAY(SELECT my_staff()));
            IF tbl = 'worker' THEN
                IF ((coalesce(was, becomes)) ->> 'team_id')::uuid = ANY (teams) THEN CONTINUE; END IF;
                RETURN hidden;
            END IF;
            IF (becomes ->> 'worker_id')::uuid = ANY (staff)
                AND (was IS NULL OR (was ->> 'worker_id')::uuid = ANY (staff)) THEN CONTINUE; END IF;
            RETURN hidden;
        END IF;
        IF cell.writes IN ('own', 'end_own') AND NOT coalesce(
            (becomes ->> 'worker_id')::uuid = me.worker_id
            AND (was IS NULL OR (was ->> 'worker_id')::uuid = me.worker_id), false) THEN
            RETURN 'You may change only your own ' || cell.words || tail;
        END IF;
        IF cell.writes = 'end_own' THEN
            IF op = 'update' AND was ->> 'ended_on' IS NULL AND was ->> 'superseded_at' IS NULL
                AND given ->> 'superseded_at' IS NOT NULL
                AND NOT EXISTS (SELECT FROM jsonb_object_keys(given) k WHERE k <> 'superseded_at') THEN
                ended := ended || ((was ->> 'case_id') || (was ->> 'role'));
            ELSIF op = 'insert' AND (given ->> 'ended_on')::date <= this_day()
                AND (given ->> 'case_id') || (given ->> 'role') = ANY (ended) THEN
                ended := array_remove(ended, (given ->> 'case_id') || (given ->> 'role'));
            ELSE
                RETURN 'You may end your own allocation and change nothing else of it' || tail;
            END IF;
        END IF;
        IF cell.writes = 'within' AND becomes ->> 'ended_on' IS NULL AND op <> 'delete'
            AND (op = 'insert' OR given ? 'worker_id') AND becomes ->> 'worker_id' IS NOT NULL THEN
            teams := coalesce(teams, ARRAY(SELECT my_teams()));
            IF NOT EXISTS (SELECT FROM worker w WHERE w.id = (becomes ->> 'worker_id')::uuid
                           AND w.team_id = ANY (teams)) THEN
                RETURN 'You may allocate to workers of your own team only' || tail;
            END IF;
        END IF;

        IF tbl = 'case' THEN
            IF op <> 'insert' THEN cases := cases || (patch ->> 'row')::uuid; END IF;
            IF (op = 'insert' OR becomes ->> 'kind' IS DISTINCT FROM was ->> 'kind') AND NOT (
                (me.cases = 'service' AND (coalesce(me.service, '') = ''
                    OR service_of(becomes ->> 'kind') = me.service))
                OR (me.cases = 'dols' AND becomes ->> 'kind' = 'dols') OR me.cases = 'team') THEN
                RETURN 'You may not start this kind of case' || tail;
            END IF;
            IF op = 'insert' AND me.cases = 'team' THEN
                teams := coalesce(teams, ARRAY(SELECT my_teams()));
                IF NOT coalesce((given ->> 'team_id')::uuid = ANY (teams), false) THEN
                    RETURN 'You may start a case in your own teams only' || tail;
                END IF;
            END IF;
            IF becomes ->> 'person_id' IS DISTINCT FROM was ->> 'person_id' THEN
                people := people || (becomes ->> 'person_id')::uuid;
            END IF;
        ELSIF tbl = 'person' THEN
            IF op <> 'insert' THEN people := people || (patch ->> 'row')::uuid; END IF;
        ELSIF tbl = 'person_match' THEN
            people := people || ARRAY[(becomes ->> 'person_id')::uuid, (becomes ->> 'other_id')::uuid];
            IF was IS NOT NULL THEN
                people := people || ARRAY[(was ->> 'person_id')::uuid, (was ->> 'other_id')::uuid];
            END IF;
        ELSIF cell.writes <> 'own' OR was ? 'case_id' OR becomes ? 'case_id' THEN
            cases := cases || (becomes ->> 'case_id')::uuid;
            IF was ->> 'case_id' IS DISTINCT FROM becomes ->> 'case_id' AND was IS NOT NULL THEN
                cases := cases || (was ->> 'case_id')::uuid;
            END IF;
        END IF;
    END LOOP;

    IF cardinality(cases) = 1 AND people = '{}' AND fresh_cases IS NULL THEN  -- nearly always
        IF cases[1] IS NULL OR NOT EXISTS (SELECT FROM cases_to_change(cases) c WHERE c = cases[1]) THEN
            RETURN hidden;
        END IF;
        RETURN '';
    END IF;
    cases := ARRAY(SELECT DISTINCT c FROM unnest(cases) c WHERE c IS NULL OR c <> ALL (coalesce(fresh_cases, '{}')));
    people := ARRAY(SELECT DISTINCT p FROM unnest(people) p
                    WHERE p IS NULL OR p <> ALL (coalesce(fresh_people, '{}')));
    IF cases <> '{}' AND EXISTS (SELECT FROM unnest(cases) c
                                 WHERE c IS NULL OR c NOT IN (SELECT cases_to_change(cases)))
        OR people <> '{}' AND EXISTS (SELECT FROM unnest(people) p
                                      WHERE p IS NULL OR p NOT IN (SELECT people_to_change(people))) THEN
        RETURN hidden;
    END IF;
    RETURN '';
END $$;
