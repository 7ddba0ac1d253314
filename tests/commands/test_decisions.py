"""The decision, its bounds by statute, the query before it, and taking it back."""

import pytest
from scene import TODAY, on

from desktop.commands import after_sign_off, allocations, assessments, authorisations, decisions, handover
from desktop.commands.acts import Builder
from desktop.commands.after_sign_off import Advocate, Representative
from desktop.commands.allocations import Choice
from desktop.commands.assessments import Findings
from desktop.commands.decisions import SignOff
from desktop.domain import cases, dols_reasons, dols_steps
from desktop.domain.clocks import clocks, context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_stages import stages
from desktop.domain.dols_states import STATES
from desktop.domain.timescales import Timescales
from desktop.errors import Refused

LATE = ("dols_standard_21d", "dols_decision")


@pytest.fixture
def out(council, staff):
    case = council.request("P1", "2 nov", priority="high")
    choices = [Choice(case, staff.bia, "bia", on("5 nov")), Choice(case, staff.mha, "mha", on("4 nov"))]
    council.run(allocations.allocate(council.book, choices, **council.by))
    return case


def back(council, case, role, day="12 nov", **more):
    council.run(assessments.returned(council.book, [case], role, on(day), **council.by, **more))


def granted(**more):
    said = {"starts_on": on("16 nov"), "ends_on": on("15 nov 2027"), "signatory": 0}
    return SignOff(on("16 nov"), "granted", **{**said, **more})


def state(council, case, day=TODAY):
    return STATES[dols_steps.state_of(council.book, case, day)[0]]


def test_six_months_said_by_the_assessor_bar_twelve(council, out):
    """Worked example 13: paragraph 51(2)."""
    back(council, out, "mha")
    back(council, out, "bia", findings=Findings(longest_months=6))
    with pytest.raises(Refused, match=r"paragraph 51\(2\)\). The latest last day is 15/05/2027") as caught:
        decisions.sign_off(council.book, out, granted(), **council.by)
    assert caught.value.basis == "statute"
    assert decisions.longest_end(council.book, out, on("16 nov"))[0] == on("15 may 2027")
    council.run(decisions.sign_off(council.book, out, granted(ends_on=on("15 may 2027")), **council.by))
    assert state(council, out) == "IN_FORCE"


def test_a_last_day_said_by_the_assessor_bars_a_later_one(council, out):
    back(council, out, "mha")
    back(council, out, "bia", findings=Findings(longest_until=on("1 mar 2027")))
    with pytest.raises(Refused, match="latest last day is 01/03/2027"):
        decisions.sign_off(council.book, out, granted(), **council.by)


def test_no_assessor_may_say_more_than_a_year(council, out):
    with pytest.raises(Refused, match="1 to 12 months"):
        back(council, out, "bia", findings=Findings(longest_months=13))


def test_every_best_interests_assessment_keeps_its_legal_test(council, out):
    back(council, out, "bia")
    row = cases.latest(council.book.best_interests, out, "on")
    assert council.book.best_interests.word("legal_test", row) == "agni"
    assert assessments.equivalent_warnings(["best_interests"], on("1 jun"))
    assert not assessments.equivalent_warnings(["best_interests"], on("2 jun"))
    assert not assessments.equivalent_warnings(["mental_health"], on("1 jun"))


def test_a_query_gives_the_form_back_to_its_assessor(council, out):
    back(council, out, "mha")
    with pytest.raises(Refused, match="Form 3 is not back, so there is nothing to query"):
        assessments.queried(council.book, [out], "bia", TODAY, **council.by)
    back(council, out, "bia")
    with pytest.raises(Refused, match="cannot have been queried before that"):
        assessments.queried(council.book, [out], "bia", on("11 nov"), **council.by)
    due = on("24 nov")
    council.run(
        assessments.queried(
            council.book, [out], "bia", on("16 nov"), note="why", due_back_on=due, **council.by
        )
    )
    held = cases.holder(council.book, out, "bia", TODAY)
    assert int(council.book.allocation.due_back_on[held]) == due
    assert state(council, out) == "QUERY"
    with pytest.raises(Refused, match="Form 3 must be back"):
        decisions.sign_off(council.book, out, granted(), **council.by)
    with pytest.raises(Refused, match="queried on 16/11/2026; it cannot be back from that before"):
        back(council, out, "bia", "15 nov")
    back(council, out, "bia", "18 nov")
    assert state(council, out) == "ASSESSED"
    council.run(decisions.sign_off(council.book, out, late(), **council.by))


def late():
    return SignOff(TODAY, "granted", starts_on=TODAY, ends_on=on("19 nov 2027"), signatory=0)


def test_the_days_of_the_worked_example_with_a_query(council, staff):
    """Worked example 11: due 21 September; assessments 24 days late, decision 29; 20, 21 and 8 days."""
    book = council.book
    case = council.request("P7", "1 sep")
    for role, worker in (("bia", staff.bia), ("mha", staff.mha)):
        choice = Choice(case, worker, role, on("21 sep"))
        council.run(allocations.allocate(book, [choice], **council.by))
    back(council, case, "mha", "1 oct")
    back(council, case, "bia", "9 oct")
    council.run(assessments.queried(book, [case], "bia", on("12 oct"), **council.by))
    back(council, case, "bia", "15 oct")
    signed = SignOff(on("20 oct"), "granted", "", on("20 oct"), on("19 oct 2027"), signatory=0)
    council.run(decisions.sign_off(book, case, signed, **council.by))
    found = clocks(book, Timescales.shipped(), TODAY)
    late = {rule: int(found.overdue_by[found.find(case, rule)]) for rule in LATE}
    assert late == {"dols_standard_21d": 24, "dols_decision": 29}
    split = stages(context(book, Timescales.shipped(), TODAY))
    at = split.case.tolist().index(case)
    team_before, bia, team_after = (int(part[at]) for part in (split.before, split.bia, split.after))
    assert (team_before, bia, team_after, int(split.total[at])) == (20, 21, 8, 49)


def test_a_query_after_the_allocation_ended_begins_it_again(council, out):
    back(council, out, "bia")
    held = cases.holder(council.book, out, "bia", TODAY)
    build = Builder(council.book, "test", "manager")
    build.replace("allocation", held, ended_on=on("12 nov"))
    council.run(build.act("ended as a spreadsheet has it"))
    council.run(assessments.queried(council.book, [out], "bia", on("16 nov"), **council.by))
    assert cases.holder(council.book, out, "bia", TODAY) >= 0


def test_the_signatory_is_named_and_assessed_nothing(council, out, staff):
    back(council, out, "mha")
    back(council, out, "bia")
    with pytest.raises(Refused, match="Name the signatory"):
        decisions.sign_off(council.book, out, granted(signatory=-1), **council.by)
    for assessor in (staff.bia, staff.mha):
        with pytest.raises(Refused, match="may not sign it off") as caught:
            decisions.sign_off(council.book, out, granted(signatory=assessor), **council.by)
        assert caught.value.basis == "council rule"
    council.run(decisions.sign_off(council.book, out, granted(), **council.by))
    assert decisions.likely_signatory(council.book, out, TODAY) == 0


def test_granting_keeps_conditions_people_and_the_decision(council, out):
    back(council, out, "mha")
    back(council, out, "bia")
    decision = granted(
        conditions="review in May\ncare plan by July",
        representative=Representative("unpaid", "Ann Lee", "daughter", on("16 nov")),
        advocate=Advocate("39D", "Voice", instructed_on=on("16 nov")),
    )
    council.run(decisions.sign_off(council.book, out, decision, **council.by))
    book = council.book
    assert [book.condition.text[row] for row in cases.facts(book.condition, out)] == [
        "review in May",
        "care plan by July",
    ]
    assert book.representative.name[after_sign_off.representative_now(book, out)] == "Ann Lee"
    assert len(cases.facts(book.advocate, out)) == 1
    (row,) = cases.facts(book.decision, out)
    assert (book.decision.word("kind", row), book.decision.word("assessed", row)) == ("granted", "fully")
    assert cases.last_day(book, out, "sent_to_signatory") == on("16 nov")  # signing sent it there


def test_nothing_is_signed_before_its_forms_are_back(council, out):
    back(council, out, "mha")
    back(council, out, "bia", "18 nov")
    with pytest.raises(
        Refused, match="Form 3 came back on 18/11/2026; it cannot have been signed off before"
    ):
        decisions.sign_off(council.book, out, granted(), **council.by)
    assert state(council, out) == "ASSESSED"


def test_refusing_needs_a_requirement_that_is_not_met(council, out):
    refusal = SignOff(TODAY, "not granted", "has_capacity", signatory=0)
    with pytest.raises(Refused, match="Form 3 and Form 4 are not back .* Close the request instead"):
        decisions.sign_off(council.book, out, refusal, **council.by)
    back(council, out, "mha")
    back(council, out, "bia")
    with pytest.raises(Refused, match=r"must be given \(Schedule A1 paragraph 50\(1\)\)") as caught:
        decisions.sign_off(council.book, out, refusal, **council.by)
    assert caught.value.basis == "statute"


def test_a_first_negative_assessment_lets_it_be_refused(council, out):
    back(council, out, "bia", met=False)
    refusal = SignOff(TODAY, "not granted", "not_deprived_consent", signatory=0)
    council.run(decisions.sign_off(council.book, out, refusal, **council.by))
    (row,) = cases.facts(council.book.decision, out)
    assert council.book.decision.column("code")[row] == "not_deprived_consent"
    assert council.book.decision.word("assessed", row) == "partly"
    assert state(council, out) == "NOT_GRANTED"
    assert cases.ended_on(council.book, out) == TODAY


def test_reasons_are_offered_by_the_law_of_the_day():
    before = {one.code for one in dols_reasons.offered("not_granted", on("1 jun"))}
    after = {one.code for one in dols_reasons.offered("not_granted", on("2 jun"))}
    assert "not_deprived" in before - after
    assert {"not_deprived_objective", "not_deprived_consent", "not_deprived_both"} == after - before
    assert dols_reasons.named("Has capacity").code == "has_capacity"
    assert all(one.national for one in dols_reasons.closing_reasons().values())


def test_closing_many_is_whole_for_each(council):
    rows = [council.request(f"P{number}", "2 nov") for number in range(3)]
    act = decisions.close(council.book, rows, SignOff(TODAY, "closed", "duplicate"), **council.by)
    assert len(act.sets) == 3
    council.run(act)
    kinds = [
        council.book.decision.word("assessed", cases.facts(council.book.decision, row)[0]) for row in rows
    ]
    assert kinds == ["none"] * 3


def test_only_a_request_that_waits_is_transferred(council, out):
    with pytest.raises(Refused, match="is with its assessors .* cannot be transferred"):
        handover.transfer(council.book, out, "Hampshire", TODAY, **council.by)
    waiting = council.request("P2")
    with pytest.raises(Refused, match="Name the council"):
        handover.transfer(council.book, waiting, " ", TODAY, **council.by)
    council.run(handover.transfer(council.book, waiting, "Hampshire", TODAY, **council.by))
    assert state(council, waiting) == "TRANSFERRED"


def test_reopening_is_a_correction_with_its_reason(council, out):
    back(council, out, "mha")
    back(council, out, "bia")
    council.run(decisions.sign_off(council.book, out, granted(), **council.by))
    with pytest.raises(Refused, match="Give the reason"):
        handover.reopen(council.book, out, author="manager", reason="")
    council.run(handover.reopen(council.book, out, author="manager", reason="wrong request"))
    assert state(council, out) == "SCRUTINY"
    assert not cases.facts(council.book.authorisation, out)
    assert cases.last_day(council.book, out, "signed_off") == NO_DAY
    with pytest.raises(Refused, match="nothing to take back"):
        handover.reopen(council.book, out, author="manager", reason="again")


def test_a_review_runs_beside_and_bars_reopening(council, out):
    back(council, out, "mha")
    back(council, out, "bia")
    council.run(decisions.sign_off(council.book, out, granted(), **council.by))
    council.run(authorisations.review(council.book, out, on("18 nov"), "rpr", **council.by))
    assert state(council, out) == "IN_FORCE"
    council.run(
        authorisations.review(
            council.book,
            out,
            on("18 nov"),
            "rpr",
            decided_on=TODAY,
            outcome="conditions changed",
            **council.by,
        )
    )
    assert len(cases.facts(council.book.authorisation_review, out)) == 1
    with pytest.raises(Refused, match="suspended or reviewed since"):
        handover.reopen(council.book, out, author="manager", reason="wrong")


def test_what_a_spreadsheet_says_one_person_did_both_of_is_not_granted(council, staff):
    """The tracker is a fact and stays; signing on it is our own act."""
    case = council.request("P30")
    build = Builder(council.book, "test.tracker", "import")
    row = council.book.case.ids[case]
    for role, kind in (("bia", "form3_returned"), ("mha", "form4_returned")):
        build.insert("allocation", case=row, role=role, worker=staff.both, on=on("5 nov"))
        build.insert("event", case=row, kind=kind, on=on("12 nov"))
    council.run(build.act("imported"))
    decision = SignOff(TODAY, "granted", starts_on=TODAY, ends_on=on("19 nov 2027"), signatory=0)
    with pytest.raises(Refused, match=r"One person did both.*129\(5\)"):
        decisions.sign_off(council.book, case, decision, **council.by)
