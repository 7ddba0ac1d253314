"""What may not be recorded may not be made by correcting either; what came odd may be mended bit by bit."""

import pytest
from scene import TODAY, on

from desktop.commands import agreements, corrections, people, supervision, visits
from desktop.commands.agreements import Agreement
from desktop.commands.plans import Placement
from desktop.commands.visits import Seen, Visit
from desktop.domain import cases
from desktop.errors import Refused


@pytest.fixture
def child(council, staff):
    """Visited on Tuesday and Thursday, supervised on both days too."""
    case = council.child("1", worker=staff.worker)
    for day in ("17 nov", "19 nov"):
        visit = Visit(on(day), (Seen(case, alone=True),), worker=staff.worker)
        council.run(visits.record(council.book, visit, **council.by))
        council.run(supervision.record(council.book, [case], on(day), **council.by))
    return case


def correct(council, row, changes, table="event"):
    return corrections.correct(council.book, table, row, changes, reason="typing mistake", **council.by)


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("visit", {"on": TODAY + 1}, "has not come yet"),
        ("visit", {"on": on("19 nov")}, "A visit of this child on 19/11/2026 is already recorded"),
        ("supervision", {"on": on("19 nov")}, "A supervision of this child on 19/11/2026 is already"),
        ("visit", {"seen": 0}, "cannot have been seen alone"),
        ("visit", {"seen": 0, "alone": None}, "why the child was not seen"),
    ],
)
def test_an_entry_is_not_corrected_into_what_could_not_be_recorded(council, child, kind, changes, sentence):
    first = cases.events(council.book, child, kind)[0]
    with pytest.raises(Refused, match=sentence):
        correct(council, first, changes)


def test_a_visit_is_not_given_to_a_worker_who_had_left(council, staff, child):
    council.run(people.leave(council.book, staff.bia, on("16 nov"), author="manager"))
    row = cases.events(council.book, child, "visit")[0]
    with pytest.raises(Refused, match="left on 16/11/2026"):
        correct(council, row, {"worker": council.book.worker.ids[staff.bia]})


def test_a_seen_visit_becomes_an_attempt_with_its_reason(council, child):
    row = cases.events(council.book, child, "visit")[1]
    council.run(correct(council, row, {"seen": 0, "alone": None, "outcome": "Nobody at home"}))
    assert cases.last_day(council.book, child, "visit") == on("19 nov")
    event = council.book.event
    assert event.seen[cases.events(council.book, child, "visit")[1]] == 0


def test_both_plans_of_one_child_follow_one_session_to_its_right_day(council, child):
    person = int(council.book.case.person[child])
    from desktop.commands.plans import NewPlan, start

    council.run(start(council.book, NewPlan(person, "cin", on("2 nov")), **council.by))
    other = len(council.book.case) - 1
    council.run(supervision.record(council.book, [child, other], on("12 nov"), **council.by))
    for case in (child, other):
        row = next(
            r
            for r in cases.events(council.book, case, "supervision")
            if council.book.event.on[r] == on("12 nov")
        )
        council.run(correct(council, row, {"on": on("11 nov")}))
    assert supervision.supervised_on(council.book, person, on("11 nov"))
    assert not supervision.supervised_on(council.book, person, on("12 nov"))


def test_an_agreement_is_not_moved_into_the_first_year_of_the_placement(council):
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    case = council.child("L", "cla", "10 jun 2024", placement=home)
    council.run(agreements.agree(council.book, case, Agreement("3m", on("16 jun 2025")), **council.by))
    row = cases.agreement_on(council.book, case, TODAY)
    with pytest.raises(Refused, match="first year of a placement"):
        correct(council, row, {"effective_from": on("1 jun 2025")}, "agreed_frequency")
    with pytest.raises(Refused, match="needs the child to agree"):
        correct(council, row, {"interval": "6m"}, "agreed_frequency")
    council.run(correct(council, row, {"review_by": TODAY + 90}, "agreed_frequency"))
