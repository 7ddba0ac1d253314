"""The tab of DoLS ages: each bar, card and month opens exactly what it counts, by keyboard too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_figures_pages import demo, demo_window, listed, settle  # noqa: F401


@pytest.fixture
def tab(demo, qtbot):  # noqa: F811
    demo.shell.go("indicators")
    demo.shell.page.tabs.setCurrentIndex(2)
    settle(qtbot, demo)
    return demo.shell.page.ages_tab


def test_a_bar_opens_its_requests(demo, tab, qtbot):  # noqa: F811
    tab.done_bars.setFocus()
    tab.done_bars.choose(2)
    QTest.keyClick(tab.done_bars, Qt.Key.Key_Return)
    selection, rows = listed(demo, qtbot)
    assert selection.of == "age:91..180"
    assert rows == tab.answer.found.bands[2].finished > 0


def test_a_card_opens_its_requests(demo, tab, qtbot):  # noqa: F811
    tab.table.table.go_to_first()
    settle(qtbot, demo)
    tab.cards.cards["open"].click()
    assert listed(demo, qtbot)[1] == tab.answer.found.bands[0].open > 0


def test_the_backlog_is_walked_by_keyboard_and_opens_its_requests(demo, tab, qtbot):  # noqa: F811
    tab.burn.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(tab.burn, key)
    at = len(tab.answer.burn.months) - 3
    assert tab.months.table.current_row() == at
    assert f"{tab.answer.burn.counts[at]:,}" in tab.burn.accessibleDescription()
    QTest.keyClick(tab.burn, Qt.Key.Key_Return)
    assert listed(demo, qtbot)[1] == tab.answer.burn.counts[at]
