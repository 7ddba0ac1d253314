"""Deciding what an import left open."""

import pytest
from spreadsheets import DOLS, VISITS, Council, number

from desktop.commands import issues
from desktop.errors import Refused

CHILD = {
    "Child ID": "100",
    "Initials": "AB",
    "Status": "CP",
    "Worker": "Ann Lee",
    "Plan/care start": "01/09/2026",
    "Last visit": "02/11/2026",
    "Seen?": "Y",
}
REQUEST = {
    "Ref": "D1",
    "Person ID": "900",
    "Name": "Nia Brown",
    "DOB": "02/02/1940",
    "Managing Authority": "Shirley Lodge",
    "Form": "1",
    "Date rec'd": "01/10/2026",
    "Urgent Y/N": "Y",
    "Urgent from": "01/10/2026",
    "Urgent ends": "14/10/2026",
}


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def decide(council, verb, level):
    council.workspace.run(verb(council.book, council.issues(level), author="t"))


def later(council, **more):
    row = {**CHILD, **{name.replace("_", " "): value for name, value in more.items()}}
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    return council.bring(VISITS, "2026-11-20", Locality_1=[row])


def test_a_confirmed_date_replaces_the_one_on_record(council):
    later(council, Last_visit="30/10/2026")
    decide(council, issues.confirm, "changed")
    assert council.days("100", "visit") == ["30/10/2026"]
    assert council.issues("changed") == []


def test_a_dismissed_change_is_not_asked_again(council):
    later(council, Last_visit="30/10/2026")
    decide(council, issues.dismiss, "changed")
    again = {**CHILD, "Last visit": "30/10/2026", "Notes": "new words"}
    council.bring(VISITS, "2026-11-21", Locality_1=[again])
    assert council.issues("changed") == []
    assert council.days("100", "visit") == ["02/11/2026"]


def test_a_confirmed_worker_takes_over_on_the_day_of_the_file(council):
    later(council, Worker="Bo Hill")
    decide(council, issues.confirm, "changed")
    assert council.worker("100") == ["Bo Hill"]
    ended = [row["ended_on"] for row in council.facts("100", "allocation") if row["ended_on"] is not None]
    assert ended == [number("2026-11-20")]


def test_a_confirmed_status_ends_one_plan_and_starts_the_other(council):
    changed = {"Status": "CIN", "Plan/care start": "10/11/2026", "Last visit": "12/11/2026"}
    later(council, **changed)
    decide(council, issues.confirm, "changed")
    assert sorted(case["kind"] for case in council.cases("100")) == ["cin", "cp"]
    assert council.days("100", "ended") == ["10/11/2026"]
    assert sorted(council.days("100", "started")) == ["01/09/2026", "10/11/2026"]
    assert council.worker("100") == ["Ann Lee", "Ann Lee"]
    assert council.bring(VISITS, "2026-11-21", Locality_1=[{**CHILD, **changed}]).act is None


def test_a_confirmed_team_moves_the_case(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    council.bring(VISITS, "2026-11-20", Locality_2=[CHILD])
    decide(council, issues.confirm, "changed")
    team = council.cases("100")[0]["team"]
    assert council.book.team.name[council.book.team.index[team]] == "Locality 2"


def test_confirming_a_long_urgent_lets_it_count_to_its_end(council):
    council.bring(DOLS, "2026-10-09", Tracker=[REQUEST])
    desk = council.workspace.desk(as_at=number("2026-10-10"))
    assert desk.flags.ua_end[0] == number("2026-10-07")
    long = [row for row in council.issues("exception") if issues.steps_of(council.book, row)]
    council.workspace.run(issues.confirm(council.book, long, author="t"))
    desk = council.workspace.desk(as_at=number("2026-10-10"))
    assert desk.flags.ua_end[0] == number("2026-10-14")
    assert council.bring(DOLS, "2026-10-09", Tracker=[REQUEST]).act is None


def test_choosing_between_two_names_allocates_one(council):
    row = {**REQUEST, "BIA": "Jo Evans / Ben Taylor"}
    others = {**REQUEST, "Ref": "D2", "Person ID": "901", "Name": "Al Poe", "BIA": "Jo Evans"}
    council.bring(DOLS, "2026-10-09", Tracker=[row, others])
    (issue,) = [
        at for at in council.issues("exception") if council.book.import_issue.column("column")[at] == "BIA"
    ]
    worker = council.book.worker.name.index("Jo Evans")
    council.workspace.run(issues.choose_worker(council.book, issue, worker, author="t"))
    assert council.worker("900") == ["Jo Evans"]
    again = council.bring(DOLS, "2026-10-16", Tracker=[row, others])
    assert again.conflicts == again.to_confirm == []
    assert council.worker("900") == ["Jo Evans"]


def two_people(council):
    other = {**REQUEST, "Ref": "D2", "Person ID": "901", "Date rec'd": "05/10/2026"}
    council.bring(DOLS, "2026-10-09", Tracker=[REQUEST])
    council.bring(DOLS, "2026-10-16", Tracker=[REQUEST, other])
    return other


def test_two_records_of_one_person_can_be_merged_and_split_again(council):
    two_people(council)
    decide(council, issues.confirm, "possible_match")
    assert sorted(case["ref"] for case in council.cases("900")) == ["D1", "D2"]
    assert council.cases("901") == []
    council.workspace.run(issues.split(council.book, 0, author="t"))
    assert [case["ref"] for case in council.cases("900")] == ["D1"]
    assert [case["ref"] for case in council.cases("901")] == ["D2"]
    with pytest.raises(Refused):
        issues.split(council.book, 0, author="t")


def test_a_merged_person_stays_merged_in_the_next_file(council):
    other = two_people(council)
    decide(council, issues.confirm, "possible_match")
    done = {**other, "Form 3 rec'd": "20/10/2026"}
    made = council.bring(DOLS, "2026-10-23", Tracker=[REQUEST, done])
    assert made.counts()["new"] == 1
    assert council.days("900", "form3_returned") == ["20/10/2026"]
    assert len(council.standing("case")) == 2


def test_two_people_who_are_different_are_not_asked_about_again(council):
    other = two_people(council)
    decide(council, issues.dismiss, "possible_match")
    assert [row["status"] for row in council.standing("person_match")] == ["different"]
    assert council.bring(DOLS, "2026-10-23", Tracker=[REQUEST, other]).act is None


def test_merging_by_hand_decides_the_finding(council):
    two_people(council)
    council.workspace.run(issues.merge(council.book, 0, author="t"))
    assert council.issues("possible_match") == []


def test_a_decision_can_be_undone(council):
    later(council, Last_visit="30/10/2026")
    decide(council, issues.confirm, "changed")
    council.workspace.undo()
    assert council.days("100", "visit") == ["02/11/2026"]
    assert len(council.issues("changed")) == 1


def test_nothing_is_decided_twice(council):
    later(council, Last_visit="30/10/2026")
    (issue,) = council.issues("changed")
    decide(council, issues.confirm, "changed")
    with pytest.raises(Refused, match="decided already"):
        issues.confirm(council.book, [issue], author="t")


def test_a_finding_without_a_proposal_cannot_be_confirmed(council):
    council.bring(VISITS, "2026-11-20", Locality_1=[{**CHILD, "Last visit": "01/08/2026"}])
    with pytest.raises(Refused, match="proposes nothing"):
        issues.confirm(council.book, council.issues("exception"), author="t")
