"""A count of days written out, so that a person can follow it with a finger on a wall calendar."""

from __future__ import annotations

from desktop.domain.calendar import FIRST, SAME_DAY, Calendar, add_months_to
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.timescales import Timescale

EVERY_DAY_UP_TO = 14  # calendar counts longer than this are written by the week
DAYS_PER_WEEK = 7


def plain_due(rule: Timescale, start: int, calendar: Calendar, *, first: bool = False) -> int:
    """The due day of a start by the rule's length alone (its first interval's when ``first``)."""
    n, unit = (rule.first_n, rule.first_unit) if first and rule.first_n else (rule.n, rule.unit)
    table = calendar.due_table(n, unit, rule.count_from)
    return int(table[start - FIRST]) if 0 <= start - FIRST < len(table) else NO_DAY


def count_lines(unit: str, count_from: str, start: int, due: int, calendar: Calendar) -> list[str]:
    """The count from a start to a due day, one line a day (or a week, or a month when it is long)."""
    if unit == "working_day":
        return _working_days(count_from, start, due, calendar)
    if unit == "month":
        return _months(count_from, start, due)
    return _calendar_days(count_from, start, due)


def first_day_words(unit: str, count_from: str, start: int, calendar: Calendar) -> str:
    """How the first day is counted, in a sentence."""
    if count_from != SAME_DAY:
        return f"The day itself is day 0: day 1 is the first {_noun(unit)} after it."
    if unit == "working_day" and not calendar.is_working(start):
        return "The day itself is not a working day: day 1 is the first working day after it."
    return "The day itself counts as day 1."


def day_words(number: int) -> str:
    """``Fri 19 Dec 2025``: short enough for a list, with the weekday."""
    date = date_of(number)
    return f"{date:%a} {date.day} {date:%b} {date.year}"


def _noun(unit: str) -> str:
    return "working day" if unit == "working_day" else "day"


def _working_days(count_from: str, start: int, due: int, calendar: Calendar) -> list[str]:
    lines, counted = [], 0
    for number in range(start if count_from == SAME_DAY else start + 1, due + 1):
        if calendar.is_working(number):
            counted += 1
            lines.append(f"{day_words(number)}: day {counted}")
        else:
            lines.append(f"{day_words(number)}: not counted, {_why_off(number, calendar)}")
    return _join_weekends(lines)


def _why_off(number: int, calendar: Calendar) -> str:
    name = calendar.holiday_name(number)
    if name and date_of(number).weekday() < 5:
        return f"{name} (projected)" if calendar.is_projected(number) else name
    return date_of(number).strftime("%A")


def _join_weekends(lines: list[str]) -> list[str]:
    """One line for a Saturday and the Sunday after it."""
    joined: list[str] = []
    for line in lines:
        if joined and line.endswith(", Sunday") and joined[-1].endswith(", Saturday"):
            saturday, sunday = joined[-1].split(":")[0], line.split(":")[0]
            joined[-1] = f"{saturday} and {sunday}: not counted, weekend"
        else:
            joined.append(line)
    return joined


def _calendar_days(count_from: str, start: int, due: int) -> list[str]:
    before = start - 1 if count_from == SAME_DAY else start  # day 0
    total = due - before
    if total <= EVERY_DAY_UP_TO:
        return [f"{day_words(before + at)}: day {at}" for at in range(1, total + 1)]
    weeks = range(DAYS_PER_WEEK, total + 1, DAYS_PER_WEEK)
    lines = [f"{day_words(before + at)}: day {at} (week {at // DAYS_PER_WEEK})" for at in weeks]
    if total % DAYS_PER_WEEK:
        lines.append(f"{day_words(due)}: day {total}")
    return lines


def _months(count_from: str, start: int, due: int) -> list[str]:
    lines, at = [], 1
    while (reached := add_months_to(start, at)) - (count_from == SAME_DAY) <= due:
        last = reached - (count_from == SAME_DAY)
        short = "" if date_of(reached).day == date_of(start).day else ", the last day of a shorter month"
        lines.append(f"{day_words(last)}: {at} month{'s' if at > 1 else ''}{short}")
        at += 1
    return lines
