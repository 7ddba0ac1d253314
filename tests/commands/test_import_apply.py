"""Applying, undoing and listing imports through the workspace."""

import csv

import pytest
from spreadsheets import DATA, DOLS, VISITS, Council, number, write

from desktop.commands import importing
from desktop.commands.acts import Builder
from desktop.errors import KnownError, Refused

CHILD = {"Child ID": "100", "Status": "CP", "Worker": "Ann Lee", "Last visit": "02/11/2026", "Seen?": "Y"}


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def living(council):
    return {name: len(council.standing(name)) for name in council.book.tables if name != "import_batch"}


@pytest.mark.parametrize("name", ["dols_tracker.xlsx", "visits_tracker.xlsx", "Annex_A.xlsx"])
def test_an_import_is_undone_whole_and_can_be_made_again(council, name):
    made = council.sample(name)
    full = living(council)
    (batch,) = [row["at"] for row in council.standing("import_batch")]
    importing.undo(council.workspace, batch)
    assert set(living(council).values()) == {0}
    again = council.sample(name)
    assert again.counts() == made.counts()
    assert living(council) == full


def test_undoing_a_later_file_leaves_the_earlier_one(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    before = living(council)
    later = {**CHILD, "Last visit": "16/11/2026", "Seen alone": "Y", "Initials": "AB"}
    council.bring(VISITS, "2026-11-20", Locality_1=[later])
    assert [row["initials"] for row in council.standing("person")] == ["AB"]
    importing.undo(council.workspace, council.standing("import_batch")[-1]["at"])
    assert living(council) == before
    assert council.days("100", "visit") == ["02/11/2026"]
    assert [row["initials"] for row in council.standing("person")] == [""]


def test_an_import_that_a_person_has_built_on_is_not_undone(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    build = Builder(council.book, "test", "t")
    build.update("person", 0, initials="ZZ")
    council.workspace.run(build.act("Change"))
    with pytest.raises(Refused):
        importing.undo(council.workspace, 0)
    assert council.days("100", "visit") == ["02/11/2026"]


def test_a_dry_run_writes_nothing(council):
    made = council.plan(VISITS, Locality_1=[CHILD])
    assert made.counts()["new"] == 1
    assert set(council.size().values()) == {0}


def test_what_was_recorded_since_the_dry_run_is_not_recorded_twice(council):
    first = council.plan(VISITS, "2026-11-20", Locality_1=[CHILD])
    second = council.plan(VISITS, "2026-11-20", Locality_1=[CHILD])
    importing.apply(council.workspace, first)
    assert not importing.apply(council.workspace, second)
    assert council.days("100", "visit") == ["02/11/2026"]
    assert len(council.standing("import_batch")) == 1


def test_an_old_tracker_reads_as_at_its_own_date(council):
    council.bring(VISITS, "2026-06-30", Locality_1=[{**CHILD, "Last visit": "29/06/2026"}])
    desk = council.workspace.desk(as_at=number("2026-06-30"))
    at = desk.clocks.find(0, "cp_visit_10wd")
    assert desk.clocks.start[at] == number("2026-06-29")
    assert desk.clocks.overdue_by[at] == 0


def test_rejected_rows_are_saved_with_everything_needed_to_mend_them(council, tmp_path):
    made = importing.dry_run(council.workspace, DATA / "dols_tracker.xlsx")
    assert importing.save_rejects(made, tmp_path / "rejects.csv") == 1
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "file": "dols_tracker.xlsx",
        "sheet": "Tracker 26-27",
        "row": "38",
        "column": "Date rec'd",
        "value": "31/02/2026",
        "reason": made.rejected[0].reason,
    }


def test_a_saved_reject_is_no_formula(council, tmp_path):
    row = {"Ref": "D1", "Person ID": "5", "Date rec'd": "=1+1"}
    path = write(tmp_path / "f.xlsx", DOLS, {"T": [row]})
    made = importing.dry_run(council.workspace, path)
    importing.save_rejects(made, tmp_path / "rejects.csv")
    text = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert not any(cell.startswith("=") for line in csv.reader(text.splitlines()) for cell in line)


def test_rejects_that_cannot_be_saved_say_so(council, tmp_path):
    made = council.plan(VISITS, Locality_1=[CHILD])
    with pytest.raises(KnownError, match="could not be written"):
        importing.save_rejects(made, tmp_path / "no such folder" / "r.csv")


def test_a_file_that_is_no_tracker_changes_nothing(council, tmp_path):
    path = write(tmp_path / "x.xlsx", ("A", "B"), {"S": [{"A": "1"}]})
    with pytest.raises(KnownError, match="Nothing was changed"):
        importing.dry_run(council.workspace, path)
    assert set(council.size().values()) == {0}


def test_an_import_taken_back_and_made_again_does_not_come_back_beside_it(space):
    file = DATA / "supervision_tracker.xlsx"
    first = importing.apply(space, importing.dry_run(space, file))
    undo = space.undo(first.act)
    again = importing.apply(space, importing.dry_run(space, file))
    clocks = len(space.desk().clocks.case)
    with pytest.raises(Refused, match="count it twice"):
        space.undo(undo.act)
    assert len(space.desk().clocks.case) == clocks
    space.undo(again.act)
    space.undo(undo.act)
    assert len(space.desk().clocks.case) == clocks
