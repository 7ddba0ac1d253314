"""A worker's due dates as a calendar file (RFC 5545): initials only, never a name or an id of a child.

An entry's UID is made of its case and what is due, so that a newer file replaces what an older one brought:
a visit made, another agreed interval or a plan moved to another day moves the entry. ``SEQUENCE`` is the
database's own revision, which only ever grows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import kernel
from desktop.domain.casebook import known
from desktop.domain.days import date_of, short
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.leave import calendar_of
from desktop.domain.lists.rows import PLAN_WORDS, initials_of
from desktop.domain.lists.worker import held_cases

if TYPE_CHECKING:
    from icalendar import Event

    from desktop.domain.lists.desk import Desk

PRODUCT = "-//Caseclock//Diary//EN"
# Rules of which one takes over from another, by the beginning of their ids: one entry for all of them.
_SUCCESSIVE = {
    "cla_first_visit": "cla_visit",
    "cla_visit": "cla_visit",
    "cla_review": "cla_review",
    "pf_first_visit": "pf_visit",
    "pf_visit": "pf_visit",
    "rcpc": "rcpc",
    "core_group": "core_group",
    "cin_visit": "cin_visit",
    "pathway_review": "pathway_review",
    "pep": "pep",
    "rha": "rha",
}
_MARKING = "OFFICIAL-SENSITIVE. Initials only; the person is in Caseclock."


def diary(desk: Desk, worker: int, now: dt.datetime) -> bytes:
    """A worker's diary: every due date of their children's plans, and what is planned for them.

    What is overdue stands on the desk's own day, so that it is seen.

    Args:
        desk: the snapshot.
        worker: worker row; cases that they cover for somebody are in it.
        now: when the file is made, with its time zone.

    Returns:
        The file's content, lines folded and ended as the standard asks.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "Caseclock due dates")
    for event in (*_due(desk, worker), *_planned(desk, worker)):
        event.add("DTSTAMP", now.astimezone(dt.UTC))
        event.add("SEQUENCE", max(0, int(desk.book.stored)))
        event.add("TRANSP", "TRANSPARENT")
        event.add("CLASS", "PRIVATE")
        made.add_component(event)
    return bytes(made.to_ical())


def _due(desk: Desk, worker: int) -> Iterator[Event]:
    clocks = desk.clocks
    mask = np.isin(clocks.case, held_cases(desk, worker)) & (clocks.state < kernel.MET)
    at = np.flatnonzero(mask & (clocks.state > kernel.UNKNOWN))
    given = Counter[str]()
    for index in at[np.argsort(clocks.due[at], kind="stable")].tolist():
        key = f"{desk.book.case.ids[clocks.case[index]]}.{_what(clocks.rules[int(clocks.rule[index])])}"
        given[key] += 1
        yield _due_entry(desk, index, _numbered(key, given[key]))


def _what(rule: str) -> str:
    """What falls due by a rule, whichever of the rules that follow one another is in force."""
    return next((what for first, what in _SUCCESSIVE.items() if rule.startswith(first)), rule)


def _numbered(key: str, number: int) -> str:
    return key if number == 1 else f"{key}.{number}"


def _due_entry(desk: Desk, index: int, key: str) -> Event:
    clocks = desk.clocks
    case, rule, due = int(clocks.case[index]), clocks.rules[int(clocks.rule[index])], int(clocks.due[index])
    name = desk.rules[rule].name if rule in desk.rules else rule
    late = int(clocks.state[index]) == kernel.OVERDUE
    lead = "OVERDUE: " if late else ""
    told = [f"{name}. Last day in time: {short(due)}."]
    before = calendar_of(desk).last_working_on_or_before(due)
    if before != due and not late:
        told.append(f"Last working day before: {short(before)}.")
    on = desk.as_at if late else due
    return _event(key, on, f"{lead}{_who(desk, case)} {name}", told)


def _planned(desk: Desk, worker: int) -> Iterator[Event]:
    table = desk.book.planned
    given = Counter[str]()
    for row in _plans_ahead(desk, worker).tolist():
        kind, case = table.word("kind", row) or "visit", int(table.case[row])
        key = f"{desk.book.case.ids[case]}.planned_{kind}"
        given[key] += 1
        words = f"{_who(desk, case)} {kind.replace('_', ' ')} planned"
        yield _event(_numbered(key, given[key]), int(table.on[row]), words, [])


def _plans_ahead(desk: Desk, worker: int) -> Ints:
    """Plans to come for the worker: those that name them, and those for their children that name nobody."""
    table = desk.book.planned
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on >= desk.as_at))
    theirs = np.isin(table.case[rows], held_cases(desk, worker)) & (table.worker[rows] < 0)
    found: Ints = rows[theirs | (table.worker[rows] == worker)]
    return found[np.argsort(table.on[found], kind="stable")]


def _who(desk: Desk, case: int) -> str:
    """Initials and plan; a restricted child is not even told by initials."""
    person = int(desk.book.case.person[case])
    plan = PLAN_WORDS[int(desk.book.case.kind[case])]
    if person >= 0 and desk.book.person.restricted[person] == 1:
        return f"Restricted, {plan}:"
    return f"{initials_of(desk, person) or 'No initials'}, {plan}:"


def _event(key: str, on: int, summary: str, told: list[str]) -> Event:
    from icalendar import Event

    made = Event()
    made.add("UID", f"{key}@caseclock")
    made.add("SUMMARY", summary)
    made.add("DTSTART", date_of(on))
    made.add("DTEND", date_of(on) + dt.timedelta(days=1))
    made.add("DESCRIPTION", " ".join([*told, _MARKING]))
    return made
