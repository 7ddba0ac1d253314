"""A DoLS request from assessment to authority: forms back, signature, authorisation, suspension.

Paragraphs are those of Schedule A1 to the Mental Capacity Act 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.commands.plans import release
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_authority import latest_end
from desktop.errors import Refused

FORMS = {"bia": ("form3_returned", "Form 3"), "mha": ("form4_returned", "Form 4")}
ROLE_WORDS = {"bia": "best interests assessor", "mha": "mental health assessor"}
# Not granted, after assessment; then closed without every assessment. See paragraphs 12 and 50.
NOT_GRANTED = (
    *("age", "mental health", "has capacity", "no refusals", "eligibility"),
    *("not a deprivation of liberty", "not in best interests"),
)
CLOSED = (
    *("discharged or moved", "died", "detained under the Mental Health Act", "regained capacity"),
    *("withdrawn by the home or ward", "withdrawn after re-screening", "duplicate"),
    *("another council's request", "other"),
)
END_REASONS = ("moved", "died", "discharged by a court", "replaced", "no longer needed", "other")
REQUIREMENTS = ("age", "mental_health", "capacity", "best_interests", "no_refusals", "eligibility")


def returned(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    *,
    author: str,
    today: int,
    met: bool = True,
    note: str = "",
) -> Act:
    """Record that assessments came back: Form 3 from the BIA, Form 4 from the mental health assessor.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests.
        role: ``bia`` or ``mha``.
        on: the day they came back.
        author: who records it.
        today: the day that may not be passed.
        met: False when a requirement is not met; the other assessments then stop (paragraph 133).
        note: a line kept with the event.

    Raises:
        Refused: nobody was allocated, back before that or in the future, back before, or signed off.
    """
    kind, form = FORMS[role]
    if not chosen:
        raise Refused("Choose at least one request.")
    checks.happened(on, today, f"return of {form}")
    build = Builder(book, "assessments.returned", author)
    for case in chosen:
        held = _allocated(book, case, role, on)
        build.insert(
            "event",
            case=case,
            kind=kind,
            on=on,
            worker=int(book.allocation.worker[held]),
            outcome="" if met else "not met",
            detail=note.strip(),
        )
        build.cut()
    what = form if len(chosen) == 1 else f"{form} of {len(chosen)} requests"
    return build.act(f"{what} back on {short(on)}" + ("" if met else ", a requirement not met"))


def _allocated(book: Casebook, case: int, role: str, on: int) -> int:
    """The allocation that a form came back from."""
    kind, form = FORMS[role]
    checks.is_kind(book, case, ("dols",), form)
    _refuse_signed(book, case, f"{form} cannot come back now")
    checks.running(book, case, "returned")
    given = cases.allocations(book, case, role)
    if not given:
        raise Refused(
            f"Nobody is allocated as {ROLE_WORDS[role]}. Allocate them first, with the day they began."
        )
    began = int(book.allocation.on[given[-1]])
    if on < began:
        raise Refused(f"{form} cannot be back before the assessor was allocated on {short(began)}.")
    before = cases.last_day(book, case, kind)
    if before != NO_DAY:
        raise Refused(f"{form} is already back since {short(before)}. Correct that date instead.")
    return given[-1]


def _refuse_signed(book: Casebook, case: int, so: str) -> None:
    signed = cases.last_day(book, case, "signed_off")
    if signed != NO_DAY:
        raise Refused(f"This request was signed off on {short(signed)}, so {so}.")


def equivalent(
    book: Casebook, case: int, chosen: list[str], carried_out_on: int, *, author: str, today: int
) -> Act:
    """Record earlier assessments that are used again (paragraph 49).

    Raises:
        Refused: none chosen, in the future, or over 12 months old (except age).
    """
    checks.is_kind(book, case, ("dols",), "An equivalent assessment")
    if not chosen:
        raise Refused("Choose which assessment is used again.")
    checks.happened(carried_out_on, today, "earlier assessment")
    if set(chosen) - {"age"} and latest_end(carried_out_on) < today:
        raise Refused(
            "An assessment of more than 12 months ago may not be used again (Schedule A1 paragraph 49).",
            "statute",
        )
    build = Builder(book, "assessments.equivalent", author)
    for name in chosen:
        build.insert("equivalent_assessment", case=case, assessment=name, carried_out_on=carried_out_on)
    return build.act(f"{checks.count_of(len(chosen), 'equivalent assessment')} of {short(carried_out_on)}")


def to_signatory(
    book: Casebook, chosen: list[int], on: int, *, author: str, today: int, signatory: int = -1
) -> Act:
    """Record that requests went to the signatory.

    Raises:
        Refused: not a request, closed or signed off, in the future, before Form 3 came back, or to an
            assessor of the case.
    """
    if not chosen:
        raise Refused("Choose at least one request.")
    checks.happened(on, today, "sending")
    build = Builder(book, "assessments.to_signatory", author)
    for case in chosen:
        checks.is_kind(book, case, ("dols",), "Sending to a signatory")
        _refuse_signed(book, case, "it need not be sent")
        checks.running(book, case, "sent to a signatory")
        back = cases.last_day(book, case, "form3_returned")
        if back == NO_DAY and not cases.facts(book.equivalent_assessment, case):
            raise Refused("Form 3 is not back yet. Record its return first.")
        if back != NO_DAY and on < back:
            raise Refused(
                f"Form 3 came back on {short(back)}; it cannot have gone to the signatory before that."
            )
        _refuse_own_work(book, case, signatory)
        build.insert("event", case=case, kind="sent_to_signatory", on=on, worker=signatory)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'request')} sent to the signatory")


def _refuse_own_work(book: Casebook, case: int, signatory: int) -> None:
    assessors = {
        int(book.allocation.worker[row]) for role in FORMS for row in cases.allocations(book, case, role)
    }
    if signatory >= 0 and signatory in assessors:
        raise Refused(
            "An assessor of this case may not sign it off. Choose another signatory.", "council rule"
        )


@dataclass(frozen=True, slots=True)
class SignOff:
    """A decision as it is typed.

    Attributes:
        outcome: ``granted``, ``not granted`` or ``closed`` (without every assessment).
        reason: one of `NOT_GRANTED` or `CLOSED`; none when granted.
        starts_on, ends_on: the authorisation, when granted.
        conditions: as they will be printed, one a line.
        signatory: who signed, -1 not said.
    """

    on: int
    outcome: str
    reason: str = ""
    starts_on: int = NO_DAY
    ends_on: int = NO_DAY
    conditions: str = ""
    signatory: int = -1


def sign_off(book: Casebook, case: int, decision: SignOff, *, author: str, today: int) -> Act:
    """Record the decision on a request. Granting makes the authorisation; anything else closes the case.

    Raises:
        Refused: signed off before, in the future or before receipt, a signatory who assessed; granted
            without both assessments, starting before it is given, or for longer than a year; not granted
            or closed without a reason.
    """
    checks.is_kind(book, case, ("dols",), "Sign-off")
    _refuse_signed(book, case, "correct that instead of signing it again")
    checks.running(book, case, "signed off")
    checks.happened(decision.on, today, "sign-off")
    received = cases.started_on(book, case)
    if received != NO_DAY and decision.on < received:
        raise Refused(f"The request was received on {short(received)}; it cannot be signed off before that.")
    _refuse_own_work(book, case, decision.signatory)
    build = Builder(book, "assessments.sign_off", author)
    if decision.outcome == "granted":
        _grant(build, book, case, decision)
    else:
        _refuse_grant(build, book, case, decision)
    return build.act(f"Signed off {short(decision.on)}: {decision.outcome}", decision.reason)


def _grant(build: Builder, book: Casebook, case: int, decision: SignOff) -> None:
    _refuse_unassessed(book, case)
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
    longest = latest_end(decision.starts_on)
    if decision.ends_on > longest:
        raise Refused(
            "An authorisation may run for at most 12 months (Schedule A1 paragraphs 42 and 51). "
            f"The latest last day is {short(longest)}.",
            "statute",
        )
    _signed(build, case, decision)
    build.insert(
        "authorisation",
        case=case,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        conditions=decision.conditions.strip(),
    )
    release_assessors(build, book, case, decision.on)


def _refuse_unassessed(book: Casebook, case: int) -> None:
    again = {
        book.equivalent_assessment.assessment[row] for row in cases.facts(book.equivalent_assessment, case)
    }
    missing = []
    if not cases.events(book, case, "form3_returned") and "best_interests" not in again:
        missing.append("Form 3")
    if not cases.events(book, case, "form4_returned") and "mental_health" not in again:
        missing.append("Form 4")
    if missing:
        raise Refused(
            f"{' and '.join(missing)} must be back, or an equivalent assessment recorded, before an "
            "authorisation is given (Schedule A1 paragraph 50).",
            "statute",
        )
    if any(
        book.event.outcome[row] == "not met"
        for kind, _ in FORMS.values()
        for row in cases.events(book, case, kind)
    ):
        raise Refused(
            "An assessment says that a requirement is not met, so no authorisation may be given "
            "(Schedule A1 paragraph 50).",
            "statute",
        )


def _refuse_grant(build: Builder, book: Casebook, case: int, decision: SignOff) -> None:
    if decision.outcome not in ("not granted", "closed"):
        raise Refused("Choose the outcome: granted, not granted or closed.")
    checks.need_reason(decision.reason, "the national return asks why it was not granted.")
    _signed(build, case, decision)
    build.insert("event", case=case, kind="ended", on=decision.on, outcome=decision.reason.strip())
    release(build, book, case, decision.on)


def _signed(build: Builder, case: int, decision: SignOff) -> None:
    said = decision.outcome + (f": {decision.reason.strip()}" if decision.reason.strip() else "")
    build.insert(
        "event", case=case, kind="signed_off", on=decision.on, worker=decision.signatory, outcome=said
    )


def release_assessors(build: Builder, book: Casebook, case: int, on: int) -> None:
    """End the running allocations of a request's assessors: their work on it is done."""
    for role in FORMS:
        held = cases.holder(book, case, role, on)
        if held >= 0:
            build.replace("allocation", held, ended_on=on)


def suspend(book: Casebook, case: int, notice_on: int, *, reason: str, author: str, today: int) -> Act:
    """Record the home's notice that the person no longer meets the eligibility requirement (para 93).

    Raises:
        Refused: no authorisation on record, or a notice still to come.
    """
    checks.happened(notice_on, today, "notice")
    _authorisation(book, case)
    build = Builder(book, "assessments.suspend", author)
    build.insert("suspension", case=case, notice_on=notice_on, reason=reason.strip())
    return build.act(f"Authorisation suspended from {short(notice_on)}", reason)


def resume(book: Casebook, case: int, on: int, *, author: str, today: int) -> Act:
    """Record the home's notice that the suspension is over (paragraph 94).

    A notice after the 28 days of paragraph 96 is recorded too; the authorisation has ceased all the same.

    Raises:
        Refused: no open suspension, in the future, or before the notice.
    """
    checks.happened(on, today, "notice")
    table = book.suspension
    running = [row for row in cases.facts(table, case) if table.resumed_on[row] == NO_DAY]
    if not running:
        raise Refused("This authorisation is not suspended.")
    since = int(table.notice_on[running[-1]])
    if on < since:
        raise Refused(f"It was suspended on {short(since)}; it cannot resume before that.")
    build = Builder(book, "assessments.resume", author)
    build.replace("suspension", running[-1], resumed_on=on)
    return build.act(f"Suspension lifted on {short(on)}")


def end_authorisation(book: Casebook, case: int, on: int, *, reason: str, author: str, today: int) -> Act:
    """Record that an authorisation ended before its period did (moved, died, replaced, court).

    Raises:
        Refused: no authorisation, ended before, no reason, in the future, or before it started.
    """
    checks.need_reason(reason, "why the authorisation ended.")
    checks.happened(on, today, "end of the authorisation")
    row = _authorisation(book, case)
    table = book.authorisation
    if table.ended_on[row] != NO_DAY:
        raise Refused(f"This authorisation already ended on {short(int(table.ended_on[row]))}.")
    if table.starts_on[row] != NO_DAY and on < table.starts_on[row]:
        raise Refused(f"It starts on {short(int(table.starts_on[row]))}; it cannot have ended before that.")
    build = Builder(book, "assessments.end_authorisation", author)
    build.replace("authorisation", row, ended_on=on, end_reason=reason.strip())
    return build.act(f"Authorisation ended {short(on)}", reason)


def _authorisation(book: Casebook, case: int) -> int:
    row = cases.latest(book.authorisation, case, "starts_on")
    if row < 0:
        raise Refused("This request has no authorisation on record.")
    return row


def undecided(book: Casebook, case: int) -> bool:
    """Whether a case is a DoLS request that nobody has signed off."""
    return cases.kind_of(book, case) == "dols" and cases.last_day(book, case, "signed_off") == NO_DAY
