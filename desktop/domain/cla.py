"""Looked-after children: visits under regulation 28 of SI 2010/959, and reviews under regulation 33.

One week from each placement, then six weeks, or three or six months where agreed and allowed; the
special placements have their own rules. A visit counts only from the start of the placement the child
is in. Every child is also measured three ways, so that no figure hides another: against six weeks,
against the interval in force and against the most that the law allows (`three_way`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from desktop.domain.agreements import RULES, SIX_WEEKS, changes
from desktop.domain.calendar import Days, add_months
from desktop.domain.cohorts import cohort
from desktop.domain.context import NEEDS_PLACEMENT, OUT_OF_SPAN, Context, Part, part, reason
from desktop.domain.days import NO_DAY
from desktop.domain.intervals import changed_due
from desktop.domain.kernel import DUE_TODAY, IN_TIME, OVERDUE, UNKNOWN
from desktop.domain.placements import (
    ADOPTION,
    CARE_ORDER_HOME,
    NORMAL,
    REG19,
    SHORT_BREAK,
    TEMPORARY,
    Placements,
    current,
)
from desktop.domain.series import Mask, Rows, Series
from desktop.domain.timescales import Timescale, Timescales

_FAR = 2**31 - 1
_NEEDS_CARE_START = reason("needs the date the child became looked after")
_NEEDS_VISIT = reason(
    "needs the last visit, the placement start date or the date the child became looked after"
)
_NEEDS_ORDER = reason("needs the date of the care order")
_FROM_VISIT = reason("six weeks from the last visit: the placement start date is not on record")
_FROM_CARE = reason("counted from becoming looked after: no placement start date and no visit is on record")
_EARLIER_REVIEWS = reason("six months: the reviews before this one are not on record")


@dataclass
class _Visits:
    """The looked-after children with what their visit clocks are worked out from, as columns."""

    case: Rows
    began: Days  # became looked after
    placed: Placements
    since: Days  # visits count from here: placement start, else `NO_DAY`
    last: Days  # last visit in this placement (since becoming looked after, where that is unknown)
    first: Days  # first visit in this placement

    def where(self, chosen: Mask) -> _Visits:
        placed = Placements(**{name: column[chosen] for name, column in vars(self.placed).items()})
        return _Visits(
            self.case[chosen],
            self.began[chosen],
            placed,
            self.since[chosen],
            self.last[chosen],
            self.first[chosen],
        )


_REVIEWS = ("cla_review_20wd", "cla_review_3m", "cla_review_6m")


def parts(ctx: Context, only: frozenset[str] | None = None) -> list[Part]:
    """The visit and review clocks of looked-after children, or at least those called for."""
    found = _visit_parts(ctx) if only is None or not only.issubset(_REVIEWS) else []
    if only is None or not only.isdisjoint(_REVIEWS):
        found += _reviews(ctx)
    return [one for one in found if ctx.rule(one.rule) is not None]


def _visits(ctx: Context) -> _Visits:
    rows = cohort(ctx, "cla")
    began = ctx.started()[rows]
    placed = current(ctx, rows)
    since = np.where(placed.start == NO_DAY, np.int32(NO_DAY), np.maximum(placed.start, began))
    seen = _qualifying(ctx)
    last = seen.last(ctx.as_at, rows)
    last = np.where(last >= np.maximum(since, began), last, np.int32(NO_DAY))
    first = seen.first_since(np.maximum(since, began), ctx.as_at, rows)
    placed = replace(placed, basis=_settled(ctx, rows, placed, last))
    return _Visits(rows, began, placed, since, last, first)


def _settled(ctx: Context, rows: Rows, placed: Placements, last: Days) -> Rows:
    """The basis of each placement; one for adoption, reviewed and visited since, is like any other."""
    adopting = placed.basis == ADOPTION
    if not adopting.any():
        return placed.basis
    reviewed = ctx.first_event("review", rows=rows, since=placed.start)
    done = adopting & (reviewed != NO_DAY) & (last >= reviewed)
    return np.where(done, np.int32(NORMAL), placed.basis)


def _qualifying(ctx: Context) -> Series:
    return ctx.satisfying(_scale(ctx, "cla_visit_6w"))


def _visit_parts(ctx: Context) -> list[Part]:
    every = _visits(ctx)
    basis = every.placed.basis
    found = _normal(ctx, every.where(basis == NORMAL))
    for number in sorted(set(basis[basis != NORMAL].tolist())):
        found += _BY_BASIS[number](ctx, every.where(basis == number))
    return found


def _normal(ctx: Context, kids: _Visits) -> list[Part]:
    start, why = _first_from(ctx, kids)
    due = ctx.after(start, *_length(ctx, "cla_first_visit_1w"))
    stop = np.where(start == NO_DAY, np.int32(NO_DAY), kids.first)
    judged = ~_later_one(ctx, "cla_first_visit_1w", start, stop)
    columns = (column[judged] for column in (kids.case, start, due, stop, why))
    found = [part("cla_first_visit_1w", *columns)]
    running = kids.where((kids.last != NO_DAY) | (start == NO_DAY))
    start, due, interval, why = _in_force(ctx, running)
    for number, rule in enumerate(RULES):
        on = interval == number
        found.append(part(rule, running.case[on], start[on], due[on], why=why[on]))
    return found


def _first_from(ctx: Context, kids: _Visits) -> tuple[Days, Any]:
    """Where the first visit counts from, and what is missing or assumed.

    A child who has not been visited since becoming looked after is owed a first visit from that day,
    wherever placed: no placement can have begun earlier. Once visited, only the placement start tells.
    """
    assumed = (kids.since == NO_DAY) & (kids.last == NO_DAY) & (kids.began != NO_DAY)
    start = np.where(assumed, kids.began, kids.since)
    why = np.where(start == NO_DAY, NEEDS_PLACEMENT, np.where(assumed, _FROM_CARE, 0))
    outside = _outside(ctx, start)
    return start, np.where((start != NO_DAY) & (outside != 0), outside, why)


def _in_force(ctx: Context, kids: _Visits) -> tuple[Days, Days, Rows, Any]:
    """Start, due day, interval (index in `RULES`) and reason of each recurring clock."""
    start = np.where(kids.last == NO_DAY, kids.began, kids.last)
    dues = [ctx.after(start, *_length(ctx, rule)) for rule in RULES]
    due = dues[SIX_WEEKS].copy()
    interval = np.full(len(start), SIX_WEEKS, np.int32)
    why = np.zeros(len(start), np.int16)
    for change in changes(ctx, kids.case, kids.placed):
        at, number = change.at, change.interval
        new = np.choose(number, [column[at] for column in dues])
        due[at] = changed_due(start[at], due[at], new, change.effective)
        interval[at], why[at] = number, change.why
    why[(kids.since == NO_DAY) & (why == 0)] = _FROM_VISIT
    why[start == NO_DAY] = _NEEDS_VISIT
    due[start == NO_DAY] = NO_DAY
    why[(start != NO_DAY) & (due == NO_DAY)] = OUT_OF_SPAN
    return start, due, interval, why


def _weekly(ctx: Context, kids: _Visits, later: str) -> list[Part]:
    """Weekly to the first review, then by a rule of its own (regulation 28(3) and (4))."""
    return _weekly_until(ctx, kids, kids.began, "cla_visit_weekly", later)


def _adoption(ctx: Context, kids: _Visits) -> list[Part]:
    """Weekly to the first review of the placement (SI 2005/389 regulation 36(4)), then six weeks."""
    return _weekly_until(ctx, kids, kids.since, "cla_visit_adoption_1w", "cla_visit_6w")


def _weekly_until(ctx: Context, kids: _Visits, since: Days, rule: str, later: str) -> list[Part]:
    start = np.where(kids.last == NO_DAY, kids.since, kids.last)
    reviewed = ctx.first_event("review", rows=kids.case, since=since)
    weekly = ctx.after(start, *_length(ctx, rule))
    after = ctx.after(start, *_length(ctx, later))
    on = reviewed != NO_DAY
    due = np.where(on & (start != NO_DAY), changed_due(start, weekly, after, reviewed), weekly)
    why = np.where(start == NO_DAY, NEEDS_PLACEMENT, _outside(ctx, start))
    return [
        part(rule, kids.case[~on], start[~on], due[~on], why=why[~on]),
        part(later, kids.case[on], start[on], due[on], why=why[on]),
    ]


def _care_order_home(ctx: Context, kids: _Visits) -> list[Part]:
    """One week from the care order, then six weeks (regulation 28(5))."""
    order = kids.placed.order_on
    from_order = np.where((order == NO_DAY) | (order > ctx.as_at), np.int32(NO_DAY), order)
    stop = _qualifying(ctx).first_since(from_order, ctx.as_at, kids.case)
    stop = np.where(from_order == NO_DAY, np.int32(NO_DAY), stop)
    first = ctx.after(from_order, *_length(ctx, "cla_first_visit_co_1w"))
    missing = np.where(from_order == NO_DAY, _NEEDS_ORDER, _outside(ctx, from_order))
    visited = kids.last != NO_DAY
    run = kids.where(visited)
    later = ctx.after(run.last, *_length(ctx, "cla_visit_co_home_6w"))
    return [
        part("cla_first_visit_co_1w", kids.case, from_order, first, stop, missing),
        part("cla_visit_co_home_6w", run.case, run.last, later, why=_outside(ctx, run.last)),
    ]


def _short_break(ctx: Context, kids: _Visits) -> list[Part]:
    start = np.where(kids.last == NO_DAY, kids.since, kids.last)
    first = ctx.rule("cla_visit_short_break")
    if first is None:
        return []
    new = ctx.after(start, first.first_n, first.first_unit, first.count_from)
    due = np.where(kids.last == NO_DAY, new, ctx.due(first, start))
    why = np.where(start == NO_DAY, NEEDS_PLACEMENT, _outside(ctx, start))
    return [part(first.id, kids.case, start, due, why=why)]


def _later_one(ctx: Context, rule_id: str, start: Days, stop: Days) -> Mask:
    """Whose first event on record is too late to be the first of its sort; see `history_months`."""
    rule = ctx.rule(rule_id)
    months = rule.history_months if rule is not None else 0
    dated = (start != NO_DAY) & (stop != NO_DAY)
    return np.asarray(dated & (stop > add_months(start, months))) if months else np.zeros(len(start), bool)


_BY_BASIS: dict[int, Callable[[Context, _Visits], list[Part]]] = {
    REG19: partial(_weekly, later="cla_visit_reg19_6w"),
    TEMPORARY: partial(_weekly, later="cla_visit_temp_4w"),
    CARE_ORDER_HOME: _care_order_home,
    SHORT_BREAK: _short_break,
    ADOPTION: _adoption,
}


def _scale(ctx: Context, rule_id: str) -> Timescale:
    """A rule, also where it is not in force: others are measured against it."""
    return ctx.timescales.by_id.get(rule_id) or Timescales.shipped().rule(rule_id)


def _length(ctx: Context, rule_id: str) -> tuple[int, str, str]:
    rule = _scale(ctx, rule_id)
    return rule.n, rule.unit, rule.count_from


def _outside(ctx: Context, start: Days) -> Any:
    return np.where(ctx.after(start, 0, "day") == NO_DAY, OUT_OF_SPAN, 0)


@dataclass(frozen=True)
class ThreeWay:
    """Looked-after visits measured three ways, one row per child (short breaks left out).

    Attributes:
        case: int32 case rows.
        last: day of the last visit in this placement, `NO_DAY` when there is none.
        interval: index in `agreements.RULES` of the interval in force; meaningful where a visit exists.
        why: index in `REASONS`: why that interval.
        six_due, agreed_due, legal_due: int32 due days against six weeks, against the interval in force
            (the first visit, or weekly, where that is what runs) and against the legal maximum.
        six_state, agreed_state, legal_state: int8 indexes in `kernel.STATES`.
    """

    case: Rows
    last: Days
    interval: Rows
    why: Any
    six_due: Days
    agreed_due: Days
    legal_due: Days
    six_state: Any
    agreed_state: Any
    legal_state: Any


def three_way(ctx: Context) -> ThreeWay:
    """Every looked-after child against six weeks, the interval in force and the legal maximum.

    Against six weeks a child who has not been visited in this placement counts from its start.
    """
    every = _visits(ctx)
    kids = every.where(every.placed.basis != SHORT_BREAK)
    normal = kids.placed.basis == NORMAL
    start, in_force, interval, why = _in_force(ctx, kids)
    origin = np.where(kids.last != NO_DAY, kids.last, np.where(kids.since == NO_DAY, kids.began, kids.since))
    six = ctx.after(origin, *_length(ctx, "cla_visit_6w"))
    special = _special_due(ctx, kids)
    first_from, _ = _first_from(ctx, kids)
    waiting = normal & (kids.last == NO_DAY) & (first_from != NO_DAY)
    in_force[waiting] = ctx.after(first_from, *_length(ctx, "cla_first_visit_1w"))[waiting]
    agreed = np.where(normal, in_force, special)
    legal = np.where(normal & ~waiting, _legal_due(ctx, kids, start), agreed)
    states = [_state(ctx, due) for due in (six, agreed, legal)]
    return ThreeWay(kids.case, kids.last, interval, why, six, agreed, legal, *states)


def _legal_due(ctx: Context, kids: _Visits, start: Days) -> Days:
    """The last day that regulation 28 allows, agreement or not."""
    six, three, half_year = (ctx.after(start, *_length(ctx, rule)) for rule in RULES)
    agrees = _child_agrees(ctx, kids.case)
    longest = np.where(kids.placed.long_term & agrees, half_year, np.where(kids.placed.to_18, three, six))
    year_over = add_months(kids.placed.start, 12)
    grown = (kids.placed.start != NO_DAY) & (year_over <= ctx.as_at) & (start != NO_DAY)
    return np.where(grown, changed_due(start, six, longest, year_over), six)


def _child_agrees(ctx: Context, cases: Rows) -> Mask:
    table = ctx.book.agreed_frequency
    said = ctx.known("agreed_frequency") & (table.case >= 0) & (table.child_agrees == 1)
    said &= (table.effective_from <= ctx.as_at) & ((table.ended_on == NO_DAY) | (table.ended_on >= ctx.as_at))
    agrees = np.zeros(len(ctx.book.case), bool)
    agrees[table.case[said]] = True
    return agrees[cases]


def _special_due(ctx: Context, kids: _Visits) -> Days:
    """Due days by the special rules, `NO_DAY` for children whom none of them covers."""
    due = np.full(len(ctx.book.case), NO_DAY, np.int32)
    basis = kids.placed.basis
    for number in sorted(set(basis[basis != NORMAL].tolist())):
        for one in _BY_BASIS[number](ctx, kids.where(basis == number)):
            running = one.stop == NO_DAY
            due[one.case[running]] = one.due[running]
    return due[kids.case]


def _state(ctx: Context, due: Days) -> Any:
    open_state = np.where(due < ctx.as_at, OVERDUE, np.where(due == ctx.as_at, DUE_TODAY, IN_TIME))
    return np.where(due == NO_DAY, UNKNOWN, open_state).astype(np.int8)


def _reviews(ctx: Context) -> list[Part]:
    """20 working days to the first, three months to the second, then six months (regulation 33).

    Feeds carry the latest review only. One held later than a second review could be is therefore not
    taken for the first: it runs on six months, and the reason says so.
    """
    rows = ctx.counted(_scale(ctx, "cla_review_20wd"), cohort(ctx, "cla"))
    began = ctx.started()[rows]
    series = ctx.series("review")
    first = series.first_since(began, ctx.as_at, rows)
    second = series.first_since(
        np.where(first == NO_DAY, np.int32(_FAR), first + np.int32(1)), ctx.as_at, rows
    )
    last = series.last(ctx.as_at, rows)
    later = _later_one(ctx, "cla_review_20wd", began, first) | ((first != NO_DAY) & (began == NO_DAY))
    held = (first != NO_DAY) & ~later
    six = later | (second != NO_DAY)
    due_first = ctx.after(began, *_length(ctx, "cla_review_20wd"))
    second_due = ctx.after(first, *_length(ctx, "cla_review_3m"))
    later_due = ctx.after(last, *_length(ctx, "cla_review_6m"))
    missing = np.where(began == NO_DAY, _NEEDS_CARE_START, _outside(ctx, began))
    return [
        part(
            "cla_review_20wd", rows[~later], began[~later], due_first[~later], first[~later], missing[~later]
        ),
        part("cla_review_3m", rows[held], first[held], second_due[held], second[held]),
        part(
            "cla_review_6m",
            rows[six],
            last[six],
            later_due[six],
            why=np.where(later & (second == NO_DAY), _EARLIER_REVIEWS, 0)[six],
        ),
    ]
