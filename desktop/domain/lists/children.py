"""A row per child and worker: every plan that the worker holds for the child, with all their clocks.

It is what a worker's page and supervision sheet are made of. A child whose plans two people hold has a
row under each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.domain import kernel
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.lists.clockmap import ClockWords, most_pressing, rag_of, rules_in
from desktop.domain.lists.columns import (
    DUE_SOON,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    count_of,
    day_cells,
    int_cells,
    order_packed,
    pack,
    text_ranks,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import PLAN_WORDS, Rows, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.work import plan_ranks

COLUMNS = (
    Column("state", "Most pressing", "rag", 20, under="rule"),
    Column("initials", "Initials", width=9, names=True, under="person"),
    Column("plans", "Plans", width=13),
    Column("visit", "Visit", width=17, under="seen"),
    Column("supervision", "Supervision", width=17, under="supervised"),
    Column("other", "Next of the others", width=30, under="other_rule"),
    Column("planned", "Planned", "day", 11),
    Column("actions", "Actions open", "int", 8, "right"),
    Column("worker", "Worker or cover", width=20, under="team"),
    Column("note", "Last note", width=30, shown=False),
    Column("rule", "Clock", width=30, shown=False),
    Column("due", "Due", "day", 11, shown=False),
    Column("visit_due", "Visit due", "day", 11, shown=False),
    Column("supervision_due", "Supervision due", "day", 11, shown=False),
    Column("seen", "Last seen", "day", 11, shown=False),
    Column("supervised", "Last supervision", "day", 11, shown=False),
    Column("other_rule", "Other clock", width=30, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("plan", "Strictest plan", width=11, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
HEADINGS = ("Overdue", "Due by {until}", "Cannot be calculated", "Later", "No clock runs")


@dataclass
class Children:
    """The pairs of child and worker.

    Attributes:
        member, member_row: every open case of a child, and the row that it belongs to.
        case: per row the strictest plan.
        clock, visit, supervision, other: per row the most pressing clock, of all and of each sort; -1.
        late: per row how many clocks are overdue.
        unknown: per row how many cannot be calculated.
        next_due: per row the first day on which a clock in time falls due.
        group: per row the index in `HEADINGS`.
    """

    member: Ints
    member_row: Ints
    case: Ints
    clock: Ints
    visit: Ints
    supervision: Ints
    other: Ints
    late: Ints
    unknown: Ints
    next_due: Ints
    group: Ints

    def __len__(self) -> int:
        return len(self.case)

    def any_of(self, mask: Bools) -> Bools:
        """Per row whether any of its cases is in a mask over the case table."""
        made = np.zeros(len(self), bool)
        made[self.member_row[mask[self.member]]] = True
        return made

    def latest(self, days: Ints) -> Ints:
        """Per row the latest of its cases' days (a column over the case table)."""
        made = np.full(len(self), NO_DAY, np.int32)
        np.maximum.at(made, self.member_row, days[self.member])
        return made


def base(desk: Desk, selection: Selection) -> Base:
    """What is overdue, then what falls due within the selection's days, then the rest; each by date."""
    found = _children(desk, desk.as_at + selection.days)
    rows, rag = Rows(desk, found.case), rag_of(desk, found.clock)
    person = rows.person.astype(np.int64)
    until = short(desk.as_at + selection.days)
    return Base(
        rows=rows,
        clock=found.clock,
        rag=rag,
        ids=(person << 20) | (rows.holder + 1),
        columns=COLUMNS,
        cells={**who_cells(desk, rows), **_cells(desk, found, rag)},
        chips=_chips(desk, found),
        group=found.group,
        headings=tuple(words.replace("{until}", until) for words in HEADINGS),
        has=found.any_of,
        clocks={"visit": found.visit, "supervision": found.supervision, "other": found.other},
    )


def _children(desk: Desk, until: int) -> Children:
    member = np.flatnonzero(_is_childs(desk)).astype(np.int32)
    pair = desk.book.case.person[member].astype(np.int64) << 20
    pair |= desk.fact("worker")[member] + 1
    member_row = np.unique(pair, return_inverse=True)[1].reshape(-1).astype(np.int32)
    size = int(member_row.max(initial=-1)) + 1
    lead = np.full(size, -1, np.int32)
    by_rank = order_packed(pack((plan_ranks(desk, member), 4)))[::-1]  # the strictest is written last
    lead[member_row[by_rank]] = member[by_rank]
    clocks = {name: _strongest(desk, member, member_row, size, rules) for name, rules in _sorts(desk).items()}
    late, unknown = np.zeros(size, np.int32), np.zeros(size, np.int32)
    next_due = np.full(size, 2**31 - 1, np.int32)
    row_of = np.full(len(desk.book.case), -1, np.int32)
    row_of[member] = member_row
    state, row = desk.clocks.state, row_of[desk.clocks.case]
    np.add.at(late, row[(state == kernel.OVERDUE) & (row >= 0)], 1)
    np.add.at(unknown, row[(state == kernel.UNKNOWN) & (row >= 0)], 1)
    soon = ((state == kernel.IN_TIME) | (state == kernel.DUE_TODAY)) & (row >= 0)
    np.minimum.at(next_due, row[soon], desk.clocks.due[soon])
    every = clocks.pop("clock")
    group = np.select([every < 0, late > 0, next_due <= until, unknown > 0], [4, 0, 1, 2], 3)
    due = taken(desk.clocks.due, every)
    key = pack((group, 3), (np.where(late > 0, due, np.minimum(next_due, 2**18 - 2)), 18), (lead, 21))
    order = order_packed(key)
    place = np.empty(size, np.int32)
    place[order] = np.arange(size, dtype=np.int32)
    ordered = {name: column[order] for name, column in clocks.items()}
    return Children(
        member,
        place[member_row],
        lead[order],
        every[order],
        late=late[order],
        unknown=unknown[order],
        next_due=next_due[order],
        group=group[order].astype(np.int32),
        **ordered,
    )


def _is_childs(desk: Desk) -> Bools:
    case = desk.book.case
    made: Bools = desk.is_open & (case.kind != case.code("kind", "dols")) & (case.person >= 0)
    return made


def _sorts(desk: Desk) -> dict[str, list[str]]:
    """The rules of each column; the second limit of a protection plan presses no earlier than the first."""
    visits = [rule for rule in rules_in(desk, "visit") if rule != "cp_visit_20wd"]
    supervision = rules_in(desk, "supervision")
    taken_up = {*visits, *supervision, "cp_visit_20wd"}
    other = [
        rule
        for rule in desk.clocks.rules
        if rule not in taken_up and rule in desk.rules and desk.rules[rule].group != "dols"
    ]
    return {
        "clock": [*visits, *supervision, *other, "cp_visit_20wd"],
        "visit": visits,
        "supervision": supervision,
        "other": other,
    }


def _strongest(desk: Desk, member: Ints, row: Ints, size: int, rules: list[str]) -> Ints:
    """Per row the most pressing of its cases' clocks of some rules: overdue, then soonest due; -1."""
    clock = most_pressing(desk, rules)[member]
    rank = np.array([1, 2, 2, 0, 3, 3], np.int32)[taken(desk.clocks.state, clock, 5)]
    key = pack((rank, 2), (taken(desk.clocks.due, clock), 18))
    found = np.full(size, -1, np.int32)
    last_first = order_packed(key)[::-1]
    found[row[last_first]] = clock[last_first]
    return found


def _cells(desk: Desk, found: Children, rag: Ints) -> dict[str, Cells]:
    say, clocks, event = ClockWords(desk), desk.clocks, desk.book.event

    def words(clock: Ints) -> Cells:
        own = rag_of(desk, clock)
        return Cells(
            lambda at: [_brief(say, int(own[row]), int(clock[row]), clocks.due) for row in at.tolist()],
            lambda: taken(clocks.due, clock),
        )

    def rule(clock: Ints) -> Cells:
        made = _each(lambda row: say.rule(int(clock[row])))
        return Cells(made, lambda: text_ranks(made(np.arange(len(clock)))))

    plans = _each(lambda row: _plan_words(desk, found, row))
    return {
        "state": Cells(
            _each(lambda row: say.state(int(rag[row]), int(found.clock[row]))),
            lambda: np.arange(len(found), dtype=np.int32),
        ),
        "rule": rule(found.clock),
        "due": day_cells(lambda: taken(clocks.due, found.clock)),
        "plans": Cells(plans, lambda: text_ranks(plans(np.arange(len(found))))),
        "visit": words(found.visit),
        "visit_due": day_cells(lambda: taken(clocks.due, found.visit)),
        "seen": day_cells(lambda: found.latest(taken(event.on, desk.fact("seen")))),
        "supervision": words(found.supervision),
        "supervision_due": day_cells(lambda: taken(clocks.due, found.supervision)),
        "supervised": day_cells(lambda: found.latest(taken(event.on, desk.fact("supervision")))),
        "other": words(found.other),
        "other_rule": rule(found.other),
        "planned": day_cells(lambda: _next_planned(desk, found)),
        "actions": int_cells(_blank_zero(open_actions(desk)[desk.book.case.person[found.case]])),
    }


def _each(say: Callable[[int], str]) -> Callable[[Ints], list[str]]:
    return lambda at: [say(row) for row in at.tolist()]


def _brief(say: ClockWords, rag: int, clock: int, due: Ints) -> str:
    """A clock in few words: its state where it presses, else its date."""
    if clock < 0:
        return ""
    if rag in (OVERDUE, UNKNOWN):
        return say.state(rag, clock)
    day = date_of(int(due[clock]))
    return f"Due {day:%a} {day.day} {day:%b}"


def _plan_words(desk: Desk, found: Children, row: int) -> str:
    cases = found.member[found.member_row == row]
    cases = cases[np.argsort(plan_ranks(desk, cases), kind="stable")]
    return ", ".join(dict.fromkeys(PLAN_WORDS[int(kind)] for kind in desk.book.case.kind[cases]))


def _next_planned(desk: Desk, found: Children) -> Ints:
    """Per row the first day on which anything is planned for the child."""
    table = desk.book.planned
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on >= desk.as_at))
    day = np.full(len(desk.book.case), 2**31 - 1, np.int64)
    np.minimum.at(day, table.case[rows], table.on[rows])
    made = np.full(len(found), 2**31 - 1, np.int64)
    np.minimum.at(made, found.member_row, day[found.member])
    return np.where(made == 2**31 - 1, NO_DAY, made).astype(np.int32)


def open_actions(desk: Desk) -> Ints:
    """Per person how many actions agreed about them are not done yet."""

    def make() -> Ints:
        table, as_at = desk.book.action, desk.as_at
        on = known(table, desk.known_at) & (table.case >= 0) & (table.raised_on <= as_at)
        rows = np.flatnonzero(on & ((table.done_on == NO_DAY) | (table.done_on > as_at)))
        person = desk.book.case.person[table.case[rows]]
        return np.bincount(person[person >= 0], minlength=len(desk.book.person)).astype(np.int32)

    made: Ints = desk.memo("open actions", make)
    return made


def _blank_zero(numbers: Ints) -> Ints:
    made: Ints = np.where(numbers > 0, numbers, NO_DAY).astype(np.int32)
    return made


def _chips(desk: Desk, found: Children) -> tuple[Chip, ...]:
    state = desk.clocks.state

    def is_late(clock: Ints) -> Bools:
        late: Bools = taken(state, clock, -1) == kernel.OVERDUE
        return late

    def recorded(fact: str) -> Bools:
        return found.any_of(desk.fact(fact) >= 0)

    supervised = found.supervision >= 0
    kind = desk.book.case.kind
    codes = desk.book.case.shape.field("kind").codes
    there = [code for code in (2, 3, 4, 5) if (kind[found.member] == code).any()]
    return (
        Chip("overdue", "Overdue", found.late > 0, OVERDUE, "Children with at least one clock overdue."),
        Chip(
            "visit_overdue",
            "Visit overdue",
            is_late(found.visit),
            OVERDUE,
            "Children whose visit clock in force is overdue.",
        ),
        Chip(
            "supervision_overdue",
            "Supervision overdue",
            is_late(found.supervision),
            OVERDUE,
            "Children whose case supervision is overdue.",
        ),
        Chip(
            "due_soon",
            "Due in {days}",
            lambda chosen: found.next_due <= chosen.as_at + chosen.days,
            DUE_SOON,
            "Children with a clock that falls due within that time.",
        ),
        Chip(
            "no_supervision",
            "No supervision recorded",
            supervised & ~recorded("supervision"),
            UNKNOWN,
            "No supervision of the child under these plans is on record.",
        ),
        Chip(
            "no_date",
            "No date",
            found.unknown > 0,
            UNKNOWN,
            "Children with a clock that cannot be calculated.",
        ),
        Chip(
            "actions",
            "With actions open",
            open_actions(desk)[desk.book.case.person[found.case]] > 0,
            DUE_SOON,
            "An action agreed about the child is not done yet.",
        ),
        *(Chip(codes[code], PLAN_WORDS[code], found.any_of(kind == code)) for code in there),
    )


def caption(count: int) -> str:
    """``1 child``, ``14 children``."""
    return count_of(count, "child", "children")
