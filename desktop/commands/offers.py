"""Asking an assessor, and what becomes of the work: accepted, declined, visited, handed back, cancelled.

The best interests and the mental health assessor's lanes run side by side, by the same verbs. A return and
a query are in `desktop.commands.assessments`; what each lane shows is read in `desktop.domain.lanes`.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.commands import acting, checks, selection
from desktop.commands.acts import Builder
from desktop.commands.selection import ROLE_WORDS, Choice
from desktop.domain import cases, lanes
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.domain.me import me
from desktop.errors import Refused

DECLARATION = (
    "not related to the person or to anybody with a financial interest in their care, no financial "
    "interest in the home, not involved in the person's care"
)


def offer(
    book: Casebook, choices: Sequence[Choice], *, author: str, today: int, desk: Desk | None = None
) -> Act:
    """Offer requests to assessors; each is theirs once they accept. One change set for each request.

    Raises:
        Refused: whatever `selection.pick` refuses, somebody has it or is asked already, or a day that is
            to come or before the request.
    """
    if not choices:
        raise Refused("Choose at least one request to offer.")
    if len({(choice.case, choice.role) for choice in choices}) < len(choices):
        raise Refused("One request is offered to two people in the same role; keep one of them.")
    for choice in choices:
        _refuse_offer(book, choice, today, len(choices))
    picked = selection.pick(book, choices, today=today, desk=desk)
    build = Builder(book, "offers.offer", author)
    for choice in choices:
        selection.keep(build, picked[choice])
        build.insert(
            "offer",
            case=choice.case,
            role=choice.role,
            worker=choice.worker,
            on=choice.on,
            due_back_on=picked[choice].due_back_on,
        )
        build.cut()
    return build.act(f"{checks.count_of(len(choices), 'request')} offered")


def _refuse_offer(book: Casebook, choice: Choice, today: int, among: int) -> None:
    checks.running(book, choice.case, "offered")
    checks.happened(choice.on, today, "offer")
    checks.still_here(book, choice.worker, choice.on, "cannot be asked")
    began = cases.started_on(book, choice.case)
    if began != NO_DAY and choice.on < began:
        raise Refused(f"This request was received on {short(began)}; it cannot be offered before that.")
    held = cases.holder(book, choice.case, choice.role, today)
    if held >= 0:
        since = short(int(book.allocation.on[held]))
        sentence = f"This request already has a {ROLE_WORDS[choice.role]} since {since}."
        raise Refused(selection.named(book, choice.case, sentence, among), "council rule")
    selection.refuse_open_offer(book, choice.case, choice.role, among)


def accept(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    *,
    declared: bool,
    author: str,
    today: int,
    declaration: str = "",
    desk: Desk | None = None,
) -> Act:
    """Record that the assessor accepts, and what they declare; the checks are made again on that day.

    Args:
        book: the casebook.
        chosen: case rows with an open offer.
        role: ``bia`` or ``mha``.
        on: the day of the answer, from which they hold the request.
        declared: they declare no relation, no financial interest and no involvement.
        author: who records it.
        today: the day that may not be passed.
        declaration: what they said, in words.
        desk: today's desk, where one is open.

    Raises:
        Refused: no open offer, an answer before it or to come, nothing declared, somebody had it
            until later, or they may not any more.
    """
    checks.happened(on, today, "answer")
    if not declared:
        raise Refused(
            "Ask for the declaration first: not related, no financial interest, not involved in the "
            "person's care (SI 2008/1858 regulations 10 to 12). If they cannot declare it, record the "
            "offer as declined.",
            "statute",
        )
    offers = [_open(book, case, role, on) for case in chosen]
    choices = [_accepted(book, row, role, on, declaration) for row in offers]
    for choice in choices:
        selection.refuse_overlap(book, choice)
    picked = selection.pick(book, choices, today=today, desk=desk)
    build = Builder(book, "offers.accept", author)
    for row, choice in zip(offers, choices, strict=True):
        build.replace("offer", row, answer="accepted", answered_on=on)
        build.insert(
            "allocation",
            case=choice.case,
            role=role,
            worker=choice.worker,
            team=int(book.worker.team[choice.worker]),
            on=on,
            due_back_on=choice.due_back_on if choice.due_back_on >= on else picked[choice].due_back_on,
            reason=choice.reason,
        )
        _declare(build, book, choice)
        build.cut()
    return build.act(f"{checks.count_of(len(offers), 'offer')} accepted {short(on)}")


def _accepted(book: Casebook, row: int, role: str, on: int, declaration: str) -> Choice:
    """The choice that an offer was, made final; its reason and place are those of the offer."""
    case, worker = int(book.offer.case[row]), int(book.offer.worker[row])
    kept = lanes.choice_of(book, case, role, worker)
    due = int(book.offer.due_back_on[row])
    return Choice(
        case,
        worker,
        role,
        on,
        due_back_on=due if due >= on else NO_DAY,
        reason=(book.assessor_choice.reason[kept] if kept >= 0 else "") or "accepted when asked",
        place=int(book.assessor_choice.place[kept]) if kept >= 0 else 0,
        declared=True,
        declaration=declaration.strip() or DECLARATION,
    )


def _declare(build: Builder, book: Casebook, choice: Choice) -> None:
    """What the assessor declared, with the selection that it belongs to."""
    kept = lanes.choice_of(book, choice.case, choice.role, choice.worker)
    said = {"declared": int(bool(choice.declared)), "declaration": choice.declaration.strip()}
    if kept >= 0:
        build.replace("assessor_choice", kept, on=choice.on, **said)
    else:
        build.insert(
            "assessor_choice",
            case=choice.case,
            role=choice.role,
            worker=choice.worker,
            on=choice.on,
            reason=choice.reason,
            **said,
        )


def decline(
    book: Casebook, chosen: Sequence[int], role: str, on: int, *, reason: str, author: str, today: int
) -> Act:
    """Record that the assessor declines; the request waits for somebody again.

    Raises:
        Refused: no open offer, no reason, or an answer before the offer or still to come.
    """
    checks.need_reason(reason, "who is asked next may depend on it.")
    return _answered(book, chosen, role, on, "declined", reason, author=author, today=today)


def withdraw(
    book: Casebook, chosen: Sequence[int], role: str, on: int, *, reason: str, author: str, today: int
) -> Act:
    """Take offers back that nobody has answered.

    Raises:
        Refused: no open offer, no reason, or a day before the offer or still to come.
    """
    checks.need_reason(reason, "why the offer is withdrawn.")
    return _answered(book, chosen, role, on, "withdrawn", reason, author=author, today=today)


def _answered(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    answer: str,
    reason: str,
    *,
    author: str,
    today: int,
) -> Act:
    checks.happened(on, today, "answer")
    build = Builder(book, f"offers.{answer}", author)
    for case in chosen:
        row = _open(book, case, role, on)
        build.replace("offer", row, answer=answer, answered_on=on, reason=reason.strip())
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'offer')} {answer} {short(on)}", reason)


def _open(book: Casebook, case: int, role: str, on: int) -> int:
    row = selection.open_offer(book, case, role)
    if row < 0:
        raise Refused(
            f"No {ROLE_WORDS[role]} has been asked who has not answered. Offer or allocate it first."
        )
    asked = int(book.offer.on[row])
    if on < asked:
        raise Refused(f"This was offered on {short(asked)}; it cannot be answered before that.")
    return row


def hand_back(
    book: Casebook, chosen: Sequence[int], role: str, on: int, *, reason: str, author: str, today: int
) -> Act:
    """Record that the assessor gives requests back undone; from that day the time is the team's again.

    Raises:
        Refused: nobody holds it, its report is back, no reason, or a day before the allocation or to come.
    """
    return _given_up(book, chosen, role, on, "handed_back", reason, author=author, today=today)


def cancel(
    book: Casebook, chosen: Sequence[int], role: str, on: int, *, reason: str, author: str, today: int
) -> Act:
    """Record that the assessment is not needed any more; it does not count as work given.

    Raises:
        Refused: as `hand_back`.
    """
    return _given_up(book, chosen, role, on, "cancelled", reason, author=author, today=today)


def _given_up(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    code: str,
    reason: str,
    *,
    author: str,
    today: int,
) -> Act:
    word = {"handed_back": "handed back", "cancelled": "cancelled"}[code]
    checks.happened(on, today, "end of the allocation")
    checks.need_reason(reason, f"why the assessment is {word}.")
    build = Builder(book, f"offers.{code}", author)
    for case in chosen:
        row = _held(book, case, role, on, today, f"{word} on {short(on)}")
        build.replace("allocation", row, ended_on=on, reason=reason.strip(), reason_code=code)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'assessment')} {word} {short(on)}", reason)


def visited(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    *,
    author: str,
    today: int,
    as_worker: int = -1,
    for_them: bool = False,
) -> Act:
    """Record that the assessor has seen the person.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests.
        role: ``bia`` or ``mha``.
        on: the day of the visit.
        author: who records it.
        today: the day that may not be passed.
        as_worker: who is at the keyboard; -1 to go by the author's login.
        for_them: an assessor records it for the one who has it.

    Raises:
        Refused: another assessor has it and ``for_them`` is not said, nobody holds it, its report is back,
            a visit since the allocation is on record, or a day before the allocation or still to come.
    """
    checks.happened(on, today, "visit")
    if not chosen:
        raise Refused("Choose at least one request.")
    mine = as_worker if as_worker >= 0 else me(book, author)
    acting.refuse_for_another(book, chosen, role, today, mine=mine, for_them=for_them)
    build = Builder(book, "offers.visited", author)
    for case in chosen:
        row = _held(book, case, role, on, today, f"visited on {short(on)}")
        lane = lanes.lanes_in(book, case, today).of(role)
        if lane.visited_on != NO_DAY:
            raise Refused(
                f"The visit of {short(lane.visited_on)} is on record already. Correct that date instead."
            )
        worker = int(book.allocation.worker[row])
        build.insert("event", case=case, kind="assessor_visited", on=on, worker=worker, outcome=role)
        build.cut()
    return build.act(f"{ROLE_WORDS[role].capitalize()} visited {short(on)}")


def _held(book: Casebook, case: int, role: str, on: int, today: int, what: str) -> int:
    """The allocation whose report is still out."""
    lane = lanes.lanes_in(book, case, today).of(role)
    if not lane.held:
        state = "the report is back" if lane.state == "returned" else "nobody has it"
        state = "the request is signed off" if lane.state == "final" else state
        raise Refused(f"As {ROLE_WORDS[role]}, {state}: this cannot be {what}.")
    began = int(book.allocation.on[lane.allocation])
    if on < began:
        raise Refused(f"The {ROLE_WORDS[role]} has had this since {short(began)}; it cannot be {what}.")
    return lane.allocation


def declare(
    book: Casebook,
    case: int,
    role: str,
    on: int,
    *,
    clear: bool,
    author: str,
    today: int,
    declaration: str = "",
) -> Act:
    """Record what an assessor who holds a request declares of relation, interest and involvement.

    One who declares any of them may not go on (regulations 10 to 12): the request is handed back with it.

    Raises:
        Refused: nobody holds it, its report is back, a day before the allocation or to come, or something
            declared without saying what.
    """
    checks.happened(on, today, "declaration")
    row = _held(book, case, role, on, today, "declared")
    if not clear:
        checks.need_reason(declaration, "what the assessor declares.")
    build = Builder(book, "offers.declare", author)
    worker = int(book.allocation.worker[row])
    said = declaration.strip() or DECLARATION
    reason = book.allocation.reason[row]
    _declare(build, book, Choice(case, worker, role, on, reason=reason, declared=clear, declaration=said))
    if not clear:
        build.replace("allocation", row, ended_on=on, reason=f"declared: {said}", reason_code="handed_back")
    return build.act("Declaration recorded" if clear else "Declaration recorded, handed back")
