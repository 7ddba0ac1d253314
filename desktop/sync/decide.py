"""Conflicts: what disagrees, and the three ways out of it: keep theirs, keep mine, both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, Table
from desktop.errors import KnownError, Refused
from desktop.store import layout
from desktop.store.fitting import comparable
from desktop.sync import replica, sending
from desktop.sync.ledger import Disagreement, Entry, Line
from desktop.sync.ops import Op, references
from desktop.sync.outbox import Outbox
from desktop.sync.replica import Row
from desktop.sync.said import Said, note_text

HELD = "It waits for a decision about an earlier edit that it builds on."
NO_LONGER = (
    "That edit is not in conflict any more; nothing was changed. Look at the list of unsent work again."
)


def entries(db: Any, outbox: Outbox) -> list[Entry]:
    """Every edit that is not on the server for good, in the order of sending."""
    return [_entry(db, op) for op in outbox.unsettled()]


def _entry(db: Any, op: Op) -> Entry:
    tables = {patch.table for patch in op.patches}
    why = HELD if op.waits else str(op.said.get("sentence") or "")
    return Entry(
        set_id=op.set_id,
        act_id=op.act_id,
        verb=op.verb,
        summary=op.summary,
        made_at=op.made_at,
        state="held" if op.waits else op.state,  # type: ignore[arg-type]
        why=why,
        table_names=tuple(name for name in SHAPES if name in tables),
        case_ids=cases_of(db, op),
        rows=len({(patch.table, patch.row) for patch in op.patches}),
    )


def cases_of(db: Any, op: Op) -> tuple[str, ...]:
    """The cases that an edit is about."""
    found: dict[str, None] = {}
    for patch in op.patches:
        case = patch.row if patch.table == "case" else patch.values.get("case")
        if not case and layout.case_column(patch.table):
            base, _, _ = replica.base(db, patch.table, patch.row)
            case = base and base["case"]
        if case:
            found[str(case)] = None
    return tuple(found)


def disagreement(db: Any, outbox: Outbox, set_id: str) -> Disagreement:
    """What an edit in conflict disagrees about.

    Raises:
        KnownError: when it is not in conflict (any more).
    """
    op = outbox.op(set_id)
    if op.state != "conflict":
        raise KnownError(NO_LONGER)
    said = Said.of(op)
    return Disagreement(
        set_id=set_id,
        kind=said.kind,
        who=said.who,
        when=said.when,
        lines=tuple(_lines(db, op, said)),
        dependents=len(outbox.dependents(op.seq)),
        case_id=next(iter(cases_of(db, op)), ""),
        sentence=said.sentence,
        summary=op.summary,
    )


def _lines(db: Any, op: Op, said: Said) -> Iterable[Line]:
    if said.kind == "once":
        for mine, theirs in _twice(db, op):
            yield from _differences(mine.table, mine.row, {}, theirs, dict(mine.values))
        return
    for patch in op.patches:
        table = SHAPES[patch.table]
        base, _, _ = replica.base(db, patch.table, patch.row)
        if _supersedes(patch):
            yield from _replaced(db, op, patch, base)
        elif patch.op == "update":
            for name, seen in sending.touched(table, patch, {**_blank(table), **patch.old}).items():
                now, mine = base[name] if base else None, patch.values.get(name, seen)
                if not _same(table, name, now, seen) and not _same(table, name, now, mine):
                    yield Line(patch.table, patch.row, name, seen, now, mine)
        elif said.kind == "gone" and patch.op == "insert":
            yield from _differences(patch.table, patch.row, {}, {}, dict(patch.values))
        elif patch.op == "delete" and base:
            for name, seen in patch.old.items():
                if not _same(table, name, seen, base[name]):
                    yield Line(patch.table, patch.row, name, seen, base[name], None)


def _replaced(db: Any, op: Op, patch: Patch, base: Row | None) -> Iterable[Line]:
    """A fact that both carried on: where theirs and ours differ from what both saw."""
    mine = successor_of_ours(op, patch)
    theirs = successor(db, patch.table, base) if base else None
    if base and theirs and mine:
        yield from _differences(patch.table, patch.row, base, theirs, dict(mine.values))
        return
    ended = base["superseded_at"] if base else None
    if mine and base:
        yield from _differences(patch.table, patch.row, base, base, dict(mine.values))
    yield Line(patch.table, patch.row, "superseded_at", None, ended, patch.values.get("superseded_at"))


def _differences(
    table: str, row: str, seen: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> Iterable[Line]:
    shape = SHAPES[table]
    for field in shape.fields:
        name = field.name
        values = (seen.get(name), theirs.get(name), mine.get(name))
        if not _same(shape, name, values[1], values[2]):
            yield Line(table, row, name, *values)


def _blank(table: Table) -> Row:
    return dict.fromkeys(layout.names_of(table))


def _same(table: Table, name: str, one: Any, other: Any) -> bool:
    if name in ("deleted", "superseded_at"):
        return bool(one) == bool(other)
    kind = table.field(name).kind
    return bool(comparable(kind, one) == comparable(kind, other))


def _supersedes(patch: Patch) -> bool:
    return patch.op == "update" and bool(patch.values.get("superseded_at"))


def successor_of_ours(op: Op, patch: Patch) -> Patch | None:
    """The row that an edit puts in the place of one that it supersedes."""
    fresh = [one for one in op.patches if one.op == "insert" and one.table == patch.table]
    ended = [one for one in op.patches if one.table == patch.table and _supersedes(one)]
    return fresh[ended.index(patch)] if len(fresh) == len(ended) else None


def successor(db: Any, table: str, base: Row) -> Row | None:
    """The row that somebody put in the place of a superseded one, as it stands now; None for none.

    The server gives what ends and what begins in one change set the same instant.
    """
    case = layout.case_column(table)
    seen = {base["id"]}
    row: Row | None = base
    while row is not None and row["superseded_at"]:
        where = f"recorded_at = ? AND deleted = 0{f' AND {case} = unhex(?)' if case else ''}"
        values = [row["superseded_at"], *([row["case"]] if case else [])]
        found = [
            dict(zip(layout.names_of(SHAPES[table]), one, strict=True))
            for one in db.execute(layout.select_sql(SHAPES[table], where), values).fetchall()
        ]
        fresh = [one for one in found if one["id"] not in seen]
        row = fresh[0] if len(fresh) == 1 else None
        seen.update(one["id"] for one in fresh)
    return None if row is None or row["id"] == base["id"] else row


def _twice(db: Any, op: Op) -> Iterable[tuple[Patch, Row]]:
    """Our rows of which somebody else's is there already, with theirs."""
    for patch in op.patches:
        if patch.op == "insert":
            for row in replica.rivals(db, SHAPES[patch.table], patch.row, patch.values):
                yield patch, row


# the three ways out


def falls_with(outbox: Outbox, op: Op) -> list[int]:
    """Numbers of an edit and of the later ones that cannot stand without it."""
    made = {(one.table, one.row) for one in op.patches if one.op == "insert"}
    changed: dict[tuple[str, str], set[str]] = {}
    _note(changed, op)
    numbers = [op.seq]
    for later in outbox.dependents(op.seq):
        rows = {(one.table, one.row) for one in later.patches}
        points = {place for one in later.patches for place in references(one)}
        if (rows | points) & made or any(
            _groups(one) & changed.get((one.table, one.row), set()) for one in later.patches
        ):
            numbers.append(later.seq)
            made |= {(one.table, one.row) for one in later.patches if one.op == "insert"}
            _note(changed, later)
    return numbers


def _note(changed: dict[tuple[str, str], set[str]], op: Op) -> None:
    for patch in op.patches:
        changed.setdefault((patch.table, patch.row), set()).update(_groups(patch))


def _groups(patch: Patch) -> set[str]:
    """The field groups that a patch changes; a removal touches all."""
    fields = SHAPES[patch.table].fields
    if patch.op == "delete" or {"deleted", "superseded_at"} & patch.values.keys():
        return {field.group or field.name for field in fields} | {"deleted"}
    return {field.group or field.name for field in fields if field.name in patch.values}


def ours_on_top(db: Any, op: Op, author: str) -> Act:
    """A new act that puts our edit through on what stands now, with the same rows.

    Raises:
        Refused: when the record is not there any more, so that there is nothing to put it on.
    """
    if op.state not in ("conflict", "rejected"):
        raise KnownError(NO_LONGER)
    patches: list[Patch] = []
    merged = _merged_inserts(db, op)
    for mine, theirs in _twice(db, op):
        patches.append(_end(SHAPES[mine.table], theirs))
    for patch in op.patches:
        if patch.op == "insert":
            patches.append(merged.get(patch.row, patch))
        else:
            again = _again(db, patch)
            if again is not None:
                patches.append(again)
    return Act(
        new_id(), op.verb, op.summary, author, now_ms(), (ChangeSet(new_id(), tuple(patches)),), op.reason
    )


def _again(db: Any, patch: Patch) -> Patch | None:
    """A patch on a row as it stands now; None when theirs has done it."""
    table = SHAPES[patch.table]
    base, _, _ = replica.base(db, patch.table, patch.row)
    if base is None:
        raise Refused(
            "The record that this changes is not there any more, or not for you, so yours cannot be put "
            "through. Keep theirs, or keep yours as a note."
        )
    if _supersedes(patch) and base["superseded_at"]:
        theirs = successor(db, patch.table, base)
        return None if theirs is None else _end(table, theirs)
    if patch.op == "delete":
        return (
            None
            if base["deleted"]
            else Patch(
                patch.table, patch.row, "delete", {}, sending.touched(table, patch, base), base["version"]
            )
        )
    values = dict(patch.values)
    if base["deleted"] and "deleted" not in values:
        values["deleted"] = 0
    again = Patch(patch.table, patch.row, "update", values)
    return Patch(
        patch.table, patch.row, "update", values, sending.touched(table, again, base), base["version"]
    )


def _end(table: Table, row: Row) -> Patch:
    """End a row of somebody else's, to make room for ours."""
    if table.fact:
        return Patch(
            table.name,
            row["id"],
            "update",
            {"superseded_at": now_ms()},
            {"superseded_at": None},
            row["version"],
        )
    old = {field.name: row[field.name] for field in table.fields}
    return Patch(table.name, row["id"], "delete", {}, old, row["version"])


def _merged_inserts(db: Any, op: Op) -> dict[str, Patch]:
    """Our successors of facts with what theirs changed beside what we changed."""
    found: dict[str, Patch] = {}
    for patch in op.patches:
        if not _supersedes(patch):
            continue
        base, _, _ = replica.base(db, patch.table, patch.row)
        mine = successor_of_ours(op, patch)
        theirs = successor(db, patch.table, base) if base and base["superseded_at"] else None
        if base and mine and theirs:
            ours = changed_groups(SHAPES[patch.table], base, dict(mine.values))
            values = {
                field.name: mine.values.get(field.name)
                if (field.group or field.name) in ours
                else theirs[field.name]
                for field in SHAPES[patch.table].fields
            }
            given = {name: value for name, value in values.items() if value not in (None, "")}
            found[mine.row] = Patch(mine.table, mine.row, "insert", given, source=mine.source)
    return found


def changed_groups(table: Table, before: Row, after: dict[str, Any]) -> set[str]:
    """The field groups in which two versions of a fact differ."""
    return {
        field.group or field.name
        for field in table.fields
        if not _same(table, field.name, before[field.name], after.get(field.name))
    }


def merges(db: Any, op: Op) -> bool:
    """Whether both only carried on the same facts, in field groups that do not overlap."""
    if op.state != "conflict" or Said.of(op).kind != "changed":
        return False
    found = False
    for patch in op.patches:
        if patch.op == "insert":
            continue
        base, _, _ = replica.base(db, patch.table, patch.row)
        if base is None or base["deleted"]:
            return False
        if not (_supersedes(patch) and base["superseded_at"]):
            if patch.version != base["version"]:
                return False
            continue
        mine, theirs = successor_of_ours(op, patch), successor(db, patch.table, base)
        if mine is None or theirs is None:
            return False
        table = SHAPES[patch.table]
        ours = changed_groups(table, base, dict(mine.values))
        if not ours or ours & changed_groups(table, base, theirs):
            return False
        found = True
    return found


def as_note(db: Any, outbox: Outbox, op: Op, author: str) -> Act:
    """An act that keeps what ours said as a note on the case.

    Raises:
        Refused: when it belongs to no case that is here.
    """
    if op.state not in ("conflict", "rejected"):
        raise KnownError(NO_LONGER)
    case = next((one for one in cases_of(db, op) if replica.read(db, "case", one)), "")
    if not case:
        raise Refused(
            "This belongs to no case that is here, so it cannot be kept as a note; keep theirs or yours."
        )
    values = {"case": case, "kind": "note", "text": note_text(db, op)}
    change = ChangeSet(new_id(), (Patch("note", new_id(), "insert", values),))
    return Act(new_id(), "sync.keep_both", "Keep an edit as a note", author, now_ms(), (change,))
