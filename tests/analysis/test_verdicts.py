"""A verdict rests on runs of months; N/A, TBC and 0 are three things."""

from __future__ import annotations

import pytest
from build import CaseBuilder, on

from desktop.analysis.beside import other, own, printed, target
from desktop.analysis.children_table import children_table
from desktop.analysis.verdicts import verdict
from desktop.domain.figures import Value, read_value
from desktop.domain.indicators import indicators
from desktop.domain.lists.desk import Desk
from desktop.domain.months import read_month
from desktop.domain.timescales import Timescales
from desktop.models.monthly import line, percent

CP = indicators("children")["cp_visit_10wd"]
PLACED = indicators("children")["placements_3"]
STEADY = [96.0, 97.0, 95.5, 96.5, 95.0, 96.0, 97.0, 96.0]


@pytest.mark.parametrize(
    ("values", "key", "said"),
    [
        ([*STEADY, 96.0], "good", "Meets the target"),
        ([*STEADY, 94.9], "watch", "this month"),
        ([*STEADY, 94.9, 94.8], "watch", "2 months running"),
        ([*STEADY, 94.9, 94.8, 94.7], "act", "3 months running"),
        ([*STEADY, 60.0], "act", "outside the limits"),
        ([94.0, None, 94.0], "watch", "this month"),  # a month without anybody breaks the run
        ([90.0], "watch", "this month"),
        ([None], "", ""),
    ],
)
def test_one_bad_month_is_not_red_and_three_are(values, key, said):
    found = verdict(CP, 95.0, values)
    assert found.key == key
    assert said in found.words


def test_a_fall_is_worse_only_where_higher_is_better():
    falling = [30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0]
    assert verdict(PLACED, 15.0, falling).key == "good"
    assert "worse than usual" in verdict(CP, 10.0, falling).words
    assert verdict(CP, 10.0, falling).key == "watch"


def test_what_is_usual_begins_anew_at_a_declared_step():
    before, after = [96.0, 97.0, 95.5, 96.5] * 3, [80.0, 82.0, 79.0, 81.0] * 2
    assert "worse than usual" in verdict(CP, 70.0, [*before, *after]).words
    assert verdict(CP, 70.0, [*before, *after], [len(before)]).words == "Meets the target"


def test_no_target_no_verdict():
    assert verdict(CP, None, [50.0]).key == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("n/a", Value()),
        ("TBC", Value(None, "TBC")),
        ("0", Value(0.0, "")),
        ("1,540", Value(1540.0, "")),
        ("82.5 %", Value(82.5, "")),
    ],
)
def test_the_three_kinds_of_nothing_are_told_apart(typed, value):
    assert read_value(typed) == value


@pytest.mark.parametrize("typed", ["", "none", "nan", "<10", "1-5"])
def test_what_is_no_figure_is_refused(typed):
    with pytest.raises(ValueError, match="a number, N/A or TBC"):
        read_value(typed)


def test_what_stands_beside_a_figure_has_its_unit_and_year():
    made = CaseBuilder()
    desk = Desk.open(made.book, Timescales.shipped(), on("2026-11-20"))
    known, month = indicators("children"), read_month("2026-10")
    assert printed(other(desk, known["cla_rate"], "local", month)) == "95 per 10,000 2020-21"
    assert printed(other(desk, known["cla_rate"], "england", month)).startswith("67 per 10,000 (no year")
    assert printed(other(desk, CP, "england", month)) == "N/A"
    assert target(desk, known["permanence"], month).text() == "TBC"
    assert own(desk, known["contacts"], month).text() == "TBC"


def test_a_line_prints_na_for_nobody_and_never_nought():
    made = CaseBuilder()
    desk = Desk.open(made.book, Timescales.shipped(), on("2026-11-20"))
    month = read_month("2026-10")
    (figure,) = children_table(desk, month, only="cp_visit_10wd")
    assert (figure.n, figure.d) == (0, 0)
    assert percent(desk, figure, month, False) == "N/A"
    texts = line(desk, figure, month, False, None).texts
    assert (texts["target"], texts["neighbours"], texts["state"]) == ("95%", "N/A", "")
