"""Visits, supervision and what is planned."""

from dataclasses import replace

import pytest
from scene import TODAY, on

from desktop.commands import actions, people, planned, plans, supervision, visits
from desktop.commands.actions import NewAction
from desktop.commands.visits import Seen, Visit
from desktop.domain import cases
from desktop.errors import Refused


def visit(council, when, *children, **more):
    return council.run(visits.record(council.book, Visit(when, children, **more), **council.by))


@pytest.fixture
def family(council):
    return [council.child(ref, family="F1") for ref in ("A", "B", "C")]


def test_a_joint_visit_is_one_act_with_a_row_for_each_child(council, family, staff):
    a, b, c = family
    children = (Seen(a, alone=True), Seen(b, alone=False), Seen(c, seen=False, reason="at school"))
    act = visits.record(council.book, Visit(TODAY, children, worker=staff.worker), **council.by)
    assert len(act.sets) == 1
    assert act.summary == "Visit on 20/11/2026 to 3 children, 2 seen"
    council.run(act)
    event = council.book.event
    rows = [cases.events(council.book, case, "visit")[0] for case in family]
    assert len({event.joint[row] for row in rows}) == 1
    assert event.joint[rows[0]]
    assert [int(event.seen[row]) for row in rows] == [1, 1, 0]
    assert [int(event.alone[row]) for row in rows] == [1, 0, -1]
    assert event.outcome[rows[2]] == "at school"
    assert {int(event.worker[row]) for row in rows} == {staff.worker}


@pytest.mark.parametrize(
    ("when", "seen", "sentence"),
    [
        (TODAY + 1, {}, "has not come yet. Plan the visit instead"),
        (TODAY, {"seen": False, "alone": True}, "cannot have been seen alone"),
    ],
)
def test_what_a_visit_cannot_be(council, family, when, seen, sentence):
    with pytest.raises(Refused, match=sentence):
        visit(council, when, Seen(family[0], **seen))


def test_a_visit_needs_children_once_each_and_a_case_that_is_visited(council, family):
    with pytest.raises(Refused, match="Tick at least one child"):
        visit(council, TODAY)
    with pytest.raises(Refused, match="ticked twice"):
        visit(council, TODAY, Seen(family[0]), Seen(family[0]))
    request = council.request("D1")
    with pytest.raises(Refused, match="does not apply"):
        visit(council, TODAY, Seen(request))


def test_nobody_visits_after_leaving(council, family, staff):
    council.run(people.change_worker(council.book, staff.worker, author="manager", left_on=on("9 nov")))
    with pytest.raises(Refused, match="left on 09/11/2026"):
        visit(council, on("10 nov"), Seen(family[0]), worker=staff.worker)
    visit(council, on("6 nov"), Seen(family[0]), worker=staff.worker)
    assert cases.last_day(council.book, family[0], "visit") == on("6 nov")


def test_odd_visits_are_recorded_and_said_to_be_odd(council, family):
    case = family[0]
    early = Visit(on("20 oct"), (Seen(case),))
    assert visits.warnings(council.book, early) == [
        "A: the visit is before this plan started on 02/11/2026; it moves no clock of it."
    ]
    council.run(plans.close(council.book, [case], on("19 nov"), reason="died", **council.by))
    late = Visit(TODAY, (Seen(case, seen=False, reason="moved"),))
    assert visits.warnings(council.book, late) == [
        "A: the visit is after this plan ended on 19/11/2026; it moves no clock of it."
    ]
    visit(council, TODAY, Seen(case, seen=False, reason="moved"))


def test_an_attempt_says_why(council, family):
    with pytest.raises(Refused, match="Give the reason: why the child was not seen"):
        visit(council, TODAY, Seen(family[0], seen=False))


def test_a_child_of_another_family_is_another_visit(council, family):
    stranger = council.child("Z", family="F2")
    before = len(council.book.event)
    with pytest.raises(Refused, match="Z is not in the family group of A"):
        visit(council, TODAY, Seen(family[0]), Seen(stranger))
    assert len(council.book.event) == before


def test_the_same_visit_by_a_second_worker_is_caught_and_joined_or_kept(council, family, staff):
    a, b, _ = family
    visit(council, TODAY, Seen(a, alone=True), worker=staff.worker)
    second = Visit(TODAY, (Seen(a), Seen(b)), worker=staff.bia)
    with pytest.raises(Refused, match="A visit to A on 20/11/2026 by Sam Worker is already recorded"):
        visits.record(council.book, second, **council.by)
    council.run(visits.record(council.book, replace(second, again="join"), **council.by))
    event = council.book.event
    (first,) = cases.events(council.book, a, "visit")
    (joined,) = cases.events(council.book, b, "visit")
    assert event.joint[first] == event.joint[joined] != ""
    assert (int(event.alone[first]), int(event.worker[first])) == (1, staff.worker)
    with pytest.raises(Refused, match="nothing needs saving"):
        visits.record(council.book, replace(second, again="join"), **council.by)
    council.run(visits.record(council.book, replace(second, again="second"), **council.by))
    assert len(cases.events(council.book, a, "visit")) == 2


def test_joining_says_that_a_child_was_seen_after_all(council, family):
    a = family[0]
    visit(council, TODAY, Seen(a, seen=False, reason="out"))
    council.run(visits.record(council.book, Visit(TODAY, (Seen(a, alone=True),), again="join"), **council.by))
    (row,) = cases.events(council.book, a, "visit")
    event = council.book.event
    assert (int(event.seen[row]), int(event.alone[row]), event.outcome[row]) == (1, 1, "")


def test_an_unborn_child_is_visited_by_seeing_the_parent(council):
    unborn = council.child("U", expected_on=on("3 jan 2027"))
    with pytest.raises(Refused, match="not born yet cannot be seen alone"):
        visit(council, TODAY, Seen(unborn, alone=True))
    visit(council, TODAY, Seen(unborn))
    (row,) = cases.events(council.book, unborn, "visit")
    assert council.book.event.outcome[row] == visits.UNBORN_SEEN
    due = council.space.desk().clocks
    assert int(due.due[due.find(unborn, "cp_visit_10wd")]) == on("4 dec")
    council.run(people.change_person(council.book, 0, author="m", reason="born", born_on=on("18 nov")))
    assert not cases.is_unborn(council.book, 0, TODAY)
    assert cases.is_unborn(council.book, 0, on("17 nov"))


def test_recording_late_is_not_visiting_late(council, family):
    """Both dates are kept, and the clock reads the day of the visit."""
    visit(council, on("9 nov"), Seen(family[0]))
    (row,) = cases.events(council.book, family[0], "visit")
    assert int(council.book.event.recorded_at[row]) > (on("9 nov") + 1) * 86_400_000
    found = council.space.desk().clocks
    assert int(found.start[found.find(family[0], "cp_visit_10wd")]) == on("9 nov")


def test_a_seen_visit_answers_what_was_planned_and_an_attempt_does_not(council, family):
    case = family[0]
    council.run(planned.plan(council.book, [case], TODAY, **council.by))
    visit(council, on("19 nov"), Seen(case, seen=False, reason="nobody in"))
    assert len(cases.facts(council.book.planned, case)) == 1
    visit(council, TODAY, Seen(case))
    assert cases.facts(council.book.planned, case) == []


def test_a_new_plan_takes_the_place_of_the_old_one(council, family):
    for when in (TODAY + 3, TODAY + 5):
        act = planned.plan(council.book, family, when, **council.by)
        assert len(act.sets) == 3
        council.run(act)
    rows = cases.facts(council.book.planned, family[0])
    assert [int(council.book.planned.on[row]) for row in rows] == [TODAY + 5]
    with pytest.raises(Refused, match="has passed: record the visit"):
        planned.plan(council.book, family, TODAY - 1, **council.by)


def test_supervision_covers_the_children_ticked_and_all_their_plans(council, family):
    other_plan = council.child("D", kind="cin")
    person = int(council.book.case.person[family[0]])
    plan = plans.NewPlan(person, "cla", on("3 nov"))
    council.run(plans.start(council.book, plan, **council.by))
    looked_after = len(council.book.case) - 1
    act = supervision.record(council.book, [*family, other_plan], TODAY, except_for=[family[1]], **council.by)
    assert act.summary == "Supervision on 20/11/2026, 3 children"
    council.run(act)
    had = [
        case
        for case in (*family, other_plan, looked_after)
        if cases.events(council.book, case, "supervision")
    ]
    assert had == [family[0], family[2], other_plan, looked_after]
    joint = {council.book.event.joint[cases.events(council.book, case, "supervision")[0]] for case in had}
    assert len(joint) == 1


def test_supervision_is_not_recorded_twice_a_day_nor_ahead(council, family):
    council.run(supervision.record(council.book, family[:1], TODAY, **council.by))
    with pytest.raises(Refused, match="already recorded for 1 of these children"):
        supervision.record(council.book, family, TODAY, **council.by)
    with pytest.raises(Refused, match="has not come yet"):
        supervision.record(council.book, family, TODAY + 1, **council.by)
    with pytest.raises(Refused, match="Tick at least one child"):
        supervision.record(council.book, family[:1], TODAY, except_for=family[:1], **council.by)
    council.run(supervision.record(council.book, family[1:], TODAY, **council.by))
    with pytest.raises(Refused, match="does not apply"):
        supervision.record(council.book, [council.request("D1")], TODAY, **council.by)


def test_what_was_planned_is_answered_by_supervision_or_taken_back(council, family):
    case = family[0]
    council.run(planned.plan(council.book, [case], TODAY, kind="supervision", **council.by))
    council.run(supervision.record(council.book, [case], TODAY, **council.by))
    assert cases.facts(council.book.planned, case) == []
    council.run(planned.plan(council.book, [case], TODAY + 3, **council.by))
    with pytest.raises(Refused, match="Give the reason"):
        planned.drop(council.book, [case], reason=" ", **council.by)
    council.run(planned.drop(council.book, [case], reason="family away", **council.by))
    assert cases.facts(council.book.planned, case) == []
    with pytest.raises(Refused, match="No visit is planned"):
        planned.drop(council.book, [case], reason="again", **council.by)


def test_a_session_takes_up_the_actions_of_the_last_one(council, family, staff, space):
    a, b, c = family
    first = supervision.record(
        council.book,
        family,
        on("10 nov"),
        agreed=[NewAction(a, "Chronology", staff.worker, on("20 nov")), NewAction(b, "School")],
        **council.by,
    )
    assert first.summary == "Supervision on 10/11/2026, 3 children, 2 actions agreed"
    assert len(first.sets) == 1
    council.run(first)
    brought_back = actions.open_for(space.desk(), family)
    assert [one.text for one in brought_back] == ["Chronology", "School"]
    next_one = supervision.record(
        council.book, [a, b], TODAY, finished=[brought_back[0].row], except_for=[b], **council.by
    )
    council.run(next_one)
    assert [one.text for one in actions.open_for(space.desk(), family)] == ["School"]
    with pytest.raises(Refused, match="C has an action but was not discussed"):
        supervision.record(council.book, [b], TODAY, agreed=[NewAction(c, "Ring")], **council.by)


def test_a_workers_own_supervision_keeps_its_date_only(council, staff):
    def supervised(when, supervisor=-1):
        council.run(
            supervision.of_worker(council.book, staff.worker, when, supervisor=supervisor, **council.by)
        )

    supervised(on("5 nov"), staff.bia)
    assert supervision.last_of_worker(council.book, staff.worker, TODAY) == on("5 nov")
    for when, who, sentence in (
        (on("5 nov"), -1, "already recorded"),
        (TODAY + 1, -1, "has not come yet"),
        (TODAY, staff.worker, "supervises themselves"),
    ):
        with pytest.raises(Refused, match=sentence):
            supervised(when, who)
    council.run(people.leave(council.book, staff.worker, on("9 nov"), author="manager"))
    with pytest.raises(Refused, match="left on 09/11/2026"):
        supervised(on("12 nov"))
