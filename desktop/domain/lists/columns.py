"""Columns of a list: declared once, text made only for the rows asked for, numbers to sort by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from desktop.domain.days import NO_DAY, short

Ints = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]

# A row's state as one small number: colour, shape and word all come from it.
RAGS = ("none", "in_time", "due_soon", "due_today", "overdue", "unknown")
NONE, IN_TIME, DUE_SOON, DUE_TODAY, OVERDUE, UNKNOWN = range(6)
SHAPES = ("none", "circle", "half_circle", "diamond", "triangle", "question")
RAG_WORDS = ("", "In time", "Due soon", "Due today", "Overdue", "Cannot be calculated")
# How pressing each state is, for sorting: higher first.
URGENCY = np.array([0, 1, 3, 4, 5, 2], np.int32)


@dataclass(frozen=True)
class Column:
    """One column's heading and manner.

    Attributes:
        key: stable name; widths, exports and `--json` use it.
        kind: how a view paints it; "rag" cells have a shape from `SHAPES` beside their words.
        width: characters that usually suffice.
        names: holds a person's name or initials, so that exports can leave it out.
        shown: part of the column set that a new user sees.
        under: key of the column whose words stand in the second row of this one's cells.
    """

    key: str
    title: str
    kind: Literal["text", "day", "int", "rag"] = "text"
    width: int = 12
    align: Literal["left", "right"] = "left"
    names: bool = False
    shown: bool = True
    under: str = ""


class Cells:
    """What stands in one column for every row of a list's base.

    Attributes:
        text: given positions in the base, their words.
    """

    def __init__(self, text: Callable[[Ints], list[str]], keys: Callable[[], Ints]) -> None:
        self.text = text
        self._make = keys
        self._keys: Ints | None = None

    @property
    def keys(self) -> Ints:
        """Whole numbers within int32 that sort like the words; `NO_DAY` for an empty cell."""
        if self._keys is None:
            self._keys = self._make()
        return self._keys


def day_cells(days: Ints | Callable[[], Ints], some: Callable[[Ints], Ints] | None = None) -> Cells:
    """Dates, printed dd/mm/yyyy.

    Args:
        days: the array, or what makes it when first needed.
        some: what gives the days of some rows, where all need not be made for that.
    """

    def text(at: Ints) -> list[str]:
        return [short(value) for value in (some(at) if some is not None else cells.keys[at]).tolist()]

    cells = Cells(text, days if callable(days) else lambda: days)
    return cells


def int_cells(numbers: Ints, unit: str = "", plural: str = "") -> Cells:
    """Whole numbers with an optional unit; `NO_DAY` prints as nothing."""

    def text(at: Ints) -> list[str]:
        return ["" if n == NO_DAY else count_of(n, unit, plural) for n in numbers[at].tolist()]

    return Cells(text, lambda: numbers)


def text_ranks(texts: Sequence[str]) -> Ints:
    """Each text's place in casefold order; `NO_DAY` for an empty one, equal texts alike."""
    folded = [text.casefold() for text in texts]
    place = {text: at for at, text in enumerate(sorted(set(folded)))}
    return np.array([place[text] if text else NO_DAY for text in folded], np.int32)


def count_of(number: int, unit: str = "", plural: str = "") -> str:
    """A number with its unit in the right form, ``1 day``, ``1,204 days``."""
    if not unit:
        return f"{number:,}"
    return f"{number:,} {unit if number == 1 else plural or unit + 's'}"


def order_of(keys: Ints, descending: bool = False) -> Ints:
    """Positions in the order of int32 keys: stable, `NO_DAY` last in both directions.

    Key and position are packed in one int64, because sorting values is several times as fast as
    sorting positions.
    """
    wide = keys.astype(np.int64)
    wide = np.where(keys == NO_DAY, 2**31 - 1, -wide if descending else wide)
    packed = (wide << 32) | np.arange(len(keys), dtype=np.int64)
    packed.sort()
    return (packed & 0xFFFFFFFF).astype(np.int32)


def pack(*parts: tuple[Ints, int]) -> Ints:
    """One int64 key out of several whole numbers with the bits that each may use, first one first.

    Values are clipped to fit; `NO_DAY` comes after every other value.
    """
    made = np.zeros(len(parts[0][0]), np.int64)
    for values, bits in parts:
        made = (made << bits) | _fitted(values, bits)
    return made


def _fitted(values: Ints, bits: int) -> Ints:
    if values.dtype == bool:
        return values.astype(np.int64)
    top = (1 << bits) - 1
    made: Ints = np.where(values == NO_DAY, top, np.clip(values, 0, top - 1)).astype(np.int64)
    return made


def order_packed(packed: Ints) -> Ints:
    """Positions in the order of keys made by `pack` (at most 42 bits), ties by position."""
    return sorted_by(packed, np.arange(len(packed), dtype=np.int64))


def sorted_by(packed: Ints, rows: Ints) -> Ints:
    """Row numbers (below two million) in the order of keys made by `pack`, ties by row number.

    The sort is the one that is fast on rows that are nearly in order already, which is how a list
    comes back after an edit.
    """
    mixed = (packed << 21) | rows
    mixed.sort(kind="stable")
    return (mixed & 0x1FFFFF).astype(np.int32)
