"""On the Indicators page an action is written by keyboard, carried on, and closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.analysis.xmr import chart as xmr
from desktop.views.charts.months_chart import MonthsChart
from desktop.views.panels.figure_note import FigureNoteEntry, StepEntry, TypedFigureEntry


@pytest.fixture
def tab(go, settled):
    page = go("indicators")
    settled()
    page.children_tab.table.table.go_to_first()
    settled()
    return page.children_tab


def lines(tab):
    return [list(row) for row in tab.notes.table.shown.rows]


def test_an_action_is_written_and_closed(tab, settled):
    tab.notes.note.click()
    panel = tab.notes.panel
    assert isinstance(panel, FigureNoteEntry)
    settled()
    panel.text.setFocus()
    QTest.keyClicks(panel.text, "Fill the vacant post")
    panel.kind.pick("action")
    QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert "Say who does it" in panel.wrong.text()
    panel.owner.setText("Head of service")
    panel.commit()
    settled()
    assert tab.notes.panel is None
    assert [row[:3] for row in lines(tab)] == [["Action", "Fill the vacant post", "Head of service"]]
    tab.month.setCurrentIndex(0)  # the month after: it is carried on
    settled()
    assert lines(tab)[0][4].endswith("carried")
    tab.notes.close_one.click()
    settled()
    assert lines(tab)[0][5]
    assert not tab.notes.close_one.isEnabled()


def test_a_typed_target_changes_the_verdict(tab, settled):
    panel = tab.notes.open(TypedFigureEntry)
    settled()
    assert panel.whose.findData("own") < 0  # this row is counted, so ours cannot be typed
    panel.whose.pick("target")
    panel.value.setText("0")
    panel.commit()
    settled()
    at = [column.key for column in tab.answer.rows.columns].index("target")
    assert tab.answer.rows.rows[0][at] == "0%"


def test_on_another_day_nothing_is_written(tab, window, settled):
    window.session.move_to(window.session.today - 5)
    settled()
    assert not tab.notes.note.isEnabled()
    assert tab.notes.open(FigureNoteEntry) is None


def test_a_step_change_is_declared_and_withdrawn(tab, settled):
    panel = tab.notes.open(StepEntry)
    settled()
    QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert "Say what was changed" in panel.wrong.text()
    panel.why.setPlainText("Visits are shared by two teams")
    panel.commit()
    settled()
    assert [row[:2] for row in lines(tab)] == [["Step change", "Visits are shared by two teams"]]
    tab.notes.close_one.click()
    settled()
    assert lines(tab) == []


def test_the_chart_marks_what_is_new(qtbot):
    chart = MonthsChart()
    qtbot.addWidget(chart)
    values = [50.0, 52, 49, 51, 50, 80, 82, 79, 81, 80]
    names = [f"M{at}" for at in range(10)]
    chart.show_result(xmr(values, [5]), names, changes=[("Step change", 5)])
    assert [one.toPlainText() for one in chart._named] == ["Mean 80.4", "Step change"]
    upright = [item for item in chart._levels if set(item.getData()[0]) == {4.5}]
    assert len(upright) == 1
    chart.show_result(xmr(values), names)
    assert [one.toPlainText() for one in chart._named] == ["Mean 65.4"]


def test_the_dols_table_has_comments_of_its_own(go, settled):
    page = go("indicators")
    page.tabs.setCurrentWidget(page.dols_tab)
    settled()
    tab = page.dols_tab
    tab.about.setCurrentIndex(tab.about.findData("dols_average_days"))
    settled()
    assert "Average days to complete" in tab.notes.heading.text()
    panel = tab.notes.open(FigureNoteEntry)
    settled()
    panel.text.setPlainText("Allocation moves into the case system.")
    panel.commit()
    settled()
    assert [row[1] for row in lines(tab)] == ["Allocation moves into the case system."]
    assert not tab.notes.step.isEnabled()  # an average of days has no chart of months with limits
    tab.about.setCurrentIndex(tab.about.findData("dols_received"))
    settled()
    assert lines(tab) == []
