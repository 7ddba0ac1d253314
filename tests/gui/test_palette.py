"""Ctrl+K: anybody and anything by a few letters."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.models.palette import find
from desktop.views.palette import Palette


@pytest.fixture
def palette(qtbot, shell, settled):
    """Presses Ctrl+K, types, and gives the search back."""

    def ask(text, wait=True):
        qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        made = shell.findChildren(Palette)[-1]
        qtbot.keyClicks(made.field, text)
        if wait:
            qtbot.waitUntil(lambda: not made._waiting)
        return made

    return ask


def found(palette):
    return [palette.table.item(row, 0).text() for row in range(palette.table.rowCount())]


def test_a_few_letters_of_a_worker_and_enter_open_their_page(qtbot, shell, palette, settled):
    qtbot.keyClick(palette("ade", wait=False).field, Qt.Key.Key_Return)  # at once
    qtbot.waitUntil(lambda: shell.stack.name == "worker")
    settled()
    assert shell.windowTitle() == "Jo Adeyemi - Caseclock"


def test_an_id_opens_the_case_of_that_person(qtbot, shell, palette, settled):
    made = palette("p0004")
    settled()
    assert made.table.rowCount() == 1
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    settled()
    page = shell.list_page
    assert "P0004" in dict(page.detail.shown.told.facts).values()


def test_verbs_and_pages_are_found_by_the_beginning_of_a_word(qtbot, shell, palette, settled):
    made = palette("superv")
    settled()
    assert "Supervision" in found(made)
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    settled()
    assert shell.list_page.spec.list == "supervision"


def test_the_arrow_keys_choose_and_what_is_not_there_opens_nothing(qtbot, shell, palette, settled):
    made = palette("")
    qtbot.keyClick(made.field, Qt.Key.Key_Down)
    assert made.table.currentRow() == 1
    qtbot.keyClicks(made.field, "zzzz")
    qtbot.waitUntil(lambda: not made._waiting)
    assert found(made) == []
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert made.isVisible()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()


def test_every_word_typed_must_be_there(window, shell):
    desk = window.session.desk
    names = [hit.title for hit in find(desk, "jo ade")]
    assert names[0] == "Jo Adeyemi"
    assert find(desk, "jo zzzz") == []
    assert find(desk, "   ") == []


def test_rows_can_be_copied_without_headings(qtbot, shell, go):
    page = go("visits")
    page.table.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.table, Qt.Key.Key_C, both)
    assert "Person ID" not in QGuiApplication.clipboard().mimeData().text()
