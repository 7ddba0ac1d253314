"""A frozen month as published beside the same month as now known: who entered, who left, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop.analysis.frozen import COUNTED, MISSED, OUT, Frozen, FrozenRow, as_frozen
from desktop.analysis.frozen_content import Check, content
from desktop.analysis.frozen_dols import read_dols
from desktop.domain.casebook import Casebook
from desktop.domain.days import NEVER, NO_DAY, date_of, short
from desktop.domain.indicators import Indicator
from desktop.domain.schema import SHAPES, TABLES

PLACES = {OUT: "left out", COUNTED: "counted", MISSED: "missed"}
_NOWHERE = "not there"
Rows = tuple[FrozenRow, ...]
_DAYS = ("on", "starts_on", "effective_from", "ended_on")


@dataclass(frozen=True)
class Moved:
    """One child whose place in a figure differs.

    Attributes:
        was, now: ``counted``, ``missed``, ``left out`` or ``not there``, with the reason of that place.
        why: what was recorded since, in words.
    """

    indicator: Indicator
    case: str
    was: str
    now: str
    why: str


@dataclass(frozen=True)
class Beside:
    """One indicator as published and as now known.

    Of the children's n and d of the pack's measure; of a DoLS row its value and how many are behind it.
    """

    indicator: Indicator
    published: tuple[int | None, int]
    now: tuple[int | None, int]


@dataclass(frozen=True)
class Changed:
    """Everything that differs.

    Attributes:
        figures: every indicator, those that do not differ too.
        moved: row by row; its length is what the page says.
    """

    figures: tuple[Beside, ...]
    moved: tuple[Moved, ...]


def changed(book: Casebook, frozen: Frozen, known_at: int, check: Check = lambda: None) -> Changed:
    """What became of a frozen month by an instant.

    Args:
        book: all data.
        frozen: what was published.
        known_at: what was on record by then counts.
        check: called between steps; raises to stop.
    """
    now = as_frozen(content(book, frozen.month, known_at, check, series=False))
    figures, moved = [], []
    for beside, rows, others in _pairs(frozen, now):
        figures.append(beside)
        before, after = _by_case(rows), _by_case(others)
        for case in sorted(before.keys() | after.keys()):
            if before.get(case) != after.get(case):
                why = _why(book, case, frozen, known_at)
                places = _place(before.get(case)), _place(after.get(case))
                moved.append(Moved(beside.indicator, case, *places, why))
    return Changed(tuple(figures), tuple(moved))


def _pairs(was: Frozen, now: Frozen) -> Iterator[tuple[Beside, Rows, Rows]]:
    """Each row of both tables, as published and as now known."""
    for key, figure in was.figures.items():
        other = now.figures.get(key)
        if key[1] == "pack" and other is not None:
            beside = Beside(figure.indicator, (figure.n, figure.d), (other.n, other.d))
            yield beside, figure.rows, other.rows
    there = read_dols(now)
    for one, then in read_dols(was).items():
        if one in there:
            last = there[one].last
            beside = Beside(
                then.indicator, (then.last.value, len(then.rows)), (last.value, len(there[one].rows))
            )
            yield beside, then.rows, there[one].rows


def same_again(book: Casebook, frozen: Frozen, check: Check = lambda: None) -> bool:
    """Whether reading the data as they were known at the freeze gives what was frozen, to the last row."""
    return content(book, frozen.month, frozen.known_at, check).digest == frozen.digest


def _by_case(rows: Rows) -> dict[str, tuple[tuple[int, str], ...]]:
    """A case may be counted more than once (two assessments in a month)."""
    made: dict[str, tuple[tuple[int, str], ...]] = {}
    for row in rows:
        made[row.case] = tuple(sorted((*made.get(row.case, ()), (row.state, row.why))))
    return made


def _place(found: tuple[tuple[int, str], ...] | None) -> str:
    if not found:
        return _NOWHERE
    places = ((PLACES[state], why) for state, why in found)
    return "; ".join(f"{place} ({why})" if why not in ("", place) else place for place, why in places)


def _why(book: Casebook, case: str, frozen: Frozen, until: int) -> str:
    """The facts about a case, or another case of the same person, that came or went in between.

    What happened after the month says nothing about it, unless nothing else was recorded.
    """
    row = book.case.index.get(case, -1)
    if row < 0:
        return "the case is no longer there"
    mine = np.flatnonzero(book.case.person == book.case.person[row])
    found = list(_facts(book, mine, frozen.known_at, until))
    of_month = [words for on, words in found if on <= frozen.as_at]
    said = list(dict.fromkeys(of_month or [words for _, words in found]))
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return "; ".join(said[:3]) + more if said else "a rule, a team or a detail of the person was changed"


def _facts(book: Casebook, cases: np.ndarray, since: int, until: int) -> Iterator[tuple[int, str]]:
    """Each fact with its own day, in words."""
    for shape in TABLES:
        if not shape.fact or not any(one.name == "case" for one in shape.fields):
            continue
        table = book.tables[shape.name]
        mine = np.isin(table.case, cases)
        came = mine & (table.recorded_at > since) & (table.recorded_at <= until)
        went = mine & (table.recorded_at <= since) & (table.superseded_at > since)
        went &= (table.superseded_at <= until) & (table.superseded_at != NEVER)
        for row in np.flatnonzero(came).tolist():
            words = f"{_named(book, shape.name, row)} recorded on {_on(table.recorded_at[row])}"
            yield _day_of(book, shape.name, row), words
        if not came.any():
            for row in np.flatnonzero(went).tolist():
                words = f"{_named(book, shape.name, row)} withdrawn on {_on(table.superseded_at[row])}"
                yield _day_of(book, shape.name, row), words


def _named(book: Casebook, name: str, row: int) -> str:
    """``visit of 14/10/2026``."""
    what = book.tables[name].word("kind", row) if name == "event" else name
    day = _day_of(book, name, row)
    return what.replace("_", " ") + (f" of {short(day)}" if day != NO_DAY else "")


def _day_of(book: Casebook, name: str, row: int) -> int:
    """The day that a fact speaks of, `NO_DAY` for none."""
    fields = {one.name for one in SHAPES[name].fields}
    return next((int(book.tables[name].column(one)[row]) for one in _DAYS if one in fields), NO_DAY)


def _on(instant: int) -> str:
    return f"{date_of(int(instant) // 86_400_000):%d/%m/%Y}"
