"""The question that each finding asks: both values, where they came from, and what an answer does."""

import pytest
from spreadsheets import DOLS, SUPERVISION, VISITS, Council, number
from test_import_issues import CHILD, REQUEST, later, two_people

from desktop.commands import issues, settling, visits
from desktop.errors import Refused


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    yield made
    made.workspace.close()


def ask(council, level, kind=""):
    rows = [row for row in council.issues(level) if not kind or settling.kind_of(council.book, row) == kind]
    desk = council.workspace.desk(as_at=number("2026-10-10"))
    return settling.question(council.workspace, desk, rows[0])


def answer(council, asked, at):
    act = settling.decide(council.book, asked, asked.choices[at], author="t")
    council.workspace.run(act)


def test_an_earlier_date_shows_both_and_where_each_came_from(council):
    later(council, Last_visit="30/10/2026")
    asked = ask(council, "changed")
    stands, says = asked.sides
    assert (stands.value, says.value) == ("02/11/2026", "30/10/2026")
    assert stands.origin == ("file1.xlsx, as at 06/11/2026", "Sheet Locality 1, row 2")
    assert says.origin[0] == "file2.xlsx, as at 20/11/2026"
    assert "row 2" in says.origin[1]
    assert "AB, CP, 100" in asked.who
    answer(council, asked, 0)
    assert council.days("100", "visit") == ["02/11/2026"]
    council.workspace.undo()
    answer(council, ask(council, "changed"), 1)
    assert council.days("100", "visit") == ["30/10/2026"]


def test_what_a_person_typed_says_who_and_when(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[{**CHILD, "Last visit": "", "Seen?": ""}])
    seen = visits.Visit(number("2026-11-10"), [visits.Seen(0, alone=True)])
    council.workspace.run(visits.record(council.book, seen, author="t", today=number("2026-11-20")))
    row = {**CHILD, "Last visit": "10/11/2026", "Seen?": "Y", "Seen alone": "N"}
    council.bring(VISITS, "2026-11-20", Locality_1=[row])
    asked = ask(council, "conflict")
    assert asked.sides[0].value == "yes"
    assert asked.sides[0].origin[0] == "Recorded by t"
    assert asked.sides[1].value == "no"


@pytest.mark.parametrize(
    ("more", "ours", "theirs"),
    [
        ({"Worker": "Bo Hill"}, "Ann Lee", "Bo Hill"),
        ({"Status": "CIN", "Plan/care start": "10/11/2026"}, "CP", "CiN, from 10/11/2026"),
        ({"Plan/care start": "02/09/2026"}, "01/09/2026", "02/09/2026"),
    ],
)
def test_each_kind_of_change_shows_both_values(council, more, ours, theirs):
    later(council, **more)
    asked = ask(council, "changed")
    assert [side.value for side in asked.sides] == [ours, theirs]


def test_taking_a_date_tells_what_it_moves(council):
    later(council, **{"Plan/care start": "08/09/2026"})
    assert "due" in ask(council, "changed").choices[1].effect


def test_two_trackers_that_disagree_show_both(council):
    council.bring(VISITS, "2026-11-06", Locality_1=[CHILD])
    row = {"Child ID": "100", "Initials": "AB", "Plan": "CP", "Worker": "Bo Hill"}
    council.bring(SUPERVISION, "2026-11-20", Locality_1=[row])
    asked = ask(council, "conflict")
    assert [side.value for side in asked.sides] == ["Ann Lee", "Bo Hill"]
    answer(council, asked, 1)
    assert council.worker("100") == ["Bo Hill"]


def test_a_long_urgent_stays_at_day_7_until_an_extension_is_recorded(council):
    council.bring(DOLS, "2026-10-09", Tracker=[REQUEST])
    asked = ask(council, "exception", "urgent")
    assert asked.sides[0].value == "Counted to day 7: 07/10/2026"
    assert "14/10/2026" in asked.sides[1].value
    assert "07/10/2026" in asked.choices[1].effect
    assert "14/10/2026" in asked.choices[1].effect
    answer(council, asked, 1)
    desk = council.workspace.desk(as_at=number("2026-10-10"))
    assert desk.flags.ua_end[0] == number("2026-10-14")
    council.workspace.undo()
    desk = council.workspace.desk(as_at=number("2026-10-10"))
    assert desk.flags.ua_end[0] == number("2026-10-07")
    answer(council, ask(council, "exception", "urgent"), 0)
    assert council.workspace.desk(as_at=number("2026-10-10")).flags.ua_end[0] == number("2026-10-07")


def test_either_of_two_names_can_be_chosen_or_both_kept(council):
    council.bring(DOLS, "2026-10-09", Tracker=[{**REQUEST, "BIA": "Jo Evans / Ben Taylor"}])
    asked = ask(council, "exception", "names")
    assert [one.title for one in asked.choices] == [
        "Keep both, unresolved",
        "Allocate to Jo Evans",
        "Allocate to Ben Taylor",
    ]
    answer(council, asked, 0)
    assert council.worker("900") == ["? Jo Evans / Ben Taylor"]
    council.workspace.undo()
    answer(council, ask(council, "exception", "names"), 2)
    assert council.worker("900") == ["Ben Taylor"]
    council.workspace.undo()
    assert council.worker("900") == ["? Jo Evans / Ben Taylor"]
    assert "Ben Taylor" not in [row["name"] for row in council.standing("worker")]


def test_choosing_the_bia_leaves_the_doctors_cell_open(council):
    row = {**REQUEST, "BIA": "Jo Evans / Ben Taylor", "MHA": "Dr A / Dr B"}
    council.bring(DOLS, "2026-10-09", Tracker=[row])
    answer(council, ask(council, "exception", "names"), 1)
    assert sorted(council.worker("900")) == ["? Dr A / Dr B", "Jo Evans"]


def test_possible_matches_show_both_people_and_can_be_split_again(council):
    two_people(council)
    asked = ask(council, "possible_match")
    assert [side.value for side in asked.sides] == ["Nia Brown", "Nia Brown"]
    assert [side.origin[0] for side in asked.sides] == ["Id 900", "Id 901"]
    assert all("Born 02/02/1940" in side.origin for side in asked.sides)
    assert any("D1" in line for line in asked.sides[0].origin)
    answer(council, asked, 1)
    assert len(council.cases("900")) == 2
    desk = council.workspace.desk()
    decided = settling.question_of_match(desk, 0)
    assert decided.choices[0].title == "Split again"
    answer(council, decided, 0)
    assert len(council.cases("900")) == len(council.cases("901")) == 1
    again = settling.question_of_match(council.workspace.desk(), 0)
    answer(council, again, 0)
    assert len(council.cases("900")) == 2


def test_several_of_one_kind_are_decided_in_one_step(council):
    rows = [{**REQUEST, "Ref": f"D{at}", "Person ID": f"90{at}", "Name": f"N {at}"} for at in range(3)]
    council.bring(DOLS, "2026-10-09", Tracker=rows)
    book = council.book
    long = [row for row in council.issues("exception") if settling.kind_of(book, row) == "urgent"]
    asked = settling.question_of_many(book, long)
    assert len(asked.choices) == 2
    answer(council, asked, 1)
    assert not set(long) & set(council.issues("exception"))
    council.workspace.undo()
    assert set(long) <= set(council.issues("exception"))


def test_findings_of_several_kinds_have_no_common_answer(council):
    later(council, Last_visit="30/10/2026", Worker="Bo Hill")
    council.bring(DOLS, "2026-10-09", Tracker=[REQUEST])
    asked = settling.question_of_many(council.book, issues.open_issues(council.book))
    assert asked.choices == ()


def test_what_was_decided_meanwhile_is_refused_in_words(council):
    later(council, Last_visit="30/10/2026")
    asked = ask(council, "changed")
    answer(council, asked, 0)
    with pytest.raises(Refused, match="decided already"):
        settling.decide(council.book, asked, asked.choices[1], author="t")


def test_every_finding_of_the_sample_files_can_be_asked(council):
    for name in ("Annex_A.xlsx", "dols_tracker.xlsx", "supervision_tracker.xlsx", "visits_tracker.xlsx"):
        council.sample(name, "2026-11-20")
    desk = council.workspace.desk()
    for row in issues.open_issues(council.book):
        asked = settling.question(council.workspace, desk, row)
        assert asked.choices
        assert asked.choices[0].effect
        assert asked.sides[-1].value
