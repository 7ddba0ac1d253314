"""The council's tracker in the window: one request by keyboard from triage to signature, and all undone."""

from __future__ import annotations

import shutil

import pytest
from little_council import TODAY
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from spreadsheets import DATA

from desktop.commands import importing, people
from desktop.commands.workspace import Workspace
from desktop.domain import dols_steps
from desktop.domain.dols_states import STATES

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def tracker_master(tmp_path_factory):
    path = tmp_path_factory.mktemp("tracker") / "tracker.caseclock"
    with Workspace.create(path, None, author="manager", today=lambda: TODAY) as space:
        importing.apply(space, importing.dry_run(space, DATA / "dols_tracker.xlsx", TODAY))
        for name, more in (
            ("Aa Assessor", {"is_bia": True}),
            ("Aa Doctor", {"is_mha": True}),
            ("Sig Natory", {}),
        ):
            space.run(people.add_worker(space.book, name, engagement="independent", author="manager", **more))
    return path


@pytest.fixture
def council_file(tracker_master, tmp_path):
    return shutil.copy(tracker_master, tmp_path / "council.caseclock")


def test_from_the_board_to_the_signature_and_back(qtbot, shell, go, settled):
    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget() or shell, key, modifiers)
        settled()

    def state():
        return STATES[dols_steps.state_of(shell.session.desk.book, case, TODAY)[0]]

    page = go("board")
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    case = page.chosen_cases()[0]
    seen = [state()]
    press(Qt.Key.Key_2)
    page.go_to_case(case)
    settled()
    for _ in range(2):  # the best interests assessor, then the doctor
        press(Qt.Key.Key_A)
        press(Qt.Key.Key_Return)
        page.go_to_case(case)
        settled()
        seen.append(state())
        press(Qt.Key.Key_Right)
    page = go("dols")
    page.go_to_case(case)
    page.table.setFocus()
    settled()
    for _ in range(2):
        press(Qt.Key.Key_R)
        press(Qt.Key.Key_Return, CTRL)
        page.go_to_case(case)
        page.table.setFocus()
        settled()
        seen.append(state())
    press(Qt.Key.Key_G)
    panel = page.side.panel
    panel.signatory.setCurrentText("Sig Natory")
    press(Qt.Key.Key_Return, CTRL)
    seen.append(state())
    assert seen == ["AWAITING_ALLOC", "ALLOCATED", "ALLOCATED", "ALLOCATED", "ASSESSED", "IN_FORCE"]
    assert case not in page.answer.data.case.tolist()
    assert case in go("renewals").answer.data.case.tolist()
    back = []
    for _ in range(5):
        press(Qt.Key.Key_Z, CTRL)
        back.append(state())
    assert back == ["ASSESSED", "ALLOCATED", "ALLOCATED", "ALLOCATED", "AWAITING_ALLOC"]
