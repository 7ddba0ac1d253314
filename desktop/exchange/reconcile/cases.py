"""Which case a row speaks of: one on record, one that the file has opened already, or a new one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from desktop.domain.casebook import Casebook, Ints
from desktop.domain.days import NEVER, NO_DAY
from desktop.exchange.reconcile.facts import EPISODES, Row
from desktop.exchange.reconcile.lineage import Lineage
from desktop.exchange.reconcile.people import Person, fresh_ids
from desktop.exchange.reconcile.standing import Case, Records
from desktop.exchange.records import ParsedFile


class Fit(Enum):
    """How a row fits the case it was given."""

    NEW = "new"
    SAME = "same"
    OTHER_PLAN = "other plan"  # the child's open case is of another kind
    CLOSED = "closed"  # on record as over, and the file still shows it


@dataclass(slots=True)
class _OnRecord:
    """One case of the casebook, as far as matching needs it."""

    row: int
    kind: str
    ref: str
    start: int | None
    end: int | None


class Cases:
    """Finds or opens the case of each row.

    Attributes:
        all: every case the file speaks of, in order of first mention.
    """

    def __init__(self, book: Casebook, parsed: ParsedFile, file_day: int, people: set[int]) -> None:
        self._book = book
        self._parsed = parsed
        self._layout = parsed.layout
        self._day = file_day
        self._lineage = Lineage(book)
        self._fresh = fresh_ids()
        self._here: dict[tuple[Any, ...], Case] = {}  # by what makes two rows one case
        self._met: dict[int, Case] = {}  # by row of the casebook
        self._by_person = self._load(people)
        rows = [one.row for cases in self._by_person.values() for one in cases]
        self._records = Records(book, rows, self._lineage)
        self.all: list[Case] = []

    def _load(self, people: set[int]) -> dict[str, list[_OnRecord]]:
        found: dict[str, list[_OnRecord]] = {}
        if not people:
            return found
        table = self._book.case
        mask = np.zeros(len(self._book.person) + 1, bool)
        mask[list(people)] = True
        started, ended = (_days(self._book, kind) for kind in ("started", "ended"))
        for row in np.flatnonzero(mask[table.person] & table.live).tolist():
            person = self._book.person.ids[int(table.person[row])]
            start, end = (None if day[row] == NO_DAY else int(day[row]) for day in (started, ended))
            end = None if end is not None and start is not None and end < start else end
            one = _OnRecord(row, table.word("kind", row), table.ref[row], start, end)
            found.setdefault(person, []).append(one)
        return found

    def find(self, row: Row, person: Person, *, one_row: bool) -> tuple[Case, Fit]:
        """The case of a row.

        Args:
            row: the row.
            person: whose it is.
            one_row: the layout has one row a child.
        """
        key = self._key(row, person)
        case = self._here.get(key)
        if case is not None:
            return case, Fit.SAME
        fit = Fit.SAME
        on_record = self._on_record(row, person)
        if on_record is not None:
            case = self._take(on_record, person, row)
            over = on_record.end is not None and on_record.end <= self._day
            if over and row.kind in EPISODES and not row.ended:
                fit = Fit.CLOSED
        elif row.kind in EPISODES and (other := self._of_another_plan(row, person, one_row)):
            return other, Fit.OTHER_PLAN
        else:
            return self.open(row, person), Fit.NEW
        self._here[key] = case
        return case, fit

    def _key(self, row: Row, person: Person) -> tuple[Any, ...]:
        if row.kind == "dols":
            return person.id, row.ref.casefold() or row.start
        return (person.id, row.kind, row.start) if row.by_start else (person.id, row.kind)

    def _on_record(self, row: Row, person: Person) -> _OnRecord | None:
        same = [one for one in self._by_person.get(person.id, ()) if one.kind == row.kind]
        if row.kind == "dols" and row.ref:
            return next((one for one in same if one.ref.casefold() == row.ref.casefold()), None)
        if row.start is not None:
            exact = [one for one in same if one.start == row.start]
            if exact:
                return exact[-1]
        if row.kind not in EPISODES:
            return None
        running = [one for one in same if one.end is None]
        if running:
            free = not row.ended or running[-1].start is None
            return running[-1] if free else None
        over = max(same, key=lambda one: one.end or NO_DAY, default=None)
        later = over is not None and row.start is not None and row.start >= (over.end or NO_DAY)
        return None if row.ended or later else over

    def _of_another_plan(self, row: Row, person: Person, one_row: bool) -> Case | None:
        """The child's open case that the row contradicts, if any.

        A child on a protection plan who is also looked after has two plans; any other two at once
        contradict each other, and so does one row a child that names another plan than last time.
        """
        if row.ended:
            return None
        others = [kind for kind in EPISODES if kind != row.kind]
        here = [self._here.get((person.id, kind)) for kind in others] if one_row else []
        for case in here:  # what this file shows comes first, so that a second import finds the same
            if case is not None and not self._both_allowed(case.kind, row.kind):
                return case
        for one in self._by_person.get(person.id, ()):
            ours = self._ours(one.row)
            if one.kind not in others or one.end is not None or (ours and not one_row):
                continue
            replaced = ours and (person.who.ref, one.kind) not in self._plans
            if replaced or not self._both_allowed(one.kind, row.kind):
                return self._take(one, person, row)
        return None

    def _both_allowed(self, one: str, other: str) -> bool:
        """Supervision is of the child: its tracker has one plan for each, whatever else there is."""
        return {one, other} == {"cp", "cla"} and self._layout != "supervision_tracker"

    @cached_property
    def _plans(self) -> set[tuple[str, str]]:
        """(id, plan) of every row of a tracker of children."""
        found: set[tuple[str, str]] = set()
        for table in self._parsed.tables:
            if "plan" in table.columns:
                found.update(zip(table.columns["child_id"], table.columns["plan"], strict=True))
        return found

    def _ours(self, case: int) -> bool:
        """Whether a case came from an earlier file of this layout."""
        table = self._book.case
        return self._lineage.layout(table.set_id[case], table.source[case]) == self._layout

    def _take(self, one: _OnRecord, person: Person, row: Row) -> Case:
        case = self._met.get(one.row)
        if case is None:
            table = self._book.case
            team = int(table.team[one.row])
            case = Case(
                table.ids[one.row],
                person.id,
                one.kind,
                one.row,
                row.rec,
                len(self.all),
                self._book.team.ids[team] if team >= 0 else "",
                one.ref,
                one.start,
                held=self._records.of(one.row),
            )
            self._met[one.row] = case
            self.all.append(case)
        return case

    def open(self, row: Row, person: Person) -> Case:
        """A new case, which holds what the row says."""
        case = Case(
            next(self._fresh),
            person.id,
            row.kind,
            -1,
            row.rec,
            len(self.all),
            row.team,
            row.ref,
            row.start,
            row.facts,
        )
        self.all.append(case)
        self._here[self._key(row, person)] = case
        return case

    def only_plan(self, person: str) -> str:
        """The plan of a child who has just one open, "" otherwise."""
        kinds = {one.kind for one in self._by_person.get(person, ()) if one.end is None}
        kinds |= {kind for kind in EPISODES if (person, kind) in self._here}
        kinds &= set(EPISODES)
        return kinds.pop() if len(kinds) == 1 else ""

    def layout_of(self, case: Case) -> str:
        """Which kind of file a case on record came from."""
        table = self._book.case
        return self._lineage.layout(table.set_id[case.row], table.source[case.row])

    def met(self, row: int) -> bool:
        """Whether the file speaks of a case on record."""
        return row in self._met

    def gone(self) -> list[int]:
        """Open cases that an earlier file of this layout showed and this one does not."""
        from desktop.exchange.reconcile.missing import cases_shown_by

        shown = cases_shown_by(self._book, self._lineage, self._layout)
        ended = _days(self._book, "ended") != NO_DAY
        signed = _days(self._book, "signed_off") != NO_DAY
        open_ = self._book.case.live & ~ended & ~signed
        return [row for row in np.flatnonzero(shown & open_).tolist() if row not in self._met]


def _days(book: Casebook, kind: str) -> Ints:
    """Per case the latest day of a kind of event that stands."""
    event = book.event
    rows = np.flatnonzero(
        (event.kind == event.code("kind", kind))
        & event.live
        & (event.superseded_at == NEVER)
        & (event.case >= 0)
    )
    found = np.full(len(book.case), NO_DAY, np.int32)
    np.maximum.at(found, event.case[rows], event.on[rows])
    return found
