"""Undo on a shared database: an act is taken back by patches that are sent like any other.

They are made of what this laptop sent, not of what its replica holds: rows that others changed since
have come and gone in the replica, and so have field lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, Table
from desktop.errors import Refused
from desktop.store import undoing
from desktop.store.fitting import comparable, updatable
from desktop.store.history import undone
from desktop.sync import replica
from desktop.sync.ops import Op
from desktop.sync.replica import Row

SENT_AS = ("pending", "acked", "reoffer")  # what shows, and so has to be taken back by an act
_CHANGED = (
    "Something in this has been changed since, so it cannot be undone as a whole; "
    "undo the later change first, or correct it by hand."
)


def compensating(db: Any, ops: Iterable[Op], act_id: str, author: str) -> Act:
    """The act that takes an act of this laptop back.

    Args:
        db: the replica.
        ops: the act's edits in their order.
        act_id: the act.
        author: who takes it back.

    Raises:
        Refused: undone already, changed since, not made here, or something later depends on it.
    """
    edits = list(ops)
    if not edits:
        raise Refused(
            "This was recorded on another computer or long ago, so it cannot be undone here; correct it by "
            "hand, or undo it where it was recorded."
        )
    if act_id in undone(db):
        raise Refused("This has been undone already.")
    showing = [op for op in edits if op.state in SENT_AS and not op.waits]
    sets = tuple(
        ChangeSet(new_id(), tuple(patches)) for op in reversed(showing) if (patches := list(_back(db, op)))
    )
    _refuse_broken(db, sets)
    summary = f"Undo: {edits[0].summary}"
    return Act(new_id(), "undo", summary, author, now_ms(), sets, undoes=act_id)


def _back(db: Any, op: Op) -> Iterator[Patch]:
    """The opposite of each patch of an edit, last first; several of one row become one."""
    seen: dict[tuple[str, str], list[Patch]] = {}
    for patch in op.patches:
        seen.setdefault((patch.table, patch.row), []).append(patch)
    for (table, row), patches in reversed(seen.items()):
        now = replica.read(db, table, row)
        if now is None:
            raise Refused(_CHANGED)
        yield from _opposite(SHAPES[table], row, patches, now)


def _opposite(table: Table, row: str, patches: list[Patch], now: Row) -> Iterator[Patch]:
    wanted: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for patch in patches:
        if patch.op != "delete":
            for name in patch.values:
                before.setdefault(name, patch.old.get(name))
            wanted |= patch.values
    inserted, removed = patches[0].op == "insert", patches[-1].op == "delete"
    if inserted:
        if now["deleted"]:
            return
        wanted = {field.name: None for field in table.fields} | wanted
    elif removed:
        if not now["deleted"]:
            raise Refused(_CHANGED)
        before["deleted"] = 0
    if not inserted and not removed:
        wanted_only = {name: value for name, value in wanted.items() if not _same(table, name, now, before)}
        before = {name: before[name] for name in wanted_only}
        wanted = wanted_only
    if any(not _same(table, name, now, wanted) for name in wanted if name not in ("recorded_at",)):
        raise Refused(_CHANGED)
    seen = _seen(table, now)
    if inserted:
        yield Patch(table.name, row, "delete", {}, seen, now["version"])
    elif before:
        yield Patch(table.name, row, "update", before, _touched(table, before, now), now["version"])


def _same(table: Table, name: str, now: Row, wanted: dict[str, Any]) -> bool:
    """Whether a field stands as an edit left it; the server gives instants of its own."""
    field = updatable(table).get(name)
    if field is None:
        return bool(now[name]) == bool(wanted.get(name))
    return bool(comparable(field.kind, now[name]) == comparable(field.kind, wanted.get(name)))


def _seen(table: Table, now: Row) -> dict[str, Any]:
    return {field.name: now[field.name] for field in table.fields}


def _touched(table: Table, changes: dict[str, Any], now: Row) -> dict[str, Any]:
    """What stands now in the fields to change and in all that mean something together with them."""
    groups = {field.group for field in table.fields if field.name in changes} - {""}
    names = [field.name for field in table.fields if field.name in changes or field.group in groups]
    return {name: now[name] for name in [*names, *(set(changes) - set(names))]}


def _refuse_broken(db: Any, sets: Iterable[ChangeSet]) -> None:
    """Refuse when something recorded later depends on a row that goes, or a row comes back to nothing."""
    goes: dict[str, list[str]] = {}
    comes: dict[str, list[str]] = {}
    for change in sets:
        for patch in change.patches:
            if patch.op == "delete":
                goes.setdefault(patch.table, []).append(patch.row)
            elif patch.values.get("deleted") == 0:
                comes.setdefault(patch.table, []).append(patch.row)
    undoing.refuse_unless_fit(db, goes, comes)
