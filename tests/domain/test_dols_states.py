"""Where each request stands: every state of the workflow from the facts alone, with its day."""

from __future__ import annotations

from dols_book import DolsBook, d

from desktop.domain import dols_states
from desktop.domain.days import NO_DAY
from desktop.domain.dols_states import STATES
from desktop.domain.dols_steps import NEXT, allowed, objection


def state(book: DolsBook, case: str, as_at: str) -> tuple[str, int]:
    found = dols_states.states(book.context(as_at))
    at = found.case.tolist().index(book.book.case.row(case))
    return STATES[int(found.state[at])], int(found.on[at])


def allocated(book: DolsBook, case: str, role: str, on: str, ended: str = "") -> None:
    more = {"ended_on": d(ended)} if ended else {}
    book._put("allocation", case=case, role=role, on=d(on), **more)


def assessed(book: DolsBook, received: str = "2 Nov 2026", **said: str) -> str:
    case = book.request(received, priority="high", **said)
    for role in ("bia", "mha"):
        allocated(book, case, role, "5 Nov 2026")
    book.returned(case, "12 Nov 2026")
    return case


def granted(book: DolsBook, start: str, end: str, ended: str = "", **said: str) -> str:
    case = book.request("2 Jan 2026", **said)
    book.event(case, "signed_off", start, outcome="granted")
    book.authorisation(case, start, end, ended)
    return case


def test_from_receipt_to_the_signatory_each_fact_moves_it_on() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026")
    assert state(book, case, "2 Nov 2026") == ("RECEIVED", d("2 Nov 2026"))
    book._put("triage", case=case, on=d("3 Nov 2026"), level="high")
    assert state(book, case, "4 Nov 2026") == ("AWAITING_ALLOC", d("3 Nov 2026"))
    allocated(book, case, "mha", "4 Nov 2026")
    assert state(book, case, "4 Nov 2026") == ("AWAITING_ALLOC", d("3 Nov 2026"))
    allocated(book, case, "bia", "5 Nov 2026")
    assert state(book, case, "6 Nov 2026") == ("ALLOCATED", d("5 Nov 2026"))
    book.event(case, "form3_returned", "12 Nov 2026")
    assert state(book, case, "12 Nov 2026") == ("ALLOCATED", d("5 Nov 2026"))
    book.event(case, "form4_returned", "13 Nov 2026")
    assert state(book, case, "13 Nov 2026") == ("ASSESSED", d("13 Nov 2026"))
    book.event(case, "sent_to_signatory", "16 Nov 2026")
    assert state(book, case, "16 Nov 2026") == ("SCRUTINY", d("16 Nov 2026"))
    assert state(book, case, "4 Nov 2026")[0] == "AWAITING_ALLOC"  # as at an earlier day


def test_a_priority_from_a_spreadsheet_is_a_triage_of_unknown_day() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026", priority="low")
    assert state(book, case, "9 Nov 2026") == ("AWAITING_ALLOC", d("2 Nov 2026"))


def test_a_question_to_the_home_shows_and_is_answered() -> None:
    book = DolsBook()
    case = book.request("2 Jun 2026", priority="low")
    asked = book._put("rescreen", case=case, asked_on=d("8 Jun 2026"))
    assert state(book, case, "9 Jun 2026") == ("SCREENED", d("2 Jun 2026"))
    book.book.apply("rescreen", [{"id": asked, "answered_on": d("12 Jun 2026"), "answer": "still_wanted"}])
    assert state(book, case, "12 Jun 2026") == ("AWAITING_ALLOC", d("12 Jun 2026"))


def test_a_hand_back_puts_it_in_the_queue_again() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026", priority="high")
    allocated(book, case, "bia", "5 Nov 2026", "9 Nov 2026")
    assert state(book, case, "9 Nov 2026") == ("AWAITING_ALLOC", d("9 Nov 2026"))


def test_a_query_takes_the_form_out_again_until_it_is_back() -> None:
    book = DolsBook()
    case = assessed(book)
    book.event(case, "sent_to_signatory", "13 Nov 2026")
    book.event(case, "report_queried", "16 Nov 2026", outcome="bia")
    assert state(book, case, "17 Nov 2026") == ("QUERY", d("16 Nov 2026"))
    assert book.flag(case, "assess_done", "17 Nov 2026") == NO_DAY
    book.event(case, "form3_returned", "19 Nov 2026")
    assert state(book, case, "19 Nov 2026") == ("SCRUTINY", d("19 Nov 2026"))
    assert book.flag(case, "assess_done", "19 Nov 2026") == d("19 Nov 2026")


def test_a_query_and_its_answer_on_one_day_are_told_apart_by_when_they_were_recorded() -> None:
    book = DolsBook()
    case = assessed(book)
    for instant, kind in ((10, "report_queried"), (20, "form3_returned")):
        book.recorded_at = instant
        book.event(case, kind, "12 Nov 2026", outcome="bia" if kind == "report_queried" else "")
        expected = "QUERY" if kind == "report_queried" else "ASSESSED"
        assert state(book, case, "12 Nov 2026")[0] == expected


def test_a_negative_form_that_was_queried_and_came_back_met_bars_nothing() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026", priority="high")
    allocated(book, case, "bia", "5 Nov 2026")
    book.event(case, "form3_returned", "12 Nov 2026", outcome="not met")
    assert state(book, case, "12 Nov 2026") == ("ASSESSED", d("12 Nov 2026"))
    book.event(case, "report_queried", "13 Nov 2026", outcome="bia")
    book.event(case, "form3_returned", "16 Nov 2026")
    assert state(book, case, "16 Nov 2026")[0] == "ALLOCATED"  # Form 4 is still wanted


def test_an_equivalent_assessment_stands_for_its_form() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026", priority="high")
    allocated(book, case, "bia", "5 Nov 2026")
    book._put("equivalent_assessment", case=case, assessment="mental_health", carried_out_on=d("1 Jul 2026"))
    book.event(case, "form3_returned", "12 Nov 2026")
    assert state(book, case, "12 Nov 2026")[0] == "ASSESSED"


def test_an_authorisation_to_come_in_force_and_over() -> None:
    book = DolsBook()
    case = book.request("2 Jan 2026")
    book.event(case, "signed_off", "6 Jan 2026", outcome="granted")
    book.authorisation(case, "15 Jan 2026", "14 Jan 2027")
    assert state(book, case, "10 Jan 2026") == ("GRANTED", d("6 Jan 2026"))
    assert state(book, case, "15 Jan 2026") == ("IN_FORCE", d("15 Jan 2026"))
    assert state(book, case, "14 Jan 2027")[0] == "IN_FORCE"
    assert state(book, case, "15 Jan 2027") == ("EXPIRED", d("14 Jan 2027"))


def test_suspended_resumed_and_lapsed() -> None:
    """Worked example 9: notice 9 November 2026, last day 6 December."""
    book = DolsBook()
    lapsed = granted(book, "15 Jan 2026", "14 Jan 2027")
    book.suspension(lapsed, "9 Nov 2026")
    assert state(book, lapsed, "6 Dec 2026") == ("SUSPENDED", d("9 Nov 2026"))
    assert state(book, lapsed, "7 Dec 2026") == ("CEASED", d("6 Dec 2026"))
    lifted = granted(book, "15 Jan 2026", "14 Jan 2027")
    book.suspension(lifted, "9 Nov 2026", "4 Dec 2026")
    assert state(book, lifted, "4 Dec 2026") == ("IN_FORCE", d("4 Dec 2026"))
    assert book.flag(lifted, "authorisation_end", "5 Dec 2026") == d("14 Jan 2027")


def test_an_authorisation_that_ended_early_or_was_replaced() -> None:
    book = DolsBook()
    moved = granted(book, "15 Jan 2026", "14 Jan 2027", "1 Nov 2026")
    assert state(book, moved, "2 Nov 2026") == ("CEASED", d("1 Nov 2026"))
    person = book.person()
    first = granted(book, "15 Jan 2026", "14 Jan 2027", person=person)
    further = book.request("18 Dec 2026", person=person, form="form2")
    book.event(further, "signed_off", "6 Jan 2027", outcome="granted")
    book.authorisation(further, "15 Jan 2027", "14 Jan 2028")
    assert state(book, first, "14 Jan 2027")[0] == "IN_FORCE"
    assert state(book, first, "15 Jan 2027") == ("REPLACED", d("15 Jan 2027"))
    assert state(book, further, "6 Jan 2027")[0] == "GRANTED"


def test_an_authorisation_after_a_gap_replaces_nothing() -> None:
    book = DolsBook()
    person = book.person()
    first = granted(book, "15 Jan 2026", "14 Jan 2027", person=person)
    later = book.request("5 Jan 2027", person=person)
    book.event(later, "signed_off", "25 Jan 2027", outcome="granted")
    book.authorisation(later, "25 Jan 2027", "24 Jan 2028")
    assert state(book, first, "26 Jan 2027") == ("EXPIRED", d("14 Jan 2027"))


def test_what_was_not_granted_closed_or_transferred() -> None:
    book = DolsBook()
    said = {
        "not granted: has capacity": "NOT_GRANTED",
        "Not granted": "NOT_GRANTED",
        "closed: died": "CLOSED_NA",
        "withdrawn": "CLOSED_NA",
    }
    for outcome, expected in said.items():
        case = book.request("2 Nov 2026")
        book.event(case, "signed_off", "9 Nov 2026", outcome=outcome)
        book.event(case, "ended", "9 Nov 2026", outcome=outcome)
        assert state(book, case, "9 Nov 2026") == (expected, d("9 Nov 2026"))
    gone = book.request("2 Nov 2026")
    book.event(gone, "signed_off", "9 Nov 2026", outcome="closed: transferred to Hampshire")
    book._put("decision", case=gone, kind="transferred", on=d("9 Nov 2026"))
    assert state(book, gone, "9 Nov 2026") == ("TRANSFERRED", d("9 Nov 2026"))
    assert state(book, gone, "8 Nov 2026")[0] == "RECEIVED"


def test_every_state_has_a_word_and_its_next_steps() -> None:
    assert len(dols_states.WORDS) == len(STATES)
    assert set(NEXT) == set(range(1, len(STATES)))
    terminal = {STATES[one] for one, following in NEXT.items() if not following}
    assert terminal == {"NOT_GRANTED", "CLOSED_NA", "TRANSFERRED", "CEASED", "EXPIRED", "REPLACED"}


def test_a_step_that_is_not_allowed_is_refused_in_one_sentence_that_says_what_to_do() -> None:
    book = DolsBook()
    case = book.request("2 Nov 2026")
    row, today = book.book.case.row(case), d("9 Nov 2026")
    assert allowed(book.book, row, "SCREENED", today)
    assert not allowed(book.book, row, "ALLOCATED", today)
    why = objection(book.book, row, "ALLOCATED", today)
    assert why == (
        "This request has not been triaged (02/11/2026), so it cannot be given to an assessor. "
        "Triage it first: 1, 2 or 3, or T for the checklist."
    )
    for to in STATES[1:]:
        told = objection(book.book, row, to, today)
        assert not told or told.startswith("This request")
