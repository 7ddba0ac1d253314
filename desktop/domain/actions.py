"""Actions agreed about a child: what is still to be done, by whom, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, short

Rows = np.ndarray[tuple[int], np.dtype[np.intp]]

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        row: row of the table ``action``.
        case: the case it was raised on.
        person: the child.
        text: what is to be done.
        raised_at: ``supervision``, ``review`` ... or "".
        owner: worker row, -1 nobody named.
        due_on: `NO_DAY` when no date was set.
        overdue_by: calendar days past its date, 0 when not.
    """

    row: int
    case: int
    person: int
    text: str
    raised_at: str
    raised_on: int
    owner: int
    due_on: int
    overdue_by: int

    def words(self) -> str:
        """``Chronology to be completed (due 04/12/2026)``."""
        if self.due_on == NO_DAY:
            return self.text
        late = f", {self.overdue_by} days over" if self.overdue_by else ""
        return f"{self.text} (due {short(self.due_on)}{late})"


def open_for(desk: Desk, chosen: Iterable[int]) -> list[Action]:
    """The actions not yet done about the children of some cases, earliest due first.

    An action belongs to the child: it comes back under every plan of theirs.

    Args:
        desk: the snapshot.
        chosen: case rows.
    """
    book, table = desk.book, desk.book.action
    persons = np.unique(desk.book.case.person[np.fromiter(chosen, np.int64)])
    rows = _open_rows(desk)
    rows = rows[np.isin(book.case.person[table.case[rows]], persons[persons >= 0])]
    return _listed(desk, rows)


def open_of_owner(desk: Desk, worker: int) -> list[Action]:
    """The actions that a worker has to do, earliest due first, whoever holds the case."""
    rows = _open_rows(desk)
    return _listed(desk, rows[desk.book.action.owner[rows] == worker])


def _open_rows(desk: Desk) -> Rows:
    table, as_at = desk.book.action, desk.as_at
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.raised_on <= as_at))
    found: Rows = rows[(table.done_on[rows] == NO_DAY) | (table.done_on[rows] > as_at)]
    return found


def _listed(desk: Desk, rows: Rows) -> list[Action]:
    made = [_action(desk, int(row)) for row in rows]
    return sorted(made, key=lambda one: (one.due_on == NO_DAY, one.due_on, one.raised_on, one.row))


def _action(desk: Desk, row: int) -> Action:
    table, case = desk.book.action, int(desk.book.action.case[row])
    due = int(table.due_on[row])
    return Action(
        row,
        case,
        int(desk.book.case.person[case]),
        table.text[row],
        table.word("raised_at", row),
        int(table.raised_on[row]),
        int(table.owner[row]),
        due,
        max(0, desk.as_at - due) if due != NO_DAY else 0,
    )
