from __future__ import annotations

import pytest
from store_office import columns

from desktop.domain.changes import ChangeSet, Patch, Rows, new_id, new_ids
from desktop.domain.days import NEVER, now_ms
from desktop.errors import Refused


@pytest.fixture
def case(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made, verb="plans.start"))
    return case


def supersede(row, version=1):
    return Patch("event", row, "update", {"superseded_at": now_ms()}, {"superseded_at": None}, version)


def test_undoing_an_insert_removes_it_and_redo_brings_it_back(store, office, case):
    act = office.act(office.visit(case, 20_003), verb="visits.record")
    store.commit(act)
    book = store.load()
    undo = store.undo(act.id, "Ann")
    assert undo.touched == {"event": (act.sets[0].patches[0].row,)}
    store.refresh(book)
    assert list(book.event.live) == [True, False]
    assert book.event.recorded_at[1] == NEVER
    redo = store.undo(undo.act, "Ann")
    store.refresh(book)
    assert list(book.event.live) == [True, True]
    assert columns(book) == columns(store.load())
    store.undo(redo.act, "Ann")
    assert list(store.load().event.live) == [True, False]


def test_a_superseded_fact_comes_back(store, office, case):
    first = office.visit(case, 20_003)
    store.commit(office.act(first))
    second = office.visit(case, 20_004)
    correction = office.act(supersede(first.row), second)
    store.commit(correction)
    store.undo(correction.id, "Ann")
    book = store.load()
    assert book.event.superseded_at[1] == NEVER
    assert list(book.event.live) == [True, True, False]


def test_fields_return_to_what_they_were_even_in_a_deleted_row(store, office, case):
    edit = office.act(
        Patch("case", case, "update", {"ref": "P1", "other_la": 1}, {"ref": "", "other_la": None}, 1),
        Patch("case", case, "delete", version=1),
    )
    store.commit(edit)
    assert not store.load().case.live[0]
    store.undo(edit.id, "Ann")
    book = store.load()
    assert (book.case.ref[0], book.case.other_la[0], book.case.live[0]) == ("", -1, True)


def test_what_changed_since_is_not_overwritten(store, office, case):
    first = office.act(Patch("case", case, "update", {"ref": "P1"}, {"ref": ""}, 1))
    store.commit(first)
    store.commit(office.act(Patch("case", case, "update", {"ref": "P2"}, {"ref": "P1"}, 2)))
    with pytest.raises(Refused, match="changed since"):
        store.undo(first.id, "Ann")
    assert store.load().case.ref[0] == "P2"


def test_undo_goes_when_the_later_change_was_undone_too(store, office, case):
    visit = office.visit(case, 20_003)
    record = office.act(visit)
    store.commit(record)
    correction = office.act(supersede(visit.row), office.visit(case, 20_004))
    store.commit(correction)
    with pytest.raises(Refused, match="changed since"):
        store.undo(record.id, "Ann")
    store.undo(correction.id, "Ann")
    store.undo(record.id, "Ann")
    assert list(store.load().event.live) == [True, False, False]


def test_what_something_depends_on_is_not_undone(store, office):
    person, case, made = office.child()
    start = office.act(*made)
    store.commit(start)
    later = office.act(office.visit(case, 20_003))
    store.commit(later)
    with pytest.raises(Refused, match=r"depends on this \(event\)"):
        store.undo(start.id, "Ann")
    assert store.load().person.live[0]
    store.undo(later.id, "Ann")
    store.undo(start.id, "Ann")
    assert not store.load().person.live[0]
    with pytest.raises(Refused, match="has been removed since"):
        store.undo(next(act.id for act in store.acts() if act.undoes == later.id), "Ann")


def test_nothing_is_undone_twice(store, office, case):
    act = office.act(office.visit(case, 20_003))
    store.commit(act)
    store.undo(act.id, "Ann")
    with pytest.raises(Refused, match="already"):
        store.undo(act.id, "Ann")
    with pytest.raises(Refused, match="no such act"):
        store.undo(new_id(), "Ann")


def test_teams_and_managers_that_refer_to_each_other_can_be_undone(store, office):
    team, manager = new_id(), new_id()
    act = office.act(
        Patch("worker", manager, "insert", {"name": "W One", "name_key": "w one", "team": team}),
        Patch("team", team, "insert", {"name": "North", "name_key": "north", "manager": manager}),
    )
    store.commit(act)
    store.undo(act.id, "Ann")
    book = store.load()
    assert not book.team.live[0]
    assert not book.worker.live[0]


def test_an_import_batch_is_undone_whole_with_the_rows_it_changed(store, office, case):
    people, cases = new_ids(3_000), new_ids(3_000)
    before = columns(store.load())["case"]["ref"]
    sets = [
        ChangeSet(new_id(), rows=(Rows("person", people, {"ref": [f"B{n}" for n in range(3_000)]}),)),
        ChangeSet(
            new_id(),
            (Patch("case", case, "update", {"ref": "T1"}, {"ref": ""}, 1),),
            (Rows("case", cases, {"person": people, "kind": ["cin"] * 3_000}),),
        ),
    ]
    batch = office.act(sets=tuple(sets), verb="import.apply")
    store.commit(batch)
    book = store.load()
    assert store.undo(batch.id, "Ann").everything
    store.refresh(book)
    assert (book.person.live.sum(), book.case.live.sum()) == (1, 1)
    assert book.case.ref[:1] == before
    undo = store.acts(1)[0]
    store.undo(undo.id, "Ann")
    store.refresh(book)
    assert (book.person.live.sum(), book.case.live.sum(), book.case.ref[0]) == (3_001, 3_001, "T1")
    store.undo(batch.id, "Ann")
    assert store.load().case.live.sum() == 1


def test_the_undo_menu_offers_the_newest_act_of_its_person(store, office, case):
    mine, theirs = office.act(office.visit(case, 1)), office.act(office.visit(case, 2), author="Bob")
    store.commit(mine)
    store.commit(theirs)
    assert store.last_undoable("Ann").id == mine.id
    undo = store.undo(mine.id, "Ann")
    assert store.last_undoable("Ann").verb == "plans.start"
    assert [act.undone for act in store.acts()] == [False, False, True, False]
    store.undo(undo.act, "Ann")
    assert store.last_undoable("Ann").id == mine.id
    assert store.last_undoable("Cid") is None
