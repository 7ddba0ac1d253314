"""Who holds a case: social worker, personal adviser, best interests and mental health assessor.

What may refuse an assessor, and the evidence that is kept of one, is in `desktop.commands.selection`.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.commands import checks, selection
from desktop.commands.acts import Builder
from desktop.commands.selection import Choice as Choice
from desktop.commands.selection import Picked
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
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


def allocate(
    book: Casebook, choices: Sequence[Choice], *, author: str, today: int, desk: Desk | None = None
) -> Act:
    """Allocate cases that nobody holds in that role; one change set for each case, all or none made.

    An assessor allocated so has been asked and has agreed on the day (see `offers` for asking first).

    Args:
        book: the casebook.
        choices: who gets what.
        author: who allocates.
        today: the day that may not be passed.
        desk: today's desk, where one is open, for the checks of assessors.

    Raises:
        Refused: any of `objection`, or the case already has someone in the role (reallocate instead).
            With several choices the sentence names the request that it is about.
    """
    for choice in choices:
        held = cases.holder(book, choice.case, choice.role, today)
        if held >= 0:
            since = short(int(book.allocation.on[held]))
            sentence = (
                f"This case already has a {ROLES[choice.role]} since {since}. "
                "Reallocate it to change who holds it."
            )
            raise Refused(selection.named(book, choice.case, sentence, len(choices)), "council rule")
    verb = "allocations.allocate"
    return _give(book, choices, verb, "allocated to a", author=author, today=today, desk=desk)


def allocate_batch(
    book: Casebook, choices: Sequence[Choice], *, author: str, today: int, desk: Desk | None = None
) -> Act:
    """Allocate what a board proposes: each request whole or none at all, and one undo for all of them.

    A request that somebody holds already is reallocated; nothing is made when any row is refused, and the
    sentence names the row.

    Raises:
        Refused: as `allocate` and `reallocate`.
    """
    fresh = all(cases.holder(book, one.case, one.role, today) < 0 for one in choices)
    verb = allocate if fresh else reallocate
    return verb(book, choices, author=author, today=today, desk=desk)


def reallocate(
    book: Casebook, choices: Sequence[Choice], *, author: str, today: int, desk: Desk | None = None
) -> Act:
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
    verb = "allocations.reallocate"
    return _give(book, choices, verb, "reallocated to another", author=author, today=today, desk=desk)


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
        code = {"reason_code": "handed_back"} if role in ASSESSORS else {}
        build.replace("allocation", held, ended_on=on, reason=reason.strip(), **code)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'case')} taken back from the {ROLES[role]}", reason)


def _give(
    book: Casebook,
    choices: Sequence[Choice],
    verb: str,
    words: str,
    *,
    author: str,
    today: int,
    desk: Desk | None,
) -> Act:
    if not choices:
        raise Refused("Choose at least one case to allocate.")
    if len({(choice.case, choice.role) for choice in choices}) < len(choices):
        raise Refused("One case is given to two people in the same role; keep one of them.")
    for choice in choices:
        refuse(book, choice, today=today, among=len(choices))
    asked = [choice for choice in choices if choice.role in ASSESSORS]
    picked = selection.pick(book, asked, today=today, desk=desk) if asked else {}
    build = Builder(book, verb, author)
    for choice in choices:
        _write(build, book, choice, today, picked.get(choice))
        build.cut()
    roles = {choice.role for choice in choices}
    role = ROLES[roles.pop()] if len(roles) == 1 else "worker"
    return build.act(f"{checks.count_of(len(choices), 'case')} {words} {role}")


def _write(build: Builder, book: Casebook, choice: Choice, today: int, picked: Picked | None) -> None:
    held = cases.holder(book, choice.case, choice.role, today)
    if held >= 0:
        build.replace("allocation", held, ended_on=choice.on)
    if picked is not None:
        _close_offer(build, book, choice)
        selection.keep(build, picked)
    build.insert(
        "allocation",
        case=choice.case,
        role=choice.role,
        worker=choice.worker,
        team=int(book.worker.team[choice.worker]),
        on=choice.on,
        due_back_on=choice.due_back_on if picked is None else picked.due_back_on,
        reason=choice.reason.strip(),
    )


def _close_offer(build: Builder, book: Casebook, choice: Choice) -> None:
    """An offer still open is accepted by this, or withdrawn when it was made to somebody else."""
    offer = selection.open_offer(book, choice.case, choice.role)
    if offer < 0:
        return
    same = book.offer.worker[offer] == choice.worker
    build.replace(
        "offer",
        offer,
        answer="accepted" if same else "withdrawn",
        answered_on=max(choice.on, int(book.offer.on[offer])),
        reason="" if same else "allocated to somebody else",
    )


def refuse(book: Casebook, choice: Choice, *, today: int, among: int = 1) -> None:
    """Refuse an allocation that may not be made, whatever the role (see `selection.pick` for assessors).

    Args:
        book: the casebook.
        choice: the allocation.
        today: the day that may not be passed.
        among: how many allocations the act has; the sentence names the request when there are several.

    Raises:
        Refused: in plain words, or as a council rule where a reason is missing.
    """
    try:
        _refuse(book, choice, today)
    except Refused as error:
        raise Refused(selection.named(book, choice.case, error.message, among), error.basis) from None


def _refuse(book: Casebook, choice: Choice, today: int) -> None:
    role = ROLES[choice.role]
    checks.running(book, choice.case, "allocated")
    checks.happened(choice.on, today, "allocation", "Allocate on the day.")
    began = cases.started_on(book, choice.case)
    if began != NO_DAY and choice.on < began:
        raise Refused(
            f"This case began on {short(began)}; it cannot be allocated before that.", "council rule"
        )
    if choice.role in ASSESSORS:
        selection.refuse_overlap(book, choice)
    if choice.due_back_on != NO_DAY and choice.due_back_on < choice.on:
        raise Refused("The report is due back before the allocation. Check the two dates.")
    checks.still_here(book, choice.worker, choice.on, f"cannot be the {role}")
    away = cases.absence_on(book, choice.worker, max(choice.on, today))
    if away >= 0 and not choice.reason.strip():
        ends = int(book.absence.ends_on[away])
        until = f"until {short(ends)}" if ends != NO_DAY else "with no return date"
        raise Refused(
            f"That worker is away {until}. Give a reason to allocate to them all the same.", "council rule"
        )


def objection(book: Casebook, choice: Choice, *, today: int) -> str:
    """Why a worker may not be given a case, or an empty string; for greying out names in a list."""
    try:
        refuse(book, choice, today=today)
        if choice.role in ASSESSORS:
            selection.pick(book, [choice], today=today)
    except Refused as error:
        return error.message
    return ""
