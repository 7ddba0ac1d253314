"""Dates counted the slow way: a plain loop over days, asking the ``holidays`` package about each."""

from __future__ import annotations

import calendar as months
import datetime as dt
from functools import cache

import holidays

ONE = dt.timedelta(days=1)
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(1999, 2044))


@cache
def working(date: dt.date) -> bool:
    return date.weekday() < 5 and date not in ENGLAND


def due(start: dt.date, n: int, unit: str, count_from: str = "day_after") -> dt.date:
    """The last day in time."""
    if unit == "month":
        at = start.month - 1 + n
        year, month = start.year + at // 12, at % 12 + 1
        end = dt.date(year, month, min(start.day, months.monthrange(year, month)[1]))
        return end - ONE if count_from == "same_day" else end
    if unit != "working_day":
        length = {"day": n, "week": 7 * n, "hour": -(-n // 24)}[unit]
        return start + dt.timedelta(days=length - (count_from == "same_day"))
    date, counted = start, 0
    if count_from == "same_day" and working(date):
        counted = 1
    while counted < n:
        date += ONE
        counted += working(date)
    return date


def working_days_over(due_on: dt.date, as_at: dt.date) -> int:
    """How many working days lie after the due day, up to the as-at day."""
    date, counted = due_on, 0
    while date < as_at:
        date += ONE
        counted += working(date)
    return counted
