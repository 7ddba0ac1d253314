"""Settling what imports left open, by keyboard alone, on a real encrypted database."""

import pytest
from conftest import settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from spreadsheets import DOLS, TODAY, VISITS, Council, number

from desktop.commands import issues
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.store.keys import Key
from desktop.views.first_start import KeyPage
from desktop.views.table import ListTable

CHILD = {
    "Child ID": "100",
    "Initials": "AB",
    "Status": "CP",
    "Worker": "Ann Lee",
    "Plan/care start": "01/09/2026",
    "Last visit": "02/11/2026",
    "Seen?": "Y",
}
REQUEST = {
    "Ref": "D1",
    "Person ID": "900",
    "Name": "Nia Brown",
    "DOB": "02/02/1940",
    "Managing Authority": "Shirley Lodge",
    "Form": "1",
    "Date rec'd": "01/10/2026",
    "Urgent Y/N": "Y",
    "Urgent from": "01/10/2026",
    "Urgent ends": "14/10/2026",
    "BIA": "Jo Evans / Ben Taylor",
}
SECOND = {**REQUEST, "Ref": "D2", "Person ID": "901", "Date rec'd": "05/10/2026", "BIA": "Jo Evans"}
IMPOSSIBLE = {**REQUEST, "Ref": "D3", "Person ID": "902", "Name": "Al Poe", "Date rec'd": "31/02/2026"}


def fill(path, key):
    council = Council.__new__(Council)
    council.folder, council._files = path.parent, 0
    council.workspace = Workspace.create(path, key, author="manager", today=lambda: day(TODAY))
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    council.bring(VISITS, "2026-11-20", Locality_1=[{**CHILD, "Last visit": "30/10/2026"}])
    council.bring(DOLS, "2026-10-09", Tracker=[REQUEST])
    council.bring(DOLS, "2026-10-16", Tracker=[REQUEST, SECOND, IMPOSSIBLE])
    council.workspace.close()


class Desk:
    """A person at the To settle list, with a keyboard only."""

    def __init__(self, qtbot, window, council):
        self.qtbot, self.window, self.council = qtbot, window, council
        self.shell = window.shell
        self.view = self.shell.page.settle

    @property
    def book(self):
        return self.window.session.desk.book

    def press(self, *keys):
        for key in keys:
            target = QApplication.focusWidget() or self.view.issues.table
            self.qtbot.keyClick(target, key)
        self.rest()

    def undo(self):
        self.qtbot.keyClick(self.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    def rest(self):
        self.qtbot.wait(100)
        settle(self.qtbot, self.window)

    def level(self, name):
        self.view.show_level(name)
        self.rest()
        self.view.issues.table.setFocus()

    def rows(self):
        return len(self.view.issues.model.source)

    def go_to(self, title):
        """Down the list to the first question of that title."""
        for _ in range(self.rows()):
            if self.view.panel.asked.title == title:
                return
            self.press(Qt.Key.Key_J)
        pytest.fail(title)

    def answers(self):
        return [part.text().partition("   ")[2] for part in self.view.panel.answers]

    def sides(self):
        return [side.value for side in self.view.panel.asked.sides]


@pytest.fixture(scope="module")
def key():
    return Key.generate()


@pytest.fixture(scope="module")
def master(key, tmp_path_factory):
    path = tmp_path_factory.mktemp("settle") / "council.caseclock"
    fill(path, key)
    return path.parent


@pytest.fixture
def desk(qtbot, open_window, master, key, tmp_path):
    path = tmp_path / "council.caseclock"
    for one in master.glob("council.caseclock*"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    window = open_window(path, ready=False)
    qtbot.waitUntil(lambda: isinstance(window.shell.page, KeyPage), timeout=5000)
    window.shell.page.field.setText(key.recovery_text)
    window.shell.page._done()
    qtbot.waitUntil(lambda: window.session.desk is not None, timeout=10000)
    window.shell.resize(1440, 900)
    window.shell.show()
    window.shell.activateWindow()
    settle(qtbot, window)
    window.shell.go("data")
    made = Council.__new__(Council)
    made.workspace = window.session.workspace
    person = Desk(qtbot, window, made)
    window.shell.page.show_level("")
    person.rest()
    return person


def test_every_number_opens_its_list_and_a_file_narrows_both(desk):
    cards = desk.view.strip.cards
    assert sum(card.count.n for card in cards.values()) == desk.rows()
    assert f"({desk.rows()})" in desk.shell.page.tabs.tabText(1)
    for name, card in list(cards.items()):
        card.setFocus()
        desk.press(Qt.Key.Key_Space)
        assert desk.rows() == card.count.n, name
        card.setFocus()
        desk.press(Qt.Key.Key_Space)
    files = desk.view.files
    assert files.count() == 4
    files.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert "file4.xlsx" in files.currentText()
    assert sum(card.count.n for card in desk.view.strip.cards.values()) == desk.rows()
    assert {row[-1] for row in desk.view.issues.model.source.rows} == {"file4.xlsx"}


def test_an_earlier_date_is_kept_or_taken_and_undone(desk):
    desk.level("changed")
    assert desk.sides() == ["02/11/2026", "30/10/2026"]
    assert desk.answers() == ["Keep what stands", "Take the file's"]
    desk.press(Qt.Key.Key_2)
    assert desk.council.days("100", "visit") == ["30/10/2026"]
    assert desk.rows() == 0
    assert desk.shell.toast.words.text() == "What the file says was taken."
    desk.undo()
    assert desk.council.days("100", "visit") == ["02/11/2026"]
    assert desk.rows() == 1
    desk.press(Qt.Key.Key_1)
    assert desk.council.days("100", "visit") == ["02/11/2026"]
    assert desk.rows() == 0


def test_j_and_k_go_through_the_list_and_the_question_follows(desk):
    first = desk.view.panel.asked.ids
    desk.press(Qt.Key.Key_J)
    second = desk.view.panel.asked.ids
    assert second != first
    desk.press(Qt.Key.Key_K)
    assert desk.view.panel.asked.ids == first
    desk.press(Qt.Key.Key_Down)
    assert desk.view.panel.asked.ids == second


def test_after_an_answer_the_next_row_is_asked_about(desk):
    desk.level("exception")
    before = desk.rows()
    desk.press(Qt.Key.Key_1)
    assert desk.rows() == before - 1
    assert desk.view.panel.asked is not None
    assert isinstance(QApplication.focusWidget(), ListTable)
    desk.press(Qt.Key.Key_1)
    assert desk.rows() == before - 2


def test_one_of_two_named_people_is_chosen_or_both_are_kept(desk):
    desk.level("exception")
    desk.go_to("Two people named for one task")
    assert desk.answers() == ["Keep both, unresolved", "Allocate to Jo Evans", "Allocate to Ben Taylor"]
    desk.press(Qt.Key.Key_3)
    assert desk.council.worker("900") == ["Ben Taylor"]
    desk.undo()
    assert desk.council.worker("900") == ["? Jo Evans / Ben Taylor"]


def test_an_urgent_of_14_days_is_settled_either_way(desk):
    desk.level("exception")
    desk.go_to("An urgent authorisation longer than 7 days")
    assert desk.answers() == ["No extension: day 7 stands", "An extension was granted"]
    assert desk.sides()[0] == "Counted to day 7: 07/10/2026"
    case = desk.view.panel.asked.case
    at = desk.window.session.desk.flags.case.tolist().index(case)
    desk.press(Qt.Key.Key_2)
    assert desk.window.session.desk.flags.ua_end[at] == number("2026-10-14")
    desk.undo()
    assert desk.window.session.desk.flags.ua_end[at] == number("2026-10-07")


def test_all_of_one_kind_are_decided_in_one_step(desk):
    desk.level("exception")
    desk.go_to("An urgent authorisation longer than 7 days")
    long = len([row for row in desk.view.issues.model.source.rows if row[2] == "14/10/2026"])
    before = desk.rows()
    desk.press(Qt.Key.Key_A)
    assert len(desk.view.panel.asked.ids) == long > 1
    desk.press(Qt.Key.Key_2)
    assert desk.rows() == before - long
    desk.undo()
    assert desk.rows() == before


def test_one_person_or_two_and_split_again(desk):
    desk.level("possible_match")
    assert desk.answers() == ["Different people", "Same person"]
    assert [side.origin[0] for side in desk.view.panel.asked.sides] == ["Id 900", "Id 901"]
    desk.press(Qt.Key.Key_2)
    assert len(desk.council.cases("900")) == 2
    desk.level("decided")
    assert desk.rows() == desk.view.strip.cards["decided"].count.n == 1
    assert desk.answers() == ["Split again"]
    desk.press(Qt.Key.Key_1)
    assert len(desk.council.cases("900")) == len(desk.council.cases("901")) == 1
    desk.undo()
    assert len(desk.council.cases("900")) == 2


def test_enter_goes_to_the_answers_and_escape_back(desk):
    desk.level("changed")
    desk.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is desk.view.panel.answers[0]
    desk.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.view.issues.table


def test_everything_on_the_page_has_a_name(desk):
    desk.level("changed")
    assert "Keep what stands, key 1" in [part.accessibleName() for part in desk.view.panel.answers]
    for part in (*desk.view.panel.sides, *desk.view.panel.answers, desk.view.files, desk.view.panel):
        assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
    assert "02/11/2026" in desk.view.panel.sides[0].accessibleName()


def test_the_footer_counts_the_rejected_rows_that_it_opens(desk):
    desk.shell.status.refresh()
    desk.rest()
    assert desk.shell.status.rejected.text() == "1 row rejected"
    assert "file4.xlsx, as at 16/10/2026" in desk.shell.status.source.text()
    desk.shell.go("today")
    desk.shell.status.rejected.click()
    desk.rest()
    assert desk.rows() == 1
    desk.press(Qt.Key.Key_1)
    desk.shell.status.refresh()
    desk.rest()
    assert desk.shell.status.rejected.isHidden()
    assert issues.open_issues(desk.book, "rejected") == []


def test_the_case_of_a_finding_can_be_opened(desk):
    desk.level("changed")
    desk.view.panel.case_asked.emit(desk.view.panel.asked.case)
    desk.rest()
    assert len(desk.shell.list_page.answer.data) == 1
