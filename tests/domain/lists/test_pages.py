"""What a manager reads on each page, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from lists_council import AS_AT, Council

from desktop.domain.lists import Selection, build, counts, to_records
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.names import find_cases, find_team, find_worker
from desktop.domain.lists.today import days_ahead
from desktop.errors import KnownError


def column(desk: Desk, list_name: str, key: str, **more: Any) -> list[str]:
    data = build(desk, Selection(list_name, AS_AT, **more))
    return data.text(key, np.arange(len(data)))


def number(desk: Desk, list_name: str, key: str) -> int:
    return next(c.n for c in counts(desk, list_name, Selection(list_name, AS_AT)) if c.key == key)


# Visits


def test_a_plan_child_never_seen_or_past_twenty_days_comes_first() -> None:
    made = Council()
    made.visit(made.case("cp", made.person("in-time")), AS_AT - 1)
    made.visit(made.case("cin", made.person("cin-late")), AS_AT - 90)
    made.visit(made.case("cp", made.person("past-10")), AS_AT - 17)
    made.visit(made.case("cp", made.person("past-20")), AS_AT - 40)
    made.case("cp", made.person("never"), began=AS_AT - 5)
    assert column(made.desk(), "visits", "person") == ["past-20", "never", "past-10", "cin-late", "in-time"]


def test_numbers_carry_their_unit_and_the_second_limit() -> None:
    made = Council()
    made.visit(made.case("cp"), AS_AT - 18, alone=1)
    desk = made.desk()
    assert column(desk, "visits", "elapsed") == ["14 of 10 wd"]
    assert column(desk, "visits", "limit") == ["14 of 20 wd"]
    assert column(desk, "visits", "state") == ["Overdue 4 wd"]
    assert column(desk, "visits", "alone") == ["Alone"]


def test_an_attempt_is_shown_and_moves_no_clock() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, AS_AT - 20)
    made.visit(case, AS_AT - 3, seen=0, outcome="no access")
    made.visit(case, AS_AT - 1, seen=0, outcome="refused")
    desk = made.desk()
    assert column(desk, "visits", "seen") == ["31/10/2026"]
    assert column(desk, "visits", "attempts") == ["2 attempts, last 19/11/2026; refused"]
    assert number(desk, "visits", "attempts") == number(desk, "visits", "cp_10") == 1


def test_an_agreed_interval_says_whether_it_is_valid() -> None:
    made = Council()
    valid, moved = made.case("cla", began=AS_AT - 900), made.case("cla", began=AS_AT - 900)
    for case, placed in ((valid, AS_AT - 800), (moved, AS_AT - 20)):
        made.add("placement", case=case, starts_on=placed, code="U1", to_18=1)
        made.add("agreed_frequency", case=case, interval="3m", effective_from=AS_AT - 200)
        made.visit(case, AS_AT - 10)
    first, second = sorted(column(made.desk(), "visits", "pattern"))
    assert first == "3 months agreed from 04/05/2026"
    assert second.startswith("6 weeks; agreed 3 months from 04/05/2026 is not used: six weeks")


def test_an_agreed_interval_from_a_tracker_says_that_it_has_no_date() -> None:
    made = Council()
    case = made.case("cla", began=AS_AT - 900)
    made.add("placement", case=case, starts_on=AS_AT - 800, code="U1", to_18=1)
    made.add("agreed_frequency", case=case, interval="3m")
    made.visit(case, AS_AT - 10)
    (told,) = column(made.desk(), "visits", "pattern")
    assert told.startswith("6 weeks; agreed 3 months without a date is not used: six weeks")


def test_a_child_on_a_plan_who_is_looked_after_has_two_rows() -> None:
    made = Council()
    person = made.person("P1")
    made.case("cp", person), made.case("cla", person), made.case("cin", person)
    desk = made.desk()
    assert sorted(column(desk, "visits", "plan")) == ["CLA", "CP", "CiN"]
    at = column(desk, "visits", "plan").index("CiN")
    assert column(desk, "visits", "elapsed")[at] == "on other plan"


def test_siblings_are_counted_with_their_ids() -> None:
    made = Council()
    for ref in ("P1", "P2", "P3"):
        made.case("cp", made.person(ref, family="F1"))
    made.person("P4", family="F1")  # no open case
    assert column(made.desk(), "visits", "siblings") == ["2 siblings"] * 3
    assert sorted(column(made.desk(), "visits", "sibling_ids")) == ["2: P1, P2", "2: P1, P3", "2: P2, P3"]


def test_what_cannot_be_calculated_says_what_it_needs() -> None:
    made = Council()
    made.case("cp", began=None)
    desk = made.desk()
    assert column(desk, "visits", "state") == ["Cannot be calculated"]
    assert number(desk, "visits", "no_date") == 1
    assert "needs the plan start date" in column(desk, "no_date", "needs")
    assert to_records(desk, build(desk, Selection("no_date", AS_AT)))[0]["state"] == "unknown"


# DoLS


@pytest.fixture
def dols() -> Desk:
    made = Council()
    bia = made.worker("Ben Brook", left_on=None)

    def request(ref: str, received: int, **said: Any) -> str:
        return made.dols(received, ref=ref, **said)

    old = request("old-medium", AS_AT - 300, priority="medium")
    made.allocate(old, bia, AS_AT - 20, "bia", due_back_on=AS_AT + 5)
    request("low", AS_AT - 60, priority="low")
    late = request("late", AS_AT - 50, priority="low")
    made.allocate(late, bia, AS_AT - 40, "bia", due_back_on=AS_AT - 9)
    back = request("back", AS_AT - 45, priority="low")
    made.allocate(back, bia, AS_AT - 40, "bia")
    made.event(back, "form3_returned", AS_AT - 13), made.event(back, "form4_returned", AS_AT - 13)
    request("high", AS_AT - 30, priority="high")
    request("new", AS_AT - 2)
    urgent = request("urgent", AS_AT - 3, priority="low")
    made.add("urgent_authorisation", case=urgent, given_on=AS_AT - 3, stated_end=AS_AT + 3)
    lapsed = request("lapsed", AS_AT - 100, priority="low")
    made.add("urgent_authorisation", case=lapsed, given_on=AS_AT - 100, stated_end=AS_AT - 94)
    return made.desk()


def test_the_default_order_puts_what_can_be_prevented_first(dols: Desk) -> None:
    order = ["urgent", "new", "high", "back", "late", "old-medium", "lapsed", "low"]
    assert column(dols, "dols", "ref") == order
    assert column(dols, "dols", "ref", order="prevent") == order


def test_the_legal_order_puts_the_lapsed_first(dols: Desk) -> None:
    assert column(dols, "dols", "ref", order="legal")[:2] == ["lapsed", "high"]


def test_another_order_is_refused_in_one_sentence(dols: Desk) -> None:
    with pytest.raises(KnownError, match="prevent or legal"):
        build(dols, Selection("dols", AS_AT, order="alphabetical"))


def test_each_request_says_why_now(dols: Desk) -> None:
    why = dict(zip(column(dols, "dols", "ref"), column(dols, "dols", "why"), strict=True))
    assert why["urgent"] == "Urgent ends in 3 days"
    assert why["new"] == "Not triaged, day 3"
    assert why["high"] == "No authority recorded"
    assert why["back"] == "Form 3 back 13 days ago; not signed"
    assert why["late"] == "Assessor 9 days late; due back 11/11/2026"
    assert why["old-medium"] == "Due 280 days ago; with the assessor"
    assert why["lapsed"] == "No authority since 19/08/2026; 94 days, no BIA yet"


def test_who_has_it_since_when_and_due_back(dols: Desk) -> None:
    who = dict(zip(column(dols, "dols", "ref"), column(dols, "dols", "who"), strict=True))
    assert who["late"] == "Ben Brook; back by 11/11/2026, since 11/10/2026"
    assert who["back"] == "Not sent to signatory; back 07/11/2026"
    assert who["low"] == "No BIA"


def test_the_strip(dols: Desk) -> None:
    keys = ("open", "untriaged", "no_bia", "with_bia", "back", "urgent", "gap", "over_year")
    assert [number(dols, "dols", key) for key in keys] == [8, 1, 5, 2, 1, 1, 1, 0]


def test_authorisations_are_on_the_page_while_their_end_matters() -> None:
    made = Council()
    for ref, ends in (("soon", AS_AT + 20), ("far", AS_AT + 200), ("unknown", None)):
        case = made.dols(AS_AT - 200, ref=ref, priority="low")
        made.event(case, "signed_off", AS_AT - 150, outcome="Granted")
        made.add("authorisation", case=case, starts_on=AS_AT - 150, ends_on=ends)
    desk = made.desk()
    assert sorted(column(desk, "dols", "ref")) == ["soon", "unknown"]
    assert number(desk, "dols", "no_expiry") == number(desk, "dols", "expiring") == 1
    assert "Granted; expiry not recorded" in column(desk, "dols", "why")
    assert number(desk, "dols", "open") == 0


def test_an_assessors_manager_sees_the_work_of_the_assessor() -> None:
    made = Council()
    adults, locality = made.team("DoLS"), made.team("Locality")
    case = made.add("case", kind="dols", person=made.person("P1"), team=adults)
    made.event(case, "started", AS_AT - 9)
    made.allocate(case, made.worker("Ben", locality), AS_AT - 5, "bia")
    desk = made.desk()
    assert len(build(desk, Selection("dols", AS_AT, team=locality))) == 1
    assert len(build(desk, Selection("dols", AS_AT, team=adults))) == 1


# Supervision, people, work


def test_supervision_is_grouped_by_worker_with_the_most_overdue_plan_first() -> None:
    made = Council()
    calm, busy = made.worker("Ada Calm"), made.worker("Zoe Busy")
    for worker, kind, ago in ((calm, "cp", 5), (calm, "cin", 300), (busy, "cp", 60), (busy, "cla", 10)):
        case = made.case(kind, began=AS_AT - 400)
        made.allocate(case, worker, AS_AT - 399)
        made.event(case, "supervision", AS_AT - ago)
    desk = made.desk()
    data = build(desk, Selection("supervision", AS_AT))
    assert [(group.title, group.first, group.count) for group in data.groups()] == [
        ("Zoe Busy", 0, 2),
        ("Ada Calm", 2, 2),
    ]
    assert data.text("plan", np.arange(4)) == ["CP", "CLA", "CiN", "CP"]
    assert data.text("state", np.array([0])) == ["Overdue 32 d"]


def test_a_worker_who_covers_has_the_cases_too() -> None:
    made = Council()
    ada, ben = made.worker("Ada"), made.worker("Ben")
    made.allocate(made.case("cp"), ada)
    made.add("absence", worker=ada, starts_on=AS_AT - 1, ends_on=AS_AT, cover=ben)
    desk = made.desk()
    assert len(build(desk, Selection("queue", AS_AT, worker=ada))) == 1
    assert len(build(desk, Selection("queue", AS_AT, worker=ben))) == 1
    assert column(desk, "people", "covers")[column(desk, "people", "worker").index("Ben")] == "Ada"
    assert "Away until 20/11/2026; Ben covers" in column(desk, "people", "away")


def test_a_care_leaver_is_worked_by_the_personal_adviser() -> None:
    made = Council()
    case = made.case("care_leaver")
    made.allocate(case, made.worker("Social Worker"))
    made.allocate(case, made.worker("Personal Adviser"), role="pa")
    assert column(made.desk(), "queue", "worker") == ["Personal Adviser"]


def test_an_ended_allocation_leaves_nobody() -> None:
    made = Council()
    made.allocate(made.case("cp"), made.worker("Ada"), ended_on=AS_AT)
    desk = made.desk()
    assert column(desk, "unallocated", "why") == ["No worker"]
    assert column(desk, "visits", "worker") == ["Not allocated"]


def test_two_names_in_one_cell_stay_two_and_unallocated() -> None:
    made = Council()
    made.allocate(made.case("cp"), None, named="Ada / Ben")
    desk = made.desk()
    assert column(desk, "unallocated", "why") == ["Name not matched to a worker"]
    assert column(desk, "visits", "worker") == ["Ada / Ben (not matched)"]


def test_a_team_holds_its_sub_teams() -> None:
    made = Council()
    service = made.team("Service")
    made.case("cp", team=made.team("Locality", service))
    made.case("cp", team=made.team("Elsewhere"))
    desk = made.desk()
    assert len(build(desk, Selection("visits", AS_AT, team=service))) == 1
    assert build(desk, Selection("visits", AS_AT, text="local")).of == 2


def test_a_clock_due_on_friday_is_not_overdue_on_sunday() -> None:
    made = Council()
    made.visit(made.case("cp"), AS_AT - 14)
    assert column(made.desk(), "visits", "state") == ["Due today"]
    data = build(made.desk(AS_AT + 2), Selection("visits", AS_AT + 2))
    assert data.text("state", np.array([0])) == ["No wd left"]
    monday = build(made.desk(AS_AT + 3), Selection("overdue", AS_AT + 3, rule="cp_visit_10wd"))
    assert monday.text("state", np.array([0])) == ["Overdue 1 wd"]


# Today


def test_today_shows_fifteen_rows_at_most_and_opens_the_rest() -> None:
    made = Council()
    for _ in range(30):
        made.visit(made.case("cp"), AS_AT - 12)
    desk = made.desk()
    data = build(desk, Selection("today", AS_AT))
    assert len(data) == 15
    assert [group.title for group in data.groups()] == ["What goes wrong next", "What waits for a decision"]
    assert len(build(desk, Selection("today", AS_AT, chip="next"))) == 30


def test_today_leaves_out_what_a_planned_visit_will_settle() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, AS_AT - 12)
    made.add("planned", case=case, kind="visit", on=AS_AT)
    made.allocate(case, made.worker("Ada"))
    assert column(made.desk(), "today", "why") == []


def test_today_says_why_with_the_date() -> None:
    made = Council()
    case = made.case("cp", began=AS_AT - 20)
    made.visit(case, AS_AT - 12)
    made.allocate(case, made.worker("Ada"))
    assert column(made.desk(), "today", "why") == [
        "Child protection visit, 10 working days; last seen 08/11/2026, none planned"
    ]


@pytest.mark.parametrize(("ahead", "days"), [(0, 7), (1, 6), (2, 5), (3, 4), (4, 3), (6, 1)])
def test_by_friday_means_the_next_one(ahead: int, days: int) -> None:
    assert days_ahead(AS_AT + ahead) == days  # AS_AT is a Friday


# Names


def test_teams_and_workers_are_found_by_words() -> None:
    made = Council()
    team, worker = made.team("Locality 1"), made.worker("Ada O'Grady", staff_ref="W77")
    case = made.dols(AS_AT, ref="D26000", person=made.person("624050"))
    desk = made.desk()
    assert find_team(desk, "LOCALITY\xa01 ") == team
    assert find_worker(desk, "ada o’grady") == find_worker(desk, "w77") == worker
    assert find_cases(desk, "d26000") == find_cases(desk, "624050") == find_cases(desk, case) == [0]
    with pytest.raises(KnownError, match="Did you mean Locality 1"):
        find_team(desk, "Localty 1")
    with pytest.raises(KnownError, match="has the reference"):
        find_cases(desk, "nobody")


def test_text_finds_names_references_homes_and_workers() -> None:
    made = Council()
    made.add("managing_authority", id="home", name="Bargate Court", name_key="bargate court")
    case = made.dols(
        AS_AT - 5, ref="D26000", person=made.person("624050", "Zoë Ünal"), managing_authority="home"
    )
    made.allocate(case, made.worker("Ben Brook"), AS_AT - 3, "bia")
    made.dols(AS_AT - 5, ref="D26001")
    desk = made.desk()
    for words in ("ünal", "ZOË", "6240", "d26000", "bargate", "brook", "zoë bargate"):
        assert len(build(desk, Selection("dols", AS_AT, text=words))) == 1, words
    assert len(build(desk, Selection("dols", AS_AT, text="zoë d26001"))) == 0
    assert len(build(desk, Selection("dols", AS_AT, text="D2600"))) == 2


def test_an_unknown_team_or_count_is_one_sentence() -> None:
    desk = Council().desk()
    with pytest.raises(KnownError, match="not in this database"):
        build(desk, Selection("visits", AS_AT, team="nowhere"))
    with pytest.raises(KnownError, match="no count called"):
        build(desk, Selection("visits", AS_AT, chip="nothing"))
