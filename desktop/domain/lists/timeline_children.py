"""What the timeline says of a child's actions, escalations and what the panel decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.timeline_parts import Lines, ended_line, joined, worker_name

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_INTERVALS = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


def _action(desk: Desk, row: int) -> Lines:
    table = desk.book.action
    due = f"due {short(int(table.due_on[row]))}" if table.due_on[row] != NO_DAY else ""
    owner = worker_name(desk, int(table.owner[row]))
    lines = [(int(table.raised_on[row]), joined(f"Action agreed: {table.text[row]}", owner, due))]
    if table.done_on[row] != NO_DAY:
        lines.append((int(table.done_on[row]), joined(f"Action done: {table.text[row]}", table.outcome[row])))
    return lines


def _escalation(desk: Desk, row: int) -> Lines:
    table = desk.book.escalation
    to = worker_name(desk, int(table.to[row])) or "a manager"
    lines = [(int(table.on[row]), f"Brought to {to}: {table.reason[row]}")]
    if table.answered_on[row] != NO_DAY:
        lines.append((int(table.answered_on[row]), f"{to} answered: {table.answer[row]}"))
    return lines


def _agreed(desk: Desk, row: int) -> Lines:
    table = desk.book.agreed_frequency
    interval = _INTERVALS.get(table.word("interval", row), "")
    by = f"by {table.agreed_by[row]}" if table.agreed_by[row] else ""
    review = int(table.review_by[row])
    until = f"review by {short(review)}" if review != NO_DAY else ""
    lines = [(int(table.effective_from[row]), joined(f"Visits agreed every {interval}", by, until))]
    if table.panel_on[row] != NO_DAY:
        said = table.word("panel_decision", row) or "spoke"
        lines.append((int(table.panel_on[row]), joined(f"Panel {said}", table.panel_ref[row])))
    return lines + ended_line(table, row, "Agreed interval ended", table.ended_reason[row])


TABLES: dict[str, Callable[[Desk, int], Lines]] = {
    "action": _action,
    "escalation": _escalation,
    "agreed_frequency": _agreed,
}
