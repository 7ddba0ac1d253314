"""The item model behind every table: a list's rows by number, texts made only for rows that show.

The list (`ListSource`) stays in its own order; the model holds which of its rows stands on which line,
so that a sort is one argsort and nothing is copied. Lines that are headings of a group have a negative
number in that map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.domain.lists.columns import RAG_WORDS, Column
from desktop.domain.lists.listdata import Group
from desktop.models.difference import Difference, difference

Ints = npt.NDArray[Any]
Index = QModelIndex | QPersistentModelIndex

_NOTHING = np.iinfo(np.int32).min  # a line that is being moved: neither a row nor a heading yet
_KEEP = 4000  # rows whose texts are kept; a screen shows fifty


class ListSource(Protocol):
    """What the model needs of a list (`domain.lists.ListData` is one)."""

    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def rag(self) -> Ints: ...
    def __len__(self) -> int: ...
    def text(self, key: str, rows: Ints) -> list[str]: ...
    def order_by(self, key: str, descending: bool = False) -> Ints: ...
    def identity(self) -> Ints: ...
    def groups(self) -> Sequence[Group]: ...


DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
ID_ROLE = int(Qt.ItemDataRole.UserRole)
RAG_ROLE = ID_ROLE + 1
_ROLES = frozenset((DISPLAY, ACCESSIBLE, TOOL_TIP, ALIGNMENT, ID_ROLE, RAG_ROLE))
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROW_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class ArrayTableModel(QAbstractTableModel):
    """A list as lines and columns.

    Signals:
        rows_replaced: the lines are now quite others (a reset); the view restores what it kept by id.
        sorted_by: (column key or "", descending) after the order of lines was chosen anew.
    """

    rows_replaced = Signal()
    sorted_by = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data: ListSource | None = None
        self._columns: tuple[Column, ...] = ()
        self._map: Ints = np.empty(0, np.int32)
        self._ids: Ints = np.empty(0, np.int64)
        self._groups: Sequence[Group] = ()
        self._texts: dict[int, list[str | None]] = {}
        self._sort: tuple[str, bool] = ("", False)
        self._lines = 0

    # what views and pages ask

    @property
    def source(self) -> ListSource | None:
        """The list on show."""
        return self._data

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the model's sections."""
        return self._columns

    @property
    def sort_key(self) -> tuple[str, bool]:
        """Column key and whether descending; an empty key is the list's own order."""
        return self._sort

    def column_at(self, key: str) -> int:
        """The section of a column key, -1 when the list has none."""
        if not key:
            return -1
        return next((at for at, column in enumerate(self._columns) if column.key == key), -1)

    def with_under(self, sections: Sequence[int]) -> list[int]:
        """Sections, each followed by the one that is shown in the second row of its cells."""
        return [
            at
            for section in sections
            for at in (section, self.column_at(self._columns[section].under))
            if at >= 0
        ]

    def row_at(self, line: int) -> int:
        """The list's row on a line; -1 for a heading or a line that is not there."""
        return int(self._map[line]) if 0 <= line < self._lines and self._map[line] >= 0 else -1

    def heading_at(self, line: int) -> Group | None:
        """The group whose heading stands on a line."""
        number = int(self._map[line]) if 0 <= line < self._lines else 0
        return self._groups[-number - 1] if _NOTHING < number < 0 else None

    def id_at(self, line: int) -> int:
        """The lasting identity of the row on a line."""
        return int(self._ids[line])

    def line_of(self, identity: int) -> int:
        """The line of an identity, -1 when it is not in the list."""
        found = np.flatnonzero(self._ids == identity)
        return int(found[0]) if len(found) else -1

    def lines_of(self, identities: Iterable[int]) -> list[int]:
        """The lines of several identities, in line order."""
        wanted = np.fromiter(identities, np.int64)
        if not len(wanted):
            return []
        return [int(line) for line in np.flatnonzero(np.isin(self._ids, wanted))]

    def rag_at(self, line: int) -> int:
        """The state of the row on a line, an index in `domain.lists.columns.RAGS`."""
        row = self.row_at(line)
        return int(self._data.rag[row]) if self._data is not None and row >= 0 else 0

    def cells(self, lines: Iterable[int], sections: Sequence[int]) -> list[list[str | None] | None]:
        """For painting: per line the texts by section (at least those asked for); None for a heading."""
        rows = [self.row_at(line) for line in lines]
        self._make({row for row in rows if row >= 0}, sections)
        return [self._texts[row] if row >= 0 else None for row in rows]

    def texts(self, rows: Sequence[int], columns: Sequence[Column]) -> list[tuple[str, ...]]:
        """The words of some rows of the list, in these columns; not from the cache of painted lines."""
        if self._data is None:
            return []
        wanted, source = np.array(rows, np.int32), self._data
        return list(zip(*(source.text(column.key, wanted) for column in columns), strict=True))

    # what pages do

    def set_source(self, data: ListSource, changed: Ints | None = None) -> None:
        """Show another list, or the same one built again; says only what is different.

        Args:
            data: the list.
            changed: identities of the rows that may say something else than before; None for any row.
        """
        same_shape = self._data is not None and tuple(data.columns) == self._columns
        self._texts = self._still_true(data, changed) if same_shape and changed is not None else {}
        if not same_shape:
            return self._replace(data)
        lines, ids, groups = self._laid_out(data)
        way = difference(self._ids, ids)
        if way is None:
            return self._replace(data)
        self._step(data, lines, ids, groups, way)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines by a column; -1 gives back the list's own order. Empty cells come last."""
        key = self._columns[column].key if 0 <= column < len(self._columns) else ""
        self.sort_by(key, order == Qt.SortOrder.DescendingOrder)

    def sort_by(self, key: str, descending: bool = False) -> None:
        """Order the lines by a column key; an empty key gives back the list's own order."""
        had_groups = bool(self._groups)
        self._sort = (key, descending)
        if self._data is None:
            return
        lines, ids, groups = self._laid_out(self._data)
        if had_groups or groups:
            self._replace(self._data)
        else:
            self._permute(lines, ids)
        self.sorted_by.emit(key, descending)

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else self._lines

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ROW_FLAGS if self._map[index.row()] >= 0 else Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        line, section = index.row(), index.column()
        if role == ALIGNMENT:
            return _RIGHT if self._columns[section].align == "right" else _LEFT
        if role == ID_ROLE:
            return self.id_at(line)
        if role == RAG_ROLE:
            return self.rag_at(line)
        text = self._text(line, section)
        return self._spoken(line, section, text) if role == ACCESSIBLE else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role in (DISPLAY, ACCESSIBLE, TOOL_TIP):
            return self._columns[section].title
        return None

    # private

    def _text(self, line: int, section: int) -> str:
        group = self.heading_at(line)
        if group is not None:
            return group.title if section == 0 else ""
        row = self.row_at(line)
        if row < 0:
            return ""
        self._make({row}, (section,))
        return self._texts[row][section] or ""

    def _spoken(self, line: int, section: int, text: str) -> str:
        """What a screen reader says: the heading with the text, and the state where a shape stands."""
        group = self.heading_at(line)
        if group is not None:
            return f"{group.title}, {group.count} rows" if section == 0 else ""
        column = self._columns[section]
        word = RAG_WORDS[self.rag_at(line)] if column.kind == "rag" else ""
        said = word if word and word.casefold() not in text.casefold() else ""
        own = " ".join(part for part in (f"{column.title}:", said, text or ("" if said else "empty")) if part)
        under = self.column_at(column.under)
        return f"{own}; {self._spoken(line, under, self._text(line, under))}" if under >= 0 else own

    def _make(self, rows: set[int], sections: Sequence[int]) -> None:
        """See that the texts of these rows and sections are in the cache."""
        texts = self._texts
        if len(texts) > _KEEP:
            texts.clear()
        width = len(self._columns)
        for row in rows:
            if row not in texts:
                texts[row] = [None] * width
        for section in sections:
            missing = [row for row in rows if texts[row][section] is None]
            if missing:
                self._fill(missing, section)

    def _fill(self, rows: list[int], section: int) -> None:
        assert self._data is not None
        made = self._data.text(self._columns[section].key, np.array(rows, np.int32))
        for row, text in zip(rows, made, strict=True):
            self._texts[row][section] = text

    def _still_true(self, data: ListSource, changed: Ints) -> dict[int, list[str | None]]:
        """The texts of rows that say the same and stand where they stood, or a place further."""
        assert self._data is not None
        rows, ids = np.fromiter(self._texts, np.int64, len(self._texts)), data.identity()
        if not len(rows) or not len(ids):
            return {}
        own = self._data.identity()[rows]
        other = set(changed.tolist())
        kept: dict[int, list[str | None]] = {}
        for step in (0, -1, 1):
            at = np.clip(rows + step, 0, len(ids) - 1)
            found = np.flatnonzero(ids[at] == own)
            for row, now, name in zip(
                rows[found].tolist(), at[found].tolist(), own[found].tolist(), strict=True
            ):
                if name not in other:
                    kept[now] = self._texts[row]
        return kept

    def _laid_out(self, data: ListSource) -> tuple[Ints, Ints, Sequence[Group]]:
        """Row per line, identity per line and groups, as the list and the chosen order give them."""
        key, descending = self._sort
        ids = data.identity()
        if key and any(column.key == key for column in data.columns):
            lines = data.order_by(key, descending)
            return lines, ids[lines], ()
        groups = data.groups()
        if not groups:
            return np.arange(len(data), dtype=np.int32), ids, ()
        at = np.array([group.first for group in groups])
        heads = -1 - np.arange(len(groups))
        names = np.array([_heading_id(group.title) for group in groups], np.int64)
        rows = np.arange(len(data), dtype=np.int32)
        return np.insert(rows, at, heads), np.insert(ids, at, names), groups

    def _replace(self, data: ListSource) -> None:
        self.beginResetModel()
        self._data, self._columns = data, tuple(data.columns)
        self._map, self._ids, self._groups = self._laid_out(data)
        self._lines = len(self._map)
        self._texts.clear()
        self.endResetModel()
        self.rows_replaced.emit()

    def _permute(self, lines: Ints, ids: Ints) -> None:
        """The same rows on other lines: views keep selection and current row through this."""
        self.layoutAboutToBeChanged.emit()
        place = np.empty(len(lines), np.int64)
        place[lines] = np.arange(len(lines))
        old = self.persistentIndexList()
        new = [self.index(int(place[self._map[index.row()]]), index.column()) for index in old]
        self._map, self._ids, self._groups = lines, ids, ()
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _step(
        self, data: ListSource, lines: Ints, ids: Ints, groups: Sequence[Group], way: Difference
    ) -> None:
        """Take the lines from the old list to the new one, a run at a time.

        From the first run on every line that stays already speaks of the new list, so that whoever
        listens in between reads one list and not two.
        """
        nowhere = QModelIndex()
        self._data, self._groups = data, groups
        self._map = np.where(way.became < 0, _NOTHING, lines[way.became] if len(lines) else _NOTHING)
        for step in way.steps:
            last = step.first + step.count - 1
            if step.kind == "remove":
                self.beginRemoveRows(nowhere, step.first, last)
                self._take_map(np.delete(self._map, slice(step.first, last + 1)))
                self.endRemoveRows()
            elif step.kind == "insert":
                self.beginInsertRows(nowhere, step.first, last)
                self._take_map(np.insert(self._map, step.first, lines[step.first : last + 1]))
                self.endInsertRows()
            else:
                self.beginMoveRows(nowhere, step.first, last, nowhere, step.to)
                self._take_map(lines)
                self.endMoveRows()
        self._map, self._ids = lines, ids
        if self._lines:
            last_cell = self.index(self._lines - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last_cell, [DISPLAY, ACCESSIBLE, TOOL_TIP, RAG_ROLE])

    def _take_map(self, lines: Ints) -> None:
        self._map, self._lines = lines, len(lines)


def _heading_id(title: str) -> int:
    """A stable negative identity for a heading."""
    value = 0
    for letter in title:
        value = (value * 1_000_003 + ord(letter)) & 0x3FFF_FFFF_FFFF_FFFF
    return -1 - value
