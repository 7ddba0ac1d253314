"""How teams differ in one indicator, and which of the differences mean something.

Never a league table: a team is compared with what chance alone does to a team of its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.analysis.funnel import (
    ENOUGH_TEAMS,
    SMALLEST,
    VERDICT_WORDS,
    Limits,
    Spread,
    exact_limits,
    normal_limits,
    spread,
    wilson,
)


@dataclass(frozen=True)
class Counted:
    """One team's numerator and denominator, and what opens them.

    Attributes:
        key: the team's id, blank for cases of no team.
        mark: what a reader should know of the team, "post vacant" or "acting manager"; blank for nothing.
        opens: whatever the caller needs to open exactly the rows counted.
    """

    key: str
    title: str
    met: int
    of: int
    mark: str = ""
    opens: Any = None


@dataclass(frozen=True)
class Point:
    """A team on the chart; shares from 0 to 1.

    Attributes:
        limits: the exact ones for its size.
        verdict: one of `funnel.VERDICTS`, by the limits that the chart draws.
        interval: the Wilson interval of its own share.
    """

    team: Counted
    share: float
    limits: Limits
    verdict: str
    interval: tuple[float, float]

    @property
    def words(self) -> str:
        """The verdict in words."""
        return VERDICT_WORDS[self.verdict]


@dataclass(frozen=True)
class Variability:
    """Everything that the chart, the table beside it and the command line print.

    Attributes:
        expected: the share of all teams together, which the limits lie around.
        met, of: all cases, those of teams left out too.
        points: teams with enough cases, in the order of their names.
        left_out: teams with too few cases for a chart.
        allowed: the limits drawn allow for the spread between teams.
    """

    expected: float
    met: int
    of: int
    points: tuple[Point, ...]
    left_out: tuple[Counted, ...]
    spread: Spread
    allowed: bool

    @property
    def footnote(self) -> str:
        """What is not on the chart, and by which limits it was drawn."""
        parts = [_left_out_words(self.left_out)] if self.left_out else []
        if self.allowed:
            parts.append(
                f"Limits allow for the spread between teams (φ {self.spread.phi:.1f}, "
                f"τ² {self.spread.tau2:.4f})."
            )
        elif len(self.points) > 1:
            parts.append(
                f"Exact binomial limits. With fewer than {ENOUGH_TEAMS} teams the spread between them "
                f"(φ {self.spread.phi:.1f}) is not allowed for."
            )
        return " ".join(parts)

    def drawn(self, n: int) -> Limits:
        """The limits as drawn for a team of `n` cases."""
        return _drawn(n, self.expected, self.spread, self.allowed)


def variability(teams: Sequence[Counted]) -> Variability:
    """Compare teams: those with three cases or fewer stay in the totals and are left off the chart."""
    met, of = sum(team.met for team in teams), sum(team.of for team in teams)
    expected = met / of if of else 0.0
    large = sorted((team for team in teams if team.of >= SMALLEST), key=lambda team: team.title.casefold())
    small = tuple(team for team in teams if 0 < team.of < SMALLEST)
    between = spread([team.met for team in large], [team.of for team in large])
    allowed = len(large) >= ENOUGH_TEAMS and between.tau2 > 0
    points = tuple(_point(team, expected, between, allowed) for team in large)
    return Variability(expected, met, of, points, small, between, allowed)


def _point(team: Counted, expected: float, between: Spread, allowed: bool) -> Point:
    share = team.met / team.of
    verdict = _drawn(team.of, expected, between, allowed).verdict(share)
    return Point(team, share, exact_limits(team.of, expected), verdict, wilson(team.met, team.of))


def _drawn(n: int, expected: float, between: Spread, allowed: bool) -> Limits:
    return normal_limits(n, expected, between.tau2) if allowed else exact_limits(n, expected)


def _left_out_words(teams: Sequence[Counted]) -> str:
    cases = sum(team.of for team in teams)
    one = len(teams) == 1
    return (
        f"{len(teams)} {'team' if one else 'teams'} with three cases or fewer "
        f"({cases} {'case' if cases == 1 else 'cases'}) {'is' if one else 'are'} left off the chart; "
        f"{'it is' if one else 'they are'} in the totals."
    )
