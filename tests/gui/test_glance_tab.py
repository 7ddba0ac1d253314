"""Twelve small charts: the same numbers as the table, walked by keyboard, each month opens whom it counts."""

from __future__ import annotations

import pytest
from little_council import visit_in_october
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.analysis.children_table import children_table
from desktop.models.glance import CHARTS, MONTHS


@pytest.fixture(autouse=True)
def _known(council_file):
    visit_in_october(council_file)


@pytest.fixture
def tab(go, settled):
    page = go("indicators")
    page.tabs.setCurrentIndex(4)
    settled()
    return page.glance_tab


def test_a_month_of_a_chart_opens_exactly_whom_it_counts(tab, window, settled):
    charts = tab.charts
    assert len(tab.answer.lines) == len(CHARTS) == 12
    assert [row[0] for row in tab.answer.rows.rows] == [line.name for line in tab.answer.lines]
    charts.setFocus()
    QTest.keyClick(charts, Qt.Key.Key_Down)
    QTest.keyClick(charts, Qt.Key.Key_Left)
    assert (charts.chart, charts.place) == (1, MONTHS - 2)
    assert tab.table.table.current_row() == 1
    assert tab.answer.lines[1].name in charts.accessibleDescription()
    told = []
    tab.said.connect(told.append)
    QTest.keyClick(charts, Qt.Key.Key_Return)
    assert told == ["Sep 2026 is not known: nothing of the sort was recorded by then."]
    assert tab.answer.lines[1].texts[charts.place] == "Not known"
    QTest.keyClick(charts, Qt.Key.Key_Right)
    month = tab.answer.months[charts.place]
    (figure,) = children_table(window.session.desk, month, only=CHARTS[1])
    assert tab.answer.lines[1].values[charts.place] == figure.percent()
    QTest.keyClick(charts, Qt.Key.Key_Return)
    settled()
    assert window.shell.list_page.model.rowCount() == figure.d


def test_it_draws_with_gaps_and_at_any_size(tab):
    for wide, high in ((1400, 800), (500, 300)):
        tab.charts.resize(wide, high)
        assert not tab.charts.grab().isNull()
