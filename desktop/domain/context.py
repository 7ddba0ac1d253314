"""What a rule may ask when it makes its clocks: one casebook, read as at one day and as known at one instant.

`as_at` is what had happened by a day; `known_at` is what had been recorded by an instant. They are
never merged: an event counts when it happened on or before the one and was on record at the other.

What is no dated fact has no past: a person's dates of birth and death, whether two people are one, a
case's kind, person and ``other_la``, and rows that were deleted or undone are read as they stand now,
whatever `known_at` says. A figure that must never change is kept with its rows, not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop.domain.calendar import FIRST, Calendar, Days, add_months, within
from desktop.domain.casebook import Casebook, codes_of, known
from desktop.domain.days import NO_DAY
from desktop.domain.schema import SHAPES
from desktop.domain.series import (
    CURRENT,
    Mask,
    Prepared,
    Rows,
    Series,
    cases_from_files,
    event_series,
    kinds_recorded,
    shelf_of,
)
from desktop.domain.timescales import Timescale, Timescales

REASONS: list[str] = [""]


def reason(sentence: str) -> int:
    """The number of a sentence in `REASONS`; the same sentence always gives the same number."""
    if sentence not in REASONS:
        REASONS.append(sentence)
    return REASONS.index(sentence)


NEEDS_START = reason("needs the plan start date")
NEEDS_PLACEMENT = reason("needs the placement start date")
OUT_OF_SPAN = reason("needs a date between 2000 and 2040; the one on record lies outside")


@dataclass
class Part:
    """The clocks of one rule, as columns of equal length.

    Attributes:
        rule: the timescale's id.
        case: int32 case rows.
        start: int32 day it runs from, `NO_DAY` when not known.
        due: int32 last day that is in time, `NO_DAY` when it cannot be calculated.
        stop: int32 day it was satisfied, `NO_DAY` while it runs.
        why: int16 index in `REASONS`; what is missing, or why this interval was used. 0 for nothing.
    """

    rule: str
    case: Rows
    start: Days
    due: Days
    stop: Days
    why: Any


def part(rule: str, case: Rows, start: Days, due: Days, stop: Days | None = None, why: Any = 0) -> Part:
    """A `Part` with every column in its own form; `stop` and `why` may be left out or be one value."""
    size = len(case)
    stopped = np.full(size, NO_DAY, np.int32) if stop is None else np.asarray(stop, np.int32)
    reasons = np.broadcast_to(np.asarray(why, np.int16), (size,))
    return Part(
        rule,
        np.asarray(case, np.int32),
        np.asarray(start, np.int32),
        np.asarray(due, np.int32),
        stopped,
        reasons,
    )


class Context:
    """One reading of a casebook.

    Attributes:
        book: the casebook; for a few cases only, a cut of it whose row numbers are its own.
        timescales: the rules as they stand on `as_at`.
        calendar: working days with the council's own closures.
        as_at: day number.
        known_at: instant in milliseconds.
        recorded: bool[case kind, event kind]: what the council records at all; see `counted`.
        prepared: the series of many readings of one casebook, which answer for all their days at once.
    """

    def __init__(
        self,
        book: Casebook,
        timescales: Timescales,
        calendar: Calendar,
        as_at: int,
        known_at: int = CURRENT,
        recorded: Mask | None = None,
        prepared: Prepared | None = None,
    ) -> None:
        self.book = book
        self.prepared = prepared
        self.timescales = timescales
        self.calendar = calendar
        self.as_at = as_at
        self.known_at = shelf_of(book).instant(book, known_at)
        self.recorded = kinds_recorded(book, self.known_at)
        if recorded is not None:
            self.recorded = self.recorded | recorded
        self._kept: dict[Any, Any] = {}
        words = book.case.shape.field("kind").codes
        self._present = {words[number] for number in np.flatnonzero(np.bincount(book.case.kind))}

    def has(self, *kinds: str) -> bool:
        """Whether there is any case of these kinds: where not, their rules need no asking."""
        return not self._present.isdisjoint(kinds)

    def known(self, table: str) -> Mask:
        """Which rows of a fact table were on record at `known_at` (deleted ones never are)."""
        key = ("known", table)
        if key not in self._kept:
            self._kept[key] = known(getattr(self.book, table), self.known_at)
        found: Mask = self._kept[key]
        return found

    def series(self, *kinds: str, seen: int | None = None) -> Series:
        """The known events of some kinds, by case and day; see `Series`."""
        return self.events_of(kinds, seen)

    def events_of(self, kinds: tuple[str, ...], seen: int | None, unsaid: tuple[str, ...] = ()) -> Series:
        """What `series` and `satisfying` read; see `event_series`."""
        found = event_series(self.book, self.known_at, kinds, seen, unsaid)
        return found if self.prepared is None else self.prepared.of(found)

    def satisfying(self, rule: Timescale) -> Series:
        """The events that satisfy a rule: seen ones where it requires so; attempts and calls never do.

        A visit of which nobody said whether the person was seen does not count, unless the setting
        ``visit_without_seen_counts`` says so. Other kinds count unless they are marked not seen.
        """
        if not rule.seen_required:
            return self.series(*rule.satisfied_by)
        lenient = self.timescales.flag("visit_without_seen_counts")
        unsaid = tuple(kind for kind in rule.satisfied_by if lenient or kind != "visit")
        return self.events_of(rule.satisfied_by, 1, unsaid)

    def all_cases(self) -> Rows:
        """Every case row."""
        return np.arange(len(self.book.case), dtype=np.int32)

    def last_event(
        self, kinds: str | tuple[str, ...], seen: int | None = None, rows: Rows | None = None
    ) -> Days:
        """The latest day on or before `as_at` of such an event, per case (or per given row).

        Args:
            kinds: one event kind or several.
            seen: 1 for events at which the person was seen, 0 for attempts, None for either.
            rows: case rows to answer for; all of them when left out.
        """
        wanted = (kinds,) if isinstance(kinds, str) else kinds
        return self.series(*wanted, seen=seen).last(self.as_at, self.all_cases() if rows is None else rows)

    def first_event(
        self,
        kinds: str | tuple[str, ...],
        seen: int | None = None,
        rows: Rows | None = None,
        since: Days | None = None,
    ) -> Days:
        """The earliest such day on or before `as_at`, per case; from each case's own day `since` if given."""
        wanted = (kinds,) if isinstance(kinds, str) else kinds
        cases = self.all_cases() if rows is None else rows
        series = self.series(*wanted, seen=seen)
        return (
            series.first(self.as_at, cases) if since is None else series.first_since(since, self.as_at, cases)
        )

    def started(self) -> Days:
        """Per case: the day of its latest start on or before `as_at`, `NO_DAY` when none is on record."""
        found: Days = self.once("started", lambda: self.last_event("started"))
        return found

    def ended(self) -> Days:
        """Per case: the day it ended, `NO_DAY` while it runs; an end before the latest start is undone."""
        found: Days = self.once("ended", self._make_ended)
        return found

    def _make_ended(self) -> Days:
        ended = self.last_event("ended")
        return np.where(ended >= self.started(), ended, np.int32(NO_DAY))

    def over_before(self) -> Days:
        """Per case: when an earlier period of it ended before the latest start, `NO_DAY` for none.

        What happened up to that day belongs to the earlier period and starts or stops no clock now.
        """
        found: Days = self.once("over before", self._make_over_before)
        return found

    def _make_over_before(self) -> Days:
        began = self.started()
        before = np.where(began == NO_DAY, began, began - np.int32(1))
        return self.series("ended").last_until(before, self.all_cases())

    def is_open(self) -> Mask:
        """Per case: begun by `as_at` (or with no start on record) and not over before it.

        A case is still open on the day it ends and gone the next. It is gone, too, from the day after
        the person's death. Cases held for another authority, and deleted ones, are never open; one
        that nobody had recorded by `known_at` is not yet there.
        """
        found: Mask = self.once("open", self._make_open)
        return found

    def _make_open(self) -> Mask:
        ended = self.ended()
        known_start = self.started() != NO_DAY
        later = self.series("started").count(self._far, self.all_cases()) > 0
        found: Mask = self.ours() & ((ended == NO_DAY) | (ended >= self.as_at))
        found &= known_start | ~later
        return found & self._alive()

    def ours(self) -> Mask:
        """Per case: not deleted, not held for another authority, and recorded by `known_at`."""
        case = self.book.case
        found: Mask = case.live & (case.other_la != 1) & self._was_recorded()
        return found

    _far = 2**31 - 1

    def _alive(self) -> Mask:
        died = self.of_person("died_on")
        return np.asarray((died == NO_DAY) | (died >= self.as_at))

    def of_person(self, field: str, rows: Rows | None = None) -> Any:
        """A field of each case's person (or of the given cases'); `NO_DAY` or -1 without a person."""
        person = self.book.case.person if rows is None else self.book.case.person[rows]
        column = getattr(self.book.person, field)
        absent = np.asarray(NO_DAY if column.dtype == np.int32 else -1, column.dtype)
        if not len(column):
            return np.full(len(person), absent)
        return np.where(person >= 0, column.take(person, mode="clip"), absent)

    def _was_recorded(self) -> Mask:
        """Which cases anybody had recorded by `known_at` (a case itself carries no such instant)."""
        if self.known_at == CURRENT:
            return np.ones(len(self.book.case), bool)
        earliest = np.full(len(self.book.case), 2**63 - 1, np.int64)
        for table in _CASE_FACTS:
            columns = getattr(self.book, table)
            rows = columns.case >= 0
            np.minimum.at(earliest, columns.case[rows], columns.recorded_at[rows])
        for row in np.flatnonzero(earliest == 2**63 - 1):
            earliest[row] = _minted(self.book.case.ids[row])
        return np.asarray(earliest <= self.known_at)

    def open_cases(self, kind: str) -> Rows:
        """Rows of the open cases of one kind; see `is_open` for what that means."""
        of_kind = self.book.case.kind == self.book.case.code("kind", kind)
        return np.flatnonzero(of_kind & self.is_open()).astype(np.int32)

    def person(self) -> Rows:
        """Per case: its person's row, the same for two rows that a person has said are one child."""
        found: Rows = self.once("person", self._make_person)
        return found

    def _make_person(self) -> Rows:
        person = np.asarray(self.book.case.person, np.int32)
        match = self.book.person_match
        same = match.live & (match.status == match.code("status", "same"))
        if not same.any():
            return person
        first = np.arange(len(self.book.person), dtype=np.int32)
        for one, other in zip(match.person[same], match.other[same], strict=True):
            first[first == first[other]] = first[one]
        return np.where(person >= 0, first[person], person)

    def on_record(self, rule: Timescale) -> bool:
        """Whether anything that satisfies a rule is on record for any of its kinds of plan."""
        cases = codes_of("case", "kind", rule.plan_kinds)
        events = codes_of("event", "kind", rule.satisfied_by)
        return any(bool(self.recorded[case, event]) for case in cases for event in events)

    def counted(self, rule: Timescale, rows: Rows) -> Rows:
        """Those of some cases for which a rule is counted; see `Timescale.counted`."""
        if rule.counted == "always" or self.on_record(rule):
            return rows
        return rows[:0] if rule.counted == "once_recorded" else rows[~cases_from_files(self.book)[rows]]

    def leaves_out(self, rule: Timescale) -> bool:
        """Whether a rule is not counted for some of the cases that it covers."""
        if rule.counted == "always" or self.on_record(rule):
            return False
        if rule.counted == "once_recorded":
            return True
        kinds = codes_of("case", "kind", rule.plan_kinds)
        return bool(self.once("kinds from files", self._kinds_from_files)[kinds].any())

    def _kinds_from_files(self) -> Mask:
        """Per kind of case, whether a file brought one."""
        case = self.book.case
        came = case.kind[case.live & cases_from_files(self.book)]
        return np.bincount(came, minlength=len(case.shape.field("kind").codes)) > 0

    def rule(self, rule_id: str) -> Timescale | None:
        """The timescale as it stands on `as_at`, None when it is not in force then."""
        return self.timescales.by_id.get(rule_id)

    def due(self, rule: str | Timescale, start: Days) -> Days:
        """The last day that is in time for each start, by the rule's length and first-day convention.

        `NO_DAY` where the start is not known or lies outside 2000 to 2040.
        """
        scale = self.timescales.rule(rule) if isinstance(rule, str) else rule
        return self.after(start, scale.n, scale.unit, scale.count_from)

    def after(self, start: Days, n: int, unit: str, count_from: str = "day_after") -> Days:
        """As `due`, for a length that is no rule of its own."""
        starts = np.asarray(start, np.int32)
        table = self.calendar.due_table(n, unit, count_from)
        return np.where(within(starts), table.take(starts - FIRST, mode="clip"), np.int32(NO_DAY))

    def age_day(self, years: int, rows: Rows) -> Days:
        """The birthday on which each case's person becomes that old, `NO_DAY` when not known."""
        return add_months(np.asarray(self.of_person("born_on", rows), np.int32), 12 * years)

    def shared(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for all readings of many months (see `prepared`)."""
        kept = self._kept if self.prepared is None else self.prepared.kept
        if name not in kept:
            kept[name] = make()
        return kept[name]

    def once(self, name: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for this reading."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]


_CASE_FACTS = tuple(
    shape.name
    for shape in SHAPES.values()
    if shape.fact and any(field.name == "case" for field in shape.fields)
)


def _minted(row_id: str) -> int:
    """When a UUIDv7 was made, in milliseconds; 0 for an id of another sort."""
    try:
        return int(row_id[:12], 16) if len(row_id) == 32 and row_id[12] == "7" else 0
    except ValueError:
        return 0
