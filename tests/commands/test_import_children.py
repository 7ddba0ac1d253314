"""Facts from outside that our own acts may not say: kept, flagged, and moving no clock they may not move."""

import pytest
from spreadsheets import SUPERVISION, VISITS, Council, number

from desktop.domain.days import short
from desktop.domain.lists import Selection, build

CHILD = {
    "Child ID": "100",
    "Initials": "AB",
    "Status": "CP",
    "Worker": "Ann Lee",
    "Plan/care start": "01/09/2026",
}
AS_AT = "2026-11-20"


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def reasons(council):
    return [(row["column"], row["reason"]) for row in council.standing("import_issue")]


def due(council, rule, ref="100"):
    desk = council.workspace.desk(as_at=number(AS_AT))
    clocks = desk.clocks
    (case,) = [case["at"] for case in council.cases(ref)]
    return short(int(clocks.due[clocks.find(case, rule)]))


def test_a_visit_in_the_future_is_kept_and_flagged_and_counts_on_no_earlier_day(council):
    row = {**CHILD, "Last visit": "25/11/2026", "Seen?": "Y"}
    council.bring(VISITS, AS_AT, Locality_1=[row])
    assert council.days("100", "visit") == ["25/11/2026"]
    assert any("lies after the day of the file; kept" in reason for _, reason in reasons(council))
    assert due(council, "cp_visit_10wd") == "15/09/2026"


def test_seen_alone_but_not_seen_is_kept_as_an_attempt_and_flagged(council):
    row = {**CHILD, "Last visit": "12/11/2026", "Seen?": "N", "Seen alone": "Y"}
    council.bring(VISITS, AS_AT, Locality_1=[row])
    (event,) = council.facts("100", "event", "visit")
    assert event["seen"] == 0
    assert any("alone" in reason.lower() for _, reason in reasons(council))
    assert due(council, "cp_visit_10wd") == "15/09/2026"


def test_an_agreement_in_the_first_year_is_kept_and_stands_in_the_register_without_evidence(council):
    row = {**CHILD, "Status": "CLA", "Last visit": "12/11/2026", "Seen?": "Y", "Agreed freq": "3 months"}
    council.bring(VISITS, AS_AT, Locality_1=[row])
    (agreed,) = council.facts("100", "agreed_frequency")
    assert agreed["interval"] == "3m"
    assert [(column, reason.partition(" visits")[0]) for column, reason in reasons(council)] == [
        ("Agreed freq", "in the first year of a placement")
    ]
    assert due(council, "cla_visit_6w") == "24/12/2026"
    desk = council.workspace.desk(as_at=number(AS_AT))
    register = build(desk, Selection("agreements", number(AS_AT), chip="unproven"))
    assert [council.book.person.ref[council.book.case.person[case]] for case in register.case] == ["100"]


LINE = {
    "Child ID": "100",
    "Initials": "AB",
    "Plan": "CP",
    "Worker": "Ann Lee",
    "Last supervision": "12/11/2026",
}


def flagged(council):
    return [(row["row"], row["reason"]) for row in council.standing("import_issue")]


def test_a_line_that_repeats_another_one_is_read_once_and_flagged(council):
    council.bring(SUPERVISION, AS_AT, Locality_1=[LINE, LINE])
    assert council.days("100", "supervision") == ["12/11/2026"]
    assert flagged(council) == [(3, "this row says the same as row 2; it is read once")]


def test_one_supervision_in_two_lines_that_differ_elsewhere_is_one_and_flagged(council):
    council.bring(SUPERVISION, AS_AT, Locality_1=[LINE, {**LINE, "Comments": "court in May"}])
    assert council.days("100", "supervision") == ["12/11/2026"]
    assert [note["text"] for note in council.facts("100", "note")] == ["court in May"]
    (row, told), *others = flagged(council)
    assert row == 3
    assert not others
    assert told.startswith("another row of this file has a supervision of this child on that day")


def test_a_line_that_repeats_another_is_flagged_once_however_often_the_file_comes_in(council):
    lines = [LINE, {**LINE, "Comments": "court in May"}]
    council.bring(SUPERVISION, AS_AT, Locality_1=lines)
    council.bring(SUPERVISION, "2026-11-21", Locality_1=[*lines, {**LINE, "Child ID": "101"}])
    assert len(flagged(council)) == 1


@pytest.mark.parametrize("ref", ["100", "200"])  # a child on record, and one who is new
def test_a_visit_by_a_worker_who_had_left_is_kept_and_flagged(council, ref):
    from desktop.commands import people

    council.bring(VISITS, AS_AT, Locality_1=[{**CHILD, "Last visit": "12/10/2026", "Seen?": "Y"}])
    council.workspace.run(people.leave(council.book, 0, number("2026-11-01"), author="t"))
    row = {**CHILD, "Child ID": ref, "Last visit": "19/11/2026", "Seen?": "Y"}
    council.bring(VISITS, "2026-11-21", Locality_1=[row])
    assert council.days(ref, "visit")[-1] == "19/11/2026"
    told = [reason for column, reason in reasons(council) if "left on 01/11/2026" in reason]
    assert len(told) == 1
    assert "it is kept" in told[0]
    desk = council.workspace.desk(as_at=number("2026-11-21"))
    listed = build(desk, Selection("unallocated", number("2026-11-21"), chip="left"))
    assert ref in [council.book.person.ref[council.book.case.person[case]] for case in listed.case]
