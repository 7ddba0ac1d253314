"""Visits, supervision and what is planned."""

import pytest
from scene import TODAY, on

from desktop.commands import people, plans, supervision, visits
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
    assert visits.warnings(council.book, early) == ["A: the visit is before this plan started on 02/11/2026."]
    visit(council, TODAY, Seen(case))
    assert visits.warnings(council.book, Visit(TODAY, (Seen(case),))) == [
        "A: a visit on 20/11/2026 is already recorded."
    ]
    council.run(plans.close(council.book, [case], on("19 nov"), reason="died", **council.by))
    late = Visit(TODAY, (Seen(case, seen=False),))
    assert visits.warnings(council.book, late) == ["A: the visit is after this plan ended on 19/11/2026."]
    visit(council, TODAY, Seen(case, seen=False))


def test_a_seen_visit_answers_what_was_planned_and_an_attempt_does_not(council, family):
    case = family[0]
    council.run(visits.plan(council.book, [case], TODAY, **council.by))
    visit(council, TODAY, Seen(case, seen=False, reason="nobody in"))
    assert len(cases.facts(council.book.planned, case)) == 1
    visit(council, TODAY, Seen(case))
    assert cases.facts(council.book.planned, case) == []


def test_a_new_plan_takes_the_place_of_the_old_one(council, family):
    for when in (TODAY + 3, TODAY + 5):
        act = visits.plan(council.book, family, when, **council.by)
        assert len(act.sets) == 3
        council.run(act)
    rows = cases.facts(council.book.planned, family[0])
    assert [int(council.book.planned.on[row]) for row in rows] == [TODAY + 5]
    with pytest.raises(Refused, match="has passed: record the visit"):
        visits.plan(council.book, family, TODAY - 1, **council.by)


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
