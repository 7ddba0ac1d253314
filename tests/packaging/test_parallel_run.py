"""A tracker against the database: the same after an import, and every later difference explained or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.cli import run
from desktop.commands import importing, visits
from desktop.commands.workspace import Workspace
from desktop.exchange.parallel import ParallelRun, parallel_run
from desktop.exchange.read import read_file

DATA = Path(__file__).parents[1] / "data"
TODAY = 20_777  # 20 November 2026


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    """A database into which the visits tracker was imported."""
    with Workspace.create(tmp_path / "c.caseclock", None, author="manager", today=lambda: TODAY) as made:
        importing.apply(made, importing.dry_run(made, DATA / "visits_tracker.xlsx", TODAY))
        yield made


def compare(workspace: Workspace, path: Path) -> ParallelRun:
    """One parallel run as at `TODAY`."""
    parsed = read_file(path, today=TODAY)
    return parallel_run(workspace.desk(as_at=TODAY), parsed, workspace.store.history)


def changed(tmp_path: Path, change: Any) -> Path:
    """The visits tracker with something changed by whoever keeps it."""
    book = openpyxl.load_workbook(DATA / "visits_tracker.xlsx")
    change(book)
    path = tmp_path / "kept.xlsx"
    book.save(path)
    return path


def test_a_tracker_that_was_just_imported_agrees_in_every_row(workspace: Workspace) -> None:
    answer = compare(workspace, DATA / "visits_tracker.xlsx")
    assert answer.rows == 184
    assert answer.same == 184
    assert not answer.differences


def test_a_visit_recorded_here_explains_itself(workspace: Workspace) -> None:
    book = workspace.book
    case = next(row for row, person in enumerate(book.case.person) if book.person.ref[person] == "5334845")
    act = visits.record(
        workspace.book, visits.Visit(TODAY, [visits.Seen(case)]), author="manager", today=TODAY
    )
    workspace.run(act)
    answer = compare(workspace, DATA / "visits_tracker.xlsx")
    assert not answer.unexplained
    assert {one.ref for one in answer.differences} == {"5334845"}
    (visit,) = [one for one in answer.differences if one.column == "Last visit"]
    assert (visit.in_sheet, visit.in_app) == ("08/11/2026", "20/11/2026")
    assert visit.why.startswith("recorded in Caseclock on")
    assert (visit.sheet, visit.row) == ("Locality 1", 4)


def test_what_only_the_sheet_knows_is_not_explained(workspace: Workspace, tmp_path: Path) -> None:
    def keep_on(book: Any) -> None:
        import datetime as dt

        sheet = book["Locality 1"]
        sheet["F3"] = dt.datetime(2026, 11, 18)  # a visit that was never entered here
        sheet["D4"] = "Somebody Else"
        sheet.append([7777777, "ZZ", "CP", "Rosa Jones", dt.datetime(2026, 11, 1)])

    answer = compare(workspace, changed(tmp_path, keep_on))
    found = {(one.ref, one.column): one for one in answer.unexplained}
    assert set(found) == {("8409548", "Last visit"), ("5334845", "WORKER"), ("7777777", "row")}
    assert found["8409548", "Last visit"].in_sheet == "18/11/2026"
    assert found["7777777", "row"].why == "not on record"


def test_what_only_the_database_knows_is_named(workspace: Workspace, tmp_path: Path) -> None:
    answer = compare(workspace, changed(tmp_path, lambda book: book["Locality 1"].delete_rows(4)))
    (missing,) = answer.unexplained
    assert (missing.row, missing.ref, missing.in_app) == (0, "5334845", "on record")
    assert "visits_tracker.xlsx" in missing.why


def test_the_verb_exits_3_while_something_is_unexplained(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.close()
    database = ["--database", str(tmp_path / "c.caseclock")]
    made = changed(tmp_path, lambda book: book["Locality 1"].delete_rows(4))
    assert run(["parallel-run", str(DATA / "visits_tracker.xlsx"), "--as-at", "2026-11-20", *database]) == 0
    capsys.readouterr()
    out = tmp_path / "differences.csv"
    told = ["--as-at", "2026-11-20", "--json", "--out", str(out)]
    assert run(["parallel-run", str(made), *told, *database]) == 3
    printed = capsys.readouterr()
    assert [one["ref"] for one in json.loads(printed.out)] == ["5334845"]
    assert "183 the same in every cell; 1 differences, 0 explained, 1 not." in printed.err
    assert len(out.read_text().splitlines()) == 2
    assert run(["parallel-run", str(DATA / "Annex_A.xlsx"), *database]) == 1
