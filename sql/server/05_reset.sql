-- Functions, policies and views are made whole at every upgrade, so what an earlier version had goes first.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT policyname AS name, tablename FROM pg_policies WHERE schemaname = 'caseclock' LOOP
        EXECUTE format('DROP POLICY %I ON %I', one.name, one.tablename);
    END LOOP;
    FOR one IN SELECT viewname AS name FROM pg_views WHERE schemaname = 'caseclock' LOOP
        EXECUTE format('DROP VIEW IF EXISTS %I CASCADE', one.name);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p
        WHERE p.pronamespace = 'caseclock'::regnamespace AND p.prokind = 'f' LOOP
        EXECUTE 'DROP FUNCTION IF EXISTS ' || one.name || ' CASCADE';
    END LOOP;
END $$;
