"""Look-ups on a casebook: what is known now of one case, one person, one worker.

All of it reads the facts that stand (live, not superseded). Row numbers in, row numbers out; -1 and
`NO_DAY` mean none. Nothing here counts days; see `clocks` for that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop.domain.casebook import Casebook, Columns
from desktop.domain.days import NEVER, NO_DAY

Rows = npt.NDArray[np.int32]


def standing(columns: Columns) -> npt.NDArray[np.bool_]:
    """Which rows of a fact table stand: live and not superseded by a correction."""
    mask: npt.NDArray[np.bool_] = columns.live & (columns.superseded_at == NEVER)
    return mask


def facts(columns: Columns, case: int) -> list[int]:
    """The standing rows of a fact table about one case, in the order they were loaded."""
    rows = np.flatnonzero(columns.case == case)
    return [int(row) for row in rows[standing_at(columns, rows)]]


def standing_at(columns: Columns, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """`standing` for a few rows only."""
    mask: npt.NDArray[np.bool_] = columns.live[rows] & (columns.superseded_at[rows] == NEVER)
    return mask


def events(book: Casebook, case: int, *kinds: str) -> list[int]:
    """Standing events of one case of the kinds given (all kinds when none is), earliest first."""
    wanted = {book.event.code("kind", kind) for kind in kinds}
    rows = facts(book.event, case)
    kept = [row for row in rows if not wanted or int(book.event.kind[row]) in wanted]
    return sorted(kept, key=lambda row: int(book.event.on[row]))


def first_day(book: Casebook, case: int, kind: str) -> int:
    """The day of the earliest event of a kind, or `NO_DAY`."""
    rows = events(book, case, kind)
    return int(book.event.on[rows[0]]) if rows else NO_DAY


def last_day(book: Casebook, case: int, *kinds: str) -> int:
    """The day of the latest event of the kinds, or `NO_DAY`."""
    rows = events(book, case, *kinds)
    return int(book.event.on[rows[-1]]) if rows else NO_DAY


def kind_of(book: Casebook, case: int) -> str:
    """The kind of a case: ``cp``, ``dols`` ..."""
    return book.case.word("kind", case)


def started_on(book: Casebook, case: int) -> int:
    """The day the case began (the latest time, when it was opened again), or `NO_DAY` when not known."""
    return last_day(book, case, "started")


def ended_on(book: Casebook, case: int) -> int:
    """The day the case ended, or `NO_DAY` while it runs; an end before the latest start is undone."""
    ended = last_day(book, case, "ended")
    return ended if ended >= started_on(book, case) else NO_DAY


def open_cases(book: Casebook, as_at: int) -> npt.NDArray[np.bool_]:
    """Per case row: begun by that day (or of unknown beginning) and not ended by it.

    For choosing what to work on: unlike a clock, a case closed today is no longer open here.
    """
    event, count = book.event, len(book.case)
    started, ended = np.full(count, NO_DAY, np.int32), np.full(count, NO_DAY, np.int32)
    stands = standing(event) & (event.case >= 0)
    begun = stands & (event.kind == event.code("kind", "started"))
    over = stands & (event.kind == event.code("kind", "ended")) & (event.on <= as_at)
    np.maximum.at(started, event.case[begun], event.on[begun])
    np.maximum.at(ended, event.case[over], event.on[over])
    closed = (ended != NO_DAY) & (ended >= started)
    mask: npt.NDArray[np.bool_] = book.case.live & (started <= as_at) & ~closed
    return mask


def is_open(book: Casebook, case: int, as_at: int) -> bool:
    """Whether a case is running on a day."""
    ended = ended_on(book, case)
    return (
        bool(book.case.live[case]) and started_on(book, case) <= as_at and (ended == NO_DAY or ended > as_at)
    )


def of_person(book: Casebook, person: int) -> list[int]:
    """Every live case of a person, whatever its kind, open or not."""
    return [int(row) for row in np.flatnonzero((book.case.person == person) & book.case.live)]


def open_of_person(book: Casebook, person: int, as_at: int) -> list[int]:
    """The cases of a person that are running on a day."""
    return [case for case in of_person(book, person) if is_open(book, case, as_at)]


def siblings(book: Casebook, person: int) -> list[int]:
    """The person and everyone of the same family, by row; only the person when no family is known."""
    family = book.person.family[person]
    if not family:
        return [person]
    live = book.person.live
    return [row for row, other in enumerate(book.person.family) if other == family and live[row]]


def allocations(book: Casebook, case: int, role: str) -> list[int]:
    """Standing allocations of a case in a role, earliest first, ended ones included."""
    table = book.allocation
    wanted = table.code("role", role)
    rows = [row for row in facts(table, case) if int(table.role[row]) == wanted]
    return sorted(rows, key=lambda row: int(table.on[row]))


def holder(book: Casebook, case: int, role: str, as_at: int) -> int:
    """The allocation row of whoever holds a case in a role on a day, or -1."""
    table = book.allocation
    held = [
        row
        for row in allocations(book, case, role)
        if table.on[row] <= as_at and (table.ended_on[row] == NO_DAY or table.ended_on[row] > as_at)
    ]
    return held[-1] if held else -1


def worker_of(book: Casebook, case: int, as_at: int, role: str = "worker") -> int:
    """The worker who holds a case on a day, or -1."""
    row = holder(book, case, role, as_at)
    return -1 if row < 0 else int(book.allocation.worker[row])


def placement_on(book: Casebook, case: int, on: int) -> int:
    """The placement row that covers a day, or -1 (the latest when several claim to)."""
    table = book.placement
    covering = [
        row
        for row in facts(table, case)
        if table.starts_on[row] <= on and (table.ends_on[row] == NO_DAY or table.ends_on[row] > on)
    ]
    return max(covering, key=lambda row: int(table.starts_on[row]), default=-1)


def agreement_on(book: Casebook, case: int, on: int) -> int:
    """The agreed frequency row in force on a day, or -1."""
    table = book.agreed_frequency
    running = [
        row
        for row in facts(table, case)
        if table.effective_from[row] <= on and (table.ended_on[row] == NO_DAY or table.ended_on[row] > on)
    ]
    return max(running, key=lambda row: int(table.effective_from[row]), default=-1)


def latest(columns: Columns, case: int, by: str) -> int:
    """The standing row of a case with the latest day in the column `by`, or -1."""
    rows = facts(columns, case)
    return max(rows, key=lambda row: int(getattr(columns, by)[row]), default=-1)


def has_left(book: Casebook, worker: int, on: int) -> bool:
    """Whether a worker had left by a day."""
    left = int(book.worker.left_on[worker])
    return left != NO_DAY and left <= on


def absence_on(book: Casebook, worker: int, on: int) -> int:
    """The absence row of a worker that covers a day, or -1."""
    table = book.absence
    rows = np.flatnonzero(table.worker == worker)
    for row in rows[standing_at(table, rows)]:
        if table.starts_on[row] <= on and (table.ends_on[row] == NO_DAY or table.ends_on[row] >= on):
            return int(row)
    return -1


def open_load(book: Casebook, as_at: int, role: str) -> npt.NDArray[np.intp]:
    """Per worker row: how many open cases they hold in a role on a day."""
    table = book.allocation
    running = standing(table) & (table.role == table.code("role", role)) & (table.worker >= 0)
    running &= (table.on <= as_at) & ((table.ended_on == NO_DAY) | (table.ended_on > as_at))
    running &= table.case >= 0
    rows = np.flatnonzero(running)
    rows = rows[open_cases(book, as_at)[table.case[rows]]]
    return np.bincount(table.worker[rows], minlength=len(book.worker))


def held_by(book: Casebook, worker: int, as_at: int) -> list[int]:
    """The open cases that a worker holds on a day, as social worker or personal adviser."""
    table = book.allocation
    roles = [table.code("role", role) for role in ("worker", "pa")]
    rows = np.flatnonzero((table.worker == worker) & np.isin(table.role, roles) & (table.case >= 0))
    rows = rows[standing_at(table, rows)]
    ended = table.ended_on[rows]
    rows = rows[(table.on[rows] <= as_at) & ((ended == NO_DAY) | (ended > as_at))]
    return [case for case in sorted(set(table.case[rows].tolist())) if is_open(book, case, as_at)]


def is_unborn(book: Casebook, person: int, on: int) -> bool:
    """Whether a child was not born yet on a day: no birth recorded by then, though one is or was expected."""
    born = int(book.person.born_on[person])
    return born > on if born != NO_DAY else int(book.person.expected_on[person]) != NO_DAY
