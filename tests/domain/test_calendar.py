"""The working-day calendar, against the ``holidays`` package and a plain day loop."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from oracle_days import ENGLAND, ONE, due, working, working_days_over

from desktop.domain.bank_holidays import all_holidays, easter, projected
from desktop.domain.calendar import FIRST, LAST, SPAN, Calendar, add_months, add_months_to
from desktop.domain.days import NO_DAY, date_of, day

ENGLISH = Calendar.england()
BEGIN, END = dt.date(2000, 1, 1), dt.date(2040, 12, 31)


def every_day():
    date = BEGIN
    while date <= END:
        yield date
        date += ONE


def test_every_day_of_the_span_agrees_with_the_holidays_package():
    wrong = [date for date in every_day() if ENGLISH.is_working(day(date)) != working(date)]
    assert wrong == []


def test_every_weekday_holiday_has_a_name_and_no_working_day_has_one():
    for date in every_day():
        named = bool(ENGLISH.holiday_name(day(date)))
        assert named == (date in ENGLAND) or date.weekday() > 4


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2002-06-03", "Jubilee"),
        ("2002-06-04", "Spring"),
        ("2011-04-29", "Wedding"),
        ("2012-06-05", "Jubilee"),
        ("2020-05-08", "Early May"),
        ("2022-09-19", "State Funeral"),
        ("2023-05-08", "coronation"),
        ("2026-12-28", "Boxing Day"),
    ],
)
def test_holidays_out_of_the_ordinary_are_known_by_name(date, name):
    assert name.casefold() in ENGLISH.holiday_name(day(dt.date.fromisoformat(date))).casefold()


def test_only_years_after_the_published_list_are_marked_projected():
    assert not Calendar.is_projected(day(dt.date(2028, 12, 31)))
    assert Calendar.is_projected(day(dt.date(2029, 1, 1)))
    assert day(dt.date(2029, 4, 2)) in all_holidays()  # Easter Monday by rule


def test_projection_gives_the_published_list_in_years_without_one_offs():
    for year in (2013, 2014, 2015, 2016, 2017, 2018, 2019, 2021, 2024, 2025, 2026, 2027, 2028):
        published = {number for number in all_holidays() if date_of(number).year == year}
        assert set(projected(year)) == published


def test_easter_falls_where_the_church_says():
    assert [easter(year) for year in (2000, 2019, 2026, 2038)] == [
        dt.date(2000, 4, 23),
        dt.date(2019, 4, 21),
        dt.date(2026, 4, 5),
        dt.date(2038, 4, 25),
    ]


@pytest.mark.parametrize("count_from", ["day_after", "same_day"])
@pytest.mark.parametrize(
    ("n", "unit"),
    [(1, "working_day"), (10, "working_day"), (45, "working_day"), (7, "day"), (6, "week"), (72, "hour")]
    + [(1, "month"), (3, "month"), (12, "month")],
)
def test_due_days_equal_a_plain_day_loop(n, unit, count_from):
    table = ENGLISH.due_table(n, unit, count_from)
    dice = random.Random(n)
    starts = [BEGIN + ONE * dice.randrange((END - BEGIN).days) for _ in range(400)]
    starts += [
        dt.date(year, month, 29 + tail) for year in (2024, 2027) for month in (1, 8, 12) for tail in (0, 1, 2)
    ]
    for start in starts:
        assert date_of(table[day(start) - FIRST]) == due(start, n, unit, count_from), start


def test_every_start_and_every_as_at_day_is_overdue_exactly_when_more_working_days_have_passed():
    """For each pair of days 2000 to 2040: overdue <=> W[as_at] > W[due], due today <=> as_at is due."""
    from desktop.domain.kernel import DUE_TODAY, OVERDUE, Kernel, Length

    dates = [BEGIN + ONE * at for at in range(LAST - FIRST + 1)]
    passed = np.cumsum([working(date) for date in dates])  # by the holidays package, not by our table
    lengths = [Length(10, "working_day"), Length(10, "working_day", "same_day")]
    ends = [
        np.array([day(due(date, 10, "working_day", length.count_from)) for date in dates])
        for length in lengths
    ]
    last = LAST - FIRST
    inside = [end - FIRST <= last for end in ends]
    used = [passed[np.minimum(end - FIRST, last)] for end in ends]
    starts = np.arange(FIRST, LAST + 1, dtype=np.int32)
    kernel = Kernel(ENGLISH, lengths)
    index = [kernel.index(at, starts) for at in range(2)]
    memory = np.empty(len(starts), np.int64)
    for as_at in range(FIRST, LAST + 1):
        kernel.roll(as_at)
        for at in range(2):
            state = kernel.answers(index[at], memory).state
            late = (passed[as_at - FIRST] > used[at]) & inside[at]
            assert np.array_equal(state == OVERDUE, late), (as_at, at)
            assert np.array_equal(state == DUE_TODAY, ends[at] == as_at), (as_at, at)


def test_the_three_wrong_ways_to_count_days_over_differ_and_ours_is_right():
    """Ours is W[as_at] - W[due]; the two spreadsheet forms and the bare busday_count are not."""
    dice = np.random.default_rng(3)
    due_on = dice.integers(day(dt.date(2010, 1, 1)), day(dt.date(2035, 1, 1)), 4000).astype(np.int32)
    as_at = (due_on + dice.integers(0, 40, 4000)).astype(np.int32)
    ours = np.maximum(ENGLISH.working_between(due_on, as_at), 0)
    truth = [working_days_over(date_of(a), date_of(b)) for a, b in zip(due_on, as_at, strict=True)]
    assert ours.tolist() == truth
    off = np.array(sorted(all_holidays()), "datetime64[D]")
    due_days, as_at_days = due_on.astype("datetime64[D]"), as_at.astype("datetime64[D]")
    both_ends = np.busday_count(due_days, as_at_days + 1, holidays=off)  # NETWORKDAYS(due, today)
    idiom = np.maximum(both_ends - 1, 0)
    bare = np.busday_count(due_days, as_at_days, holidays=off)
    by_date = (as_at > due_on).astype(np.int64)  # "overdue" by a bare comparison of dates
    assert (idiom < ours).any()
    assert not (idiom > ours).any()
    assert (bare > ours).any()
    assert ((by_date > 0) & (ours == 0)).any()
    right = np.busday_count(due_days + 1, as_at_days + 1, holidays=off)
    assert np.array_equal(right, ours)


def test_closure_days_are_skipped_only_where_given():
    closed = [day(dt.date(2025, 12, date)) for date in (29, 30, 31)]
    start = day(dt.date(2025, 12, 18))
    assert date_of(ENGLISH.add_working(start, 10)) == dt.date(2026, 1, 6)
    assert date_of(Calendar.england(closed).add_working(start, 10)) == dt.date(2026, 1, 9)
    assert Calendar.england(closed).holiday_name(closed[0])
    assert not ENGLISH.holiday_name(closed[0])


def test_months_clamp_to_the_last_day_and_leave_unknown_days_alone():
    days = np.array([day(dt.date(2025, 8, 31)), NO_DAY, day(dt.date(2024, 2, 29))], np.int32)
    moved = add_months(days, 6)
    assert [date_of(moved[0]), moved[1], date_of(moved[2])] == [
        dt.date(2026, 2, 28),
        NO_DAY,
        dt.date(2024, 8, 29),
    ]
    assert date_of(add_months_to(day(dt.date(2010, 1, 31)), -2)) == dt.date(2009, 11, 30)


def test_days_outside_the_span_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="2000 to 2040"):
        ENGLISH.is_working(day(dt.date(1999, 12, 31)))
    assert ENGLISH.add_working(np.array([NO_DAY], np.int32), 5)[0] == NO_DAY
    assert len(ENGLISH.due_table(1, "day", "day_after")) == SPAN


def test_the_last_working_day_before_a_bank_holiday_weekend_is_found():
    easter_monday = day(dt.date(2026, 4, 6))
    assert date_of(ENGLISH.last_working_on_or_before(easter_monday)) == dt.date(2026, 4, 2)
