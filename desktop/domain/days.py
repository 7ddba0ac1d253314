"""Days as whole numbers, the one representation of a date inside the engine.

A *day* is the count of days since 1 January 1970 (the same number numpy's ``datetime64[D]``
holds); an *instant* is whole milliseconds since the same midnight in UTC. People see dates only
at the edges: use `day` on the way in and `date_of` on the way out.
"""

from __future__ import annotations

import datetime as dt
import time

NO_DAY = -(2**31)  # "not known"; fits int32 and sorts before every real day
NEVER = 2**63 - 1  # an instant that has not come
_EPOCH = dt.date(1970, 1, 1).toordinal()


def day(date: dt.date) -> int:
    """The day number of a date (a datetime counts as its date)."""
    return date.toordinal() - _EPOCH


def date_of(number: int) -> dt.date:
    """The date of a day number.

    Raises:
        ValueError: for `NO_DAY` and other numbers outside the years 1 to 9999.
    """
    return dt.date.fromordinal(int(number) + _EPOCH)


def short(number: int) -> str:
    """A day as lists print it, ``24/10/2026``; an empty string for `NO_DAY`."""
    if number == NO_DAY:
        return ""
    return date_of(number).strftime("%d/%m/%Y")


def spoken(number: int) -> str:
    """A day as sentences print it, ``Saturday 24 October 2026``."""
    date = date_of(number)
    return f"{date:%A} {date.day} {date:%B %Y}"


def now_ms() -> int:
    """This instant, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def day_of_ms(instant: int) -> int:
    """The day, in UTC, of an instant in milliseconds; `day_end_ms` of it is not before the instant."""
    return int(instant) // 86_400_000


def day_end_ms(number: int) -> int:
    """The last millisecond of a day in UTC: what was known by the close of that day."""
    return (int(number) + 1) * 86_400_000 - 1
