"""A plain list of words as a table's source: findings of an import, past imports, history lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.lists.columns import Column, order_of, text_ranks
from desktop.domain.lists.listdata import Group

Ints = npt.NDArray[Any]


@dataclass
class RowsList:
    """Rows of words.

    Attributes:
        columns: headings; a column of kind "int" is sorted as numbers, one of kind "day" by date.
        rows: the words of each row, in the order of the columns.
        tags: what each row stands for, for whoever made the list.
        states: the row's state, an index in `domain.lists.columns.RAGS`; none when left out.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    tags: Sequence[Any] = ()
    states: Sequence[int] = ()
    rag: Ints = field(init=False)

    def __post_init__(self) -> None:
        states = self.states or [0] * len(self.rows)
        self.rag = np.array(states, np.int8)

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, key: str, rows: Ints) -> list[str]:
        """The words of one column for some rows."""
        at = self._at(key)
        return [self.rows[row][at] for row in rows.tolist()]

    def order_by(self, key: str, descending: bool = False) -> Ints:
        """Rows in the order of a column, empty cells last both ways."""
        at = self._at(key)
        texts = [row[at] for row in self.rows]
        if self.columns[at].kind == "int":
            keys = np.array([_number(text) for text in texts], np.int32)
        elif self.columns[at].kind == "day":
            keys = np.array([_day(text) for text in texts], np.int32)
        else:
            keys = text_ranks(texts)
        return order_of(keys, descending)

    def identity(self) -> Ints:
        """Per row a number that stays its own while its words do."""
        return np.array([hash(tuple(row)) for row in self.rows], np.int64)

    def groups(self) -> Sequence[Group]:
        """These lists have no headings."""
        return ()

    def _at(self, key: str) -> int:
        return next(at for at, column in enumerate(self.columns) if column.key == key)


def _day(text: str) -> int:
    """A printed date, ``24/10/2026``, as a number that sorts; an empty cell comes last."""
    parts = text[:10].split("/")
    return int("".join(reversed(parts))) if len(parts) == 3 else -(2**31)


def _number(text: str) -> int:
    digits = text.replace(",", "")
    return int(digits) if digits.lstrip("-").isdigit() else -(2**31)
