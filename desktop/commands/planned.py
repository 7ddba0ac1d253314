"""What is planned for a day: a visit, a supervision, a review. A plan never stops a clock."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.errors import Refused

KINDS = ("visit", "supervision", "review")


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
    build = Builder(book, "planned.plan", author)
    for case in chosen:
        checks.running(book, case, "planned for it")
        for row in rows_of(book, case, kind):
            build.supersede("planned", row)
        build.insert("planned", case=case, kind=kind, on=on, worker=worker, reason=reason.strip())
        build.cut()
    return build.act(f"{kind.capitalize()} planned for {short(on)}, {checks.count_of(len(chosen), 'case')}")


def drop(
    book: Casebook, chosen: Sequence[int], *, author: str, today: int, reason: str, kind: str = "visit"
) -> Act:
    """Take back what was planned for some cases: it will not be, or was not, kept.

    Raises:
        Refused: no reason, or nothing of that kind is planned for any of them.
    """
    checks.need_reason(reason, f"why the planned {kind} is taken back.")
    build = Builder(book, "planned.drop", author)
    rows = [row for case in chosen for row in rows_of(book, case, kind)]
    if not rows:
        raise Refused(f"No {kind} is planned for that child, so there is nothing to take back.")
    for row in rows:
        build.supersede("planned", row)
        build.cut()
    return build.act(f"{checks.count_of(len(rows), f'planned {kind}')} taken back", reason)


def rows_of(book: Casebook, case: int, kind: str) -> list[int]:
    """The standing plans of a kind for a case, past ones included."""
    wanted = book.planned.code("kind", kind)
    return [row for row in cases.facts(book.planned, case) if book.planned.kind[row] == wanted]


def answer(build: Builder, book: Casebook, case: int, kind: str, on: int) -> None:
    """Within an act that records something: end the plans of that kind for that day or before."""
    for row in rows_of(book, case, kind):
        if book.planned.on[row] <= on:
            build.supersede("planned", row)
