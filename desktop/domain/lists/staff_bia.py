"""My staff's BIA work: what each line manager sees of the assessments that their people hold.

By the posting at the time the work was given, so that a manager answers for their own time. It says no more
than a line manager needs: the request's reference, how long it is out and when it is wanted back, and
nothing of the person.
"""

from __future__ import annotations

import numpy as np

from desktop.domain import lanes
from desktop.domain.assessors import manager_on
from desktop.domain.days import NO_DAY
from desktop.domain.lanes import LaneColumns, columns
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Cells,
    Column,
    Ints,
    count_of,
    day_cells,
    int_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import name_cells, worker_rows
from desktop.domain.lists.selection import Selection

SOON, LONG = 7, 14  # days

COLUMNS = (
    Column("assessor", "Assessor", width=24, under="team"),
    Column("ref", "Request", width=10),
    Column("report", "Report", "rag", 18),
    Column("due_back", "Wanted back", "day", 11),
    Column("lane", "So far", width=16),
    Column("given", "Given", "day", 11),
    Column("days_out", "Days out", "int", 9, "right"),
    Column("team", "Team then", width=20, shown=False),
    Column("manager", "Line manager then", width=22, shown=False),
)


def base(desk: Desk, selection: Selection) -> Base:
    """Best interests work that is offered or out, by line manager, the latest report first."""
    found, flags = columns(desk, "bia"), desk.flags
    case = flags.case[flags.open & desk.is_open[flags.case]]
    case = case[np.isin(found.state[case], (lanes.OFFERED, *lanes.HELD)) & (found.worker[case] >= 0)]
    given = _given(found)[case]
    team, manager = manager_on(desk, found.worker[case], given)
    rank = np.where(manager < 0, 2**14 - 3, np.append(desk.words("worker").ranks, 0)[manager])
    order = order_packed(pack((rank, 14), (found.due_back_on[case], 18)))
    case, team, manager, given = case[order], team[order], manager[order], given[order]
    worker, due = found.worker[case], found.due_back_on[case]
    rows = worker_rows(desk, worker)
    rows.team = rows.assessor_team = team
    rag = _rag(desk, due, found.state[case])
    group, headings = _groups(desk, manager)
    return Base(
        rows=rows,
        clock=np.full(len(case), -1, np.int32),
        rag=rag,
        ids=case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, case, manager, team, given, rag),
        chips=_chips(desk, found, case, given),
        search=((desk.words("worker"), manager), (desk.words("case.ref"), case)),
        group=group,
        headings=headings,
    )


def _given(found: LaneColumns) -> Ints:
    """The day of the offer while it is open, else of the allocation."""
    made: Ints = np.where(found.state == lanes.OFFERED, found.offered_on, found.accepted_on)
    return made


def _groups(desk: Desk, manager: Ints) -> tuple[Ints, tuple[str, ...]]:
    group = np.zeros(len(manager), np.int32)
    group[1:] = np.cumsum(manager[1:] != manager[:-1])
    firsts: Ints = np.unique(group, return_index=True)[1]
    names = desk.book.worker.name
    return group, tuple(
        names[manager[row]] if manager[row] >= 0 else "No line manager on record" for row in firsts.tolist()
    )


def _rag(desk: Desk, due: Ints, state: Ints) -> Ints:
    left = due.astype(np.int64) - desk.as_at
    return np.select(
        [state == lanes.OFFERED, due == NO_DAY, left < 0, left == 0, left <= SOON],
        [NONE, UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON],
        IN_TIME,
    ).astype(np.int8)


def _cells(desk: Desk, case: Ints, manager: Ints, team: Ints, given: Ints, rag: Ints) -> dict[str, Cells]:
    found = columns(desk, "bia")
    worker, due, state = found.worker[case], found.due_back_on[case], found.state[case]
    left = np.where(due == NO_DAY, NO_DAY, due - desk.as_at)
    return {
        "assessor": name_cells(desk.words("worker"), lambda: worker),
        "manager": name_cells(desk.words("worker"), lambda: manager),
        "team": name_cells(desk.words("team"), lambda: team),
        "ref": name_cells(desk.words("case.ref"), lambda: case),
        "report": Cells(
            lambda at: [_report(int(rag[row]), int(left[row])) for row in at.tolist()],
            lambda: left.astype(np.int32),
        ),
        "due_back": day_cells(due),
        "lane": Cells(
            lambda at: [lanes.WORDS[state[row]] for row in at.tolist()], lambda: state.astype(np.int32)
        ),
        "given": day_cells(given),
        "days_out": int_cells(np.where(given == NO_DAY, NO_DAY, desk.as_at - given).astype(np.int32)),
    }


def _report(rag: int, left: int) -> str:
    if rag == NONE:
        return "Not answered"
    if rag == UNKNOWN:
        return "No date agreed"
    if left < 0:
        return f"{count_of(-left, 'day')} late"
    return "Wanted today" if left == 0 else f"In {count_of(left, 'day')}"


def _chips(desk: Desk, found: LaneColumns, case: Ints, given: Ints) -> tuple[Chip, ...]:
    due, state = found.due_back_on[case], found.state[case]
    held = np.isin(state, lanes.HELD)
    left = due.astype(np.int64) - desk.as_at
    dated = held & (due != NO_DAY)
    long_out = held & (given != NO_DAY) & (desk.as_at - given.astype(np.int64) > LONG)
    return (
        Chip("held", "With an assessor", held, means="Best interests assessments that are out."),
        Chip("late", "Late", dated & (left < 0), OVERDUE, "The report was wanted back before today."),
        Chip("week", "Wanted within a week", dated & (left >= 0) & (left <= SOON), DUE_SOON, "From today."),
        Chip("long", "Out over 14 days", long_out, DUE_SOON, "More than 14 days since it was given."),
        Chip("offered", "Not answered", state == lanes.OFFERED, DUE_SOON, "Offered, no answer yet."),
        Chip("queried", "Queried", state == lanes.QUERIED, DUE_SOON, "Sent back to the assessor."),
    )
