"""A clock of the engine in words, with the facts of the case that decided its date."""

from __future__ import annotations

import pytest
from dols_book import DolsBook, d

from desktop.domain.clocks import clocks
from desktop.domain.explain import Explanation, explain_clock
from desktop.domain.timescales import Timescales


def told(book: DolsBook, case: str, rule: str, as_at: str, known_at: int | None = None) -> Explanation:
    scales = Timescales.shipped()
    found = clocks(book.book, scales, d(as_at), known_at)
    return explain_clock(book.book, scales, found, found.find(book.book.case.row(case), rule))


@pytest.fixture
def book() -> DolsBook:
    return DolsBook()


def test_a_visit_clock_names_the_visit_it_counts_from(book: DolsBook) -> None:
    case = book.plan("cp", "1 Dec 2025")
    book.event(case, "visit", "18 Dec 2025", seen=1)
    book.event(case, "visit", "30 Dec 2025", seen=0)
    found = told(book, case, "cp_visit_10wd", "7 Jan 2026")
    assert (found.start, found.due, found.state) == ("2025-12-18", "2026-01-06", "overdue")
    assert (
        "Counted from Thursday 18 December 2025, the last visit at which the person was seen." in found.lines
    )
    assert "Thu 25 Dec 2025: not counted, Christmas Day" in found.lines
    assert any("overdue by 1 working day" in line for line in found.lines)
    assert found.satisfied_by == "a visit at which the person is seen"


def test_before_the_first_visit_it_counts_from_the_plan(book: DolsBook) -> None:
    case = book.plan("cp", "18 Dec 2025")
    lines = told(book, case, "cp_visit_10wd", "19 Dec 2025").lines
    assert "Counted from Thursday 18 December 2025, the day the child protection plan started." in lines


def test_what_cannot_be_calculated_says_what_is_needed(book: DolsBook) -> None:
    found = told(book, book.plan("cp"), "cp_visit_10wd", "7 Jan 2026")
    assert (found.start, found.due, found.state) == ("", "", "unknown")
    assert "It cannot be calculated: it needs the plan start date." in found.lines


def test_the_councils_own_change_is_what_is_explained(book: DolsBook) -> None:
    case = book.plan("cin", "1 Sep 2026")
    book._put("timescale_override", rule="cin_visit_6w", field="n", value="4")
    found = told(book, case, "cin_visit_6w", "2 Sep 2026")
    assert found.due == "2026-09-29"
    assert found.lines[-3] == "Due on Tuesday 29 September 2026."


def test_the_explanation_applies_the_books_own_change_by_itself(book: DolsBook) -> None:
    case = book.plan("cin", "1 Sep 2026")
    book._put("timescale_override", rule="cin_visit_6w", field="n", value="4")
    shipped = Timescales.shipped()
    found = clocks(book.book, shipped, d("2 Sep 2026"))
    at = found.find(book.book.case.row(case), "cin_visit_6w")
    assert explain_clock(book.book, shipped, found, at).lines[-3] == "Due on Tuesday 29 September 2026."


def test_urgent_past_day_seven_gives_both_dates(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "15 Nov 2026")
    found = told(book, case, "dols_urgent_7d", "4 Nov 2026")
    text = " ".join(found.lines)
    assert found.due == "2026-11-08"
    assert "The form states an end of Sunday 15 November 2026." in text
    assert "until someone confirms" in text
    assert "Without it the date would be Sunday 22 November 2026, day 21" in text


def test_extension_is_told(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026", extension_decided_on="7 Nov 2026", extension_days=7)
    found = told(book, case, "dols_urgent_extension_7d", "10 Nov 2026")
    assert found.due == "2026-11-15"
    assert any("was extended to Sunday 15 November 2026" in line for line in found.lines)


def test_urgent_over_before_receipt_and_second_urgent_are_told(book: DolsBook) -> None:
    case = book.request("10 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    book.urgent(case, "10 Nov 2026", "16 Nov 2026")
    text = " ".join(told(book, case, "dols_standard_21d", "12 Nov 2026").lines)
    assert "had ended on Sunday 8 November 2026, before the request was received" in text
    assert "It moves no date and closes no gap." in text


def test_signature_clock_says_how_late_it_was(book: DolsBook) -> None:
    case = book.request("1 Sep 2026")
    book.returned(case, "15 Oct 2026")
    book.event(case, "signed_off", "20 Oct 2026", outcome="Granted")
    assert told(book, case, "dols_standard_21d", "21 Oct 2026").lines[-1].endswith("24 days late.")
    assert told(book, case, "dols_decision", "21 Oct 2026").lines[-1].endswith("29 days late.")


def test_renewal_and_end_of_an_authorisation(book: DolsBook) -> None:
    case = book.request("20 Dec 2025")
    book.event(case, "signed_off", "12 Jan 2026", outcome="Granted")
    book.authorisation(case, "15 Jan 2026", "14 Jan 2027")
    marker = told(book, case, "dols_renewal_56d", "1 Nov 2026")
    assert marker.due == "2026-11-19"
    assert "Counted back 56 days from Thursday 14 January 2027, when the authorisation ends." in marker.lines
    assert not any("15 January 2026" in line for line in marker.lines)  # where it began decides nothing here
    assert marker.lines[-2] == "As at Sunday 1 November 2026 it is in time: 18 days left."
    end = told(book, case, "dols_expiry", "1 Nov 2026")
    assert any("given until Thursday 14 January 2027" in line for line in end.lines)


def test_only_what_was_known_then_is_told(book: DolsBook) -> None:
    book.recorded_at = 5
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    book.recorded_at = 9
    book.urgent(case, "4 Nov 2026", "10 Nov 2026")
    then = " ".join(told(book, case, "dols_urgent_7d", "6 Nov 2026", known_at=5).lines)
    now = " ".join(told(book, case, "dols_urgent_7d", "6 Nov 2026").lines)
    assert "second urgent" not in then
    assert "second urgent" in now
