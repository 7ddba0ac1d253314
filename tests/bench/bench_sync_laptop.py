"""A laptop against bare psycopg and SQLCipher on the same server and disk: the first sync, and a pull.

Demanded:

- first sync of 1,000,000 rows into the encrypted replica: at most 1.6 x ``psycopg`` COPY out and a bare
  ``executemany`` into the same SQLCipher file, with the same indexes made afterwards;
- pull of 1,000 changed rows to a repainted list: at most 3 x a bare fetch of the same rows, with 0 and with
  25 ms of added round trip.

``--rows N`` makes another number of rows, for a quick look.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "sync")]

import numpy as np  # noqa: E402
import pg  # noqa: E402
from ratio import Result, compare  # noqa: E402
from slow_network import SlowNetwork  # noqa: E402

from desktop.commands.workspace import Workspace  # noqa: E402
from desktop.domain.lists.build import build  # noqa: E402
from desktop.domain.lists.selection import Selection  # noqa: E402
from desktop.domain.schema import SHAPES  # noqa: E402
from desktop.server import wire  # noqa: E402
from desktop.server.address import Address  # noqa: E402
from desktop.server.connect import Timeouts, connect  # noqa: E402
from desktop.store import keys, layout  # noqa: E402
from desktop.store.keys import Key  # noqa: E402
from desktop.sync import replica  # noqa: E402
from desktop.sync.opening import open_shared  # noqa: E402
from desktop.sync.turn import Turn  # noqa: E402

CHANGE = """
UPDATE event SET outcome = %s, version = version + 1, revision = %s WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY id) n FROM event WHERE kind = 'visit'
        AND case_id IN (SELECT id FROM "case" ORDER BY random() LIMIT %s)) e WHERE n <= %s)
RETURNING id
"""
PEOPLE_OF = 50  # events of one case
CHANGED, CASES = 1_000, 250  # four rows of each case, as an afternoon of others brings them
NETWORK_MS = 25
TABLES = ("person", "case", "event")


def council(rows: int) -> tuple[pg.Cluster, pg.Database, str]:
    """A server with so many rows: children with plans and their visits; and a head of service."""
    cluster = pg.Cluster(settings=("max_wal_size = 8GB", "log_min_messages = fatal"))
    database = cluster.fresh_database()
    cases = max(1, rows // (PEOPLE_OF + 2))
    with cluster.admin(database.name) as admin:
        admin.execute("SET search_path = caseclock")
        admin.execute("SET session_replication_role = replica")
        common = "1, 1, false, now(), 'x', gen_random_uuid(), NULL"
        named = "(id, version, revision, deleted, changed_at, changed_by, set_id, source"
        key = "('01900000' || lpad(to_hex(n), 8, '0') || '7000800000000000')::uuid"
        admin.execute(
            f"INSERT INTO person {named}, ref, initials, born_on) SELECT {key}, {common}, 'C' || n, 'AB',"
            f" DATE '2012-01-01' + (n %% 3000)::int FROM generate_series(1, {cases}) n".replace("%%", "%")
        )
        admin.execute(
            f'INSERT INTO "case" {named}, person_id, kind, ref)'
            f" SELECT {key}, {common}, {key}, 'cp', 'P' || n FROM generate_series(1, {cases}) n"
        )
        admin.execute(
            f'INSERT INTO event {named}, recorded_at, case_id, kind, "on", seen, outcome) SELECT'
            f" {key}, {common}, now(), {key.replace('(n)', f'(1 + n % {cases})')},"
            " CASE WHEN n <= " + str(cases) + " THEN 'started' ELSE 'visit' END,"
            " CASE WHEN n <= "
            + str(cases)
            + " THEN DATE '2026-01-05' ELSE DATE '2026-01-06' + (n % 300)::int END,"
            f" true, 'seen at home' FROM generate_series(1, {rows - 2 * cases}) n"
        )
        for table in TABLES:
            admin.execute(f"INSERT INTO feed SELECT '{table}', id, 1 FROM \"{table}\"")
        admin.execute("ANALYZE")
    return cluster, database, database.login("head_of_service")


class FirstSync:
    """The same rows into the same kind of file, by us and by hand."""

    def __init__(self, address: Address, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.rows = 0

    def ours(self) -> float:
        shutil.rmtree(self.folder / "shared", ignore_errors=True)
        start = time.perf_counter()
        with open_shared(self.address, passphrase="a bench of twelve") as store:
            turn = Turn(store, connect(self.address))
            turn.run()
            turn.close()
            spent = time.perf_counter() - start
            with store._using() as db:
                self.rows = sum(
                    db.execute(f"SELECT count(*) FROM {layout.quoted(table)}").fetchone()[0]
                    for table in TABLES
                )
        return spent

    def theirs(self) -> float:
        path = self.folder / "bare.caseclock"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        start = time.perf_counter()
        db = replica.create(path, Key.generate(), author="x")
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            db.execute(f"DROP INDEX {layout.quoted(name)}")
        copied = 0
        with connect(self.address, timeouts=Timeouts(statement=900)) as connection:
            for table in TABLES:
                copied += self._copy(db, connection, table)
        for _, sql in indexes:
            db.execute(sql)
        db.close()
        spent = time.perf_counter() - start
        assert copied == self.rows or not self.rows, (copied, self.rows)
        return spent

    @staticmethod
    def _copy(db: Any, connection: Any, table: str) -> int:
        shape = SHAPES[table]
        query = wire.page_sql(shape).partition(" WHERE ")[0]
        types = [
            "bytea"
            if layout.is_id(shape, name)
            else "int8"
            if wire.kind_of(shape, column) in _NUMBERS
            else "text"
            for name, column in zip(layout.names_of(shape), layout.columns_of(shape), strict=True)
        ]
        marks = ", ".join("?" * len(types))
        insert = f"INSERT INTO {layout.quoted(table)} VALUES ({marks})"
        count = 0
        with connection.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
            copy.set_types(types)
            batch = []
            for row in copy.rows():
                batch.append(row)
                if len(batch) == 20_000:
                    count += _write(db, insert, batch)
                    batch = []
            count += _write(db, insert, batch)
        return count


_NUMBERS = {kind for kind in wire.Kind if kind in ("day", "instant", "flag", "int")}


def _write(db: Any, insert: str, batch: list[tuple[Any, ...]]) -> int:
    db.execute("BEGIN")
    db.executemany(insert, batch)
    db.execute("COMMIT")
    return len(batch)


class Pull:
    """Rows of others that changed, to the list that is painted; and the same rows fetched by hand."""

    def __init__(self, database: pg.Database, address: Address) -> None:
        self.database = database
        store = open_shared(address, passphrase="a bench of twelve")
        self.turn = Turn(store, connect(address))
        self.turn.run()
        self.work = Workspace(store)
        self.connection = connect(address)
        self.count = 0
        self._list()

    def change(self) -> list[Any]:
        """Visits get another outcome, as others would record it."""
        self.count += 1
        with self.database.cluster.admin(self.database.name) as admin:
            admin.execute("SET search_path = caseclock")
            admin.execute("SELECT set_config('caseclock.writing', 'yes', false)")
            (revision,) = admin.execute(
                "SELECT note_in_history('bench', %s)", (str(self.count),)
            ).fetchone() or (0,)
            ids = admin.execute(CHANGE, (f"round {self.count}", revision, CASES, CHANGED // CASES)).fetchall()
            admin.execute(
                "UPDATE feed SET revision = %s WHERE tbl = 'event' AND row_id = ANY (%s)",
                (revision, [row for (row,) in ids]),
            )
        return [row for (row,) in ids]

    def _list(self) -> int:
        data = build(self.work.desk(), Selection("visits", self.work.today))
        shown = np.arange(min(40, len(data)))  # what fits on a screen
        return sum(len("".join(data.text(column.key, shown))) for column in data.columns)

    def ours(self) -> float:
        self.change()
        start = time.perf_counter()
        self.turn.run()
        changes = self.work.poll()
        self._list()
        spent = time.perf_counter() - start
        assert len(changes.touched["event"]) == CHANGED
        return spent

    def theirs(self) -> float:
        ids = self.change()
        query = wire.page_sql(SHAPES["event"]).partition(" WHERE ")[0]
        start = time.perf_counter()
        rows = self.connection.execute(f"{query} WHERE id = ANY (%s)", (ids,)).fetchall()
        spent = time.perf_counter() - start
        assert len(rows) == CHANGED
        self.turn.run()
        self.work.poll()
        self._list()
        return spent

    def close(self) -> None:
        self.turn.close()
        self.connection.close()
        self.work.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("first", "pull"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="caseclock-bench-"))
    os.environ["CASECLOCK_HOME"] = str(folder)
    keys.keychain = lambda: None  # type: ignore[assignment]
    os.environ.pop("CASECLOCK_KEY_FD", None)
    results: list[Result] = []
    cluster, database, login = council(options.rows)
    try:
        if options.only != "pull":
            first = FirstSync(Address(login, "127.0.0.1", cluster.port, database.name), folder)
            name = f"first sync of {options.rows:,} rows"
            results.append(compare(name, first.ours, first.theirs, most=1.6, rounds=options.rounds, warm=0))
        if options.only != "first":
            results += pulls(cluster, database, login, folder)
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
    return int(any(result.ratio > result.most for result in results))


def pulls(cluster: pg.Cluster, database: pg.Database, login: str, folder: Path) -> list[Result]:
    found = []
    for milliseconds in (0, NETWORK_MS):
        shutil.rmtree(folder / "shared", ignore_errors=True)
        slow = SlowNetwork(cluster.port, milliseconds) if milliseconds else None
        port = slow.port if slow else cluster.port
        options = (("sslmode", "disable"),)
        pull = Pull(database, Address(login, "127.0.0.1", port, database.name, options))
        name = f"pull of {CHANGED:,} changed rows, {milliseconds} ms"
        found.append(compare(name, pull.ours, pull.theirs, most=3, rounds=9, warm=2))
        pull.close()
        if slow:
            slow.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
