"""The laptops of the model: what each was promised, what it holds, and what the server shows its person."""

from __future__ import annotations

import os
from collections import Counter

import sync_office as office

from desktop.domain.schema import SHAPES, TABLES
from desktop.server import wire
from desktop.server.connect import connect
from desktop.server.trouble import ServerTrouble
from desktop.store import layout
from desktop.store.layout import absent
from desktop.sync import replica
from desktop.sync.opening import open_shared
from desktop.sync.turn import Turn

Tally: Counter[str] = Counter()
TOUCHED = frozenset(("team", "worker", "person", "case", "event", "allocation", "note"))  # by the model


class Cut(BaseException):
    """The power goes."""


class Offline(ServerTrouble):
    """The network goes."""

    def __init__(self):
        super().__init__("offline", "The network went.")


class Laptop:
    """One laptop of one person: what the model knows of it and what it has been promised."""

    def __init__(self, base, login, folder, guards):
        self.base, self.login, self.folder, self.guards = base, login, folder, guards
        self.acked = set()  # change sets that the server has said yes to, ever
        self.made = set()  # change sets that were durable here
        self.store = None
        self.line = None  # a Turn with its connection, which a laptop keeps for a minute
        self.open()

    def open(self):
        os.environ["CASECLOCK_HOME"] = str(self.folder)
        self.store = open_shared(self.base.address(self.login), exclusive=False, safeguards=self.guards)

    def close(self):
        self.hang_up()
        self.store.close()

    def hang_up(self):
        if self.line is not None:
            self.line.close()
            self.line = None

    def restart(self):
        self.close()
        self.open()

    def commit(self, act):
        self.store.commit(act)
        self.made |= {change.id for change in act.sets}
        Tally["edits"] += len(act.sets)

    def turn(self):
        self.line = self.line or Turn(self.store, connect(self.base.address(self.login)))
        try:
            self.line.run()
        except BaseException:
            self.hang_up()
            raise
        finally:
            self.remember()

    def remember(self):
        self.acked |= {op.set_id for op in self.store.outbox.ops("state = 'acked'")}

    def shown(self):
        return office.shown(self.store)

    def live(self, table):
        book = self.store.load()
        columns = book.tables[table]
        return [row for at, row in enumerate(columns.ids) if columns.live[at]]

    def bases(self, form):
        """The server's versions of rows as the replica holds them: (table, id) -> the row in a form."""
        found = {}
        with self.store._using() as db:
            apart = [key for key in replica.bases(db) if key[0] in TOUCHED]
            for table in TOUCHED:
                for row in replica_rows(db, SHAPES[table]):
                    found[table, row["id"]] = form(row)
            for table, row_id in apart:
                row, _, _ = replica.base(db, table, row_id)
                found.pop((table, row_id), None)
                if row is not None:
                    found[table, row_id] = form(row)
        return found


def replica_rows(db, shape):
    names = layout.names_of(shape)
    return [dict(zip(names, row, strict=True)) for row in db.execute(layout.select_sql(shape, "1"))]


def versions(row):
    """A row's version and revision alone."""
    return row["version"], row["revision"]


def compared(row):
    return tuple(sorted((name, absent(value)) for name, value in row.items() if absent(value) is not None))


def server_rows(one):
    """What the server shows a laptop's person, read with plain SELECTs under their own login."""
    found = {}
    with connect(one.base.address(one.login)) as connection:
        readable = wire.readable(connection)
        for shape in TABLES:
            if shape.name not in readable or shape.name not in TOUCHED:
                continue
            query = wire.page_sql(shape, readable[shape.name])
            rows = connection.cursor(binary=True).execute(query, (wire.native_id(wire.FIRST), 1_000_000))
            names = layout.names_of(shape)
            for values in rows.fetchall():
                row = {
                    name: value.hex() if isinstance(value, bytes) else value
                    for name, value in zip(names, values, strict=True)
                }
                found[shape.name, row["id"]] = compared(row)
    return found


def server_versions(one):
    """As `server_rows`, but only ids, versions and revisions: one quick question over the laptop's line."""
    found = one.line.calls.connection.execute(VERSIONS).fetchall()
    return {(table, row.hex): (version, revision) for table, row, version, revision in found}


VERSIONS = " UNION ALL ".join(
    f"SELECT '{table}', id, version, revision FROM caseclock.\"{table}\"" for table in sorted(TOUCHED)
)


def rows_of(op):
    return {patch.row for patch in op.patches}


def cut_at(point, after=0, what=Cut):
    left = [after]

    def steps(name):
        if name == point:
            if left[0] == 0:
                raise what()
            left[0] -= 1

    return steps


def difference(ours, theirs):
    ours, theirs = set(ours), set(theirs)
    return f"too much here: {sorted(ours - theirs)[:5]}; missing: {sorted(theirs - ours)[:5]}"
