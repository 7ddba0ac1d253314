"""The council's own monthly DoLS table, for any month: counts, the average since April, England, DIFF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Benchmark, Indicator, benchmarks, indicators, rounded
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.domain.months import Period, april_before, first_day, last_day, spoken_month
from desktop.errors import KnownError

MONTHS = 9  # as many as the council's paper prints


@dataclass(frozen=True)
class Cell:
    """One number and the list behind it.

    Attributes:
        value: None where there is nothing to average.
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
        cells = tuple(_CELLS[indicator.id](desk, one) for one in months)
        england = next((one for one in benchmarks().get(indicator.id, ()) if one.whose == "England"), None)
        rows.append(Row(indicator, cells, england, _difference(indicator, cells[-1], england)))
    return DolsTable(months, tuple(rows), last_day(month) > desk.as_at)


def _difference(indicator: Indicator, last: Cell, england: Benchmark | None) -> float | None:
    """Negative is worse: fewer requests than England, or more days."""
    if england is None or last.value is None or not indicator.difference:
        return None
    gap = last.value - england.value
    return gap if indicator.difference == "local minus England" else -gap


def _counted(what: str, chip: str = "") -> Callable[[Desk, int], Cell]:
    def cell(desk: Desk, month: int) -> Cell:
        period = Period(what, month, month).text()
        selection = Selection("requests", desk.as_at, desk.known_at, period=period, chip=chip)
        count = len(build(desk, selection))
        return Cell(month, count, count, 0, selection)

    return cell


def _averaged(desk: Desk, month: int) -> Cell:
    period = Period("signed", april_before(month), month).text()
    selection = Selection("requests", desk.as_at, desk.known_at, period=period)
    days = build(desk, selection).sort_keys("total")
    known = days[days != NO_DAY]
    value = int(rounded(Fraction(int(known.sum()), len(known)))) if len(known) else None
    return Cell(month, value, len(known), len(days) - len(known), selection)


_CELLS: dict[str, Callable[[Desk, int], Cell]] = {
    "dols_received": _counted("received"),
    "dols_signed_off": _counted("signed"),
    "dols_over_one_year": _counted("signed", "over_year"),
    "dols_average_days": _averaged,
}
