"""The desk: one casebook read as at one day, with its clocks, that every list is built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from desktop.domain import dols
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Changes
from desktop.domain.clocks import Clocks, clocks, context, refreshed
from desktop.domain.context import Context
from desktop.domain.cut import among, cut, with_siblings
from desktop.domain.dols import DolsFlags
from desktop.domain.lists import facts
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.vocabulary import Vocabulary, vocabulary
from desktop.domain.schema import SHAPES
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescale, Timescales

# What a change to these tables may move is not told by a case: everything is read again.
_RULES = ("timescale_override", "setting", "closure_day", "person_match")


@dataclass
class Desk:
    """One snapshot that everything on the screen is asked of.

    Attributes:
        as_at: the day that is being looked at.
        known_at: only facts on record at this instant count (`series.CURRENT`: all recorded so far).
        clocks, flags: what the engine says for that day; replaced, never changed in place, by a refresh.
        revision: grows with every refresh; what was built from an older one is stale.
    """

    book: Casebook
    timescales: Timescales
    as_at: int
    known_at: int
    clocks: Clocks
    flags: DolsFlags = field(init=False)
    revision: int = 0
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    _facts: dict[str, Ints] = field(default_factory=dict, repr=False)
    _steady: dict[str, tuple[str, int, Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, book: Casebook, timescales: Timescales, as_at: int, known_at: int | None = None) -> Desk:
        """Read a casebook as at a day (and, when given, as it was known at an instant)."""
        read = clocks(book, timescales, as_at, known_at)
        desk = cls(book, timescales, as_at, CURRENT if known_at is None else known_at, read)
        desk.flags = dols.flags(desk.context(book))
        return desk

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept until the next refresh."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def fact(self, name: str) -> Ints:
        """One fact per case (see `facts.FACTS`), computed on first use and patched at a refresh."""
        if name not in self._facts:
            scope = self.memo("scope", lambda: facts.Scope(self))
            self._facts[name] = facts.FACTS[name](scope)
        return self._facts[name]

    @property
    def rules(self) -> Mapping[str, Timescale]:
        """The timescales as they stand on the desk's day."""
        found: Mapping[str, Timescale] = self.memo("rules", lambda: self.timescales.at(self.as_at).by_id)
        return found

    @property
    def is_open(self) -> Bools:
        """Per case, whether it is one of our own and under way on the desk's day."""
        found: Bools = self.memo("open", lambda: self.fact("open") == 1)
        return found

    def context(self, book: Casebook) -> Context:
        """The engine's reading of this desk's casebook, or of a cut of it."""
        known = None if self.known_at == CURRENT else self.known_at
        return context(book, self.timescales, self.as_at, known, self.clocks.recorded)

    def steady(self, name: str, table: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept until a row of that table changes (unlike `memo`, over other edits)."""
        kept = self._steady.get(name)
        if kept is None or kept[1] != len(self.book.tables[table]):
            kept = self._steady[name] = (table, len(self.book.tables[table]), make())
        return kept[2]

    def words(self, name: str) -> Vocabulary:
        """The texts of one table's rows, to print, to search and to sort by (see `vocabulary`)."""
        table = name.partition(".")[0]
        found: Vocabulary = self.steady(name, table, lambda: vocabulary(self.book, name))
        return found

    def refresh_cases(self, cases: Ints) -> None:
        """Bring clocks, flags and facts up to date after rows about some cases changed in the casebook.

        Cases of the same people are read again with them, because an authorisation or a plan of one case
        can matter to another.
        """
        cases = with_siblings(self.book, np.asarray(cases, np.int32))
        self.clocks, _ = refreshed(self.clocks, self.book, self.timescales, cases)
        self._refresh_flags(cases)
        self._patch_facts(cases)
        self._forget()

    def apply(self, changes: Changes) -> Ints:
        """Bring the desk up to date after a change that the casebook already holds.

        Returns:
            The case rows that were touched (all of them when the change is not about single cases).
        """
        everyone = np.arange(len(self.book.case), dtype=np.int32)
        if changes.everything or any(changes.touched.get(name) for name in _RULES):
            self._start_again()
            return everyone
        for name in [name for name, kept in self._steady.items() if kept[0] in changes.touched]:
            del self._steady[name]
        cases = self._touched(changes)
        if len(cases):
            self.refresh_cases(cases)
        else:
            self._forget()
        return cases

    def _start_again(self) -> None:
        known = None if self.known_at == CURRENT else self.known_at
        fresh = Desk.open(self.book, self.timescales.with_overrides(self.book), self.as_at, known)
        self.timescales, self.clocks, self.flags = fresh.timescales, fresh.clocks, fresh.flags
        self._facts.clear()
        self._steady.clear()
        self._forget()

    def _forget(self) -> None:
        self._memo.clear()
        self.revision += 1

    def _touched(self, changes: Changes) -> Ints:
        found: set[int] = set()
        for table, ids in changes.touched.items():
            columns = self.book.tables[table]
            rows = [columns.index[row_id] for row_id in ids if row_id in columns.index]
            if table == "case":
                found.update(rows)
            elif table == "person":
                found.update(np.flatnonzero(np.isin(self.book.case.person, rows)).tolist())
            elif any(one.name == "case" for one in SHAPES[table].fields):
                found.update(int(case) for case in columns.case[rows] if case >= 0)
        return np.array(sorted(found), np.int32)

    def _patch_facts(self, cases: Ints) -> None:
        size = len(self.book.case)
        known_rows = min((len(column) for column in self._facts.values()), default=size)
        cases = np.union1d(cases, np.arange(known_rows, size)).astype(np.int32)
        scope = facts.Scope(self, cases)
        for name, column in self._facts.items():
            grown = np.resize(column, size) if len(column) < size else column
            grown[cases] = facts.FACTS[name](scope)[cases]
            self._facts[name] = grown

    def _refresh_flags(self, cases: Ints) -> None:
        """Put the flags of these cases in the place of what was said of them; order by case."""
        if not (self.book.case.kind[cases] == self.book.case.code("kind", "dols")).any():
            return
        part = dols.flags(self.context(cut(self.book, cases)))
        kept = ~among(self.flags.case, cases)
        case = np.concatenate((self.flags.case[kept], cases[part.case]))
        order = np.argsort(case, kind="stable")
        merged = {
            one.name: np.concatenate((getattr(self.flags, one.name)[kept], getattr(part, one.name)))[order]
            for one in fields(DolsFlags)
        }
        self.flags = DolsFlags(**{**merged, "case": case[order]})
