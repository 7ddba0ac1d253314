"""The casebook: every table as columns in memory, kept current by the rows that changed.

Everything a screen, a list, an export or a pack asks is asked of this. Columns are numpy arrays
(see `schema.Kind` for each kind's form) except text, which is a list. References are row numbers of
the other table, so a join is one take: ``book.person.name[book.case.person[row]]``.

A row that is deleted keeps its place with ``live`` False (and, for a fact, ``recorded_at`` NEVER), so
row numbers stay valid for as long as the casebook lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.schema import SHAPES, Field, Kind, Table

Ints = npt.NDArray[Any]
_DTYPE = {
    Kind.CODE: np.int16,
    Kind.REF: np.int32,
    Kind.DAY: np.int32,
    Kind.INSTANT: np.int64,
    Kind.FLAG: np.int8,
    Kind.INT: np.int32,
}
_ABSENT: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.CODE: 0,
    Kind.REF: -1,
    Kind.DAY: NO_DAY,
    Kind.INSTANT: 0,
    Kind.FLAG: -1,
    Kind.INT: 0,
}

MANY = 64  # rows from which writing by column is quicker than by cell


class Columns:
    """One table in memory.

    Attributes:
        ids: the rows' ids.
        live: bool per row; False for a deleted row.
        recorded_at, superseded_at: int64 instants (facts only; NEVER when not superseded).
        recorded_set: text id of the change set that inserted the row (``set_id`` in SQL).
        source: ``sheet!row`` of an import, else "".

    Every field of the table's shape is an attribute too: ``book.event.on``.
    """

    def __init__(self, shape: Table, rows: int = 0) -> None:
        self.shape = shape
        self._size = rows
        self._data: dict[str, Any] = {}
        self._index: dict[str, int] | None = None
        self._room: dict[str, Ints] = {}
        for field in shape.fields:
            self._data[field.name] = _blank(field, rows)
        self._data["ids"] = [""] * rows
        self._data["source"] = [""] * rows
        self._data["set_id"] = [""] * rows
        self._data["version"] = np.ones(rows, np.int32)
        self._data["live"] = np.ones(rows, bool)
        if shape.fact:
            self._data["recorded_at"] = np.zeros(rows, np.int64)
            self._data["superseded_at"] = np.full(rows, NEVER, np.int64)

    def __len__(self) -> int:
        return self._size

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_data"][name]
        except KeyError:
            raise AttributeError(f"{self.__dict__['shape'].name} has no column {name}") from None

    def set_columns(self, size: int, columns: Mapping[str, Any]) -> None:
        """Replace whole columns (bulk loading); columns not given become absent values.

        Arrays must already have the casebook's own form; `size` is their common length.
        """
        self.__init__(self.shape, size)  # type: ignore[misc]
        self._data.update(columns)

    def row(self, row_id: str) -> int:
        """The row number of an id.

        Raises:
            KeyError: when no row has that id.
        """
        return self.index[row_id]

    @property
    def index(self) -> dict[str, int]:
        """Row number of each id, built on first use."""
        if self._index is None:
            self._index = {row_id: at for at, row_id in enumerate(self._data["ids"])}
        return self._index

    def forget_index(self) -> None:
        """Have `index` made again when it is next asked for, after many rows have come."""
        self._index = None

    def column(self, name: str) -> Any:
        """A column by name: for fields that share a name with a method here (a placement's ``code``)."""
        return self._data[name]

    def code(self, field: str, word: str) -> int:
        """The number that stands for a code word of a CODE field.

        Raises:
            ValueError: when the word is not one of the field's codes.
        """
        return self.shape.field(field).codes.index(word)

    def word(self, field: str, row: int) -> str:
        """The code word of one row of a CODE field."""
        return self.shape.field(field).codes[int(self._data[field][row])]

    def record(self, row: int) -> dict[str, Any]:
        """One row as plain values, in the form that patches use (None for absent, ids for refs)."""
        return {field.name: self._plain(field, row) for field in self.shape.fields}

    def _plain(self, field: Field, row: int) -> Any:
        value = self._data[field.name][row]
        if field.kind is Kind.TEXT:
            return value
        if field.kind is Kind.CODE:
            return field.codes[int(value)]
        if field.kind in (Kind.DAY, Kind.FLAG) and value == _ABSENT[field.kind]:
            return None
        if field.kind is Kind.REF:
            return None if value < 0 else int(value)  # a row number; see Casebook.record for ids
        return int(value)

    def taken(self, rows: Ints) -> Columns:
        """A copy that holds only these rows, in this order."""
        part = Columns.__new__(Columns)
        part.shape, part._size, part._index, part._room = self.shape, len(rows), None, {}
        listed = rows.tolist()
        part._data = {
            name: [column[row] for row in listed] if isinstance(column, list) else column[rows]
            for name, column in self._data.items()
        }
        return part

    def grow(self, count: int) -> int:
        """Add blank rows at the end; returns the first new row number.

        Arrays grow into spare room behind them, so that adding one row to a million costs one row.
        """
        first = self._size
        extra = Columns(self.shape, count)
        for name, column in self._data.items():
            if isinstance(column, list):
                column.extend(extra._data[name])
            else:
                room = self._room_for(name, column, first + count)
                room[first : first + count] = extra._data[name]
                self._data[name] = room[: first + count]
        self._size += count
        return first

    def _room_for(self, name: str, column: Ints, size: int) -> Ints:
        """The array that a column is the beginning of, with room for `size` rows."""
        room = self._room.get(name)
        if room is None or column.base is not room or len(room) < size:
            room = self._room[name] = np.empty(size + size // 8 + 16, column.dtype)
            room[: len(column)] = column
        return room

    def put(self, row: int, name: str, value: Any) -> None:
        """Write one cell (the casebook's own form)."""
        self._data[name][row] = value

    def put_column(self, name: str, values: Any) -> None:
        """Replace one whole column (the casebook's own form, the same length)."""
        self._data[name] = values


def _blank(field: Field, rows: int) -> Any:
    if field.kind is Kind.TEXT:
        return [""] * rows
    return np.full(rows, _ABSENT[field.kind], _DTYPE[field.kind])


class Casebook:
    """All tables as columns; ``book.event``, ``book.case`` and so on.

    Attributes:
        revision: grows with every change applied; caches compare it.
        stored: the database's data revision that this casebook has reached (see `desktop.store`).
        proposed: ids of allocations and offers that are on this machine alone: until the shared database
            has them, somebody else may be quicker.
    """

    def __init__(self) -> None:
        self.tables: dict[str, Columns] = {name: Columns(shape) for name, shape in SHAPES.items()}
        self.revision = 0
        self.stored = 0
        self.proposed: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Columns:
        try:
            return self.__dict__["tables"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"the casebook has no table {name}") from None

    def record(self, table: str, row: int) -> dict[str, Any]:
        """One row as patch values, with references as ids."""
        columns = self.tables[table]
        values = columns.record(row)
        for field in columns.shape.fields:
            if field.kind is Kind.REF and values[field.name] is not None:
                values[field.name] = self.tables[field.to].ids[values[field.name]]
        return values

    def apply(self, table: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Upsert rows given as patch values plus ``id`` and the common columns; returns row numbers.

        References to rows that are not loaded yet become -1: apply tables in the order of
        `schema.TABLES`, and facts last.
        """
        columns = self.tables[table]
        batch = list(rows)
        fresh = [row["id"] for row in batch if row["id"] not in columns.index]
        if fresh:
            at = columns.grow(len(fresh))
            for offset, row_id in enumerate(fresh):
                columns.ids[at + offset] = row_id
                columns.index[row_id] = at + offset
        if len(batch) < MANY:
            numbers = [self._write(columns, row) for row in batch]
        else:
            numbers = [columns.index[row["id"]] for row in batch]
            self._write_many(columns, np.array(numbers), batch)
        self.revision += 1
        return numbers

    def _write_many(self, columns: Columns, at: Ints, batch: Sequence[Mapping[str, Any]]) -> None:
        """As `_write`, column by column: a fraction of the cost of going cell by cell."""
        for field in columns.shape.fields:
            if field.name in batch[0]:
                self._fill(columns, field, at, [row[field.name] for row in batch])
        for name in ("source", "set_id"):
            for row, values in zip(at.tolist(), batch, strict=True):
                if values.get(name):
                    columns.put(row, name, values[name])
        live = np.array([not values.get("deleted") for values in batch])
        columns.column("live")[at] = live
        if "version" in batch[0]:
            columns.column("version")[at] = [values["version"] for values in batch]
        if columns.shape.fact:
            recorded = np.array([values.get("recorded_at", 0) for values in batch], np.int64)
            columns.column("recorded_at")[at] = np.where(live, recorded, NEVER)
            columns.column("superseded_at")[at] = [values.get("superseded_at") or NEVER for values in batch]

    def _fill(self, columns: Columns, field: Field, at: Ints, values: Sequence[Any]) -> None:
        column = columns.column(field.name)
        if field.kind is Kind.TEXT:
            for row, value in zip(at.tolist(), values, strict=True):
                column[row] = value or ""
        elif field.kind is Kind.CODE:
            number = {word: place for place, word in enumerate(field.codes)}
            column[at] = [number[value or ""] for value in values]
        elif field.kind is Kind.REF:
            index = self.tables[field.to].index
            column[at] = [index.get(value, -1) for value in values]
        else:
            absent = _ABSENT[field.kind]
            column[at] = [absent if value is None or value == "" else value for value in values]

    def forget(self, table: str, ids: Iterable[str]) -> None:
        """Rows that this person may see no longer: nothing of them stays but their place.

        They keep the row numbers that they refer to, so that lists find the cases they were about.
        """
        columns = self.tables[table]
        for row in [columns.index[row_id] for row_id in ids if row_id in columns.index]:
            for field in columns.shape.fields:
                if field.kind is not Kind.REF:
                    columns.put(row, field.name, _ABSENT[field.kind])
            columns.put(row, "source", "")
            columns.put(row, "live", False)
            if columns.shape.fact:
                columns.put(row, "recorded_at", NEVER)
        self.revision += 1

    def _write(self, columns: Columns, values: Mapping[str, Any]) -> int:
        row = columns.index[values["id"]]
        for field in columns.shape.fields:
            if field.name in values:
                columns.put(row, field.name, self._own_form(field, values[field.name]))
        for name in ("source", "set_id"):
            if values.get(name):
                columns.put(row, name, values[name])
        if "version" in values:
            columns.put(row, "version", values["version"])
        deleted = bool(values.get("deleted"))
        columns.put(row, "live", not deleted)
        if columns.shape.fact:
            columns.put(row, "recorded_at", NEVER if deleted else values.get("recorded_at", 0))
            columns.put(row, "superseded_at", values.get("superseded_at") or NEVER)
        return row

    def _own_form(self, field: Field, value: Any) -> Any:
        if value is None or value == "":
            return _ABSENT[field.kind]
        if field.kind is Kind.CODE:
            return field.codes.index(value)
        if field.kind is Kind.REF:
            return self.tables[field.to].index.get(value, -1)
        return value


def known(columns: Columns, known_at: int) -> npt.NDArray[np.bool_]:
    """Which facts were on record at an instant: recorded by then and not yet superseded."""
    recorded: Ints = columns.recorded_at
    superseded: Ints = columns.superseded_at
    return (recorded <= known_at) & (superseded > known_at)


def codes_of(table: str, field: str, words: Sequence[str]) -> list[int]:
    """The numbers of several code words, for masks such as ``np.isin(book.event.kind, ...)``."""
    vocabulary = SHAPES[table].field(field).codes
    return [vocabulary.index(word) for word in words]
