"""The DoLS desk's panels by the keyboard: triage, query, sign-off within bounds, what follows, changes."""

import pytest
from PySide6.QtCore import Qt
from scene import TODAY, on
from test_panels import desk, out_with_assessors, staff  # noqa: F401

from desktop.commands import after_sign_off, assessments, decisions, triage
from desktop.commands.assessments import Findings
from desktop.commands.decisions import SignOff
from desktop.domain import cases, dols_steps
from desktop.domain.days import NO_DAY
from desktop.domain.dols_states import STATES


def state(desk, case):  # noqa: F811
    return STATES[dols_steps.state_of(desk.book, case, TODAY)[0]]


@pytest.fixture
def assessed(desk, staff):  # noqa: F811
    case = out_with_assessors(desk, staff)
    six = Findings(longest_months=6, conditions="review in May", rpr="Ann Lee")
    staff.run(assessments.returned(desk.book, [case], "mha", on("12 nov"), **staff.by))
    staff.run(assessments.returned(desk.book, [case], "bia", on("12 nov"), findings=six, **staff.by))
    return case


@pytest.fixture
def granted(desk, staff, assessed):  # noqa: F811
    decision = SignOff(TODAY, "granted", "", TODAY, on("19 may 2027"), signatory=staff.sam)
    staff.run(decisions.sign_off(desk.book, assessed, decision, **staff.by))
    return assessed


def test_a_criterion_is_ticked_and_saved_in_two_keys(desk, staff):  # noqa: F811
    case = staff.request("P1", priority="")
    panel = desk.open("triage", case)
    desk.keys = 0
    desk.press(Qt.Key.Key_Space)
    assert panel.comes_to.text() == "The ticks come to high priority."
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 2
    last = triage.latest(desk.book, case)
    assert desk.book.triage.criteria[last] == "objects"
    assert state(desk, case) == "AWAITING_ALLOC"


def test_another_level_than_the_ticks_asks_why(desk, staff):  # noqa: F811
    case = staff.request("P1", priority="")
    panel = desk.open("triage", case)
    assert not panel.why.isVisible()
    desk.press(Qt.Key.Key_Space)
    panel.level.pick("low")
    assert panel.why.isVisible()
    assert "the ticks come to high priority, not low" in desk.refused(panel)
    panel.reason.setText("end of life")
    desk.save(panel)
    again = desk.open("triage", case)
    assert again.ticks.ticked == ("objects",)


def test_what_the_form_gave_is_ticked_and_what_is_missing_said(desk, staff):  # noqa: F811
    case = staff.request("P1")
    panel = desk.open("triage", case)
    panel.what.pick("form")
    desk.press(Qt.Key.Key_Space)
    desk.save(panel)
    assert "Not on the form: Gender;" in desk.open("triage", case).about.text()


def test_homes_are_asked_about_many_and_answer(desk, staff):  # noqa: F811
    rows = [staff.request(f"P{number}") for number in range(3)]
    panel = desk.open("triage", *rows)
    assert panel.what.findData("form") == -1
    panel.what.pick("ask")
    desk.save(panel)
    assert [state(desk, case) for case in rows] == ["SCREENED"] * 3
    panel = desk.open("triage", rows[0])
    panel.what.pick("answer")
    panel.answer.pick("withdrawn")
    assert "Say who answered" in desk.refused(panel)
    panel.informant.setText("deputy manager")
    desk.save(panel)
    assert state(desk, rows[0]) == "CLOSED_NA"


def test_a_query_is_one_letter_and_enter_and_the_form_comes_back_again(desk, staff, assessed):  # noqa: F811
    panel = desk.open("query", assessed)
    assert "Form 3 back 12/11/2026 from" in panel.about.text()
    desk.keys = 0
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 1
    assert state(desk, assessed) == "QUERY"
    again = desk.open("returned", assessed)
    assert "Form 3 with" in again.about.text()
    desk.save(again, Qt.Key.Key_Return, ctrl=False)
    assert state(desk, assessed) == "ASSESSED"


def test_the_sign_off_begins_with_what_the_assessor_said(desk, staff, assessed):  # noqa: F811
    panel = desk.open("sign_off", assessed)
    assert panel.outcome.value == "granted"
    assert panel.ends.day == on("19 may 2027")
    assert "At most to 19/05/2027: the time the best interests assessor gave." in panel.limit.text()
    assert panel.conditions.toPlainText() == "review in May"
    assert panel.rep_name.text() == "Ann Lee"
    panel.ends.edit.setText("19/11/27")
    panel.signatory.setCurrentText("Sam Worker")
    assert "paragraph 51(2)" in desk.refused(panel)
    panel.ends.edit.setText("19/5/27")
    panel.representative.pick("unpaid")
    desk.save(panel)
    assert after_sign_off.representative_now(desk.book, assessed) >= 0
    assert state(desk, assessed) == "IN_FORCE"


def test_whoever_signed_last_is_offered_and_an_assessor_is_not(desk, staff, granted):  # noqa: F811
    other = out_with_assessors(desk, staff, "P2")
    for role in ("bia", "mha"):
        staff.run(assessments.returned(desk.book, [other], role, on("12 nov"), **staff.by))
    panel = desk.open("sign_off", other)
    assert panel.signatory.text == "Sam Worker"
    panel.signatory.setCurrentText("Max Doctor")
    assert "may not sign it off" in desk.refused(panel)


def test_copies_are_ticked_off_in_two_keys(desk, staff, granted):  # noqa: F811
    panel = desk.open("after", granted)
    desk.keys = 0
    desk.press(Qt.Key.Key_Space)
    desk.save(panel)
    assert desk.keys == 2
    assert after_sign_off.sent_to(desk.book, granted) == {"person": TODAY}


def test_representative_condition_court_and_fee_are_one_save(desk, staff, granted):  # noqa: F811
    panel = desk.open("after", granted)
    panel.representative.pick("paid")
    panel.rep_name.setText("Bo Rep")
    panel.new_conditions.setPlainText("care plan by July")
    panel.court.pick("began")
    panel.assessor.setCurrentIndex(1)
    panel.fee.setText("two hundred")
    assert "The fee cannot be read" in desk.refused(panel)
    panel.fee.setText("£250.00")
    panel.invoice.setText("INV 7")
    panel.invoiced_on.edit.setText("t")
    desk.save(panel)
    book = desk.book
    assert book.representative.name[after_sign_off.representative_now(book, granted)] == "Bo Rep"
    assert after_sign_off.challenge_now(book, granted) >= 0
    (row,) = cases.facts(book.payment, granted)
    assert (int(book.payment.fee_pence[row]), int(book.payment.invoiced_on[row])) == (25_000, TODAY)
    desk.space.undo()
    assert not cases.facts(book.payment, granted)
    assert after_sign_off.challenge_now(book, granted) == -1


def test_nothing_follows_what_is_not_decided(desk, staff):  # noqa: F811
    panel = desk.open("after", staff.request("P1"))
    assert "not signed off yet" in panel.odd.text()
    desk.press(Qt.Key.Key_Space)
    assert "Sign it off first" in desk.refused(panel)


def test_an_older_assessment_used_again_is_warned_of(desk, staff):  # noqa: F811
    panel = desk.open("change", out_with_assessors(desk, staff))
    panel.what.pick("equivalent")
    panel.mode.which.pick("best_interests")
    panel.mode.on.edit.setText("1/6/26")
    assert "the test of a deprivation of liberty changed" in panel.odd.text()
    panel.mode.on.edit.setText("2/6/26")
    assert panel.odd.text() == ""


def test_a_review_a_transfer_and_a_correction(desk, staff, granted):  # noqa: F811
    panel = desk.open("change", granted)
    panel.what.pick("review")
    panel.mode.by_whom.pick("rpr")
    desk.save(panel)
    panel = desk.open("change", granted)
    panel.what.pick("review")
    desk.settle()
    assert panel.mode.by_whom.value == "rpr"
    panel.mode.decided.edit.setText("t")
    panel.mode.outcome.setCurrentText("conditions changed")
    desk.save(panel)
    assert len(cases.facts(desk.book.authorisation_review, granted)) == 1
    waiting = staff.request("P8")
    panel = desk.open("change", waiting)
    panel.what.pick("transfer")
    assert "Name the council" in desk.refused(panel)
    panel.mode.council.setText("Hampshire")
    desk.save(panel)
    assert state(desk, waiting) == "TRANSFERRED"
    panel = desk.open("change", waiting)
    panel.what.pick("reopen")
    panel.mode.reason.setCurrentText("wrong request")
    desk.save(panel)
    assert state(desk, waiting) == "AWAITING_ALLOC"


def test_earlier_requests_are_shown_while_a_new_one_is_typed(desk, staff, granted):  # noqa: F811
    panel = desk.open("new_request")
    desk.type("P1")
    desk.preview()
    desk.preview()
    assert "In force to 19/05/2027" in panel.earlier.text()
    assert "a further request is usually on Form 2" in panel.odd.text()
    panel.urgent.setChecked(True)
    panel.given.edit.setText("t")
    panel.ends.edit.setText("+9")
    desk.preview()
    assert "for longer than the law allows" in panel.odd.text()
    desk.save(panel)
    new = len(desk.book.case) - 1
    assert cases.ended_on(desk.book, new) == NO_DAY
    assert len(cases.facts(desk.book.urgent_authorisation, new)) == 1
