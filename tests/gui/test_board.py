"""The board by keyboard: twelve new requests, eight allocated whole, and two managers at once."""

import shutil

import pytest
from board_council import BIAS, DOCTORS, NEW, make_board
from little_council import TODAY
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.commands import allocations
from desktop.commands.allocations import Choice
from desktop.commands.workspace import Workspace
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.views.board_pane import CASES

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="session")
def board_masters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    for name, priority in (("triaged", "medium"), ("untriaged", "")):
        make_board(folder / f"{name}.caseclock", priority)
    return folder


@pytest.fixture
def council_file(request, board_masters, tmp_path):
    """The board's council; a test may ask for another one of the two."""
    which = getattr(request, "param", "triaged")
    return shutil.copy(board_masters / f"{which}.caseclock", tmp_path / "council.caseclock")


class Keys:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot, shell, settled):
        self.qtbot, self.shell, self.settled, self.count = qtbot, shell, settled, 0

    def __call__(self, key, modifiers=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            self.count += 1
            self.qtbot.keyClick(QApplication.focusWidget() or self.shell, key, modifiers)
        self.settled()


@pytest.fixture
def keys(qtbot, shell, settled):
    return Keys(qtbot, shell, settled)


@pytest.fixture
def board(shell, go):
    page = go("board")
    page.table.setFocus()
    return page


def held(shell, role):
    """Case -> the worker who has it in a role."""
    book = shell.session.desk.book
    found = {}
    for case in range(len(book.case)):
        worker = cases.worker_of(book, case, TODAY, role)
        if worker >= 0:
            found[case] = book.worker.name[worker]
    return found


def other_manager(path, case, worker, role="bia"):
    """Another manager, in another process as far as the database knows, allocates a case."""
    with Workspace.open(path, None, author="priya", exclusive=False, today=lambda: TODAY) as space:
        at = space.book.worker.name.index(worker)
        given = [Choice(case, at, role, TODAY)]
        space.run(allocations.allocate(space.book, given, author="priya", today=TODAY))


@pytest.mark.parametrize("council_file", ["untriaged"], indirect=True)
def test_twelve_new_requests_eight_allocated_within_45_keys(shell, keys):
    keys(Qt.Key.Key_7, CTRL)  # the board
    page = shell.page
    assert page.strip.cards["new"].count.n == NEW
    assert shell.top.blurb.text().startswith(f"{NEW} new, 3 urgent: earliest expiry ")
    keys(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)  # only the new ones
    for number in range(NEW):  # triage, the cursor goes on by itself
        keys((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)[number % 3])
    assert page.strip.cards["untriaged"].count.n == 0
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Down, SHIFT, times=7)
    keys(Qt.Key.Key_A, SHIFT)
    grid = page.proposal
    assert len(grid.proposal.rows) == 8
    before = grid.proposal.rows[1].seats["bia"].chosen.worker
    keys(Qt.Key.Key_Down)
    keys(Qt.Key.Key_Right)  # somebody else for the second
    after = grid.proposal.rows[1].seats["bia"].chosen.worker
    assert before != after
    keys(Qt.Key.Key_Return, CTRL)
    assert keys.count <= 45, keys.count
    assert len(held(shell, "bia")) == len(held(shell, "mha")) == 8
    assert set(held(shell, "bia").values()) <= set(BIAS)
    assert set(held(shell, "mha").values()) <= set(DOCTORS)
    assert "8 requests allocated" in shell.toast.words.text()
    assert page.strip.cards["new"].count.n == NEW - 8
    keys(Qt.Key.Key_Z, CTRL)  # one undo for the eight
    assert held(shell, "bia") == held(shell, "mha") == {}
    assert page.strip.cards["new"].count.n == NEW


@pytest.mark.parametrize("council_file", ["untriaged"], indirect=True)
def test_an_untriaged_request_stays_in_the_proposal_and_says_why(shell, keys, board):
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_A, SHIFT)
    keys(Qt.Key.Key_Return, CTRL)
    assert "has not been triaged" in board.proposal.wrong.text()
    assert held(shell, "bia") == held(shell, "mha") == {}


def test_a_priority_moves_the_cursor_on(keys, board):
    keys(Qt.Key.Key_Home)
    first, second = (board.model.id_at(line) for line in (0, 1))
    keys(Qt.Key.Key_2)
    now = board.model.id_at(board.table.currentIndex().row())
    assert now == second != first


def test_a_and_enter_give_a_request_to_the_best_fit(shell, keys, board):
    keys(Qt.Key.Key_Home)
    case = board.chosen_cases()[0]
    keys(Qt.Key.Key_A)
    assert board.pane.table.hasFocus()
    best = board.pane.candidate()
    assert best.place == 1
    keys(Qt.Key.Key_Return)
    assert held(shell, "bia") == {case: shell.session.desk.book.worker.name[best.worker]}
    assert board.table.hasFocus()


def test_the_arrow_keys_change_the_lane_and_a_doctor_is_given(shell, keys, board):
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Right)
    assert board.pane.lanes["mha"].isChecked()
    keys(Qt.Key.Key_A)
    keys(Qt.Key.Key_Return)
    assert len(held(shell, "mha")) == 1
    assert held(shell, "bia") == {}


def test_dropping_requests_on_an_assessor_allocates_them(shell, settled, board):
    chosen = [int(case) for case in board.answer.data.case[:2]]
    mime = QMimeData()
    mime.setData(CASES, ",".join(map(str, chosen)).encode())
    pane = board.pane
    worker = pane.offers.candidates[2].worker
    at = QPointF(40, pane.table.rowViewportPosition(pane.model.line_of(worker)) + 5)
    how = (Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane.table.viewport(), QDragEnterEvent(at.toPoint(), *how))
    QApplication.sendEvent(pane.table.viewport(), QDropEvent(at, *how))
    settled()
    assert held(shell, "bia") == dict.fromkeys(chosen, shell.session.desk.book.worker.name[worker])


def test_whoever_is_away_is_given_nothing_without_a_reason(shell, keys, settled, board):
    from desktop.commands import people

    desk = shell.session.desk
    keys(Qt.Key.Key_Home)
    best = board.pane.candidate().worker
    shell.session.run(people.set_absence(desk.book, best, TODAY, TODAY + 20, author="manager"))
    settled()
    row = next(at for at, one in enumerate(board.pane.offers.candidates) if one.worker == best)
    one = board.pane.offers.candidates[row]
    assert one.place == 0
    assert "leave" in one.asks or "away" in one.asks.casefold()
    board.pane.table.setFocus()
    board.pane.table.go_to(best)
    keys(Qt.Key.Key_Return)
    assert board.pane.reason.hasFocus()
    assert held(shell, "bia") == {}
    keys.qtbot.keyClicks(board.pane.reason, "back in time for the visit")
    keys(Qt.Key.Key_Return)
    assert list(held(shell, "bia").values()) == [desk.book.worker.name[best]]


def test_the_other_lane_is_changed_with_tab_and_a_request_left_out_with_delete(shell, keys, board):
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Down, SHIFT, times=2)
    keys(Qt.Key.Key_A, SHIFT)
    grid = board.proposal
    doctor = grid.proposal.rows[0].seats["mha"].chosen.worker
    keys(Qt.Key.Key_Tab)
    keys(Qt.Key.Key_Right)
    assert grid.proposal.rows[0].seats["mha"].chosen.worker != doctor
    keys(Qt.Key.Key_Delete)
    assert len(grid.proposal.rows) == 2
    keys(Qt.Key.Key_Return, CTRL)
    assert len(held(shell, "bia")) == 2
    assert board.body.currentWidget() is board.split


def test_shift_a_on_the_dols_page_proposes_on_the_board(shell, go, keys):
    page = go("dols")
    page.table.setFocus()
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_A, SHIFT)
    assert shell.page.spec.list == "board"
    assert len(shell.page.proposal.proposal.rows) == 1


def test_eight_of_which_one_was_given_away_meanwhile(shell, window, keys, board):
    """Journey (vii): seven go through; one key settles the eighth."""
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Down, SHIFT, times=7)
    keys(Qt.Key.Key_A, SHIFT)
    grid = board.proposal
    lost = grid.proposal.rows[3]
    mine = grid.proposal.names[lost.seats["bia"].chosen.worker]
    theirs = next(name for name in BIAS if name != mine)
    other_manager(window.path, lost.case, theirs)
    keys(Qt.Key.Key_Return, CTRL)
    assert len(held(shell, "mha")) == 7  # the eighth is not half saved
    assert held(shell, "bia")[lost.case] == theirs
    assert [row.case for row in grid.proposal.rows] == [lost.case]
    told = grid.wrong.text()
    assert told.startswith(f"priya gave this to {theirs} at ")
    assert told.endswith(f"Your choice was {mine}.")
    assert grid.table.hasFocus()
    before = keys.count
    keys(Qt.Key.Key_B)
    assert keys.count == before + 1
    assert board.body.currentWidget() is board.split
    book = shell.session.desk.book
    notes = [book.note.text[row] for row in cases.facts(book.note, lost.case)]
    assert len(notes) == 1
    assert f"{mine} as BIA" in notes[0]
    assert held(shell, "bia")[lost.case] == theirs


def test_a_row_given_away_while_the_proposal_is_open_says_so_at_once(shell, window, keys, board, settled):
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Down, SHIFT)
    keys(Qt.Key.Key_A, SHIFT)
    grid = board.proposal
    first = grid.proposal.rows[0]
    theirs = next(name for name in BIAS if name != grid.proposal.names[first.seats["bia"].chosen.worker])
    other_manager(window.path, first.case, theirs)
    shell.session._poll()
    settled()
    settled()
    assert grid.wrong.text().startswith(f"priya gave this to {theirs} at ")
    assert grid.save.text().startswith("Allocate 1 ")
    keys(Qt.Key.Key_T)
    assert len(grid.proposal.rows) == 1


def test_nothing_is_allocated_while_another_day_is_looked_at(shell, keys, board, settled):
    shell.session.move_to(TODAY - 1)
    settled()
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_A, SHIFT)
    assert "another day" in shell.toast.words.text()
    assert board.body.currentWidget() is board.split


def test_one_request_that_was_given_away_meanwhile_is_settled_on_the_board(shell, window, keys, board):
    keys(Qt.Key.Key_Home)
    case = board.chosen_cases()[0]
    best = shell.session.desk.book.worker.name[board.pane.candidate().worker]
    theirs = next(name for name in BIAS if name != best)
    keys(Qt.Key.Key_A)
    other_manager(window.path, case, theirs)
    keys(Qt.Key.Key_Return)
    assert f"gave this to {theirs} at " in board.pane.wrong.text()
    assert board.pane.theirs.isVisible()
    keys(Qt.Key.Key_T)
    assert board.pane.wrong.text() == ""
    assert held(shell, "bia") == {case: theirs}
    assert cases.facts(shell.session.desk.book.note, case) == []


def test_asking_for_ones_own_choice_takes_one_key_and_waits_on_today(shell, window, keys, board, go):
    keys(Qt.Key.Key_Home)
    case = board.chosen_cases()[0]
    best = shell.session.desk.book.worker.name[board.pane.candidate().worker]
    theirs = next(name for name in BIAS if name != best)
    keys(Qt.Key.Key_A)
    other_manager(window.path, case, theirs)
    keys(Qt.Key.Key_Return)
    assert board.pane.mine.isVisible()
    before = keys.count
    keys(Qt.Key.Key_M)
    assert keys.count == before + 1
    assert held(shell, "bia") == {case: theirs}  # asking gives nothing to anybody
    book = shell.session.desk.book
    assert f"asks for {best} as BIA." in book.note.text[cases.facts(book.note, case)[0]]
    assert case in go("today").answer.data.case.tolist()


def test_a_row_that_is_refused_stays_with_its_sentence(shell, keys, settled, board):
    """An assessor leaves between the proposal and its saving."""
    from desktop.commands import people

    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_Down, SHIFT, times=1)
    keys(Qt.Key.Key_A, SHIFT)
    grid = board.proposal
    first, second = grid.proposal.rows
    while first.seats["bia"].chosen.worker == second.seats["bia"].chosen.worker:
        first.seats["bia"].step(1)
    gone = first.seats["bia"].chosen.worker
    book = shell.session.desk.book
    shell.session.run(people.leave(book, gone, TODAY - 1, author="manager"))
    settled()
    keys(Qt.Key.Key_Return, CTRL)
    assert [row.case for row in grid.proposal.rows] == [first.case]
    assert "left" in grid.wrong.text()
    assert set(held(shell, "bia")) == {second.case}
    assert first.due != NO_DAY


def test_a_proposal_is_still_there_when_one_looked_elsewhere(qtbot, shell, go, keys, board):
    keys(Qt.Key.Key_Home)
    keys(Qt.Key.Key_A, SHIFT)
    go("homes")
    page = go("board")
    assert page.body.currentWidget() is page.proposal
    assert page.proposal.table.hasFocus()
    keys(Qt.Key.Key_Escape)
    assert page.table.hasFocus()
