"""Many months of one desk, each read as at its last day: events are gone through once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.domain.calendar import Calendar
from desktop.domain.casebook import Casebook, codes_of, known
from desktop.domain.clocks import clocks_of, context, rules_on
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.measures import Reading
from desktop.domain.months import first_day, last_day
from desktop.domain.series import CURRENT, Prepared
from desktop.domain.timescales import Timescale, Timescales


@dataclass(frozen=True)
class Held:
    """Per case row on one day: who worked it, and for which team; -1 for nobody and for no team."""

    worker: Ints
    team: Ints


class MonthEnds:
    """The readings of some months, as lists read each by itself (see `counted.reading`), without their cost.

    Attributes:
        desk: what is read; nothing after its own day counts.
    """

    def __init__(self, desk: Desk, months: Sequence[int]) -> None:
        self.desk = desk
        days = [self.day(month) for month in months]
        self._scales = [rules_on(desk.book, desk.timescales, day, desk.known_at) for day in days]
        self._prepared = Prepared(days)
        self._read: dict[int, Context] = {}
        self._allocations = _Allocations(desk.book, desk.known_at)

    def day(self, month: int) -> int:
        """The month's last day; the desk's own while the month is not over."""
        return min(last_day(month), self.desk.as_at)

    def reading(self, month: int, rules: frozenset[str]) -> Reading:
        """One month, with the clocks of these rules only."""
        ctx = self.context(month)
        return Reading(ctx, clocks_of(ctx, rules), first_day(month), ctx.as_at, self.desk.as_at)

    def context(self, month: int) -> Context:
        """The engine's reading of one month."""
        if month not in self._read:
            desk, day = self.desk, self.day(month)
            instant = None if desk.known_at == CURRENT else desk.known_at
            self._read[month] = context(
                desk.book, desk.timescales, day, instant, desk.clocks.recorded, self._prepared
            )
        return self._read[month]

    def rules(self, rule: str) -> list[Timescale]:
        """A timescale as it stood at the end of each month, as shipped where it was not in force."""
        return [one.by_id.get(rule) or Timescales.shipped().rule(rule) for one in self._scales]

    def calendars(self) -> list[Calendar]:
        """The working days of each month's reading."""
        return [Calendar.england(one.closures, one.extra_holidays) for one in self._scales]

    def held(self, month: int) -> Held:
        """Who had each case at the month's end, as `facts` has it for one desk."""
        book = self.desk.book
        row = self._allocations.running(self.day(month))
        worker = taken(book.allocation.worker, row, -1)
        then = taken(book.allocation.team, row, -1)
        team = np.where(then >= 0, then, taken(book.worker.team, worker, -1))
        return Held(worker, np.where(book.case.team >= 0, book.case.team, team))


class _Allocations:
    """Children's allocations on record in the order in which they began, those of advisers last."""

    def __init__(self, book: Casebook, known_at: int) -> None:
        table, case = book.allocation, book.case
        rows = np.flatnonzero(known(table, known_at) & (table.case >= 0)).astype(np.int32)
        role = table.role[rows]
        adviser = role == codes_of("allocation", "role", ["pa"])[0]
        # An adviser works the case of a care leaver and no other, and then comes before any worker.
        leaving = case.kind[table.case[rows]] == codes_of("case", "kind", ["care_leaver"])[0]
        wanted = (role == codes_of("allocation", "role", ["worker"])[0]) | (adviser & leaving)
        rows, adviser = rows[wanted], adviser[wanted]
        order = np.lexsort((rows, table.on[rows], adviser))
        self._rows, self._size = rows[order], len(case)
        self._case, self._on, self._ended = (
            column[self._rows] for column in (table.case, table.on, table.ended_on)
        )

    def running(self, day: int) -> Ints:
        """Per case the allocation by which it is worked on a day, -1 for none."""
        found = np.full(self._size, -1, np.int32)
        some = (self._on <= day) & ((self._ended == NO_DAY) | (self._ended > day))
        found[self._case[some]] = self._rows[some]  # of several the one begun last is written last
        return found
