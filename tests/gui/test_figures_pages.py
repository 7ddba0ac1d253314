"""Times and Indicators by keyboard and mouse: every bar, row and card opens exactly what it counts."""

from __future__ import annotations

import csv
import shutil
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog

from desktop.app import Window, make_application
from desktop.views.theme import theme


def settle(qtbot, window):
    """Until everything asked has been answered, three times in a row."""
    quiet = 0
    while quiet < 3:
        qtbot.wait(30)
        quiet = 0 if window.session.tasks.busy else quiet + 1


@pytest.fixture(scope="module")
def demo_window(demo_master, qapp, tmp_path_factory):
    """One window on the demo council for all of these tests: none of them changes anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASECLOCK_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("CASECLOCK_TODAY", "2026-11-20")
        path = shutil.copy(demo_master, tmp_path_factory.mktemp("demo") / "demo.db")
        make_application()
        window = Window(qapp, str(path))
        window.start()
        until(lambda: window.session is not None and window.session.desk is not None)
        window.shell.show()
        window.shell.resize(1440, 900)
        yield window
        until(lambda: not window.session.tasks.busy)
        window.session.close()
        window.session.tasks.close()
        window.shell.hide()
        window.shell.deleteLater()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(true, patience=30.0):
    """Let events run until something is true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        QTest.qWait(20)


@pytest.fixture
def demo(demo_window, qtbot):
    """The window as it opens: today, each page with its first choices."""
    demo_window.session.move_to(None)
    demo_window.shell.go("today")
    settle(qtbot, demo_window)
    return demo_window


@pytest.fixture
def times(demo, qtbot):
    demo.shell.go("times")
    page = demo.shell.page
    page.by.setCurrentIndex(0)
    settle(qtbot, demo)
    page.bars.choose(0)
    page.table.table.go_to_first()
    return page


@pytest.fixture
def children(demo, qtbot):
    demo.shell.go("indicators")
    demo.shell.page.tabs.setCurrentIndex(0)
    tab = demo.shell.page.children_tab
    tab.by.setCurrentIndex(0)
    tab.printed.setChecked(False)
    settle(qtbot, demo)
    tab.table.table.go_to_first()
    settle(qtbot, demo)
    return tab


def listed(window, qtbot):
    settle(qtbot, window)
    page = window.shell.list_page
    assert page is not None
    return page.selection, page.model.rowCount()


def test_a_bar_opens_exactly_the_requests_that_it_counts(demo, times, qtbot):
    line = times.answer.lines[2]
    top = times.bars.y_of(2)
    QTest.mouseClick(times.bars, Qt.MouseButton.LeftButton, pos=QPoint(times.bars.width() // 2, top))
    selection, rows = listed(demo, qtbot)
    assert selection.list == "requests"
    assert rows == line.count > 0
    QTest.keyClick(demo.shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, demo)
    assert demo.shell.page is times


def test_bars_are_walked_by_keyboard_and_the_table_follows(demo, times, qtbot):
    times.by.setCurrentIndex(1)
    settle(qtbot, demo)
    times.bars.setFocus()
    QTest.keyClick(times.bars, Qt.Key.Key_Down)
    line = times.answer.lines[1]
    assert line.title in times.bars.accessibleDescription()
    assert times.table.table.current_row() == 1
    QTest.keyClick(times.bars, Qt.Key.Key_Return)
    selection, rows = listed(demo, qtbot)
    assert selection.of.startswith("team:")
    assert rows == line.count


def test_the_table_says_what_the_bars_say_and_opens_the_same(demo, times, qtbot):
    times.by.setCurrentIndex(3)
    settle(qtbot, demo)
    titles = [line.title for line in times.answer.lines]
    assert [row[0] for row in times.answer.rows.rows] == [*titles, "All requests"]
    times.table.table.setFocus()
    QTest.keyClick(times.table.table, Qt.Key.Key_Down)
    line = times.answer.rows.tags[times.table.table.current_row()]
    QTest.keyClick(times.table.table, Qt.Key.Key_Return)
    assert listed(demo, qtbot)[1] == line.count


def test_times_are_told_by_mental_health_assessor(demo, times, qtbot):
    times.by.setCurrentIndex(4)
    settle(qtbot, demo)
    assert times.answer.rows.columns[0].title == "MHA"
    assert "with the mental health assessor" in times.words.text()
    line = times.answer.lines[0]
    times.table.table.row_opened.emit(0)
    assert listed(demo, qtbot)[1] == line.count


def test_the_times_table_is_saved_as_it_stands(times, tmp_path, monkeypatch):
    told, chosen = [], tmp_path / "times.csv"
    times.said.connect(told.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    times.save.click()
    with (tmp_path / "times.csv").open(encoding="utf-8-sig") as file:
        saved = list(csv.reader(file))
    assert saved[0][:3] == ["Month", "Requests", "Days, mean"]
    assert len(saved) == len(times.answer.rows) + 1
    assert told == [f"{len(times.answer.rows)} rows written to times.csv."]
    chosen = tmp_path / "nowhere" / "times.csv"
    times.save.click()
    assert "could not be written" in told[-1]


def test_the_as_at_day_is_kept_on_every_number(demo, times, qtbot):
    before = times.answer.times.all.count
    demo.session.move_to(demo.session.today - 200)
    settle(qtbot, demo)
    assert times.answer.times.all.count != before
    assert times.answer.lines[-1].title == "May 2026, so far"
    times.bars.opened.emit(len(times.answer.lines) - 1)
    assert listed(demo, qtbot)[1] == times.answer.lines[-1].count


def test_the_cards_of_an_indicator_open_its_children(demo, children, qtbot):
    assert children.month.currentText() == "Oct 2026"  # the last whole month
    figure = children.answer.rows.tags[0]
    cards = children.cards.cards
    assert {key: card.count.n for key, card in cards.items() if key in "nd"} == {"n": figure.n, "d": figure.d}
    cards["missed"].click()
    selection, rows = listed(demo, qtbot)
    assert (selection.list, selection.chip) == ("counted", "missed")
    assert rows == figure.d - figure.n
    assert demo.shell.top.title.text() == "CP visit within 10 working days, as the pack counts, Oct 2026"


def test_an_indicator_is_broken_down_by_team_from_its_row(demo, children, qtbot):
    rows = children.answer.rows
    at = next(row for row, one in enumerate(rows.tags) if one.indicator.id == "supervision_cp")
    children.table.table.go_to(int(rows.identity()[at]))
    whole = rows.tags[at]
    children.by.setCurrentIndex(1)
    settle(qtbot, demo)
    groups = children.answer.rows.tags[1:]
    assert {one.indicator.id for one in groups} == {"supervision_cp"}
    assert (sum(one.n for one in groups), sum(one.d for one in groups)) == (whole.n, whole.d)
    children.table.table.setFocus()
    QTest.keyClick(children.table.table, Qt.Key.Key_Down)
    group = children.answer.rows.tags[children.table.table.current_row()]
    QTest.keyClick(children.table.table, Qt.Key.Key_Return)
    assert listed(demo, qtbot)[1] == group.d


def test_the_keyboard_is_on_the_bars_and_on_the_table_at_once(demo, qtbot):
    QTest.keyClick(demo.shell, Qt.Key.Key_F7)
    settle(qtbot, demo)
    assert demo.shell.page.bars.hasFocus()
    QTest.keyClick(demo.shell, Qt.Key.Key_F8)
    settle(qtbot, demo)
    assert demo.shell.page.tabs.currentWidget().table.table.hasFocus()


def test_what_has_no_frequency_goes_back_to_the_whole_with_a_sentence(demo, children, qtbot):
    told = []
    children.said.connect(told.append)
    children.by.setCurrentIndex(children.by.findData("frequency"))
    settle(qtbot, demo)
    assert told == ["Only looked-after visits have an agreed frequency to be told apart by."]
    assert children.by.currentIndex() == 0


def test_percentages_as_the_pack_prints_them(demo, children, qtbot):
    rounded = children.answer.rows.rows[0][3]
    children.printed.setChecked(True)
    settle(qtbot, demo)
    assert children.answer.rows.rows[0][3] == f"{int(float(rounded.rstrip('%')))}%"


def test_a_row_without_data_says_what_is_missing(demo, children, qtbot):
    told = []
    children.said.connect(told.append)
    at = next(row for row, one in enumerate(children.answer.rows.tags) if one.n is None)
    children.table.table.row_opened.emit(at)
    assert told[0].startswith("There is no figure here:")


def test_the_dols_table_opens_the_requests_of_a_month(demo, children, qtbot):
    demo.shell.page.tabs.setCurrentIndex(1)
    settle(qtbot, demo)
    tab = demo.shell.page.dols_tab
    assert [row[0] for row in tab.answer.rows.rows][-2:] == ["England 2021-22", "DIFF, last month"]
    for key, cell in zip(tab.cards.cards, [row.cells[-1] for row in tab.answer.table.rows], strict=True):
        assert tab.cards.cards[key].count.n == cell.count + cell.left_out
    card = tab.cards.cards["dols_over_one_year"]
    card.click()
    assert listed(demo, qtbot)[1] == card.count.n


@pytest.mark.parametrize(("look", "scale"), [("light", 100), ("dark", 150)])
def test_both_pages_draw_at_every_size_and_name_every_control(demo, qtbot, look, scale):
    theme().apply(look, scale)
    for name in ("times", "indicators"):
        demo.shell.go(name)
        settle(qtbot, demo)
        assert not demo.shell.grab().isNull()
        for one in demo.shell.page.findChildren(QAbstractButton) + demo.shell.page.findChildren(QComboBox):
            if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert one.accessibleName() or one.text(), one
    theme().apply("light", 100)
