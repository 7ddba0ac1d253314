"""Comments and actions on an indicator, carried from month to month until they are closed; step changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.domain.months import last_day

_RANK = {"action": 0, "comment": 1, "step": 2}
STEP_MONTHS = 24  # a declared step change stands below a figure for as long as a chart shows it


@dataclass(frozen=True)
class Step:
    """A declared step change: from its month on the limits of an indicator's months are computed anew."""

    month: int
    text: str


@dataclass(frozen=True)
class Note:
    """One comment, action or declared step change.

    Attributes:
        row: its row in the casebook's ``indicator_note``.
        month: the month that it was written for.
        carried: it was written for an earlier month than the one asked about.
        due, closed_on: day numbers, `NO_DAY` for none.
        late: still open on the day looked at, and due before it.
    """

    row: int
    indicator: str
    month: int
    kind: str
    text: str
    owner: str
    due: int
    closed_on: int
    carried: bool
    late: bool


def notes(desk: Desk, month: int, indicator: str = "") -> list[Note]:
    """What belongs to a month: written for it, or for an earlier one and not closed before it began.

    A step change stands below the figure for as long as a chart shows the month of the change.

    Args:
        desk: the reading.
        month: see `desktop.domain.months`.
        indicator: one id, blank for all.

    Returns:
        Open ones first, actions before comments, the earliest due first.
    """
    table = desk.book.indicator_note
    begins = last_day(month - 1) + 1
    open_then = (table.closed_on == NO_DAY) | (table.closed_on >= begins)
    steps = table.kind == table.code("kind", "step")
    fits = (table.month == month) | ((table.month < month) & open_then)
    fits &= ~steps | (table.month > month - STEP_MONTHS)
    rows = np.flatnonzero(table.live & known(table, desk.known_at) & fits).tolist()
    made = [_note(desk, row, month) for row in rows if indicator in ("", table.indicator[row])]
    return sorted(made, key=_order)


def steps(desk: Desk, indicator: str) -> list[Step]:
    """The declared step changes of an indicator, oldest first."""
    table = desk.book.indicator_note
    fits = table.live & known(table, desk.known_at) & (table.kind == table.code("kind", "step"))
    rows = [row for row in np.flatnonzero(fits).tolist() if table.indicator[row] == indicator]
    return sorted((Step(int(table.month[row]), table.text[row]) for row in rows), key=lambda one: one.month)


def places(found: Sequence[Step], months: Sequence[int]) -> list[int]:
    """Where a series of months has its steps: the first month there is at or after each."""
    return [
        at
        for step in found
        if months and months[0] < step.month
        for at in [next((at for at, month in enumerate(months) if month >= step.month), -1)]
        if at > 0
    ]


def _note(desk: Desk, row: int, month: int) -> Note:
    table = desk.book.indicator_note
    due, closed = int(table.due[row]), int(table.closed_on[row])
    late = closed == NO_DAY and due != NO_DAY and due < desk.as_at
    written = int(table.month[row])
    return Note(
        row,
        table.indicator[row],
        written,
        table.word("kind", row),
        table.text[row],
        table.owner[row],
        due,
        closed,
        written < month,
        late,
    )


def _order(note: Note) -> tuple[bool, int, int, int]:
    due = note.due if note.due != NO_DAY else 2**31 - 1
    return note.closed_on != NO_DAY, _RANK[note.kind], due, note.row
