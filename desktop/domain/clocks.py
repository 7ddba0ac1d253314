"""All clocks of a casebook, as at one day and as known at one instant: the one engine.

A clock is computed, never stored as truth. `clocks` asks every rule for its `Part`s and answers, for
each (case, rule): start, due, stop, state, elapsed, overdue by, left and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from desktop.domain import children, cla, dols
from desktop.domain.answers import COLUMNS, FORMS, answer
from desktop.domain.calendar import FIRST, LAST, Calendar, Days
from desktop.domain.casebook import Casebook, known
from desktop.domain.context import REASONS, Context, Part
from desktop.domain.cut import among, cut, with_siblings
from desktop.domain.kernel import STATES
from desktop.domain.series import CURRENT, Mask, Prepared, Rows, kinds_recorded, shelf_of
from desktop.domain.timescales import Timescale, Timescales

__all__ = ["STATES", "Clocks", "clocks", "context", "refreshed"]
_LOOK = 1 << 16  # events looked at in one go
_RECORDED: WeakKeyDictionary[Casebook, dict[int, Mask]] = WeakKeyDictionary()


@dataclass
class Clocks:
    """Clocks as columns of equal length.

    Attributes:
        as_at: the day read at.
        known_at: the instant read at (`CURRENT` for everything on record).
        rules: rule ids that `rule` indexes.
        case: int32 case rows.
        rule: int16 index in `rules`.
        start, due, stop: int32 days; `NO_DAY` for a start not known, a due day that cannot be
            calculated, a clock still running.
        state: int8 index in `STATES`.
        elapsed: days since the start, by the rule's first-day convention, up to `as_at` or the stop.
        overdue_by: days over, for a stopped clock how late it was stopped.
        left: days left of a running clock.
        why: int16 index in `context.REASONS`.
        recorded: what the council records at all; decides which rules are in use.
        covers: the case rows that were worked out, None for all.
        unused: rules in force that are not counted for all whom they cover, because nothing that
            satisfies them is on record; `left_out` says which of them a case misses.

    The three counts are int32 in the rule's own days: working days for a working-day rule.
    """

    as_at: int
    known_at: int
    rules: tuple[str, ...]
    case: Rows
    rule: Any
    start: Days
    due: Days
    stop: Days
    state: Any
    elapsed: Any
    overdue_by: Any
    left: Any
    why: Any
    recorded: Mask = field(repr=False)
    covers: Rows | None = field(default=None, repr=False)
    unused: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.case)

    def of_case(self, case_row: int) -> Any:
        """Indices of one case's clocks."""
        return np.flatnonzero(self.case == case_row)

    def find(self, case_row: int, rule_id: str) -> int:
        """Index of one clock, -1 when the case has no such clock."""
        if rule_id not in self.rules:
            return -1
        found = np.flatnonzero((self.case == case_row) & (self.rule == self.rules.index(rule_id)))
        return int(found[0]) if len(found) else -1

    def of_rule(self, rule_id: str) -> Any:
        """Indices of one rule's clocks."""
        return (
            np.flatnonzero(self.rule == self.rules.index(rule_id))
            if rule_id in self.rules
            else np.zeros(0, int)
        )

    def reason(self, index: int) -> str:
        """What is missing, or why this interval: a sentence, empty for nothing."""
        return REASONS[int(self.why[index])]

    def left_out(
        self, book: Casebook, rules: Mapping[str, Timescale], case_row: int
    ) -> tuple[Timescale, ...]:
        """The rules that cover a case but are not counted for it, as no record of theirs has come in.

        Args:
            book: the casebook that was read.
            rules: the timescales as they stand on `as_at`, by id.
            case_row: the case.
        """
        kind, from_file = book.case.word("kind", case_row), bool(book.case.source[case_row])
        asked = (rules[rule] for rule in self.unused if rule in rules)
        return tuple(
            rule
            for rule in asked
            if kind in rule.plan_kinds and (from_file or rule.counted == "once_recorded")
        )

    def merge(self, part: Clocks, case_rows: Sequence[int] | Rows | None = None) -> Clocks:
        """These clocks with those of some cases replaced; the old object stays as it was.

        Args:
            part: what `clocks(..., cases=...)` gave, for the same day, instant and rules.
            case_rows: the cases to replace besides those that `part` covers.

        Raises:
            ValueError: when the two were not read alike.
        """
        if (part.as_at, part.known_at, part.rules) != (self.as_at, self.known_at, self.rules):
            raise ValueError("clocks of another reading cannot be merged")
        rows = np.zeros(0, np.int32) if case_rows is None else np.asarray(case_rows, np.int32)
        rows = rows if part.covers is None else np.union1d(rows, part.covers)
        gone = np.flatnonzero(among(self.case, rows)) if len(rows) else np.zeros(0, np.int64)
        kept = min(len(gone), len(part))
        merged: dict[str, Any] = {}
        for name in COLUMNS:
            column, new = getattr(self, name).copy(), getattr(part, name)
            column[gone[:kept]] = new[:kept]
            if len(gone) > kept:
                column = np.delete(column, gone[kept:])
            merged[name] = np.concatenate((column, new[kept:])) if len(new) > kept else column
        return replace(self, **merged, recorded=self.recorded | part.recorded)


def context(
    book: Casebook,
    timescales: Timescales,
    as_at: int,
    known_at: int | None = None,
    recorded: Mask | None = None,
    prepared: Prepared | None = None,
) -> Context:
    """The reading that `clocks` uses: dated changes, settings and closure days applied.

    Raises:
        ValueError: when `as_at` lies outside 2000 to 2040.
    """
    if not FIRST <= as_at <= LAST:
        raise ValueError("The as-at day must lie in the years 2000 to 2040.")
    instant = CURRENT if known_at is None else known_at
    scales = rules_on(book, timescales, as_at, instant)
    calendar = Calendar.england(scales.closures, scales.extra_holidays)
    return Context(book, scales, calendar, as_at, instant, recorded, prepared)


def rules_on(book: Casebook, timescales: Timescales, as_at: int, instant: int) -> Timescales:
    """The rules as they stood on a day by what was on record at an instant; see `context`."""
    changed = any(len(book.tables[name]) for name in _OF_COUNCIL)
    if (timescales.origin or timescales) is Timescales.shipped() and not changed:
        return _as_shipped(as_at)
    return timescales.with_overrides(book, instant).at(as_at)


_OF_COUNCIL = ("timescale_override", "setting", "closure_day")  # where a council's own rules are kept


@lru_cache(maxsize=64)
def _as_shipped(as_at: int) -> Timescales:
    """The rules of a day where a council has changed nothing: asked anew for every edit."""
    return Timescales.shipped().with_overrides(Casebook()).at(as_at)


def clocks(
    book: Casebook,
    timescales: Timescales,
    as_at: int,
    known_at: int | None = None,
    cases: Sequence[int] | Rows | None = None,
) -> Clocks:
    """Every clock of every open case, one row per (case, rule).

    Args:
        book: the loaded casebook.
        timescales: the shipped rules; the book's own changes are applied here.
        as_at: day number: what had happened by the end of it.
        known_at: instant: what had been recorded by it; None for everything on record.
        cases: only these cases and the other cases of the same persons (`Clocks.covers` says which),
            worked out without touching the rest.

    Raises:
        ValueError: when `as_at` lies outside 2000 to 2040.
    """
    if cases is None:
        ctx = context(book, timescales, as_at, known_at)
        _remember(book, ctx)
        return _collect(ctx)
    return _of_few(book, timescales, as_at, known_at, cases)[0]


def _of_few(
    book: Casebook, timescales: Timescales, as_at: int, known_at: int | None, cases: Sequence[int] | Rows
) -> tuple[Clocks, Context]:
    """The clocks of some cases, and the reading of a cut of the casebook that they came from."""
    rows = with_siblings(book, np.unique(np.asarray(cases, np.int32)))
    recorded = _recorded(book, timescales, as_at, known_at)
    small = context(cut(book, rows), timescales, as_at, known_at, recorded)
    part = _collect(small)
    instant = CURRENT if known_at is None else shelf_of(book).instant(book, known_at)
    return replace(part, known_at=instant, case=rows[part.case], covers=rows), small


def refreshed(
    old: Clocks, book: Casebook, timescales: Timescales, cases: Sequence[int] | Rows
) -> tuple[Clocks, Context | None]:
    """The clocks after a change to some cases: theirs worked out again, the others kept.

    When the change is the first record of something (the first supervision ever) or takes the last one
    back, whole rules come into use or go out of it, and everything is worked out again.

    Returns:
        The clocks, and the reading of the cases whose clocks are new (None for all).
    """
    known_at = None if old.known_at == CURRENT else old.known_at
    part, small = _of_few(book, timescales, old.as_at, known_at, cases)
    if bool((part.recorded != old.recorded).any()) or _last_taken_back(book, small.book, old):
        return clocks(book, timescales, old.as_at, known_at), None
    return old.merge(part), small


def _last_taken_back(book: Casebook, small: Casebook, old: Clocks) -> bool:
    """Whether something once recorded for these cases is now on record for no case at all."""
    event = small.event
    gone = np.flatnonzero(~known(event, old.known_at) & (event.case >= 0))
    kinds = np.unique(np.stack((small.case.kind[event.case[gone]], event.kind[gone])), axis=1).T
    here = kinds_recorded(small, old.known_at)
    return any(
        bool(old.recorded[case, kind]) and not here[case, kind] and not _on_record(book, case, kind, old)
        for case, kind in kinds.astype(int).tolist()
    )


def _on_record(book: Casebook, case_kind: int, event_kind: int, old: Clocks) -> bool:
    """Whether any event of a kind is on record for any case of a kind; mostly one of the first rows is."""
    event = book.event
    for first in range(0, len(event), _LOOK):
        some = slice(first, first + _LOOK)
        there = (event.kind[some] == event_kind) & (event.recorded_at[some] <= old.known_at)
        there &= (event.superseded_at[some] > old.known_at) & (event.case[some] >= 0)
        if bool((book.case.kind[event.case[some][there]] == case_kind).any()):
            return True
    return False


def _remember(book: Casebook, ctx: Context) -> None:
    kept = _RECORDED.setdefault(book, {})
    kept.pop(ctx.known_at, None)
    kept[ctx.known_at] = ctx.recorded
    while len(kept) > 4:
        kept.pop(next(iter(kept)))


def _recorded(book: Casebook, timescales: Timescales, as_at: int, known_at: int | None) -> Mask:
    """What the whole book records, from the last full reading where there was one."""
    kept = _RECORDED.get(book, {})
    instant = CURRENT if known_at is None else known_at
    if instant not in kept and known_at is not None:
        instant = shelf_of(book).instant(book, known_at)
    if instant not in kept:
        _remember(book, context(book, timescales, as_at, known_at))
        kept = _RECORDED[book]
    return kept[instant]


def clocks_of(ctx: Context, rules: frozenset[str]) -> Clocks:
    """The clocks of a reading by some of the children's rules: as those rules' among all, and faster."""
    made = children.parts(ctx, rules)
    if ctx.has("cla"):
        made += cla.parts(ctx, rules)
    return _put_together(ctx, [one for one in made if one.rule in rules])


def _collect(ctx: Context) -> Clocks:
    made = children.parts(ctx)
    if ctx.has("cla"):
        made += cla.parts(ctx)
    if ctx.has("dols"):
        made += dols.parts(ctx)
    return _put_together(ctx, made)


def _put_together(ctx: Context, made: Sequence[Part]) -> Clocks:
    parts = [one for one in made if len(one.case)]
    rules = tuple(ctx.timescales.by_id)
    numbers = {rule: number for number, rule in enumerate(rules)}
    size = sum(len(one.case) for one in parts)
    columns: dict[str, Any] = {name: np.empty(size, form) for name, form in FORMS.items()}
    at = 0
    for one in parts:
        views = {name: column[at : at + len(one.case)] for name, column in columns.items()}
        views["case"][:], views["rule"][:] = one.case, numbers[one.rule]
        answer(ctx, ctx.timescales.rule(one.rule), one, views)
        at += len(one.case)
    unused = tuple(rule.id for rule in ctx.timescales if ctx.leaves_out(rule))
    return Clocks(ctx.as_at, ctx.known_at, rules, recorded=ctx.recorded, unused=unused, **columns)
