"""Visits: to one child or to a family together, seen, seen alone, or tried in vain and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop.commands import checks, planned
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, new_id
from desktop.domain.days import short
from desktop.errors import Refused

VISITED = ("cp", "cla", "cin", "care_leaver", "assessment", "s47", "referral", "private_fostering")
UNBORN_SEEN = "parent seen; child not born yet"


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
    """One visit as it is typed: the day, who went, and whom they saw.

    Attributes:
        again: what to do when a visit to one of the children that day is on record already: "" asks
            (by refusing), ``join`` takes it for the same visit, ``second`` keeps both.
    """

    on: int
    children: Sequence[Seen]
    worker: int = -1
    detail: str = ""
    again: Literal["", "join", "second"] = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A visit on record that may be the one being typed.

    Attributes:
        row: its event row.
        case: the case it was recorded on.
        worker: who visited, -1 not said.
        recorded_at: instant.
    """

    row: int
    case: int
    worker: int
    recorded_at: int


def record(book: Casebook, visit: Visit, *, author: str, today: int) -> Act:
    """Record a visit: one event for each case, tied together by one id.

    Days outside a plan's dates are recorded and flagged (see `warnings`); they are facts.

    Raises:
        Refused: no child given, a visit yet to come, seen alone but not seen, not seen without a reason,
            one case twice, a child of another family, made by a worker who had left, or a visit that is
            on record already and nobody has said what to do about it.
    """
    if not visit.children:
        raise Refused("Tick at least one child.")
    checks.happened(visit.on, today, "visit", "Plan the visit instead.")
    checks.still_here(book, visit.worker, visit.on, "cannot have made this visit")
    _check_children(book, visit)
    twins = same_visit(book, visit)
    if twins and not visit.again:
        raise Refused(_twin_words(book, visit, twins), "council rule")
    build = Builder(book, "visits.record", author)
    if twins and visit.again == "join":
        _join(build, book, visit, twins)
    else:
        joint = new_id() if len(visit.children) > 1 else None
        for child in visit.children:
            _put(build, book, visit, child, joint)
    return build.act(_summary(book, visit))


def _put(build: Builder, book: Casebook, visit: Visit, child: Seen, joint: str | None) -> None:
    person = int(book.case.person[child.case])
    unborn = child.seen and cases.is_unborn(book, person, visit.on)
    build.insert(
        "event",
        case=child.case,
        kind="visit",
        on=visit.on,
        worker=visit.worker,
        seen=int(child.seen),
        alone=None if child.alone is None or not child.seen or unborn else int(child.alone),
        outcome=UNBORN_SEEN if unborn else child.reason.strip(),
        joint=joint,
        detail=visit.detail.strip(),
    )
    if child.seen:
        planned.answer(build, book, child.case, "visit", visit.on)


def _join(build: Builder, book: Casebook, visit: Visit, twins: Sequence[Twin]) -> None:
    """Add to a visit on record what it does not say yet: more children, or that one was seen after all."""
    event, first = book.event, twins[0].row
    joint = event.joint[first] or new_id()
    held = {twin.case: twin.row for twin in reversed(twins)}
    added, replaced = 0, set()
    for child in visit.children:
        row = held.get(child.case, -1)
        if row < 0:
            _put(build, book, visit, child, joint)
            added += 1
        elif child.seen and (event.seen[row] != 1 or (child.alone and event.alone[row] != 1)):
            alone = None if child.alone is None else int(child.alone)
            build.replace("event", row, seen=1, alone=alone, outcome="", joint=joint)
            planned.answer(build, book, child.case, "visit", visit.on)
            replaced.add(row)
    if not added and not replaced:
        raise Refused("That visit is on record already with all of this, so nothing needs saving.")
    if not event.joint[first] and first not in replaced:
        build.replace("event", first, joint=joint)


def same_visit(book: Casebook, visit: Visit) -> list[Twin]:
    """Visits on record to one of these children on that day, the one recorded first coming first."""
    event = book.event
    rows = np.flatnonzero((event.on == visit.on) & (event.kind == event.code("kind", "visit")))
    rows = rows[cases.standing_at(event, rows) & (event.case[rows] >= 0)]
    persons = [int(book.case.person[child.case]) for child in visit.children]
    rows = rows[np.isin(book.case.person[event.case[rows]], persons)]
    found = [
        Twin(row, int(event.case[row]), int(event.worker[row]), int(event.recorded_at[row]))
        for row in rows.tolist()
    ]
    return sorted(found, key=lambda twin: (twin.recorded_at, twin.row))


def _twin_words(book: Casebook, visit: Visit, twins: Sequence[Twin]) -> str:
    twin = twins[0]
    ref = book.person.ref[book.case.person[twin.case]]
    who = f" by {book.worker.name[twin.worker]}" if twin.worker >= 0 else ""
    return (
        f"A visit to {ref} on {short(visit.on)}{who} is already recorded. "
        "Say whether this is the same visit or a second one."
    )


def _check_children(book: Casebook, visit: Visit) -> None:
    if len({child.case for child in visit.children}) < len(visit.children):
        raise Refused("The same plan is ticked twice in one visit.")
    for child in visit.children:
        checks.is_kind(book, child.case, VISITED, "A visit")
        if child.alone and not child.seen:
            raise Refused("A child who was not seen cannot have been seen alone: untick one of the two.")
        if child.alone and cases.is_unborn(book, int(book.case.person[child.case]), visit.on):
            raise Refused("A child not born yet cannot be seen alone: record the visit as seen.")
        if not child.seen:
            checks.need_reason(child.reason, "why the child was not seen.")
    _refuse_strangers(book, visit)


def _refuse_strangers(book: Casebook, visit: Visit) -> None:
    """One visit is to one family group: a child of another one is another visit."""
    family = book.person.family
    first, *others = [int(book.case.person[child.case]) for child in visit.children]
    for person in others:
        if person != first and (not family[first] or family[person] != family[first]):
            raise Refused(
                f"{book.person.ref[person]} is not in the family group of {book.person.ref[first]}. "
                "Record that visit on its own, or untick the child.",
                "council rule",
            )


def _summary(book: Casebook, visit: Visit) -> str:
    people = {int(book.case.person[child.case]) for child in visit.children}
    seen = {int(book.case.person[child.case]) for child in visit.children if child.seen}
    what = "Visit" if seen else "Attempted visit"
    told = f"{what} on {short(visit.on)} to {checks.count_of(len(people), 'child', 'children')}"
    return told if len(seen) in (0, len(people)) else f"{told}, {len(seen)} seen"


def warnings(book: Casebook, visit: Visit) -> list[str]:
    """What is odd about a visit, for the person to see before saving; none of it stops them."""
    told = (checks.outside_plan(book, child.case, visit.on, "visit") for child in visit.children)
    return [line for line in told if line]
