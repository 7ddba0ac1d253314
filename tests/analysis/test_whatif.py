"""Projections: the same answer for the same seed, ranges in order, and honest words about their basis."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.analysis.ages import burn
from desktop.analysis.whatif import Scenario, from_records, project, read_scenario, scenarios, typed
from desktop.commands import scenarios as kept
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.errors import KnownError, Refused
from desktop.models.whatif import month_rows, reached_words

TODAY = day(dt.date(2026, 11, 20))
FAST = Scenario(arrivals=90, bias=60, each=3)


@pytest.fixture(scope="module")
def desk(demo_master):
    with Workspace.open(demo_master, None, exclusive=False, today=lambda: TODAY) as space:
        yield space.desk(as_at=TODAY)


def test_a_projection_begins_with_the_backlog_on_record_and_is_a_range(desk):
    found = project(desk, FAST, runs=200)
    assert found.low[0] == found.middle[0] == found.high[0] == burn(desk, 1).counts[-1]
    assert all(a <= b <= c for a, b, c in zip(found.low, found.middle, found.high, strict=True))
    early, middle, late = found.reached
    assert TODAY < early <= middle <= late
    assert project(desk, FAST, runs=200) == found


def test_more_assessors_are_there_sooner_and_too_few_never(desk):
    few = project(desk, Scenario(arrivals=90, bias=10, each=3), runs=100)
    assert few.reached == (None, None, None)
    assert "not inside 21 days within five years" in reached_words(few)
    more = project(desk, Scenario(arrivals=90, bias=90, each=3), runs=100)
    assert more.reached[1] < project(desk, FAST, runs=100).reached[1]


def test_leave_and_hours_lower_what_can_be_done():
    assert Scenario(90, 10, 3, leave_pct=20).capacity == pytest.approx(24)
    assert Scenario(90, 10, 3, 0, hours_a_case=12, hours_a_month=24).capacity == pytest.approx(20)
    assert Scenario(90, 10, 3, 0, hours_a_case=2, hours_a_month=24).capacity == pytest.approx(30)


def test_a_day_without_arrivals_or_work_leaves_what_is_open_to_grow_old(desk):
    found = project(desk, Scenario(0, 0, 0), runs=5)
    assert found.middle[3] == found.middle[-1] == burn(desk, 1).counts[-1] + 66


def test_rates_are_of_months_from_june_2026_on_and_earlier_ones_are_said_to_be(demo_master, desk):
    assert "Jun 2026 to Oct 2026" in from_records(desk, 12).basis
    with Workspace.open(demo_master, None, exclusive=False, today=lambda: TODAY) as space:
        before = from_records(space.desk(as_at=day(dt.date(2026, 5, 20))))
    assert "before June 2026" in before.basis
    assert "Projection, not a forecast" in project(desk, FAST, runs=5).words


def test_a_number_typed_over_is_said(desk):
    base = from_records(desk)
    assert typed(base, bias=base.bias) is base
    assert "typed over" in typed(base, bias=base.bias + 1).basis


def test_the_table_stops_soon_after_none_is_left(desk):
    rows = month_rows(project(desk, FAST, runs=100))
    assert rows[0][0] == "Nov 2026"
    assert rows[-1][3] == 0
    assert len(rows) < 40


@pytest.mark.parametrize("wrong", [{"bias": -1}, {"leave_pct": 100}, {"arrivals": 1e9}])
def test_a_scenario_that_cannot_be_is_one_sentence(wrong):
    with pytest.raises(KnownError, match="scenario"):
        typed(FAST, **wrong)


def test_a_scenario_is_saved_replaced_and_removed(demo_file):
    by = {"author": "manager", "today": TODAY}
    with Workspace.open(demo_file, None, today=lambda: TODAY) as space:
        (shipped,) = scenarios(space.desk())  # the demo council has kept one
        space.run(kept.save(space.book, "Winter", FAST, **by))
        space.run(kept.save(space.book, "winter", typed(FAST, bias=70), **by))
        ((_, name, found),) = (one for one in scenarios(space.desk()) if one != shipped)
        assert (name, found.bias) == ("winter", 70)
        with pytest.raises(Refused, match="a name"):
            kept.save(space.book, " ", FAST, **by)
        space.run(kept.remove(space.book, "Winter", **by))
        assert scenarios(space.desk()) == [shipped]
        with pytest.raises(Refused, match="no saved scenario"):
            kept.remove(space.book, "Winter", **by)


def test_what_was_saved_is_read_back():
    assert read_scenario(FAST.text()) == FAST
    with pytest.raises(KnownError, match="could not be read"):
        read_scenario("{}")
