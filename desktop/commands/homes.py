"""Ringing through a home: who is still there, who died, moved, or no longer needs a request.

What the home says is a fact and is recorded with its day and informant. Deaths, moves and withdrawals
close open requests in the same act; an authorisation in force ends with a death or a move, because it is
for one person in one place, and is put to review when the home says that it is no longer needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.commands import authorisations, checks, decisions, triage
from desktop.commands.acts import Builder
from desktop.commands.decisions import SignOff
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

ANSWERS = {
    "there": "Still there",
    "died": "Died",
    "moved": "Moved or discharged",
    "withdrawn": "No longer needed",
}
_CLOSING = {"died": "died", "moved": "discharged_or_moved", "withdrawn": "withdrawn_by_home"}
_ENDING = {"died": "died", "moved": "moved"}


def confirm(
    book: Casebook,
    chosen: Sequence[int],
    answer: str,
    on: int,
    informant: str,
    *,
    author: str,
    today: int,
) -> Act:
    """Record what a home said about people; each person is saved whole or not at all.

    A death closes every open request of the person and ends their authorisations; the other answers
    concern the chosen cases alone.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests, open or with an authorisation.
        answer: ``there``, ``died``, ``moved`` or ``withdrawn``.
        on: the day it happened (for ``there`` and ``withdrawn``, the day it was said).
        informant: who said so.
        author: who records it.
        today: the day that may not be passed; requests are closed on it.

    Raises:
        Refused: no case, no answer or informant, a day still to come, or no DoLS request.
    """
    if not chosen:
        raise Refused("Choose at least one person.")
    if answer not in ANSWERS:
        raise Refused("Choose what the home said: still there, died, moved or no longer needed.")
    if not informant.strip():
        raise Refused("Say who told you, such as the deputy manager.")
    checks.happened(on, today, {"died": "death", "moved": "move"}.get(answer, "answer"))
    build = Builder(book, "homes.confirm", author)
    for person, own in _by_person(book, chosen).items():
        if answer == "died":
            _died(build, book, person, own, on)
        for case in _concerned(book, person, own) if answer == "died" else own:
            _one(build, book, case, answer, on, informant, today)
        build.cut()
    return build.act(f"{ANSWERS[answer]}: {checks.count_of(len(chosen), 'case')}", informant.strip())


def _by_person(book: Casebook, chosen: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for case in dict.fromkeys(chosen):
        checks.is_kind(book, case, ("dols",), "What the home said")
        found.setdefault(int(book.case.person[case]), []).append(case)
    return found


def _concerned(book: Casebook, person: int, own: list[int]) -> list[int]:
    """The chosen cases, then the person's other requests that are open or led to an authorisation."""
    others = [
        case
        for case in cases.of_person(book, person)
        if cases.kind_of(book, case) == "dols" and (_is_open(book, case) or _running(book, case) >= 0)
    ]
    return list(dict.fromkeys([*own, *others]))


def _died(build: Builder, book: Casebook, person: int, own: list[int], on: int) -> None:
    known = int(book.person.died_on[person]) if person >= 0 else NO_DAY
    if known not in (NO_DAY, on):
        raise Refused(
            f"This person's death is on record as {short(known)}. Correct that date first if it is wrong."
        )
    if person >= 0 and known == NO_DAY:
        build.update("person", person, died_on=on)


def _one(build: Builder, book: Casebook, case: int, answer: str, on: int, informant: str, today: int) -> None:
    build.insert("home_check", case=case, on=on, answer=answer, informant=informant.strip())
    if answer == "there":
        triage.put_said(build, book, case, still_there=1)
        return
    if answer in ("died", "moved"):
        triage.put_said(build, book, case, still_there=0)
    if _is_open(book, case):
        _close(build, book, case, answer, on, informant, today)
    elif (row := _running(book, case)) >= 0:
        _end(build, book, case, row, answer, on)


def _is_open(book: Casebook, case: int) -> bool:
    return decisions.undecided(book, case) and cases.ended_on(book, case) == NO_DAY


def _running(book: Casebook, case: int) -> int:
    """The authorisation of a request that nobody has ended, -1 for none."""
    row = cases.latest(book.authorisation, case, "starts_on")
    return row if row >= 0 and book.authorisation.ended_on[row] == NO_DAY else -1


def _close(
    build: Builder, book: Casebook, case: int, answer: str, on: int, informant: str, today: int
) -> None:
    code = _CLOSING[answer]
    if answer == "withdrawn" and triage.asked(book, case) >= 0:
        triage.put_answer(build, book, case, "withdrawn", on, informant)
        code = "withdrawn_rescreened"
    decisions.put_decision(build, book, case, SignOff(today, "closed", code), today)


def _end(build: Builder, book: Casebook, case: int, row: int, answer: str, on: int) -> None:
    """Death and a move end an authorisation in force; a withdrawal asks for its review (paragraph 103)."""
    ends = int(book.authorisation.ends_on[row])
    if ends != NO_DAY and on > ends:
        return
    if answer == "withdrawn":
        authorisations.put_review(build, case, on, "managing_authority")
    else:
        build.replace("authorisation", row, ended_on=on, end_reason=_ENDING[answer])
