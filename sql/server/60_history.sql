-- The chain of history: what it says of each change set, and what has been altered since.

-- The digest of every change set that was applied, as its content stands now.
CREATE OR REPLACE FUNCTION seals() RETURNS TABLE (of_set uuid, now_is bytea) LANGUAGE sql STABLE AS $$
    SELECT c.id, seal(c.id, c.act_id, c.author, c.recorded_at, a.verb, a.summary, c.reason, c.patches, coalesce(l.lines, ''))
    FROM change_set c JOIN act a ON a.id = c.act_id
    LEFT JOIN (
        SELECT set_id, string_agg(line_text(seq, on_table, row_id, case_id, field, old, new), E'\x1e' ORDER BY seq) AS lines
        FROM field_change GROUP BY set_id) l ON l.set_id = c.id
    WHERE c.outcome = 'applied'
$$;

-- Change sets whose content was erased by a disposal, which history names.
CREATE OR REPLACE FUNCTION disposed() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT jsonb_array_elements_text(content::jsonb->'sets')::uuid FROM history WHERE kind = 'disposal'
$$;

-- What does not agree: revision (null when there is none) and what is wrong with it.
CREATE OR REPLACE FUNCTION altered() RETURNS TABLE (at_revision bigint, what text) LANGUAGE sql STABLE AS $$
    WITH now_is AS MATERIALIZED (SELECT * FROM seals()),
    gone AS MATERIALIZED (SELECT disposed() AS of_set)
    SELECT h.revision, 'a change set or its field lines were altered' FROM history h LEFT JOIN now_is n ON n.of_set = h.set_id
    WHERE h.kind = 'set' AND n.now_is IS DISTINCT FROM h.digest AND h.set_id NOT IN (SELECT of_set FROM gone)
    UNION ALL
    SELECT p.revision, 'a change set of the file that was taken over, or its field lines, were altered'
    FROM history_part p LEFT JOIN now_is n ON n.of_set = p.set_id
    WHERE n.now_is IS DISTINCT FROM p.digest AND p.set_id NOT IN (SELECT of_set FROM gone)
    UNION ALL
    SELECT h.revision, 'the list of what was taken over was altered' FROM history h
    WHERE h.kind = 'adopted' AND h.content::jsonb->>'parts' IS DISTINCT FROM (
        SELECT encode(sha256(coalesce(string_agg(p.digest, '' ORDER BY p.set_id), '')), 'hex') FROM history_part p
        WHERE p.revision = h.revision)
    UNION ALL
    SELECT h.revision, 'a note in the history was altered' FROM history h
    WHERE h.kind <> 'set' AND sha256(convert_to(h.content, 'UTF8')) <> h.digest
    UNION ALL
    SELECT c.revision, 'a change set is not in the history' FROM change_set c WHERE c.outcome = 'applied'
        AND NOT EXISTS (SELECT FROM history h WHERE h.set_id = c.id) AND NOT EXISTS (SELECT FROM history_part p WHERE p.set_id = c.id)
    UNION ALL
    SELECT NULL, 'field lines belong to no change set that was applied' FROM field_change f
    WHERE NOT EXISTS (SELECT FROM change_set c WHERE c.id = f.set_id AND c.outcome = 'applied')
    ORDER BY 1 NULLS LAST
$$;

-- Seal the change sets that an embedded database brought, as one line of history.
CREATE OR REPLACE FUNCTION seal_adopted(content jsonb, step bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    rev bigint := (SELECT revision FROM clock_meta) + step;
BEGIN
    INSERT INTO history_part SELECT s.of_set, rev, s.now_is FROM seals() s
    WHERE NOT EXISTS (SELECT FROM history h WHERE h.set_id = s.of_set);
    RETURN note_in_history('adopted', (content || jsonb_build_object('parts', (
        SELECT encode(sha256(coalesce(string_agg(p.digest, '' ORDER BY p.set_id), '')), 'hex') FROM history_part p
        WHERE p.revision = rev)))::text, step);
END $$;

-- Everything recorded about a case that the caller may see, oldest first: of the tables and columns that they read.
CREATE OR REPLACE FUNCTION case_history(of_case uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    as_role text := my_role();
    of_group text := (SELECT grp FROM right_role r WHERE r.role = as_role);
BEGIN
    IF NOT EXISTS (SELECT FROM cases_seen(ARRAY[of_case])) THEN
        RETURN '[]';
    END IF;
    RETURN (SELECT coalesce(json_agg(json_build_object('when', ms(c.recorded_at), 'author', c.author, 'verb', a.verb,
            'reason', CASE WHEN of_group IN ('caseclock_member', 'caseclock_team') THEN c.reason ELSE '' END,
            'act', replace(a.id::text, '-', ''), 'set', replace(c.id::text, '-', ''), 'revision', c.revision,
            'table', f.on_table, 'row', replace(f.row_id::text, '-', ''), 'field', f.field, 'old', f.old, 'new', f.new)
            ORDER BY c.revision, f.seq), '[]')
        FROM field_change f JOIN change_set c ON c.id = f.set_id JOIN act a ON a.id = c.act_id
        JOIN right_cell r ON r.role = as_role AND r.tbl = f.on_table AND r.reads IS NOT NULL
        WHERE f.case_id = of_case AND NOT EXISTS (SELECT FROM right_without w WHERE w.grp = of_group
            AND w.tbl = f.on_table AND w.field IN (f.field, f.field || '_id')));
END $$;
