-- The group roles. They belong to the whole server, so another council's database on it shares them; none can
-- log in. A person is a login in one of them.
DO $$
DECLARE
    grp text;
BEGIN
    FOREACH grp IN ARRAY ARRAY['caseclock_owner', 'caseclock_member', 'caseclock_team', 'caseclock_independent',
        'caseclock_analyst', 'caseclock_administrator', 'caseclock_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = grp) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', grp);
        END IF;
    END LOOP;
    -- Makes and ends logins and may give them the five groups; see 63_people.sql. Nobody can be it.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'caseclock_keeper') THEN
        CREATE ROLE caseclock_keeper NOLOGIN CREATEROLE;
    END IF;
    FOREACH grp IN ARRAY ARRAY['caseclock_member', 'caseclock_team', 'caseclock_independent', 'caseclock_analyst',
        'caseclock_administrator', 'caseclock_auditor'] LOOP
        EXECUTE format('GRANT %I TO caseclock_keeper WITH ADMIN OPTION', grp);
    END LOOP;
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        GRANT pg_signal_backend TO caseclock_keeper;  -- to cut what a leaver has open
    END IF;
    -- No tables of one's own, not even temporary ones: nothing that could be named like one of ours.
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    -- The owner's functions must see every row: policies do not bind it, and nobody can be it but the installer.
    IF NOT pg_has_role(current_user, 'caseclock_owner', 'MEMBER') THEN
        EXECUTE format('GRANT caseclock_owner TO %I', current_user);
    END IF;
END $$;

-- PostgreSQL evaluates a condition of the caller's before a policy where its operator is marked as leaking nothing, and
-- EXPLAIN ANALYZE then shows whether any row, also a hidden one, met it: word by word and bit by bit a hidden record
-- could be read. Without the mark the policy comes first. Ids keep it (reading by id needs the index). A server whose
-- administrator is no superuser cannot be told this: `caseclock server check` says so.
DO $$
DECLARE
    fn regprocedure;
BEGIN
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        FOR fn IN SELECT oid FROM pg_proc WHERE proleakproof AND pronamespace = 'pg_catalog'::regnamespace
            AND NOT 'uuid'::regtype = ANY (proargtypes::oid[]) LOOP
            EXECUTE format('ALTER FUNCTION %s NOT LEAKPROOF', fn);
        END LOOP;
    END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS caseclock AUTHORIZATION caseclock_owner;
