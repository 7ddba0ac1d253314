"""The turns in which an assessor held a DoLS request, and who managed that assessor then.

A turn begins when an assessor accepts (the day of the allocation) or when the report is queried, and
ends when the report comes back, the allocation ends, another assessor takes over or the request is
closed, whichever is first. Turns are half-open and never overlap, so their days can be added up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.series import Days, Mask, Rows, Series, shelf_of

FAR = 2**31 - 1
_SHIFT = 1 << 31
RETURNS = {"bia": "form3_returned", "mha": "form4_returned"}


@dataclass(frozen=True)
class Turns:
    """Spans [first, last) with an assessor, ordered by case and day.

    Attributes:
        case: case rows.
        allocation: allocation rows; after a query, that of the assessor who is asked.
        worker: worker rows, -1 where the name is not matched.
        first, last: days.
        returned: it ended because the report came back.
        opens: the first turn of its case.
        until_next: the day of the next turn of the same case, else the day the request was closed.
    """

    case: Rows
    allocation: Rows
    worker: Rows
    first: Days
    last: Days
    returned: Mask
    opens: Mask
    until_next: Days

    def __len__(self) -> int:
        return len(self.case)

    @property
    def days(self) -> Rows:
        """How long each turn was."""
        return np.asarray(self.last - self.first, np.int32)

    @property
    def gap(self) -> Rows:
        """How long nobody held the request after each turn."""
        return np.asarray(self.until_next - self.last, np.int32)


def turns(ctx: Context, lane: str, received: Days, until: Days) -> Turns:
    """Every turn of one lane.

    Args:
        ctx: the reading.
        lane: ``bia`` or ``mha``.
        received, until: per case row; `NO_DAY` for a case that is not asked about.
    """
    found = _begun(ctx, lane, received, until)
    case, on = found.case, found.on
    same = case[1:] == case[:-1]
    until_next = until[case]
    until_next[:-1][same] = on[1:][same]
    limit = np.minimum(until_next, found.ended)
    last, returned = _ends(ctx.series(RETURNS[lane]), ctx.as_at, case, on, limit)
    opens = np.ones(len(case), bool)
    opens[1:] = ~same
    return Turns(case, found.allocation, found.worker, on, last, returned, opens, until_next)


@dataclass(frozen=True)
class _Begun:
    """Beginnings of turns on record, by case and day, those of allocations before those of queries."""

    case: Rows
    on: Days
    allocation: Rows
    worker: Rows
    ended: Days


def _begun(ctx: Context, lane: str, received: Days, until: Days) -> _Begun:
    """The beginnings that fall between a request's receipt and its end."""
    every = _beginnings(ctx, lane)
    on = np.maximum(every.on, received[every.case])
    some = np.flatnonzero(on < until[every.case])
    on = on[some]
    return _Begun(
        every.case[some],
        on,
        every.allocation[some],
        every.worker[some],
        np.maximum(every.ended[some], on),
    )


def _beginnings(ctx: Context, lane: str) -> _Begun:
    """Every beginning of a lane on record, whatever its day; kept until the casebook changes."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    key = ("turns", lane)
    if key not in kept:
        kept[key] = _make_beginnings(ctx, lane)
    found: _Begun = kept[key]  # type: ignore[assignment]
    return found


def _make_beginnings(ctx: Context, lane: str) -> _Begun:
    table, event = ctx.book.allocation, ctx.book.event
    role = codes_of("allocation", "role", [lane])[0]
    given = np.flatnonzero((table.role == role) & ctx.known("allocation"))
    given = given[(table.case[given] >= 0) & (table.on[given] != NO_DAY)]
    asked = [row for row in ctx.series("report_queried").row.tolist() if event.outcome[row] == lane]
    row = np.concatenate((given, np.array(asked, np.int64)))
    again = np.arange(len(row)) >= len(given)
    case = np.concatenate((table.case[given], event.case[row[again]]))
    on = np.concatenate((table.on[given], event.on[row[again]]))
    order = np.lexsort((again, on, case))
    row, again, case, on = row[order], again[order], case[order], on[order]
    allocation = _asked_of(case, row, again)
    worker = np.where(allocation >= 0, _take(table.worker, allocation), -1)
    stated = np.where(allocation >= 0, _take(table.ended_on, allocation), np.int32(NO_DAY))
    over = (stated == NO_DAY) | (again & (stated <= on))  # ended with the return that is queried
    ended = np.where(over, np.int32(FAR), stated)
    return _Begun(case, on, allocation, worker.astype(np.int32), ended.astype(np.int32))


def _asked_of(case: Rows, row: Rows, again: Mask) -> Rows:
    """The allocation of each turn: its own, after a query the last one before it; -1 when there is none."""
    if not len(case):
        return np.zeros(0, np.int32)
    latest = np.maximum.accumulate(np.where(again, -1, np.arange(len(case))))
    there = (latest >= 0) & (case[np.maximum(latest, 0)] == case)
    return np.where(there, row[np.maximum(latest, 0)], -1).astype(np.int32)


def _ends(back: Series, as_at: int, case: Rows, on: Days, limit: Days) -> tuple[Days, Mask]:
    """When each turn ended, and whether by a return. One return ends one turn, the earliest that it can."""
    last, returned = limit.copy(), np.zeros(len(case), bool)
    used = back.offset[:-1].copy()
    for some in _rounds(case):
        theirs = case[some]
        at = np.maximum(used[theirs], back.position(on[some], theirs))
        there = at < back.upto(as_at, theirs)
        day = np.where(there, back.on.take(at, mode="clip") if len(back.on) else FAR, FAR)
        got = day <= limit[some]
        last[some[got]] = day[got]
        returned[some[got]] = True
        used[theirs[got]] = at[got] + 1
    return last, returned


def _rounds(case: Rows) -> list[Rows]:
    """Positions of the first turn of every case, then of the second, and so on."""
    if not len(case):
        return []
    first = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    size = np.diff(np.r_[first, len(case)])
    return [first[size > turn] + turn for turn in range(int(size.max()))]


@dataclass(frozen=True)
class Managed:
    """Team and line manager, as rows; -1 where not known."""

    team: Rows
    manager: Rows


def managed(ctx: Context, worker: Rows, on: Days, team: Rows) -> Managed:
    """The team and line manager of workers on a day, each their own.

    The posting that covers the day says both. Without one, the team is the one kept with the
    allocation or offer (`team`, -1 for none), else the worker's present one; a manager whom no posting
    names is the present manager of that team.
    """
    book = ctx.book
    row = _posting(ctx, worker, on)
    there = row >= 0
    posting = book.posting
    own = np.where(worker >= 0, _take(book.worker.team, worker), -1)
    fallback = np.where(team >= 0, team, own)
    found = np.where(there, _take(posting.team, row), fallback)
    found = np.where(found >= 0, found, fallback)
    manager = np.where(there, _take(posting.manager, row), -1)
    manager = np.where(manager >= 0, manager, np.where(found >= 0, _take(book.team.manager, found), -1))
    return Managed(found.astype(np.int32), manager.astype(np.int32))


def _posting(ctx: Context, worker: Rows, on: Days) -> Rows:
    """The posting of each worker that covers the day (its last day included), -1 for none."""
    table = ctx.book.posting
    rows = np.flatnonzero(ctx.known("posting") & (table.worker >= 0))
    if not len(rows):
        return np.full(len(worker), -1, np.int32)
    key = (table.worker[rows].astype(np.int64) << 32) + (table.starts_on[rows].astype(np.int64) + _SHIFT)
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    wanted = (worker.astype(np.int64) << 32) + (on.astype(np.int64) + _SHIFT)
    at = np.searchsorted(key, wanted, side="right") - 1
    row = rows[np.maximum(at, 0)]
    ends = table.ends_on[row]
    covers = (at >= 0) & (table.worker[row] == worker) & ((ends == NO_DAY) | (ends >= on))
    return np.where(covers, row, -1).astype(np.int32)


def _take(column: Rows, rows: Rows) -> Rows:
    if not len(column):
        return np.full(len(rows), -1, np.int32)
    return np.asarray(column.take(np.maximum(rows, 0), mode="clip"))
