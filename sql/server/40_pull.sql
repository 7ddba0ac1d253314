-- pull: what has changed since a laptop's cursor, under the caller's own rights; and what stands beside it.

-- Everything about the caller and the server that does not depend on a cursor, as JSON without its last brace.
-- It changes only with clock_meta (any change gives that row another xmin, and a word to a device touches it) or
-- with the day, so a session asks once for each and keeps it in a setting. A client that writes that setting
-- itself misleads nobody but itself: every row that it gets is chosen by policies.
CREATE OR REPLACE FUNCTION standing(of_device uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    meta clock_meta;
    mark text;
    found text;
    me jsonb;
BEGIN
    SELECT * INTO meta FROM clock_meta;
    SELECT xmin::text INTO mark FROM clock_meta;
    SELECT jsonb_build_object('login', session_user, 'name', m.name, 'role', m.role,
        'worker', replace(m.worker_id::text, '-', ''), 'team', replace(m.team_id::text, '-', ''),
        'service', coalesce(m.service, ''), 'password_until', coalesce((SELECT ms(rolvaliduntil) FROM pg_roles
            WHERE rolname = session_user AND rolvaliduntil < 'infinity'), 0)) INTO me FROM my_member() m;
    found := left(jsonb_build_object('token', scope_token(), 'me', me, 'epoch', replace(meta.epoch::text, '-', ''),
        'fork', fork_now(), 'restored', meta.fork <> fork_now(), 'head', meta.revision, 'horizon', meta.horizon,
        'schema', meta.schema_version, 'minimum', meta.minimum_client, 'newest', meta.newest_client,
        'chain', jsonb_build_object('revision', meta.revision, 'hash', encode(meta.chain, 'hex')),
        'wipe', coalesce((SELECT d.wipe FROM device d WHERE d.id = of_device AND d.login = session_user), false))::text, -1);
    PERFORM set_config('caseclock.standing', concat_ws(' ', mark, date_part('hour', now()), of_device) || chr(10) || found, false);
    RETURN found;
END $$;

-- The same from what the session kept, when that still holds.
CREATE OR REPLACE FUNCTION stand(of_device uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    mark text := (SELECT m.xmin::text FROM caseclock.clock_meta m) || ' ' || date_part('hour', now()) || ' ' || of_device || chr(10);
    kept text := current_setting('caseclock.standing', true);
BEGIN
    IF starts_with(kept, mark) THEN
        RETURN substr(kept, length(mark) + 1);
    END IF;
    RETURN caseclock.standing(of_device);
END $$;

CREATE OR REPLACE FUNCTION head(client text, device uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (caseclock.stand(device) || ', "cursor_chain": null, "now": ' || caseclock.ms(now()) || '}')::json;
END $$;

-- SELECT of rows of a table in fast form: only columns that the caller may read, nothing for what is absent. The
-- JSON is put together as text, which takes half the time of building an object and taking its nulls out again.
CREATE OR REPLACE FUNCTION rows_sql(of_tbl text, condition text) RETURNS text
LANGUAGE sql STABLE SET search_path = caseclock, pg_temp AS $$
    SELECT format('SELECT %L::text AS tbl, t.id, concat(''{'', %s, ''}'') AS content FROM %I t WHERE %s', of_tbl,
        string_agg(format(CASE
            WHEN fast LIKE 'replace(%' THEN '%L || %s || ''"'''  -- an id: nothing in it is to be escaped
            WHEN fast LIKE '"%"' THEN '%L || to_json(%s)::text'
            ELSE '%L || (%s)::text' END,
            CASE place WHEN 0 THEN '' ELSE ',' END || to_json(col) || CASE WHEN fast LIKE 'replace(%' THEN ':"' ELSE ':' END,
            fast), ', ' ORDER BY place), of_tbl, condition)
    FROM wire_column
    WHERE tbl = of_tbl AND has_column_privilege(current_user, format('caseclock.%I', tbl)::regclass, col, 'SELECT')
    HAVING bool_or(place = 0)
$$;

-- One page of the feed with its rows, as the last part of an object: [table, id, revision, row or null], and whether
-- there is more. A line without a row: forget it. Planned for each cursor: a plan for any would read the whole feed.
CREATE OR REPLACE FUNCTION page(cursor_rev bigint, cursor_tbl text, cursor_id uuid, size integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = caseclock, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    tbls text[];
    ids uuid[];
    revs bigint[];
    one text;
    asked text[];
    lines text;
BEGIN
    SELECT array_agg(f.tbl), array_agg(f.row_id), array_agg(f.revision) INTO tbls, ids, revs FROM (
        SELECT f.tbl, f.row_id, f.revision FROM feed f
        WHERE (f.revision, f.tbl, f.row_id) > (cursor_rev, cursor_tbl, cursor_id)
        ORDER BY f.revision, f.tbl, f.row_id LIMIT size) f;
    IF tbls IS NULL THEN
        RETURN '"lines": [], "more": false';
    END IF;
    FOR one IN SELECT DISTINCT unnest(tbls) LOOP
        asked := asked || rows_sql(one, format(
            'id = ANY (ARRAY(SELECT i FROM unnest($1, $2) u (b, i) WHERE b = %L))', one));
    END LOOP;
    IF coalesce(array_to_string(asked, ''), '') = '' THEN  -- only lines of tables that the caller may not read
        asked := ARRAY['SELECT NULL::text AS tbl, NULL::uuid AS id, NULL::text AS content'];
    END IF;
    EXECUTE 'SELECT string_agg(concat(''["'', f.tbl, ''","'', replace(f.id::text, ''-'', ''''), ''",'', f.rev, '','', '
        'coalesce(r.content, ''null''), '']''), '','' ORDER BY f.rev, f.tbl, f.id) '
        'FROM unnest($1, $2, $3) f (tbl, id, rev) LEFT JOIN ('
        || array_to_string(asked, ' UNION ALL ') || ') r ON r.tbl = f.tbl AND r.id = f.id'
        INTO lines USING tbls, ids, revs;
    RETURN concat('"lines": [', lines, '], "more": ', CASE WHEN cardinality(ids) >= size THEN 'true' ELSE 'false' END);
END $$;

-- With nothing new this is one look at clock_meta: no function with settings of its own is entered.
CREATE OR REPLACE FUNCTION pull(cursor_rev bigint, cursor_tbl text, cursor_id uuid, page integer, client text, device uuid)
    RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
    head bigint;
    link text;
    mark text;
    kept text := current_setting('caseclock.standing', true);
BEGIN
    SELECT m.revision, encode(m.chain, 'hex'), m.xmin::text || ' ' || date_part('hour', now()) || ' ' || device || chr(10)
    INTO head, link, mark FROM caseclock.clock_meta m;
    IF starts_with(kept, mark) THEN
        kept := substr(kept, length(mark) + 1);
    ELSE
        kept := caseclock.standing(device);
    END IF;
    -- A laptop that has taken the last page may say so with a table's name after all others; else the feed is asked, by
    -- its index, whatever the planner thinks of how many lines there are.
    IF head = cursor_rev AND (cursor_tbl >= '~' OR (SELECT f.revision FROM caseclock.feed f
        WHERE (f.revision, f.tbl, f.row_id) > (cursor_rev, cursor_tbl, cursor_id)
        ORDER BY f.revision, f.tbl, f.row_id LIMIT 1) IS NULL) THEN
        RETURN concat(kept, ', "cursor_chain": "', link, '", "now": ', (date_part('epoch', now()) * 1000)::bigint,
            ', "lines": [], "more": false}')::json;
    END IF;
    RETURN concat(kept, ', "cursor_chain": ', coalesce(to_json(caseclock.chain_at(cursor_rev))::text, 'null'), ', "now": ',
        (date_part('epoch', now()) * 1000)::bigint, ', ', caseclock.page(cursor_rev, cursor_tbl, cursor_id, page), '}')::json;
END $$;

-- Whole cases, with every row of theirs and their people: {table: [row, ...]}.
CREATE OR REPLACE FUNCTION fetch_cases(ids uuid[]) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = caseclock, pg_temp AS $$
DECLARE
    asked text;
    answer json;
BEGIN
    SELECT string_agg(rows_sql(w.tbl, CASE w.col WHEN 'person_id' THEN 't.id = ANY ($1)' ELSE 't.case_id = ANY ($1)' END), ' UNION ALL ')
    INTO asked FROM wire_column w
    WHERE (w.col = 'case_id' AND w.tbl NOT IN ('named_access')) OR (w.tbl = 'case' AND w.col = 'person_id');
    asked := concat_ws(' UNION ALL ', asked, rows_sql('person', 't.id IN (SELECT person_id FROM "case" WHERE id = ANY ($1))'));
    EXECUTE 'SELECT coalesce(json_object_agg(tbl, contents), ''{}'') FROM (SELECT tbl, concat(''['', string_agg(content, '',''), '']'')::json AS contents FROM ('
        || asked || ') r GROUP BY tbl) g' INTO answer USING ids;
    RETURN answer;
END $$;

-- Ids and versions of a table by id: [[id, version, revision], ...].
CREATE OR REPLACE FUNCTION manifest(tbl text, after uuid, page integer) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = caseclock, pg_temp AS $$
DECLARE
    answer json;
BEGIN
    IF NOT EXISTS (SELECT FROM wire_column w WHERE w.tbl = manifest.tbl) THEN
        RAISE EXCEPTION 'no such table' USING ERRCODE = 'undefined_table';
    END IF;
    EXECUTE format('SELECT coalesce(json_agg(json_build_array(replace(id::text, ''-'', ''''), version, revision) ORDER BY id), ''[]'') '
        'FROM (SELECT id, version, revision FROM %I WHERE id > $1 ORDER BY id LIMIT $2) t', tbl) INTO answer USING after, page;
    RETURN answer;
END $$;

-- {table: [rows, checksum]} as the caller sees them, tables that they may not read left out.
CREATE OR REPLACE FUNCTION checksums() RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = caseclock, pg_temp AS $$
DECLARE
    asked text;
    answer jsonb;
BEGIN
    SELECT string_agg(format('SELECT %L AS tbl, jsonb_build_array(count(*), coalesce(sum(version * 1000003::bigint + revision), 0)) AS sums '
        'FROM %I', tbl, tbl), ' UNION ALL ') INTO asked
    FROM (SELECT DISTINCT tbl FROM wire_column) w
    WHERE has_column_privilege(current_user, format('caseclock.%I', tbl)::regclass, 'version', 'SELECT');
    EXECUTE 'SELECT jsonb_object_agg(tbl, sums) FROM (' || coalesce(asked, 'SELECT NULL AS tbl, NULL AS sums WHERE false') || ') t'
        INTO answer;
    RETURN coalesce(answer, '{}');
END $$;

-- The chain of history at a revision, for a laptop that remembers it; null when there is no such revision.
CREATE OR REPLACE FUNCTION chain_at(rev bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT encode(chain, 'hex') FROM history WHERE revision = rev
$$;
