"""The DoLS page: every open request, and the authorisations whose end needs somebody's attention."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.domain.days import NO_DAY, date_of
from desktop.domain.dols_states import QUERY
from desktop.domain.dols_states import WORDS as STAGES
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
from desktop.domain.lists.dols_rows import EXPIRING_DAYS, Requests, requests, untriaged
from desktop.domain.lists.dols_words import (
    ASSESSOR_LATE,
    ENDING,
    TO_SIGN,
    UNTRIAGED,
    WATCH,
    Words,
)
from desktop.domain.lists.facts import taken
from desktop.domain.lists.follow_up import is_due
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_day_cells, name_cells, note_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.errors import KnownError

__all__ = ["COLUMNS", "base", "clock_of", "requests"]

A_YEAR = 365
NEW_DAYS = 7
DUE_SOON_DAYS = 7

# The clock that a request is judged by is the first of these that runs; an assessor's work, of the former.
ASSESSED_BY = ("dols_urgent_7d", "dols_urgent_extension_7d", "dols_standard_21d", "dols_third_party_7d")
RULES = (*ASSESSED_BY, "dols_decision", "dols_suspension_28d", "dols_expiry")
COLUMNS = (
    Column("why", "Why now", width=28, under="priority"),
    Column("name", "Name", width=22, names=True, under="ref"),
    Column("home", "Home or ward", width=20, under="form"),
    Column("received", "Received", "day", 9, under="day_n"),
    Column("due", "Due", "day", 15, under="state"),
    Column("who", "Who has it", width=24, under="stage"),
    Column("mha", "MHA", width=20),
    Column("last_chase", "Last chase", width=24, under="next_chase"),
    Column("note", "Last note", width=40),
    Column("priority", "Priority", width=14, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("form", "Form and urgent", width=20, shown=False),
    Column("day_n", "Day", "int", 6, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("stage", "Stage", width=22, shown=False),
    Column("stage_on", "Stage since", "day", 11, shown=False),
    Column("next_chase", "Next chase", "day", 11, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
    Column("team", "Team", width=16, shown=False),
    Column("worker", "Assessor", width=20, shown=False),
    Column("ends", "Authorisation ends", "day", 11, shown=False),
    Column("gap_days", "Days without authority", "int", 8, "right", shown=False),
)


def base(desk: Desk, selection: Selection, only: Ints | None = None) -> Base:
    """The page before anything narrows it, in the order asked for (``prevent`` or ``legal``).

    `only` are the places in `requests` of the rows that are wanted, all of them when not given.
    """
    orders = {"": _prevent, "prevent": _prevent, "legal": _legal}
    if selection.order not in orders:
        raise KnownError(f"DoLS can be listed in the order prevent or legal, not {selection.order}.")
    found = requests(desk) if only is None else requests(desk).pick(only)
    found = found.pick(orders[selection.order](desk, found))
    rag, rows = _rag(desk, found), Rows(desk, found.case)
    home = taken(desk.book.dols_request.managing_authority, found.request, -1)
    return Base(
        rows=rows,
        clock=clock_of(desk, found.case),
        rag=rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows, rag),
        chips=_chips(desk, found),
        search=((desk.words("managing_authority"), home),),
        news=news(found),
    )


def is_new(found: Requests) -> Bools:
    """Open requests that came in today or in the six days before."""
    flags = found.flags
    fresh: Bools = found.open & (flags.received != NO_DAY) & (flags.day_n <= NEW_DAYS)
    return fresh


def news(found: Requests) -> str:
    """What came in and what ends first: ``12 new, 3 urgent: earliest expiry Fri 27 Nov``."""
    new, urgent = int(is_new(found).sum()), found.flags.ua_running
    said = f"{new or 'None'} new, {int(urgent.sum()) or 'none'} urgent"
    if not urgent.any():
        return said
    first = date_of(int(found.flags.ua_end[urgent].min()))
    return f"{said}: earliest expiry {first:%a} {first.day} {first:%b}"


def _prevent(desk: Desk, found: Requests) -> Ints:
    """What can still be prevented first; within that by its own date, then by age."""
    flags = found.flags
    dated = {
        ENDING: found.ends,
        TO_SIGN: np.maximum(found.form3, flags.assess_done),
        ASSESSOR_LATE: found.due_back,
        WATCH: _watched(found),
    }
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
        [found.to_close, due == NO_DAY, late, left == 0, (left > 0) & (left <= DUE_SOON_DAYS), left > 0],
        [DUE_SOON, UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON, IN_TIME],
        NONE,
    ).astype(np.int8)


def clock_of(desk: Desk, case: Ints, rules: Sequence[str] = RULES) -> Ints:
    """The clock that each request is judged by: that of the first of some rules that runs, -1 for none."""
    clock = np.full(len(case), -1, np.int32)
    for rule in rules:
        clock = np.where(clock < 0, running_of(desk, rule)[case], clock)
    return clock


def _cells(desk: Desk, found: Requests, rows: Rows, rag: Ints) -> dict[str, Cells]:
    book, flags = desk.book, found.flags
    words = Words(desk, found, rag, _due(found))
    home = taken(book.dols_request.managing_authority, found.request, -1)
    due, stage = _due(found), desk.fact("dols_state")[found.case]
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
        "stage": Cells(lambda at: [STAGES[one] for one in stage[at].tolist()], lambda: stage),
        "stage_on": day_cells(lambda: desk.fact("dols_state_on")[rows.case]),
        "who": Cells(words.who, lambda: taken(desk.words("worker").ranks, rows.acting)),
        "mha": Cells(words.mha, lambda: taken(book.allocation.on, desk.fact("mha")[rows.case])),
        "last_chase": note_cells(desk, "chase", rows),
        "next_chase": fact_day_cells(desk, "note", "chase", "chase_next_on", rows),
        "ends": day_cells(np.where(found.open, found.ends, flags.authorisation_end)),
        "gap_days": int_cells(np.where(flags.gap, flags.gap_days, NO_DAY)),
    }


def _day_words(numbers: Ints) -> list[str]:
    return ["" if number == NO_DAY else f"Day {number:,}" for number in numbers.tolist()]


def _state_keys(desk: Desk, rag: Ints, due: Ints) -> Ints:
    left = np.clip(np.where(due == NO_DAY, 0, due.astype(np.int64) - desk.as_at), -49_999, 49_999)
    keys: Ints = ((5 - URGENCY[rag]) * 100_000 + left + 50_000).astype(np.int32)
    return keys


# what a manager looks for in the morning stands before the other numbers
_FIRST = ("new", "untriaged", "urgent", "gap", "no_bia", "back", "expiring")


def _chips(desk: Desk, found: Requests) -> tuple[Chip, ...]:
    flags, is_open = found.flags, found.open
    known_received = flags.received != NO_DAY
    left = flags.authorisation_end.astype(np.int64) - desk.as_at
    expiring = ~is_open & (flags.authorisation_end != NO_DAY) & (left >= 0) & (left <= EXPIRING_DAYS)
    no_bia = is_open & (found.bia < 0) & ~found.back
    chips = (
        Chip("open", "Open", is_open, means="Requests that are neither signed off nor closed."),
        Chip("new", "New", is_new(found), means="Received today or in the six days before."),
        Chip("untriaged", "Not triaged", untriaged(found), OVERDUE, "No priority, and no assessor has it."),
        Chip("no_bia", "No BIA", no_bia, means="No best interests assessor has it."),
        Chip("with_bia", "With BIA", found.with_bia, means="An assessor has it and Form 3 is not back."),
        Chip(
            "back", "Back unsigned", found.back, DUE_SOON, "The assessment is back; nobody has signed it off."
        ),
        Chip(
            "queried",
            "Queried",
            is_open & (desk.fact("dols_state")[found.case] == QUERY),
            DUE_SOON,
            "Sent back to its assessor with a query that has not been answered.",
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
            "No authority",
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
        Chip(
            "died",
            "Died, not closed",
            found.to_close,
            DUE_SOON,
            "The person died before a decision. Its clocks have stopped; close the request with the reason.",
        ),
        Chip("suspended", "Suspended", flags.suspended, DUE_SOON, "Suspended; ceases after 28 days."),
        Chip(
            "no_expiry",
            "Expiry not known",
            flags.end_unknown & ~is_open,
            UNKNOWN,
            "Granted, but nobody has recorded until when.",
        ),
        *_asking(desk, found),
    )
    return tuple(
        sorted(chips, key=lambda chip: _FIRST.index(chip.key) if chip.key in _FIRST else len(_FIRST))
    )


def _asking(desk: Desk, found: Requests) -> tuple[Chip, ...]:
    """What is to be asked about requests; none of it stops a clock or takes a row out of the list."""
    due = {
        name: found.open & is_due(desk, name)[found.case] for name in ("missing", "look_again", "home_asked")
    }
    older = is_due(desk, "older_test")[found.case]
    return (
        Chip(
            "missing",
            "Facts missing",
            due["missing"],
            DUE_SOON,
            "The form left out what it has to say (SI 2008/1858 regulation 16). Every clock runs on.",
        ),
        Chip(
            "look_again", "Look again", due["look_again"], DUE_SOON, "The day to look at the priority again."
        ),
        Chip(
            "home_asked",
            "Home asked",
            due["home_asked"],
            means="Asked whether it is still appropriate after [2026] UKSC 16; not answered. Clocks run on.",
        ),
        Chip(
            "older_test",
            "Older legal test",
            older,
            DUE_SOON,
            "The best interests assessment is from before 2 June 2026, when the test changed "
            "([2026] UKSC 16). Nothing lapses by itself.",
        ),
    )
