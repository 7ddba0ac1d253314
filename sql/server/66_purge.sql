-- Removed rows and lines of the feed that every laptop in step has long heard of. Only for whoever installs.

-- The last revision that was given before an instant: what a laptop that comes from before it is told as a whole.
CREATE OR REPLACE FUNCTION revision_before(moment timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(revision), 0) FROM change_set WHERE outcome = 'applied' AND recorded_at < moment
$$;

-- The condition under which nothing refers to a row t any more.
CREATE OR REPLACE FUNCTION unreferred(of_tbl text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(format('NOT EXISTS (SELECT FROM %s r WHERE r.%I = t.id)', k.conrelid::regclass, a.attname), ' AND '), 'true')
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = format('caseclock.%I', of_tbl)::regclass
$$;

-- Take away what was removed at or before a revision and nothing refers to, and the lines that only said "forget it";
-- move the horizon there; say so in the history, which keeps what these rows were. Who had access when, and what a
-- legal hold is on, stays. {"rows": {table: n}, "lines": n, "horizon", "revision"}.
CREATE OR REPLACE FUNCTION purge(upto bigint, before timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    tables text[] := ARRAY(SELECT DISTINCT tbl FROM wire_column
        WHERE tbl NOT IN ('member', 'named_access', 'blocked', 'legal_hold', 'directory_group'));
    people uuid[] := ARRAY(SELECT h.person_id FROM legal_hold h WHERE NOT h.deleted AND (h.ends_on IS NULL OR h.ends_on >= this_day()));
    held uuid[] := ARRAY(SELECT r.id FROM rows_of(ARRAY(SELECT c.id FROM "case" c WHERE c.person_id = ANY (people)), people) r);
    gone jsonb := '{}';
    lines bigint := 0;
    one text;
    n bigint;
    again boolean := true;
    rev bigint;
BEGIN
    PERFORM set_config('caseclock.writing', 'yes', true);
    WHILE again LOOP  -- what referred to a row goes first
        again := false;
        FOREACH one IN ARRAY tables LOOP
            EXECUTE format('DELETE FROM %I t WHERE t.deleted AND t.revision <= $1 AND t.id <> ALL ($2) AND %s', one, unreferred(one))
                USING upto, held;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n > 0 THEN
                again := true;
                gone := gone || jsonb_build_object(one, n + coalesce((gone->>one)::bigint, 0));
            END IF;
        END LOOP;
    END LOOP;
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('DELETE FROM feed f WHERE f.tbl = $1 AND f.revision <= $2 '
            'AND NOT EXISTS (SELECT FROM %I t WHERE t.id = f.row_id)', one) USING one, upto;
        GET DIAGNOSTICS n = ROW_COUNT;
        lines := lines + n;
    END LOOP;
    rev := note_in_history('purge', jsonb_build_object('by', session_user, 'at', now(), 'before', before, 'horizon', upto,
        'rows', gone, 'lines', lines)::text);
    UPDATE clock_meta SET horizon = greatest(horizon, upto);
    RETURN jsonb_build_object('rows', gone, 'lines', lines, 'horizon', upto, 'revision', rev);
END $$;
