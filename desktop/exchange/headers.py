"""Finding the header row and what each column means.

A layout is recognised by its set of headers, never by a sheet's name or a column's place. Headers
are compared without case, punctuation and spacing, a group row above (``Person | Request | BIA``)
is read together with the row below it, and columns that nobody knows are left alone and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from desktop.exchange.records import FIELDS, Spec
from desktop.exchange.text import key, words

HEADER_ROWS = 20  # how far down a header row is looked for


@dataclass(frozen=True)
class Layout:
    """How one layout's columns are headed.

    Attributes:
        name: a key of `FIELDS`.
        headers: field -> the ways its header is written, most usual first.
        must: every one of these fields has to be there for the layout to be recognised.
        signs: at least one of these too (headers that no other layout has); () for none.
        team_sheets: whether a sheet is one team's and its name the team's name.
        id_name: what a row's id is called in sentences.
        adults: whether the people are adults (a two-digit year of birth is then an old one).
    """

    name: str
    headers: Mapping[str, tuple[str, ...]]
    must: tuple[str, ...]
    signs: tuple[str, ...] = ()
    team_sheets: bool = False
    id_name: str = "child id"
    adults: bool = False

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Normalised header -> field."""
        return {key(way): name for name, ways in self.headers.items() for way in ways}

    @property
    def id_spec(self) -> Spec:
        """The field that says which request or child a row is about."""
        return FIELDS[self.name][0]

    @property
    def id_field(self) -> str:
        return self.id_spec.name


@dataclass(frozen=True)
class Header:
    """A header row found: where, which layout, and field -> column number.

    Attributes:
        row: its number as Excel shows it.
        printed: column number -> the header as printed.
        unknown: headers that mean nothing to the layout.
    """

    row: int
    layout: Layout
    columns: dict[str, int]
    printed: dict[int, str]
    unknown: tuple[str, ...] = field(default=())


def find(rows: Sequence[Sequence[Any]], layouts: Sequence[Layout], first: int = 0) -> Header | None:
    """The best header row within `HEADER_ROWS` rows from position `first`; None when there is none."""
    best: Header | None = None
    for at in range(first, min(first + HEADER_ROWS, len(rows))):
        found = match(rows, at, layouts)
        if found and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def match(rows: Sequence[Sequence[Any]], at: int, layouts: Sequence[Layout]) -> Header | None:
    """The layout that knows most of the headers in one row, if any layout knows enough."""
    texts = [words(cell) if isinstance(cell, str) else "" for cell in rows[at]]
    if sum(1 for text in texts if text) < 2:
        return None
    groups = _groups(rows[at - 1] if at else (), len(texts))
    ways = [_ways(text, group) for text, group in zip(texts, groups, strict=True)]
    best: Header | None = None
    for layout in layouts:
        columns = _columns(layout, ways)
        enough = all(name in columns for name in layout.must)
        signed = not layout.signs or any(name in columns for name in layout.signs)
        if enough and signed and (best is None or len(columns) > len(best.columns)):
            known = set(columns.values())
            unknown = tuple(text for number, text in enumerate(texts) if text and number not in known)
            printed = {number: texts[number] or groups[number] for number in known}
            best = Header(at + 1, layout, columns, printed, unknown)
    return best


def _ways(text: str, group: str) -> tuple[str, ...]:
    """What one column's header may be looked up as, the fullest first."""
    if not text:
        return (_key(group),) if group else ()
    return (_key(f"{group} {text}"), _key(text)) if group else (_key(text),)


_key = lru_cache(maxsize=2000)(key)


def _columns(layout: Layout, ways: Sequence[tuple[str, ...]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    aliases = layout.aliases
    for number, spellings in enumerate(ways):
        name = next((aliases[way] for way in spellings if way in aliases), "")
        if name and name not in columns:
            columns[name] = number
    return columns


def _groups(above: Sequence[Any], width: int) -> list[str]:
    """The group header over each column; a merged header covers the blanks to its right."""
    groups, current = [], ""
    texts = [words(cell) if isinstance(cell, str) else "" for cell in above[:width]]
    texts += [""] * (width - len(texts))
    if sum(1 for text in texts if text) < 2:
        return [""] * width  # a title over the table, not groups of columns
    for text in texts:
        current = text or current
        groups.append(current)
    return groups
