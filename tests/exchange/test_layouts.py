"""The three trackers as managers keep them, and small sheets that are odd in one way each."""

import datetime as dt
from collections import Counter

import pytest
from sheets_made import DATA, DOLS, SUPERVISION, VISITS, dols, supervision, visits, workbook

from desktop.domain.days import day
from desktop.exchange.read import read_file

TODAY = day(dt.date(2026, 11, 20))


def read(path):
    return read_file(path, today=TODAY)


def by_id(parsed, field="ref"):
    return {record[field]: record for record in parsed.records}


def kinds(parsed):
    return Counter(
        {
            kind: sum(s.how_many for s in parsed.skipped if s.kind == kind)
            for kind in {s.kind for s in parsed.skipped}
        }
    )


@pytest.fixture(scope="module")
def dols_tracker():
    return read(DATA / "dols_tracker.xlsx")


@pytest.fixture(scope="module")
def visits_tracker():
    return read(DATA / "visits_tracker.xlsx")


def test_every_row_of_the_dols_tracker_is_accounted_for(dols_tracker):
    assert (dols_tracker.layout, dols_tracker.record_count, len(dols_tracker.rejected)) == (
        "dols_tracker",
        320,
        1,
    )
    assert sum(kinds(dols_tracker).values()) + 321 == 329
    assert kinds(dols_tracker) == {"title": 3, "blank": 2, "header": 2, "total": 1}


def test_the_impossible_day_is_rejected_with_its_address(dols_tracker):
    (problem,) = dols_tracker.rejected
    assert (problem.sheet, problem.row, problem.cell, problem.column, problem.value) == (
        "Tracker 26-27",
        38,
        "H38",
        "Date rec'd",
        "31/02/2026",
    )
    assert "no such day" in problem.reason


def test_requests_without_a_received_date_are_kept_and_flagged(dols_tracker):
    flagged = {p.row: p.value for p in dols_tracker.exceptions if p.code == "no_received"}
    assert flagged == {83: "", 126: "TBC"}
    assert by_id(dols_tracker)["D26077"]["received_on"] is None


def test_ids_names_homes_and_words_are_cleaned_but_comments_are_verbatim(dols_tracker):
    rows = by_id(dols_tracker)
    assert rows["D26000"]["person_id"] == "624050"  # Excel held 624050.0
    assert rows["D26009"].raw["ref"] == " D26009 "
    assert rows["D26014"]["name"] == "Owen Mensah"  # with a no-break space in the file
    assert rows["D26003"]["home"] == "SHIRLEY LODGE"
    assert rows["D26057"]["outcome"] == "not_granted"
    assert rows["D26057"]["outcome_text"] == "NOT GRANTED - not met"
    assert rows["D26008"]["outcome"] == "died"
    assert rows["D26004"]["comment"] == "chase BIA!!"
    assert rows["D26005"]["comment"] == ""  # Excel's 0 for a link to an empty cell
    assert {record["form"] for record in rows.values()} == {"form1", "form2"}
    assert {record["priority"] for record in rows.values()} == {"high", "medium", "low", ""}


def test_nobody_and_two_people_in_the_assessor_column(dols_tracker):
    rows = by_id(dols_tracker)
    assert [rows[ref]["bia"] for ref in ("D26005", "D26000", "D26053", "D26003")] == [()] * 4
    assert rows["D26050"]["bia"] == ("Uma Young", "Ben Taylor")
    assert rows["D26060"]["bia"] == ("Dev O'Neill", "Dev O'Neill")
    assert sum(p.code == "two_people" for p in dols_tracker.exceptions) == 16


def test_a_long_urgent_keeps_both_dates_and_is_flagged(dols_tracker):
    row = by_id(dols_tracker)["D26007"]
    assert (row["urgent_from"], row["urgent_ends"]) == (day(dt.date(2026, 4, 9)), day(dt.date(2026, 4, 22)))
    assert [issue.code for issue in row.issues] == ["urgent_over_7"]


def test_the_sheet_name_is_the_team_wherever_the_header_stands(visits_tracker):
    assert visits_tracker.record_count == 184
    assert {note.name: note.header_row for note in visits_tracker.sheets}["Locality 3"] == 1
    teams = Counter(record["team"] for record in visits_tracker.records)
    assert teams["Pathways Through Care 1"] == 30
    assert teams["CWD"] == 29
    assert {record["plan"] for record in visits_tracker.records} == {"cp", "cla", "cin", "care_leaver"}
    assert {record["agreed"] for record in visits_tracker.records} == {"", "6w", "3m", "6m"}


def test_alone_but_not_seen_and_visit_before_start_are_kept_and_flagged(visits_tracker):
    codes = Counter(p.code for p in visits_tracker.exceptions)
    assert codes == {"alone_not_seen": 4, "before_start": 3, "agreed_first_year": 17}
    row = next(r for r in visits_tracker.records if r.sheet == "CWD" and r.row == 4)
    assert (row["seen"], row["seen_alone"]) == (0, 1)


def test_supervision_dates_that_are_not_known_are_blank():
    parsed = read(DATA / "supervision_tracker.xlsx")
    assert (parsed.layout, parsed.record_count) == ("supervision_tracker", 184)
    assert [(p.sheet, p.cell, p.value) for p in parsed.exceptions] == [("Locality 1", "E13", "?")]
    never = [r for r in parsed.records if r.raw["last_supervision"] == "not yet"]
    assert len(never) == 3
    assert all(r["last_supervision"] is None and not r.issues for r in never)


def test_an_exact_repeat_is_counted_and_named(tmp_path):
    row = ["123456", "AB", "CP", "Uma Smith", "01/10/2026", "AL"]
    again = [123456, "AB", "cp", " Uma  Smith", dt.date(2026, 10, 1), "AL"]
    parsed = read(supervision(tmp_path / "s.xlsx", row, again, [*row[:4], "02/10/2026", "AL"]))
    assert (parsed.record_count, parsed.repeated) == (2, 1)
    assert parsed.skipped[-1][:4] == ("Locality 1", 3, "repeated", "says the same as row 2")


def test_a_repeat_on_another_sheet_is_no_repeat_when_the_sheet_is_a_team(tmp_path):
    rows = [SUPERVISION, ["123456", "AB", "CP", "Uma Smith", "01/10/2026", "AL"]]
    assert read(workbook(tmp_path / "s.xlsx", {"East": rows, "West": rows})).record_count == 2


def test_a_header_that_comes_again_in_another_order_is_followed(tmp_path):
    turned = [*SUPERVISION[:4], "Comments", "Last supervision"]
    rows = [
        SUPERVISION,
        ["111", "AB", "CP", "A B", "01/10/2026", "one"],
        turned,
        ["222", "CD", "CP", "A B", "two", "02/10/2026"],
    ]
    parsed = read(workbook(tmp_path / "s.xlsx", {"T": rows}))
    assert [(r["child_id"], r["comment"]) for r in parsed.records] == [("111", "one"), ("222", "two")]
    assert not parsed.rejected


def test_upper_case_marks_spaces_and_merged_group_rows_do_not_hide_a_header(tmp_path):
    groups = ["Person", "", "Request", "", "", "BIA", "", ""]
    heads = [
        "REF ",
        "PERSON  ID",
        "DATE REC'D?",
        "Managing authority",
        "Urgent",
        "Name",
        "Date alloc",
        "Due back",
    ]
    rows = [
        ["DoLS 2026"],
        [],
        groups,
        heads,
        ["D1", "9", "01/10/2026", "Holly House", "N", "Uma Young", "02/10/2026", "03/10/2026"],
    ]
    parsed = read(workbook(tmp_path / "d.xlsx", {"Sheet1": rows}))
    (record,) = parsed.records
    assert parsed.sheets[0].header_row == 4
    assert record["bia_allocated_on"] == day(dt.date(2026, 10, 2))


def test_a_row_without_its_id_is_rejected_and_a_line_at_the_foot_is_not(tmp_path):
    good = ["111", "AB", "CP", "A B", "01/10/2026", ""]
    parsed = read(
        supervision(
            tmp_path / "s.xlsx",
            good,
            ["", "CD", "CP", "A B", "02/10/2026", ""],
            [1.5, "EF", "CP", "A", "", ""],
            ["Applied filters: Team is East", "", "", "", "", ""],
            ["Key", "red = overdue"],
        )
    )
    assert [(p.row, p.code, p.value) for p in parsed.rejected] == [(3, "no_id", ""), (4, "bad_id", "1.5")]
    assert [s.kind for s in parsed.skipped] == ["header", "footer", "footer"]


def test_an_unreadable_visit_rejects_the_row_but_an_unreadable_start_does_not(tmp_path):
    parsed = read(
        visits(
            tmp_path / "v.xlsx",
            ["111", "AB", "CP", "A B", "01/02/2026", "10/13/2026", "Y", "Y", "", ""],
            ["222", "CD", "CP", "A B", "02/30/2026", "10/11/2026", "Y", "Y", "", ""],
        )
    )
    assert [(p.cell, p.code) for p in parsed.rejected] == [("F2", "us_date")]
    (record,) = parsed.records
    assert record["plan_start"] is None
    assert {issue.code for issue in record.issues} == {"us_date", "no_start"}


def test_words_nobody_knows_are_kept_out_and_listed(tmp_path):
    parsed = read(
        visits(
            tmp_path / "v.xlsx",
            ["111", "AB", "Plan Z", "A B", "01/02/2026", "10/11/2026", "maybe", "Y", "8w", ""],
        )
    )
    (record,) = parsed.records
    assert (record["plan"], record["seen"], record["agreed"]) == ("", None, "")
    assert [(p.field, p.value) for p in parsed.exceptions] == [
        ("plan", "Plan Z"),
        ("seen", "maybe"),
        ("agreed", "8w"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Date rec'd": "20/12/2026"}, "in_future"),
        ({"DOB": "01/06/2010"}, "under_18"),
        ({"DOB": "01/06/2030"}, "born_in_future"),
        ({"Urgent Y/N": "Y", "Urgent from": "05/10/2026", "Urgent ends": "01/10/2026"}, "urgent_backwards"),
        ({"Urgent Y/N": "Y", "Urgent from": "01/10/2026", "Urgent ends": "14/10/2026"}, "urgent_over_7"),
        ({"Urgent Y/N": "Y", "Urgent from": "01/10/2026", "Urgent ends": "20/10/2026"}, "urgent_over_14"),
        ({"Urgent Y/N": "Y"}, "urgent_no_dates"),
        ({"Urgent Y/N": "-", "Urgent from": "01/10/2026", "Urgent ends": "07/10/2026"}, "urgent_not_said"),
        (
            {"BIA": "A B", "Date alloc to BIA": "09/10/2026", "Form 3 rec'd": "05/10/2026"},
            "returned_before_allocated",
        ),
        ({"Date alloc to BIA": "09/10/2026"}, "nobody_allocated"),
        ({"Date signed off": "09/10/2026"}, "signed_no_outcome"),
        ({"BIA": "A B", "MHA": "A B"}, "one_for_both"),
        ({"Outcome": "Granted"}, "outcome_not_signed"),
        ({"DOB": "01/01/1900"}, "placeholder_date"),
    ],
)
def test_an_odd_request_is_kept_with_one_plain_reason(tmp_path, change, code):
    row = {
        "Ref": "D1",
        "Person ID": "9",
        "DOB": "01/06/1940",
        "Managing Authority": "Holly House",
        "Form": "1",
        "Date rec'd": "01/10/2026",
        "Urgent Y/N": "N",
    }
    parsed = read(dols(tmp_path / "d.xlsx", row | change))
    assert parsed.record_count == 1
    found = {p.code: p for p in parsed.exceptions}
    assert code in found
    assert found[code].reason[0].islower()
    assert found[code].row == 2


def test_the_plain_request_is_not_odd(tmp_path):
    row = {
        "Ref": "D1",
        "Person ID": "9",
        "DOB": "01/06/1940",
        "Date rec'd": "01/10/2026",
        "Urgent Y/N": "Y",
        "Urgent from": "01/10/2026",
        "Urgent ends": "07/10/2026",
        "Managing Authority": "H",
    }
    assert not read(dols(tmp_path / "d.xlsx", row)).exceptions


def test_the_layout_is_known_by_its_headers_in_any_order_with_strangers_between(tmp_path):
    heads = ["Mileage", *reversed(VISITS)]
    row = ["12", *reversed(["111", "AB", "CP", "A B", "01/02/2026", "10/11/2026", "Y", "Y", "", "x"])]
    parsed = read(workbook(tmp_path / "v.xlsx", {"Data": [heads, row]}))
    assert (parsed.layout, next(iter(parsed.records))["child_id"]) == ("visits_tracker", "111")
    assert parsed.notes == ["Sheet Data: columns not used: Mileage."]


def test_two_trackers_in_one_workbook_are_both_read(tmp_path):
    parsed = read(
        workbook(
            tmp_path / "m.xlsx",
            {
                "A": [SUPERVISION, ["111", "AB", "CP", "A B", "01/10/2026", ""]],
                "B": [DOLS, ["D1", "9", "N", "", "H", "1", "01/10/2026"]],
                "C": [["just", "words"]],
            },
        )
    )
    assert parsed.layout == "mixed"
    assert [table.layout for table in parsed.tables] == ["supervision_tracker", "dols_tracker"]
    assert any("Sheet C was not read" in note for note in parsed.notes)
