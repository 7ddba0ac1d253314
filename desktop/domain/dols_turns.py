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
    case, on, allocation, worker, ended = _begun(ctx, lane, received, until)
    same = np.zeros(len(case), bool)
    same[:-1] = case[1:] == case[:-1]
    until_next = np.where(same, np.append(on[1:], 0), until[case]).astype(np.int32)
    limit = np.minimum(until_next, ended)
    last, returned = _ends(ctx.series(RETURNS[lane]), ctx.as_at, case, on, limit)
    opens = np.ones(len(case), bool)
    opens[1:] = ~same[:-1]
    return Turns(case, allocation, worker, on, last, returned, opens, until_next)


def _begun(ctx: Context, lane: str, received: Days, until: Days) -> tuple[Rows, Days, Rows, Rows, Days]:
    """Case, day, allocation, worker and end of allocation of every beginning, in order."""
    table, event = ctx.book.allocation, ctx.book.event
    given = np.flatnonzero(
        (table.role == codes_of("allocation", "role", [lane])[0]) & ctx.known("allocation")
    )
    given = given[(table.case[given] >= 0) & (table.on[given] != NO_DAY)]
    asked = _queries(ctx, lane)
    case = np.concatenate((table.case[given], event.case[asked]))
    on = np.concatenate((table.on[given], event.on[asked]))
    again = np.arange(len(case)) >= len(given)
    on = np.maximum(on, received[case])
    inside = np.flatnonzero((until[case] != NO_DAY) & (on < until[case]))
    key = (case[inside].astype(np.int64) << 33) + ((on[inside].astype(np.int64) + _SHIFT) << 1)
    key += again[inside]
    if len(key) and bool((key[1:] < key[:-1]).any()):
        inside = inside[np.argsort(key, kind="stable")]
    row = np.concatenate((given, asked))[inside]
    case, on, again = case[inside], on[inside], again[inside]
    allocation = _asked_of(case, row, again)
    worker = np.where(allocation >= 0, table.worker[allocation], -1)
    ended = np.full(len(case), FAR, np.int32)
    own = ~again
    stated = table.ended_on[row[own]]
    ended[own] = np.where(stated == NO_DAY, FAR, np.maximum(stated, on[own]))
    return case.astype(np.int32), on.astype(np.int32), allocation, worker.astype(np.int32), ended


def _queries(ctx: Context, lane: str) -> Rows:
    """Events that sent a report back to the assessor of a lane, up to the day read at."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    key = ("queried", lane)
    if key not in kept:
        outcome = ctx.book.event.outcome
        rows = ctx.series("report_queried").row
        kept[key] = np.array([row for row in rows.tolist() if outcome[row] == lane], np.int32)
    found: Rows = kept[key]  # type: ignore[assignment]
    asked: Rows = found[ctx.book.event.on[found] <= ctx.as_at]
    return asked


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
