-- The group roles. They belong to the whole server, so another council's database on it shares them; none can
-- log in. A person is a login in one of them.
DO $$
DECLARE
    grp text;
BEGIN
    FOREACH grp IN ARRAY ARRAY['caseclock_owner', 'caseclock_member', 'caseclock_independent',
        'caseclock_analyst', 'caseclock_administrator', 'caseclock_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = grp) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', grp);
        END IF;
    END LOOP;
    -- The owner's functions must see every row: policies do not bind it, and nobody can be it but the installer.
    IF NOT pg_has_role(current_user, 'caseclock_owner', 'MEMBER') THEN
        EXECUTE format('GRANT caseclock_owner TO %I', current_user);
    END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS caseclock AUTHORIZATION caseclock_owner;
