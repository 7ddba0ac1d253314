"""What authority there was to detain each person, and until which day: urgent and standard.

Sources are paragraphs of Schedule A1 to the Mental Capacity Act 2005 unless another is named.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass

import numpy as np

from desktop.domain.context import Context
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.dols_facts import FAR, Bools, Ints, Requests, due_by, earliest, fact_rows

EXTENSION_DAYS = 7  # paras 84-85, once only


@dataclass
class Urgent:
    """The first urgent authorisation of each request; a second one is only ever a flag.

    Attributes:
        given, stated_end: as the managing authority wrote them.
        own_end: last day of the period given, never past day 7.
        end: last day of it, with an extension that was decided in time; due dates are counted from this.
        last_day: ``end``, or the day on which it was recorded to have ended sooner.
        over_7: the form's own end lies beyond what seven days and a decided extension support.
        unconfirmed: the end counted is not the one the form states, and nobody has confirmed either.
        second: a later urgent authorisation exists for the same detention (no authority: *MB* [2010]).
        undated: there is, or is said to be, an urgent authorisation whose end cannot be worked out.
        second_only: this request's own urgent is itself the second of one detention.
    """

    given: Ints
    stated_end: Ints
    own_end: Ints
    end: Ints
    last_day: Ints
    extended: Bools
    over_7: Bools
    unconfirmed: Bools
    second: Bools
    undated: Bools
    second_only: Bools


@dataclass
class Standing:
    """The standard authorisation of each request (the last to start).

    Attributes:
        row: row of the authorisation table, -1 none.
        starts, ends: its period; ``ends`` is NO_DAY when nobody has recorded it.
        last_day: the last day it is in force, after cessation or an unresumed suspension.
        ended: the day somebody recorded that it, or the request's case, had ended.
        cut_short: it ended before its period did.
        suspended_on, lapses_on: an open suspension and the last day on which it can be lifted.
        resumed_on: when the suspension was lifted.
    """

    row: Ints
    starts: Ints
    ends: Ints
    last_day: Ints
    ended: Ints
    cut_short: Bools
    suspended_on: Ints
    lapses_on: Ints
    resumed_on: Ints


def latest_end(starts_on: int, months_allowed: int = 12) -> int:
    """The last day an authorisation may run: the clipped anniversary less one day (para 42(2)).

    Raises:
        ValueError: when the months are not 1 to 12.
    """
    if not 1 <= months_allowed <= 12:
        raise ValueError("a standard authorisation may run for at most 12 months")
    start = date_of(starts_on)
    year, month = divmod(start.year * 12 + start.month - 1 + months_allowed, 12)
    length = months.monthrange(year, month + 1)[1]
    return day(dt.date(year, month + 1, min(start.day, length))) - 1


def urgent(ctx: Context, requests: Requests) -> Urgent:
    """The urgent authorisation that counts for each request."""
    table = ctx.book.urgent_authorisation
    rows = fact_rows(ctx, "urgent_authorisation")
    rows = rows[(requests.at[table.case[rows]] >= 0) & (table.given_on[rows] <= ctx.as_at)]
    slot = requests.at[table.case[rows]]
    first = _first(rows, slot, _late(table.given_on[rows]), len(requests))
    have = first >= 0
    given, stated = _of(table.given_on, first), _of(table.stated_end, first)
    own_end, end, extended = _urgent_period(ctx, first, given, stated)
    confirmed = _of(table.confirmed, first, -1) == 1
    ended = _of(table.ended_on, first)
    ended = np.where((ended > ctx.as_at) | (ended < given), NO_DAY, ended)
    over_7 = (stated != NO_DAY) & (given != NO_DAY) & (stated > np.maximum(end, own_end))
    doubtful = (stated != NO_DAY) & (stated != own_end) & (stated != end) | (stated == NO_DAY) & have
    doubtful |= have & (given == NO_DAY)
    result = Urgent(
        given=given,
        stated_end=stated,
        own_end=own_end,
        end=end,
        last_day=np.where(end == NO_DAY, NO_DAY, earliest(end, ended)),
        extended=extended,
        over_7=over_7,
        unconfirmed=doubtful & ~confirmed,
        second=np.bincount(slot, minlength=len(requests)) > 1,
        undated=(end == NO_DAY) & (have | (requests.urgent_said == 1)),
        second_only=np.zeros(len(requests), bool),
    )
    _mark_second_of_detention(requests, result)
    return result


def _urgent_period(ctx: Context, first: Ints, given: Ints, stated: Ints) -> tuple[Ints, Ints, Bools]:
    """Own end, effective end and whether extended; a stated end past day 7 counts to day 7 only."""
    table = ctx.book.urgent_authorisation
    day_7 = due_by(ctx, "dols_urgent_7d", given, ctx.timescales.settings["dols_urgent_day_one"])
    usable = (stated != NO_DAY) & ((given == NO_DAY) | (stated >= given))
    own_end = np.where(usable, np.where(day_7 == NO_DAY, stated, np.minimum(stated, day_7)), day_7)
    decided, longer = _of(table.extension_decided_on, first), _of(table.extension_days, first, 0)
    in_time = (decided != NO_DAY) & (decided <= ctx.as_at) & (decided <= own_end) & (longer > 0)
    confirmed = (_of(table.confirmed, first, -1) == 1) & (stated > own_end) & (own_end != NO_DAY)
    end = np.where(in_time, own_end + np.minimum(longer, EXTENSION_DAYS), own_end)
    end = np.where(confirmed, np.maximum(end, np.minimum(stated, day_7 + EXTENSION_DAYS)), end)
    return own_end.astype(np.int32), end.astype(np.int32), in_time | confirmed


def _mark_second_of_detention(requests: Requests, found: Urgent) -> None:
    """Urgents written while an earlier request for the same person and place was still open."""
    rows = np.flatnonzero((found.given != NO_DAY) & (requests.place >= 0))
    _, group = np.unique(detention(requests)[rows], return_inverse=True)
    order = np.lexsort((found.given[rows], group))
    rows, offset = rows[order], group[order].astype(np.int64) << 32
    open_until = np.maximum.accumulate(offset + _late(requests.closed[rows]))
    still_open = (offset[1:] == open_until[:-1] >> 32 << 32) & (
        open_until[:-1] - offset[1:] >= found.given[rows[1:]]
    )
    second = rows[1:][still_open]
    found.second_only[second] = found.second[second] = True


def detention(requests: Requests) -> Ints:
    """One number per person and place; a request whose place is not known stands alone."""
    alone = -1 - np.arange(len(requests), dtype=np.int64)
    together = requests.person.astype(np.int64) << 32 | np.maximum(requests.place, 0)
    return np.where(requests.place < 0, alone, together)


def standing(ctx: Context, requests: Requests) -> Standing:
    """The standard authorisation of each request, if one had been given by ``as_at``."""
    table = ctx.book.authorisation
    rows = fact_rows(ctx, "authorisation")
    slot = requests.at[table.case[rows]]
    rows, slot = rows[slot >= 0], slot[slot >= 0]
    given = (requests.signed_off[slot] != NO_DAY) | (table.starts_on[rows] <= ctx.as_at)
    rows, slot = rows[given], slot[given]
    row = _first(rows, slot, -table.starts_on[rows].astype(np.int64), len(requests))
    starts, ends = _of(table.starts_on, row), _of(table.ends_on, row)
    ended = _of(table.ended_on, row)
    ended = np.where((ended == NO_DAY) | (ended > ctx.as_at), NO_DAY, ended)
    ended = earliest(ended, np.where(row >= 0, requests.ended, NO_DAY))
    suspended, lapses, resumed = _suspension(ctx, requests)
    lapsed = np.where((suspended != NO_DAY) & (resumed == NO_DAY) & (ctx.as_at > lapses), lapses, NO_DAY)
    last_day = np.where(row >= 0, earliest(ends, ended, lapsed), NO_DAY)
    return Standing(
        row=row,
        starts=starts,
        ends=ends,
        last_day=last_day.astype(np.int32),
        ended=ended,
        cut_short=(last_day != NO_DAY) & ((last_day < ends) | (ends == NO_DAY)),
        suspended_on=suspended,
        lapses_on=lapses,
        resumed_on=resumed,
    )


def _suspension(ctx: Context, requests: Requests) -> tuple[Ints, Ints, Ints]:
    """Notice, last day on which it may be lifted (para 96) and lifting of the latest suspension."""
    table = ctx.book.suspension
    rows = fact_rows(ctx, "suspension")
    rows = rows[(requests.at[table.case[rows]] >= 0) & (table.notice_on[rows] <= ctx.as_at)]
    slot = requests.at[table.case[rows]]
    row = _first(rows, slot, -table.notice_on[rows].astype(np.int64), len(requests))
    notice, resumed = _of(table.notice_on, row), _of(table.resumed_on, row)
    lapses = due_by(ctx, "dols_suspension_28d", notice)
    counts = (resumed != NO_DAY) & (resumed <= ctx.as_at) & (resumed <= lapses)
    return notice, lapses, np.where(counts, resumed, NO_DAY).astype(np.int32)


def last_cover(requests: Requests, urgents: Urgent, held: Standing, as_at: int) -> tuple[Ints, Bools]:
    """Per request, the last day any recorded authority was in force, and whether it then ran out.

    Counts the request's own first urgent and every standard authorisation of the same person at the
    same place that had started by ``as_at``. One without an end date counts to ``as_at``: nothing says
    that it has run out. One that was ended early (death, move, another Act) did not run out. `NO_DAY`
    where there never was any.
    """
    urgent_end = np.where(urgents.second_only, NO_DAY, urgents.last_day)
    started = (held.row >= 0) & ((held.starts == NO_DAY) | (held.starts <= as_at))
    standard = np.where(started, np.where(held.last_day == NO_DAY, as_at, held.last_day), NO_DAY)
    keys, group = np.unique(detention(requests), return_inverse=True)
    cover, expiry = (np.full(len(keys), NO_DAY, np.int32) for _ in range(2))
    np.maximum.at(cover, group, standard.astype(np.int32))
    np.maximum.at(expiry, group, np.where(held.cut_short, NO_DAY, standard).astype(np.int32))
    last = np.maximum(urgent_end, cover[group])
    return last.astype(np.int32), last == np.maximum(urgent_end, expiry[group])


def _late(days: Ints) -> Ints:
    return np.where(days == NO_DAY, FAR, days)


def _first(rows: Ints, slot: Ints, key: Ints, size: int) -> Ints:
    """Per slot the row with the least key (ties: recorded first); -1 where there is none."""
    found = np.full(size, -1, np.int32)
    last_wins = np.lexsort((-np.arange(len(rows)), -key.astype(np.int64)))
    found[slot[last_wins]] = rows[last_wins]
    return found


def _of(column: Ints, rows: Ints, absent: int = NO_DAY) -> Ints:
    if not len(column):
        return np.full(len(rows), absent, np.int32)
    return np.where(rows < 0, absent, column[rows]).astype(np.int32)
