"""A newer version is announced; a version that is too old reads and does not write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop import __version__, versions
from desktop.cli import run
from desktop.commands import notes
from desktop.commands.workspace import Workspace
from desktop.errors import KnownError
from desktop.views.window import Window, make_application


def test_versions_are_compared_as_numbers() -> None:
    assert versions.is_older("0.9.0", "0.10.0")
    assert versions.is_older("1.2", "1.2.0.1")
    assert not versions.is_older("1.2", "1.2.0")
    assert not versions.is_older("1.0", "soon")


@pytest.mark.parametrize("text", ["", "version = 5", "not toml [", "\x00\x01"])
def test_a_file_that_announces_nothing_readable_is_quiet(tmp_path: Path, text: str) -> None:
    (tmp_path / "newest.toml").write_text(text)
    assert versions.announced(str(tmp_path / "newest.toml")) is None
    assert versions.announced(str(tmp_path / "missing.toml")) is None


def test_the_newest_of_file_and_database_is_announced(tmp_path: Path) -> None:
    (tmp_path / "newest.toml").write_text('version = "98.0.0"\nnotes = "Renewals."')
    newer = versions.announced(str(tmp_path / "newest.toml"), "97.0.0")
    assert newer is not None
    assert newer.words.startswith(f"Caseclock 98.0.0 is out; this is {__version__}. Renewals.")
    assert versions.announced("", __version__) is None


def test_a_version_that_is_too_old_reads_and_does_not_write(little_file: Path) -> None:
    with Workspace.open(little_file, author="manager") as workspace:
        workspace.store.set_meta(versions.MINIMUM, "99.0.0")
        before = len(workspace.book.note)
        act = notes.add(workspace.book, [0], text="Seen.", author="manager", today=workspace.today)
        with pytest.raises(
            KnownError, match=r"older than your council's database allows \(99.0.0 or newer\)"
        ):
            workspace.run(act)
        with pytest.raises(KnownError, match="you can read everything"):
            workspace.store.undo("0" * 32, "manager")
        assert len(workspace.desk().clocks.case) > 0
        workspace.poll()
        assert len(workspace.book.note) == before


def test_an_administrator_sets_minimum_and_newest(
    little_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ["--database", str(little_file)]
    assert run(["clients", "--minimum", __version__, "--newest", "99.1.0", "--csv", *database]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"this program,{__version__}",
        f"minimum client,{__version__}",
        "newest client,99.1.0",
    ]
    assert run(["clients", "--minimum", "99.0.0", *database]) == 1
    assert run(["clients", "--newest", "soon", *database]) == 1
    assert "could not write any more" in capsys.readouterr().err


def test_the_window_says_both_in_a_line(qtbot: Any, little_file: Path) -> None:
    with Workspace.open(little_file, author="it") as workspace:
        workspace.store.set_meta(versions.MINIMUM, "99.0.0")
        workspace.store.set_meta(versions.NEWEST, "99.1.0")
    window = Window(make_application(), str(little_file))
    window.start()
    qtbot.waitUntil(lambda: window.session is not None and window.session.desk is not None, timeout=20_000)
    assert window.versions is not None
    window.versions.look()
    qtbot.waitUntil(lambda: len(window.versions.notices) == 2, timeout=10_000)
    said = {kind: notice.accessibleName() for kind, notice in window.versions.notices.items()}
    assert "you can read everything, but nothing can be saved" in said["old"]
    assert "Caseclock 99.1.0 is out" in said["newer"]
    assert not window.versions.notices["old"].leave.isVisibleTo(window.versions.notices["old"])
    window.versions.notices["newer"].leave.click()
    window.versions.look()
    qtbot.waitUntil(lambda: not window.session.tasks.busy, timeout=10_000)
    assert set(window.versions.notices) == {"old"}
    window.shell.close()
