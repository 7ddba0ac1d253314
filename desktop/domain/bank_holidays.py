"""Bank holidays of England: confirmed lists as data, later years projected by rule.

The confirmed years lie in ``resources/calendars`` (date, title, notes). Years after them follow the
Banking and Financial Dealings Act 1971: fixed holidays with their substitute days, the Mondays of May
and August, and Easter. A projected year knows nothing of one-off holidays, so it is marked so.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache

from desktop.domain.days import day
from desktop.paths import resource

FIRST_YEAR, LAST_YEAR = 2000, 2042  # two years past the span, for due dates that reach beyond it
_LISTS = (
    "england_wales_bank_holidays_2000_2011.csv",
    "england_wales_bank_holidays_2012_2028.csv",
)


def easter(year: int) -> dt.date:
    """Easter Sunday by the Gregorian computus (the anonymous algorithm)."""
    century, of_century = divmod(year, 100)
    skipped, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - skipped - correction + 15) % 30
    leaps, odd = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - epact - odd) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, date = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, date + 1)


def projected(year: int) -> dict[int, str]:
    """The bank holidays of a year by rule alone: day number to name."""
    sunday = easter(year)
    found = {
        sunday - dt.timedelta(2): "Good Friday",
        sunday + dt.timedelta(1): "Easter Monday",
        _monday_from(dt.date(year, 5, 1)): "Early May bank holiday",
        _monday_from(dt.date(year, 5, 25)): "Spring bank holiday",
        _monday_from(dt.date(year, 8, 25)): "Summer bank holiday",
    }
    fixed = [
        (dt.date(year, 1, 1), "New Year's Day"),
        (dt.date(year, 12, 25), "Christmas Day"),
        (dt.date(year, 12, 26), "Boxing Day"),
    ]
    # A holiday on a weekday keeps its day before another's substitute is placed.
    for own, name in sorted(fixed, key=lambda pair: pair[0].weekday() > 4):
        kept = own
        while kept.weekday() > 4 or kept in found:
            kept += dt.timedelta(1)
        found[kept] = name if kept == own else f"{name} (substitute day)"
    return {day(date): name for date, name in found.items()}


def _monday_from(date: dt.date) -> dt.date:
    return date + dt.timedelta(-date.weekday() % 7)


@cache
def confirmed() -> dict[int, str]:
    """The published bank holidays: day number to name."""
    found: dict[int, str] = {}
    for name in _LISTS:
        with resource("calendars", name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                note = f" ({line['notes'].lower()})" if line["notes"] == "Substitute day" else ""
                found[day(dt.date.fromisoformat(line["date"]))] = line["title"].replace("’", "'") + note
    return found


@cache
def last_confirmed_year() -> int:
    """The last year of the published lists; everything after it is projected."""
    return (dt.date(1970, 1, 1) + dt.timedelta(max(confirmed()))).year


@cache
def all_holidays() -> dict[int, str]:
    """Confirmed and projected bank holidays together: day number to name."""
    found = dict(confirmed())
    for year in range(last_confirmed_year() + 1, LAST_YEAR + 1):
        found.update(projected(year))
    return found
