"""Everything afresh: the first sync, and every time that differences do not tell the whole truth.

It goes table by table in pages by id. Within a page's range what the server does not show is taken
away: it replaces and never merges. Each page is stored with the place where to go on, so that it takes
up where it stopped, after a crash as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from desktop.domain.schema import SHAPES, Kind
from desktop.server import wire
from desktop.store import fast, layout
from desktop.store.layout import quoted
from desktop.sync import replica
from desktop.sync.calls import END, Calls
from desktop.sync.pulling import Page
from desktop.sync.replica import columns
from desktop.sync.shared_store import SharedStore

FIRST = "0" * 32
LAST = "f" * 32
ROWS = 20_000  # in one page of the first sync: a large transaction, a third of a second of work
COMPARED = 20_000  # ids and versions in one page of a comparison
CASES = 250  # whole cases at a time
VARIABLES = 20_000  # values bound in one statement
SMALL = ("team", "worker", "managing_authority", "timescale_override", "setting", "closure_day")


@dataclass(frozen=True)
class Plan:
    """How far everything afresh has come.

    Attributes:
        why: ``first``, ``epoch``, ``scope``, ``horizon``, ``checksum`` ...
        epoch, token, head, chain: where the server stood when it began; increments go on from there.
        compare: only what differs by version is fetched; else every row.
        tables: those that are still to do, the first of them from `after` on.
        done, total: rows.
    """

    why: str
    epoch: str
    token: str
    head: int
    chain: str
    compare: bool
    tables: tuple[str, ...]
    after: str = FIRST
    done: int = 0
    total: int = 0

    def text(self) -> str:
        """As it is noted in the replica."""
        return json.dumps(self.__dict__)

    @classmethod
    def read(cls, db: Any) -> Plan | None:
        """What the replica was in the middle of, None for nothing."""
        text = fast.meta_value(db, "whole")
        if not text:
            return None
        said = json.loads(text)
        return cls(**{**said, "tables": tuple(said["tables"])})


Progress = Callable[[int, int], None]


def plan(calls: Calls, store: SharedStore, stands: Mapping[str, Any], why: str) -> Plan:
    """Take up what was begun for the same server, person and scope, or plan afresh."""
    with store._using() as db:
        begun = Plan.read(db)
        if begun and (begun.epoch, begun.token) == (stands["epoch"], stands["token"]) and begun.why == why:
            return begun
        first = not int(fast.meta_value(db, "filled") or 0)
        same_columns = fast.meta_value(db, "readable") == _columns_text(calls)
        if first:
            _drop_indexes(db)
    _, sums = calls.checksums()
    tables = tuple(table for table in SHAPES if table in calls.readable)
    fresh = Plan(
        why=why,
        epoch=stands["epoch"],
        token=stands["token"],
        head=int(stands["head"]),
        chain=stands["chain"]["hash"],
        compare=not first and same_columns and why != "epoch",
        tables=tuple(sorted(tables, key=lambda name: name not in SMALL)),
        total=sum(count for count, _ in sums.values()),
    )
    with store.transaction() as db:
        _forget_tables(db, store, [table for table in SHAPES if table not in calls.readable])
        replica.note(db, whole=fresh.text(), epoch=fresh.epoch)
    return fresh


def run(
    calls: Calls, store: SharedStore, begun: Plan, progress: Progress, stopped: Callable[[], bool]
) -> bool:
    """Go through all tables; False when it was stopped on the way (it takes up there next time).

    Returns:
        True when the replica holds what the server shows this person, as at the plan's head.
    """
    now = begun
    if not store.usable and now.after == FIRST and now.done == 0:
        _own_cases_first(calls, store)
    while now.tables:
        if stopped():
            return False
        progress(now.done, now.total)
        now = _step(calls, store, now)
        store.steps("reconcile page")
    progress(now.total, now.total)
    _finish(calls, store, now)
    return True


def _step(calls: Calls, store: SharedStore, now: Plan) -> Plan:
    """One page, fetched and stored; where to go on."""
    table = now.tables[0]
    fetch = _compared if now.compare else _all
    rows, kept, last = fetch(calls, store, table, now.after)
    after = (now.tables, last) if last != LAST else (now.tables[1:], FIRST)
    then = replace(now, tables=after[0], after=after[1], done=now.done + len(kept))
    with store.transaction() as db:
        fixed = _store(db, store, table, rows, _gone(db, table, now.after, last, kept))
        if fixed and now.why == "checksum":
            replica.note(db, defects=replica.number(db, "defects") + fixed)
        replica.note(db, whole=then.text())
    return then


_Fetched = tuple[list[tuple[Any, ...]], set[str], str]  # rows, ids that stay, last id of the range


def _all(calls: Calls, store: SharedStore, table: str, after: str) -> _Fetched:
    rows = calls.page(table, after, ROWS)
    last = rows[-1][0].hex() if len(rows) == ROWS else LAST
    return rows, {row[0].hex() for row in rows}, last


def _compared(calls: Calls, store: SharedStore, table: str, after: str) -> _Fetched:
    """Only the rows whose version here is another than the server's, or that are not here."""
    listed = calls.manifest(table, after, COMPARED)
    last = listed[-1][0] if len(listed) == COMPARED else LAST
    with store._using() as db:
        here = _versions(db, table, after, last)
    wanted = [row for row, version, revision in listed if here.get(row) != (version, revision)]
    parts = (wanted[at : at + 2_000] for at in range(0, len(wanted), 2_000))
    rows = [row for part in parts for row in calls.rows(table, part)]
    return rows, {row for row, _, _ in listed}, last


def _versions(db: Any, table: str, after: str, last: str) -> dict[str, tuple[int, int]]:
    """Version and revision of each row in a range, as the server had it when it was stored."""
    between = f"FROM {quoted(table)} WHERE id > unhex(?) AND id <= unhex(?)"
    query = f"SELECT lower(hex(id)), version, revision {between}"
    rows = db.execute(query, (after, last))
    found = {row: (int(version), int(revision)) for row, version, revision in rows}
    for name, row in replica.bases(db):
        if name == table and after < row <= last:
            base, _, _ = replica.base(db, table, row)
            if base is None:
                found.pop(row, None)
            else:
                found[row] = (int(base["version"]), int(base["revision"]))
    return found


def _gone(db: Any, table: str, after: str, last: str, kept: set[str]) -> list[str]:
    """Rows in a range that the server does not show."""
    return [row for row in _versions(db, table, after, last) if row not in kept]


def _store(db: Any, store: SharedStore, table: str, rows: Sequence[tuple[Any, ...]], gone: list[str]) -> int:
    """Write a page's rows and take away what is gone; how many that were."""
    page = Page(db, store.outbox)
    apart = {row for name, row in page.apart if name == table}
    plain = [row for row in rows if row[0].hex() not in apart] if apart else rows
    _write(db, table, plain)
    names = list(columns(table))
    for row in rows if apart else ():
        if row[0].hex() in apart:
            page.take(table, [_readable(table, names, row)])
    for row_id in gone:
        page.forget_row(table, row_id, 0)
    if fast.meta_value(db, "usable") == "1" and len(plain) + len(gone) <= replica.NAMED:
        page.changed |= {(table, row[0].hex()): None for row in plain}
        page.finish()
    else:
        page.changed.clear()
        page.fold_only()
    return len(plain) + len(gone)


def _readable(table: str, names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in zip(names, row, strict=True)
    }


def _write(db: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows as they came, each in its old place when it is there; what must not be absent never is.

    A column that is the same number throughout, or absent, is not bound: binding costs more than writing.
    """
    if not rows:
        return
    names, given = list(columns(table)), list(zip(*rows, strict=True))
    bound, fixed = [], {}
    for name, column in zip(names, given, strict=True):
        if (column[0] is None or type(column[0]) is int) and column.count(column[0]) == len(column):
            fixed[name] = "NULL" if column[0] is None else str(column[0])
        else:
            bound.append(name)
    parts = [given[names.index(name)] for name in bound]
    size = max(1, min(len(rows), VARIABLES // max(1, len(bound))))
    statement = _insert(table, tuple(bound), tuple(fixed.items()), size)
    for at in range(0, len(rows), size):
        if at + size > len(rows):
            statement = _insert(table, tuple(bound), tuple(fixed.items()), len(rows) - at)
        some = zip(*(part[at : at + size] for part in parts), strict=True)
        db.execute(statement, list(chain.from_iterable(some)))


def _insert(table: str, bound: Sequence[str], fixed: Sequence[tuple[str, str]], rows: int) -> str:
    shape = SHAPES[table]
    needed = {layout.column_of(field): field.kind for field in shape.fields if field.required}
    values = []
    for name, value in [*((name, f"column{at}") for at, name in enumerate(bound, 1)), *fixed]:
        kind = needed.get(name)
        blank = "zeroblob(16)" if kind is Kind.REF else "''" if kind in (Kind.TEXT, Kind.CODE) else "0"
        values.append(f"coalesce({value}, {blank})" if kind else value)
    listed = ", ".join(map(quoted, [*bound, *(name for name, _ in fixed)]))
    changes = [f"{quoted(column)} = excluded.{quoted(column)}" for column in columns(table) if column != "id"]
    row = f"({', '.join('?' * len(bound))})"
    return (
        f"INSERT INTO {quoted(table)} ({listed}) SELECT {', '.join(values)}"
        f" FROM (VALUES {', '.join([row] * rows)}) WHERE true"
        f" ON CONFLICT (id) DO UPDATE SET {', '.join(changes)}"
    )


def _own_cases_first(calls: Calls, store: SharedStore) -> None:
    """What the lists need, and the person's own cases: with these the window can be used."""
    worker = store.worker_id
    if not worker:
        return
    for table in SMALL:
        if table in calls.readable:
            rows = calls.page(table, FIRST, ROWS)
            with store.transaction() as db:
                _store(db, store, table, rows, [])
    own = calls.own_cases(worker)
    for at in range(0, len(own), CASES):
        found = calls.cases(own[at : at + CASES])
        with store.transaction() as db:
            page = Page(db, store.outbox)
            for table, contents in found.items():
                page.take(table, contents)
            page.finish()
    with store.transaction() as db:
        replica.note(db, usable=1)
        replica.announce(db, replica.next_revision(db), None)


def _finish(calls: Calls, store: SharedStore, now: Plan) -> None:
    with store._using() as db:
        late = json.loads(fast.meta_value(db, "late_indexes") or "[]")
    for statement in late:  # one at a time: a person's act need not wait for all of them
        with store.transaction() as db:
            db.execute(statement)
    with store.transaction() as db:
        page = Page(db, store.outbox)
        cursor = json.dumps((now.head, *END))
        replica.note(db, whole="", late_indexes="", filled=1, usable=1, epoch=now.epoch, token=now.token)
        replica.note(db, meanwhile=1)
        replica.note(db, cursor=cursor, chain=now.chain, chain_at=now.head, readable=_columns_text(calls))
        if replica.number(db, "passed") > now.head:
            replica.note(db, passed=0)
        page.passed(now.head)
        page.fold_only()
        replica.announce(db, replica.next_revision(db), None)


def _drop_indexes(db: Any) -> None:
    """Take the indexes away for the first load; `_finish` makes them."""
    if fast.meta_value(db, "late_indexes"):
        return
    query = (
        "SELECT name, replace(sql, 'CREATE INDEX ', 'CREATE INDEX IF NOT EXISTS ') FROM sqlite_master"
        " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
        f" ({', '.join(layout.literal(table) for table in SHAPES)})"
    )
    found = db.execute(query).fetchall()
    db.execute("BEGIN IMMEDIATE")
    replica.note(db, late_indexes=json.dumps([sql for _, sql in found]))
    for name, _ in found:
        db.execute(f"DROP INDEX {quoted(name)}")
    db.execute("COMMIT")


def _columns_text(calls: Calls) -> str:
    return json.dumps({table: sorted(names) for table, names in sorted(calls.readable.items())})


def _forget_tables(db: Any, store: SharedStore, tables: Sequence[str]) -> None:
    """Tables that this person may not read at all any more."""
    page = Page(db, store.outbox)
    for table in tables:
        for row in _versions(db, table, FIRST, LAST):
            page.forget_row(table, row, 0)
    page.finish()


def checksum(db: Any, table: str) -> tuple[int, int]:
    """Rows and checksum of a table as the server had it: see `wire.checksum_sql`."""
    count, total = db.execute(wire.checksum_sql(SHAPES[table])).fetchone()
    for name, row in replica.bases(db):
        if name != table:
            continue
        now, (base, _, _) = replica.read(db, table, row), replica.base(db, table, row)
        for one, sign in ((now, -1), (base, 1)):
            if one is not None:
                count, total = count + sign, total + sign * (one["version"] * 1_000_003 + one["revision"])
    return int(count), int(total)
