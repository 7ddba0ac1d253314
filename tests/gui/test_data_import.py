"""Bringing several files in at once: bad ones say why, good ones go in, and what follows."""

import csv
import time

from PySide6.QtCore import Qt
from test_import_page import TRACKERS, drop, planned

from desktop.commands import importing


def opened(qtbot, shell, *files):
    drop(shell, *files)
    qtbot.waitUntil(lambda: "data" in shell.pages)
    return planned(qtbot, shell)


def test_a_bad_file_among_several_says_why_and_the_others_go_on(qtbot, shell, settled, tmp_path):
    wrong = tmp_path / "holiday.csv"
    wrong.write_text("a,b\n1,2\n")
    view = opened(
        qtbot, shell, wrong, TRACKERS / "visits_tracker.xlsx", TRACKERS / "supervision_tracker.xlsx"
    )
    assert "file 2 of 3" in view._title.text()
    assert "holiday.csv" in view._notice.text()
    for _ in range(2):
        qtbot.waitUntil(lambda: view.plan is not None, timeout=20000)
        plan = view.plan
        qtbot.keyClick(view.apply_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda before=plan: view.plan is not before, timeout=20000)
        settled()
    assert view.stack.currentWidget() is view.done
    assert [one.failed for one in view.done.outcomes] == [True, False, False]
    assert len(shell.session.desk.book.import_batch) == 2
    settled()
    assert shell.toast.undo.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert shell.session.desk.book.import_batch.live.sum() == 1
    assert len(view.done._back) == 1


def test_after_an_import_one_key_shows_what_is_overdue(qtbot, shell, settled):
    view = opened(qtbot, shell, TRACKERS / "visits_tracker.xlsx")
    qtbot.keyClick(view.apply_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.done, timeout=20000)
    settled()
    assert str(len(shell.pages["data"].settle.issues.model.source)) in view.done.settle.text()
    qtbot.keyClick(view.done.overdue, Qt.Key.Key_Space)
    settled()
    assert shell.list_page.selection.list == "overdue"


def test_cancel_stops_reading_and_nothing_that_waits_begins(qtbot, shell, settled, monkeypatch):
    stopped = []
    real = importing.read_file

    def slow(path, progress, cancel, **more):
        for _ in range(500):
            time.sleep(0.01)
            progress(0.1, "reading")
            if cancel():
                stopped.append(path.name)
                break
        return real(path, progress, cancel, **more)

    monkeypatch.setattr(importing, "read_file", slow)
    drop(shell, TRACKERS / "dols_tracker.xlsx", TRACKERS / "visits_tracker.xlsx")
    qtbot.waitUntil(lambda: "data" in shell.pages and shell.pages["data"].imports.stop.isVisible())
    view = shell.pages["data"].imports
    qtbot.waitUntil(lambda: view._bar.value() > 0)
    qtbot.keyClick(view.stop, Qt.Key.Key_Space)
    settled()
    assert stopped == ["dols_tracker.xlsx"]
    assert view.plan is None
    assert "1 file that was waiting was not read" in shell.toast.words.text()
    assert len(shell.session.desk.book.import_batch) == 0


def test_rejected_rows_are_saved_with_where_they_are(qtbot, shell, settled, tmp_path, monkeypatch):
    view = opened(qtbot, shell, TRACKERS / "dols_tracker.xlsx")
    target = tmp_path / "rejected.csv"
    monkeypatch.setattr("desktop.views.import_view.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    qtbot.keyClick(view.save, Qt.Key.Key_Space)
    settled()
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "sheet", "row", "column", "value", "reason"]
    assert rows[1][:3] == ["dols_tracker.xlsx", "Tracker 26-27", "38"]
    assert shell.toast.words.text() == "1 rejected row saved to rejected.csv."


def test_the_same_file_again_brings_nothing_and_says_so(qtbot, shell, settled):
    view = opened(qtbot, shell, TRACKERS / "visits_tracker.xlsx")
    qtbot.keyClick(view.apply_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.done, timeout=20000)
    settled()
    view = opened(qtbot, shell, TRACKERS / "visits_tracker.xlsx")
    assert not view.apply_button.isEnabled()
    assert view.plan.counts()["new"] == 0
    assert view.leave.text() == "Go on"
