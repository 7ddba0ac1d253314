"""The shared database against bare calls on the same server: one push, a hundred at once, nothing new.

Demanded (with 0 and 25 ms of added round trip):

- one change set acknowledged, 25 ms: at most 1.5 x one bare ``SELECT 1``;
- 100 clients pushing at once: at most 2 x the median time of 100 clients doing a bare single-row update
  through one function;
- an incremental sync with nothing new: at most 3 x one bare round trip.

The server keeps `fsync` on, holds the demo council under the full policies, and every client is a worker of
that council with a login of their own.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import pg  # noqa: E402
from psycopg.types.json import Jsonb  # noqa: E402
from ratio import Result, compare  # noqa: E402
from slow_network import SlowNetwork  # noqa: E402

from desktop.demo import write  # noqa: E402
from desktop.domain.changes import Act, ChangeSet, Patch, new_id  # noqa: E402
from desktop.domain.days import day, now_ms  # noqa: E402
from desktop.server import wire  # noqa: E402
from desktop.server.address import Address  # noqa: E402
from desktop.server.adopt import adopt  # noqa: E402
from desktop.server.connect import connect  # noqa: E402

CLIENTS, EACH, NETWORK_MS = 100, 12, 25
DEVICE = "0" * 32
BARE = (
    "CREATE SCHEMA peer",
    "GRANT USAGE ON SCHEMA peer TO PUBLIC",
    "CREATE TABLE peer.bare (id integer PRIMARY KEY, value integer)",
    f"INSERT INTO peer.bare SELECT n, 0 FROM generate_series(1, {CLIENTS}) n",
    "CREATE FUNCTION peer.bare_update(which integer, what integer) RETURNS integer LANGUAGE plpgsql "
    "SECURITY DEFINER AS $$ BEGIN UPDATE peer.bare SET value = what WHERE id = which; RETURN what; END $$",
)


class Person:
    """A worker with a connection and a case of their own."""

    def __init__(self, number: int, address: Address, case: str) -> None:
        self.number, self.case = number, case
        self.connection = connect(address)
        self.count = 0

    def ready(self) -> dict[str, Any]:
        """A change set made beforehand, as the outbox has it."""
        self.count += 1
        values = {"case": self.case, "kind": "visit", "on": 20_700, "seen": 1}
        change = ChangeSet(new_id(), (Patch("event", new_id(), "insert", values),))
        act = Act(new_id(), "visits.record", "Visit recorded", "", now_ms(), (change,))
        return wire.change_set(act, change, 0, device=DEVICE)

    def push(self, sent: Jsonb) -> None:
        (answer,) = self.connection.execute("SELECT push(%s)", (sent,)).fetchone()  # type: ignore[misc]
        assert answer["outcome"] == "applied", answer

    def bare(self, value: int) -> None:
        self.connection.execute("SELECT peer.bare_update(%s, %s)", (self.number, value)).fetchone()

    def pull(self, cursor: tuple[int, str, str]) -> None:
        row = self.connection.execute(
            "SELECT pull(%s, %s, %s, 1000, '0.1.0', %s)", (*cursor, DEVICE)
        ).fetchone()
        assert row is not None
        assert row[0]["lines"] == []

    def trip(self) -> None:
        self.connection.execute("SELECT 1").fetchone()


def council() -> tuple[pg.Cluster, pg.Database, list[tuple[str, str]]]:
    """A server with the demo council; the logins of a hundred of its workers, each with an open case."""
    cluster = pg.Cluster(settings=("fsync = on", "max_connections = 250", "log_min_messages = fatal"))
    database = cluster.fresh_database()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "council.db"
        write(file, 1, day(dt.date.today()))
        adopt(file, None, database.address())
    admin = database.admin()
    for statement in BARE:
        admin.execute(statement)
    admin.execute("GRANT EXECUTE ON FUNCTION peer.bare_update TO PUBLIC")
    admin.execute("ANALYZE")
    query = (
        'SELECT a.worker_id, min(c.id::text) FROM allocation a JOIN "case" c ON c.id = a.case_id '
        "JOIN person p ON p.id = c.person_id WHERE NOT a.deleted AND a.superseded_at IS NULL "
        "AND a.ended_on IS NULL AND a.role = 'worker' AND p.restricted IS NOT TRUE "
        "GROUP BY a.worker_id LIMIT %s"
    )
    held = admin.execute(query, (CLIENTS,)).fetchall()
    people = [(database.login("worker", worker=worker), case.replace("-", "")) for worker, case in held]
    while len(people) < CLIENTS:  # fewer workers with cases than clients: some have two laptops
        people.append(people[len(people) - len(held)])
    return cluster, database, people


def at_once(people: list[Person], work: Callable[[Person, int], None]) -> float:
    """Everybody at once, again and again: the median time of one call."""
    times: list[float] = []
    gate = threading.Barrier(len(people))

    def run(person: Person) -> None:
        gate.wait()
        for turn in range(EACH):
            start = time.perf_counter()
            work(person, turn)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return statistics.median(times)


def measure(database: pg.Database, port: int, logins: list[tuple[str, str]], network: str) -> list[Result]:
    people = [
        Person(at, Address(login, "127.0.0.1", port, database.name, (("sslmode", "disable"),)), case)
        for at, (login, case) in enumerate(logins, 1)
    ]
    one = people[0]
    waiting = [Jsonb(one.ready()) for _ in range(400)]
    found = []
    if network != "0 ms":
        found.append(
            compare(
                f"one change set, {network}",
                lambda: one.push(waiting.pop()),
                one.trip,
                most=1.5,
                rounds=21,
                warm=3,
            )
        )
    last = "SELECT revision, tbl, row_id FROM feed ORDER BY revision DESC, tbl DESC, row_id DESC LIMIT 1"
    cursor = one.connection.execute(last).fetchone()
    assert cursor is not None
    rounds = 40 if network == "0 ms" else 9
    found.append(
        compare(
            f"nothing new, {network}",
            lambda: [one.pull(cursor) for _ in range(5)],
            lambda: [one.trip() for _ in range(5)],
            most=3,
            rounds=rounds,
            warm=3,
        )
    )

    def ours() -> float:
        sent = {person.number: [Jsonb(person.ready()) for _ in range(EACH)] for person in people}
        return at_once(people, lambda person, turn: person.push(sent[person.number][turn]))

    theirs = lambda: at_once(people, lambda person, turn: person.bare(turn))  # noqa: E731
    found.append(compare(f"{CLIENTS} at once, {network}", ours, theirs, most=2, rounds=5, warm=1))
    for person in people:
        person.connection.close()
    return found


def main() -> int:
    cluster, database, logins = council()
    slow = SlowNetwork(cluster.port, NETWORK_MS)
    try:
        results = measure(database, cluster.port, logins, "0 ms")
        results += measure(database, slow.port, logins, f"{NETWORK_MS} ms")
    finally:
        slow.close()
        cluster.remove()
    return int(any(result.ratio > result.most for result in results))


if __name__ == "__main__":
    sys.exit(main())
