"""Teams and months on the demo council: every number is the length of the list that it opens."""

import datetime as dt

import pytest

from desktop.analysis.funnel import SMALLEST
from desktop.analysis.teams import between, monthly, shares
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.lists import build
from desktop.domain.months import read_month
from desktop.errors import KnownError

TODAY = day(dt.date(2026, 11, 20))
OCTOBER = read_month("2026-10")


@pytest.fixture(scope="module")
def desk(demo_master):
    with Workspace.open(demo_master, exclusive=False, today=lambda: TODAY) as workspace:
        yield workspace.desk()


@pytest.mark.parametrize("indicator", ["cp_visit_10wd", "cla_visit_agreed", "supervision_cp"])
def test_each_team_opens_exactly_the_rows_that_were_counted(desk, indicator):
    found = between(desk, indicator, OCTOBER)
    assert found.result.points
    for point in found.result.points:
        assert len(build(desk, point.team.opens.selection(desk, "d"))) == point.team.of >= SMALLEST
        assert len(build(desk, point.team.opens.selection(desk, "n"))) == point.team.met


def test_teams_add_up_to_the_whole(desk):
    for one in shares():
        found = between(desk, one.id, OCTOBER)
        assert (found.result.met, found.result.of) == (found.whole.n or 0, found.whole.d or 0), one.id


def test_months_are_the_same_figures_as_the_table_of_that_month(desk):
    series = monthly(desk, "cp_visit_10wd", OCTOBER, months=6)
    assert series.months == tuple(range(OCTOBER - 5, OCTOBER + 1))
    assert series.figures[-1].n == between(desk, "cp_visit_10wd", OCTOBER).whole.n
    assert len(build(desk, series.figures[0].selection(desk, "d"))) == series.figures[0].d
    assert series.chart.stretches[0].provisional


def test_months_of_one_team_are_that_team_s(desk):
    team = between(desk, "cp_visit_10wd", OCTOBER).result.points[0].team
    series = monthly(desk, "cp_visit_10wd", OCTOBER, months=2, team=team.key)
    assert (series.figures[-1].n, series.figures[-1].d) == (team.met, team.of)


def test_an_indicator_that_is_no_share_is_refused_in_one_sentence(desk):
    with pytest.raises(KnownError, match="Teams cannot be compared by children_looked_after"):
        between(desk, "children_looked_after", OCTOBER)
