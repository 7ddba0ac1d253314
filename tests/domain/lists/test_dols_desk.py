"""The lists of the DoLS desk: renewals by the worked example, homes and their people, the board, my work."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from lists_council import AS_AT, Council

from desktop.domain.days import day
from desktop.domain.explain import explain_clock
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError


def d(text: str) -> int:
    return day(dt.datetime.strptime(text, "%d %b %Y").date())


class Desks(Council):
    """A council with homes; requests and authorisations are written in one line each."""

    def home(self, name: str, **more: object) -> str:
        return self.add("managing_authority", name=name, name_key=name.casefold(), **more)

    def request(self, name: str, received: int, home: str | None = None, **more: object) -> str:
        person = more.pop("person", None) or self.add("person", name=name, ref=f"R{name}")
        case = self.add("case", kind="dols", person=person, ref=f"D{name}")
        self.add("event", case=case, kind="started", on=received)
        self.add("dols_request", case=case, form=more.pop("form", "form1"), managing_authority=home, **more)
        return case

    def granted(self, case: str, start: int, end: int | None) -> None:
        self.add("event", case=case, kind="signed_off", on=start, outcome="Granted")
        self.add("authorisation", case=case, starts_on=start, **({"ends_on": end} if end else {}))

    def desk(self, as_at: int = AS_AT) -> Desk:
        return Desk.open(self.book, Timescales.shipped().with_overrides(self.book), as_at)


def texts(desk: Desk, name: str, **more: str) -> list[dict[str, str]]:
    data = build(desk, Selection(name, desk.as_at, **more))
    everyone = np.arange(len(data))
    found = {column.key: data.text(column.key, everyone) for column in data.columns}
    return [{key: column[row] for key, column in found.items()} for row in range(len(data))]


@pytest.fixture
def council() -> Desks:
    return Desks()


@pytest.fixture
def running(council: Desks) -> str:
    """In force 15 January 2026 to 14 January 2027, as in the worked example."""
    case = council.request("Ann", d("20 Dec 2025"), council.home("Oak House"))
    council.granted(case, d("15 Jan 2026"), d("14 Jan 2027"))
    return case


def renewal(council: Desks, on: str) -> dict[str, str]:
    return texts(council.desk(d(on)), "renewals")[0]


def test_every_day_of_a_renewal_is_counted_back_from_its_end(council: Desks, running: str) -> None:
    row = renewal(council, "1 Oct 2026")
    assert row["why"] == "Nothing yet"
    assert (row["remind"], row["form"]) == ("19/11/2026", "17/12/2026")
    assert (row["safe"], row["back"], row["ends"]) == ("25/12/2026", "07/01/2027", "14/01/2027")


@pytest.mark.parametrize(
    ("on", "step", "chip"),
    [
        ("18 Nov 2026", "Nothing yet", ""),
        ("19 Nov 2026", "Remind the home", "remind"),
        ("17 Dec 2026", "Remind the home", "remind"),
        ("18 Dec 2026", "Ask where the request is", "late_form"),
        ("25 Dec 2026", "Ask where the request is", "late_form"),
        ("26 Dec 2026", "No request, past the safe day", "too_late"),
        ("14 Jan 2027", "No request, past the safe day", "too_late"),
        ("15 Jan 2027", "Ended. Is the person still there?", "ended"),
    ],
)
def test_the_next_step_moves_with_the_days(
    council: Desks, running: str, on: str, step: str, chip: str
) -> None:
    desk = council.desk(d(on))
    assert texts(desk, "renewals")[0]["why"] == step
    hit = {one.key for one in counts(desk, "renewals", Selection("renewals", desk.as_at)) if one.n}
    assert hit == ({chip} if chip else set())


def test_a_chase_after_the_reminder_counts_as_reminded(council: Desks, running: str) -> None:
    council.add("note", case=running, kind="chase", on=d("20 Nov 2026"), text="rang")
    row = renewal(council, "1 Dec 2026")
    assert row["why"] == "Reminded, request awaited"
    assert row["reminded"] == "done 20/11/2026"


def test_a_further_request_is_in_hand_until_its_assessments_are_wanted(council: Desks, running: str) -> None:
    person = council.book.person.ids[0]
    council.request("Ann", d("18 Dec 2026"), form="form2", person=person)
    row = renewal(council, "20 Dec 2026")
    assert (row["why"], row["request"], row["with"]) == (
        "Request in hand",
        "came 18/12/2026",
        "No BIA",
    )
    assert renewal(council, "8 Jan 2027")["why"] == "Get the assessments back"


def test_a_council_changes_how_early_the_home_is_reminded(council: Desks, running: str) -> None:
    council.add(
        "timescale_override", rule="dols_renewal_56d", field="n", value="70", valid_from=d("1 Jan 2026")
    )
    row = renewal(council, "6 Nov 2026")
    assert row["remind"] == "05/11/2026"
    assert row["why"] == "Remind the home"


def test_the_end_is_explained_with_every_day_before_it(council: Desks, running: str) -> None:
    desk = council.desk(d("1 Dec 2026"))
    clock = int(build(desk, Selection("renewals", desk.as_at)).clock[0])
    told = " ".join(explain_clock(desk.book, desk.timescales, desk.clocks, clock).lines)
    for said in ("19 November 2026", "17 December 2026", "25 December 2026", "7 January 2027"):
        assert said in told


def test_granted_without_an_end_is_never_quiet(council: Desks) -> None:
    case = council.request("Bob", d("1 Mar 2026"), council.home("Elm"))
    council.granted(case, d("20 Mar 2026"), None)
    desk = council.desk()
    row = texts(desk, "renewals", chip="no_expiry")[0]
    assert (row["state"], row["left"]) == ("Expiry not known", "not recorded")
    assert len(texts(desk, "home", chip="no_expiry")) == len(texts(desk, "dols", chip="no_expiry")) == 1


def test_each_number_of_a_home_is_the_list_it_stands_for(council: Desks) -> None:
    oak, elm = council.home("Oak"), council.home("Elm")
    council.request("Ann", AS_AT - 5, oak)
    council.request("Bob", AS_AT - 300, oak)
    council.granted(council.request("Cat", AS_AT - 90, oak), AS_AT - 60, AS_AT + 20)
    council.granted(council.request("Dan", AS_AT - 90, elm), AS_AT - 60, AS_AT + 200)
    desk = council.desk()
    for row in texts(desk, "homes"):
        place = desk.book.managing_authority.ids[desk.book.managing_authority.name.index(row["home"])]
        here = {one.key: one.n for one in counts(desk, "home", Selection("home", AS_AT, home=place))}
        for key in ("waiting", "gap", "in_force", "expiring", "no_expiry", "ended", "to_ring"):
            assert int(row[key]) == here[key] == len(texts(desk, "home", home=place, chip=key)), key
    oak_row = next(row for row in texts(desk, "homes") if row["home"] == "Oak")
    assert (oak_row["waiting"], oak_row["in_force"], oak_row["expiring"]) == ("2", "1", "1")
    assert oak_row["longest"] == "301 days"


def test_whoever_was_confirmed_is_not_rung_about_for_four_weeks(council: Desks) -> None:
    oak = council.home("Oak")
    case = council.request("Ann", AS_AT - 100, oak)
    council.add("home_check", case=case, on=AS_AT - 10, answer="there", informant="matron")
    for as_at, rung in ((AS_AT, 0), (AS_AT + 18, 0), (AS_AT + 19, 1)):
        assert len(texts(council.desk(as_at), "home", chip="to_ring")) == rung, as_at
    row = texts(council.desk(), "home")[0]
    assert (row["there"], row["informant"]) == ("10/11/2026", "matron")


def test_a_check_of_one_case_speaks_for_the_person_at_that_home_only(council: Desks) -> None:
    oak, elm = council.home("Oak"), council.home("Elm")
    first = council.request("Ann", AS_AT - 100, oak)
    person = council.book.person.ids[0]
    council.request("Ann", AS_AT - 50, oak, person=person)
    council.request("Ann", AS_AT - 20, elm, person=person)
    council.add("home_check", case=first, on=AS_AT - 1, answer="there")
    rung = [row["home"] for row in texts(council.desk(), "home", chip="to_ring")]
    assert rung == ["Elm"]


def test_an_extended_urgent_is_judged_by_its_extension_wherever_it_is_listed(council: Desks) -> None:
    case = council.request("Ann", AS_AT - 8, council.home("Oak"), priority="high")
    council.add(
        "urgent_authorisation",
        case=case,
        given_on=AS_AT - 8,
        stated_end=AS_AT - 2,
        extension_requested_on=AS_AT - 3,
        extension_decided_on=AS_AT - 3,
        extension_days=7,
    )
    allocated(council, case, council.worker("Bia", is_bia=1), "bia", AS_AT - 7)
    desk = council.desk()
    for name in ("dols", "home", "mine"):
        data = build(desk, Selection(name, AS_AT))
        assert desk.clocks.rules[desk.clocks.rule[data.clock[0]]] == "dols_urgent_extension_7d", name


def test_a_home_explains_a_third_partys_request_by_its_seven_days(council: Desks) -> None:
    council.request("Ann", AS_AT - 1, council.home("Oak"), form="third_party")
    desk = council.desk()
    for name in ("home", "dols"):
        data = build(desk, Selection(name, AS_AT))
        assert desk.clocks.rules[desk.clocks.rule[data.clock[0]]] == "dols_third_party_7d", name


def test_a_home_that_is_not_there_is_refused(council: Desks) -> None:
    with pytest.raises(KnownError, match="That home is not in this database"):
        build(council.desk(), Selection("home", AS_AT, home="nowhere"))


def allocated(council: Desks, case: str, worker: str, role: str, on: int = AS_AT - 3) -> None:
    council.add("allocation", case=case, role=role, worker=worker, on=on, due_back_on=AS_AT + 4)


def test_a_request_is_on_the_board_until_both_lanes_are_held(council: Desks) -> None:
    case = council.request("Ann", AS_AT - 5, priority="high")
    bia, doctor = council.worker("Bia", is_bia=1), council.worker("Doc", is_mha=1)
    assert texts(council.desk(), "board")[0]["needs"] == "BIA, MHA"
    allocated(council, case, bia, "bia")
    assert texts(council.desk(), "board")[0]["needs"] == "MHA"
    council.add("offer", case=case, role="mha", worker=doctor, on=AS_AT - 1)
    row = texts(council.desk(), "board", chip="offered")[0]
    assert row["offered"] == "asked Doc 19/11/2026"
    allocated(council, case, doctor, "mha")
    assert texts(council.desk(), "board") == []


def test_a_third_party_check_wants_no_doctor(council: Desks) -> None:
    council.request("Ann", AS_AT - 1, form="third_party")
    assert texts(council.desk(), "board")[0]["needs"] == "BIA"


def test_nothing_that_waits_for_an_assessor_is_missing_from_the_board(council: Desks) -> None:
    council.request("Ann", AS_AT - 5)
    held = council.request("Bob", AS_AT - 9)
    allocated(council, held, council.worker("Bia", is_bia=1), "bia")
    desk = council.desk()
    board = {row["ref"] for row in texts(desk, "board", chip="no_bia")}
    assert board == {row["ref"] for row in texts(desk, "dols", chip="no_bia")} == {"DAnn"}


def test_my_work_says_what_to_do_next_in_each_lane(council: Desks) -> None:
    bia, doctor = council.worker("Bia", is_bia=1), council.worker("Doc", is_mha=1)
    first, second = council.request("Ann", AS_AT - 9), council.request("Bob", AS_AT - 9)
    allocated(council, first, bia, "bia")
    allocated(council, first, doctor, "mha")
    council.add("event", case=first, kind="assessor_visited", on=AS_AT - 1, worker=bia, outcome="bia")
    council.add("offer", case=second, role="bia", worker=bia, on=AS_AT - 1)
    mine = texts(council.desk(), "mine", worker=bia)
    assert [(row["ref"], row["why"]) for row in mine] == [
        ("DBob", "Accept or decline"),
        ("DAnn", "Return Form 3"),
    ]
    assert [row["why"] for row in texts(council.desk(), "mine", worker=doctor)] == ["Visit the person"]
    assert len(texts(council.desk(), "mine")) == 3
