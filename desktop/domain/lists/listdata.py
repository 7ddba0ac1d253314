"""A list's rows and a list's base: everything a table, an export or a test asks of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from desktop.domain.lists.columns import NONE, RAG_WORDS, SHAPES, Bools, Cells, Column, Ints, order_of
from desktop.domain.lists.rows import Rows
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.vocabulary import Vocabulary


@dataclass(frozen=True)
class Group:
    """A run of rows under one heading, in the list's own order: rows `first` to `first + count`."""

    title: str
    first: int
    count: int


@dataclass(frozen=True)
class Chip:
    """One count above a list: which rows it counts, and in which words.

    Attributes:
        title: may hold ``{days}``, the selection's look-ahead in words.
        mask: per row of the base, or a function from the selection to that.
        rag: how bad a number above zero is.
        means: the definition in one sentence.
    """

    key: str
    title: str
    mask: Bools | Callable[[Selection], Bools]
    rag: int = NONE
    means: str = ""

    def rows(self, selection: Selection) -> Bools:
        """Which rows of the base are counted."""
        return self.mask(selection) if callable(self.mask) else self.mask


@dataclass
class Base:
    """A list before anything narrows it, in the list's own order; kept until the data change.

    Attributes:
        rows: who and where, per row; `rows.case` is -1 where a row is not of one case.
        clock: indexes in the desk's clocks (-1 for none).
        rag: indexes in `columns.RAGS`.
        ids: one number per row that stays the row's own when the list is built again: case and rule
            for a row about one clock, the case for a row about a case, else the worker.
        columns, cells: what can be shown.
        chips: the counts above the list, in order.
        search: texts to search besides those of `rows`, each with its row per row of the base.
        narrow: what the list is whatever the filters say (the days of "due soon").
        limit: how many rows are shown at most, given the positions that match; for Today.
        has: from a mask over the case table to one over the rows, where a row stands for several cases;
            without it a row is of its own case only.
        clocks: of columns that speak of another clock than the row's, its index per row (-1 for none).
        group: heading number per row (-1: none), in rising runs; `headings` has the words.
        news: what of the whole list is worth saying first, in one line.
        alone: what a row says changes only with the cases of its person and family.
    """

    rows: Rows
    clock: Ints
    rag: Ints
    ids: Ints
    columns: tuple[Column, ...]
    cells: Mapping[str, Cells]
    chips: tuple[Chip, ...] = ()
    search: tuple[tuple[Vocabulary, Ints], ...] = ()
    narrow: Callable[[Selection], Bools] | None = None
    limit: Callable[[Ints], Ints] | None = None
    has: Callable[[Bools], Bools] | None = None
    clocks: Mapping[str, Ints] = field(default_factory=dict)
    group: Ints | None = None
    headings: tuple[str, ...] = ()
    news: str = ""
    alone: bool = False

    def __len__(self) -> int:
        return len(self.clock)

    def of_cases(self, mask: Bools) -> Bools:
        """Which rows are about a case of a mask over the case table."""
        if self.has is not None:
            return self.has(mask)
        found: Bools = np.append(mask, False)[self.rows.case]
        return found

    def chip(self, key: str) -> Chip:
        """The count of that key.

        Raises:
            KeyError: when the list has no such count.
        """
        for chip in self.chips:
            if chip.key == key:
                return chip
        raise KeyError(key)


@dataclass
class ListData:
    """The rows that a selection asks for.

    Attributes:
        selection: what was asked.
        columns: everything that can be shown, in order.
        case, clock, rag: per row.
        at: each row's position in the base.
        of: how many rows the list has before text, count and rule narrow it ("37 of 1,204").
    """

    selection: Selection
    base: Base
    at: Ints
    of: int
    columns: tuple[Column, ...] = field(init=False)
    case: Ints = field(init=False)
    clock: Ints = field(init=False)
    rag: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.columns = self.base.columns
        self.case = self._of(self.base.rows.case)
        self.clock = self._of(self.base.clock)
        self.rag = self._of(self.base.rag)

    def __len__(self) -> int:
        return len(self.at)

    def worker_of(self, row: int) -> int:
        """Who has the work of a row today, -1 for nobody."""
        return int(self.base.rows.some("acting", self.at[row : row + 1])[0])

    @property
    def news(self) -> str:
        """What of the whole list is worth saying first; nothing while filters hide a part of it."""
        asked = self.selection
        whole = Selection(asked.list, asked.as_at, asked.known_at, days=asked.days)
        return self.base.news if asked.but(chip="", order="") == whole else ""

    def _of(self, column: Ints) -> Ints:
        """A column of the base for the list's rows; the column itself when nothing is narrowed."""
        found: Ints = column if len(self.at) == len(column) else column[self.at]
        return found

    def column(self, key: str) -> Column:
        """The column of that key.

        Raises:
            KeyError: when the list has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def text(self, key: str, rows: Ints) -> list[str]:
        """The words of one column for some rows; nothing is made for the others."""
        return self.base.cells[key].text(self.at[rows])

    def sort_keys(self, key: str) -> Ints:
        """Per row, a whole number that sorts like the column; `NO_DAY` for an empty cell."""
        return self._of(self.base.cells[key].keys)

    def order_by(self, key: str, descending: bool = False) -> Ints:
        """Rows in the order of a column, ties in the list's own order, empty cells last both ways."""
        return order_of(self.sort_keys(key), descending)

    def identity(self) -> Ints:
        """Per row, a number that finds it again in a list built later (see `Base.ids`).

        A view keeps its selection, its current row and its scroll by it.
        """
        return self._of(self.base.ids)

    def shape(self, row: int) -> str:
        """The name of the shape that stands for the row's state (see `columns.SHAPES`)."""
        return SHAPES[int(self.rag[row])]

    def state_word(self, row: int) -> str:
        """The row's state in words, without numbers."""
        return RAG_WORDS[int(self.rag[row])]

    def groups(self) -> list[Group]:
        """Headings over the rows in the list's own order; empty when the list is not grouped."""
        if self.base.group is None or not len(self):
            return []
        group = self.base.group[self.at]
        starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        ends = np.r_[starts[1:], len(group)]
        return [
            Group(self.base.headings[int(group[first])], int(first), int(end - first))
            for first, end in zip(starts, ends, strict=True)
        ]
