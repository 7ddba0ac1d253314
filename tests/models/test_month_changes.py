"""A declared step change begins new limits, and is told in the table beside the chart and below it."""

import datetime as dt

import pytest

from desktop.commands import figures
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.months import read_month, spoken_month
from desktop.models.month_changes import month_changes
from desktop.models.teams import months_answer

TODAY = day(dt.date(2026, 11, 20))
OCTOBER = read_month("2026-10")


@pytest.fixture
def space(demo_file):
    with Workspace.open(demo_file, None, "manager", today=lambda: TODAY) as space:
        yield space


def test_the_step_of_the_demo_council_divides_the_limits_and_is_said(space):
    made = months_answer(space.desk(), "dental", OCTOBER, "pack")
    (change,) = month_changes(made.found)
    first, second = made.found.chart.stretches
    assert (change.kind, change.place) == ("step", second.first)
    assert made.found.months[second.first] == change.month == read_month("2026-02")
    assert first.mean != second.mean
    line = made.rows.rows[second.first]
    assert "Step change in Feb 2026: Dental checks are taken" in " ".join(line)
    assert change.words in made.note
    assert line[-1] != made.rows.rows[second.first - 1][-1]  # the limits of the row above


def test_a_step_that_is_withdrawn_leaves_one_set_of_limits(space):
    space.run(
        figures.declare_step(
            space.book, "cp_visit_10wd", OCTOBER - 3, "New team", author="manager", today=TODAY
        )
    )
    made = months_answer(space.desk(), "cp_visit_10wd", OCTOBER, "pack")
    assert [one.words for one in month_changes(made.found)] == [
        f"Step change in {spoken_month(OCTOBER - 3)}: New team."
    ]
    assert len(made.found.chart.stretches) == 2
    assert "provisional" in made.note  # four months rest on little
    space.undo()
    made = months_answer(space.desk(), "cp_visit_10wd", OCTOBER, "pack")
    assert len(made.found.chart.stretches) == 1
    assert not month_changes(made.found)
