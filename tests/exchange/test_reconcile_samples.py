"""The four sample files, whole: every row accounted for, a dozen rows read by hand, nothing twice."""

import pytest
from python_calamine import CalamineWorkbook
from spreadsheets import DATA, Council, number

from desktop.domain.days import short

FILES = ("dols_tracker.xlsx", "visits_tracker.xlsx", "supervision_tracker.xlsx", "Annex_A.xlsx")


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
def all_in(council):
    for name in FILES[:3]:
        council.sample(name, as_at="2026-11-20")
    council.sample(FILES[3], as_at="2021-03-16")
    return council


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_every_sheet_is_counted_once(council, name):
    made = council.sample(name)
    counts = made.counts()
    book = CalamineWorkbook.from_path(str(DATA / name))
    unused = ("List 1", "List 2", "List 10", "List 11")
    rows = sum(
        len(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
        for sheet in book.sheet_names
        if sheet not in unused
    )
    kinds = ("new", "changed", "same", "rejected", "repeated", "skipped")
    assert sum(counts[kind] for kind in kinds) == rows
    for kind in ("new", "changed", "same", "repeated"):
        assert len(getattr(made, kind)) == counts[kind]


def test_the_same_file_twice_changes_nothing(all_in):
    before = all_in.size()
    for name in FILES:
        made = all_in.sample(name, as_at="2021-03-16" if name == "Annex_A.xlsx" else "2026-11-20")
        assert made.act is None
        assert made.counts()["new"] == made.counts()["changed"] == 0
    assert all_in.size() == before


def test_one_child_in_two_trackers_is_one_person_with_one_case(all_in):
    assert [case["kind"] for case in all_in.cases("8409548")] == ["cla"]
    assert all_in.days("8409548", "visit") == ["08/11/2026"]
    assert all_in.days("8409548", "supervision") == ["03/11/2026"]
    assert all_in.worker("8409548") == ["Ben Mensah"]
    assert [row["text"] for row in all_in.facts("8409548", "note")] == ["next week"]
    assert [row["interval"] for row in all_in.facts("8409548", "agreed_frequency")] == ["6m"]


def test_a_child_not_seen_has_an_attempt_and_no_visit(all_in):
    # Locality 1, row 30: TE, cp, Rosa Jones, 29/5/26, 2026-11-15, seen N, alone N
    (visit,) = all_in.facts("8954291", "event", "visit")
    assert (short(visit["on"]), visit["seen"], visit["alone"]) == ("15/11/2026", 0, 0)
    assert visit["source"] == "Locality 1!30"
    assert all_in.days("8954291", "started") == ["29/05/2026"]


def test_a_child_without_a_worker_is_unallocated_and_not_dropped(all_in):
    # Locality 1, row 13: BW, looked after, no worker; the supervision tracker has "?" for the date
    assert [case["kind"] for case in all_in.cases("6128120")] == ["cla"]
    assert all_in.worker("6128120") == []
    assert all_in.days("6128120", "supervision") == []


def test_not_yet_supervised_is_a_child_without_a_date(all_in):
    # Locality 3, row 5: QT, CP, Emma Foster, "not yet"
    assert all_in.days("7499490", "supervision") == []
    assert all_in.worker("7499490") == ["Emma Foster"]


def test_a_care_leaver_without_any_date_is_kept(all_in):
    # Pathways Through Care 1, row 4 of the visits tracker; the supervision tracker names the worker
    assert [case["kind"] for case in all_in.cases("5438508")] == ["care_leaver"]
    assert all_in.worker("5438508") == ["Farah Khan"]
    assert all_in.days("5438508", "visit") == []
    assert all_in.days("5438508", "supervision") == ["25/10/2026"]


def test_an_excel_serial_is_a_date(all_in):
    # Locality 2, row 19: NE, CiN, start " 13.02.2026 ", last visit 46294
    assert all_in.days("4775270", "started") == ["13/02/2026"]
    assert all_in.days("4775270", "visit") == ["29/09/2026"]


def test_the_sheet_is_the_team(all_in):
    (case,) = all_in.cases("3215048")
    team = all_in.book.team.index[case["team"]]
    assert all_in.book.team.name[team] == "CWD"


def test_a_request_that_was_refused_is_closed(all_in):
    # row 6: D26001, received 24/08/2026, not urgent, BIA Marek O'Neill, back 2/9/26, signed 10/09/2026
    (case,) = all_in.cases("297536")
    assert (case["kind"], case["ref"]) == ("dols", "D26001")
    assert all_in.days("297536", "started") == ["24/08/2026"]
    assert all_in.days("297536", "form3_returned") == ["02/09/2026"]
    (signed,) = all_in.facts("297536", "event", "signed_off")
    assert (signed["outcome"], signed["detail"]) == ("not granted", "Not granted")
    assert all_in.days("297536", "ended") == ["10/09/2026"]
    assert sorted(all_in.worker("297536")) == ["Dr Adeyemi", "Marek O'Neill"]


def test_an_urgent_of_fourteen_days_keeps_both_dates_and_waits(all_in):
    # row 12: D26007, urgent from 09 Apr 2026 to 22/04/2026
    (urgent,) = all_in.facts("307670", "urgent_authorisation")
    assert (short(urgent["given_on"]), short(urgent["stated_end"])) == ("09/04/2026", "22/04/2026")
    assert urgent["confirmed"] is None
    assert any("at most 7 days" in one["reason"] for one in issues_of(all_in, "307670"))


def test_a_granted_request_has_an_authorisation_without_an_end(all_in):
    # row 11: D26006, granted 24/06/2026
    (held,) = all_in.facts("989947", "authorisation")
    assert held["ends_on"] is None
    assert all_in.days("989947", "ended") == []
    (signed,) = all_in.facts("989947", "event", "signed_off")
    assert (short(signed["on"]), signed["outcome"]) == ("24/06/2026", "granted")


def test_two_assessors_in_one_cell_stay_two(all_in):
    # row 39: D26034, "Priya Udoh / Tariq Udoh"
    (bia,) = all_in.facts("248423", "allocation", "")[:1]
    assert (bia["role"], bia["worker"], bia["named"]) == ("bia", None, "Priya Udoh / Tariq Udoh")
    assert any("names more than one" in one["reason"] for one in issues_of(all_in, "248423"))


def test_awaiting_allocation_is_nobody(all_in):
    # row 10: D26005, "Awaiting alloc"; row 38: D26033 has a date that does not exist and is rejected
    assert all_in.worker("131236") == []
    assert all_in.cases("930060") == []
    (rejected,) = all_in.issues("rejected")
    table = all_in.book.import_issue
    assert (table.column("row")[rejected], table.value[rejected]) == (38, "31/02/2026")


def test_a_request_without_a_date_is_kept(all_in):
    # row 83: D26077, no date received; row 126: D26120, "TBC"
    for person in ("505336", "187429"):
        assert [case["kind"] for case in all_in.cases(person)] == ["dols"]
        assert all_in.days(person, "started") == []


def test_a_reference_that_stands_twice_is_one_request_and_a_question(all_in):
    # rows 156 and 157: D26150, form 2 and then form 1
    (request,) = all_in.facts("520738", "dols_request")
    assert request["form"] == "form2"
    (conflict,) = all_in.issues("conflict")
    table = all_in.book.import_issue
    assert (table.column("row")[conflict], table.value[conflict]) == (157, "1")
    assert "form2" in table.reason[conflict]


def test_one_home_in_capitals_is_one_home(all_in):
    names = [row["name"] for row in all_in.standing("managing_authority")]
    assert len(names) == 8
    assert "Shirley Lodge" in names


def test_annex_a_closes_what_it_says_is_closed(all_in):
    # list 7, row 2: plan 23/11/2020 to 16/02/2021, visit 22/01/2021 seen alone
    assert [case["kind"] for case in all_in.cases("10721552")] == ["cp"]
    assert all_in.days("10721552", "ended") == ["16/02/2021"]
    (visit,) = all_in.facts("10721552", "event", "visit")
    assert (short(visit["on"]), visit["seen"], visit["alone"]) == ("22/01/2021", 1, 1)


def test_annex_a_placement(all_in):
    # list 8, row 3: looked after 06/08/2009, C2, placed 02/11/2009 with relatives for the long term
    (placement,) = all_in.facts("1373595", "placement")
    assert (short(placement["starts_on"]), placement["code"], placement["legal_status"]) == (
        "02/11/2009",
        "U1",
        "C2",
    )
    assert all_in.days("1373595", "review") == ["12/01/2021"]
    assert all_in.days("1373595", "iro_visit") == ["12/01/2021"]
    assert all_in.days("1373595", "dental_check") == ["17/01/2020"]


def test_one_child_in_several_lists_is_one_person(all_in):
    # 6537810 was referred (list 3) and then the subject of an enquiry (list 5)
    assert sorted(case["kind"] for case in all_in.cases("6537810")) == ["referral", "s47"]
    assert all_in.days("6537810", "icpc") == ["05/10/2020"]
    assert len({case["person"] for case in all_in.cases("6537810")}) == 1


def test_the_batch_says_file_layout_and_day(all_in):
    batches = all_in.standing("import_batch")
    assert [batch["layout"] for batch in batches] == [
        "dols_tracker",
        "visits_tracker",
        "supervision_tracker",
        "annex_a",
    ]
    assert batches[0]["file"] == "dols_tracker.xlsx"
    assert batches[3]["as_at"] == number("2021-03-16")
    assert len({batch["sha256"] for batch in batches}) == 4


def test_change_sets_hold_at_most_500_rows(council):
    made = council.sample("visits_tracker.xlsx")
    sizes = [len(change.patches) + sum(len(rows.ids) for rows in change.rows) for change in made.act.sets]
    assert max(sizes) <= 500
    assert sum(sizes) > 500


def issues_of(council, ref):
    people = {row["ref"]: council.book.person.ids[row["at"]] for row in council.standing("person")}
    return [row for row in council.standing("import_issue") if row["person"] == people[ref]]
