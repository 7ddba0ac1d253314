"""Who is counted under each kind of plan on a day."""

from __future__ import annotations

import numpy as np

from desktop.domain.calendar import Days
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.placements import SHORT_BREAK, current
from desktop.domain.series import Mask, Rows


def cohort(ctx: Context, kind: str) -> Rows:
    """Case rows counted for one kind of plan, ascending.

    Open cases, with two exceptions: a looked-after child leaves at 18, and a child in need who is also
    on a child protection plan or looked after is counted there instead. Short breaks are not counted
    among the looked after, so a child in need who has them keeps the visits of the plan.
    """
    rows: Rows = ctx.once(("cohort", kind), lambda: _make(ctx, kind))
    return rows


def cohort_of(ctx: Context, kinds: tuple[str, ...]) -> Rows:
    """`cohort` of several kinds of plan together, ascending."""
    if len(kinds) == 1:
        return cohort(ctx, kinds[0])
    return np.sort(np.concatenate([cohort(ctx, kind) for kind in kinds]))


def without_short_breaks(ctx: Context) -> Rows:
    """The looked-after children who are not only in short breaks (regulation 48), ascending."""

    def make() -> Rows:
        rows = cohort(ctx, "cla")
        return np.asarray(rows[current(ctx, rows).basis != SHORT_BREAK], np.int32)

    found: Rows = ctx.once("without short breaks", make)
    return found


def _make(ctx: Context, kind: str) -> Rows:
    rows = ctx.open_cases(kind)
    if kind == "cla":
        adult_from = ctx.age_day(18, rows)
        rows = rows[(adult_from == NO_DAY) | (adult_from > ctx.as_at)]
    if kind == "cin":
        counted = np.concatenate((cohort(ctx, "cp"), without_short_breaks(ctx)))
        elsewhere = np.zeros(len(ctx.book.person) + 1, bool)
        elsewhere[ctx.person()[counted]] = True
        elsewhere[-1] = False  # cases without a person
        rows = rows[~elsewhere[ctx.person()[rows]]]
    return rows


def of_age(ctx: Context, rows: Rows, youngest: int, oldest: int) -> tuple[Mask, Days]:
    """Whose age in whole years on `as_at` lies in the range, and the birthday on which each entered it.

    Ages of -1 set no limit. A child without a date of birth is in the range only when there is no
    youngest age; the entry day is `NO_DAY` where there is none to name.
    """
    entered = np.full(len(rows), NO_DAY, np.int32)
    inside = np.ones(len(rows), bool)
    if youngest > 0:
        entered = ctx.age_day(youngest, rows)
        inside &= (entered != NO_DAY) & (entered <= ctx.as_at)
    if oldest >= 0:
        past = ctx.age_day(oldest + 1, rows)
        inside &= (past == NO_DAY) | (past > ctx.as_at)
    return inside, entered
