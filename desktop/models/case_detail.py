"""Everything the detail panel says about one case, made off the GUI thread as plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import Columns, known
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import DUE_SOON, DUE_TODAY, IN_TIME, NONE, OVERDUE, UNKNOWN
from desktop.domain.schema import Kind

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

KIND_NAMES = {
    "dols": "DoLS request",
    "cp": "Child protection plan",
    "cla": "Looked after",
    "cin": "Child in need",
    "care_leaver": "Care leaver",
    "assessment": "Assessment",
    "s47": "Section 47 enquiry",
    "referral": "Referral",
    "private_fostering": "Private fostering",
}
_STATE_RAGS = {
    "unknown": UNKNOWN,
    "in_time": IN_TIME,
    "due_today": DUE_TODAY,
    "overdue": OVERDUE,
    "met": NONE,
    "met_late": NONE,
}


@dataclass(frozen=True)
class ClockLine:
    """One clock of the case.

    Attributes:
        index: its place in the desk's clocks, for Explain.
        count: "12 of 10 working days" or what is missing.
    """

    index: int
    rule: str
    name: str
    rag: int
    state: str
    due: str
    count: str
    running: bool


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    day: int
    on: str
    what: str
    more: str
    icon: str
    source: str
    ahead: bool = False


@dataclass(frozen=True)
class CaseDetail:
    """One case in words.

    Attributes:
        facts: (name, value) pairs for the head of the panel.
        others: (case row, words) of the same person's other cases.
    """

    case: int
    case_id: str
    kind: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    clocks: Sequence[ClockLine]
    timeline: Sequence[Happening]
    others: Sequence[tuple[int, str]]


def detail(desk: Desk, case: int) -> CaseDetail:
    """The case as at the desk's day."""
    book = desk.book
    person = int(book.case.person[case])
    kind = book.case.word("kind", case)
    name = book.person.name[person] or book.person.initials[person] or "Name not recorded"
    plan = KIND_NAMES.get(kind, kind)
    reference = book.case.ref[case] or book.person.ref[person]
    return CaseDetail(
        case,
        book.case.ids[case],
        kind,
        name,
        f"{plan}, {reference}" if reference else plan,
        _facts(desk, case, person),
        _clock_lines(desk, case),
        _timeline(desk, case),
        _others(desk, case, person),
    )


def _others(desk: Desk, case: int, person: int) -> list[tuple[int, str]]:
    book = desk.book
    rows = [int(row) for row in np.flatnonzero((book.case.person == person) & book.case.live) if row != case]
    return [(row, " ".join((KIND_NAMES.get(book.case.word("kind", row), ""), book.case.ref[row]))) for row in rows]


def _facts(desk: Desk, case: int, person: int) -> list[tuple[str, str]]:
    book = desk.book
    said = [("Person id", book.person.ref[person])]
    if book.person.born_on[person] != NO_DAY:
        said.append(("Born", short(int(book.person.born_on[person]))))
    team = int(book.case.team[case])
    if team >= 0:
        said.append(("Team", book.team.name[team]))
    said += _held_by(desk, case)
    if book.person.family[person]:
        said.append(("Family", _family(desk, person)))
    return [(name, value) for name, value in said if value]


def _family(desk: Desk, person: int) -> str:
    book = desk.book
    family = book.person.family[person]
    rows = [row for row, other in enumerate(book.person.family) if other == family and row != person]
    names = (book.person.name[row] or book.person.initials[row] for row in rows)
    return ", ".join(f"{name} ({book.person.ref[row]})" for name, row in zip(names, rows, strict=True))


_ROLES = {
    "worker": "Worker",
    "pa": "Personal adviser",
    "bia": "Best interests assessor",
    "mha": "Mental health assessor",
    "iro": "Reviewing officer",
    "secondary": "Second worker",
}


def _held_by(desk: Desk, case: int) -> list[tuple[str, str]]:
    table, book = desk.book.allocation, desk.book
    made = []
    for row in _known_rows(desk, table, case):
        ended = int(table.ended_on[row])
        if ended != NO_DAY and ended <= desk.as_at:
            continue
        worker = int(table.worker[row])
        who = book.worker.name[worker] if worker >= 0 else table.named[row]
        since = f" since {short(int(table.on[row]))}" if table.on[row] != NO_DAY else ""
        back = f", due back {short(int(table.due_back_on[row]))}" if table.due_back_on[row] != NO_DAY else ""
        made.append((_ROLES[table.word("role", row)], f"{who}{since}{back}" if who else ""))
    return made


def _clock_lines(desk: Desk, case: int) -> list[ClockLine]:
    from desktop.domain.kernel import STATES

    clocks, made = desk.clocks, []
    for index in clocks.of_case(case):
        at = int(index)
        state = STATES[int(clocks.state[at])]
        rule = desk.timescales.rule(clocks.rules[int(clocks.rule[at])])
        made.append(
            ClockLine(
                at,
                rule.id,
                rule.name,
                _rag(desk, at, state, rule.amber),
                _STATE_WORDS[state],
                short(int(clocks.due[at])),
                _count(desk, at, state, rule),
                state not in ("met", "met_late"),
            )
        )
    order = {OVERDUE: 0, DUE_TODAY: 1, DUE_SOON: 2, UNKNOWN: 3, IN_TIME: 4, NONE: 5}
    return sorted(made, key=lambda line: (order[line.rag], line.name))


_STATE_WORDS = {
    "unknown": "Cannot be calculated",
    "in_time": "In time",
    "due_today": "Due today",
    "overdue": "Overdue",
    "met": "Met in time",
    "met_late": "Met late",
}


def _rag(desk: Desk, at: int, state: str, amber: int) -> int:
    if state == "in_time" and desk.clocks.left[at] <= amber:
        return DUE_SOON
    return _STATE_RAGS[state]


def _count(desk: Desk, at: int, state: str, rule: object) -> str:
    from desktop.domain.context import REASONS

    clocks = desk.clocks
    if state == "unknown":
        return REASONS[int(clocks.why[at])]
    unit = "working day" if getattr(rule, "in_working_days", False) else "day"
    if state == "overdue":
        return f"{_plural(int(clocks.overdue_by[at]), unit)} overdue"
    if state in ("met", "met_late"):
        return f"on {short(int(clocks.stop[at]))}"
    if state == "due_today":
        return "due today"
    return f"{_plural(int(clocks.left[at]), unit)} left"


def _plural(count: int, unit: str) -> str:
    return f"{count:,} {unit}" + ("" if count == 1 else "s")


# The timeline

_EVENT_WORDS = {
    "started": "Started",
    "ended": "Ended",
    "visit": "Visit",
    "virtual_contact": "Contact by video or telephone",
    "form3_returned": "Best interests assessment back",
    "form4_returned": "Mental health assessment back",
    "sent_to_signatory": "Sent for signature",
    "signed_off": "Signed off",
    "icpc": "Initial child protection conference",
    "iro_visit": "Visit by the reviewing officer",
    "sdq": "Strengths and difficulties questionnaire",
    "pep": "Personal education plan",
}
_ICONS = {"visit": "visits", "supervision": "supervision", "signed_off": "check", "started": "plus", "ended": "close"}


def _timeline(desk: Desk, case: int) -> list[Happening]:
    made = [*_events(desk, case), *_notes(desk, case), *_allocations(desk, case), *_periods(desk, case)]
    return sorted(made, key=lambda one: -one.day)


def _known_rows(desk: Desk, table: Columns, case: int) -> list[int]:
    rows = np.flatnonzero(table.case == case)
    on_record = known(table, desk.known_at)[rows] & table.live[rows]
    return [int(row) for row in rows[on_record]]


def _events(desk: Desk, case: int) -> list[Happening]:
    table, book = desk.book.event, desk.book
    made = []
    for row in _known_rows(desk, table, case):
        kind, worker = table.word("kind", row), int(table.worker[row])
        what = _EVENT_WORDS.get(kind) or kind.replace("_", " ").capitalize()
        more = []
        if kind == "visit":
            what = "Visit, seen" if table.seen[row] == 1 else "Visit tried, not seen"
            if table.alone[row] == 1:
                what += " alone"
        if worker >= 0:
            more.append(book.worker.name[worker])
        more += [text for text in (table.outcome[row], table.detail[row]) if text]
        made.append(_happening(desk, int(table.on[row]), what, more, _ICONS.get(kind, "calendar"), table.source[row]))
    return made


def _notes(desk: Desk, case: int) -> list[Happening]:
    table, made = desk.book.note, []
    words = {"note": "Note", "chase": "Chase", "comment": "Comment in the spreadsheet", "": "Note"}
    for row in _known_rows(desk, table, case):
        more = [table.text[row]]
        if table.chase_next_on[row] != NO_DAY:
            more.append(f"Chase next on {short(int(table.chase_next_on[row]))}")
        on, what = int(table.on[row]), words[table.word("kind", row)]
        made.append(_happening(desk, on, what, more, "note", table.source[row]))
    return made


def _allocations(desk: Desk, case: int) -> list[Happening]:
    table, book, made = desk.book.allocation, desk.book, []
    for row in _known_rows(desk, table, case):
        worker = int(table.worker[row])
        who = book.worker.name[worker] if worker >= 0 else table.named[row]
        role = _ROLES[table.word("role", row)]
        on = int(table.on[row])
        made.append(_happening(desk, on, "Allocated", [f"{role}: {who}"], "allocate", table.source[row]))
        if table.ended_on[row] != NO_DAY:
            end = int(table.ended_on[row])
            made.append(_happening(desk, end, "Allocation ended", [f"{role}: {who}", table.reason[row]], "allocate", ""))
    return made


_PERIODS = (
    # table, first day, last day, words for each
    ("urgent_authorisation", "given_on", "stated_end", "Urgent authorisation given", "stated to end"),
    ("authorisation", "starts_on", "ends_on", "Standard authorisation starts", "ends"),
    ("placement", "starts_on", "ends_on", "Placement starts", "ended"),
    ("agreed_frequency", "effective_from", "review_by", "Visit pattern agreed", "review by"),
    ("suspension", "notice_on", "resumed_on", "Authorisation suspended", "resumed"),
    ("planned", "on", "", "Planned", ""),
)


def _periods(desk: Desk, case: int) -> list[Happening]:
    made = []
    for name, first, last, begins, ends in _PERIODS:
        table = desk.book.tables[name]
        for row in _known_rows(desk, table, case):
            until = int(getattr(table, last)[row]) if last else NO_DAY
            more = [f"{ends} {short(until)}"] if until != NO_DAY else []
            more += [word for word in (_code(table, row),) if word]
            made.append(_happening(desk, int(getattr(table, first)[row]), begins, more, "file", table.source[row]))
    return made


def _code(table: Columns, row: int) -> str:
    """The first code word of a row: which visit was planned, which interval agreed."""
    for field in table.shape.fields:
        if field.kind is Kind.CODE:
            return {"6w": "every 6 weeks", "3m": "every 3 months", "6m": "every 6 months"}.get(
                table.word(field.name, row), table.word(field.name, row)
            )
    return ""


def _happening(desk: Desk, on: int, what: str, more: Sequence[str], icon: str, source: str) -> Happening:
    words = "; ".join(part for part in more if part)
    return Happening(on, short(on) or "No date", what, words, icon, source, on > desk.as_at)
