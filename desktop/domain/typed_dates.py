"""Dates as people type them at a desk: ``24/10/26``, ``24 oct``, ``t``, ``y``, ``-1``, ``+3w``, ``mon``.

Always day first, never the American order. `parse` reads what was typed; `spell` says it back, so that
a slip of the finger is seen before it is saved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Literal, Protocol

from desktop.domain.calendar import Calendar, add_months_to
from desktop.domain.days import NO_DAY, date_of, day

Prefer = Literal["past", "future"]
FIRST_YEAR, LAST_YEAR = 1900, 2100

_WORDS = {"t": 0, "today": 0, "y": -1, "yesterday": -1, "tomorrow": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_STEP = re.compile(r"([+-]) ?(\d{1,4}) ?(d|days?|w|weeks?|m|months?)?")
_NUMBERS = re.compile(r"(\d{1,2})([/. -])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]*([a-z]{3,9})[ ,-]*(\d{4}|\d{2})?")
_HINT = "Try 24/10/26, 24 oct, t for today, y for yesterday, -1, +2w or mon."


class WorkingDays(Protocol):
    """What `spell` asks of a calendar; `Calendar` is one."""

    def is_working(self, number: int, /) -> bool:
        """Whether a day is a working day."""
        ...

    def working_between(self, start: int, end: int, /) -> int:
        """Working days in (start, end]."""
        ...

    def holiday_name(self, number: int, /) -> str:
        """Why a weekday is no working day, or an empty string."""
        ...


def parse(text: str, today: int, prefer: Prefer = "past") -> int:
    """The day number that was typed; `NO_DAY` for an empty field.

    Args:
        text: what was typed, in any case, with any spaces.
        today: the day number that ``t`` stands for.
        prefer: how a day that names no year, or a weekday, is read. ``past`` (recording what happened)
            takes the latest such day up to and including today; ``future`` (planning) the first one
            after today.

    Raises:
        ValueError: with a sentence for the person, when it is no date.
    """
    typed = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()).casefold()
    if not typed:
        return NO_DAY
    if typed in _WORDS:
        return today + _WORDS[typed]
    for reader in (_step, _weekday, _iso, _numbers, _named):
        number = reader(typed, today, prefer)
        if number is not None:
            return number
    raise ValueError(f"“{text.strip()}” is not a date. {_HINT}")


def _step(typed: str, today: int, prefer: Prefer) -> int | None:
    found = _STEP.fullmatch(typed)
    if not found:
        return None
    count = int(found[2]) * (-1 if found[1] == "-" else 1)
    unit = (found[3] or "d")[0]
    if unit == "m":
        return _checked(add_months_to(today, count), typed)
    return _checked(today + count * (7 if unit == "w" else 1), typed)


def _weekday(typed: str, today: int, prefer: Prefer) -> int | None:
    name = typed.removeprefix("last ").removeprefix("next ")
    if len(name) < 3:
        return None
    matches = [at for at, full in enumerate(_WEEKDAYS) if full.startswith(name)]
    if not matches:
        return None
    wanted, now = matches[0], date_of(today).weekday()
    if typed.startswith("next ") or (prefer == "future" and not typed.startswith("last ")):
        return today + ((wanted - now - 1) % 7 + 1)
    if typed.startswith("last "):
        return today - ((now - wanted - 1) % 7 + 1)
    return today - (now - wanted) % 7


def _iso(typed: str, today: int, prefer: Prefer) -> int | None:
    found = _ISO.fullmatch(typed)
    return _real(int(found[1]), int(found[2]), int(found[3]), typed) if found else None


def _numbers(typed: str, today: int, prefer: Prefer) -> int | None:
    found = _NUMBERS.fullmatch(typed)
    if not found:
        return None
    number, month = int(found[1]), int(found[3])
    if found[4]:
        return _real(_year(found[4], today), month, number, typed)
    return _nearest(number, month, today, prefer, typed)


def _named(typed: str, today: int, prefer: Prefer) -> int | None:
    found = _NAMED.fullmatch(typed)
    if not found:
        return None
    months = [at for at, full in enumerate(_MONTHS, 1) if full.startswith(found[2]) or found[2] == "sept"]
    if not months:
        return None
    month = 9 if found[2] == "sept" else months[0]
    if found[3]:
        return _real(_year(found[3], today), month, int(found[1]), typed)
    return _nearest(int(found[1]), month, today, prefer, typed)


def _year(digits: str, today: int) -> int:
    """Two digits mean the hundred years that end ten years from now, so births read right too."""
    if len(digits) == 4:
        return int(digits)
    latest = date_of(today).year + 10
    return latest - (latest - int(digits)) % 100


def _nearest(number: int, month: int, today: int, prefer: Prefer, typed: str) -> int:
    year = date_of(today).year
    fits: Callable[[int], bool] = (lambda at: at <= today) if prefer == "past" else (lambda at: at > today)
    years = range(year + 1, year - 9, -1) if prefer == "past" else range(year, year + 10)
    for candidate in years:  # 29 February may be years away
        try:
            at = day(dt.date(candidate, month, number))
        except ValueError:
            continue
        if fits(at):
            return at
    return _real(year, month, number, typed)


def _real(year: int, month: int, number: int, typed: str) -> int:
    if month > 12 and number <= 12:
        raise ValueError(f"“{typed}” has no such month. Dates are read day first: {month}/{number}.")
    try:
        at = day(dt.date(year, month, number))
    except ValueError:
        raise ValueError(f"“{typed}” is not a day that exists. {_HINT}") from None
    return _checked(at, typed)


def _checked(number: int, typed: str) -> int:
    if not day(dt.date(FIRST_YEAR, 1, 1)) <= number <= day(dt.date(LAST_YEAR, 12, 31)):
        raise ValueError(f"“{typed}” is outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return number


def spell(number: int, today: int, calendar: WorkingDays | None = None) -> str:
    """A typed date said back: ``Mon 26 Oct 2026, 2 working days`` (``... ago`` for the past).

    Working days are England's unless a calendar with the council's own closures is given; outside its
    years the distance is in calendar days. A bank holiday is named, and a day nobody works says so.
    `NO_DAY` gives an empty string.
    """
    if number == NO_DAY:
        return ""
    date = date_of(number)
    words = f"{date:%a} {date.day} {date:%b %Y}"
    if number == today:
        return f"{words}, today"
    try:
        return words + _working_distance(number, today, calendar or Calendar.england())
    except ValueError:
        return f"{words}, {_side(abs(number - today), 'day', number, today)}"


def _working_distance(number: int, today: int, calendar: WorkingDays) -> str:
    count = calendar.working_between(min(number, today), max(number, today))
    name = "" if calendar.is_working(number) else calendar.holiday_name(number) or "not a working day"
    return (f" ({name})" if name else "") + f", {_side(count, 'working day', number, today)}"


def _side(count: int, unit: str, number: int, today: int) -> str:
    words = f"{count} {unit}" + ("" if count == 1 else "s")
    return words if number > today else f"{words} ago"
