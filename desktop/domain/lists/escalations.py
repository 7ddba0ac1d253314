"""Children who are to be brought to a named manager: visits tried in vain, or not seen for too long.

The need is derived from the records and vanishes with them; that a child was brought to a manager, and
what the manager said, are acts of people and are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import cases, kernel
from desktop.domain.casebook import Casebook, known
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import running_of
from desktop.domain.lists.facts import taken
from desktop.domain.lists.staff import staff

if TYPE_CHECKING:
    from desktop.domain.lists.columns import Bools, Ints
    from desktop.domain.lists.desk import Desk

ATTEMPTS = 2  # so many visits in vain to a child on a protection plan ...
LIMIT = "cp_visit_20wd"  # ... or this clock run out


@dataclass(frozen=True)
class Escalations:
    """What every case's escalation stands at, as columns over the case table.

    Attributes:
        grave: visits tried in vain or unseen for too long, whether brought to a manager or not.
        needed: to be brought to a manager, and not brought yet.
        since: the day that made it needed, `NO_DAY` where it is not.
        attempts: the need is for visits tried in vain (else for the time unseen).
        row: row of ``escalation`` that waits for the manager's answer, -1 for none.
    """

    grave: Bools
    needed: Bools
    since: Ints
    attempts: Bools
    row: Ints


def escalations(desk: Desk) -> Escalations:
    """Escalations as at the desk's day; kept until the next refresh."""
    made: Escalations = desk.memo("escalations", lambda: _make(desk))
    return made


def _make(desk: Desk) -> Escalations:
    book, size = desk.book, len(desk.book.case)
    cp = desk.is_open & (book.case.kind == book.case.code("kind", "cp"))
    tried = cp & (desk.fact("attempts") >= ATTEMPTS)
    last_try = taken(book.event.on, desk.fact("attempt"))
    limit = running_of(desk, LIMIT)
    unseen = cp & (taken(desk.clocks.state, limit, -1) == kernel.OVERDUE)
    passed = np.where(unseen, taken(desk.clocks.due, limit) + 1, NO_DAY)
    since = np.where(tried, last_try, passed).astype(np.int32)
    brought, waiting = np.full(size, NO_DAY, np.int32), np.full(size, -1, np.int32)
    table = book.escalation
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on <= desk.as_at))
    np.maximum.at(brought, table.case[rows], table.on[rows])
    answered = table.answered_on[rows]
    open_rows = rows[(answered == NO_DAY) | (answered > desk.as_at)]
    waiting[table.case[open_rows]] = open_rows
    needed = (tried | unseen) & (brought < since) & (waiting < 0)
    since = np.where(needed, since, np.int32(NO_DAY))
    return Escalations(tried | unseen, needed, since, tried, np.where(desk.is_open, waiting, -1))


def reason_for(desk: Desk, case: int) -> str:
    """Why a manager should hear of a child, in one line; empty for no such reason."""
    found = escalations(desk)
    if not found.grave[case]:
        return ""
    seen = int(taken(desk.book.event.on, desk.fact("seen")[[case]])[0])
    last = f"last seen {short(seen)}" if seen != NO_DAY else "never seen on this plan"
    if found.attempts[case]:
        return f"{int(desk.fact('attempts')[case])} visits tried in vain, {last}"
    return f"Not seen within 20 working days, {last}"


def manager_for(book: Casebook, case: int, on: int) -> int:
    """The worker row of the manager a case is brought to: that of its team, or of the holder's; -1 none.

    The person themselves, also while somebody acts for them.
    """
    team = int(book.case.team[case])
    holder = cases.worker_of(book, case, on)
    if team < 0 and holder >= 0:
        team = int(book.worker.team[holder])
    while team >= 0:
        manager = int(book.team.manager[team])
        if manager >= 0 and not cases.has_left(book, manager, on):
            return manager
        team = int(book.team.parent[team])
    return -1


def waiting_for(desk: Desk, worker: int) -> Bools:
    """Per case, whether it was brought to a manager, or to one they act for, and waits for an answer."""
    theirs = np.append(staff(desk).answer_for(worker), False)
    found: Bools = theirs[taken(desk.book.escalation.to, escalations(desk).row, -1)]
    return found


def brought_beside(desk: Desk, mask: Bools) -> Ints:
    """Per worker, the cases of a mask that wait for their answer and are not their own (or covered) work.

    With the cases that a worker holds or covers this makes the length of their queue.
    """
    people, table = staff(desk), desk.book.escalation
    found = np.zeros(len(people.acting), np.int32)
    row = escalations(desk).row
    for case in np.flatnonzero((row >= 0) & mask).tolist():
        to, holder = int(table.to[row[case]]), int(desk.fact("worker")[case])
        own = {holder, int(people.acting[holder])} if holder >= 0 else set()
        for worker in {to, int(people.acting[to])} - own if to >= 0 else ():
            found[worker] += 1
    return found
