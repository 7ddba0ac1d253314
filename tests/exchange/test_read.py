"""Reading csv and workbooks through the one door, and what is told about them."""

import datetime as dt
import hashlib

import pytest
from sheets_made import DATA, SUPERVISION, VISITS, supervision, workbook

from desktop.domain.days import day
from desktop.exchange.read import read_file
from desktop.exchange.records import ABSENT, FIELDS

TODAY = day(dt.date(2026, 11, 20))
LINE = ["0012", "AB", "CP", "Zoë O’Neill", "01/10/2026", "café; 5 o'clock"]


def text(path, mark, encoding, rows=(SUPERVISION, LINE)):
    lines = [mark.join(f'"{cell}"' for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_any_separator_and_encoding(tmp_path, mark, encoding):
    (record,) = read_file(text(tmp_path / "s.csv", mark, encoding), today=TODAY).records
    assert (record["child_id"], record["worker"], record["comment"]) == ("0012", ("Zoë O’Neill",), LINE[5])
    assert record["last_supervision"] == day(dt.date(2026, 10, 1))


def test_a_csv_with_short_rows_titles_and_a_total(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(
        "Supervision as at 20/11/2026\n\n"
        + ",".join(SUPERVISION)
        + "\n111,AB,CP\n222,CD,CP,A B,2026-10-01\n\nTotal,2\n"
    )
    parsed = read_file(path, today=TODAY)
    assert [(r.row, r["child_id"], r["last_supervision"]) for r in parsed.records] == [
        (4, "111", None),
        (5, "222", day(dt.date(2026, 10, 1))),
    ]
    assert parsed.as_at == day(dt.date(2026, 11, 20))
    assert [s.kind for s in parsed.skipped] == ["title", "blank", "header", "blank", "total"]


def test_an_id_that_excel_has_mangled_in_a_csv_is_rejected_not_guessed(tmp_path):
    rows = [SUPERVISION, ["1.23E+09", *LINE[1:]], ["624050.0", *LINE[1:]]]
    parsed = read_file(text(tmp_path / "s.csv", ",", "utf-8", rows), today=TODAY)
    assert [(p.row, p.value) for p in parsed.rejected] == [(2, "1.23E+09")]
    assert [record["child_id"] for record in parsed.records] == ["624050"]


def test_the_team_of_a_csv_is_its_team_column_or_its_title(tmp_path):
    path = tmp_path / "East.csv"
    path.write_text("Locality 9 - team manager copy\n" + ",".join(SUPERVISION) + "\n111,AB,CP,A B,1/10/26,\n")
    assert [record["team"] for record in read_file(path, today=TODAY).records] == ["Locality 9"]
    path.write_text(
        ",".join([*SUPERVISION, "Team"]) + "\n111,AB,CP,A B,1/10/26,,West\n222,AB,CP,A B,1/10/26,,\n"
    )
    assert [record["team"] for record in read_file(path, today=TODAY).records] == ["West", ""]


def test_a_sheet_called_nothing_in_particular_is_no_team(tmp_path):
    for name in ("Sheet1", "Data", "No team"):
        parsed = read_file(supervision(tmp_path / "s.xlsx", LINE, sheet=name), today=TODAY)
        assert [record["team"] for record in parsed.records] == [""]


def test_the_day_of_the_file_decides_what_lies_in_the_future(tmp_path):
    rows = [
        ["Visits as at 1 October 2026"],
        VISITS,
        ["1", "AB", "CP", "A", "1/1/26", "5/10/26", "Y", "", "", ""],
    ]
    parsed = read_file(workbook(tmp_path / "v.xlsx", {"East": rows}), today=TODAY)
    assert [p.code for p in parsed.exceptions] == ["in_future"]


def test_every_table_has_every_field_of_its_layout_at_full_length():
    for name in ("dols_tracker.xlsx", "visits_tracker.xlsx", "supervision_tracker.xlsx", "Annex_A.xlsx"):
        for table in read_file(DATA / name, today=TODAY).tables:
            assert list(table.columns) == [spec.name for spec in FIELDS[table.layout]]
            assert {len(column) for column in (*table.columns.values(), *table.raw.values())} == {len(table)}
            for spec in FIELDS[table.layout]:
                if spec.name not in table.raw and spec.name not in ("team", "outcome_text", "placement_code",
                                                                    "case_status_text"):  # fmt: skip
                    assert set(table.columns[spec.name]) <= {ABSENT[spec.kind]}


def test_a_record_is_a_view_of_its_row():
    parsed = read_file(DATA / "visits_tracker.xlsx", today=TODAY)
    record = next(iter(parsed.records))
    assert (record.sheet, record.row, record.source) == ("Locality 1", 3, "Locality 1!3")
    assert record.values["child_id"] == record["child_id"] == "8409548"
    assert record.raw["child_id"] == 8409548.0
    assert parsed.sha256 == hashlib.sha256((DATA / "visits_tracker.xlsx").read_bytes()).hexdigest()


def test_progress_grows_to_one():
    told = []
    read_file(
        DATA / "visits_tracker.xlsx", progress=lambda share, words: told.append((share, words)), today=TODAY
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(words for _, words in told)


def test_a_hidden_sheet_is_read_and_said_to_be_hidden(tmp_path):
    import openpyxl

    path = supervision(tmp_path / "s.xlsx", LINE)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Front")
    book["Locality 1"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    parsed = read_file(path, today=TODAY)
    assert parsed.record_count == 1
    assert any("Locality 1 was read: it is hidden" in note for note in parsed.notes)
