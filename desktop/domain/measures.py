"""Who is counted by an indicator of a month, who is not, and why: one row for each thing counted.

Three measures answer three questions and never share a name. *Pack*: the whole stock at the month's end
is the denominator, and a case counts when something happened in the window that ends there, so that a
child new to the plan and not yet visited counts against it. *Not overdue*: the same stock, each case
against its own clock, as the live lists have it. *Period*: every date that fell due in the month while
the child was in the cohort, met or not (see `desktop.domain.measures_period`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop.domain.calendar import FIRST, Calendar, add_months
from desktop.domain.clocks import Clocks
from desktop.domain.cohorts import cohort, of_age, without_short_breaks
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator
from desktop.domain.kernel import DUE_TODAY, IN_TIME, MET
from desktop.domain.series import Days, Mask, Rows
from desktop.domain.timescales import Timescale, Timescales

MEASURES = ("pack", "not-overdue", "period")
WHY = (
    "",
    "in the window",
    "nothing in the window",
    "nothing on record",
    "not overdue",
    "overdue",
    "cannot be calculated: a date is missing",
    "no clock runs: nothing of the sort is on record",
    "on time",
    "late",
    "not done",
    "counted as child protection or looked after",
    "disabled: counted apart",
    "18 or older",
    "short breaks only",
    "looked after for less than 12 months",
    "counted",
    "not counted",
)
(
    _,
    IN_WINDOW,
    OUTSIDE,
    NOTHING,
    NOT_OVERDUE,
    IS_OVERDUE,
    NO_DATE,
    NO_CLOCK,
    ON_TIME,
    LATE,
    NOT_DONE,
    ELSEWHERE,
    DISABLED,
    ADULT,
    SHORT_BREAKS,
    UNDER_A_YEAR,
    COUNTED,
    NOT_COUNTED,
) = range(len(WHY))


@dataclass(frozen=True)
class Reading:
    """What an indicator is read from: the engine and its clocks as at the month's last day.

    Attributes:
        first, last: the month's days; `last` is the day read at when the month is not over yet.
        today: the day from which it is looked at; later than `last` once the month is over.
    """

    ctx: Context
    clocks: Clocks
    first: int
    last: int
    today: int


@dataclass(frozen=True)
class Measured:
    """One row for each thing counted, and for those left out of the population.

    Attributes:
        case: case rows; in the period measure a case has a row for each due date.
        inside: in the denominator.
        counted: in the numerator; never without `inside`.
        due: the day it fell due, `NO_DAY` where that is not what is measured.
        done: the last event, or the one that met the date; `NO_DAY` for none.
        why: index in `WHY`.
    """

    case: Rows
    inside: Mask
    counted: Mask
    due: Days
    done: Days
    why: Rows

    @property
    def n(self) -> int:
        """The numerator."""
        return int(np.count_nonzero(self.counted))

    @property
    def d(self) -> int:
        """The denominator."""
        return int(np.count_nonzero(self.inside))


def made(case: Rows, counted: Mask, why: Any, due: Days | None = None, done: Days | None = None) -> Measured:
    """A measure in which all rows are inside."""
    none = np.full(len(case), NO_DAY, np.int32)
    return Measured(
        np.asarray(case, np.int32),
        np.ones(len(case), bool),
        np.asarray(counted, bool),
        none if due is None else np.asarray(due, np.int32),
        none if done is None else np.asarray(done, np.int32),
        np.broadcast_to(np.asarray(why, np.int8), (len(case),)).astype(np.int8),
    )


def joined(found: Measured, case: Rows, why: Any) -> Measured:
    """The same with rows that are left out, and why."""
    out = made(case, np.zeros(len(case), bool), why)
    none = np.zeros(len(case), bool)
    return Measured(
        np.concatenate((found.case, out.case)),
        np.concatenate((found.inside, none)),
        np.concatenate((found.counted, none)),
        np.concatenate((found.due, out.due)),
        np.concatenate((found.done, out.done)),
        np.concatenate((found.why, out.why)),
    )


# who is counted


@dataclass(frozen=True)
class Stock:
    """A population at the month's end, and those of its kind who are not in it, with the reason."""

    case: Rows
    out: Rows
    why: Rows


def stock(ctx: Context, population: str) -> Stock:
    """One of `cp`, `cla`, `cla_12m`, `cin`, `care_leaver`, or `all` of the children with any of them.

    Raises:
        KeyError: for another population.
    """
    found: Stock = ctx.once(("stock", population), lambda: _STOCKS[population](ctx))
    return found


def _plain(kind: str) -> Callable[[Context], Stock]:
    def make(ctx: Context) -> Stock:
        nobody = np.zeros(0, np.int32)
        return Stock(cohort(ctx, kind), nobody, nobody)

    return make


def _cla(ctx: Context) -> Stock:
    inside, every = without_short_breaks(ctx), ctx.open_cases("cla")
    out = _without(ctx, every, inside)
    children = np.zeros(len(ctx.book.case), bool)
    children[cohort(ctx, "cla")] = True
    return Stock(inside, out, np.where(children[out], SHORT_BREAKS, ADULT))


def _without(ctx: Context, rows: Rows, some: Rows) -> Rows:
    """Case rows that are not among some others."""
    kept = np.ones(len(ctx.book.case), bool)
    kept[some] = False
    return rows[kept[rows]]


def _cla_12m(ctx: Context) -> Stock:
    whole = stock(ctx, "cla")
    began = ctx.started()[whole.case]
    long = (began != NO_DAY) & (add_months(began, 12) <= ctx.as_at)
    out = np.concatenate((whole.out, whole.case[~long]))
    why = np.concatenate((whole.why, np.full(int((~long).sum()), UNDER_A_YEAR)))
    return Stock(whole.case[long], out, why)


def _cin(ctx: Context) -> Stock:
    rows = cohort(ctx, "cin")
    disabled = (ctx.of_person("disabled", rows) == 1) & ctx.timescales.flag("cin_excludes_disabled")
    out = _without(ctx, ctx.open_cases("cin"), rows)
    every = np.concatenate((out, rows[disabled])).astype(np.int32)
    why = np.concatenate((np.full(len(out), ELSEWHERE), np.full(int(disabled.sum()), DISABLED)))
    return Stock(rows[~disabled], every, why)


def _all(ctx: Context) -> Stock:
    """Every child once, under the plan that comes first in this order."""
    rows = every_plan(ctx)
    person, place = ctx.person()[rows], np.arange(len(rows), dtype=np.int32)
    first = np.full(len(ctx.book.person) + 1, -1, np.int32)
    first[person[::-1]] = place[::-1]  # the first plan is written last
    once = (person < 0) | (first[person] == place)  # a case without a person is nobody else's
    return Stock(rows[once], np.zeros(0, np.int32), np.zeros(0, np.int32))


def every_plan(ctx: Context) -> Rows:
    """The cases of every child with any of the four plans, some children more than once."""
    return np.concatenate([stock(ctx, kind).case for kind in ("cp", "cla", "cin", "care_leaver")])


_STOCKS: dict[str, Callable[[Context], Stock]] = {
    "cp": _plain("cp"),
    "care_leaver": _plain("care_leaver"),
    "cla": _cla,
    "cla_12m": _cla_12m,
    "cin": _cin,
    "all": _all,
}


def with_out(ctx: Context, population: str, found: Measured) -> Measured:
    """The measure with those of the kind who are not in the population."""
    whole = stock(ctx, population)
    return joined(found, whole.out, whole.why) if len(whole.out) else found


# what counts


def rule_of(ctx: Context, rule_id: str) -> Timescale:
    """A timescale as it stands on the day, as shipped where it is not in force."""
    return ctx.rule(rule_id) or Timescales.shipped().rule(rule_id)


def is_late(ctx: Context, rule: Timescale, on: Any, due: Days) -> Mask:
    """Whether a day is past a due day; by a rule of working days, a day off after it is not."""
    if not rule.in_working_days:
        return np.asarray(on > due)
    ordinal = ctx.calendar.W
    return np.asarray(
        ordinal.take(np.asarray(on) - FIRST, mode="clip") > ordinal.take(due - FIRST, mode="clip")
    )


def last_of(ctx: Context, rule: Timescale, rows: Rows) -> Days:
    """The last event that satisfies a rule, of this plan and not of an earlier one."""
    last = ctx.satisfying(rule).last(ctx.as_at, rows)
    return np.where(last >= ctx.started()[rows], last, np.int32(NO_DAY)).astype(np.int32)


def windows(ctx: Context, indicator: Indicator, rows: Rows) -> tuple[Mask, Days, Days]:
    """Per case: whether something happened in the window, the last event, and until when it counts."""
    last, until = np.full(len(rows), NO_DAY, np.int32), np.full(len(rows), NO_DAY, np.int32)
    inside = np.zeros(len(rows), bool)
    kind = ctx.book.case.kind[rows]
    for rule_id in indicator.rules:
        rule = rule_of(ctx, rule_id)
        codes = [ctx.book.case.code("kind", word) for word in rule.plan_kinds]
        some = np.flatnonzero(np.isin(kind, codes) & of_age(ctx, rows, rule.min_age, rule.max_age)[0])
        last[some] = last_of(ctx, rule, rows[some])
        until[some] = ctx.due(rule, last[some])
        inside[some] = (until[some] != NO_DAY) & ~is_late(ctx, rule, ctx.as_at, until[some])
    return inside, last, until


def in_window(ctx: Context, indicator: Indicator, rows: Rows) -> Mask:
    """`windows` without the days: no due day is worked out, the window is the same for every case."""
    inside = np.zeros(len(rows), bool)
    kind = ctx.book.case.kind[rows]
    began = ctx.started()
    for rule_id in indicator.rules:
        rule = rule_of(ctx, rule_id)
        first, last = window(ctx.calendar, rule, ctx.as_at)
        codes = [ctx.book.case.code("kind", word) for word in rule.plan_kinds]
        some = np.flatnonzero(np.isin(kind, codes) & of_age(ctx, rows, rule.min_age, rule.max_age)[0])
        case = rows[some]
        on = ctx.satisfying(rule).last(ctx.as_at, case)
        inside[some] = (on >= np.maximum(began[case], np.int32(first))) & (on <= last)
    return inside


def window(calendar: Calendar, rule: Timescale, as_at: int) -> tuple[int, int]:
    """The first and the last day from which a rule is not late on a day; the last comes first for none."""
    upto = calendar.due_table(rule.n, rule.unit, rule.count_from)[: as_at - FIRST + 1]
    known = len(upto) - int(np.count_nonzero(upto == NO_DAY))  # due days past the calendar come last
    least = calendar.last_working_on_or_before(as_at) if rule.in_working_days else as_at
    return FIRST + int(np.searchsorted(upto[:known], least)), FIRST + known - 1


def snapshot_window(read: Reading, indicator: Indicator) -> Measured:
    """The pack's measure: the whole stock, and who had the event in the window."""
    ctx, rows = read.ctx, stock(read.ctx, indicator.population).case
    if indicator.population == "all":
        return _every_plan(ctx, indicator, rows, lambda some: windows(ctx, indicator, some))
    counted, last, until = windows(ctx, indicator, rows)
    why = np.where(counted, IN_WINDOW, np.where(last == NO_DAY, NOTHING, OUTSIDE))
    return with_out(ctx, indicator.population, made(rows, counted, why, until, last))


def _every_plan(
    ctx: Context, indicator: Indicator, rows: Rows, ask: Callable[[Rows], tuple[Mask, Days, Days]]
) -> Measured:
    """One row a child: counted when each of the child's plans is."""
    every = every_plan(ctx)
    good, last, until = ask(every)
    place = np.zeros(len(ctx.book.case), np.int32)
    place[every] = np.arange(len(every), dtype=np.int32)
    at = place[rows]
    counted = good[at] & all_good(ctx, every, good)[ctx.person()[rows]]
    why = np.where(counted, IN_WINDOW, np.where(last[at] == NO_DAY, NOTHING, OUTSIDE))
    return made(rows, counted, why, until[at], last[at])


def all_good(ctx: Context, every: Rows, good: Mask) -> Mask:
    """Per person whether each of their plans is good; the last place is of plans without a person."""
    found = np.ones(len(ctx.book.person) + 1, bool)
    found[ctx.person()[every[~good]]] = False
    found[-1] = True
    return found


def clock_states(read: Reading, rules: tuple[str, ...], rows: Rows) -> tuple[Rows, Days]:
    """Per case the worst state of its running clocks of some rules (-1: none runs), and when that is due."""
    clocks = read.clocks
    numbers = [clocks.rules.index(rule) for rule in rules if rule in clocks.rules]
    at = np.flatnonzero(np.isin(clocks.rule, numbers) & (clocks.state < MET))
    state = np.full(len(read.ctx.book.case), -1, np.int32)
    due = np.full(len(read.ctx.book.case), NO_DAY, np.int32)
    badness = np.array([2, 0, 1, 3], np.int32)[clocks.state[at]]  # unknown, in time, due today, overdue
    order = at[np.argsort(badness, kind="stable")]  # the worst is written last
    state[clocks.case[order]] = clocks.state[order]
    due[clocks.case[order]] = clocks.due[order]
    return state[rows], due[rows]


def why_of_state(state: Rows) -> Rows:
    """The words of a clock's state."""
    words = np.array([NO_CLOCK, NO_DATE, NOT_OVERDUE, NOT_OVERDUE, IS_OVERDUE], np.int8)
    return np.asarray(words[np.asarray(state, np.int64) + 1])


def not_overdue(read: Reading, indicator: Indicator) -> Measured:
    """The stock, each case against its own clock; one that cannot be calculated is never in time."""
    ctx, rows = read.ctx, stock(read.ctx, indicator.population).case

    def ask(some: Rows) -> tuple[Mask, Days, Days]:
        state, due = clock_states(read, indicator.rules, some)
        return (state == IN_TIME) | (state == DUE_TODAY), state, due

    counted, state, due = ask(rows)
    why = why_of_state(state)
    if indicator.population == "all":
        found = _every_plan(ctx, indicator, rows, ask)
        why = np.where(found.counted, NOT_OVERDUE, np.where(counted, IS_OVERDUE, why))
        return made(rows, found.counted, why, due)
    return with_out(ctx, indicator.population, made(rows, counted, why, due))
