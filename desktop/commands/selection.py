"""Selecting an assessor for a request: the checks that may refuse it, and the evidence that is kept.

An assessor's selection is an act of the supervisory body (Schedule A1 paragraph 129), so the bars of SI
2008/1858 and of Schedule A1 are refusals here. What was found, why this assessor and what they declared is
kept in a row of its own, as it was on the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.commands import checks, triage
from desktop.commands.acts import Builder
from desktop.domain import cases, lanes
from desktop.domain.assessor_checks import ASK, HARD, Check, CheckTable, as_json
from desktop.domain.assessor_checks import checks as check_all
from desktop.domain.assessors import NO_LIMIT, load
from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY, short
from desktop.domain.due_back import due_back
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales
from desktop.errors import Refused

ROLE_WORDS = {"bia": "best interests assessor", "mha": "mental health assessor"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One allocation as it is typed.

    Attributes:
        case: case row.
        worker: worker row.
        role: one of `allocations.ROLES`.
        on: the day from which the worker holds the case.
        due_back_on: when an assessor's report is wanted; the council's own default when not said.
        reason: why this worker; needed where a check asks for one.
        place: their place among the suggestions, 1 the first; 0 when none were asked for.
        declared: the assessor has declared no relation, no financial interest and no involvement
            (regulations 10 to 12); None when they have not been asked yet.
        declaration: what they said, in words.
    """

    case: int
    worker: int
    role: str
    on: int
    due_back_on: int = NO_DAY
    reason: str = ""
    place: int = 0
    declared: bool | None = None
    declaration: str = ""


@dataclass(frozen=True)
class Picked:
    """A choice that nothing bars, with its checks and the day on which the report is wanted."""

    choice: Choice
    found: list[Check]
    due_back_on: int


def desk_of(book: Casebook, today: int, desk: Desk | None = None) -> Desk:
    """The desk given when it is today's, else one opened for today."""
    if desk is not None and desk.as_at == today and desk.book is book:
        return desk
    return Desk.open(book, Timescales.shipped().with_overrides(book), today)


def pick(
    book: Casebook, choices: Sequence[Choice], *, today: int, desk: Desk | None = None
) -> dict[Choice, Picked]:
    """Check assessors for requests, all of one act together.

    Args:
        book: the casebook.
        choices: allocations or offers to a ``bia`` or ``mha``.
        today: the day that may not be passed.
        desk: today's desk where one is open; opening one reads every clock.

    Raises:
        Refused: with its regulation for a statutory bar, as a council rule where a reason is missing;
            the sentence names the request when there are several.
    """
    for choice in choices:
        try:
            _refuse_request(book, choice)
        except Refused as error:
            raise Refused(named(book, choice.case, error.message, len(choices)), error.basis) from None
    read = desk_of(book, today, desk)
    picked: dict[Choice, Picked] = {}
    for (role, on), mine in _alike(choices).items():
        table = check_all(read, [one.case for one in mine], [one.worker for one in mine], role, on)
        wanted = due_back(read, table.cases, role, on)
        for at, choice in enumerate(mine):
            _refuse_found(book, read, table, at, choice, choices)
            day = choice.due_back_on if choice.due_back_on != NO_DAY else int(wanted[at])
            picked[choice] = Picked(choice, table.of(at, at), day)
    return picked


def refuse_overlap(book: Casebook, choice: Choice) -> None:
    """Refuse an assessor from a day on which somebody before them still had the request.

    Raises:
        Refused: when an allocation in the role ended after that day.
    """
    table = book.allocation
    before = [int(table.ended_on[row]) for row in cases.allocations(book, choice.case, choice.role)]
    last = max((day for day in before if day != NO_DAY), default=NO_DAY)
    if choice.on < last:
        raise Refused(
            f"The {ROLE_WORDS[choice.role]} before had this case until {short(last)}; the next begins on "
            "that day or later.",
            "council rule",
        )


def keep(build: Builder, picked: Picked) -> str:
    """Keep the evidence of a selection; returns the id of its row."""
    choice = picked.choice
    declared = -1 if choice.declared is None else int(choice.declared)
    return build.insert(
        "assessor_choice",
        case=choice.case,
        role=choice.role,
        worker=choice.worker,
        on=choice.on,
        checks=as_json(picked.found),
        reason=choice.reason.strip(),
        place=choice.place,
        declared=declared,
        declaration=choice.declaration.strip(),
    )


def named(book: Casebook, case: int, sentence: str, among: int) -> str:
    """The sentence, headed by the request's reference where an act is about several."""
    return f"{book.case.ref[case] or 'One request'}: {sentence}" if among > 1 else sentence


def _alike(choices: Sequence[Choice]) -> Mapping[tuple[str, int], list[Choice]]:
    groups: dict[tuple[str, int], list[Choice]] = {}
    for choice in choices:
        groups.setdefault((choice.role, choice.on), []).append(choice)
    return groups


def _refuse_request(book: Casebook, choice: Choice) -> None:
    """A request that no assessor can be given to."""
    checks.is_kind(book, choice.case, ("dols",), f"A {ROLE_WORDS[choice.role]}")
    if not cases.facts(book.dols_request, choice.case):
        raise Refused("This request has no details on record yet. Complete the request, then allocate.")
    if cases.events(book, choice.case, "signed_off"):
        raise Refused("This request is signed off, so no assessor is needed.")
    if choice.role == "bia":
        triage.refuse_untriaged(book, choice.case)


def _refuse_found(
    book: Casebook, desk: Desk, table: CheckTable, at: int, choice: Choice, beside: Sequence[Choice]
) -> None:
    barred = table.said(at, at, HARD)
    others = [one for one in beside if one.case == choice.case and one.role != choice.role]
    if others:  # the other lane changes hands in the same act: what was there before does not count
        barred = [check for check in barred if check.rule != "same_person"]
        if any(one.worker == choice.worker for one in others):
            raise Refused(_both_lanes(book, choice, len(beside)), "statute")
    if barred:
        check = barred[0]
        sentence = f"{_who(choice)} may not take this: {_lower(check.words)} ({check.citation})."
        raise Refused(named(book, choice.case, f"{sentence} Choose someone else.", len(beside)), check.basis)
    if choice.declared is False:
        sentence = (
            f"{_who(choice)} declares a relation, an interest or involvement and may not take this "
            "(SI 2008/1858 regulations 10 to 12). Choose someone else."
        )
        raise Refused(named(book, choice.case, sentence, len(beside)), "statute")
    _refuse_without_reason(book, desk, table, at, choice, beside)


def _refuse_without_reason(
    book: Casebook, desk: Desk, table: CheckTable, at: int, choice: Choice, beside: Sequence[Choice]
) -> None:
    if choice.reason.strip():
        return
    asks = [check.words for check in table.said(at, at, ASK)]
    crowded = _crowded(desk, choice, beside)
    asks += [crowded] if crowded else []
    if asks:
        sentence = f"{_who(choice)}: {_lower(asks[0])}. Give a reason to allocate to them all the same."
        raise Refused(named(book, choice.case, sentence, len(beside)), "council rule")


def _crowded(desk: Desk, choice: Choice, beside: Sequence[Choice]) -> str:
    """More in one act than was agreed with the assessor."""
    have = load(desk, choice.role)
    worker, entry = choice.worker, int(have.entry[choice.worker])
    agreed = int(desk.book.assessor.at_once[entry]) if entry >= 0 else 0
    before = list(beside).index(choice)
    more = sum(one.worker == worker and one.role == choice.role for one in beside[:before])
    held = int(have.open[worker] + have.offered[worker]) + more
    if more and 0 < agreed < NO_LIMIT and held >= agreed:
        return f"Would have {held + 1} of at most {agreed} at once"
    month = int(have.used[worker]) + more
    if more and have.quota[worker] and month >= have.quota[worker]:
        return f"Would have {month + 1} of {have.quota[worker]} agreed for this month"
    return ""


def _both_lanes(book: Casebook, choice: Choice, among: int) -> str:
    return named(
        book,
        choice.case,
        "One person may not do both the mental health and the best interests assessment "
        "(Mental Capacity Act 2005 Schedule A1 paragraph 129(5)). Choose someone else.",
        among,
    )


def _who(choice: Choice) -> str:
    return f"This {ROLE_WORDS[choice.role]}"


def _lower(words: str) -> str:
    """A finding inside a sentence; names and abbreviations keep their capitals."""
    first = words.split(" ", 1)[0]
    return words if first.isupper() else words[0].lower() + words[1:]


def refuse_open_offer(book: Casebook, case: int, role: str, among: int) -> None:
    """Refuse to ask a second assessor while the first has not answered.

    Raises:
        Refused: when an offer of that role is open.
    """
    offer = open_offer(book, case, role)
    if offer >= 0:
        asked = short(int(book.offer.on[offer]))
        sentence = f"This is offered to somebody since {asked}. Withdraw that offer, or record its answer."
        raise Refused(named(book, case, sentence, among), "council rule")


def open_offer(book: Casebook, case: int, role: str) -> int:
    """The row of the offer that nobody has answered, or -1."""
    rows = [row for row in lanes.offers_of(book, case, role) if not book.offer.word("answer", row)]
    return rows[-1] if rows else -1
