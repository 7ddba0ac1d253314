"""The DoLS table, typed rows, figures of others, comments and intervals are in the packs as on the screen."""

from __future__ import annotations

import io

import openpyxl
import pytest

from desktop.analysis.beside import own
from desktop.analysis.dols_table import dols_table
from desktop.analysis.frozen_dols import read_dols
from desktop.analysis.funnel import wilson
from desktop.analysis.variability import Counted, variability
from desktop.domain.indicators import indicators
from desktop.domain.lists import build
from desktop.domain.months import read_month
from desktop.reports.drawing import Drawings, Mark, Words
from desktop.reports.html import page
from desktop.reports.packs import pack
from desktop.reports.packs_charts import dots_drawing, funnel_drawing, months_drawing
from desktop.reports.packs_figures import DOLS_SCOPE
from desktop.reports.packs_sheets import beside_tables
from desktop.reports.packs_workbook import pack_workbook
from desktop.reports.paper import Grid

OCTOBER = read_month("2026-10")


def grid(paper, begins):
    return next(one for one in paper.parts if isinstance(one, Grid) and one.title.startswith(begins))


def texts(row):
    return [cell.text for cell in row.cells]


@pytest.fixture(scope="module")
def whole(managers):
    return pack(managers, managers.whole)


# DoLS


def test_the_frozen_dols_table_is_the_one_on_the_screen_to_the_last_request(space, frozen):
    desk = space.desk(as_at=frozen.as_at)
    for row in dols_table(desk, OCTOBER).rows:
        kept = read_dols(frozen)[row.indicator.id]
        assert [one.value for one in kept.months[-9:]] == [cell.value for cell in row.cells]
        ids = [desk.book.case.ids[case] for case in build(desk, row.cells[-1].selection).case.tolist()]
        assert sorted(one.case for one in kept.rows) == sorted(ids)
        if row.indicator.kind == "mean":
            days = [one.done - one.due for one in kept.rows if one.state]
            assert kept.last.value == int(sum(days) / len(days) + 0.5)


def test_dols_stands_in_the_pack_of_the_whole_and_in_one_of_its_own_with_the_requests(managers, whole):
    own_pack = pack(managers, DOLS_SCOPE)
    for paper in (whole, own_pack):
        table = grid(paper, "DoLS by month")
        assert [row.cells[0].text for row in table.rows] == [one.name for one in indicators("dols").values()]
        assert texts(table.rows[0])[-2].startswith("146 requests a month")
        assert texts(table.rows[0])[-2].endswith("2021-22")
        assert texts(table.rows[2])[-1] == "N/A"
    for key in ("dols_signed_off", "dols_received", "dols_over_one_year"):
        kept = read_dols(managers.frozen)[key]
        assert len(grid(own_pack, f"{kept.indicator.name}: ").rows) == kept.last.count
    assert not [one for one in whole.parts if getattr(one, "title", "").startswith("DoLS applications")]


def test_a_panel_is_given_no_request(panel, panel_sheets):
    assert not [row for row in pack(panel, DOLS_SCOPE).parts if getattr(row, "title", "").endswith(": 91")]
    assert "DoLS" in panel_sheets
    assert "DoLS requests" not in panel_sheets


# beside


def test_rows_from_other_systems_stand_below_the_counted_ones_with_tbc_for_what_is_to_come(space, whole):
    desk = space.desk()
    rows = {row.cells[0].text: row for row in grid(whole, "The month's figures").rows}
    for key, one in indicators("children").items():
        if one.kind == "import":
            row = rows[one.name]
            assert row.cells[0].small == "from another system"
            last = row.cells[-3].text
            assert last == own(desk, one, OCTOBER).text("%" if one.is_share else ""), key
    assert texts(rows["Early help assessments completed"])[-3] == "TBC"
    assert texts(rows["CLA placed for adoption"])[-2] == "TBC"  # its target


def test_figures_of_others_have_unit_and_year_and_none_is_no_nought(whole, panel_sheets):
    rows = {row.cells[0].text: texts(row) for row in grid(whole, "Beside the figures of others").rows}
    assert rows["C&F assessment within 45 working days"][3:] == [
        "77% 2020-21",
        "74% (no year printed)",
        "70% (no year printed)",
        "69% (no year printed)",
    ]
    assert rows["CLA at month end"][-1] == "N/A"
    lines = {(row[0], row[1]): row[2:] for row in panel_sheets["Others"][1:]}
    assert lines["C&F assessment within 45 working days", "England"][:2] == [69, "%"]
    assert lines["CLA at month end", "England"][0] == "N/A"
    assert lines["CLA placed for adoption", "Target"][0] == "TBC"


def test_comments_are_carried_into_the_pack_with_their_state(managers, whole, panel, panel_sheets):
    rows = [texts(row) for row in grid(whole, "Comments and actions").rows]
    carried = next(row for row in rows if row[-1] == "Sep 2026, carried")
    assert carried[:4] == [
        "Supervision in time, care leavers",
        "Action, open",
        "Fixed-term manager to cover the vacant post.",
        "Service manager, through care",
    ]
    assert [row[1] for row in rows if "late" in row[1]] == ["Action, late"]
    assert "Who" in next(one for one in beside_tables(managers) if one.name == "Comments").heads
    assert "Who" not in panel_sheets["Comments"][0]
    assert "Service manager, through care" not in page(pack(panel, panel.whole))


# charts


def test_a_dot_plot_stands_beside_each_funnel_and_says_each_interval(managers, whole):
    pairs = [one for one in whole.parts if isinstance(one, Drawings) and one.title.startswith("Teams")]
    assert len(pairs) > 5
    for one in pairs:
        funnel, dots = one.drawings
        assert dots.title == f"{funnel.title}, intervals"
        marks = [sum(isinstance(shape, Mark) for shape in drawing.shapes) for drawing in (funnel, dots)]
        assert marks[0] == marks[1]
    found = variability([Counted("a", "Team A", 20, 30), Counted("b", "Team B", 4, 40)])
    low, high = (100 * end for end in wilson(20, 30))
    assert f"Team A 66.7%, {low:.1f} to {high:.1f}" in dots_drawing("Visits", found, None).says


def test_a_team_without_its_manager_is_hollow_and_marked(managers):
    teams = [Counted("a", "Team A", 20, 30, "acting manager"), Counted("b", "Team B", 24, 30)]
    found = variability(teams)
    for drawing in (funnel_drawing("Visits", found, None), dots_drawing("Visits", found, None)):
        assert [one.shape for one in drawing.shapes if isinstance(one, Mark)] == ["hollow circle", "circle"]
        assert "1m" in [one.text for one in drawing.shapes if isinstance(one, Words)]


def test_a_step_divides_the_limits_on_paper_and_in_the_workbook(panel_sheets):
    values = [50.0, 52, 49, 51, 50, 48, 80, 82, 79, 81, 80]
    names = [f"M{at}" for at in range(len(values))]
    plain = months_drawing("Visits", names, values, None)
    made = months_drawing("Visits", names, values, None, [("step", 6), ("definition", 3)])
    assert len(made.shapes) == len(plain.shapes) + 2 * 2 + 3  # two lines with their words, mean and limits
    assert {"step", "definition"} <= {one.text for one in made.shapes if isinstance(one, Words)}
    assert "Step change, limits computed anew from M6." in made.says
    heads = panel_sheets["Months"][0]
    assert heads[7:] == ["Mean", "Low limit", "High limit", "Out of the ordinary", "What changed"]


def test_the_workbook_draws_each_share_between_the_ends_of_its_interval(panel):
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(panel, [panel.whole], "Figures")))
    charts = book["Teams"]._charts
    assert len(charts) > 5
    assert all(len(one.series) == 3 and one.hiLowLines is not None for one in charts)
    rows = list(book["Teams"].iter_rows(min_row=2, values_only=True))
    assert all(row[5] <= row[4] <= row[6] for row in rows)
