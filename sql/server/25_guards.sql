-- What may never be changed, whoever asks; and that data is changed by push alone.

-- Indexes by revision are for laptops; here the feed answers that, and without them an update touches no index.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes WHERE schemaname = 'caseclock' AND indexname LIKE 'ix\_%\_revision'
        AND tablename IN (SELECT tbl FROM wire_column) LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END $$;

-- A disposal erases content and says so in the chain of history; nothing else passes.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('caseclock.disposing', true) = 'yes' AND current_user = 'caseclock_owner' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- Kept for the migration that made it; its trigger gives way to those below.
CREATE OR REPLACE FUNCTION field_change_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'field_change is append-only';
END $$;

CREATE OR REPLACE FUNCTION refuse_direct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are changed by caseclock.push alone, which checks rights and keeps history',
        TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    DROP TRIGGER IF EXISTS field_change_append_only ON field_change;
    FOREACH name IN ARRAY ARRAY['act', 'field_change', 'history', 'history_part', 'opened', 'exported', 'backup_note'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    END LOOP;
    -- A change set's answer is stored once, by the push that inserted it.
    CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON change_set
        FOR EACH ROW WHEN (OLD.outcome <> 'pending') EXECUTE FUNCTION refuse_change();
    CREATE OR REPLACE TRIGGER append_only_delete BEFORE DELETE ON change_set
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    FOREACH name IN ARRAY ARRAY['act', 'change_set', 'field_change', 'history', 'history_part', 'opened', 'exported'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()', name);
    END LOOP;
    FOR name IN SELECT DISTINCT tbl FROM wire_column LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER by_push_alone BEFORE INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH STATEMENT WHEN (current_setting(''caseclock.writing'', true) IS DISTINCT FROM ''yes'') '
            'EXECUTE FUNCTION refuse_direct()', name);
    END LOOP;
END $$;
