"""Actions that come back until they are done, and how heavily a worker is loaded."""

import pytest
from scene import TODAY, on

from desktop.commands import actions, people, plans
from desktop.commands.actions import NewAction
from desktop.domain.load import load_points, scheme
from desktop.errors import Refused


def raised(council, case, text="Chronology", **more):
    new = NewAction(case, text, **more)
    council.run(actions.raise_action(council.book, new, on("10 nov"), raised_at="supervision", **council.by))
    return len(council.book.action) - 1


def test_an_action_is_open_under_every_plan_of_the_child_until_it_is_done(council, staff, space):
    case, other = council.child("A"), council.child("B")
    council.run(plans.start(council.book, plans.NewPlan(0, "cla", on("3 nov")), **council.by))
    second_plan = len(council.book.case) - 1
    row = raised(council, case, owner=staff.worker, due_on=on("17 nov"))
    raised(council, case, "Life story work")
    (late, undated) = actions.open_for(space.desk(), [second_plan, other])
    assert (late.text, late.owner, late.overdue_by) == ("Chronology", staff.worker, 3)
    assert late.words() == "Chronology (due 17/11/2026, 3 days over)"
    assert undated.words() == "Life story work"
    assert actions.open_for(space.desk(), [other]) == []
    assert [one.text for one in actions.open_of_owner(space.desk(), staff.worker)] == ["Chronology"]
    council.run(actions.done(council.book, [row], TODAY, outcome="sent", **council.by))
    assert [one.text for one in actions.open_for(space.desk(), [case])] == ["Life story work"]
    assert actions.open_for(space.desk(on("19 nov")), [case])[0].text == "Chronology"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ({"text": " "}, "Write what is to be done"),
        ({"due_on": on("9 nov")}, "due on 09/11/2026, before it was agreed"),
    ],
)
def test_what_an_action_cannot_be(council, new, sentence):
    case = council.child("A")
    with pytest.raises(Refused, match=sentence):
        raised(council, case, **new)


def test_an_action_is_done_once_and_not_before_it_was_agreed(council):
    row = raised(council, council.child("A"))
    for day, sentence in ((on("9 nov"), "agreed on 10/11/2026"), (TODAY + 1, "has not come yet")):
        with pytest.raises(Refused, match=sentence):
            actions.done(council.book, [row], day, **council.by)
    with pytest.raises(Refused, match="Tick at least one"):
        actions.done(council.book, [], TODAY, **council.by)
    council.run(actions.done(council.book, [row], TODAY, **council.by))
    with pytest.raises(Refused, match="done on 20/11/2026 already"):
        actions.done(council.book, [len(council.book.action) - 1], TODAY, **council.by)


def test_nobody_is_asked_to_do_what_falls_due_after_they_leave(council, staff):
    case = council.child("A")
    council.run(people.leave(council.book, staff.worker, on("30 nov"), author="manager"))
    with pytest.raises(Refused, match="left on 30/11/2026"):
        raised(council, case, owner=staff.worker, due_on=on("2 dec"))


def test_a_load_counts_each_child_once_by_the_heaviest_plan_and_siblings_less(council, staff, space):
    plan = scheme()["plan"]
    council.child("A", "cp", "2 jun", family="F", worker=staff.worker)
    council.child("B", "cp", "2 jun", family="F", worker=staff.worker)
    council.child("C", "cin", "2 jun", worker=staff.worker)
    council.child("D", "cla", "2 nov", worker=staff.worker)
    council.run(
        plans.start(council.book, plans.NewPlan(3, "cin", on("3 nov"), worker=staff.worker), **council.by)
    )
    other = council.child("E", "cp", "2 jun")
    load = load_points(space.desk(), staff.worker)
    assert {(weight.person, weight.points, weight.why) for weight in load.weights} == {
        (0, plan["cp"], ""),
        (1, plan["cp"] - 1, "sibling"),
        (2, plan["cin"], ""),
        (3, plan["cla"] + 2, "two plans, new"),
    }
    assert load.points == sum(weight.points for weight in load.weights)
    assert load.words() == f"{load.points} of 50 points, 4 children"
    after = load_points(space.desk(), staff.worker, gains=[other], losses=[0])
    assert after.points == load.points - plan["cp"] + 1 + plan["cp"] + 1
    assert load_points(space.desk(), staff.bia).points == 0


def test_a_ceiling_is_the_workers_own_or_their_share_of_a_post(council, staff, space):
    half = council.worker("Half Post")
    council.run(people.change_worker(council.book, half, author="manager", fte_pct=60))
    assert load_points(space.desk(), half).ceiling == 30
    council.run(people.change_worker(council.book, half, author="manager", ceiling=22))
    load = load_points(space.desk(), half)
    assert (load.ceiling, load.is_over) == (22, False)
