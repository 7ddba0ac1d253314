"""The workspace: what is shown follows what is written, and every act can be taken back."""

import numpy as np
import pytest
from scene import TODAY, Council, on
from spreadsheets import DATA

from desktop.commands import (
    agreements,
    allocations,
    assessments,
    authorisations,
    corrections,
    decisions,
    importing,
    notes,
    people,
    planned,
    plans,
    preview,
    requests,
    rules,
    supervision,
    triage,
    visits,
)
from desktop.commands.agreements import Agreement
from desktop.commands.allocations import Choice
from desktop.commands.decisions import SignOff
from desktop.commands.people import NewPerson
from desktop.commands.plans import NewPlan, Placement
from desktop.commands.requests import Request
from desktop.commands.visits import Seen, Visit
from desktop.commands.workspace import Workspace
from desktop.domain import cases
from desktop.domain.clocks import clocks
from desktop.domain.days import NO_DAY
from desktop.errors import Refused
from desktop.store.keys import Key

COLUMNS = ("case", "rule", "start", "due", "stop", "state", "elapsed", "overdue_by", "left", "why")


def table(found):
    """Clocks as a set of rows, whatever their order."""
    return sorted(zip(*(getattr(found, name).tolist() for name in COLUMNS), strict=True))


@pytest.fixture
def scene(council, staff):
    """Two children with plans, a looked-after child, and a request in every state a verb needs."""
    council.staff = staff
    council.cp = council.child("A", family="F", worker=staff.worker)
    council.cin = council.child("B", "cin", "12 oct", family="F")
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    council.cla = council.child("L", "cla", "10 jun 2024", placement=home)
    council.run(agreements.agree(council.book, council.cla, Agreement("3m", on("16 jun 2025")), **council.by))
    council.fresh = council.request(
        "P0", "18 nov", urgent_given_on=on("18 nov"), urgent_stated_end=on("24 nov")
    )
    council.out = council.request("P1", "2 nov")
    council.ready = council.request("P2", "2 nov")
    council.granted = council.request("P3", "2 nov")
    council.refused = council.request("P4", "2 nov")
    for case in (council.out, council.ready, council.granted, council.refused):
        choices = [Choice(case, staff.bia, "bia", on("5 nov")), Choice(case, staff.mha, "mha", on("5 nov"))]
        council.run(allocations.allocate(council.book, choices, **council.by))
    for case in (council.ready, council.granted):
        for role in ("bia", "mha"):
            council.run(assessments.returned(council.book, [case], role, on("12 nov"), **council.by))
    council.run(assessments.returned(council.book, [council.refused], "bia", TODAY, met=False, **council.by))
    council.run(decisions.sign_off(council.book, council.granted, GRANT, **council.by))
    council.run(notes.add(council.book, [council.cp], "a note", **council.by))
    council.run(supervision.record(council.book, plans_of(council), on("2 nov"), **council.by))
    return council


def plans_of(council):
    return [council.cp, council.cin, council.cla]


GRANT = SignOff(on("13 nov"), "granted", starts_on=on("13 nov"), ends_on=on("12 nov 2027"), signatory=0)
VERBS = {
    "visit": lambda c: visits.record(
        c.book, Visit(TODAY, (Seen(c.cp), Seen(c.cin, seen=False, reason="out"))), **c.by
    ),
    "planned visit": lambda c: planned.plan(c.book, [c.cp], TODAY + 3, **c.by),
    "supervision": lambda c: supervision.record(c.book, [c.cp, c.cin], TODAY, **c.by),
    "allocate": lambda c: allocations.allocate(
        c.book,
        [Choice(c.fresh, c.staff.bia, "bia", TODAY), Choice(c.cin, c.staff.worker, "worker", TODAY)],
        **c.by,
    ),
    "reallocate": lambda c: allocations.reallocate(
        c.book, [Choice(c.out, c.staff.both, "bia", TODAY)], **c.by
    ),
    "hand back": lambda c: allocations.end(c.book, [c.out], "bia", TODAY, reason="ill", **c.by),
    "new request": lambda c: requests.receive(
        c.book, Request(NewPerson("P9"), TODAY, home="New Home", urgent_given_on=TODAY), **c.by
    ),
    "triage": lambda c: triage.set_priority(c.book, [c.fresh, c.out], "high", **c.by),
    "second urgent": lambda c: requests.add_urgent(c.book, c.fresh, TODAY, TODAY + 6, **c.by),
    "extension": lambda c: requests.extend_urgent(
        c.book, c.fresh, 7, requested_on=TODAY, decided_on=TODAY, **c.by
    ),
    "returned": lambda c: assessments.returned(c.book, [c.out], "bia", TODAY, **c.by),
    "to signatory": lambda c: assessments.to_signatory(c.book, [c.ready], TODAY, **c.by),
    "granted": lambda c: decisions.sign_off(c.book, c.ready, GRANT, **c.by),
    "not granted": lambda c: decisions.sign_off(
        c.book, c.refused, SignOff(TODAY, "not granted", "has capacity", signatory=0), **c.by
    ),
    "suspend": lambda c: authorisations.suspend(c.book, c.granted, TODAY, reason="detained", **c.by),
    "end authorisation": lambda c: authorisations.end_authorisation(
        c.book, c.granted, TODAY, reason="moved", **c.by
    ),
    "new plan": lambda c: plans.start(
        c.book, NewPlan(NewPerson("N"), "cla", TODAY, placement=Placement(TODAY, "U1")), **c.by
    ),
    "move": lambda c: plans.move(c.book, c.cla, Placement(TODAY, "U4"), **c.by),
    "placement details": lambda c: plans.change_placement(c.book, c.cla, to_18=False, reason="new", **c.by),
    "agree": lambda c: agreements.agree(c.book, c.cla, Agreement("6m", TODAY, child_agrees=True), **c.by),
    "end agreement": lambda c: agreements.end(c.book, c.cla, TODAY, reason="child asked", **c.by),
    "step down": lambda c: plans.step(c.book, c.cp, NewPlan(0, "cin", TODAY), reason="safer", **c.by),
    "close": lambda c: plans.close(c.book, [c.cp, c.cin], TODAY, reason="other", **c.by),
    "note": lambda c: notes.add(c.book, [c.cp, c.out], "rang", chase_next_on=TODAY + 2, **c.by),
    "correct": lambda c: corrections.correct(
        c.book, "event", cases.events(c.book, c.cp, "started")[0], {"on": on("1 nov")},
        today=TODAY, author="manager", reason="typo",
    ),
    "retract": lambda c: corrections.retract(
        c.book, "note", cases.facts(c.book.note, c.cp)[0], author="manager", reason="wrong child"
    ),
    "absence": lambda c: people.set_absence(c.book, c.staff.bia, TODAY, NO_DAY, author="manager"),
    "leaving": lambda c: people.change_worker(c.book, c.staff.bia, author="manager", left_on=TODAY),
    "birthday": lambda c: people.change_person(
        c.book, 0, author="manager", born_on=on("1 jan 2012"), reason="certificate"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VERBS)
def test_undo_restores_every_clock_and_the_desk_follows_both_ways(scene, name):
    desk = scene.space.desk()
    before = table(desk.clocks)
    act = VERBS[name](scene)
    assert not any(name and name in act.summary for name in scene.book.person.name)
    changes = scene.run(act)
    assert changes.act == act.id
    assert table(desk.clocks) == table(clocks(scene.book, desk.timescales, TODAY))
    scene.space.undo()
    assert table(desk.clocks) == before == table(clocks(scene.book, desk.timescales, TODAY))


@pytest.mark.parametrize("name", ["visit", "supervision", "move", "agree", "returned", "correct", "granted"])
def test_a_preview_says_what_the_act_will_do(scene, name):
    act = VERBS[name](scene)
    touched = [scene.cp, scene.cin, scene.cla, scene.out, scene.ready]
    before = table(scene.space.desk().clocks)
    told = preview.clocks_after(scene.space.desk(), act, touched)
    assert table(scene.space.desk().clocks) == before
    scene.run(act)
    done = scene.space.desk().clocks
    rows = np.flatnonzero(np.isin(done.case, touched))
    wanted = [row for row in table(done) if row[0] in set(done.case[rows].tolist())]
    assert [row for row in table(told) if row[0] in touched] == wanted


def test_what_is_saved_is_there_after_opening_again(tmp_path):
    key, path = Key.generate(), tmp_path / "council.caseclock"
    with Workspace.create(path, key, author="manager", today=lambda: TODAY) as space:
        council = Council(space)
        case = council.child("A")
        council.run(visits.record(space.book, Visit(TODAY, (Seen(case),)), **council.by))
        before = table(space.desk().clocks)
    with Workspace.open(path, key, author="somebody else", today=lambda: TODAY) as space:
        assert table(space.desk().clocks) == before
        with pytest.raises(Refused, match="nothing of yours to undo"):
            space.undo()


def test_another_process_is_seen_by_polling(tmp_path):
    key, path = Key.generate(), tmp_path / "council.caseclock"
    with (
        Workspace.create(path, key, author="manager", today=lambda: TODAY) as window,
        Workspace.open(path, key, author="clerk", exclusive=False, today=lambda: TODAY) as beside,
    ):
        desk = window.desk()
        assert not window.poll()
        Council(beside).child("A")
        assert window.poll()
        assert table(desk.clocks) == table(beside.desk().clocks)
        assert len(desk.clocks) > 0
        assert not window.poll()


def test_the_day_rolls_over_and_old_days_stay_what_they_were(tmp_path):
    clock = [TODAY]
    with Workspace.create(
        tmp_path / "council.caseclock", Key.generate(), author="manager", today=lambda: clock[0]
    ) as space:
        case = Council(space).child("A", start="6 nov")
        friday = space.desk()
        clock[0] += 3
        monday = space.desk()
        assert (friday.as_at, monday.as_at) == (TODAY, TODAY + 3)
        rule = "cp_visit_10wd"
        assert int(friday.clocks.left[friday.clocks.find(case, rule)]) == 0
        assert int(monday.clocks.overdue_by[monday.clocks.find(case, rule)]) == 1
        assert space.desk(as_at=TODAY) is friday


def test_the_first_list_is_kept_once_after_each_change(council):
    drawn = []

    def draw(desk):
        drawn.append(desk.as_at)
        return b"list"

    assert council.space.keep_first_list(draw)
    assert not council.space.keep_first_list(draw)
    council.child("A")
    assert council.space.keep_first_list(draw)
    assert drawn == [TODAY, TODAY]
    assert council.space.store.cache_get("first_list") == b"list"


def test_the_two_sides_of_a_rule_change_reach_every_desk(council):
    case = council.child("A", start="6 nov")
    desk, old = council.space.desk(), council.space.desk(as_at=TODAY - 1)
    at = desk.clocks.find(case, "cp_visit_10wd")
    due = int(desk.clocks.due[at])
    change = {"author": "manager", "reason": "panel", "valid_from": TODAY}
    council.run(rules.change_timescale(council.book, "cp_visit_10wd", "n", "5", **change))
    assert int(desk.clocks.due[desk.clocks.find(case, "cp_visit_10wd")]) < due
    assert int(old.clocks.due[old.clocks.find(case, "cp_visit_10wd")]) == due


def test_the_first_supervision_ever_taken_back_leaves_every_case_as_a_fresh_reading_has_it(space, council):
    file = DATA / "visits_tracker.xlsx"
    importing.apply(space, importing.dry_run(space, file, TODAY))
    child = council.child("S1", "cp")
    desks = [space.desk(TODAY), space.desk(TODAY - 30)]

    before = [len(desk.clocks) for desk in desks]
    act = supervision.record(space.book, [child], TODAY - 1, author="manager", today=TODAY)
    done = space.run(act)
    assert all(len(desk.clocks) > size for desk, size in zip(desks, before, strict=True))
    space.undo(done.act)
    assert [len(desk.clocks) for desk in desks] == before
    for desk in desks:
        assert len(desk.clocks) == len(clocks(space.store.load(), space.timescales, desk.as_at))
