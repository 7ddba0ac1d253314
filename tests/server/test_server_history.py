"""The chain of history: whole, altered, remembered by laptops; and what a restore does."""

from __future__ import annotations

import pytest
from server_office import DEVICE, Laptop, update, visit

from desktop.__main__ import main
from desktop.server import history
from desktop.server.connect import connect


@pytest.fixture(scope="module")
def busy(shared):
    """A database in which something happened; the laptop that did it and what it sent last."""
    laptop = Laptop(shared.connect(shared.login("head_of_service")))
    person, case = laptop.case()
    row, made = visit(case)
    laptop.done(made)
    sent = laptop.made(update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}), reason="Wrong tick")
    laptop.send(sent)
    laptop.push(update("person", person, {"nhs_number": "2"}, {"nhs_number": "1"}))  # a conflict
    return shared, laptop, sent


def test_a_history_that_nobody_altered_is_whole(busy, capsys):
    base, laptop, _ = busy
    head = laptop.pull()
    laptop.connection.execute(
        "SELECT seen(%s, %s, %s, %s)", (DEVICE, head["head"], head["epoch"], head["chain"]["hash"])
    )
    found = history.verify(base.admin())
    assert (found.wrong, found.revision, found.chain) == ((), head["head"], head["chain"]["hash"])
    assert found.witnesses == 1
    assert main(["server", "verify-history", base.address().text]) == 0
    assert "The history is whole" in capsys.readouterr().out


SETS, CHAIN = "were altered", "chain of history is broken"
THIRD = "WHERE revision = 3"
ALTERED = {
    "a field line": ("field_change", "UPDATE field_change SET new = '1'", SETS),
    "a line taken out": ("field_change", "DELETE FROM field_change", SETS),
    "who": ("change_set", f"UPDATE change_set SET author = 'x' {THIRD}", SETS),
    "when": ("change_set", f"UPDATE change_set SET recorded_at = now() {THIRD}", SETS),
    "what was sent": ("change_set", f"UPDATE change_set SET patches = '{{}}' {THIRD}", SETS),
    "why": ("change_set", "UPDATE change_set SET reason = '' WHERE reason <> ''", SETS),
    "what it was called": ("act", "UPDATE act SET summary = 'x'", SETS),
    "a set taken out": ("change_set", f"DELETE FROM change_set {THIRD}", SETS),
    "a digest": ("history", f"UPDATE history SET digest = sha256('x') {THIRD}", CHAIN),
    "a revision taken out": ("history", f"DELETE FROM history {THIRD}", CHAIN),
    "the end cut off": (
        "history",
        "DELETE FROM history WHERE revision = (SELECT max(revision) FROM history)",
        "does not lead to where",
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_whatever_a_superuser_alters_is_found(busy, name):
    base, _, _ = busy
    table, statement, words = ALTERED[name]
    dba = base.admin()
    with dba.transaction(force_rollback=True):
        dba.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert dba.execute(statement).rowcount > 0
        found = history.verify(dba)
    assert any(words in what for _, what in found.wrong)


def test_a_history_that_was_written_anew_as_a_whole_is_betrayed_by_the_laptops(busy):
    base, laptop, _ = busy
    head = laptop.pull()
    laptop.connection.execute(
        "SELECT seen(%s, %s, %s, %s)", (DEVICE, head["head"], head["epoch"], head["chain"]["hash"])
    )
    dba = base.admin()
    dba.execute("ALTER TABLE history DISABLE TRIGGER USER")
    dba.execute("ALTER TABLE change_set DISABLE TRIGGER USER")
    dba.execute("UPDATE change_set SET author = 'x' WHERE revision = 3")
    dba.execute("SET search_path = caseclock")
    dba.execute(
        "UPDATE history SET digest = (SELECT now_is FROM seals() WHERE of_set = set_id) WHERE kind = 'set'"
    )
    dba.execute(
        "DO $$ DECLARE link bytea := sha256('caseclock'); one record; BEGIN "
        "FOR one IN SELECT * FROM history ORDER BY revision LOOP "
        "link := sha256(link || one.digest || int8send(one.revision)); "
        "UPDATE history SET chain = link WHERE revision = one.revision; END LOOP; "
        "UPDATE clock_meta SET chain = link; END $$"
    )
    assert [what for _, what in history.verify(dba).wrong] == [
        "a laptop remembers another history up to here"
    ]


def test_after_a_restore_a_new_epoch_begins_and_the_lost_edit_is_applied_when_offered_again(own, capsys):
    """The backup is a copy of the database (pg_dump would do the same); the last edit is not in it."""
    login = own.login("head_of_service")
    laptop = Laptop(own.connect(login))
    person, _ = laptop.case()
    own.close()
    copy = f"{own.name}_copy"
    with own.cluster.admin() as admin:
        admin.execute(f"CREATE DATABASE {copy} TEMPLATE {own.name}")
    laptop = Laptop(own.connect(login))
    before = laptop.pull()
    change = update("person", person, {"nhs_number": "1"}, {"nhs_number": None})
    lost = laptop.made(change, epoch=before["epoch"])
    assert laptop.send(lost)["revision"] == before["head"] + 1
    with connect(own.cluster.address(copy, login)) as connection:
        restored = Laptop(connection)
        answer = restored.send(lost)  # nobody told the server: it notices by itself
        assert answer["outcome"] == "applied"
        assert answer["epoch"] != before["epoch"]
        assert answer["revision"] > before["head"] + 1_000_000
        assert restored.pull()["epoch"] == answer["epoch"]
    assert main(["server", "verify-history", own.cluster.address(copy).text]) == 0
    assert "is whole" in capsys.readouterr().out
    with own.cluster.admin() as admin:
        admin.execute(f"DROP DATABASE {copy} WITH (FORCE)")


def test_an_altered_history_ends_the_command_with_what_to_do(own, capsys):
    laptop = Laptop(own.connect(own.login("head_of_service")))
    laptop.case()
    dba = own.admin()
    dba.execute("ALTER TABLE act DISABLE TRIGGER USER")
    dba.execute("UPDATE act SET summary = 'x'")
    own.close()
    assert main(["server", "verify-history", own.address().text]) == 1
    said = capsys.readouterr()
    assert "revision 2: a change set or its field lines were altered" in said.out
    assert "tell the council's information owner today" in said.err


def test_pull_says_that_the_server_was_restored_and_seen_begins_the_epoch(busy):
    base, laptop, _ = busy
    dba = base.admin()
    epoch = laptop.pull()["epoch"]
    dba.execute("UPDATE clock_meta SET fork = 'another'")  # what a restored copy looks like from inside
    assert laptop.pull()["restored"] is True
    after = laptop.value("SELECT seen(%s, 0, NULL, '')", DEVICE)
    assert (after["restored"], after["epoch"] != epoch) == (False, True)
    assert laptop.pull()["epoch"] == after["epoch"]


def test_a_resend_after_a_new_epoch_answers_with_the_new_one_and_applies_nothing_twice(busy, capsys):
    base, laptop, sent = busy
    first = laptop.send(sent)
    assert main(["server", "backup-note", base.address().text]) == 0
    assert f"revision {laptop.pull()['head']} chain" in capsys.readouterr().out
    assert main(["server", "backup-note", "--restored", base.address().text]) == 0
    assert "A new epoch has begun" in capsys.readouterr().out
    again = laptop.send(sent)
    assert again["epoch"] != first["epoch"]
    assert {**again, "epoch": ""} == {**first, "epoch": ""}
    assert history.verify(base.admin()).wrong == ()
