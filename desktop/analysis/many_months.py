"""How many are counted in many months, for many teams and indicators, in one pass over what happened.

Every month, team and indicator has the number that the list of it alone has (`domain.lists.counted`); only
the rows behind the numbers are not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop.analysis.month_ends import Held, MonthEnds
from desktop.domain.indicators import Indicator
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.counted import (
    BY,
    FREQUENCIES,
    NOBODY,
    frequency,
    has_frequency,
    told_by_due,
    who_of,
    who_on_due,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import Measured, Reading, all_good, every_plan, in_window, stock
from desktop.domain.measures_month import measured
from desktop.domain.months import first_day, spoken_month
from desktop.errors import KnownError


@dataclass(frozen=True)
class ManyMonths:
    """Numerators and denominators.

    Attributes:
        months: see `desktop.domain.months`.
        indicators: what was counted; never one that can only be imported.
        keys: the groups as a selection's `of` holds them, without the grouping; one blank key for the whole.
        n, d: by indicator, month and group.
    """

    months: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    keys: tuple[str, ...]
    n: Ints = field(repr=False)
    d: Ints = field(repr=False)

    def of(self, indicator: str) -> tuple[Ints, Ints]:
        """Numerators and denominators of one indicator by month and group."""
        at = next(at for at, one in enumerate(self.indicators) if one.id == indicator)
        return self.n[at], self.d[at]


def many_months(
    desk: Desk, months: Sequence[int], wanted: Sequence[Indicator], measure: str = "pack", by: str = ""
) -> ManyMonths:
    """Count some indicators in some months; kept until the data change.

    Args:
        desk: the reading; what happened after its day, or was recorded after its instant, counts for nothing.
        months: see `desktop.domain.months`.
        wanted: children's indicators that our data can serve.
        measure: ``pack``, ``not-overdue`` or ``period``.
        by: one of `counted.BY`, blank for the whole; frequencies are those of looked-after visits only.

    Raises:
        KnownError: for a month to come, or another grouping.
    """
    late = [month for month in months if first_day(month) > desk.as_at]
    if late:
        raise KnownError(
            f"{spoken_month(late[0])} has not begun on the day looked at. Choose an earlier month."
        )
    if by not in ("", *BY):
        raise KnownError(f"Figures can be told by {', '.join(BY)}, not by {by}.")
    key = ("many months", tuple(months), tuple(one.id for one in wanted), measure, by)
    found: ManyMonths = desk.memo(key, lambda: _counted(desk, tuple(months), tuple(wanted), measure, by))
    return found


def _counted(
    desk: Desk, months: tuple[int, ...], wanted: tuple[Indicator, ...], measure: str, by: str
) -> ManyMonths:
    ends, keys = MonthEnds(desk, months), _keys(desk, by)
    n, d = np.zeros((2, len(wanted), len(months), len(keys)), np.int64)
    rules = frozenset(
        rule for one in wanted if one.kind == "up_to_date" or measure == "not-overdue" for rule in one.rules
    )
    for at, month in enumerate(months):
        read = ends.reading(month, rules)
        groups = _Groups(read, ends.held(month) if by else None, by, len(keys))
        for place, one in enumerate(wanted):
            n[place, at], d[place, at] = _one(read, groups, one, measure)
    return ManyMonths(months, wanted, keys, n, d)


def _keys(desk: Desk, by: str) -> tuple[str, ...]:
    if not by:
        return ("",)
    if by == "frequency":
        return FREQUENCIES
    return (*(desk.book.team if by == "team" else desk.book.worker).ids, NOBODY)


def _one(read: Reading, groups: _Groups, one: Indicator, measure: str) -> tuple[Ints, Ints]:
    if groups.by == "frequency" and not has_frequency(one):
        return groups.nothing(), groups.nothing()
    if one.kind == "window" and measure == "pack" and groups.by != "frequency":
        rows, good = _in_window(read, one)
        return groups.count(rows[good]), groups.whole(one.population, rows)
    found = measured(read, one, measure)
    column = groups.of(found, told_by_due(one, measure))
    return groups.tally(column[found.counted]), groups.tally(column[found.inside])


def _in_window(read: Reading, one: Indicator) -> tuple[Ints, Bools]:
    """The stock, and who of it had the event in the window: `measures.snapshot_window` without reasons."""
    ctx, rows = read.ctx, stock(read.ctx, one.population).case
    if one.population != "all":
        return rows, in_window(ctx, one, rows)
    every = every_plan(ctx)
    good = in_window(ctx, one, every)
    of_case = np.zeros(len(ctx.book.case), bool)
    of_case[every] = good
    return rows, of_case[rows] & all_good(ctx, every, good)[ctx.person()[rows]]


class _Groups:
    """Which group each case is of in one month, and how many of some cases are of each."""

    def __init__(self, read: Reading, held: Held | None, by: str, size: int) -> None:
        self.by, self._read, self._held, self._size = by, read, held, size
        self._of_case: Ints | None = None
        self._whole: dict[str, Ints] = {}

    def nothing(self) -> Ints:
        """Nobody in any group."""
        return np.zeros(self._size, np.int64)

    def tally(self, column: Ints) -> Ints:
        """How many of each group's numbers there are."""
        return np.bincount(column, minlength=self._size)

    def count(self, rows: Ints) -> Ints:
        """How many of some cases are of each group."""
        return np.array([len(rows)]) if not self.by else self.tally(self._cases()[rows])

    def whole(self, population: str, rows: Ints) -> Ints:
        """The same of a population, counted once for all indicators."""
        if population not in self._whole:
            self._whole[population] = self.count(rows)
        return self._whole[population]

    def of(self, found: Measured, by_due: bool) -> Ints:
        """The group of each row."""
        if not self.by:
            return np.zeros(len(found.case), np.int32)
        if self.by == "frequency":
            return frequency(self._read.ctx, found)
        if by_due:
            return self._numbered(getattr(who_on_due(self._read.ctx, found), self.by))
        return self._cases()[found.case]

    def _cases(self) -> Ints:
        """The group of every case."""
        if self._of_case is None:
            assert self._held is not None
            found = self._held
            if self.by == "manager":
                column = who_of(self._read.ctx, found.worker, found.team, self._read.ctx.as_at).manager
            else:
                column = found.team if self.by == "team" else found.worker
            self._of_case = self._numbered(column)
        return self._of_case

    def _numbered(self, column: Ints) -> Ints:
        """Those of nobody are the last group."""
        return np.where(column < 0, self._size - 1, column).astype(np.intp)
