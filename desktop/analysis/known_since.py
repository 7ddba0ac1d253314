"""From which month a figure of children's work is known: what was not yet recorded then was not missed.

A tracker and Annex A hold the last date of each sort, so a month before the first of them came in has lost
its visits to later ones: such a figure is known from the month that the file describes. And who began to
record supervision in March missed none in February: before the first day on record there is no figure. What
is recorded in full whenever it is recorded (referrals, what was completed) is known from that day, file or
not; so is a council's own recording that a file only came to later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import Casebook, codes_of
from desktop.domain.context import Context
from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.indicators import Indicator
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.requests import context_of
from desktop.domain.measures import rule_of
from desktop.domain.months import month_of
from desktop.domain.series import shelf_of

_DAY_MS = 86_400_000
_IN_FULL = ("completed", "flow")
_FAR = 2**31 - 1
_KINDS = {"all": ("cp", "cla", "cin", "care_leaver"), "cla_12m": ("cla",)}
_FLOWS = ("referral",)


def known_since(desk: Desk, one: Indicator) -> int:
    """The first month (see `desktop.domain.months`) in which an indicator is known.

    Where nothing that it rests on is on record it is known from the beginning: whoever has no visit on
    record at all has not been visited, as the lists have it.
    """
    found: int = desk.memo(("known since", one.id), lambda: _since(desk, one))
    return found


def is_known(desk: Desk, one: Indicator, month: int) -> bool:
    """Whether there is a figure for a month: one of the months before has none, which is not 0."""
    return month >= known_since(desk, one)


def _since(desk: Desk, one: Indicator) -> int:
    ctx = context_of(desk)
    kinds = _FLOWS if one.kind == "flow" else _KINDS.get(one.population, (one.population,))
    days = []
    for kind in kinds:
        rules = [rule for rule in (rule_of(ctx, key) for key in one.rules) if kind in rule.plan_kinds]
        events = {event for rule in rules for event in rule.satisfied_by}
        if not events or one.kind in _IN_FULL:
            events.add("started")
        day = _first_day(ctx, kind, sorted(events), in_full=one.kind in _IN_FULL)
        if day != NO_DAY:
            days.append(day)
    return month_of(max(days)) if days else -_FAR


def _first_day(ctx: Context, kind: str, events: Sequence[str], *, in_full: bool) -> int:
    """From which day such events of plans of a kind are known; `NO_DAY` for none on record."""
    found = _firsts(ctx)
    place = codes_of("case", "kind", [kind])[0]
    some = np.array([code for code in codes_of("event", "kind", events) if found.on[place, code] < _FAR])
    if not len(some):
        return NO_DAY
    began, moment = int(found.on[place, some].min()), found.moment[place, some]
    brought = found.brought[place, some[moment == moment.min()]].sum()
    if in_full or not brought or found.before[place, some].sum() >= brought:
        return began
    return max(began, _described(ctx.book, int(found.row[place, some[moment.argmin()]])))


def _described(book: Casebook, row: int) -> int:
    """The day that the file described from which an event came, the day of the import where it says none."""
    event, batches = book.event, book.import_batch
    moment = event.set_id[row][:12]  # see `exchange.reconcile.lineage`
    for batch, set_id in enumerate(batches.set_id):
        if batches.live[batch] and set_id[:12] == moment and batches.as_at[batch] != NO_DAY:
            return int(batches.as_at[batch])
    return int(event.recorded_at[row]) // _DAY_MS


@dataclass(frozen=True)
class _Firsts:
    """The beginnings of what is on record, each by kind of case and kind of event.

    Attributes:
        on: the first day, `_FAR` for none.
        moment: the first instant at which a file brought any, `NEVER` for none.
        row: one of the events that it brought.
        brought: how many it brought.
        before: how many had been written by then without a file.
    """

    on: Ints
    moment: Ints
    row: Ints
    brought: Ints
    before: Ints


def _firsts(ctx: Context) -> _Firsts:
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    if "first records" not in kept:
        kept["first records"] = _make_firsts(ctx)
    found: _Firsts = kept["first records"]  # type: ignore[assignment]
    return found


def _make_firsts(ctx: Context) -> _Firsts:
    """What was corrected since counts as recorded when it first was; what was deleted does not."""
    event, case = ctx.book.event, ctx.book.case
    codes = len(event.shape.field("kind").codes)
    shape = (len(case.shape.field("kind").codes), codes)
    rows = np.flatnonzero((event.recorded_at <= ctx.known_at) & (event.case >= 0) & (event.on != NO_DAY))
    pair = case.kind[event.case[rows]].astype(np.int64) * codes + event.kind[rows]
    filed = np.fromiter(map(bool, event.source), bool, len(event))[rows]
    at, size = event.recorded_at[rows], shape[0] * codes
    on, moment, first = np.full(size, _FAR, np.int64), np.full(size, NEVER, np.int64), np.full(size, -1)
    np.minimum.at(on, pair, event.on[rows])
    np.minimum.at(moment, pair[filed], at[filed])
    its = filed & (at == moment[pair])
    first[pair[its]] = rows[its]
    brought = np.bincount(pair[its], minlength=size)
    before = np.bincount(pair[~filed & (at < moment[pair])], minlength=size)
    return _Firsts(*(column.reshape(shape) for column in (on, moment, first, brought, before)))
