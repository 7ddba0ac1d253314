"""Lists of clocks (overdue, due soon, no date) and of cases (a queue, unallocated), across all kinds."""

from __future__ import annotations

import numpy as np

from desktop.domain import kernel
from desktop.domain.days import NO_DAY
from desktop.domain.lists.clockmap import (
    clock_cells,
    clock_ids,
    how_many,
    in_state,
    most_pressing,
    next_due,
    rag_of,
    running_of,
)
from desktop.domain.lists.columns import (
    DUE_SOON,
    OVERDUE,
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
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import PLAN_RANKS, PLAN_WORDS, Rows, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.staff import staff

CLOCK_LISTS = frozenset({"overdue", "due_soon", "no_date"})  # a row is a clock; elsewhere it is a case

_WHO = (
    Column("initials", "Initials", width=7, names=True),
    Column("person", "Person ID", width=10),
    Column("plan", "Plan", width=10),
)
_WHERE = (
    Column("worker", "Worker or cover", width=22),
    Column("team", "Team", width=18),
    Column("note", "Last note", width=40),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
_CLOCK = (
    Column("state", "State", "rag", 14),
    *_WHO,
    Column("rule", "Clock", width=35),
    Column("due", "Due", "day", 11),
    *_WHERE,
    Column("elapsed", "Elapsed", width=16, align="right"),
    Column("start", "From", "day", 11),
)
_NO_DATE = (
    *_WHO,
    Column("rule", "Clock", width=35),
    Column("needs", "What it needs", width=40),
    *_WHERE,
    Column("state", "State", "rag", 20, shown=False),
)
_QUEUE = (
    Column("state", "State", "rag", 20),
    *_WHO,
    Column("rule", "Most pressing clock", width=35),
    Column("due", "Due", "day", 11),
    Column("elapsed", "Elapsed", width=16, align="right"),
    Column("overdue", "Clocks overdue", "int", 8, "right"),
    *_WHERE,
    Column("start", "From", "day", 11, shown=False),
)
_UNALLOCATED = (
    Column("why", "Why", width=20),
    *_WHO,
    Column("since", "Case began", "day", 11),
    Column("state", "State", "rag", 14),
    Column("rule", "Most pressing clock", width=35),
    Column("due", "Due", "day", 11),
    *_WHERE,
)


def overdue(desk: Desk, selection: Selection) -> Base:
    """Every clock that has run out, longest first within its plan."""
    return _clocks(desk, in_state(desk, kernel.OVERDUE), _CLOCK)


def due_soon(desk: Desk, selection: Selection) -> Base:
    """Every clock in time or due today; the selection says how many days ahead."""
    base = _clocks(desk, in_state(desk, kernel.IN_TIME, kernel.DUE_TODAY), _CLOCK)
    due = desk.clocks.due[base.clock]
    base.narrow = lambda chosen: due <= chosen.as_at + chosen.days
    return base


def no_date(desk: Desk, selection: Selection) -> Base:
    """Every clock that cannot be calculated, with what it needs."""
    return _clocks(desk, in_state(desk, kernel.UNKNOWN), _NO_DATE)


def _clocks(desk: Desk, clock: Ints, columns: tuple[Column, ...]) -> Base:
    clocks = desk.clocks
    case = clocks.case[clock]
    clock = clock[order_packed(pack((plan_ranks(desk, case), 4), (clocks.due[clock], 16), (case, 21)))]
    rows, rag = Rows(desk, clocks.case[clock]), rag_of(desk, clock)
    return Base(
        rows=rows,
        clock=clock,
        rag=rag,
        ids=clock_ids(desk, clock),
        columns=columns,
        cells={**who_cells(desk, rows), **clock_cells(desk, clock, rag)},
        chips=_plan_chips(desk, rows),
    )


def queue(desk: Desk, selection: Selection) -> Base:
    """Every open case with its most pressing clock (the rule's own clock when a rule is chosen)."""
    case = np.flatnonzero(to_be_worked(desk)).astype(np.int32)
    pressing = running_of(desk, selection.rule) if selection.rule else most_pressing(desk, desk.clocks.rules)
    clock = pressing[case]
    due = taken(desk.clocks.due, clock)
    order = order_packed(pack((clock < 0, 1), (due, 18), (plan_ranks(desk, case), 4)))
    case, clock = case[order], clock[order]
    rows, rag, late = Rows(desk, case), rag_of(desk, clock), how_many(desk, kernel.OVERDUE)[case]
    soonest = next_due(desk)[case]
    return Base(
        rows=rows,
        clock=clock,
        rag=rag,
        ids=case.astype(np.int64) * 1024,
        columns=_QUEUE,
        cells={**who_cells(desk, rows), **clock_cells(desk, clock, rag), "overdue": _number_cells(late)},
        chips=(
            Chip("overdue", "Overdue", late > 0, OVERDUE, "Cases with at least one clock overdue."),
            Chip(
                "due_soon",
                "Due in {days}",
                lambda chosen: soonest <= chosen.as_at + chosen.days,
                DUE_SOON,
                "Cases with a clock that falls due within that time.",
            ),
            Chip(
                "no_date",
                "No date",
                how_many(desk, kernel.UNKNOWN)[case] > 0,
                UNKNOWN,
                "Cases with a clock that cannot be calculated.",
            ),
            *_plan_chips(desk, rows),
        ),
    )


def to_be_worked(desk: Desk) -> Bools:
    """Open cases that somebody has to work on: an authorisation in force is open, but not work."""

    def make() -> Bools:
        mask: Bools = desk.is_open & (desk.book.case.kind != desk.book.case.code("kind", "dols"))
        waits = desk.flags.case[desk.flags.open]
        mask[waits] = desk.is_open[waits]
        return mask

    made: Bools = desk.memo("to be worked", make)
    return made


def _number_cells(numbers: Ints) -> Cells:
    return Cells(
        lambda at: [str(n) if n else "" for n in numbers[at].tolist()],
        lambda: np.where(numbers > 0, numbers, NO_DAY).astype(np.int32),
    )


def plan_ranks(desk: Desk, case: Ints) -> Ints:
    """In which order plans stand in a mixed list; see `rows.PLAN_RANKS`."""
    ranks: Ints = np.array(PLAN_RANKS, np.int32)[desk.book.case.kind[case]]
    return ranks


def _plan_chips(desk: Desk, rows: Rows) -> tuple[Chip, ...]:
    """One count for each kind of plan that occurs."""
    kind = desk.book.case.kind[rows.case]
    codes = desk.book.case.shape.field("kind").codes
    there = sorted(set(kind.tolist()), key=lambda code: PLAN_RANKS[code])
    return tuple(Chip(codes[code], PLAN_WORDS[code], kind == code) for code in there if code)


def unallocated(desk: Desk, selection: Selection) -> Base:
    """Open cases that nobody has: no worker, a name that matches nobody, a worker who left, no BIA."""
    why = unallocated_why(desk)
    case = np.flatnonzero(why > 0).astype(np.int32)
    clock = most_pressing(desk, desk.clocks.rules)[case]
    since = desk.fact("started")[case]
    order = order_packed(pack((plan_ranks(desk, case), 4), (since, 18)))
    case, clock, since = case[order], clock[order], since[order]
    rows, rag, why = Rows(desk, case), rag_of(desk, clock), why[case]
    return Base(
        rows=rows,
        clock=clock,
        rag=rag,
        ids=case.astype(np.int64) * 1024,
        columns=_UNALLOCATED,
        cells={
            **who_cells(desk, rows),
            **clock_cells(desk, clock, rag),
            "why": Cells(
                lambda at: [_WHY[reason] for reason in why[at].tolist()], lambda: why.astype(np.int32)
            ),
            "since": day_cells(since),
        },
        chips=(
            *_plan_chips(desk, rows),
            Chip(
                "named", "Name not matched", why == _NAMED, UNKNOWN, "A name is there that matches no worker."
            ),
            Chip("left", "Worker left", why == _LEFT, OVERDUE, "The worker on record has left."),
        ),
    )


_NOBODY, _NO_BIA, _NAMED, _LEFT = 1, 2, 3, 4
_WHY = ("", "No worker", "No BIA", "Name not matched to a worker", "Worker has left")


def unallocated_why(desk: Desk) -> Ints:
    """Per case, why nobody has it: 0 when somebody has, else an index in the words of the list."""

    def make() -> Ints:
        book, held, holder = desk.book, desk.fact("holder"), desk.fact("worker")
        nobody = np.select(
            [(held >= 0) & (holder < 0), held < 0, taken(staff(desk).left.astype(np.int8), holder, 0) == 1],
            [_NAMED, _NOBODY, _LEFT],
            0,
        )
        dols = book.case.kind == book.case.code("kind", "dols")
        waits = np.zeros(len(book.case), bool)
        flags = desk.flags
        waits[flags.case] = flags.open & (flags.assess_done == NO_DAY)
        bia = desk.fact("bia")
        waits &= desk.fact("form3") < np.maximum(taken(book.allocation.on, bia), NO_DAY + 1)
        nobody = np.where(dols, np.where(waits, np.where(bia < 0, _NO_BIA, nobody), 0), nobody)
        goes_on = desk.is_open & (desk.fact("ended") != desk.as_at)  # closed today, nobody need take it
        return np.where(goes_on, nobody, 0).astype(np.int8)

    made: Ints = desk.memo("unallocated", make)
    return made
