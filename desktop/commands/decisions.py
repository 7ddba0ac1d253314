"""The decision on a DoLS request: granted, not granted or closed. Transfer and reopening: `handover`.

Paragraphs are those of Schedule A1 to the Mental Capacity Act 2005. The events ``signed_off`` and
``ended`` and the authorisation are what clocks are counted from; the row of `decision` says the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.commands import after_sign_off, checks
from desktop.commands.acts import Builder
from desktop.commands.after_sign_off import Advocate, Representative
from desktop.commands.plans import release
from desktop.domain import cases, dols_reasons, dols_steps
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_authority import latest_end
from desktop.domain.dols_facts import NEGATIVE, RETURNS
from desktop.errors import Refused

FORM_NAMES = {"bia": "Form 3", "mha": "Form 4"}
_STANDS_FOR = {"bia": "best_interests", "mha": "mental_health"}
_STATE = {"granted": "GRANTED", "not granted": "NOT_GRANTED", "closed": "CLOSED_NA"}


@dataclass(frozen=True, slots=True)
class SignOff:
    """A decision as it is typed.

    Attributes:
        outcome: ``granted``, ``not granted`` or ``closed`` (without every assessment).
        reason: a code of ``closing_reasons.toml``, its words, or words of one's own; none when granted.
        starts_on, ends_on: the authorisation, when granted.
        conditions: as they will be printed, one a line.
        signatory: who signed; needed unless the request is closed.
        form_sent_on: the day Form 5 or 6 went out, `NO_DAY` when not yet.
        representative, advocate: named with the decision, None for later.
    """

    on: int
    outcome: str
    reason: str = ""
    starts_on: int = NO_DAY
    ends_on: int = NO_DAY
    conditions: str = ""
    signatory: int = -1
    form_sent_on: int = NO_DAY
    representative: Representative | None = None
    advocate: Advocate | None = None


def sign_off(book: Casebook, case: int, decision: SignOff, *, author: str, today: int) -> Act:
    """Record the decision on a request. Granting makes the authorisation; anything else closes the case.

    Raises:
        Refused: decided before, in the future or before receipt, a form that is queried, a signatory who
            assessed; granted without both assessments, starting before it is given, or for longer than
            the assessor said or a year; not granted although every requirement is met; no reason.
    """
    build = Builder(book, "decisions.sign_off", author)
    put_decision(build, book, case, decision, today)
    return build.act(f"Signed off {short(decision.on)}: {decision.outcome}", _words(decision))


def close(book: Casebook, chosen: Sequence[int], decision: SignOff, *, author: str, today: int) -> Act:
    """Close several requests for the same reason; one change set for each.

    Raises:
        Refused: no request chosen, or as `sign_off`.
    """
    if not chosen:
        raise Refused("Choose at least one request to close.")
    build = Builder(book, "decisions.close", author)
    for case in chosen:
        put_decision(build, book, case, decision, today)
        build.cut()
    what = checks.count_of(len(chosen), "request")
    return build.act(f"{what} closed on {short(decision.on)}", _words(decision))


def put_decision(build: Builder, book: Casebook, case: int, decision: SignOff, today: int) -> None:
    """Add a decision on one request to an act.

    Raises:
        Refused: as `sign_off`.
    """
    checks.is_kind(book, case, ("dols",), "Sign-off")
    refuse_signed(book, case, "correct that instead of signing it again")
    checks.running(book, case, "signed off")
    checks.happened(decision.on, today, "sign-off")
    received = cases.started_on(book, case)
    if received != NO_DAY and decision.on < received:
        raise Refused(f"The request was received on {short(received)}; it cannot be signed off before that.")
    if decision.outcome not in _STATE:
        raise Refused("Choose the outcome: granted, not granted or closed.")
    refuse_own_work(book, case, decision.signatory)
    if decision.outcome != "closed":
        _refuse_before_return(book, case, decision.on)
    if decision.outcome == "granted":
        _grant(build, book, case, decision, today)
    else:
        _refuse_grant(build, book, case, decision, today)


def _refuse_before_return(book: Casebook, case: int, on: int) -> None:
    """A decision rests on the forms that are back, so it cannot be older than any of them."""
    for role, form in FORM_NAMES.items():
        rows = standing_returns(book, case, role)
        if rows and on < book.event.on[rows[-1]]:
            raise Refused(
                f"{form} came back on {short(int(book.event.on[rows[-1]]))}; it cannot have been signed off "
                "before that. Check the date."
            )


def undecided(book: Casebook, case: int) -> bool:
    """Whether a case is a DoLS request that nobody has signed off."""
    return cases.kind_of(book, case) == "dols" and cases.last_day(book, case, "signed_off") == NO_DAY


def refuse_signed(book: Casebook, case: int, so: str) -> None:
    """Refuse what cannot be done to a request that was signed off.

    Raises:
        Refused: when it was.
    """
    signed = cases.last_day(book, case, "signed_off")
    if signed != NO_DAY:
        raise Refused(f"This request was signed off on {short(signed)}, so {so}.")


def likely_signatory(book: Casebook, case: int, on: int) -> int:
    """Who signed last and may sign this one: not its assessor, not gone; -1 for nobody."""
    table = book.decision
    barred = {
        int(book.allocation.worker[row]) for role in RETURNS for row in cases.allocations(book, case, role)
    }
    signed = np.flatnonzero(cases.standing(table) & (table.signatory >= 0))
    for row in signed[::-1].tolist():
        who = int(table.signatory[row])
        if who not in barred and not cases.has_left(book, who, on):
            return who
    return -1


def refuse_own_work(book: Casebook, case: int, signatory: int) -> None:
    """Refuse a signatory who was an assessor of the case.

    Raises:
        Refused: when they were, in either role, at any time.
    """
    roles = {
        role
        for role in RETURNS
        for row in cases.allocations(book, case, role)
        if signatory >= 0 and int(book.allocation.worker[row]) == signatory
    }
    if roles:
        raise Refused(
            "An assessor of this case may not sign it off. Choose another signatory.", "council rule"
        )


def longest_end(book: Casebook, case: int, starts_on: int) -> tuple[int, str]:
    """The last day that an authorisation from a day may run to, and the words for what limits it.

    A year at the most (paragraph 42(2)), and not longer than the best interests assessor said
    (paragraph 51(2)).
    """
    row, table = cases.latest(book.best_interests, case, "on"), book.best_interests
    if row < 0:
        return longest_of(starts_on, 0, NO_DAY)
    return longest_of(starts_on, int(table.longest_months[row]), int(table.longest_until[row]))


def longest_of(starts_on: int, months: int, until: int) -> tuple[int, str]:
    """As `longest_end`, for the months (0: not said) or the last day (`NO_DAY`) that an assessor gave."""
    year = latest_end(starts_on)
    said = [latest_end(starts_on, months)] if 1 <= months <= 12 else []
    said += [until] if until != NO_DAY else []
    last = min([year, *said])
    return (year, "12 months") if last == year else (last, "the time the best interests assessor gave")


def _grant(build: Builder, book: Casebook, case: int, decision: SignOff, today: int) -> None:
    _refuse_unassessed(book, case)
    dols_steps.refuse(book, case, "GRANTED", max(decision.on, today))
    _refuse_period(book, case, decision)
    _need_signatory(decision)
    _signed(build, book, case, decision)
    build.insert(
        "authorisation",
        case=case,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        conditions=decision.conditions.strip(),
    )
    after_sign_off.put_conditions(build, case, decision.conditions.splitlines())
    if decision.representative is not None:
        after_sign_off.put_representative(build, case, decision.representative, today)
    if decision.advocate is not None:
        after_sign_off.put_advocate(build, case, decision.advocate, today)
    release_assessors(build, book, case, decision.on)


def _refuse_period(book: Casebook, case: int, decision: SignOff) -> None:
    checks.need_day(decision.starts_on, "authorisation's first day")
    checks.need_day(decision.ends_on, "authorisation's last day")
    if decision.starts_on < decision.on:
        raise Refused(
            "An authorisation cannot start before it is given (Schedule A1 paragraph 52). "
            f"The earliest first day is {short(decision.on)}.",
            "statute",
        )
    if decision.ends_on < decision.starts_on:
        raise Refused("The authorisation ends before it starts. Check the two dates.")
    year = latest_end(decision.starts_on)
    if decision.ends_on > year:
        raise Refused(
            "An authorisation may run for at most 12 months (Schedule A1 paragraphs 42 and 51). "
            f"The latest last day is {short(year)}.",
            "statute",
        )
    longest, _ = longest_end(book, case, decision.starts_on)
    if decision.ends_on > longest:
        raise Refused(
            "An authorisation may not run longer than the best interests assessor said (Schedule A1 "
            f"paragraph 51(2)). The latest last day is {short(longest)}.",
            "statute",
        )


def _need_signatory(decision: SignOff) -> None:
    if decision.signatory < 0:
        raise Refused(
            "Name the signatory: somebody who was not an assessor of this case must sign it off.",
            "council rule",
        )


def standing_returns(book: Casebook, case: int, role: str) -> list[int]:
    """The returns of a form that were not sent back afterwards, earliest first."""
    event = book.event
    queries = [
        (int(event.on[row]), int(event.recorded_at[row]), row)
        for row in cases.events(book, case, "report_queried")
        if event.outcome[row] == role
    ]
    last = max(queries, default=(NO_DAY, 0, -1))
    return [
        row
        for row in cases.events(book, case, RETURNS[role])
        if (int(event.on[row]), int(event.recorded_at[row]), row) > last
    ]


def negative(book: Casebook, case: int) -> bool:
    """Whether a form that stands says that its requirement is not met."""
    return any(
        book.event.outcome[rows[-1]].strip().casefold() in NEGATIVE
        for role in RETURNS
        if (rows := standing_returns(book, case, role))
    )


def _missing(book: Casebook, case: int) -> list[str]:
    """The roles whose form is not back and for which no equivalent assessment stands."""
    table = book.equivalent_assessment
    again = {table.assessment[row] for row in cases.facts(table, case)}
    return [
        role for role in RETURNS if not standing_returns(book, case, role) and _STANDS_FOR[role] not in again
    ]


def missing_forms(book: Casebook, case: int) -> list[str]:
    """The forms that are not back and for which no earlier assessment stands."""
    return [FORM_NAMES[role] for role in _missing(book, case)]


def _refuse_unassessed(book: Casebook, case: int) -> None:
    missing = missing_forms(book, case)
    if missing:
        raise Refused(
            f"{' and '.join(missing)} must be back, or an equivalent assessment recorded, before an "
            "authorisation is given (Schedule A1 paragraph 50).",
            "statute",
        )
    _refuse_one_for_both(book, case)
    if negative(book, case):
        raise Refused(
            "An assessment says that a requirement is not met, so no authorisation may be given "
            "(Schedule A1 paragraph 50).",
            "statute",
        )


def _refuse_one_for_both(book: Casebook, case: int) -> None:
    """Two people are needed; a spreadsheet may say that one did both."""
    both = all(standing_returns(book, case, role) for role in RETURNS)
    who = {_assessed_by(book, case, role) for role in RETURNS}
    if both and len(who) == 1 and who != {-1}:
        raise Refused(
            "One person did both the mental health and the best interests assessment, so no authorisation "
            "may be given on them (Schedule A1 paragraph 129(5)). Have one of them done again.",
            "statute",
        )


def _assessed_by(book: Casebook, case: int, role: str) -> int:
    """Who made the assessment that is back: as its return says, else whoever was allocated last; or -1."""
    back, given = standing_returns(book, case, role), cases.allocations(book, case, role)
    said = int(book.event.worker[back[-1]]) if back else -1
    return said if said >= 0 or not given else int(book.allocation.worker[given[-1]])


def _refuse_grant(build: Builder, book: Casebook, case: int, decision: SignOff, today: int) -> None:
    checks.need_reason(decision.reason, "the national return asks why it was not granted.")
    if decision.outcome == "not granted":
        _refuse_all_met(book, case)
        _need_signatory(decision)
    dols_steps.refuse(book, case, _STATE[decision.outcome], max(decision.on, today))
    _signed(build, book, case, decision)
    build.insert("event", case=case, kind="ended", on=decision.on, outcome=_words(decision))
    release(build, book, case, decision.on)


def _refuse_all_met(book: Casebook, case: int) -> None:
    if negative(book, case):
        return
    missing = missing_forms(book, case)
    if missing:
        raise Refused(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not back and none says that a "
            "requirement is not met. Close the request instead, with the reason.",
            "council rule",
        )
    raise Refused(
        "Every assessment says that its requirement is met, so the authorisation must be given (Schedule A1 "
        "paragraph 50(1)). Query the form, or correct it, if it says otherwise.",
        "statute",
    )


def _signed(build: Builder, book: Casebook, case: int, decision: SignOff) -> None:
    words = _words(decision)
    said = decision.outcome + (f": {words}" if words else "")
    if decision.outcome != "closed" and cases.last_day(book, case, "sent_to_signatory") == NO_DAY:
        build.insert("event", case=case, kind="sent_to_signatory", on=decision.on, worker=decision.signatory)
    build.insert(
        "event", case=case, kind="signed_off", on=decision.on, worker=decision.signatory, outcome=said
    )
    build.insert(
        "decision",
        case=case,
        kind=decision.outcome.replace(" ", "_"),
        on=decision.on,
        signatory=decision.signatory,
        code=_code(decision),
        assessed=how_assessed(book, case),
        form_sent_on=decision.form_sent_on,
    )


def how_assessed(book: Casebook, case: int) -> str:
    """``fully``, ``partly`` or ``none``: how much had come back, equivalent assessments included."""
    missing = len(_missing(book, case))
    return "fully" if not missing else "partly" if missing < len(RETURNS) else "none"


def _words(decision: SignOff) -> str:
    if decision.outcome == "granted":
        return ""
    known = dols_reasons.named(decision.reason)
    return known.words if known else decision.reason.strip()


def _code(decision: SignOff) -> str:
    if decision.outcome == "granted":
        return ""
    known = dols_reasons.named(decision.reason)
    return known.code if known else "other"


def release_assessors(build: Builder, book: Casebook, case: int, on: int) -> None:
    """End the running allocations of a request's assessors: their work on it is done."""
    for role in RETURNS:
        held = cases.holder(book, case, role, on)
        if held >= 0:
            build.replace("allocation", held, ended_on=on)
