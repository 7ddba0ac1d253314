"""The first list as it was last painted, kept in the database file so that a start shows it at once.

It is words only, never the source of anything, and is replaced by the real list as soon as that is
built. Nothing here needs numpy or SQLAlchemy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

VERSION = 1
_ROWS = 60  # more than a screen


@dataclass(frozen=True)
class SnapshotColumn:
    """One column of the picture."""

    title: str
    kind: str
    width: int
    right: bool
    strong: bool


@dataclass(frozen=True)
class Snapshot:
    """A list in words.

    Attributes:
        as_at: the day number it spoke of.
        counts: (title, number, rag) of the strip.
        columns: the columns shown, in order.
        rows: (rag, texts) per row.
    """

    as_at: int
    title: str
    counts: tuple[tuple[str, int, int], ...]
    columns: tuple[SnapshotColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes | None) -> Snapshot | None:
    """The snapshot in a cache entry; None when there is none or another version wrote it."""
    if not content:
        return None
    try:
        data = json.loads(content)
        if data["version"] != VERSION:
            return None
        return Snapshot(
            data["as_at"],
            data["title"],
            tuple((title, n, rag) for title, n, rag in data["counts"]),
            tuple(SnapshotColumn(*column) for column in data["columns"]),
            tuple((rag, tuple(texts)) for rag, texts in data["rows"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def draw(desk: Desk, hidden: frozenset[str] = frozenset()) -> bytes:
    """Today's list as bytes for the cache; columns in `hidden` are left out."""
    import numpy as np

    from desktop.domain.lists import build, counts
    from desktop.domain.lists.selection import Selection

    selection = Selection("today", desk.as_at)
    data = build(desk, selection)
    columns = [one for one in data.columns if one.shown and one.key not in hidden]
    rows = np.arange(min(len(data), _ROWS), dtype=np.int32)
    texts = list(zip(*(data.text(one.key, rows) for one in columns), strict=True))
    content = {
        "version": VERSION,
        "as_at": int(desk.as_at),
        "title": "Today",
        "counts": [[one.title, int(one.n), int(one.rag)] for one in counts(desk, "today", selection)],
        "columns": [[one.title, one.kind, one.width, one.align == "right", one.names] for one in columns],
        "rows": [[int(data.rag[at]), list(words)] for at, words in enumerate(texts)],
    }
    return json.dumps(content, ensure_ascii=False).encode()
