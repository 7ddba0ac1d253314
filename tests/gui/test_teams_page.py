"""The Teams page: chart and table say the same, and a number opens exactly its rows."""

import pyqtgraph as pg
import pytest
from little_council import visit_in_october
from PySide6.QtCore import Qt


@pytest.fixture(autouse=True)
def _known(council_file):
    visit_in_october(council_file)


def open_teams(shell, settled):
    shell.go("teams")
    settled()
    return shell.page


def test_table_and_chart_show_the_same_teams_and_a_row_opens_its_children(shell, settled):
    page = open_teams(shell, settled)
    points = page.funnel.points
    assert [row[0] for row in page.table.shown.rows] == [point.team.title for point in points]
    page.table.table.row_opened.emit(0)
    settled()
    assert shell.list_page.answer.selection.list == "counted"
    assert len(shell.list_page.answer.data) == points[0].team.of


def test_the_funnel_is_walked_and_opened_by_keyboard(qtbot, shell, settled):
    page = open_teams(shell, settled)
    qtbot.keyClick(page.funnel, Qt.Key.Key_Right)
    smallest = min(page.funnel.points, key=lambda point: point.team.of)
    qtbot.keyClick(page.funnel, Qt.Key.Key_Return)
    settled()
    assert len(shell.list_page.answer.data) == smallest.team.of


def test_months_open_the_month_that_was_counted(shell, settled):
    page = open_teams(shell, settled)
    page.tabs.setCurrentIndex(1)
    last = page.months.found.figures[-1]
    page.months_table.table.row_opened.emit(len(page.months.rows) - 1)
    settled()
    assert len(shell.list_page.answer.data) == last.d


def test_another_indicator_is_drawn_without_building_the_chart_again(shell, settled):
    page = open_teams(shell, settled)
    chart, words = page.funnel, page.words.text()
    items = chart.getPlotItem().items
    drawn = [item for item in items if not isinstance(item, pg.TextItem)]
    page.indicator.setCurrentIndex(page.indicator.findData("cla_visit_6w"))
    settled()
    assert page.funnel is chart
    assert page.words.text() != words
    # Lines, points and ring are given other data, not made anew.
    assert [item for item in items if not isinstance(item, pg.TextItem)] == drawn
    assert len(drawn) >= 8
