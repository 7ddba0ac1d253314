"""Annex A from month to month, and beside the trackers."""

import pytest
from spreadsheets import VISITS, Council, number, write_lists

from desktop.domain.days import short

WHO = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
STAFF = ("Allocated Team", "Allocated Worker")
CP = (
    *WHO,
    "Does the Child have a Disability",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Latest Category of Abuse",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
    "Number of Previous Child Protection Plans",
    *STAFF,
)
CIN = (
    *WHO,
    "Does the Child have a Disability",
    "CIN Start Date",
    "Primary Need Code",
    "Date Child Was Last Seen",
    "CIN Closure Date",
    "Reason for Closure",
    "Case Status",
    *STAFF,
)


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def plan_row(**more):
    row = {
        "Child Unique ID": "100",
        "Date of Birth": "01/02/2015",
        "Child Protection Plan Start Date": "01/09/2026",
        "Date of the Last Statutory Visit": "02/10/2026",
        "Was the Child Seen Alone?": "a) Yes",
        "Allocated Team": "Locality 1",
        "Allocated Worker": "Ann Lee",
    }
    return {**row, **more}


def need_row(**more):
    row = {
        "Child Unique ID": "100",
        "Date of Birth": "01/02/2015",
        "CIN Start Date": "01/06/2026",
        "Date Child Was Last Seen": "20/08/2026",
        "Case Status": "c) Child in need plan",
        "Allocated Team": "Locality 1",
        "Allocated Worker": "Ann Lee",
    }
    return {**row, **more}


def bring(council, as_at, **lists):
    headers = {"cp": CP, "cin": CIN}
    sheets = {name: (headers[name], rows) for name, rows in lists.items()}
    return write_lists(council, as_at, sheets)


def test_successive_months_make_a_history(council):
    bring(council, "2026-10-05", cp=[plan_row()])
    later = plan_row(**{"Date of the Last Statutory Visit": "30/10/2026"})
    made = bring(council, "2026-11-05", cp=[later])
    assert made.counts()["new"] == 1
    assert council.days("100", "visit") == ["02/10/2026", "30/10/2026"]
    assert len(council.cases("100")) == 1


def test_a_plan_that_ends_is_closed(council):
    bring(council, "2026-10-05", cp=[plan_row()])
    bring(council, "2026-11-05", cp=[plan_row(**{"Child Protection Plan End Date": "28/10/2026"})])
    assert council.days("100", "ended") == ["28/10/2026"]
    assert council.issues("conflict") == council.issues("changed") == []


def test_a_second_plan_is_a_second_case(council):
    ended = plan_row(**{"Child Protection Plan End Date": "28/09/2026"})
    again = plan_row(**{"Child Protection Plan Start Date": "20/10/2026"})
    bring(council, "2026-11-05", cp=[ended, again])
    assert sorted(council.days("100", "started")) == ["01/09/2026", "20/10/2026"]
    assert council.days("100", "ended") == ["28/09/2026"]


def test_a_child_who_moves_from_one_list_to_another_has_both_episodes(council):
    bring(council, "2026-08-31", cin=[need_row()])
    closed = need_row(**{"CIN Closure Date": "01/09/2026", "Reason for Closure": "RC8"})
    bring(council, "2026-10-05", cin=[closed], cp=[plan_row()])
    assert sorted(case["kind"] for case in council.cases("100")) == ["cin", "cp"]
    (ended,) = council.facts("100", "event", "ended")
    assert (short(ended["on"]), ended["outcome"]) == ("01/09/2026", "RC8")


def test_a_child_in_list_6_on_a_protection_plan_has_no_plan_of_need(council):
    row = need_row(**{"Case Status": "b) Child Protection plan", "CIN Start Date": "01/06/2026"})
    bring(council, "2026-10-05", cin=[row], cp=[plan_row()])
    assert [case["kind"] for case in council.cases("100")] == ["cp"]
    assert council.days("100", "started") == ["01/09/2026"]


def test_the_same_plan_in_annex_a_and_in_a_tracker_is_one_case(council):
    bring(council, "2026-10-05", cp=[plan_row()])
    row = {
        "Child ID": "100",
        "Initials": "AB",
        "Status": "CPP",
        "Worker": "Ann Lee",
        "Plan/care start": "01/09/2026",
        "Last visit": "16/11/2026",
        "Seen?": "Y",
    }
    made = council.bring(VISITS, "2026-11-20", Locality_1=[row])
    assert made.conflicts == []
    assert len(council.cases("100")) == 1
    assert council.days("100", "visit") == ["02/10/2026", "16/11/2026"]
    assert [person["born_on"] for person in council.standing("person")] == [number("2015-02-01")]


def test_annex_a_and_a_tracker_that_disagree_about_the_plan_show_both(council):
    bring(council, "2026-10-05", cin=[need_row()])
    row = {"Child ID": "100", "Status": "CP", "Plan/care start": "01/09/2026"}
    made = council.bring(VISITS, "2026-11-20", Locality_1=[row])
    assert ["Annex A" in one.reason for one in made.conflicts] == [True]
    assert [case["kind"] for case in council.cases("100")] == ["cin"]
