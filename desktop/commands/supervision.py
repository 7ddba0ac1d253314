"""Case supervision: one session covers many children, each child once a day."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, new_id
from desktop.domain.days import short
from desktop.errors import Refused

SUPERVISED = ("cp", "cla", "cin", "care_leaver", "assessment", "s47", "private_fostering")


def record(
    book: Casebook,
    chosen: Sequence[int],
    on: int,
    *,
    author: str,
    today: int,
    supervisor: int = -1,
    except_for: Sequence[int] = (),
    detail: str = "",
) -> Act:
    """Record one supervision session for the children of the cases ticked.

    Supervision is of the child: every open children's case of a child who was discussed gets the event,
    so a child who is looked after and on a protection plan is not asked for twice.

    Args:
        book: the casebook.
        chosen: case rows that were ticked.
        on: the day of the session.
        author: who records it.
        today: the day that may not be passed.
        supervisor: the supervising worker, -1 when not said.
        except_for: case rows that were ticked but not discussed.
        detail: a line for each event.

    Raises:
        Refused: nobody ticked, a session yet to come, a child already supervised that day, or a
            supervisor who had left.
    """
    left_out = {int(book.case.person[case]) for case in except_for}
    people = list(dict.fromkeys(int(book.case.person[case]) for case in chosen))
    people = [person for person in people if person not in left_out]
    if not people:
        raise Refused("Tick at least one child who was discussed.")
    checks.happened(on, today, "supervision", "Record it once it has taken place.")
    checks.still_here(book, supervisor, on, "cannot have supervised that day")
    _refuse_second(book, people, on)
    build, joint = Builder(book, "supervision.record", author), new_id()
    for person in people:
        for case in _supervised_cases(book, person, on, chosen):
            build.insert(
                "event",
                case=case,
                kind="supervision",
                on=on,
                worker=supervisor,
                joint=joint,
                detail=detail.strip(),
            )
    return build.act(f"Supervision on {short(on)}, {checks.count_of(len(people), 'child', 'children')}")


def _supervised_cases(book: Casebook, person: int, on: int, chosen: Sequence[int]) -> list[int]:
    ticked = [case for case in chosen if book.case.person[case] == person]
    for case in ticked:
        checks.is_kind(book, case, SUPERVISED, "Supervision")
    others = [case for case in cases.open_of_person(book, person, on) if case not in ticked]
    return ticked + [case for case in others if cases.kind_of(book, case) in SUPERVISED]


def _refuse_second(book: Casebook, people: Sequence[int], on: int) -> None:
    again = sum(supervised_on(book, person, on) for person in people)
    if again:
        raise Refused(
            f"Supervision on {short(on)} is already recorded for {again} of these children. "
            "Untick them, or change the date.",
            "council rule",
        )


def supervised_on(book: Casebook, person: int, on: int) -> bool:
    """Whether supervision of a child is on record for a day, under any of their cases."""
    event = book.event
    return any(
        event.on[row] == on
        for case in cases.of_person(book, person)
        for row in cases.events(book, case, "supervision")
    )
