"""From the forms back to the authorisation, and what the law does not let us record as done."""

import numpy as np
import pytest
from scene import TODAY, on

from desktop.commands import allocations, assessments, authorisations, decisions
from desktop.commands.allocations import Choice
from desktop.commands.decisions import SignOff
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.domain.explain import explain_clock
from desktop.domain.lists import Selection, build
from desktop.errors import Refused


@pytest.fixture
def allocated(council, staff):
    case = council.request("P1", "2 nov")
    choices = [Choice(case, staff.bia, "bia", on("5 nov")), Choice(case, staff.mha, "mha", on("4 nov"))]
    council.run(allocations.allocate(council.book, choices, **council.by))
    return case


@pytest.fixture
def assessed(council, allocated):
    for role, day in (("mha", "10 nov"), ("bia", "12 nov")):
        council.run(assessments.returned(council.book, [allocated], role, on(day), **council.by))
    return allocated


def granted(**more):
    return SignOff(
        **{
            "on": on("16 nov"),
            "outcome": "granted",
            "starts_on": on("16 nov"),
            "ends_on": on("15 nov 2027"),
            "signatory": 0,  # Sam Worker, who assesses nobody
            **more,
        }
    )


def test_a_form_back_is_the_assessors_event(council, allocated, staff):
    act = assessments.returned(council.book, [allocated], "bia", TODAY, note="by post", **council.by)
    assert act.summary == "Form 3 back on 20/11/2026"
    council.run(act)
    row = cases.events(council.book, allocated, "form3_returned")[0]
    assert int(council.book.event.worker[row]) == staff.bia
    assert council.book.event.detail[row] == "by post"
    assert cases.worker_of(council.book, allocated, TODAY, "bia") == staff.bia


@pytest.mark.parametrize(
    ("when", "sentence"),
    [("4 nov", "before the assessor was allocated on 05/11/2026"), ("21 nov", "has not come yet")],
)
def test_a_form_is_not_back_before_it_went_out_nor_in_the_future(council, allocated, when, sentence):
    with pytest.raises(Refused, match=sentence):
        assessments.returned(council.book, [allocated], "bia", on(when), **council.by)


def test_a_form_comes_back_once_and_only_from_somebody(council, allocated):
    bare = council.request("P2")
    with pytest.raises(Refused, match="Nobody is allocated as best interests assessor"):
        assessments.returned(council.book, [bare], "bia", TODAY, **council.by)
    council.run(assessments.returned(council.book, [allocated], "bia", TODAY, **council.by))
    with pytest.raises(Refused, match="already back since 20/11/2026"):
        assessments.returned(council.book, [allocated], "bia", TODAY, **council.by)
    with pytest.raises(Refused, match="does not apply"):
        assessments.returned(council.book, [council.child("C1")], "bia", TODAY, **council.by)


def test_sending_to_the_signatory_waits_for_the_forms(council, allocated, staff):
    with pytest.raises(Refused, match="Form 3 is not back yet"):
        assessments.to_signatory(council.book, [allocated], TODAY, **council.by)
    for role in ("bia", "mha"):
        council.run(assessments.returned(council.book, [allocated], role, on("12 nov"), **council.by))
    with pytest.raises(Refused, match="came back on 12/11/2026"):
        assessments.to_signatory(council.book, [allocated], on("11 nov"), **council.by)
    with pytest.raises(Refused, match="may not sign it off"):
        assessments.to_signatory(council.book, [allocated], TODAY, signatory=staff.bia, **council.by)
    council.run(
        assessments.to_signatory(council.book, [allocated], TODAY, signatory=staff.worker, **council.by)
    )
    assert cases.last_day(council.book, allocated, "sent_to_signatory") == TODAY


def test_granting_makes_the_authorisation_and_releases_the_assessors(council, assessed):
    council.run(decisions.sign_off(council.book, assessed, granted(conditions="review in May"), **council.by))
    row = cases.facts(council.book.authorisation, assessed)[0]
    table = council.book.authorisation
    assert (int(table.starts_on[row]), int(table.ends_on[row])) == (on("16 nov"), on("15 nov 2027"))
    assert table.conditions[row] == "review in May"
    assert cases.ended_on(council.book, assessed) == NO_DAY
    assert cases.worker_of(council.book, assessed, TODAY, "bia") == -1
    with pytest.raises(Refused, match="signed off on 16/11/2026"):
        decisions.sign_off(council.book, assessed, granted(), **council.by)
    with pytest.raises(Refused, match="signed off on 16/11/2026"):
        assessments.returned(council.book, [assessed], "bia", TODAY, **council.by)


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (granted(starts_on=on("15 nov")), "cannot start before it is given .*paragraph 52"),
        (granted(ends_on=on("16 nov 2027")), "at most 12 months .*latest last day is 15/11/2027"),
        (granted(ends_on=on("15 nov")), "ends before it starts"),
        (granted(ends_on=NO_DAY), "last day"),
        (granted(on=TODAY + 1), "has not come yet"),
        (granted(on=on("1 nov")), "received on 02/11/2026"),
        (SignOff(TODAY, "not granted"), "Give the reason"),
        (SignOff(TODAY, ""), "Choose the outcome"),
    ],
)
def test_what_a_decision_cannot_be(council, assessed, decision, sentence):
    with pytest.raises(Refused, match=sentence):
        decisions.sign_off(council.book, assessed, decision, **council.by)


def test_an_assessor_does_not_sign(council, assessed, staff):
    with pytest.raises(Refused, match="may not sign it off"):
        decisions.sign_off(council.book, assessed, granted(signatory=staff.mha), **council.by)


def test_nothing_is_granted_without_its_assessments(council, allocated):
    with pytest.raises(Refused, match="Form 3 and Form 4 must be back, .*paragraph 50") as caught:
        decisions.sign_off(council.book, allocated, granted(), **council.by)
    assert caught.value.basis == "statute"
    council.run(assessments.returned(council.book, [allocated], "bia", on("12 nov"), **council.by))
    with pytest.raises(Refused, match="12 months ago"):
        assessments.equivalent(council.book, allocated, ["mental_health"], on("1 nov 2025"), **council.by)
    council.run(assessments.equivalent(council.book, allocated, ["mental_health"], on("1 jun"), **council.by))
    council.run(decisions.sign_off(council.book, allocated, granted(), **council.by))


def test_a_requirement_not_met_bars_granting(council, allocated):
    for role, met in (("mha", True), ("bia", False)):
        council.run(
            assessments.returned(council.book, [allocated], role, on("12 nov"), met=met, **council.by)
        )
    with pytest.raises(Refused, match="requirement is not met"):
        decisions.sign_off(council.book, allocated, granted(), **council.by)
    refused = SignOff(TODAY, "not granted", "has capacity", signatory=0)
    council.run(decisions.sign_off(council.book, allocated, refused, **council.by))
    assert cases.ended_on(council.book, allocated) == TODAY
    row = cases.events(council.book, allocated, "signed_off")[0]
    assert council.book.event.outcome[row] == "not granted: has capacity"


def test_a_suspension_runs_and_is_lifted(council, assessed):
    with pytest.raises(Refused, match="no authorisation on record"):
        authorisations.suspend(council.book, assessed, TODAY, reason="detained", **council.by)
    council.run(decisions.sign_off(council.book, assessed, granted(), **council.by))
    with pytest.raises(Refused, match="not suspended"):
        authorisations.resume(council.book, assessed, TODAY, **council.by)
    council.run(authorisations.suspend(council.book, assessed, on("18 nov"), reason="detained", **council.by))
    with pytest.raises(Refused, match="suspended on 18/11/2026"):
        authorisations.resume(council.book, assessed, on("17 nov"), **council.by)
    council.run(authorisations.resume(council.book, assessed, TODAY, **council.by))
    (row,) = cases.facts(council.book.suspension, assessed)
    assert int(council.book.suspension.resumed_on[row]) == TODAY


def test_an_authorisation_ends_once_with_its_reason(council, assessed):
    council.run(decisions.sign_off(council.book, assessed, granted(), **council.by))
    ending = {"reason": "moved", **council.by}
    with pytest.raises(Refused, match="cannot have ended before"):
        authorisations.end_authorisation(council.book, assessed, on("15 nov"), **ending)
    with pytest.raises(Refused, match="Give the reason"):
        authorisations.end_authorisation(council.book, assessed, TODAY, **{**ending, "reason": ""})
    council.run(authorisations.end_authorisation(council.book, assessed, TODAY, **ending))
    with pytest.raises(Refused, match="already ended on 20/11/2026"):
        authorisations.end_authorisation(council.book, assessed, TODAY, **ending)


def test_an_assessment_used_again_is_wanted_from_nobody_and_said_in_the_explanation(council, staff):
    case = council.request("P49")
    council.run(allocations.allocate(council.book, [Choice(case, staff.bia, "bia", TODAY)], **council.by))
    council.run(assessments.returned(council.book, [case], "bia", TODAY, **council.by))
    desk = council.space.desk()
    board = build(desk, Selection("board", TODAY))
    assert board.case.tolist() == []  # Form 3 is back
    assert "Form 4 not back" in why(desk, case)
    again = assessments.equivalent(council.book, case, ["mental_health"], on("1 jul"), **council.by)
    council.run(again)
    desk = council.space.desk()
    assert "not signed" in why(desk, case)
    clocks = desk.clocks
    at = clocks.find(case, "dols_standard_21d")
    lines = explain_clock(council.book, council.space.timescales, clocks, at).lines
    assert any("mental health assessment stands for Form 4" in line and "para 49" in line for line in lines)


def why(desk, case):
    rows = build(desk, Selection("dols", TODAY))
    return rows.text("why", np.flatnonzero(rows.case == case))[0]
