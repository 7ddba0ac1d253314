"""Suggestions: who is preferred and why, who is not and why not; nobody barred is ever suggested."""

import numpy as np
from assessor_book import TODAY, Service
from dols_book import d

from desktop.domain.assignment import NOBODY, assign
from desktop.domain.days import short
from desktop.domain.match_words import ordinal
from desktop.domain.matching import cost_matrix, nobody_cost, rank, suggest


def told(service, *requests, **more):
    """Names suggested, in the order of the requests."""
    rows = [service.row("case", one) for one in requests]
    found = suggest(service.desk, rows, **more)
    return [service.book.worker.name[one.worker] if one.worker >= 0 else "" for one in found]


def one(service, request):
    """The suggestion for one request."""
    return suggest(service.desk, [service.row("case", request)])[0]


def why_not(service, request, name):
    """What is said of somebody who was not chosen."""
    found = {service.book.worker.name[other.worker]: other for other in one(service, request).others}
    return found[name].why_not


def test_the_lighter_desk_is_preferred_and_the_fuller_one_told_why():
    service = Service()
    ann, _ = service.assessor("Ann", at_once=4), service.assessor("Bo", at_once=4)
    for _ in range(3):
        service.given(service.request("2 Nov 2026"), ann, "9 Nov 2026")
    case = service.request("2 Nov 2026")
    assert told(service, case) == ["Bo"]
    assert one(service, case).words == "0 open, 0 in 12 weeks"
    assert why_not(service, case, "Ann").startswith("not: more open for what they take")


def test_work_is_shared_fairly_over_twelve_weeks_by_quota():
    service = Service()
    ann, bo = service.assessor("Ann", quota=2), service.assessor("Bo", quota=8)
    for worker in (ann, bo):
        for _ in range(4):
            case = service.request("1 Sep 2026")
            service.given(case, worker, "10 Sep 2026", ended_on=d("20 Sep 2026"))
            service.event(case, "form3_returned", "20 Sep 2026")
            service.event(case, "signed_off", "22 Sep 2026")
    assert told(service, service.request("2 Nov 2026")) == ["Bo"]


def test_area_experience_and_language_decide_between_equals():
    service = Service()
    home = service.home("Ward", setting="hospital", postcode="SO16 6YD")
    service.assessor("Far", areas="SO30", skills="hospital")
    service.assessor("Near", areas="SO14, SO16", skills="hospital")
    case = service.request("2 Nov 2026", place=home)
    assert told(service, case) == ["Near"]
    assert "covers SO16; experience: hospital" in one(service, case).words
    assert why_not(service, case, "Far") == "not: not their area"
    service.assessor("Polish", languages="Polish", areas="SO30")
    service.put("request_detail", case=case, purpose="Dementia; speaks only Polish")
    assert told(service, case) == ["Polish"]
    assert "speaks Polish" in one(service, case).words


def previous(service, worker, person, on="3 Mar 2026"):
    """An earlier request of the person, reported by a worker."""
    case = service.request("1 Feb 2026", person=person)
    service.given(case, worker, "10 Feb 2026", ended_on=d(on))
    service.event(case, "form3_returned", on)
    service.event(case, "signed_off", on)


def test_the_previous_assessor_is_preferred_unless_the_rules_say_otherwise():
    service = Service()
    service.assessor("Ann")
    bo, person = service.assessor("Bo"), service.person()
    previous(service, bo, person)
    case = service.request("2 Nov 2026", person=person)
    assert told(service, case) == ["Bo"]
    assert f"did the last assessment ({short(d('3 Mar 2026'))})" in one(service, case).words
    objects = service.request("3 Nov 2026", person=person, objecting=1)
    assert told(service, objects) == ["Ann"]
    assert why_not(service, objects, "Bo") == "not: assessed this person before"
    previous(service, bo, person, "1 Jun 2026")
    again = service.request("4 Nov 2026", person=person)
    assert told(service, again) == ["Ann"]


def test_a_court_challenge_calls_for_somebody_else():
    service = Service()
    service.assessor("Ann")
    bo, person = service.assessor("Bo"), service.person()
    previous(service, bo, person)
    case = service.request("2 Nov 2026", person=person)
    service.put("court_challenge", case=case, on=d("5 Nov 2026"))
    assert told(service, case) == ["Ann"]


def test_requests_at_one_home_go_to_one_assessor():
    service = Service()
    for name in ("Ann", "Bo", "Cy"):
        service.assessor(name, at_once=3)
    here = [service.request("2 Nov 2026", place="home") for _ in range(3)]
    found = told(service, *here)
    assert len(set(found)) == 1
    first = suggest(service.desk, [service.row("case", one) for one in here])[0]
    assert "could take the 3 at this home together" in first.words


def test_nobody_barred_away_or_full_is_suggested_and_each_is_told_why():
    service = Service()
    brother = service.assessor("Ann")
    service.put(
        "interest",
        worker=brother,
        managing_authority="home",
        kind="employment",
        detail="her brother works at this home",
    )
    away = service.assessor("Bo")
    service.put("absence", worker=away, starts_on=TODAY - 1, ends_on=d("27 Nov 2026"))
    full = service.assessor("Cy", at_once=1)
    service.given(service.request("2 Nov 2026", place="ward"), full, "9 Nov 2026")
    service.assessor("Di", refreshed_on=d("1 Jan 2024"))
    case = service.request("2 Nov 2026", place="home")
    found = one(service, case)
    assert (found.worker, found.words) == (-1, "Nobody has room: 0 full, 2 need a reason, 2 may not")
    assert "not: Works, or a relative works, for this home" in why_not(service, case, "Ann")
    assert "her brother works at this home (council rule)" in why_not(service, case, "Ann")
    assert why_not(service, case, "Bo") == "only with a reason: Away until 27/11/2026"
    assert why_not(service, case, "Cy") == "only with a reason: Has 1 of at most 1 at once"
    assert "regulation 5(3)(d)" in why_not(service, case, "Di")
    everybody = rank(service.desk, [service.row("case", case)]).candidates(0)
    assert [bool(person.bar) for person in everybody] == [False, False, True, True]


def test_too_little_room_goes_to_what_presses_most():
    service = Service()
    service.assessor("Ann", at_once=1)
    low = service.request("2 Jan 2026", priority="low")
    high = service.request("2 Nov 2026", priority="high")
    urgent = service.request("19 Nov 2026", priority="low")
    service.urgent(urgent, "19 Nov 2026", "25 Nov 2026")
    assert told(service, low, high, urgent) == ["", "", "Ann"]
    assert told(service, low, high) == ["", "Ann"]
    words = suggest(service.desk, [service.row("case", one) for one in (low, high)])[0].words
    assert words == "1 place for 2 requests: more pressing ones come first"


def test_what_a_manager_has_fixed_stays_and_the_rest_is_fitted_around_it():
    service = Service()
    ann, bo = service.assessor("Ann", at_once=1), service.assessor("Bo", at_once=1)
    first, second = service.request("2 Nov 2026"), service.request("3 Nov 2026")
    fixed = {service.row("case", first): service.row("worker", bo)}
    assert told(service, first, second, fixed=fixed) == ["Bo", "Ann"]
    fixed = {service.row("case", first): service.row("worker", ann)}
    assert told(service, first, second, fixed=fixed) == ["Ann", "Bo"]


def test_the_same_person_is_never_suggested_for_both_lanes():
    service = Service()
    service.worker("Both", role="bia", is_mha=1)
    case = service.request("2 Nov 2026")
    service.given(case, "Both", "9 Nov 2026", role="mha")
    assert told(service, case) == [""]


def test_a_batch_is_given_at_the_least_total_cost():
    service = Service()
    dice = np.random.default_rng(5)
    for number in range(12):
        service.assessor(
            f"A{number}",
            at_once=int(dice.integers(1, 4)),
            areas=f"SO{14 + number % 3}",
            quota=int(dice.integers(2, 9)),
        )
    homes = [service.home(f"H{number}", postcode=f"SO{14 + number % 3} 1AA") for number in range(6)]
    cases = [service.request("2 Nov 2026", place=homes[number % 6]) for number in range(20)]
    rows = [service.row("case", case) for case in cases]
    ranking = rank(service.desk, rows)
    cost, nobody = cost_matrix(ranking), nobody_cost(ranking)
    chosen = assign(cost, ranking.load.room[ranking.worker], nobody)
    found = suggest(service.desk, rows)
    assert [one.worker for one in found] == [
        -1 if at == NOBODY else int(ranking.worker[at]) for at in chosen.tolist()
    ]
    for request, suggestion in enumerate(found):
        if suggestion.chosen is not None:
            assert not suggestion.chosen.bar
            assert not suggestion.chosen.asks
            assert suggestion.chosen.place >= 1
            assert not ranking.table.barred[request, ranking.worker.tolist().index(suggestion.worker)]


def test_when_the_report_is_wanted_back():
    service = Service()
    service.assessor("Ann")
    person = service.person()
    running = service.request("1 Nov 2025", person=person)
    service.event(running, "signed_off", "20 Nov 2025", outcome="granted")
    service.authorisation(running, "20 Nov 2025", "20 Dec 2026")
    renewal = service.request("18 Nov 2026", person=person, form="form2")
    urgent = service.request("19 Nov 2026")
    service.urgent(urgent, "19 Nov 2026", "22 Nov 2026")
    plain = service.request("1 Aug 2026")
    due = {
        name: one(service, case).due_back_on
        for name, case in {"renewal": renewal, "urgent": urgent, "plain": plain}.items()
    }
    assert due == {
        "renewal": d("11 Dec 2026"),  # a week before the 20th is a Sunday: the Friday before
        "urgent": d("20 Nov 2026"),  # before the urgent ends, and no working day lies between
        "plain": d("4 Dec 2026"),
    }


def test_places_are_said_as_people_say_them():
    asked = (0, 3, 7, 11, 12, 13, 21, 22, 23, 24, 101, 111)
    said = "-third-7th-11th-12th-13th-21st-22nd-23rd-24th-101st-111th"
    assert [ordinal(place) for place in asked] == said.split("-")


def test_a_council_without_assessors_is_told_so():
    service = Service()
    case = service.row("case", service.request("2 Nov 2026", place=service.home("Here")))
    assert rank(service.desk, [case]).candidates(0) == []
    (bia,), (doctor,) = suggest(service.desk, [case]), suggest(service.desk, [case], "mha")
    assert bia.words == "Nobody is on the register as a BIA"
    assert doctor.words == "Nobody is on the register as a mental health assessor"
    assert suggest(service.desk, []) == []
