"""Looked-after visits and reviews: regulation 28 with all its intervals, measured three ways."""

from __future__ import annotations

import numpy as np
import pytest
from build import CaseBuilder, on
from readings import read, text

from desktop.domain import cla
from desktop.domain.agreements import RULES, verdicts
from desktop.domain.clocks import STATES, clocks, context
from desktop.domain.context import REASONS
from desktop.domain.timescales import Timescales


@pytest.fixture
def build() -> CaseBuilder:
    return CaseBuilder()


def child(build: CaseBuilder, care: str | None = "2024-01-08", placed: str | None = None, **placement) -> int:
    case = build.case("cla", care)
    if placed or placement:
        build.placement(case, placed, **placement)
    return case


def visit_rules(found: dict) -> list[str]:
    return [rule for rule in found if "visit" in rule]


def running(build: CaseBuilder, case: int, as_at: str):
    """The one recurring visit clock of a child."""
    found = [row for rule, row in read(build, case, as_at).items() if "visit" in rule and "first" not in rule]
    assert len(found) == 1, found
    return found[0]


def three(build: CaseBuilder, case: int, as_at: str) -> dict[str, tuple[str, str]]:
    ways = cla.three_way(context(build.book, Timescales.shipped(), on(as_at)))
    at = ways.case.tolist().index(case)
    return {
        "six": (text(ways.six_due[at]), STATES[ways.six_state[at]]),
        "agreed": (text(ways.agreed_due[at]), STATES[ways.agreed_state[at]]),
        "legal": (text(ways.legal_due[at]), STATES[ways.legal_state[at]]),
    }


def test_a_week_from_the_placement_then_six_weeks(build):
    case = child(build, "2025-09-01", "2025-09-01")
    first = read(build, case, "2025-09-03")
    assert visit_rules(first) == ["cla_first_visit_1w"]
    assert (first["cla_first_visit_1w"].due, first["cla_first_visit_1w"].state) == ("2025-09-08", "in_time")
    build.visit(case, "2025-09-05")
    assert read(build, case, "2025-09-06")["cla_first_visit_1w"].state == "met"
    assert running(build, case, "2025-10-17").due == "2025-10-17"
    build.visit(case, "2025-10-16")
    assert running(build, case, "2025-11-27").state == "due_today"
    assert running(build, case, "2025-11-28").state == "overdue"


def test_a_move_starts_again_and_visits_in_the_old_placement_no_longer_count(build):
    case = child(build, "2025-03-03", "2025-03-03", end="2025-06-10")
    build.visit(case, "2025-06-05")
    build.placement(case, "2025-06-10")
    found = read(build, case, "2025-06-12")
    assert visit_rules(found) == ["cla_first_visit_1w"]
    assert (found["cla_first_visit_1w"].start, found["cla_first_visit_1w"].due) == (
        "2025-06-10",
        "2025-06-17",
    )
    assert running(build, case, "2025-06-09").start == "2025-06-05"


def long_term(build: CaseBuilder, **placement) -> int:
    case = child(build, "2024-01-08", "2024-06-10", **{"to_18": 1, **placement})
    build.visit(case, "2025-05-20")
    return case


def test_three_months_agreed_in_the_middle_of_an_interval(build):
    case = long_term(build)
    build.agree(case, "3m", "2025-06-16")
    assert running(build, case, "2025-06-15").due == "2025-07-01"
    later = running(build, case, "2025-07-31")
    assert (later.rule, later.due, later.elapsed) == ("cla_visit_3m", "2025-08-20", 72)
    assert running(build, case, "2025-08-21").state == "overdue"
    ways = three(build, case, "2025-07-31")
    assert ways == {
        "six": ("2025-07-01", "overdue"),
        "agreed": ("2025-08-20", "in_time"),
        "legal": ("2025-08-20", "in_time"),
    }


def test_the_legal_maximum_needs_no_agreement_but_the_clock_does(build):
    case = long_term(build)
    assert running(build, case, "2025-07-31").due == "2025-07-01"
    assert three(build, case, "2025-07-31")["legal"] == ("2025-08-20", "in_time")
    build.add("setting", key="cla_three_months_without_agreement", value="yes")
    assert running(build, case, "2025-07-31").due == "2025-08-20"


def test_a_child_overdue_on_the_effective_day_stays_overdue_until_visited(build):
    case = long_term(build)
    build.agree(case, "3m", "2025-07-02")
    late = running(build, case, "2025-07-03")
    assert (late.rule, late.due, late.state) == ("cla_visit_3m", "2025-07-01", "overdue")
    build.visit(case, "2025-07-04")
    assert running(build, case, "2025-07-05").due == "2025-10-04"


def test_a_tightened_interval_makes_nobody_overdue_in_the_past(build):
    case = long_term(build)
    build.agree(case, "3m", "2025-06-16", ended_on="2025-07-31", ended_reason="carer asked")
    back = running(build, case, "2025-08-01")
    assert (back.rule, back.due, back.state) == ("cla_visit_6w", "2025-08-01", "due_today")
    assert "has ended" in back.why


@pytest.mark.parametrize(
    ("interval", "effective", "placement", "agrees", "why"),
    [
        ("3m", "2025-06-09", {}, 1, "first year"),
        ("3m", "2025-06-16", {"to_18": 0}, 1, "until 18"),
        ("3m", "2025-06-16", {"to_18": None}, 1, "until 18"),
        ("6m", "2025-06-16", {"code": "U3"}, 1, "long-term foster"),
        ("6m", "2025-06-16", {"code": "U1"}, 0, "child's agreement"),
        ("6m", "2025-06-16", {"code": "U4"}, None, "child's agreement"),
        ("3m", None, {}, 1, "no date"),
    ],
)
def test_an_agreement_without_its_conditions_falls_back_to_six_weeks(
    build, interval, effective, placement, agrees, why
):
    case = long_term(build, **placement)
    build.agree(case, interval, effective, child_agrees=agrees)
    found = running(build, case, "2025-06-20")
    assert (found.rule, found.due) == ("cla_visit_6w", "2025-07-01")
    assert why in found.why


@pytest.mark.parametrize("code", ["U1", "U4"])
def test_six_months_for_long_term_fostering_when_the_child_agrees(build, code):
    case = long_term(build, code=code)
    build.agree(case, "6m", "2025-06-16", child_agrees=1)
    found = running(build, case, "2025-06-20")
    assert (found.rule, found.due) == ("cla_visit_6m", "2025-11-20")
    assert three(build, case, "2025-06-20")["legal"][0] == "2025-11-20"


def test_an_agreement_ends_when_the_placement_moves(build):
    case = long_term(build)
    build.agree(case, "3m", "2025-06-16")
    build.placement(case, "2025-07-01")
    build.visit(case, "2025-07-03")
    found = running(build, case, "2025-07-10")
    assert (found.rule, found.due) == ("cla_visit_6w", "2025-08-14")
    assert "placement changed" in found.why


def test_a_later_agreement_replaces_the_earlier_one(build):
    case = long_term(build, code="U1")
    build.agree(case, "3m", "2025-06-16")
    build.agree(case, "6m", "2025-06-30", child_agrees=1)
    assert running(build, case, "2025-06-29").rule == "cla_visit_3m"
    assert running(build, case, "2025-07-01").due == "2025-11-20"
    build.agree(case, "6w", "2025-07-07")
    assert running(build, case, "2025-07-08").due == "2025-07-07"


def test_without_a_placement_start_the_first_visit_is_unknown_and_six_weeks_still_run(build):
    case = child(build, "2025-01-06")
    build.visit(case, "2025-01-20")
    build.agree(case, "3m", "2025-01-27")
    first = read(build, case, "2025-02-03")["cla_first_visit_1w"]
    assert (first.state, first.why) == ("unknown", "needs the placement start date")
    later = running(build, case, "2025-02-03")
    assert (later.rule, later.due) == ("cla_visit_6w", "2025-03-03")
    assert "needs the placement start" in later.why


def test_a_child_never_visited_is_owed_the_first_visit_a_week_after_becoming_looked_after(build):
    case = child(build, "2025-01-06")
    found = read(build, case, "2025-01-14")
    assert visit_rules(found) == ["cla_first_visit_1w"]
    first = found["cla_first_visit_1w"]
    assert (first.start, first.due, first.state) == ("2025-01-06", "2025-01-13", "overdue")
    assert "becoming looked after" in first.why
    assert three(build, case, "2025-01-14")["agreed"] == ("2025-01-13", "overdue")


def test_a_child_with_no_date_at_all_is_unknown(build):
    assert {row.state for row in read(build, child(build, None), "2025-02-03").values()} == {"unknown"}


def test_placed_with_a_parent_before_assessment_is_weekly_to_the_first_review(build):
    case = child(build, "2025-01-06", "2025-01-06", basis="reg19")
    build.visit(case, "2025-01-10")
    assert (running(build, case, "2025-01-12").rule, running(build, case, "2025-01-12").due) == (
        "cla_visit_weekly",
        "2025-01-17",
    )
    build.event(case, "review", "2025-01-16")
    assert (running(build, case, "2025-01-20").rule, running(build, case, "2025-01-20").due) == (
        "cla_visit_reg19_6w",
        "2025-02-21",
    )


@pytest.mark.parametrize("placement", [{"basis": "reg24"}, {"code": "P1", "legal_status": "C1"}])
def test_temporary_approval_and_interim_order_at_home_go_to_four_weeks(build, placement):
    case = child(build, "2025-01-06", "2025-01-06", **placement)
    build.visit(case, "2025-01-10")
    assert running(build, case, "2025-01-12").due == "2025-01-17"
    build.event(case, "review", "2025-01-16")
    assert running(build, case, "2025-01-20").due == "2025-02-07"


def test_placed_for_adoption_is_weekly_to_the_first_review_of_that_placement_then_six_weeks(build):
    case = child(build, "2024-01-06", "2025-01-06", code="A5")
    build.event(case, "review", "2024-06-03")  # of an earlier placement
    rule = "cla_visit_adoption_1w"
    assert (running(build, case, "2025-01-08").rule, running(build, case, "2025-01-08").due) == (
        rule,
        "2025-01-13",
    )
    build.visit(case, "2025-01-10")
    assert (running(build, case, "2025-01-12").rule, running(build, case, "2025-01-12").due) == (
        rule,
        "2025-01-17",
    )
    build.event(case, "review", "2025-01-16")
    assert (running(build, case, "2025-01-20").rule, running(build, case, "2025-01-20").due) == (
        "cla_visit_6w",
        "2025-02-21",
    )
    build.visit(case, "2025-02-20")
    assert running(build, case, "2025-03-01").due == "2025-04-03"
    assert three(build, case, "2025-03-01")["agreed"] == ("2025-04-03", "in_time")


def test_a_weekly_visit_missed_before_the_review_of_an_adoptive_placement_stays_missed(build):
    case = child(build, "2024-01-06", "2025-01-06", code="A4")
    build.visit(case, "2025-01-10")
    build.event(case, "review", "2025-01-30")
    assert running(build, case, "2025-02-03").state == "overdue"
    assert three(build, case, "2025-02-03")["agreed"] == ("2025-01-17", "overdue")


def test_a_care_order_at_home_is_a_week_from_the_order_then_six_weeks(build):
    case = child(build, "2025-01-06", "2025-02-03", code="P1", legal_status="C2", order_on="2025-02-10")
    first = read(build, case, "2025-02-11")["cla_first_visit_co_1w"]
    assert (first.due, first.state) == ("2025-02-17", "in_time")
    build.visit(case, "2025-02-14")
    assert running(build, case, "2025-02-20").due == "2025-03-28"


def test_a_care_order_at_home_without_its_date_is_unknown(build):
    case = child(build, "2025-01-06", "2025-02-03", basis="co_home")
    found = read(build, case, "2025-02-11")["cla_first_visit_co_1w"]
    assert (found.state, found.why) == ("unknown", "needs the date of the care order")


def test_short_breaks_have_their_own_rule_and_are_not_measured_with_the_others(build):
    case = child(build, "2025-01-06", "2025-01-06", legal_status="V4")
    assert running(build, case, "2025-01-08").due == "2025-01-13"
    build.visit(case, "2025-01-10")
    assert (running(build, case, "2025-01-12").rule, running(build, case, "2025-01-12").due) == (
        "cla_visit_short_break",
        "2025-07-10",
    )
    ways = cla.three_way(context(build.book, Timescales.shipped(), on("2025-01-12")))
    assert case not in ways.case


def test_short_breaks_are_left_out_of_health_and_plan_clocks_unless_the_council_says_otherwise(build):
    case = child(build, "2025-01-06", "2025-01-06", legal_status="V4")
    found = read(build, case, "2025-03-03")
    assert set(found) == {"cla_visit_short_break", "cla_review_20wd", "supervision_cla"}
    build.add("setting", key="short_breaks_have_health_and_plan_clocks", value="yes")
    assert {"iha_20wd", "careplan_10wd"} <= set(read(build, case, "2025-03-03"))


def test_a_child_leaves_at_eighteen(build):
    case = build.case("cla", "2025-01-06", person=build.person(born_on="2007-03-10"))
    assert read(build, case, "2025-03-09")
    assert read(build, case, "2025-03-10") == {}


def test_reviews_go_from_twenty_working_days_to_three_and_six_months(build):
    case = child(build, "2025-01-06")
    other = child(build, "2025-01-06")
    build.event(other, "review", "2025-01-20")
    assert read(build, case, "2025-01-30")["cla_review_20wd"].due == "2025-02-03"
    build.event(case, "review", "2025-01-31")
    first = read(build, case, "2025-02-10")
    assert first["cla_review_20wd"].state == "met"
    assert first["cla_review_3m"].due == "2025-04-30"
    build.event(case, "review", "2025-05-02")
    second = read(build, case, "2025-05-10")
    assert (second["cla_review_3m"].state, second["cla_review_3m"].overdue_by) == ("met_late", 2)
    assert second["cla_review_6m"].due == "2025-11-02"


def test_a_single_late_review_is_taken_for_a_later_one_and_says_so(build):
    case = child(build, "2022-01-10")
    build.event(case, "review", "2025-01-31")
    found = read(build, case, "2025-02-10")
    reviews = [rule for rule in found if "review" in rule]
    assert reviews == ["cla_review_6m"]
    assert (found["cla_review_6m"].due, "not on record" in found["cla_review_6m"].why) == ("2025-07-31", True)


def test_health_checks_follow_age_at_the_fifth_birthday(build):
    case = build.case("cla", "2024-01-08", person=build.person(born_on="2020-06-01"))
    build.event(case, "health_assessment", "2025-01-31")
    under = read(build, case, "2025-05-31")
    assert under["rha_6m"].due == "2025-07-31"
    assert "rha_12m" not in under
    over = read(build, case, "2025-06-01")
    assert over["rha_12m"].due == "2026-01-31"
    assert "rha_6m" not in over


def test_initial_health_assessment_is_twenty_working_days(build):
    case, other = child(build, "2025-01-06"), child(build, "2025-01-06")
    build.event(other, "health_assessment", "2025-01-20")
    assert read(build, case, "2025-01-30")["iha_20wd"].due == "2025-02-03"


def test_each_child_has_one_clock_in_force_whatever_the_agreements(build):
    for at in range(30):
        case = child(build, "2024-01-08", "2024-06-10", to_18=at % 2, code=("U1", "U3")[at % 3 == 0])
        build.visit(case, on("2025-06-01") + at)
        for interval in ("3m", "6m", "6w")[: at % 4]:
            build.agree(case, interval, on("2025-05-20") + 3 * at, child_agrees=1)
    found = clocks(build.book, Timescales.shipped(), on("2025-08-01"))
    in_force = [found.rules[rule] in RULES for rule in found.rule]
    assert sorted(found.case[in_force]) == list(range(30))


def test_the_middle_of_the_three_measures_is_the_clock_in_force(build):
    for at in range(40):
        move = on("2025-02-01") + 9 * at
        placement = {"to_18": at % 2, "code": ("U1", "P1", "")[at % 3], "legal_status": ("C1", "C2")[at % 2]}
        case = child(build, "2024-01-08", "2024-06-10", **placement, order_on="2024-06-10")
        if at % 4 == 0:
            build.placement(case, move, to_18=1, code="U4")
        for step in range(at % 5):
            build.visit(case, on("2024-06-12") + 11 * at * step)
        build.agree(case, ("3m", "6m")[at % 2], on("2025-05-20") + 5 * at, child_agrees=1)
    for as_at in (on("2025-03-01"), on("2025-08-01"), on("2026-02-01")):
        scales = Timescales.shipped()
        found, ways = clocks(build.book, scales, as_at), cla.three_way(context(build.book, scales, as_at))
        assert len(ways.case) == 40
        for at, case in enumerate(ways.case):
            due = [
                int(found.due[clock])
                for clock in found.of_case(case)
                if "visit" in found.rules[found.rule[clock]] and STATES[found.state[clock]][:3] != "met"
            ]
            assert int(ways.agreed_due[at]) in due


def settled(build: CaseBuilder, visited: str, **more) -> int:
    """A child in a placement to 18 since June 2024 with three months agreed a year later."""
    case = child(build, "2024-06-10", "2024-06-10", code="U4", to_18=1)
    build.visit(case, visited)
    build.agree(case, "3m", "2025-06-16", **more)
    return case


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"review_by": "2025-07-10"}, "not reviewed by its date"),
        ({"panel_decision": "refused"}, "panel has not approved"),
        ({"panel_decision": "deferred"}, "panel has not approved"),
        ({"carer_agrees": 0}, "does not agree"),
        ({"worker_agrees": 0}, "does not agree"),
        ({"iro_agrees": 0}, "does not agree"),
    ],
)
def test_an_agreement_that_expired_or_was_not_approved_falls_back_to_six_weeks(build, more, why):
    row = running(build, settled(build, "2025-07-01", **more), "2025-07-20")
    assert (row.rule, row.due) == ("cla_visit_6w", "2025-08-12")
    assert why in row.why


def test_an_agreement_holds_to_the_last_day_for_its_review(build):
    case = settled(build, "2025-05-20", review_by="2025-07-20")
    assert running(build, case, "2025-07-20").due == "2025-08-20"
    lapsed = running(build, case, "2025-07-21")
    assert (lapsed.rule, lapsed.due) == ("cla_visit_6w", "2025-07-21")  # nobody is overdue in the past


def test_a_council_may_ask_for_its_panels_approval(build):
    waits, approved = settled(build, "2025-07-01"), settled(build, "2025-07-01", panel_decision="agreed")
    build.add("setting", key="agreed_interval_needs_panel", value="yes")
    asked = Timescales.shipped().with_overrides(build.book)
    found = clocks(build.book, asked, on("2025-07-20"))
    assert found.find(waits, "cla_visit_6w") >= 0
    assert found.find(approved, "cla_visit_3m") >= 0


def test_each_agreement_says_what_became_of_it(build):
    cases = [
        settled(build, "2025-07-01"),
        settled(build, "2025-07-01", review_by="2025-07-10"),
        settled(build, "2025-07-01", ended_on="2025-07-01"),
        settled(build, "2025-07-01", iro_agrees=0),
    ]
    table = build.book.agreed_frequency
    ctx = context(build.book, Timescales.shipped(), on("2025-07-20"))
    told = [REASONS[number] for number in verdicts(ctx, np.arange(len(table)))]
    assert [table.case[at] for at in range(4)] == cases
    assert "conditions on record" in told[0]
    assert "not reviewed" in told[1]
    assert "has ended" in told[2]
    assert "does not agree" in told[3]
