"""Patches of rows on record: blanks that a file fills."""

from __future__ import annotations

from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.changes import Patch, new_id
from desktop.domain.days import now_ms
from desktop.exchange.reconcile.facts import COLUMNS
from desktop.exchange.reconcile.standing import Case, Held


class Patcher:
    """Collects the patches of an import.

    Attributes:
        groups: patches that belong in one change set.
        now: the instant at which what is superseded ends and what replaces it begins.
    """

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self.groups: list[list[Patch]] = []
        self.now = now_ms()

    def fill(self, case: Case, table: str, held: Held, merged: tuple[Any, ...], source: str) -> None:
        """Put values in the place of blanks: in this import's own fact, or by superseding one on record."""
        if held.at >= 0:
            rec, _, _ = case.facts[held.at]
            case.facts[held.at] = (rec, table, merged)
        else:
            self._supersede(table, held.row, merged, source)
        held.values = merged

    def _supersede(self, table: str, row: int, merged: tuple[Any, ...], source: str) -> None:
        columns = self._book.tables[table]
        record = {**self._book.record(table, row), **dict(zip(COLUMNS[table], merged, strict=True))}
        values = {name: value for name, value in record.items() if value is not None and value != ""}
        end = Patch(
            table,
            columns.ids[row],
            "update",
            {"superseded_at": self.now},
            old={"superseded_at": None},
            version=int(columns.version[row]),
        )
        fresh = Patch(table, new_id(), "insert", {**values, "recorded_at": self.now}, source=source)
        self.groups.append([end, fresh])

    def update(self, table: str, row: int, values: dict[str, Any]) -> None:
        """Fill fields of a row that is no fact."""
        columns = self._book.tables[table]
        seen = self._book.record(table, row)
        groups = {columns.shape.field(name).group for name in values} - {""}
        touched = [
            field.name for field in columns.shape.fields if field.name in values or field.group in groups
        ]
        old = {name: seen[name] for name in touched}
        self.groups.append([Patch(table, columns.ids[row], "update", values, old, int(columns.version[row]))])
