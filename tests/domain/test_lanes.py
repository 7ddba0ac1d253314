"""The two lanes of a request, side by side, as at any day."""

from assessor_book import TODAY, Service
from dols_book import d

from desktop.domain.days import NO_DAY
from desktop.domain.lanes import Lane, lanes, lanes_in


def lane(service, case, role="bia") -> Lane:
    """The lane by the desk; the verbs' own reading of it must agree."""
    row = service.row("case", case)
    found = lanes(service.desk, row)
    assert found == lanes_in(service.book, row, TODAY)
    return found.of(role)


def test_from_offered_to_signed_off():
    service = Service()
    ann, case = service.assessor("Ann"), service.request("2 Nov 2026")
    assert lane(service, case).state == "none"
    offer = service.offered(case, ann, "4 Nov 2026", due_back_on=d("18 Nov 2026"))
    assert lane(service, case).words == "Offered to Ann 04/11/2026"
    assert lane(service, case).due_back_on == d("18 Nov 2026")
    service.book.apply("offer", [{"id": offer, "answer": "accepted", "answered_on": d("5 Nov 2026")}])
    service.given(case, ann, "5 Nov 2026", due_back_on=d("19 Nov 2026"))
    assert lane(service, case).words == "Accepted by Ann 05/11/2026"
    service.event(case, "assessor_visited", "9 Nov 2026", outcome="bia")
    assert lane(service, case).words == "Visited by Ann 09/11/2026"
    service.event(case, "form3_returned", "12 Nov 2026")
    assert lane(service, case).words == "Returned by Ann 12/11/2026"
    service.event(case, "report_queried", "13 Nov 2026", outcome="bia")
    assert lane(service, case).words == "Queried, with Ann 13/11/2026"
    assert lane(service, case).held
    service.event(case, "form3_returned", "16 Nov 2026")
    assert lane(service, case).words == "Returned by Ann 16/11/2026"
    service.event(case, "signed_off", "18 Nov 2026", outcome="granted")
    assert lane(service, case).words == "Signed off 18/11/2026"


def test_one_lane_does_not_move_the_other():
    service = Service()
    case = service.request("2 Nov 2026")
    service.given(case, service.assessor("Ann"), "5 Nov 2026")
    service.given(case, service.assessor("Dr Bo", "mha"), "6 Nov 2026", role="mha")
    service.event(case, "assessor_visited", "9 Nov 2026", outcome="mha")
    service.event(case, "form4_returned", "10 Nov 2026")
    assert lane(service, case).state == "accepted"
    assert lane(service, case, "mha").state == "returned"


def test_a_lane_is_empty_again_when_declined_withdrawn_handed_back_or_cancelled():
    service = Service()
    ann = service.assessor("Ann")
    for answer in ("declined", "withdrawn"):
        case = service.request("2 Nov 2026")
        service.offered(
            case, ann, "4 Nov 2026", answer=answer, answered_on=d("6 Nov 2026"), reason="too many"
        )
        found = lane(service, case)
        assert (found.state, found.since, found.reason, found.waits) == (
            answer,
            d("6 Nov 2026"),
            "too many",
            True,
        )
    for code in ("handed_back", "cancelled"):
        case = service.request("2 Nov 2026")
        service.given(case, ann, "4 Nov 2026", ended_on=d("9 Nov 2026"), reason="ill", reason_code=code)
        found = lane(service, case)
        assert (found.state, found.since, found.reason, found.waits) == (code, d("9 Nov 2026"), "ill", True)


def test_the_next_assessor_starts_afresh():
    service = Service()
    ann, bo, case = service.assessor("Ann"), service.assessor("Bo"), service.request("2 Nov 2026")
    service.given(case, ann, "3 Nov 2026", ended_on=d("10 Nov 2026"), reason_code="handed_back")
    service.event(case, "assessor_visited", "5 Nov 2026", outcome="bia")
    service.offered(case, bo, "10 Nov 2026")
    assert lane(service, case).words == "Offered to Bo 10/11/2026"
    service.given(case, bo, "11 Nov 2026")
    found = lane(service, case)
    assert (found.state, found.visited_on, found.who) == ("accepted", NO_DAY, "Bo")


def test_a_tracker_that_only_has_the_form_shows_it_returned():
    service = Service()
    case = service.request("2 Nov 2026")
    service.event(case, "form3_returned", "9 Nov 2026")
    assert lane(service, case).words == "Returned 09/11/2026"


def test_a_name_that_matches_nobody_is_still_somebody():
    service = Service()
    case = service.request("2 Nov 2026")
    service.put("allocation", case=case, role="bia", named="Smith / Jones", on=d("5 Nov 2026"))
    assert lane(service, case).words == "Accepted by Smith / Jones 05/11/2026"
