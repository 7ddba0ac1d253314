"""The desk: one casebook read as at one day, with its clocks, that every list is built from."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from threading import RLock
from typing import Any

import numpy as np

from desktop.domain import dols
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Changes
from desktop.domain.clocks import Clocks, clocks, context, refreshed
from desktop.domain.context import Context
from desktop.domain.cut import among, with_siblings
from desktop.domain.dols import DolsFlags
from desktop.domain.kernel import MET
from desktop.domain.lists import facts
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.replacing import replaced
from desktop.domain.lists.vocabulary import Vocabulary, vocabulary
from desktop.domain.schema import SHAPES
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescale, Timescales

# What a change to these tables may move is not told by a case: everything is read again.
_RULES = ("timescale_override", "setting", "closure_day", "person_match")
_MOST_BESIDE = 3  # other readings of the same data that are kept, see `Desk.beside`


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
    _by_clock: dict[Any, Ints] = field(default_factory=dict, repr=False)
    _by_case: dict[str, Ints] = field(default_factory=dict, repr=False)
    _rows: dict[str, dict[str, Ints]] = field(default_factory=dict, repr=False)
    _steady: dict[str, tuple[str, int, Any]] = field(default_factory=dict, repr=False)
    _beside: dict[tuple[int, int], tuple[Desk, list[Changes]]] = field(default_factory=dict, repr=False)
    _owed: dict[tuple[str, Any], Ints] = field(default_factory=dict, repr=False)  # cases to be patched yet
    _one_at_a_time: RLock = field(default_factory=RLock, repr=False)  # a list on show asks facts as it paints
    _log: deque[tuple[int, Ints | None]] = field(default_factory=lambda: deque(maxlen=20), repr=False)
    _cases: int = 0  # how many there were at the last refresh

    @classmethod
    def open(cls, book: Casebook, timescales: Timescales, as_at: int, known_at: int | None = None) -> Desk:
        """Read a casebook as at a day (and, when given, as it was known at an instant)."""
        read = clocks(book, timescales, as_at, known_at)
        desk = cls(book, timescales, as_at, CURRENT if known_at is None else known_at, read)
        desk.flags = dols.flags(desk.context(book))
        desk._cases = len(book.case)
        return desk

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept until the next refresh."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def fact(self, name: str) -> Ints:
        """One fact per case (see `facts.FACTS`), computed on first use and patched after a refresh."""
        with self._one_at_a_time:
            if name not in self._facts:
                scope = self.memo("scope", lambda: facts.Scope(self))
                self._facts[name] = facts.FACTS[name](scope)
            cases = self._owed.pop(("fact", name), None)
            if cases is not None:
                column = self._facts[name] = _grown(self._facts[name], len(self.book.case))
                column[cases] = facts.FACTS[name](self._scope(cases))
            return self._facts[name]

    def by_clock(self, key: Any, make: Callable[[Desk, Ints], Ints]) -> Ints:
        """One column per case made of its running clocks, patched after a refresh like a fact.

        Args:
            key: names the column.
            make: given the desk and the indexes of running clocks, the column for all cases; cases
                without any of those clocks get its absent value.
        """
        with self._one_at_a_time:
            if key not in self._by_clock:
                self._by_clock[key] = make(self, self.running())
            cases = self._owed.pop(("clock", key), None)
            if cases is not None:
                column = self._by_clock[key] = _grown(self._by_clock[key], len(self.book.case))
                column[cases] = make(self, self.running(cases))[cases]
            return self._by_clock[key]

    def by_case(self, key: str, make: Callable[[Desk, Ints], Ints]) -> Ints:
        """Numbers per case, in columns side by side, patched after a refresh.

        Args:
            key: names them.
            make: given the desk and case rows, an int64 array with one row per number and one column per
                case; may use facts and running clocks, but must not keep indexes of clocks.
        """
        with self._one_at_a_time:
            if key not in self._by_case:
                self._by_case[key] = make(self, np.arange(len(self.book.case), dtype=np.int32))
            cases = self._owed.pop(("case", key), None)
            if cases is not None:
                columns = self._by_case[key] = _grown(self._by_case[key], len(self.book.case))
                columns[:, cases] = make(self, cases)
            return self._by_case[key]

    def rows_in_order(self, name: str, make: Callable[[Ints | None], dict[str, Ints]]) -> dict[str, Ints]:
        """The rows of a list as columns, in the order of their column ``key``.

        Args:
            name: names them.
            make: given case rows (None for all), the columns of their rows, in any order: ``key``, a whole
                number that no two rows share, ``case``, and whatever else a touch of the case may change.
                They may keep indexes of clocks.
        """
        with self._one_at_a_time:
            owed = self._owed.pop(("rows", name), None)
            if name not in self._rows:
                made = make(None)
                order = np.argsort(made["key"], kind="stable")
                self._rows[name] = {each: column[order] for each, column in made.items()}
            elif owed is not None:
                self._rows[name] = replaced(self._rows[name], owed, make(owed))
            return self._rows[name]

    @property
    def rules(self) -> Mapping[str, Timescale]:
        """The timescales as they stand on the desk's day."""
        made = self.steady("rules", "timescale_override", lambda: self.timescales.at(self.as_at).by_id)
        found: Mapping[str, Timescale] = made
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

    def beside(self, as_at: int, known_at: int) -> Desk:
        """The same data read as at another day, as they were known at an instant.

        It is kept, and brought up to date with what was applied here since, when it is asked for again.
        """
        if (as_at, known_at) not in self._beside:
            if len(self._beside) == _MOST_BESIDE:
                del self._beside[next(iter(self._beside))]
            fresh = Desk.open(self.book, self.timescales, as_at, known_at)
            self._beside[as_at, known_at] = (fresh, [])
        desk, pending = self._beside[as_at, known_at]
        while pending:
            desk.apply(pending.pop(0))
        return desk

    def words(self, name: str) -> Vocabulary:
        """The texts of one table's rows, to print, to search and to sort by (see `vocabulary`)."""
        table = name.partition(".")[0]
        found: Vocabulary = self.steady(name, table, lambda: vocabulary(self.book, name))
        return found

    def refresh_cases(self, cases: Ints) -> None:
        """Bring clocks, flags and facts up to date after rows about some cases changed in the casebook.

        Cases of the same people are read again with them, because an authorisation or a plan of one case
        can matter to another. What no list asks for is patched when it is next asked for.
        """
        with self._one_at_a_time:
            size = len(self.book.case)
            fresh = np.arange(self._cases, size)
            self._cases = size
            cases = with_siblings(self.book, np.union1d(cases, fresh).astype(np.int32))
            before = len(self.clocks)
            self.clocks, read = refreshed(self.clocks, self.book, self.timescales, cases)
            self._forget(None if read is None else cases)
            if read is None or len(self.clocks) < before:
                self._by_clock.clear()  # clocks have other places now
                self._rows.clear()
            if read is None:
                self._by_case.clear()
            self._owe(cases)
            self._refresh_flags(self._scope(cases, read))

    def apply(self, changes: Changes) -> Ints:
        """Bring the desk up to date after a change that the casebook already holds.

        Returns:
            The case rows that were touched (all of them when the change is not about single cases).
        """
        everyone = np.arange(len(self.book.case), dtype=np.int32)
        for _, pending in self._beside.values():
            pending.append(changes)
        if changes.everything or any(changes.touched.get(name) for name in _RULES):
            self._start_again()
            return everyone
        if changes.touched.get("worker"):
            with self._one_at_a_time:
                self._facts.clear()  # a case without a team of its own stands under its worker's
        for name in [name for name, kept in self._steady.items() if kept[0] in changes.touched]:
            del self._steady[name]
        cases = self._touched(changes)
        if len(cases):
            self.refresh_cases(cases)
        else:
            self._forget()
        if not all(_is_about_cases(table) for table in changes.touched):
            self._log[-1] = (self.revision, None)
        return cases

    def _start_again(self) -> None:
        known = None if self.known_at == CURRENT else self.known_at
        fresh = Desk.open(self.book, self.timescales.with_overrides(self.book), self.as_at, known)
        self.timescales, self.clocks, self.flags = fresh.timescales, fresh.clocks, fresh.flags
        per_case = (self._facts, self._by_clock, self._by_case, self._rows)
        for kept in (*per_case, self._owed, self._steady, self._beside):
            kept.clear()
        self._cases = len(self.book.case)
        self._forget()

    def touched_since(self, revision: int) -> Ints | None:
        """The cases that changed after a revision, those of the same people included; None for any case."""
        found = [cases for at, cases in self._log if at > revision]
        if revision + len(found) != self.revision or any(cases is None for cases in found):
            return None
        return np.unique(
            np.concatenate([np.zeros(0, np.int32), *(each for each in found if each is not None)])
        )

    def _forget(self, touched: Ints | None = None) -> None:
        self._memo.clear()
        self.revision += 1
        self._log.append((self.revision, touched))

    def _touched(self, changes: Changes) -> Ints:
        found: set[int] = set()
        for table, ids in changes.touched.items():
            columns = self.book.tables[table]
            rows = [columns.index[row_id] for row_id in ids if row_id in columns.index]
            if table == "case":
                found.update(rows)
            elif table == "person":
                found.update(np.flatnonzero(np.isin(self.book.case.person, rows)).tolist())
            elif _is_about_cases(table):
                found.update(int(case) for case in columns.case[rows] if case >= 0)
        return np.array(sorted(found), np.int32)

    def _owe(self, cases: Ints) -> None:
        """Note for all that is kept per case which cases are to be patched."""
        kept: dict[str, Mapping[Any, Any]] = {"fact": self._facts, "clock": self._by_clock}
        kept |= {"case": self._by_case, "rows": self._rows}
        owed = self._owed
        self._owed = {
            (kind, key): np.union1d(owed[kind, key], cases) if (kind, key) in owed else cases
            for kind, columns in kept.items()
            for key in columns
        }

    def running(self, cases: Ints | None = None) -> Ints:
        """The indexes of the running clocks, of all cases or of some."""
        found: Ints = self.memo(
            ("running", None if cases is None else cases.tobytes()), lambda: self._running(cases)
        )
        return found

    def _running(self, cases: Ints | None) -> Ints:
        state = self.clocks.state
        if cases is None:
            return np.flatnonzero(state < MET).astype(np.int32)
        at = np.flatnonzero(among(self.clocks.case, cases)).astype(np.int32)
        found: Ints = at[state[at] < MET]
        return found

    def _scope(self, cases: Ints, read: Context | None = None) -> facts.Scope:
        """The facts on record of some cases, until the next refresh."""
        made: facts.Scope = self.memo(("scope", cases.tobytes()), lambda: facts.Scope(self, cases, read))
        return made

    def _refresh_flags(self, scope: facts.Scope) -> None:
        """Put the flags of these cases in the place of what was said of them; order by case."""
        cases = scope.cases
        if cases is None or not (self.book.case.kind[cases] == self.book.case.code("kind", "dols")).any():
            return
        part = dols.flags(scope.context())
        kept = ~among(self.flags.case, cases)
        case = np.concatenate((self.flags.case[kept], cases[part.case]))
        order = np.argsort(case, kind="stable")
        merged = {
            one.name: np.concatenate((getattr(self.flags, one.name)[kept], getattr(part, one.name)))[order]
            for one in fields(DolsFlags)
        }
        self.flags = DolsFlags(**{**merged, "case": case[order]})


def _is_about_cases(table: str) -> bool:
    return table == "case" or any(field.name == "case" for field in SHAPES[table].fields)


def _grown(column: Ints, size: int) -> Ints:
    """The column with room for cases that are new; what stands there is filled in at once."""
    extra = size - column.shape[-1]
    if extra <= 0:
        return column
    room = np.zeros((*column.shape[:-1], extra), column.dtype)
    return np.concatenate((column, room), axis=-1)
