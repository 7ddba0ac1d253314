"""Two people on one record: who was quicker, and the three ways out, on a real server."""

from __future__ import annotations

import pytest
import sync_office as office
import sync_server as server

from desktop.domain.changes import ChangeSet, Patch, new_id
from desktop.errors import KnownError, Refused


@pytest.fixture
def pair(crew):
    """Two heads of service with one DoLS case and two assessors."""
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = office.child(kind="dols")
    workers = [new_id(), new_id()]
    named = [
        Patch("worker", one, "insert", {"name": name, "name_key": name.lower(), "is_bia": 1})
        for one, name in zip(workers, ("Ada", "Bo"), strict=True)
    ]
    ann.store.commit(office.act(*made, *named))
    ann.turn()
    ben.turn()
    return ann, ben, case, made[0].row, workers


def both_turn(*members):
    for _ in range(2):
        for one in members:
            one.turn()


def given(case, worker):
    values = {"case": case, "role": "bia", "worker": worker, "on": 20_700}
    return Patch("allocation", new_id(), "insert", values)


def quicker(ann, ben, *patches, mine):
    """Ben's edit is on the server before Ann's is sent."""
    ann.store.commit(office.act(*mine))
    ben.store.commit(office.act(*patches))
    ben.turn()
    ann.turn()
    return ann.store.ledger()[0].set_id


def test_two_allocate_one_case_and_the_loser_sees_who_and_keeps_theirs(pair):
    ann, ben, case, _, (ada, bo) = pair
    later = office.visit(case, 20_701)
    set_id = quicker(ann, ben, given(case, bo), mine=[given(case, ada)])
    ann.store.commit(office.act(later))
    told = ann.store.disagreement(set_id)
    assert (told.kind, told.who, told.case_id) == ("once", ben.login, case)
    assert [(line.field, line.theirs, line.mine) for line in told.lines] == [("worker", bo, ada)]
    assert told.when > 0
    assert ("worker", bo) in allocations(ann.store)
    assert ("worker", ada) not in allocations(ann.store)
    ann.store.keep_theirs(set_id)
    both_turn(ann, ben)
    assert ann.store.ledger() == []
    assert office.shown(ann.store) == office.shown(ben.store)
    assert allocations(ben.store) == [("worker", bo)]


def standing(store, table):
    """The rows of a table that stand, as plain values."""
    book = store.load()
    columns = book.tables[table]
    there = [at for at in range(len(columns)) if columns.live[at] and columns.superseded_at[at] > 2**61]
    return [book.record(table, at) for at in there]


def allocations(store):
    return [("worker", one["worker"]) for one in standing(store, "allocation")]


def test_keep_mine_puts_ours_in_the_place_of_theirs(pair):
    ann, ben, case, _, (ada, bo) = pair
    set_id = quicker(ann, ben, given(case, bo), mine=[given(case, ada)])
    ann.store.keep_mine(set_id)
    assert allocations(ann.store) == [("worker", ada)]
    both_turn(ann, ben)
    assert ann.store.ledger() == []
    assert allocations(ben.store) == [("worker", ada)]
    assert office.shown(ann.store) == office.shown(ben.store)


def test_keep_both_leaves_ours_as_a_note_on_the_case(pair):
    ann, ben, case, _, (ada, bo) = pair
    set_id = quicker(ann, ben, given(case, bo), mine=[given(case, ada)])
    ann.store.keep_both(set_id)
    both_turn(ann, ben)
    assert allocations(ben.store) == [("worker", bo)]
    notes = [dict(said[1])["text"] for key, said in office.shown(ben.store).items() if key[0] == "note"]
    assert len(notes) == 1
    assert "Worker: Ada" in notes[0]
    assert "20" in notes[0]


def test_same_field_is_a_conflict_and_another_group_is_not(pair):
    ann, ben, case, person, _ = pair
    set_id = quicker(
        ann,
        ben,
        office.edit(ben.store, "person", person, name="Theirs"),
        mine=[office.edit(ann.store, "person", person, name="Mine")],
    )
    told = ann.store.disagreement(set_id)
    lines = [(one.field, one.seen, one.theirs, one.mine) for one in told.lines]
    assert ("name", "", "Theirs", "Mine") in [(f, s or "", t, m) for f, s, t, m in lines]
    assert told.kind == "changed"
    ann.store.keep_mine(set_id)
    ben.store.commit(office.act(office.edit(ben.store, "person", person, died_on=20_500)))
    both_turn(ben, ann)
    assert ann.store.ledger() == []
    shown = office.row_of(ben.store, "person", person)
    assert (shown["name"], shown["died_on"]) == ("Mine", 20_500)


def test_what_builds_on_a_conflict_waits_and_goes_on_or_falls_with_it(pair):
    ann, ben, case, person, _ = pair
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Mine")))
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Theirs")))
    ben.turn()
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Mine again")))
    ann.store.commit(office.act(office.edit(ann.store, "person", person, died_on=20_400)))
    ann.store.commit(office.act(office.visit(case, 20_702)))
    ann.turn()
    ledger = ann.store.ledger()
    assert [one.state for one in ledger] == ["conflict", "held", "held"]
    assert server.rows(ann.base, "SELECT count(*) FROM event WHERE kind = 'visit'")[0][0] == 1
    assert ann.store.disagreement(ledger[0].set_id).dependents == 2
    assert office.row_of(ann.store, "person", person)["name"] == "Theirs"
    ann.store.keep_theirs(ledger[0].set_id)
    both_turn(ann, ben)
    assert ann.store.ledger() == []
    shown = office.row_of(ben.store, "person", person)
    assert (shown["name"], shown["died_on"]) == ("Theirs", 20_400)


def test_keep_mine_lets_what_waited_go_on_top(pair):
    ann, ben, case, person, _ = pair
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Mine")))
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Mine again")))
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Theirs")))
    ben.turn()
    ann.turn()
    ann.store.keep_mine(ann.store.ledger()[0].set_id)
    assert office.row_of(ann.store, "person", person)["name"] == "Mine again"
    both_turn(ann, ben)
    assert ann.store.ledger() == []
    assert office.row_of(ben.store, "person", person)["name"] == "Mine again"


def carried_on(pair, theirs, mine):
    """Both carry on the same fact."""
    ann, ben, case, _, _ = pair
    first = office.visit(case, 20_700, detail="first")
    ann.store.commit(office.act(first))
    both_turn(ann, ben)
    ben.store.commit(office.act(*office.replace(ben.store, "event", first.row, **theirs)))
    ann.store.commit(office.act(*office.replace(ann.store, "event", first.row, **mine)))
    ben.turn()
    ann.turn()
    ann.turn()
    return ann, ben


def visits(store):
    return [one for one in standing(store, "event") if one["kind"] == "visit"]


def test_a_fact_carried_on_by_both_in_different_fields_is_merged_by_itself(pair):
    ann, ben = carried_on(pair, {"detail": "theirs"}, {"seen": 0})
    assert ann.store.ledger() == []
    both_turn(ann, ben)
    for store in (ann.store, ben.store):
        (visit,) = visits(store)
        assert (visit["detail"], visit["seen"]) == ("theirs", 0)


def test_a_fact_carried_on_by_both_in_the_same_field_is_shown_beside_theirs(pair):
    ann, ben = carried_on(pair, {"detail": "theirs"}, {"detail": "mine"})
    (entry,) = ann.store.ledger()
    told = ann.store.disagreement(entry.set_id)
    assert [(one.field, one.seen, one.theirs, one.mine) for one in told.lines] == [
        ("detail", "first", "theirs", "mine")
    ]
    (visit,) = visits(ann.store)
    assert visit["detail"] == "theirs"
    ann.store.keep_mine(entry.set_id)
    both_turn(ann, ben)
    (visit,) = visits(ben.store)
    assert visit["detail"] == "mine"
    assert office.shown(ann.store) == office.shown(ben.store)


def test_of_a_bulk_of_eight_seven_go_through(pair):
    ann, ben, case, _, (ada, bo) = pair
    cases = [case]
    for _ in range(7):
        one, made = office.child(kind="dols")
        cases.append(one)
        ann.store.commit(office.act(*made))
    both_turn(ann, ben)
    ben.store.commit(office.act(given(cases[3], bo)))
    ben.turn()
    sets = tuple(ChangeSet(new_id(), (given(one, ada),)) for one in cases)
    ann.store.commit(office.act(sets=sets))
    ann.turn()
    assert [one.state for one in ann.store.ledger()] == ["conflict"]
    both_turn(ann, ben)
    assert sorted(allocations(ben.store)) == sorted([("worker", ada)] * 7 + [("worker", bo)])


def test_what_is_gone_cannot_be_put_through_but_kept_as_a_note_or_let_go(pair):
    ann, ben, case, _, _ = pair
    note = Patch("note", new_id(), "insert", {"case": case, "text": "a note", "kind": "note"})
    ann.store.commit(office.act(note))
    both_turn(ann, ben)
    ben.store.commit(office.act(Patch("note", note.row, "delete", version=1)))
    ann.store.commit(office.act(office.edit(ann.store, "note", note.row, text="mine")))
    ben.turn()
    ann.turn()
    (entry,) = ann.store.ledger()
    assert ann.store.disagreement(entry.set_id).kind in ("gone", "changed")
    ann.store.keep_theirs(entry.set_id)
    with pytest.raises(KnownError):
        ann.store.disagreement(entry.set_id)
    both_turn(ann, ben)
    assert office.shown(ann.store) == office.shown(ben.store)


def test_undo_before_and_after_the_server_took_it(pair):
    ann, ben, case, person, _ = pair
    made = office.act(office.visit(case, 20_703), office.edit(ann.store, "person", person, name="Once"))
    ann.store.commit(made)
    ann.store.undo(made.id, ann.login)
    both_turn(ann, ben)
    assert visits(ben.store) == []
    first = visits_of(ann, ben, case)
    act = office.act(*office.replace(ann.store, "event", first, detail="second"))
    ann.store.commit(act)
    ann.store.undo(act.id, ann.login)
    both_turn(ann, ben)
    assert [one["detail"] for one in visits(ben.store)] == ["first"]
    third = office.act(*office.replace(ann.store, "event", first, detail="third"))
    ann.store.commit(third)
    both_turn(ann, ben)
    undo = ann.store.undo(third.id, ann.login).act
    both_turn(ann, ben)
    assert [one["detail"] for one in visits(ben.store)] == ["first"]
    ann.store.undo(undo, ann.login)
    both_turn(ann, ben)
    assert [one["detail"] for one in visits(ben.store)] == ["third"]
    assert ann.store.ledger() == []


def visits_of(ann, ben, case):
    first = office.visit(case, 20_700, detail="first")
    ann.store.commit(office.act(first))
    both_turn(ann, ben)
    return first.row


def test_what_others_changed_since_is_not_undone(pair):
    ann, ben, case, person, _ = pair
    act = office.act(office.edit(ann.store, "person", person, name="Mine"))
    ann.store.commit(act)
    both_turn(ann, ben)
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Theirs")))
    both_turn(ben, ann)
    with pytest.raises(Refused):
        ann.store.undo(act.id, ann.login)


def test_undo_of_an_edit_in_conflict_gives_it_up(pair):
    ann, ben, case, _, (ada, bo) = pair
    mine = office.act(given(case, ada))
    ann.store.commit(mine)
    ben.store.commit(office.act(given(case, bo)))
    ben.turn()
    ann.turn()
    ann.store.undo(mine.id, ann.login)
    assert ann.store.ledger() == []
    both_turn(ann, ben)
    assert allocations(ann.store) == [("worker", bo)]
