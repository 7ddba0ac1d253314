"""A list as plain rows, for ``--json``, ``--csv`` and "copy to Excel"."""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop.domain.clocks import STATES
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.lists.desk import Desk
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
    """One dict per row: first what every list carries, then the list's own columns.

    Dates are ISO text, numbers are numbers (in the rule's own days), absent values are None. ``case`` is
    the case's own reference, else its id; ``person`` is the person's id in the council's case system.

    Args:
        desk: what the list was built from.
        data: the list.
        names: False leaves out the columns that hold names or initials.
    """
    common = [_common(desk, data, row) for row in range(len(data))]
    everyone = np.arange(len(data))
    for column in data.columns:
        if column.key in _FIRST or (column.names and not names):
            continue
        values: list[Any] = list(data.text(column.key, everyone))
        if column.kind in ("day", "int"):
            values = [_plain(column.kind, key) for key in data.sort_keys(column.key).tolist()]
        for record, value in zip(common, values, strict=True):
            record[column.key] = value
    return common


def _common(desk: Desk, data: ListData, row: int) -> dict[str, Any]:
    book, case, clock = desk.book, int(data.case[row]), int(data.clock[row])
    rows = data.base.rows
    at = int(data.at[row])
    person, team, worker = int(rows.person[at]), int(rows.team[at]), int(rows.acting[at])
    found = {
        "case": (book.case.ref[case] or book.case.ids[case]) if case >= 0 else None,
        "person": book.person.ref[person] if person >= 0 else None,
        "plan": _KINDS[int(book.case.kind[case])] if case >= 0 else None,
        **_clock(desk, clock),
        "team": book.team.name[team] if team >= 0 else None,
        "worker": book.worker.name[worker] if worker >= 0 else None,
    }
    return {key: found[key] for key in _FIRST}


def _clock(desk: Desk, clock: int) -> dict[str, Any]:
    if clock < 0:
        return dict.fromkeys(("rule", "start", "due", "elapsed", "overdue_by", "state"))
    clocks = desk.clocks
    known = clocks.state[clock] != 0
    return {
        "rule": clocks.rules[int(clocks.rule[clock])],
        "start": _iso(int(clocks.start[clock])),
        "due": _iso(int(clocks.due[clock])),
        "elapsed": int(clocks.elapsed[clock]) if known else None,
        "overdue_by": int(clocks.overdue_by[clock]) if known else None,
        "state": STATES[int(clocks.state[clock])],
    }


def _iso(day: int) -> str | None:
    return None if day == NO_DAY else date_of(day).isoformat()


def _plain(kind: str, value: int) -> str | int | None:
    if value == NO_DAY:
        return None
    return _iso(value) if kind == "day" else value
