"""The replica: what the server has let this person see, in the ordinary tables, and how far it has come.

The tables hold the *effective* rows: the server's, with this laptop's own edits folded in. Where an
edit shows, ``base_row`` keeps the row as the server has it. The file is made from the server and may be
thrown away; nothing in it is the only copy of anything. A row's ``revision`` is the server's (0 before
it has one); what a casebook compares itself with is the replica's own ``data_revision``.

References are not enforced here (a row may point at one that this person may not see), and neither is
what may be there only once (somebody else's row may arrive before ours is refused): both are looked at
when a person commits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from desktop.domain.changes import new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, Kind, Table
from desktop.store import fast, layout, once
from desktop.store.engine import remove_files, schema
from desktop.store.faults import plain_sentences
from desktop.store.keys import Key
from desktop.store.layout import quoted
from desktop.sync.files import connection

VERSION = 1  # of the extra tables; another one means: throw away and pull again
Row = dict[str, Any]  # a row by the names of `layout.names_of`, ids as hex digits

_EXTRA = (
    "CREATE TABLE base_row (tbl TEXT NOT NULL, row_id BLOB NOT NULL, revision INTEGER NOT NULL, row TEXT,"
    " PRIMARY KEY (row_id, tbl)) STRICT, WITHOUT ROWID",
    # what a casebook has to take in: which rows changed or went at which revision of this replica
    "CREATE TABLE page (revision INTEGER PRIMARY KEY, everything INTEGER NOT NULL) STRICT",
    "CREATE TABLE page_row (revision INTEGER NOT NULL, tbl TEXT NOT NULL, row_id BLOB NOT NULL,"
    " PRIMARY KEY (revision, tbl, row_id)) STRICT, WITHOUT ROWID",
)
NAMED = 5_000  # rows above which a casebook reads everything again
_NOBODY = "0" * 32  # an id of nothing
PAGES_KEPT = 2_000  # for another process that refreshes its casebook


def create(path: Path | None, key: Key | None, *, author: str) -> Any:
    """Make an empty replica and a connection to it; without a path in memory alone."""
    db = connection(path, key)
    with plain_sentences(path or "memory"):
        db.execute("BEGIN IMMEDIATE")
        for statement in _statements():
            db.execute(statement)
        notes = {
            "schema_version": f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}",
            "replica_version": str(VERSION),
            "replica_head": layout.HEAD,
            "data_revision": "0",
            "demo": "0",
            "created_at": str(now_ms()),
            "created_by": author,
            "local_id": new_id(),
        }
        db.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", notes.items())
        db.execute("COMMIT")
    settle_down(db)
    return db


def _statements() -> Iterable[str]:
    """The ordinary tables without what only an authority can enforce, and the replica's own."""
    for statement in schema():
        if re.match(r"CREATE INDEX ix_\w+_revision", statement) and "ix_act_" not in statement:
            continue
        if statement.startswith("CREATE UNIQUE INDEX"):
            yield statement.replace("CREATE UNIQUE INDEX", "CREATE INDEX", 1)
        elif not statement.startswith("CREATE TRIGGER"):
            yield statement
    yield from _EXTRA


def settle_down(db: Any) -> None:
    """The settings of a replica's connection: rows that go are overwritten, a lost commit is pulled again."""
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA secure_delete = ON").fetchone()


def open_current(path: Path, key: Key) -> Any | None:
    """A connection to a replica of this version, None when it is of another and has to be pulled again.

    Raises:
        AppError: when it is damaged or the key does not fit.
    """
    fast.check_path(path)
    db = fast.connect(path, key)
    try:
        with plain_sentences(path):
            current = (str(VERSION), layout.HEAD)
            if (fast.meta_value(db, "replica_version"), fast.meta_value(db, "replica_head")) == current:
                settle_down(db)
                return db
    except BaseException:
        db.close()
        raise
    db.close()
    return None


def set_aside(path: Path) -> None:
    """Move a replica that cannot be used out of the way; only the last one is kept, encrypted as it was."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}.aside{suffix}").unlink(missing_ok=True)
        if Path(f"{path}{suffix}").exists():
            Path(f"{path}{suffix}").replace(f"{path}.aside{suffix}")


def destroy(path: Path) -> None:
    """Remove a replica and the one set aside."""
    remove_files(path)
    remove_files(Path(f"{path}.aside"))


def is_whole(path: Path, key: Key) -> bool:
    """Whether SQLite finds nothing wrong in a replica."""
    with closing(fast.connect(path, key)) as db:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


# notes


def note(db: Any, **values: object) -> None:
    """Keep notes about how far the replica has come."""
    rows = [(key, str(value)) for key, value in values.items()]
    db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", rows)


def number(db: Any, key: str) -> int:
    """A note that is a number, 0 when absent."""
    return int(fast.meta_value(db, key) or 0)


def next_revision(db: Any) -> int:
    """Take the replica's own next revision: what a casebook compares itself with."""
    (revision,) = db.execute(
        "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'data_revision'"
        " RETURNING CAST(value AS INTEGER)"
    ).fetchone()
    return int(revision)


def announce(db: Any, revision: int, rows: Iterable[tuple[str, str]] | None) -> None:
    """Tell casebooks which rows (table, id) changed or went at a revision; None for everything."""
    listed = None if rows is None else list(rows)
    if listed is not None and len(listed) > NAMED:
        listed = None
    db.execute("INSERT OR REPLACE INTO page (revision, everything) VALUES (?, ?)", (revision, listed is None))
    named = [(revision, table, row) for table, row in listed or ()]
    db.executemany("INSERT OR IGNORE INTO page_row VALUES (?, ?, unhex(?))", named)
    if revision % 100 == 0:
        db.execute("DELETE FROM page WHERE revision < ?", (revision - PAGES_KEPT,))
        db.execute("DELETE FROM page_row WHERE revision < ?", (revision - PAGES_KEPT,))


def announced(db: Any, after: int, latest: int) -> dict[str, list[str]] | None:
    """The rows that changed or went after a revision, by table; None when everything is to be read."""
    (whole,) = db.execute(
        "SELECT count(*) FROM page WHERE revision > ? AND everything = 1", (after,)
    ).fetchone()
    if whole or latest - after > PAGES_KEPT:
        return None
    query = "SELECT DISTINCT tbl, lower(hex(row_id)) FROM page_row WHERE revision > ?"
    named: dict[str, list[str]] = {}
    rows = db.execute(query, (after,)).fetchall()
    for table, row in rows:
        named.setdefault(table, []).append(row)
    return named if len(rows) <= NAMED else None


def as_json(content: Mapping[str, Any]) -> str:
    """Something the server said, to be kept."""
    return json.dumps(content, separators=(",", ":"))


def from_json(text: str) -> Any:
    """What `as_json` kept."""
    return json.loads(text)


# rows


@cache
def columns(table: str) -> dict[str, str]:
    """SQL column -> the name that patches and rows use."""
    shape = SHAPES[table]
    return dict(zip(layout.columns_of(shape), layout.names_of(shape), strict=True))


@cache
def _upsert(table: str) -> str:
    shape = SHAPES[table]
    listed = list(zip(layout.names_of(shape), layout.columns_of(shape), strict=True))
    values = ["unhex(?)" if layout.is_id(shape, name) else "?" for name, _ in listed]
    changes = [f"{quoted(column)} = excluded.{quoted(column)}" for name, column in listed if name != "id"]
    return (
        f"INSERT INTO {quoted(table)} ({', '.join(quoted(column) for _, column in listed)})"
        f" VALUES ({', '.join(values)}) ON CONFLICT (id) DO UPDATE SET {', '.join(changes)}"
    )


@cache
def _required(table: str) -> dict[str, Any]:
    """What stands for a value that this person may not read in a column that must have one."""
    shape = SHAPES[table]
    common = {"version": 1, "revision": 0, "deleted": 0, "changed_at": 0, "changed_by": "", "set_id": _NOBODY}
    facts = {"recorded_at": 0} if shape.fact else {}
    fields = {
        field.name: _NOBODY if field.kind is Kind.REF else "" if field.kind in (Kind.TEXT, Kind.CODE) else 0
        for field in shape.fields
        if field.required
    }
    return {**common, **facts, **fields}


def row_of(table: str, given: Mapping[str, Any]) -> Row:
    """A row as it came over the wire (by SQL column), by its names here and whole."""
    named = columns(table)
    row = dict(zip(named.values(), map(given.get, named), strict=True))
    for name, stand_in in _required(table).items():
        if row[name] is None:
            row[name] = stand_in
    return row


def put(db: Any, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write whole rows, each in its old place when it is there already."""
    query, in_place = _in_place(table)
    _, names = _select(table)
    whole = itemgetter(*names)
    fresh = [whole(row) for row in rows if not db.execute(query, in_place(row)).rowcount]
    db.executemany(_upsert(table), fresh)


@cache
def _in_place(table: str) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """UPDATE of one row that touches no index, and its values; it finds none where an index would change.

    An update that names an indexed column takes the row out of the index and puts it back, changed or not.
    """
    shape = SHAPES[table]
    index = re.compile(rf'CREATE INDEX \S+ ON "?{table}"? \(')
    made_of = " ".join(statement.partition("(")[2] for statement in _statements() if index.match(statement))
    terms = {
        name: (quoted(column), "unhex(?)" if layout.is_id(shape, name) else "?")
        for column, name in columns(table).items()
    }
    kept = [n for c, n in columns(table).items() if n != "id" and re.search(rf"\b{c}\b", made_of)]
    free = [name for name in terms if name != "id" and name not in kept]
    changes = ", ".join(f"{terms[name][0]} = {terms[name][1]}" for name in free)
    same = "".join(f" AND {terms[name][0]} IS {terms[name][1]}" for name in kept)
    query = f"UPDATE {quoted(table)} SET {changes} WHERE id = unhex(?){same}"
    order = [*free, "id", *kept]
    return query, itemgetter(*order)


@cache
def _select(table: str) -> tuple[str, tuple[str, ...]]:
    """SELECT of one row by its id, and the names of what it gives."""
    shape = SHAPES[table]
    return layout.select_sql(shape, "id = unhex(?)"), layout.names_of(shape)


def read(db: Any, table: str, row: str) -> Row | None:
    """One row, None when it is not there."""
    query, names = _select(table)
    found = db.execute(query, (row,)).fetchone()
    return dict(zip(names, found, strict=True)) if found else None


def remove(db: Any, table: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Take rows away as if they had never been here, with their field lines; those that were there."""
    gone = []
    for row in ids:
        if db.execute(f"DELETE FROM {quoted(table)} WHERE id = unhex(?)", (row,)).rowcount:
            gone.append((table, row))
        db.execute("DELETE FROM field_change WHERE row_id = unhex(?)", (row,))
    return gone


# what lies under this laptop's edits


def base(db: Any, table: str, row: str) -> tuple[Row | None, int, bool]:
    """The server's version of a row, the revision that it came with, and whether it is kept apart."""
    found = db.execute(
        "SELECT row, revision FROM base_row WHERE row_id = unhex(?) AND tbl = ?", (row, table)
    ).fetchone()
    if found is None:
        return read(db, table, row), 0, False
    return (json.loads(found[0]) if found[0] else None), int(found[1]), True


def keep_base(db: Any, table: str, row: str, content: Row | None, revision: int) -> None:
    """Keep the server's version of a row apart, because an edit shows on it."""
    db.execute(
        "INSERT OR REPLACE INTO base_row (tbl, row_id, revision, row) VALUES (?, unhex(?), ?, ?)",
        (table, row, revision, json.dumps(content) if content else None),
    )


def drop_base(db: Any, table: str, row: str) -> None:
    """No edit shows on a row any more."""
    db.execute("DELETE FROM base_row WHERE row_id = unhex(?) AND tbl = ?", (row, table))


def bases(db: Any) -> list[tuple[str, str]]:
    """Every row (table, id) whose server version is kept apart."""
    return list(db.execute("SELECT tbl, lower(hex(row_id)) FROM base_row"))


def broken_rule(db: Any, table: Table, ids: Iterable[str]) -> str:
    """The sentence of what may be there only once and would be twice with these rows, "" when none is."""
    for rule in table.unique:
        names = once.columns(table, rule)
        same = " AND ".join(f"o.{quoted(name)} = n.{quoted(name)}" for name in names)
        where = once.where(table, rule, "deleted = 0")
        query = (
            f"SELECT 1 FROM (SELECT * FROM {quoted(table.name)} WHERE id = unhex(?) AND {where}) n"
            f" JOIN (SELECT * FROM {quoted(table.name)} WHERE {where}) o ON {same} AND o.id <> n.id LIMIT 1"
        )
        for row in ids:
            if db.execute(query, (row,)).fetchone():
                return rule.sentence
    return ""


def rivals(db: Any, table: Table, row: str, values: Mapping[str, Any]) -> list[Row]:
    """Rows that are there already where a rule lets only one be there, beside a row with these values."""
    found: dict[str, Row] = {}
    for rule in table.unique:
        if any((values.get(name) or "") not in words for name, words in rule.where if words):
            continue
        if any(values.get(name) for name, words in rule.where if not words):
            continue
        pairs = zip(rule.fields, once.columns(table, rule), strict=True)
        same = [
            f"{quoted(column)} = {'unhex(?)' if layout.is_id(table, name) else '?'}" for name, column in pairs
        ]
        where = f"{' AND '.join(same)} AND id <> unhex(?) AND {once.where(table, rule, 'deleted = 0')}"
        given = [*(values.get(name) for name in rule.fields), row]
        for one in db.execute(layout.select_sql(table, where), given).fetchall():
            other = dict(zip(layout.names_of(table), one, strict=True))
            found[other["id"]] = other
    return list(found.values())
