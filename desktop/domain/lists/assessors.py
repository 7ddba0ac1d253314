"""The register as a list: every assessor with load, quota, leave, and what lapses next."""

from __future__ import annotations

import numpy as np

from desktop.domain.assessors import Load, load, manager_on
from desktop.domain.days import NO_DAY, short
from desktop.domain.lapses import WHAT, Lapses, lapses
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
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
from desktop.domain.lists.rows import name_cells, worker_rows
from desktop.domain.lists.selection import Selection

FIRST_WARNING, LAST_WARNING = 60, 30  # days before something lapses

COLUMNS = (
    Column("assessor", "Assessor", width=22, under="as"),
    Column("lapse", "Next lapse", "rag", 27, under="lapses_on"),
    Column("team", "Team", width=19, under="manager"),
    Column("open", "Open", "int", 8, "right", under="offered"),
    Column("due_soon", "Due soon", "int", 9, "right", under="late"),
    Column("month", "This month", width=11, under="recent"),
    Column("leave", "Leave", width=20),
    Column("skills", "Skills", width=26, shown=False),
    Column("areas", "Areas", width=18, shown=False),
    Column("as", "As", width=10, shown=False),
    Column("offered", "Offered", "int", 7, "right", shown=False),
    Column("late", "Late", "int", 6, "right", shown=False),
    Column("recent", "In 12 weeks", "int", 9, "right", shown=False),
    Column("manager", "Line manager", width=20, shown=False),
    Column("lapses_on", "In order until", "day", 11, shown=False),
)
_ENGAGED = {
    "": "",
    "in_house_team": "DoLS team",
    "in_house_rota": "rota",
    "independent": "independent",
    "agency": "agency",
}


def base(desk: Desk, selection: Selection) -> Base:
    """Every assessor who has not left, by what lapses first."""
    both = (load(desk, "bia"), load(desk, "mha"))
    worker = np.flatnonzero(both[0].listed | both[1].listed).astype(np.int32)
    ends = lapses(desk)
    rag = _rag(desk, ends)[worker]
    urgency = np.array([4, 3, 2, 1, 0, 2], np.int32)  # by RAG: lapsed first, then soon, then not known
    order = order_packed(
        pack((urgency[rag], 3), (ends.on[worker], 18), (desk.words("worker").ranks[worker], 14))
    )
    worker, rag = worker[order], rag[order]
    numbers = {
        name: _sum(both, name)[worker] for name in ("open", "due_soon", "late", "offered", "recent", "used")
    }
    rows = worker_rows(desk, worker)
    return Base(
        rows=rows,
        clock=np.full(len(worker), -1, np.int32),
        rag=rag,
        ids=-1 - worker.astype(np.int64),
        columns=COLUMNS,
        cells=_cells(desk, worker, numbers, rag, ends, both),
        chips=_chips(desk, worker, numbers, ends, both),
    )


def _sum(both: tuple[Load, Load], name: str) -> Ints:
    """Of those who assess in both roles, everything they have."""
    made: Ints = np.where(both[0].listed, getattr(both[0], name), 0) + np.where(
        both[1].listed, getattr(both[1], name), 0
    )
    return made.astype(np.int32)


def _rag(desk: Desk, ends: Lapses) -> Ints:
    left = ends.on.astype(np.int64) - desk.as_at
    return np.select(
        [ends.unknown, left < 0, left <= LAST_WARNING, left <= FIRST_WARNING],
        [UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON],
        IN_TIME,
    ).astype(np.int8)


def _cells(
    desk: Desk, worker: Ints, numbers: dict[str, Ints], rag: Ints, ends: Lapses, both: tuple[Load, Load]
) -> dict[str, Cells]:
    book = desk.book
    team, manager = manager_on(desk, worker, np.full(len(worker), desk.as_at, np.int32))
    entry = both[0].entry[worker]
    quota = both[0].quota[worker]
    kinds = book.worker.shape.field("engagement").codes
    engaged = [_ENGAGED[kinds[code]] for code in book.worker.engagement[worker].tolist()]
    role = [_role(both, row, how) for row, how in zip(worker.tolist(), engaged, strict=True)]
    return {
        "assessor": name_cells(desk.words("worker"), lambda: worker),
        "as": Cells(lambda at: [role[row] for row in at.tolist()], lambda: text_ranks(role)),
        "lapse": Cells(
            lambda at: [_lapse_words(desk, ends, int(worker[row])) for row in at.tolist()],
            lambda: ends.on[worker],
        ),
        "lapses_on": day_cells(ends.on[worker]),
        "team": name_cells(desk.words("team"), lambda: team),
        "manager": name_cells(desk.words("worker"), lambda: manager),
        **{name: int_cells(numbers[name]) for name in ("open", "due_soon", "late", "offered", "recent")},
        "month": Cells(
            lambda at: [_month(int(numbers["used"][row]), int(quota[row])) for row in at.tolist()],
            lambda: numbers["used"],
        ),
        "leave": _leave_cells(both[0], worker),
        "skills": _text_cells(book.assessor.skills, entry),
        "areas": _text_cells(book.assessor.areas, entry),
    }


def _role(both: tuple[Load, Load], row: int, engaged: str) -> str:
    words = [word for word, one in zip(("BIA", "Doctor"), both, strict=True) if one.listed[row]]
    return " and ".join(words) + (f", {engaged}" if engaged else "")


def _text_cells(texts: list[str], rows: Ints) -> Cells:
    told = [texts[row] if row >= 0 else "" for row in rows.tolist()]
    return Cells(lambda at: [told[row] for row in at.tolist()], lambda: text_ranks(told))


def _lapse_words(desk: Desk, ends: Lapses, row: int) -> str:
    if ends.unknown[row]:
        return "Nothing on record"
    left = int(ends.on[row]) - desk.as_at
    what = WHAT[int(ends.what[row])]
    if left < 0:
        return f"{what} lapsed {count_of(-left, 'day')} ago"
    return f"{what}, last day today" if left == 0 else f"{what} in {count_of(left, 'day')}"


def _month(used: int, quota: int) -> str:
    return f"{used} of {quota}" if quota else str(used) if used else ""


def _leave_cells(have: Load, worker: Ints) -> Cells:
    def words(row: int) -> str:
        if have.away[row]:
            until = int(have.away_until[row])
            return f"Away until {short(until)}" if until != NO_DAY else "Away, no return date"
        coming = int(have.next_away[row])
        return f"From {short(coming)}" if coming != NO_DAY else ""

    first = np.where(have.away, 0, have.next_away)[worker]
    return Cells(lambda at: [words(int(worker[row])) for row in at.tolist()], lambda: first)


def _chips(
    desk: Desk, worker: Ints, numbers: dict[str, Ints], ends: Lapses, both: tuple[Load, Load]
) -> tuple[Chip, ...]:
    left = ends.on[worker].astype(np.int64) - desk.as_at
    dated: Bools = ends.on[worker] != NO_DAY
    agreed = taken(desk.book.assessor.at_once, both[0].entry[worker], 0)
    full = (numbers["open"] + numbers["offered"] >= np.where(agreed > 0, agreed, both[0].at_once[worker])) & (
        both[0].listed[worker] | (agreed > 0)
    )
    return (
        Chip("lapsed", "Lapsed", dated & (left < 0), OVERDUE, "Something the law or the council asks for."),
        Chip(
            "lapse_30",
            "Lapse in 30 days",
            dated & (left >= 0) & (left <= LAST_WARNING),
            DUE_TODAY,
            "In order today; lapses within 30 days.",
        ),
        Chip(
            "lapse_60",
            "Lapse in 60 days",
            dated & (left >= 0) & (left <= FIRST_WARNING),
            DUE_SOON,
            "In order today; lapses within 60 days.",
        ),
        Chip("unknown", "Nothing on record", ends.unknown[worker], UNKNOWN, "No register entry to check."),
        Chip("away", "Away", both[0].away[worker], means="On leave today."),
        Chip("full", "Full", full, means="Holds as much as they may at one time."),
        Chip(
            "late", "With a late report", numbers["late"] > 0, OVERDUE, "A report wanted back before today."
        ),
        Chip("bia", "BIAs", both[0].listed[worker], means="On the register for best interests."),
        Chip("mha", "Doctors", both[1].listed[worker], means="On the register for mental health."),
    )
