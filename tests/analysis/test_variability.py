"""Comparing teams: who is on the chart, who is left off and said so, and when limits allow for spread."""

from desktop.analysis.variability import Counted, variability


def teams(*pairs):
    return [Counted(f"id{at}", f"Team {at:02}", met, of) for at, (met, of) in enumerate(pairs)]


def test_teams_of_three_or_fewer_are_in_the_totals_and_not_on_the_chart():
    found = variability(teams((8, 10), (2, 3), (1, 1), (0, 0), (9, 12)))
    assert [point.team.of for point in found.points] == [10, 12]
    assert (found.met, found.of) == (20, 26)
    assert "2 teams with three cases or fewer (4 cases) are left off the chart" in found.footnote


def test_eight_teams_are_judged_by_chance_alone_and_the_spread_is_only_mentioned():
    pairs = [(40, 45), (33, 35), (20, 30), (55, 60), (28, 30), (12, 20), (42, 42), (35, 45)]
    found = variability(teams(*pairs))
    assert not found.allowed
    assert [point.verdict for point in found.points] == [
        *("in", "in", "low", "in", "in", "low", "very_high", "in")
    ]
    assert "φ 3.6" in found.footnote


def test_from_ten_teams_on_limits_allow_for_the_spread_between_them():
    pairs = [
        (40, 45),
        (33, 35),
        (20, 30),
        (55, 60),
        (28, 30),
        (12, 20),
        (42, 42),
        (35, 45),
        (30, 45),
        (50, 52),
    ]
    found = variability(teams(*pairs))
    assert found.allowed
    assert all(not point.verdict.startswith("very") for point in found.points)


def test_everybody_at_a_hundred_per_cent_is_ordinary():
    found = variability(teams((8, 8), (14, 14)))
    assert {point.verdict for point in found.points} == {"in"}
    assert found.expected == 1.0


def test_no_team_at_all():
    found = variability([])
    assert (found.points, found.of, found.footnote) == ((), 0, "")
