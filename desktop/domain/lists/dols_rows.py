"""The rows of the DoLS page: open requests and authorisations that need attention, gathered once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.dols import DolsFlags
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols_words import (
    ASSESSOR_LATE,
    ENDING,
    NO_AUTHORITY,
    REST,
    TO_CLOSE,
    TO_SIGN,
    UNTRIAGED,
    WATCH,
)
from desktop.domain.lists.facts import taken

ENDING_DAYS = 7  # an urgent or authorisation that ends within a week comes before everything
EXPIRING_DAYS = 56  # how long before its end an authorisation is on the page (Form 2 reminder)


@dataclass
class Requests:
    """What is known of each row, gathered once; every array has one entry per row.

    Attributes:
        case: case rows.
        flags: the engine's flags, cut to these rows.
        open: a request that still waits (else an authorisation).
        back: the best interests assessment is back (or everything is); nothing is signed.
        with_bia: an assessor has it and it is not back.
        priority: code of the request's priority, 0 when not triaged.
        priority_rank: 1 high to 3 low, 4 not said.
        ends: the day on which authority ends that a further decision must not miss.
        to_close: the person died before anything was decided; nobody has closed the request.
        late_renewal: a Form 2 received when the person's authorisation had already ended.
        why: one of `ENDING` to `REST`.
    """

    case: Ints
    flags: DolsFlags
    open: Bools
    request: Ints
    priority: Ints
    priority_rank: Ints
    objecting: Bools
    bia: Ints
    due_back: Ints
    form3: Ints
    back: Bools
    with_bia: Bools
    ends: Ints
    to_close: Bools
    late_renewal: Bools
    why: Ints

    def pick(self, at: Ints) -> Requests:
        """The same for some rows, in another order."""
        parts: dict[str, Any] = {one.name: _cut(getattr(self, one.name), at) for one in fields(self)}
        return Requests(**parts)


def _cut(value: Any, at: Ints) -> Any:
    return _cut_flags(value, at) if isinstance(value, DolsFlags) else value[at]


def _cut_flags(flags: DolsFlags, at: Ints) -> DolsFlags:
    return DolsFlags(**{one.name: getattr(flags, one.name)[at] for one in fields(flags)})


def requests(desk: Desk) -> Requests:
    """Every row of the page, not yet in any order; kept until the data change."""
    found: Requests = desk.memo("dols requests", lambda: _requests(desk))
    return found


def _requests(desk: Desk) -> Requests:
    flags = desk.flags
    left = flags.authorisation_end.astype(np.int64) - desk.as_at
    known_end = flags.authorisation_end != NO_DAY
    expiring = ~flags.open & flags.in_force & known_end & (left >= 0) & (left <= EXPIRING_DAYS)
    shown = flags.open | expiring | flags.suspended | (flags.end_unknown & ~flags.open)
    at = np.flatnonzero(shown & desk.is_open[flags.case] | _left_by_death(desk, flags))
    return _gathered(desk, _cut_flags(flags, at))


def _left_by_death(desk: Desk, flags: DolsFlags) -> Bools:
    """Undecided requests of people who have died: their clocks have stopped, the request still waits."""
    ended, case = desk.fact("ended")[flags.case], desk.book.case
    undecided = (flags.signed_off == NO_DAY) & ((ended == NO_DAY) | (ended < flags.received))
    ours = case.live[flags.case] & (case.other_la[flags.case] != 1)
    left: Bools = ~flags.open & undecided & ours
    return left


def _gathered(desk: Desk, flags: DolsFlags) -> Requests:
    book, case = desk.book, flags.case
    request = desk.fact("request")[case]
    priority = taken(book.dols_request.priority, request, 0)
    bia = desk.fact("bia")[case]
    form3 = desk.fact("form3")[case]
    given_to = taken(book.allocation.on, bia)
    is_back = flags.open & ((form3 != NO_DAY) & (form3 >= given_to) | flags.back_unsigned)
    found = Requests(
        case=case,
        flags=flags,
        open=flags.open,
        request=request,
        priority=priority,
        priority_rank=np.where(priority == 0, 4, priority).astype(np.int32),
        objecting=taken(book.dols_request.objecting, request, -1) == 1,
        bia=bia,
        due_back=taken(book.allocation.due_back_on, bia),
        form3=form3,
        back=is_back,
        with_bia=flags.open & (bia >= 0) & ~is_back,
        ends=np.full(len(case), NO_DAY, np.int32),
        to_close=_left_by_death(desk, flags),
        late_renewal=_late_renewal(desk, flags, taken(book.dols_request.form, request, 0)),
        why=np.full(len(case), REST, np.int8),
    )
    found.ends = _ends(desk, found)
    found.why = _why(desk, found)
    return found


def _late_renewal(desk: Desk, flags: DolsFlags, form: Ints) -> Bools:
    """Further requests that came after the end of what they were to follow: flagged, moving nothing."""
    every, person = desk.flags, desk.book.case.person
    until = np.full(len(desk.book.person) + 1, NO_DAY, np.int32)
    np.maximum.at(until, person[every.case], every.authorisation_end)
    ended = until[person[flags.case]]
    form2 = form == desk.book.dols_request.code("form", "form2")
    late: Bools = flags.open & form2 & (ended != NO_DAY) & (ended < flags.received)
    return late


def _ends(desk: Desk, found: Requests) -> Ints:
    """When the authority that a row depends on ends: its urgent, its own or the person's authorisation."""
    flags, every = found.flags, desk.flags
    until = np.full(len(desk.book.person) + 1, NO_DAY, np.int32)
    held = every.in_force & (every.authorisation_end != NO_DAY)
    np.maximum.at(until, desk.book.case.person[every.case[held]], every.authorisation_end[held])
    standard = np.where(found.open, until[desk.book.case.person[found.case]], flags.authorisation_end)
    urgent = np.where(flags.ua_running, flags.ua_end, NO_DAY)
    made: Ints = np.maximum(standard, urgent)
    return made


def _why(desk: Desk, found: Requests) -> Ints:
    as_at = desk.as_at
    left = found.ends.astype(np.int64) - as_at
    ending = (found.ends != NO_DAY) & (left >= 0) & (left <= ENDING_DAYS)
    answered = ~found.open & _has_open_request(desk, desk.book.case.person[found.case])
    pressing = (found.priority_rank == 1) | found.objecting
    return np.select(
        [
            ending & ~answered,
            untriaged(found),
            found.open & pressing & ~found.back & ~_has_authority(desk, found),
            found.back,
            found.with_bia & (found.due_back != NO_DAY) & (found.due_back < as_at),
            found.to_close,
            ~found.open,
        ],
        [ENDING, UNTRIAGED, NO_AUTHORITY, TO_SIGN, ASSESSOR_LATE, TO_CLOSE, WATCH],
        REST,
    ).astype(np.int8)


def untriaged(found: Requests) -> Bools:
    """No priority yet, and nobody has begun: once an assessor has it, triage is over."""
    waits: Bools = found.open & (found.priority == 0) & (found.bia < 0) & ~found.back
    return waits


def _has_authority(desk: Desk, found: Requests) -> Bools:
    """Whether any authority is recorded today for the person: an urgent or an authorisation in force."""
    every = desk.flags
    people = np.zeros(len(desk.book.person) + 1, bool)
    people[desk.book.case.person[every.case[every.in_force]]] = True
    held: Bools = found.flags.ua_running | people[desk.book.case.person[found.case]]
    return held


def _has_open_request(desk: Desk, person: Ints) -> Bools:
    every = desk.flags
    people = np.zeros(len(desk.book.person) + 1, bool)
    people[desk.book.case.person[every.case[every.open]]] = True
    people[-1] = False
    return people[person]
