"""Is a team's share out of the ordinary for its size? Exact binomial limits, and the spread between teams.

Limits are those of the funnel plot for proportions (Spiegelhalter, Statistics in Medicine 24:1185, 2005),
taken from the binomial distribution itself and not from its normal approximation: with few cases and
shares near 100% the approximation calls ordinary teams bad and can never call a team good.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Z95 = 1.959963984540054
Z998 = 3.090232306167813
TAILS = (0.001, 0.025, 0.975, 0.999)
SMALLEST = 4  # a team with three or fewer is left out of charts, never out of totals
ENOUGH_TEAMS = 10  # from here on limits allow for the spread between teams
VERDICTS = ("in", "low", "very_low", "high", "very_high")
VERDICT_WORDS = {
    "in": "as expected for its size",
    "low": "lower than expected (outside 95%)",
    "very_low": "much lower than expected (outside 99.8%)",
    "high": "higher than expected (outside 95%)",
    "very_high": "much higher than expected (outside 99.8%)",
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """Where the share of a team of one size lies by chance alone; shares from 0 to 1."""

    low998: float
    low95: float
    high95: float
    high998: float

    def verdict(self, share: float) -> str:
        """One of `VERDICTS`."""
        if share < self.low998:
            return "very_low"
        if share > self.high998:
            return "very_high"
        if share < self.low95:
            return "low"
        return "high" if share > self.high95 else "in"


@dataclass(frozen=True)
class Spread:
    """How much teams differ beyond chance.

    Attributes:
        phi: mean square of the winsorised z scores; about 1 when only chance is at work.
        raw: the same without winsorising.
        tau2: variance between teams on the arcsine scale; 0 when chance explains the spread.
    """

    phi: float
    raw: float
    tau2: float


@lru_cache(maxsize=4096)
def exact_limits(n: int, p: float) -> Limits:
    """The exact limits for a team of `n` cases when the share expected is `p`.

    Args:
        n: cases, one or more.
        p: expected share, 0 to 1.

    Raises:
        ValueError: when there are no cases or the share is outside 0 to 1.
    """
    if n < 1 or not 0 <= p <= 1:
        raise ValueError("a funnel needs at least one case and a share between 0 and 1")
    if p in (0.0, 1.0):
        return Limits(p, p, p, p)
    cumulative = np.cumsum(_binomial(n, p))
    low998, low95, high95, high998 = (_interpolated(cumulative, q, n) for q in TAILS)
    return Limits(low998, low95, high95, high998)


def normal_limits(n: int, p: float, tau2: float = 0.0) -> Limits:
    """Limits on the arcsine scale that allow for a spread of `tau2` between teams, clipped to 0 and 1."""
    middle, width = math.asin(math.sqrt(p)), math.sqrt(1 / (4 * n) + tau2)

    def share(z: float) -> float:
        angle = min(max(middle + z * width, 0.0), math.pi / 2)
        return math.sin(angle) ** 2

    return Limits(share(-Z998), share(-Z95), share(Z95), share(Z998))


def spread(met: Sequence[int], of: Sequence[int]) -> Spread:
    """How much teams differ beyond chance: `met` cases of `of` in each.

    z scores on the arcsine scale are winsorised at their 10th and 90th percentiles, so that one odd team
    does not widen the limits for all.
    """
    n = np.asarray(of, np.float64)
    r = np.asarray(met, np.float64)
    if len(n) < 2 or not n.all():
        return Spread(1.0, 1.0, 0.0)
    s = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(r / n)) - math.asin(math.sqrt(r.sum() / n.sum()))) / s
    held = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    phi, raw = float(np.mean(held**2)), float(np.mean(z**2))
    weight, k = 1 / s**2, len(n)
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau2 = (k * phi - (k - 1)) / room if k * phi >= k - 1 and room > 0 else 0.0
    return Spread(phi, raw, tau2)


def wilson(met: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson interval of one share; (0, 1) when there are no cases."""
    if not of:
        return 0.0, 1.0
    share, z2 = met / of, z * z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _binomial(n: int, p: float) -> Floats:
    r = np.arange(n + 1, dtype=np.float64)
    logs = np.zeros(n + 1)
    logs[1:] = np.cumsum(np.log(np.arange(1, n + 1)))
    masses: Floats = np.exp(logs[n] - logs - logs[::-1] + r * math.log(p) + (n - r) * math.log1p(-p))
    return masses


def _interpolated(cumulative: Floats, q: float, n: int) -> float:
    """Spiegelhalter's interpolation between the two counts around the quantile."""
    at = min(int(np.searchsorted(cumulative, q, side="right")), n)
    below = float(cumulative[at - 1]) if at else 0.0
    mass = float(cumulative[at]) - below
    part = (float(cumulative[at]) - q) / mass if mass > 0 else 0.0
    return min(max((at - part) / n, 0.0), 1.0)
