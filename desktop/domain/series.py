"""Dated facts of each case in day order, so that "the last before" and "the first since" are one look-up.

A `Series` holds the events of one sort (all seen visits, all reviews) sorted by case and day. It is
made once for each revision of the casebook and each `known_at`, and answers for any as-at date.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from desktop.domain.casebook import Casebook, Columns, codes_of, known
from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.kinds import CASE_KINDS
from desktop.domain.schema import SHAPES

Days = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
CURRENT = NEVER - 1  # an instant after everything recorded, before NEVER
_KEEP = 4  # how many different known_at are kept side by side
_SHIFT = 1 << 31
_NEVER_DAY = 2**31 - 1


class Series:
    """Days of one sort of event, sorted by case and then by day.

    Attributes:
        on: int32 days.
        row: int32 rows in the table that they come from.
        offset: int32, one more than there are cases: where each case's days begin.
    """

    def __init__(self, case: Rows, on: Days, row: Rows, cases: int) -> None:
        self.on = on
        self.row = row
        self.offset = np.zeros(cases + 1, np.int32)
        np.cumsum(np.bincount(case, minlength=cases), out=self.offset[1:])
        self._keys = (case.astype(np.int64) << 32) + (on.astype(np.int64) + _SHIFT)
        self._latest = int(on.max()) if len(on) else NO_DAY
        self._until: tuple[int, Days] | None = None

    def upto(self, as_at: int, cases: Rows) -> Rows:
        """Where each case's events on or before a day end (an exclusive position into `on`)."""
        if as_at >= self._latest:
            return self.offset[cases + 1]
        if self._until is None or self._until[0] != as_at:
            counted = np.zeros(len(self.on) + 1, np.int32)
            np.cumsum(self.on <= as_at, out=counted[1:])
            self._until = (as_at, counted)
        counted = self._until[1]
        begin = self.offset[cases]
        return begin + counted[self.offset[cases + 1]] - counted[begin]

    def last(self, as_at: int, cases: Rows, back: int = 0) -> Days:
        """The latest day on or before `as_at` (or the one `back` places before it), `NO_DAY` if none."""
        return self._pick(self.upto(as_at, cases) - 1 - back, cases)

    def first(self, as_at: int, cases: Rows, skip: int = 0) -> Days:
        """The earliest day (or the one `skip` places after it) on or before `as_at`, `NO_DAY` if none."""
        at = self.offset[cases] + skip
        return np.where(at < self.upto(as_at, cases), self._safe(at), np.int32(NO_DAY))

    def first_since(self, since: Days, as_at: int, cases: Rows) -> Days:
        """The earliest day from `since` to `as_at`; `since` may be `NO_DAY` (from the beginning)."""
        at = self.position(since, cases)
        return np.where(at < self.upto(as_at, cases), self._safe(at), np.int32(NO_DAY))

    def position(self, since: Days, cases: Rows) -> Rows:
        """Where each case's days from its own `since` on begin (a position into `on`)."""
        wanted = (cases.astype(np.int64) << 32) + (since.astype(np.int64) + _SHIFT)
        return np.searchsorted(self._keys, wanted, side="left").astype(np.int32)

    def last_until(self, until: Days, cases: Rows) -> Days:
        """The latest day on or before each case's own `until`, `NO_DAY` if none."""
        wanted = (cases.astype(np.int64) << 32) + (until.astype(np.int64) + _SHIFT)
        at = np.searchsorted(self._keys, wanted, side="right").astype(np.int32) - 1
        return self._pick(at, cases)

    def count(self, as_at: int, cases: Rows) -> Rows:
        """How many days each case has on or before `as_at`."""
        return self.upto(as_at, cases) - self.offset[cases]

    def _pick(self, at: Rows, cases: Rows) -> Days:
        return np.where(at >= self.offset[cases], self._safe(at), np.int32(NO_DAY))

    def _safe(self, at: Rows) -> Days:
        if not len(self.on):
            return np.full(len(at), NO_DAY, np.int32)
        return self.on.take(at, mode="clip")


class SeriesOn(Series):
    """A series that knows where each case's days end on several days: one pass over it instead of one a day.

    It answers as the series that it was made of, for those days by one look-up.
    """

    def __init__(self, base: Series, days: Sequence[int]) -> None:
        self.__dict__.update(vars(base))
        self._ends = dict(zip(days, self._all_ends(np.array(days, np.int32)), strict=True))

    def upto(self, as_at: int, cases: Rows) -> Rows:
        """See `Series.upto`."""
        ends = self._ends.get(as_at)
        return super().upto(as_at, cases) if ends is None else ends[cases]

    def _all_ends(self, days: Days) -> Rows:
        """One row for each of the rising `days`: per case an exclusive position into `on`."""
        size, begin = len(self.offset) - 1, self.offset[:-1]
        ends = np.zeros((len(days) + 1, size), np.int32)  # the last row is of what came after all of them
        span = np.arange(days[0], days[-1] + 2, dtype=np.int32)
        turn = np.searchsorted(days, span).astype(np.int64) * size
        at = turn.take(np.clip(self.on, days[0], days[-1] + 1) - days[0])
        at += np.repeat(np.arange(size), np.diff(self.offset))
        ends.reshape(-1)[at] = np.arange(1, len(self.on) + 1, dtype=np.int32)  # the latest is written last
        np.maximum(ends[0], begin, out=ends[0])
        for turn_before, own in itertools.pairwise(ends[:-1]):
            np.maximum(turn_before, own, out=own)
        return ends[:-1]


class Prepared:
    """What many readings of one casebook share: series made ready for their days, each when first asked for.

    Attributes:
        kept: what else they share, by what says the same for all of them.
    """

    def __init__(self, days: Sequence[int]) -> None:
        self.days = tuple(sorted(set(days)))
        self.kept: dict[Hashable, Any] = {}
        self._made: dict[int, tuple[Series, SeriesOn]] = {}

    def of(self, series: Series) -> SeriesOn:
        """The series as it answers for these days."""
        found = self._made.get(id(series))
        if found is None:
            found = self._made[id(series)] = (series, SeriesOn(series, self.days))
        return found[1]


class Shelf:
    """What has been worked out from one revision of a casebook; see `shelf_of`."""

    def __init__(self, book: Casebook) -> None:
        self._revision = book.revision
        self._event_days = book.event.on
        self._latest: int | None = None
        self._known: OrderedDict[int, dict[object, object]] = OrderedDict()

    def fits(self, book: Casebook) -> bool:
        """Whether the book is still as it was."""
        return book.revision == self._revision and book.event.on is self._event_days

    def instant(self, book: Casebook, known_at: int) -> int:
        """`known_at`, or `CURRENT` when nothing was recorded after it: the two then see the same."""
        if known_at >= CURRENT:
            return CURRENT
        if self._latest is None:
            self._latest = max((_latest_instant(book.tables[name]) for name in _FACTS), default=0)
        return CURRENT if known_at >= self._latest else known_at

    def kept(self, known_at: int) -> dict[object, object]:
        """Everything kept for one `known_at`; the oldest is dropped when there are many."""
        if known_at not in self._known:
            self._known[known_at] = {}
            while len(self._known) > _KEEP:
                self._known.popitem(last=False)
        self._known.move_to_end(known_at)
        return self._known[known_at]


_FACTS = tuple(shape.name for shape in SHAPES.values() if shape.fact)
_SHELVES: WeakKeyDictionary[Casebook, Shelf] = WeakKeyDictionary()


def shelf_of(book: Casebook) -> Shelf:
    """The book's shelf, a new one when the book has changed."""
    shelf = _SHELVES.get(book)
    if shelf is None or not shelf.fits(book):
        shelf = _SHELVES[book] = Shelf(book)
    return shelf


def _latest_instant(table: Columns) -> int:
    if not len(table):
        return 0
    recorded = np.where(table.recorded_at == NEVER, 0, table.recorded_at).max()
    superseded = np.where(table.superseded_at == NEVER, 0, table.superseded_at).max()
    return int(max(recorded, superseded))


def event_series(
    book: Casebook, known_at: int, kinds: tuple[str, ...], seen: int | None, unsaid: tuple[str, ...] = ()
) -> Series:
    """The known events of some kinds, kept for the next question.

    Args:
        seen: 1 or 0 for events at which the person was or was not seen, None for either.
        unsaid: kinds that count with ``seen`` although nobody said whether the person was seen.
    """
    kept = shelf_of(book).kept(known_at)
    key = ("events", kinds, seen, unsaid)
    if key not in kept:
        if "order" not in kept:
            kept["order"] = _day_order(book.event, known_at)
        order = kept["order"]
        assert isinstance(order, np.ndarray)
        rows = order[_chosen(book.event, kinds, seen, unsaid)[order]]
        kept[key] = Series(book.event.case[rows], book.event.on[rows], rows, len(book.case))
    found = kept[key]
    assert isinstance(found, Series)
    return found


def _chosen(event: Columns, kinds: tuple[str, ...], seen: int | None, unsaid: tuple[str, ...]) -> Mask:
    def of(words: tuple[str, ...]) -> Mask:
        wanted = np.zeros(len(event.shape.field("kind").codes), bool)
        wanted[codes_of("event", "kind", words)] = True
        found: Mask = wanted[event.kind]
        return found

    chosen = of(kinds)
    if seen is not None:
        said = event.seen == seen
        chosen &= said | ((event.seen == -1) & of(unsaid)) if unsaid else said
    return chosen


def first_per_case(table: Columns, days: Days, wanted: Mask, cases: int) -> Days:
    """The earliest known day per case among the wanted rows of a table, `NO_DAY` where there is none."""
    rows = np.flatnonzero(wanted & (table.case >= 0) & (days != NO_DAY))
    found = np.full(cases, _NEVER_DAY, np.int32)
    np.minimum.at(found, table.case[rows], days[rows])
    return np.where(found == _NEVER_DAY, np.int32(NO_DAY), found)


def _day_order(table: Columns, known_at: int) -> Rows:
    rows = np.flatnonzero(known(table, known_at) & (table.case >= 0) & (table.on != NO_DAY)).astype(np.int32)
    keys = (table.case[rows].astype(np.int64) << 32) + (table.on[rows].astype(np.int64) + _SHIFT)
    if len(keys) and bool((keys[1:] < keys[:-1]).any()):
        rows = rows[np.argsort(keys, kind="stable")]
    return rows


def kinds_recorded(book: Casebook, known_at: int) -> npt.NDArray[np.bool_]:
    """Which event kinds are on record for which case kinds: bool[case kind code, event kind code]."""
    kept = shelf_of(book).kept(known_at)
    if "recorded" not in kept:
        event = book.event
        codes = len(event.shape.field("kind").codes)
        rows = known(event, known_at) & (event.case >= 0)
        pairs = book.case.kind[event.case[rows]].astype(np.int32) * codes + event.kind[rows]
        counted = np.bincount(pairs, minlength=(len(CASE_KINDS) + 1) * codes)
        kept["recorded"] = (counted > 0).reshape(-1, codes)
    found = kept["recorded"]
    assert isinstance(found, np.ndarray)
    return found


def cases_from_files(book: Casebook) -> npt.NDArray[np.bool_]:
    """Which cases came in with a file: bool per case. The others were entered by a person."""
    kept = shelf_of(book).kept(CURRENT)
    if "from files" not in kept:
        source = book.case.source
        kept["from files"] = np.fromiter(map(bool, source), np.bool_, len(source))
    found = kept["from files"]
    assert isinstance(found, np.ndarray)
    return found
