"""Supervision: of children's cases, one session for many; and of a worker, of which only the date is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.commands import actions, checks, planned
from desktop.commands.actions import NewAction
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, new_id
from desktop.domain.days import NO_DAY, short
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
    agreed: Sequence[NewAction] = (),
    finished: Sequence[int] = (),
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
        agreed: actions agreed at the session; they come back at the next one until done.
        finished: rows of earlier actions that turned out to be done.
        detail: a line for each event.

    Raises:
        Refused: nobody ticked, a session yet to come, a child already supervised that day, a supervisor
            who had left, or an action for a child who was not discussed.
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
            planned.answer(build, book, case, "supervision", on)
    _put_actions(build, book, people, on, agreed)
    actions.finish(build, book, finished, on, today)
    return build.act(_summary(on, len(people), len(agreed)))


def _put_actions(
    build: Builder, book: Casebook, people: Sequence[int], on: int, agreed: Sequence[NewAction]
) -> None:
    for new in agreed:
        if int(book.case.person[new.case]) not in people:
            ref = book.person.ref[book.case.person[new.case]]
            raise Refused(f"{ref} has an action but was not discussed. Tick the child, or drop the action.")
        actions.put(build, book, new, on, "supervision")


def _summary(on: int, children: int, agreed: int) -> str:
    told = f"Supervision on {short(on)}, {checks.count_of(children, 'child', 'children')}"
    return f"{told}, {checks.count_of(agreed, 'action')} agreed" if agreed else told


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


def of_worker(book: Casebook, worker: int, on: int, *, author: str, today: int, supervisor: int = -1) -> Act:
    """Record that a worker had supervision of their own: that it took place, and nothing that was said.

    Raises:
        Refused: a day to come, a worker or supervisor who had left, by oneself, or twice on a day.
    """
    checks.happened(on, today, "supervision", "Record it once it has taken place.")
    checks.still_here(book, worker, on, "cannot have been supervised that day")
    checks.still_here(book, supervisor, on, "cannot have supervised that day")
    if supervisor == worker:
        raise Refused("Nobody supervises themselves. Choose the supervisor, or leave it empty.")
    if any(book.worker_supervision.on[row] == on for row in _of_worker(book, worker)):
        raise Refused(f"This worker's supervision on {short(on)} is already recorded.", "council rule")
    build = Builder(book, "supervision.of_worker", author)
    build.insert("worker_supervision", worker=worker, supervisor=supervisor, on=on)
    return build.act(f"Worker's own supervision on {short(on)}")


def last_of_worker(book: Casebook, worker: int, as_at: int) -> int:
    """The day of a worker's last own supervision up to a day, `NO_DAY` when none is on record."""
    days = [int(book.worker_supervision.on[row]) for row in _of_worker(book, worker)]
    return max((on for on in days if on <= as_at), default=NO_DAY)


def _of_worker(book: Casebook, worker: int) -> list[int]:
    table = book.worker_supervision
    rows = np.flatnonzero(table.worker == worker)
    return [int(row) for row in rows[cases.standing_at(table, rows)]]
