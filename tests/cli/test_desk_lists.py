"""The DoLS desk's lists on the command line: the same rows as the window."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from desktop.cli import run
from desktop.commands.workspace import Workspace
from desktop.domain.lists import Selection, build


@pytest.mark.parametrize("name", ["board", "homes", "home", "renewals", "mine"])
def test_a_list_has_the_rows_of_the_window(
    name: str, demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", name, "--csv", "--database", str(demo_file)]) == 0
    printed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    with Workspace.open(demo_file, None, "reader", exclusive=False) as space:
        desk = space.desk()
        assert len(printed) == len(build(desk, Selection(name, desk.as_at)))


def test_one_home_is_asked_for_by_its_name(demo_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(demo_file, None, "reader", exclusive=False) as space:
        home = space.book.managing_authority.name[0]
    assert run(["list", "home", "--home", home, "--csv", "--database", str(demo_file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["home"] for row in rows} == {home}
    assert run(["list", "home", "--home", "Nowhere", "--database", str(demo_file)]) == 1
    assert "There is no home called 'Nowhere'" in capsys.readouterr().err
