"""What people type into a date field, and what is said back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import Calendar
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.typed_dates import FIRST_YEAR, LAST_YEAR, parse, spell

TODAY = day(dt.date(2026, 10, 22))  # a Thursday
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31))


def on(year, month, number):
    return day(dt.date(year, month, number))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("t", on(2026, 10, 22)),
        ("Today", on(2026, 10, 22)),
        ("y", on(2026, 10, 21)),
        ("tomorrow", on(2026, 10, 23)),
        ("-1", on(2026, 10, 21)),
        ("+7", on(2026, 10, 29)),
        ("+3w", on(2026, 11, 12)),
        ("-2w", on(2026, 10, 8)),
        ("+4m", on(2027, 2, 22)),
        ("24/10/26", on(2026, 10, 24)),
        ("24.10.2026", on(2026, 10, 24)),
        ("4-3-26", on(2026, 3, 4)),
        ("2026-10-24", on(2026, 10, 24)),
        ("24 October 2026", on(2026, 10, 24)),
        ("24th oct 26", on(2026, 10, 24)),
        ("24oct", on(2025, 10, 24)),
        ("3 sept", on(2026, 9, 3)),
        ("29 feb", on(2024, 2, 29)),
        ("21/10", on(2026, 10, 21)),
        ("24/10", on(2025, 10, 24)),
        ("13/05/61", on(1961, 5, 13)),
        ("mon", on(2026, 10, 19)),
        ("THU", on(2026, 10, 22)),
        ("last thu", on(2026, 10, 15)),
        ("next mon", on(2026, 10, 26)),
        ("\N{NO-BREAK SPACE} 24 / 10 ".replace(" / ", "/"), on(2025, 10, 24)),
        ("", NO_DAY),
        ("   ", NO_DAY),
    ],
)
def test_recording_reads_what_was_typed(typed, expected):
    assert parse(typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("24/10", on(2026, 10, 24)),
        ("22 oct", on(2027, 10, 22)),
        ("mon", on(2026, 10, 26)),
        ("thu", on(2026, 10, 29)),
        ("29 feb", on(2028, 2, 29)),
        ("+3", on(2026, 10, 25)),
    ],
)
def test_planning_reads_the_next_such_day(typed, expected):
    assert parse(typed, TODAY, prefer="future") == expected


@pytest.mark.parametrize("typed", ["10/24/26", "1/31/2026"])
def test_the_american_order_is_told_so_not_swapped(typed):
    with pytest.raises(ValueError, match="day first"):
        parse(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    ["31/02/2026", "soon", "32 oct", "24/10/1066", "m", "-", "+", "12/12/12/12", "+9999w", "0/0/0", "24 foo"],
)
def test_what_is_no_date_gets_one_sentence(typed):
    with pytest.raises(ValueError) as caught:
        parse(typed, TODAY)
    assert typed in str(caught.value)
    assert "\n" not in str(caught.value)


def test_months_clamp_to_the_last_day():
    assert parse("+6m", on(2025, 8, 31)) == on(2026, 2, 28)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%b-%Y"]))
def test_every_full_date_reads_back_as_itself(date, form):
    assert parse(date.strftime(form), TODAY) == day(date)


@given(st.dates(dt.date(1937, 1, 1), dt.date(2036, 12, 31)))
def test_two_digit_years_cover_the_hundred_years_that_end_in_ten(date):
    assert parse(date.strftime("%d/%m/%y"), TODAY) == day(date)


@given(DAYS, st.sampled_from(["mon", "tues", "wed", "thu", "fri", "sat", "sunday"]))
def test_a_weekday_is_within_a_week_and_on_the_side_asked_for(today, name):
    past, future = parse(name, day(today)), parse(name, day(today), prefer="future")
    assert 0 <= day(today) - past <= 6
    assert 1 <= future - day(today) <= 7
    assert date_of(past).strftime("%A").lower().startswith(name[:3])
    assert date_of(future).weekday() == date_of(past).weekday()


@given(DAYS, DAYS)
def test_a_day_without_a_year_never_lands_on_the_wrong_side(today, date):
    typed = f"{date.day}/{date.month}"
    assert parse(typed, day(today)) <= day(today)
    assert parse(typed, day(today), prefer="future") > day(today)


@given(st.text(max_size=12))
def test_any_text_at_all_gives_a_day_or_a_sentence(text):
    said = ""
    try:
        number = parse(text, TODAY)
    except ValueError as error:
        said, number = str(error), NO_DAY
    assert not said or said.endswith(".")
    assert number == NO_DAY or FIRST_YEAR <= date_of(number).year <= LAST_YEAR


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("+4", "Mon 26 Oct 2026, 2 working days"),
        ("y", "Wed 21 Oct 2026, 1 working day ago"),
        ("t", "Thu 22 Oct 2026, today"),
        ("+2", "Sat 24 Oct 2026 (not a working day), 1 working day"),
        ("25/12/26", "Fri 25 Dec 2026 (Christmas Day), 45 working days"),
        ("13/05/61", "Sat 13 May 1961, 23903 days ago"),
        ("", ""),
    ],
)
def test_a_date_is_said_back_with_its_distance(typed, said):
    assert spell(parse(typed, TODAY), TODAY) == said


def test_the_councils_own_closure_is_named_and_skipped():
    closed = Calendar.england(closures=[TODAY + 1])
    assert spell(TODAY + 1, TODAY, closed) == "Fri 23 Oct 2026 (council closure day), 0 working days"
    assert spell(TODAY + 4, TODAY, closed) == "Mon 26 Oct 2026, 1 working day"
