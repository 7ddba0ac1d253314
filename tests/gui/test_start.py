"""Starting: nothing there, a file from last time, a wrong key; and what survives a bug."""

import json
import os
import subprocess
import sys
import threading

from PySide6.QtWidgets import QLabel

from desktop.app import Window
from desktop.commands.workspace import Workspace
from desktop.models import snapshot
from desktop.store.keys import Key
from desktop.views.first_start import FirstStart, KeyPage, PassphrasePage, RecoveryPage


def words(widget):
    return " ".join(part.text() for part in widget.findChildren(QLabel))


def test_a_first_start_offers_three_ways(qtbot, open_window, tmp_path):
    window = open_window(tmp_path / "nothing.caseclock")
    page = window.shell.page
    assert isinstance(page, FirstStart)
    for key in (page.spreadsheets, page.demo, page.empty):
        assert key.isEnabled()


def test_a_new_database_shows_its_recovery_key_once_and_asks_for_a_yes(
    qtbot, open_window, tmp_path, monkeypatch
):
    window = open_window(tmp_path / "new.caseclock")
    page = window.shell.page
    page.empty.click()
    qtbot.waitUntil(lambda: page.stack.count() > 1)
    asked = page.stack.currentWidget()
    assert isinstance(asked, PassphrasePage)  # no keychain here
    asked.first.setText("short")
    asked.second.setText("short")
    asked._done()
    qtbot.waitUntil(lambda: "12" in asked.wrong.text())
    for field in (asked.first, asked.second):
        field.setText("correct horse battery staple")
    asked._done()
    qtbot.waitUntil(lambda: isinstance(page.stack.currentWidget(), RecoveryPage), timeout=10000)
    shown = page.stack.currentWidget()
    assert not shown.go_on.isEnabled()
    assert len(shown.key.text().replace("\n", "").split("-")) == 14
    shown.kept.setChecked(True)
    shown.go_on.click()
    qtbot.waitUntil(lambda: window.session.desk is not None, timeout=10000)
    qtbot.waitUntil(lambda: window.shell.list_page is not None)
    assert not window.session.is_demo
    assert window.path.exists()


def test_an_encrypted_file_asks_and_a_wrong_key_is_said_in_a_sentence(qtbot, open_window, tmp_path):
    path, key = tmp_path / "locked.caseclock", Key.generate()
    Workspace.create(path, key, author="manager").close()
    window = open_window(path, ready=False)
    qtbot.waitUntil(lambda: isinstance(window.shell.page, KeyPage), timeout=5000)
    page = window.shell.page
    page.field.setText("not the key at all")
    page._done()
    qtbot.waitUntil(lambda: page.wrong.text() != "", timeout=10000)
    assert "key" in page.wrong.text().casefold()
    assert "Traceback" not in words(page)
    page.field.setText(key.recovery_text)
    page._done()
    qtbot.waitUntil(lambda: window.session.desk is not None, timeout=10000)


def test_the_list_of_last_time_is_kept_and_read_back(qtbot, window, council_file):
    kept = window.session.workspace.store.cache_get("first_list")
    if kept is None:
        window._keep_first_list()
        window.session.tasks.wait()
        kept = window.session.workspace.store.cache_get("first_list")
    shown = snapshot.read(kept)
    assert shown.title == "Today"
    assert len(shown.rows) == len(window.shell.pages["today"].answer.data)
    assert snapshot.read(b"not json") is None
    assert snapshot.read(json.dumps({"version": 0}).encode()) is None


def test_the_first_paint_imports_nothing_heavy(council_file, tmp_path):
    with Workspace.open(council_file, author="manager") as workspace:
        workspace.keep_first_list(snapshot.draw)
    script = (
        "import sys\n"
        "from desktop.views import window as app\n"
        "told = []\n"
        "class Stop(app.Window):\n"
        "    def _on_first_paint(self):\n"
        "        named = {'sqlalchemy', 'alembic', 'pandas', 'pyqtgraph', 'keyring', 'numpy'}\n"
        "        heavy = named & set(sys.modules)\n"
        "        print('painted', sorted(heavy))\n"
        "        self.application.quit()\n"
        "application = app.make_application()\n"
        f"window = Stop(application, {str(council_file)!r})\n"
        "window.start()\n"
        "application.exec()\n"
    )
    env = {**os.environ, "CASECLOCK_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "painted []", done.stdout + done.stderr


def test_a_bug_on_any_thread_is_one_sentence_and_the_window_lives(qtbot, shell, settled):
    def broken():
        raise RuntimeError("a name that must not be shown")

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "Something went wrong" in shell.toast.words.text())
    assert "must not be shown" not in shell.toast.words.text()
    assert shell.isVisible()


def test_a_second_window_says_who_has_the_file(qtbot, window, open_window, council_file):
    other = open_window(council_file, ready=False)
    assert isinstance(other, Window)
    qtbot.waitUntil(lambda: isinstance(other.shell.page, FirstStart), timeout=10000)
    assert "open" in words(other.shell.page).casefold()
