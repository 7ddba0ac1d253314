"""Children brought to a manager, plans that passed, and what an acting manager takes over."""

import numpy as np
import pytest
from scene import TODAY, on

from desktop.commands import escalations, people, planned, supervision, visits
from desktop.commands.acts import Builder
from desktop.commands.visits import Seen, Visit
from desktop.domain.lists import Selection, build
from desktop.domain.lists.escalations import escalations as standing
from desktop.domain.lists.escalations import manager_for, reason_for, waiting_for
from desktop.errors import Refused


def tried(council, case, *days):
    for day in days:
        attempt = Visit(on(day), (Seen(case, seen=False, reason="Nobody at home"),))
        council.run(visits.record(council.book, attempt, **council.by))


def rows_of(council, chip=""):
    found = build(council.space.desk(), Selection("today", TODAY, chip=chip))
    return dict(zip(found.case.tolist(), found.text("why", np.arange(len(found))), strict=True))


def test_two_visits_in_vain_to_a_child_on_a_plan_are_brought_to_a_manager(council, staff):
    case = council.child("A", worker=staff.worker)
    tried(council, case, "12 nov")
    assert not standing(council.space.desk()).needed[case]
    tried(council, case, "17 nov")
    assert reason_for(council.space.desk(), case) == "2 visits tried in vain, never seen on this plan"
    assert rows_of(council, "escalate")[case].endswith("bring it to a manager")
    told = {"reason": "two visits in vain", **council.by}
    council.run(escalations.escalate(council.book, [case], staff.bia, on("18 nov"), **told))
    assert rows_of(council)[case] == "Brought to Bea Assessor 2 days ago; no answer yet"
    with pytest.raises(Refused, match="brought to Bea Assessor on 18/11/2026 and waits"):
        escalations.escalate(council.book, [case], staff.bia, TODAY, **told)
    council.run(escalations.answer(council.book, [case], TODAY, words="joint visit", **council.by))
    assert not standing(council.space.desk()).needed[case]
    assert case not in rows_of(council, "escalate")
    tried(council, case, "19 nov")
    assert not standing(council.space.desk(on("18 nov"))).needed[case]
    assert standing(council.space.desk()).needed[case]  # tried again in vain since it was brought
    council.run(visits.record(council.book, Visit(TODAY, (Seen(case),)), **council.by))
    assert not standing(council.space.desk()).needed[case]


def test_a_child_unseen_for_twenty_working_days_is_brought_to_a_manager(council, staff):
    case, other = council.child("A", start="21 oct"), council.child("B", kind="cin", start="1 jun")
    council.run(planned.plan(council.book, [case], TODAY + 1, **council.by))  # a plan stops no clock
    assert reason_for(council.space.desk(), case) == (
        "Not seen within 20 working days, never seen on this plan"
    )
    assert case in rows_of(council, "escalate")
    assert not standing(council.space.desk()).needed[other]
    tried(council, other, "2 nov", "9 nov")
    assert not standing(council.space.desk()).needed[other]  # attempts escalate on a protection plan only


def test_any_child_can_be_brought_to_a_manager_and_waits_on_today(council, staff):
    case = council.child("A", kind="cla", start="1 jun")
    told = {"reason": "carer gave notice", **council.by}
    council.run(escalations.escalate(council.book, [case], staff.bia, TODAY, **told))
    assert rows_of(council, "escalate")[case] == "Brought to Bea Assessor today; no answer yet"


def test_what_an_escalation_needs(council, staff):
    case = council.child("A")
    council.run(people.leave(council.book, staff.worker, on("9 nov"), author="manager"))
    for to, day, reason, sentence in (
        (-1, TODAY, "x", "Name the manager"),
        (staff.bia, TODAY + 1, "x", "has not come yet"),
        (staff.bia, TODAY, " ", "Give the reason"),
        (staff.worker, TODAY, "x", "left on 09/11/2026"),
    ):
        with pytest.raises(Refused, match=sentence):
            escalations.escalate(council.book, [case], to, day, reason=reason, **council.by)
    with pytest.raises(Refused, match="Nothing about this child waits"):
        escalations.answer(council.book, [case], TODAY, words="yes", **council.by)
    council.run(escalations.escalate(council.book, [case], staff.bia, on("18 nov"), reason="x", **council.by))
    with pytest.raises(Refused, match="brought to the manager on 18/11/2026"):
        escalations.answer(council.book, [case], on("17 nov"), words="yes", **council.by)


def test_a_plan_that_passed_without_a_record_is_on_today_until_something_is_recorded(council, staff):
    early = {"author": "manager", "today": on("9 nov")}
    a, b, c = (council.child(ref, worker=staff.worker) for ref in ("A", "B", "C"))
    council.run(planned.plan(council.book, [a, b], on("12 nov"), **early))
    council.run(planned.plan(council.book, [c], on("16 nov"), kind="supervision", **early))
    found = rows_of(council, "plan_passed")
    assert found[a] == "Visit was planned 8 days ago; nothing is recorded"
    assert found[c] == "Supervision was planned 4 days ago; nothing is recorded"
    tried(council, a, "12 nov")
    council.run(supervision.record(council.book, [c], on("17 nov"), **council.by))
    assert set(rows_of(council, "plan_passed")) == {b}
    council.run(planned.plan(council.book, [b], TODAY + 3, **council.by))  # another day was agreed
    assert rows_of(council, "plan_passed") == {}


def test_the_teams_manager_is_named_and_the_acting_one_answers(council, staff):
    build_ = Builder(council.book, "test.team", "manager")
    boss = council.worker("Mo Manager")
    build_.insert("team", name="Team 1", name_key="team 1", manager=boss)
    council.run(build_.act("team"))
    case = council.child("A", team=0)
    assert manager_for(council.book, case, TODAY) == boss
    council.run(escalations.escalate(council.book, [case], boss, TODAY, reason="x", **council.by))
    other = council.child("B", worker=staff.bia)
    assert queue(council, boss) == {case}
    assert queue(council, staff.bia) == {other}
    away = people.set_absence(council.book, boss, TODAY, TODAY + 10, cover=staff.bia, author="manager")
    council.run(away)
    assert queue(council, staff.bia) == {case, other}
    assert queue(council, boss) == {case}
    later = council.space.desk(TODAY + 11)
    assert not waiting_for(later, staff.bia)[case]  # from that day to that day, and no longer
    assert waiting_for(later, boss)[case]


def queue(council, worker):
    """The worker's queue, which is as long as People says."""
    desk = council.space.desk()
    own = Selection("queue", TODAY, worker=council.book.worker.ids[worker])
    people_page = build(desk, Selection("people", TODAY))
    at = next(at for at in range(len(people_page)) if people_page.worker_of(at) == worker)
    found = build(desk, own)
    assert people_page.text("load", np.array([at])) == [str(len(found))]
    assert set(build(desk, own.but(list="today")).case.tolist()) <= set(found.case.tolist())
    return set(found.case.tolist())
