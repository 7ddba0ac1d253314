"""Every worked example of the brief, and the edge cases beside them."""

from __future__ import annotations

import pytest
from dols_book import DolsBook, d

from desktop.domain import dols
from desktop.domain.days import NO_DAY
from desktop.domain.timescales import Timescales


@pytest.fixture
def book() -> DolsBook:
    return DolsBook()


def test_standard_request_over_christmas_is_not_moved_by_holidays(book: DolsBook) -> None:
    early, late = book.request("4 Dec 2026"), book.request("14 Dec 2026")
    assert book.flag(early, "assess_due", "15 Dec 2026") == d("24 Dec 2026")
    assert book.flag(late, "assess_due", "15 Dec 2026") == d("3 Jan 2027")
    assert not book.flag(late, "assess_overdue", "3 Jan 2027")
    assert book.flag(late, "assess_overdue", "4 Jan 2027")
    assert d("6 Jan 2027") - book.flag(late, "assess_due", "6 Jan 2027") == 3
    assert book.clocks(late, "6 Jan 2027")["dols_standard_21d"] == (d("14 Dec 2026"), d("3 Jan 2027"), NO_DAY)


def test_urgent_given_on_the_day_of_receipt_governs_and_then_leaves_a_gap(book: DolsBook) -> None:
    case = book.request("18 Dec 2026", urgent=1)
    book.urgent(case, "18 Dec 2026", "24 Dec 2026")
    assert book.clocks(case, "20 Dec 2026")["dols_urgent_7d"][:2] == (d("18 Dec 2026"), d("24 Dec 2026"))
    assert "dols_standard_21d" not in book.clocks(case, "20 Dec 2026")
    assert book.flag(case, "line_21", "20 Dec 2026") == d("7 Jan 2027")
    assert not book.flag(case, "gap", "24 Dec 2026")
    assert book.flag(case, "gap", "25 Dec 2026")
    assert book.flag(case, "gap_days", "25 Dec 2026") == 1
    assert book.flag(case, "assess_due", "25 Dec 2026") == d("24 Dec 2026")  # a missed date stays


def test_urgent_given_before_receipt_runs_from_giving(book: DolsBook) -> None:
    case = book.request("5 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    assert book.flag(case, "assess_due", "6 Nov 2026") == d("8 Nov 2026")


def test_urgent_that_expired_before_receipt_leaves_day_21_and_a_gap_from_its_end(book: DolsBook) -> None:
    case = book.request("10 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    assert book.due(case, "dols_standard_21d", "10 Nov 2026") == d("30 Nov 2026")
    assert book.flag(case, "gap_from", "10 Nov 2026") == d("9 Nov 2026")
    assert book.flag(case, "gap_days", "10 Nov 2026") == 2
    assert not book.flag(case, "assess_overdue", "30 Nov 2026")
    assert book.flag(case, "assess_overdue", "1 Dec 2026")


def test_urgent_given_after_receipt_counts_unless_day_21_comes_first(book: DolsBook) -> None:
    soon, late = book.request("2 Nov 2026"), book.request("2 Nov 2026")
    book.urgent(soon, "10 Nov 2026", "16 Nov 2026")
    book.urgent(late, "20 Nov 2026", "26 Nov 2026")
    assert book.flag(soon, "assess_due", "9 Nov 2026") == d("22 Nov 2026")  # not yet given
    assert book.flag(soon, "assess_due", "12 Nov 2026") == d("16 Nov 2026")
    assert book.flag(late, "assess_due", "21 Nov 2026") == d("22 Nov 2026")


def test_shorter_stated_period_is_kept(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "5 Nov 2026")
    assert book.flag(case, "assess_due", "3 Nov 2026") == d("5 Nov 2026")


def test_fourteen_days_on_the_form_count_to_day_seven_until_confirmed(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    row = book.urgent(case, "2 Nov 2026", "15 Nov 2026")
    assert book.flag(case, "ua_end", "4 Nov 2026") == d("8 Nov 2026")
    assert book.flag(case, "ua_stated_end", "4 Nov 2026") == d("15 Nov 2026")
    assert book.flag(case, "ua_over_7", "4 Nov 2026")
    assert book.flag(case, "ua_unconfirmed", "4 Nov 2026")
    book.urgent(case, "2 Nov 2026", "15 Nov 2026", confirmed=1, id=row)
    assert book.flag(case, "ua_end", "4 Nov 2026") == d("15 Nov 2026")
    assert not book.flag(case, "ua_over_7", "4 Nov 2026")
    assert not book.flag(case, "ua_unconfirmed", "4 Nov 2026")


def test_nobody_can_confirm_more_than_fourteen_days(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "30 Nov 2026", confirmed=1)
    assert book.flag(case, "ua_end", "4 Nov 2026") == d("15 Nov 2026")
    assert book.flag(case, "ua_over_7", "4 Nov 2026")


def test_extension_counts_from_the_day_it_is_decided_and_once(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026", extension_decided_on="7 Nov 2026", extension_days=10)
    assert book.flag(case, "ua_end", "6 Nov 2026") == d("8 Nov 2026")
    assert book.flag(case, "ua_end", "7 Nov 2026") == d("15 Nov 2026")  # at most seven further days
    clock = book.clocks(case, "10 Nov 2026")["dols_urgent_extension_7d"]
    assert clock == (d("9 Nov 2026"), d("15 Nov 2026"), NO_DAY)


def test_extension_decided_after_the_end_revives_nothing(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026", extension_decided_on="9 Nov 2026", extension_days=7)
    assert book.flag(case, "ua_end", "12 Nov 2026") == d("8 Nov 2026")
    assert book.flag(case, "gap", "12 Nov 2026")


def test_urgent_that_ended_sooner_opens_the_gap_but_keeps_the_due_date(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026", ended_on="5 Nov 2026")
    assert book.flag(case, "gap_from", "7 Nov 2026") == d("6 Nov 2026")
    assert not book.flag(case, "ua_running", "6 Nov 2026")
    assert book.flag(case, "assess_due", "7 Nov 2026") == d("8 Nov 2026")


def test_second_urgent_is_a_flag_and_nothing_else(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    before = book.clocks(case, "12 Nov 2026")
    book.urgent(case, "10 Nov 2026", "16 Nov 2026")
    assert book.clocks(case, "12 Nov 2026") == before
    assert book.flag(case, "second_urgent", "12 Nov 2026")
    assert book.flag(case, "gap", "12 Nov 2026")
    assert not book.flag(case, "ua_running", "12 Nov 2026")


def test_second_urgent_on_a_second_open_request_is_seen_too(book: DolsBook) -> None:
    person = book.person()
    first, again = book.request("2 Nov 2026", person=person), book.request("12 Nov 2026", person=person)
    book.urgent(first, "2 Nov 2026", "8 Nov 2026")
    book.urgent(again, "12 Nov 2026", "18 Nov 2026")
    assert book.flag(again, "second_urgent", "13 Nov 2026")
    assert not book.flag(again, "ua_running", "13 Nov 2026")
    assert book.flag(again, "assess_due", "13 Nov 2026") == d("2 Dec 2026")


def test_urgent_after_the_earlier_request_was_closed_is_a_new_detention(book: DolsBook) -> None:
    person = book.person()
    first, again = book.request("2 Jun 2026", person=person), book.request("12 Nov 2026", person=person)
    book.urgent(first, "2 Jun 2026", "8 Jun 2026")
    book.event(first, "signed_off", "10 Jun 2026", outcome="Withdrawn")
    book.urgent(again, "12 Nov 2026", "18 Nov 2026")
    assert not book.flag(again, "second_urgent", "13 Nov 2026")
    assert book.flag(again, "assess_due", "13 Nov 2026") == d("18 Nov 2026")


def test_urgent_said_but_undated_is_never_in_time(book: DolsBook) -> None:
    case = book.request("2 Nov 2026", urgent=1)
    assert book.due(case, "dols_urgent_7d", "4 Nov 2026") == NO_DAY
    assert book.flag(case, "assess_due", "22 Nov 2026") == NO_DAY
    assert book.flag(case, "assess_overdue", "23 Nov 2026")  # day 21 has passed whatever the urgent says


def test_request_without_a_date_of_receipt_cannot_be_calculated(book: DolsBook) -> None:
    case = book.request()
    assert book.clocks(case, "4 Nov 2026")["dols_standard_21d"] == (NO_DAY, NO_DAY, NO_DAY)
    assert book.flag(case, "day_n", "4 Nov 2026") == 0
    assert not book.flag(case, "assess_overdue", "4 Nov 2026")


def test_ua_expiring_from_two_days_left(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    days = [f"{n} Nov 2026" for n in range(4, 10)]
    assert [book.flag(case, "ua_expiring", on) for on in days] == [False, False, True, True, True, False]


def test_both_forms_complete_the_assessments_and_signing_is_another_end(book: DolsBook) -> None:
    case = book.request("1 Sep 2026")
    book.event(case, "form3_returned", "9 Oct 2026")
    assert book.flag(case, "assess_done", "10 Oct 2026") == NO_DAY
    book.event(case, "form4_returned", "20 Sep 2026")
    book.event(case, "form3_returned", "15 Oct 2026")  # after a query
    assert book.flag(case, "assess_done", "10 Oct 2026") == d("9 Oct 2026")
    assert book.flag(case, "assess_done", "16 Oct 2026") - d("21 Sep 2026") == 24
    assert not book.flag(case, "assess_overdue", "16 Oct 2026")
    assert book.flag(case, "decision_overdue", "16 Oct 2026")
    assert book.flag(case, "back_unsigned", "16 Oct 2026")
    book.event(case, "signed_off", "20 Oct 2026", outcome="Granted")
    clocks = book.clocks(case, "21 Oct 2026")
    assert clocks["dols_standard_21d"][2] == d("15 Oct 2026")
    assert clocks["dols_decision"] == (d("1 Sep 2026"), d("21 Sep 2026"), d("20 Oct 2026"))
    assert clocks["dols_decision"][2] - clocks["dols_decision"][1] == 29


def test_first_negative_assessment_is_enough(book: DolsBook) -> None:
    case = book.request("1 Sep 2026")
    book.event(case, "form4_returned", "10 Sep 2026", outcome="Not met")
    assert book.flag(case, "assess_done", "11 Sep 2026") == d("10 Sep 2026")


def test_best_interests_form_alone_completes_where_the_council_says_so(book: DolsBook) -> None:
    case = book.request("1 Sep 2026")
    book.event(case, "form3_returned", "9 Sep 2026")
    assert book.flags("10 Sep 2026", dols_assessments_needed="form3").assess_done[0] == d("9 Sep 2026")
    assert book.flag(case, "assess_done", "10 Sep 2026") == NO_DAY


def test_day_of_giving_is_a_setting(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026")
    assert book.flag(case, "ua_end", "4 Nov 2026") == d("8 Nov 2026")
    assert book.flags("4 Nov 2026", dols_urgent_day_one="day_after").ua_end[0] == d("9 Nov 2026")


def test_further_authorisation_markers(book: DolsBook) -> None:
    case = book.request("20 Dec 2025", form="form2")
    book.event(case, "signed_off", "12 Jan 2026", outcome="Granted")
    book.authorisation(case, "15 Jan 2026", "14 Jan 2027")
    days = dols.renewal_days(d("14 Jan 2027"), Timescales.shipped().by_id)
    assert days["dols_renewal_56d"] == d("19 Nov 2026")
    assert days["dols_renewal_28d"] + 1 == d("18 Dec 2026")  # 28 days before the new start
    assert days["dols_renewal_20d"] == d("25 Dec 2026")
    assert book.due(case, "dols_renewal_56d", "1 Nov 2026") == d("19 Nov 2026")
    assert book.due(case, "dols_renewal_28d", "20 Nov 2026") == d("17 Dec 2026")
    assert book.due(case, "dols_renewal_20d", "18 Dec 2026") == d("25 Dec 2026")
    assert book.due(case, "dols_renewal_20d", "2 Jan 2027") == d("25 Dec 2026")  # missed and still shown
    assert book.due(case, "dols_expiry", "2 Jan 2027") == d("14 Jan 2027")


def test_further_request_in_time_answers_the_markers(book: DolsBook) -> None:
    person = book.person()
    old = book.request("20 Dec 2025", person=person)
    book.event(old, "signed_off", "12 Jan 2026", outcome="Granted")
    book.authorisation(old, "15 Jan 2026", "14 Jan 2027")
    new = book.request("18 Dec 2026", person=person, form="form2")
    assert book.flag(new, "assess_due", "19 Dec 2026") == d("7 Jan 2027")
    assert book.due(old, "dols_renewal_28d", "19 Dec 2026") == NO_DAY
    assert book.due(old, "dols_renewal_7d", "19 Dec 2026") == d("7 Jan 2027")
    book.event(new, "signed_off", "6 Jan 2027", outcome="Granted")
    book.authorisation(new, "15 Jan 2027", "14 Jan 2028")
    assert dols.latest_end(d("15 Jan 2027")) == d("14 Jan 2028")
    assert not book.flag(new, "gap", "15 Jan 2027")
    assert book.flag(old, "in_force", "14 Jan 2027")
    assert not book.flag(new, "in_force", "14 Jan 2027")
    assert book.flag(new, "in_force", "15 Jan 2027")


def test_late_further_request_leaves_ten_days_without_authority(book: DolsBook) -> None:
    person = book.person()
    old = book.request("20 Dec 2025", person=person)
    book.event(old, "signed_off", "12 Jan 2026", outcome="Granted")
    book.authorisation(old, "15 Jan 2026", "14 Jan 2027")
    new = book.request("5 Jan 2027", person=person, form="form2")
    assert book.flag(new, "assess_due", "6 Jan 2027") == d("25 Jan 2027")
    assert not book.flag(new, "gap", "14 Jan 2027")
    assert book.flag(new, "gap_from", "24 Jan 2027") == d("15 Jan 2027")
    assert book.flag(new, "gap_days", "24 Jan 2027") == 10
    book.event(new, "signed_off", "25 Jan 2027", outcome="Granted")
    book.authorisation(new, "25 Jan 2027", "24 Jan 2028")
    assert not book.flag(new, "gap", "25 Jan 2027")


@pytest.mark.parametrize(("said", "place"), [({"still_there": 0}, "home"), ({}, "ward")])
def test_no_gap_for_someone_who_has_left_or_moved(book: DolsBook, said: dict[str, int], place: str) -> None:
    person = book.person()
    old = book.request("20 Dec 2025", person=person)
    book.authorisation(old, "15 Jan 2026", "14 Jan 2027")
    new = book.request("5 Jan 2027", person=person, place=place, **said)
    assert not book.flag(new, "gap", "24 Jan 2027")


def test_authorisation_that_was_ended_early_has_not_run_out(book: DolsBook) -> None:
    person = book.person()
    old = book.request("20 Dec 2025", person=person)
    book.authorisation(old, "15 Jan 2026", "14 Jan 2027", ended="1 Jun 2026", end_reason="discharged")
    new = book.request("5 Nov 2026", person=person)
    assert not book.flag(new, "gap", "24 Nov 2026")
    assert not book.flag(old, "in_force", "2 Jun 2026")
    assert book.flag(old, "authorisation_end", "2 Jun 2026") == d("1 Jun 2026")


def test_suspension_lapses_after_28_days_unless_lifted(book: DolsBook) -> None:
    case = book.request("20 Dec 2025")
    book.event(case, "signed_off", "12 Jan 2026", outcome="Granted")
    book.authorisation(case, "15 Jan 2026", "14 Jan 2027")
    row = book.suspension(case, "9 Nov 2026")
    assert book.due(case, "dols_suspension_28d", "10 Nov 2026") == d("6 Dec 2026")
    assert book.flag(case, "suspended", "6 Dec 2026")
    assert not book.flag(case, "in_force", "6 Dec 2026")
    assert book.flag(case, "authorisation_end", "7 Dec 2026") == d("6 Dec 2026")
    book.book.apply(
        "suspension",
        [{"id": row, "case": case, "notice_on": d("9 Nov 2026"), "resumed_on": d("4 Dec 2026")}],
    )
    assert book.flag(case, "in_force", "4 Dec 2026")
    assert book.flag(case, "authorisation_end", "7 Dec 2026") == d("14 Jan 2027")


def test_notice_of_resumption_after_the_lapse_comes_too_late(book: DolsBook) -> None:
    case = book.request("20 Dec 2025")
    book.authorisation(case, "15 Jan 2026", "14 Jan 2027")
    book.suspension(case, "9 Nov 2026", resumed="8 Dec 2026")
    assert book.flag(case, "authorisation_end", "9 Dec 2026") == d("6 Dec 2026")


def test_third_party_request_has_seven_days_of_its_own(book: DolsBook) -> None:
    case = book.request("2 Nov 2026", form="third_party")
    assert set(book.clocks(case, "4 Nov 2026")) == {"dols_third_party_7d"}
    assert book.flag(case, "assess_due", "4 Nov 2026") == d("8 Nov 2026")
    assert book.flag(case, "assess_overdue", "9 Nov 2026")
    book.event(case, "unauthorised_check_done", "10 Nov 2026")
    assert not book.flag(case, "assess_overdue", "11 Nov 2026")
    assert book.clocks(case, "11 Nov 2026")["dols_third_party_7d"][2] == d("10 Nov 2026")


def test_an_earlier_assessment_used_again_counts_as_completed(book: DolsBook) -> None:
    """Paragraph 49: no new one has to be secured, so regulation 13 waits for the others only."""
    case = book.request("2 Nov 2026")
    book.event(case, "form3_returned", "12 Nov 2026")
    assert book.clocks(case, "13 Nov 2026")["dols_standard_21d"][2] == NO_DAY
    again = {"case": case, "assessment": "mental_health", "carried_out_on": d("1 Jul 2026")}
    book._put("equivalent_assessment", **again)
    assert book.clocks(case, "11 Nov 2026")["dols_standard_21d"][2] == NO_DAY
    assert book.clocks(case, "13 Nov 2026")["dols_standard_21d"][2] == d("12 Nov 2026")
    assert book.flag(case, "back_unsigned", "17 Nov 2026")
    assert not book.flag(case, "assess_overdue", "30 Nov 2026")
    assert book.flag(case, "decision_overdue", "30 Nov 2026")


def test_an_earlier_assessment_alone_completes_nothing_and_a_query_undoes_it_not(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book._put("equivalent_assessment", case=case, assessment="age", carried_out_on=d("1 Jul 2026"))
    book._put("equivalent_assessment", case=case, assessment="best_interests", carried_out_on=d("1 Jul 2026"))
    assert book.flag(case, "assess_done", "9 Nov 2026") == NO_DAY
    book.event(case, "form4_returned", "10 Nov 2026")
    assert book.flag(case, "assess_done", "10 Nov 2026") == d("10 Nov 2026")
    book.event(case, "report_queried", "11 Nov 2026", outcome="mha")
    assert book.flag(case, "assess_done", "11 Nov 2026") == NO_DAY


def test_equivalent_assessment_is_usable_to_the_day_before_its_anniversary(book: DolsBook) -> None:
    case = book.request("2 Nov 2026")
    book.equivalent(case, "20 Nov 2025")
    book.equivalent(case, "1 Feb 2026")
    assert book.due(case, "dols_equivalent_12m", "4 Nov 2026") == d("19 Nov 2026")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("1 Mar 2027", 12, "29 Feb 2028"),
        ("29 Feb 2028", 12, "27 Feb 2029"),
        ("15 Jan 2027", 12, "14 Jan 2028"),
        ("31 Aug 2026", 6, "27 Feb 2027"),
    ],
)
def test_longest_authorisation(start: str, months: int, end: str) -> None:
    assert dols.latest_end(d(start), months) == d(end)


def test_no_authorisation_may_exceed_what_the_assessor_allows() -> None:
    with pytest.raises(ValueError, match="at most 12 months"):
        dols.latest_end(d("1 Mar 2027"), 13)


def test_granted_without_an_end_date_is_unknown_not_in_time(book: DolsBook) -> None:
    case = book.request("2 Mar 2026")
    book.event(case, "signed_off", "20 Mar 2026", outcome="Granted")
    assert book.due(case, "dols_expiry", "1 Apr 2026") == NO_DAY
    assert "dols_expiry" in book.clocks(case, "1 Apr 2026")
    assert book.flag(case, "end_unknown", "1 Apr 2026")


@pytest.mark.parametrize("outcome", ["Withdrawn", "RIP", "Not granted"])
def test_closing_stops_every_clock(book: DolsBook, outcome: str) -> None:
    case = book.request("2 Nov 2026")
    book.urgent(case, "2 Nov 2026", "8 Nov 2026")
    book.event(case, "signed_off", "30 Nov 2026", outcome=outcome)
    flags = book.flags("1 Dec 2026")
    assert not any((flags.gap[0], flags.assess_overdue[0], flags.decision_overdue[0], flags.open[0]))
    assert book.clocks(case, "1 Dec 2026")["dols_urgent_7d"][2] == d("30 Nov 2026")
    assert not book.flag(case, "end_unknown", "1 Dec 2026")


def test_death_ends_the_request(book: DolsBook) -> None:
    case = book.request("2 Nov 2026", person=book.person(died_on=d("20 Nov 2026")))
    assert book.flag(case, "open", "19 Nov 2026")
    assert not book.flag(case, "open", "20 Nov 2026")


def test_request_received_later_is_not_there_yet(book: DolsBook) -> None:
    book.request("2 Nov 2026")
    assert len(book.flags("1 Nov 2026")) == 0
    assert len(book.flags("2 Nov 2026")) == 1
