"""Dates as people type them, read day first and never in US order.

Read: real dates, Excel serials from 20,000 (3 October 1954) to 60,000 (8 April 2064; a date of birth
from 1920),
``dd/mm/yyyy`` and ``d/m/yy`` with ``/``, ``.``, ``-`` or a space, ``09 Apr 2026``, ISO, each with or
without a time of day. Years before 1920 and after 2100 are placeholders (``01/01/1900``,
``31/12/9999``): blank, and said so. Everything else is not a date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from desktop.domain.days import day
from desktop.exchange.text import BLANK_WORDS, UNKNOWN_WORDS, words

_NUMBERS = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/]?([a-z]{3,9})\.?[ \-/,]*(\d{4}|\d{2})")
_TIME = re.compile(r"[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]m)?z?(?:[+-]\d{2}:?\d{2})?$")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,]+")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
    for length in range(3, len(name) + 1)
}
_NOT_YET = frozenset(
    {"not yet", "never", "awaiting", "pending", "outstanding", "no visit", "none yet", "ongoing"}
)
_EXCEL_EPOCH = day(dt.date(1899, 12, 30))
FIRST_YEAR, LAST_YEAR = 1920, 2100
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
FIRST_BIRTH = 7_306  # 1 January 1920: many of the people in a DoLS tracker were born before 1954


class Odd(NamedTuple):
    """A cell in a date column that gives no day: `code` is a word of `reasons.REASONS`."""

    code: str


Reading = int | None | Odd
UNKNOWN, PLACEHOLDER, UNREADABLE = Odd("unknown_date"), Odd("placeholder_date"), Odd("unreadable_date")
US_ORDER, SEVERAL, NO_SUCH_DAY = Odd("us_date"), Odd("several_dates"), Odd("no_such_day")


def read_day(raw: Any, *, born: bool = False, today: int, adult: bool = False) -> Reading:
    """The day number in a cell of a date column.

    Args:
        raw: the cell as the file holds it.
        born: a date of birth, so a two-digit year lies in the past.
        adult: with `born`, the person is an adult: a two-digit year lies 18 years back or more.
        today: the day from which two-digit years are judged.

    Returns:
        The day; None for a blank cell; an `Odd` where the cell holds something else.
    """
    if isinstance(raw, str):
        return _from_text(raw, born, today, adult)
    if isinstance(raw, dt.datetime):
        return _checked(raw.year, raw.month, raw.day)
    if isinstance(raw, dt.date):
        return _checked(raw.year, raw.month, raw.day)
    if raw is None:
        return None
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_serial(float(raw), born)
    return UNREADABLE


def _from_serial(serial: float, born: bool) -> Reading:
    if (FIRST_BIRTH if born else FIRST_SERIAL) <= serial < LAST_SERIAL + 1:
        return int(serial) + _EXCEL_EPOCH
    return PLACEHOLDER if serial in (0.0, 1.0, 2.0) else UNREADABLE


def _from_text(raw: str, born: bool, today: int, adult: bool) -> Reading:
    text = words(raw).casefold()
    if text in BLANK_WORDS or text in _NOT_YET:
        return UNKNOWN if text in UNKNOWN_WORDS else None
    text = _TIME.sub("", _WEEKDAY.sub("", text))
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if second > 12 >= first and second <= 31:
            return US_ORDER
        return _with_year(first, second, found[4], born, today, adult)
    if found := _ISO.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NAMED.fullmatch(text)) and found[2] in _MONTHS:
        return _with_year(int(found[1]), _MONTHS[found[2]], found[3], born, today, adult)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text), born)
    several = len(re.findall(r"\d{1,2}[/.\-]\d{1,2}", text)) > 1
    return SEVERAL if several else UNREADABLE


def _with_year(day_of_month: int, month: int, typed: str, born: bool, today: int, adult: bool) -> Reading:
    if len(typed) == 4:
        return _checked(int(typed), month, day_of_month)
    this_year = dt.date.fromordinal(today + _ORDINAL).year
    latest = this_year - (18 if adult else 0) if born else this_year + 10
    year = 2000 + int(typed)
    result = _checked(year if year <= latest else year - 100, month, day_of_month)
    if born and isinstance(result, int) and result > today:
        return _checked(year - 100, month, day_of_month)
    return result


_ORDINAL = dt.date(1970, 1, 1).toordinal()


def _checked(year: int, month: int, day_of_month: int) -> Reading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return PLACEHOLDER
    try:
        return day(dt.date(year, month, day_of_month))
    except ValueError:
        return NO_SUCH_DAY
