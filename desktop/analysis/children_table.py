"""The children's indicators of one month: n, d and % of each row, whole or by team, worker, manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from desktop.domain.indicators import Indicator, indicators, percentage
from desktop.domain.lists import build
from desktop.domain.lists.counted import NOBODY, Question, answer, groups
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.domain.measures import Measured
from desktop.domain.months import first_day, spoken_month
from desktop.errors import KnownError

_FREQUENCY = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months", "special": "Special placements"}
_NOBODY = {"team": "No team", "worker": "Not allocated", "manager": "Manager not known"}


@dataclass(frozen=True)
class Figure:
    """One indicator, or one group's part of it.

    Attributes:
        group: the group's name, blank for the whole.
        n, d: numerator and denominator; None where our data cannot serve the row. Of a count, n is it.
        asked: what was counted; None where nothing was.
        key: the group as a selection's `of` holds it.
    """

    indicator: Indicator
    group: str
    n: int | None
    d: int | None
    asked: Question | None
    key: str = ""

    def percent(self, *, as_printed: bool = False) -> float | None:
        """The share, halves up to one decimal; cut to a whole number as the council's pack prints it."""
        if self.n is None or self.d is None or not self.indicator.is_share:
            return None
        return percentage(self.n, self.d, as_printed=as_printed)

    def selection(self, desk: Desk, part: str) -> Selection:
        """The list behind ``n``, ``d``, ``missed`` or ``out``."""
        assert self.asked is not None
        return self.asked.selection(desk, part, self.key)


def children_table(
    desk: Desk, month: int, measure: str = "pack", by: str = "", only: str = ""
) -> list[Figure]:
    """The figures of a month.

    Args:
        desk: the reading; what happened after the month counts for nothing.
        month: see `desktop.domain.months`.
        measure: ``pack``, ``not-overdue`` or ``period``.
        by: ``team``, ``worker``, ``manager`` or ``frequency``; blank for the whole only.
        only: one indicator's id; blank for all.

    Raises:
        KnownError: for a month to come, or an indicator that there is not.
    """
    if first_day(month) > desk.as_at:
        raise KnownError(
            f"{spoken_month(month)} has not begun on the day looked at. Choose an earlier month."
        )
    wanted = [one for one in indicators("children").values() if only in ("", one.id)]
    if not wanted:
        raise KnownError(f"There is no indicator called {only}. All are listed by: indicators children")
    found = [figure for one in wanted for figure in _figures(desk, one, month, measure, by)]
    if by == "frequency" and not found:
        raise KnownError("Only looked-after visits have an agreed frequency to be told apart by.")
    return found


def _figures(desk: Desk, indicator: Indicator, month: int, measure: str, by: str) -> Iterator[Figure]:
    if by == "frequency" and not (indicator.population == "cla" and "cla_visit_6w" in indicator.rules):
        return
    if indicator.kind == "import":
        if not by:
            yield Figure(indicator, "", None, None, None)
        return
    asked = Question(indicator, measure, month)
    found = answer(desk, asked)
    yield Figure(indicator, "", found.n, found.d, asked)
    if by:
        yield from _by(desk, indicator, asked, found, by)


def _by(desk: Desk, indicator: Indicator, asked: Question, found: Measured, by: str) -> Iterator[Figure]:
    """A figure for each group that has anybody in the denominator: by name, frequencies by length."""
    column, key_of = groups(desk, asked, by)
    name_of = _names(desk, by)
    made = []
    for group in np.unique(column[found.inside]).tolist():
        mine = column == group
        n, d = int(np.count_nonzero(mine & found.counted)), int(np.count_nonzero(mine & found.inside))
        key = key_of(group)
        made.append(Figure(indicator, name_of(key), n, d, asked, f"{by}:{key}"))
    if by != "frequency":  # those are numbered by length
        made.sort(key=lambda one: (one.key.endswith(f":{NOBODY}"), one.group))
    yield from made


def _names(desk: Desk, by: str) -> Callable[[str], str]:
    if by == "frequency":
        return lambda key: _FREQUENCY[key]
    table = desk.book.team if by == "team" else desk.book.worker
    return lambda key: _NOBODY[by] if key == NOBODY else str(table.name[table.row(key)])


def rows(desk: Desk, indicator: str, month: int, part: str, measure: str = "pack") -> list[str]:
    """The ids of the cases behind a number, in the order of the list that it opens.

    Args:
        desk: the reading.
        indicator: its id.
        month: see `desktop.domain.months`.
        part: ``n``, ``missed``, ``d`` or ``out``.
        measure: as in `children_table`.

    Raises:
        KnownError: for an indicator that cannot be counted.
    """
    known = indicators("children").get(indicator)
    if known is None or known.kind == "import":
        raise KnownError(f"{indicator} cannot be counted.")
    listed = build(desk, Question(known, measure, month).selection(desk, part))
    ids = desk.book.case.ids
    return [ids[case] for case in listed.case.tolist()]
