"""Acts as people make them, and what the tests of the sync compare."""

from __future__ import annotations

import itertools

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, TABLES

_refs = itertools.count(1)


def act(*patches, verb="test.act", author="Ann", sets=None) -> Act:
    sets = sets or (ChangeSet(new_id(), tuple(patches)),)
    return Act(new_id(), verb, verb.replace(".", " "), author, now_ms(), sets)


def child(team=None, kind="cp", **person_has):
    """A person with one case that has begun: the case's id and the patches."""
    person, case = new_id(), new_id()
    more = {"team": team} if team else {}
    return case, [
        Patch("person", person, "insert", {"ref": f"C{next(_refs)}", "initials": "AB", **person_has}),
        Patch("case", case, "insert", {"person": person, "kind": kind, **more}),
        Patch("event", new_id(), "insert", {"case": case, "kind": "started", "on": 20_000}),
    ]


def visit(case, on, **values) -> Patch:
    return Patch("event", new_id(), "insert", {"case": case, "kind": "visit", "on": on, "seen": 1, **values})


def row_of(store, table, row):
    book = store.load()
    at = book.tables[table].index.get(row, -1)
    return None if at < 0 or not book.tables[table].live[at] else book.record(table, at)


def edit(store, table, row, **values) -> Patch:
    """An update of what the person has before them, as `acts.Builder` makes it."""
    book = store.load()
    columns = book.tables[table]
    at = columns.index[row]
    seen = book.record(table, at)
    shape = SHAPES[table]
    groups = {shape.field(name).group for name in values} - {""}
    old = {f.name: seen[f.name] for f in shape.fields if f.name in values or f.group in groups}
    return Patch(table, row, "update", values, old, int(columns.version[at]))


def replace(store, table, row, **values) -> list[Patch]:
    """A fact carried on: the old row ended, a new one in its place."""
    book = store.load()
    at = book.tables[table].index[row]
    seen = {name: value for name, value in book.record(table, at).items() if value not in (None, "")}
    version, now = int(book.tables[table].version[at]), now_ms()
    return [
        Patch(table, row, "update", {"superseded_at": now}, {"superseded_at": None}, version),
        Patch(table, new_id(), "insert", {**seen, **values, "recorded_at": now}),
    ]


def shown(store) -> dict:
    """Everything that a store shows, tombstones left out, without what a server stamps."""
    book = store.load()
    found = {}
    for table in TABLES:
        columns = book.tables[table.name]
        for at, row in enumerate(columns.ids):
            if columns.live[at]:
                standing = not table.fact or columns.superseded_at[at] > 2**61
                found[table.name, row] = (
                    standing,
                    tuple(sorted(book.record(table.name, at).items(), key=str)),
                )
    return found
