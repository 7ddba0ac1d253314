"""The children's indicators: three measures kept apart, every number with its rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from build import CaseBuilder, on

from desktop.analysis.children_table import Figure, children_table, rows
from desktop.domain.indicators import indicators
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import MEASURES
from desktop.domain.months import read_month
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError

SERVED = [key for key, one in indicators("children").items() if one.kind != "import"]


def desk_of(made: CaseBuilder, as_at: str) -> Desk:
    return Desk.open(made.book, Timescales.shipped(), on(as_at))


def figure(desk: Desk, indicator: str, month: str, measure: str = "pack") -> Figure:
    (found,) = children_table(desk, read_month(month), measure, only=indicator)
    return found


def share(desk: Desk, indicator: str, month: str, measure: str = "pack") -> tuple[int | None, int | None]:
    found = figure(desk, indicator, month, measure)
    return found.n, found.d


def test_a_plan_that_ended_still_contributes_its_interval() -> None:
    """S8: missed on 26 January, plan ended on the 29th, child in need plan from that day."""
    made = CaseBuilder()
    person = made.person()
    plan = made.case("cp", "2025-10-01", "2026-01-29", person)
    for date in ("2025-12-30", "2026-01-12"):
        made.visit(plan, date)
    made.case("cin", "2026-01-29", None, person)
    desk = desk_of(made, "2026-03-31")
    assert share(desk, "cp_visit_10wd", "2026-01") == (0, 0)
    assert share(desk, "cin_visit_6w", "2026-01") == (0, 1)
    assert share(desk, "cin_visit_6w", "2026-01", "not-overdue") == (1, 1)
    # 30 December fell due on 14 January and was met on the 12th; 12 January fell due on the 26th, missed.
    assert share(desk, "cp_visit_10wd", "2026-01", "period") == (1, 2)
    missed = build(desk, figure(desk, "cp_visit_10wd", "2026-01", "period").selection(desk, "missed"))
    assert missed.sort_keys("due").tolist() == [on("2026-01-26")]
    assert share(desk, "cin_visit_6w", "2026-01", "period") == (0, 0)
    assert share(desk, "cin_visit_6w", "2026-03", "period") == (0, 1)  # first due on 12 March


@pytest.mark.parametrize(("visited", "counted"), [("2026-05-13", 0), ("2026-05-14", 1)])
def test_the_window_is_of_elapsed_working_days_even_at_a_weekend(visited: str, counted: int) -> None:
    """S9: on Sunday 31 May the tenth working day back is 14 May, although its due date has passed."""
    made = CaseBuilder()
    made.visit(made.case("cp", "2026-01-05"), visited)
    desk = desk_of(made, "2026-06-10")
    assert share(desk, "cp_visit_10wd", "2026-05") == (counted, 1)
    assert share(desk, "cp_visit_10wd", "2026-05", "not-overdue") == (counted, 1)


@pytest.mark.parametrize(
    ("month", "opens", "twenty"),
    [
        ("2025-12", "2025-12-15", "2025-12-01"),
        ("2026-01", "2026-01-16", "2026-01-02"),
        ("2026-03", "2026-03-17", "2026-03-03"),
        ("2026-04", "2026-04-16", "2026-03-31"),
        ("2026-05", "2026-05-14", "2026-04-29"),
    ],
)
def test_the_day_on_which_each_window_opens(month: str, opens: str, twenty: str) -> None:
    for indicator, first in (("cp_visit_10wd", opens), ("cp_visit_20wd", twenty)):
        made = CaseBuilder()
        for back in (0, 1):
            made.visit(made.case("cp", "2025-06-02"), on(first) - back)
        assert share(desk_of(made, "2026-08-01"), indicator, month) == (1, 2), indicator


def test_why_both_measures_a_gap_that_ended_in_time_for_the_snapshot() -> None:
    """Visited on the last working day after a long gap: in for the snapshot, missed in the period."""
    made = CaseBuilder()
    case = made.case("cp", "2026-01-05")
    for date in ("2026-09-08", "2026-10-30"):
        made.visit(case, date)
    desk = desk_of(made, "2026-11-20")
    assert share(desk, "cp_visit_10wd", "2026-10") == (1, 1)
    assert share(desk, "cp_visit_10wd", "2026-09", "period") == (0, 1)
    assert share(desk, "cp_visit_10wd", "2026-10", "period") == (0, 0)  # the one date was missed in September


def test_a_new_starter_counts_against_the_pack_and_not_against_the_clock() -> None:
    made = CaseBuilder()
    made.case("cp", "2026-10-28")
    desk = desk_of(made, "2026-11-20")
    assert share(desk, "cp_visit_10wd", "2026-10") == (0, 1)
    assert share(desk, "cp_visit_10wd", "2026-10", "not-overdue") == (1, 1)
    assert share(desk, "cp_visit_10wd", "2026-10", "period") == (0, 0)
    assert share(desk, "cp_visit_10wd", "2026-11", "period") == (0, 1)  # due on 11 November


def test_a_date_still_to_come_is_not_yet_missed() -> None:
    made = CaseBuilder()
    made.visit(made.case("cp", "2026-09-01", "2026-09-08"), "2026-09-03")  # recording has begun
    made.visit(made.case("cp", "2026-10-01"), "2026-11-06")  # missed on 15 October; next on 20 November
    assert share(desk_of(made, "2026-11-20"), "cp_visit_10wd", "2026-10", "period") == (0, 1)
    assert share(desk_of(made, "2026-11-20"), "cp_visit_10wd", "2026-11", "period") == (0, 0)
    assert share(desk_of(made, "2026-11-23"), "cp_visit_10wd", "2026-11", "period") == (0, 1)


def looked_after() -> CaseBuilder:
    """A child on three months, seen ten weeks ago; one on six weeks, seen five weeks ago."""
    made = CaseBuilder()
    for interval, seen in (("3m", "2026-08-20"), ("", "2026-09-25")):
        case = made.case("cla", "2023-01-10", person=made.person(born_on="2014-05-01"))
        made.placement(case, "2023-02-01", to_18=1, code="U1")
        if interval:
            made.agree(case, interval, "2025-03-01")
        for date in ("2026-06-01", seen):
            made.visit(case, date)
    return made


def test_looked_after_visits_are_told_three_ways() -> None:
    desk = desk_of(looked_after(), "2026-11-20")
    lines = ("cla_visit_6w", "cla_visit_agreed", "cla_visit_legal")
    assert [share(desk, line, "2026-10") for line in lines] == [(1, 2), (2, 2), (2, 2)]
    assert [share(desk, line, "2026-10", "not-overdue") for line in lines] == [(1, 2), (2, 2), (2, 2)]
    # Against six weeks 1 October fell due and was missed; by the agreed interval 20 November is to come.
    assert share(desk, "cla_visit_6w", "2026-10", "period") == (0, 1)
    assert share(desk, "cla_visit_agreed", "2026-10", "period") == (0, 0)
    found = children_table(desk, read_month("2026-10"), by="frequency", only="cla_visit_6w")
    assert [(one.group, one.n, one.d) for one in found] == [("", 1, 2), ("6 weeks", 1, 1), ("3 months", 0, 1)]


def test_a_date_that_was_missed_before_a_move_stays_missed_and_the_new_placement_has_its_own() -> None:
    made = CaseBuilder()
    case = made.case("cla", "2026-01-05", person=made.person(born_on="2014-05-01"))
    made.placement(case, "2026-01-05", "2026-10-20")
    made.placement(case, "2026-10-20")
    for date in ("2026-01-08", "2026-09-01", "2026-10-30"):
        made.visit(case, date)
    desk = desk_of(made, "2026-11-20")
    # 13 October was missed; moved on the 20th, so a first visit by the 27th, made on the 30th.
    assert share(desk, "cla_visit_agreed", "2026-10", "period") == (0, 2)
    due = build(desk, figure(desk, "cla_visit_agreed", "2026-10", "period").selection(desk, "d"))
    assert due.sort_keys("due").tolist() == [on("2026-10-13"), on("2026-10-27")]
    # By six weeks alone only 13 October fell due: the move changes nothing for that line.
    assert share(desk, "cla_visit_6w", "2026-10", "period") == (0, 1)


def test_an_interval_of_three_months_that_was_met_early_still_counts() -> None:
    made = CaseBuilder()
    case = made.case("cla", "2023-01-10", person=made.person(born_on="2014-05-01"))
    made.placement(case, "2023-02-01", to_18=1, code="U1")
    made.agree(case, "3m", "2025-03-01")
    for date in ("2026-04-20", "2026-07-15", "2026-09-20"):
        made.visit(case, date)
    desk = desk_of(made, "2026-11-20")
    # 15 July + 3 months = 15 October, met on 20 September; 20 April + 3 months = 20 July, met on the 15th.
    assert share(desk, "cla_visit_agreed", "2026-10", "period") == (1, 1)
    assert share(desk, "cla_visit_agreed", "2026-07", "period") == (1, 1)
    assert share(desk, "cla_visit_agreed", "2026-09", "period") == (0, 0)


def test_frequencies_of_something_else_are_refused() -> None:
    desk = desk_of(looked_after(), "2026-11-20")
    with pytest.raises(KnownError, match="Only looked-after visits"):
        children_table(desk, read_month("2026-10"), by="frequency", only="cp_visit_10wd")


def test_short_breaks_adults_and_children_counted_elsewhere_are_left_out_and_say_why() -> None:
    made = CaseBuilder()
    short = made.case("cla", "2026-01-10", person=made.person(born_on="2015-01-01"))
    made.placement(short, "2026-01-10", basis="short_break")
    made.case("cla", "2020-01-10", person=made.person(born_on="2008-03-01"))
    child = made.person(born_on="2016-01-01")
    made.case("cin", "2026-02-01", None, child)
    made.case("cp", "2026-03-01", None, child)
    made.case("cin", "2026-02-01", None, made.person(disabled=1))
    desk = desk_of(made, "2026-10-31")
    for indicator, reasons in {
        "cla_count": {"18 or older", "Short breaks only"},
        "cin_count": {"Counted as child protection or looked after", "Disabled: counted apart"},
    }.items():
        assert share(desk, indicator, "2026-10") == (0, 0)
        out = build(desk, figure(desk, indicator, "2026-10").selection(desk, "out"))
        assert set(out.text("why", np.arange(len(out)))) == reasons


def test_supervision_of_all_counts_a_child_once_and_wants_every_plan_in_time() -> None:
    made = CaseBuilder()
    child = made.person(born_on="2016-01-01")
    plan, care = made.case("cp", "2026-01-05", None, child), made.case("cla", "2026-01-05", None, child)
    made.event(plan, "supervision", "2026-10-20")
    made.event(care, "supervision", "2026-05-01")
    made.event(made.case("cin", "2026-01-05"), "supervision", "2026-10-01")
    desk = desk_of(made, "2026-10-31")
    assert share(desk, "supervision_cp", "2026-10") == (1, 1)
    assert share(desk, "supervision_cla", "2026-10") == (0, 1)
    assert share(desk, "supervision_all", "2026-10") == (1, 2)


def test_once_only_work_is_counted_by_completion_and_health_by_due_date() -> None:
    made = CaseBuilder()
    for start, done in (
        ("2026-08-03", "2026-10-02"),
        ("2026-07-01", "2026-10-05"),
        ("2026-09-01", "2026-11-02"),
    ):
        case = made.case("assessment", start)
        made.event(case, "assessment_authorised", done)
        made.event(case, "ended", done)
    desk = desk_of(made, "2026-11-20")
    assert share(desk, "assessment_45wd", "2026-10") == (1, 2)
    assert share(desk, "assessment_45wd", "2026-11") == (1, 1)
    # Due on 5 October, 3 September and 3 November.
    assert share(desk, "assessment_45wd", "2026-10", "period") == (1, 1)
    assert share(desk, "assessment_45wd", "2026-09", "period") == (0, 1)
    care = CaseBuilder()
    care.event(care.case("cla", "2025-01-02", "2025-03-02"), "health_assessment", "2025-01-09")
    for done in ("2026-10-20", "2026-11-10", None):
        case = care.case("cla", "2026-10-01", person=care.person(born_on="2018-01-01"))
        if done:
            care.event(case, "health_assessment", done)
    desk = desk_of(care, "2026-11-20")
    assert share(desk, "initial_health", "2026-10") == (1, 3)  # all three fell due on 29 October
    assert share(desk, "initial_health", "2026-11") == (0, 0)


def test_re_referrals_and_placements_in_the_year() -> None:
    made = CaseBuilder()
    child = made.person(born_on="2016-01-01")
    for date in ("2025-10-20", "2026-10-19", "2026-10-21"):
        made.case("referral", date, None, child)
    made.case("referral", "2026-10-05")
    care = made.case("cla", "2024-01-01", None, child)
    for start, end in (("2024-01-01", "2026-01-10"), ("2026-01-10", "2026-05-01"), ("2026-05-01", None)):
        made.placement(care, start, end)
    desk = desk_of(made, "2026-10-31")
    assert share(desk, "re_referrals", "2026-10") == (2, 3)
    assert share(desk, "referral_count", "2026-10") == (3, 3)
    assert share(desk, "placements_3", "2026-10") == (1, 1)


def staffed() -> CaseBuilder:
    """Two teams; one child's worker changed in the month."""
    made = CaseBuilder()
    teams = [made.add("team", name=name, name_key=name.casefold()) for name in ("East", "West")]
    staff = [made.add("worker", name=name, name_key=name.casefold(), team=team)
             for name, team in (("Ann", teams[0]), ("Bob", teams[1]))]  # fmt: skip
    for seen, moved in (("2026-10-28", None), ("2026-08-03", "2026-10-15"), (None, None)):
        case = made.case("cp", "2026-02-02")
        if seen:
            made.visit(case, seen)
        made.add("allocation", case=case, role="worker", worker=staff[0], team=teams[0], on="2026-02-02",
                 ended_on=moved)  # fmt: skip
        if moved:
            made.add("allocation", case=case, role="worker", worker=staff[1], team=teams[1], on=moved)
    made.case("cp", "2026-09-28")  # nobody has it
    return made


@pytest.mark.parametrize("by", ["team", "worker", "manager"])
@pytest.mark.parametrize("measure", MEASURES)
def test_groups_sum_to_the_whole_and_each_opens_its_own_rows(by: str, measure: str) -> None:
    desk = desk_of(staffed(), "2026-11-20")
    whole, *groups = children_table(desk, read_month("2026-10"), measure, by, "cp_visit_10wd")
    for name in ("n", "d"):
        assert sum(getattr(one, name) for one in groups) == getattr(whole, name)
    for one in (whole, *groups):
        for part, size in (("n", one.n), ("d", one.d), ("missed", one.d - one.n)):
            assert len(build(desk, one.selection(desk, part))) == size, (one.group, part)


def test_a_case_that_moved_belongs_to_the_team_of_the_day_it_fell_due() -> None:
    made = CaseBuilder()
    teams = [made.add("team", name=name, name_key=name.casefold()) for name in ("East", "West")]
    case = made.case("cp", "2026-09-21")  # first due on 5 October
    made.add("allocation", case=case, role="worker", team=teams[0], on="2026-09-21", ended_on="2026-10-15")
    made.add("allocation", case=case, role="worker", team=teams[1], on="2026-10-15")
    desk = desk_of(made, "2026-11-20")
    found = children_table(desk, read_month("2026-10"), "period", "team", "cp_visit_10wd")
    assert [(one.group, one.n, one.d) for one in found] == [("", 0, 1), ("East", 0, 1)]
    found = children_table(desk, read_month("2026-10"), "pack", "team", "cp_visit_10wd")
    assert [(one.group, one.n, one.d) for one in found] == [("", 0, 1), ("West", 0, 1)]


def test_rows_gives_the_case_ids_behind_a_number() -> None:
    made = staffed()
    desk = desk_of(made, "2026-11-20")
    ids = made.book.case.ids
    assert rows(desk, "cp_visit_10wd", read_month("2026-10"), "n") == [ids[0]]
    assert set(rows(desk, "cp_visit_10wd", read_month("2026-10"), "missed")) == set(ids[1:4])
    with pytest.raises(KnownError, match="cannot be counted"):
        rows(desk, "contacts", read_month("2026-10"), "n")


def test_a_row_that_our_data_cannot_serve_says_what_is_missing() -> None:
    desk = desk_of(staffed(), "2026-11-20")
    found = figure(desk, "contacts", "2026-10")
    assert (found.n, found.d, found.percent()) == (None, None, None)
    assert found.indicator.why_not


def test_every_definition_is_complete() -> None:
    scales: dict[str, Any] = Timescales.shipped().by_id  # type: ignore[assignment]
    for table in ("children", "dols"):
        for one in indicators(table).values():
            assert one.definition.endswith("."), one.id
            assert one.versions, one.id
            assert set(one.rules) <= set(scales), one.id
            assert one.why_not or one.kind != "import", one.id
            assert one.version_on(on("2022-01-31")) is None
            assert one.version_on(on("2026-01-31")) == one.versions[-1]
