"""The verb ``pack``: freezes once, builds what it is asked for, refuses in one sentence."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.analysis import frozen_content
from desktop.cli import run


@pytest.fixture
def pack(demo_file, tmp_path, monkeypatch):
    monkeypatch.setattr(frozen_content, "MONTHS", 2)

    def call(*more, month="2026-10"):
        out = tmp_path / "packs"
        return run(["pack", "--month", month, "--out", str(out), "--database", str(demo_file), *more]), out

    return call


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_month_is_frozen_once_and_each_audience_has_its_folder(pack, capsys, qapp):
    assert isinstance(qapp, QGuiApplication)
    code, out = pack("--team", "Locality 1")
    assert code == 0
    first = capsys.readouterr()
    assert "Oct 2026 frozen, edition 1" in first.err
    code, _ = pack("--team", "locality 1", "--audience", "panel")
    second = capsys.readouterr()
    assert code == 0
    assert "frozen" not in second.err
    assert first.out.splitlines()[0] == second.out.splitlines()[0]
    assert names(out) == ["2026-10 managers, edition 1", "2026-10 panel, edition 1"]
    for folder in out.iterdir():
        assert names(folder) == ["figures-2026-10.xlsx", "index.html", "locality-1-oct-2026.pdf"]
        index = (folder / "index.html").read_text()
        assert "<a href='locality-1-oct-2026.pdf'>" in index
        assert "OFFICIAL-SENSITIVE" in index
    assert pack("--team", "Locality 99")[0] != 0
    assert "No team, service or manager called Locality 99" in capsys.readouterr().err


def test_a_month_that_is_not_over_is_refused(pack, capsys, monkeypatch):
    code, out = pack(month="2039-01")
    assert code != 0
    assert "is not over, so it was not frozen" in capsys.readouterr().err
    assert not out.exists()
