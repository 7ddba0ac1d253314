"""Comments and actions on an indicator, carried from month to month until they are closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.domain.months import last_day


@dataclass(frozen=True)
class Note:
    """One comment or action.

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
    fits = (table.month == month) | ((table.month < month) & open_then)
    rows = np.flatnonzero(table.live & known(table, desk.known_at) & fits).tolist()
    made = [_note(desk, row, month) for row in rows if indicator in ("", table.indicator[row])]
    return sorted(made, key=_order)


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


def _order(note: Note) -> tuple[bool, bool, int, int]:
    due = note.due if note.due != NO_DAY else 2**31 - 1
    return note.closed_on != NO_DAY, note.kind != "action", due, note.row
