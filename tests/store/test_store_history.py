from __future__ import annotations

from desktop.domain.changes import Patch, new_id
from desktop.domain.days import now_ms


def test_a_case_tells_who_did_what_when_and_why_in_order(store, office):
    person, case, made = office.child()
    store.commit(office.act(*made, verb="plans.start", reason="conference"))
    visit = office.visit(case, 20_003, outcome="seen at home")
    store.commit(office.act(visit, verb="visits.record", author="Bob"))
    edit = Patch("event", visit.row, "update", {"outcome": "seen at school"}, {"outcome": "seen at home"}, 1)
    store.commit(office.act(edit, verb="visits.correct", reason="typing error"))
    undo = store.undo(store.last_undoable("Ann").id, "Cid")
    store.commit(office.act(Patch("event", visit.row, "delete", version=3), verb="visits.remove"))
    store.commit(office.act(Patch("person", person, "update", {"initials": "AC"}, {"initials": "AB"}, 1)))

    lines = store.history(case)
    told = [(line.author, line.verb, line.table, line.field, line.old, line.reason) for line in lines]
    assert told == [
        ("Ann", "plans.start", "person", "", None, "conference"),
        ("Ann", "plans.start", "case", "", None, "conference"),
        ("Ann", "plans.start", "event", "", None, "conference"),
        ("Bob", "visits.record", "event", "", None, ""),
        ("Ann", "visits.correct", "event", "outcome", "seen at home", "typing error"),
        ("Cid", "undo", "event", "outcome", "seen at school", ""),
        ("Ann", "visits.remove", "event", "deleted", 0, ""),
        ("Ann", "test.act", "person", "initials", "AB", ""),
    ]
    assert lines[0].new == {"ref": "C1", "initials": "AB"}, "as it was when added, not as it is now"
    assert lines[3].new == {"case": case, "kind": "visit", "on": 20_003, "seen": 1, "outcome": "seen at home"}
    assert lines[5].act == undo.act
    assert all(abs(line.when - now_ms()) < 60_000 for line in lines)
    assert [line.when for line in lines] == sorted(line.when for line in lines)


def test_other_cases_do_not_show(store, office):
    _, one, made = office.child()
    _, two, others = office.child()
    store.commit(office.act(*made, *others))
    store.commit(office.act(office.visit(two, 20_003)))
    assert len(store.history(one)) == 3
    assert len(store.history(two)) == 4


def test_imported_rows_say_where_they_stood(store, office):
    _, case, made = office.child()
    note = {"case": case, "text": "rang mother"}
    store.commit(office.act(*made, Patch("note", new_id(), "insert", note, source="Visits!7")))
    assert store.history(case)[-1].source == "Visits!7"


def test_the_list_of_acts_is_newest_first_with_what_each_touched(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made, verb="plans.start"))
    store.commit(office.act(office.visit(case, 20_003), verb="visits.record", reason="late entry"))
    newest, oldest = store.acts()
    assert (newest.verb, newest.rows, newest.reason, newest.undone) == (
        "visits.record",
        1,
        "late entry",
        False,
    )
    assert (oldest.verb, oldest.rows, oldest.summary) == ("plans.start", 3, "plans start")
    assert [act.verb for act in store.acts(1)] == ["visits.record"]
