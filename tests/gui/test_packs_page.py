"""The Packs page: freeze and build in a few clicks, stop it, and see what became of the month since."""

import pytest
from PySide6.QtCore import Qt

from desktop.analysis import frozen_content
from desktop.views import pack_process, printing
from desktop.views.pages import packs_page


@pytest.fixture(autouse=True)
def _few_months(monkeypatch):
    monkeypatch.setattr(frozen_content, "MONTHS", 2)


@pytest.fixture
def page(go, window, tmp_path, monkeypatch):
    monkeypatch.setattr(packs_page.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    opened = []
    window.settings.put(packs_page.PACK_FOLDER, str(tmp_path / "out"))
    found = go("packs")
    found.opened_folders = opened
    return found


def built(qtbot, page):
    page.go.click()
    qtbot.waitUntil(lambda: page._task is None and page.built is not None, timeout=60000)


def test_the_last_month_is_frozen_and_built_with_one_press(qtbot, page, settled, window):
    assert page.month.currentText() == "Oct 2026"
    assert page.go.text() == "Freeze and build"
    built(qtbot, page)
    settled()
    names = sorted(path.name for path in page.built.folder.iterdir())
    assert names == [
        "dols-oct-2026.pdf",
        "figures-2026-10.xlsx",
        "index.html",
        "whole-council-oct-2026.pdf",
    ]
    assert page.opened_folders == [str(page.built.folder)]
    assert page.go.text() == "Build the packs"
    assert f"was frozen by {window.session.author}, edition 1" in page.words.text()


def test_a_panels_packs_get_a_folder_of_their_own(qtbot, page, settled):
    built(qtbot, page)
    settled()
    first = page.built.folder
    page.audience.setCurrentIndex(page.audience.findData("panel"))
    page.built = None
    built(qtbot, page)
    assert page.built.folder != first
    assert "panel" in page.built.folder.name


def test_nothing_ticked_is_said_and_nothing_is_frozen(page, settled):
    for at in range(page.whose.count()):
        page.whose.item(at).setCheckState(Qt.CheckState.Unchecked)
    page.go.click()
    settled()
    assert page.answer.edition == 0
    assert page.built is None


def test_cancel_leaves_no_pack_behind(page, settled, tmp_path):
    page.go.click()
    page.cancel()
    settled()
    assert page.built is None
    assert not list((tmp_path / "out").rglob("*.pdf"))
    assert page.go.isEnabled()


def test_what_changed_since_is_asked_for_on_its_own_tab(qtbot, page, settled):
    page.tabs.setCurrentIndex(1)
    settled()
    assert "not frozen yet" in page.since_words.text()
    built(qtbot, page)
    settled()
    assert "Nothing that was recorded since" in page.since_words.text()


def test_no_page_is_laid_out_by_the_process_that_has_the_window(qtbot, page, settled, monkeypatch):
    """One call into Qt lays out a page, and holds up every thread of its process for as long."""
    monkeypatch.setattr(pack_process, "build_packs", _never)
    monkeypatch.setattr(printing.Printed, "__init__", _never)
    built(qtbot, page)
    settled()
    assert page.built.pages > 1
    assert (page.built.folder / "whole-council-oct-2026.pdf").read_bytes().startswith(b"%PDF")


def _never(*args, **more):
    raise AssertionError("a page was laid out beside the window")


def test_packs_are_built_here_where_no_second_process_can_be_started(qtbot, page, settled, monkeypatch):
    def refused():
        raise OSError("not allowed")

    monkeypatch.setattr(pack_process, "_started", refused)
    built(qtbot, page)
    settled()
    assert (page.built.folder / "index.html").exists()


def test_a_second_process_that_ends_is_told_and_nothing_is_kept(qtbot, page, settled, monkeypatch, tmp_path):
    monkeypatch.setattr(pack_process, "ARGUMENT", "--no-such-thing")
    page.go.click()
    qtbot.waitUntil(lambda: page._task is None, timeout=60000)
    settled()
    assert "Nothing was kept" in page.step.text()
    assert not list((tmp_path / "out").rglob("*.pdf"))


def test_cancel_while_packs_are_written_takes_away_what_was_written(qtbot, page, settled, tmp_path):
    page.go.click()
    qtbot.waitUntil(lambda: " of " in page.step.text(), timeout=60000)
    page.cancel()
    assert page.step.text().startswith("Stopped")
    settled()
    qtbot.waitUntil(lambda: not list((tmp_path / "out").rglob("*.*df")), timeout=20000)
    assert page.built is None
    assert not list((tmp_path / "out").rglob("*.xlsx"))
