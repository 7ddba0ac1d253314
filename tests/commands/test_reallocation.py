"""Children's cases given from one worker to another, with the national reasons and both caseloads."""

import pytest
from scene import TODAY, on

from desktop.commands import people, reallocation
from desktop.commands.reallocation import Move
from desktop.domain import cases
from desktop.domain.childrens_words import reallocation_reasons
from desktop.errors import Refused

NATIONAL = {
    *("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC"),
    *("ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS"),
}


def test_exactly_the_national_reasons_are_offered():
    assert {reason.code for reason in reallocation_reasons()} == NATIONAL
    assert all(reason.words for reason in reallocation_reasons())


def test_many_cases_go_to_another_worker_with_the_reason_on_the_new_allocation(council, staff):
    kinds = ("cp", "cla", "care_leaver")
    rows = [council.child(kind, kind, worker=staff.worker) for kind in kinds]
    act = reallocation.reallocate(
        council.book, rows, Move(staff.bia, on("18 nov"), code="LEFTRL"), **council.by
    )
    assert act.summary == "3 cases given to another worker from 18/11/2026"
    assert len(act.sets) == 3
    council.run(act)
    table = council.book.allocation
    for case, role in zip(rows, ("worker", "worker", "pa"), strict=True):
        old, new = cases.allocations(council.book, case, role)
        assert (int(table.worker[old]), int(table.ended_on[old])) == (staff.worker, on("18 nov"))
        assert (int(table.worker[new]), table.reason_code[new]) == (staff.bia, "LEFTRL")


def test_a_first_allocation_needs_no_reason(council, staff):
    case = council.child("A")
    act = reallocation.reallocate(
        council.book, [case], Move(staff.worker, TODAY, code="LEFTRL"), **council.by
    )
    assert act.summary == "1 case allocated from 20/11/2026"
    council.run(act)
    (row,) = cases.allocations(council.book, case, "worker")
    assert council.book.allocation.reason_code[row] == ""


def test_what_is_refused_leaves_nothing_half_done(council, staff):
    held, free = council.child("A", worker=staff.worker), council.child("B")
    rows = len(council.book.allocation)
    council.run(people.leave(council.book, staff.mha, on("9 nov"), author="manager"))
    for move, sentence in (
        (Move(staff.bia, TODAY), "Choose why the worker changes"),
        (Move(staff.bia, TODAY, code="XYZ"), "Choose why the worker changes"),
        (Move(staff.bia, TODAY, code="OTHERS"), "Give the reason"),
        (Move(staff.worker, TODAY, code="LEFTRL"), "already the social worker"),
        (Move(staff.bia, on("1 nov"), code="LEFTRL"), "began on 02/11/2026"),
        (Move(staff.bia, TODAY + 1, code="LEFTRL"), "has not come yet"),
        (Move(staff.mha, TODAY, code="LEFTRL"), "left on 09/11/2026"),
    ):
        with pytest.raises(Refused, match=sentence):
            reallocation.reallocate(council.book, [free, held], move, **council.by)
    assert len(council.book.allocation) == rows
    with pytest.raises(Refused, match="goes to an assessor"):
        reallocation.reallocate(council.book, [council.request("D1")], Move(staff.bia, TODAY), **council.by)


def test_the_effect_on_both_caseloads_is_what_the_act_then_does(council, staff, space):
    rows = [council.child(ref, "cp", "2 jun", family="F", worker=staff.worker) for ref in ("A", "B")]
    council.child("C", "cin", "2 jun", worker=staff.worker)
    council.child("D", "cla", "2 jun", worker=staff.bia)
    gains, loses = reallocation.effect(space.desk(), rows, staff.bia)
    assert (gains.worker, loses.worker) == (staff.bia, staff.worker)
    assert gains.words("Bea") == "Bea: 1 → 3 children, 3 → 12 points of 50"
    council.run(
        reallocation.reallocate(council.book, rows, Move(staff.bia, TODAY, code="MANAGE"), **council.by)
    )
    after = reallocation.effect(space.desk(), [], staff.bia)[0].before
    assert (after.points, after.children) == (gains.after.points, gains.after.children)
    left = reallocation.effect(space.desk(), [], staff.worker)[0].before
    assert (left.points, left.children) == (loses.after.points, loses.after.children)
