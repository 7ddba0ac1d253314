-- Logins. A person is a login in exactly one of the five groups; what they may do comes from `member`, which is
-- changed through push. An administrator holds no power over roles of the server: these functions do, and belong
-- to a role that nobody can be, may give away the five groups and nothing else, and cannot reach a table.

RESET ROLE;
DROP FUNCTION IF EXISTS caseclock.make_login(text, text, text), caseclock.end_login(text);
SET LOCAL ROLE caseclock_owner;

CREATE OR REPLACE FUNCTION make_login(login text, role text, verifier text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    of_group text := caseclock.group_of(make_login.role);
    other text;
BEGIN
    IF caseclock.my_role() IS DISTINCT FROM 'administrator' AND NOT caseclock.installs() THEN
        RETURN 'Only an administrator may add or change logins; nothing was changed (council rule).';
    END IF;
    IF login = session_user::text THEN
        RETURN 'Nobody may change their own role; ask another administrator. Nothing was changed (council rule).';
    END IF;
    IF of_group IS NULL OR login !~ '^[a-z0-9][a-z0-9._@-]{0,62}$' OR login ~ '^(pg_|caseclock_)' THEN
        RETURN 'A login is made of small letters, digits, dots, hyphens and @, and needs a role that exists; nothing was '
            'changed.';
    END IF;
    IF verifier <> '' AND verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RETURN 'The password was not in the form in which a server may be told it; nothing was changed.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION CONNECTION LIMIT 6', login);
    ELSIF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = login
                  AND (r.rolsuper OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls)) THEN
        RETURN 'That login belongs to whoever looks after the server, so it was left alone; choose another.';
    ELSIF NOT (SELECT r.rolcanlogin FROM pg_roles r WHERE r.rolname = login) THEN
        EXECUTE format('ALTER ROLE %I LOGIN', login);
    END IF;
    FOR other IN SELECT g.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member
            WHERE m.rolname = login AND g.rolname LIKE 'caseclock\_%' AND g.rolname <> of_group LOOP
        EXECUTE format('REVOKE %I FROM %I', other, login);
        IF EXISTS (SELECT FROM pg_auth_members a WHERE a.roleid = other::regrole
                   AND a.member = (SELECT r.oid FROM pg_roles r WHERE r.rolname = login)) THEN
            RETURN 'That login was put into ' || other || ' by the server''s administrator, who must take it out first; '
                'nothing was changed.';
        END IF;
    END LOOP;
    EXECUTE format('GRANT %I TO %I', of_group, login);
    IF verifier <> '' THEN
        EXECUTE format('ALTER ROLE %I PASSWORD %L', login, verifier);
    END IF;
    RETURN '';
EXCEPTION WHEN insufficient_privilege THEN
    RETURN 'That login was not made by Caseclock, so the server''s administrator must change it; nothing was changed.';
END $$;

-- Take a login's way in away: it can no longer connect, and what it has open is cut.
CREATE OR REPLACE FUNCTION end_login(login text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    other text;
BEGIN
    IF caseclock.my_role() IS DISTINCT FROM 'administrator' AND NOT caseclock.installs() THEN
        RETURN 'Only an administrator may remove logins; nothing was changed (council rule).';
    END IF;
    FOR other IN SELECT g.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member
            WHERE m.rolname = login AND g.rolname LIKE 'caseclock\_%' LOOP
        EXECUTE format('REVOKE %I FROM %I', other, login);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = login AND NOT (r.rolsuper OR r.rolcreaterole)) THEN
        BEGIN
            EXECUTE format('ALTER ROLE %I NOLOGIN', login);
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN 'That login was not made by Caseclock: it has no place here any more, but the server''s administrator '
                'must stop it from connecting.';
        END;
        BEGIN
            PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = login AND pid <> pg_backend_pid();
        EXCEPTION WHEN insufficient_privilege THEN NULL;  -- what is open sees nothing any more anyway
        END;
    END IF;
    RETURN '';
END $$;

-- Mark a lost laptop: at its next contact it destroys its key. Every laptop of a login, or one.
CREATE OR REPLACE FUNCTION wipe_device(of_login text, of_device uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    marked integer;
BEGIN
    IF my_role() IS DISTINCT FROM 'administrator' AND NOT installs() THEN
        RAISE EXCEPTION 'only an administrator may have a laptop wiped' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE device SET wipe = true WHERE login = of_login AND (of_device IS NULL OR id = of_device);
    GET DIAGNOSTICS marked = ROW_COUNT;
    PERFORM note_in_history('wipe', jsonb_build_object('by', session_user, 'login', of_login, 'device', of_device,
        'laptops', marked)::text);
    RETURN marked;
END $$;

-- Whether the session is that of whoever installs: the owner's power, not a member's.
CREATE OR REPLACE FUNCTION installs() RETURNS boolean
LANGUAGE sql STABLE SET search_path = caseclock, pg_temp AS $$
    SELECT pg_has_role(session_user, 'caseclock_owner', 'MEMBER')
$$;

CREATE OR REPLACE FUNCTION group_of(of_role text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT grp FROM right_role WHERE role = of_role
$$;

-- Ids by reference, for whoever gives and takes access; nobody else may look references up past the policies.
CREATE OR REPLACE FUNCTION person_id_of(of_ref text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT id FROM person WHERE ref = of_ref AND NOT deleted AND (my_role() IN ('administrator', 'auditor') OR installs())
$$;
CREATE OR REPLACE FUNCTION case_id_of(of_ref text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT id FROM "case" WHERE ref = of_ref AND NOT deleted AND (my_role() IN ('administrator', 'auditor') OR installs())
$$;

-- Hand the two functions that make and end logins to the role that may.
GRANT USAGE, CREATE ON SCHEMA caseclock TO caseclock_keeper;
RESET ROLE;
REVOKE ALL ON FUNCTION caseclock.make_login(text, text, text), caseclock.end_login(text) FROM PUBLIC;
ALTER FUNCTION caseclock.make_login(text, text, text) OWNER TO caseclock_keeper;
ALTER FUNCTION caseclock.end_login(text) OWNER TO caseclock_keeper;
GRANT EXECUTE ON FUNCTION caseclock.make_login(text, text, text), caseclock.end_login(text)
    TO caseclock_administrator, caseclock_owner;
SET LOCAL ROLE caseclock_owner;
REVOKE CREATE ON SCHEMA caseclock FROM caseclock_keeper;
