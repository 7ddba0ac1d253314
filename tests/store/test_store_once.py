"""One assessor, one open offer and one decision at a time, kept by the database whoever writes."""

from __future__ import annotations

import pytest

from desktop.domain.changes import ChangeSet, Patch, Rows, new_id, new_ids
from desktop.domain.days import NEVER, now_ms
from desktop.errors import Refused
from desktop.store.store import Store


@pytest.fixture
def case(store, office):
    _, case, made = office.child("dols")
    store.commit(office.act(*made))
    return case


def given(case, role="bia", **more):
    return Patch("allocation", new_id(), "insert", {"case": case, "role": role, "on": 20_001, **more})


def superseded(patch, version=1):
    values, old = {"superseded_at": now_ms()}, {"superseded_at": None}
    return Patch("allocation", patch.row, "update", values, old, version)


def standing(store):
    table = store.load().allocation
    return [
        table.ids[row]
        for row in range(len(table))
        if table.live[row] and table.superseded_at[row] == NEVER and table.word("role", row) == "bia"
    ]


def test_a_second_open_assessor_is_refused_in_one_sentence(store, office, case):
    first = given(case)
    store.commit(office.act(first))
    with pytest.raises(Refused, match="given this assessment already.*nothing was saved"):
        store.commit(office.act(given(case)))
    assert standing(store) == [first.row]


def test_the_other_role_another_case_and_a_second_worker_are_free(store, office, case):
    _, other, made = office.child("dols")
    store.commit(office.act(*made, given(case), given(case, "mha"), given(other)))
    store.commit(office.act(given(case, "worker"), given(case, "worker")))
    assert len(store.load().allocation) == 5


def test_after_the_first_has_ended_another_may_be_given_it(store, office, case):
    store.commit(office.act(given(case, ended_on=20_002)))
    store.commit(office.act(given(case)))
    assert len(standing(store)) == 2


@pytest.mark.parametrize("order", [0, 1])
def test_one_act_may_replace_an_assessor_in_any_order(store, office, case, order):
    first, second = given(case), given(case)
    store.commit(office.act(first))
    patches = (superseded(first), second)
    store.commit(office.act(*(patches if order else reversed(patches))))
    assert standing(store) == [second.row]


def test_undoing_and_redoing_a_replacement(store, office, case):
    first, second = given(case), given(case)
    store.commit(office.act(first))
    act = office.act(second, superseded(first))
    store.commit(act)
    undo = store.undo(act.id, "Ann")
    assert standing(store) == [first.row]
    store.undo(undo.act, "Ann")
    assert standing(store) == [second.row]


def test_an_undo_that_would_give_it_to_two_is_refused(store, office, case):
    first = given(case)
    store.commit(office.act(first))
    removal = office.act(Patch("allocation", first.row, "delete", version=1))
    store.commit(removal)
    store.commit(office.act(given(case)))
    before = standing(store)
    with pytest.raises(Refused, match="given this assessment already"):
        store.undo(removal.id, "Ann")
    assert standing(store) == before


def test_two_processes_cannot_both_give_it(store, path, key, office, case):
    with Store.open(path, key, author="Cli", exclusive=False) as other:
        store.commit(office.act(given(case)))
        with pytest.raises(Refused):
            other.commit(office.act(given(case)))


def test_a_large_act_is_held_to_it_too(store, office, case):
    ids = new_ids(3_000)
    rows = Rows("allocation", ids, {"case": [case] * 3_000, "role": ["bia"] * 3_000, "on": [20_001] * 3_000})
    with pytest.raises(Refused, match="given this assessment already"):
        store.commit(office.act(sets=(ChangeSet(new_id(), (), (rows,)),)))
    assert standing(store) == []
    store.commit(office.act(given(case)))
    with pytest.raises(Refused):
        store.commit(office.act(given(case)))


def test_one_offer_is_open_and_one_decision_stands(store, office, case):
    worker = Patch("worker", new_id(), "insert", {"name": "Bea", "name_key": "bea"})
    store.commit(office.act(worker))
    offer = {"case": case, "role": "bia", "worker": worker.row, "on": 20_001}
    decision = {"case": case, "kind": "closed", "on": 20_002}
    for table, values, words in (
        ("offer", offer, "asked for this assessment already"),
        ("decision", decision, "decided this request already"),
    ):
        store.commit(office.act(Patch(table, new_id(), "insert", values)))
        with pytest.raises(Refused, match=words):
            store.commit(office.act(Patch(table, new_id(), "insert", values)))
    answered = {**offer, "answer": "declined", "answered_on": 20_003}
    store.commit(office.act(Patch("offer", new_id(), "insert", answered)))
