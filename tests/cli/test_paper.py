"""``caseclock sheet`` and ``caseclock diary``: files for a meeting and for a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import run
from desktop.commands.workspace import Workspace


@pytest.fixture
def worker(demo_file: Path) -> str:
    """The name of a worker who has children."""
    import numpy as np

    from desktop.domain.lists import Selection, build

    with Workspace.open(demo_file, None, "reader", exclusive=False) as space:
        desk = space.desk()
        holders = build(desk, Selection("children", desk.as_at)).base.rows.holder
        return str(desk.book.worker.name[int(np.argmax(np.bincount(holders[holders >= 0])))])


def test_a_sheet_and_a_diary_are_written_and_said(
    qapp: object, worker: str, demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb, name, begins in (
        ("sheet", "sheet.pdf", b"%PDF-"),
        ("sheet", "sheet.html", b"<!DOCTYPE html>"),
        ("diary", "diary.ics", b"BEGIN:VCALENDAR"),
    ):
        out = tmp_path / name
        assert run([verb, worker, "--out", str(out), "--database", str(demo_file)]) == 0
        assert out.read_bytes().startswith(begins)
        assert f"written to {out}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sheet", "Nobody Here", "--out", "x.pdf"], "no worker called"),
        (["sheet", "Nobody Here", "--out", "x.docx"], "should end in .pdf or .html"),
        (["diary", "Nobody Here", "--out", "x.txt"], "should end in .ics"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_no_file(
    arguments: list[str],
    sentence: str,
    demo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    assert run([*arguments, "--database", str(demo_file)]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert set(tmp_path.iterdir()) - before <= {demo_file, *tmp_path.glob("demo.db-*")}


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(
    worker: str, demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no-such-folder" / "diary.ics"
    assert run(["diary", worker, "--out", str(out), "--database", str(demo_file)]) == 1
    assert "cannot be written there. Nothing was changed." in capsys.readouterr().err
    assert not out.parent.exists()


def test_lists_can_be_narrowed_to_a_plan(demo_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    assert run(["list", "turning", "--plan", "cp", "--json", "--database", str(demo_file)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["plan"] for row in rows} <= {"cp"}
    assert run(["list", "children", "--plan", "nonsense", "--database", str(demo_file)]) == 1
    assert "no kind of plan called nonsense" in capsys.readouterr().err
