from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest
from store_office import columns

from desktop.domain.casebook import known
from desktop.domain.changes import ChangeSet, Patch, Rows, new_id, new_ids
from desktop.domain.days import NEVER, NO_DAY, now_ms
from desktop.errors import BugError, KnownError
from desktop.store.faults import Conflict
from desktop.store.store import Store


def test_what_was_committed_is_there_after_reopening(store, path, key, office):
    _, case, made = office.child()
    store.commit(office.act(*made, office.visit(case, 20_003)))
    store.close()
    with Store.open(path, key, author="Ann") as again:
        book = again.load()
    assert list(book.event.on) == [20_000, 20_003]
    assert list(book.event.case) == [0, 0]
    assert book.record("case", 0) == {
        "person": made[0].row,
        "kind": "cp",
        "team": None,
        "ref": "",
        "other_la": None,
    }


def test_absent_values_come_back_as_absent_however_they_were_said(store, office):
    _, case, made = office.child()
    said = {"case": case, "kind": "visit", "on": 20_001, "seen": None, "outcome": "", "worker": ""}
    note = {"case": case, "kind": "", "on": NO_DAY, "text": "rang"}
    store.commit(
        office.act(*made, Patch("event", new_id(), "insert", said), Patch("note", new_id(), "insert", note))
    )
    book = store.load()
    assert (book.event.seen[1], book.event.outcome[1], book.event.worker[1]) == (-1, "", -1)
    assert (book.note.kind[0], book.note.on[0], book.note.chase_next_on[0]) == (0, NO_DAY, NO_DAY)


def test_numpy_values_taken_from_a_casebook_can_be_written(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made))
    book = store.load()
    visit = office.visit(case, book.event.on[0] + np.int32(3), alone=np.int8(1))
    store.commit(office.act(visit))
    store.commit(office.act(Patch("event", visit.row, "update", {"on": np.int32(20_009)}, {"on": 20_003}, 1)))
    assert store.load().event.on[1] == 20_009


def test_any_text_survives_the_way_to_the_casebook(store, office):
    texts = ["plain", "a\x1fb", "line\nline", "naïve £ – 中文 🙂", "x" * 5_000, "'; DROP TABLE note; --"]
    _, case, made = office.child()
    notes = [Patch("note", new_id(), "insert", {"case": case, "text": text}) for text in texts]
    store.commit(office.act(*made, *notes))
    assert store.load().note.text == texts


def test_refresh_brings_a_casebook_to_what_load_would_give(store, office):
    book = store.load()
    _, case, made = office.child()
    visit = office.visit(case, 20_003)
    changes = store.commit(office.act(*made, visit))
    assert changes.touched["event"] == (made[2].row, visit.row)
    assert store.refresh(book).touched.keys() == {"person", "case", "event"}
    correction = office.visit(case, 20_004)
    old = Patch("event", visit.row, "update", {"superseded_at": now_ms()}, {"superseded_at": None}, 1)
    store.commit(office.act(old, correction))
    assert set(store.refresh(book).touched["event"]) == {visit.row, correction.row}
    store.commit(office.act(Patch("event", correction.row, "delete", version=1)))
    store.refresh(book)
    assert columns(book) == columns(store.load())
    assert not store.refresh(book)
    assert list(known(book.event, now_ms())) == [True, False, False]


def test_a_team_and_the_manager_who_came_with_it_find_each_other(store, office):
    book = store.load()
    team, manager = new_id(), new_id()
    store.commit(
        office.act(
            Patch("team", team, "insert", {"name": "North", "name_key": "north", "manager": manager}),
            Patch("worker", manager, "insert", {"name": "W One", "name_key": "w one", "team": team}),
        )
    )
    store.refresh(book)
    assert (book.team.manager[0], book.worker.team[0]) == (0, 0)
    assert columns(book) == columns(store.load())


def bulk(office, cases):
    """An import: people, cases, and events and issues in two sets that give different fields."""
    people, episodes = new_ids(cases), new_ids(cases)
    batch = new_id()
    rows = (
        Rows("import_batch", [batch], {"file": ["v.xlsx"], "sha256": ["0"], "layout": ["visits"]}),
        Rows("person", people, {"ref": [f"B{n}" for n in range(cases)], "initials": [None] * cases}),
        Rows("case", episodes, {"person": people, "kind": ["cin"] * cases}),
        Rows(
            "event", new_ids(cases), {"case": episodes, "kind": ["started"] * cases, "on": list(range(cases))}
        ),
        Rows(
            "event",
            new_ids(cases),
            {
                "case": episodes,
                "kind": ["visit"] * cases,
                "on": list(range(cases)),
                "seen": [1, 0, None, 1] * (cases // 4),
                "outcome": ["", None, "x\x1fy", "z"] * (cases // 4),
                "recorded_at": [5, None] * (cases // 2),
            },
            [f"Sheet!{n}" for n in range(cases)],
        ),
        Rows(
            "import_issue",
            [new_id()],
            {"batch": [batch], "level": ["exception"], "row": [7], "reason": ["odd"], "case": [None]},
        ),
    )
    return office.act(sets=tuple(ChangeSet(new_id(), rows=(each,)) for each in rows), verb="import.apply")


def test_a_large_import_reloads_and_keeps_row_numbers(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made, office.visit(case, 20_003)))
    book = store.load()
    before = list(book.event.ids)
    act = bulk(office, 2_000)
    visit = office.visit(case, 20_005)
    correction = Patch("event", made[2].row, "update", {"detail": "checked"}, {"detail": ""}, 1)
    act = office.act(sets=(*act.sets, ChangeSet(new_id(), (correction, visit))))
    assert store.commit(act).everything
    other = store.load()
    assert store.refresh(book).everything
    assert columns(book) == columns(other)
    assert book.event.ids[:2] == before
    assert len(book.event) == 4_003
    assert book.event.source[2_002:2_004] == ["Sheet!0", "Sheet!1"]
    store.commit(office.act(office.visit(case, 20_009)))
    store.refresh(book)
    assert columns(book) == columns(store.load())


def test_a_large_import_by_another_process_is_taken_in_too(store, path, key, office):
    book = store.load()
    with Store.open(path, key, author="Cli", exclusive=False) as other:
        other.commit(bulk(office, 2_000))
    assert store.refresh(book).everything
    assert columns(book) == columns(store.load())
    assert not store.refresh(book)


def test_a_reference_to_nobody_is_refused_and_leaves_nothing(store, office):
    _, _, made = office.child()
    with pytest.raises(BugError, match="nothing was saved"):
        store.commit(office.act(*made, office.visit(new_id(), 20_003)))
    act = bulk(office, 1_000)
    orphan = ChangeSet(new_id(), rows=(Rows("note", [new_id()], {"case": [new_id()], "text": ["x"]}),))
    with pytest.raises(BugError, match="does not exist"):
        store.commit(office.act(sets=(*act.sets, orphan)))
    book = store.load()
    assert not any(map(len, book.tables.values()))
    assert store.acts() == []


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "visitt", "on": 1},
        {"kind": "visit", "on": 1, "strange": 1},
        {"kind": "visit"},
        {"kind": "visit", "on": "24/10/2026"},
    ],
    ids=["unknown word", "unknown field", "required field missing", "text for a day"],
)
def test_what_does_not_fit_the_schema_is_refused_whole(store, office, values):
    _, case, made = office.child()
    with pytest.raises(BugError):
        store.commit(office.act(*made, Patch("event", new_id(), "insert", {"case": case, **values})))
    assert len(store.load().person) == 0


class TestVersions:
    @pytest.fixture
    def visit(self, store, office):
        _, case, made = office.child()
        patch = office.visit(case, 20_003, detail="first")
        store.commit(office.act(*made, patch))
        return patch.row

    def update(self, row, values, old, version):
        return Patch("event", row, "update", values, old, version)

    HELD = {"on": 20_003, "worker": None, "seen": 1, "alone": None, "outcome": ""}

    def test_an_edit_of_what_someone_else_changed_is_a_conflict_with_theirs(self, store, office, visit):
        store.commit(office.act(self.update(visit, {"on": 20_005}, self.HELD, 1), author="Bob"))
        with pytest.raises(Conflict) as caught:
            store.commit(office.act(self.update(visit, {"seen": 0}, self.HELD, 1)))
        conflict = caught.value
        assert (conflict.table, conflict.row, conflict.fields) == ("event", visit, ("on",))
        assert conflict.theirs == {"on": 20_005}
        assert conflict.author == "Bob"
        assert store.load().event.seen[1] == 1

    def test_another_field_group_is_no_conflict(self, store, office, visit):
        store.commit(office.act(self.update(visit, {"on": 20_005}, self.HELD, 1)))
        store.commit(office.act(self.update(visit, {"detail": "second"}, {"detail": "first"}, 1)))
        book = store.load()
        assert (book.event.on[1], book.event.detail[1], book.event.version[1]) == (20_005, "second", 3)

    def test_the_same_change_twice_is_no_conflict(self, store, office, visit):
        patch = self.update(visit, {"on": 20_005}, self.HELD, 1)
        store.commit(office.act(patch))
        store.commit(office.act(patch))
        assert store.load().event.on[1] == 20_005

    def test_nothing_of_an_act_with_a_conflict_is_saved(self, store, office, visit):
        store.commit(office.act(self.update(visit, {"on": 20_005}, self.HELD, 1)))
        _, _, made = office.child()
        with pytest.raises(Conflict):
            store.commit(office.act(*made, self.update(visit, {"on": 20_007}, self.HELD, 1)))
        assert len(store.load().case) == 1

    def test_removing_what_has_changed_since_is_a_conflict(self, store, office, visit):
        store.commit(office.act(self.update(visit, {"on": 20_005}, self.HELD, 1)))
        with pytest.raises(Conflict):
            store.commit(office.act(Patch("event", visit, "delete", version=1)))

    def test_changing_what_was_removed_is_a_conflict(self, store, office, visit):
        store.commit(office.act(Patch("event", visit, "delete", version=1)))
        with pytest.raises(Conflict) as caught:
            store.commit(office.act(self.update(visit, {"detail": "x"}, {"detail": "first"}, 1)))
        assert caught.value.theirs == {"deleted": 1}

    def test_two_edits_of_one_row_in_one_act_do_not_conflict_with_each_other(self, store, office, visit):
        store.commit(
            office.act(
                self.update(visit, {"on": 20_005}, self.HELD, 1),
                self.update(visit, {"detail": "x"}, {"detail": "first"}, 1),
            )
        )
        assert store.load().event.version[1] == 3


def test_a_superseded_fact_stays_known_at_the_time(store, office):
    _, case, made = office.child()
    visit = office.visit(case, 20_003, recorded_at=1_000)
    store.commit(office.act(*made, visit))
    patch = Patch("event", visit.row, "update", {"superseded_at": 2_000}, {"superseded_at": None}, 1)
    store.commit(office.act(patch))
    book = store.load()
    assert book.event.recorded_at[1] == 1_000
    assert known(book.event, 1_500)[1]
    assert not known(book.event, 2_000)[1]
    assert book.event.superseded_at[0] == NEVER


SECOND_PROCESS = """
import sys
sys.path.insert(0, {tests!r})
from store_office import Office
from desktop.store.keys import Key
from desktop.store.store import Store
key = Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r}))
with Store.open({path!r}, key, author="Cli", exclusive=False) as store:
    store.commit(Office().act(Office().visit({case!r}, 20_044), author="Cli", verb="visits.record"))
"""


def test_a_second_process_is_seen_while_the_window_has_the_file(store, path, key, office, request):
    _, case, made = office.child()
    store.commit(office.act(*made))
    book = store.load()
    script = SECOND_PROCESS.format(
        tests=str(request.path.parent), path=str(path), raw=key.raw.hex(), salt=key.salt.hex(), case=case
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    changes = store.refresh(book)
    assert list(changes.touched) == ["event"]
    assert changes.initiator == "Cli"
    assert book.event.on[-1] == 20_044


def test_derived_caches_and_notes_are_kept_in_the_file(store, path, key):
    assert store.cache_get("today") is None
    store.cache_put("today", b"\x00list")
    store.set_meta("backup_folder", "/backups")
    store.close()
    with Store.open(path, key, author="Ann") as again:
        assert again.cache_get("today") == b"\x00list"
        assert again.meta("backup_folder") == "/backups"
        assert again.meta("nothing") == ""
        assert not again.demo


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(KnownError, match="closed"):
        store.meta("demo")


def test_field_lines_can_be_neither_changed_nor_removed(store, office):
    _, case, made = office.child()
    visit = office.visit(case, 20_003)
    store.commit(office.act(*made, visit))
    store.commit(office.act(Patch("event", visit.row, "update", {"detail": "x"}, {"detail": ""}, 1)))
    for statement in ("UPDATE field_change SET new = '1'", "DELETE FROM field_change"):
        with pytest.raises(BugError), store._using() as db:
            db.execute(statement)


def test_what_is_asked_while_a_large_act_is_saved_is_what_a_reload_gives(store, office):
    book, asked = store.load(), []
    act = bulk(office, 2_000)
    assert store.commit_and_ask(act, book, lambda changes: asked.append((changes.act, columns(book))))
    assert asked == [(act.id, columns(store.load()))]
    assert not store.refresh(book)


def test_a_small_act_is_asked_about_after_it_is_saved(store, office):
    book, asked = store.load(), []
    _, _, made = office.child()
    assert not store.commit_and_ask(office.act(*made), book, asked.append)
    assert asked == []
    assert store.refresh(book)


@contextmanager
def no_file_longer_than(size):
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_large_act_that_cannot_be_saved_leaves_the_casebook_as_it_was(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made))
    book, asked = store.load(), []
    before = columns(book)
    with no_file_longer_than(100_000), pytest.raises(KnownError):
        store.commit_and_ask(bulk(office, 2_000), book, asked.append)
    assert asked
    assert columns(book) == before == columns(store.load())


def test_what_is_no_id_is_refused_and_never_stored_as_nothing(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made))
    for wrong in ("12", "x" * 32, case.upper()):
        with pytest.raises(BugError):
            store.commit(office.act(office.visit(case, 20_003, worker=wrong)))
        rows = Rows("event", [new_id()], {"case": [wrong], "kind": ["visit"], "on": [20_003]})
        with pytest.raises(BugError):
            store.commit(office.act(sets=(ChangeSet(new_id(), (), (rows,)),)))
    with pytest.raises(BugError):
        store.commit(office.act(Patch("case", case, "update", {"team": "12"}, {"team": None}, 1)))
    assert len(store.load().event) == 1


def test_ids_take_sixteen_bytes_in_the_file(store, office):
    store.commit(office.act(*office.child()[2]))
    with store._using() as db:
        kinds = db.execute(
            "SELECT typeof(id), length(id), length(set_id), length(case_id) FROM event"
        ).fetchone()
    assert kinds == ("blob", 16, 16, 16)
