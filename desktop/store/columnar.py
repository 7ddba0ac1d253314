"""New rows that come by column (`changes.Rows`): the parameters of their INSERT, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Any

from desktop.domain.changes import Act, Rows
from desktop.domain.days import NEVER
from desktop.domain.schema import FACT, SHAPES, Field, Table
from desktop.errors import BugError
from desktop.store import layout

Parameters = tuple[Any, ...]


def by_table(act: Act, now: int, chunk: int) -> Iterator[tuple[Table, list[Parameters]]]:
    """The rows of an act table by table, at most `chunk` at once, in the order of `layout.insert_sql`.

    Raises:
        BugError: when rows name a field that their table does not have.
    """
    placed: dict[str, list[tuple[str, Rows]]] = {}
    for change in act.sets:
        for rows in change.rows:
            placed.setdefault(rows.table, []).append((change.id, rows))
    for name in (name for name in SHAPES if name in placed):
        table = SHAPES[name]
        parts = (_parameters(table, set_id, rows, act.author, now) for set_id, rows in placed[name])
        every = chain.from_iterable(parts)
        while batch := list(islice(every, chunk)):
            yield table, batch


def _parameters(table: Table, set_id: str, rows: Rows, author: str, now: int) -> Iterable[Parameters]:
    names = {field.name for field in table.fields} | (set(FACT) if table.fact else set())
    if not names.issuperset(rows.columns):
        strange = ", ".join(sorted(set(rows.columns) - names))
        raise BugError(
            "A change does not fit the shape of the data; nothing was saved.", f"{table.name}: {strange}"
        )
    columns: list[Iterable[Any]] = [rows.ids, repeat(author), repeat(set_id), rows.source or repeat("")]
    if table.fact:
        columns += [_instants(rows, "recorded_at", now), _instants(rows, "superseded_at", NEVER)]
    columns += [_bound(field, rows.columns.get(field.name)) for field in table.fields]
    return zip(*columns, strict=False)


def _instants(rows: Rows, name: str, otherwise: int) -> Iterable[Any]:
    given = rows.columns.get(name)
    return [value or otherwise for value in given] if given else repeat(otherwise)


def _bound(field: Field, column: Sequence[Any] | None) -> Iterable[Any]:
    blank = layout.stand_in(field)
    if column is None:
        return repeat(blank)
    if None in column:
        return [blank if value is None else value for value in column]
    return column
