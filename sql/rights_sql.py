"""What PostgreSQL is told of ``resources/rights.toml``: ``60_rights.generated.sql``.

In order: the rights as rows, the functions of ``rights.in.sql`` with their shared text filled in, what a row
was before a change, policies, column grants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.domain.schema import SHAPES, Kind, Table
from desktop.server.rights import Rights, TableRights
from desktop.server.shapes import ADMIN, SERVER_SHAPES
from desktop.store.layout import column_of, columns_of, literal, quoted

FRAME = Path(__file__).resolve().parent / "server" / "rights.in.sql"
HEAD = (
    "-- Made by sql/make_rights.py from resources/rights.toml and sql/server/rights.in.sql; change those\n"
    "-- and make this file again. Run whole at every upgrade, by the owner of schema caseclock.\n\n"
)
TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
MEMBER = (
    "member m JOIN right_role r ON r.role = m.role\n"
    "    WHERE m.login = session_user::text AND NOT m.deleted\n"
    f"      AND (m.starts_on IS NULL OR m.starts_on <= {TODAY})\n"
    f"      AND (m.ends_on IS NULL OR m.ends_on >= {TODAY})\n"
    "    ORDER BY m.changed_at DESC LIMIT 1"
)
OPEN = """
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut))"""
KEPT = f"{TODAY} - make_interval(months => me.keep_months)"
WRITTEN = f"{TODAY} - me.write_days"
CASES = (  # name, since when one's own allocation may have ended, which cases are looked at, what it is
    ("my_cases()", KEPT, "", "Every case that the caller may see now."),
    ("cases_seen(ids uuid[])", KEPT, "AND c.id = ANY (ids)", "Of some cases those that the caller may see."),
    (
        "cases_to_change(ids uuid[])",
        WRITTEN,
        "AND c.id = ANY (ids)",
        "Of some cases those that the caller may change.",
    ),
)
INDEXES = (
    'case_team ON "case" (team_id)',
    'case_person ON "case" (person_id)',
    "case_dols ON \"case\" (id) WHERE kind = 'dols'",
    "allocation_worker ON allocation (worker_id) WHERE NOT deleted AND superseded_at IS NULL",
    "person_restricted ON person (id) WHERE restricted",
    "person_family ON person (family) WHERE family <> ''",
    "posting_manager ON posting (manager_id)",
    "worker_team ON worker (team_id)",
)
# Roles that see a tenth of the cases or less look them up by index; for those who see many a hashed list is
# better, and a list as one value would be searched from end to end for every row.
FEW = ("caseclock_team", "caseclock_independent", "caseclock_auditor")
MANY_CASES = "case_id IN (SELECT caseclock.my_cases())"
FEW_CASES = "case_id = ANY ((SELECT caseclock.my_case_array())::uuid[])"
_RESTRICTIVE = "(SELECT caseclock.not_blocked()) OR "


def script(rights: Rights) -> str:
    """The whole script."""
    parts = [
        HEAD + "SET LOCAL search_path = caseclock, pg_temp;\n",
        _data(rights),
        _functions(),
        _row_before(rights),
    ]
    parts += [_of_people(), _indexes(), _policies(rights), _grants(rights)]
    return "\n".join(parts)


def _data(rights: Rights) -> str:
    roles = [(r.name, r.title, r.group, r.cases, r.keep_months, r.write_days) for r in rights.roles.values()]
    cells = [
        (role, table.name, table.read.get(role), table.write.get(role), table.words)
        for table in rights.tables.values()
        for role in rights.roles
    ]
    limits = [
        (role, limit.table, limit.field, limit.never, limit.only, limit.why)
        for limit in rights.limits
        for role in limit.roles
    ]
    hidden = [
        (group, table, column)
        for group in rights.groups()
        for table in rights.tables
        for column in columns_of(SERVER_SHAPES[table])
        if (readable := rights.readable(group, table)) and column not in readable
    ]
    return "\n".join(
        [
            "DROP TABLE IF EXISTS right_role, right_cell, right_limit, right_without, right_version;",
            "CREATE TABLE right_version (version integer NOT NULL);",
            "CREATE TABLE right_role (role text PRIMARY KEY, title text NOT NULL, grp text NOT NULL,",
            "    cases text NOT NULL, keep_months integer NOT NULL, write_days integer NOT NULL);",
            "CREATE TABLE right_cell (role text NOT NULL, tbl text NOT NULL, reads text, writes text,",
            "    words text NOT NULL, PRIMARY KEY (role, tbl));",
            "CREATE TABLE right_limit (role text NOT NULL, tbl text NOT NULL, field text NOT NULL,",
            "    never text[] NOT NULL, only_these text[] NOT NULL, why text NOT NULL);",
            "CREATE TABLE right_without (grp text NOT NULL, tbl text NOT NULL, field text NOT NULL,",
            "    PRIMARY KEY (grp, tbl, field));",
            f"INSERT INTO right_version VALUES ({rights.version});",
            _insert("right_role", roles),
            _insert("right_cell", cells),
            _insert("right_limit", limits),
            _insert("right_without", hidden),
            "",
        ]
    )


def _insert(table: str, rows: Sequence[tuple[object, ...]]) -> str:
    values = ",\n".join("    (" + ", ".join(map(_value, row)) + ")" for row in rows)
    return f"INSERT INTO {table} VALUES\n{values};"


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, tuple):
        return "ARRAY[" + ", ".join(map(_value, value)) + "]::text[]"
    return literal(value)  # type: ignore[arg-type]


def _functions() -> str:
    text = FRAME.read_text(encoding="utf-8")
    start, end = text.index("-- {CASES}\n"), text.index("-- {END}\n")
    body = text[start:end].removeprefix("-- {CASES}\n")
    made = [
        f"-- {about}\n" + body.replace("{NAME}", name).replace("{SINCE}", since).replace("{AMONG}", among)
        for name, since, among, about in CASES
    ]
    text = text[:start] + "".join(made) + text[end:].removeprefix("-- {END}\n")
    return text.replace("{OPEN}", OPEN).replace("{MEMBER}", MEMBER).replace("{TODAY}", TODAY)


def _row_before(rights: Rights) -> str:
    lines = [
        "-- What the rights of a change hang on, in the row as it is; NULL when there is none.",
        "CREATE OR REPLACE FUNCTION caseclock.row_before(tbl text, row_id uuid) RETURNS jsonb",
        "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$",
        "DECLARE was jsonb;",
        "BEGIN",
        "    CASE tbl",
    ]
    for table in rights.tables.values():
        pairs = ", ".join(f"'{name}', {quoted(name)}" for name in _looked_at(rights, table))
        select = f"SELECT jsonb_build_object({pairs}) INTO was FROM {quoted(table.name)} WHERE id = row_id;"
        lines += [f"        WHEN '{table.name}' THEN", f"            {select}"]
    lines += ["        ELSE was := NULL;", "    END CASE;", "    RETURN was;", "END $$;"]
    return "\n".join([*lines, ""])


def _of_people() -> str:
    """Every row about some cases and people, and the removing of them: an export and a disposal use these."""
    chosen = [(name, where) for name, shape in SERVER_SHAPES.items() if (where := _about(name, shape))]
    selects = "\n    UNION ALL ".join(
        f"SELECT '{name}', t.id, t.set_id, to_jsonb(t) FROM {quoted(name)} t WHERE {where}"
        for name, where in chosen
    )
    deletes = "\n    ".join(f"DELETE FROM {quoted(name)} t WHERE {where};" for name, where in chosen)
    return f"""-- Every row about some cases and people.
CREATE OR REPLACE FUNCTION caseclock.rows_of(cases uuid[], people uuid[])
RETURNS TABLE (tbl text, id uuid, set_id uuid, content jsonb)
LANGUAGE sql STABLE SET search_path = caseclock, pg_temp AS $$
    {selects}
$$;

-- Remove them for good.
CREATE OR REPLACE FUNCTION caseclock.erase_rows_of(cases uuid[], people uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = caseclock, pg_temp AS $$
BEGIN
    {deletes}
END $$;
"""


def _about(name: str, shape: Table) -> str:
    tests = ["t.id = ANY (cases)"] if name == "case" else ["t.id = ANY (people)"] if name == "person" else []
    plural = {"case": "cases", "person": "people"}
    tests += [f"t.{column_of(f)} = ANY ({plural[f.to]})" for f in shape.fields if f.to in plural]
    return " OR ".join(tests)


def _looked_at(rights: Rights, table: TableRights) -> list[str]:
    limited = {limit.field for limit in rights.limits if limit.table == table.name}
    wanted = {"case_id", "person_id", "other_id", "worker_id", "team_id", "login", "role", "kind", *limited}
    if "end_own" in table.write.values():
        wanted |= {"ended_on", "superseded_at"}
    return ["id", *(column for column in columns_of(SERVER_SHAPES[table.name]) if column in wanted)]


def _indexes() -> str:
    return "".join(f"CREATE INDEX IF NOT EXISTS rights_{index};\n" for index in INDEXES)


def _policies(rights: Rights) -> str:
    lines = [
        "DO $$ DECLARE each record; BEGIN",
        "    FOR each IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'caseclock' LOOP",
        "        EXECUTE format('DROP POLICY %I ON caseclock.%I', each.policyname, each.tablename);",
        "    END LOOP;",
        "END $$;",
    ]
    for table in rights.tables.values():
        name = quoted(table.name)
        lines += [f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"]
        readers = [group for group in rights.groups() if rights.readable(group, table.name)]
        scope = _scope(rights, table)
        few = [group for group in readers if group in FEW and scope == MANY_CASES]
        for label, groups, using in (
            ("scope", [group for group in readers if group not in few], scope),
            ("scope_of_few", few, FEW_CASES),
        ):
            if groups:
                listed = ", ".join(groups)
                lines += [f"CREATE POLICY {label} ON {name} FOR SELECT TO {listed} USING ({using});"]
        deny = _deny(rights, table)
        if deny:
            lines += [f"CREATE POLICY never ON {name} AS RESTRICTIVE FOR SELECT USING ({deny});"]
    return "\n".join([*lines, ""])


def _scope(rights: Rights, table: TableRights) -> str:
    kinds = dict.fromkeys(table.read.values())
    groups = {rights.roles[role].group for role in table.read}
    everybody = all(name in table.read for name, role in rights.roles.items() if role.group in groups)
    if len(kinds) == 1 and everybody and next(iter(kinds)) in ("case", "person"):
        return _rows(rights, table, next(iter(kinds)))
    reading = f"(SELECT caseclock.my_reading('{table.name}'))"
    return "\n    OR ".join(
        f"{reading} = '{kind}'" + (f" AND ({rows})" if (rows := _rows(rights, table, kind)) != "true" else "")
        for kind in kinds
    )


def _rows(rights: Rights, table: TableRights, kind: str) -> str:
    columns = columns_of(SERVER_SHAPES[table.name])
    case = "id" if table.name == "case" else "case_id"
    worker = "id" if table.name == "worker" else "worker_id"
    if kind == "case":
        return f"{case} IN (SELECT caseclock.my_cases())"
    if kind == "person":
        named = [column for column in columns if column in ("person_id", "other_id")] or ["id"]
        return " AND ".join(f"{column} IN (SELECT caseclock.my_people())" for column in named)
    if kind == "team":
        return f"{worker} IN (SELECT caseclock.my_staff())"
    if kind == "own":
        return f"{worker} = (SELECT caseclock.my_worker())"
    if kind == "importer":
        mine = "case_id IS NULL AND changed_by = session_user::text"
        return f"case_id IN (SELECT caseclock.my_cases()) OR ({mine})"
    if kind == "publisher":
        return "changed_by = session_user::text OR (SELECT caseclock.whole_council())"
    return "true"


def _deny(rights: Rights, table: TableRights) -> str:
    """What beats every grant: nothing of a person whom the caller may never see."""
    columns = columns_of(SERVER_SHAPES[table.name])
    if SERVER_SHAPES[table.name] in ADMIN:
        return ""
    if table.name == "case":
        return _RESTRICTIVE + "person_id NOT IN (SELECT caseclock.my_blocks())"
    if table.name == "person":
        return _RESTRICTIVE + "id NOT IN (SELECT caseclock.my_blocks())"
    if "case_id" in columns:
        return _RESTRICTIVE + "case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases())"
    people = [column for column in columns if column in ("person_id", "other_id")]
    tests = [f"({column} IS NULL OR {column} NOT IN (SELECT caseclock.my_blocks()))" for column in people]
    return _RESTRICTIVE + "(" + " AND ".join(tests) + ")" if tests else ""


def _grants(rights: Rights) -> str:
    lines = list(_column_grants(rights))
    lines += list(_without_statistics())
    return "\n".join([*lines, ""])


def _column_grants(rights: Rights) -> Iterator[str]:
    groups = ", ".join(rights.groups())
    for name in rights.tables:
        yield f"REVOKE ALL ON {quoted(name)} FROM PUBLIC, {groups};"
        for group in rights.groups():
            columns = ", ".join(map(quoted, rights.readable(group, name)))
            if columns:
                yield f"GRANT SELECT ({columns}) ON {quoted(name)} TO {group};"


def _without_statistics() -> Iterator[str]:
    """No statistics of words and birthdays: the planner's row estimates would tell of rows out of scope."""
    yield "-- Row estimates in EXPLAIN come from statistics over all rows, whoever asks."
    for name, shape in SHAPES.items():
        fields = [f for f in shape.fields if f.kind is Kind.TEXT or (name, f.name) == ("person", "born_on")]
        changes = ", ".join(f"ALTER {quoted(column_of(field))} SET STATISTICS 0" for field in fields)
        if changes:
            yield f"ALTER TABLE {quoted(name)} {changes};"
