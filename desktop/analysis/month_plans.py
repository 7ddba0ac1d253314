"""Plans as spans of days, and the events of each sort by plan: what figures of many months start from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.calendar import FIRST, LAST, Days, add_months
from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.placements import ever_in_short_breaks
from desktop.domain.series import shelf_of
from desktop.domain.timescales import Timescale

_FAR = 2**31 - 1
PLANS = ("cp", "cla", "cin", "care_leaver")  # the order in which a child with several is counted


@dataclass(frozen=True)
class Plans:
    """The plans of one kind that are our own.

    Attributes:
        case: case rows, ascending.
        begin, end: first and last day in the population, `NO_DAY` and far away where there is no such limit.
        plain: whether those two say everything.
    """

    case: Ints
    begin: Days
    end: Days
    plain: Bools


@dataclass(frozen=True)
class Lane:
    """The events of one sort in the plans of one kind that began and ended at most once, by plan and day.

    Attributes:
        on: days since `FIRST`; none before the plan began.
        plan: each event's place among the plans of the kind.
        last: where each plan's events end, itself inside.
    """

    on: Ints
    plan: Ints
    last: Ints


def kind_of(population: str) -> str:
    """The kind of plan of a population."""
    return {"cla_12m": "cla"}.get(population, population)


def plans_of(ctx: Context, population: str) -> Plans:
    """The plans that may be in a population on some day, as `measures.stock` has it for one."""
    case, begin, end, plain = _spans(ctx, kind_of(population))
    if kind_of(population) == "cla":
        adult = ctx.age_day(18, case)
        end = np.minimum(end, np.where(adult == NO_DAY, np.int32(_FAR), adult - np.int32(1)))
        plain = plain & ~ever_in_short_breaks(ctx)[case]
    if population == "cla_12m":
        year_over = np.maximum(begin, add_months(begin, 12))
        begin = np.where(begin == NO_DAY, np.int32(_FAR), year_over)
    if population == "cin":
        disabled = (ctx.of_person("disabled", case) == 1) & ctx.timescales.flag("cin_excludes_disabled")
        begin = np.where(disabled, np.int32(_FAR), begin)
        plain = plain & ~_with_any(ctx, ("cp", "cla"))[ctx.person()[case]]
    return Plans(case, begin, end, plain)


def _spans(ctx: Context, kind: str) -> tuple[Ints, Days, Days, Bools]:
    """Case rows, first and last day under way, and whether each began and ended at most once."""
    rows = _rows(ctx, kind)
    began, ended = ctx.series("started"), ctx.series("ended")
    starts, ends = (np.diff(series.offset)[rows] for series in (began, ended))
    begin, end = began.first(_FAR, rows), ended.first(_FAR, rows)
    end = np.where((end == NO_DAY) | (end < begin), np.int32(_FAR), end)
    died = np.asarray(ctx.of_person("died_on", rows), np.int32)
    end = np.minimum(end, np.where(died == NO_DAY, np.int32(_FAR), died))
    return rows, begin, end, (starts <= 1) & (ends <= 1)


def _rows(ctx: Context, kind: str) -> Ints:
    code = codes_of("case", "kind", [kind])[0]
    return np.flatnonzero((ctx.book.case.kind == code) & ctx.ours()).astype(np.int32)


def _with_any(ctx: Context, kinds: tuple[str, ...]) -> Bools:
    """Per person whether they ever had a plan of any of these kinds; the last place is of nobody."""
    found = np.zeros(len(ctx.book.person) + 1, bool)
    for kind in kinds:
        found[ctx.person()[_rows(ctx, kind)]] = True
    found[-1] = False
    return found


def with_others(ctx: Context) -> Bools:
    """Per case whether its child ever had another of the four plans."""
    found: Bools = ctx.once("with others", lambda: _with_others(ctx))
    return found


def _with_others(ctx: Context) -> Bools:
    person = ctx.person()
    every = np.concatenate([_rows(ctx, kind) for kind in PLANS])
    count = np.bincount(person[every] + 1, minlength=len(ctx.book.person) + 1)
    count[0] = 0  # those without a person are nobody else's
    return np.asarray(count[person + 1] > 1)


def lane_of(ctx: Context, rule: Timescale, kind: str) -> Lane:
    """The events that satisfy a rule in the plans of one kind; kept until the casebook changes."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    lenient = ctx.timescales.flag("visit_without_seen_counts")
    key = ("lane", rule.satisfied_by, rule.seen_required, lenient, kind)
    if key not in kept:
        kept[key] = _make_lane(ctx, rule, kind)
    found: Lane = kept[key]  # type: ignore[assignment]
    return found


def _make_lane(ctx: Context, rule: Timescale, kind: str) -> Lane:
    rows, begin, _, once = _spans(ctx, kind)
    series, size = ctx.satisfying(rule), len(ctx.book.case)
    place, since = np.full(size, -1, np.intp), np.full(size, _FAR, np.int32)
    place[rows] = np.arange(len(rows))
    since[rows[once]] = np.maximum(begin[once], FIRST)
    case = np.repeat(np.arange(size), np.diff(series.offset))
    some = np.flatnonzero((series.on >= since[case]) & (series.on <= LAST))
    plan = place[case[some]]
    last = np.flatnonzero(np.r_[plan[1:] != plan[:-1], True]) if len(plan) else some
    return Lane((series.on[some] - np.int32(FIRST)).astype(np.intp), plan, last)
