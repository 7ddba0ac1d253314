"""When somebody last said whether a person is still at the home; a check of one case speaks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


def place_of(desk: Desk) -> Ints:
    """Per case, the managing authority that its request names, -1 unknown."""

    def make() -> Ints:
        return taken(desk.book.dols_request.managing_authority, desk.fact("request"), -1)

    found: Ints = desk.memo("place of", make)
    return found


def last_check(desk: Desk) -> Ints:
    """Per case, the latest `home_check` row about that person at that place, -1 when nobody ever asked."""
    found: Ints = desk.memo("last check", lambda: _last_check(desk))
    return found


def _last_check(desk: Desk) -> Ints:
    book, table = desk.book, desk.book.home_check
    found = np.full(len(book.case), -1, np.int32)
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on <= desk.as_at))
    if not len(rows):
        return found
    rows = rows[np.lexsort((rows, table.on[rows]))]
    place = place_of(desk)
    keys = (book.case.person.astype(np.int64) << 24) + place + 1
    names, at = np.unique(keys[table.case[rows]], return_inverse=True)
    latest = np.full(len(names), -1, np.int64)
    latest[at] = rows
    slot = np.minimum(np.searchsorted(names, keys), len(names) - 1)
    of_place: Bools = names[slot] == keys
    found[of_place] = latest[slot[of_place]]
    return found


def settled(desk: Desk, case: Ints, ended_on: Ints) -> Bools:
    """For some cases, whether what ended on a day is settled since: gone from there, or not needed."""
    table, rows = desk.book.home_check, last_check(desk)[case]
    gone: Bools = taken(desk.book.dols_request.still_there, desk.fact("request")[case], -1) == 0
    if not len(table):
        return gone
    unneeded = taken(table.answer, rows, -1) == table.code("answer", "withdrawn")
    made: Bools = gone | unneeded & (taken(table.on, rows) > ended_on)
    return made


def confirmed_on(desk: Desk, case: Ints) -> Ints:
    """For some cases, the day on which the person was last said to be there; `NO_DAY` for never."""
    table, rows = desk.book.home_check, last_check(desk)[case]
    there = taken(table.answer, rows, -1) == table.code("answer", "there") if len(table) else rows >= 0
    found: Ints = np.where(there, taken(table.on, rows), NO_DAY)
    return found
