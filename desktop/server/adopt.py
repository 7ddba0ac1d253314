"""An embedded database becomes the shared one: every row, act and line of history, or nothing.

The file itself keeps all it has and is marked, so that nobody goes on recording in it by accident.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.changes import new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import TABLES, Kind
from desktop.errors import KnownError
from desktop.server import check, install
from desktop.server.address import Address
from desktop.server.connect import SCHEMA
from desktop.server.wire import checksum_sql, kind_of
from desktop.store import fast, layout
from desktop.store.keys import Key
from desktop.store.layout import columns_of, quoted
from desktop.store.store import ADOPTED, Store

if TYPE_CHECKING:
    import psycopg

# The store's own tables, with what each column holds; what the server fills itself is left out.
_OWN: dict[str, dict[str, Kind]] = {
    "act": {
        "id": Kind.REF,
        "verb": Kind.TEXT,
        "summary": Kind.TEXT,
        "author": Kind.TEXT,
        "made_at": Kind.INSTANT,
        "recorded_at": Kind.INSTANT,
        "reason": Kind.TEXT,
        "undoes": Kind.REF,
        "revision": Kind.INT,
        "touched": Kind.TEXT,
    },
    "change_set": {
        "id": Kind.REF,
        "act_id": Kind.REF,
        "seq": Kind.INT,
        "author": Kind.TEXT,
        "made_at": Kind.INSTANT,
        "recorded_at": Kind.INSTANT,
        "reason": Kind.TEXT,
        "revision": Kind.INT,
    },
    "field_change": {
        "set_id": Kind.REF,
        "seq": Kind.INT,
        "on_table": Kind.TEXT,
        "row_id": Kind.REF,
        "case_id": Kind.REF,
        "field": Kind.TEXT,
        "old": Kind.TEXT,
        "new": Kind.TEXT,
    },
}
_KEEP_EMPTY = frozenset(("reason", "summary", "seq", "revision", "version", "touched"))  # may not be NULL


@dataclass(frozen=True)
class Adopted:
    """What was taken over: rows of each table that had any, and the revision at which it stands."""

    rows: dict[str, int]
    acts: int
    lines: int
    revision: int


def adopt(
    path: Path, key: Key | None, address: Address, password: str | None = None, *, tls_root: str = ""
) -> Adopted:
    """Copy an embedded database into a server that holds no cases yet, and mark the file.

    Args:
        path: the file; nobody else may have it open.
        key: its key, None for a demo file.
        address: the server's database, made ready when it is not; as a login that may set it up.
        password: see `connect.connect`.
        tls_root: see `connect.connect`.

    Raises:
        KnownError: when the server holds data, or what arrived is not what was sent; then nothing was kept.
    """
    install.install(address, password, tls_root=tls_root)
    with Store.open(path, key, author="") as store:  # brings it up to date, and keeps everybody else out
        refuse_adopted(store.meta(ADOPTED), path)
        with closing(fast.connect(path, key)) as file, install.administering(address, password) as raw:
            with raw.transaction():
                adopted = _take_over(file, raw)
            store.set_meta(ADOPTED, f"{address.with_login('').text} {now_ms()}")
    return adopted


def release(path: Path, key: Key | None) -> None:
    """Take the mark off a file, when the shared database is given up before anybody worked in it."""
    with Store.open(path, key, author="") as store:
        store.set_meta(ADOPTED, "")


def refuse_adopted(mark: str, path: Path) -> None:
    """Refuse a file that has become a shared database already.

    Raises:
        KnownError: nothing has been changed.
    """
    if mark:
        raise KnownError(
            f"{path.name} has become a shared database already ({mark.partition(' ')[0]}). Nothing has been "
            "changed; open that one."
        )


def _take_over(file: Any, raw: psycopg.Connection[Any]) -> Adopted:
    raw.execute("SET LOCAL ROLE caseclock_owner")
    raw.execute(f"SET LOCAL search_path = {SCHEMA}, pg_temp")
    raw.execute("LOCK TABLE clock_meta IN EXCLUSIVE MODE")
    _refuse_filled(raw)
    raw.execute("SET LOCAL caseclock.writing = 'yes'")
    before = {name: _one(raw, f"SELECT count(*) FROM {name}")[0] for name in _OWN}  # who may log in, mostly
    keys = _drop_references(raw)
    for name, columns in _OWN.items():
        _copy(file, raw, name, columns, _settled() if name == "change_set" else {})
    for table in TABLES:
        columns = {column: kind_of(table, column) for column in columns_of(table)}
        _copy(file, raw, table.name, columns, {})
    for statement in keys:
        raw.execute(statement)
    return _finish(file, raw, before)


def _refuse_filled(raw: psycopg.Connection[Any]) -> None:
    for table in TABLES:
        if raw.execute(f"SELECT 1 FROM {quoted(table.name)} LIMIT 1").fetchone():
            raise KnownError(
                "The shared database holds data already, so the file was not put into it. Nothing has been "
                "changed; use an empty database, or import the trackers into the shared one."
            )


def _drop_references(raw: psycopg.Connection[Any]) -> list[str]:
    """Take the foreign keys off while a million rows come; returns what puts them back, which checks all."""
    found = raw.execute(
        "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = %s::regnamespace",
        (SCHEMA,),
    ).fetchall()
    for table, name, _ in found:
        raw.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quoted(name)}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {quoted(name)} {rule}" for table, name, rule in found]


def _select(name: str, columns: dict[str, Kind]) -> str:
    """SELECT that gives a table's values as COPY takes them; SQLite is quicker at that than Python."""
    listed = ", ".join(_copied(column, kind) for column, kind in columns.items())
    return f"SELECT {listed} FROM {quoted(name)}"


def _copied(column: str, kind: Kind) -> str:
    name = quoted(column)
    if kind is Kind.REF:
        return f"nullif(hex({name}), '')"
    if kind is Kind.DAY:
        return f"date({name} * 86400, 'unixepoch')"
    if kind is Kind.INSTANT:
        odd = f"(({name} % 1000 + 1000) % 1000)"  # also before 1970
        return (
            f"strftime('%Y-%m-%dT%H:%M:%S', ({name} - {odd}) / 1000, 'unixepoch') || printf('.%03dZ', {odd})"
        )
    if column in _KEEP_EMPTY or kind is Kind.FLAG:
        return name
    return f"nullif({name}, 0)" if kind is Kind.INT else f"nullif(replace({name}, char(0), ''), '')"


def _settled() -> dict[str, Callable[[], str]]:
    """What the ledger holds of a set that no laptop sent: it is applied, and salted for its digest."""
    return {"outcome": lambda: "applied", "patches": lambda: json.dumps({"salt": new_id()})}


def _copy(
    file: Any,
    raw: psycopg.Connection[Any],
    table: str,
    columns: dict[str, Kind],
    fixed: dict[str, Callable[[], str]],
) -> None:
    listed = ", ".join(map(quoted, [*columns, *fixed]))
    makers = tuple(fixed.values())
    rows = file.execute(_select(table, columns))
    with raw.cursor().copy(f"COPY {quoted(table)} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, *(make() for make in makers)) if makers else row)


def _finish(file: Any, raw: psycopg.Connection[Any], before: dict[str, int]) -> Adopted:
    """Put everything into the feed, seal it, and make sure that all of it is there."""
    (server,) = _one(raw, "SELECT revision FROM clock_meta")
    content = json.dumps({"rows": _counts(file, raw), "schema": layout.SCHEMA_MAJOR})
    step = max(1, fast.data_revision(file) - int(server) + 1)
    (revision,) = _one(raw, "SELECT seal_adopted(%s::jsonb, %s)", (content, step))
    for table in TABLES:
        raw.execute(f"INSERT INTO feed SELECT %s, id, %s FROM {quoted(table.name)}", (table.name, revision))
    for name in ("minimum_client", "newest_client"):
        raw.execute(f"UPDATE clock_meta SET {name} = %s", (fast.meta_value(file, name),))
    own = {name: _same(file, raw, f"SELECT count(*) FROM {name}", before[name]) for name in _OWN}
    check.refuse_findings(raw)
    raw.execute("SET LOCAL ROLE NONE")
    rows = {name: count for name, count in json.loads(content)["rows"].items() if count}
    return Adopted(rows, own["act"], own["field_change"], int(revision))


def _counts(file: Any, raw: psycopg.Connection[Any]) -> dict[str, int]:
    return {table.name: _same(file, raw, checksum_sql(table)) for table in TABLES}


def _same(file: Any, raw: psycopg.Connection[Any], query: str, before: int = 0) -> int:
    here = tuple(map(int, file.execute(query).fetchone()))
    count, *sums = map(int, _one(raw, query))
    there = (count - before, *sums)
    if here != there:
        raise KnownError(
            "What arrived in the shared database is not what the file holds, so nothing of it was kept and "
            "the file is as it was. Report this with the details.",
            details=f"{query}: {here} and {there}",
        )
    return here[0]


def _one(raw: psycopg.Connection[Any], query: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    row = raw.execute(query, values or None).fetchone()
    assert row is not None  # each of these queries gives one row
    return tuple(row)
