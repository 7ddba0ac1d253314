import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.days import day
from desktop.exchange.dates import Odd, read_day

TODAY = day(dt.date(2026, 11, 20))
APRIL = day(dt.date(2026, 4, 9))


@pytest.mark.parametrize(
    "typed",
    [
        "09/04/2026",
        "9/4/26",
        " 09.04.2026 ",
        "9-4-2026",
        "09 04 2026",
        "09 Apr 2026",
        "9 April 2026",
        "9th April 2026",
        "09-Apr-26",
        "2026-04-09",
        "2026-04-09T00:00:00",
        "09/04/2026 14:30",
        "Thu 9 Apr 2026",
        "9\xa0April\xa02026",
        46121.0,
        46121,
        46121.75,
        "46121",
        dt.date(2026, 4, 9),
        dt.datetime(2026, 4, 9, 23, 59),
    ],
)
def test_one_day_however_it_is_typed(typed):
    assert read_day(typed, today=TODAY) == APRIL


@pytest.mark.parametrize("typed", ["", " ", None, "-", "N/A", "n/a", "not yet", "None", "#N/A"])
def test_blank_however_it_is_spelt(typed):
    assert read_day(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("04/13/2026", "us_date"),
        ("31/02/2026", "no_such_day"),
        ("29/02/2026", "no_such_day"),
        ("01/01/1900", "placeholder_date"),
        ("31/12/9999", "placeholder_date"),
        (0.0, "placeholder_date"),
        (dt.date(1900, 1, 1), "placeholder_date"),
        ("?", "unknown_date"),
        ("TBC", "unknown_date"),
        ("12/10/26 & 14/10/26", "several_dates"),
        ("last week", "unreadable_date"),
        (12.0, "unreadable_date"),
        (70000.0, "unreadable_date"),
        (True, "unreadable_date"),
        ("April 9 2026", "unreadable_date"),
        ("20262", "placeholder_date"),
    ],
)
def test_what_is_not_a_day_says_why(typed, code):
    if typed == "20262":  # a serial in 1955, well before any event, is still a day
        assert read_day(typed, today=TODAY) == day(dt.date(1955, 6, 22))
    else:
        assert read_day(typed, today=TODAY) == Odd(code)


@pytest.mark.parametrize(
    ("typed", "adult", "year"),
    [("8/3/41", True, 1941), ("25/12/26", False, 1926), ("1/6/12", False, 2012), ("1/6/25", True, 1925)],
)
def test_two_digit_years_of_birth_lie_in_the_past(typed, adult, year):
    found = read_day(typed, born=True, adult=adult, today=TODAY)
    assert dt.date.fromordinal(found + 719163).year == year


def test_a_birth_serial_before_1954_is_a_birthday():
    assert read_day(18056.0, born=True, today=TODAY) == day(dt.date(1949, 6, 7))
    assert read_day(18056.0, today=TODAY) == Odd("unreadable_date")


@settings(max_examples=200, deadline=None)
@given(st.dates(dt.date(1955, 1, 1), dt.date(2063, 12, 31)))
def test_every_day_survives_every_way_of_writing_it(date):
    number = day(date)
    serial = float((date - dt.date(1899, 12, 30)).days)
    ways = (
        date,
        serial,
        date.isoformat(),
        f"{date:%d/%m/%Y}",
        f"{date.day}.{date.month}.{date.year}",
        f"{date.day} {date:%B} {date.year}",
        f" {date:%d-%m-%Y} ",
    )
    assert {read_day(way, today=TODAY) for way in ways} == {number}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_nothing_typed_makes_reading_fail(raw):
    found = read_day(raw, today=TODAY)
    assert found is None or isinstance(found, int | Odd)


@settings(max_examples=100, deadline=None)
@given(st.integers(13, 31), st.integers(1, 12), st.integers(2000, 2050))
def test_american_order_is_never_accepted(us_day, us_month, year):
    assert not isinstance(read_day(f"{us_month:02}/{us_day:02}/{year}", today=TODAY), int)
