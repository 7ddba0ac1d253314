-- What a laptop may call, and nothing else: every other function is for policies or for the owner alone.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA caseclock FROM PUBLIC;
REVOKE ALL ON SCHEMA caseclock FROM PUBLIC;
DO $$
DECLARE
    call text;
    grp text;
BEGIN
    FOREACH grp IN ARRAY ARRAY['caseclock_member', 'caseclock_independent', 'caseclock_analyst', 'caseclock_administrator',
        'caseclock_auditor'] LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA caseclock TO %I', grp);
        FOREACH call IN ARRAY ARRAY['push(jsonb)', 'pull(bigint, text, uuid, integer, text, uuid)', 'page(bigint, text, uuid, integer)',
            'head(text, uuid)', 'standing(text, uuid, bigint)', 'rows_sql(text, text)', 'fetch_cases(uuid[])',
            'manifest(text, uuid, integer)', 'checksums()', 'chain_at(bigint)', 'seen(uuid, bigint, uuid, text, text)',
            'here(uuid, uuid)', 'case_history(uuid)', 'log_opened(jsonb)', 'log_exported(jsonb)', 'fork_now()', 'ms(timestamptz)'] LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', call, grp);
        END LOOP;
        EXECUTE format('GRANT SELECT ON feed, wire_column TO %I', grp);
    END LOOP;
END $$;
