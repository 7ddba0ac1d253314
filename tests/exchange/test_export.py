"""What is written can be opened, read back and imported again without a change."""

import csv
import datetime as dt
import os

import openpyxl
import pytest
from sheets_made import DATA, SUPERVISION, supervision, workbook

from desktop.commands import importing
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.errors import KnownError
from desktop.exchange.export import export_tracker, write_table
from desktop.exchange.read import read_file

TODAY = day(dt.date(2026, 11, 20))
TRACKERS = ("dols_tracker", "visits_tracker", "supervision_tracker")


@pytest.fixture
def empty(tmp_path):
    with Workspace.create(tmp_path / "new.db", None, "tester", today=lambda: TODAY) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "new.db"
    with Workspace.create(path, None, "tester", today=lambda: TODAY) as workspace:
        for name in TRACKERS:
            bring_in(workspace, DATA / f"{name}.xlsx")
        yield workspace


def bring_in(workspace, path):
    importing.apply(workspace, importing.dry_run(workspace, path, TODAY))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("layout", TRACKERS)
def test_a_tracker_taken_out_and_imported_again_changes_nothing(imported, tmp_path, layout, ending):
    path = tmp_path / f"out.{ending}"
    written = export_tracker(imported.desk(TODAY), layout, path)
    again = importing.dry_run(imported, path, TODAY)
    counts = again.counts()
    assert counts["same"] == written > 180
    assert {
        counts[word] for word in ("new", "changed", "rejected", "gone", "conflicts", "possible_matches")
    } == {0}
    touched = {patch.table for change in (again.act.sets if again.act else ()) for patch in change.patches}
    assert touched <= {"import_batch", "import_issue"}


@pytest.mark.parametrize("layout", TRACKERS)
def test_both_forms_say_the_same(imported, tmp_path, layout):
    read = []
    for ending in ("xlsx", "csv"):
        export_tracker(imported.desk(TODAY), layout, tmp_path / f"out.{ending}")
        found = read_file(tmp_path / f"out.{ending}", today=TODAY)
        read.append(sorted(tuple(record.values.items()) for record in found.records))
    assert read[0] == read[1]


def test_the_dols_tracker_says_what_the_sheet_said(imported, tmp_path):
    export_tracker(imported.desk(TODAY), "dols_tracker", tmp_path / "out.xlsx")
    before = {
        record["ref"]: record.values for record in read_file(DATA / "dols_tracker.xlsx", today=TODAY).records
    }
    after = {record["ref"]: record.values for record in read_file(tmp_path / "out.xlsx", today=TODAY).records}
    assert len(after) == len(before) == 319  # one request stands twice, and says two things
    for ref in after.keys() - {"D26150"}:
        told, held = before[ref], after[ref]
        differ = {name for name in told if told[name] != held[name]}
        assert differ <= {"home", "outcome_text"}, ref
        assert told["home"].casefold() == held["home"].casefold()


def test_the_workbook_has_a_frozen_header_real_dates_and_a_sheet_a_team(imported, tmp_path):
    export_tracker(imported.desk(TODAY), "visits_tracker", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert "Pathways Through Care 1" in book.sheetnames
    page = book["Locality 1"]
    assert page["A1"].value == "Locality 1 - Visits tracker, as at 20/11/2026"
    assert page["A2"].value == "Child ID"
    assert page.freeze_panes == "B3"
    assert isinstance(page["E3"].value, dt.datetime)
    assert page["E3"].number_format == "dd/mm/yyyy"
    assert page["A3"].data_type == "s"


def test_a_tracker_as_at_an_earlier_day_holds_what_had_happened_by_then(empty, tmp_path):
    bring_in(empty, DATA / "dols_tracker.xlsx")
    export_tracker(empty.desk(day(dt.date(2026, 5, 1))), "dols_tracker", tmp_path / "out.xlsx")
    rows = {record["ref"]: record for record in read_file(tmp_path / "out.xlsx").records}
    assert rows["D26008"]["signed_off_on"] is None  # signed off on 14 May, after the day asked about
    assert rows["D26008"]["bia"] == ()  # allocated on 11 May
    assert "D26002" not in rows  # received in September


DANGER = ["=cmd|'/c calc'!A1", "+441234", "-2+3", "@SUM(A1)", "\t=1", "'=quoted"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_formulas_stay_text_on_the_way_out_and_in(empty, tmp_path, ending):
    rows = [[str(100 + at), "AB", "CP", "Uma Smith", "01/10/2026", words] for at, words in enumerate(DANGER)]
    bring_in(empty, supervision(tmp_path / "in.xlsx", *rows))
    path = tmp_path / f"out.{ending}"
    export_tracker(empty.desk(TODAY), "supervision_tracker", path)
    if ending == "csv":
        with path.open(newline="", encoding="utf-8-sig") as lines:
            cells = [row[5] for row in csv.reader(lines)][1:]
        assert all(cell.startswith("'") for cell in cells)
    else:
        page = openpyxl.load_workbook(path)["Locality 1"]
        cells = [page.cell(at, 6) for at in range(3, 9)]
        assert all(cell.data_type == "s" for cell in cells)
        assert all(cell.quotePrefix for cell in cells[:5])
    assert [record["comment"] for record in read_file(path).records] == DANGER


def test_teams_whose_names_excel_does_not_allow_come_back_whole(empty, tmp_path):
    teams = ["Children with Disabilities and Complex Health Needs", "East/West: duty", "east west  duty", ""]
    teams += ["'North' '", "[Duty] '", "\U0001f600" * 31, "\U0001f600" * 32, "History"]
    rows = [[str(at), "AB", "CP", "Uma Smith", "01/10/2026", "", team] for at, team in enumerate(teams, 100)]
    source = workbook(tmp_path / "in.xlsx", {"Data": [[*SUPERVISION, "Team"], *rows]})
    bring_in(empty, source)
    export_tracker(empty.desk(TODAY), "supervision_tracker", tmp_path / "out.xlsx")
    counts = importing.dry_run(empty, tmp_path / "out.xlsx", TODAY).counts()
    assert (counts["same"], counts["new"], counts["changed"]) == (9, 0, 0)
    assert "No team" in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames


def test_an_empty_database_exports_headers_only(empty, tmp_path):
    for layout in TRACKERS:
        assert export_tracker(empty.desk(TODAY), layout, tmp_path / "out.xlsx") == 0
        assert read_file(tmp_path / "out.xlsx").record_count == 0


def test_there_is_no_other_tracker(empty, tmp_path):
    with pytest.raises(KnownError, match="Nothing was written"):
        export_tracker(empty.desk(TODAY), "cars_tracker", tmp_path / "out.xlsx")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_any_table_is_written_as_it_is(tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    rows = [["Uma", 3, dt.date(2026, 10, 1), None], ["=1+1", 2.5, dt.date(1899, 1, 1), "x" * 40_000]]
    assert write_table(path, ["Name", "n", "On", "Note"], iter(rows)) == 2
    if ending == "csv":
        with path.open(newline="", encoding="utf-8-sig") as lines:
            found = list(csv.reader(lines))
        assert found[1] == ["Uma", "3", "01/10/2026", ""]
        assert found[2][:3] == ["'=1+1", "2.5", "01/01/1899"]
    else:
        page = openpyxl.load_workbook(path).active
        assert [cell.value for cell in page[2]] == ["Uma", 3, dt.datetime(2026, 10, 1), None]
        assert [cell.value for cell in page[3]][:3] == ["=1+1", 2.5, "01/01/1899"]
        assert page["A3"].data_type == "s"


@pytest.mark.parametrize("name", ["gone/out.xlsx", "gone/out.csv"])
def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, name):
    with pytest.raises(KnownError, match="could not be written"):
        write_table(tmp_path / name, ["a"], [["b"]])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(KnownError, match="may not write there"):
        write_table(tmp_path / "out.csv", ["a"], [["b"]])


def test_nothing_half_written_is_left_behind(tmp_path):
    write_table(tmp_path / "out.csv", ["a"], [["b"]])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
