"""Children's plans and placements, and the closing of any case.

When a child moves, the agreed visiting frequency ends with the placement it was agreed for (the Care
Planning, Placement and Case Review Regulations 2010, SI 2010/959, regulation 28).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.commands import checks, people
from desktop.commands.acts import Builder
from desktop.commands.people import NewPerson
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

CHILDRENS = {
    "cp": "child protection plan",
    "cla": "period of being looked after",
    "cin": "child in need plan",
    "care_leaver": "care leaver case",
    "assessment": "assessment",
    "s47": "section 47 enquiry",
    "referral": "referral",
    "private_fostering": "private fostering arrangement",
}
_ANY_KIND = ("moved to another council", "died", "other")
CLOSING_REASONS = {
    "dols": (
        *("discharged or moved", "died", "detained under the Mental Health Act", "regained capacity"),
        *("withdrawn by the home or ward", "withdrawn after re-screening", "duplicate"),
        *("another council's request", "other"),
    ),
    "cp": ("no longer at risk", "became looked after", "reached 18", *_ANY_KIND),
    "cla": ("returned home", "adopted", "special guardianship", "reached 18", *_ANY_KIND),
    "cin": ("needs met", "stepped up to child protection", "became looked after", "no consent", *_ANY_KIND),
    "care_leaver": ("reached 21", "reached 25", "no longer wants support", *_ANY_KIND),
    "assessment": ("completed, no further action", "completed, plan made", "opened in error", *_ANY_KIND),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a looked-after child lives from a day on.

    Attributes:
        code: SSDA903 placement code (``U1``, ``P1`` ...), "" not said.
        legal_status: ``C1``, ``C2``, ``V2`` ..., "" not said.
        to_18: whether it is meant to last until the child is 18 (None: not said).
        basis: ``reg19``, ``reg24``, ``ico_home``, ``co_home``, ``short_break`` or "".
        order_on: date of the care order, for a child living with a parent.
    """

    starts_on: int
    code: str = ""
    legal_status: str = ""
    to_18: bool | None = None
    basis: str = ""
    order_on: int = NO_DAY


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A new plan (or enquiry, or assessment) for a child, new or known.

    Attributes:
        kind: one of `CHILDRENS`.
        starts_on: its first day; may be `NO_DAY`, and then its clocks cannot be calculated.
        worker: who holds it from that day, -1 nobody yet.
        other_la: held for another authority, so outside this council's cohort.
        placement: for a child who becomes looked after.
    """

    person: int | NewPerson
    kind: str
    starts_on: int
    team: int = -1
    worker: int = -1
    ref: str = ""
    other_la: bool = False
    placement: Placement | None = None


def start(book: Casebook, plan: NewPlan, *, author: str, today: int) -> Act:
    """Open a plan for a child. A plan of the same kind that runs already warns and does not block.

    Raises:
        Refused: a first day still to come, a worker who had left, or a placement before the child
            became looked after.
    """
    if plan.kind not in CHILDRENS:
        raise Refused("Choose what kind of plan it is.")
    build = Builder(book, "plans.start", author)
    person = people.put_person(build, book, plan.person)
    _open_case(build, book, plan, person, today)
    return build.act(f"New {CHILDRENS[plan.kind]}" + _from(plan.starts_on))


def _open_case(build: Builder, book: Casebook, plan: NewPlan, person: str, today: int) -> str:
    if plan.starts_on != NO_DAY:
        checks.happened(plan.starts_on, today, "start", "Open it on the day.")
    case = build.insert(
        "case",
        person=person,
        kind=plan.kind,
        team=plan.team,
        ref=plan.ref.strip(),
        other_la=1 if plan.other_la else None,
    )
    if plan.starts_on != NO_DAY:
        build.insert("event", case=case, kind="started", on=plan.starts_on)
    if plan.worker >= 0:
        held_from = plan.starts_on if plan.starts_on != NO_DAY else today
        checks.still_here(book, plan.worker, held_from, "cannot hold this case")
        role = "pa" if plan.kind == "care_leaver" else "worker"
        team = int(book.worker.team[plan.worker])
        build.insert("allocation", case=case, role=role, worker=plan.worker, team=team, on=held_from)
    if plan.placement:
        if plan.kind != "cla":
            raise Refused("Only a looked-after child has a placement.")
        _put_placement(build, case, plan.placement, plan.starts_on, today)
    return case


def _put_placement(build: Builder, case: int | str, placement: Placement, since: int, today: int) -> None:
    checks.happened(placement.starts_on, today, "placement", "Record it when the child has moved.")
    if since != NO_DAY and placement.starts_on < since:
        raise Refused(f"The placement starts before the child became looked after on {short(since)}.")
    build.insert(
        "placement",
        case=case,
        starts_on=placement.starts_on,
        code=placement.code,
        legal_status=placement.legal_status,
        to_18=placement.to_18,
        basis=placement.basis,
        order_on=placement.order_on,
    )


def _from(on: int) -> str:
    return f" from {short(on)}" if on != NO_DAY else ", start not known"


def warnings(book: Casebook, plan: NewPlan, *, today: int) -> list[str]:
    """What is odd about a new plan; none of it stops anybody."""
    told = []
    if plan.starts_on == NO_DAY:
        told.append("Without a start date its clocks cannot be calculated until one is recorded.")
    if isinstance(plan.person, NewPerson):
        return told
    for case in cases.open_of_person(book, plan.person, today):
        if cases.kind_of(book, case) == plan.kind:
            began = cases.started_on(book, case)
            since = f" since {short(began)}" if began != NO_DAY else ""
            told.append(f"This child already has a {CHILDRENS[plan.kind]}{since}.")
    return told


def move(
    book: Casebook, case: int, placement: Placement, *, author: str, today: int, same_carer: bool = False
) -> Act:
    """Record that a looked-after child moved: the placement and its agreed frequency end that day.

    Args:
        book: the casebook.
        case: case row of a looked-after child.
        placement: the new placement.
        author: who records it.
        today: the day that may not be passed.
        same_carer: a change on paper only (SSDA903 reasons T and U): the present placement goes on with
            its new details, and so do its first day, its visits and the agreed frequency.

    Raises:
        Refused: not looked after, closed, a day to come, before the present placement, or nothing new.
    """
    checks.is_kind(book, case, ("cla",), "A placement")
    checks.running(book, case, "changed")
    checks.happened(placement.starts_on, today, "move", "Record it when the child has moved.")
    build = Builder(book, "plans.move", author)
    held = cases.latest(book.placement, case, "starts_on")
    if held >= 0:
        if placement.starts_on <= book.placement.starts_on[held]:
            since = short(int(book.placement.starts_on[held]))
            raise Refused(
                f"The present placement began on {since}; a move comes after that. Correct it instead."
            )
        if same_carer:
            return _on_paper(build, book, held, placement)
        if book.placement.ends_on[held] == NO_DAY:
            build.replace("placement", held, ends_on=placement.starts_on)
    if not same_carer:
        _end_agreement(build, book, case, placement.starts_on, "placement moved")
    _put_placement(build, case, placement, cases.started_on(book, case), today)
    return build.act(f"Placement from {short(placement.starts_on)}")


def _on_paper(build: Builder, book: Casebook, held: int, placement: Placement) -> Act:
    now = book.record("placement", held)
    given = {name: getattr(placement, name) for name in ("code", "legal_status", "to_18", "basis")}
    given["order_on"] = None if placement.order_on == NO_DAY else placement.order_on
    changes = {name: value for name, value in given.items() if value not in (None, "")}
    if all(now[name] == (int(value) if name == "to_18" else value) for name, value in changes.items()):
        raise Refused("Nothing was changed: with the same carer, say what is different.")
    build.replace("placement", held, **changes)
    return build.act(f"Placement details changed {short(placement.starts_on)}, same carer")


def _end_agreement(build: Builder, book: Casebook, case: int, on: int, reason: str) -> None:
    """End the agreement in force, and any that was to begin later: it was made for what ends here."""
    table, running = book.agreed_frequency, cases.agreement_on(book, case, on)
    for row in cases.facts(table, case):
        later = table.ended_on[row] == NO_DAY and table.effective_from[row] > on
        if later or row == running:
            build.replace(
                "agreed_frequency",
                row,
                ended_on=max(on, int(table.effective_from[row])),
                ended_reason=reason,
            )


def change_placement(
    book: Casebook,
    case: int,
    *,
    author: str,
    today: int,
    reason: str,
    legal_status: str | None = None,
    to_18: bool | None = None,
    basis: str | None = None,
    order_on: int | None = None,
) -> Act:
    """Change what is on record of the present placement (legal status, intended to 18) without a move.

    Raises:
        Refused: no placement on record, nothing to change, or no reason.
    """
    checks.is_kind(book, case, ("cla",), "A placement")
    checks.running(book, case, "changed")
    checks.need_reason(reason, "legal status and the plan to 18 decide how often the child is visited.")
    given = {"legal_status": legal_status, "to_18": to_18, "basis": basis, "order_on": order_on}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise Refused("Nothing was changed.")
    held = cases.placement_on(book, case, today)
    if held < 0:
        raise Refused("This child has no placement on record. Record the placement first.")
    build = Builder(book, "plans.change_placement", author)
    build.replace("placement", held, **changes)
    return build.act("Placement details changed", reason)


def step(book: Casebook, case: int, to: NewPlan, *, reason: str, author: str, today: int) -> Act:
    """End one plan and begin another for the same child on the same day, as one act.

    The worker goes with the child unless the new plan names another.

    Raises:
        Refused: as `start` and `close`.
    """
    build = Builder(book, "plans.step", author)
    holder = cases.worker_of(book, case, today)
    _close(build, book, case, to.starts_on, reason, today)
    carried = replace(
        to,
        person=int(book.case.person[case]),
        worker=to.worker if to.worker >= 0 else holder,
        team=to.team if to.team >= 0 else int(book.case.team[case]),
    )
    if carried.kind not in CHILDRENS:
        raise Refused("Choose what kind of plan it is.")
    _open_case(build, book, carried, str(book.person.ids[book.case.person[case]]), today)
    return build.act(f"Stepped to a {CHILDRENS[to.kind]}{_from(to.starts_on)}", reason)


def close(book: Casebook, chosen: list[int], on: int, *, reason: str, author: str, today: int) -> Act:
    """Close cases: whoever held them is released, and a placement and its agreement end that day.

    Raises:
        Refused: no reason, closed before, a day to come, or an end before the beginning.
    """
    if not chosen:
        raise Refused("Choose at least one case to close.")
    build = Builder(book, "plans.close", author)
    for case in chosen:
        _close(build, book, case, on, reason, today)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'case')} closed on {short(on)}", reason)


def _close(build: Builder, book: Casebook, case: int, on: int, reason: str, today: int) -> None:
    checks.need_reason(reason, "why the case is closed.")
    checks.running(book, case, "closed again")
    checks.happened(on, today, "closing", "Close it on the day.")
    began = cases.started_on(book, case)
    if began != NO_DAY and on < began:
        raise Refused(f"This case began on {short(began)}; it cannot end before that.")
    build.insert("event", case=case, kind="ended", on=on, outcome=reason.strip())
    release(build, book, case, on)
    for row in cases.facts(book.placement, case):
        if book.placement.ends_on[row] == NO_DAY and book.placement.starts_on[row] <= on:
            build.replace("placement", row, ends_on=on)
    _end_agreement(build, book, case, on, "case closed")


def release(build: Builder, book: Casebook, case: int, on: int) -> None:
    """End every running allocation of a case, and drop what was planned for later."""
    table = book.allocation
    for row in cases.facts(table, case):
        if table.ended_on[row] == NO_DAY:
            build.replace("allocation", row, ended_on=max(on, int(table.on[row])))
    for row in cases.facts(book.planned, case):
        if book.planned.on[row] > on:
            build.supersede("planned", row)


def move_team(book: Casebook, chosen: list[int], team: int, *, author: str, reason: str = "") -> Act:
    """Give cases to another team; whoever holds them keeps them until they are reallocated.

    Raises:
        Refused: no case chosen.
    """
    if not chosen:
        raise Refused("Choose at least one case to move.")
    build = Builder(book, "plans.move_team", author)
    for case in chosen:
        build.update("case", case, team=team)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'case')} moved to another team", reason)
