"""What a person is told when they ask why a date is what it is."""

from __future__ import annotations

import datetime as dt

import pytest
from dols_book import d
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import measure_due

from desktop.domain.calendar import FIRST, LAST, Calendar
from desktop.domain.days import date_of, day
from desktop.domain.explain import due_answer, explain_due
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError


def test_visit_over_christmas_lists_every_day_and_names_the_holidays() -> None:
    answer = due_answer("cp_visit_10wd", d("18 Dec 2025"), d("7 Jan 2026"))
    assert (answer["due"], answer["elapsed"], answer["state"]) == ("2026-01-06", 11, "overdue")
    told = answer["explain"]
    assert "Thu 25 Dec 2025: not counted, Christmas Day" in told
    assert "Fri 26 Dec 2025: not counted, Boxing Day" in told
    assert "Sat 27 Dec 2025 and Sun 28 Dec 2025: not counted, weekend" in told
    assert "Thu 1 Jan 2026: not counted, New Year's Day" in told
    assert [line for line in told if ": day " in line][-1] == "Tue 6 Jan 2026: day 10"
    assert any("overdue by 1 working day " in line for line in told)


@pytest.mark.parametrize(
    ("as_at", "elapsed", "state"),
    [("31 Dec 2025", 7, "in_time"), ("6 Jan 2026", 10, "due_today"), ("7 Jan 2026", 11, "overdue")],
)
def test_state_of_the_same_visit_day_by_day(as_at: str, elapsed: int, state: str) -> None:
    answer = due_answer("cp_visit_10wd", d("18 Dec 2025"), d(as_at))
    assert (answer["elapsed"], answer["state"]) == (elapsed, state)


def test_first_day_and_closure_days_change_the_count() -> None:
    as_day_1 = due_answer("cp_visit_10wd", d("18 Dec 2025"), d("2 Jan 2026"), first_day="same_day")
    assert (as_day_1["due"], as_day_1["first_day"]) == ("2026-01-05", "same_day")
    closed = [d(f"{n} Dec 2025") for n in (29, 30, 31)]
    answer = due_answer("cp_visit_10wd", d("18 Dec 2025"), d("2 Jan 2026"), closed=closed)
    assert answer["due"] == "2026-01-09"
    assert "Mon 29 Dec 2025: not counted, council closure day" in answer["explain"]


def test_due_on_friday_is_not_overdue_at_the_weekend() -> None:
    answer = due_answer("cp_visit_10wd", d("13 May 2026") + 1, d("31 May 2026"))
    assert (answer["due"], answer["state"]) == ("2026-05-29", "in_time")


def test_dols_due_date_on_a_sunday_stays_and_the_working_day_before_is_named() -> None:
    answer = due_answer("dols_standard_21d", d("14 Dec 2026"), d("6 Jan 2027"))
    assert (answer["due"], answer["elapsed"], answer["state"]) == ("2027-01-03", 24, "overdue")
    assert any(
        "Thursday 31 December 2026" in line and "nothing moves it" in line for line in answer["explain"]
    )


def test_long_counts_go_by_the_week_and_months_say_when_they_are_clamped() -> None:
    weeks = explain_due("cla_visit_6w", d("16 Oct 2025"), d("17 Oct 2025")).lines
    assert "Thu 27 Nov 2025: day 42 (week 6)" in weeks
    months = explain_due("cla_review_6m", d("31 Aug 2025"), d("1 Sep 2025"))
    assert months.due == "2026-02-28"
    assert "Sat 28 Feb 2026: 6 months, the last day of a shorter month" in months.lines


def test_projected_holidays_are_marked_so() -> None:
    lines = explain_due("cp_visit_10wd", d("18 Dec 2034"), d("19 Dec 2034")).lines
    assert any(line.endswith("Christmas Day (projected)") for line in lines)


def test_renewal_markers_are_counted_back_from_the_end() -> None:
    answer = due_answer("dols_renewal_56d", d("14 Jan 2027"), d("1 Nov 2026"))
    assert answer["due"] == "2026-11-19"


@pytest.mark.parametrize(
    ("rule", "start", "first_day"),
    [
        ("no_such_rule", "1 Jan 2026", None),
        ("cp_visit_10wd", "1 Jan 1999", None),
        ("iha_20wd", "1 Jan 2026", "x"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(rule: str, start: str, first_day: str | None) -> None:
    with pytest.raises(KnownError) as refused:
        due_answer(rule, d(start), d("1 Jan 2026"), first_day=first_day)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("rule", sorted(Timescales.shipped().by_id))
def test_every_rule_can_be_explained(rule: str) -> None:
    told = explain_due(rule, d("18 Dec 2025"), d("7 Jan 2026"))
    assert told.title
    assert told.source
    assert told.due
    text = " ".join(told.lines[1:])
    assert "_" not in text, text


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["cp_visit_10wd", "cp_visit_20wd", "icpc_15wd", "cfa_45wd"]),
    st.integers(FIRST, LAST - 120),
    st.sampled_from(["same_day", "day_after"]),
)
def test_counted_days_are_working_days_and_end_on_the_due_date(rule: str, start: int, first_day: str) -> None:
    calendar = Calendar.england()
    answer = due_answer(rule, start, start, first_day=first_day)
    counted = [line for line in answer["explain"] if line.rpartition(": day ")[2].isdigit()]
    assert len(counted) == Timescales.shipped().rule(rule).n
    listed = sum(1 + (" and " in line) for line in answer["explain"] if ": not counted, " in line)
    due = next(n for n in range(start, start + 120) if _iso(n) == answer["due"])
    assert len(counted) + listed == due - start + (first_day == "same_day")
    assert calendar.is_working(due)


def _iso(number: int) -> str:
    from desktop.domain.days import date_of

    return date_of(number).isoformat()


@pytest.mark.parametrize("rule", [rule.id for rule in Timescales.shipped()])
@pytest.mark.parametrize(
    ("start", "as_at"),
    [("2025-12-18", "2026-01-03"), ("2000-01-01", "2000-01-09"), ("2039-12-30", "2040-12-31")],
)
@pytest.mark.parametrize("first_day", [None, "same_day", "day_after"])
def test_the_printed_answer_is_the_engines_for_every_rule_to_the_ends_of_the_calendar(
    rule: str, start: str, as_at: str, first_day: str | None
) -> None:
    begun, read_at = (day(dt.date.fromisoformat(date)) for date in (start, as_at))
    told = due_answer(rule, begun, read_at, first_day)
    found = measure_due(rule, begun, read_at, first_day)
    assert told["due"] == date_of(found.due).isoformat()
    assert told["state"] == found.state or found.due < FIRST  # counted back to before the calendar
    assert rule.startswith("dols_renewal") or told["elapsed"] == found.elapsed
