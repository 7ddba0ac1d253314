"""A standard authorisation in its time: suspended, resumed, reviewed, ended.

Paragraphs are those of Schedule A1 to the Mental Capacity Act 2005. What the home or ward gave notice of is
a fact and is recorded; nothing lapses because of what is recorded here beside the law's own ends.
"""

from __future__ import annotations

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_facts import FAR
from desktop.errors import Refused

END_REASONS = ("moved", "died", "discharged by a court", "replaced", "no longer needed", "other")
REVIEWERS = {
    "person": "The person",
    "rpr": "Their representative",
    "managing_authority": "The home or ward",
    "supervisory_body": "The council itself",
}
REVIEW_OUTCOMES = (
    "no requirement is reviewable",
    "all requirements still met",
    "conditions changed",
    "ended: a requirement is not met",
)


def suspend(book: Casebook, case: int, notice_on: int, *, reason: str, author: str, today: int) -> Act:
    """Record the home's notice that the person no longer meets the eligibility requirement (para 93).

    Raises:
        Refused: no authorisation on record or in force on the day, suspended already, or a notice still to
            come.
    """
    checks.happened(notice_on, today, "notice")
    row, table = _authorisation(book, case), book.suspension
    running = [row for row in cases.facts(table, case) if table.resumed_on[row] == NO_DAY]
    if running:
        since = short(int(table.notice_on[running[-1]]))
        raise Refused(f"This authorisation is already suspended since {since}. Lift that first.")
    _refuse_outside(book, row, notice_on)
    build = Builder(book, "authorisations.suspend", author)
    build.insert("suspension", case=case, notice_on=notice_on, reason=reason.strip())
    return build.act(f"Authorisation suspended from {short(notice_on)}", reason)


def _refuse_outside(book: Casebook, row: int, on: int) -> None:
    """Only an authorisation in force can be suspended (paragraph 93); a notice may be recorded late."""
    table = book.authorisation
    starts = int(table.starts_on[row])
    if starts != NO_DAY and on < starts:
        raise Refused(f"The authorisation starts on {short(starts)}; it cannot be suspended before that.")
    _refuse_over(book, row, on, "suspended", "paragraph 93")


def _refuse_over(book: Casebook, row: int, on: int, what: str, paragraph: str) -> None:
    table = book.authorisation
    over = min(day for day in (int(table.ends_on[row]), int(table.ended_on[row]), FAR) if day != NO_DAY)
    if on > over:
        raise Refused(
            f"The authorisation ended on {short(over)}, so nothing was in force to be {what} on {short(on)} "
            f"(Schedule A1 {paragraph}). Check the two dates.",
            "statute",
        )


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
    build = Builder(book, "authorisations.resume", author)
    build.replace("suspension", running[-1], resumed_on=on)
    return build.act(f"Suspension lifted on {short(on)}")


def end_authorisation(
    book: Casebook,
    case: int,
    on: int,
    *,
    reason: str,
    author: str,
    today: int,
    form9_sent_on: int = NO_DAY,
) -> Act:
    """Record that an authorisation ended before its period did (moved, died, replaced, court).

    With the same day again, and the day on which Form 9 went out, only that is added.

    Raises:
        Refused: no authorisation, ended or run out before, no reason, in the future, before it started, or
            Form 9 sent before the end.
    """
    checks.need_reason(reason, "why the authorisation ended.")
    checks.happened(on, today, "end of the authorisation")
    row = _authorisation(book, case)
    table = book.authorisation
    if form9_sent_on != NO_DAY:
        checks.happened(form9_sent_on, today, "sending of Form 9")
        if form9_sent_on < on:
            raise Refused("Form 9 was sent before the authorisation ended. Check the two dates.")
    build = Builder(book, "authorisations.end_authorisation", author)
    if table.ended_on[row] == on and form9_sent_on != NO_DAY and table.form9_sent_on[row] == NO_DAY:
        build.replace("authorisation", row, form9_sent_on=form9_sent_on)
        return build.act(f"Form 9 sent {short(form9_sent_on)}", reason)
    if table.ended_on[row] != NO_DAY:
        raise Refused(f"This authorisation already ended on {short(int(table.ended_on[row]))}.")
    if table.starts_on[row] != NO_DAY and on < table.starts_on[row]:
        raise Refused(f"It starts on {short(int(table.starts_on[row]))}; it cannot have ended before that.")
    ends = int(table.ends_on[row])
    if ends != NO_DAY and on > ends:
        raise Refused(f"Its period ran out on {short(ends)}, before that day, so there is nothing to end.")
    build.replace("authorisation", row, ended_on=on, end_reason=reason.strip(), form9_sent_on=form9_sent_on)
    return build.act(f"Authorisation ended {short(on)}", reason)


def review(
    book: Casebook,
    case: int,
    requested_on: int,
    requested_by: str,
    *,
    author: str,
    today: int,
    decided_on: int = NO_DAY,
    outcome: str = "",
) -> Act:
    """Record a review under Part 8 (Form 10), or what came of the one that runs.

    A review moves no date by itself: when it ends the authorisation, record that end too.

    Raises:
        Refused: no authorisation or over by then, nobody who asked, a day still to come, decided before it
            was asked for, or decided without an outcome.
    """
    authorised = _authorisation(book, case)
    checks.happened(requested_on, today, "request for a review")
    if requested_by not in REVIEWERS:
        raise Refused("Say who asked for the review.")
    if decided_on != NO_DAY:
        checks.happened(decided_on, today, "decision of the review")
        if decided_on < requested_on:
            raise Refused("The review was decided before it was asked for. Check the two dates.")
        checks.need_reason(outcome, "what the review decided.")
    build = Builder(book, "authorisations.review", author)
    row = review_now(book, case)
    if row < 0:
        _refuse_over(book, authorised, requested_on, "reviewed", "paragraph 102")
    values = {"decided_on": decided_on, "outcome": outcome.strip()}
    if row >= 0:
        build.replace(
            "authorisation_review", row, requested_on=requested_on, requested_by=requested_by, **values
        )
    else:
        put_review(build, case, requested_on, requested_by, **values)
    return build.act(f"Review asked for on {short(requested_on)}", outcome.strip())


def review_now(book: Casebook, case: int) -> int:
    """The row of a review that nobody has decided yet, -1 for none."""
    table = book.authorisation_review
    rows = [row for row in cases.facts(table, case) if table.decided_on[row] == NO_DAY]
    return rows[-1] if rows else -1


def put_review(build: Builder, case: int, requested_on: int, requested_by: str, **more: object) -> None:
    """Add a review to an act."""
    build.insert(
        "authorisation_review", case=case, requested_on=requested_on, requested_by=requested_by, **more
    )


def _authorisation(book: Casebook, case: int) -> int:
    row = cases.latest(book.authorisation, case, "starts_on")
    if row < 0:
        raise Refused("This request has no authorisation on record.")
    return row
