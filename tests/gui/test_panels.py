"""The entry panels, worked by the keyboard as a person works them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
)
from scene import TODAY, Council, on

from desktop.commands import allocations, assessments
from desktop.commands.allocations import Choice
from desktop.commands.plans import Placement
from desktop.commands.workspace import Workspace
from desktop.domain import cases
from desktop.domain.days import date_of
from desktop.models.session import Session
from desktop.store.keys import Key
from desktop.tasks import TaskRunner
from desktop.views.actions import BY_ID, VERBS
from desktop.views.panels import PANELS
from desktop.views.panels.context import Drafts, PanelContext
from desktop.views.theme import theme


@pytest.fixture
def desk(qtbot, tmp_path, monkeypatch):
    """An open session with a council to work on."""
    monkeypatch.setenv("CASECLOCK_TODAY", date_of(TODAY).isoformat())
    theme().apply("light", 100)
    path = tmp_path / "council.caseclock"
    key = Key.generate()
    space = Workspace.create(path, key, author="manager", today=lambda: TODAY)
    tasks = TaskRunner()
    session = Session(tasks)
    with qtbot.waitSignal(session.opened):
        session.open(path, lambda: space)
    session.told.connect(lambda words, _: told.append(words))
    told = []
    desk = Desk(qtbot, session, space, told)
    desk.key = key
    yield desk
    session.close()
    tasks.close()
    qtbot.wait(20)
    for panel in desk.panels:  # here, on this thread, and after the lanes are empty
        panel.close()
        panel.deleteLater()
    qtbot.wait(5)


class Desk:
    """A person at the keyboard: opens panels, presses keys, and counts them."""

    def __init__(self, qtbot, session, space, told):
        self.qtbot, self.session, self.space, self.told = qtbot, session, space, told
        self.council = Council(space)
        self.book = space.book
        self.drafts = Drafts(session)
        self.keys = 0
        self.panels = []

    def open(self, key, *rows):
        """Open a verb's panel on some case rows, as its letter does."""
        panel = PANELS[key].open(PanelContext(self.session, tuple(rows), self.drafts))
        self.panels.append(panel)
        panel.resize(theme().px(32), theme().px(48))
        panel.show()
        panel.activateWindow()
        self.settle()
        self.keys = 1
        panel.take_focus()
        return panel

    def settle(self):
        """Let what was asked off the GUI thread arrive."""
        for _ in range(3):
            self.session.tasks.wait()
            self.qtbot.wait(5)

    def press(self, *keys, ctrl=False):
        for key in keys:
            modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(QApplication.focusWidget(), key, modifier)
            self.keys += 1

    def type(self, text):
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
            self.keys += 1

    def preview(self):
        """Wait as long as a preview takes to follow the typing."""
        self.qtbot.wait(160)
        self.settle()

    def save(self, panel, *keys, ctrl=True):
        said = len(self.told)
        with self.qtbot.waitSignal(panel.saved, timeout=3000):
            self.press(*(keys or (Qt.Key.Key_Return,)), ctrl=ctrl)
        self.qtbot.waitUntil(lambda: len(self.told) > said)  # the list comes before the message

    def refused(self, panel):
        """Press Ctrl+Enter and give the sentence that the panel shows."""
        self.press(Qt.Key.Key_Return, ctrl=True)
        self.qtbot.waitUntil(lambda: bool(panel.wrong.text()), timeout=3000)
        return panel.wrong.text()


@pytest.fixture
def staff(desk):
    council = desk.council
    council.doctor = council.worker("Max Doctor", is_mha=True, engagement="independent")
    council.bea = council.worker("Bea Assessor", is_bia=True, engagement="in_house_team")
    council.bob = council.worker("Bob Assessor", is_bia=True, engagement="independent")
    council.sam = council.worker("Sam Worker")
    desk.session.move_to(TODAY)
    return council


def out_with_assessors(desk, staff, ref="P1"):
    case = staff.request(ref, "2 nov")
    choices = [Choice(case, staff.bea, "bia", on("5 nov")), Choice(case, staff.doctor, "mha", on("4 nov"))]
    staff.run(allocations.allocate(desk.book, choices, **staff.by))
    return case


def test_returned_is_one_letter_and_enter(desk, staff):
    case = out_with_assessors(desk, staff)
    panel = desk.open("returned", case)
    assert "Form 3 with Bea Assessor since 05/11/2026" in panel.about.text()
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 2  # with the key that goes to the row: three
    assert cases.last_day(desk.book, case, "form3_returned") == TODAY
    assert desk.told == ["Form 3 back on 20/11/2026"]
    again = desk.open("returned", case)
    assert again.form_back.value == "mha"
    desk.type("-1")
    desk.save(again, Qt.Key.Key_Return, ctrl=False)
    assert cases.last_day(desk.book, case, "form4_returned") == TODAY - 1


def test_a_joint_visit_to_three_children_in_fourteen_keys(desk, staff):
    ali = staff.child("A1", "cp", "2 nov", family="F", worker=staff.sam)
    bea = staff.child("B2", "cin", "12 oct", family="F")
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    cy = staff.child("C3", "cla", "10 jun 2024", family="F", placement=home)
    panel = desk.open("visit", ali)
    assert [line.case for line in panel.lines] == [ali, bea, cy]
    assert panel.worker.text == "Sam Worker"
    desk.press(Qt.Key.Key_Space)
    desk.type("a")
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Tab)
    desk.type("t")
    desk.preview()
    assert panel.preview.text() == "CA next 4 Dec; CB 1 Jan; CC 1 Jan"
    desk.save(panel)
    assert desk.keys <= 13  # with the key that goes to the row: fourteen
    rows = [cases.events(desk.book, case, "visit")[0] for case in (ali, bea, cy)]
    assert len({desk.book.event.joint[row] for row in rows}) == 1
    assert [int(desk.book.event.alone[row]) for row in rows] == [1, 0, 0]
    due = desk.session.desk.clocks
    assert int(due.due[due.find(ali, "cp_visit_10wd")]) == on("4 dec")


def test_an_attempt_asks_why_and_moves_no_clock(desk, staff):
    case = staff.child("A1")
    panel = desk.open("visit", case)
    assert "Tick at least one child" in desk.refused(panel)  # nobody counts as seen until somebody says so
    desk.type("x")
    assert panel.reason_pair.isVisible()
    assert "why the child was not seen" in desk.refused(panel)
    panel.reason.pick("Nobody at home")
    desk.save(panel)
    row = cases.events(desk.book, case, "visit")[0]
    assert (int(desk.book.event.seen[row]), desk.book.event.outcome[row]) == (0, "Nobody at home")


def test_what_is_wrong_is_said_in_the_panel_and_nothing_is_lost(desk, staff):
    case = staff.child("A1")
    panel = desk.open("visit", case)
    desk.press(Qt.Key.Key_Space)
    panel.on.edit.setText("+3")
    assert "has not come yet" in desk.refused(panel)
    panel.on.edit.setText("31/31/26")
    assert "no such month" in desk.refused(panel) or "not a day" in panel.wrong.text()
    panel.on.edit.setText("mon")
    assert not panel.wrong.text()
    desk.save(panel)
    assert cases.last_day(desk.book, case, "visit") == on("16 nov")


def test_an_odd_visit_is_noted_before_it_is_saved(desk, staff):
    panel = desk.open("visit", staff.child("A1"))
    desk.press(Qt.Key.Key_Space)
    panel.on.edit.setText("20 oct")
    desk.preview()
    assert "before this plan started on 02/11/2026" in panel.odd.text()


def test_supervision_of_all_ticked_is_letter_date_enter(desk, staff):
    rows = [staff.child(f"C{number}") for number in range(4)]
    panel = desk.open("supervision", *rows)
    assert panel.about.text() == "4 of 4 children"
    desk.type("t")
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 3  # with select all: four
    assert all(cases.last_day(desk.book, row, "supervision") == TODAY for row in rows)


def test_a_child_not_discussed_is_left_out_and_a_second_session_refused(desk, staff):
    rows = [staff.child(f"C{number}") for number in range(3)]
    panel = desk.open("supervision", *rows)
    panel.table.setFocus()
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert panel.about.text() == "2 of 3 children"
    desk.save(panel)
    assert [bool(cases.events(desk.book, row, "supervision")) for row in rows] == [True, False, True]
    again = desk.open("supervision", *rows)
    assert "already recorded for 2 of these children" in desk.refused(again)


def test_one_child_brings_the_rest_of_the_workers_list_unticked(desk, staff):
    rows = [staff.child(f"C{number}", worker=staff.sam) for number in range(3)]
    panel = desk.open("supervision", rows[0])
    assert panel.about.text() == "1 of 3 children"


def test_eight_requests_go_to_one_assessor_by_typing_a_name(desk, staff):
    rows = [staff.request(f"P{number}") for number in range(8)]
    panel = desk.open("allocate", *rows)
    assert panel.role.value == "bia"
    names = [panel.table.item(at, 0).text().splitlines()[0] for at in range(panel.table.rowCount())]
    assert names == ["1. Bea Assessor", "2. Bob Assessor"]
    desk.type("bob")
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.told == ["8 cases allocated to a BIA"]
    assert {cases.worker_of(desk.book, row, TODAY, "bia") for row in rows} == {staff.bob}
    again = desk.open("allocate", rows[0])
    assert again.role.value == "mha"


def test_who_may_not_be_chosen_is_shown_with_the_reason_and_refused(desk, staff):
    home = staff.home("Shirley Lodge", run_by_council=1)
    case = staff.request("P1", home=home)
    panel = desk.open("allocate", case)
    assert panel.table.item(0, 0).text() == "1. Bob Assessor\n0 open, 0 in 12 weeks"
    assert panel.table.item(1, 0).text().startswith("✗ Bea Assessor\n")
    assert not panel.bar.isVisible()
    desk.press(Qt.Key.Key_Down)
    assert "regulation 12(2)" in panel.bar.text()
    desk.type("bea")
    panel.finder.typed.emit("bea")
    assert "regulation 12(2)" in desk.refused(panel)
    assert cases.worker_of(desk.book, case, TODAY, "bia") == -1


def test_reallocating_says_so(desk, staff):
    case = out_with_assessors(desk, staff)
    panel = desk.open("allocate", case)
    assert "has this already" in panel.odd.text()
    assert panel.save.text().startswith("Reallocate")
    desk.type("bob")
    desk.save(panel)
    assert cases.worker_of(desk.book, case, TODAY, "bia") == staff.bob


def test_a_new_request_looks_the_person_up_and_warns_without_blocking(desk, staff):
    staff.request("P77", "2 nov")
    panel = desk.open("new_request")
    desk.type("p77")
    desk.preview()
    assert panel.person.row == 0
    assert "DoLS request since 02/11/2026" in panel.person.open_now.text()
    panel.urgent.setChecked(True)
    panel.ends.edit.setText("4/12/26")
    desk.preview()
    assert "another request open" in panel.odd.text()
    assert "counts to 26/11/2026" in panel.odd.text()
    desk.save(panel)
    assert len(cases.of_person(desk.book, 0)) == 2


def test_a_new_request_for_somebody_new_at_a_new_home(desk, staff):
    staff.request("P77", home="Shirley Lodge")
    panel = desk.open("new_request")
    assert "Choose the person" in desk.refused(panel)
    desk.type("X100")
    desk.preview()
    assert panel.person.is_new
    assert panel.person.ref.text() == "X100"
    panel.person.name.setText("Anna Example")
    panel.home.finder.setFocus()
    desk.type("shirley")
    desk.preview()
    assert panel.home.table.item(0, 1).text() == "1"
    desk.press(Qt.Key.Key_Down)
    desk.preview()
    assert "This home has 1 other open request." in panel.odd.text()
    desk.save(panel)
    assert desk.book.person.ref[-1] == "X100"
    assert len(desk.book.managing_authority) == 1


def test_several_matches_wait_for_a_choice(desk, staff):
    staff.request("P1")
    staff.request("P2")
    panel = desk.open("new_request")
    desk.type("person")
    desk.preview()
    assert panel.person.table.rowCount() == 3
    assert "Choose the person" in desk.refused(panel)
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert panel.person.row == 1


def test_a_new_child_becomes_looked_after(desk, staff):
    panel = desk.open("new_plan")
    desk.type("C100")
    desk.preview()
    panel.person.family.setText("F9")
    panel.kind.pick("cla")
    panel.worker.setCurrentText("Sam Worker")
    panel.placement.code.setCurrentText("u4")
    desk.save(panel)
    assert cases.kind_of(desk.book, 0) == "cla"
    assert desk.book.placement.column("code")[0] == "U4"
    assert cases.worker_of(desk.book, 0, TODAY) == staff.sam
    assert desk.book.person.family[0] == "F9"


def test_signing_off_goes_from_one_request_to_the_next(desk, staff):
    rows = [out_with_assessors(desk, staff, ref) for ref in ("P1", "P2")]
    for role in ("bia", "mha"):
        staff.run(assessments.returned(desk.book, rows, role, on("12 nov"), **staff.by))
    panel = desk.open("sign_off", *rows)
    assert "(1 of 2)" in panel.about.text()
    assert "Name the signatory" in desk.refused(panel)
    panel.signatory.setCurrentText("Sam Worker")
    panel.ends.edit.setText("20/11/27")
    assert "at most 12 months" in desk.refused(panel)
    panel.ends.edit.setText("19/11/27")
    desk.save(panel)
    desk.settle()
    assert "(2 of 2)" in panel.about.text()
    panel.outcome.pick("closed")
    assert not panel.starts.isVisible()
    assert "Give the reason" in desk.refused(panel)
    panel.reason.pick("died")
    with desk.qtbot.waitSignal(panel.closed):
        desk.save(panel)
    assert [cases.last_day(desk.book, row, "signed_off") for row in rows] == [TODAY, TODAY]
    assert cases.facts(desk.book.authorisation, rows[0])


def test_a_note_with_a_next_day_is_a_chase(desk, staff):
    case = staff.request("P1")
    panel = desk.open("note", case)
    desk.type("Rang the ward")
    panel.next.edit.setText("+3")
    desk.save(panel)
    row = cases.facts(desk.book.note, case)[0]
    assert desk.book.note.word("kind", row) == "chase"
    assert int(desk.book.note.chase_next_on[row]) == TODAY + 3


def test_closing_a_request_signs_it_off_as_closed(desk, staff):
    case = staff.request("P1")
    panel = desk.open("close", case)
    assert "Give the reason" in desk.refused(panel)
    panel.reason.pick("died")
    desk.save(panel)
    row = cases.events(desk.book, case, "signed_off")[0]
    assert desk.book.event.outcome[row] == "closed: died"


def test_a_move_and_an_agreed_frequency(desk, staff):
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    case = staff.child("L1", "cla", "10 jun 2024", placement=home)
    panel = desk.open("frequency", case)
    assert "Placement U1 since 10/06/2024, meant to last to 18" in panel.about.text()
    panel.mode.interval.pick("6m")
    assert "child to agree" in desk.refused(panel)
    panel.mode.child.pick(True)
    desk.save(panel)
    assert cases.agreement_on(desk.book, case, TODAY) >= 0
    panel = desk.open("change", case)
    assert panel.what.value == "move"
    panel.mode.part.code.setCurrentText("U4")
    desk.save(panel)
    assert desk.book.placement.column("code")[cases.placement_on(desk.book, case, TODAY)] == "U4"


def test_every_change_of_a_request_makes_its_fields(desk, staff):
    case = out_with_assessors(desk, staff)
    panel = desk.open("change", case)
    for at in range(panel.what.count()):
        panel.what.setCurrentIndex(at)
        assert panel.mode.key == panel.what.value
    panel.what.pick("said")
    panel.mode.still.pick(True)
    desk.save(panel)
    assert int(desk.book.dols_request.still_there[cases.facts(desk.book.dols_request, case)[0]]) == 1


def test_escape_closes_and_the_draft_is_there_next_time(desk, staff):
    case = staff.child("A1")
    panel = desk.open("note", case)
    desk.type("half a thought")
    with desk.qtbot.waitSignal(panel.closed):
        desk.press(Qt.Key.Key_Escape)
    panel.close()
    again = desk.open("note", case)
    assert again.text.toPlainText() == "half a thought"
    assert again.back.isVisible()
    desk.save(again)
    again.close()
    other = desk.open("note", staff.child("B2"))
    assert other.text.toPlainText() == ""
    other.close()
    assert desk.open("note", case).text.toPlainText() == ""


def test_ticks_are_part_of_a_draft(desk, staff):
    rows = [staff.child(f"C{number}") for number in range(3)]
    panel = desk.open("supervision", *rows)
    panel.table.setFocus()
    desk.press(Qt.Key.Key_Space)
    panel.leave()
    panel.close()
    assert desk.open("supervision", *rows).about.text() == "2 of 3 children"


def test_the_panels_are_those_of_the_verbs():
    for key, panel in PANELS.items():
        verb = BY_ID[key]
        assert (verb.keys, verb.text) == (
            panel.shortcut,
            panel.title.replace("New DoLS request", "New request"),
        )
        assert verb.changes
    rows = {verb.id for verb in VERBS if verb.changes and verb.scope == "row"}
    without = {"propose", "priority_high", "priority_medium", "priority_low"}  # a page, or one key, does it
    assert rows - without <= set(PANELS)


def test_a_draft_is_in_the_file_two_seconds_later(desk, staff):
    panel = desk.open("note", staff.child("A1"))
    desk.type("kept")
    desk.qtbot.waitUntil(lambda: b"kept" in (desk.space.store.cache_get("drafts") or b""), timeout=4000)
    assert panel.text.toPlainText() == "kept"


@pytest.mark.parametrize("key", PANELS)
def test_every_control_has_a_name_and_can_be_reached(desk, staff, key):
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    request, signed = staff.request("R1"), out_with_assessors(desk, staff, "R2")
    child, looked_after = staff.child("A1"), staff.child("L1", "cla", "10 jun 2024", placement=home)
    rows = {name: [request] for name in ("allocate", "close", "note")}
    rows |= {"returned": [signed], "sign_off": [signed], "after": [signed], "change": [looked_after]}
    rows |= {"visit": [child], "supervision": [child], "correct": [child]}
    rows |= dict.fromkeys(("record", "plan_ahead", "escalate"), [child]) | {"frequency": [looked_after]}
    panel = desk.open(key, *rows.get(key, ()))
    kinds = (QLineEdit, QComboBox, QCheckBox, QPlainTextEdit, QTableWidget)
    controls = [widget for kind in kinds for widget in panel.findChildren(kind)]
    assert controls
    for widget in controls:
        named = widget.accessibleName() or (widget.text() if isinstance(widget, QCheckBox) else "")
        assert named, f"{key}: a {type(widget).__name__} has no name"
    reached, start = set(), QApplication.focusWidget()
    for _ in range(60):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            break
    assert panel.save in reached
    assert panel.shut in reached
    assert not any(label.text().startswith("Traceback") for label in panel.findChildren(QLabel))
