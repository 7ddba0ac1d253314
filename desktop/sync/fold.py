"""What the screen shows of a row: the server's version with this laptop's edits on top, made afresh.

An edit shows while it waits to be sent, and after the server took it until the pull has passed it
(else the old value would flicker back). One that is in conflict, refused, held or given up does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.domain.changes import Patch
from desktop.domain.schema import SHAPES, Table
from desktop.store import fast, layout
from desktop.store.layout import absent
from desktop.sync import replica
from desktop.sync.ops import Op
from desktop.sync.outbox import Outbox
from desktop.sync.replica import Row


def folded(table: Table, base: Row | None, edits: Iterable[tuple[Op, Patch]]) -> Row | None:
    """A row as it shows; None when it is not there.

    Args:
        table: its table.
        base: the server's version, None when it has none that this person may see.
        edits: what this laptop does to it, in order.
    """
    row = dict(base) if base else None
    for op, patch in edits:
        if patch.op == "insert":
            row = row or _fresh(table, op, patch)
            continue
        if row is None:
            continue
        if patch.op == "delete":
            changed: dict[str, Any] = {"deleted": 1}
        else:
            changed = {name: absent(value) for name, value in patch.values.items()}
        if any(row[name] != value for name, value in changed.items()):
            row |= changed
            row |= {"version": row["version"] + 1, "changed_at": op.noted_at, "changed_by": op.author}
    return row


def _fresh(table: Table, op: Op, patch: Patch) -> Row:
    row: Row = dict.fromkeys(layout.names_of(table))
    row |= {"id": patch.row, "version": 1, "revision": 0, "deleted": 0, "set_id": op.set_id}
    row |= {"changed_at": op.noted_at, "changed_by": op.author, "source": patch.source or None}
    if table.fact:
        row["recorded_at"] = op.noted_at
    row |= {name: absent(value) for name, value in patch.values.items() if absent(value) is not None}
    return row


def refold(db: Any, outbox: Outbox, rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Make rows (table, id) afresh inside the caller's transaction.

    Args:
        db: the replica.
        outbox: where the edits are.
        rows: which; one that no edit shows on becomes the server's version.

    Returns:
        Those that are other than they were.
    """
    epoch, passed = fast.meta_value(db, "epoch"), replica.number(db, "passed")
    chosen = outbox.folding(dict.fromkeys(rows), epoch, passed)
    edits = _edits(outbox, chosen)
    changed: list[tuple[str, str]] = []
    writes: dict[str, list[Row]] = {}
    for (table, row), numbers in chosen.items():
        base, came, apart = replica.base(db, table, row)
        found = (each for number in numbers for each in edits.get((number, table, row), ()))
        mine = [(op, patch) for op, patch in found if op.state != "acked" or op.revision > came]
        if mine and not apart:
            replica.keep_base(db, table, row, base, 0)
        if apart and not mine:
            replica.drop_base(db, table, row)
        if not mine and not apart:
            continue
        shown, now = folded(SHAPES[table], base, mine), replica.read(db, table, row)
        if shown is None:
            changed += replica.remove(db, table, [row])
        elif now is None or shown != now:
            writes.setdefault(table, []).append(shown)
            if now is None or _differ(shown, now):
                changed.append((table, row))
    for table, batch in writes.items():
        replica.put(db, table, batch)
    return changed


def _differ(one: Row, other: Row) -> bool:
    return any(one[name] != other[name] for name in one if name != "revision")


_Edits = dict[tuple[int, str, str], list[tuple[Op, Patch]]]  # number, table, row -> edit and patches


def _edits(outbox: Outbox, chosen: dict[tuple[str, str], list[int]]) -> _Edits:
    wanted = sorted({number for numbers in chosen.values() for number in numbers})
    found: _Edits = {}
    for op in _ops(outbox, wanted):
        for patch in op.patches:
            found.setdefault((op.seq, patch.table, patch.row), []).append((op, patch))
    return found


def _ops(outbox: Outbox, numbers: Sequence[int]) -> Iterable[Op]:
    for at in range(0, len(numbers), 500):
        marks = ", ".join(map(str, numbers[at : at + 500]))
        yield from outbox.ops(f"seq IN ({marks})")


def refold_all(db: Any, outbox: Outbox) -> list[tuple[str, str]]:
    """Make every row afresh that an edit shows on, or showed on when the replica was last written."""
    epoch, passed = fast.meta_value(db, "epoch"), replica.number(db, "passed")
    return refold(db, outbox, [*outbox.rows_folded(epoch, passed), *replica.bases(db)])
