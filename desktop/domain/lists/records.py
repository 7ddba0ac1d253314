"""A list as plain rows, for ``--json``, ``--csv`` and "copy to Excel"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from desktop.domain.clocks import STATES
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import ListData
from desktop.domain.schema import SHAPES

_KINDS = SHAPES["case"].field("kind").codes
_FIRST = (
    "case",
    "person",
    "plan",
    "rule",
    "team",
    "worker",
    "start",
    "due",
    "elapsed",
    "overdue_by",
    "state",
)


def to_records(desk: Desk, data: ListData, *, names: bool = True) -> list[dict[str, Any]]:
    """One dict per row; see `to_columns` for what stands in it."""
    columns = to_columns(desk, data, names=names)
    keys = tuple(columns)
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def to_columns(desk: Desk, data: ListData, *, names: bool = True) -> dict[str, list[Any]]:
    """The list by column: first what every list carries, then the list's own columns.

    Dates are ISO text, numbers are numbers (in the rule's own days), absent values are None. ``case`` is
    the case's own reference, else its id; ``person`` is the person's id in the council's case system;
    ``state`` is the clock's, or the list's own words for a row that has no clock.

    Args:
        desk: what the list was built from.
        data: the list.
        names: False leaves out the columns that hold names or initials.
    """
    found = _common(desk, data)
    everyone = np.arange(len(data))
    _say_states(data, found["state"])
    for column in data.columns:
        if column.key in _FIRST or (column.names and not names):
            continue
        if column.kind in ("day", "int"):
            found[column.key] = _plain(column.kind, data.sort_keys(column.key))
        else:
            found[column.key] = list(data.text(column.key, everyone))
    return found


def _say_states(data: ListData, states: list[Any]) -> None:
    """A row without a clock has the list's own words for its state: a lapsed agreement, a caseload."""
    rows = np.flatnonzero(data.clock < 0)
    if len(rows) and any(column.key == "state" for column in data.columns):
        for row, words in zip(rows.tolist(), data.text("state", rows), strict=True):
            states[row] = words or None


def _common(desk: Desk, data: ListData) -> dict[str, list[Any]]:
    book, rows, at = desk.book, data.base.rows, data.at
    kinds = taken(book.case.kind, data.case, -1)
    refs, ids = book.case.ref, book.case.ids
    found = {
        "case": [refs[row] or ids[row] if row >= 0 else None for row in data.case.tolist()],
        "person": _named(book.person.ref, rows.person[at]),
        "plan": _named(_KINDS, kinds),
        **_clock(desk, data.clock),
        "team": _named(book.team.name, rows.team[at]),
        "worker": _named(book.worker.name, rows.acting[at]),
    }
    return {key: found[key] for key in _FIRST}


def _clock(desk: Desk, clock: Ints) -> dict[str, list[Any]]:
    clocks = desk.clocks
    state = taken(clocks.state, clock, -1)
    measured = np.where(state > 0, clock, -1)  # where the state is not known, nothing is measured
    return {
        "rule": _named(clocks.rules, taken(clocks.rule, clock, -1)),
        "start": _dates(taken(clocks.start, clock)),
        "due": _dates(taken(clocks.due, clock)),
        "elapsed": _plain("int", taken(clocks.elapsed, measured)),
        "overdue_by": _plain("int", taken(clocks.overdue_by, measured)),
        "state": _named(STATES, state),
    }


def _named(texts: Sequence[str], rows: Ints) -> list[Any]:
    return [texts[row] if row >= 0 else None for row in rows.tolist()]


def _dates(days: Ints) -> list[Any]:
    listed = days.tolist()
    iso = {day: date_of(day).isoformat() for day in set(listed) - {NO_DAY}}
    return list(map(iso.get, listed))


def _plain(kind: str, values: Ints) -> list[Any]:
    return (
        _dates(values) if kind == "day" else [None if value == NO_DAY else value for value in values.tolist()]
    )
