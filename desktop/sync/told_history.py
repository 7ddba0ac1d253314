"""The history of a case in a shared database: what is here, and what only the server can tell of others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from desktop.domain.schema import SHAPES
from desktop.server import wire
from desktop.store.history import HistoryLine
from desktop.store.layout import column_of
from desktop.sync.replica import columns


def joined(here: Iterable[HistoryLine], told: Iterable[Mapping[str, Any]]) -> list[HistoryLine]:
    """Rows that were added, as they are here, with every change of a field that the server tells of.

    Without an answer of the server (`told` empty) the changes of this laptop's own acts stand for all.
    """
    lines = list(here)
    changes = [_line(one) for one in told if one["table"] in SHAPES]
    if changes:
        known = {(one.act, one.table, one.row, one.field) for one in changes}
        lines = [one for one in lines if (one.act, one.table, one.row, one.field) not in known]
    return sorted([*lines, *changes], key=lambda line: line.when)


def _line(one: Mapping[str, Any]) -> HistoryLine:
    table = SHAPES[one["table"]]
    name = columns(table.name).get(one["field"], one["field"])
    column = next((column_of(field) for field in table.fields if field.name == name), name)
    kind = wire.kind_of(table, column)
    old, new = (
        wire.from_native(kind, json.loads(one[each]) if one[each] else None) for each in ("old", "new")
    )
    return HistoryLine(
        when=int(one["when"]),
        author=str(one["author"]),
        verb=str(one["verb"]),
        table=table.name,
        field=name,
        old=old,
        new=new,
        reason=str(one["reason"] or ""),
        row=str(one["row"]),
        act=str(one["act"]),
    )
