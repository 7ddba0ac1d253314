"""The plain structure of a paper: what a printer or a PDF gets, without saying how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.domain.lists.columns import SHAPES
from desktop.reports.drawing import Drawing, Drawings

MARKING = "OFFICIAL-SENSITIVE"
BOX = "\u2610"  # to be ticked by hand
# A shape and a word say what a colour would: paper is often black and white.
SIGNS = {
    "none": "",
    "circle": "\u25cb",
    "half_circle": "\u25d0",
    "diamond": "\u25c6",
    "triangle": "\u25b2",
    "question": "?",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: its words.
        small: a second line in small type.
        strong: whether the words press.
    """

    text: str
    small: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; `width` is its share of the page in per cent, 0 for what is left."""

    title: str
    width: float = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells, or a single heading over the lines that follow."""

    cells: tuple[Cell, ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class Grid:
    """A table whose headings are repeated on every page."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    title: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Facts:
    """Labels with words, in two columns side by side."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sentences:
    """A heading with sentences under it."""

    title: str
    lines: tuple[str, ...]


Part = Grid | Facts | Sentences | Drawings


@dataclass(frozen=True)
class Paper:
    """A paper of one or more pages.

    Attributes:
        title: the heading of the first page, and the name under which it is kept.
        about: a line under it.
        as_at: what the figures stand for, printed on every page.
        filters: what narrows it, printed on every page; empty for nothing.
        parts: what follows, from top to bottom.
        landscape: wider than high.
        fit: how many pages are wanted; type is made smaller (within what can be read) to keep to it.
        marking: the protective marking, printed on every page.
    """

    title: str
    about: str
    as_at: str
    filters: str = ""
    parts: Sequence[Part] = field(default_factory=tuple)
    landscape: bool = False
    fit: int = 0
    marking: str = MARKING


def drawings(paper: Paper) -> list[Drawing]:
    """Every chart of a paper, in the order in which it stands there."""
    return [one for part in paper.parts if isinstance(part, Drawings) for one in part.drawings]


def sign(rag: int) -> str:
    """The shape of a state, for print; empty for none."""
    return SIGNS[SHAPES[rag]]


def state(rag: int, words: str) -> str:
    """A state's words after its shape."""
    return f"{sign(rag)} {words}".strip() if words else ""
