"""Write ``sql/server/20_tables.generated.sql``: what push and pull need to know of each table.

    python sql/make_server.py

For each table: how a row travels (`form_`), the look at a row that a patch touches, with the test for
conflicts (`look_`), and the writing (`write_`). Written out because PostgreSQL then plans each statement
once per connection; the same with statements put together at run time costs several times as much.
"""

from __future__ import annotations

from pathlib import Path

from desktop.domain.schema import COMMON, FACT, Field, Kind, Table
from desktop.server.shapes import SERVER_TABLES
from desktop.server.wire import fast_sql
from desktop.store import once
from desktop.store.layout import column_of, columns_of, literal, names_of, quoted

OUT = Path(__file__).resolve().parent / "server" / "20_tables.generated.sql"
HEAD = (
    "-- Made by sql/make_server.py from the shape of the data; change that and make this file again.\n"
    "-- Called by push alone, as the owner of the tables; nobody else may execute any of it.\n\n"
)
_FIRST = ("event", "allocation", "note", "planned", "case", "person", "setting")  # what is pushed most


def made() -> str:
    """The whole file."""
    ordered = sorted(SERVER_TABLES, key=lambda table: table.name not in _FIRST)
    parts = [HEAD, _wire_columns()]
    parts += [function(table) for table in SERVER_TABLES for function in (_form, _look, _write)]
    parts += [_dispatch(ordered), _once_other(), _closes()]
    return "\n".join(parts)


def _wire_columns() -> str:
    rows = ",\n".join(
        f"({literal(table.name)}, {place}, {literal(column)}, {literal(fast_sql(table, column))})"
        for table in SERVER_TABLES
        for place, column in enumerate(columns_of(table))
    )
    return f"TRUNCATE wire_column;\nINSERT INTO wire_column (tbl, place, col, fast) VALUES\n{rows};\n"


def _own(table: Table) -> list[str]:
    return [column_of(field) for field in table.fields]


def _allowed(table: Table) -> str:
    names = [*_own(table), "deleted", *(FACT if table.fact else ())]
    return f"ARRAY[{', '.join(map(literal, names))}]"


def _form(table: Table) -> str:
    """A row as history keeps it: by the program's own names, in its own form."""
    pairs = zip(names_of(table), columns_of(table), strict=True)
    chosen = [(name, column) for name, column in pairs if name not in COMMON or name == "deleted"]
    listed = ",\n        ".join(f"{literal(name)}, {fast_sql(table, column, 't')}" for name, column in chosen)
    return f"""CREATE OR REPLACE FUNCTION form_{table.name}(t {quoted(table.name)}) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        {listed})
$$;
"""


def _codes(table: Table) -> str:
    checks = [
        f"want.{quoted(field.name)} NOT IN ({', '.join(literal(word) for word in field.codes if word)})"
        for field in table.fields
        if field.kind is Kind.CODE
    ]
    if not checks:
        return ""
    return f"""    IF {" OR ".join(checks)} THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
"""


def _named(table: Table) -> str:
    """The columns whose name in a patch is another: references."""
    pairs = [
        f"WHEN {literal(column_of(f))} THEN {literal(f.name)}" for f in table.fields if f.kind is Kind.REF
    ]
    return f"CASE k {' '.join(pairs)} ELSE k END" if pairs else "k"


def _cases(table: Table) -> str:
    """The cases whose visibility a change of a row may change."""
    if table.name == "allocation":
        return "    cases := ARRAY[cur.case_id, want.case_id];\n"
    if table.name == "person":
        return """    IF cur.restricted IS DISTINCT FROM want.restricted THEN
        cases := ARRAY(SELECT id FROM "case" WHERE person_id = want.id);
    END IF;
"""
    return ""


def _of_case(table: Table) -> str:
    if table.name == "case":
        return "want.id"
    return "want.case_id" if "case_id" in _own(table) else "NULL"


def _look(table: Table) -> str:
    name, fact = table.name, table.fact
    # Who superseded a row and when is the server's own account: only whether it stands is compared.
    standing = (
        """        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
"""
        if fact
        else ""
    )
    at = "    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;\n"
    kept = (
        "    IF NOT v ? 'superseded_at' THEN\n        want.superseded_at := cur.superseded_at;\n"
        "    ELSIF want.superseded_at IS NOT NULL THEN\n        want.superseded_at := moment;\n    END IF;\n"
    )
    recorded = "    want.recorded_at := moment;\n" if fact else ""
    own = "    want.recorded_at := cur.recorded_at;\n" if fact else ""
    return f"""CREATE OR REPLACE FUNCTION look_{name}(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur {quoted(name)};
    want {quoted(name)};
    seen {quoted(name)};
    v jsonb := coalesce(p->'values', '{{}}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - {_allowed(table)} <> '{{}}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM {quoted(name)} WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::{quoted(name)}, v);
        want.id := (p->>'row')::uuid;
{recorded}{at if fact else ""}{_codes(table)}{_cases(table)}        of_case := {_of_case(table)};
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{{}}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{{}}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
{own}{kept if fact else ""}    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
{_codes(table)}{_cases(table)}    of_case := {_of_case(table)};
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{{}}');
        seen := jsonb_populate_record(cur, o);
{standing}        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{{}}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{{}}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{{"deleted": true}}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{{"deleted": true}}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array({_named(table)}, was->({_named(table)}), new->({_named(table)}))) INTO lines
    FROM jsonb_object_keys(v) k, form_{name}(cur) was, form_{name}(want) new
    WHERE was->({_named(table)}) IS DISTINCT FROM new->({_named(table)});
END $$;
"""


def _written(field: Field, fact: bool) -> str:
    return f"w.{quoted(column_of(field))}"


def _write(table: Table) -> str:
    name, own = table.name, _own(table)
    columns = ", ".join(map(quoted, columns_of(table)))
    fact = "moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, " if table.fact else ""
    values = ", ".join(f"w.{quoted(column)}" for column in own)
    superseded = "CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END"
    targets = ", ".join(map(quoted, [*own, "deleted", *(["superseded_at"] if table.fact else [])]))
    sources = ", ".join([values, "w.deleted", *([superseded] if table.fact else [])])
    return f"""CREATE OR REPLACE FUNCTION write_{name}(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{{}}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO {quoted(name)} ({columns})
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), {fact}{values}
        FROM jsonb_populate_record(NULL::{quoted(name)}, v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{{"deleted": true}}';
    END IF;
    UPDATE {quoted(name)} t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ({targets}) =
        (SELECT {sources} FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;
"""


def _dispatch(tables: list[Table]) -> str:
    looks = "\n".join(
        f"    WHEN {literal(t.name)} THEN SELECT * INTO clash, lines, cases, of_case FROM look_{t.name}(p, same, moment);"
        for t in tables
    )
    writes = "\n".join(
        f"    WHEN {literal(t.name)} THEN RETURN write_{t.name}(p, rev, moment, who, of_set);" for t in tables
    )
    return f"""CREATE OR REPLACE FUNCTION look(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
BEGIN
    CASE p->>'table'
{looks}
    ELSE RAISE SQLSTATE 'CC002' USING MESSAGE = 'table';
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION write(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    CASE p->>'table'
{writes}
    END CASE;
END $$;
"""


def _once_other() -> str:
    """Whose row is in the way when something is there already that may be there only once."""
    branches = []
    for table in SERVER_TABLES:
        for rule in table.unique:
            name = quoted(table.name)
            same = " AND ".join(f"t.{quoted(c)} = w.{quoted(c)}" for c in once.columns(table, rule))
            counted = once.where(table, rule, "NOT deleted")
            branches.append(f"""    WHEN {literal(once.index_name(table, rule))} THEN
        RETURN QUERY SELECT {literal(table.name)}, t.id, {"t.case_id" if "case_id" in _own(table) else "NULL::uuid"},
            t.changed_by, t.changed_at, to_jsonb(t) - {_common()}, {literal(rule.sentence)}
        FROM jsonb_array_elements(patches) p
        CROSS JOIN LATERAL jsonb_populate_record((SELECT x FROM {name} x WHERE x.id = (p->>'row')::uuid), p->'values') w
        JOIN (SELECT * FROM {name} WHERE {counted}) t ON {same} AND t.id <> (p->>'row')::uuid
        WHERE p->>'table' = {literal(table.name)} LIMIT 1;""")
    return f"""CREATE OR REPLACE FUNCTION once_other(broken text, patches jsonb)
    RETURNS TABLE (tbl text, id uuid, case_id uuid, who text, moment timestamptz, fields jsonb, sentence text)
    LANGUAGE plpgsql AS $$
BEGIN
    CASE broken
{chr(10).join(branches)}
    ELSE RETURN;
    END CASE;
END $$;
"""


def _common() -> str:
    return f"ARRAY[{', '.join(map(literal, COMMON))}]"


def _closes() -> str:
    """Which patches make room for others: those that take a row out of what may be there only once."""
    names = sorted(set().union(*(once.closing_names(table) for table in SERVER_TABLES)) - {"deleted"})
    tests = " OR ".join(f"p->'values'->>{literal(name)} IS NOT NULL" for name in names)
    return f"""CREATE OR REPLACE FUNCTION turn(p jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p->>'op' = 'delete' OR p->'values'->>'deleted' = 'true' THEN 0 WHEN p->>'op' = 'insert' THEN 1
        WHEN {tests} THEN 0 ELSE 2 END
$$;
"""


def main() -> None:
    """Write the file."""
    OUT.write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
