"""England's working days from 2000 to 2040 as two tables, and dates counted by them.

A working day is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday under the
Banking and Financial Dealings Act 1971 (SI 2006/1738 reg 2). Council closure days are working days
in law; they are skipped only where the council has chosen so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from desktop.domain.bank_holidays import FIRST_YEAR, LAST_YEAR, all_holidays, last_confirmed_year
from desktop.domain.days import NO_DAY, date_of, day

Days = npt.NDArray[np.int32]
FIRST = day(dt.date(FIRST_YEAR, 1, 1))  # first day that a clock may start on or be read at
LAST = day(dt.date(2040, 12, 31))  # last such day
_END = day(dt.date(LAST_YEAR, 12, 31))  # due dates may reach this far
SPAN = _END - FIRST + 1
DAY_AFTER, SAME_DAY = "day_after", "same_day"


class Calendar:
    """Working days with the bank holidays and a council's own closures.

    Attributes:
        W: int32 per day of the span: the index of the last working day on or before it.
        P: int32 per working-day index: its day number.
        closures: day number -> name of the extra non-working days given.
    """

    def __init__(self, closures: Iterable[int] = (), extra_holidays: Iterable[int] = ()) -> None:
        self.closures: dict[int, str] = dict.fromkeys(closures, "council closure day")
        self.closures.update(dict.fromkeys(extra_holidays, "bank holiday added here"))
        every = np.arange(FIRST, _END + 1, dtype=np.int32)
        working = (every + 3) % 7 < 5  # 1 January 1970 was a Thursday
        off = np.fromiter((number for number in (*all_holidays(), *self.closures)), np.int32)
        working[off[(off >= FIRST) & (off <= _END)] - FIRST] = False
        self.working = working
        self.W: Days = (np.cumsum(working, dtype=np.int32) - 1).astype(np.int32)
        self.P: Days = every[working]
        self._due: dict[tuple[int, str, str], Days] = {}

    @classmethod
    def england(cls, closures: Iterable[int] = (), extra_holidays: Iterable[int] = ()) -> Calendar:
        """The calendar with these extra days, built once for each set of them."""
        return _england(tuple(sorted(closures)), tuple(sorted(extra_holidays)))

    def is_working(self, number: int) -> bool:
        """Whether a day is a working day.

        Raises:
            ValueError: outside the years of the calendar.
        """
        return bool(self.working[self._at(number)])

    def holiday_name(self, number: int) -> str:
        """Why a weekday is not a working day, or an empty string."""
        return all_holidays().get(number, "") or self.closures.get(number, "")

    @staticmethod
    def is_projected(number: int) -> bool:
        """Whether the day lies past the published bank holidays, so that its year is only projected."""
        return date_of(number).year > last_confirmed_year()

    @overload
    def add_working(self, start: int, count: int) -> int: ...
    @overload
    def add_working(self, start: Days, count: int) -> Days: ...
    def add_working(self, start: int | Days, count: int) -> int | Days:
        """The count-th working day after a day (0: the last working day on or before it).

        Raises:
            ValueError: for a single day outside the calendar; in arrays such days give `NO_DAY`.
        """
        if isinstance(start, (int, np.integer)):
            return int(self.P[min(max(int(self.W[self._at(start)]) + count, 0), len(self.P) - 1)])
        inside = within(start)
        index = self.W.take(start - FIRST, mode="clip") + np.int32(count)
        return np.where(inside, self.P.take(index, mode="clip"), np.int32(NO_DAY))

    @overload
    def working_between(self, start: int, end: int) -> int: ...
    @overload
    def working_between(self, start: Days, end: Days | int) -> Days: ...
    def working_between(self, start: int | Days, end: int | Days) -> int | Days:
        """How many working days lie in (start, end]: after the first day, up to the last."""
        if isinstance(start, (int, np.integer)) and isinstance(end, (int, np.integer)):
            return int(self.W[self._at(end)]) - int(self.W[self._at(start)])
        ends = np.asarray(end, np.int32)
        starts = np.asarray(start, np.int32)
        return self.W.take(ends - FIRST, mode="clip") - self.W.take(starts - FIRST, mode="clip")

    def last_working_on_or_before(self, number: int) -> int:
        """The day itself when it is a working day, else the working day before it."""
        return int(self.P[int(self.W[self._at(number)])])

    def due_table(self, n: int, unit: str, count_from: str) -> Days:
        """The due day of every start in the span, for one length and first-day convention.

        Args:
            n: how many units.
            unit: ``hour``, ``day``, ``working_day``, ``week`` or ``month``. Hours become whole days,
                because the events carry dates only; months go to the same date, clamped.
            count_from: ``day_after`` (the event is day 0) or ``same_day`` (the event is day 1; for
                working days, the first working day on or after it).

        Returns:
            int32 of length `SPAN`; index it with ``start - FIRST``. `NO_DAY` past the span's end.
        """
        key = (n, unit, count_from)
        if key not in self._due:
            self._due[key] = self._make_due(n, unit, count_from)
        return self._due[key]

    def _make_due(self, n: int, unit: str, count_from: str) -> Days:
        starts = np.arange(FIRST, _END + 1, dtype=np.int32)
        first = 1 if count_from == SAME_DAY else 0
        if unit == "working_day":
            before = self.W - (self.working.astype(np.int32) if first else np.int32(0))
            index = before + np.int32(n)
            due = np.where(index < len(self.P), self.P.take(index, mode="clip"), np.int32(NO_DAY))
            return due.astype(np.int32)
        if unit == "month":
            due = add_months(starts, n) - np.int32(first)
        else:
            length = {"day": n, "week": 7 * n, "hour": -(-n // 24)}[unit]
            due = starts + np.int32(length - first)
        return np.where(due <= _END, due, np.int32(NO_DAY)).astype(np.int32)

    @staticmethod
    def _at(number: Any) -> int:
        if not FIRST <= int(number) <= _END:
            raise ValueError("That day lies outside the years 2000 to 2040 that the calendar covers.")
        return int(number) - FIRST


@lru_cache(maxsize=16)
def _england(closures: tuple[int, ...], extra: tuple[int, ...]) -> Calendar:
    return Calendar(closures, extra)


def within(days: Days) -> npt.NDArray[np.bool_]:
    """Which days a clock can be counted from: those of the calendar's span (so never `NO_DAY`)."""
    return np.asarray((days >= FIRST) & (days <= _END))


def add_months(days: Days, months: int) -> Days:
    """The same date so many months on, clamped to the month's last day (31 August + 6 = 28 February).

    Works for the years 1880 to 2120; days outside them, like `NO_DAY`, give `NO_DAY`.
    """
    month, date, begin, length = _months()
    first, last = int(begin[0]), int(begin[-1]) - 1
    place = np.clip(days, first, last) - np.int32(first)
    target = month.take(place) + np.int32(months)
    moved = begin.take(target, mode="clip") + np.minimum(date.take(place), length.take(target, mode="clip"))
    inside = (days >= first) & (days <= last) & (target >= 0) & (target < len(length))
    return np.where(inside, moved, np.int32(NO_DAY))


@cache
def _months() -> tuple[Days, Days, Days, Days]:
    """Per day: its month and its place in it; per month: its first day and its last place."""
    starts = np.arange("1880-01", "2121-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int32)
    lengths = np.diff(starts)
    month = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    date = np.arange(len(month), dtype=np.int32) + starts[0] - starts[month]
    return month, date, starts, lengths - 1


def add_months_to(number: int, months: int) -> int:
    """`add_months` for one day."""
    return int(add_months(np.array([number], np.int32), months)[0])
