"""The period measure: every date that fell due in a month while the child was in the cohort, met or not.

Intervals run from the start of a plan to the first event, and from each event to the next; each gives
one due date. A plan that ended contributes the dates that came before its end, and a date that is
missed counts once, until the event comes. A date that is still to come on the day read at is not yet
counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from desktop.domain.calendar import add_months
from desktop.domain.casebook import Casebook, codes_of
from desktop.domain.cla import three_way
from desktop.domain.context import Context
from desktop.domain.cut import cut
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator
from desktop.domain.measures import LATE, NOT_DONE, ON_TIME, Measured, Reading, is_late, made, rule_of
from desktop.domain.placements import SHORT_BREAK, current
from desktop.domain.series import Days, Mask, Rows, Series, first_per_case
from desktop.domain.timescales import Timescale

_FAR = 2**31 - 1
_SHIFT = 1 << 31
_LOOK_BACK = 190  # days: no interval is longer than six months
_KINDS = {"cla_12m": "cla"}
DueOf = Callable[[Rows, Days, Rows], Days]  # case, day, how many events came before: when the next is due


@dataclass(frozen=True)
class Episodes:
    """Each time a case was under way, [begin, end], by case and day; an end of `_FAR` is not yet."""

    case: Rows
    begin: Days
    end: Days


@dataclass(frozen=True)
class Links:
    """The intervals of some episodes: where each began, when it fell due and what met it."""

    case: Rows
    since: Days
    due: Days
    met: Days
    until: Days  # the last day of the episode


def episodes(ctx: Context, kind: str) -> Episodes:
    """When the cases of one kind were under way, up to the day read at; gone after the person's death."""
    found: Episodes = ctx.once(("episodes", kind), lambda: _episodes(ctx, kind))
    return found


def _episodes(ctx: Context, kind: str) -> Episodes:
    book = ctx.book
    own = (book.case.kind == codes_of("case", "kind", [kind])[0]) & book.case.live & (book.case.other_la != 1)
    began = ctx.series("started")
    rows = began.row[(began.on <= ctx.as_at) & own[book.event.case[began.row]]]
    case, begin = book.event.case[rows], book.event.on[rows]
    unknown = np.flatnonzero(own & (ctx.started() == NO_DAY) & ctx.is_open()).astype(np.int32)
    case = np.concatenate((case, unknown))
    begin = np.concatenate((begin, np.full(len(unknown), NO_DAY, np.int32)))
    order = np.lexsort((begin, case))
    case, begin = case[order], begin[order]
    end = ctx.series("ended").first_since(begin, ctx.as_at, case)
    end = np.where(end == NO_DAY, np.int32(_FAR), end)
    died = np.asarray(ctx.of_person("died_on", case), np.int32)
    end = np.minimum(end, np.where(died == NO_DAY, np.int32(_FAR), died))
    again = np.full(len(case), _FAR, np.int64)
    same = case[1:] == case[:-1]
    again[:-1][same] = begin[1:][same].astype(np.int64) - 1
    return Episodes(case, begin, np.minimum(end, again).astype(np.int32))


def links(ctx: Context, those: Episodes, events: Series, due_of: DueOf, start: Days | None = None) -> Links:
    """Every interval of the episodes, one event a day; `start` replaces the day each is counted from."""
    return _linked(ctx, those, ctx.book.event.case[events.row], events.on, due_of, start)


def _linked(
    ctx: Context, those: Episodes, case: Rows, day: Days, due_of: DueOf, start: Days | None = None
) -> Links:
    """`links` of days that are given by case."""
    of, on = _days_in(ctx, those, case, day)
    from_start = those.begin if start is None else start
    dated = np.flatnonzero(from_start != NO_DAY)
    of = np.concatenate((dated, of))
    on = np.concatenate((from_start[dated], on))
    event = np.arange(len(of)) >= len(dated)
    order = np.lexsort((event, on, of))
    of, on, event = of[order], on[order], event[order]
    new = np.ones(len(of), bool)
    new[1:] = ~((of[1:] == of[:-1]) & (on[1:] == on[:-1]) & event[1:] & event[:-1])
    of, on, event = of[new], on[new], event[new]
    met = np.full(len(of), NO_DAY, np.int32)
    follows = of[1:] == of[:-1]
    met[:-1][follows] = on[1:][follows]
    before = _rank(of, event)
    return Links(those.case[of], on, due_of(those.case[of], on, before), met, those.end[of])


def _days_in(ctx: Context, those: Episodes, case: Rows, on: Days) -> tuple[Rows, Days]:
    """Position of the episode and day of every day that lies in one."""
    key = (those.case.astype(np.int64) << 32) + (those.begin.astype(np.int64) + _SHIFT)
    wanted = (case.astype(np.int64) << 32) + (on.astype(np.int64) + _SHIFT)
    at = np.searchsorted(key, wanted, side="right") - 1
    if not len(those.case):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    safe = np.maximum(at, 0)
    inside = (at >= 0) & (those.case[safe] == case) & (on <= those.end[safe]) & (on <= ctx.as_at)
    return at[inside], on[inside]


def _rank(of: Rows, event: Mask) -> Rows:
    """How many events of the episode there were up to each anchor, itself included."""
    if not len(of):
        return np.zeros(0, np.int64)
    counted = np.cumsum(event)
    first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    base: Rows = np.repeat(counted[first] - event[first], np.diff(np.r_[first, len(of)]))
    return np.asarray(counted - base)


# which rule gives the next due date


def by_rule(ctx: Context, rule: Timescale) -> DueOf:
    """The same length each time."""
    return lambda case, on, before: ctx.due(rule, on)


def by_order(ctx: Context, rules: tuple[str, ...]) -> DueOf:
    """The first rule to the first event, the second to the next, the last one from then on."""
    scales = [rule_of(ctx, rule) for rule in rules]

    def due(case: Rows, on: Days, before: Rows) -> Days:
        every = [ctx.due(scale, on) for scale in scales]
        return np.asarray(np.choose(np.minimum(before, len(scales) - 1), every), np.int32)

    return due


def by_age(ctx: Context, rules: tuple[str, ...]) -> DueOf:
    """Six months before the fifth birthday, twelve after it, by the age on the day of the last one."""
    young, older = (rule_of(ctx, rule) for rule in rules)

    def due(case: Rows, on: Days, before: Rows) -> Days:
        fifth = ctx.age_day(young.max_age + 1, case)
        under = (fifth == NO_DAY) | (on < fifth)
        first = np.where(under, ctx.due(young, on), ctx.due(older, on))
        return np.where(before > 0, first, np.int32(NO_DAY)).astype(np.int32)

    return due


# the measure


def period(read: Reading, indicator: Indicator) -> Measured:
    """Every due date of the month, a row each."""
    ctx = read.ctx
    if indicator.kind == "three_way":
        return _judged(read, _readings(read, indicator), rule_of(ctx, indicator.rules[0]), "cla")
    kinds = ("cp", "cla", "cin", "care_leaver") if indicator.population == "all" else (indicator.population,)
    parts = [_of_kind(read, indicator, _KINDS.get(kind, kind)) for kind in kinds]
    return together(parts)


def together(parts: list[Measured]) -> Measured:
    """Several measures as one."""
    names = ("case", "inside", "counted", "due", "done", "why")
    return Measured(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _of_kind(read: Reading, indicator: Indicator, kind: str) -> Measured:
    ctx, those = read.ctx, episodes(read.ctx, kind)
    rules = [rule_of(ctx, rule) for rule in indicator.rules if kind in rule_of(ctx, rule).plan_kinds]
    rule = rules[0]
    ordered = indicator.kind in ("up_to_date", "completed", "due")
    if indicator.population == "cla_12m":
        due_of = by_age(ctx, indicator.rules)
    else:
        due_of = by_order(ctx, indicator.rules) if ordered else by_rule(ctx, rule)
    found = links(ctx, those, ctx.satisfying(rule), due_of, _started(ctx, rule, those))
    if indicator.kind in ("completed", "due"):
        found = _first_of_each(found)
    if indicator.kind == "completed":  # doing it ends the case: its date still counts
        found = replace(found, until=np.where(found.met == NO_DAY, found.until, np.int32(_FAR)))
    return _judged(read, found, rule, kind, with_year=indicator.population == "cla_12m")


def _started(ctx: Context, rule: Timescale, those: Episodes) -> Days | None:
    """From when a rule counts where that is not the beginning: the first allocation, a discussion."""
    if rule.start_event == "allocation":
        table = ctx.book.allocation
        own = np.isin(table.role, codes_of("allocation", "role", ["worker", "pa"])) & ctx.known("allocation")
        first = first_per_case(table, table.on, own & (table.on <= ctx.as_at), len(ctx.book.case))[those.case]
        usable = (first != NO_DAY) & (first <= those.end)
        return np.where(usable, np.maximum(first, those.begin), those.begin).astype(np.int32)
    if rule.start_event in ("strategy_discussion", "icpc"):
        on = ctx.series(rule.start_event).first_since(those.begin, ctx.as_at, those.case)
        return np.where((on != NO_DAY) & (on <= those.end), on, those.begin).astype(np.int32)
    return None


def _first_of_each(found: Links) -> Links:
    """Only the interval with which each case began: what has to be done once."""
    key = (found.case.astype(np.int64) << 32) + found.until
    _, first = np.unique(key, return_index=True)
    first = np.sort(first)
    return Links(*(getattr(found, name)[first] for name in ("case", "since", "due", "met", "until")))


def _judged(read: Reading, found: Links, rule: Timescale, kind: str, with_year: bool = False) -> Measured:
    """The due dates of the month that were the case's own, and whether each was met."""
    ctx, due = read.ctx, found.due
    met = (found.met != NO_DAY) & ~is_late(ctx, rule, found.met, due)
    fell = (due != NO_DAY) & (due >= read.first) & (due <= read.last) & (due <= found.until)
    fell &= met | is_late(ctx, rule, ctx.as_at, due) | (read.last < read.today)
    fell &= _in_cohort(ctx, kind, found.case, due)
    if with_year:
        began = ctx.started()[found.case]
        fell &= (began != NO_DAY) & (add_months(began, 12) <= due)
    some = np.flatnonzero(fell)
    met, done = met[some], found.met[some]
    why = np.where(met, ON_TIME, np.where(done == NO_DAY, NOT_DONE, LATE))
    return made(found.case[some], met, why, due[some], done)


def _in_cohort(ctx: Context, kind: str, case: Rows, on: Days) -> Mask:
    """Whether each case was counted under its kind on its own day, beside being under way."""
    if kind == "cla":
        adult = ctx.age_day(18, case)
        grown = (adult != NO_DAY) & (adult <= on)
        return np.asarray(~grown & (current(ctx, case).basis != SHORT_BREAK))
    if kind == "cin":
        disabled = (ctx.of_person("disabled", case) == 1) & ctx.timescales.flag("cin_excludes_disabled")
        return np.asarray(~disabled & ~_elsewhere(ctx, case, on))
    return np.ones(len(case), bool)


def _elsewhere(ctx: Context, case: Rows, on: Days) -> Mask:
    """Whether the child was on a child protection plan or looked after on that day."""
    others = [episodes(ctx, "cp"), _looked_after(ctx)]
    names = ("case", "begin", "end")
    of, begin, end = (np.concatenate([getattr(one, name) for one in others]) for name in names)
    person = ctx.person()
    them = person[of]
    order = np.argsort(them, kind="stable")
    them, begin, end = them[order], begin[order], end[order]
    mine = person[case]
    first, last = np.searchsorted(them, mine, "left"), np.searchsorted(them, mine, "right")
    found = np.zeros(len(case), bool)
    for step in range(int((last - first).max()) if len(case) else 0):
        at = np.flatnonzero((first + step < last) & (mine >= 0))
        other = first[at] + step
        found[at] |= (begin[other] <= on[at]) & (end[other] >= on[at])
    return found


def _looked_after(ctx: Context) -> Episodes:
    """When children were looked after, up to their eighteenth birthday and short breaks left out."""
    every = episodes(ctx, "cla")
    adult = ctx.age_day(18, every.case)
    end = np.minimum(every.end, np.where(adult == NO_DAY, np.int32(_FAR), adult - np.int32(1)))
    own = current(ctx, every.case).basis != SHORT_BREAK
    return Episodes(every.case[own], every.begin[own], end[own].astype(np.int32))


def _readings(read: Reading, indicator: Indicator) -> Links:
    """Looked-after visits by the interval in force, or by the legal maximum, as each interval had it.

    Both depend on the placement and on agreements, so each interval is read on the day before it ended:
    before the visit or the move that ended it, or the last day. A new placement begins a new interval;
    what would have fallen due after the move is not asked for.
    """
    ctx = read.ctx
    both: tuple[Links, Links] = ctx.once(("visits read", read.first), lambda: _read_visits(read))
    return both[0] if indicator.id == "cla_visit_agreed" else both[1]


def _read_visits(read: Reading) -> tuple[Links, Links]:
    """The intervals with their due days, agreed and legal."""
    ctx = read.ctx
    visits = ctx.satisfying(rule_of(ctx, "cla_visit_6w"))
    case, on = ctx.book.event.case[visits.row], visits.on
    placed = np.flatnonzero(ctx.known("placement") & (ctx.book.placement.case >= 0))
    every = np.concatenate((case, ctx.book.placement.case[placed]))
    days = np.concatenate((on, ctx.book.placement.starts_on[placed]))
    chain = _linked(ctx, episodes(ctx, "cla"), every, days, lambda of, since, before: since)
    visited = np.isin(_key(chain.case, chain.met), _key(case, on))
    met = np.where(visited, chain.met, np.int32(NO_DAY))
    moved = (chain.met != NO_DAY) & ~visited
    until = np.where(moved, np.minimum(chain.until, chain.met - 1), chain.until).astype(np.int32)
    asked = np.where(chain.met == NO_DAY, np.minimum(read.last, chain.until), chain.met - 1)
    asked = np.maximum(asked, chain.since).astype(np.int32)
    dues = _dues_on(read, chain, asked)
    agreed, legal = (Links(chain.case, chain.since, due, met, until) for due in dues)
    return agreed, legal


def _key(case: Rows, on: Days) -> Rows:
    return np.asarray((case.astype(np.int64) << 32) + (on.astype(np.int64) + _SHIFT))


def _dues_on(read: Reading, chain: Links, asked: Days) -> tuple[Days, Days]:
    """Agreed and legal due day of each interval, read on a day of its own; from a cut of its cases only."""
    ctx = read.ctx
    agreed, legal = np.full((2, len(asked)), NO_DAY, np.int32)
    recent = np.flatnonzero((asked >= read.first - _LOOK_BACK) & (chain.since <= read.last))
    rows, small = ctx.shared("cases of visits", lambda: _cut_of(ctx, chain.case[recent]))
    place = np.searchsorted(rows, chain.case)
    rules = _rules_of(ctx)
    for day in np.unique(asked[recent]).tolist():
        found = ctx.shared(("visits due", day, rules), partial(_both_dues, ctx, small, len(rows), day))
        some = recent[asked[recent] == day]
        agreed[some], legal[some] = found[:, place[some]]
    return agreed, legal


def _cut_of(ctx: Context, cases: Rows) -> tuple[Rows, Casebook]:
    """Some cases cut out of the casebook; where many months are read, all of the looked-after children."""
    every = np.flatnonzero(ctx.book.case.kind == codes_of("case", "kind", ["cla"])[0])
    rows = np.unique(cases if ctx.prepared is None else every).astype(np.int32)
    return rows, cut(ctx.book, rows)


def _rules_of(ctx: Context) -> tuple[Any, ...]:
    """What two readings must have alike to come to the same due days of looked-after visits."""
    scales = ctx.timescales
    rules = tuple(rule for rule in scales if "cla" in rule.plan_kinds)
    return rules, tuple(scales.settings.items()), scales.closures, scales.extra_holidays


def _both_dues(ctx: Context, small: Casebook, size: int, day: int) -> Days:
    """By case of a cut the agreed and the legal due day as they stood on a day."""
    answer = three_way(Context(small, ctx.timescales, ctx.calendar, day, ctx.known_at, ctx.recorded))
    found = np.full((2, size), NO_DAY, np.int32)
    found[0, answer.case], found[1, answer.case] = answer.agreed_due, answer.legal_due
    return found
