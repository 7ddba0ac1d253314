"""Row-level security on 1,000,000 events: a query under the policies and with the condition written out.

A team manager sees a tenth, a head of service all but restricted records. Demanded: at most 1.2 x the query
of the owner of the tables, whom no policy binds, with the condition that gives the very same rows. A policy
that asks a function for each row costs a hundred times as much (design measurement: 130 x), which is why each
asks once for a query.

One is known to cost more: a head of service who asks for a few of the rows by something else than an id. The
policy is looked at before the caller's own condition (see sql/server/00_roles.sql: else EXPLAIN would tell of
hidden rows), so for every row; the owner's query has the condition first.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import pg  # noqa: E402
from ratio import Result, compare  # noqa: E402

EVENTS, CASES, TEAMS, MOST = 1_000_000, 20_000, 10, 1.2
PAGE = 5_000
NAMES = "id, version, revision, deleted, changed_at, changed_by, set_id"
NEW = "gen_random_uuid(), 1, 1, false, now(), 'bench', gen_random_uuid()"
FILL = (
    "SET statement_timeout = 0",
    "SET caseclock.writing = 'yes'",
    "SET session_replication_role = replica",
    f"INSERT INTO person ({NAMES}, ref, restricted) "
    f"SELECT {NEW}, 'P' || n, n % 200 = 0 FROM generate_series(1, {CASES}) n",
    f'INSERT INTO "case" ({NAMES}, person_id, kind, team_id) '
    f"SELECT {NEW}, id, 'cp', lpad(to_hex(1 + row_number() OVER () % {TEAMS}), 32, '0')::uuid FROM person",
    f"INSERT INTO team ({NAMES}, name, name_key) SELECT DISTINCT ON (team_id) team_id, 1, 1, false, now(), "
    "'bench', id, 'Team', 'team' FROM \"case\"",
    'CREATE TEMP TABLE numbered AS SELECT id, row_number() OVER () AS n FROM "case"',
    f'INSERT INTO event ({NAMES}, recorded_at, case_id, kind, "on", seen) SELECT {NEW}, now(), c.id, '
    "(ARRAY['visit', 'supervision', 'review', 'core_group'])[1 + g.n % 4], "
    "DATE '2024-01-01' + (g.n % 1000)::integer, g.n % 3 > 0 "
    f"FROM generate_series(1, {EVENTS}::bigint) g (n) JOIN numbered c ON c.n = 1 + (g.n * 7919) % {CASES}",
)
TEAM = uuid.UUID(int=1)
ALL = (
    'case_id IN (SELECT c.id FROM "case" c JOIN person p ON p.id = c.person_id '
    "WHERE p.restricted IS NOT TRUE)"
)
KNOWN = {("nearly all seen", "the events of one day"): 2.5}
SAME = ALL.replace("WHERE", f"WHERE c.team_id = '{TEAM}' AND")
QUERIES = {
    "count(*)": "SELECT count(*) FROM event {where}",
    "counted by kind and month": "SELECT kind, date_trunc('month', \"on\"), count(*) FILTER (WHERE seen) "
    "FROM event {where} GROUP BY 1, 2 ORDER BY 1, 2",
    f"a page of {PAGE:,} rows by id": 'SELECT id, case_id, kind, "on", worker_id, seen, outcome FROM event '
    f"WHERE id > '40000000-0000-0000-0000-000000000000' {{and_}} ORDER BY id LIMIT {PAGE}",
    "the events of one day": "SELECT id, case_id FROM event WHERE \"on\" = '2025-06-01' {and_} ORDER BY id",
}


def council() -> tuple[pg.Database, Any, Any, Any]:
    """A database with a million events; connections of the owner, a team manager and a head of service."""
    database = pg.Cluster(settings=("shared_buffers = 512MB",)).fresh_database()
    owner = database.admin()
    for statement in FILL:
        owner.execute(statement)
    owner.execute("VACUUM ANALYZE")
    owner.execute("SET session_replication_role = origin")
    manager = database.connect(database.login("team_manager", team=TEAM))
    return database, owner, manager, database.connect(database.login("head_of_service"))


def main() -> int:
    """Compare each query; 1 when one costs more than is demanded."""
    database, owner, manager, head = council()
    results: list[Result] = []
    for reader, title, same in ((manager, "a tenth seen", SAME), (head, "nearly all seen", ALL)):
        for name, query in QUERIES.items():
            plain = query.format(where=f"WHERE {same}", and_=f"AND {same}")
            under = query.format(where="", and_="")
            assert owner.execute(plain).fetchall() == reader.execute(under).fetchall(), name
            ours, theirs = _run(reader, under), _run(owner, plain)
            most = KNOWN.get((title, name), MOST)
            results.append(compare(f"RLS, {title}, {name}", ours, theirs, most=most, rounds=15))
    seen, all_of_it = (db.execute("SELECT count(*) FROM event").fetchone()[0] for db in (manager, owner))
    print(f"     a team manager sees {seen:,} of {all_of_it:,} events ({seen / all_of_it:.1%})")
    database.drop()
    return int(any(result.ratio > result.most for result in results))


def _run(connection: Any, query: str) -> Callable[[], object]:
    return lambda: connection.execute(query).fetchall()


if __name__ == "__main__":
    sys.exit(main())
