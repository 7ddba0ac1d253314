"""What panels ask the desk: plain data, made on the database lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from desktop.commands import requests
from desktop.domain import cases
from desktop.domain.agreements import RULES
from desktop.domain.clocks import Clocks
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescale

KIND_WORDS = {
    "dols": "DoLS request",
    "cp": "CP plan",
    "cla": "looked after",
    "cin": "CiN plan",
    "care_leaver": "care leaver",
    "assessment": "assessment",
    "s47": "section 47",
    "referral": "referral",
    "private_fostering": "private fostering",
}
BRIEF = {"dols": "DoLS", "cp": "CP", "cla": "CLA", "cin": "CiN", "s47": "s47", "care_leaver": "leaver"}
STRICTEST = tuple(KIND_WORDS)[1:]  # the order in which a child's plans are offered
FOUND = 12
AGREED_RULES = RULES[1:]  # intervals that hold only by agreement


@dataclass(frozen=True)
class CaseLine:
    """One case as a panel names it.

    Attributes:
        name: initials and id of the person.
        kind: kind of case; `plan` is the same in words with its reference, `brief` in a few letters.
        worker: row of whoever holds it, -1 nobody.
    """

    case: int
    person: int
    name: str
    kind: str
    plan: str
    worker: int
    started: int

    @property
    def brief(self) -> str:
        """The kind of case in a few letters, for a narrow column."""
        return BRIEF.get(self.kind, KIND_WORDS[self.kind])


def case_line(desk: Desk, case: int, on: int) -> CaseLine:
    """A case in the words of a panel."""
    book = desk.book
    person = int(book.case.person[case])
    kind = cases.kind_of(book, case)
    role = "pa" if kind == "care_leaver" else "worker"
    initials, ref = book.person.initials[person], book.person.ref[person]
    own = book.case.ref[case]
    plan = KIND_WORDS[kind] + (f" {own}" if own else "")
    return CaseLine(
        case,
        person,
        f"{initials} {ref}".strip(),
        kind,
        plan,
        cases.worker_of(book, case, on, role),
        cases.started_on(book, case),
    )


def family_of(desk: Desk, chosen: Sequence[int], on: int) -> list[CaseLine]:
    """The chosen cases' children, their brothers and sisters, and all their open plans, strictest first."""
    book = desk.book
    people: dict[int, None] = {}
    for case in chosen:
        people.setdefault(int(book.case.person[case]))
    for person in list(people):
        for other in cases.siblings(book, person):
            people.setdefault(other)
    lines = []
    for person in people:
        plans = [case_line(desk, case, on) for case in cases.open_of_person(book, person, on)]
        lines += sorted(
            (line for line in plans if line.kind in STRICTEST), key=lambda line: strictness(line.kind)
        )
    return lines


def strictness(kind: str) -> int:
    """The place of a kind in the order in which a child's plans are offered."""
    return STRICTEST.index(kind) if kind in STRICTEST else len(STRICTEST)


@dataclass(frozen=True)
class WorkerLine:
    """One worker as a pick-list shows them.

    Attributes:
        load: open cases held in the role asked about; due_soon: how many of their clocks are overdue or
            due within five working days.
        away: "until 27/11/2026", empty when at work.
    """

    row: int
    name: str
    team: str
    load: int = 0
    due_soon: int = 0
    away: str = ""
    suits: bool = True


def workers(desk: Desk, on: int) -> list[WorkerLine]:
    """Everybody who had not left by a day, by name."""
    book = desk.book
    rows = [
        row for row in range(len(book.worker)) if book.worker.live[row] and not cases.has_left(book, row, on)
    ]
    lines = [
        WorkerLine(row, book.worker.name[row], team_name(desk, int(book.worker.team[row]))) for row in rows
    ]
    return sorted(lines, key=lambda line: line.name.casefold())


def team_name(desk: Desk, team: int) -> str:
    """A team's name, empty for none."""
    return desk.book.team.name[team] if team >= 0 else ""


class Named(Protocol):
    """Whoever a pick-list can be narrowed to."""

    @property
    def name(self) -> str:
        """Their name."""
        raise NotImplementedError

    @property
    def team(self) -> str:
        """Their team's name, empty for none."""
        raise NotImplementedError


Whom = TypeVar("Whom", bound=Named)


def narrowed(lines: Sequence[Whom], text: str) -> list[Whom]:
    """Those in whose name or team every word typed stands."""
    words = text.casefold().split()
    return [line for line in lines if all(word in f"{line.name} {line.team}".casefold() for word in words)]


def team_of(desk: Desk, chosen: Sequence[int], on: int) -> int:
    """The team of the first case: its own, else that of whoever holds it; -1 for neither."""
    book = desk.book
    team = int(book.case.team[chosen[0]]) if chosen else -1
    worker = cases.worker_of(book, chosen[0], on) if chosen and team < 0 else -1
    return int(book.worker.team[worker]) if worker >= 0 else team


def assessors(desk: Desk, role: str, on: int, near: int = -1) -> list[WorkerLine]:
    """Workers for a role with their load: those on the register for an assessor, lightest load first.

    With a team `near`, its own people come first, then those of its service.
    """
    book = desk.book
    flag = {"bia": book.worker.is_bia, "mha": book.worker.is_mha}.get(role)
    load = cases.open_load(book, on, role)
    soon = _due_soon(desk, role, on)
    lines = []
    for line in workers(desk, on):
        if flag is not None and flag[line.row] != 1:
            continue
        if flag is None and (book.worker.is_mha[line.row] == 1 and book.worker.team[line.row] < 0):
            continue
        away = cases.absence_on(book, line.row, on)
        ends = int(book.absence.ends_on[away]) if away >= 0 else NO_DAY
        words = "" if away < 0 else f"until {short(ends)}" if ends != NO_DAY else "no return date"
        lines.append(
            WorkerLine(line.row, line.name, line.team, int(load[line.row]), int(soon[line.row]), words)
        )
    far = _far_from(desk, near)
    return sorted(
        lines,
        key=lambda line: (bool(line.away), far(line.row), line.load, line.due_soon, line.name.casefold()),
    )


def _far_from(desk: Desk, near: int) -> Callable[[int], int]:
    """How far a worker is from a team: 0 in it, 1 in its service, 2 elsewhere."""
    worker, team = desk.book.worker, desk.book.team

    def far(row: int) -> int:
        own = int(worker.team[row])
        if near < 0 or own == near:
            return 0
        return 1 if own >= 0 and team.service[own] == team.service[near] else 2

    return far


def _due_soon(desk: Desk, role: str, on: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Per worker, the cases held in a role that have a clock overdue or due within five days."""
    book, found = desk.book, desk.clocks
    soon = np.zeros(len(book.case), bool)
    running = (found.stop == NO_DAY) & (found.due != NO_DAY) & (found.due <= on + 5)
    soon[found.case[running]] = True
    table = book.allocation
    held = cases.standing(table) & (table.role == table.code("role", role)) & (table.worker >= 0)
    held &= (table.case >= 0) & (table.ended_on == NO_DAY) & soon[table.case] if len(soon) else held
    return np.bincount(table.worker[held], minlength=len(book.worker))


@dataclass(frozen=True)
class PersonLine:
    """A person found by typing, with what is open for them: how many cases, and in words."""

    row: int
    ref: str
    name: str
    born: str
    count: int
    open: str


def find_people(desk: Desk, text: str, on: int) -> list[PersonLine]:
    """People whose name, initials or id hold every word typed; an exact id comes first."""
    words = text.split()
    if not words:
        return []
    book, known = desk.book, desk.words("person")
    found = np.logical_and.reduce([known.find(word) for word in words]) & book.person.live
    rows = np.flatnonzero(found)[: 20 * FOUND].tolist()
    exact = text.strip().casefold()
    rows.sort(key=lambda row: (book.person.ref[row].casefold() != exact, book.person.name[row].casefold()))
    return [_person_line(desk, int(row), on) for row in rows[:FOUND]]


def _person_line(desk: Desk, row: int, on: int) -> PersonLine:
    person = desk.book.person
    running = [case_line(desk, case, on) for case in cases.open_of_person(desk.book, row, on)]
    words = ", ".join(f"{line.plan} since {short(line.started) or 'a day not recorded'}" for line in running)
    shown = person.name[row] or person.initials[row]
    return PersonLine(row, person.ref[row], shown, short(int(person.born_on[row])), len(running), words)


@dataclass(frozen=True)
class HomeLine:
    """A care home or ward found by typing, with how many requests it has open."""

    row: int
    name: str
    open: int


def find_homes(desk: Desk, text: str, on: int) -> list[HomeLine]:
    """Homes and wards whose name holds every word typed."""
    words = text.split()
    if not words:
        return []
    book, known = desk.book, desk.words("managing_authority.name")
    found = np.logical_and.reduce([known.find(word) for word in words]) & book.managing_authority.live
    names = book.managing_authority.name
    rows = sorted(np.flatnonzero(found).tolist(), key=lambda row: names[row].casefold())[:FOUND]
    return [HomeLine(row, names[row], len(requests.open_at_home(book, row, on))) for row in rows]


def teams(desk: Desk, service: str = "") -> list[tuple[int, str]]:
    """Teams as (row, name), by name; those of one service when it is given."""
    table = desk.book.team
    rows = [row for row in range(len(table)) if table.live[row]]
    kept = [row for row in rows if not service or table.word("service", row) in ("", service)]
    return sorted(((row, table.name[row]) for row in kept), key=lambda pair: pair[1].casefold())


@dataclass(frozen=True)
class Next:
    """When a case is due next, and by which rule.

    Attributes:
        day: ``Fri 4 Dec``, or why it cannot be calculated.
        full: ``next 4 Dec 2026 (10 working days)``, or since when it is overdue.
        brief: the same within a line for a whole family, ``next 4 Dec``, ``agreed 3 months, 24 Feb``.
    """

    day: str
    full: str
    brief: str = ""


def next_due(desk: Desk, found: Clocks, case: int, group: str) -> Next | None:
    """The most pressing running clock of a case in a group of rules."""
    best, told = 2**31, None
    for at in found.of_case(case):
        rule = desk.timescales.by_id[found.rules[int(found.rule[at])]]
        due = int(found.due[at])
        if rule.group != group or found.stop[at] != NO_DAY:
            continue
        if due == NO_DAY:
            why = found.reason(int(at))
            told = told or Next(why, why, why)
        elif due < best:
            date = date_of(due)
            day = f"{date:%a} {date.day} {date:%b}"
            then = "overdue since" if due < desk.as_at else "next"
            full = f"{then} {date.day} {date:%b %Y} ({rule.length()})"
            best, told = due, Next(day, full, _brief(then, rule, f"{date.day} {date:%b}"))
    return told


def _brief(then: str, rule: Timescale, day: str) -> str:
    agreed = rule.id in AGREED_RULES and then == "next"
    return f"agreed {rule.length()}, {day}" if agreed else f"{then} {day}"


def unborn(desk: Desk, lines: Sequence[CaseLine], on: int) -> frozenset[int]:
    """The persons among some cases who are not born yet."""
    return frozenset(line.person for line in lines if cases.is_unborn(desk.book, line.person, on))


def next_after(desk: Desk, found: Clocks, case: int, kind: str) -> str:
    """What runs next of the rules that an event of a kind satisfies: ``next 4 May 2027``; empty for none."""
    best = 2**31
    for at in found.of_case(case):
        rule = desk.timescales.by_id[found.rules[int(found.rule[at])]]
        if kind in rule.satisfied_by and found.stop[at] == NO_DAY and found.due[at] != NO_DAY:
            best = min(best, int(found.due[at]))
    if best == 2**31:
        return ""
    date = date_of(best)
    return f"next by {date.day} {date:%b %Y}"
