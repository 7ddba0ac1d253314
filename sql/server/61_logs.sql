-- Who did what: each reads their own; an auditor who and when, without values. A case's history is asked of
-- case_history. The chain's digests hold no content.

DO $$
DECLARE
    each text;
BEGIN
    FOREACH each IN ARRAY ARRAY['act', 'change_set', 'field_change', 'history', 'history_part', 'device', 'presence',
        'opened', 'exported', 'backup_note', 'feed', 'wire_column', 'clock_meta', 'meta', 'cache', 'right_version',
        'right_role', 'right_cell', 'right_limit', 'right_without'] LOOP
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, '
            'caseclock_administrator, caseclock_auditor', each);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each);
    END LOOP;
END $$;

-- Ids and revisions for whoever has a laptop. No policy: it would keep the index from being used (see 00_roles.sql).
ALTER TABLE feed DISABLE ROW LEVEL SECURITY;
ALTER TABLE wire_column DISABLE ROW LEVEL SECURITY;
ALTER TABLE clock_meta DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON feed, wire_column TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator;

CREATE POLICY mine ON act FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator
    USING (author = session_user::text AND (SELECT caseclock.my_role()) IS NOT NULL);
CREATE POLICY audit ON act FOR SELECT TO caseclock_auditor USING ((SELECT caseclock.my_role()) = 'auditor');
GRANT SELECT (id, verb, summary, author, made_at, recorded_at, reason, undoes, revision) ON act
    TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator;
GRANT SELECT (id, verb, author, made_at, recorded_at, undoes, revision) ON act TO caseclock_auditor;

CREATE POLICY mine ON change_set FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator
    USING (author = session_user::text AND (SELECT caseclock.my_role()) IS NOT NULL);
CREATE POLICY audit ON change_set FOR SELECT TO caseclock_auditor USING ((SELECT caseclock.my_role()) = 'auditor');
GRANT SELECT (id, act_id, seq, author, made_at, recorded_at, reason, outcome, epoch, revision) ON change_set
    TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator;
GRANT SELECT (id, act_id, seq, author, made_at, recorded_at, outcome, epoch, revision) ON change_set
    TO caseclock_auditor;

CREATE POLICY audit ON field_change FOR SELECT TO caseclock_auditor USING ((SELECT caseclock.my_role()) = 'auditor');
GRANT SELECT (set_id, seq, on_table, row_id, case_id, field) ON field_change TO caseclock_auditor;

DO $$
DECLARE
    each text;
BEGIN
    FOREACH each IN ARRAY ARRAY['history', 'device', 'backup_note'] LOOP
        EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO caseclock_auditor, caseclock_administrator '
            'USING ((SELECT caseclock.my_role()) IN (''auditor'', ''administrator''))', each);
        EXECUTE format('GRANT SELECT ON %I TO caseclock_auditor, caseclock_administrator', each);
    END LOOP;
    FOREACH each IN ARRAY ARRAY['opened', 'exported'] LOOP
        EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO caseclock_auditor '
            'USING ((SELECT caseclock.my_role()) = ''auditor'')', each);
        EXECUTE format('GRANT SELECT ON %I TO caseclock_auditor', each);
    END LOOP;
END $$;
