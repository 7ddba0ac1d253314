"""A worker's page: opened by name, printed in three acts, supervision recorded in four keys."""

import pytest
from little_council import TODAY
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.commands import people, visits
from desktop.domain import cases
from desktop.views.pages.child_page import ChildPage
from desktop.views.pages.worker_page import WorkerPage
from desktop.views.palette import Palette
from desktop.views.print_dialog import PaperDialog


class Keys:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot, shell, settled):
        self.qtbot, self.shell, self.settled, self.pressed = qtbot, shell, settled, 0

    def press(self, key, *modifiers):
        self.pressed += 1
        held = modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier
        where = QApplication.focusWidget() or self.shell
        if isinstance(key, str):
            self.qtbot.keyClicks(where, key, held)
        else:
            self.qtbot.keyClick(where, key, held)


@pytest.fixture
def keys(qtbot, shell, settled):
    shell.activateWindow()
    return Keys(qtbot, shell, settled)


@pytest.fixture
def open_worker(qtbot, shell, settled):
    """Opens the page of a worker by name."""

    def to(name):
        desk = shell.session.desk
        shell.open_page("worker", desk.book.worker.ids[desk.book.worker.name.index(name)])
        settled()
        assert isinstance(shell.page, WorkerPage)
        return shell.page

    return to


def shown_paper(qtbot, page):
    qtbot.waitUntil(
        lambda: any(one.printed is not None for one in page.findChildren(PaperDialog)), timeout=20_000
    )
    return page.findChildren(PaperDialog)[-1]


def recorded_supervisions(shell):
    event = shell.session.desk.book.event
    return [
        row
        for row in range(len(event))
        if event.kind[row] == event.code("kind", "supervision") and event.on[row] == TODAY
    ]


def test_three_acts_bring_the_sheet_and_four_keys_record_the_session(qtbot, shell, keys, settled):
    # act one: find the worker by a few letters
    keys.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = shell.findChildren(Palette)[-1]
    qtbot.keyClicks(palette.field, "ade")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.page, WorkerPage) and shell.page.view is not None)
    settled()
    page = shell.page
    # act two: read; everything is there
    assert page.view.name == "Jo Adeyemi"
    assert len(page.answer.data) == page.view.children == 6
    # act three: the sheet
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    qtbot.keyClick(shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = shown_paper(qtbot, page)
    assert dialog.printed.pages == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settled()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    # then four keys
    before = keys.pressed
    assert not recorded_supervisions(shell)
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys.press("s")
    qtbot.waitUntil(lambda: page.side.panel is not None)
    settled()
    panel = page.side.panel
    qtbot.waitUntil(lambda: panel.on.edit.hasFocus())
    keys.press("t")
    keys.press(Qt.Key.Key_Return)
    settled()
    assert keys.pressed - before == 4
    qtbot.waitUntil(lambda: page.view.session == TODAY)
    book = shell.session.desk.book
    supervised = {int(book.case.person[book.event.case[row]]) for row in recorded_supervisions(shell)}
    assert supervised == {int(book.case.person[case]) for case in page.answer.data.case}


def test_the_page_can_be_opened_from_any_row_by_its_letter(qtbot, shell, go, settled):
    page = go("visits")
    qtbot.keyClicks(page.table, "w")
    qtbot.waitUntil(lambda: isinstance(shell.page, WorkerPage) and shell.page.view is not None)
    desk, case = shell.session.desk, page.chosen_cases()[0]
    assert shell.page.view.row == cases.worker_of(desk.book, case, TODAY)
    shell.go_back()
    settled()
    assert shell.page is page


def test_people_open_it_too(qtbot, shell, go, settled):
    page = go("people")
    qtbot.keyClicks(page.table, "w")
    qtbot.waitUntil(lambda: isinstance(shell.page, WorkerPage) and shell.page.view is not None)
    assert shell.page.view.name in ("Sam Worker", "Jo Adeyemi")


def test_every_number_opens_exactly_its_rows_and_no_filter_brings_other_workers_in(
    qtbot, shell, open_worker, settled
):
    page = open_worker("Sam Worker")
    whole = len(page.answer.data)
    for key in [key for key, card in page.strip.cards.items() if card.count.n]:
        page.strip.cards[key].click()
        settled()
        assert len(page.answer.data) == page.strip.cards[key].count.n
        page.clear()
        settled()
        assert len(page.answer.data) == whole
    assert {int(row) for row in page.answer.data.base.rows.holder[page.answer.data.at]} == {page.view.row}


def test_the_heading_names_the_worker_and_the_head_says_load_and_gaps(shell, open_worker):
    page = open_worker("Sam Worker")
    assert shell.windowTitle().startswith("Sam Worker")
    words = " ".join(one.text() for one in page.head.findChildren(QLabel))
    assert page.view.load.words() in words
    assert page.view.gaps in words
    assert page.view.next.words() in words


def test_the_diary_is_saved_from_the_page(shell, open_worker, settled, tmp_path):
    page = open_worker("Jo Adeyemi")
    path = tmp_path / "diary.ics"
    page.save_diary(path)
    settled()
    content = path.read_text()
    assert content.startswith("BEGIN:VCALENDAR")
    assert not any(name in content for name in shell.session.desk.book.person.name if name)


def test_a_sheet_that_cannot_be_written_says_so_and_leaves_nothing(qtbot, shell, open_worker, tmp_path):
    page = open_worker("Jo Adeyemi")
    dialog = page.offer_sheet()
    qtbot.waitUntil(lambda: dialog.printed is not None, timeout=20_000)
    dialog.save_pdf(tmp_path / "no-such-folder" / "sheet.pdf")
    qtbot.waitUntil(lambda: "could not be written" in dialog.about.text())
    dialog.save_pdf(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: dialog.about.text().startswith("Saved"), timeout=20_000)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir() if "sheet" in path.name] == ["sheet.pdf"]


def test_a_worker_without_children_is_told_so_with_a_way_on(qtbot, shell, settled):
    session = shell.session
    session.run(lambda desk: people.add_worker(desk.book, "Nora New", author="manager"))
    settled()
    table = session.desk.book.worker
    shell.open_page("worker", table.ids[table.name.index("Nora New")])
    settled()
    assert shell.page.empty.isVisible()
    assert shell.page.view.children == 0


def test_a_list_is_printed_as_it_stands_on_the_screen(qtbot, shell, go, settled):
    page = go("visits")
    card = page.strip.cards["cp_never"]
    card.click()
    settled()
    shell.perform("print")
    paper = shown_paper(qtbot, page).printed.paper
    assert card.count.title in paper.filters
    assert len([row for row in paper.parts[0].rows if row.cells]) == card.count.n


def test_the_childs_page_has_every_plan_and_its_siblings_lead_on(qtbot, shell, go, settled):
    page = go("visits")
    qtbot.keyClicks(page.table, "k")
    qtbot.waitUntil(lambda: isinstance(shell.page, ChildPage) and shell.page.answer is not None)
    settled()
    child = shell.page
    desk = shell.session.desk
    assert child.answer.view.person == int(desk.book.case.person[page.chosen_cases()[0]])
    assert [plan.case for plan in child.answer.view.plans] == child.chosen_cases()
    first = child.person_id
    child.page_asked.emit("child", child.answer.view.siblings[0].id)
    settled()
    assert child.person_id != first
    shell.go_back()
    settled()
    assert child.person_id == first


def test_a_visit_recorded_on_the_childs_page_is_on_its_timeline_and_in_its_history(qtbot, shell, go, settled):
    page = go("visits")
    qtbot.keyClicks(page.table, "k")
    qtbot.waitUntil(lambda: isinstance(shell.page, ChildPage) and shell.page.answer is not None)
    settled()
    child = shell.page
    lines = len(child.answer.view.timeline)
    case = child.chosen_cases()[0]
    seen = visits.Visit(TODAY, [visits.Seen(case)])
    shell.session.run(lambda desk: visits.record(desk.book, seen, author="manager", today=TODAY))
    settled()
    assert len(child.answer.view.timeline) == lines + 1
    child.tabs.setCurrentIndex(2)
    settled()
    assert child.history.model.rowCount() > 0
    qtbot.keyClick(child.timeline.table, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: child.side.panel is not None)


def test_a_child_not_discussed_is_taken_out_with_space(qtbot, shell, open_worker, settled):
    page = open_worker("Jo Adeyemi")
    page.table.selectAll()
    shell.perform("supervision")
    qtbot.waitUntil(lambda: page.side.panel is not None)
    settled()
    panel = page.side.panel
    left_out = panel.children_[0].line.case
    panel.table.setFocus()
    panel.table.setCurrentCell(0, 0)
    qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    panel.commit()
    settled()
    book = shell.session.desk.book
    supervised = {int(book.case.person[book.event.case[row]]) for row in recorded_supervisions(shell)}
    assert len(supervised) == 5
    assert int(book.case.person[left_out]) not in supervised
