-- Last of all: nobody may call anything but what is named here. By name, because what a function takes is its own file's.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA caseclock FROM PUBLIC, caseclock_member, caseclock_team, caseclock_independent,
    caseclock_analyst, caseclock_administrator, caseclock_auditor, caseclock_keeper;
REVOKE ALL ON SCHEMA caseclock FROM PUBLIC;
GRANT USAGE ON SCHEMA caseclock TO caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst,
    caseclock_administrator, caseclock_auditor, caseclock_keeper;
REVOKE ALL ON feed, wire_column FROM caseclock_analyst, caseclock_auditor;
-- What pull reads itself: ids and revisions, how a row travels, where the server stands; never content.
GRANT SELECT ON feed, wire_column TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator;
GRANT SELECT ON clock_meta TO caseclock_member, caseclock_team, caseclock_independent, caseclock_administrator, caseclock_auditor;

CREATE OR REPLACE FUNCTION let_call(names text, groups text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    called regprocedure;
    grp text;
BEGIN
    FOREACH grp IN ARRAY groups LOOP
        FOR called IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'caseclock'::regnamespace
            AND p.proowner = 'caseclock_owner'::regrole
            AND p.proname::text = ANY (regexp_split_to_array(trim(names), '\s+')) LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO caseclock_%I', called, grp);
        END LOOP;
    END LOOP;
END $$;

-- Who is asking: policies and views call these as the caller.
SELECT let_call('this_day my_role my_worker my_reading my_teams my_staff my_blocks my_blocked_cases not_blocked
    whole_council my_cases my_case_array cases_seen my_people service_of installs',
    '{member,team,independent,analyst,administrator,auditor}');

-- A laptop's: send, fetch, say how far it is, say who looks at what.
SELECT let_call('push pull head stand standing page rows_sql fetch_cases manifest checksums chain_at scope_token ms seen
    fork_now here log_opened log_exported', '{member,team,independent,administrator}');
SELECT let_call('case_history', '{member,team,independent,auditor}');

-- An auditor's and an administrator's own.
SELECT let_call('push head stand standing ms fork_now dispose person_id_of case_id_of', '{auditor}');
SELECT let_call('person_export', '{auditor,member,team}');
SELECT let_call('wipe_device person_id_of case_id_of', '{administrator}');
SELECT let_call('my_role group_of installs', '{keeper}');
DROP FUNCTION let_call(text, text[]);
