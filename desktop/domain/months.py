"""Months as whole numbers (months since January 1970), and spans of them as a person writes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.days import NO_DAY, date_of, day

Ints = npt.NDArray[Any]
NO_MONTH = -(2**31)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_APRIL = 3


def month_of(number: int) -> int:
    """The month that a day lies in."""
    date = date_of(number)
    return (date.year - 1970) * 12 + date.month - 1


def months_of(days: Ints) -> Ints:
    """The month of each day, `NO_MONTH` for `NO_DAY`."""
    known = days != NO_DAY
    dated = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.where(known, dated, NO_MONTH).astype(np.int32)


def first_day(month: int) -> int:
    """The month's first day number."""
    return day(dt.date(1970 + month // 12, month % 12 + 1, 1))


def last_day(month: int) -> int:
    """The month's last day number."""
    return first_day(month + 1) - 1


def april_before(month: int) -> int:
    """The April with which the month's financial year began."""
    return month - (month - _APRIL) % 12


def read_month(text: str) -> int:
    """The month of ``2026-10``.

    Raises:
        ValueError: when it is not written so.
    """
    year, _, month = text.partition("-")
    if len(year) != 4 or len(month) != 2 or not (year + month).isdecimal() or not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} is not a month; write it as 2026-10")
    return (int(year) - 1970) * 12 + int(month) - 1


def written(month: int) -> str:
    """``2026-10``."""
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"


def spoken_month(month: int) -> str:
    """``Oct 2026``."""
    return f"{_NAMES[month % 12]} {1970 + month // 12}"


@dataclass(frozen=True)
class Period:
    """Whole months, the first and the last of them inside, in which something happened.

    Attributes:
        what: ``received``, ``signed`` (off) or ``finished`` (signed off or closed).
    """

    what: str
    first: int
    last: int

    def text(self) -> str:
        """As a selection holds it: ``signed 2026-04..2026-06``; `read_period` reads it back."""
        last = "" if self.last == self.first else f"..{written(self.last)}"
        return f"{self.what} {written(self.first)}{last}"

    def spoken(self) -> str:
        """``Signed off Apr 2026 to Jun 2026``."""
        words = {"signed": "Signed off"}.get(self.what, self.what.capitalize())
        last = "" if self.last == self.first else f" to {spoken_month(self.last)}"
        return f"{words} {spoken_month(self.first)}{last}"

    def holds(self, days: Ints) -> npt.NDArray[np.bool_]:
        """Which days lie inside."""
        found: npt.NDArray[np.bool_] = (days >= first_day(self.first)) & (days <= last_day(self.last))
        return found


def read_period(text: str) -> Period:
    """The period that a selection holds.

    Raises:
        ValueError: when it is not one.
    """
    what, _, span = text.partition(" ")
    if what not in ("received", "signed", "finished"):
        raise ValueError(f"{text!r} is not a period; write it as signed 2026-10 or received 2026-04..2026-10")
    first, _, last = span.partition("..")
    begin = read_month(first)
    return Period(what, begin, read_month(last) if last else begin)
