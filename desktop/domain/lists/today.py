"""The Today page: what goes wrong next, and what waits for a decision, in at most fifteen rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain import kernel
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.lists import dols
from desktop.domain.lists.clockmap import clock_cells, in_state, most_pressing, rag_of, running_of
from desktop.domain.lists.columns import (
    NONE,
    OVERDUE,
    RAGS,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols_words import ENDING
from desktop.domain.lists.escalations import escalations
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_days, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.today_words import (
    ASSESSOR_BACK,
    BROUGHT,
    CHASE,
    CP_LAPSED,
    ESCALATE,
    FALLS_DUE,
    NOBODY,
    PLAN_PASSED,
    TRIAGE,
    URGENT_ENDS,
    Words,
)
from desktop.domain.lists.work import plan_ranks, unallocated_why
from desktop.errors import KnownError

MOST = 15
NEXT_SHARE = 10  # rows kept for what goes wrong next when both halves are full
_FRIDAY = 4  # datetime's weekday

COLUMNS = (
    Column("why", "Why now", width=41),
    Column("on", "Date", "day", 18, under="state"),
    Column("initials", "Initials", width=12, names=True, under="person"),
    Column("plan", "Plan", width=11, under="ref"),
    Column("worker", "Worker or cover", width=22, under="team"),
    Column("note", "Last note", width=40),
    Column("rule", "Clock", width=36, shown=False),
    Column("state", "State", "rag", 18, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
TITLES = {
    "overdue": "Overdue",
    "due_soon": "Due by Friday",
    "unallocated": "Unallocated",
    "no_date": "No date",
}
# The numbers above the page: another list, and one of its counts ("" for all of it).
STRIP = (
    ("due_soon", ""),
    ("overdue", ""),
    ("visits", "cp_never"),
    ("visits", "cp_20"),
    ("dols", "urgent"),
    ("dols", "gap"),
    ("dols", "back"),
    ("unallocated", ""),
    ("no_date", ""),
)
OWN = ("escalate", "plan_passed")  # counts of the page's own rows beside them


@dataclass
class _Found:
    """Candidates: per row a case, its clock, why it is here, the date that matters, half of the page."""

    case: Ints
    clock: Ints
    why: Ints
    on: Ints
    waits: Bools


def horizon(as_at: int) -> int:
    """The Friday that "by Friday" means: this week's until Thursday, from Friday on next week's."""
    ahead = (_FRIDAY - date_of(as_at).weekday()) % 7
    return as_at + (ahead or 7)


def days_ahead(as_at: int) -> int:
    """How many days "by Friday" looks ahead."""
    return horizon(as_at) - as_at


def base(desk: Desk, selection: Selection) -> Base:
    """Everything that could stand on the page; `limit` keeps the first of each half.

    Raises:
        KnownError: for an order other than the page's own.
    """
    if selection.order:
        raise KnownError("Today has one order only.")
    found = _joined(_goes_wrong(desk), _waits(desk))
    rank = _round_robin(found)
    rows, rag = Rows(desk, found.case), _rag(desk, found)
    words = Words(desk, found.case, found.clock, found.why, found.on)
    return Base(
        rows=rows,
        clock=found.clock,
        rag=rag,
        ids=found.case.astype(np.int64) * 1024 + np.where(found.waits, 1023, 0),
        columns=COLUMNS,
        cells={
            **who_cells(desk, rows),
            **clock_cells(desk, found.clock, rag),
            "why": Cells(words.why, lambda: np.arange(len(found.case), dtype=np.int32)),
            "on": day_cells(found.on),
        },
        chips=(
            Chip(
                "next",
                "Goes wrong next",
                ~found.waits,
                means="Falls due by Friday with nothing planned before.",
            ),
            Chip("waits", "Waits for a decision", found.waits, means="Nothing moves until somebody decides."),
            *_brought(desk, found),
        ),
        limit=lambda at: _limited(at, found.waits, rank),
        group=found.waits.astype(np.int32),
        headings=("What goes wrong next", "What waits for a decision"),
    )


def _brought(desk: Desk, found: _Found) -> tuple[Chip, ...]:
    raised = escalations(desk)
    return (
        Chip(
            "escalate",
            "For a manager",
            found.waits & (raised.needed | (raised.row >= 0))[found.case],
            OVERDUE,
            "Two visits in vain, or not seen within 20 working days: to be brought to a manager, or brought.",
        ),
        Chip(
            "plan_passed",
            "Planned, not recorded",
            found.waits & (desk.fact("plan_passed")[found.case] >= 0),
            UNKNOWN,
            "The day of a plan has gone by and nothing of its kind is recorded.",
        ),
    )


def _joined(first: _Found, second: _Found) -> _Found:
    names = ("case", "clock", "why", "on", "waits")
    return _Found(*(np.concatenate((getattr(first, name), getattr(second, name))) for name in names))


def _goes_wrong(desk: Desk) -> _Found:
    """What runs out by Friday and can still be prevented: each case once, by its worst clock."""
    urgent = _urgents(desk)
    clocks = _due_by_friday(desk, urgent.case)
    both = _joined(urgent, clocks)
    grave = np.isin(both.why, [URGENT_ENDS]) | np.isin(both.clock, _grave(desk))
    ranks = plan_ranks(desk, both.case)
    order = order_packed(pack((~grave, 1), (both.on, 16), (ranks, 4), (both.case, 21)))
    return _Found(both.case[order], both.clock[order], both.why[order], both.on[order], both.waits[order])


def _urgents(desk: Desk) -> _Found:
    """Urgents and authorisations that end, as the DoLS page has them: the open request where there is one."""
    found = dols.requests(desk)
    found = found.pick(np.flatnonzero((found.why == ENDING) & (found.ends <= horizon(desk.as_at))))
    size = len(found.case)
    clock = dols.clock_of(desk, found.case)
    return _Found(found.case, clock, np.full(size, URGENT_ENDS), found.ends, np.zeros(size, bool))


def _due_by_friday(desk: Desk, taken_cases: Ints) -> _Found:
    """The first clock of each case that falls due by Friday with nothing planned before that day."""
    clocks, at = desk.clocks, in_state(desk, kernel.IN_TIME, kernel.DUE_TODAY)
    groups = np.array([rule in desk.rules and desk.rules[rule].group != "dols" for rule in clocks.rules])
    at = at[groups[clocks.rule[at]] & (clocks.due[at] <= horizon(desk.as_at))]
    case = clocks.case[at]
    planned = fact_days(desk, "planned", "planned", "on", Rows(desk, case))()
    visit = np.array([rule in desk.rules and desk.rules[rule].group == "visit" for rule in clocks.rules])
    covered = visit[clocks.rule[at]] & (planned != NO_DAY) & (planned <= clocks.due[at])
    free = np.ones(len(desk.book.case), bool)
    free[taken_cases] = False
    at = at[~covered & free[case]]
    at = at[order_packed(pack((~np.isin(at, _grave(desk)), 1), (clocks.due[at], 18)))]
    _, first = np.unique(clocks.case[at], return_index=True)
    at = at[np.sort(first)]
    size = len(at)
    return _Found(clocks.case[at], at, np.full(size, FALLS_DUE), clocks.due[at], np.zeros(size, bool))


def _grave(desk: Desk) -> Ints:
    """Clocks whose running out the council must not let happen: CP at 20 working days."""
    at = running_of(desk, "cp_visit_20wd")
    made: Ints = at[at >= 0]
    return made


def _waits(desk: Desk) -> _Found:
    """What no date will settle: each case once, under the first reason that holds."""
    why = np.zeros(len(desk.book.case), np.int8)
    on = np.full(len(desk.book.case), NO_DAY, np.int32)
    for reason, mask, date in reversed(_decisions(desk)):
        why[mask], on[mask] = reason, date[mask]
    case = np.flatnonzero((why > 0) & desk.is_open).astype(np.int32)
    case = case[order_packed(pack((why[case], 4), (plan_ranks(desk, case), 4), (on[case], 18)))]
    clock = most_pressing(desk, desk.clocks.rules)[case]
    return _Found(case, clock, why[case].astype(np.int64), on[case], np.ones(len(case), bool))


def _decisions(desk: Desk) -> list[tuple[int, Bools, Ints]]:
    """Reasons in order of gravity, each with its cases and the date that it speaks of."""
    size = len(desk.book.case)
    flags, every = desk.flags, Rows(desk, np.arange(size))
    limit = running_of(desk, "cp_visit_20wd")
    lapsed = (limit >= 0) & (taken(desk.clocks.state, limit, -1) == kernel.OVERDUE)
    lapsed &= fact_days(desk, "planned", "planned", "on", every)() == NO_DAY
    raised = escalations(desk)
    brought = raised.row >= 0
    back, untriaged = np.zeros(size, bool), np.zeros(size, bool)
    back[flags.case] = flags.back_unsigned
    complete = np.full(size, NO_DAY, np.int32)
    complete[flags.case] = flags.assess_done
    request = desk.fact("request")
    open_request = np.zeros(size, bool)
    open_request[flags.case] = flags.open
    untriaged = open_request & (taken(desk.book.dols_request.priority, request, 0) == 0)
    adults = desk.book.case.kind == desk.book.case.code("kind", "dols")
    chase = fact_days(desk, "note", "chase", "chase_next_on", every)()
    received = desk.fact("started")
    return [
        (CP_LAPSED, lapsed & ~brought, taken(desk.clocks.due, limit)),
        (ESCALATE, raised.needed, raised.since),
        (BROUGHT, brought, taken(desk.book.escalation.on, raised.row)),
        (NOBODY, (unallocated_why(desk) > 0) & ~adults, received),
        (ASSESSOR_BACK, back, np.maximum(np.maximum(desk.fact("form3"), desk.fact("form4")), complete)),
        (TRIAGE, untriaged, received),
        (PLAN_PASSED, desk.fact("plan_passed") >= 0, taken(desk.book.planned.on, desk.fact("plan_passed"))),
        (CHASE, (chase != NO_DAY) & (chase <= desk.as_at), chase),
    ]


def _rag(desk: Desk, found: _Found) -> Ints:
    rag = rag_of(desk, found.clock)
    made: Ints = np.where((rag == NONE) & (found.why == CP_LAPSED), OVERDUE, rag).astype(np.int8)
    assert made.max(initial=0) < len(RAGS)
    return made


def _round_robin(found: _Found) -> Ints:
    """Per row its place among rows of the same reason, so that no reason crowds out another."""
    order = np.argsort(found.why, kind="stable")
    sizes = np.unique(found.why[order], return_counts=True)[1]
    place = np.empty(len(order), np.int32)
    place[order] = np.concatenate([np.arange(size) for size in sizes]) if len(sizes) else 0
    return place


def _limited(at: Ints, waits: Bools, rank: Ints) -> Ints:
    """At most `MOST` rows: each half gets its share, and what the other leaves free."""
    coming, waiting = at[~waits[at]], at[waits[at]]
    room = max(NEXT_SHARE, MOST - len(waiting))
    coming = coming[:room]
    fair = np.argsort(rank[waiting], kind="stable")[: MOST - len(coming)]
    return np.concatenate((coming, waiting[np.sort(fair)])).astype(np.int32)
