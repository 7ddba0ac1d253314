"""New rows that come by column (`changes.Rows`): written, and taken into a casebook, without a row object.

Rows of one table that give the same fields are put together over all change sets of the act, so that
words and references are checked once per column, and fields that nobody gives cost nothing.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, Rows
from desktop.domain.days import NEVER
from desktop.domain.schema import FACT, SHAPES, Field, Kind, Table
from desktop.errors import BugError
from desktop.store import layout

AT_ONCE = 2_000  # rows in one statement
_REFERRED_TO = frozenset(field.to for shape in SHAPES.values() for field in shape.fields)


@dataclass
class Bulk:
    """Rows of one table that give the same fields.

    Attributes:
        table: whose rows.
        given: names of the fields (and fact instants) that have a column.
        ids, set_ids, source: one per row.
        columns: name -> one value per row, with the stand-in for absent values.
    """

    table: Table
    given: tuple[str, ...]
    ids: Sequence[str] = ()
    set_ids: list[str] = field(default_factory=list)
    source: Sequence[str] = ()
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)

    def take(self, parts: Sequence[tuple[str, Rows]]) -> None:
        """Take in the rows of change sets, in their order; what was cut from one piece comes in one piece."""
        at, pieces = 0, []
        while at < len(parts):
            whole, end = _run(parts, at)
            for set_id, rows in parts[at:end]:
                self.set_ids.extend(repeat(set_id, len(rows.ids)))
            pieces.append(whole)
            at = end
        self.ids = _joined([each.ids for each in pieces])
        self.source = _joined([each.source or [""] * len(each.ids) for each in pieces])
        self.columns = {name: _joined([each.columns[name] for each in pieces]) for name in self.given}

    def insert(self, db: Any, shared: Mapping[str, str | int], packed_ids: PackedIds) -> None:
        """Insert the rows.

        A column that holds one value throughout goes into the statement, or nowhere when it is absent:
        binding a value costs more than anything else that is done in Python for a row.

        Args:
            db: the connection.
            shared: name -> the value that the store gives every row.
            packed_ids: those of the act.
        """
        columns = {"id": self.ids, "set_id": self.set_ids, "source": self.source, **self.columns}
        blanks = self._blanks()
        packed, given, same, blank = [], [], dict(shared), set()
        for name, column in columns.items():
            first, absent = column[0], blanks.get(name, "")
            if name != "id" and column.count(first) == len(column) and _writable(first):
                if first != absent:
                    same[name] = first
            elif layout.is_id(self.table, name) and (whole := packed_ids.of(self.table, column)):
                packed.append((name, whole))
            else:
                given.append(name)
                if absent in column:
                    blank.add(name)
        size, sql = 0, ""
        for start in range(0, len(self.ids), AT_ONCE):
            cut = slice(layout.ID_BYTES * start, layout.ID_BYTES * (start + AT_ONCE))
            ids = [whole[cut] for _, whole in packed]
            part = [columns[name][start : start + AT_ONCE] for name in given]
            if min(AT_ONCE, len(self.ids) - start) != size:
                size = min(AT_ONCE, len(self.ids) - start)
                names = (tuple(name for name, _ in packed), tuple(given))
                sql = layout.bulk_insert_sql(self.table, *names, frozenset(blank), same, size)
            db.execute(sql, [*ids, *chain.from_iterable(zip(*part, strict=True))])

    def _blanks(self) -> dict[str, Any]:
        """What stands for an absent value in each column of numbers or words; "" in all others."""
        return {
            **{each.name: layout.stand_in(each) for each in self.table.fields},
            "recorded_at": None,
            "superseded_at": NEVER,
        }

    def fields(self) -> Iterator[tuple[Field, Sequence[Any]]]:
        """The schema's fields that are given, with their columns."""
        for each in self.table.fields:
            if each.name in self.columns:
                yield each, self.columns[each.name]


class PackedIds:
    """The bytes of whole columns of ids; an act names its cases in most of its tables."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Sequence[str], bytes]] = {}  # the column is held, so that its id stays

    def of(self, table: Table, column: Sequence[str]) -> bytes:
        """The ids of a column, one after another; nothing when one of them is absent."""
        if id(column) not in self._known:
            whole = set(map(len, column)) == {2 * layout.ID_BYTES}
            self._known[id(column)] = column, _bytes_of(table, column) if whole else b""
        return self._known[id(column)][1]


def _bytes_of(table: Table, ids: Sequence[str]) -> bytes:
    try:
        return unhexlify("".join(ids))
    except ValueError:
        raise BugError("A change names a row by what is no id; nothing was saved.", table.name) from None


def _joined(parts: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """All of them as one; the only one as it is."""
    return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))


def _run(parts: Sequence[tuple[str, Rows]], at: int) -> tuple[Rows, int]:
    """The rows of which all parts stand here one after another, and where what follows them begins."""
    first = parts[at][1]
    whole, size = first.of, 0
    if whole is not None:
        for end in range(at, len(parts)):
            rows = parts[end][1]
            if rows.of is not whole or rows.start != size:
                break
            size += len(rows.ids)
            if size == len(whole.ids):
                return whole, end + 1
    return first, at + 1


def _writable(value: Any) -> bool:
    """Whether a value can stand in a statement as it is."""
    return type(value) is int or (type(value) is str and "\0" not in value)


def by_table(act: Act, now: int) -> list[Bulk]:
    """The rows of an act put together, tables in the schema's order.

    Raises:
        BugError: when rows name a field that their table does not have, a word that the field does not
            know, or columns of unequal length.
    """
    parts: dict[tuple[str, tuple[str, ...]], list[tuple[str, Rows]]] = {}
    for change in act.sets:
        for rows in change.rows:
            parts.setdefault((rows.table, tuple(sorted(rows.columns))), []).append((change.id, rows))
    bulks = []
    for (_, given), each in parts.items():
        bulks.append(Bulk(_checked_table(each[0][1]), given))
        bulks[-1].take(each)
    order = {name: at for at, name in enumerate(SHAPES)}
    ready = sorted(bulks, key=lambda bulk: order[bulk.table.name])
    for bulk in ready:
        _fill_absent(bulk, now)
    return ready


def _checked_table(rows: Rows) -> Table:
    table = SHAPES[rows.table]
    names = {each.name for each in table.fields} | (set(FACT) if table.fact else set())
    _refuse(table, set(rows.columns) - names)
    return table


def _fill_absent(bulk: Bulk, now: int) -> None:
    size = len(bulk.ids)
    stand_ins = {each.name: layout.stand_in(each) for each in bulk.table.fields}
    stand_ins |= {"recorded_at": now, "superseded_at": NEVER}
    for name, column in bulk.columns.items():
        if None in column:
            blank = stand_ins[name]
            bulk.columns[name] = [blank if value is None else value for value in column]
    _refuse(bulk.table, {name for name, column in bulk.columns.items() if len(column) != size})
    words = {each.name for each, column in bulk.fields() if each.kind is Kind.CODE and _strange(each, column)}
    _refuse(bulk.table, words)


def _strange(each: Field, column: Sequence[str]) -> bool:
    return bool(set(column) - set(each.codes))


def _refuse(table: Table, names: set[str]) -> None:
    if names:
        raise BugError(
            "A change does not fit the shape of the data; nothing was saved.",
            ", ".join(f"{table.name}.{name}" for name in sorted(names)),
        )


@contextmanager
def indexed_late(db: Any, bulks: Sequence[Bulk]) -> Iterator[None]:
    """Index a large part of a table that was empty in one go, in less than half the time of row by row."""
    late: list[str] = []
    for table in {each.table.name for each in bulks}:
        if db.execute(f"SELECT 1 FROM {layout.quoted(table)} LIMIT 1").fetchone():
            continue
        query = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        )
        for name, statement in db.execute(query, (table,)).fetchall():
            db.execute(f"DROP INDEX {layout.quoted(name)}")
            late.append(statement)
    yield
    for statement in late:
        db.execute(statement)


def append(book: Casebook, bulks: Iterable[Bulk], now: int) -> None:
    """Add rows that have just been written to a casebook, in the order in which they were written."""
    placed = []
    for bulk in bulks:
        columns = book.tables[bulk.table.name]
        first = columns.grow(len(bulk.ids))
        at = slice(first, first + len(bulk.ids))
        columns.ids[at], columns.set_id[at], columns.source[at] = bulk.ids, bulk.set_ids, bulk.source
        if len(bulk.ids) >= AT_ONCE and bulk.table.name not in _REFERRED_TO:
            columns.forget_index()  # made again by whoever edits one of its rows first
        else:
            columns.index.update(zip(bulk.ids, range(at.start, at.stop), strict=True))
        if bulk.table.fact:
            columns.recorded_at[at] = bulk.columns.get("recorded_at", now)
            columns.superseded_at[at] = bulk.columns.get("superseded_at", NEVER)
        placed.append((bulk, columns, at))
    for bulk, columns, at in placed:
        for each, values in bulk.fields():
            cells = columns.column(each.name)
            if values.count(values[0]) == len(values):
                values = values[:1]
            if each.kind is Kind.CODE:
                number = {word: place for place, word in enumerate(each.codes)}
                cells[at] = list(map(number.__getitem__, values))
            elif each.kind is Kind.REF:
                cells[at] = list(map(book.tables[each.to].index.get, values, repeat(-1)))
            elif each.kind is Kind.TEXT:
                cells[at] = values if len(values) == len(bulk.ids) else list(values) * len(bulk.ids)
            else:
                cells[at] = values
    book.revision += 1
