"""The People page: every worker with their load; a worker's own cases are the list ``queue``."""

from __future__ import annotations

import numpy as np

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import how_many, next_due, running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    count_of,
    int_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.escalations import brought_beside
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import name_cells, worker_rows
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.staff import Staff, staff
from desktop.domain.lists.work import to_be_worked

COLUMNS = (
    Column("worker", "Worker", width=20),
    Column("state", "State", "rag", 16),
    Column("team", "Team", width=23),
    Column("load", "Open cases", "int", 8, "right"),
    Column("overdue", "With overdue", "int", 8, "right", shown=False),
    Column("due_soon", "Due soon", "int", 8, "right"),
    Column("no_date", "No date", "int", 8, "right"),
    Column("away", "Away", width=34),
    Column("covers", "Covers for", width=24),
    Column("cp", "CP", "int", 6, "right"),
    Column("cla", "CLA", "int", 6, "right"),
    Column("cin", "CiN", "int", 6, "right"),
    Column("care_leaver", "Care leavers", "int", 8, "right"),
    Column("dols", "DoLS", "int", 6, "right"),
)
# Columns of numbers whose list is the worker's queue with the count of the same key.
QUEUE_COUNTS = ("overdue", "due_soon", "no_date", "cp", "cla", "cin", "care_leaver", "dols")


def base(desk: Desk, selection: Selection) -> Base:
    """Workers who have open cases or are still here, by overdue work, then load."""
    people = staff(desk)
    numbers = _numbers(desk, selection, people)
    shown = np.asarray(desk.book.worker.live & (~people.left | (numbers["load"] > 0)), bool)
    worker = np.flatnonzero(shown).astype(np.int32)
    numbers = {key: column[worker] for key, column in numbers.items()}
    most = 2**14 - 2
    order = order_packed(
        pack(
            (most - numbers["overdue"], 14),
            (most - numbers["load"], 14),
            (desk.words("worker").ranks[worker], 14),
        )
    )
    worker = worker[order]
    numbers = {key: column[order] for key, column in numbers.items()}
    rows = worker_rows(desk, worker)
    rag = np.select(
        [numbers["overdue"] > 0, numbers["due_soon"] > 0, numbers["load"] > 0],
        [OVERDUE, DUE_SOON, IN_TIME],
        NONE,
    ).astype(np.int8)
    return Base(
        rows=rows,
        clock=np.full(len(worker), -1, np.int32),
        rag=rag,
        ids=-1 - worker.astype(np.int64),
        columns=COLUMNS,
        cells=_cells(desk, worker, numbers, rag),
        chips=_chips(people, worker, numbers),
    )


def _numbers(desk: Desk, selection: Selection, people: Staff) -> dict[str, Ints]:
    """Per worker, how long each list behind a number is: own cases and those of people covered."""
    kind = desk.book.case.kind
    mine = to_be_worked(desk)
    if selection.rule:
        mine = mine & (running_of(desk, selection.rule) >= 0)
    masks: dict[str, Bools] = {
        "load": mine,
        "overdue": mine & (how_many(desk, 3) > 0),
        "due_soon": mine & (next_due(desk) <= desk.as_at + selection.days),
        "no_date": mine & (how_many(desk, 0) > 0),
    }
    for word in ("cp", "cla", "cin", "care_leaver", "dols"):
        masks[word] = mine & (kind == desk.book.case.code("kind", word))
    return {
        key: _per_worker(mask, desk.fact("worker"), people) + brought_beside(desk, mask)
        for key, mask in masks.items()
    }


def _per_worker(mask: Bools, holder: Ints, people: Staff) -> Ints:
    size = len(people.acting)
    own = np.bincount(holder[mask & (holder >= 0)], minlength=size)
    covered = people.acting != np.arange(size)
    extra = np.bincount(people.acting[covered], weights=own[covered], minlength=size)
    return (own + extra).astype(np.int32)


def _cells(desk: Desk, worker: Ints, numbers: dict[str, Ints], rag: Ints) -> dict[str, Cells]:
    people, absence = staff(desk), desk.book.absence
    until = taken(absence.ends_on, people.absence[worker])
    return {
        "worker": name_cells(desk.words("worker"), lambda: worker),
        "team": name_cells(desk.words("team"), lambda: desk.book.worker.team[worker]),
        **{key: int_cells(column) for key, column in numbers.items()},
        "state": Cells(lambda at: [_state(numbers, row) for row in at.tolist()], lambda: -numbers["overdue"]),
        "away": Cells(
            lambda at: [_away(desk, people, int(worker[row])) for row in at.tolist()],
            lambda: np.where(people.absence[worker] >= 0, until, NO_DAY),
        ),
        "covers": Cells(
            lambda at: [_covers(desk, people, int(worker[row])) for row in at.tolist()],
            lambda: np.where(_covering(people)[worker], 0, NO_DAY).astype(np.int32),
        ),
    }


def _state(numbers: dict[str, Ints], row: int) -> str:
    if numbers["overdue"][row]:
        return f"{count_of(int(numbers['overdue'][row]), 'case')} overdue"
    if numbers["due_soon"][row]:
        return f"{count_of(int(numbers['due_soon'][row]), 'case')} due soon"
    return "In time" if numbers["load"][row] else "No cases"


def _away(desk: Desk, people: Staff, worker: int) -> str:
    if people.left[worker]:
        return f"Left {short(int(desk.book.worker.left_on[worker]))}"
    absence = int(people.absence[worker])
    if absence < 0:
        return ""
    ends = int(desk.book.absence.ends_on[absence])
    until = f"until {short(ends)}" if ends != NO_DAY else "no return date"
    acting = int(people.acting[worker])
    cover = desk.book.worker.name[acting] if acting != worker else ""
    return f"Away {until}; " + (f"{cover} covers" if cover else "no cover")


def _covers(desk: Desk, people: Staff, worker: int) -> str:
    others = np.flatnonzero(people.acting == worker)
    return ", ".join(desk.book.worker.name[other] for other in others.tolist() if other != worker)


def _covering(people: Staff) -> Bools:
    found = np.zeros(len(people.acting), bool)
    found[people.acting[people.acting != np.arange(len(people.acting))]] = True
    return found


def _chips(people: Staff, worker: Ints, numbers: dict[str, Ints]) -> tuple[Chip, ...]:
    away, left = people.absence[worker] >= 0, people.left[worker]
    no_cover = away & (people.acting[worker] == worker) & (numbers["load"] > 0)
    return (
        Chip(
            "overdue", "With overdue work", numbers["overdue"] > 0, OVERDUE, "Workers with an overdue clock."
        ),
        Chip(
            "due_soon", "With work due in {days}", numbers["due_soon"] > 0, DUE_SOON, "Something falls due."
        ),
        Chip("no_date", "With no date", numbers["no_date"] > 0, UNKNOWN, "A clock cannot be calculated."),
        Chip("away", "Away", away, means="Absent today."),
        Chip(
            "no_cover", "Away without cover", no_cover, OVERDUE, "Absent with open cases and nobody to cover."
        ),
        Chip("left", "Left, cases remain", left, OVERDUE, "Has left and still holds open cases."),
    )
