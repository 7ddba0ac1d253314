"""The four ways in which a DoLS request can be late, kept apart, with what each is counted from.

``assess_overdue`` is the law's (regulation 13: assessments completed), ``decision_overdue`` the council's
and the national figure's (signed off), ``gap`` says that authority recorded for this detention has run
out while the request is open, ``ua_expiring`` that an urgent authorisation is about to. A due date that
was missed stays the due date; nothing pauses it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_authority import Standing, Urgent, last_cover, standing, urgent
from desktop.domain.dols_facts import Bools, Ints, Requests, due_by, gather, worded


@dataclass
class DolsFlags:
    """One row per DoLS request on record at ``as_at``, open or not.

    Attributes:
        case: case rows, ascending.
        open: neither signed off nor ended; the four flags are only ever set on open requests.
        received, day_n: NO_DAY where not recorded; the day of receipt is day 1 (0 where unknown).
        ua_given, ua_stated_end, ua_end: the first urgent authorisation; ``ua_end`` is what counts.
        assess_due: the statutory date for assessments, NO_DAY when a fact is missing (``due_needs``).
        due_by_urgent: the urgent period governs ``assess_due`` (regulation 13(2)).
        line_21: the regulation 13(1) date, for information where it is not the due date.
        assess_done, signed_off, closed: the two ends, never merged, and the first end of any kind.
        gap_from, gap_days: first day without recorded authority, and days so far (day 1 = first day).
        ua_running: in force today. ua_over_7, ua_unconfirmed, ua_undated, second_urgent: see `Urgent`.
        bi_again, mh_again: an earlier assessment is used again (para 49), so no new one is wanted.
        back_unsigned: every assessment is back and the signature is awaited.
        authorisation_start, authorisation_end: of the standard authorisation this request led to; the
            end is the last day in force where known.
        in_force, suspended: of that authorisation today.
        end_unknown: granted, but nobody has recorded until when.
        third_party: a request about an unauthorised deprivation (para 69), due on day 7.
    """

    case: Ints
    open: Bools
    received: Ints
    day_n: Ints
    ua_given: Ints
    ua_stated_end: Ints
    ua_end: Ints
    assess_due: Ints
    due_by_urgent: Bools
    line_21: Ints
    assess_done: Ints
    signed_off: Ints
    closed: Ints
    assess_overdue: Bools
    decision_overdue: Bools
    gap: Bools
    gap_from: Ints
    gap_days: Ints
    ua_expiring: Bools
    ua_running: Bools
    ua_over_7: Bools
    ua_unconfirmed: Bools
    ua_undated: Bools
    second_urgent: Bools
    bi_again: Bools
    mh_again: Bools
    back_unsigned: Bools
    authorisation_start: Ints
    authorisation_end: Ints
    in_force: Bools
    suspended: Bools
    end_unknown: Bools
    third_party: Bools

    def __len__(self) -> int:
        return len(self.case)


@dataclass
class Position:
    """What the flags and the clocks are both made from, worked out once."""

    requests: Requests
    urgents: Urgent
    held: Standing
    assess_due: Ints
    due_by_urgent: Bools
    line_21: Ints
    third_party: Bools
    granted: Bools


def position(ctx: Context) -> Position:
    """The facts of every request and the date its assessments are due, gathered once for a reading."""
    found: Position = ctx.once("dols", lambda: _position(ctx))
    return found


def _position(ctx: Context) -> Position:
    requests = gather(ctx)
    urgents, held = urgent(ctx, requests), standing(ctx, requests)
    third = requests.form == codes_of("dols_request", "form", ["third_party"])[0]
    line_21 = due_by(ctx, "dols_standard_21d", requests.received)
    known = (urgents.end != NO_DAY) & (requests.received != NO_DAY) & ~urgents.second_only
    governs = known & (urgents.end >= requests.received) & (urgents.end <= line_21) & ~third
    due = np.where(governs, urgents.end, line_21)
    # With an urgent of unknown end the date lies somewhere up to day 21: say nothing until that has passed.
    due = np.where(urgents.undated & (ctx.as_at <= line_21), NO_DAY, due)
    due = np.where(third, due_by(ctx, "dols_third_party_7d", requests.received), due)
    return Position(
        requests, urgents, held, due.astype(np.int32), governs, line_21, third, _granted(ctx, requests, held)
    )


def _granted(ctx: Context, requests: Requests, held: Standing) -> Bools:
    """Signed off as granted, or with an authorisation on record."""
    event = ctx.book.event
    rows = worded(ctx, ("signed_off",), lambda outcome: outcome.startswith("granted"))
    slot = requests.at[event.case[rows[event.on[rows] <= ctx.as_at]]]
    said = held.row >= 0
    said[slot[slot >= 0]] = True
    return said


def flags(ctx: Context) -> DolsFlags:
    """The flags of every DoLS request on record, by `ctx.as_at` and as known at `ctx.known_at`."""
    where = position(ctx)
    requests, urgents, held, as_at = where.requests, where.urgents, where.held, ctx.as_at
    done = np.where(where.third_party, requests.check_done, requests.assess_done)
    past = (where.assess_due != NO_DAY) & (as_at > where.assess_due) & requests.open
    cover, ran_out = last_cover(requests, urgents, held, as_at)
    gap = requests.open & (cover != NO_DAY) & (cover < as_at) & ran_out & (requests.still_there != 0)
    running = (urgents.last_day >= as_at) & (urgents.given != NO_DAY) & requests.open & ~urgents.second_only
    suspended = (held.suspended_on != NO_DAY) & (held.resumed_on == NO_DAY) & (as_at <= held.lapses_on)
    started = (held.row >= 0) & ((held.starts == NO_DAY) | (held.starts <= as_at))
    few_left = int(ctx.timescales.settings["dols_urgent_expiring_days"])
    in_force = started & ((held.last_day == NO_DAY) | (held.last_day >= as_at)) & ~suspended
    return DolsFlags(
        case=requests.case,
        open=requests.open,
        received=requests.received,
        day_n=np.where(requests.received == NO_DAY, 0, as_at - requests.received + 1),
        ua_given=urgents.given,
        ua_stated_end=urgents.stated_end,
        ua_end=urgents.end,
        assess_due=where.assess_due,
        due_by_urgent=where.due_by_urgent,
        line_21=where.line_21,
        assess_done=done,
        signed_off=requests.signed_off,
        closed=requests.closed,
        assess_overdue=past & (done == NO_DAY),
        decision_overdue=past & ~(where.third_party & (done != NO_DAY)),
        gap=gap,
        gap_from=np.where(gap, cover + 1, NO_DAY),
        gap_days=np.where(gap, as_at - cover, 0),
        ua_expiring=running & (urgents.end - as_at <= few_left),
        ua_running=running,
        ua_over_7=urgents.over_7,
        ua_unconfirmed=urgents.unconfirmed,
        ua_undated=urgents.undated,
        second_urgent=urgents.second,
        bi_again=requests.again3 != NO_DAY,
        mh_again=requests.again4 != NO_DAY,
        back_unsigned=requests.open & (done != NO_DAY) & ~where.third_party,
        authorisation_start=held.starts,
        authorisation_end=held.last_day,
        in_force=in_force,
        suspended=suspended & started,
        end_unknown=where.granted & (held.last_day == NO_DAY) & (requests.ended == NO_DAY),
        third_party=where.third_party,
    )
