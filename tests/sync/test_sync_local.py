"""The laptop alone, before any server has answered: every edit is kept, shown, and can be taken back."""

from __future__ import annotations

import pytest
import sqlcipher3
import sync_office as office

from desktop.domain.changes import Patch, new_id
from desktop.errors import KnownError, Refused
from desktop.policy import Policy
from desktop.store.faults import Conflict
from desktop.sync import opening


def test_an_edit_is_there_after_a_restart_and_waits_to_be_sent(laptop):
    store = laptop()
    case, made = office.child()
    store.commit(office.act(*made))
    before = office.shown(store)
    store.close()
    again = laptop()
    assert office.shown(again) == before
    assert again.state_counts().unsent == 1
    assert [entry.state for entry in again.ledger()] == ["pending"]
    assert case in again.ledger()[0].case_ids


class Cut(BaseException):
    """The power goes."""


@pytest.mark.parametrize(("step", "there"), [("before outbox", False), ("outbox written", True)])
def test_power_cut_between_the_two_files(laptop, step, there):
    store = laptop()
    case, made = office.child()
    store.commit(office.act(*made))

    def cut(name):
        if name == step:
            store._db.interrupt()
            raise Cut

    store.steps = cut
    with pytest.raises(Cut):
        store.commit(office.act(office.visit(case, 20_010)))
    store.close()
    again = laptop()
    visits = [key for key in office.shown(again) if key[0] == "event"]
    assert len(visits) == (2 if there else 1)
    assert again.state_counts().unsent == (2 if there else 1)


def test_two_edits_of_one_row_show_in_their_order_and_the_second_is_not_judged_by_version(laptop):
    store = laptop()
    case, made = office.child()
    store.commit(office.act(*made))
    for ref in ("D1", "D2"):
        store.commit(office.act(office.edit(store, "case", case, ref=ref)))
    assert office.row_of(store, "case", case)["ref"] == "D2"
    assert [op.patches[0].version for op in store.outbox.ops()][1:] == [0, 0]
    store.close()
    assert office.row_of(laptop(), "case", case)["ref"] == "D2"


def test_undo_and_redo_of_what_has_not_been_sent(laptop):
    store = laptop()
    case, made = office.child()
    first = office.act(*made)
    store.commit(first)
    changed = office.act(office.edit(store, "case", case, ref="D9"), office.visit(case, 20_020))
    store.commit(changed)
    assert store.last_undoable("Ann").id == changed.id
    with pytest.raises(Refused):
        store.undo(first.id, "Ann")  # the visit hangs on the case
    undo = store.undo(changed.id, "Ann").act
    assert office.row_of(store, "case", case)["ref"] == ""
    assert [key[0] for key in office.shown(store)].count("event") == 1
    store.undo(undo, "Ann")
    assert office.row_of(store, "case", case)["ref"] == "D9"
    assert [key[0] for key in office.shown(store)].count("event") == 2
    store.close()
    again = laptop()
    assert [key[0] for key in office.shown(again)].count("event") == 2


def test_the_casebook_follows_by_difference(laptop):
    store = laptop()
    book = store.load()
    case, made = office.child()
    store.commit(office.act(*made))
    changes = store.refresh(book)
    assert not changes.everything
    assert set(changes.touched) == {"person", "case", "event"}
    assert book.case.ids == [case]
    assert not store.refresh(book)


def test_what_may_be_there_once_is_refused_in_its_own_words(laptop):
    store = laptop()
    case, made = office.child(kind="dols")
    worker = new_id()
    store.commit(office.act(*made, Patch("worker", worker, "insert", {"name": "B", "name_key": "b"})))
    given = {"case": case, "role": "bia", "worker": worker, "on": 20_000}
    store.commit(office.act(Patch("allocation", new_id(), "insert", given)))
    with pytest.raises(Refused, match="been given this assessment already"):
        store.commit(office.act(Patch("allocation", new_id(), "insert", given)))
    assert store.state_counts().unsent == 2


def test_an_edit_of_what_was_read_too_long_ago_is_a_conflict_and_nothing_is_written(laptop):
    store = laptop()
    case, made = office.child()
    store.commit(office.act(*made))
    stale = office.edit(store, "case", case, ref="D1")
    store.commit(office.act(office.edit(store, "case", case, ref="D2")))
    with pytest.raises(Conflict):
        store.commit(office.act(stale))
    assert store.state_counts().unsent == 2


@pytest.mark.parametrize("harm", ["deleted", "cut short", "another key"])
def test_a_replica_that_cannot_be_used_is_made_afresh_and_no_edit_is_lost(laptop, harm):
    store = laptop()
    case, made = office.child()
    first = office.act(*made)
    store.commit(first)
    before = office.shown(store)
    path = store.path
    store.close()
    if harm == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:5_000] if harm == "cut short" else b"x" * 50_000)
    again = laptop()
    assert office.shown(again) == before
    assert again.last_undoable("Ann").id == first.id
    again.undo(first.id, "Ann")
    assert not office.shown(again)


def test_nothing_can_be_read_in_the_files(laptop):
    store = laptop()
    _, made = office.child()
    store.commit(office.act(*made))
    store.close()
    for path in store.folder.iterdir():
        assert b"initials" not in path.read_bytes()
    with pytest.raises(sqlcipher3.DatabaseError):
        sqlcipher3.connect(str(store.path)).execute("SELECT * FROM meta")


@pytest.mark.parametrize("folder", ["OneDrive - Council", "work"])
def test_a_folder_that_is_copied_to_a_cloud_is_refused(laptop, monkeypatch, tmp_path, folder):
    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path / folder / "caseclock"))
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "work"))
    with pytest.raises(KnownError, match="OneDrive"):
        laptop()


def test_what_was_acknowledged_is_kept_for_as_long_as_backups(laptop):
    store = laptop()
    store.commit(office.act(*office.child()[1]))
    (op,) = store.outbox.ops()
    store.settle([(op.seq, "acked", 5, "e" * 32, "{}")])
    now = int(store.outbox.db.execute("SELECT settled_at FROM op").fetchone()[0])
    for days, left in ((59, 1), (61, 0)):
        store.outbox.forget_old(now + days * 86_400_000, 5)
        assert len(store.outbox.ops()) == left


def test_where_policy_allows_nothing_on_the_computer_nothing_lies_there(laptop, monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "policy", lambda: Policy(offline_allowed=False))
    store = laptop()
    store.commit(office.act(*office.child()[1]))
    assert store.folder is None
    assert not list((tmp_path / "home").rglob("*.caseclock"))
