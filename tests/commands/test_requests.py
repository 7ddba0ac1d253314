"""New DoLS requests: what came in is a fact, however odd."""

import datetime as dt

import pytest
from scene import TODAY, on

from desktop.commands import people, requests, triage
from desktop.commands.people import NewPerson
from desktop.commands.requests import Request
from desktop.commands.triage import Screening
from desktop.domain import cases
from desktop.domain.days import NO_DAY, day
from desktop.errors import Refused


def receive(council, request):
    council.run(requests.receive(council.book, request, **council.by))
    return len(council.book.case) - 1


def test_a_request_brings_its_person_home_and_urgent_in_one_change_set(council):
    request = Request(
        NewPerson("P1", name="Anna Example"),
        on("18 nov"),
        home="Shirley  Lodge",
        ref="D26001",
        priority="high",
        objecting=True,
        urgent_given_on=on("18 nov"),
        urgent_stated_end=on("24 nov"),
    )
    act = requests.receive(council.book, request, **council.by)
    assert len(act.sets) == 1
    assert act.summary == "Urgent DoLS request received 18/11/2026"
    council.run(act)
    book, case = council.book, 0
    assert book.person.initials[0] == "AE"
    assert cases.started_on(book, case) == on("18 nov")
    said = book.record("dols_request", 0)
    assert (said["form"], said["priority"], said["objecting"], said["urgent"]) == ("form1", "high", 1, 1)
    assert book.managing_authority.name[book.dols_request.managing_authority[0]] == "Shirley Lodge"
    assert int(book.urgent_authorisation.stated_end[0]) == on("24 nov")


def test_the_person_and_the_home_are_used_again(council):
    receive(council, Request(NewPerson("P1"), on("2 nov"), home="Shirley Lodge"))
    receive(council, Request(0, on("9 nov"), home="SHIRLEY\N{NO-BREAK SPACE}LODGE"))
    assert len(council.book.person) == 1
    assert len(council.book.managing_authority) == 1
    assert requests.open_requests(council.book, 0, TODAY) == [0, 1]
    assert requests.open_at_home(council.book, 0, TODAY) == [0, 1]
    with pytest.raises(Refused, match="Somebody with that id is already here"):
        receive(council, Request(NewPerson("p1"), on("9 nov")))


def test_only_what_cannot_be_is_refused(council):
    with pytest.raises(Refused, match="has not come yet"):
        receive(council, Request(NewPerson("P1"), TODAY + 1))
    with pytest.raises(Refused, match="Give the date of the request"):
        receive(council, Request(NewPerson("P1"), NO_DAY))
    with pytest.raises(Refused, match="Give the person's id"):
        receive(council, Request(NewPerson(" "), TODAY))


def test_odd_facts_are_told_and_recorded(council):
    young = Request(NewPerson("P1", born_on=day(dt.date(2012, 1, 1))), TODAY)
    assert "under 18" in requests.warnings(council.book, young, today=TODAY)[0]
    long = Request(NewPerson("P2"), TODAY, urgent_given_on=TODAY, urgent_stated_end=TODAY + 13)
    assert "counts to 26/11/2026, not 03/12/2026" in requests.warnings(council.book, long, today=TODAY)[0]
    case = receive(council, long)
    row = cases.facts(council.book.urgent_authorisation, case)[0]
    assert int(council.book.urgent_authorisation.stated_end[row]) == TODAY + 13
    backwards = Request(NewPerson("P3"), TODAY, urgent_given_on=TODAY, urgent_stated_end=TODAY - 1)
    assert "ends before it was given" in requests.warnings(council.book, backwards, today=TODAY)[0]
    endless = Request(NewPerson("P3"), TODAY, urgent=True)
    assert requests.warnings(council.book, endless, today=TODAY) == [
        "The urgent authorisation does not say when it was given."
    ]
    again = Request(0, TODAY, urgent_given_on=TODAY, urgent_stated_end=TODAY + 6)
    told = requests.warnings(council.book, again, today=TODAY)
    assert "another request open, received 20/11/2026" in told[0]
    assert "second urgent authorisation" in told[1]
    receive(council, again)


def test_an_urgent_within_seven_days_is_not_odd(council):
    fine = Request(NewPerson("P1"), TODAY, urgent_given_on=TODAY, urgent_stated_end=TODAY + 6)
    assert requests.warnings(council.book, fine, today=TODAY) == []


def test_an_urgent_may_be_extended_once_by_up_to_seven_days_when_asked(council):
    case = council.request("P1", "18 nov", urgent_given_on=on("18 nov"), urgent_stated_end=on("24 nov"))
    asked = {"requested_on": on("19 nov"), "decided_on": TODAY, **council.by}
    with pytest.raises(Refused, match="1 to 7 days") as caught:
        requests.extend_urgent(council.book, case, 8, **asked)
    assert caught.value.basis == "statute"
    with pytest.raises(Refused, match="only on request"):
        requests.extend_urgent(council.book, case, 7, **{**asked, "requested_on": NO_DAY})
    with pytest.raises(Refused, match="has not come yet"):
        requests.extend_urgent(council.book, case, 7, **{**asked, "decided_on": TODAY + 1})
    council.run(requests.extend_urgent(council.book, case, 7, **asked))
    with pytest.raises(Refused, match="only once"):
        requests.extend_urgent(council.book, case, 3, **asked)
    without = council.request("P2")
    with pytest.raises(Refused, match="no urgent authorisation on record"):
        requests.extend_urgent(council.book, without, 7, **asked)


def test_an_end_the_form_does_not_support_is_confirmed_with_a_reason(council):
    case = council.request("P1", "6 nov", urgent_given_on=on("6 nov"), urgent_stated_end=on("19 nov"))
    with pytest.raises(Refused, match="Give the reason"):
        requests.confirm_urgent_end(council.book, case, author="manager", reason="")
    council.run(
        requests.confirm_urgent_end(council.book, case, author="manager", reason="extension seen on Form 1")
    )
    row = cases.facts(council.book.urgent_authorisation, case)[0]
    assert int(council.book.urgent_authorisation.confirmed[row]) == 1


def test_a_second_urgent_is_recorded(council):
    case = council.request("P1", "6 nov", urgent_given_on=on("6 nov"), urgent_stated_end=on("12 nov"))
    council.run(requests.add_urgent(council.book, case, on("13 nov"), on("19 nov"), **council.by))
    assert len(cases.facts(council.book.urgent_authorisation, case)) == 2


def test_triage_is_set_on_many_at_once(council):
    rows = [council.request(f"P{number}") for number in range(3)]
    act = triage.screen(
        council.book, rows, Screening(level="low", reason="settled", objecting=False), **council.by
    )
    assert len(act.sets) == 3
    council.run(act)
    for case in rows:
        (row,) = cases.facts(council.book.dols_request, case)
        assert council.book.dols_request.word("priority", row) == "low"
        assert council.book.dols_request.word("form", row) == "form1"


def test_workers_are_added_and_changed(council):
    worker = council.worker("Bea Assessor", is_bia=True)
    with pytest.raises(Refused, match="already here"):
        people.add_worker(council.book, "bea  assessor", author="manager")
    with pytest.raises(Refused, match="Give the worker's name"):
        people.add_worker(council.book, " ", author="manager")
    council.run(people.change_worker(council.book, worker, author="manager", left_on=TODAY))
    assert council.worker("Bea Assessor") == worker + 1


def test_a_legal_date_of_a_person_needs_a_reason(council):
    council.request("P1")
    with pytest.raises(Refused, match="Give the reason"):
        people.change_person(council.book, 0, author="manager", born_on=on("1 jan 1950"))
    council.run(
        people.change_person(council.book, 0, author="manager", born_on=on("1 jan 1950"), reason="passport")
    )
    assert int(council.book.person.born_on[0]) == on("1 jan 1950")


def test_absence_is_replaced_not_doubled_and_ends_on_return(council, staff):
    book, who = council.book, staff.worker
    with pytest.raises(Refused, match="cannot cover for themselves"):
        people.set_absence(book, who, TODAY, NO_DAY, author="manager", cover=who)
    with pytest.raises(Refused, match="before the first"):
        people.set_absence(book, who, TODAY, TODAY - 1, author="manager")
    council.run(people.set_absence(book, who, on("16 nov"), NO_DAY, author="manager", cover=staff.bia))
    council.run(people.set_absence(book, who, on("16 nov"), on("30 nov"), author="manager"))
    assert int(book.absence.ends_on[cases.absence_on(book, who, TODAY)]) == on("30 nov")
    council.run(people.end_absence(book, who, TODAY, author="manager"))
    assert cases.absence_on(book, who, TODAY) == -1
    assert cases.absence_on(book, who, TODAY - 1) >= 0
    with pytest.raises(Refused, match="not recorded as away"):
        people.end_absence(book, who, TODAY, author="manager")


def test_the_time_of_receipt_is_kept_and_moves_nothing(council):
    case = council.request("P9", "2 nov", received_at="23.50")
    book = council.book
    assert book.dols_request.received_at[cases.latest(book.dols_request, case, "recorded_at")] == "23:50"
    desk = council.space.desk()
    assert int(desk.flags.assess_due[desk.flags.case.tolist().index(case)]) == on("22 nov")
    with pytest.raises(Refused, match="25:00 is not a time of day. Write it as 14:30"):
        council.request("P10", "2 nov", received_at="25:00")
