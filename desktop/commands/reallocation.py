"""Giving children's cases to a worker, singly or many at once, with what it does to both caseloads.

A change of worker carries one of the national return's reason codes (SSDA903), on the allocation that it
begins, so that the return writes itself. A first allocation has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import allocations, checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.childrens_words import reallocation_reasons
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.domain.load import Load, load_points
from desktop.errors import Refused

ROLES = {"worker": "social worker", "pa": "personal adviser", "iro": "IRO", "secondary": "second worker"}


@dataclass(frozen=True, slots=True)
class Move:
    """Who gets the cases.

    Attributes:
        worker: worker row.
        on: the day from which the worker holds them.
        role: one of `ROLES`, or "" for each case's own: a personal adviser for a care leaver.
        code: why the worker changes, of `reallocation_reasons`; asked for where somebody has the case.
        reason: in one's own words; asked for with the code OTHERS and for a worker who is away.
    """

    worker: int
    on: int
    role: str = ""
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move does to one worker's load."""

    worker: int
    before: Load
    after: Load

    def words(self, name: str) -> str:
        """``Sam Worker: 14 → 12 children, 38 → 33 points of 50``."""
        was, then = self.before, self.after
        over = ", over the ceiling" if then.is_over else ""
        return (
            f"{name}: {was.children} → {then.children} children, "
            f"{was.points} → {then.points} points of {then.ceiling}{over}"
        )


def role_of(book: Casebook, case: int, move: Move) -> str:
    """The role in which a case is given."""
    return move.role or ("pa" if cases.kind_of(book, case) == "care_leaver" else "worker")


def reallocate(book: Casebook, chosen: Sequence[int], move: Move, *, author: str, today: int) -> Act:
    """Give cases to a worker; whoever has one keeps it until the day before. One change set a case.

    Raises:
        Refused: no case, a DoLS request, no reason code where a worker changes, the same worker again, a day
            before the present allocation, or any refusal of `allocations.refuse`.
    """
    if not chosen:
        raise Refused("Choose at least one child.")
    build = Builder(book, "reallocation.reallocate", author)
    changed = 0
    for case in chosen:
        changed += _give(build, book, case, move, today)
        build.cut()
    words = "given to another worker" if changed else "allocated"
    return build.act(f"{checks.count_of(len(chosen), 'case')} {words} from {short(move.on)}", move.reason)


def _give(build: Builder, book: Casebook, case: int, move: Move, today: int) -> bool:
    """Write one case's change; whether somebody had it before."""
    role = role_of(book, case, move)
    if cases.kind_of(book, case) == "dols":
        raise Refused("A DoLS request goes to an assessor: allocate it on the DoLS page.")
    given = allocations.Choice(case, move.worker, role, move.on, reason=move.reason)
    allocations.refuse(book, given, today=today)
    held = cases.holder(book, case, role, today)
    if held >= 0:
        _refuse_change(book, held, move, ROLES[role])
        build.replace("allocation", held, ended_on=move.on)
    build.insert(
        "allocation",
        case=case,
        role=role,
        worker=move.worker,
        team=int(book.worker.team[move.worker]),
        on=move.on,
        reason=move.reason.strip(),
        reason_code=move.code if held >= 0 else "",
    )
    return held >= 0


def _refuse_change(book: Casebook, held: int, move: Move, role: str) -> None:
    if book.allocation.worker[held] == move.worker:
        raise Refused(f"That worker is already the {role} of one of these children. Choose somebody else.")
    since = int(book.allocation.on[held])
    if since != NO_DAY and move.on < since:
        raise Refused(f"The present {role} has had this case since {short(since)}; choose a later day.")
    if move.code not in {reason.code for reason in reallocation_reasons()}:
        raise Refused("Choose why the worker changes: the national return asks for it.", "council rule")
    if move.code == "OTHERS":
        checks.need_reason(move.reason, "the return's code for other reasons says nothing by itself.")


def effect(desk: Desk, chosen: Sequence[int], worker: int) -> list[Effect]:
    """What giving cases to a worker does to every caseload that it touches, the receiving one first.

    Args:
        desk: the snapshot.
        chosen: case rows.
        worker: the worker row that would get them.
    """
    book = desk.book
    losses: dict[int, list[int]] = {}
    for case in chosen:
        holder = cases.worker_of(book, case, desk.as_at, role_of(book, case, Move(worker, desk.as_at)))
        if holder >= 0 and holder != worker:
            losses.setdefault(holder, []).append(case)
    made = [Effect(worker, load_points(desk, worker), load_points(desk, worker, gains=chosen))]
    for holder, lost in losses.items():
        made.append(Effect(holder, load_points(desk, holder), load_points(desk, holder, losses=lost)))
    return made
