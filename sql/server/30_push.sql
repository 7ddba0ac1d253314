-- push: one change set in one call and one transaction. See README.md beside this file for the protocol.

CREATE OR REPLACE FUNCTION ms(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (extract(epoch FROM at) * 1000)::bigint
$$;

-- Which server, which life of it and which database: any restore or failover changes one of the three.
CREATE OR REPLACE FUNCTION fork_now() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT system_identifier FROM pg_control_system()) || '/'
        || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '/'
        || (SELECT oid FROM pg_database WHERE datname = current_database());
END $$;

-- Whether a version is older than another; false when either is not a version.
CREATE OR REPLACE FUNCTION is_older(one text, other text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF other = '' THEN
        RETURN false;
    END IF;
    RETURN string_to_array(substring(one FROM '^v?(\d{1,5}(\.\d{1,5}){1,3})'), '.')::integer[]
        < string_to_array(substring(other FROM '^v?(\d{1,5}(\.\d{1,5}){1,3})'), '.')::integer[];
END $$;

-- The digest of a change set: with the salt that is kept in its patches, nobody can guess what was erased.
CREATE OR REPLACE FUNCTION seal(of_set uuid, of_act uuid, who text, at timestamptz, verb text, summary text,
    reason text, patches text, lines text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(concat_ws(E'\x1f', of_set, of_act, who, ms(at), verb, summary, reason, patches, lines), 'UTF8'))
$$;

-- A set's field lines as `seal` takes them.
CREATE OR REPLACE FUNCTION line_text(seq integer, tbl text, row_id uuid, case_id uuid, field text, old text, new text)
    RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws(E'\x1f', seq, tbl, row_id, coalesce(case_id::text, ''), field, old, new)
$$;

-- Take the next revision, in order: the row stays locked until this transaction ends, so take it last.
CREATE OR REPLACE FUNCTION next_revision(kind text, of_set uuid, content text, digest bytea, step bigint DEFAULT 1)
    RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    rev bigint;
    link bytea;
BEGIN
    UPDATE clock_meta m SET revision = m.revision + step,
        chain = sha256(m.chain || next_revision.digest || int8send(m.revision + step))
    RETURNING m.revision, m.chain INTO rev, link;
    INSERT INTO history (revision, kind, set_id, content, digest, chain)
    VALUES (rev, kind, of_set, content, digest, link);
    RETURN rev;
END $$;

-- A line of history that is no change set: an epoch, an adoption, a disposal.
CREATE OR REPLACE FUNCTION note_in_history(kind text, content text, step bigint DEFAULT 1) RETURNS bigint
    LANGUAGE sql AS $$
    SELECT next_revision(kind, NULL, content, sha256(convert_to(content, 'UTF8')), step)
$$;

-- A new history of revisions: after a restore, a copy or a failover laptops offer again what they know.
CREATE OR REPLACE FUNCTION begin_epoch(forced boolean DEFAULT false) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    fresh uuid := gen_random_uuid();
    meta clock_meta;
BEGIN
    SELECT * INTO meta FROM clock_meta FOR UPDATE;
    IF meta.fork = fork_now() AND NOT forced THEN
        RETURN meta.epoch;  -- another connection was first
    END IF;
    PERFORM note_in_history('epoch', jsonb_build_object('epoch', fresh, 'before', meta.epoch, 'fork', fork_now())::text, 1000000);
    UPDATE clock_meta SET epoch = fresh, fork = fork_now();
    RETURN fresh;
END $$;

CREATE OR REPLACE FUNCTION rejected(rule text, sentence text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('outcome', 'rejected', 'rule', rule, 'sentence', sentence)
$$;

CREATE OR REPLACE FUNCTION conflict(kind text, tbl text, of_row uuid, fields jsonb, who text, at timestamptz, sentence text)
    RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('outcome', 'conflict', 'kind', kind, 'table', tbl, 'row', of_row, 'fields', fields,
        'who', coalesce(who, ''), 'when', coalesce(ms(at), 0), 'sentence', sentence)
$$;

-- The rules that hold even against a modified client, on the allocations as they now stand. What an import says
-- happened outside is recorded as it is and flagged by the program.
CREATE OR REPLACE FUNCTION check_allocations(patches jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM jsonb_array_elements(patches) p JOIN allocation a ON a.id = (p->>'row')::uuid
        JOIN allocation b ON b.case_id = a.case_id AND b.worker_id = a.worker_id
        WHERE p->>'table' = 'allocation' AND a.source IS NULL AND a.role IN ('bia', 'mha') AND b.role IN ('bia', 'mha')
          AND a.role <> b.role AND NOT a.deleted AND NOT b.deleted AND a.superseded_at IS NULL AND b.superseded_at IS NULL
          AND a.ended_on IS NULL AND b.ended_on IS NULL) THEN
        RAISE SQLSTATE 'CC001' USING MESSAGE = 'The same person may not carry out the mental health and the best interests '
            'assessment of one request, so nothing was saved; choose somebody else for one of them. '
            '(MCA 2005 Sch A1 para 129; statute.)';
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(patches) p JOIN allocation a ON a.id = (p->>'row')::uuid
        WHERE p->>'table' = 'allocation' AND p->>'op' = 'insert' AND a.source IS NULL AND a.role IN ('bia', 'mha')
          AND NOT a.deleted AND a.superseded_at IS NULL AND a.on < (
            SELECT max(e.on) FROM event e WHERE e.case_id = a.case_id AND e.kind = 'started'
                AND NOT e.deleted AND e.superseded_at IS NULL)) THEN
        RAISE SQLSTATE 'CC001' USING MESSAGE = 'An assessment cannot be given to anybody before the day on which its request '
            'was received, so nothing was saved; check both dates. (Council rule.)';
    END IF;
END $$;

-- Of a row's columns those that the caller may read.
CREATE OR REPLACE FUNCTION readable(of_tbl text, fields jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN fields - ARRAY(SELECT w.field FROM right_without w JOIN right_role r ON r.grp = w.grp
        WHERE r.role = my_role() AND w.tbl = of_tbl);
END $$;

-- What is done once the ledger holds the set: look, judge, and last of all write. Raises to take it all back.
CREATE OR REPLACE FUNCTION carry_out(sent jsonb, this uuid, who text, moment timestamptz, now_epoch uuid, content text)
    RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    patches jsonb := sent->'patches';
    same boolean := (sent->>'epoch')::uuid = now_epoch;
    p jsonb;
    found record;
    clash jsonb;
    refusal text;
    lines jsonb[];
    cases uuid[];
    said text;
    rev bigint;
    in_order jsonb[];
    versions jsonb := '{}';
BEGIN
    IF jsonb_array_length(patches) = 1 THEN  -- nearly always; each statement less is felt when a hundred push at once
        in_order := ARRAY[patches->0];
    ELSE
        in_order := ARRAY(SELECT value FROM jsonb_array_elements(patches) ORDER BY value->>'row');
    END IF;
    FOREACH p IN ARRAY in_order LOOP
        found := look(p, coalesce(same, false), moment);
        IF clash IS NULL AND found.clash IS NOT NULL THEN
            clash := found.clash || jsonb_build_object('table', p->>'table', 'row', p->>'row');
        END IF;
        IF found.lines IS NOT NULL THEN
            lines := array_append(lines, jsonb_build_array(p->>'table', p->>'row', found.of_case, found.lines));
        END IF;
        IF found.cases IS NOT NULL THEN
            cases := cases || found.cases;
        END IF;
    END LOOP;
    refusal := may_change(patches);
    IF refusal <> '' THEN
        RETURN rejected('right', refusal);
    END IF;
    IF clash IS NOT NULL THEN
        RETURN conflict(clash->>'kind', clash->>'table', (clash->>'row')::uuid, readable(clash->>'table', clash->'fields'), clash->>'who',
            (clash->>'when')::timestamptz, CASE clash->>'kind' WHEN 'gone' THEN 'This has been removed meanwhile, so yours '
            'was not applied; look again and decide.' ELSE 'This has been changed meanwhile, so yours was not applied; look '
            'at both and decide.' END);
    END IF;
    IF lines IS NOT NULL THEN
        WITH line AS (
            INSERT INTO field_change (set_id, seq, on_table, row_id, case_id, field, old, new)
            SELECT this, row_number() OVER (ORDER BY l.n, f.n), l.line->>0, (l.line->>1)::uuid, (l.line->>2)::uuid,
                f.line->>0, (f.line->1)::text, (f.line->2)::text
            FROM unnest(lines) WITH ORDINALITY l (line, n), jsonb_array_elements(l.line->3) WITH ORDINALITY f (line, n)
            RETURNING seq, on_table, row_id, case_id, field, old, new)
        SELECT string_agg(line_text(seq, on_table, row_id, case_id, field, old, new), E'\x1e' ORDER BY seq) INTO said FROM line;
    END IF;
    rev := next_revision('set', this, NULL, seal(this, (sent->'act'->>'id')::uuid, who, moment, sent->'act'->>'verb',
        sent->'act'->>'summary', coalesce(sent->'act'->>'reason', ''), content, coalesce(said, '')));
    IF cardinality(in_order) > 1 THEN
        in_order := ARRAY(SELECT value FROM jsonb_array_elements(patches) WITH ORDINALITY ORDER BY turn(value), ordinality);
    END IF;
    FOREACH p IN ARRAY in_order LOOP
        versions := versions || jsonb_build_object(p->>'row', write(p, rev, moment, who, this));
    END LOOP;
    IF cases IS NULL AND cardinality(in_order) = 1 THEN
        INSERT INTO feed (tbl, row_id, revision) VALUES (in_order[1]->>'table', (in_order[1]->>'row')::uuid, rev)
        ON CONFLICT (tbl, row_id) DO UPDATE SET revision = excluded.revision;
    ELSE
        INSERT INTO feed (tbl, row_id, revision)
        SELECT value->>'table', (value->>'row')::uuid, rev FROM jsonb_array_elements(patches)
        UNION SELECT 'case', one, rev FROM unnest(cases) one WHERE one IS NOT NULL
        ON CONFLICT (tbl, row_id) DO UPDATE SET revision = excluded.revision;
    END IF;
    IF patches @> '[{"table": "allocation"}]' THEN
        PERFORM check_allocations(patches);
    END IF;
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN jsonb_build_object('outcome', 'applied', 'revision', rev, 'versions', versions);
END $$;

-- What stands in the way of a row that may be there only once.
CREATE OR REPLACE FUNCTION found_there(broken text, patches jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    other record;
BEGIN
    SELECT * INTO other FROM once_other(broken, patches);
    IF other.id IS NULL THEN
        RETURN conflict('once', split_part(broken, '_', 2), NULL, '{}', NULL, NULL,
            'This is recorded already, so it was not recorded twice; look again.');
    END IF;
    IF other.case_id IS NULL OR NOT EXISTS (SELECT FROM cases_seen(ARRAY[other.case_id])) THEN
        RETURN conflict('once', other.tbl, other.id, '{}', NULL, NULL, other.sentence);  -- theirs is out of sight
    END IF;
    RETURN conflict('once', other.tbl, other.id, readable(other.tbl, jsonb_strip_nulls(other.fields)), other.who, other.moment,
        other.sentence);
END $$;

CREATE OR REPLACE FUNCTION push(sent jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this uuid := (sent->>'id')::uuid;
    said jsonb := sent->'act';
    who text := session_user;
    moment timestamptz := date_trunc('milliseconds', now());
    content text := jsonb_build_object('salt', gen_random_uuid(), 'device', sent->'device', 'client', sent->'client',
        'patches', sent->'patches')::text;
    meta clock_meta;
    before record;
    broken text;
    given jsonb;
BEGIN
    SELECT * INTO meta FROM clock_meta;
    IF is_older(sent->>'client', meta.minimum_client)
        OR split_part(sent->>'schema', '.', 1) <> split_part(meta.schema_version, '.', 1) THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence', 'This Caseclock is too old for your council''s database, '
            'so nothing was sent; what you record is kept on this laptop. Ask your IT service for the newer version.');
    END IF;
    IF current_setting('caseclock.fork', true) IS DISTINCT FROM meta.fork THEN  -- once for each session
        IF meta.fork <> fork_now() THEN
            PERFORM begin_epoch();
            SELECT * INTO meta FROM clock_meta;
        END IF;
        PERFORM set_config('caseclock.fork', meta.fork, false);
    END IF;
    PERFORM set_config('caseclock.writing', 'yes', true);
    INSERT INTO act (id, verb, summary, author, made_at, recorded_at, reason, undoes, revision, touched)
    VALUES ((said->>'id')::uuid, said->>'verb', said->>'summary', who, to_timestamp((said->>'made_at')::bigint / 1000.0),
        moment, coalesce(said->>'reason', ''), (said->>'undoes')::uuid, 0, '{}')
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND AND (SELECT author FROM act WHERE id = (said->>'id')::uuid) <> who THEN
        RETURN rejected('right', 'Not permitted.');
    END IF;
    INSERT INTO change_set (id, act_id, seq, author, made_at, recorded_at, reason, outcome, patches, epoch)
    VALUES (this, (said->>'id')::uuid, coalesce((said->>'seq')::integer, 0), who,
        to_timestamp((said->>'made_at')::bigint / 1000.0), moment, coalesce(said->>'reason', ''), 'pending', content, meta.epoch)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT author, answer INTO before FROM change_set WHERE id = this;
        RETURN CASE WHEN before.author = who AND before.answer IS NOT NULL
            THEN before.answer::jsonb || jsonb_build_object('epoch', meta.epoch)
            ELSE rejected('right', 'Not permitted.') || jsonb_build_object('epoch', meta.epoch) END;
    END IF;
    PERFORM FROM member WHERE login = who AND NOT deleted FOR SHARE;
    BEGIN
        given := carry_out(sent, this, who, moment, meta.epoch, content);
    EXCEPTION
        WHEN unique_violation THEN
            GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
            given := found_there(broken, sent->'patches');
        WHEN SQLSTATE 'CC001' THEN
            given := rejected('rule', SQLERRM);
        WHEN SQLSTATE 'CC002' OR integrity_constraint_violation OR data_exception OR case_not_found THEN
            given := rejected('shape', 'This does not fit the council''s database, so nothing of it was applied; '
                'report this with the details.') || jsonb_build_object('details', SQLSTATE);
    END;
    given := given || jsonb_build_object('epoch', meta.epoch);
    UPDATE change_set SET outcome = given->>'outcome', answer = given::text, revision = (given->>'revision')::bigint
    WHERE id = this;
    RETURN given;
END $$;
