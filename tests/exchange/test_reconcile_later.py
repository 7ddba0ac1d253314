"""What a later file, another file or a person's own record does to what stands."""

import pytest
from spreadsheets import DOLS, SUPERVISION, VISITS, Council, number, write

from desktop.commands import importing, issues, visits
from desktop.commands.acts import Builder
from desktop.errors import KnownError
from desktop.exchange.export import export_tracker


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def child(ref="100", **more):
    row = {
        "Child ID": ref,
        "Initials": "AB",
        "Status": "CP",
        "Worker": "Ann Lee",
        "Plan/care start": "01/09/2026",
        "Last visit": "02/11/2026",
        "Seen?": "Y",
    }
    return {**row, **{name.replace("_", " "): value for name, value in more.items()}}


def request(ref="D1", **more):
    row = {
        "Ref": ref,
        "Person ID": "900",
        "Name": "Nia Brown",
        "DOB": "02/02/1940",
        "Managing Authority": "Shirley Lodge",
        "Form": "1",
        "Date rec'd": "01/10/2026",
        "Urgent Y/N": "N",
    }
    return {**row, **{name.replace("_", " "): value for name, value in more.items()}}


def reasons(council, level):
    table = council.book.import_issue
    return [table.reason[row] for row in council.issues(level)]


def test_a_later_visit_is_a_new_event(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    made = council.bring(VISITS, "2026-11-20", Locality_1=[child(Last_visit="16/11/2026")])
    assert made.counts()["new"] == 1
    assert council.days("100", "visit") == ["02/11/2026", "16/11/2026"]


def test_an_earlier_visit_waits_for_a_person(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    made = council.bring(VISITS, "2026-11-20", Locality_1=[child(Last_visit="30/10/2026")])
    assert (made.counts()["new"], made.counts()["changed"]) == (0, 1)
    assert "Last visit: it was 02/11/2026" in made.changed[0].why
    assert council.days("100", "visit") == ["02/11/2026"]
    (reason,) = reasons(council, "changed")
    assert "02/11/2026" in reason
    assert "30/10/2026" in reason


def test_an_older_file_only_adds_to_the_history(council):
    council.bring(VISITS, "2026-11-20", Locality_1=[child()])
    made = council.bring(VISITS, "2026-10-23", Locality_1=[child(Last_visit="19/10/2026")])
    assert made.counts()["changed"] == 0
    assert sorted(council.days("100", "visit")) == ["02/11/2026", "19/10/2026"]


def test_a_blank_never_overwrites(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    blank = {"Child ID": "100", "Status": "CP"}
    made = council.bring(VISITS, "2026-11-20", Locality_1=[blank])
    assert made.counts()["same"] == 1
    assert made.act is None
    assert council.worker("100") == ["Ann Lee"]
    assert council.days("100", "visit") == ["02/11/2026"]


def test_a_blank_on_record_is_filled(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child(Worker="", Initials="", **{"Seen?": ""})])
    council.bring(VISITS, "2026-11-20", Locality_1=[child()])
    assert council.worker("100") == ["Ann Lee"]
    assert [row["initials"] for row in council.standing("person")] == ["AB"]
    assert [row["seen"] for row in council.facts("100", "event", "visit")] == [1]
    assert reasons(council, "changed") == []


def test_absence_closes_nothing_and_is_listed_once(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child("100"), child("101")])
    made = council.bring(VISITS, "2026-11-13", Locality_1=[child("101")])
    assert made.counts()["gone"] == 1
    assert [one.value for one in made.gone] == ["100"]
    assert council.days("100", "ended") == []
    again = council.bring(VISITS, "2026-11-20", Locality_1=[child("101")])
    assert again.act is None
    assert len(council.issues("gone")) == 1


def test_a_child_who_is_back_is_not_gone(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child("100"), child("101")])
    council.bring(VISITS, "2026-11-13", Locality_1=[child("101")])
    assert len(council.issues("gone")) == 1
    back = child("100", Last_visit="18/11/2026")
    council.bring(VISITS, "2026-11-20", Locality_1=[back, child("101")])
    assert council.issues("gone") == []


def test_rejected_rows_are_those_of_the_latest_file(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child("100", Last_visit="31/02/2026")])
    assert len(council.issues("rejected")) == 1
    council.bring(VISITS, "2026-11-13", Locality_1=[child("100")])
    assert council.issues("rejected") == []
    assert council.days("100", "visit") == ["02/11/2026"]


def test_another_worker_in_a_later_file_waits_for_a_person(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    council.bring(VISITS, "2026-11-20", Locality_1=[child(Worker="Bo Hill")])
    assert council.worker("100") == ["Ann Lee"]
    (reason,) = reasons(council, "changed")
    assert "Ann Lee" in reason
    assert "Bo Hill" in reason


def test_another_status_in_a_later_file_closes_nothing_by_itself(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    later = child(Status="CIN", **{"Plan/care start": "10/11/2026", "Last visit": "12/11/2026"})
    made = council.bring(VISITS, "2026-11-20", Locality_1=[later])
    assert made.counts()["changed"] == 1
    assert [case["kind"] for case in council.cases("100")] == ["cp"]
    assert council.days("100", "ended") == []
    assert council.days("100", "visit") == ["02/11/2026", "12/11/2026"]
    (reason,) = reasons(council, "changed")
    assert "child protection" in reason
    assert "child in need" in reason


def test_a_child_may_have_a_protection_plan_and_be_looked_after(council):
    rows = [child(), child(Status="LAC", **{"Plan/care start": "05/10/2026"})]
    made = council.bring(VISITS, "2026-11-20", Locality_1=rows)
    assert sorted(case["kind"] for case in council.cases("100")) == ["cla", "cp"]
    assert made.conflicts == []
    assert council.bring(VISITS, "2026-11-20", Locality_1=rows).act is None


def test_two_sheets_that_disagree_show_both(council):
    rows = {"Locality_1": [child()], "Locality_2": [child(Worker="Bo Hill")]}
    made = council.bring(VISITS, "2026-11-20", **rows)
    assert council.worker("100") == ["Ann Lee"]
    columns = {one.column for one in made.conflicts}
    assert columns == {"Worker", "team"}
    assert made.counts()["repeated"] == 1
    assert council.bring(VISITS, "2026-11-20", **rows).act is None


def test_two_trackers_that_disagree_show_both(council):
    council.bring(VISITS, "2026-11-20", Locality_1=[child()])
    row = {"Child ID": "100", "Plan": "CLA", "Worker": "Bo Hill", "Last supervision": "10/11/2026"}
    made = council.bring(SUPERVISION, "2026-11-20", Locality_1=[row])
    assert {one.column for one in made.conflicts} == {"Plan", "Worker"}
    assert [case["kind"] for case in council.cases("100")] == ["cp"]
    assert council.days("100", "supervision") == ["10/11/2026"]
    assert all("visits tracker" in one.reason for one in made.conflicts)


def test_what_a_person_recorded_beats_a_file(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child(Worker="")])
    build = Builder(council.book, "test", "t")
    worker = build.insert("worker", name="Cy Dunn", name_key="cy dunn")
    case = council.cases("100")[0]["at"]
    build.insert("allocation", case=case, role="worker", worker=worker, on=number("2026-11-10"))
    council.workspace.run(build.act("Allocate"))
    made = council.bring(VISITS, "2026-11-13", Locality_1=[child()])
    assert council.worker("100") == ["Cy Dunn"]
    (conflict,) = made.conflicts
    assert "a person recorded Cy Dunn" in conflict.reason


def test_a_visit_that_a_person_recorded_later_is_no_disagreement(council):
    council.bring(VISITS, "2026-11-13", Locality_1=[child()])
    case = council.cases("100")[0]["at"]
    visit = visits.Visit(number("2026-11-19"), [visits.Seen(case)])
    council.workspace.run(visits.record(council.book, visit, author="t", today=number("2026-11-22")))
    made = council.bring(VISITS, "2026-11-13", Locality_1=[child()])
    assert made.act is None
    assert made.counts()["same"] == 1


def test_a_case_closed_by_a_person_stays_closed(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child()])
    build = Builder(council.book, "test", "t")
    build.insert("event", case=council.cases("100")[0]["at"], kind="ended", on=number("2026-11-10"))
    council.workspace.run(build.act("Close"))
    made = council.bring(VISITS, "2026-11-20", Locality_1=[child()])
    assert len(council.cases("100")) == 1
    assert "10/11/2026" in made.conflicts[0].reason


def test_a_plan_that_starts_after_the_last_one_ended_is_a_new_case(council):
    council.bring(VISITS, "2026-09-06", Locality_1=[child(**{"Last visit": "02/09/2026"})])
    build = Builder(council.book, "test", "t")
    build.insert("event", case=council.cases("100")[0]["at"], kind="ended", on=number("2026-10-01"))
    council.workspace.run(build.act("Close"))
    council.bring(VISITS, "2026-11-20", Locality_1=[child(**{"Plan/care start": "20/10/2026"})])
    assert sorted(council.days("100", "started")) == ["01/09/2026", "20/10/2026"]
    assert len(council.cases("100")) == 2


def test_one_person_under_two_ids_is_only_a_possible_match(council):
    council.bring(DOLS, "2026-11-20", Tracker=[request()])
    other = request("D2", **{"Person ID": "901", "Name": " NIA  BROWN"})
    made = council.bring(DOLS, "2026-11-20", Tracker=[request(), other])
    assert [row["status"] for row in council.standing("person_match")] == ["possible"]
    assert len(made.possible_matches) == 1
    assert len(council.standing("person")) == 2
    assert council.bring(DOLS, "2026-11-20", Tracker=[request(), other]).act is None


def test_an_id_with_leading_zeros_is_only_a_possible_match(council):
    council.bring(VISITS, "2026-11-20", Locality_1=[child("0100")])
    made = council.bring(VISITS, "2026-11-20", Locality_1=[child("0100"), child("100")])
    assert "leading zeros" in made.possible_matches[0].reason


def test_a_comment_is_kept_word_for_word_and_only_once(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[child(Notes="DNA x1 - see  email")])
    council.bring(VISITS, "2026-11-13", Locality_1=[child(Notes="DNA x1 - see  email")])
    council.bring(VISITS, "2026-11-20", Locality_1=[child(Notes="seen at school")])
    notes = council.facts("100", "note")
    assert [note["text"] for note in notes] == ["DNA x1 - see  email", "seen at school"]
    assert [note["on"] for note in notes] == [number("2026-11-06"), number("2026-11-20")]
    assert notes[0]["source"] == "Locality 1!2"


def test_two_names_in_one_cell_are_resolved_by_a_person_only(council):
    row = request(BIA="Jo Evans / Ben Taylor", **{"BIA team": "DoLS"})
    council.bring(DOLS, "2026-11-06", Tracker=[row])
    assert council.worker("900") == ["? Jo Evans / Ben Taylor"]
    one = request(BIA="Jo Evans", **{"BIA team": "DoLS"})
    council.bring(DOLS, "2026-11-20", Tracker=[one])
    assert council.worker("900") == ["? Jo Evans / Ben Taylor"]
    assert len(reasons(council, "changed")) == 1


def test_a_request_goes_on_from_file_to_file(council):
    council.bring(DOLS, "2026-10-09", Tracker=[request()])
    allocated = request(BIA="Jo Evans", **{"Date alloc to BIA": "12/10/2026"})
    assert council.bring(DOLS, "2026-10-16", Tracker=[allocated]).counts()["new"] == 1
    done = {
        **allocated,
        "Form 3 rec'd": "20/10/2026",
        "Date signed off": "27/10/2026",
        "Outcome": "RIP",
    }
    assert council.bring(DOLS, "2026-10-30", Tracker=[done]).counts()["new"] == 1
    assert council.worker("900") == ["Jo Evans"]
    assert council.days("900", "ended") == ["27/10/2026"]
    (signed,) = council.facts("900", "event", "signed_off")
    assert (signed["outcome"], signed["detail"]) == ("died", "RIP")
    assert council.issues("changed") == []


def test_a_row_without_a_known_plan_is_rejected_and_listed(council):
    made = council.bring(VISITS, "2026-11-20", Locality_1=[child(Status="zzz"), child("101")])
    assert [(one.row, one.column) for one in made.rejected] == [(2, "Status")]
    assert council.cases("100") == []
    assert made.counts()["new"] == 1


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_stopping_leaves_the_database_as_it_was(council, tmp_path, looks):
    path = write(tmp_path / "x.xlsx", VISITS, {"Locality 1": [child()]})
    asked = iter([False] * looks)
    with pytest.raises(KnownError, match="Nothing was changed"):
        importing.dry_run(council.workspace, path, cancel=lambda: next(asked, True))
    assert council.size()["person"] == 0


def test_progress_rises_to_the_end(council, tmp_path):
    path = write(tmp_path / "x.xlsx", VISITS, {"Locality 1": [child()]})
    shares = []
    importing.dry_run(council.workspace, path, progress=lambda share, words: shares.append(share))
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_a_disputed_sign_off_closes_nothing(council):
    granted = request(**{"Date signed off": "20/10/2026", "Outcome": "Granted"})
    council.bring(DOLS, "2026-11-06", Tracker=[granted])
    made = council.bring(DOLS, "2026-11-20", Tracker=[{**granted, "Outcome": "RIP"}])
    assert made.counts()["changed"] == 1
    assert council.days("900", "ended") == []
    assert len(made.to_confirm) == 1
    council.workspace.run(issues.confirm(council.book, council.issues("changed"), author="t"))
    assert council.days("900", "ended") == ["20/10/2026"]
    assert [row["outcome"] for row in council.facts("900", "event", "signed_off")] == ["died"]


def test_an_outcome_in_other_words_is_the_same(council):
    done = request(**{"Date signed off": "20/10/2026", "Outcome": "RIP"})
    council.bring(DOLS, "2026-11-06", Tracker=[done])
    assert council.bring(DOLS, "2026-11-20", Tracker=[{**done, "Outcome": "Deceased"}]).act is None


@pytest.mark.parametrize("layout", ["dols_tracker", "visits_tracker", "supervision_tracker"])
def test_a_tracker_written_by_us_brings_nothing_back(council, tmp_path, layout):
    for name in ("dols_tracker", "visits_tracker", "supervision_tracker"):
        council.sample(f"{name}.xlsx", "2026-11-20")
    path = tmp_path / f"{layout}.xlsx"
    export_tracker(council.workspace.desk(as_at=number("2026-11-20")), layout, path)
    made = importing.dry_run(council.workspace, path, as_at=number("2026-11-20"))
    assert made.act is None
    assert made.counts()["same"] > 100


def test_two_rows_that_give_one_request_to_two_assessors_are_asked_about(council):
    first = request(BIA="Ann Lee", **{"Date alloc to BIA": "05/10/2026"})
    made = council.bring(DOLS, "2026-11-06", Tracker=[first, {**first, "BIA": "Ben Cole"}, request("D2")])
    assert (made.counts()["new"], made.counts()["conflicts"]) == (2, 1)
    held = council.book.allocation
    assert [council.book.worker.name[held.worker[row]] for row in range(len(held))] == ["Ann Lee"]
    later = council.bring(DOLS, "2026-11-20", Tracker=[{**first, "BIA": "Cat Dale"}])
    assert later.counts()["changed"] == 1
    assert len(held) == 1, "one assessor until somebody decides"
