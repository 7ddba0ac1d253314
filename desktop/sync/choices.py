"""Where a laptop's edits stand, and what a person decides about those that are stuck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop.domain.changes import Act, Changes
from desktop.domain.schema import SHAPES
from desktop.store.store import _changes_of
from desktop.sync import decide, sending
from desktop.sync.ledger import Disagreement, Entry
from desktop.sync.outbox import Outbox
from desktop.sync.state import Counts


class Choices:
    """The ledger of `desktop.sync.shared_store.SharedStore`."""

    outbox: Outbox
    author: str
    on_edit: Callable[[], None]
    made_afresh: Callable[..., None]
    _using: Callable[..., Any]
    _writing: Callable[..., Any]
    _write: Callable[..., None]
    _sent: Callable[[Act], None]

    def state_counts(self) -> Counts:
        """How many edits stand where."""
        with self._using():
            counts = self.outbox.counts()
        unsent = counts.get("pending", 0) + counts.get("reoffer", 0)
        return Counts(unsent, counts.get("conflict", 0), counts.get("rejected", 0))

    def ledger(self) -> list[Entry]:
        """Every edit that is not on the server for good, in the order of sending."""
        with self._using() as db:
            return decide.entries(db, self.outbox)

    def unsent_rows(self) -> dict[str, frozenset[str]]:
        """Rows with an edit that the server has not taken, by table: "proposed, not sent yet"."""
        with self._using():
            found: dict[str, set[str]] = {}
            for table, row in self.outbox.unsettled_rows():
                found.setdefault(table, set()).add(row)
        return {table: frozenset(ids) for table, ids in found.items()}

    def disagreement(self, set_id: str) -> Disagreement:
        """What an edit in conflict disagrees about.

        Raises:
            KnownError: when that edit is not in conflict (any more).
        """
        with self._using() as db:
            return decide.disagreement(db, self.outbox, set_id)

    def keep_theirs(self, set_id: str) -> Changes:
        """Give up an edit in conflict or refused, and what cannot stand without it."""
        with self._using():
            numbers = decide.falls_with(self.outbox, self.outbox.op(set_id))
            rows = self.outbox.rows_of([op.seq for op in self.outbox.dependents(numbers[0])] + numbers)
            self.outbox.give_up(numbers)
            self.made_afresh(rows)
        self.on_edit()
        return _named(rows)

    def keep_mine(self, set_id: str) -> Changes:
        """Put our edit through on top of theirs, as a new change set.

        Raises:
            Refused: when the record is not there any more, so that there is nothing to put it on.
        """
        with self._writing() as db:
            op = self.outbox.op(set_id)
            act = decide.ours_on_top(db, op, self.author)
            self._replace(db, [op.seq], act, op.place)
        self._sent(act)
        return _changes_of(act)

    def keep_both(self, set_id: str) -> Changes:
        """Keep theirs, and ours as a note on the case.

        Raises:
            Refused: when the edit belongs to no case that is here.
        """
        with self._writing() as db:
            op = self.outbox.op(set_id)
            act = decide.as_note(db, self.outbox, op, self.author)
            self._replace(db, decide.falls_with(self.outbox, op), act, None)
        self._sent(act)
        return _changes_of(act)

    def _replace(self, db: Any, numbers: list[int], act: Act, place: float | None) -> None:
        """Write an act and give up the edits that it stands for."""
        before = {op.seq for number in numbers for op in self.outbox.dependents(number)}
        self._write(db, sending.ready(db, self.outbox, act), place)
        self.outbox.give_up(numbers)
        self.made_afresh(self.outbox.rows_of([*before, *numbers]))


def _named(rows: Sequence[tuple[str, str]]) -> Changes:
    touched: dict[str, list[str]] = {}
    for table, row in rows:
        touched.setdefault(table, []).append(row)
    return Changes(touched={table: tuple(touched[table]) for table in SHAPES if table in touched})
