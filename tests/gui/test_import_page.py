"""Bringing a spreadsheet in through the window: dry run, yes, take it back."""

import csv
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

TRACKERS = Path(__file__).parents[1] / "data"


def drop(shell, *files):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    event = QDropEvent(
        QPoint(10, 10).toPointF(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    shell.dropEvent(event)


def planned(qtbot, shell):
    view = shell.pages["data"].imports
    qtbot.waitUntil(lambda: view.plan is not None, timeout=20000)
    return view


def test_a_dropped_tracker_is_tried_then_imported_then_taken_back(qtbot, shell, settled):
    before = len(shell.session.desk.book.person)
    drop(shell, TRACKERS / "visits_tracker.xlsx")
    qtbot.waitUntil(lambda: "data" in shell.pages)
    view = planned(qtbot, shell)
    counts = view.plan.counts()
    assert len(shell.session.desk.book.person) == before
    assert view.strip.cards["new"].count.n == counts["new"] > 0
    for key, card in view.strip.cards.items():
        card.click()
        assert len(view.rows.model.source) == counts[key], key
    view.apply_button.click()
    settled()
    qtbot.waitUntil(lambda: len(shell.session.desk.book.person) > before, timeout=20000)
    settled()
    page = shell.pages["data"]
    assert page.batches.model.rowCount() == 1
    assert shell.toast.isVisible()
    shell.status.refresh()
    settled()
    assert "visits_tracker.xlsx" in shell.status.source.text()
    page.tabs.setCurrentIndex(2)
    page.batches.table.selectRow(0)
    page._undo_batch()
    settled()
    book = shell.session.desk.book
    assert book.person.live.sum() == before


def test_what_an_import_leaves_open_is_listed_settled_and_saved(qtbot, shell, settled, tmp_path, monkeypatch):
    drop(shell, TRACKERS / "dols_tracker.xlsx")
    qtbot.waitUntil(lambda: "data" in shell.pages)
    view = planned(qtbot, shell)
    rejected = len(view.plan.rejected)
    view.apply()
    qtbot.waitUntil(lambda: view.plan is None, timeout=20000)
    settled()
    page = shell.pages["data"]
    page.show_level("rejected")
    settled()
    issues = page.settle.issues
    assert len(issues.model.source) == rejected == page.settle.strip.cards["rejected"].count.n
    page.show_level("exception")
    settled()
    whole = len(issues.model.source)
    assert whole > 0
    issues.table.selectRow(0)
    qtbot.wait(100)
    settled()
    page.settle.panel.answers[0].click()
    settled()
    assert len(issues.model.source) == whole - 1
    target = tmp_path / "list.csv"
    monkeypatch.setattr("desktop.views.settle_view.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    page.settle.save()
    settled()
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == whole


def test_a_file_that_is_no_tracker_is_one_sentence_and_changes_nothing(qtbot, shell, settled, tmp_path):
    wrong = tmp_path / "holiday.csv"
    wrong.write_text("a,b\n1,2\n")
    revision = shell.session.desk.book.revision
    drop(shell, wrong)
    qtbot.waitUntil(lambda: shell.toast.isVisible(), timeout=10000)
    assert "holiday.csv" in shell.toast.words.text()
    assert shell.session.desk.book.revision == revision


def test_reading_can_be_cancelled(qtbot, shell, settled):
    drop(shell, TRACKERS / "supervision_tracker.xlsx")
    qtbot.waitUntil(lambda: "data" in shell.pages)
    view = shell.pages["data"].imports
    view._cancel()
    settled()
    assert view.plan is None
    assert view.stack.currentWidget() is view._first
    assert "Nothing was changed" in shell.toast.words.text()
