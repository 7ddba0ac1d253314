"""Whose days were they: each request's time divided between the DoLS team and its assessors.

The time from receipt to sign-off is cut where the ball passes from one court to the other, so the parts
always sum to the whole. The mental health assessor's time runs beside them and is not added. Time
between a hand-back and the next acceptance is the team's; a request that nobody ever accepted was the
team's throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_turns import FAR, Turns, turns
from desktop.domain.series import Days, Mask, Rows, shelf_of

PARTS = ("before", "offered", "bia", "after")  # they sum to the total


@dataclass(frozen=True)
class Offers:
    """Spans [first, last) in which an offer waited for its answer inside the team's days."""

    case: Rows
    worker: Rows
    first: Days
    last: Days

    @property
    def days(self) -> Rows:
        """How long each waited; two offers out at once share their days."""
        return np.asarray(self.last - self.first, np.int32)


@dataclass(frozen=True)
class Stages:
    """One entry per request with a day of receipt, by case row.

    Attributes:
        case: case rows.
        received, until: first day, and the day of sign-off (else of closing, else the day read at).
        finished: signed off or closed.
        signed: signed off; False for a request closed without a sign-off on record.
        before: the team's days until an assessor accepted, but for `offered`: triage, queue, and waiting
            for another assessor after a hand-back.
        offered: days in which an offer waited for an answer; part of the team's days.
        bia: days with a best interests assessor.
        after: days back with the team: scrutiny, queries, signature.
        mha: days with a mental health assessor; beside the others, not added.
        turns, mha_turns, offers: the spans behind them.
    """

    case: Rows
    received: Days
    until: Days
    finished: Mask
    signed: Mask
    before: Rows
    offered: Rows
    bia: Rows
    after: Rows
    mha: Rows
    turns: Turns
    mha_turns: Turns
    offers: Offers

    def __len__(self) -> int:
        return len(self.case)

    @property
    def total(self) -> Rows:
        """All days of each request."""
        return np.asarray(self.until - self.received, np.int32)

    @property
    def had_bia(self) -> Mask:
        """Whether any best interests assessor ever accepted it."""
        return np.isin(self.case, self.turns.case)

    @property
    def team(self) -> Rows:
        """The DoLS team's days altogether."""
        return np.asarray(self.before + self.offered + self.after, np.int32)


def stages(ctx: Context) -> Stages:
    """The division of every request's time as at ``ctx.as_at``."""
    case, received, until, finished, signed = _requests(ctx)
    size = len(ctx.book.case)
    per_received, per_until = np.full(size, NO_DAY, np.int32), np.full(size, NO_DAY, np.int32)
    per_received[case], per_until[case] = received, until
    held = turns(ctx, "bia", per_received, per_until)
    beside = turns(ctx, "mha", per_received, per_until)
    offers = _offers(ctx, held, per_received, per_until)
    bia = _sum(held.case, held.days, size)[case]
    out = _sum(offers.case, offers.days, size)[case]
    before = _before(held, case, received, until, size)
    after = (until - received) - before - bia
    return Stages(
        case=case,
        received=received,
        until=until,
        finished=finished,
        signed=signed,
        before=(before - out).astype(np.int32),
        offered=out.astype(np.int32),
        bia=bia.astype(np.int32),
        after=after.astype(np.int32),
        mha=_sum(beside.case, beside.days, size)[case].astype(np.int32),
        turns=held,
        mha_turns=beside,
        offers=offers,
    )


def _before(held: Turns, case: Rows, received: Days, until: Days, size: int) -> Rows:
    """Days until the first acceptance, and those between a hand-back and the next one."""
    first = np.full(size, FAR, np.int64)
    first[held.case[held.opens]] = held.first[held.opens]
    handed_back = np.where(held.returned, 0, held.gap)
    waiting = _sum(held.case, handed_back, size)[case]
    whole = (until - received).astype(np.int64)
    return np.where(first[case] == FAR, whole, first[case] - received + waiting)


def _requests(ctx: Context) -> tuple[Rows, Days, Days, Mask, Mask]:
    """Case, receipt, end, finished and signed of every request of our own that has a day of receipt."""
    case = ctx.book.case
    dols = (case.kind == codes_of("case", "kind", ["dols"])[0]) & case.live & (case.other_la != 1)
    rows = np.flatnonzero(dols & (ctx.started() != NO_DAY)).astype(np.int32)
    received = ctx.started()[rows]
    signed_on = ctx.last_event("signed_off", rows=rows)
    signed = (signed_on != NO_DAY) & (signed_on >= received)
    ended = ctx.ended()[rows]
    died = np.asarray(ctx.of_person("died_on", rows), np.int32)
    gone = np.where((died > ctx.as_at) | (died < received), np.int32(NO_DAY), died)
    closed = np.where(signed, signed_on, np.where(ended != NO_DAY, ended, gone))
    finished = closed != NO_DAY
    until = np.where(finished, closed, np.int32(ctx.as_at))
    return rows, received, until.astype(np.int32), finished, signed


def _sum(case: Rows, days: Rows, size: int) -> Rows:
    return np.bincount(case, weights=days, minlength=size).astype(np.int64)


def _offers(ctx: Context, held: Turns, received: Days, until: Days) -> Offers:
    """Each offer from its day to its answer, or until anybody accepts: only the team's own days."""
    table = ctx.book.offer
    rows = _offer_rows(ctx)
    case = table.case[rows]
    on = np.maximum(table.on[rows], received[case])
    inside = on < until[case]
    rows, case, on = rows[inside], case[inside], on[inside]
    answered = np.where(table.answered_on[rows] == NO_DAY, np.int32(FAR), table.answered_on[rows])
    first, last, gap = _in_gaps(held, until, case, on, answered)
    first = _apart(gap, first, last)
    some = last > first
    return Offers(case[some], table.worker[rows][some], first[some], last[some])


def _offer_rows(ctx: Context) -> Rows:
    """The offers to best interests assessors on record, by case and day; kept until the casebook changes."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    if "offers" not in kept:
        table = ctx.book.offer
        mine = ctx.known("offer") & (table.role == codes_of("offer", "role", ["bia"])[0])
        rows = np.flatnonzero(mine & (table.case >= 0) & (table.on != NO_DAY)).astype(np.int32)
        kept["offers"] = rows[np.lexsort((rows, table.on[rows], table.case[rows]))]
    found: Rows = kept["offers"]  # type: ignore[assignment]
    return found


def _in_gaps(held: Turns, until: Days, case: Rows, on: Days, answered: Days) -> tuple[Days, Days, Rows]:
    """Each offer cut to the stretch of waiting that it falls in, and a number that stretch has alone.

    That is the time before the first acceptance, else the first wait after a hand-back that is not yet
    over on the day of the offer.
    """
    ends = until.copy()
    ends[held.case[held.opens]] = held.first[held.opens]
    first, last = on.copy(), np.minimum(answered, ends[case])
    gap = -1 - case
    later = np.flatnonzero(on >= ends[case])
    waits = np.flatnonzero(~held.returned & (held.gap > 0)).astype(np.int32)
    if len(later) and len(waits):
        key = (held.case[waits].astype(np.int64) << 32) + (held.until_next[waits].astype(np.int64) + FAR)
        wanted = (case[later].astype(np.int64) << 32) + (on[later].astype(np.int64) + FAR)
        at = np.searchsorted(key, wanted, side="right")
        row = waits[np.minimum(at, len(waits) - 1)]
        mine = (at < len(waits)) & (held.case[row] == case[later])
        first[later] = np.maximum(on[later], held.last[row])
        last[later] = np.where(mine, np.minimum(answered[later], held.until_next[row]), NO_DAY)
        gap[later] = row
    return first, np.maximum(last, first), gap


def _apart(gap: Rows, first: Days, last: Days) -> Days:
    """Beginnings moved so that offers of one stretch, in order, do not count a day twice."""
    if not len(first):
        return first
    group = np.cumsum(np.r_[True, gap[1:] != gap[:-1]], dtype=np.int64)
    reached = np.maximum.accumulate((group << 33) + last + FAR)
    before = np.r_[np.int64(0), reached[:-1]]
    until = (before & ((1 << 33) - 1)) - FAR
    moved = np.minimum(np.maximum(first, until), last)
    return np.where(before >> 33 == group, moved, first).astype(np.int32)
