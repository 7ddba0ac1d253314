"""Settings, the daily backup, an old demo, and verbs of the window that need no panel."""

import pytest
from little_council import TODAY, make_council
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableWidget, QTabWidget

from desktop.commands.workspace import Workspace
from desktop.settings import BACKUP_FOLDER, TEXT_SCALE
from desktop.store import backup
from desktop.store.keys import Key
from desktop.store.store import Store
from desktop.views import upkeep
from desktop.views.offer import Offer
from desktop.views.settings_dialog import SettingsDialog
from desktop.views.theme import theme


@pytest.fixture
def settings(qtbot, shell, settled):
    shell.perform("settings")
    settled()
    dialog = shell.findChild(SettingsDialog)
    yield dialog
    dialog.close()


def closures(shell):
    return shell.session.workspace.timescales.closures


def test_a_closure_day_is_added_named_and_removed(qtbot, shell, settings, settled):
    dialog = settings.closures
    qtbot.keyClicks(dialog.on.edit, "24/12/26")
    qtbot.keyClicks(dialog.name, "Christmas closure")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settled()
    assert dialog.table.item(0, 1).text() == "Christmas closure"
    assert closures(shell) == ()
    assert "still count as working days" in dialog.counts.text()
    settings.questions.answers["skip_closure_days"].pick("yes")
    settled()
    assert len(closures(shell)) == 1
    assert "are left out" in dialog.counts.text()
    dialog.remove.click()
    settled()
    assert dialog.table.rowCount() == 0
    assert closures(shell) == ()


def test_the_same_closure_day_twice_is_refused_in_the_dialog(qtbot, settings, settled):
    for _ in range(2):
        settings.closures.on.edit.setText("24/12/26")
        qtbot.keyClick(settings.closures.on.edit, Qt.Key.Key_Return)
        settled()
    assert settings.wrong.text() == "24/12/2026 is already in the list."


def test_a_choice_is_recorded_under_the_persons_name_and_undone(shell, settings, settled):
    field = settings.questions.answers["dols_urgent_day_one"]
    assert field.value == "same_day"
    field.pick("day_after")
    settled()
    work = shell.session.workspace
    assert work.timescales.settings["dols_urgent_day_one"] == "day_after"
    assert work.store.acts(1)[0].author == work.author
    shell.perform("undo")
    settled()
    assert settings.questions.answers["dols_urgent_day_one"].value == "same_day"


def test_every_control_of_the_settings_has_a_name(settings):
    for kind in (QComboBox, QLineEdit, QTableWidget, QTabWidget):
        for control in settings.findChildren(kind):
            assert control.accessibleName(), control


def test_text_size_is_chosen_in_the_settings(shell, settings):
    settings.look.scale.pick(125)
    assert shell.settings.get(TEXT_SCALE) == 125
    settings.look.scale.pick(100)
    assert theme().scale == 100


def test_one_key_sets_the_priority_of_the_chosen_requests(qtbot, shell, go, settled):
    page = go("dols")
    case = page.chosen_cases()[0]
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    settled()
    book = shell.session.desk.book
    assert book.dols_request.word("priority", int(shell.session.desk.fact("request")[case])) == "high"
    assert "1 request: high priority." in shell.toast.words.text()
    go("visits")
    qtbot.keyClick(shell.list_page.table, Qt.Key.Key_1)
    assert "does not fit" in shell.toast.words.text()


def test_absence_starts_with_the_worker_of_the_row(qtbot, shell, go, settled):
    page = go("people")
    shell.perform("absence")
    settled()
    panel = page.side.currentWidget()
    name = shell.session.desk.book.worker.name[page.chosen_worker()]
    assert panel.who.text == name
    panel.closed.emit()


@pytest.fixture
def protected(tmp_path, monkeypatch):
    """A council of real people, as far as the file knows."""
    key = Key.generate()
    monkeypatch.setattr(upkeep, "AFTER_MS", 10)
    path = tmp_path / "real.caseclock"
    Workspace.create(path, key, author="manager", today=lambda: TODAY).close()
    monkeypatch.setattr("desktop.store.keys.find", lambda *_: key)
    return path


def test_a_backup_is_made_once_a_day_without_being_asked(qtbot, open_window, protected):
    window = open_window(protected)
    folder = upkeep.folder_of(window.settings)
    qtbot.waitUntil(lambda: folder.is_dir() and bool(backup.backups(protected, folder)), timeout=8000)
    assert not window.shell.status.backup.isVisibleTo(window.shell)
    assert upkeep.last_backup(protected, folder) == TODAY


def test_a_backup_that_fails_is_said_in_the_status_line(qtbot, open_window, protected, tmp_path):
    window = open_window(protected)
    window.settings.put(BACKUP_FOLDER, str(tmp_path / "gone"))
    status = window.shell.status
    qtbot.waitUntil(lambda: status.backup.text() == "! No backup today", timeout=8000)
    assert "choose another folder" in status.backup.toolTip()
    (tmp_path / "there").mkdir()
    window.settings.put(BACKUP_FOLDER, str(tmp_path / "there"))
    qtbot.waitUntil(lambda: status.backup.text() == "", timeout=8000)


def test_a_demo_is_never_backed_up(qtbot, window, settled, monkeypatch):
    assert window.session.is_demo
    for child in window.findChildren(upkeep.Upkeep):
        child.back_up()
    settled()
    folder = upkeep.folder_of(window.settings)
    assert not folder.is_dir() or not backup.backups(window.path, folder)


def test_an_old_demo_is_offered_for_today_and_made_again(qtbot, open_window, tmp_path):
    path = tmp_path / "demo.caseclock"
    make_council(path)
    with Store.open(path, author="demo") as store:
        store.set_meta("demo_seed", "3")
        store.set_meta("demo_date", str(TODAY - 30))
    window = open_window(path)
    qtbot.waitUntil(lambda: window.shell.findChild(Offer) is not None, timeout=5000)
    offer = window.shell.findChild(Offer)
    assert "made for 21/10/2026" in offer.words.text()
    assert not offer.take.hasFocus()
    offer.take.click()
    qtbot.waitUntil(
        lambda: window.session.desk is not None and len(window.session.desk.book.case) > 500, timeout=90000
    )
    assert window.session.workspace.store.meta("demo_date") == str(TODAY)
    assert window.shell.findChild(Offer) is None


def test_a_number_that_is_none_is_refused_and_the_old_one_shown_again(qtbot, settings, settled):
    settings.tabs.setCurrentIndex(1)
    line = settings.questions.answers["dols_urgent_expiring_days"]
    line.setText("soon")
    line.editingFinished.emit()
    settled()
    assert settings.wrong.isVisibleTo(settings)
    assert settings.wrong.text()
    assert line.text() == "2"


def test_more_than_the_law_says_asks_whose_advice_it_rests_on(qtbot, shell, settings, settled):
    settings.tabs.setCurrentIndex(1)
    line = settings.questions.answers["dols_refresher_months"]
    reason = settings.questions.reasons["dols_refresher_months"]
    assert not reason.isVisibleTo(settings)
    line.setText("15")
    line.editingFinished.emit()
    assert reason.isVisibleTo(settings)
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    settled()
    assert "whose legal advice it is more than 12 (SI 2008/1858 reg 5(3)(d)" in settings.wrong.text()
    assert shell.session.workspace.timescales.settings["dols_refresher_months"] == "12"
    line.setText("15")
    line.editingFinished.emit()
    reason.setText("the council's solicitor, 3 November")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    settled()
    assert shell.session.workspace.timescales.settings["dols_refresher_months"] == "15"
