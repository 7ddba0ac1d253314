"""A DoLS request's assessments: forms back, queries, earlier assessments used again, to the signatory.

Paragraphs are those of Schedule A1 to the Mental Capacity Act 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import acting, checks, decisions
from desktop.commands.acts import Builder
from desktop.domain import cases, dols_priority, dols_steps
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_authority import latest_end
from desktop.domain.me import me
from desktop.errors import Refused

FORMS = {"bia": ("form3_returned", "Form 3"), "mha": ("form4_returned", "Form 4")}
ROLE_WORDS = {"bia": "best interests assessor", "mha": "mental health assessor"}
_GIVEN_UP = {"handed_back": "handed back", "cancelled": "cancelled"}
REQUIREMENTS = ("age", "mental_health", "capacity", "best_interests", "no_refusals", "eligibility")


@dataclass(frozen=True, slots=True)
class Findings:
    """What Form 3 says beside whether its requirements are met.

    Attributes:
        mode: ``full``, ``short``, ``desktop`` or ``equivalent``.
        legal_test: ``cheshire_west`` or ``agni``; by the day of the return when not said.
        longest_months: the longest period the assessor gives, 0 when not said in months.
        longest_until: its last day, `NO_DAY` when not said as a day.
        conditions, rpr: as the assessor recommends them.
    """

    mode: str = "full"
    legal_test: str = ""
    longest_months: int = 0
    longest_until: int = NO_DAY
    conditions: str = ""
    rpr: str = ""


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
    findings: Findings | None = None,
    as_worker: int = -1,
    for_them: bool = False,
) -> Act:
    """Record that assessments came back: Form 3 from the BIA, Form 4 from the mental health assessor.

    A form that was queried comes back again; the time between was the assessor's.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests.
        role: ``bia`` or ``mha``.
        on: the day they came back.
        author: who records it.
        today: the day that may not be passed.
        met: False when a requirement is not met; the other assessments then stop (paragraph 133).
        note: a line kept with the event.
        findings: what Form 3 says; every best interests assessment keeps its legal test.
        as_worker: who is at the keyboard; -1 to go by the author's login.
        for_them: an assessor records it for the one who has it.

    Raises:
        Refused: another assessor has it and ``for_them`` is not said, nobody was allocated or it was given
            back undone, back before that or in the future, back before, or signed off.
    """
    kind, form = FORMS[role]
    if not chosen:
        raise Refused("Choose at least one request.")
    checks.happened(on, today, f"return of {form}")
    mine = as_worker if as_worker >= 0 else me(book, author)
    acting.refuse_for_another(book, chosen, role, today, mine=mine, for_them=for_them)
    build = Builder(book, "assessments.returned", author)
    for case in chosen:
        held = _allocated(book, case, role, on)
        worker = int(book.allocation.worker[held])
        outcome = "" if met else "not met"
        build.insert(
            "event", case=case, kind=kind, on=on, worker=worker, outcome=outcome, detail=note.strip()
        )
        if role == "bia":
            _put_findings(build, book, case, on, worker, met, findings or Findings())
        build.cut()
    what = form if len(chosen) == 1 else f"{form} of {len(chosen)} requests"
    return build.act(f"{what} back on {short(on)}" + ("" if met else ", a requirement not met"))


def _put_findings(
    build: Builder, book: Casebook, case: int, on: int, worker: int, met: bool, said: Findings
) -> None:
    if said.longest_months and not 1 <= said.longest_months <= 12:
        raise Refused(
            "The longest period is 1 to 12 months (Schedule A1 paragraph 42(2)). Check the form.", "statute"
        )
    if said.longest_until != NO_DAY and said.longest_until < on:
        raise Refused("The longest period ends before the form came back. Check the two dates.")
    for row in cases.facts(book.best_interests, case):
        build.supersede("best_interests", row)
    build.insert(
        "best_interests",
        case=case,
        on=on,
        worker=worker,
        mode=said.mode,
        legal_test=said.legal_test or dols_priority.legal_test_of(on),
        deprived=1 if met else None,
        longest_until=said.longest_until,
        longest_months=said.longest_months,
        conditions=said.conditions.strip(),
        rpr=said.rpr.strip(),
    )


def _allocated(book: Casebook, case: int, role: str, on: int) -> int:
    """The allocation that a form came back from."""
    _, form = FORMS[role]
    checks.is_kind(book, case, ("dols",), form)
    decisions.refuse_signed(book, case, f"{form} cannot come back now")
    checks.running(book, case, "returned")
    given = cases.allocations(book, case, role)
    if not given:
        raise Refused(
            f"Nobody is allocated as {ROLE_WORDS[role]}. Allocate them first, with the day they began.",
            "council rule",
        )
    _refuse_given_up(book, given[-1], form)
    began = int(book.allocation.on[given[-1]])
    if on < began:
        raise Refused(
            f"{form} cannot be back before the assessor was allocated on {short(began)}.", "council rule"
        )
    back = decisions.standing_returns(book, case, role)
    if back:
        since = short(int(book.event.on[back[-1]]))
        raise Refused(f"{form} is already back since {since}. Correct that date instead.")
    asked = queried_on(book, case, role)
    if asked != NO_DAY and on < asked:
        raise Refused(f"{form} was queried on {short(asked)}; it cannot be back from that before.")
    return given[-1]


def _refuse_given_up(book: Casebook, row: int, form: str) -> None:
    """An assessor who gave a request back undone has no report on it."""
    code = book.allocation.reason_code[row]
    if code in _GIVEN_UP:
        since = short(int(book.allocation.ended_on[row]))
        raise Refused(
            f"The assessment was {_GIVEN_UP[code]} on {since}, so {form} cannot be back from it. Allocate "
            "the request again first.",
            "council rule",
        )


def queried_on(book: Casebook, case: int, role: str) -> int:
    """The day a form was last sent back to its assessor, `NO_DAY` when it never was."""
    event = book.event
    rows = [row for row in cases.events(book, case, "report_queried") if event.outcome[row] == role]
    return int(event.on[rows[-1]]) if rows else NO_DAY


def queried(
    book: Casebook,
    chosen: Sequence[int],
    role: str,
    on: int,
    *,
    author: str,
    today: int,
    note: str = "",
    due_back_on: int = NO_DAY,
) -> Act:
    """Send reports back to their assessors with a query: the days until they return are the assessor's.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests.
        role: ``bia`` for Form 3, ``mha`` for Form 4.
        on: the day of the query.
        author: who records it.
        today: the day that may not be passed.
        note: what is asked.
        due_back_on: when the answer is wanted, `NO_DAY` when not said.

    Raises:
        Refused: no request, the form is not back, before its return or in the future, an answer wanted
            before the query, or already decided.
    """
    _, form = FORMS[role]
    if not chosen:
        raise Refused("Choose at least one request.")
    checks.happened(on, today, "query")
    if due_back_on != NO_DAY and due_back_on < on:
        raise Refused("The answer is wanted before the query. Check the two dates.")
    build = Builder(book, "assessments.queried", author)
    for case in chosen:
        back = _back(book, case, role, on)
        dols_steps.refuse(book, case, "QUERY", today)
        given = _held_again(build, book, case, role, on, due_back_on)
        worker = int(book.event.worker[back])
        if worker < 0 and given >= 0:
            worker = int(book.allocation.worker[given])
        build.insert(
            "event",
            case=case,
            kind="report_queried",
            on=on,
            worker=worker,
            outcome=role,
            detail=note.strip(),
        )
        build.cut()
    what = form if len(chosen) == 1 else f"{form} of {len(chosen)} requests"
    return build.act(f"{what} queried on {short(on)}", note.strip())


def _back(book: Casebook, case: int, role: str, on: int) -> int:
    """The return that a query sends back."""
    _, form = FORMS[role]
    checks.is_kind(book, case, ("dols",), "A query")
    decisions.refuse_signed(book, case, f"{form} cannot be queried now")
    checks.running(book, case, "queried")
    back = decisions.standing_returns(book, case, role)
    if not back:
        raise Refused(f"{form} is not back, so there is nothing to query. Chase its assessor instead.")
    since = int(book.event.on[back[-1]])
    if on < since:
        raise Refused(f"{form} came back on {short(since)}; it cannot have been queried before that.")
    return back[-1]


def _held_again(build: Builder, book: Casebook, case: int, role: str, on: int, due_back_on: int) -> int:
    """The assessor's allocation, running again where it had ended with the return."""
    given = cases.allocations(book, case, role)
    if not given:
        return -1
    table, row = book.allocation, given[-1]
    if table.ended_on[row] != NO_DAY:
        build.insert(
            "allocation",
            case=case,
            role=role,
            worker=int(table.worker[row]),
            named=table.named[row],
            team=int(table.team[row]),
            on=on,
            due_back_on=due_back_on,
        )
    elif due_back_on != NO_DAY:
        build.replace("allocation", row, due_back_on=due_back_on)
    return row


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
    if not set(chosen) <= set(REQUIREMENTS):
        raise Refused("Choose one of the six assessments.")
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


def equivalent_warnings(chosen: Sequence[str], carried_out_on: int) -> list[str]:
    """What is odd about using earlier assessments again; none of it stops anybody.

    An earlier best interests assessment asked the acid test until 2 June 2026; paragraph 49 lets it be
    used only where there is no reason to think that it may no longer be accurate.
    """
    if "best_interests" not in chosen or carried_out_on == NO_DAY or carried_out_on >= dols_priority.AGNI_ON:
        return []
    return [
        f"This best interests assessment is from before {short(dols_priority.AGNI_ON)}, when the test of a "
        "deprivation of liberty changed ([2026] UKSC 16): it may no longer be accurate (Schedule A1 "
        "paragraph 49)."
    ]


def to_signatory(
    book: Casebook, chosen: list[int], on: int, *, author: str, today: int, signatory: int = -1
) -> Act:
    """Record that requests went to the signatory.

    Raises:
        Refused: not a request, closed or signed off, in the future, before its forms came back (unless one
            says that a requirement is not met), or to an assessor of the case.
    """
    if not chosen:
        raise Refused("Choose at least one request.")
    checks.happened(on, today, "sending")
    build = Builder(book, "assessments.to_signatory", author)
    for case in chosen:
        checks.is_kind(book, case, ("dols",), "Sending to a signatory")
        decisions.refuse_signed(book, case, "it need not be sent")
        checks.running(book, case, "sent to a signatory")
        rows = decisions.standing_returns(book, case, "bia")
        back = int(book.event.on[rows[-1]]) if rows else NO_DAY
        missing = decisions.missing_forms(book, case)
        if missing and not decisions.negative(book, case):
            raise Refused(f"{missing[0]} is not back yet. Record its return first.", "council rule")
        if back != NO_DAY and on < back:
            raise Refused(
                f"Form 3 came back on {short(back)}; it cannot have gone to the signatory before that."
            )
        decisions.refuse_own_work(book, case, signatory)
        build.insert("event", case=case, kind="sent_to_signatory", on=on, worker=signatory)
        build.cut()
    return build.act(f"{checks.count_of(len(chosen), 'request')} sent to the signatory")
