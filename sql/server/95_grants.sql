-- Last of all: nobody may call anything but what is named here.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA caseclock FROM PUBLIC, caseclock_member, caseclock_independent,
    caseclock_analyst, caseclock_administrator, caseclock_auditor, caseclock_keeper;
REVOKE ALL ON SCHEMA caseclock FROM PUBLIC;
GRANT USAGE ON SCHEMA caseclock TO caseclock_member, caseclock_independent, caseclock_analyst,
    caseclock_administrator, caseclock_auditor, caseclock_keeper;

-- Who is asking: policies and views call these as the caller.
GRANT EXECUTE ON FUNCTION this_day(), my_role(), my_worker(), my_reading(text), my_teams(), my_staff(), my_blocks(),
    my_blocked_cases(), not_blocked(), whole_council(), my_cases(), cases_seen(uuid[]), my_people(), service_of(text)
    TO caseclock_member, caseclock_independent, caseclock_analyst, caseclock_administrator, caseclock_auditor;

-- A laptop's: send, fetch, say how far it is, say who looks at what.
GRANT EXECUTE ON FUNCTION push(jsonb), pull(bigint, text, uuid, integer, text, uuid), head(text, uuid),
    standing(text, uuid, bigint), page(bigint, text, uuid, integer), rows_sql(text, text), fetch_cases(uuid[]),
    manifest(text, uuid, integer), checksums(), chain_at(bigint), scope_token(), ms(timestamptz),
    seen(uuid, bigint, uuid, text, text), fork_now(), here(uuid, uuid), log_opened(jsonb), log_exported(jsonb)
    TO caseclock_member, caseclock_independent, caseclock_administrator;
GRANT EXECUTE ON FUNCTION case_history(uuid) TO caseclock_member, caseclock_independent, caseclock_auditor;

REVOKE ALL ON feed, wire_column FROM caseclock_analyst, caseclock_auditor;

-- An auditor's and an administrator's own.
GRANT EXECUTE ON FUNCTION push(jsonb), head(text, uuid), standing(text, uuid, bigint), ms(timestamptz) TO caseclock_auditor;
GRANT EXECUTE ON FUNCTION dispose(text, text) TO caseclock_auditor;
GRANT EXECUTE ON FUNCTION person_export(text) TO caseclock_auditor, caseclock_member;
GRANT EXECUTE ON FUNCTION wipe_device(text, uuid) TO caseclock_administrator;
GRANT EXECUTE ON FUNCTION person_id_of(text), case_id_of(text), installs()
    TO caseclock_administrator, caseclock_auditor;
GRANT EXECUTE ON FUNCTION my_role(), group_of(text), installs() TO caseclock_keeper;
