"""Which rows an edit touches, and which edits wait because they build on one that is stuck."""

from __future__ import annotations

from typing import Any

from desktop.domain.changes import Act
from desktop.sync.ops import HOW, INSERT, REFERS, expanded, references

_OPEN = "('pending', 'reoffer')"
_STUCK = "('conflict', 'rejected')"


def hold(db: Any, holds: bool = True) -> None:
    """Let what builds on an edit that is stuck wait for it, and nothing else.

    It builds on it when it changes the same row, or points at one that the other was to add.
    """
    db.execute("UPDATE op SET waits = 0 WHERE waits <> 0")
    if not holds:
        return
    blocked = [seq for (seq,) in db.execute(f"SELECT seq FROM op WHERE state IN {_STUCK}")]
    while blocked:
        now = blocked.pop()
        query = (
            "SELECT DISTINCT o.seq FROM touch b JOIN op me ON me.seq = b.seq"
            " JOIN touch t ON t.row_id = b.row_id AND t.tbl = b.tbl JOIN op o ON o.seq = t.seq"
            f" WHERE b.seq = ? AND b.how < {REFERS} AND (t.how < {REFERS} OR b.how = {INSERT})"
            f" AND o.state IN {_OPEN} AND o.waits = 0 AND (o.place, o.seq) > (me.place, me.seq)"
        )
        held = [seq for (seq,) in db.execute(query, (now,)).fetchall()]
        db.executemany("UPDATE op SET waits = ? WHERE seq = ?", [(now, seq) for seq in held])
        blocked += held


def touches(act: Act, numbers: dict[str, int]) -> tuple[list[Any], list[Any]]:
    """The rows that an act's edits change, and those that they point at, as `note` takes them.

    Args:
        act: the act.
        numbers: change set -> its number in the outbox.
    """
    changes, refers = [], []
    for change, patch in expanded(act):
        seq = numbers[change.id]
        changes.append((patch.row, patch.table, seq, HOW[patch.op]))
        refers += [(row, table, seq, REFERS) for table, row in references(patch)]
    return changes, refers


def note(db: Any, changes: list[Any], refers: list[Any]) -> None:
    """Note which rows edits change, and which rows made by earlier edits of this laptop they point at."""
    db.executemany("INSERT OR IGNORE INTO touch VALUES (unhex(?), ?, ?, ?)", changes)
    db.executemany(
        "INSERT OR IGNORE INTO touch SELECT unhex(?1), ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM touch"
        f" WHERE row_id = unhex(?1) AND tbl = ?2 AND how = {INSERT} AND seq < ?3)",
        refers,
    )
