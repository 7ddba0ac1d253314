"""The clocks of children's services and care leavers, from the timescales that describe them.

Two shapes cover nearly all of them. A rule that runs *once* counts from its start to the first event
that satisfies it. A *recurring* rule counts from the last such event, and before the first one from
its start; or it has no clock until there is one (a monthly core group follows a first core group).
Looked-after visits and reviews are in `desktop.domain.cla`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop.domain.calendar import Days, add_months
from desktop.domain.cohorts import cohort, cohort_of, of_age, without_short_breaks
from desktop.domain.context import NEEDS_START, OUT_OF_SPAN, Context, Part, part, reason
from desktop.domain.days import NO_DAY
from desktop.domain.intervals import changed_due
from desktop.domain.kinds import EVENT_KINDS
from desktop.domain.series import Mask, Rows, first_per_case
from desktop.domain.timescales import Timescale

_NEEDS = {
    "cp": NEEDS_START,
    "cin": NEEDS_START,
    "cla": reason("needs the date the child became looked after"),
    "care_leaver": reason("needs the date of the last contact or of leaving care"),
    "assessment": reason("needs the assessment start date"),
    "s47": reason("needs the date of the strategy discussion"),
    "referral": reason("needs the date of the referral"),
    "private_fostering": reason("needs the date the authority became aware of the arrangement"),
}
_NEEDS_ALLOCATION = reason("needs the date of the last supervision, of allocation or of the plan start")
_WEEKS_TO_ELIGIBLE = 13
FIRST_REVIEW = "rcpc_3m"
_UNBORN = reason("the child was born after the plan began, so the first review follows the birth")


def parts(ctx: Context, only: frozenset[str] | None = None) -> list[Part]:
    """The clocks of every rule here that is in force, or of those called for."""
    asked = [
        rule
        for rule in ctx.timescales
        if rule.by_engine and ctx.has(*rule.plan_kinds) and (only is None or rule.id in only)
    ]
    found = [_generic(ctx, rule) for rule in asked]
    found = [_after_birth(ctx, one) if one.rule == FIRST_REVIEW else one for one in found]
    for kind, (rules, special) in _SPECIAL.items():
        if ctx.has(kind) and (only is None or not only.isdisjoint(rules)):
            found += special(ctx)
    return found


def needs(
    ctx: Context, rule: Timescale, rows: Rows, start: Days
) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """What is missing where a start cannot be used; 0 where it can."""
    words = ctx.book.case.shape.field("kind").codes
    by_kind = np.array([_NEEDS.get(word, NEEDS_START) for word in words], np.int16)
    missing = by_kind[ctx.book.case.kind[rows]]
    if rule.start_event == "allocation":
        missing = np.full(len(rows), _NEEDS_ALLOCATION, np.int16)
    unusable = np.where(start == NO_DAY, missing, np.int16(OUT_OF_SPAN))
    return np.where(ctx.due(rule, start) == NO_DAY, unusable, np.int16(0)).astype(np.int16)


def _generic(ctx: Context, rule: Timescale) -> Part:
    rows = ctx.counted(rule, _covered(ctx, rule))
    rows, entered = _those_of_age(ctx, rule, rows)
    if not len(rows):  # most rules, when only a case or two are read again
        return part(rule.id, rows, rows, rows)
    start, counted = _start(ctx, rule, rows)
    rows, start = rows[counted], start[counted]
    start = np.where(start == NO_DAY, start, np.maximum(start, entered[counted]))
    return _recurring(ctx, rule, rows, start) if rule.recurring else _once(ctx, rule, rows, start)


def _covered(ctx: Context, rule: Timescale) -> Rows:
    of_care = rule.plan_kinds == ("cla",) and rule.group in ("health", "plan")
    if of_care and not ctx.timescales.flag("short_breaks_have_health_and_plan_clocks"):
        return without_short_breaks(ctx)
    return cohort_of(ctx, rule.plan_kinds)


def _those_of_age(ctx: Context, rule: Timescale, rows: Rows) -> tuple[Rows, Days]:
    if rule.min_age < 0 and rule.max_age < 0:
        return rows, np.full(len(rows), NO_DAY, np.int32)
    inside, entered = of_age(ctx, rows, rule.min_age, rule.max_age)
    return rows[inside], entered[inside]


def _start(ctx: Context, rule: Timescale, rows: Rows) -> tuple[Days, Mask]:
    """The day each clock first runs from, and which cases have such a clock at all."""
    began = ctx.started()[rows]
    if rule.start_event == "started" or rule.start_event in rule.satisfied_by:
        return began, np.ones(len(rows), bool)
    start = _start_event(ctx, rule.start_event, rows, began)
    start = np.where(start <= ctx.over_before()[rows], np.int32(NO_DAY), start)
    if rule.start_else == "started":
        return np.where(start == NO_DAY, began, start), np.ones(len(rows), bool)
    return start, start != NO_DAY


def _start_event(ctx: Context, event: str, rows: Rows, began: Days) -> Days:
    if event in EVENT_KINDS:
        return ctx.last_event(event, rows=rows)
    if event == "allocation":
        first, undated = _first_allocation(ctx)
        since = _not_before(began, first[rows])
        return np.where(undated[rows] & (began != NO_DAY), np.int32(NO_DAY), since)
    if event == "first placement":
        table = ctx.book.placement
        days: Days = ctx.once(
            event, lambda: first_per_case(table, table.starts_on, ctx.known("placement"), len(ctx.book.case))
        )
        return _not_before(began, np.where(days[rows] > ctx.as_at, np.int32(NO_DAY), days[rows]))
    if event == "eligible":
        usable = began != NO_DAY
        eligible = np.maximum(ctx.age_day(16, rows), began + np.int32(7 * _WEEKS_TO_ELIGIBLE))
        return np.where(usable & (eligible <= ctx.as_at), eligible, np.int32(NO_DAY))
    raise ValueError(f"no timescale can start from {event!r}")


def _not_before(began: Days, start: Days) -> Days:
    """Such a start counts from the plan's own when it came before it."""
    return np.where(start == NO_DAY, start, np.maximum(start, began))


def _first_allocation(ctx: Context) -> tuple[Days, Mask]:
    """Per case the day of its first allocation, and whether one is on record without its day.

    A worker who had the case on a day that nobody knows had it before the dated ones; then the plan's own
    start counts, so that giving a case to somebody else never starts its supervision again.
    """

    def make() -> tuple[Days, Mask]:
        table, size = ctx.book.allocation, len(ctx.book.case)
        own = np.isin(table.role, [table.code("role", "worker"), table.code("role", "pa")])
        wanted = ctx.known("allocation") & own & (table.on <= ctx.as_at)
        undated = np.zeros(size, bool)
        undated[table.case[wanted & (table.case >= 0) & (table.on == NO_DAY)]] = True
        return first_per_case(table, table.on, wanted, size), undated

    found: tuple[Days, Mask] = ctx.once("allocation", make)
    return found


def _recurring(ctx: Context, rule: Timescale, rows: Rows, start: Days) -> Part:
    last = ctx.satisfying(rule).last(ctx.as_at, rows)
    follows_only = rule.start_event in rule.satisfied_by
    began = ctx.started()[rows]
    # An event from before the plan belongs to an earlier one: a new plan starts its clocks again.
    held = (last != NO_DAY) & (last >= began)
    if follows_only:
        rows, start, last = rows[held], start[held], last[held]
        held = held[held]
    run_from = np.where(held, last, start)
    return part(rule.id, rows, run_from, ctx.due(rule, run_from), why=needs(ctx, rule, rows, run_from))


def _once(ctx: Context, rule: Timescale, rows: Rows, start: Days) -> Part:
    since = ctx.over_before()[rows] if rule.satisfied_before else start
    stop = ctx.satisfying(rule).first_since(since, ctx.as_at, rows)
    if rule.history_months:
        later = (stop != NO_DAY) & (start != NO_DAY) & (stop > add_months(start, rule.history_months))
        rows, start, stop = rows[~later], start[~later], stop[~later]
    return part(rule.id, rows, start, ctx.due(rule, start), stop, needs(ctx, rule, rows, start))


def _after_birth(ctx: Context, one: Part) -> Part:
    """The first review of a plan begun before the birth, brought forward where the council has set that.

    Within so many working days of the birth or by the usual day, whichever is sooner; until the birth is on
    record the usual day stands (a local variant, setting ``unborn_review_working_days``).
    """
    days = int(ctx.timescales.settings["unborn_review_working_days"])
    if not days or not len(one.case):
        return one
    born = np.asarray(ctx.of_person("born_on", one.case), np.int32)
    sooner = ctx.after(born, days, "working_day")
    moved = (born != NO_DAY) & (born <= ctx.as_at) & (one.start != NO_DAY) & (born > one.start)
    moved &= (one.due != NO_DAY) & (sooner < one.due)
    return replace(one, due=np.where(moved, sooner, one.due), why=np.where(moved, np.int16(_UNBORN), one.why))


def _cin_visits(ctx: Context) -> list[Part]:
    rows = cohort(ctx, "cin")
    disabled = (ctx.of_person("disabled", rows) == 1) & ctx.timescales.flag("cin_excludes_disabled")
    pairs = (("cin_visit_6w", rows[~disabled]), ("cin_visit_cwd_6w", rows[disabled]))
    found = []
    for rule_id, chosen in pairs:
        rule = ctx.rule(rule_id)
        if rule is not None:
            found.append(_recurring(ctx, rule, chosen, ctx.started()[chosen]))
    return found


def _conference(ctx: Context) -> list[Part]:
    """The conference of an enquiry, from the last strategy discussion held before it."""
    rule = ctx.rule("icpc_15wd")
    if rule is None:
        return []
    rows = cohort(ctx, "s47")
    began = ctx.started()[rows]
    held = ctx.first_event("icpc", rows=rows, since=began)
    until = np.where(held == NO_DAY, np.int32(ctx.as_at), held)
    discussed = ctx.series("strategy_discussion").last_until(until, rows)
    discussed = np.where(discussed <= ctx.over_before()[rows], np.int32(NO_DAY), discussed)
    start = np.where(discussed == NO_DAY, began, discussed)
    return [part(rule.id, rows, start, ctx.due(rule, start), held, needs(ctx, rule, rows, start))]


def _private_fostering(ctx: Context) -> list[Part]:
    """Six weeks in the first year of the arrangement, twelve after it (SI 2005/1533 reg 8)."""
    first_year, later = ctx.rule("pf_visit_6w"), ctx.rule("pf_visit_12w")
    if first_year is None or later is None:
        return []
    rows = cohort(ctx, "private_fostering")
    began = ctx.started()[rows]
    last = ctx.satisfying(first_year).last(ctx.as_at, rows)
    visited = (last != NO_DAY) & (last >= began)
    rows, began, last = rows[visited], began[visited], last[visited]
    six, twelve = ctx.due(first_year, last), ctx.due(later, last)
    year_over = add_months(began, 12)
    grown = (began != NO_DAY) & (year_over <= ctx.as_at)
    due = np.where(grown, changed_due(last, six, twelve, year_over), six)
    return [
        part(first_year.id, rows[~grown], last[~grown], due[~grown]),
        part(later.id, rows[grown], last[grown], due[grown]),
    ]


def _accommodation(ctx: Context) -> list[Part]:
    """Two-monthly visits after the first in accommodation that the authority provides."""
    rule = ctx.rule("care_leaver_visit_2m")
    if rule is None:
        return []
    rows = cohort(ctx, "care_leaver")
    since = ctx.last_event("accommodation_started", rows=rows)
    last = ctx.satisfying(rule).last(ctx.as_at, rows)
    held = (since > ctx.over_before()[rows]) & (last >= since)
    rows, last = rows[held], last[held]
    return [part(rule.id, rows, last, ctx.due(rule, last))]


_SPECIAL = {
    "cin": (("cin_visit_6w", "cin_visit_cwd_6w"), _cin_visits),
    "private_fostering": (("pf_visit_6w", "pf_visit_12w"), _private_fostering),
    "care_leaver": (("care_leaver_visit_2m",), _accommodation),
    "s47": (("icpc_15wd",), _conference),
}
