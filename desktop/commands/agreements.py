"""Agreed visiting frequencies of looked-after children: three months or six, with their conditions.

SI 2010/959 regulation 28: six weeks in the first year of a placement; then up to three months where it
is meant to last until the child is 18; up to six (28(3A)) in a long-term foster placement, if the child
agrees. An agreement without its conditions would only fall back to six weeks, so it is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.calendar import add_months_to
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.placements import LONG_TERM_FOSTER
from desktop.errors import Refused

INTERVALS = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, from when and by whom.

    Attributes:
        interval: ``6w``, ``3m`` or ``6m``.
        agreed_by: carer, social worker, IRO, as typed.
        panel_ref: the exceptional arrangements panel's reference, if it went there.
        child_agrees: asked for with six months.
    """

    interval: str
    effective_from: int
    agreed_on: int = NO_DAY
    agreed_by: str = ""
    panel_ref: str = ""
    child_agrees: bool | None = None
    review_by: int = NO_DAY


def agree(book: Casebook, case: int, agreed: Agreement, *, author: str, today: int) -> Act:
    """Record an agreed frequency; the one before it ends the day this one begins.

    Raises:
        Refused: not looked after, closed, no dates, no placement on record, or a condition of regulation
            28 that the records do not show.
    """
    checks.is_kind(book, case, ("cla",), "An agreed visiting frequency")
    checks.running(book, case, "agreed")
    if agreed.interval not in INTERVALS:
        raise Refused("Choose the agreed interval: 6 weeks, 3 months or 6 months.")
    checks.need_day(agreed.effective_from, "agreement's first day")
    if agreed.agreed_on != NO_DAY:
        checks.happened(agreed.agreed_on, today, "agreement")
    if agreed.interval != "6w":
        _refuse_conditions(book, case, agreed)
    build = Builder(book, "agreements.agree", author)
    for row in cases.facts(book.agreed_frequency, case):
        if book.agreed_frequency.ended_on[row] == NO_DAY:
            build.replace(
                "agreed_frequency",
                row,
                ended_on=max(agreed.effective_from, int(book.agreed_frequency.effective_from[row])),
                ended_reason="replaced",
            )
    build.insert(
        "agreed_frequency",
        case=case,
        interval=agreed.interval,
        effective_from=agreed.effective_from,
        agreed_on=agreed.agreed_on,
        agreed_by=agreed.agreed_by.strip(),
        panel_ref=agreed.panel_ref.strip(),
        child_agrees=agreed.child_agrees,
        review_by=agreed.review_by,
    )
    return build.act(f"Visits every {INTERVALS[agreed.interval]} from {short(agreed.effective_from)}")


def _refuse_conditions(book: Casebook, case: int, agreed: Agreement) -> None:
    row = cases.placement_on(book, case, agreed.effective_from)
    if row < 0:
        raise Refused("No placement is on record for that day. Record the placement first.")
    table = book.placement
    first = add_months_to(int(table.starts_on[row]), 12)
    if agreed.effective_from < first:
        raise Refused(
            "In the first year of a placement visits are at most 6 weeks apart (SI 2010/959 regulation "
            f"28(2)). The earliest day is {short(first)}.",
            "statute",
        )
    if agreed.interval == "3m" and table.to_18[row] != 1:
        raise Refused(
            "Three months needs a placement meant to last until the child is 18 (SI 2010/959 regulation "
            "28(2)(c)(i)), and this one is not recorded so. Change the placement first.",
            "statute",
        )
    if agreed.interval == "6m" and table.column("code")[row].strip().upper() not in LONG_TERM_FOSTER:
        raise Refused(
            "Six months needs a long-term foster placement, code U1 or U4 (SI 2010/959 regulation 28(3A)). "
            "Correct the placement code first.",
            "statute",
        )
    if agreed.interval == "6m" and not agreed.child_agrees:
        raise Refused("Six months needs the child to agree (SI 2010/959 regulation 28(3A)).", "statute")


def end(book: Casebook, case: int, on: int, *, reason: str, author: str, today: int) -> Act:
    """End the agreed frequency: the statutory interval applies from that day.

    Raises:
        Refused: nothing agreed is in force, no reason, or a day to come.
    """
    checks.need_reason(reason, "why the agreement ends.")
    checks.happened(on, today, "end of the agreement")
    row = cases.agreement_on(book, case, on)
    if row < 0:
        raise Refused(f"No agreed frequency was in force on {short(on)}.")
    build = Builder(book, "agreements.end", author)
    build.replace("agreed_frequency", row, ended_on=on, ended_reason=reason.strip())
    return build.act(f"Agreed frequency ended {short(on)}", reason)
