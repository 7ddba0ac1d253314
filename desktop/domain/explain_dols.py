"""What decided a DoLS date beside the length of its rule: urgents, extensions, ends, further requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.calendar import Calendar
from desktop.domain.context import Context
from desktop.domain.cut import cut, with_siblings
from desktop.domain.day_by_day import count_lines, first_day_words
from desktop.domain.days import NO_DAY, spoken
from desktop.domain.dols import RENEWAL, renewal_days
from desktop.domain.dols_authority import Urgent
from desktop.domain.dols_flags import Position, position
from desktop.domain.timescales import Timescales

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.clocks import Clocks

RENEWALS = RENEWAL
_ASSESSMENTS = ("dols_standard_21d", "dols_urgent_7d", "dols_urgent_extension_7d", "dols_decision")


def dols_lines(
    book: Casebook, timescales: Timescales, calendar: Calendar, clocks: Clocks, case: int, rule: str
) -> list[str]:
    """The sentences for one DoLS clock; empty when its rule's own count says everything."""
    if rule not in _ASSESSMENTS and rule not in RENEWALS and rule != "dols_expiry":
        return []
    cases = with_siblings(book, np.array([case], np.int32))
    small = cut(book, cases)
    ctx = Context(small, timescales.at(clocks.as_at), calendar, clocks.as_at, clocks.known_at)
    where = position(ctx)
    at = int(where.requests.at[int(np.searchsorted(cases, case))])
    if rule in _ASSESSMENTS:
        return _assessment_lines(where, at, calendar)
    end = int(where.held.last_day[at])
    if rule == "dols_expiry":
        return _expiry_lines(where, at, end) + _renewal_lines(ctx, end)
    further = (
        ""
        if rule != "dols_renewal_7d"
        else " A further request has been received; this is for its assessments."
    )
    before = timescales.at(clocks.as_at).by_id[rule].n
    return [f"Counted back {before} days from {spoken(end)}, when the authorisation ends.{further}"]


def _assessment_lines(where: Position, at: int, calendar: Calendar) -> list[str]:
    received, line_21 = int(where.requests.received[at]), int(where.line_21[at])
    urgents = where.urgents
    told = _second_line(where, at) + _again_lines(where, at)
    if not where.due_by_urgent[at]:
        told += _expired_line(urgents, at, received)
        return [
            first_day_words("day", "same_day", received, calendar),
            *count_lines("day", "same_day", received, line_21, calendar),
            *told,
        ]
    given, end = int(urgents.given[at]), int(urgents.end[at])
    lines = [
        f"An urgent authorisation was given on {spoken(given)}. The day itself counts as day 1."
        if given != NO_DAY
        else "The day on which the urgent authorisation was given is not on record; its stated end is used.",
        *_end_lines(urgents, at),
    ]
    if given != NO_DAY:
        lines += count_lines("day", "same_day", given, end, calendar)
    lines.append(
        f"Assessments are due while it is in force (regulation 13(2)), so by {spoken(end)}. "
        f"Without it the date would be {spoken(line_21)}, day 21 from receipt on {spoken(received)}."
    )
    return lines + told


def _end_lines(urgents: Urgent, at: int) -> list[str]:
    stated, own, end = int(urgents.stated_end[at]), int(urgents.own_end[at]), int(urgents.end[at])
    if urgents.extended[at]:
        return [f"It ran to {spoken(own)} and was extended to {spoken(end)} (para 84: at most 7 days, once)."]
    if stated == NO_DAY:
        return ["Its end is not on record: it is counted to day 7, the most the law allows (para 78(2))."]
    if stated > own:
        return [
            f"The form states an end of {spoken(stated)}. Without an extension on record it is counted "
            f"to day 7, {spoken(own)}, until someone confirms."
        ]
    return [f"It states an end of {spoken(stated)}."]


def _expired_line(urgents: Urgent, at: int, received: int) -> list[str]:
    end = int(urgents.end[at])
    if end == NO_DAY or urgents.second_only[at] or end >= received:
        return []
    return [
        f"The urgent authorisation had ended on {spoken(end)}, before the request was received, so day 21 "
        "counts (regulation 13(1)). No authority is recorded from the day after it."
    ]


def _second_line(where: Position, at: int) -> list[str]:
    if not where.urgents.second[at]:
        return []
    return [
        "A second urgent authorisation is on record for this detention. It moves no date and closes no gap."
    ]


def _again_lines(where: Position, at: int) -> list[str]:
    """An earlier assessment that stands for a form: the law asks for no new one (para 49)."""
    again = {
        "best interests assessment stands for Form 3": int(where.requests.again3[at]),
        "mental health assessment stands for Form 4": int(where.requests.again4[at]),
    }
    return [
        f"An earlier {what}; no new one is needed (para 49), so it counts as complete from {spoken(on)}."
        for what, on in again.items()
        if on != NO_DAY
    ]


def _expiry_lines(where: Position, at: int, end: int) -> list[str]:
    start, planned = int(where.held.starts[at]), int(where.held.ends[at])
    begun = (
        f"The authorisation started on {spoken(start)}"
        if start != NO_DAY
        else "The authorisation's start is unknown"
    )
    lines = [f"{begun} and was given until {spoken(planned)}." if planned != NO_DAY else f"{begun}."]
    if end != planned:
        lines.append(f"It ended on {spoken(end)}, before the day first given.")
    return lines


def _renewal_lines(ctx: Context, end: int) -> list[str]:
    """What should happen before the end, each day counted back from it."""
    rules = ctx.timescales.by_id
    return [
        f"{rules[rule].name}: {spoken(on)}, {rules[rule].n} days before the end ({rules[rule].source})."
        for rule, on in renewal_days(end, rules).items()
        if end != NO_DAY
    ]
