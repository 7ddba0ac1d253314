"""Rows under construction, by table, with ids and recording times that depend on nothing but the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from desktop.domain.calendar import Calendar
from desktop.domain.changes import Rows
from desktop.domain.days import NO_DAY
from desktop.domain.schema import TABLES

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
MONTH = 365.25 / 12
_NUMBER = {table.name: at for at, table in enumerate(TABLES)}
_FIELDS = {table.name: tuple(field.name for field in table.fields) for table in TABLES}
_FACT = {table.name: table.fact for table in TABLES}
# How many days after an event it is written down, most often the same or the next day.
_LAGS = (0,) * 9 + (1,) * 6 + (2, 2, 3, 3, 4, 6, 9)


class Sheet:
    """Everything made so far.

    Attributes:
        today: the demo's own date; nothing has happened on it yet.
        source: the one source of chance.
        calendar: England's working days.
    """

    def __init__(self, seed: int, today: int) -> None:
        self.today = today
        self.source = random.Random(seed * 1_000_003 + today)
        self.calendar = Calendar.england()
        self._stamp = f"{(today - 1_000) * DAY_MS:012x}"
        self._seed = seed & 0xFFF
        self._rows: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in TABLES}
        self._recorded: dict[str, list[int]] = {table.name: [] for table in TABLES}
        self._joint = 0

    def add(self, table: str, *, recorded_on: int = NO_DAY, **values: Any) -> str:
        """One row; a fact is recorded some time after `recorded_on` but always before today."""
        rows = self._rows[table]
        rows.append(tuple(map(values.get, _FIELDS[table])))
        if _FACT[table]:
            self._recorded[table].append(self._instant(recorded_on))
        return self._id(table, len(rows) - 1)

    def next_id(self, table: str) -> str:
        """The id that the table's next row will have."""
        return self._id(table, len(self._rows[table]))

    def event(self, case: str, kind: str, on: int, **values: Any) -> None:
        """One event, recorded within days of it."""
        if on < self.today:
            self.add("event", recorded_on=on, case=case, kind=kind, on=on, **values)

    def made(self, table: str, *fields: str) -> Iterator[tuple[Any, ...]]:
        """What was added to a table so far: the id and these fields of each row, in order."""
        places = [_FIELDS[table].index(name) for name in fields]
        for at, row in enumerate(self._rows[table]):
            yield (self._id(table, at), *(row[place] for place in places))

    def joint(self) -> str:
        """A fresh id that the rows of one visit or one session share."""
        self._joint += 1
        return f"{self._stamp}7fff9{self._seed:03x}{self._joint:012x}"

    def workday(self, day: int) -> int:
        """The last working day on or before a day."""
        return self.calendar.last_working_on_or_before(day)

    def rows(self) -> dict[str, Rows]:
        """All tables in the order in which they may be inserted."""
        return {name: self._columns(name) for name, rows in self._rows.items() if rows}

    def _columns(self, table: str) -> Rows:
        rows = self._rows[table]
        columns: dict[str, Any] = dict(zip(_FIELDS[table], zip(*rows, strict=True), strict=True))
        columns = {name: column for name, column in columns.items() if any(v is not None for v in column)}
        if _FACT[table]:
            columns["recorded_at"] = self._recorded[table]
        return Rows(table, [self._id(table, at) for at in range(len(rows))], columns)

    def _id(self, table: str, row: int) -> str:
        return f"{self._stamp}7{_NUMBER[table]:03x}8{self._seed:03x}{row:012x}"

    def _instant(self, recorded_on: int) -> int:
        source = self.source
        before_today = self.today * DAY_MS - 2 * HOUR_MS
        if recorded_on == NO_DAY:
            return before_today
        lag = source.choice(_LAGS)
        clock = int(source.random() * 9 * HOUR_MS) + 8 * HOUR_MS
        return min((recorded_on + lag) * DAY_MS + clock, before_today)
