"""The charts of a pack stay inside their frame, whatever the figures are."""

import pytest

from desktop.analysis.variability import Counted, variability
from desktop.reports.drawing import Line, Mark, svg
from desktop.reports.packs_charts import HEIGHT, WIDTH, funnel_drawing, months_drawing

NAMES = [f"M{at}" for at in range(14)]


def inside(drawing, height):
    for shape in drawing.shapes:
        points = shape.points if isinstance(shape, Line) else [(shape.x, shape.y)]
        assert all(0 <= x <= WIDTH and 0 <= y <= height for x, y in points)


@pytest.mark.parametrize(
    "values",
    [[0.0] * 14, [100.0] * 14, [50.0] * 14, [0.0, 100.0] * 7, [None, 3.0, None, 97.5, 12.0] + [80.0] * 9],
)
@pytest.mark.parametrize("target", [None, 0.0, 95.0, 100.0])
def test_months_of_any_height_fit(values, target):
    made = months_drawing("Visits", NAMES, values, target)
    inside(made, HEIGHT)
    assert sum(isinstance(one, Mark) for one in made.shapes) == sum(value is not None for value in values)
    assert svg(made).startswith("<svg")


@pytest.mark.parametrize("teams", [[(0, 10), (0, 12)], [(10, 10), (12, 12)], [(4, 40), (39, 40), (5, 5)]])
def test_teams_of_any_share_fit_and_the_odd_ones_are_named(teams):
    found = variability([Counted(str(at), f"Team {at}", n, d) for at, (n, d) in enumerate(teams)])
    made = funnel_drawing("Visits", found, 95.0)
    inside(made, made.height)
    for point in found.points:
        assert (point.team.title in made.says) == (point.verdict != "in")
