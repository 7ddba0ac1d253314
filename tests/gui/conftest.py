"""A window on a small council in a real file; any Qt warning fails a test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from little_council import DATE, make_council
from PySide6.QtCore import QCoreApplication, QEvent
from sync_council import chain, laptops, shared  # noqa: F401 fixtures of the shared database

from desktop.app import Window, make_application


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents and "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # the offscreen platform has no window manager to tell sizes to
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("CASECLOCK_TODAY", DATE)


@pytest.fixture(scope="session")
def council_master(tmp_path_factory):
    path = tmp_path_factory.mktemp("council") / "council.caseclock"
    make_council(path)
    return path


@pytest.fixture
def council_file(council_master, tmp_path):
    return Path(shutil.copy(council_master, tmp_path / "council.caseclock"))


@pytest.fixture
def open_window(qtbot, qapp):
    """Opens windows, waits for their first list, and closes them in order."""
    opened = []

    def open_it(path, ready=True):
        make_application()
        window = Window(qapp, str(path))
        opened.append(window)
        window.start()
        qtbot.waitUntil(lambda: window.shell is not None, timeout=5000)
        if ready and Path(path).exists():
            qtbot.waitUntil(lambda: window.session.desk is not None, timeout=10000)
        settle(qtbot, window)
        return window

    yield open_it
    for window in opened:
        settle(qtbot, window)
        window.session.close()
        window.session.tasks.close()
        window.shell.hide()
        window.shell.deleteLater()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window, council_file):
    made = open_window(council_file)
    made.shell.show()
    made.shell.resize(1440, 900)
    return made


@pytest.fixture
def shell(window, qtbot):
    qtbot.waitUntil(lambda: window.shell.list_page is not None and window.shell.list_page.answer is not None)
    settle(qtbot, window)
    return window.shell


@pytest.fixture
def go(qtbot, window):
    """Opens a page and waits for its list."""

    def to(name):
        window.shell.go(name)
        settle(qtbot, window)
        return window.shell.page

    return to


@pytest.fixture
def settled(qtbot, window):
    return lambda: settle(qtbot, window)


def settle(qtbot, window):
    """Until everything asked has been answered, twice in a row."""
    quiet = 0
    while quiet < 3:
        qtbot.wait(30)
        quiet = quiet + 1 if not window.session.tasks.busy else 0
