"""An embedded database becomes the shared one: everything arrives, nothing is lost, nothing twice."""

from __future__ import annotations

from contextlib import closing

import pytest
from server_office import Laptop, update

from desktop.__main__ import main
from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, TABLES
from desktop.errors import KnownError
from desktop.server import history, wire
from desktop.store import fast
from desktop.store.keys import Key
from desktop.store.layout import columns_of, quoted
from desktop.store.store import Store


def act(*patches, verb="visits.record", reason=""):
    return Act(new_id(), verb, "Something", "Ann", now_ms(), (ChangeSet(new_id(), patches),), reason)


@pytest.fixture
def file(tmp_path):
    """An encrypted file in which something was recorded, corrected, removed and undone; path, key, case."""
    path, key = tmp_path / "council.caseclock", Key.generate()
    person, case, event, second, worker = (new_id() for _ in range(5))
    with Store.create(path, key, author="Ann") as store:
        store.commit(
            act(
                Patch("worker", worker, "insert", {"name": "Jo O'Neill\t\\N", "name_key": "jo"}),
                Patch(
                    "person",
                    person,
                    "insert",
                    {"ref": "C1", "born_on": -9000, "disabled": 0},
                    source="Visits!7",
                ),
                Patch("case", case, "insert", {"person": person, "kind": "cp"}),
                Patch("event", event, "insert", {"case": case, "kind": "visit", "on": 20_010, "seen": 1}),
                Patch(
                    "event", second, "insert", {"case": case, "kind": "visit", "on": 20_020, "worker": worker}
                ),
            )
        )
        store.commit(
            act(Patch("event", event, "update", {"superseded_at": now_ms()}, {"superseded_at": None}, 1))
        )
        store.commit(
            act(update("person", person, {"restricted": 1}, {"restricted": None}, 1), reason="Ärger\n")
        )
        gone = act(Patch("event", second, "delete", version=1))
        store.commit(gone)
        store.undo(gone.id, "Ann")
        store.set_meta("minimum_client", "0.0.1")
    return path, key, case


def rows_of_file(path, key, table):
    listed = ", ".join(map(quoted, columns_of(table)))
    with closing(fast.connect(path, key)) as db:
        return {row[0]: row for row in db.execute(f"SELECT {listed} FROM {quoted(table.name)}")}


def adopt(file, base, monkeypatch):
    path, key, _ = file
    monkeypatch.setattr("desktop.cli.opening.key_of", lambda _: key)
    return main(["server", "adopt", str(path), base.address().text])


def test_every_row_arrives_with_its_values_versions_and_history(file, own, monkeypatch, capsys):
    path, key, case = file
    own.login("administrator")
    assert adopt(file, own, monkeypatch) == 0
    said = capsys.readouterr().out
    assert "5 rows, 5 acts and 4 lines of history" in said
    dba = own.admin()
    for table in TABLES:
        theirs = {row[0]: row for row in dba.execute(wire.page_sql(table), (wire.FIRST, 100))}
        assert theirs == rows_of_file(path, key, table)
    assert history.verify(dba).wrong == ()
    laptop = Laptop(own.connect(own.login("head_of_service")))
    # the person is restricted: without a named grant they and their case are for nobody's laptop
    assert {table for (table, _), row in laptop.lines().items() if row} == {"worker"}
    assert laptop.pull()["minimum"] == "0.0.1"
    lines = dba.execute("SELECT count(*) FROM field_change WHERE case_id = %s", (case,)).fetchone()
    assert lines == (3,)


def test_the_file_is_as_it_was_but_takes_nothing_more_until_it_is_released(file, own, monkeypatch, capsys):
    path, key, _ = file
    before = {table.name: rows_of_file(path, key, table) for table in TABLES}
    assert adopt(file, own, monkeypatch) == 0
    assert {table.name: rows_of_file(path, key, table) for table in TABLES} == before
    with Store.open(path, key, author="Ann") as store:
        assert len(store.load().case.ids) == 1
        with pytest.raises(KnownError, match="shared database"):
            store.commit(act(Patch("person", new_id(), "insert", {"ref": "C2"})))
        with pytest.raises(KnownError, match="shared database"):
            store.undo(store.acts()[0].id, "Ann")
    assert adopt(file, own, monkeypatch) == 1
    assert "has become a shared database already" in capsys.readouterr().err
    assert main(["server", "release", str(path)]) == 0
    with Store.open(path, key, author="Ann") as store:
        store.commit(act(Patch("person", new_id(), "insert", {"ref": "C2"})))


def test_a_server_that_holds_data_is_refused_and_the_file_stays_free(file, own, monkeypatch, capsys):
    laptop = Laptop(own.connect(own.login("head_of_service")))
    laptop.case()
    laptop.connection.close()
    assert adopt(file, own, monkeypatch) == 1
    assert "holds data already" in capsys.readouterr().err
    with Store.open(file[0], file[1], author="Ann") as store:
        assert store.meta("adopted_by") == ""


@pytest.mark.parametrize(
    ("table", "words"), [("event", "not what the file holds"), ("worker", "all of it was taken back")]
)
def test_nothing_is_kept_when_what_arrived_is_not_what_was_sent(file, own, monkeypatch, capsys, table, words):
    dba = own.admin()
    dba.execute("CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    dba.execute(f"CREATE TRIGGER lose BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION public.lose()")
    own.close()
    assert adopt(file, own, monkeypatch) == 1
    assert words in capsys.readouterr().err
    assert own.admin().execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_who_pulled_before_the_file_was_taken_over_gets_it_all(file, own, monkeypatch):
    boss = own.login("head_of_service")
    laptop = Laptop(own.connect(boss))
    head = laptop.pull()["head"]
    laptop.connection.close()
    assert adopt(file, own, monkeypatch) == 0
    laptop = Laptop(own.connect(boss))
    assert len(laptop.lines((head, "~", wire.FIRST))) == 5
    assert set(SHAPES) >= {table for table, _ in laptop.lines((head, "~", wire.FIRST))}
