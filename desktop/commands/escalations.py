"""Bringing a child to a named manager, and what the manager said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

CHILDRENS = ("cp", "cla", "cin", "care_leaver", "assessment", "s47", "private_fostering")


def escalate(
    book: Casebook, chosen: Sequence[int], to: int, on: int, *, reason: str, author: str, today: int
) -> Act:
    """Bring children to a named manager: attempts failed, unseen for too long, or any other worry.

    Args:
        book: the casebook.
        chosen: case rows.
        to: worker row of the manager.
        on: the day it was brought.
        reason: why, in one line.
        author: who records it.
        today: the day that may not be passed.

    Raises:
        Refused: nobody named, no reason, a day to come, a manager who had left, or one that still waits.
    """
    if not chosen:
        raise Refused("Choose at least one child.")
    if to < 0:
        raise Refused("Name the manager whom this is brought to: pick somebody from the list.")
    checks.happened(on, today, "escalation", "Record it once the manager knows.")
    checks.need_reason(reason, "what the manager needs to know.")
    checks.still_here(book, to, on, "cannot be told")
    build = Builder(book, "escalations.escalate", author)
    for case in chosen:
        checks.is_kind(book, case, CHILDRENS, "An escalation")
        checks.running(book, case, "escalated")
        _refuse_waiting(book, case)
        build.insert("escalation", case=case, on=on, to=to, reason=reason.strip())
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'child', 'children')} brought to a manager", reason)


def _refuse_waiting(book: Casebook, case: int) -> None:
    for row in waiting(book, case):
        who, since = int(book.escalation.to[row]), short(int(book.escalation.on[row]))
        name = book.worker.name[who] if who >= 0 else "a manager"
        raise Refused(
            f"This child was brought to {name} on {since} and waits for an answer. Record the answer first.",
            "council rule",
        )


def waiting(book: Casebook, case: int) -> list[int]:
    """The escalations of a case that nobody has answered."""
    table = book.escalation
    return [row for row in cases.facts(table, case) if table.answered_on[row] == NO_DAY]


def answer(book: Casebook, chosen: Sequence[int], on: int, *, words: str, author: str, today: int) -> Act:
    """Record what the manager said of the children brought to them.

    Raises:
        Refused: no words, a day to come or before it was brought, or nothing that waits.
    """
    checks.happened(on, today, "answer")
    checks.need_reason(words, "what the manager decided.")
    build = Builder(book, "escalations.answer", author)
    rows = [row for case in chosen for row in waiting(book, case)]
    if not rows:
        raise Refused("Nothing about this child waits for a manager's answer.")
    first = int(np.max(book.escalation.on[rows]))
    if on < first:
        raise Refused(f"This was brought to the manager on {short(first)}; the answer comes after that.")
    for row in rows:
        build.replace("escalation", row, answered_on=on, answer=words.strip())
        build.cut()
    return build.act(f"Manager's answer on {checks.count_of(len(rows), 'child', 'children')}")
