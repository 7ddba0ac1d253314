"""The DoLS page: every open request, and the authorisations whose end needs somebody's attention."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.dols import DolsFlags
from desktop.domain.lists.clockmap import running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    URGENCY,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    int_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols_words import (
    ASSESSOR_LATE,
    ENDING,
    NO_AUTHORITY,
    REST,
    TO_SIGN,
    UNTRIAGED,
    WATCH,
    Words,
)
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_days, name_cells, note_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.errors import KnownError

ENDING_DAYS = 7  # an urgent or authorisation that ends within a week comes before everything
EXPIRING_DAYS = 56  # how long before its end an authorisation is on the page (Form 2 reminder)
A_YEAR = 365
DUE_SOON_DAYS = 7

COLUMNS = (
    Column("why", "Why now", width=28, under="priority"),
    Column("name", "Name", width=22, names=True, under="ref"),
    Column("home", "Home or ward", width=20, under="form"),
    Column("received", "Received", "day", 9, under="day_n"),
    Column("due", "Due", "day", 15, under="state"),
    Column("who", "Who has it", width=24),
    Column("mha", "MHA", width=20),
    Column("last_chase", "Last chase", width=24, under="next_chase"),
    Column("note", "Last note", width=40),
    Column("priority", "Priority", width=14, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("form", "Form and urgent", width=20, shown=False),
    Column("day_n", "Day", "int", 6, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("next_chase", "Next chase", "day", 11, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
    Column("team", "Team", width=16, shown=False),
    Column("worker", "Assessor", width=20, shown=False),
    Column("ends", "Authorisation ends", "day", 11, shown=False),
    Column("gap_days", "Days without authority", "int", 8, "right", shown=False),
)


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
    why: Ints

    def pick(self, at: Ints) -> Requests:
        """The same for some rows, in another order."""
        parts: dict[str, Any] = {one.name: _cut(getattr(self, one.name), at) for one in fields(self)}
        return Requests(**parts)


def _cut(value: Any, at: Ints) -> Any:
    return _cut_flags(value, at) if isinstance(value, DolsFlags) else value[at]


def _cut_flags(flags: DolsFlags, at: Ints) -> DolsFlags:
    return DolsFlags(**{one.name: getattr(flags, one.name)[at] for one in fields(flags)})


def base(desk: Desk, selection: Selection) -> Base:
    """The page before anything narrows it, in the order asked for (``prevent`` or ``legal``)."""
    orders = {"": _prevent, "prevent": _prevent, "legal": _legal}
    if selection.order not in orders:
        raise KnownError(f"DoLS can be listed in the order prevent or legal, not {selection.order}.")
    found = requests(desk)
    found = found.pick(orders[selection.order](desk, found))
    rag, rows = _rag(desk, found), Rows(desk, found.case)
    home = taken(desk.book.dols_request.managing_authority, found.request, -1)
    return Base(
        rows=rows,
        clock=clock_of(desk, found),
        rag=rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows, rag),
        chips=_chips(desk, found),
        search=((desk.words("managing_authority"), home),),
    )


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
    at = np.flatnonzero(shown & desk.is_open[flags.case] | flags.open & desk.is_open[flags.case])
    return _gathered(desk, _cut_flags(flags, at))


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
        why=np.full(len(case), REST, np.int8),
    )
    found.ends = _ends(desk, found)
    found.why = _why(desk, found)
    return found


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
            _untriaged(found),
            found.open & pressing & ~found.back & ~_has_authority(desk, found),
            found.back,
            found.with_bia & (found.due_back != NO_DAY) & (found.due_back < as_at),
            ~found.open,
        ],
        [ENDING, UNTRIAGED, NO_AUTHORITY, TO_SIGN, ASSESSOR_LATE, WATCH],
        REST,
    ).astype(np.int8)


def _untriaged(found: Requests) -> Bools:
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


def _prevent(desk: Desk, found: Requests) -> Ints:
    """What can still be prevented first; within that by its own date, then by age."""
    flags = found.flags
    dated = {ENDING: found.ends, TO_SIGN: found.form3, ASSESSOR_LATE: found.due_back, WATCH: _watched(found)}
    first = np.select(
        [found.why == why for why in dated] + [found.why == UNTRIAGED],
        [*dated.values(), flags.received],
        found.priority_rank,
    )
    return order_packed(pack((found.why, 4), (first, 18), (flags.received, 16)))


def _watched(found: Requests) -> Ints:
    """The date to watch of an authorisation; one without an end comes last."""
    return found.flags.authorisation_end


def _legal(desk: Desk, found: Requests) -> Ints:
    """Lapsed first, then urgents about to end, then priority, days to due and date received."""
    flags = found.flags
    return order_packed(
        pack(
            (~found.open, 1),
            (~flags.gap, 1),
            (~flags.ua_expiring, 1),
            (found.priority_rank, 3),
            (flags.assess_due, 16),
            (flags.received, 16),
        )
    )


def _due(found: Requests) -> Ints:
    made: Ints = np.where(found.open, found.flags.assess_due, found.flags.authorisation_end)
    return made


def _rag(desk: Desk, found: Requests) -> Ints:
    """A request against its due date; an authorisation against its end."""
    due = _due(found)
    left = due.astype(np.int64) - desk.as_at
    late = found.open & found.flags.decision_overdue | ~found.open & (left < 0)
    return np.select(
        [due == NO_DAY, late, left == 0, (left > 0) & (left <= DUE_SOON_DAYS), left > 0],
        [UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON, IN_TIME],
        NONE,
    ).astype(np.int8)


def clock_of(desk: Desk, found: Requests) -> Ints:
    """The clock that a row is judged by: assessments, decision, third-party check, else the authorisation."""
    clock = np.full(len(found.case), -1, np.int32)
    for rule in (
        "dols_urgent_7d",
        "dols_standard_21d",
        "dols_third_party_7d",
        "dols_decision",
        "dols_suspension_28d",
        "dols_expiry",
    ):
        at = running_of(desk, rule)[found.case]
        clock = np.where(clock < 0, at, clock)
    return clock


def _cells(desk: Desk, found: Requests, rows: Rows, rag: Ints) -> dict[str, Cells]:
    book, flags = desk.book, found.flags
    words = Words(desk, found, rag, _due(found))
    home = taken(book.dols_request.managing_authority, found.request, -1)
    due = _due(found)
    day_n = np.where(found.open & (flags.received != NO_DAY), flags.day_n, NO_DAY)
    return {
        **who_cells(desk, rows),
        "why": Cells(words.why, lambda: np.arange(len(rows.case), dtype=np.int32)),
        "priority": Cells(words.priority, lambda: found.priority_rank * 2 - found.objecting),
        "home": name_cells(desk.words("managing_authority"), lambda: home),
        "form": Cells(
            words.form, lambda: taken(book.dols_request.form, found.request, 0) * 2 - flags.ua_running
        ),
        "received": day_cells(flags.received),
        "day_n": Cells(lambda at: _day_words(day_n[at]), lambda: day_n.astype(np.int32)),
        "due": day_cells(due),
        "state": Cells(words.state, lambda: _state_keys(desk, rag, due)),
        "who": Cells(words.who, lambda: taken(desk.words("worker").ranks, rows.acting)),
        "mha": Cells(words.mha, lambda: taken(book.allocation.on, desk.fact("mha")[rows.case])),
        "last_chase": note_cells(desk, "chase", rows),
        "next_chase": day_cells(fact_days(desk, "note", "chase", "chase_next_on", rows)),
        "ends": day_cells(np.where(found.open, found.ends, flags.authorisation_end)),
        "gap_days": int_cells(np.where(flags.gap, flags.gap_days, NO_DAY)),
    }


def _day_words(numbers: Ints) -> list[str]:
    return ["" if number == NO_DAY else f"Day {number:,}" for number in numbers.tolist()]


def _state_keys(desk: Desk, rag: Ints, due: Ints) -> Ints:
    left = np.clip(np.where(due == NO_DAY, 0, due.astype(np.int64) - desk.as_at), -49_999, 49_999)
    keys: Ints = ((5 - URGENCY[rag]) * 100_000 + left + 50_000).astype(np.int32)
    return keys


def _chips(desk: Desk, found: Requests) -> tuple[Chip, ...]:
    flags, is_open = found.flags, found.open
    known_received = flags.received != NO_DAY
    left = flags.authorisation_end.astype(np.int64) - desk.as_at
    expiring = ~is_open & (flags.authorisation_end != NO_DAY) & (left >= 0) & (left <= EXPIRING_DAYS)
    no_bia = is_open & (found.bia < 0) & ~found.back
    return (
        Chip("open", "Open", is_open, means="Requests that are neither signed off nor closed."),
        Chip("untriaged", "Not triaged", _untriaged(found), OVERDUE, "No priority, and no assessor has it."),
        Chip("no_bia", "No BIA", no_bia, means="No best interests assessor has it."),
        Chip("with_bia", "With BIA", found.with_bia, means="An assessor has it and Form 3 is not back."),
        Chip(
            "back", "Back unsigned", found.back, DUE_SOON, "The assessment is back; nobody has signed it off."
        ),
        Chip(
            "urgent",
            "Urgents running",
            flags.ua_running,
            DUE_SOON,
            "An urgent authorisation is in force today.",
        ),
        Chip(
            "gap",
            "Lapsed",
            flags.gap,
            OVERDUE,
            "Authority recorded for the person has run out while the request is open.",
        ),
        Chip(
            "past_21",
            "Past day 21",
            is_open & known_received & (flags.day_n > 21),
            OVERDUE,
            "Open for more than 21 days, the day of receipt counted as day 1.",
        ),
        Chip(
            "over_year",
            "Over a year",
            is_open & known_received & (flags.day_n - 1 > A_YEAR),
            OVERDUE,
            "Received more than 365 days ago and still open.",
        ),
        Chip("expiring", "Expiring", expiring, DUE_SOON, "Authorisations that end within 56 days."),
        Chip("suspended", "Suspended", flags.suspended, DUE_SOON, "Suspended; ceases after 28 days."),
        Chip(
            "no_expiry",
            "Expiry not known",
            flags.end_unknown & ~is_open,
            UNKNOWN,
            "Granted, but nobody has recorded until when.",
        ),
    )
