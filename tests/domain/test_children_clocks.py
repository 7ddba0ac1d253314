"""Children's clocks: the worked examples, cohorts and what a missing fact does."""

from __future__ import annotations

import pytest
from build import CaseBuilder, on
from measuring import measure_due
from readings import read

from desktop.domain.clocks import clocks
from desktop.domain.timescales import Timescales


@pytest.fixture
def build() -> CaseBuilder:
    return CaseBuilder()


def visit_rules(found: dict) -> list[str]:
    return [rule for rule in found if "visit" in rule]


def cp(build: CaseBuilder, *visits: str, start: str = "2025-06-02", **more) -> int:
    case = build.case("cp", start, **more)
    for date in visits:
        build.visit(case, date)
    return case


def test_ten_working_days_over_christmas(build):
    case = cp(build, "2025-12-18")
    on_new_years_eve = read(build, case, "2025-12-31")["cp_visit_10wd"]
    assert (on_new_years_eve.due, on_new_years_eve.elapsed, on_new_years_eve.state) == (
        "2026-01-06",
        7,
        "in_time",
    )
    assert read(build, case, "2026-01-06")["cp_visit_10wd"].state == "due_today"
    late = read(build, case, "2026-01-07")["cp_visit_10wd"]
    assert (late.state, late.elapsed, late.overdue_by) == ("overdue", 11, 1)


def test_first_day_counted_and_closure_days_skipped_move_the_christmas_date():
    start, as_at = on("2025-12-18"), on("2025-12-31")
    assert measure_due("cp_visit_10wd", start, as_at, first_day="same_day").due == on("2026-01-05")
    closed = [on(f"2025-12-{date}") for date in (29, 30, 31)]
    assert measure_due("cp_visit_10wd", start, as_at, closed=closed).due == on("2026-01-09")


def test_over_easter(build):
    case = cp(build, "2026-03-25")
    found = read(build, case, "2026-04-13")
    assert (found["cp_visit_10wd"].due, found["cp_visit_20wd"].due) == ("2026-04-10", "2026-04-24")
    assert (found["cp_visit_10wd"].state, found["cp_visit_20wd"].state) == ("overdue", "in_time")


def test_a_plan_that_ends_leaves_the_day_after_and_the_new_plan_starts_its_own_clock(build):
    person = build.person()
    old = build.case("cp", "2025-10-01", "2026-01-29", person)
    build.visit(old, "2026-01-12")
    new = build.case("cin", "2026-01-29", person=person)
    assert read(build, old, "2026-01-26")["cp_visit_10wd"].state == "due_today"
    for date in ("2026-01-27", "2026-01-28", "2026-01-29"):
        assert read(build, old, date)["cp_visit_10wd"].state == "overdue"
    assert read(build, old, "2026-01-31") == {}
    assert read(build, new, "2026-01-31")["cin_visit_6w"].due == "2026-03-12"


def test_a_month_that_ends_on_a_sunday_agrees_with_its_percentage(build):
    out, kept = cp(build, "2026-05-13"), cp(build, "2026-05-14")
    assert read(build, out, "2026-05-31")["cp_visit_10wd"].elapsed == 11
    still = read(build, kept, "2026-05-31")["cp_visit_10wd"]
    assert (still.due, still.elapsed, still.state, still.left) == ("2026-05-29", 10, "in_time", 0)
    assert read(build, kept, "2026-06-01")["cp_visit_10wd"].state == "overdue"


def test_a_joint_visit_counts_for_each_child_who_was_seen(build):
    a, b, c = (cp(build) for _ in range(3))
    build.visit(c, "2026-02-19")
    for child, seen in ((a, 1), (b, 1), (c, 0)):
        for _ in range(2):  # the import holds the visit twice
            build.visit(child, "2026-03-04", seen=seen, joint="v1")
    assert read(build, a, "2026-03-05")["cp_visit_10wd"].due == "2026-03-18"
    assert read(build, b, "2026-03-05")["cp_visit_10wd"].due == "2026-03-18"
    assert read(build, c, "2026-03-05")["cp_visit_10wd"].state == "due_today"
    assert read(build, c, "2026-03-06")["cp_visit_10wd"].state == "overdue"


def test_a_visit_on_a_saturday_and_one_on_the_friday_before_are_due_the_same_day(build):
    assert read(build, cp(build, "2026-05-02"), "2026-05-04")["cp_visit_10wd"].due == "2026-05-18"
    assert read(build, cp(build, "2026-05-01"), "2026-05-04")["cp_visit_10wd"].due == "2026-05-18"


WINDOWS = [
    # as at, 10 working days, 20 working days, 6 weeks: the first visit day that is still in time
    ("2025-12-31", "2025-12-15", "2025-12-01", "2025-11-19"),
    ("2026-01-31", "2026-01-16", "2026-01-02", "2025-12-20"),
    ("2026-03-31", "2026-03-17", "2026-03-03", "2026-02-17"),
    ("2026-04-30", "2026-04-16", "2026-03-31", "2026-03-19"),
    ("2026-05-31", "2026-05-14", "2026-04-29", "2026-04-19"),
]


@pytest.mark.parametrize(("as_at", "ten", "twenty", "six_weeks"), WINDOWS)
def test_windows_open_on_the_printed_days(as_at, ten, twenty, six_weeks):
    for rule, opens in (("cp_visit_10wd", ten), ("cp_visit_20wd", twenty), ("cin_visit_6w", six_weeks)):
        assert measure_due(rule, on(opens), on(as_at)).state != "overdue"
        assert measure_due(rule, on(opens) - 1, on(as_at)).state == "overdue"


def test_two_children_flip_with_the_first_day_convention():
    """A public file: the choice alone makes children on time or late."""
    last, as_at = on("2025-12-15"), on("2025-12-31")
    assert measure_due("cp_visit_10wd", last, as_at).state == "due_today"
    assert measure_due("cp_visit_10wd", last, as_at, first_day="same_day").state == "overdue"


def test_attempts_and_calls_never_stop_a_clock(build):
    case = cp(build, "2026-02-02")
    build.visit(case, "2026-02-10", seen=0, outcome="no access")
    build.event(case, "virtual_contact", "2026-02-11", seen=1)
    build.visit(case, "2026-02-12", seen=None)
    assert read(build, case, "2026-02-13")["cp_visit_10wd"].start == "2026-02-02"


def test_a_council_may_let_a_visit_count_when_nobody_said_whether_the_child_was_seen(build):
    case = cp(build, "2026-02-02")
    build.visit(case, "2026-02-12", seen=None)
    build.add("setting", key="visit_without_seen_counts", value="yes")
    assert read(build, case, "2026-02-13")["cp_visit_10wd"].start == "2026-02-12"


def test_a_visit_before_the_plan_began_satisfies_nothing_in_it(build):
    case = cp(build, "2026-02-02", start="2026-02-09")
    assert read(build, case, "2026-02-10")["cp_visit_10wd"].start == "2026-02-09"


def test_a_plan_without_a_start_runs_from_its_last_visit_and_is_unknown_without_one(build):
    case = build.case("cp")
    unknown = read(build, case, "2026-02-10")["cp_visit_10wd"]
    assert (unknown.state, unknown.due, unknown.why) == ("unknown", "", "needs the plan start date")
    build.visit(case, "2026-02-02")
    assert read(build, case, "2026-02-10")["cp_visit_10wd"].due == "2026-02-16"


def test_a_plan_that_has_not_begun_has_no_clock(build):
    assert read(build, cp(build, start="2026-05-01"), "2026-04-30") == {}


def test_a_plan_held_for_another_authority_is_not_counted(build):
    assert read(build, cp(build, other_la=1), "2026-04-30") == {}


def test_a_start_outside_the_calendar_is_unknown_and_says_so(build):
    case = build.case("care_leaver", "1998-03-01")
    found = read(build, case, "2026-04-30")["care_leaver_contact_8w"]
    assert found.state == "unknown"
    assert "2000 and 2040" in found.why


def test_a_child_in_need_who_is_looked_after_is_visited_as_looked_after(build):
    person = build.person()
    cin = build.case("cin", "2026-01-05", person=person)
    assert "cin_visit_6w" in read(build, cin, "2026-02-01")
    build.case("cla", "2026-01-20", person=person)
    assert read(build, cin, "2026-02-01") == {}
    assert "cin_visit_6w" in read(build, cin, "2026-01-19")


def test_a_child_in_need_with_short_breaks_keeps_the_visits_of_the_plan(build):
    person = build.person()
    cin = build.case("cin", "2026-01-05", person=person)
    care = build.case("cla", "2026-01-20", person=person)
    build.placement(care, "2026-01-20", legal_status="V4")
    assert read(build, cin, "2026-02-01")["cin_visit_6w"].due == "2026-02-16"


def test_two_records_said_to_be_one_child_count_as_one(build):
    one, other = build.person(), build.person()
    cin = build.case("cin", "2026-01-05", person=one)
    build.case("cp", "2026-01-20", person=other)
    assert "cin_visit_6w" in read(build, cin, "2026-02-01")
    build.add("person_match", person=other, other=one, status="same")
    assert read(build, cin, "2026-02-01") == {}


def test_a_disabled_child_in_need_is_counted_under_a_rule_of_its_own(build):
    cin = build.case("cin", "2026-01-05", person=build.person(disabled=1))
    assert visit_rules(read(build, cin, "2026-02-01")) == ["cin_visit_cwd_6w"]
    build.add("setting", key="cin_excludes_disabled", value="no")
    assert visit_rules(read(build, cin, "2026-02-01")) == ["cin_visit_6w"]


def test_a_child_on_both_plans_has_both_clocks_and_each_needs_its_own_row_of_a_joint_visit(build):
    person = build.person()
    plan, care = build.case("cp", "2026-01-05", person=person), build.case("cla", "2026-01-05", person=person)
    build.placement(care, "2026-01-05")
    build.visit(plan, "2026-01-08", joint="v")
    assert read(build, plan, "2026-01-09")["cp_visit_10wd"].start == "2026-01-08"
    assert read(build, care, "2026-01-09")["cla_first_visit_1w"].state == "in_time"
    build.visit(care, "2026-01-08", joint="v")
    assert read(build, care, "2026-01-09")["cla_first_visit_1w"].state == "met"


def test_nothing_is_counted_after_a_death(build):
    case = cp(build, "2026-02-02", person=build.person(died_on="2026-02-20"))
    assert "cp_visit_10wd" in read(build, case, "2026-02-20")
    assert read(build, case, "2026-02-21") == {}


@pytest.mark.parametrize(
    ("kind", "events", "rule", "due"),
    [
        ("assessment", [], "cfa_45wd", "2026-03-09"),
        ("s47", [("strategy_discussion", "2026-01-07")], "icpc_15wd", "2026-01-28"),
        ("s47", [], "icpc_15wd", "2026-01-26"),
        ("cp", [("icpc", "2026-01-05"), ("review", "2026-03-30")], "rcpc_6m", "2026-09-30"),
        ("cp", [("core_group", "2026-01-12")], "core_group_1m", "2026-02-12"),
        ("care_leaver", [("contact", "2026-01-15")], "care_leaver_contact_8w", "2026-03-12"),
        ("care_leaver", [("accommodation_started", "2026-01-12")], "cl_visit_7d", "2026-01-19"),
        ("private_fostering", [], "pf_first_visit_1w", "2026-01-12"),
        ("cla", [("found", "2026-01-09")], "rhi_72h", "2026-01-12"),
    ],
)
def test_due_days_of_other_rules(build, kind, events, rule, due):
    case = build.case(kind, "2026-01-05")
    for word, date in events:
        build.event(case, word, date)
    assert read(build, case, "2026-04-01")[rule].due == due


def test_a_rule_that_runs_once_is_met_or_met_late(build):
    case = build.case("assessment", "2026-01-05")
    build.event(case, "assessment_authorised", "2026-03-10")
    late = read(build, case, "2026-04-01")["cfa_45wd"]
    assert (late.state, late.stop, late.overdue_by, late.elapsed) == ("met_late", "2026-03-10", 1, 46)
    assert read(build, case, "2026-03-09")["cfa_45wd"].state == "due_today"
    early = build.case("assessment", "2026-01-05")
    build.event(early, "assessment_authorised", "2026-03-06")
    assert read(build, early, "2026-04-01")["cfa_45wd"].state == "met"


def test_the_conference_counts_from_the_last_strategy_discussion_before_it(build):
    case = build.case("s47", "2026-01-05")
    for date in ("2026-01-05", "2026-01-12", "2026-02-20"):
        build.event(case, "strategy_discussion", date)
    build.event(case, "icpc", "2026-02-02")
    held = read(build, case, "2026-03-01")["icpc_15wd"]
    assert (held.start, held.due, held.state) == ("2026-01-12", "2026-02-02", "met")


def test_accommodation_visits_are_weekly_once_then_two_monthly(build):
    case = build.case("care_leaver", "2026-01-05")
    build.event(case, "accommodation_started", "2026-01-12")
    assert "care_leaver_visit_2m" not in read(build, case, "2026-01-15")
    build.visit(case, "2026-01-16")
    found = read(build, case, "2026-02-01")
    assert found["cl_visit_7d"].state == "met"
    assert found["care_leaver_visit_2m"].due == "2026-03-16"


def test_private_fostering_goes_to_twelve_weeks_after_a_year_but_not_for_a_child_already_overdue(build):
    case = build.case("private_fostering", "2025-01-10")
    build.visit(case, "2025-12-19")
    assert read(build, case, "2026-01-09")["pf_visit_6w"].due == "2026-01-30"
    assert read(build, case, "2026-01-10")["pf_visit_12w"].due == "2026-03-13"
    late = build.case("private_fostering", "2025-01-10")
    build.visit(late, "2025-11-01")
    assert read(build, late, "2026-01-20")["pf_visit_12w"].due == "2025-12-13"


def test_supervision_runs_from_the_last_one_and_before_it_from_allocation(build):
    first, second = build.case("cp", "2026-01-05"), build.case("cp", "2026-01-05")
    build.event(second, "supervision", "2026-02-02")
    build.add("allocation", case=first, role="worker", on="2026-01-12")
    found = read(build, first, "2026-02-10")["supervision_cp"]
    assert (found.start, found.due, found.state) == ("2026-01-12", "2026-02-09", "overdue")
    assert read(build, second, "2026-02-10")["supervision_cp"].due == "2026-03-02"


def test_giving_a_case_to_somebody_else_never_starts_its_supervision_again(build):
    case = build.case("cp", "2026-03-02")
    build.add("allocation", case=case, role="worker", on=None)
    build.add("allocation", case=case, role="worker", on="2026-04-20")
    assert read(build, case, "2026-05-01")["supervision_cp"].due == "2026-03-30"
    leaver = build.case("care_leaver", None)
    build.add("allocation", case=leaver, role="pa", on=None)
    build.add("allocation", case=leaver, role="pa", on="2026-04-20")
    assert read(build, leaver, "2026-05-01")["supervision_care_leaver"].due == "2026-06-15"


def test_supervision_of_a_plan_never_counts_from_before_the_plan(build):
    case = build.case("cp", "2026-01-19")
    build.add("allocation", case=case, role="worker", on="2025-09-01")
    assert read(build, case, "2026-02-10")["supervision_cp"].start == "2026-01-19"


def test_a_case_that_begins_again_takes_nothing_over_from_its_earlier_period(build):
    plan = build.case("cp", "2024-01-08", "2024-06-03")
    care = build.case("cla", "2024-01-08", "2024-06-03")
    young = build.case("care_leaver", "2024-01-08", "2024-06-03")
    for case in (plan, care, young):
        build.event(case, "started", "2026-01-05")
        build.add("allocation", case=case, role="worker", on="2024-01-08")
        for kind in (
            "icpc",
            "core_group",
            "review",
            "supervision",
            "care_plan",
            "health_assessment",
            "found",
        ):
            build.event(case, kind, "2024-02-01")
        build.visit(case, "2024-03-01")
        build.event(case, "accommodation_started", "2024-02-10")
    build.placement(care, "2024-01-08", "2024-06-03")
    found = read(build, plan, "2026-01-12")
    assert {rule: found[rule].start for rule in found} == dict.fromkeys(
        ("cp_visit_10wd", "cp_visit_20wd", "core_group_10wd", "rcpc_3m", "supervision_cp"), "2026-01-05"
    )
    found = read(build, care, "2026-01-12")
    assert {row.start for row in found.values()} == {"2026-01-05"}
    assert {found[rule].state for rule in ("careplan_10wd", "iha_20wd", "cla_review_20wd")} == {"in_time"}
    found = read(build, young, "2026-01-12")
    assert set(found) == {"care_leaver_contact_8w", "pathway_review_6m", "supervision_care_leaver"}


def test_supervision_from_before_the_plan_does_not_count_in_it(build):
    case = build.case("cla", "2026-10-24")
    build.event(case, "supervision", "2026-10-06")
    assert read(build, case, "2026-11-20")["supervision_cla"].due == "2026-12-05"


def test_a_plan_entered_by_hand_has_all_its_clocks_though_nothing_of_theirs_was_ever_recorded(build):
    plan, care = build.case("cp", "2026-01-05"), build.case("cla", "2026-01-05")
    found = read(build, plan, "2026-03-01")
    dues = {"core_group_10wd": "2026-01-19", "rcpc_3m": "2026-04-05", "supervision_cp": "2026-02-02"}
    assert {rule: found[rule].due for rule in dues} == dues
    found = read(build, care, "2026-03-01")
    dues = {"cla_review_20wd": "2026-02-02", "iha_20wd": "2026-02-02", "careplan_10wd": "2026-01-19"}
    assert {rule: found[rule].due for rule in dues} == dues
    assert {found[rule].state for rule in dues} == {"overdue"}


def test_a_case_from_a_file_is_not_late_for_what_no_file_has_spoken_of_until_one_does(build):
    brought = build.case("cp", "2026-01-05", source="Visits!7")
    typed = build.case("cp", "2026-01-05")
    scales = Timescales.shipped()

    def left_out(case: int) -> set[str]:
        found = clocks(build.book, scales, on("2026-03-01"))
        return {rule.id for rule in found.left_out(build.book, scales.by_id, case)}

    assert set(read(build, brought, "2026-03-01")) == {"cp_visit_10wd", "cp_visit_20wd"}
    assert left_out(brought) == {"core_group_10wd", "rcpc_3m", "supervision_cp"}
    assert left_out(typed) == set()
    assert "core_group_10wd" in clocks(build.book, scales, on("2026-03-01")).unused
    build.event(typed, "core_group", "2026-01-12")
    assert read(build, brought, "2026-03-01")["core_group_10wd"].state == "overdue"
    assert left_out(brought) == {"rcpc_3m", "supervision_cp"}


def test_what_only_some_councils_keep_here_is_counted_once_they_do(build):
    first, second = build.case("cla", "2025-01-06"), build.case("cla", "2025-01-06")
    assert "dental_12m" not in read(build, first, "2026-03-01")
    assert "dental_12m" in clocks(build.book, Timescales.shipped(), on("2026-03-01")).unused
    build.event(second, "dental_check", "2025-06-02")
    assert read(build, first, "2026-03-01")["dental_12m"].state == "overdue"


def test_a_council_may_decide_that_a_rule_counts_for_everyone(build):
    brought = build.case("cp", "2026-01-05", source="Visits!7")
    build.add("timescale_override", rule="supervision_cp", field="counted", value="always")
    assert read(build, brought, "2026-03-01")["supervision_cp"].due == "2026-02-02"


def test_all_public_rule_ids_exist():
    for rule in [
        "cp_visit_10wd",
        "cp_visit_20wd",
        "core_group_10wd",
        "icpc_15wd",
        "rcpc_3m",
        "rcpc_6m",
        "cfa_45wd",
        "cla_first_visit_1w",
        "cla_visit_6w",
        "cla_visit_3m",
        "cla_visit_6m",
        "cla_review_20wd",
        "cla_review_3m",
        "cla_review_6m",
        "iha_20wd",
        "cin_visit_6w",
        "care_leaver_contact_8w",
        "care_leaver_visit_2m",
        "dols_standard_21d",
        "dols_urgent_7d",
        "dols_third_party_7d",
        "dols_suspension_28d",
    ]:
        assert Timescales.shipped().rule(rule).source


def test_an_as_at_day_outside_the_calendar_is_refused(build):
    with pytest.raises(ValueError, match="2000 to 2040"):
        clocks(build.book, Timescales.shipped(), on("1999-12-31"))


@pytest.fixture
def unborn(build) -> int:
    """Conference on 3 March, born on 30 March: the usual day of the first review is 3 June."""
    case = build.case("cp", "2025-03-03", person=build.person(born_on="2025-03-30"))
    build.event(case, "icpc", "2025-03-03")
    return case


def test_an_unborn_childs_plan_is_first_reviewed_in_three_months_unless_the_council_says_otherwise(
    build, unborn
):
    assert read(build, unborn, "2025-04-14")["rcpc_3m"].due == "2025-06-03"
    build.add("setting", key="unborn_review_working_days", value="10")
    sooner = read(build, unborn, "2025-04-14")["rcpc_3m"]
    assert (sooner.due, sooner.state) == ("2025-04-11", "overdue")
    assert "born after the plan began" in sooner.why
    assert read(build, unborn, "2025-03-20")["rcpc_3m"].due == "2025-06-03"  # not born yet on that day


def test_a_birth_late_in_the_three_months_moves_no_review_and_a_born_child_keeps_theirs(build, unborn):
    build.add("setting", key="unborn_review_working_days", value="20")
    late = build.case("cp", "2025-03-03", person=build.person(born_on="2025-05-30"))
    older = build.case("cp", "2025-03-03", person=build.person(born_on="2020-03-30"))
    for case in (late, older):
        assert read(build, case, "2025-06-02")["rcpc_3m"].due == "2025-06-03"
    build.event(unborn, "review", "2025-04-28")
    assert read(build, unborn, "2025-05-01")["rcpc_3m"].state == "met"
