"""Visits: to one child or to a family together, seen or not; and visits planned for later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, new_id
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

VISITED = ("cp", "cla", "cin", "care_leaver", "assessment", "s47", "referral", "private_fostering")


@dataclass(frozen=True, slots=True)
class Seen:
    """One case within a visit.

    Attributes:
        case: case row; a child with two plans has two cases, and a visit counts for each one given.
        seen: whether the child was seen; a visit without is an attempt and stops no clock.
        alone: whether the child was seen alone (None: not said).
        reason: why the child was not seen.
    """

    case: int
    seen: bool = True
    alone: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it is typed: the day, who went, and whom they saw."""

    on: int
    children: Sequence[Seen]
    worker: int = -1
    detail: str = ""


def record(book: Casebook, visit: Visit, *, author: str, today: int) -> Act:
    """Record a visit: one event for each case, tied together by one id.

    Days outside a plan's dates are recorded and flagged (see `warnings`); they are facts.

    Raises:
        Refused: no child given, a visit yet to come, seen alone but not seen, one case twice, or made by
            a worker who had left.
    """
    if not visit.children:
        raise Refused("Tick at least one child.")
    checks.happened(visit.on, today, "visit", "Plan the visit instead.")
    checks.still_here(book, visit.worker, visit.on, "cannot have made this visit")
    _check_children(book, visit)
    build = Builder(book, "visits.record", author)
    joint = new_id() if len(visit.children) > 1 else None
    for child in visit.children:
        build.insert(
            "event",
            case=child.case,
            kind="visit",
            on=visit.on,
            worker=visit.worker,
            seen=int(child.seen),
            alone=None if child.alone is None or not child.seen else int(child.alone),
            outcome=child.reason.strip(),
            joint=joint,
            detail=visit.detail.strip(),
        )
        for planned in _planned_by(book, child.case, visit.on) if child.seen else ():
            build.supersede("planned", planned)
    return build.act(_summary(book, visit))


def _check_children(book: Casebook, visit: Visit) -> None:
    if len({child.case for child in visit.children}) < len(visit.children):
        raise Refused("The same plan is ticked twice in one visit.")
    for child in visit.children:
        checks.is_kind(book, child.case, VISITED, "A visit")
        if child.alone and not child.seen:
            raise Refused("A child who was not seen cannot have been seen alone: untick one of the two.")


def _planned_by(book: Casebook, case: int, on: int) -> list[int]:
    """Planned visits that this one answers: those planned for that day or before."""
    planned = book.planned
    wanted = planned.code("kind", "visit")
    return [
        row for row in cases.facts(planned, case) if planned.kind[row] == wanted and planned.on[row] <= on
    ]


def _summary(book: Casebook, visit: Visit) -> str:
    people = {int(book.case.person[child.case]) for child in visit.children}
    seen = {int(book.case.person[child.case]) for child in visit.children if child.seen}
    what = "Visit" if seen else "Attempted visit"
    told = f"{what} on {short(visit.on)} to {checks.count_of(len(people), 'child', 'children')}"
    return told if len(seen) in (0, len(people)) else f"{told}, {len(seen)} seen"


def warnings(book: Casebook, visit: Visit) -> list[str]:
    """What is odd about a visit, for the person to see before saving; none of it stops them."""
    told = []
    for child in visit.children:
        ref = book.person.ref[book.case.person[child.case]]
        started, ended = cases.started_on(book, child.case), cases.ended_on(book, child.case)
        if started != NO_DAY and visit.on < started:
            told.append(f"{ref}: the visit is before this plan started on {short(started)}.")
        if ended != NO_DAY and visit.on > ended:
            told.append(f"{ref}: the visit is after this plan ended on {short(ended)}.")
        if child.seen and _already(book, child.case, visit.on):
            told.append(f"{ref}: a visit on {short(visit.on)} is already recorded.")
    return told


def _already(book: Casebook, case: int, on: int) -> bool:
    event = book.event
    return any(event.on[row] == on and event.seen[row] == 1 for row in cases.events(book, case, "visit"))


def plan(
    book: Casebook,
    chosen: Sequence[int],
    on: int,
    *,
    author: str,
    today: int,
    worker: int = -1,
    kind: str = "visit",
    reason: str = "",
) -> Act:
    """Plan a visit (or supervision, or review) for each case; an earlier plan of that kind gives way.

    Raises:
        Refused: no case, a day that has passed, a closed case, or a worker who will have left.
    """
    if not chosen:
        raise Refused("Choose at least one case to plan for.")
    checks.need_day(on, f"planned {kind}")
    if on < today:
        raise Refused(f"{short(on)} has passed: record the {kind} instead of planning it.")
    checks.still_here(book, worker, on, f"cannot make this {kind}")
    build = Builder(book, "visits.plan", author)
    wanted = book.planned.code("kind", kind)
    for case in chosen:
        checks.running(book, case, "planned for it")
        for row in cases.facts(book.planned, case):
            if book.planned.kind[row] == wanted and book.planned.on[row] >= today:
                build.supersede("planned", row)
        build.insert("planned", case=case, kind=kind, on=on, worker=worker, reason=reason.strip())
        build.cut()
    return build.act(f"{kind.capitalize()} planned for {short(on)}, {checks.count_of(len(chosen), 'case')}")
