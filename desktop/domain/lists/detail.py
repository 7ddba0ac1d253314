"""One case in full: who and where, every clock, and everything that happened, each with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.clocks import STATES
from desktop.domain.days import NEVER, NO_DAY, date_of, day, short
from desktop.domain.lists.clockmap import ClockWords, rag_of
from desktop.domain.lists.columns import URGENCY
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail_dols import more_facts
from desktop.domain.lists.families import families
from desktop.domain.lists.rows import PLAN_WORDS, initials_of, worker_words
from desktop.domain.lists.timeline_words import TABLES, words_of


@dataclass(frozen=True)
class ClockLine:
    """One clock of the case.

    Attributes:
        index: in the desk's clocks, for *Explain*.
        rag: index in `columns.RAGS`.
        state: word of `clocks.STATES`; `words` says it as a person reads it.
        why: what is missing, or why this interval is used.
    """

    index: int
    rule: str
    name: str
    start: int
    due: int
    stop: int
    rag: int
    state: str
    words: str
    elapsed: str
    why: str


@dataclass(frozen=True)
class Entry:
    """One dated fact about the case.

    Attributes:
        on: day it happened, `NO_DAY` when not said.
        table, row: where it stands in the casebook.
        recorded_on: day it was recorded, `NO_DAY` when not known.
        source: ``sheet!row`` of an import, else empty.
        to_come: after the desk's day.
    """

    on: int
    table: str
    row: int
    text: str
    recorded_on: int
    source: str
    to_come: bool


@dataclass(frozen=True)
class CaseDetail:
    """Everything the detail panel shows.

    Attributes:
        case: case row.
        title: initials, plan and reference; no full name.
        name: the person's name as recorded, may be empty.
        facts: (label, words) in the order to show.
        clocks: running clocks first, most pressing first; then those that were met.
        timeline: latest first; what has no date stands at the end.
        others: (case row, words) of the person's other cases.
        siblings: (person row, words).
    """

    case: int
    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    clocks: tuple[ClockLine, ...]
    timeline: tuple[Entry, ...]
    others: tuple[tuple[int, str], ...]
    siblings: tuple[tuple[int, str], ...]


def case_detail(desk: Desk, case: int) -> CaseDetail:
    """One case as at the desk's day and as known at its instant."""
    book = desk.book
    person = int(book.case.person[case])
    plan = PLAN_WORDS[int(book.case.kind[case])]
    ref = book.person.ref[person] if person >= 0 else ""
    return CaseDetail(
        case=case,
        title=", ".join(part for part in (initials_of(desk, person), plan, ref) if part),
        name=book.person.name[person] if person >= 0 else "",
        facts=_facts(desk, case, person),
        clocks=clock_lines(desk, case),
        timeline=timeline(desk, case),
        others=_others(desk, case, person),
        siblings=_siblings(desk, person),
    )


def _facts(desk: Desk, case: int, person: int) -> tuple[tuple[str, str], ...]:
    book = desk.book
    held = int(desk.fact("holder")[case])
    team = int(desk.fact("team")[case])
    born = int(book.person.born_on[person]) if person >= 0 else NO_DAY
    expected = int(book.person.expected_on[person]) if person >= 0 else NO_DAY
    started, ended = int(desk.fact("started")[case]), int(desk.fact("ended")[case])
    found = (
        ("Person ID", book.person.ref[person] if person >= 0 else ""),
        ("Reference", book.case.ref[case]),
        ("Born", _born(desk, born, expected)),
        ("NHS number", book.person.nhs_number[person] if person >= 0 else ""),
        ("Plan", PLAN_WORDS[int(book.case.kind[case])]),
        ("Began", short(started) or "not recorded"),
        ("Ended", short(ended) if ended >= started and ended != NO_DAY else ""),
        ("Held for another authority", "Yes" if book.case.other_la[case] == 1 else ""),
        ("Worker", worker_words(desk, held, int(desk.fact("worker")[case]))),
        ("Team", book.team.name[team] if team >= 0 else ""),
        *_request_facts(desk, case),
        ("Not counted", _not_counted(desk, case)),
    )
    return tuple((label, words) for label, words in found if words)


def _born(desk: Desk, born: int, expected: int) -> str:
    if born == NO_DAY:
        return f"expected {short(expected)}" if expected != NO_DAY else ""
    today, birth = date_of(desk.as_at), date_of(born)
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return f"{short(born)} (age {age})" if age >= 0 else f"{short(born)} (not yet born)"


def _not_counted(desk: Desk, case: int) -> str:
    """The rules left out for this case, so that their absence is not taken for being in time."""
    names = [rule.name for rule in desk.clocks.left_out(desk.book, desk.rules, case)]
    return f"{'; '.join(names)}: no such record has come in" if names and desk.is_open[case] else ""


def _request_facts(desk: Desk, case: int) -> tuple[tuple[str, str], ...]:
    """What a DoLS request says, and its two ends, which are never merged."""
    at = np.flatnonzero(desk.flags.case == case)
    row = int(desk.fact("request")[case])
    if not len(at) or row < 0:
        return ()
    flags, request, found = desk.flags, desk.book.dols_request, int(at[0])
    place = int(request.managing_authority[row])
    gap = f"since {short(int(flags.gap_from[found]))}" if flags.gap[found] else ""
    return (
        ("Home or ward", desk.book.managing_authority.name[place] if place >= 0 else ""),
        ("Time received", request.received_at[row]),
        ("Priority", request.word("priority", row).capitalize() or "Not triaged"),
        ("Objecting", {1: "Yes", 0: "No"}.get(int(request.objecting[row]), "Not said")),
        ("Urgent ends", short(int(flags.ua_end[found]))),
        ("Assessments due", short(int(flags.assess_due[found]))),
        ("Assessments complete", short(int(flags.assess_done[found]))),
        ("Signed off", short(int(flags.signed_off[found]))),
        ("No authority recorded", gap),
        ("Authorisation ends", short(int(flags.authorisation_end[found]))),
        ("Second urgent", "Recorded; it gives no authority" if flags.second_urgent[found] else ""),
        *more_facts(desk, case),
    )


def clock_lines(desk: Desk, case: int) -> tuple[ClockLine, ...]:
    """The case's clocks, the most pressing first, those that were met at the end."""
    say = ClockWords(desk)
    at = np.asarray(desk.clocks.of_case(case), np.int32)
    rag = rag_of(desk, at)
    lines = [
        _clock_line(desk, say, index, mark) for index, mark in zip(at.tolist(), rag.tolist(), strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: (line.stop != NO_DAY, -int(URGENCY[line.rag]), line.due)))


def _clock_line(desk: Desk, say: ClockWords, index: int, rag: int) -> ClockLine:
    clocks = desk.clocks
    state = STATES[int(clocks.state[index])]
    stop = int(clocks.stop[index])
    met = {"met": f"Met {short(stop)}", "met_late": f"Met late, {short(stop)}"}
    return ClockLine(
        index=index,
        rule=clocks.rules[int(clocks.rule[index])],
        name=say.rule(index),
        start=int(clocks.start[index]),
        due=int(clocks.due[index]),
        stop=stop,
        rag=rag,
        state=state,
        words=met.get(state) or say.state(rag, index),
        elapsed="" if state == "unknown" else say.elapsed(index),
        why=say.needs(index),
    )


def timeline(desk: Desk, case: int) -> tuple[Entry, ...]:
    """Every fact on record about the case, latest first."""
    entries = [
        entry
        for table in TABLES
        for row in np.flatnonzero(
            (desk.book.tables[table].case == case) & known(desk.book.tables[table], desk.known_at)
        ).tolist()
        for entry in _entries(desk, table, row)
    ]
    return tuple(sorted(entries, key=lambda entry: (-entry.on, entry.table, -entry.row)))


def _entries(desk: Desk, table: str, row: int) -> list[Entry]:
    columns = desk.book.tables[table]
    recorded = _day_of_instant(int(columns.recorded_at[row]))
    return [
        Entry(on, table, row, text, recorded, columns.source[row], on > desk.as_at)
        for on, text in words_of(desk, table, row)
    ]


def _day_of_instant(instant: int) -> int:
    """The day, in this machine's time zone, on which something was recorded."""
    if not 0 < instant < NEVER - 1:
        return NO_DAY
    return day(dt.datetime.fromtimestamp(instant / 1000))


def _others(desk: Desk, case: int, person: int) -> tuple[tuple[int, str], ...]:
    if person < 0:
        return ()
    book = desk.book
    rows = np.flatnonzero((book.case.person == person) & book.case.live)
    return tuple((row, _case_words(desk, row)) for row in rows.tolist() if row != case)


def _case_words(desk: Desk, case: int) -> str:
    plan = PLAN_WORDS[int(desk.book.case.kind[case])]
    started, ended = int(desk.fact("started")[case]), int(desk.fact("ended")[case])
    since = f"from {short(started)}" if started != NO_DAY else "start not recorded"
    if desk.is_open[case]:
        return f"{plan}, {since}"
    return f"{plan}, {since} to {short(ended)}" if ended != NO_DAY else f"{plan}, {since}, closed"


def _siblings(desk: Desk, person: int) -> tuple[tuple[int, str], ...]:
    if person < 0:
        return ()
    others = [row for row in families(desk).of(person).tolist() if row != person]
    return tuple((row, f"{initials_of(desk, row)} {desk.book.person.ref[row]}".strip()) for row in others)
