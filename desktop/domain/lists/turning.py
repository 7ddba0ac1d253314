"""What turns overdue by the end of next week if nothing happens, less what is planned in time.

A plan holds when it falls on or before the last day in time and whoever is to carry it out is not away
that day. A plan that is too late, or falls into leave, saves nothing: its row stays and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from desktop.domain import kernel
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.lists.clockmap import clock_cells, clock_ids, rag_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    OVERDUE,
    Bools,
    Cells,
    Column,
    Ints,
    count_of,
    day_cells,
    pack,
    text_ranks,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.leave import Leave, calendar_of, holidays_between, leave, leave_between
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.work import plan_ranks

COLUMNS = (
    Column("state", "Turns overdue", "rag", 20, under="left"),
    Column("initials", "Initials", width=9, names=True, under="person"),
    Column("plan", "Plan", width=8),
    Column("rule", "Clock", width=29, under="due"),
    Column("chance", "Last chance", "day", 14),
    Column("planned", "Planned", width=33, under="leave"),
    Column("worker", "Worker or cover", width=20, under="team"),
    Column("note", "Last note", width=30, shown=False),
    Column("turns", "Turns overdue on", "day", 11, shown=False),
    Column("left", "Working days left", width=18, shown=False),
    Column("due", "Last day in time", "day", 11, shown=False),
    Column("leave", "Leave and holidays until then", width=40, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("elapsed", "Elapsed", width=16, align="right", shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
_KINDS = ("visit", "supervision", "review")  # of plans, by which a clock's own sort of plan is looked up
_PLAN_OF_GROUP = {"visit": 0, "supervision": 1}
_FAR = 2**31 - 1


@dataclass
class Turning:
    """The clocks that turn; one entry per row.

    Attributes:
        clock: index in the desk's clocks.
        due: its last day in time.
        turns: the first day on which it is overdue.
        group: index in `_KINDS`.
        plan: row of the table ``planned`` that is to satisfy it, -1 for none.
        rows: whose they are.
        leave: who is away until the last of these days.
    """

    clock: Ints
    due: Ints
    turns: Ints
    group: Ints
    plan: Ints
    rows: Rows
    leave: Leave

    @cached_property
    def chance(self) -> Ints:
        """The last working day in time on which the worker is there, `NO_DAY` for none."""
        return self.leave.last_chance(self.rows.holder, self.due)

    @cached_property
    def away(self) -> Bools:
        """Whether the worker is away on every working day that is left."""
        nobody = np.full(len(self.due), -1)
        made: Bools = (self.chance == NO_DAY) & (self.leave.last_chance(nobody, self.due) != NO_DAY)
        return made


def week_ends(as_at: int) -> tuple[int, int]:
    """The Sundays that end this week and the next."""
    sunday = as_at + 6 - date_of(as_at).weekday()
    return sunday, sunday + 7


def turns_on(desk: Desk, clock: Ints) -> Ints:
    """The first day on which each clock is overdue if nothing satisfies it.

    A clock of working days turns on the working day after its last one in time, any other on the day
    after.
    """
    clocks, rules, calendar = desk.clocks, desk.rules, calendar_of(desk)
    counted = np.array([rule in rules and rules[rule].in_working_days for rule in clocks.rules], bool)
    due = clocks.due[clock]
    made: Ints = np.where(counted[clocks.rule[clock]], calendar.add_working(due, 1), due + 1)
    return made.astype(np.int32)


def base(desk: Desk, selection: Selection) -> Base:
    """The list in its own order: by the day that each turns, children on protection plans first."""
    found = _turning(desk)
    rows, rag = found.rows, rag_of(desk, found.clock)
    return Base(
        rows=rows,
        clock=found.clock,
        rag=rag,
        ids=clock_ids(desk, found.clock),
        columns=COLUMNS,
        cells={
            **who_cells(desk, rows),
            **clock_cells(desk, found.clock, rag),
            **_cells(desk, found, rows),
        },
        chips=_chips(desk, found, rows),
    )


def _turning(desk: Desk) -> Turning:
    sunday = week_ends(desk.as_at)[1]
    found = desk.rows_in_order("turning", lambda cases: _near(desk, desk.running(cases), sunday))
    clock, group, turns = found["clock"], found["group"], found["turns"]
    stretch = leave(desk, sunday - desk.as_at + 1)
    held, plan = _plans(desk, stretch, clock, group)
    if held.any():
        clock, group, turns, plan = (column[~held] for column in (clock, group, turns, plan))
    rows = Rows(desk, desk.clocks.case[clock])
    return Turning(clock, desk.clocks.due[clock], turns, group, plan, rows, stretch)


def _near(desk: Desk, clock: Ints, last: int) -> dict[str, Ints]:
    """Those of some running clocks of children that are in time and turn up to a day."""
    clocks = desk.clocks
    state = clocks.state[clock]
    # Most clocks run further: what is cheapest to ask is asked of all, the rest of the few.
    near = ((state == kernel.IN_TIME) | (state == kernel.DUE_TODAY)) & (clocks.due[clock] < last)
    clock = clock[near]
    group = _groups(desk)[clocks.rule[clock]]
    clock, group = clock[group >= 0], group[group >= 0]
    turns = turns_on(desk, clock)
    within = turns <= last
    clock, group, turns = clock[within], group[within], turns[within]
    case = clocks.case[clock]
    key = pack((turns, 16), (plan_ranks(desk, case), 4), (case, 21), (clocks.rule[clock], 10))
    return {"key": key, "case": case, "clock": clock, "group": group, "turns": turns}


def _groups(desk: Desk) -> Ints:
    """Per rule the sort of plan that can satisfy it, -1 for a rule that is not of the children's side."""
    rules = desk.rules
    kinds = [
        _PLAN_OF_GROUP.get(rules[rule].group, 2) if rule in rules and rules[rule].group != "dols" else -1
        for rule in desk.clocks.rules
    ]
    return np.array(kinds, np.int8)


def _plans(desk: Desk, stretch: Leave, clock: Ints, group: Ints) -> tuple[Bools, Ints]:
    """Which clocks have a plan that holds; and the first plan to come of each, holding or not."""
    table, cases = desk.book.planned, len(desk.book.case)
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on >= desk.as_at))
    rows = rows[np.argsort(-table.on[rows], kind="stable")]  # the earliest is written last
    case, on = table.case[rows], table.on[rows]
    if not len(rows):
        return np.zeros(len(clock), bool), np.full(len(clock), -1, np.int32)
    kind = np.clip(table.kind[rows] - table.code("kind", "visit"), 0, len(_KINDS) - 1)
    goes = np.where(table.worker[rows] >= 0, table.worker[rows], desk.fact("worker")[case])
    holds = ~stretch.is_away(goes, on)
    first = np.full((len(_KINDS), cases), -1, np.int32)
    day = np.full((len(_KINDS), cases), _FAR, np.int64)
    first[kind, case] = rows
    day[kind[holds], case[holds]] = on[holds]
    of = desk.clocks.case[clock]
    return day[group, of] <= desk.clocks.due[clock], first[group, of]


def _cells(desk: Desk, found: Turning, rows: Rows) -> dict[str, Cells]:
    due = desk.clocks.due[found.clock]
    planned = _each(lambda row: _plan_words(desk, found, row, int(due[row])))
    everyone = np.arange(len(due))
    away = _each(lambda row: _leave_words(desk, int(rows.holder[row]), int(due[row])))
    return {
        "state": Cells(lambda at: [_turn_words(int(day)) for day in found.turns[at]], lambda: found.turns),
        "turns": day_cells(found.turns),
        "left": Cells(_each(lambda row: _left_words(desk, int(due[row]))), lambda: due),
        "chance": Cells(
            _each(lambda row: _chance_words(int(found.chance[row]), bool(found.away[row]))),
            lambda: found.chance,
        ),
        "planned": Cells(planned, lambda: text_ranks(planned(everyone))),
        "leave": Cells(away, lambda: text_ranks(away(everyone))),
    }


def _each(say: Callable[[int], str]) -> Callable[[Ints], list[str]]:
    return lambda at: [say(row) for row in at.tolist()]


def _turn_words(day: int) -> str:
    return f"Turns {date_of(day):%a} {date_of(day).day} {date_of(day):%b}"


def _chance_words(chance: int, away: bool) -> str:
    """The last working day for it, or why there is none."""
    return short(chance) or ("none: away" if away else "no working day")


def _left_words(desk: Desk, due: int) -> str:
    """Working days on which something can still be done, today's included."""
    calendar = calendar_of(desk)
    left = calendar.working_between(desk.as_at, due) + int(calendar.is_working(desk.as_at))
    return f"{count_of(left, 'working day')} left"


def _leave_words(desk: Desk, worker: int, due: int) -> str:
    said = (leave_between(desk, worker, desk.as_at, due), holidays_between(desk, desk.as_at, due))
    return "; ".join(words for words in said if words)


def _plan_words(desk: Desk, found: Turning, row: int, due: int) -> str:
    """What is planned and why it does not help."""
    plan, table = int(found.plan[row]), desk.book.planned
    if plan < 0:
        return "Nothing planned"
    on, kind = int(table.on[plan]), table.word("kind", plan).capitalize() or "Visit"
    if on > due:
        return f"{kind} planned {short(on)}, too late"
    worker = int(table.worker[plan])
    who = worker if worker >= 0 else int(desk.fact("worker")[desk.clocks.case[found.clock[row]]])
    name = desk.book.worker.name[who] if who >= 0 else "the worker"
    return f"{kind} planned {short(on)}, but {name} is away"


def _chips(desk: Desk, found: Turning, rows: Rows) -> tuple[Chip, ...]:
    this_week, _ = week_ends(desk.as_at)
    sorts = {
        "visits": (0, "Visits", "Visit clocks only."),
        "supervision": (1, "Supervision", "Supervision clocks only."),
        "other": (2, "Reviews and others", "Every other clock of a child."),
    }
    kind = desk.book.case.kind[rows.case]
    return (
        Chip(
            "this_week",
            "Rest of this week",
            found.turns <= this_week,
            OVERDUE,
            "Turns overdue by Sunday if nothing happens.",
        ),
        Chip(
            "next_week",
            "Next week",
            found.turns > this_week,
            DUE_SOON,
            "Turns overdue from Monday to Sunday of next week if nothing happens.",
        ),
        *(Chip(key, title, found.group == at, DUE_SOON, means) for key, (at, title, means) in sorts.items()),
        Chip("cp", "CP", kind == desk.book.case.code("kind", "cp"), means="Children on a protection plan."),
        Chip(
            "away",
            "Worker away until then",
            lambda _: found.away,
            OVERDUE,
            "Working days are left, but the worker is away on each of them.",
        ),
        Chip(
            "plan_fails",
            "Plan does not save it",
            found.plan >= 0,
            DUE_SOON,
            "Something is planned, but too late or while whoever goes is away.",
        ),
    )
