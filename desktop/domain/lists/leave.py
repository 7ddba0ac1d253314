"""Who is at work on the days to come, and which of those days are working days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.calendar import FIRST, Calendar
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.lists.columns import Bools, Ints

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_FAR = 2**31 - 1


def calendar_of(desk: Desk) -> Calendar:
    """The working days that the desk's clocks are counted by."""
    # A change of closure days, settings or rules has everything read again.
    made: Calendar = desk.steady("calendar", "closure_day", lambda: desk.context(desk.book).calendar)
    return made


@dataclass(frozen=True)
class Leave:
    """Every worker on each day of a stretch.

    Attributes:
        first: its first day.
        away: bool[worker, day]; the last row stands for nobody, who is never away.
        working: bool[day], whether it is a working day.
    """

    first: int
    away: Bools
    working: Bools

    def is_away(self, worker: Ints, on: Ints) -> Bools:
        """Per pair whether that worker is away that day; days outside the stretch: no."""
        place = on - self.first
        inside = (place >= 0) & (place < len(self.working))
        made: Bools = inside & self.away[worker, np.clip(place, 0, len(self.working) - 1)]
        return made

    def last_chance(self, worker: Ints, until: Ints) -> Ints:
        """The last working day up to a day on which the worker is there, `NO_DAY` when there is none."""
        can = self.working & ~self.away
        places = np.where(can, np.arange(len(self.working)), -1)
        latest = np.maximum.accumulate(places, axis=1)
        found = latest[worker, np.clip(until - self.first, 0, len(self.working) - 1)]
        made: Ints = np.where(found >= 0, found + self.first, NO_DAY).astype(np.int32)
        return made


def leave(desk: Desk, days: int) -> Leave:
    """Who is away from the desk's day on, for so many days."""
    made: Leave = desk.memo(("leave", days), lambda: _leave(desk, days))
    return made


def _leave(desk: Desk, days: int) -> Leave:
    first = desk.as_at
    away = np.zeros((len(desk.book.worker) + 1, days), bool)
    for row in absences(desk):
        table = desk.book.absence
        begins, ends = int(table.starts_on[row]) - first, _end(desk, row) - first
        if ends >= 0 and begins < days:
            away[int(table.worker[row]), max(0, begins) : min(ends + 1, days)] = True
    working = calendar_of(desk).working[first - FIRST : first - FIRST + days]
    return Leave(first, away, np.asarray(working, bool))


def absences(desk: Desk, worker: int = -1) -> list[int]:
    """Absences on record, of one worker or of all, that end on the desk's day or later; earliest first."""
    table = desk.book.absence
    rows = np.flatnonzero(known(table, desk.known_at) & (table.worker >= 0))
    if worker >= 0:
        rows = rows[table.worker[rows] == worker]
    found = [int(row) for row in rows if _end(desk, int(row)) >= desk.as_at]
    return sorted(found, key=lambda row: int(table.starts_on[row]))


def _end(desk: Desk, row: int) -> int:
    ends = int(desk.book.absence.ends_on[row])
    return _FAR if ends == NO_DAY else ends


def absence_words(desk: Desk, row: int) -> str:
    """``Away 24/11/2026 to 02/12/2026; Jo Adeyemi covers``."""
    table, names = desk.book.absence, desk.book.worker.name
    ends, cover = int(table.ends_on[row]), int(table.cover[row])
    until = f"to {short(ends)}" if ends != NO_DAY else "with no return date"
    who = f"{names[cover]} covers" if cover >= 0 else "nobody covers"
    return f"Away {short(int(table.starts_on[row]))} {until}; {who}"


def leave_between(desk: Desk, worker: int, first: int, last: int) -> str:
    """What a worker's leave takes of a stretch of days; empty for none."""
    if worker < 0:
        return ""
    table = desk.book.absence
    rows = [
        row for row in absences(desk, worker) if table.starts_on[row] <= last and _end(desk, row) >= first
    ]
    return ". ".join(absence_words(desk, row) for row in rows)


def holidays_between(desk: Desk, first: int, last: int) -> str:
    """The bank holidays and closure days within a stretch, ``Christmas Day 25/12``; empty for none."""
    calendar = calendar_of(desk)
    named = (
        (number, calendar.holiday_name(number))
        for number in range(first, last + 1)
        if not calendar.is_working(number) and date_of(number).weekday() < 5
    )
    return ", ".join(f"{name} {date_of(number):%d/%m}" for number, name in named if name)
