"""Homes and wards: who waits there, who is authorised, and when somebody last said that they are there.

`homes` has a row per home with its numbers; `home` has a row per request or authorisation, and a selection
that names a home cuts it to that home's. Each number of the first is the length of the second.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    int_cells,
    order_packed,
    pack,
    text_ranks,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols import clock_of
from desktop.domain.lists.home_words import Words, place_cells
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, name_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.still_there import confirmed_on, last_check, place_of, settled
from desktop.errors import KnownError

RING_DAYS = 28  # after four weeks without a word a person is on the list to ring through
SOON_DAYS = 7
REMINDER = "dols_renewal_56d"
# What a row is about.
WAITS, HELD, WITHOUT_END, OVER = range(4)

COLUMNS = (
    Column("name", "Name", width=22, names=True, under="born"),
    Column("what", "What", width=26, under="why"),
    Column("since", "Since", "day", 11, under="day_n"),
    Column("ends", "Ends or due", "day", 16, under="state"),
    Column("there", "Still there", "day", 12, under="informant"),
    Column("who", "Who has it", width=24),
    Column("note", "Last note", width=36),
    Column("ref", "Ref", width=9, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
    Column("born", "Born", width=12, shown=False),
    Column("why", "More", width=24, shown=False),
    Column("day_n", "Day", width=8, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("informant", "Who said so", width=18, shown=False),
    Column("home", "Home or ward", width=22, shown=False),
)
HOME_COLUMNS = (
    Column("home", "Home or ward", width=28, under="kind"),
    Column("waiting", "Waiting", "int", 11, "right", under="gap"),
    Column("longest", "Longest wait", "int", 12, "right"),
    Column("in_force", "In force", "int", 9, "right", under="expiring"),
    Column("no_expiry", "No expiry", "int", 10, "right"),
    Column("ended", "Not settled", "int", 11, "right"),
    Column("to_ring", "To ring about", "int", 13, "right"),
    Column("rung", "Last heard", "day", 11),
    Column("gap", "No authority", "int", 12, "right", shown=False),
    Column("expiring", "Expiring", "int", 9, "right", shown=False),
    Column("kind", "Kind", width=16, shown=False),
    Column("provider", "Provider", width=20, shown=False),
    Column("phone", "Telephone", width=14, shown=False),
    Column("postcode", "Postcode", width=9, shown=False),
    Column("state", "State", "rag", 14, shown=False),
)


@dataclass
class Residents:
    """One row per open request or authorisation; days are `NO_DAY` where there are none.

    Attributes:
        at: the row in the desk's flags; `case` its case, `place` the managing authority, -1 unknown.
        what: one of `WAITS` to `OVER`.
        ends: the last day of the authorisation, or the day a request is due.
        confirmed: when somebody last said that the person is there.
        to_ring: nobody has said so within `RING_DAYS`.
    """

    at: Ints
    case: Ints
    place: Ints
    what: Ints
    since: Ints
    ends: Ints
    gap: Bools
    expiring: Bools
    confirmed: Ints
    checked: Ints
    to_ring: Bools

    def pick(self, order: Ints) -> Residents:
        """The same for some rows, in another order."""
        parts: dict[str, Any] = {one.name: getattr(self, one.name)[order] for one in fields(self)}
        return Residents(**parts)


def residents(desk: Desk) -> Residents:
    """Everybody who waits or is authorised anywhere, by home and name; kept until the data change."""
    found: Residents = desk.memo("residents", lambda: _residents(desk))
    return found


def _residents(desk: Desk) -> Residents:
    flags, as_at = desk.flags, desk.as_at
    gone = settled(desk, flags.case, flags.authorisation_end)
    known_end = flags.authorisation_end != NO_DAY
    over = ~flags.open & known_end & (flags.authorisation_end < as_at) & ~gone
    without = ~flags.open & flags.end_unknown
    held = ~flags.open & known_end & (flags.in_force | flags.suspended)
    what = np.select([flags.open, without, held], [WAITS, WITHOUT_END, HELD], OVER)
    at = np.flatnonzero((flags.open | without | held | over) & desk.is_open[flags.case])
    case, open_, end = flags.case[at], flags.open[at], flags.authorisation_end[at]
    reminder = desk.rules[REMINDER].n if REMINDER in desk.rules else 0
    confirmed = confirmed_on(desk, case)
    found = Residents(
        at=at.astype(np.int32),
        case=case,
        place=place_of(desk)[case],
        what=what[at].astype(np.int8),
        since=np.where(open_, flags.received[at], flags.authorisation_start[at]),
        ends=np.where(open_, flags.assess_due[at], end),
        gap=flags.gap[at],
        expiring=~open_ & (end != NO_DAY) & (end >= as_at) & (end - as_at <= reminder),
        confirmed=confirmed,
        checked=last_check(desk)[case],
        to_ring=(confirmed == NO_DAY) | (confirmed < as_at - RING_DAYS),
    )
    name = desk.words("person").ranks[desk.book.case.person[case]]
    home = np.append(_home_ranks(desk), 2**20 - 1)[found.place]
    return found.pick(order_packed(pack((home, 20), (name, 21), (found.what, 1))))


def _home_ranks(desk: Desk) -> Ints:
    return text_ranks(desk.words("managing_authority").texts)


def home(desk: Desk, selection: Selection) -> Base:
    """Everybody at every home; a selection's ``home`` narrows it to one.

    Raises:
        KnownError: for a home that is not in the database, or an order other than the list's own.
    """
    if selection.order:
        raise KnownError("The people at a home have one order only.")
    found = residents(desk)
    rows, rag = Rows(desk, found.case), _rag(desk, found)
    places, group = np.unique(found.place, return_inverse=True)
    first = np.full(len(places), len(found.case), np.int64)
    np.minimum.at(first, group, np.arange(len(group)))
    rank = np.empty(len(places), np.int64)
    rank[np.argsort(first)] = np.arange(len(places))
    homes = desk.words("managing_authority").texts
    names = [homes[place] if place >= 0 else "Home not recorded" for place in places[np.argsort(first)]]
    return Base(
        rows=rows,
        clock=clock_of(desk, found.case),
        rag=rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows, rag),
        chips=_chips(found),
        search=((desk.words("managing_authority"), found.place),),
        narrow=lambda chosen: _at_home(desk, found.place, chosen.home),
        group=rank[group].astype(np.int32),
        headings=tuple(names),
    )


def _at_home(desk: Desk, place: Ints, home_id: str) -> Bools:
    if not home_id:
        return np.ones(len(place), bool)
    if home_id not in desk.book.managing_authority.index:
        raise KnownError("That home is not in this database.")
    here: Bools = place == desk.book.managing_authority.row(home_id)
    return here


def _rag(desk: Desk, found: Residents) -> Ints:
    left = found.ends.astype(np.int64) - desk.as_at
    return np.select(
        [found.ends == NO_DAY, left < 0, left == 0, left <= SOON_DAYS],
        [UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON],
        IN_TIME,
    ).astype(np.int8)


def _cells(desk: Desk, found: Residents, rows: Rows, rag: Ints) -> dict[str, Cells]:
    words, people = Words(desk, found, rag), desk.book.person
    days = np.where(found.since == NO_DAY, NO_DAY, desk.as_at - found.since + 1).astype(np.int32)
    return {
        **who_cells(desk, rows),
        "born": Cells(words.born, lambda: people.born_on[rows.person]),
        "what": Cells(words.what, lambda: found.what.astype(np.int32)),
        "why": Cells(words.why, lambda: found.gap.astype(np.int32)),
        "since": day_cells(found.since),
        "day_n": Cells(words.day, lambda: days),
        "ends": day_cells(found.ends),
        "state": Cells(words.state, lambda: found.ends),
        "there": day_cells(found.confirmed),
        "informant": Cells(words.informant, lambda: found.checked),
        "who": Cells(words.who, lambda: rows.holder),
        "home": name_cells(desk.words("managing_authority"), lambda: found.place, "Not recorded"),
    }


def _chips(found: Residents) -> tuple[Chip, ...]:
    return (
        Chip("waiting", "Waiting", found.what == WAITS, means="Requests that nobody has signed off."),
        Chip("gap", "No authority", found.gap, OVERDUE, "Authority has run out while the request is open."),
        Chip(
            "in_force", "In force", found.what == HELD, means="Authorised, or suspended, until a known day."
        ),
        Chip("expiring", "Expiring", found.expiring, DUE_SOON, "Ends within the time of the reminder."),
        Chip(
            "no_expiry",
            "Expiry not known",
            found.what == WITHOUT_END,
            UNKNOWN,
            "Granted, but nobody has recorded until when.",
        ),
        Chip(
            "ended",
            "Ended, not settled",
            found.what == OVER,
            OVERDUE,
            "The authorisation ended and nobody has said what became of the person.",
        ),
        Chip(
            "to_ring",
            "To ring about",
            found.to_ring,
            DUE_SOON,
            "Nobody has said within four weeks that the person is still there.",
        ),
    )


def homes(desk: Desk, selection: Selection) -> Base:
    """A row per home where somebody waits or is authorised; the most people to ring about come first.

    Raises:
        KnownError: for an order other than the list's own.
    """
    if selection.order:
        raise KnownError("Homes have one order only.")
    found = residents(desk)
    size = len(desk.book.managing_authority)
    numbers = {chip.key: _per_home(found.place, chip.rows(selection), size) for chip in _chips(found)}
    everybody = _per_home(found.place, np.ones(len(found.case), bool), size)
    place = np.flatnonzero(everybody > 0).astype(np.int32)
    ranks = _home_ranks(desk)
    order = order_packed(pack((5000 - numbers["to_ring"][place], 14), (ranks[place], 20)))
    place = place[order]
    numbers = {key: column[place] for key, column in numbers.items()}
    return Base(
        rows=_no_cases(desk, len(place)),
        clock=np.full(len(place), -1, np.int32),
        rag=_home_rag(numbers),
        ids=place.astype(np.int64),
        columns=HOME_COLUMNS,
        cells={
            **place_cells(desk, place, numbers),
            **{key: int_cells(column) for key, column in numbers.items()},
            "longest": int_cells(_longest(desk, found, size)[place], "day"),
            "rung": day_cells(_last_heard(found, size)[place]),
        },
        chips=_home_chips(found, numbers),
        search=((desk.words("managing_authority"), place),),
    )


def _home_rag(numbers: dict[str, Ints]) -> Ints:
    """How a home stands: authority lapsed or ended there, something ends soon, an end is not known."""
    return np.select(
        [numbers["gap"] + numbers["ended"] > 0, numbers["expiring"] > 0, numbers["no_expiry"] > 0],
        [OVERDUE, DUE_SOON, UNKNOWN],
        NONE,
    ).astype(np.int8)


def _home_chips(found: Residents, numbers: dict[str, Ints]) -> tuple[Chip, ...]:
    return tuple(
        Chip(chip.key, f"Homes: {chip.title.casefold()}", numbers[chip.key] > 0, chip.rag, chip.means)
        for chip in _chips(found)
    )


def _no_cases(desk: Desk, size: int) -> Rows:
    """Rows that stand for homes: of no case, no person and no worker."""
    none = np.full(size, -1, np.int32)
    rows = Rows(desk, none)
    rows.person = rows.held = rows.holder = rows.acting = rows.team = rows.assessor_team = none
    return rows


def _per_home(place: Ints, mask: Bools, size: int) -> Ints:
    return np.bincount(place[mask & (place >= 0)], minlength=size).astype(np.int32)


def _longest(desk: Desk, found: Residents, size: int) -> Ints:
    """Per home, how many days the oldest open request has waited; `NO_DAY` where none does."""
    longest = np.full(size, NO_DAY, np.int32)
    waits = (found.what == WAITS) & (found.since != NO_DAY) & (found.place >= 0)
    np.maximum.at(longest, found.place[waits], desk.as_at - found.since[waits] + 1)
    return longest


def _last_heard(found: Residents, size: int) -> Ints:
    """Per home, the last day on which it said of anybody that they are there."""
    heard = np.full(size, NO_DAY, np.int32)
    known = found.place >= 0
    np.maximum.at(heard, found.place[known], found.confirmed[known])
    return heard
