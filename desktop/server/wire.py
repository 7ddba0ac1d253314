"""What travels between a laptop and the shared database, and its form at either end.

Three forms of a value: the *program's* (day numbers, 1/0/None, ids as 32 hex digits; what patches hold),
the server's *native* one in push and its answers (ISO dates, true/false, hyphenated ids), and the *fast*
one in which rows come (the program's, made by the server). In every form what is absent is null or left
out. Fields are called by SQL's names (``case_id``) where they travel and by the program's in patches.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from desktop import __version__
from desktop.domain import days
from desktop.domain.changes import Act, ChangeSet, Patch
from desktop.domain.schema import Field, Kind, Table
from desktop.server.shapes import SERVER_SHAPES
from desktop.store import layout
from desktop.store.layout import absent, column_of, columns_of, quoted

if TYPE_CHECKING:
    import psycopg

_UTC_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_COMMON_KINDS = {
    "id": Kind.REF,
    "set_id": Kind.REF,
    "deleted": Kind.FLAG,
    "changed_at": Kind.INSTANT,
    "recorded_at": Kind.INSTANT,
    "superseded_at": Kind.INSTANT,
    "version": Kind.INT,
    "revision": Kind.INT,
}


def kind_of(table: Table, column: str) -> Kind:
    """What a column of a table holds."""
    if column in _COMMON_KINDS:
        return _COMMON_KINDS[column]
    return next((field.kind for field in table.fields if column_of(field) == column), Kind.TEXT)


# ---- to the server ---------------------------------------------------------------------------------


def change_set(
    act: Act, change: ChangeSet, at: int, *, device: str, epoch: str = "", sources: bool = True
) -> dict[str, Any]:
    """One change set as `push` takes it.

    Args:
        act: the act that it is a part of.
        change: the set; rows that came by column are sent as inserts.
        at: its place in the act.
        device: this laptop's id.
        epoch: the server's history in which the versions of its patches were seen, "" when not known.
        sources: whether places in imported files are sent too.
    """
    patches = merged([*unrolled(change), *change.patches])
    return {
        "id": native_id(change.id),
        "act": {
            "id": native_id(act.id),
            "verb": _clean(act.verb),
            "summary": _clean(act.summary),
            "made_at": act.made_at,
            "reason": _clean(act.reason),
            "undoes": native_id(act.undoes) if act.undoes else None,
            "seq": at,
        },
        "device": native_id(device),
        "epoch": native_id(epoch) if epoch else None,
        "client": __version__,
        "schema": f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}",
        "patches": [patch_out(patch, source=sources) for patch in patches],
    }


def unrolled(change: ChangeSet) -> Iterable[Patch]:
    """The rows of a change set that came by column, as inserts."""
    for rows in change.rows:
        for at, row in enumerate(rows.ids):
            values = {name: column[at] for name, column in rows.columns.items()}
            place = rows.source[at] if rows.source else ""
            yield Patch(rows.table, row, "insert", values, source=place)


def merged(patches: Iterable[Patch]) -> list[Patch]:
    """At most one patch for each row: what a change set does to a row in several steps, as one."""
    found: dict[tuple[str, str], Patch] = {}
    for patch in patches:
        key = (patch.table, patch.row)
        found[key] = _both(found[key], patch) if key in found else patch
    return list(found.values())


def _both(first: Patch, then: Patch) -> Patch:
    values = {**first.values, **then.values}
    if then.op == "delete":
        values["deleted"] = 1
    op: Literal["insert", "update"] = "insert" if first.op == "insert" else "update"
    old = {**then.old, **first.old} if op == "update" else {}
    return Patch(first.table, first.row, op, values, old, first.version, first.source)


def patch_out(patch: Patch, *, source: bool = True) -> dict[str, Any]:
    """A patch in the server's native form."""
    table = SERVER_SHAPES[patch.table]
    return {
        "table": patch.table,
        "row": native_id(patch.row),
        "op": patch.op,
        "values": _out(table, patch.values, keep=patch.op != "insert"),
        "old": _out(table, patch.old, keep=True),
        "version": int(patch.version),
        "source": _clean(patch.source) if source else "",
    }


def _out(table: Table, values: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    fields = {field.name: field for field in table.fields}
    native: dict[str, Any] = {}
    for name, value in values.items():
        field = fields.get(name)
        kind = field.kind if field else _COMMON_KINDS[name]
        given = to_native(kind, value)
        if keep or given is not None:
            native[column_of(field) if field else name] = given
    return native


def to_native(kind: Kind, value: Any) -> Any:
    """A value of the program's as the server's JSON."""
    value = absent(value)
    if value is None or (value == 0 and kind in (Kind.INT, Kind.INSTANT)):
        return None
    if kind is Kind.DAY:
        return days.date_of(int(value)).isoformat()
    if kind is Kind.INSTANT:
        return (_UTC_EPOCH + dt.timedelta(milliseconds=int(value))).isoformat(timespec="milliseconds")
    if kind is Kind.FLAG:
        return bool(value) if int(value) >= 0 else None
    if kind is Kind.REF:
        return native_id(value)
    if kind is Kind.INT:
        return int(value)
    return _clean(value)


def native_id(value: str) -> str:
    """32 hex digits with PostgreSQL's hyphens."""
    return str(uuid.UUID(hex=value))


def plain_id(value: str) -> str:
    """An id from the server as 32 hex digits."""
    return value.replace("-", "")


def _clean(text: str) -> str:
    """PostgreSQL holds no NUL in text."""
    return text.replace("\0", "")


# ---- from the server -------------------------------------------------------------------------------


def from_native(kind: Kind, value: Any) -> Any:
    """A native value of the server's as the program's; None for what is absent."""
    if value is None:
        return None
    if kind is Kind.DAY:
        return days.day(dt.date.fromisoformat(value))
    if kind is Kind.INSTANT:
        return (dt.datetime.fromisoformat(value) - _UTC_EPOCH) // dt.timedelta(milliseconds=1)
    if kind is Kind.FLAG:
        return int(value)
    if kind is Kind.REF:
        return plain_id(value)
    return value


def fields_in(table: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Native columns of an answer by the names and in the form of patches."""
    shape = SERVER_SHAPES[table]
    names = {column_of(field): field.name for field in shape.fields}
    return {names.get(key, key): from_native(kind_of(shape, key), value) for key, value in fields.items()}


def answer_in(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of push with ids, names and values in the program's form."""
    plain = dict(answer)
    for name in ("epoch", "row"):
        if plain.get(name):
            plain[name] = plain_id(plain[name])
    if "versions" in plain:
        plain["versions"] = {plain_id(row): version for row, version in plain["versions"].items()}
    if plain.get("table") in SERVER_SHAPES and "fields" in plain:
        plain["fields"] = fields_in(plain["table"], plain["fields"])
    return plain


def row_in(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """A row in fast form as values for `layout.columns_of`, ready to be bound into SQLite."""
    return tuple(
        bytes.fromhex(value) if value is not None and kind is Kind.REF else value
        for value, kind in ((row.get(column), kind_of(table, column)) for column in columns_of(table))
    )


def fast_sql(table: Table, column: str, alias: str = "") -> str:
    """PostgreSQL that gives a column in fast form (see `page_sql` for the binary one)."""
    name = f"({alias}).{quoted(column)}" if alias else quoted(column)
    kind = kind_of(table, column)
    if kind is Kind.REF:
        return f"replace({name}::text, '-', '')"
    return _number_sql(kind, name)


def _number_sql(kind: Kind, name: str) -> str:
    if kind is Kind.DAY:
        return f"{name} - DATE '1970-01-01'"
    if kind is Kind.INSTANT:
        return f"(extract(epoch FROM {name}) * 1000)::bigint"
    if kind is Kind.FLAG:
        return f"{name}::integer"
    return name


def page_sql(table: Table, readable: frozenset[str] | None = None) -> str:
    """SELECT of one page of a table by id, its values ready to be bound into SQLite.

    Parameters: the last id of the page before (`FIRST` for the first page) and how many rows. Columns are
    those of `layout.columns_of`.

    Args:
        table: which.
        readable: the columns that this login may read (see `readable`); None for all. Others are NULL.
    """
    columns = [
        "NULL" if readable is not None and column not in readable else _bindable(table, column)
        for column in columns_of(table)
    ]
    return f"SELECT {', '.join(columns)} FROM {quoted(table.name)} WHERE id > %s ORDER BY id LIMIT %s"


FIRST = "00000000-0000-0000-0000-000000000000"


def _bindable(table: Table, column: str) -> str:
    kind = kind_of(table, column)
    return f"uuid_send({quoted(column)})" if kind is Kind.REF else _number_sql(kind, quoted(column))


def readable(connection: psycopg.Connection[Any]) -> dict[str, frozenset[str]]:
    """Table -> the columns that this login may read; a table that it may not read at all is left out."""
    found = connection.execute(
        "SELECT tbl, array_agg(col) FROM wire_column WHERE has_column_privilege("
        "current_user, format('caseclock.%I', tbl)::regclass, col, 'SELECT') GROUP BY tbl"
    )
    return {table: frozenset(columns) for table, columns in found}


def checksum_sql(table: Table) -> str:
    """Count and checksum of a table, the same words and the same number on both sides."""
    return f"SELECT count(*), coalesce(sum(version * 1000003 + revision), 0) FROM {quoted(table.name)}"


def field_of(table: Table, column: str) -> Field | None:
    """The field behind a column, None for a column that every table has."""
    return next((field for field in table.fields if column_of(field) == column), None)
