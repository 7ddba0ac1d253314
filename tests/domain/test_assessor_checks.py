"""May this assessor take this request: what bars, what is only said, and how it is cited."""

import pytest
from assessor_book import TODAY, Service
from dols_book import d

from desktop.domain import assessor_checks
from desktop.domain.assessor_checks import as_json, check_pair, checks, from_json


def found(service, worker, case, role="bia"):
    """The rules that did not find everything in order: rule -> check."""
    told = check_pair(service.desk, service.row("case", case), service.row("worker", worker), role, TODAY)
    return {check.rule: check for check in told if check.result != "ok"}


def test_an_assessor_in_order_passes_every_rule():
    service = Service()
    assert found(service, service.assessor("Ann"), service.request("2 Nov 2026")) == {}


@pytest.mark.parametrize(
    ("facts", "rule", "citation", "words"),
    [
        ({"profession": "doctor"}, "profession", "regulation 5(2)", "not one of the five professions"),
        ({"registration_ends": d("19 Nov 2026")}, "registration", "regulation 5", "ended 19/11/2026"),
        ({"suspended": 1}, "registration", "regulation 5(2) and (3)(a)", "Suspended"),
        ({"first_registered_on": d("21 Nov 2024")}, "experience", "regulation 5(3)(b)", "two years"),
        ({"qualified_on": d("21 Nov 2026")}, "qualified", "regulation 5(3)(c)", "only on 21/11/2026"),
        ({"refreshed_on": d("19 Nov 2025")}, "refresher", "regulation 5(3)(d)", "more than 12 months"),
        (
            {"insurance": "own", "insured_until": d("1 Nov 2026")},
            "insurance",
            "regulation 3(2)",
            "01/11/2026",
        ),
        ({"dbs_kind": "standard"}, "dbs", "regulation 3(4)", "not enhanced"),
    ],
)
def test_a_lapsed_fact_on_record_bars_and_quotes_its_regulation(facts, rule, citation, words):
    service = Service()
    check = found(service, service.assessor("Ann", **facts), service.request("2 Nov 2026"))[rule]
    assert (check.result, check.basis) == ("hard", "statute")
    assert citation in check.citation
    assert words in check.words


@pytest.mark.parametrize(
    "facts",
    [
        {"registration_ends": d("20 Nov 2026")},
        {"first_registered_on": d("20 Nov 2024")},
        {"refreshed_on": d("20 Nov 2025")},
        {"refreshed_on": d("1 Jan 2020"), "qualified_on": d("21 Nov 2025")},
        {"refreshed_on": None, "qualified_on": d("21 Nov 2025")},
    ],
    ids=["registered to today", "two years today", "refreshed 12 months ago", "in the first year", "new"],
)
def test_the_last_day_that_is_in_order(facts):
    service = Service()
    assert found(service, service.assessor("Ann", **facts), service.request("2 Nov 2026")) == {}


def test_the_year_after_the_course_ends_with_the_day_before_its_anniversary():
    service = Service()
    ann = service.assessor("Ann", refreshed_on=None, qualified_on=d("20 Nov 2025"))
    check = found(service, ann, service.request("2 Nov 2026"))["refresher"]
    assert (check.result, check.words) == ("soft", "Further training not on record")


def test_how_long_further_training_counts_is_a_setting():
    service = Service()
    service.settings = {"dols_refresher_months": "18"}
    ann = service.assessor("Ann", refreshed_on=d("1 Jul 2025"))
    assert found(service, ann, service.request("2 Nov 2026")) == {}


def test_an_old_certificate_is_the_councils_own_rule():
    service = Service()
    check = found(service, service.assessor("Ann", dbs_on=d("1 Nov 2023")), service.request("2 Nov 2026"))
    assert (check["dbs_age"].result, check["dbs_age"].basis) == ("hard", "council rule")


def test_what_is_not_on_record_is_said_and_never_bars():
    service = Service()
    case = service.request("2 Nov 2026")
    told = found(service, service.worker("From a tracker"), case)
    assert {check.result for check in told.values()} == {"soft"}
    assert not any(check.asks for check in told.values())
    assert list(told) == ["entry"]
    one = found(service, service.assessor("Ann", dbs_on=None), case)
    assert {rule: check.words for rule, check in one.items()} == {"dbs": "DBS certificate not on record"}


def test_somebody_who_is_not_on_the_register_is_barred():
    service = Service()
    check = found(service, service.worker("Sam", role=""), service.request("2 Nov 2026"))["register"]
    assert (check.result, check.words) == ("hard", "Not on the register as a BIA")


def test_section_12_alone_never_bars_a_doctor():
    service = Service()
    case = service.request("2 Nov 2026")
    assert found(service, service.assessor("A", "mha"), case, "mha") == {}
    other = service.assessor("B", "mha", s12_ends=None, three_years=1)
    assert found(service, other, case, "mha") == {}
    lapsed = service.assessor("C", "mha", s12_ends=d("1 Nov 2026"))
    assert found(service, lapsed, case, "mha")["section_12"].result == "soft"
    neither = service.assessor("D", "mha", s12_ends=d("1 Nov 2026"), three_years=0)
    assert found(service, neither, case, "mha")["section_12"].result == "hard"


def test_the_same_person_on_the_other_lane_is_barred_even_while_only_asked():
    service = Service()
    case = service.request("2 Nov 2026")
    ann = service.assessor("Ann")
    service.offered(case, ann, "5 Nov 2026", role="mha")
    check = found(service, ann, case)["same_person"]
    assert (check.result, check.citation[-6:]) == ("hard", "129(5)")


def test_whoever_worked_with_the_person_in_the_last_year_is_barred():
    service = Service()
    case, ann = service.request("2 Nov 2026"), service.assessor("Ann")
    person = service.book.person.ids[service.book.case.person[service.row("case", case)]]
    other = service.put("case", kind="cin", person=person)
    row = service.given(other, ann, "1 Jan 2024", role="worker", ended_on=TODAY - 365)
    assert "regulation 12(1)" in found(service, ann, case)["involved"].citation
    service.book.apply("allocation", [{"id": row, "ended_on": TODAY - 366, "recorded_at": 0}])
    assert "involved" not in found(service, ann, service.request("3 Nov 2026", person=person))


def test_the_councils_own_home_bars_its_own_staff_only():
    service = Service()
    case = service.request("2 Nov 2026", place=service.home("Ours", run_by_council=1))
    ours = service.assessor("Ann", engagement="in_house_team")
    lent = service.assessor("Bo", engagement="in_house_rota", employer="An NHS trust")
    paid = service.assessor("Cy")
    assert found(service, ours, case)["own_home"].result == "hard"
    assert found(service, lent, case)["own_home"].result == "soft"
    assert "ask legal" in found(service, paid, case)["own_home"].words


@pytest.mark.parametrize(
    ("kind", "rule", "result", "basis"),
    [
        ("financial", "financial_interest", "hard", "statute"),
        ("relative", "relative", "hard", "statute"),
        ("employment", "interest", "hard", "council rule"),
        ("other", "interest", "soft", "council rule"),
    ],
)
def test_a_standing_interest_in_the_home_or_its_provider(kind, rule, result, basis):
    service = Service()
    ann = service.assessor("Ann")
    here = service.request("2 Nov 2026", place=service.home("Here", provider="Care plc"))
    sister = service.request("2 Nov 2026", place=service.home("Sister", provider="CARE PLC"))
    elsewhere = service.request("2 Nov 2026", place=service.home("Elsewhere"))
    service.put("interest", worker=ann, provider="Care plc", kind=kind, detail="her brother works there")
    for case in (here, sister):
        check = found(service, ann, case)[rule]
        assert (check.result, check.basis) == (result, basis)
        assert "her brother works there" in check.words
    assert found(service, ann, elsewhere) == {}


def test_of_two_interests_in_one_home_the_worse_stands():
    service = Service()
    ann = service.assessor("Ann")
    case = service.request("2 Nov 2026", place=service.home("home"))
    for kind, detail in (("employment", "her brother works there"), ("other", "she sings there")):
        service.put("interest", worker=ann, managing_authority="home", kind=kind, detail=detail)
    found_it = found(service, ann, case)["interest"]
    assert found_it.result == "hard"
    assert found_it.words.endswith(": her brother works there")


def test_an_interest_that_is_over_bars_nothing():
    service = Service()
    ann, case = service.assessor("Ann"), service.request("2 Nov 2026", place="home")
    service.put("interest", worker=ann, managing_authority="home", kind="financial", ends_on=d("19 Nov 2026"))
    assert found(service, ann, case) == {}


def test_the_team_that_plans_the_care_wants_a_reason():
    service = Service()
    team = service.put("team", id="East", name="East", name_key="east")
    case, ann = service.request("2 Nov 2026"), service.assessor("Ann", team=team)
    person = service.book.person.ids[service.book.case.person[service.row("case", case)]]
    plan = service.put("case", kind="cin", person=person)
    service.given(plan, service.worker("Colleague", role="", team=team), "1 Jan 2026", role="worker")
    check = found(service, ann, case)["same_team"]
    assert (check.result, check.asks, check.basis) == ("soft", True, "council rule")


def test_room_agreed_wants_a_reason_and_the_usual_room_is_only_said():
    service = Service()
    agreed = service.assessor("Ann", at_once=1)
    usual = service.assessor("Bo", engagement="in_house_rota")
    for worker in (agreed, usual, usual):
        service.given(service.request("2 Nov 2026"), worker, "5 Nov 2026")
    case = service.request("2 Nov 2026")
    assert found(service, agreed, case)["room"].asks
    assert found(service, agreed, case)["room"].words == "Has 1 of at most 1 at once"
    assert not found(service, usual, case)["room"].asks


def test_many_at_once_say_the_same_as_one_by_one():
    service = Service()
    workers = [
        service.assessor("Ann", suspended=1),
        service.assessor("Bo"),
        service.worker("Cy"),
        service.assessor("Di", refreshed_on=d("1 Jan 2024")),
    ]
    requests = [service.request("2 Nov 2026", place=place) for place in ("home", "ward", "home")]
    service.put("interest", worker="Bo", managing_authority="ward", kind="financial")
    case_rows = [service.row("case", one) for one in requests]
    worker_rows = [service.row("worker", one) for one in workers]
    table = checks(service.desk, case_rows, worker_rows, "bia", TODAY)
    for at, case in enumerate(case_rows):
        for place, worker in enumerate(worker_rows):
            alone = check_pair(service.desk, case, worker, "bia", TODAY)
            assert table.of(at, place) == alone
            assert table.barred[at, place] == any(check.result == "hard" for check in alone)
    assert from_json(as_json(table.of(0, 0))) == table.of(0, 0)


def test_every_rule_names_its_source():
    for rule, (basis, citation) in assessor_checks.RULES.items():
        assert basis in ("statute", "council rule"), rule
        assert citation, rule
