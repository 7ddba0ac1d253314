"""Journey (v): a joint visit to three children in the real window, from the keyboard, keys counted."""

import pytest
from little_council import TODAY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain import cases

MOST_KEYS = 14


class Keyboard:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, settled):
        self.settled, self.pressed = settled, 0

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        self.pressed += 1

    def type(self, text):
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
            self.pressed += 1


@pytest.fixture
def keyboard(settled):
    return Keyboard(settled)


def test_a_sibling_group_is_visited_from_any_list_in_fourteen_keys(
    qtbot, window, shell, go, settled, keyboard
):
    page = go("supervision")
    shell.activateWindow()
    before = len(cases.events(window.session.desk.book, 0, "visit"))
    keyboard.key(Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    keyboard.settled()
    panel = page.side.panel
    keyboard.type("00")  # Child 00, in a family with two others
    keyboard.key(Qt.Key.Key_Return)
    keyboard.settled()
    assert [line.kind for line in panel.lines] == ["cp", "cla", "cin"]
    keyboard.key(Qt.Key.Key_Space)
    keyboard.type("a")
    for _ in range(2):
        keyboard.key(Qt.Key.Key_Down)
        keyboard.key(Qt.Key.Key_Space)
    keyboard.key(Qt.Key.Key_Tab)
    keyboard.type("t")
    qtbot.waitUntil(lambda: panel.preview.text().count(";") == 2, timeout=3000)
    keyboard.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keyboard.pressed <= MOST_KEYS
    book = window.session.desk.book
    qtbot.waitUntil(lambda: len(cases.events(book, 0, "visit")) > before, timeout=3000)
    keyboard.settled()
    assert [cases.last_day(book, case, "visit") for case in range(3)] == [TODAY] * 3
    rows = [cases.events(book, case, "visit")[-1] for case in range(3)]
    assert len({book.event.joint[row] for row in rows}) == 1
    assert page.side.panel is None  # and the list has the focus again, for the next one
