"""Building an act: the patches of a verb, cut into change sets.

Verbs are pure: they read the casebook, refuse what our own acts may not do, and return an `Act` that
nothing has written yet. `Workspace.run` makes it durable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import NO_DAY, now_ms
from desktop.domain.schema import FACT, SHAPES, Kind, Table


class Builder:
    """Collects the patches of one act.

    References may be given as row numbers of the casebook (negative for none) or as ids.

    Attributes:
        made_at: this instant; what the act supersedes ends here and what it inserts instead begins here.
    """

    def __init__(self, book: Casebook, verb: str, author: str) -> None:
        self._book = book
        self._verb = verb
        self._author = author
        self._sets: list[ChangeSet] = []
        self._patches: list[Patch] = []
        self.made_at = now_ms()

    def insert(self, table: str, **values: Any) -> str:
        """Add a row; empty values are left out. Returns its new id."""
        row_id = new_id()
        self._patches.append(Patch(table, row_id, "insert", self._plain(SHAPES[table], values)))
        return row_id

    def replace(self, table: str, row: int, **changes: Any) -> str:
        """Correct or carry on a fact: the old row is superseded, a new one takes its place.

        Returns the id of the new row.
        """
        values = {**self._book.record(table, row), **changes}
        self.supersede(table, row)
        return self.insert(table, **values, recorded_at=self.made_at)

    def supersede(self, table: str, row: int) -> None:
        """End a fact's standing; what was known before stays readable as at then."""
        columns = self._book.tables[table]
        self._patches.append(
            Patch(
                table,
                columns.ids[row],
                "update",
                {"superseded_at": self.made_at},
                old={"superseded_at": None},
                version=int(columns.version[row]),
            )
        )

    def update(self, table: str, row: int, **changes: Any) -> None:
        """Change fields of a row that is no fact (a person, a worker, a case's team)."""
        columns = self._book.tables[table]
        seen = self._book.record(table, row)
        groups = {columns.shape.field(name).group for name in changes} - {""}
        touched = [
            field.name for field in columns.shape.fields if field.name in changes or field.group in groups
        ]
        self._patches.append(
            Patch(
                table,
                columns.ids[row],
                "update",
                self._plain(columns.shape, changes, keep_empty=True),
                old={name: seen[name] for name in touched},
                version=int(columns.version[row]),
            )
        )

    def cut(self) -> None:
        """End the present change set: what comes next may fail or succeed on its own."""
        if self._patches:
            self._sets.append(ChangeSet(new_id(), tuple(self._patches)))
            self._patches = []

    def act(self, summary: str, reason: str = "") -> Act:
        """The finished act.

        Args:
            summary: one line for the undo menu, without names of people.
            reason: why, in the author's words.
        """
        self.cut()
        return Act(new_id(), self._verb, summary, self._author, self.made_at, tuple(self._sets), reason)

    def _plain(self, shape: Table, values: Mapping[str, Any], *, keep_empty: bool = False) -> dict[str, Any]:
        plain = {}
        for name, value in values.items():
            value = value if name in FACT else self._value(shape, name, value)
            if keep_empty or value not in (None, ""):
                plain[name] = value
        return plain

    def _value(self, shape: Table, name: str, value: Any) -> Any:
        field = shape.field(name)
        if field.kind is Kind.REF and not isinstance(value, str):
            return None if value is None or value < 0 else self._book.tables[field.to].ids[int(value)]
        if field.kind is Kind.DAY:
            return None if value is None or value == NO_DAY else int(value)
        if field.kind is Kind.FLAG:
            return None if value is None or int(value) < 0 else int(value)
        return value
