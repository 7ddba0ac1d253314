"""Journey (iv): a best interests assessor marks a visit and a report from their own list, in three keys."""

import shutil

import pytest
from board_council import BIAS, make_board
from little_council import BY, TODAY
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.commands import acting, allocations, assessments, people
from desktop.commands.allocations import Choice
from desktop.commands.workspace import Workspace
from desktop.domain.lanes import lanes
from desktop.errors import Refused


@pytest.fixture(scope="session")
def work_master(tmp_path_factory):
    """Ada has two requests, Ben one; each since three days."""
    path = tmp_path_factory.mktemp("work") / "work.caseclock"
    make_board(path, "medium")
    with Workspace.open(path, None, author="manager", today=lambda: TODAY) as space:
        names = space.book.worker.name
        pairs = ((1, "Ada Ash"), (2, "Ada Ash"), (3, "Ben Birch"))
        given = [Choice(case, names.index(name), "bia", TODAY) for case, name in pairs]
        space.run(allocations.allocate(space.book, given, **BY))
        ada = names.index("Ada Ash")
        space.run(people.change_worker(space.book, ada, author="manager", staff_ref="ada"))
    return path


@pytest.fixture
def council_file(work_master, tmp_path):
    return shutil.copy(work_master, tmp_path / "council.caseclock")


@pytest.fixture
def mine(monkeypatch, shell, go, settled):
    """My work, opened by Ada."""
    monkeypatch.setattr(shell.session.workspace.store, "author", "ada")
    page = go("mine")
    page.table.setFocus()
    return page


def press(qtbot, settled, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)
        settled()


def lane(shell, case):
    return lanes(shell.session.desk, case).bia


def test_it_opens_with_ones_own_work(mine):
    assert mine.selection.worker
    assert set(mine.answer.data.case.tolist()) == {1, 2}
    assert mine.whose.text().startswith("Ada Ash")


def test_row_m_enter_marks_the_visit(qtbot, shell, mine, settled):
    press(qtbot, settled, Qt.Key.Key_Home)
    case = mine.chosen_cases()[0]
    press(qtbot, settled, Qt.Key.Key_M, Qt.Key.Key_Return)
    assert lane(shell, case).state == "visited"
    assert mine.strip.cards["to_report"].count.n == 1


def test_row_r_enter_marks_the_report_and_undo_brings_it_back(qtbot, shell, mine, settled):
    press(qtbot, settled, Qt.Key.Key_Home)
    case = mine.chosen_cases()[0]
    press(qtbot, settled, Qt.Key.Key_R, Qt.Key.Key_Return)  # with the row: three keys
    assert lane(shell, case).state == "returned"
    assert case not in mine.answer.data.case.tolist()
    assert shell.toast.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert case in mine.answer.data.case.tolist()


def test_another_assessors_report_is_refused_until_one_acts_for_them(qtbot, shell, mine, settled):
    mine.clear()
    settled()
    assert set(mine.answer.data.case.tolist()) == {1, 2, 3}
    mine.go_to_case(3)
    press(qtbot, settled, Qt.Key.Key_R)
    panel = mine.side.panel
    assert panel.for_them.tick.text() == "I act for Ben Birch, who has it"
    press(qtbot, settled, Qt.Key.Key_Return)
    assert "Ben Birch has this request, not you" in panel.wrong.text()
    assert lane(shell, 3).state == "accepted"
    panel.for_them.tick.setChecked(True)
    panel.commit()
    settled()
    assert lane(shell, 3).state == "returned"


def test_the_office_records_for_everybody_and_a_cover_for_whom_they_cover(work_master, tmp_path):
    path = shutil.copy(work_master, tmp_path / "cover.caseclock")
    with Workspace.open(path, None, author="manager", today=lambda: TODAY) as space:
        names = space.book.worker.name
        ada, ben = (names.index(name) for name in BIAS[:2])
        assessments.returned(space.book, [3], "bia", TODAY, **BY)  # nobody's login: the office
        with pytest.raises(Refused, match="Ben Birch has this request"):
            acting.refuse_for_another(space.book, [3], "bia", TODAY, mine=ada, for_them=False)
        space.run(people.set_absence(space.book, ben, TODAY, TODAY + 7, author="manager", cover=ada))
        acting.refuse_for_another(space.book, [3], "bia", TODAY, mine=ada, for_them=False)


def test_whoever_is_not_known_sees_everybodys_and_can_say_who_they_are(shell, go, settled):
    page = go("mine")
    assert page.selection.worker == ""
    assert len(page.answer.data) == 3
    page.open_selection(page.selection.but(worker=shell.session.desk.book.worker.ids[1]))
    settled()
    assert page.this_is_me.isVisible()
    page.this_is_me.click()
    assert shell.session.me == 1
    assert not page.this_is_me.isVisible()
