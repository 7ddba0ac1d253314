"""What is on record now for the cases that a file speaks of, in the form of its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from desktop.domain.casebook import Casebook, Columns
from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.schema import Kind
from desktop.exchange.reconcile.facts import COLUMNS, Fact, Slot, slot_of
from desktop.exchange.reconcile.lineage import Lineage

DAY_MS = 86_400_000
HERE = "this file"  # the layout of a value that this very file brought


@dataclass(slots=True)
class Held:
    """One fact that stands.

    Attributes:
        values: in the order of `COLUMNS`.
        at: position in `Case.facts` when this import brought it, else -1.
        row: row of the casebook, -1 when this import brought it.
        day: the day that it describes: of the file where known, else of its recording.
        layout: which kind of file said so; `TYPED` for a person, `HERE` for this file.
    """

    values: tuple[Any, ...]
    at: int = -1
    row: int = -1
    day: int = 0
    layout: str = HERE


@dataclass(slots=True)
class Case:
    """A case that the file speaks of, on record or new.

    Attributes:
        id, person: ids.
        row: row of the casebook, -1 for a new case.
        rec: the first record that speaks of it, -1 while none has.
        seq: order in which cases were met; rows of one case go into one change set.
        facts: what this import adds.
        held: what stands, by slot; None until it is asked for.
    """

    id: str
    person: str
    kind: str
    row: int
    rec: int
    seq: int
    team: str = ""
    ref: str = ""
    start: int | None = None
    facts: list[Fact] = field(default_factory=list)
    held: dict[Slot, list[Held]] | None = None

    def standing(self) -> dict[Slot, list[Held]]:
        """What stands; for a new case, what the file has said of it so far."""
        if self.held is None:
            self.held = {}
            for at, (_, table, values) in enumerate(self.facts):
                self.held.setdefault(slot_of(table, values), []).append(Held(values, at))
        return self.held

    def add(self, fact: Fact) -> None:
        """Take in a fact that nothing on record speaks against."""
        if self.held is not None:
            slot = slot_of(fact[1], fact[2])
            self.held.setdefault(slot, []).append(Held(fact[2], len(self.facts)))
        self.facts.append(fact)


class Records:
    """Reads the standing facts of some cases, each table once."""

    def __init__(self, book: Casebook, cases: list[int], lineage: Lineage) -> None:
        self._book = book
        self._lineage = lineage
        self._wanted = np.zeros(len(book.case) + 1, bool)  # one more: -1 is nobody's
        self._wanted[cases] = True
        self._facts: dict[int, dict[Slot, list[Held]]] | None = None

    def of(self, case: int) -> dict[Slot, list[Held]]:
        """What stands for one of the cases."""
        if self._facts is None:
            self._facts = {}
            for table in COLUMNS:
                self._read(table)
        return self._facts.setdefault(case, {})

    def _read(self, table: str) -> None:
        assert self._facts is not None
        columns = self._book.tables[table]
        mask = self._wanted[columns.case] & columns.live & (columns.superseded_at == NEVER)
        if table == "allocation":
            mask &= columns.ended_on == NO_DAY
        rows = np.flatnonzero(mask)
        values = zip(*(plain(self._book, columns, name, rows) for name in COLUMNS[table]), strict=True)
        cases = columns.case[rows].tolist()
        days = (columns.recorded_at[rows] // DAY_MS).tolist()
        set_ids, sources, origin, facts = columns.set_id, columns.source, self._lineage.origin, self._facts
        for row, case, recorded, fact in zip(rows.tolist(), cases, days, values, strict=True):
            layout, day = origin(set_ids[row], sources[row])
            held = Held(fact, -1, row, recorded if day is None else day, layout)
            facts.setdefault(case, {}).setdefault(slot_of(table, fact), []).append(held)


def plain(book: Casebook, columns: Columns, name: str, rows: Any) -> list[Any]:
    """A column's values as patches have them, for some rows; 0 of a count is blank."""
    field_ = columns.shape.field(name)
    column = columns.column(name)
    if field_.kind is Kind.TEXT:
        return [column[row] for row in rows.tolist()]
    taken = column[rows].tolist()
    if field_.kind is Kind.CODE:
        return [field_.codes[value] for value in taken]
    if field_.kind is Kind.REF:
        ids = book.tables[field_.to].ids
        return [ids[value] if value >= 0 else None for value in taken]
    absent = {Kind.DAY: NO_DAY, Kind.FLAG: -1}.get(field_.kind, 0)
    return [None if value == absent else value for value in taken]
