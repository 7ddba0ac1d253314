"""The Supervision page: every child or young person with a supervision clock, grouped by worker."""

from __future__ import annotations

import numpy as np

from desktop.domain.lists.clockmap import clock_cells, most_pressing, rag_of, rules_in
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    OVERDUE,
    UNKNOWN,
    URGENCY,
    Bools,
    Column,
    Ints,
    day_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import PLAN_WORDS, Rows, fact_days, who_cells, worker_words
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.work import plan_ranks

COLUMNS = (
    Column("state", "State", "rag", 20),
    Column("initials", "Initials", width=8, names=True),
    Column("person", "Person ID", width=10),
    Column("plan", "Plan", width=11),
    Column("last", "Last supervision", "day", 16),
    Column("elapsed", "Elapsed", width=14, align="right"),
    Column("due", "Due", "day", 11),
    Column("planned", "Planned", "day", 11),
    Column("team", "Team", width=18),
    Column("note", "Last note", width=40),
    Column("worker", "Worker or cover", width=24, shown=False),
    Column("rule", "Clock", width=30, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)


def base(desk: Desk, selection: Selection) -> Base:
    """The page in its own order: the worker with the most overdue child on a plan first."""
    pressing = most_pressing(desk, rules_in(desk, "supervision"))
    case = np.flatnonzero(pressing >= 0).astype(np.int32)
    rows, clock = Rows(desk, case), pressing[case]
    group, headings = _groups(desk, rows, clock)
    order = _order(desk, rows, clock, group)
    rows, clock, group = Rows(desk, case[order]), clock[order], group[order]
    rag = rag_of(desk, clock)
    last = fact_days(desk, "event", "supervision", "on", rows)
    planned = fact_days(desk, "planned", "planned_supervision", "on", rows)
    return Base(
        rows=rows,
        clock=clock,
        rag=rag,
        ids=rows.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells={
            **who_cells(desk, rows),
            **clock_cells(desk, clock, rag),
            "last": day_cells(last),
            "planned": day_cells(planned),
        },
        chips=_chips(desk, rows, clock, rag),
        group=group,
        headings=headings,
    )


def _groups(desk: Desk, rows: Rows, clock: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Group number per row and the headings: by the most overdue CP case, then by the most overdue."""
    slots = len(desk.book.worker) + 1  # the last one is nobody
    late = desk.clocks.overdue_by[clock]
    cp = desk.book.case.kind[rows.case] == desk.book.case.code("kind", "cp")
    worst, worst_cp = np.zeros(slots, np.int32), np.zeros(slots, np.int32)
    np.maximum.at(worst, rows.holder, late)
    np.maximum.at(worst_cp, rows.holder, np.where(cp, late, 0))
    names = np.append(desk.words("worker").ranks, -1)
    there = np.unique(rows.holder)
    order = np.lexsort((names[there], -worst[there], -worst_cp[there]))
    number = np.zeros(slots, np.int32)
    number[there[order]] = np.arange(len(there))
    return number[rows.holder], tuple(_heading(desk, int(holder)) for holder in there[order])


def _heading(desk: Desk, holder: int) -> str:
    return worker_words(desk, -1, holder) if holder >= 0 else "Not allocated"


def _order(desk: Desk, rows: Rows, clock: Ints, group: Ints) -> Ints:
    urgency = URGENCY.max() - URGENCY[rag_of(desk, clock)]
    due = taken(desk.clocks.due, clock)
    return order_packed(pack((group, 14), (urgency, 3), (plan_ranks(desk, rows.case), 4), (due, 16)))


def _chips(desk: Desk, rows: Rows, clock: Ints, rag: Ints) -> tuple[Chip, ...]:
    late: Bools = rag == OVERDUE
    kind = desk.book.case.kind[rows.case]
    codes = desk.book.case.shape.field("kind").codes
    by_kind = [
        Chip(
            f"{codes[code]}_overdue",
            f"{PLAN_WORDS[code]} overdue",
            late & (kind == code),
            OVERDUE,
            f"{PLAN_WORDS[code]} cases whose supervision is overdue.",
        )
        for code in (2, 3, 4, 5)
    ]
    in_time = desk.clocks.state[clock]
    due = desk.clocks.due[clock]
    return (
        Chip("overdue", "Overdue", late, OVERDUE, "Cases whose supervision is overdue."),
        *by_kind,
        Chip(
            "due_soon",
            "Due in {days}",
            lambda chosen: ((in_time == 1) | (in_time == 2)) & (due <= chosen.as_at + chosen.days),
            DUE_TODAY if (rag == DUE_TODAY).any() else DUE_SOON,
            "Supervision that falls due within that time.",
        ),
        Chip(
            "no_date",
            "No date recorded",
            desk.fact("supervision")[rows.case] < 0,
            UNKNOWN,
            "No supervision of this case has ever been recorded.",
        ),
    )
