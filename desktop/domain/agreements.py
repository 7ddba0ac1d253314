"""Agreed visit frequencies: which interval each looked-after child is on, since when, and why.

A longer interval than six weeks is used only where the record shows what regulation 28 asks for and
nobody who has a say said no; without that it falls back to six weeks and says so. An agreement ends
with the placement it was made in, and the day after the date by which it was to be reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop.domain.calendar import Days, add_months
from desktop.domain.context import Context, reason
from desktop.domain.days import NO_DAY
from desktop.domain.placements import Placements, current
from desktop.domain.series import Mask, Rows

SIX_WEEKS, THREE_MONTHS, SIX_MONTHS = range(3)
_FAR = 2**31 - 1
RULES = ("cla_visit_6w", "cla_visit_3m", "cla_visit_6m")
_WORDS = {"6w": SIX_WEEKS, "3m": THREE_MONTHS, "6m": SIX_MONTHS}

AGREED = reason("the agreed interval, with its conditions on record")
BY_LAW = reason("three months: the placement is meant to last until 18 and is past its first year")
NO_DATE = reason("six weeks: the agreed interval has no date")
MOVED = reason("six weeks: the agreed interval ended when the placement changed")
ENDED = reason("six weeks: the agreed interval has ended")
NO_PLACEMENT = reason("six weeks: the agreed interval needs the placement start date")
FIRST_YEAR = reason("six weeks: an agreed interval may not begin in the first year of a placement")
NOT_TO_18 = reason("six weeks: three months needs a placement meant to last until 18")
NOT_FOSTER = reason("six weeks: six months needs a long-term foster placement (U1 or U4)")
NO_CONSENT = reason("six weeks: six months needs the child's agreement on record")
EXPIRED = reason("six weeks: the agreed interval was not reviewed by its date")
NOT_AGREED = reason("six weeks: the carer, the worker or the IRO does not agree to the longer interval")
REFUSED = reason("six weeks: the panel has not approved the longer interval")
UNPROVEN = (NO_DATE, NO_PLACEMENT, FIRST_YEAR, NOT_TO_18, NOT_FOSTER, NO_CONSENT)
UNAPPROVED = (NOT_AGREED, REFUSED)


@dataclass(frozen=True)
class Change:
    """At most one change of interval per case, as columns.

    Attributes:
        at: position among the cases asked about.
        effective: int32 day from which the interval holds.
        interval: index in `RULES`.
        why: index in `REASONS`.
    """

    at: Rows
    effective: Days
    interval: Rows
    why: Any


def changes(ctx: Context, cases: Rows, placed: Placements) -> Iterator[Change]:
    """Changes of interval up to `as_at`, oldest first; each round has at most one per case."""
    at, effective, interval, why = _dated(ctx, cases, placed)
    keep = effective <= ctx.as_at
    at, effective, interval, why = at[keep], effective[keep], interval[keep], why[keep]
    order = np.lexsort((effective, at))
    at, effective, interval, why = at[order], effective[order], interval[order], why[order]
    if not len(at):
        return
    first = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])
    rank = np.arange(len(at)) - np.repeat(first, np.diff(np.r_[first, len(at)]))
    for turn in range(int(rank.max()) + 1):
        chosen = rank == turn
        yield Change(at[chosen], effective[chosen], interval[chosen], why[chosen])


def _dated(ctx: Context, cases: Rows, placed: Placements) -> tuple[Rows, Days, Rows, Any]:
    table = ctx.book.agreed_frequency
    position = np.full(len(ctx.book.case) + 1, -1, np.int32)
    position[cases] = np.arange(len(cases), dtype=np.int32)
    rows = np.flatnonzero(ctx.known("agreed_frequency") & (position[table.case] >= 0) & (table.interval > 0))
    at = position[table.case[rows]]
    effective = np.where(
        table.effective_from[rows] == NO_DAY, table.agreed_on[rows], table.effective_from[rows]
    )
    interval, why = _judged(ctx, rows, at, effective, placed)
    begin = np.where(effective == NO_DAY, np.int32(NO_DAY + 1), effective)
    last_day, ended = _last_days(ctx, rows)
    over = _ends(last_day, at, begin, interval)
    six = np.full(int(over.sum()), SIX_WEEKS, np.int32)
    own = _by_law(ctx, placed)
    return (
        np.concatenate((at, at[over], own.at)),
        np.concatenate((begin, last_day[over] + np.int32(1), own.effective)),
        np.concatenate((interval, six, own.interval)),
        np.concatenate((why, ended[over], own.why)),
    )


def _last_days(ctx: Context, rows: Any) -> tuple[Days, Any]:
    """The last day of each agreement, `NO_DAY` for none, and why it ends: its end, or no review in time."""
    table = ctx.book.agreed_frequency
    ended, review = table.ended_on[rows], table.review_by[rows]
    longer = table.interval[rows] > table.code("interval", "6w")
    expires = longer & (review != NO_DAY) & ((ended == NO_DAY) | (review < ended))
    why = np.where(expires, EXPIRED, ENDED).astype(np.int16)
    return np.where(expires, review, ended), why


def verdicts(ctx: Context, rows: Any) -> Any:
    """What becomes of some agreements on `as_at`, each by itself: indexes in `REASONS`.

    `AGREED` where its own interval is in force; else why six weeks apply, `ENDED` and `EXPIRED` included.

    Args:
        ctx: the reading.
        rows: rows of ``agreed_frequency`` that have a case.
    """
    table = ctx.book.agreed_frequency
    placed = current(ctx, table.case[rows])
    effective = np.where(
        table.effective_from[rows] == NO_DAY, table.agreed_on[rows], table.effective_from[rows]
    )
    _, why = _judged(ctx, rows, np.arange(len(rows), dtype=np.int32), effective, placed)
    last_day, ended = _last_days(ctx, rows)
    over = (last_day != NO_DAY) & (last_day < ctx.as_at)
    return np.where(over, ended, why).astype(np.int16)


def _judged(ctx: Context, rows: Any, at: Rows, effective: Days, placed: Placements) -> tuple[Rows, Any]:
    """The interval that each agreement may set, and why it may not set its own."""
    table = ctx.book.agreed_frequency
    words = table.shape.field("interval").codes
    asked = np.array([_WORDS.get(word, SIX_WEEKS) for word in words], np.int32)[table.interval[rows]]
    start = placed.start[at]
    longer = asked != SIX_WEEKS
    failures = (
        (effective == NO_DAY, NO_DATE),
        ((start != NO_DAY) & (effective < start), MOVED),
        (longer & (start == NO_DAY), NO_PLACEMENT),
        (longer & (effective < add_months(start, 12)), FIRST_YEAR),
        ((asked == THREE_MONTHS) & ~placed.to_18[at], NOT_TO_18),
        ((asked == SIX_MONTHS) & ~placed.long_term[at], NOT_FOSTER),
        ((asked == SIX_MONTHS) & (table.child_agrees[rows] != 1), NO_CONSENT),
        (longer & _anybody_against(table, rows), NOT_AGREED),
        (longer & ~_approved(ctx, rows), REFUSED),
    )
    why = np.select([failed for failed, _ in failures], [word for _, word in failures], AGREED)
    return np.where(why == AGREED, asked, SIX_WEEKS).astype(np.int32), why.astype(np.int16)


def _anybody_against(table: Any, rows: Any) -> Mask:
    return np.asarray(
        (table.carer_agrees[rows] == 0) | (table.worker_agrees[rows] == 0) | (table.iro_agrees[rows] == 0)
    )


def _approved(ctx: Context, rows: Any) -> Mask:
    """Whether the panel lets it stand: it agreed, or (unless the council asks for that) has not said no."""
    table = ctx.book.agreed_frequency
    decision = table.panel_decision[rows]
    agreed = np.asarray(decision == table.code("panel_decision", "agreed"))
    return agreed if ctx.timescales.flag("agreed_interval_needs_panel") else agreed | (decision == 0)


def _ends(ended_on: Days, at: Rows, begin: Days, interval: Rows) -> Mask:
    """Which agreements end without another of the same case taking over by the next day."""
    order = np.lexsort((begin, at))
    following = np.full(len(at), _FAR, np.int32)
    same = at[order][1:] == at[order][:-1]
    following[order[:-1][same]] = begin[order[1:][same]]
    over = (ended_on != NO_DAY) & (ended_on >= begin) & (interval != SIX_WEEKS)
    return np.asarray(over & (following.astype(np.int64) > ended_on.astype(np.int64) + 1))


def _by_law(ctx: Context, placed: Placements) -> Change:
    """Three months from the placement's first anniversary, where the council has chosen so."""
    if not ctx.timescales.flag("cla_three_months_without_agreement"):
        none = np.zeros(0, np.int32)
        return Change(none, none, none, np.zeros(0, np.int16))
    at = np.flatnonzero(placed.to_18 & (placed.start != NO_DAY)).astype(np.int32)
    size = len(at)
    return Change(
        at,
        add_months(placed.start[at], 12),
        np.full(size, THREE_MONTHS, np.int32),
        np.full(size, BY_LAW, np.int16),
    )
