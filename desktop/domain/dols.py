"""Every clock of a Deprivation of Liberty Safeguards request, its authorisation and the one after it.

All are calendar days with the first day counted as day 1; nothing pauses them and no weekend moves
them. Sources are paragraphs of Schedule A1 to the Mental Capacity Act 2005 and regulations of
SI 2008/1858. The flags of a request are in `desktop.domain.dols_flags`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from desktop.domain.context import Context, Part, part, reason
from desktop.domain.days import NO_DAY
from desktop.domain.dols_authority import detention, latest_end
from desktop.domain.dols_facts import FAR, Bools, Ints, earliest, fact_rows
from desktop.domain.dols_flags import DolsFlags, Position, flags, position
from desktop.domain.timescales import Timescale

__all__ = ["DolsFlags", "flags", "latest_end", "parts", "renewal_days"]

NEEDS_RECEIVED = reason("needs the date the request was received")
NEEDS_URGENT = reason("needs the date the urgent authorisation was given")
NEEDS_END = reason("needs the date the authorisation ends")
URGENT_CAPPED = reason("the urgent authorisation states a later end; counted to day 7 until someone confirms")
URGENT_ASSUMED = reason("the urgent authorisation's dates are incomplete; counted so until someone confirms")
SECOND_URGENT = reason("a second urgent authorisation is on record; it moves no date")

# What comes before an authorisation ends: remind the home, expect Form 2, last safe receipt, assessments
# back. Each rule's length is the number of days before the end.
RENEWAL = ("dols_renewal_56d", "dols_renewal_28d", "dols_renewal_20d", "dols_renewal_7d")


def parts(ctx: Context) -> list[Part]:
    """The DoLS clocks at `ctx.as_at`, one `Part` per rule in force then."""
    where = position(ctx)
    made = [
        *_assessments(where),
        _decision(where),
        _third_party(where),
        _suspension(where),
        _authorisation(ctx, where),
        *_renewals(ctx, where),
        _equivalent(ctx, where),
    ]
    return [one for one in made if ctx.rule(one.rule) is not None]


def renewal_days(ends_on: int, rules: Mapping[str, Timescale]) -> dict[str, int]:
    """The renewal markers of an authorisation, for the rules that are in force: rule id -> day."""
    return {rule: ends_on - rules[rule].n for rule in RENEWAL if rule in rules}


def _assessments(where: Position) -> list[Part]:
    """Regulation 13: by the end of the urgent authorisation where one was given, else day 21."""
    requests, urgents = where.requests, where.urgents
    stop = earliest(requests.assess_done, requests.closed)
    waiting = urgents.undated & (where.assess_due == NO_DAY) & (requests.received != NO_DAY)
    by_urgent = (where.due_by_urgent | waiting) & ~where.third_party
    why = np.select(
        [waiting, urgents.over_7, urgents.unconfirmed], [NEEDS_URGENT, URGENT_CAPPED, URGENT_ASSUMED], 0
    )
    standard = ~by_urgent & ~where.third_party
    extended = by_urgent & urgents.extended
    note = np.select([requests.received == NO_DAY, urgents.second], [NEEDS_RECEIVED, SECOND_URGENT], 0)
    case, due = requests.case, where.assess_due
    return [
        _cut("dols_urgent_7d", case, by_urgent & ~extended, urgents.given, due, stop, why),
        _cut("dols_urgent_extension_7d", case, extended, urgents.own_end + 1, due, stop, why),
        _cut("dols_standard_21d", case, standard, requests.received, due, stop, note),
    ]


def _decision(where: Position) -> Part:
    """The council's end: signed off by the same date. Runs from the day the assessments are back."""
    requests = where.requests
    back = (requests.assess_done != NO_DAY) & ~where.third_party
    why = np.where(where.assess_due == NO_DAY, NEEDS_RECEIVED, 0)
    return _cut(
        "dols_decision", requests.case, back, requests.received, where.assess_due, requests.closed, why
    )


def _third_party(where: Position) -> Part:
    """Para 69 and regulation 14: the check of a deprivation that a third party says is unauthorised."""
    requests = where.requests
    stop = earliest(requests.check_done, requests.closed)
    why = np.where(requests.received == NO_DAY, NEEDS_RECEIVED, 0)
    return _cut(
        "dols_third_party_7d",
        requests.case,
        where.third_party,
        requests.received,
        where.assess_due,
        stop,
        why,
    )


def _suspension(where: Position) -> Part:
    """Para 96: a suspended authorisation ceases when it has not been lifted within 28 days."""
    held, case = where.held, where.requests.case
    suspended = held.suspended_on != NO_DAY
    stop = earliest(held.resumed_on, held.ended)
    return _cut("dols_suspension_28d", case, suspended, held.suspended_on, held.lapses_on, stop, 0)


def _authorisation(ctx: Context, where: Position) -> Part:
    """How long the authorisation is in force; unknown when it was granted and no end was recorded."""
    held, requests = where.held, where.requests
    unknown = where.granted & (held.last_day == NO_DAY) & (requests.ended == NO_DAY)
    which = unknown | (held.row >= 0) & (held.last_day != NO_DAY)
    over = (held.last_day != NO_DAY) & (held.last_day < ctx.as_at)
    stop = np.where(over, held.last_day, NO_DAY)
    due = np.where(held.ends == NO_DAY, held.last_day, held.ends)
    why = np.where(unknown, NEEDS_END, 0)
    return _cut("dols_expiry", requests.case, which, held.starts, due, stop, why)


def _renewals(ctx: Context, where: Position) -> list[Part]:
    """The next renewal marker of each authorisation in force, until a further request has come in."""
    held, requests = where.held, where.requests
    running = (held.row >= 0) & (held.last_day >= ctx.as_at) & (held.starts != NO_DAY) & ~held.cut_short
    rows = np.flatnonzero(running)
    further = _further_request(where, rows)
    come = further >= 0
    stop = np.where(come, earliest(requests.assess_done[further], requests.closed[further]), NO_DAY)
    case, starts, ends = requests.case[rows], held.starts[rows], held.last_day[rows]
    left = ends - ctx.as_at
    before = [0 if rule is None else rule.n for rule in map(ctx.rule, RENEWAL)]
    stage = np.select([come, left >= before[0], left >= before[1]], [3, 0, 1], 2)
    return [
        _cut(rule, case, stage == at, starts, ends - before[at], stop, 0) for at, rule in enumerate(RENEWAL)
    ]


def _further_request(where: Position, rows: Ints) -> Ints:
    """For these, the first later request for the same person and place once the authorisation began."""
    requests, held = where.requests, where.held
    _, group = np.unique(detention(requests), return_inverse=True)
    received = (group.astype(np.int64) << 32) + np.maximum(requests.received, 0)
    order = np.argsort(received, kind="stable")
    wanted = (group[rows].astype(np.int64) << 32) + held.starts[rows] + 1
    at = np.searchsorted(received[order], wanted)
    candidate = order.take(at, mode="clip") if len(order) else at
    fits = (at < len(order)) & (group[candidate] == group[rows]) & (candidate != rows)
    return np.where(fits, candidate, -1)


def _equivalent(ctx: Context, where: Position) -> Part:
    """Para 49: an earlier assessment may be used until the day before its first anniversary."""
    requests = where.requests
    table = ctx.book.equivalent_assessment
    rows = fact_rows(ctx, "equivalent_assessment")
    rows = rows[(requests.at[table.case[rows]] >= 0) & (table.carried_out_on[rows] <= ctx.as_at)]
    oldest = np.full(len(requests), FAR, np.int32)
    np.minimum.at(oldest, requests.at[table.case[rows]], table.carried_out_on[rows])
    start = np.where(oldest == FAR, NO_DAY, oldest).astype(np.int32)
    due = ctx.after(start, 12, "month", "same_day")
    stop = earliest(requests.assess_done, requests.closed)
    return _cut("dols_equivalent_12m", requests.case, start != NO_DAY, start, due, stop, 0)


def _cut(rule: str, case: Ints, which: Bools, start: Ints, due: Ints, stop: Ints, why: Any) -> Part:
    """A part of the chosen requests only; a reason given for all is cut like the rest."""
    rows = np.flatnonzero(which)
    reasons = np.broadcast_to(np.asarray(why, np.int16), which.shape)
    return part(rule, case[rows], start[rows], due[rows], stop[rows], reasons[rows])
