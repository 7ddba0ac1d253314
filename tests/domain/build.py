"""Casebooks made by hand, a line a fact, for tests of anything that reads one."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.days import day

LONG_AGO = 1_000  # an instant before anything a test asks about


def number(date: Any) -> int | None:
    """A day number from '2025-12-18', a date, a day number or None."""
    if isinstance(date, str):
        return day(dt.date.fromisoformat(date))
    return day(date) if isinstance(date, dt.date) else date


def on(date: Any) -> int:
    """`number` where the date is known."""
    found = number(date)
    assert found is not None
    return found


class CaseBuilder:
    """Adds people, cases and facts to a casebook; every method returns the row number it made.

    Days may be given as '2025-12-18'. ``recorded_at`` is `LONG_AGO` unless given, so that everything
    is known at any instant a test names.
    """

    def __init__(self) -> None:
        self.book = Casebook()
        self._ids = itertools.count(1)

    def add(
        self, table: str, *, recorded_at: int = LONG_AGO, superseded_at: int | None = None, **values: Any
    ) -> int:
        """A row of any table; values in the casebook's patch form, days also as text, refs as row numbers."""
        columns = self.book.tables[table]
        ready: dict[str, Any] = {"id": f"{table}-{next(self._ids)}", "source": values.pop("source", "")}
        for field in columns.shape.fields:
            if field.name in values:
                value = values.pop(field.name)
                if field.kind == "day":
                    value = number(value)
                if field.kind == "ref" and isinstance(value, int):
                    value = self.book.tables[field.to].ids[value]
                ready[field.name] = value
        assert not values, f"{table} has no {', '.join(values)}"
        if columns.shape.fact:
            ready |= {"recorded_at": recorded_at, "superseded_at": superseded_at}
        return self.book.apply(table, [ready])[0]

    def person(self, ref: str = "", **values: Any) -> int:
        return self.add("person", ref=ref or f"p{len(self.book.person) + 1}", **values)

    def case(
        self, kind: str, start: Any = None, end: Any = None, person: int | None = None, **values: Any
    ) -> int:
        """A case with its start and end events (left out when None)."""
        recorded = values.pop("recorded_at", LONG_AGO)
        row = self.add("case", kind=kind, person=self.person() if person is None else person, **values)
        if start is not None:
            self.event(row, "started", start, recorded_at=recorded)
        if end is not None:
            self.event(row, "ended", end, recorded_at=recorded)
        return row

    def event(self, case: int, kind: str, date: Any, **values: Any) -> int:
        return self.add("event", case=case, kind=kind, on=date, **values)

    def visit(self, case: int, date: Any, seen: int | None = 1, **values: Any) -> int:
        return self.event(case, "visit", date, seen=seen, **values)

    def placement(self, case: int, start: Any = None, end: Any = None, **values: Any) -> int:
        return self.add("placement", case=case, starts_on=start, ends_on=end, **values)

    def agree(self, case: int, interval: str, effective: Any, **values: Any) -> int:
        return self.add("agreed_frequency", case=case, interval=interval, effective_from=effective, **values)
