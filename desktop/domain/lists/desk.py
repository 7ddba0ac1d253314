"""The desk: one casebook read as at one day, with its clocks, that every list is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.domain.casebook import Casebook
from desktop.domain.changes import Changes
from desktop.domain.lists import facts
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.vocabulary import Vocabulary, vocabulary
from desktop.domain.schema import SHAPES
from desktop.domain.series import CURRENT

if TYPE_CHECKING:
    from desktop.domain.clocks import Clocks
    from desktop.domain.dols import DolsFlags
    from desktop.domain.timescales import Timescales

# What a change to these tables may move is not told by a case: everything is read again.
_RULES = ("timescale_override", "setting", "closure_day", "person_match")


@dataclass
class Desk:
    """One snapshot that everything on the screen is asked of.

    Attributes:
        as_at: the day that is being looked at.
        known_at: only facts on record at this instant count (`series.CURRENT`: all recorded so far).
        clocks, flags: what the engine says for that day.
        revision: grows with every refresh; what was built from an older one is stale.
    """

    book: Casebook
    timescales: Timescales
    as_at: int
    known_at: int
    clocks: Clocks
    flags: DolsFlags
    revision: int = 0
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    _facts: dict[str, Ints] = field(default_factory=dict, repr=False)
    _words: dict[str, Vocabulary] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, book: Casebook, timescales: Timescales, as_at: int, known_at: int | None = None) -> Desk:
        """Read a casebook as at a day (and, when given, as it was known at an instant)."""
        from desktop.domain.clocks import clocks
        from desktop.domain.dols import flags_at

        known = CURRENT if known_at is None else known_at
        return cls(
            book,
            timescales,
            as_at,
            known,
            clocks(book, timescales, as_at, known),
            flags_at(book, timescales, as_at, known),
        )

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

    def words(self, name: str) -> Vocabulary:
        """The texts of one table's rows, to print, to search and to sort by (see `vocabulary`)."""
        if name not in self._words:
            self._words[name] = vocabulary(self.book, name)
        return self._words[name]

    def refresh_cases(self, cases: Ints) -> None:
        """Bring clocks, flags and facts up to date after rows about some cases changed in the casebook.

        Cases of the same people are read again with them, because an authorisation or a plan of one case
        can matter to another.
        """
        from desktop.domain.clocks import clocks

        cases = self._with_siblings_of_person(np.asarray(cases, np.int32))
        part = clocks(self.book, self.timescales, self.as_at, self.known_at, cases)
        self.clocks = self.clocks.merge(part, cases)
        self._refresh_flags(cases)
        scope = facts.Scope(self, cases)
        for name, column in self._facts.items():
            grown = np.resize(column, len(self.book.case)) if len(column) < scope.size else column
            grown[cases] = facts.FACTS[name](scope)[cases]
            self._facts[name] = grown
        self._words = {name: words for name, words in self._words.items() if len(words) == self._rows(name)}
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
        self._words = {name: words for name, words in self._words.items() if name not in changes.touched}
        cases = self._touched(changes)
        if len(cases):
            self.refresh_cases(cases)
        else:
            self._forget()
        return cases

    def _start_again(self) -> None:
        fresh = Desk.open(self.book, self.timescales.with_overrides(self.book), self.as_at, self.known_at)
        self.timescales, self.clocks, self.flags = fresh.timescales, fresh.clocks, fresh.flags
        self._facts.clear()
        self._words.clear()
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

    def _with_siblings_of_person(self, cases: Ints) -> Ints:
        person = self.book.case.person
        wanted = np.zeros(len(self.book.person) + 1, bool)
        wanted[person[cases]] = True
        wanted[-1] = False
        same = np.flatnonzero(wanted[person]).astype(np.int32)
        return np.union1d(cases, same).astype(np.int32)

    def _refresh_flags(self, cases: Ints) -> None:
        from desktop.domain.dols import flags_at

        dols = self.book.case.code("kind", "dols")
        if (self.book.case.kind[cases] == dols).any():
            self.flags = flags_at(self.book, self.timescales, self.as_at, self.known_at)

    def _rows(self, name: str) -> int:
        return len(self.book.tables[name.partition(".")[0]])
