"""New DoLS requests, and the urgent authorisations that come with them.

What the home or ward wrote is a fact: it is recorded as written, flagged where the law gives it no
effect, and never refused. `warnings` says what is odd before it is saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.commands import checks, people
from desktop.commands.acts import Builder
from desktop.commands.people import NewPerson
from desktop.domain import cases, dols_states, dols_steps
from desktop.domain.calendar import FIRST, LAST, Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.dols_authority import EXTENSION_DAYS
from desktop.domain.timescales import Timescales
from desktop.errors import Refused


@dataclass(frozen=True, slots=True)
class Request:
    """A request for a standard authorisation, as it came in.

    Attributes:
        person: row of somebody known, or a `NewPerson`.
        received_on: the day the council received it; day 1 of the 21.
        home: row of a managing authority, or the name of a new one ("" not said).
        form: ``form1``, ``form2``, ``third_party`` or ``court``.
        priority: ``high``, ``medium``, ``low`` or "" before triage.
        received_at: the time of day, ``23:50``, "" when not known; the whole day is day 1.
        urgent_given_on, urgent_stated_end: the urgent authorisation on the form, `NO_DAY` when none.
    """

    person: int | NewPerson
    received_on: int
    home: int | str = ""
    form: str = "form1"
    ref: str = ""
    priority: str = ""
    objecting: bool | None = None
    urgent: bool = False
    urgent_given_on: int = NO_DAY
    urgent_stated_end: int = NO_DAY
    team: int = -1
    received_at: str = ""


def receive(book: Casebook, request: Request, *, author: str, today: int) -> Act:
    """Record a new request. The same person may have others open: that warns and never blocks.

    Raises:
        Refused: no received date or one still to come, a time that is none, or a new person without an id
            of their own.
    """
    checks.happened(request.received_on, today, "request")
    build = Builder(book, "requests.receive", author)
    person = people.put_person(build, book, request.person)
    home = people.put_home(build, book, request.home)
    case = build.insert("case", person=person, kind="dols", team=request.team, ref=request.ref.strip())
    build.insert("event", case=case, kind="started", on=request.received_on)
    with_urgent = request.urgent or request.urgent_given_on != NO_DAY
    build.insert(
        "dols_request",
        case=case,
        form=request.form,
        managing_authority=home,
        priority=request.priority,
        objecting=request.objecting,
        urgent=with_urgent,
        received_at=time_of(request.received_at),
    )
    if request.urgent_given_on != NO_DAY or request.urgent_stated_end != NO_DAY:
        build.insert(
            "urgent_authorisation",
            case=case,
            given_on=request.urgent_given_on,
            stated_end=request.urgent_stated_end,
        )
    kind = "Urgent DoLS request" if with_urgent else "DoLS request"
    return build.act(f"{kind} received {short(request.received_on)}")


def time_of(text: str) -> str:
    """A time of day as it is kept, ``09:05``; blank for none.

    Raises:
        Refused: when it cannot be read.
    """
    if not text.strip():
        return ""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]?([0-5]\d)", text.strip())
    if found is None:
        raise Refused(f"{text.strip()} is not a time of day. Write it as 14:30, or leave it out.")
    return f"{int(found[1]):02}:{found[2]}"


def earlier(book: Casebook, person: int, today: int) -> list[str]:
    """The person's other requests and authorisations, latest first, a line each.

    ``D26014 received 02/03/2026: In force to 14/01/2027, Elm House``.
    """
    own = [case for case in cases.of_person(book, person) if cases.kind_of(book, case) == "dols"]
    own.sort(key=lambda case: cases.started_on(book, case), reverse=True)
    return [_earlier(book, case, today) for case in own]


def _earlier(book: Casebook, case: int, today: int) -> str:
    state, _ = dols_steps.state_of(book, case, today)
    words = dols_states.WORDS[state] or "Recorded"
    row = cases.latest(book.authorisation, case, "starts_on")
    ends = int(book.authorisation.ends_on[row]) if row >= 0 else NO_DAY
    until = f" to {short(ends)}" if ends != NO_DAY else ""
    said = cases.latest(book.dols_request, case, "recorded_at")
    place = int(book.dols_request.managing_authority[said]) if said >= 0 else -1
    home = f", {book.managing_authority.name[place]}" if place >= 0 else ""
    ref = book.case.ref[case]
    return f"{ref} received {_when(book, case)}: {words}{until}{home}".strip()


def warnings(book: Casebook, request: Request, *, today: int) -> list[str]:
    """What is odd about a request; none of it stops anybody."""
    told = _urgent_warnings(request)
    if request.ref.strip() and request.ref.strip() in book.case.ref:
        told.append("That request reference is already in use.")
    if isinstance(request.person, NewPerson):
        born = request.person.born_on
    else:
        born = int(book.person.born_on[request.person])
        told += _already_open(book, request.person, request, today)
        told += _after_expiry(book, request.person, request)
    if born != NO_DAY and request.received_on != NO_DAY and _age(born, request.received_on) < 18:
        told.append("The person is under 18: Schedule A1 does not apply to them.")
    return told


def _urgent_warnings(request: Request) -> list[str]:
    given, stated = request.urgent_given_on, request.urgent_stated_end
    if NO_DAY in (given, stated):
        missing = "when it was given" if given == NO_DAY else "when it ends"
        return (
            [f"The urgent authorisation does not say {missing}."] if request.urgent or stated != given else []
        )
    if stated < given:
        return ["The urgent authorisation ends before it was given."]
    last = urgent_last_day(given)
    if last != NO_DAY and stated > last:
        return [
            f"The urgent authorisation is for longer than the law allows (Schedule A1 paragraph 78(2)): it "
            f"counts to {short(last)}, not {short(stated)}, until somebody confirms an extension."
        ]
    return []


def urgent_last_day(given_on: int, timescales: Timescales | None = None) -> int:
    """The last day that an urgent authorisation given on a day can run to by itself; `NO_DAY` unknown."""
    scales = timescales or Timescales.shipped()
    rule = scales.rule("dols_urgent_7d")
    if not FIRST <= given_on <= LAST:
        return NO_DAY
    ends = Calendar.england().due_table(rule.n, rule.unit, scales.settings["dols_urgent_day_one"])
    return int(ends[given_on - FIRST])


def _already_open(book: Casebook, person: int, request: Request, today: int) -> list[str]:
    told = []
    for case in open_requests(book, person, today):
        told.append(f"This person has another request open, received {_when(book, case)}.")
        if cases.facts(book.urgent_authorisation, case) and request.urgent_given_on != NO_DAY:
            told.append(
                "This is a second urgent authorisation for the same detention: it gives no authority "
                "(A County Council v MB [2010] EWCOP 2508) and moves no date."
            )
    return told


def _after_expiry(book: Casebook, person: int, request: Request) -> list[str]:
    """A Form 2 that came when the authorisation it was to follow had ended, or a Form 1 while one runs."""
    ends = [
        int(book.authorisation.ends_on[row])
        for case in cases.of_person(book, person)
        for row in cases.facts(book.authorisation, case)
        if book.authorisation.ended_on[row] == NO_DAY
    ]
    last = max(ends, default=NO_DAY)
    if NO_DAY in (last, request.received_on):
        return []
    if last < request.received_on and request.form == "form2":
        return [
            f"The authorisation ended on {short(last)}, before this further request was received: no "
            f"authority is recorded from {short(last + 1)}, and this request does not bring it back."
        ]
    if last >= request.received_on and request.form == "form1":
        return [f"An authorisation is in force to {short(last)}; a further request is usually on Form 2."]
    return []


def _when(book: Casebook, case: int) -> str:
    began = cases.started_on(book, case)
    return short(began) if began != NO_DAY else "on a day not recorded"


def _age(born: int, on: int) -> int:
    birth, now = date_of(born), date_of(on)
    return now.year - birth.year - ((now.month, now.day) < (birth.month, birth.day))


def open_requests(book: Casebook, person: int, today: int) -> list[int]:
    """The person's DoLS requests that are neither signed off nor closed."""
    return [
        case
        for case in cases.open_of_person(book, person, today)
        if cases.kind_of(book, case) == "dols" and not cases.events(book, case, "signed_off")
    ]


def open_at_home(book: Casebook, home: int, today: int) -> list[int]:
    """Open requests from one home or ward, for batching visits and spotting duplicates."""
    table = book.dols_request
    rows = [row for row in range(len(table)) if table.managing_authority[row] == home]
    found = {int(table.case[row]) for row in rows if table.case[row] >= 0}
    return sorted(
        case
        for case in found
        if cases.is_open(book, case, today) and not cases.events(book, case, "signed_off")
    )


def add_urgent(book: Casebook, case: int, given_on: int, stated_end: int, *, author: str, today: int) -> Act:
    """Record an urgent authorisation that came after the request (Schedule A1 paragraph 76).

    A second one for the same detention is recorded and flagged; it moves no date.

    Raises:
        Refused: not a DoLS request, or a day still to come.
    """
    checks.is_kind(book, case, ("dols",), "An urgent authorisation")
    checks.happened(given_on, today, "urgent authorisation")
    build = Builder(book, "requests.add_urgent", author)
    build.insert("urgent_authorisation", case=case, given_on=given_on, stated_end=stated_end)
    return build.act(f"Urgent authorisation given {short(given_on)}")


def _first_urgent(book: Casebook, case: int) -> int:
    rows = cases.facts(book.urgent_authorisation, case)
    if not rows:
        raise Refused("This request has no urgent authorisation on record.")
    return min(rows, key=lambda row: int(book.urgent_authorisation.given_on[row]))


def extend_urgent(
    book: Casebook, case: int, days: int, *, requested_on: int, decided_on: int, author: str, today: int
) -> Act:
    """Extend an urgent authorisation, which the supervisory body may do once and by up to 7 days.

    Raises:
        Refused: no urgent authorisation, one extended before or ended by then, a length that paragraph 84
            does not allow, or days that do not follow one another.
    """
    row = _first_urgent(book, case)
    table = book.urgent_authorisation
    if table.extension_decided_on[row] != NO_DAY:
        raise Refused(
            "This urgent authorisation was extended before, and it may be extended only once "
            "(Schedule A1 paragraph 85).",
            "statute",
        )
    if not 1 <= days <= EXTENSION_DAYS:
        raise Refused(
            f"An extension may be for 1 to {EXTENSION_DAYS} days (Schedule A1 paragraph 85).", "statute"
        )
    checks.happened(decided_on, today, "decision to extend")
    _refuse_lapsed(book, row, decided_on)
    if requested_on == NO_DAY or requested_on > decided_on:
        raise Refused(
            "Give the day the managing authority asked, on or before the decision: it may be extended only "
            "on request (Schedule A1 paragraph 84).",
            "statute",
        )
    build = Builder(book, "requests.extend_urgent", author)
    build.replace(
        "urgent_authorisation",
        row,
        extension_requested_on=requested_on,
        extension_decided_on=decided_on,
        extension_days=days,
    )
    return build.act(f"Urgent authorisation extended by {checks.count_of(days, 'day')}")


def _refuse_lapsed(book: Casebook, row: int, decided_on: int) -> None:
    """What has ended cannot be made longer, nor what has not been given."""
    table = book.urgent_authorisation
    given, stated = int(table.given_on[row]), int(table.stated_end[row])
    if given == NO_DAY:
        return
    if decided_on < given:
        raise Refused(
            f"The urgent authorisation was given on {short(given)}; it cannot have been extended before that."
        )
    last = urgent_last_day(given)
    last = min(last, stated) if given <= stated else last
    if decided_on > last:
        raise Refused(
            f"The urgent authorisation ended on {short(last)}, so it could no longer be extended on "
            f"{short(decided_on)} (Schedule A1 paragraph 84).",
            "statute",
        )


def confirm_urgent_end(book: Casebook, case: int, *, author: str, reason: str) -> Act:
    """Confirm an urgent authorisation's stated end that the form alone does not support.

    Raises:
        Refused: no urgent authorisation, or no reason.
    """
    checks.need_reason(reason, "what shows that the urgent authorisation ran to its stated end.")
    build = Builder(book, "requests.confirm_urgent_end", author)
    build.replace("urgent_authorisation", _first_urgent(book, case), confirmed=1)
    return build.act("End of the urgent authorisation confirmed", reason)
