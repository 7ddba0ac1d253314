"""The children's panels worked by the keyboard: by name, twice, in vain, ahead, up and across."""

import pytest
from PySide6.QtCore import Qt
from scene import TODAY, on
from test_panels import desk, staff  # noqa: F401

from desktop.commands import actions, planned, supervision, visits
from desktop.commands.plans import Placement
from desktop.commands.visits import Seen, Visit
from desktop.domain import cases
from desktop.domain.lists.escalations import escalations
from desktop.domain.load import load_points

LONG_TERM = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)


@pytest.fixture
def family(staff):  # noqa: F811
    """Ali on a protection plan, Bea in need, Cy looked after with three months agreed."""
    from desktop.commands import agreements
    from desktop.commands.agreements import Agreement

    ali = staff.child("ALI1", "cp", "2 nov", family="F", worker=staff.sam)
    bea = staff.child("BEA1", "cin", "12 oct", family="F")
    cy = staff.child("CY1", "cla", "10 jun 2024", family="F", placement=LONG_TERM)
    agreed = Agreement("3m", on("16 jun 2025"), carer_agrees=True, worker_agrees=True, iro_agrees=True)
    staff.run(agreements.agree(staff.book, cy, agreed, **staff.by))
    return ali, bea, cy


def test_a_joint_visit_from_a_typed_name_takes_fourteen_keys(desk, family):  # noqa: F811
    ali, bea, cy = family
    panel = desk.open("visit_to")
    desk.type("ali")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert [line.case for line in panel.lines] == [ali, bea, cy]
    desk.press(Qt.Key.Key_Space)
    desk.type("a")
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Tab)
    desk.type("t")
    desk.preview()
    assert panel.preview.text() == "CA next 4 Dec; CB 1 Jan; CC agreed 3 months, 20 Feb"
    desk.save(panel)
    assert desk.keys <= 14
    rows = [cases.events(desk.book, case, "visit")[0] for case in family]
    assert len({desk.book.event.joint[row] for row in rows}) == 1
    assert [int(desk.book.event.alone[row]) for row in rows] == [1, 0, 0]


def test_a_name_that_nobody_has_is_said_and_nothing_is_lost(desk, family):  # noqa: F811
    panel = desk.open("visit_to")
    desk.type("zzz")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(panel.wrong.text()), timeout=3000)
    assert "No child of that name" in panel.wrong.text()
    assert panel.child.finder.text() == "zzz"


def test_the_same_visit_by_a_colleague_is_caught_and_joined(desk, staff, family):  # noqa: F811
    ali, bea, _ = family
    staff.run(visits.record(staff.book, Visit(TODAY, (Seen(ali),), worker=staff.sam), **staff.by))
    panel = desk.open("visit", bea)
    rows = {line.case: at for at, line in enumerate(panel.lines)}
    for case in (ali, bea):
        panel.table.setCurrentCell(rows[case], 0)
        desk.press(Qt.Key.Key_Space)
    desk.preview()
    assert "a visit to ALI1 on 20/11/2026 by Sam Worker is recorded already (by manager," in panel.odd.text()
    assert panel.again_pair.isVisibleTo(panel)
    assert "same visit or a second one" in desk.refused(panel)
    panel.again.pick("join")
    desk.save(panel)
    event = desk.book.event
    (first,), (joined,) = (cases.events(desk.book, case, "visit") for case in (ali, bea))
    assert event.joint[first] == event.joint[joined] != ""


def test_each_child_has_its_own_reason(desk, family):  # noqa: F811
    ali, bea, _ = family
    panel = desk.open("visit", ali)
    desk.type("x")
    panel.reason.setCurrentText("Nobody at home")
    panel.reason.chosen.emit()
    panel.table.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.type("x")
    assert panel.reason.text == "Nobody at home"
    panel.reason.setCurrentText("At school")
    panel.reason.chosen.emit()
    desk.preview()
    assert "CA not seen, next 16 Nov" in panel.preview.text() or "overdue since" in panel.preview.text()
    desk.save(panel)
    told = [desk.book.event.outcome[cases.events(desk.book, case, "visit")[0]] for case in (ali, bea)]
    assert told == ["Nobody at home", "At school"]


def test_a_plan_ahead_is_three_keys_and_is_taken_back_with_a_reason(desk, family):  # noqa: F811
    ali = family[0]
    panel = desk.open("plan_ahead", ali)
    desk.type("+3")
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 4
    (row,) = planned.rows_of(desk.book, ali, "visit")
    assert int(desk.book.planned.on[row]) == TODAY + 3
    again = desk.open("plan_ahead", ali)
    assert "Planned now: 23/11/2026" in again.odd.text()
    again.take_back.setChecked(True)
    assert "why the planned visit is taken back" in desk.refused(again)
    again.reason.setText("family away")
    desk.save(again)
    assert planned.rows_of(desk.book, ali, "visit") == []


def test_a_review_of_brothers_and_sisters_asks_only_what_fits(desk, family):  # noqa: F811
    ali, bea, cy = family
    panel = desk.open("record", bea, cy)
    offered = {panel.what.itemData(at) for at in range(panel.what.count())}
    assert "review" in offered
    assert "core_group" not in offered
    panel.what.pick("review")
    assert panel.pairs["outcome"].isVisibleTo(panel)
    assert not panel.pairs["seen"].isVisibleTo(panel)
    desk.preview()
    assert "next by 20 Feb 2027" in panel.then.text()
    desk.save(panel)
    assert [cases.last_day(desk.book, case, "review") for case in (bea, cy)] == [TODAY, TODAY]
    again = desk.open("record", bea)
    again.what.pick("review")
    assert "already recorded" in desk.refused(again)


def test_a_child_is_brought_to_a_manager_and_the_answer_is_written(desk, staff, family):  # noqa: F811
    ali = family[0]
    for day in ("10 nov", "12 nov"):
        attempt = Visit(on(day), (Seen(ali, seen=False, reason="out"),))
        staff.run(visits.record(staff.book, attempt, **staff.by))
    desk.session.move_to(TODAY)
    panel = desk.open("escalate", ali)
    assert panel.words.toPlainText() == "2 visits tried in vain, never seen on this plan"
    assert "Name the manager" in desk.refused(panel)
    panel.to.pick(staff.bea)
    desk.save(panel)
    answer = desk.open("escalate", ali)
    assert "Brought to Bea Assessor on 20/11/2026" in answer.odd.text()
    assert not answer.to_pair.isVisibleTo(answer)
    answer.words.setPlainText("joint visit with the police")
    desk.save(answer)
    assert (escalations(desk.session.desk).row < 0).all()


def test_cases_move_to_a_colleague_with_the_effect_on_both_shown(desk, staff, family):  # noqa: F811
    ali, bea, _ = family
    panel = desk.open("allocate", ali, bea)
    assert panel.save.text().startswith("Reallocate")
    desk.type("bea")
    desk.preview()
    desk.preview()
    told = panel.effect.text().splitlines()
    assert told[0].startswith("Bea Assessor: 0 → 2 children, 0 → ")
    assert told[1].startswith("Sam Worker: 1 → 0 children")
    assert "why the worker changes" in desk.refused(panel)
    panel.code.pick("LEFTRL")
    desk.save(panel)
    table = desk.book.allocation
    row = cases.holder(desk.book, ali, "worker", TODAY)
    assert (int(table.worker[row]), table.reason_code[row]) == (staff.bea, "LEFTRL")
    assert load_points(desk.session.desk, staff.sam).children == 0


def test_supervision_takes_up_last_times_actions_and_adds_new_ones(desk, staff, family):  # noqa: F811
    ali, bea, _ = family
    last = supervision.record(
        staff.book,
        [ali],
        on("10 nov"),
        agreed=[actions.NewAction(ali, "Chronology", staff.sam, on("17 nov"))],
        **staff.by,
    )
    staff.run(last)
    desk.session.move_to(TODAY)
    panel = desk.open("supervision", ali, bea)
    part = panel.actions_
    assert [part.table.item(0, at).text() for at in range(4)] == [
        "CA",
        "Chronology",
        "17/11/2026",
        "3 d over",
    ]
    part.table.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert part.table.item(0, 3).text() == "✓ done"
    panel.table.setFocus()
    panel.table.setCurrentCell(1, 0)
    desk.type("n")
    desk.type("Ring the school")
    part.owner.pick(staff.bea)
    part.due.set_day(TODAY + 7)
    part.text.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert part.table.item(1, 3).text() == "new"
    desk.save(panel)
    assert desk.told[-1] == "Supervision on 20/11/2026, 2 children, 1 action agreed"
    (left,) = actions.open_for(desk.session.desk, [ali, bea])
    assert (left.text, left.owner, left.case) == ("Ring the school", staff.bea, bea)


def test_the_agreed_frequency_is_reviewed_and_decided_on(desk, family):  # noqa: F811
    cy = family[2]
    panel = desk.open("frequency", cy)
    assert "Agreed 3 months from 16/06/2025" in panel.about.text()
    panel.what.pick("reviewed")
    panel.mode.review.edit.setText("1/6/27")
    desk.save(panel)
    row = cases.agreement_on(desk.book, cy, TODAY)
    assert int(desk.book.agreed_frequency.review_by[row]) == on("1 jun 2027")
    panel = desk.open("frequency", cy)
    panel.what.pick("decide")
    panel.mode.decision.pick("refused")
    desk.save(panel)
    assert desk.book.agreed_frequency.word("panel_decision", cases.agreement_on(desk.book, cy, TODAY)) == (
        "refused"
    )


def test_a_workers_own_supervision_is_its_date(desk, staff):  # noqa: F811
    panel = desk.open("absence")
    desk.type("Sam Worker")
    panel.what.pick("supervised")
    assert not panel.first.pair.isVisibleTo(panel)
    panel.supervisor.pick(staff.bea)
    desk.save(panel)
    assert supervision.last_of_worker(desk.book, staff.sam, TODAY) == TODAY
    again = desk.open("absence")
    desk.type("Sam Worker")
    assert again.about.text().endswith("Own supervision last on 20/11/2026.")


def test_a_part_time_post_has_its_share_of_the_ceiling(desk, staff):  # noqa: F811
    panel = desk.open("absence")
    desk.type("Sam Worker")
    panel.what.pick("post")
    assert panel.hours.text() == "100"
    panel.hours.setText("sixty")
    assert "not a whole number up to 100" in desk.refused(panel)
    panel.hours.setText("60 %")
    desk.save(panel)
    assert load_points(desk.session.desk, staff.sam).ceiling == 30


def test_a_sister_is_tied_by_name_and_the_visit_then_offers_both(desk, staff):  # noqa: F811
    ann, sue = staff.child("ANN1", "cp", "2 nov"), staff.child("SUE1", "cin", "2 nov")
    panel = desk.open("change", ann)
    panel.what.pick("family")
    assert "Type the name or id" in desk.refused(panel)
    panel.mode.child.finder.setFocus()
    desk.type("sue")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "SUE1" in panel.mode.told.text(), timeout=3000)
    assert panel.mode.told.text().startswith("One family: CA ANN1, CS SUE1.")
    desk.type("x")  # somebody else after all: nobody is tied until found again
    assert "Type the name or id" in desk.refused(panel)
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: panel.mode.told.isVisibleTo(panel), timeout=3000)
    desk.save(panel)
    assert {line.case for line in desk.open("visit", ann).lines} == {ann, sue}
    again = desk.open("change", ann)
    again.what.pick("family")
    again.mode.what.pick("part")
    assert not again.mode.child.finder.isVisibleTo(again)
    desk.save(again)
    assert [line.case for line in desk.open("visit", ann).lines] == [ann]


def test_a_team_is_given_its_manager_by_keyboard(desk, staff):  # noqa: F811
    from desktop.commands.acts import Builder

    build = Builder(desk.book, "test.team", "t")
    build.insert("team", name="Locality 1", name_key="locality 1", service="children")
    staff.run(build.act("team"))
    desk.session.move_to(TODAY)
    panel = desk.open("absence")
    desk.type("Sam Worker")
    panel.what.pick("leads")
    assert panel.team_pair.isVisibleTo(panel)
    assert panel.team.currentText() == "Locality 1 (nobody yet)"
    desk.save(panel)
    assert int(desk.book.team.manager[0]) == staff.sam


def test_who_covers_and_is_away_too_is_said(desk, staff):  # noqa: F811
    from desktop.commands import people

    staff.run(people.set_absence(staff.book, staff.bea, TODAY + 2, TODAY + 9, author="manager"))
    desk.session.move_to(TODAY)
    panel = desk.open("absence")
    desk.type("Sam Worker")
    panel.last.edit.setText("30/11/26")
    panel.cover.pick(staff.bea)
    desk.preview()
    assert panel.odd.text() == (
        "Note: Bea Assessor is away too, from 22/11/2026 to 29/11/2026: for those days nobody has the work."
    )
    panel.cover.pick(staff.bob)
    desk.preview()
    assert not panel.odd.text()


def test_what_a_colleague_recorded_a_moment_ago_is_not_recorded_twice(desk, staff, family):  # noqa: F811
    from desktop.commands.workspace import Workspace

    ali = family[0]
    panel = desk.open("supervision", ali)
    with Workspace.open(desk.session.path, desk.key, "priya", exclusive=False, today=lambda: TODAY) as other:
        other.run(supervision.record(other.book, [ali], TODAY, author="priya", today=TODAY))
    assert "already recorded" in desk.refused(panel)
