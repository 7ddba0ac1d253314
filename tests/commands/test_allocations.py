"""Allocating, and every bar there is to it."""

import pytest
from scene import TODAY, on

from desktop.commands import allocations, decisions, people
from desktop.commands.allocations import Choice
from desktop.domain import cases
from desktop.errors import Refused


def give(council, *choices, verb=allocations.allocate):
    return council.run(verb(council.book, choices, **council.by))


def test_eight_are_allocated_as_one_act_with_a_change_set_each(council, staff):
    rows = [council.request(f"D{number}") for number in range(8)]
    choices = [Choice(row, staff.bia, "bia", TODAY) for row in rows]
    act = allocations.allocate(council.book, choices, **council.by)
    assert len(act.sets) == 8
    assert act.summary == "8 cases allocated to a BIA"
    council.run(act)
    assert [cases.worker_of(council.book, row, TODAY, "bia") for row in rows] == [staff.bia] * 8
    assert cases.open_load(council.book, TODAY, "bia")[staff.bia] == 8


def test_a_second_bia_is_impossible_and_reallocating_ends_the_first(council, staff):
    row = council.request("D1")
    give(council, Choice(row, staff.bia, "bia", on("5 nov")))
    with pytest.raises(Refused, match="already has a BIA since 05/11/2026"):
        give(council, Choice(row, staff.both, "bia", TODAY))
    give(council, Choice(row, staff.both, "bia", on("10 nov")), verb=allocations.reallocate)
    held = cases.allocations(council.book, row, "bia")
    assert [int(council.book.allocation.worker[at]) for at in held] == [staff.bia, staff.both]
    assert int(council.book.allocation.ended_on[held[0]]) == on("10 nov")
    assert cases.worker_of(council.book, row, on("6 nov"), "bia") == staff.bia
    assert cases.worker_of(council.book, row, TODAY, "bia") == staff.both


def test_one_act_cannot_give_a_request_to_two(council, staff):
    row = council.request("D1")
    with pytest.raises(Refused, match="two people in the same role"):
        give(council, Choice(row, staff.bia, "bia", TODAY), Choice(row, staff.both, "bia", TODAY))


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (lambda row, staff: Choice(row, staff.bia, "bia", on("1 nov")), "began on 02/11/2026"),
        (lambda row, staff: Choice(row, staff.bia, "bia", TODAY + 1), "has not come yet"),
        (lambda row, staff: Choice(row, staff.worker, "bia", TODAY), "not on the register as a BIA"),
        (lambda row, staff: Choice(row, staff.bia, "mha", TODAY), "not on the register as a mental health"),
        (
            lambda row, staff: Choice(row, staff.bia, "bia", TODAY, due_back_on=TODAY - 3),
            "due back before the allocation",
        ),
    ],
)
def test_what_an_allocation_may_not_be(council, staff, choice, sentence):
    row = council.request("D1")
    with pytest.raises(Refused, match=sentence):
        give(council, choice(row, staff))


def test_one_person_never_does_both_assessments(council, staff):
    row = council.request("D1")
    with pytest.raises(Refused, match=r"paragraph 129\(5\)") as caught:
        give(council, Choice(row, staff.both, "bia", TODAY), Choice(row, staff.both, "mha", TODAY))
    assert caught.value.basis == "statute"
    give(council, Choice(row, staff.both, "mha", TODAY))
    with pytest.raises(Refused, match=r"paragraph 129\(5\)"):
        give(council, Choice(row, staff.both, "bia", TODAY))


def test_whoever_cares_for_the_person_may_not_assess_them(council, staff):
    row = council.request("D1")
    carer = council.worker("Cara Social", is_bia=True, engagement="in_house_rota")
    give(council, Choice(row, carer, "worker", on("3 nov")))
    with pytest.raises(Refused, match=r"regulation 12\(1\)"):
        give(council, Choice(row, carer, "bia", TODAY))


def test_the_councils_own_staff_may_not_assess_in_the_councils_own_home(council, staff):
    home = council.home("Shirley Lodge", run_by_council=1)
    row = council.request("D1", home=home)
    with pytest.raises(Refused, match=r"regulation 12\(2\)"):
        give(council, Choice(row, staff.bia, "bia", TODAY))
    give(council, Choice(row, staff.both, "bia", TODAY))
    assert cases.worker_of(council.book, row, TODAY, "bia") == staff.both


def test_a_worker_who_has_left_gets_nothing(council, staff):
    row = council.child("C1")
    council.run(people.change_worker(council.book, staff.worker, author="manager", left_on=on("1 nov")))
    with pytest.raises(Refused, match="left on 01/11/2026"):
        give(council, Choice(row, staff.worker, "worker", TODAY))


def test_a_worker_on_leave_needs_a_reason(council, staff):
    row = council.child("C1")
    council.run(people.set_absence(council.book, staff.worker, on("16 nov"), on("27 nov"), author="manager"))
    with pytest.raises(Refused, match="away until 27/11/2026") as caught:
        give(council, Choice(row, staff.worker, "worker", TODAY))
    assert caught.value.basis == "council rule"
    give(council, Choice(row, staff.worker, "worker", TODAY, reason="back early"))
    assert cases.worker_of(council.book, row, TODAY) == staff.worker


def test_a_closed_or_signed_case_is_not_allocated(council, staff):
    row = council.request("D1")
    closing = decisions.SignOff(TODAY, "closed", "died")
    council.run(decisions.sign_off(council.book, row, closing, **council.by))
    with pytest.raises(Refused, match="was closed on 20/11/2026"):
        give(council, Choice(row, staff.bia, "bia", TODAY))


def test_handing_back_needs_a_reason_and_returns_the_case_to_the_queue(council, staff):
    row = council.child("C1", worker=staff.worker)
    with pytest.raises(Refused, match="Give the reason"):
        allocations.end(council.book, [row], "worker", TODAY, reason=" ", **council.by)
    council.run(allocations.end(council.book, [row], "worker", TODAY, reason="long leave", **council.by))
    assert cases.worker_of(council.book, row, TODAY) == -1
    assert cases.worker_of(council.book, row, TODAY - 1) == staff.worker
    with pytest.raises(Refused, match="Nobody held this case"):
        allocations.end(council.book, [row], "worker", TODAY, reason="again", **council.by)


def test_an_objection_says_why_a_name_is_grey(council, staff):
    row = council.request("D1")
    assert allocations.objection(council.book, Choice(row, staff.bia, "bia", TODAY), today=TODAY) == ""
    assert "register" in allocations.objection(
        council.book, Choice(row, staff.worker, "bia", TODAY), today=TODAY
    )
