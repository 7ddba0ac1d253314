"""Who did what, when and why: read back from rows, field lines, change sets and acts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop.domain.schema import COMMON, FACT, SHAPES, Table
from desktop.store import layout
from desktop.store.layout import quoted


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a case.

    Attributes:
        when: instant at which it was recorded.
        author: who did it.
        verb: the command's name, ``visits.record``.
        table: where.
        field: what changed; "" when the whole row was added, "deleted" for a tombstone and its return.
        old: the value before (None for an added row).
        new: the value after; for an added row a dict of its fields as they were then.
        reason: why, as given with the act.
        row: the row's id.
        act: the act's id.
        source: ``sheet!row`` of an import, for an added row.
    """

    when: int
    author: str
    verb: str
    table: str
    field: str
    old: Any
    new: Any
    reason: str
    row: str
    act: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as lists and the undo menu show it.

    Attributes:
        undoes: id of the act that this one took back, "" for an ordinary act.
        undone: whether it has been taken back (and not brought back since).
        rows: how many rows it added, changed or removed.
    """

    id: str
    verb: str
    summary: str
    author: str
    made_at: int
    recorded_at: int
    reason: str
    undoes: str
    undone: bool
    rows: int


_ACTS = (
    "SELECT lower(hex(id)), verb, summary, author, made_at, recorded_at, reason, lower(hex(undoes)), touched"
    " FROM act"
)


def acts(db: Any, limit: int) -> list[ActLine]:
    """The latest acts, newest first."""
    gone = undone(db)
    rows = db.execute(f"{_ACTS} ORDER BY revision DESC LIMIT ?", (limit,)).fetchall()
    return [_act_line(row, gone) for row in rows]


def last_undoable(db: Any, author: str) -> ActLine | None:
    """The newest act of a person that has not been taken back, None when there is none."""
    gone = undone(db)
    query = f"{_ACTS} WHERE author = ? AND undoes IS NULL ORDER BY revision DESC"
    return next((_act_line(row, gone) for row in db.execute(query, (author,)) if row[0] not in gone), None)


def _act_line(row: tuple[Any, ...], gone: set[str]) -> ActLine:
    *said, touched = row
    rows = sum(sum(kinds) for kinds in json.loads(touched).values())
    fields = (*said, row[0] in gone, rows)
    return ActLine(*fields)


def undone(db: Any) -> set[str]:
    """Ids of acts that are taken back at present; undoing the undo brings an act back."""
    pairs = db.execute(
        "SELECT lower(hex(id)), lower(hex(undoes)) FROM act WHERE undoes IS NOT NULL ORDER BY revision DESC"
    ).fetchall()
    gone: set[str] = set()
    for undo, undoes in pairs:  # newest first: whether an undo still stands is known before it counts
        if undo not in gone:
            gone.add(undoes)
    return gone


def history(db: Any, case_id: str) -> list[HistoryLine]:
    """Everything recorded about a case and its person, in the order in which it happened."""
    changes = _field_lines(db, case_id)
    first_values: dict[tuple[str, str], dict[str, Any]] = {}
    for _, line in changes:
        first_values.setdefault((line.table, line.row), {}).setdefault(line.field, line.old)
    added = [each for table in SHAPES.values() for each in _added_rows(db, table, case_id, first_values)]
    return [line for _, line in sorted([*added, *changes], key=lambda each: each[0])]


_Placed = tuple[tuple[int, int, int, int], HistoryLine]  # revision, set, added before changed, place


def _field_lines(db: Any, case_id: str) -> list[_Placed]:
    query = (
        "SELECT a.revision, s.seq, f.seq, s.recorded_at, s.author, a.verb, f.on_table, f.field, f.old, f.new,"
        " s.reason, lower(hex(f.row_id)), lower(hex(a.id))"
        " FROM field_change f JOIN change_set s ON s.id = f.set_id"
        " JOIN act a ON a.id = s.act_id WHERE {} ORDER BY a.revision, s.seq, f.seq"
    )
    of_case = db.execute(query.format("f.case_id = unhex(?)"), (case_id,)).fetchall()
    person = '(SELECT person_id FROM "case" WHERE id = unhex(?))'
    of_person = db.execute(query.format(f"f.row_id = {person}"), (case_id,)).fetchall()
    return sorted(_placed(row) for row in [*of_case, *of_person])


def _placed(row: tuple[Any, ...]) -> _Placed:
    revision, in_act, seq, when, author, verb, table, name, old, new, reason, row_id, act = row
    line = HistoryLine(when, author, verb, table, name, json.loads(old), json.loads(new), reason, row_id, act)
    return (revision, in_act, 1, seq), line


def _added_rows(
    db: Any, table: Table, case_id: str, first_values: dict[tuple[str, str], dict[str, Any]]
) -> Iterable[_Placed]:
    where = _of_case(table)
    if not where:
        return
    names = layout.names_of(table)
    columns = layout.given_back(table, "t")
    rows = db.execute(
        "SELECT coalesce(a.revision, 0), coalesce(s.seq, 0), coalesce(s.recorded_at, t.changed_at),"
        " coalesce(s.author, CASE WHEN t.version = 1 THEN t.changed_by ELSE '' END), coalesce(a.verb, ''),"
        f" coalesce(s.reason, ''), coalesce(lower(hex(a.id)), ''), {columns}"
        f" FROM {quoted(table.name)} t LEFT JOIN change_set s ON s.id = t.set_id"
        " LEFT JOIN act a ON a.id = s.act_id"  # of a row that others recorded in a shared database: neither
        f" WHERE {where} ORDER BY t.rowid",
        (case_id,),
    ).fetchall()
    for at, (revision, in_act, recorded, author, verb, reason, act, *values) in enumerate(rows):
        record = dict(zip(names, values, strict=True))
        when = record.get("recorded_at", recorded)
        began = {**record, **first_values.get((table.name, record["id"]), {})}
        shown = {
            name: began[name]
            for name in names
            if name not in COMMON and name not in FACT and began[name] is not None
        }
        source = record["source"] or ""
        line = HistoryLine(when, author, verb, table.name, "", None, shown, reason, record["id"], act, source)
        yield (revision, in_act, 0, at), line


def _of_case(table: Table) -> str:
    if table.name == "person":
        return 't.id = (SELECT person_id FROM "case" WHERE id = unhex(?))'
    column = layout.case_column(table.name)
    return f"t.{column} = unhex(?)" if column else ""
