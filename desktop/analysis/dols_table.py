"""The council's own monthly DoLS table, for any month: counts, the average since April, England, DIFF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Benchmark, Indicator, benchmarks, indicators, rounded
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.requests import A_YEAR, Requests, days_of, requests_of
from desktop.domain.lists.selection import Selection
from desktop.domain.months import NO_MONTH, Period, april_before, first_day, last_day, months_of, spoken_month
from desktop.errors import KnownError

Months = tuple[int, ...]
MONTHS = 9  # as many as the council's paper prints


@dataclass(frozen=True)
class Cell:
    """One number and the list behind it.

    Attributes:
        value: None where there is nothing to average, and before the first of the sort was on record.
        count: how many requests it counts, or averages.
        left_out: requests of the list without a day of receipt, which no average can hold.
    """

    month: int
    value: int | None
    count: int
    left_out: int
    selection: Selection


@dataclass(frozen=True)
class Row:
    """One measure over the months.

    Attributes:
        benchmark: England's figure with its year, None where none is published.
        difference: the last month against it, by the row's own sign convention.
    """

    indicator: Indicator
    cells: tuple[Cell, ...]
    benchmark: Benchmark | None
    difference: float | None


@dataclass(frozen=True)
class DolsTable:
    """The rows, oldest month first; `partial` when the last month is not over yet."""

    months: tuple[int, ...]
    rows: tuple[Row, ...]
    partial: bool


def dols_table(desk: Desk, month: int, count: int = MONTHS) -> DolsTable:
    """The table up to a month, as the desk knows it.

    Args:
        desk: the reading; nothing after its as-at day counts.
        month: the last month (see `desktop.domain.months`).
        count: how many months.

    Raises:
        KnownError: when the month begins after the as-at day.
    """
    if first_day(month) > desk.as_at:
        raise KnownError(
            f"{spoken_month(month)} has not begun on the day looked at. Choose an earlier month."
        )
    months = tuple(range(month - count + 1, month + 1))
    rows = []
    for indicator in indicators("dols").values():
        cells = _CELLS[indicator.id](desk, months)
        england = next((one for one in benchmarks().get(indicator.id, ()) if one.whose == "England"), None)
        rows.append(Row(indicator, cells, england, _difference(indicator, cells[-1], england)))
    return DolsTable(months, tuple(rows), last_day(month) > desk.as_at)


def _difference(indicator: Indicator, last: Cell, england: Benchmark | None) -> float | None:
    """Negative is worse: fewer requests than England, or more days."""
    if england is None or last.value is None or not indicator.difference:
        return None
    gap = last.value - england.value
    return gap if indicator.difference == "local minus England" else -gap


def _counted(what: str, chip: str = "") -> Callable[[Desk, Months], tuple[Cell, ...]]:
    """Requests by the month in which something happened to them."""

    def cells(desk: Desk, months: Months) -> tuple[Cell, ...]:
        found = requests_of(desk)
        when, since = _months(found, what), _known_since(found)
        if chip:
            when = when[_finished_after(found, A_YEAR)]
        place = np.clip(when - months[0] + 1, 0, len(months) + 1)
        number = np.bincount(place, minlength=len(months) + 2)[1:].tolist()
        plain = Selection("requests", desk.as_at, desk.known_at, chip=chip)
        return tuple(
            Cell(month, count if month >= since else None, count, 0, plain.but(period=period))
            for month, count in zip(months, number, strict=False)
            for period in (Period(what, month, month).text(),)
        )

    return cells


def _months(found: Requests, what: str) -> Ints:
    return months_of(days_of(found, what)).astype(np.int64)


def _known_since(found: Requests) -> int:
    """The first month in which anything happened to a request on record; before it nothing is known.

    `NO_MONTH`, which comes before every month, where there is no request at all.
    """
    every = np.concatenate([_months(found, what) for what in ("received", "finished")])
    dated = every[every != NO_MONTH]
    return int(dated.min()) if len(dated) else NO_MONTH


def _finished_after(found: Requests, days: int) -> Bools:
    """Which requests took longer than so many days."""
    long: Bools = (found.finished_on != NO_DAY) & (taken(found.stages.total, found.at) > days)
    return long


def _averaged(desk: Desk, months: Months) -> tuple[Cell, ...]:
    """The mean of all signed off since April, by the sums of the months."""
    found = requests_of(desk)
    when, total = _months(found, "signed"), taken(found.stages.total, found.at)
    begin = april_before(months[0])
    place = np.clip(when - begin + 1, 0, months[-1] - begin + 2)
    size, dated = months[-1] - begin + 3, total != NO_DAY
    all_of = np.cumsum(np.bincount(place, minlength=size))
    counts = np.cumsum(np.bincount(place[dated], minlength=size))
    days = np.cumsum(np.bincount(place[dated], total[dated], minlength=size).astype(np.int64))

    def cell(month: int) -> Cell:
        since = april_before(month)
        first, last = since - begin, month - begin + 1
        every, count, whole = (int(sums[last] - sums[first]) for sums in (all_of, counts, days))
        value = int(rounded(Fraction(whole, count))) if count else None
        period = Period("signed", since, month).text()
        selection = Selection("requests", desk.as_at, desk.known_at, period=period)
        return Cell(month, value, count, every - count, selection)

    return tuple(map(cell, months))


_CELLS: dict[str, Callable[[Desk, Months], tuple[Cell, ...]]] = {
    "dols_received": _counted("received"),
    "dols_signed_off": _counted("signed"),
    "dols_over_one_year": _counted("signed", "over_year"),
    "dols_average_days": _averaged,
}
