"""When an assessor's report is wanted back: the council's own dates, inside those of the law.

An urgent request: some days after the allocation, and before the urgent authorisation ends. A renewal: a week
before the authorisation that it follows ends. Anything else: some days after the allocation, and by the date
the law asks for where that has not passed. A date that is no working day moves back to the one before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.calendar import Calendar
from desktop.domain.days import NO_DAY
from desktop.domain.dols_facts import Ints

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

RENEWAL_DAYS = 7  # before the authorisation ends


def due_back(desk: Desk, cases: Ints, role: str, on: int) -> Ints:
    """Per request, the day on which a report allocated on a day would be wanted back.

    Args:
        desk: the snapshot.
        cases: case rows of DoLS requests.
        role: ``bia`` or ``mha``; both follow the same dates.
        on: the day of the allocation.
    """
    flags, said = desk.flags, desk.timescales.settings
    size = len(desk.book.case)
    ends = _ends(desk)[desk.book.case.person[cases]]
    due, urgent_end = (np.full(size, NO_DAY, np.int64) for _ in range(2))
    due[flags.case] = flags.assess_due
    urgent_end[flags.case] = np.where(flags.ua_running, flags.ua_end, NO_DAY)
    urgent_end, due = urgent_end[cases], due[cases]
    urgent = np.minimum(on + int(said["dols_urgent_report_days"]), urgent_end - 1)
    renewal = ends - RENEWAL_DAYS
    plain = np.full(len(cases), on + int(said["dols_report_days"]))
    plain = np.where((due > on) & (due < plain), due, plain)
    made = np.select([urgent_end != NO_DAY, (ends != NO_DAY) & (renewal > on)], [urgent, renewal], plain)
    return _working(desk, np.maximum(made, on), on)


def _ends(desk: Desk) -> Ints:
    """Per person, the last day of the authorisation in force; `NO_DAY` for none."""

    def make() -> Ints:
        flags = desk.flags
        held = flags.in_force & (flags.authorisation_end != NO_DAY)
        until = np.full(len(desk.book.person) + 1, NO_DAY, np.int64)
        np.maximum.at(until, desk.book.case.person[flags.case[held]], flags.authorisation_end[held])
        until[-1] = NO_DAY
        return until

    found: Ints = desk.memo("authority ends", make)
    return found


def _working(desk: Desk, days: Ints, on: int) -> Ints:
    """The working day on or before each, but not before the allocation."""
    calendar = Calendar.england(desk.timescales.closures, desk.timescales.extra_holidays)
    made: Ints = np.maximum(np.asarray(calendar.add_working(days.astype(np.int32), 0)), on).astype(np.int32)
    return made
