"""Agreed visiting frequencies of looked-after children: three months or six, with their conditions.

SI 2010/959 regulation 28: six weeks in the first year of a placement; then up to three months where it
is meant to last until the child is 18; up to six (28(3A)) in a long-term foster placement, if the child
agrees. An agreement without its conditions would only fall back to six weeks, so it is refused here. So
is one to which the carer, the worker or the IRO says no; silence is recorded and told (`warnings`).
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


DECISIONS = {"agreed": "agreed", "refused": "refused", "deferred": "deferred"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, from when and by whom.

    Attributes:
        interval: ``6w``, ``3m`` or ``6m``.
        agreed_by: names or remarks, as typed.
        carer_agrees, worker_agrees, iro_agrees: True, False, or None where it is not said.
        panel_ref: the exceptional arrangements panel's reference, if it went there.
        panel_on, panel_decision: when the panel spoke and what it said, one of `DECISIONS` or "".
        child_agrees: asked for with six months.
        review_by: the last day on which it holds without a review.
    """

    interval: str
    effective_from: int
    agreed_on: int = NO_DAY
    agreed_by: str = ""
    panel_ref: str = ""
    child_agrees: bool | None = None
    review_by: int = NO_DAY
    carer_agrees: bool | None = None
    worker_agrees: bool | None = None
    iro_agrees: bool | None = None
    panel_on: int = NO_DAY
    panel_decision: str = ""


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
    if agreed.review_by != NO_DAY and agreed.review_by <= agreed.effective_from:
        raise Refused(f"The review by {short(agreed.review_by)} is before it begins. Check the two dates.")
    if agreed.panel_decision:
        checks.happened(agreed.panel_on, today, "panel's decision")
    if agreed.interval != "6w":
        refuse_conditions(book, case, agreed)
        _refuse_against(agreed)
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
        carer_agrees=agreed.carer_agrees,
        worker_agrees=agreed.worker_agrees,
        iro_agrees=agreed.iro_agrees,
        panel_on=agreed.panel_on,
        panel_decision=agreed.panel_decision,
    )
    return build.act(f"Visits every {INTERVALS[agreed.interval]} from {short(agreed.effective_from)}")


def refuse_conditions(book: Casebook, case: int, agreed: Agreement) -> None:
    """Refuse an interval longer than six weeks whose conditions the records do not show.

    Raises:
        Refused: no placement that day, or a condition of regulation 28 that is not met.
    """
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


def _refuse_against(agreed: Agreement) -> None:
    said = {"carer": agreed.carer_agrees, "worker": agreed.worker_agrees, "IRO": agreed.iro_agrees}
    against = [who for who, agrees in said.items() if agrees is False]
    if against:
        raise Refused(
            f"The {' and the '.join(against)} did not agree, so visits stay at six weeks. "
            "Record it once everybody agrees.",
            "council rule",
        )
    if agreed.panel_decision in ("refused", "deferred"):
        raise Refused(
            f"The panel has {agreed.panel_decision} it, so visits stay at six weeks. Record that as a note.",
            "council rule",
        )


def warnings(agreed: Agreement) -> list[str]:
    """What a reviewing panel would ask about, for the person to see before saving."""
    if agreed.interval == "6w":
        return []
    said = {"carer": agreed.carer_agrees, "worker": agreed.worker_agrees, "IRO": agreed.iro_agrees}
    silent = [who for who, agrees in said.items() if agrees is None]
    told = [f"It is not said whether the {', the '.join(silent)} agrees."] if silent else []
    if not agreed.panel_decision:
        told.append("No decision of the exceptional arrangements panel is recorded.")
    if agreed.review_by == NO_DAY:
        told.append("No date is set by which it is to be reviewed.")
    return told


def decide(
    book: Casebook,
    case: int,
    decision: str,
    on: int,
    *,
    author: str,
    today: int,
    panel_ref: str = "",
    review_by: int = NO_DAY,
) -> Act:
    """Record what the exceptional arrangements panel said of the agreement in force; it may set a review.

    Refused or deferred, the agreement stays on record and visits fall back to six weeks.

    Raises:
        Refused: no agreement in force, no such decision, a day to come, or a review before it.
    """
    if decision not in DECISIONS:
        raise Refused("Choose what the panel decided: agreed, refused or deferred.")
    checks.happened(on, today, "panel's decision")
    row = _standing(book, case, on)
    if review_by != NO_DAY and review_by <= on:
        raise Refused(f"The review by {short(review_by)} is before the panel's own day. Check the two dates.")
    build = Builder(book, "agreements.decide", author)
    table = book.agreed_frequency
    build.replace(
        "agreed_frequency",
        row,
        panel_on=on,
        panel_decision=decision,
        panel_ref=panel_ref.strip() or table.panel_ref[row],
        review_by=review_by if review_by != NO_DAY else int(table.review_by[row]),
    )
    return build.act(f"Panel {decision} the agreed frequency, {short(on)}")


def review(
    book: Casebook, case: int, on: int, review_by: int, *, author: str, today: int, reason: str = ""
) -> Act:
    """Carry an agreement on after a review: it holds until the next date.

    Raises:
        Refused: no agreement in force, a review to come, or a next date that is not after it.
    """
    checks.happened(on, today, "review of the agreement")
    checks.need_day(review_by, "next review")
    if review_by <= on:
        raise Refused(f"The next review by {short(review_by)} is not after this one. Check the two dates.")
    row = _standing(book, case, on)
    build = Builder(book, "agreements.review", author)
    build.replace("agreed_frequency", row, review_by=review_by)
    return build.act(f"Agreed frequency reviewed, next by {short(review_by)}", reason)


def _standing(book: Casebook, case: int, on: int) -> int:
    row = cases.agreement_on(book, case, on)
    if row < 0:
        raise Refused(f"No agreed frequency was in force on {short(on)}. Record the agreement first.")
    return row


def end(book: Casebook, case: int, on: int, *, reason: str, author: str, today: int) -> Act:
    """End the agreed frequency: the statutory interval applies from that day.

    Raises:
        Refused: nothing agreed is in force, no reason, or a day to come.
    """
    checks.need_reason(reason, "why the agreement ends.")
    checks.happened(on, today, "end of the agreement")
    row = _standing(book, case, on)
    build = Builder(book, "agreements.end", author)
    build.replace("agreed_frequency", row, ended_on=on, ended_reason=reason.strip())
    return build.act(f"Agreed frequency ended {short(on)}", reason)
