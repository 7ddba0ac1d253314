"""How old requests are: age bands of the open and of the finished, and the backlog month by month.

The backlog is every open request received more than 21 days before the day looked at. It is a management
figure; each request's own legal limit is in its clock.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from desktop.domain import cases
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.figures import BACKLOG_TARGET
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.requests import BACKLOG, in_backlog, stages_of
from desktop.domain.lists.selection import Selection
from desktop.domain.months import Period, last_day, month_of

EDGES = (BACKLOG, 90, 180, 365)  # the last day of each band


@dataclass(frozen=True)
class Band:
    """Requests of one age.

    Attributes:
        first, last: days since receipt, both inside; `last` is None for the oldest band.
        open, finished: how many, and `opens`, `closes` their lists.
    """

    first: int
    last: int | None
    open: int
    finished: int
    opens: Selection
    closes: Selection


@dataclass(frozen=True)
class Ages:
    """The bands, youngest first, and those of which no day of receipt is on record.

    Attributes:
        period: the months in which the finished ones were finished.
    """

    period: Period
    bands: tuple[Band, ...]
    unknown: Band


def ages(desk: Desk, period: Period) -> Ages:
    """Open requests on the desk's day by age, and finished ones by the days that they took."""
    edges = [(0, EDGES[0]), *((low + 1, high) for low, high in zip(EDGES, EDGES[1:], strict=False))]
    bands = [_band(desk, period, low, high) for low, high in edges]
    bands.append(_band(desk, period, EDGES[-1] + 1, None))
    return Ages(period, tuple(bands), _counted(desk, period, "age:unknown", -1, None))


def _band(desk: Desk, period: Period, low: int, high: int | None) -> Band:
    return _counted(desk, period, f"age:{low}..{'' if high is None else high}", low, high)


def _counted(desk: Desk, period: Period, of: str, low: int, high: int | None) -> Band:
    plain = Selection("requests", desk.as_at, desk.known_at, of=of)
    opens, closes = plain.but(chip="open"), plain.but(period=period.text())
    return Band(low, high, len(build(desk, opens)), len(build(desk, closes)), opens, closes)


@dataclass(frozen=True)
class Burn:
    """The backlog at the end of each month, and the straight way from now to none.

    Attributes:
        months: oldest first; the last one is the month of the desk's day.
        days: the day that each number speaks of.
        counts: open requests older than `BACKLOG` days on that day.
        selections: the list of each number.
        target: the day by which there should be none, `NO_DAY` when none was set.
        a_month: how many the backlog must fall by each month to get there; None without a target, or
            when the day has passed.
    """

    months: tuple[int, ...]
    days: tuple[int, ...]
    counts: tuple[int, ...]
    selections: tuple[Selection, ...]
    target: int
    a_month: float | None

    def needed(self, month: int) -> float | None:
        """The backlog at the end of a month to come, on the straight way to none."""
        if self.a_month is None or month <= self.months[-1]:
            return None
        return max(0.0, self.counts[-1] - self.a_month * (month - self.months[-1]))


def backlog_target(desk: Desk) -> int:
    """The day by which the council wants no backlog, `NO_DAY` when none was set."""
    table = desk.book.setting
    said = [
        table.value[row] for row in np.flatnonzero(cases.standing(table)) if table.key[row] == BACKLOG_TARGET
    ]
    try:
        return day(dt.date.fromisoformat(said[-1])) if said and said[-1] else NO_DAY
    except ValueError:
        return NO_DAY


def burn(desk: Desk, count: int = 24) -> Burn:
    """The backlog of the last months, the desk's own among them; none before the first request on record."""
    here, found = month_of(desk.as_at), stages_of(desk)
    first = min(month_of(int(found.received.min())), here) if len(found) else here - count + 1
    months = tuple(range(max(first, here - count + 1), here + 1))
    days = tuple(min(last_day(month), desk.as_at) for month in months)
    counts = tuple(int(np.count_nonzero(in_backlog(found, on))) for on in days)
    chosen = tuple(
        Selection("requests", desk.as_at, desk.known_at, of=f"backlog:{date_of(on).isoformat()}")
        for on in days
    )
    target = backlog_target(desk)
    left = month_of(target) - here if target != NO_DAY else 0
    return Burn(months, days, counts, chosen, target, counts[-1] / left if left > 0 else None)
