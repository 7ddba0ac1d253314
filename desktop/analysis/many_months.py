"""How many are counted in many months, for many teams and indicators, in one pass over what happened.

Every month, team and indicator has the number that the list of it alone has (`domain.lists.counted`); only
the rows behind the numbers are not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from desktop.analysis.month_ends import MonthEnds
from desktop.analysis.month_windows import Windows
from desktop.domain.indicators import Indicator
from desktop.domain.lists.columns import Ints
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
from desktop.domain.measures import Measured, Reading
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
    groups = [_Groups(ends, month, by, len(keys)) for month in months]
    windows = measure == "pack" and by != "frequency"
    others = [place for place, one in enumerate(wanted) if not (windows and one.kind == "window")]
    if len(others) < len(wanted):
        over = Windows(ends, months, np.array([group.of_case for group in groups]), len(keys))
        for place in set(range(len(wanted))).difference(others):
            n[place], d[place] = over.count(wanted[place])
    for at, group in enumerate(groups if others else ()):
        read = ends.reading(months[at], _with_clocks([wanted[place] for place in others], measure))
        for place in others:
            n[place, at], d[place, at] = group.counts(read, wanted[place], measure)
    return ManyMonths(months, wanted, keys, n, d)


def _with_clocks(wanted: Sequence[Indicator], measure: str) -> frozenset[str]:
    """The rules whose clocks are asked for how they stand at the month's end."""
    return frozenset(
        rule for one in wanted if one.kind == "up_to_date" or measure == "not-overdue" for rule in one.rules
    )


def _keys(desk: Desk, by: str) -> tuple[str, ...]:
    if not by:
        return ("",)
    if by == "frequency":
        return FREQUENCIES
    return (*(desk.book.team if by == "team" else desk.book.worker).ids, NOBODY)


class _Groups:
    """Which group each case is of at a month's end, and how many of what is measured are of each."""

    def __init__(self, ends: MonthEnds, month: int, by: str, size: int) -> None:
        self._ends, self._month, self._by, self._size = ends, month, by, size

    def counts(self, read: Reading, one: Indicator, measure: str) -> tuple[Ints, Ints]:
        """Numerators and denominators by group, as the rows of the list have them."""
        if self._by == "frequency" and not has_frequency(one):
            nobody = np.zeros(self._size, np.int64)
            return nobody, nobody
        found = measured(read, one, measure)
        column = self._of(read, found, told_by_due(one, measure))
        n, d = (np.bincount(column[some], minlength=self._size) for some in (found.counted, found.inside))
        return n, d

    @cached_property
    def of_case(self) -> Ints:
        """The group of every case; those of nobody are the last."""
        if not self._by:
            return np.zeros(len(self._ends.desk.book.case), np.int32)
        held = self._ends.held(self._month)
        if self._by == "manager":
            ctx = self._ends.context(self._month)
            return self._numbered(who_of(ctx, held.worker, held.team, ctx.as_at).manager)
        return self._numbered(held.team if self._by == "team" else held.worker)

    def _of(self, read: Reading, found: Measured, by_due: bool) -> Ints:
        """The group of each row."""
        if self._by == "frequency":
            return frequency(read.ctx, found)
        if self._by and by_due:
            return self._numbered(getattr(who_on_due(read.ctx, found), self._by))
        return self.of_case[found.case]

    def _numbered(self, column: Ints) -> Ints:
        return np.where(column < 0, np.int32(self._size - 1), column)
