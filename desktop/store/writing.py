"""Making an act durable: one transaction, versions checked, history written.

Everything of an act goes in or nothing does. Inserts of a table go in one ``executemany`` whatever
change set they belong to; updates and tombstones follow in the order given. Only what ends a row of a
table where something may be there once (`schema.Unique`) goes before, to make room for its successor.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from threading import Event
from typing import Any

import sqlcipher3

from desktop import collector
from desktop.domain.changes import Act, ChangeSet, Patch
from desktop.domain.days import NEVER, now_ms
from desktop.domain.schema import FACT, SHAPES, Kind, Table
from desktop.errors import BugError
from desktop.store import columnar, layout, once
from desktop.store.fast import BUSY_MS, data_revision
from desktop.store.faults import Conflict
from desktop.store.fitting import (
    check_ids,
    check_words,
    disagreements,
    first_field,
    sql_column,
    unfit,
    updatable,
)
from desktop.store.layout import absent, quoted

BULK = 2_000  # rows from which references are verified once for all instead of row by row
TURN = 0.0005  # seconds for which a thread may keep Python's lock from one that is writing
CHUNK = 2_000  # rows turned into parameters at a time, so that they stay in the processor's cache
_IDS = frozenset(("id", "act_id", "set_id", "undoes", "row_id", "case_id"))  # of the store's own tables
_Placed = tuple[str, Patch]  # a patch with the id of its change set
Touched = dict[str, list[int]]  # table -> rows inserted, updated, removed


@dataclass(frozen=True)
class Written:
    """What `write_act` did, enough to bring a casebook up to date without reading it all again.

    Attributes:
        act: the act's id.
        revision: its data revision.
        now: the instant at which it was recorded.
        bulks: the rows that came by column.
        patched: table -> ids of the rows that came as patches, in the order in which they were written.
    """

    act: str
    revision: int
    now: int
    bulks: tuple[columnar.Bulk, ...]
    patched: dict[str, tuple[str, ...]]


def write_act(db: Any, act: Act, meanwhile: Callable[[Written], None] | None = None) -> Written:
    """Write an act in one transaction.

    Args:
        db: the connection.
        act: what to write.
        meanwhile: called while another thread writes a large act, before anybody knows that it can be.

    Raises:
        Conflict: when a row changed since it was read; nothing is written.
        BugError: when a patch does not fit the schema or points at a row that does not exist.
    """
    bulk = sum(map(_size, act.sets)) >= BULK
    with _bulk_settings(db) if bulk else nullcontext():
        db.execute("BEGIN IMMEDIATE")
        try:
            writer = Writer(db, act)
            writer.begin()
            written = Written(act.id, writer.revision, writer.now, tuple(writer.bulks), _patched(act))
            _finish(writer, bulk, partial(meanwhile, written) if meanwhile and bulk else None)
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return written


def _finish(writer: Writer, bulk: bool, meanwhile: Callable[[], None] | None) -> None:
    def write() -> None:
        writer.write(bulk)
        writer.db.execute("COMMIT")

    if meanwhile is None:
        write()
        return
    with _short_turns(), ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        done.add_done_callback(lambda _: writer.rows_are_in.set())
        # Handing rows over takes Python's lock again and again; indexing and encrypting them needs none.
        writer.rows_are_in.wait()
        try:
            meanwhile()
        finally:
            done.result()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Hand Python's lock over at once to whoever waits for it, so that the writing never starves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _patched(act: Act) -> dict[str, tuple[str, ...]]:
    inserted: dict[str, dict[str, None]] = {}
    changed: dict[str, dict[str, None]] = {}
    for change in act.sets:
        for patch in change.patches:
            place = inserted if patch.op == "insert" else changed
            place.setdefault(patch.table, {})[patch.row] = None
    tables = inserted.keys() | changed.keys()
    return {table: tuple({**inserted.get(table, {}), **changed.get(table, {})}) for table in tables}


@contextmanager
def _bulk_settings(db: Any) -> Iterator[None]:
    """No foreign keys row by row, and no garbage collection over a million patches.

    What fills an empty file goes straight to its place: the write-ahead log would hold it all again.
    """
    db.execute("PRAGMA foreign_keys = OFF")
    direct = data_revision(db) == 0 and _without_log(db)
    try:
        with collector.at_rest():
            yield
    finally:
        if direct:
            db.execute("PRAGMA journal_mode = WAL").fetchone()
        db.execute("PRAGMA foreign_keys = ON")


def _without_log(db: Any) -> bool:
    """Turn to a rollback journal, as durable; False while somebody else has the file open."""
    db.execute("PRAGMA busy_timeout = 0").fetchone()
    try:
        return bool(db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
    except sqlcipher3.OperationalError:
        return False
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchone()


class Writer:
    """Writes one act inside a transaction that the caller has begun; undo has a body of its own."""

    def __init__(self, db: Any, act: Act) -> None:
        self.db = db
        self.act = act
        self.now = now_ms()
        self.revision = 0
        self.touched: Touched = {}
        self.lines: list[tuple[Any, ...]] = []
        self.seq: dict[str, int] = {}  # field lines so far in each change set
        self.began: dict[tuple[str, str], int] = {}  # version of a row when the act began
        self.bulks: list[columnar.Bulk] = []
        self.packed_ids = columnar.PackedIds()
        self.rows_are_in = Event()  # all rows that come by column have been handed to SQLite
        self.wanted: dict[str, set[Any]] = {}  # table -> ids that inserted rows refer to
        self.fresh: dict[str, list[Sequence[str]]] = {}  # table -> ids inserted (both only in bulk)

    def begin(self) -> None:
        """Take the next data revision and look through the rows that come by column."""
        (revision,) = self.db.execute(
            "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'data_revision' "
            "RETURNING CAST(value AS INTEGER)"
        ).fetchone()
        self.revision = int(revision)
        self.bulks = columnar.by_table(self.act, self.now)

    def write(self, bulk: bool) -> None:
        """Record act, change sets, rows and field lines; `begin` has been called."""
        self._record_sets_first()
        self._apply(bulk)
        self._record_lines()
        touched = json.dumps(self.touched)
        self.db.execute("UPDATE act SET touched = ? WHERE id = unhex(?)", (touched, self.act.id))

    def _apply(self, bulk: bool) -> None:
        inserts, ending, others = self._sorted_patches()
        for set_id, patch in ending:
            self._change(set_id, patch)
        with columnar.indexed_late(self.db, [each for each in self.bulks if len(each.ids) >= BULK]):
            for each in self.bulks:
                self._insert_bulk(each, verify=bulk)
            self.rows_are_in.set()
        for table, batch in inserts.items():
            self._insert(SHAPES[table], batch, verify=bulk)
        for set_id, patch in others:
            self._change(set_id, patch)
        self._verify_references()

    def _record_sets_first(self) -> None:
        act = self.act
        said = (act.author, act.made_at, self.now, act.reason)
        self._insert_into(
            "act",
            (
                "id",
                "verb",
                "summary",
                "author",
                "made_at",
                "recorded_at",
                "reason",
                "undoes",
                "revision",
                "touched",
            ),
            [(act.id, act.verb, act.summary, *said, act.undoes, self.revision, "{}")],
        )
        self._insert_into(
            "change_set",
            ("id", "act_id", "seq", "author", "made_at", "recorded_at", "reason", "outcome", "revision"),
            [(change.id, act.id, at, *said, "final", self.revision) for at, change in enumerate(act.sets)],
        )

    def _insert_into(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        marks = ", ".join("unhex(nullif(?, ''))" if name in _IDS else "?" for name in columns)
        self.db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def _sorted_patches(self) -> tuple[dict[str, list[_Placed]], list[_Placed], list[_Placed]]:
        """Inserts by table, what makes room for them, and the rest; each with its change set's id."""
        inserts: dict[str, list[_Placed]] = {}
        others: list[_Placed] = []
        for change in self.act.sets:
            set_id = change.id
            for patch in change.patches:
                place = inserts.setdefault(patch.table, []) if patch.op == "insert" else others
                place.append((set_id, patch))
        ended = {(patch.table, patch.row) for _, patch in others if once.ends(SHAPES[patch.table], patch)}
        if not ended:
            return inserts, [], others
        ended -= {(table, patch.row) for table, batch in inserts.items() for _, patch in batch}
        ending = [each for each in others if (each[1].table, each[1].row) in ended]
        return inserts, ending, [each for each in others if (each[1].table, each[1].row) not in ended]

    def _insert_bulk(self, rows: columnar.Bulk, *, verify: bool) -> None:
        if verify:
            self.fresh.setdefault(rows.table.name, []).append(rows.ids)
            for field, column in rows.fields():
                if field.kind is Kind.REF:
                    self.wanted.setdefault(field.to, set()).update(column)
        shared: dict[str, str | int] = {"version": 1, "revision": self.revision, "deleted": 0}
        shared |= {"changed_at": self.now, "changed_by": self.act.author.replace("\0", "")}
        if rows.table.fact and "recorded_at" not in rows.given:
            shared["recorded_at"] = self.now
        if not verify:
            check_ids(rows.table, {each.name: column for each, column in rows.fields()})
        rows.insert(self.db, shared, self.packed_ids)
        self._count(rows.table.name, 0, len(rows.ids))

    def _insert(self, table: Table, batch: Sequence[_Placed], *, verify: bool) -> None:
        for first in range(0, len(batch), CHUNK):
            self._insert_rows(table, self._rows(table, batch[first : first + CHUNK]), verify=verify)

    def _insert_rows(self, table: Table, rows: Sequence[tuple[Any, ...]], *, verify: bool) -> None:
        check_words(table, rows)
        if verify:
            self._note_references(table, rows)
            self.fresh.setdefault(table.name, []).append(list(map(itemgetter(0), rows)))
        else:
            fields = enumerate(table.fields, first_field(table))
            check_ids(table, {each.name: list(map(itemgetter(at), rows)) for at, each in fields})
        self.db.executemany(layout.insert_sql(table, self.revision, self.now), rows)
        self._count(table.name, 0, len(rows))

    def _rows(self, table: Table, batch: Sequence[_Placed]) -> list[tuple[Any, ...]]:
        author, now = self.act.author, self.now
        names = [field.name for field in table.fields]
        blanks = [layout.stand_in(field) for field in table.fields]
        allowed = {*names, *FACT} if table.fact else set(names)
        rows: list[tuple[Any, ...]] = []
        for set_id, patch in batch:
            values = patch.values
            if not allowed.issuperset(values):
                raise unfit(table, set(values) - allowed)
            get = values.get
            head = (patch.row, author, set_id, patch.source)
            if table.fact:
                dates = (get("recorded_at") or now, get("superseded_at") or NEVER)
                rows.append((*head, *dates, *map(get, names, blanks)))
            else:
                rows.append((*head, *map(get, names, blanks)))
        return rows

    def _note_references(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        for at, field in enumerate(table.fields, first_field(table)):
            if field.kind is Kind.REF:
                self.wanted.setdefault(field.to, set()).update(map(itemgetter(at), rows))

    def _count(self, table: str, kind: int, rows: int) -> None:
        self.touched.setdefault(table, [0, 0, 0])[kind] += rows

    def _change(self, set_id: str, patch: Patch) -> None:
        table = SHAPES[patch.table]
        now = self._current(table, patch)
        if patch.op == "delete":
            self._remove(table, patch, set_id, now)
        else:
            self._update(table, patch, set_id, now)

    def _current(self, table: Table, patch: Patch) -> dict[str, Any]:
        row = self.db.execute(layout.select_sql(table, "id = unhex(?)"), (patch.row,)).fetchone()
        if row is None:
            raise BugError("A change names a row that is not in the database; nothing was saved.", table.name)
        now = dict(zip(layout.names_of(table), row, strict=True))
        began = self.began.setdefault((table.name, patch.row), now["version"])
        if patch.version not in (began, now["version"]):
            theirs = disagreements(table, patch, now)
            if theirs:
                raise Conflict(table.name, patch.row, theirs, now["changed_by"], now["changed_at"])
        return now

    def _remove(self, table: Table, patch: Patch, set_id: str, now: dict[str, Any]) -> None:
        if now["deleted"]:
            return
        self._line(table, patch.row, set_id, now, "deleted", 0, 1)
        self._stamp(table, patch.row, {"deleted": 1})
        self._count(table.name, 2, 1)

    def _update(self, table: Table, patch: Patch, set_id: str, now: dict[str, Any]) -> None:
        changed: dict[str, Any] = {}
        columns = updatable(table)
        for name, given in patch.values.items():
            if name not in columns:
                raise unfit(table, {name})
            value = absent(given)
            field = columns[name]
            if field and field.kind is Kind.CODE and (value or "") not in field.codes:
                raise unfit(table, {name})
            if field and field.kind is Kind.REF and value is not None and not layout.is_whole_id(value):
                raise unfit(table, {name})
            if value != now[name]:
                changed[name] = value
                self._line(table, patch.row, set_id, now, name, now[name], value)
        if changed:
            self._stamp(table, patch.row, changed)
        self._count(table.name, 1, 1)

    def _stamp(self, table: Table, row: str, changed: Mapping[str, Any]) -> None:
        columns = updatable(table)
        mark = {name: "unhex(?)" if layout.is_id(table, name) else "?" for name in changed}
        sets = [f"{quoted(sql_column(columns[name], name))} = {mark[name]}" for name in changed]
        self.db.execute(
            f"UPDATE {quoted(table.name)} SET {', '.join(sets)}, version = version + 1, revision = ?, "
            "changed_at = ?, changed_by = ? WHERE id = unhex(?)",
            (*changed.values(), self.revision, self.now, self.act.author, row),
        )

    def _line(
        self, table: Table, row: str, set_id: str, now: dict[str, Any], name: str, old: Any, new: Any
    ) -> None:
        case = row if table.name == "case" else now.get("case")
        self.lines.append(
            (set_id, self._next_seq(set_id), table.name, row, case, name, json.dumps(old), json.dumps(new))
        )

    def _next_seq(self, set_id: str) -> int:
        self.seq[set_id] = seq = self.seq.get(set_id, 0) + 1
        return seq

    def _record_lines(self) -> None:
        columns = ("set_id", "seq", "on_table", "row_id", "case_id", "field", "old", "new")
        self._insert_into("field_change", columns, self.lines)

    def _verify_references(self) -> None:
        """The foreign keys of a bulk insert, checked per distinct target instead of per row."""
        for table, ids in self.wanted.items():
            for row in ids.difference(*self.fresh.get(table, ()), ("", None)):
                query = f"SELECT 1 FROM {quoted(table)} WHERE id = unhex(?)"
                if self.db.execute(query, (row,)).fetchone() is None:
                    raise BugError("A change points at a row that does not exist; nothing was saved.", table)


def _size(change: ChangeSet) -> int:
    return len(change.patches) + sum(len(rows.ids) for rows in change.rows)
