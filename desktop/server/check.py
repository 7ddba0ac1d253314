"""Whether a shared database is as it must be: run after every upgrade, and whenever somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.errors import KnownError
from desktop.server.connect import SCHEMA
from desktop.server.shapes import SERVER_TABLES
from desktop.store.layout import quoted

if TYPE_CHECKING:
    import psycopg

_APPEND_ONLY = (
    "act",
    "change_set",
    "field_change",
    "history",
    "history_part",
    "opened",
    "exported",
    "backup_note",
)
_CALLS = ("push", "pull", "head", "seen", "here", "fetch_cases", "manifest", "checksums", "chain_at")

# Each query gives the names of what is wrong; the sentence says what that means.
_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "SELECT grantee || ' on ' || table_name FROM information_schema.role_table_grants "
        "WHERE table_schema = 'caseclock' AND privilege_type <> 'SELECT' AND grantee <> 'caseclock_owner' "
        "AND grantee NOT IN (SELECT rolname FROM pg_roles WHERE rolsuper)",
        "somebody may write tables directly, past push",
    ),
    (
        "SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'caseclock'::regnamespace "
        "AND has_function_privilege('public', p.oid, 'EXECUTE')",
        "functions may be called by everybody",
    ),
    (
        "SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'caseclock'::regnamespace "
        "AND p.prosecdef AND NOT coalesce(p.proconfig::text LIKE '%search_path=caseclock, pg_temp%', false)",
        "functions with the owner's rights have no fixed search_path",
    ),
    (
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'caseclock'::regnamespace "
        "AND relkind IN ('r', 'v') AND relowner <> 'caseclock_owner'::regrole",
        "tables do not belong to caseclock_owner",
    ),
    (
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'caseclock'::regnamespace "
        "AND c.relkind = 'v' AND c.relname LIKE 'rpt\\_%' "
        "AND NOT coalesce(c.reloptions::text LIKE '%security_invoker=true%', false)",
        "reporting views show more than their reader may see",
    ),
    (
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'caseclock\\_%' "
        "AND (rolcanlogin OR rolsuper OR rolbypassrls)",
        "group roles can log in or pass by the policies",
    ),
    (
        "SELECT p FROM unnest(ARRAY['CREATE', 'TEMPORARY']) p "
        "WHERE has_database_privilege('public', current_database(), p)",
        "anybody may make objects of their own, which could be named like ours",
    ),
    (  # a superuser can mend it; see 00_roles.sql
        "SELECT p.proname::text FROM pg_proc p JOIN pg_roles r ON r.rolname = session_user AND r.rolsuper "
        "WHERE p.proleakproof AND p.pronamespace = 'pg_catalog'::regnamespace "
        "AND NOT 'uuid'::regtype = ANY (p.proargtypes::oid[])",
        "conditions of a caller's are looked at before the policies",
    ),
)


def findings(raw: psycopg.Connection[Any]) -> list[str]:
    """What is not as it must be, each in a few words; empty when all is well."""
    missing = _missing_tables(raw)
    if missing:
        return [f"tables are missing: {', '.join(missing)}"]
    found = [*_differences(raw), *_unprotected(raw), *_missing_calls(raw)]
    for query, meaning in _QUESTIONS:
        names = sorted({str(name) for (name,) in raw.execute(query)})
        if names:
            found.append(f"{meaning}: {', '.join(names[:5])}")
    return found


def refuse_findings(raw: psycopg.Connection[Any]) -> None:
    """Refuse to leave a database that is not as it must be.

    Raises:
        KnownError: naming the first finding, all of them in its details.
    """
    found = findings(raw)
    if found:
        raise KnownError(
            f"The shared database is not as it must be: {found[0]}. Run caseclock server upgrade, and if "
            "that does not mend it, report this.",
            details="; ".join(found),
        )


def _missing_tables(raw: psycopg.Connection[Any]) -> list[str]:
    wanted = [*(table.name for table in SERVER_TABLES), *_APPEND_ONLY, "feed", "clock_meta", "device"]
    query = "SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'"
    there = {name for (name,) in raw.execute(query, (SCHEMA,))}
    return sorted(set(wanted) - there)


def _differences(raw: psycopg.Connection[Any]) -> list[str]:
    """Columns that the shape of the data has and a table has not, or the other way round."""
    query = (
        "SELECT table_name::text, array_agg(column_name::text) FROM information_schema.columns "
        "WHERE table_schema = %s GROUP BY table_name"
    )
    from desktop.store.layout import columns_of

    there = {name: set(columns) for name, columns in raw.execute(query, (SCHEMA,))}
    wrong = [
        f"{table.name}.{column}"
        for table in SERVER_TABLES
        for column in sorted(set(columns_of(table)) ^ there[table.name])
    ]
    return [f"columns differ from the shape of the data: {', '.join(wrong[:5])}"] if wrong else []


def _unprotected(raw: psycopg.Connection[Any]) -> list[str]:
    query = (
        "SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r' "
        "AND NOT relrowsecurity AND relname::text = ANY (%s)"
    )
    names = [table.name for table in SERVER_TABLES]
    bare = [name for (name,) in raw.execute(query, (SCHEMA, names))]
    found = [f"tables have no policies: {', '.join(sorted(bare)[:5])}"] if bare else []
    guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s AND tgenabled = 'O'"
    for trigger, wanted in (("append_only", _APPEND_ONLY), ("by_push_alone", names)):
        there = {name.removeprefix(f"{SCHEMA}.").strip('"') for (name,) in raw.execute(guarded, (trigger,))}
        if lacking := sorted(set(wanted) - there):
            found.append(f"tables have lost their guard {trigger}: {', '.join(lacking[:5])}")
    return found


def _missing_calls(raw: psycopg.Connection[Any]) -> list[str]:
    query = "SELECT proname::text FROM pg_proc WHERE pronamespace = to_regnamespace(%s)"
    there = {name for (name,) in raw.execute(query, (SCHEMA,))}
    lacking = sorted(set(_CALLS) - there)
    return [f"functions are missing: {', '.join(lacking)}"] if lacking else []


def unfed(raw: psycopg.Connection[Any]) -> dict[str, int]:
    """Table -> rows that laptops never hear of, because the feed does not name their revision."""
    found = {}
    for table in SERVER_TABLES:
        query = (
            f"SELECT count(*) FROM {quoted(table.name)} t WHERE NOT EXISTS (SELECT FROM feed f "
            "WHERE f.tbl = %s AND f.row_id = t.id AND f.revision >= t.revision)"
        )
        row = raw.execute(query, (table.name,)).fetchone()
        if row and row[0]:
            found[table.name] = int(row[0])
    return found
