"""The shipped rules and settings as data."""

from __future__ import annotations

import pytest
from build import CaseBuilder, on

from desktop.domain.days import NO_DAY
from desktop.domain.kinds import CASE_KINDS, EVENT_KINDS
from desktop.domain.timescales import Override, Timescales, problem_with, setting_notes, setting_problem

RULES = list(Timescales.shipped())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_what_it_rests_on_and_speaks_of_things_that_exist(rule):
    assert rule.source
    assert rule.name
    assert rule.cohort
    assert rule.n > 0
    assert rule.plan_kinds
    assert set(rule.plan_kinds) <= set(CASE_KINDS)
    assert set(rule.satisfied_by) <= set(EVENT_KINDS)
    assert rule.basis in ("statutory", "guidance", "local")
    assert rule.count_from in ("day_after", "same_day")
    assert rule.service == ("adults" if rule.plan_kinds == ("dols",) else "children")


def test_every_dols_rule_counts_calendar_days_and_its_first_day():
    dols = [rule for rule in RULES if rule.plan_kinds == ("dols",)]
    assert dols
    assert all(rule.count_from == "same_day" and not rule.in_working_days for rule in dols)


@pytest.mark.parametrize("key", setting_notes())
def test_every_open_question_is_a_setting_with_its_answer_choices_and_source(key):
    note = setting_notes()[key]
    assert note["question"].endswith("?")
    assert note["value"] == Timescales.shipped().settings[key]
    assert note["source"]
    assert note["choices"]


def test_lengths_are_said_in_words():
    assert Timescales.shipped().rule("cp_visit_10wd").length() == "10 working days"
    assert Timescales.shipped().rule("cla_first_visit_1w").length() == "1 week"


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("no_such_rule", "n", "5"),
        ("cp_visit_10wd", "colour", "blue"),
        ("cp_visit_10wd", "n", "ten"),
        ("cp_visit_10wd", "n", "0"),
        ("cp_visit_10wd", "unit", "fortnight"),
        ("cp_visit_10wd", "count_from", "yesterday"),
        ("cp_visit_10wd", "recurring", "maybe"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_breaks_nothing(rule, field, value):
    assert problem_with(Override(rule, field, value, NO_DAY, NO_DAY)).endswith(".")
    build = CaseBuilder()
    build.add("timescale_override", rule=rule, field=field, value=value)
    scales = Timescales.shipped().with_overrides(build.book).at(on("2026-03-16"))
    assert scales.by_id == Timescales.shipped().by_id


def test_reading_a_book_twice_adds_nothing():
    build = CaseBuilder()
    build.add("timescale_override", rule="cp_visit_10wd", field="n", value="5")
    once = Timescales.shipped().with_overrides(build.book)
    assert once.with_overrides(build.book) == once


def test_the_latest_recorded_of_two_changes_holds():
    build = CaseBuilder()
    for value, recorded in (("5", 20), ("7", 10)):
        build.add("timescale_override", rule="cp_visit_10wd", field="n", value=value, recorded_at=recorded)
    assert Timescales.shipped().with_overrides(build.book).at(on("2026-03-16")).rule("cp_visit_10wd").n == 5


@pytest.mark.parametrize("key", setting_notes())
def test_a_setting_takes_its_own_answers_and_no_other_breaks_the_clocks(key):
    shipped = Timescales.shipped()
    assert setting_problem(key, shipped.settings[key]) == ""
    assert setting_problem(key, "perhaps").endswith(".")
    build = CaseBuilder()
    build.add("setting", key=key, value="perhaps")
    assert shipped.with_overrides(build.book).settings == shipped.settings
