"""What happens to an act on its way into the outbox: what it saw is written down, what it covers is kept."""

from __future__ import annotations

import dataclasses
from typing import Any

from desktop.domain.changes import Act, Patch
from desktop.domain.schema import SHAPES, Table
from desktop.errors import Refused
from desktop.sync import replica
from desktop.sync.outbox import Outbox
from desktop.sync.replica import Row


def ready(db: Any, outbox: Outbox, act: Act) -> Act:
    """An act with all that the server needs to judge it.

    A change to a row that this laptop's own edits are under way on is compared by the values that its
    author saw, never by version: the second edit of one's own row must not conflict with the first.
    """
    sets = tuple(
        dataclasses.replace(change, patches=tuple(_seen(db, outbox, patch) for patch in change.patches))
        for change in act.sets
    )
    return dataclasses.replace(act, sets=sets)


def _seen(db: Any, outbox: Outbox, patch: Patch) -> Patch:
    if patch.op == "insert":
        return patch
    now = replica.read(db, patch.table, patch.row)
    old = dict(patch.old)
    if now is not None and patch.version == now["version"]:
        old = {**touched(SHAPES[patch.table], patch, now), **old}
    under_way = outbox.is_touched(patch.table, patch.row) or replica.base(db, patch.table, patch.row)[2]
    return dataclasses.replace(patch, old=old, version=0 if under_way else patch.version)


def touched(table: Table, patch: Patch, now: Row) -> dict[str, Any]:
    """What stands in the fields that a patch changes and in all that mean something together with them."""
    if patch.op == "delete":
        return {field.name: now[field.name] for field in table.fields}
    groups = {field.group for field in table.fields if field.name in patch.values} - {""}
    names = {field.name: 0 for field in table.fields if field.name in patch.values or field.group in groups}
    return {name: now[name] for name in names | dict.fromkeys(patch.values, 0)}


def keep_bases(db: Any, act: Act) -> None:
    """Keep the server's version of each row that an act changes, where none is kept yet.

    Of the rows that it adds the server has nothing; so much is kept, too.
    """
    added: list[tuple[str, str]] = []
    for change in act.sets:
        added += [(each.table, row) for each in change.rows for row in each.ids]
        for patch in change.patches:
            if patch.op == "insert":
                added.append((patch.table, patch.row))
                continue
            content, _, apart = replica.base(db, patch.table, patch.row)
            if not apart:
                replica.keep_base(db, patch.table, patch.row, content, 0)
    db.executemany(
        "INSERT OR IGNORE INTO base_row (tbl, row_id, revision, row) VALUES (?, unhex(?), 0, NULL)", added
    )


def rows_of(act: Act) -> list[tuple[str, str]]:
    """The rows (table, id) that an act touches."""
    found: dict[tuple[str, str], None] = {}
    for change in act.sets:
        found |= {(each.table, row): None for each in change.rows for row in each.ids}
        found |= {(patch.table, patch.row): None for patch in change.patches}
    return list(found)


def refuse_twice(db: Any, act: Act) -> None:
    """Refuse an act after which something that may be there only once would be there twice.

    Raises:
        Refused: with the rule's own sentence.
    """
    rows: dict[str, list[str]] = {}
    for table, row in rows_of(act):
        rows.setdefault(table, []).append(row)
    for table, ids in rows.items():
        if SHAPES[table].unique and (sentence := replica.broken_rule(db, SHAPES[table], ids)):
            raise Refused(sentence)


def restore_acts(db: Any, outbox: Outbox, revision: int) -> int:
    """Give a replica that was made afresh the acts of the outbox, so that they can be undone; how many."""
    known = {row for (row,) in db.execute("SELECT lower(hex(id)) FROM act")}
    missing = sorted(outbox.act_ids() - known)
    lost = [op for act in missing for op in outbox.of_act(act)[:1]]
    db.executemany(
        "INSERT OR IGNORE INTO act"
        " (id, verb, summary, author, made_at, recorded_at, reason, undoes, revision, touched)"
        " VALUES (unhex(?), ?, ?, ?, ?, ?, ?, unhex(nullif(?, '')), ?, '{}')",
        [
            (op.act_id, op.verb, op.summary, op.author, op.made_at, op.noted_at, op.reason, op.undoes)
            + (revision,)
            for op in lost
        ],
    )
    return len(lost)
