"""Who holds a case: social worker, personal adviser, best interests and mental health assessor.

An assessor's selection is an act of the supervisory body, so the bars of the Mental Capacity (Deprivation
of Liberty: Standard Authorisations ...) Regulations 2008 (SI 2008/1858) and of Schedule A1 are refusals here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

ROLES = {
    "worker": "social worker",
    "pa": "personal adviser",
    "iro": "IRO",
    "secondary": "second worker",
    "bia": "BIA",
    "mha": "mental health assessor",
}
ASSESSORS = ("bia", "mha")
INVOLVED_DAYS = 365  # how far back being allocated to the person counts as involved in their care


@dataclass(frozen=True, slots=True)
class Choice:
    """One allocation as it is typed.

    Attributes:
        case: case row.
        worker: worker row.
        role: one of `ROLES`.
        on: the day from which the worker holds the case.
        due_back_on: when an assessor's report is wanted, `NO_DAY` when not said.
        reason: why this worker; needed for someone who is on leave.
    """

    case: int
    worker: int
    role: str
    on: int
    due_back_on: int = NO_DAY
    reason: str = ""


def allocate(book: Casebook, choices: Sequence[Choice], *, author: str, today: int) -> Act:
    """Allocate cases that nobody holds in that role; one change set for each case.

    Raises:
        Refused: any of `objection`, or the case already has someone in the role (reallocate instead).
    """
    for choice in choices:
        held = cases.holder(book, choice.case, choice.role, today)
        if held >= 0:
            since = short(int(book.allocation.on[held]))
            raise Refused(
                f"This case already has a {ROLES[choice.role]} since {since}. "
                "Reallocate it to change who holds it."
            )
    return _give(book, choices, "allocations.allocate", "allocated to a", author=author, today=today)


def reallocate(book: Casebook, choices: Sequence[Choice], *, author: str, today: int) -> Act:
    """Move cases to another worker: the present allocation ends the day the new one begins.

    Raises:
        Refused: any of `objection`, the same worker again, or a day before the present allocation.
    """
    for choice in choices:
        held = cases.holder(book, choice.case, choice.role, today)
        if held >= 0 and book.allocation.worker[held] == choice.worker:
            raise Refused(f"That worker is already the {ROLES[choice.role]} of this case.")
        if held >= 0 and choice.on < book.allocation.on[held]:
            since = short(int(book.allocation.on[held]))
            raise Refused(
                f"The present {ROLES[choice.role]} has had this case since {since}; choose a later day."
            )
    return _give(
        book, choices, "allocations.reallocate", "reallocated to another", author=author, today=today
    )


def end(
    book: Casebook, chosen: Sequence[int], role: str, on: int, *, reason: str, author: str, today: int
) -> Act:
    """End the allocation of cases in a role: the case goes back to the queue (handed back, worker gone).

    Raises:
        Refused: no reason, a day yet to come or before the allocation, or nobody holds the case.
    """
    checks.happened(on, today, "end of the allocation")
    checks.need_reason(reason, "why the case goes back.")
    build = Builder(book, "allocations.end", author)
    for case in chosen:
        held = cases.holder(book, case, role, on)
        if held < 0:
            raise Refused(f"Nobody held this case as {ROLES[role]} on {short(on)}.")
        build.replace("allocation", held, ended_on=on, reason=reason.strip())
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'case')} taken back from the {ROLES[role]}", reason)


def _give(
    book: Casebook, choices: Sequence[Choice], verb: str, words: str, *, author: str, today: int
) -> Act:
    if not choices:
        raise Refused("Choose at least one case to allocate.")
    if len({(choice.case, choice.role) for choice in choices}) < len(choices):
        raise Refused("One case is given to two people in the same role; keep one of them.")
    build = Builder(book, verb, author)
    for choice in choices:
        refuse(book, choice, today=today, beside=choices)
        _write(build, book, choice, today)
        build.cut()
    roles = {choice.role for choice in choices}
    role = ROLES[roles.pop()] if len(roles) == 1 else "worker"
    return build.act(f"{checks.count_of(len(choices), 'case')} {words} {role}")


def _write(build: Builder, book: Casebook, choice: Choice, today: int) -> None:
    held = cases.holder(book, choice.case, choice.role, today)
    if held >= 0:
        build.replace("allocation", held, ended_on=choice.on)
    build.insert(
        "allocation",
        case=choice.case,
        role=choice.role,
        worker=choice.worker,
        team=int(book.worker.team[choice.worker]),
        on=choice.on,
        due_back_on=choice.due_back_on,
        reason=choice.reason.strip(),
    )


def refuse(book: Casebook, choice: Choice, *, today: int, beside: Sequence[Choice] = ()) -> None:
    """Refuse an allocation that may not be made.

    Args:
        book: the casebook.
        choice: the allocation.
        today: the day that may not be passed.
        beside: other allocations of the same act, which count as made.

    Raises:
        Refused: with the paragraph for a statutory bar, else in plain words.
    """
    role = ROLES[choice.role]
    checks.running(book, choice.case, "allocated")
    checks.happened(choice.on, today, "allocation", "Allocate on the day.")
    began = cases.started_on(book, choice.case)
    if began != NO_DAY and choice.on < began:
        raise Refused(f"This case began on {short(began)}; it cannot be allocated before that.")
    if choice.due_back_on != NO_DAY and choice.due_back_on < choice.on:
        raise Refused("The report is due back before the allocation. Check the two dates.")
    checks.still_here(book, choice.worker, choice.on, f"cannot be the {role}")
    if choice.role in ASSESSORS:
        _refuse_assessor(book, choice, beside)
    away = cases.absence_on(book, choice.worker, max(choice.on, today))
    if away >= 0 and not choice.reason.strip():
        ends = int(book.absence.ends_on[away])
        until = f"until {short(ends)}" if ends != NO_DAY else "with no return date"
        raise Refused(
            f"That worker is away {until}. Give a reason to allocate to them all the same.", "council rule"
        )


def _refuse_assessor(book: Casebook, choice: Choice, beside: Sequence[Choice]) -> None:
    checks.is_kind(book, choice.case, ("dols",), f"A {ROLES[choice.role]}")
    if not cases.facts(book.dols_request, choice.case):
        raise Refused("This request has no details on record yet. Complete the request, then allocate.")
    if cases.events(book, choice.case, "signed_off"):
        raise Refused("This request is signed off, so no assessor is needed.")
    _refuse_unqualified(book, choice)
    other = "mha" if choice.role == "bia" else "bia"
    if choice.worker in _assessors(book, choice, other, beside):
        raise Refused(
            "One person may not do both the mental health and the best interests assessment "
            "(Mental Capacity Act 2005 Schedule A1 paragraph 129(5)). Choose someone else.",
            "statute",
        )
    if choice.role == "bia":
        _refuse_involved(book, choice)
        _refuse_own_home(book, choice)


def _refuse_unqualified(book: Casebook, choice: Choice) -> None:
    flag = book.worker.is_bia if choice.role == "bia" else book.worker.is_mha
    if flag[choice.worker] != 1:
        raise Refused(
            f"That worker is not on the register as a {ROLES[choice.role]} "
            "(SI 2008/1858 regulations 4 and 5). Choose someone who is, or correct their entry.",
            "statute",
        )


def _assessors(book: Casebook, choice: Choice, role: str, beside: Sequence[Choice]) -> set[int]:
    table = book.allocation
    rows = [row for row in cases.allocations(book, choice.case, role) if table.ended_on[row] == NO_DAY]
    chosen = {other.worker for other in beside if other.case == choice.case and other.role == role}
    return chosen or {int(table.worker[row]) for row in rows}


def _refuse_involved(book: Casebook, choice: Choice) -> None:
    table, person = book.allocation, book.case.person[choice.case]
    mine = np.flatnonzero((table.worker == choice.worker) & (table.case >= 0))
    mine = mine[cases.standing_at(table, mine)]
    for row in mine[book.case.person[table.case[mine]] == person]:
        ended = table.ended_on[row]
        recent = ended == NO_DAY or ended >= choice.on - INVOLVED_DAYS
        if table.word("role", row) in ("worker", "secondary", "pa") and recent:
            raise Refused(
                "That worker is involved in this person's care and may not be the best interests assessor "
                "(SI 2008/1858 regulation 12(1)). Choose someone else.",
                "statute",
            )


def _refuse_own_home(book: Casebook, choice: Choice) -> None:
    request = cases.facts(book.dols_request, choice.case)[-1]
    home = int(book.dols_request.managing_authority[request])
    in_house = book.worker.word("engagement", choice.worker).startswith("in_house")
    if home >= 0 and in_house and book.managing_authority.run_by_council[home] == 1:
        raise Refused(
            "The council runs this home, so its own staff may not be the best interests assessor "
            "(SI 2008/1858 regulation 12(2)). Choose an independent assessor.",
            "statute",
        )


def objection(book: Casebook, choice: Choice, *, today: int) -> str:
    """Why a worker may not be given a case, or an empty string; for greying out names in a list."""
    try:
        refuse(book, choice, today=today)
    except Refused as error:
        return error.message
    return ""
