"""One indicator of one month: which way of counting it asks for, and the ways that are no visit or review."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop.domain.calendar import add_months
from desktop.domain.cla import three_way
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator
from desktop.domain.kernel import DUE_TODAY, IN_TIME
from desktop.domain.measures import (
    COUNTED,
    IN_WINDOW,
    LATE,
    NOT_COUNTED,
    NOTHING,
    ON_TIME,
    OUTSIDE,
    Measured,
    Reading,
    clock_states,
    is_late,
    made,
    not_overdue,
    rule_of,
    snapshot_window,
    stock,
    why_of_state,
    with_out,
)
from desktop.domain.measures_period import by_rule, episodes, links, period
from desktop.domain.placements import current
from desktop.domain.series import Days, Mask, Rows

_ADOPTION = ("A3", "A4", "A5", "A6")
_SECTION_20 = "V2"


def measured(read: Reading, indicator: Indicator, measure: str) -> Measured:
    """The rows of one indicator.

    Args:
        read: the month.
        indicator: one that our data can serve.
        measure: one of `measures.MEASURES`. Counts, and what is done once, have one way of counting for
            all three, except that "not overdue" asks of what is open, and "period" by due date.

    Raises:
        ValueError: for an indicator that our data cannot serve.
    """
    if indicator.kind == "import":
        raise ValueError(f"{indicator.id} cannot be counted: {indicator.why_not}")
    if indicator.kind in ("stock", "share", "flow"):
        return _COUNTED[indicator.kind](read, indicator)
    if measure == "period":
        return period(read, indicator)
    if measure == "not-overdue":
        return _not_overdue(read, indicator)
    return _PACK[indicator.kind](read, indicator)


def _not_overdue(read: Reading, indicator: Indicator) -> Measured:
    if indicator.kind == "three_way" or indicator.id == "cla_visit_6w":
        return _three_ways(read, indicator, in_window=False)
    if indicator.kind in ("completed", "due"):
        return _open_ones(read, indicator)
    return not_overdue(read, indicator)


_WAYS = {"cla_visit_6w": "six", "cla_visit_agreed": "agreed", "cla_visit_legal": "legal"}


def _three_ways(read: Reading, indicator: Indicator, *, in_window: bool) -> Measured:
    """Looked-after visits against the interval in force or the legal maximum (or six weeks)."""
    ctx, answer = read.ctx, three_way(read.ctx)
    way = _WAYS[indicator.id]
    state, due = getattr(answer, f"{way}_state"), getattr(answer, f"{way}_due")
    good = (state == IN_TIME) | (state == DUE_TODAY)
    why = why_of_state(state)
    if in_window:
        good = good & (answer.last != NO_DAY)
        why = np.where(good, IN_WINDOW, np.where(answer.last == NO_DAY, NOTHING, OUTSIDE))
    return with_out(ctx, "cla", made(answer.case, good, why, due, answer.last))


def _completed(read: Reading, indicator: Indicator) -> Measured:
    """What was completed in the month, and whether in time."""
    ctx, rule = read.ctx, rule_of(read.ctx, indicator.rules[0])
    those = episodes(ctx, rule.plan_kinds[0])
    start = None
    if rule.start_event == "strategy_discussion":
        held = ctx.satisfying(rule).first_since(those.begin, ctx.as_at, those.case)
        until = np.where(held == NO_DAY, np.int32(ctx.as_at), held)
        said = ctx.series("strategy_discussion").last_until(until, those.case)
        start = np.where((said != NO_DAY) & (said >= those.begin), said, those.begin).astype(np.int32)
    found = links(ctx, those, ctx.satisfying(rule), by_rule(ctx, rule), start)
    first = np.r_[True, found.case[1:] != found.case[:-1]] if len(found.case) else np.zeros(0, bool)
    some = np.flatnonzero(first & (found.met >= read.first) & (found.met <= read.last))
    late = is_late(ctx, rule, found.met[some], found.due[some]) | (found.due[some] == NO_DAY)
    return made(found.case[some], ~late, np.where(late, LATE, ON_TIME), found.due[some], found.met[some])


def _open_ones(read: Reading, indicator: Indicator) -> Measured:
    """What was open at the month's end and whether it was overdue; what is done is not asked about."""
    ctx = read.ctx
    rows = ctx.open_cases(rule_of(ctx, indicator.rules[0]).plan_kinds[0])
    state, due = clock_states(read, indicator.rules, rows)
    there = state >= 0
    good = (state == IN_TIME) | (state == DUE_TODAY)
    return made(rows[there], good[there], why_of_state(state)[there], due[there])


def _counted_stock(read: Reading, indicator: Indicator) -> Measured:
    rows = stock(read.ctx, indicator.population).case
    found = made(rows, np.ones(len(rows), bool), COUNTED)
    return with_out(read.ctx, indicator.population, found)


def _share(read: Reading, indicator: Indicator) -> Measured:
    rows = stock(read.ctx, indicator.population).case
    good = _SHARES[indicator.id](read.ctx, rows)
    return with_out(read.ctx, indicator.population, made(rows, good, np.where(good, COUNTED, NOT_COUNTED)))


def _latest_placement(ctx: Context, rows: Rows) -> Rows:
    return current(ctx, rows).row


def _section_20(ctx: Context, rows: Rows) -> Mask:
    status, row = ctx.book.placement.legal_status, _latest_placement(ctx, rows)
    return np.array([at >= 0 and status[at].strip().upper() == _SECTION_20 for at in row.tolist()], bool)


def _adoption(ctx: Context, rows: Rows) -> Mask:
    codes, row = ctx.book.placement.column("code"), _latest_placement(ctx, rows)
    return np.array([at >= 0 and codes[at].strip().upper() in _ADOPTION for at in row.tolist()], bool)


def _three_placements(ctx: Context, rows: Rows) -> Mask:
    """Three or more placements that ran at some time in the twelve months."""
    table = ctx.book.placement
    year = int(add_months(np.array([ctx.as_at], np.int32), -12)[0])
    ran = ctx.known("placement") & (table.case >= 0) & (table.starts_on != NO_DAY)
    ran &= (table.starts_on <= ctx.as_at) & ((table.ends_on == NO_DAY) | (table.ends_on > year))
    return np.asarray(np.bincount(table.case[ran], minlength=len(ctx.book.case))[rows] >= 3)


def _flow(read: Reading, indicator: Indicator) -> Measured:
    """Referrals of the month; for re-referrals those of a child with another in the year before."""
    ctx, those = read.ctx, episodes(read.ctx, "referral")
    some = np.flatnonzero((those.begin >= read.first) & (those.begin <= read.last))
    case, begin = those.case[some], those.begin[some]
    if indicator.id != "re_referrals":
        return made(case, np.ones(len(case), bool), COUNTED, None, begin)
    good = _again(ctx.person()[those.case], those.begin)[some]
    return made(case, good, np.where(good, COUNTED, NOT_COUNTED), None, begin)


def _again(person: Rows, begin: Days) -> Mask:
    """Which referrals follow another of the same child within twelve months."""
    order = np.lexsort((begin, person))
    who, on = person[order], begin[order]
    follows = np.zeros(len(order), bool)
    year = add_months(on, -12)
    follows[1:] = (who[1:] == who[:-1]) & (who[1:] >= 0) & (on[:-1] >= year[1:])
    found = np.zeros(len(order), bool)
    found[order] = follows
    return found


_SHARES: dict[str, Callable[[Context, Rows], Mask]] = {
    "cla_section_20": _section_20,
    "cla_adoption": _adoption,
    "placements_3": _three_placements,
}
_COUNTED: dict[str, Callable[[Reading, Indicator], Measured]] = {
    "stock": _counted_stock,
    "share": _share,
    "flow": _flow,
}
_PACK: dict[str, Callable[[Reading, Indicator], Measured]] = {
    "window": snapshot_window,
    "three_way": lambda read, indicator: _three_ways(read, indicator, in_window=True),
    "up_to_date": not_overdue,
    "completed": _completed,
    "due": period,
}
