"""Acts and change sets: the only way in which anything is written.

An *act* is what a person did (allocate these eight, record this joint visit, import this file). It
holds one or more *change sets*, each the smallest unit that must succeed together. Values in patches
are the casebook's own: day numbers, 1/0/None flags, code words as text, ids as 32 hex digits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Value = Any  # str | int | None; JSON-safe by construction


def new_id() -> str:
    """A UUIDv7 as 32 hex digits: ids made later sort later, so b-trees grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10)) >> 6
    high = (milliseconds << 16) | 0x7000 | (tail >> 62)
    low = (0b10 << 62) | (tail & (1 << 62) - 1)
    return f"{high:016x}{low:016x}"


def new_ids(count: int) -> list[str]:
    """Many fresh ids at once, in ascending order (a bulk import makes hundreds of thousands)."""
    import numpy as np  # the start-up path makes single ids and has no other need of numpy

    raw = np.frombuffer(os.urandom(16 * count), np.uint8).reshape(count, 16).copy()
    at = np.arange(count)
    raw[:, :6] = list((time.time_ns() // 1_000_000).to_bytes(6, "big"))
    raw[:, 6] = 0x70 | at >> 24
    raw[:, 7] = at >> 16 & 0xFF
    raw[:, 8] = 0x80 | at >> 12 & 0xF
    raw[:, 9] = at >> 4 & 0xFF
    raw[:, 10] = (at & 0xF) << 4 | raw[:, 10] & 0xF
    return list(map(bytes.hex, raw.view("V16")[:, 0].tolist()))


@dataclass(frozen=True, slots=True)
class Patch:
    """One row's part of a change set.

    Attributes:
        table: a name in `schema.SHAPES`.
        row: the row's id.
        op: insert a row, update fields of one, or delete it (a tombstone).
        values: field -> new value (for an insert, every field that is not empty).
        old: field -> value seen, for every field of each touched group (updates only).
        version: the row version seen (updates and deletes only).
        source: where an imported row stands, ``sheet!row``.
    """

    table: str
    row: str
    op: Literal["insert", "update", "delete"]
    values: Mapping[str, Value] = field(default_factory=dict)
    old: Mapping[str, Value] = field(default_factory=dict)
    version: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Many new rows of one table, by column: the form in which a bulk import inserts.

    Means the same as one insert patch per row, at a fraction of the cost.

    Attributes:
        table: a name in `schema.SHAPES`.
        ids: the rows' ids.
        columns: field -> one value per row, in the form that patches use (None for absent); a field
            that is not given is absent in every row.
        source: where each row stands in its file, ``sheet!row``; empty when none has a place.
        of, start: the rows of which these are a part, and where in them they begin: a store that is given
            all parts one after another can take the whole.
    """

    table: str
    ids: Sequence[str]
    columns: Mapping[str, Sequence[Value]]
    source: Sequence[str] = ()
    of: Rows | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Patches that succeed or fail together; ``rows`` are inserted before the patches apply."""

    id: str
    patches: tuple[Patch, ...] = ()
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What one person did at one moment; undone as one.

    Attributes:
        verb: the command's name, ``visits.record``.
        summary: one line for the undo menu and the history, without names of people.
        made_at: instant on this machine's clock.
    """

    id: str
    verb: str
    summary: str
    author: str
    made_at: int
    sets: tuple[ChangeSet, ...]
    reason: str = ""
    undoes: str = ""  # id of the act that this one takes back


@dataclass(frozen=True, slots=True)
class Changes:
    """What an act or a refresh touched: table name -> ids. Published once, with who caused it."""

    act: str = ""
    touched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everything: bool = False  # reload rather than patch
    initiator: str = ""

    def __bool__(self) -> bool:
        return self.everything or any(self.touched.values())
