-- What the council owes the people whose data this is: a copy of it all, and the end of it.

CREATE OR REPLACE FUNCTION people_called(person_ref text) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = caseclock, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM person WHERE ref = person_ref
$$;

-- Everything held on a person: rows as they stand, what they were before and who changed them, who opened the
-- cases. {"outcome": "refused", "sentence"} or {"outcome": "exported", ...}. The export itself is logged first.
CREATE OR REPLACE FUNCTION person_export(person_ref text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    people uuid[] := people_called(person_ref);
    cases uuid[] := ARRAY(SELECT c.id FROM "case" c WHERE c.person_id = ANY (people));
    asks text := my_role();
    told jsonb;
BEGIN
    IF asks IS NULL OR asks NOT IN ('auditor', 'head_of_service') THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'Everything held on a person is given to an auditor or a head of service only (council rule).');
    END IF;
    IF people = '{}' OR (asks = 'head_of_service' AND (cases = '{}' OR EXISTS (
            SELECT FROM unnest(cases) c WHERE c NOT IN (SELECT cases_seen(cases))))) OR people && ARRAY(SELECT my_blocks()) THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'There is nobody of that reference whose record you may see.');
    END IF;
    INSERT INTO exported (login, device, what, row_count, with_names, exported_at, recorded_at)
    SELECT session_user, NULL, 'everything held on person ' || p, (SELECT count(*) FROM rows_of(cases, people)), true, now(), now()
    FROM unnest(people) p;
    WITH held AS MATERIALIZED (SELECT * FROM rows_of(cases, people)),
    lines AS MATERIALIZED (
        SELECT f.* FROM field_change f WHERE f.case_id = ANY (cases) OR f.row_id IN (SELECT id FROM held))
    SELECT jsonb_build_object('outcome', 'exported', 'reference', person_ref, 'by', session_user, 'at', now(),
        'rows', (SELECT coalesce(jsonb_object_agg(tbl, contents), '{}') FROM (
            SELECT tbl, jsonb_agg(content ORDER BY id) AS contents FROM held GROUP BY tbl) t),
        'history', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', s.recorded_at, 'by', s.author, 'table', f.on_table,
                'row', f.row_id, 'field', f.field, 'old', f.old::jsonb, 'new', f.new::jsonb, 'reason', s.reason)
                ORDER BY s.revision, f.seq), '[]') FROM lines f JOIN change_set s ON s.id = f.set_id),
        'recorded', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', s.recorded_at, 'by', s.author, 'verb', a.verb,
                'reason', s.reason) ORDER BY s.revision), '[]')
            FROM change_set s JOIN act a ON a.id = s.act_id WHERE s.id IN (SELECT set_id FROM held)),
        'opened', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', o.opened_at, 'by', o.login, 'case', o.case_id)
                ORDER BY o.opened_at), '[]') FROM opened o WHERE o.case_id = ANY (cases)),
        'exports', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.exported_at, 'by', e.login) ORDER BY e.exported_at), '[]')
            FROM exported e JOIN unnest(people) p ON e.what = 'everything held on person ' || p)) INTO told;
    RETURN told;
END $$;

-- Erase a person for good: rows, what they were before, what was sent about them. The chain of history keeps its
-- digests and gains a line that says by whom, why and which change sets have lost their content; the feed keeps the
-- ids, so that every laptop forgets. {"outcome": "refused", "sentence"} or {"outcome": "disposed", "rows", "revision"}.
CREATE OR REPLACE FUNCTION dispose(person_ref text, why text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    people uuid[] := people_called(person_ref);
    cases uuid[] := ARRAY(SELECT c.id FROM "case" c WHERE c.person_id = ANY (people));
    held uuid[];
    sets uuid[];
    lines jsonb;
    rev bigint;
BEGIN
    IF my_role() IS DISTINCT FROM 'auditor' THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'Only an auditor may have a person''s data erased; nothing was changed (council rule).');
    ELSIF people = '{}' OR people && ARRAY(SELECT my_blocks()) THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'There is nobody of that reference; nothing was changed.');
    ELSIF coalesce(trim(why), '') = '' THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'Say why, by the line of the retention schedule; nothing was changed.');
    ELSIF EXISTS (SELECT FROM legal_hold h WHERE h.person_id = ANY (people) AND NOT h.deleted
                  AND (h.ends_on IS NULL OR h.ends_on >= this_day())) THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'A legal hold is on this person, so nothing was erased; whoever set it must end it first (council rule).');
    ELSIF EXISTS (SELECT FROM "case" c WHERE c.id = ANY (cases) AND NOT c.deleted AND NOT EXISTS (
            SELECT FROM event e WHERE e.case_id = c.id AND e.kind IN ('ended', 'signed_off') AND NOT e.deleted
                AND e.superseded_at IS NULL)) THEN
        RETURN jsonb_build_object('outcome', 'refused', 'sentence',
            'A case of this person is still open, so nothing was erased; close it first (council rule).');
    END IF;
    PERFORM set_config('caseclock.writing', 'yes', true), set_config('caseclock.disposing', 'yes', true);
    SET CONSTRAINTS ALL DEFERRED;
    -- In the order in which push locks: rows first, the counter last.
    PERFORM FROM person WHERE id = ANY (people) FOR UPDATE;
    PERFORM FROM "case" WHERE id = ANY (cases) FOR UPDATE;
    SELECT array_agg(r.id), jsonb_agg(DISTINCT jsonb_build_array(r.tbl, r.id)) INTO held, lines FROM rows_of(cases, people) r;
    SELECT array_agg(DISTINCT s) INTO sets FROM (
        SELECT r.set_id AS s FROM rows_of(cases, people) r
        UNION SELECT f.set_id FROM field_change f WHERE f.row_id = ANY (held) OR f.case_id = ANY (cases)
        UNION SELECT c.id FROM change_set c WHERE c.patches <> '' AND jsonb_path_exists(c.patches::jsonb,
            '$.patches[*] ? (@.row == $ids[*] || @.values.case_id == $ids[*] || @.values.person_id == $ids[*])',
            jsonb_build_object('ids', to_jsonb(held)))) found;
    PERFORM erase_rows_of(cases, people);
    UPDATE field_change f SET old = NULL, new = NULL WHERE f.row_id = ANY (held) OR f.case_id = ANY (cases);
    UPDATE change_set c SET reason = '', answer = CASE WHEN c.answer::jsonb ->> 'outcome' = 'conflict'
            THEN (c.answer::jsonb || '{"fields": {}}')::text ELSE c.answer END,
        patches = CASE WHEN c.patches <> '' THEN jsonb_build_object('disposed', true, 'patches', coalesce((
            SELECT jsonb_agg(p) FROM jsonb_array_elements(c.patches::jsonb -> 'patches') p
            WHERE NOT coalesce((p ->> 'row')::uuid = ANY (held) OR (p -> 'values' ->> 'case_id')::uuid = ANY (cases)
                OR (p -> 'values' ->> 'person_id')::uuid = ANY (people), false)), '[]'))::text ELSE c.patches END
    WHERE c.id = ANY (sets);
    UPDATE act a SET reason = '' WHERE a.id IN (SELECT act_id FROM change_set WHERE id = ANY (sets));
    DELETE FROM presence WHERE case_id = ANY (cases);
    INSERT INTO exported (login, device, what, row_count, with_names, exported_at, recorded_at)
    VALUES (session_user, NULL, 'disposal', array_length(held, 1), false, now(), now());
    rev := note_in_history('disposal', jsonb_build_object('by', session_user, 'at', now(), 'why', why,
        'rows', array_length(held, 1), 'sets', to_jsonb(sets))::text);
    INSERT INTO feed (tbl, row_id, revision) SELECT l ->> 0, (l ->> 1)::uuid, rev FROM jsonb_array_elements(lines) l
    ON CONFLICT (tbl, row_id) DO UPDATE SET revision = excluded.revision;
    RETURN jsonb_build_object('outcome', 'disposed', 'rows', array_length(held, 1), 'revision', rev);
END $$;
