"""Is a month out of the ordinary? The XmR chart with the rules of Making Data Count.

Constants are those of NHSRplotthedots. A p chart is not used: over-dispersed counts of a whole service
would raise an alarm in ordinary months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LIMIT, NEAR, WILD = 2.66, 2 / 3 * 2.66, 3.267  # multiples of the average moving range
RUN = 7  # points on one side of the mean, or moving one way
ENOUGH = 12  # fewer points and the limits are provisional
RULES = {
    "outside": "outside the limits",
    "run": f"one of {RUN} or more months on one side of the mean",
    "trend": f"one of {RUN} or more months moving one way",
    "two_of_three": "two of three months close to a limit",
}


@dataclass(frozen=True)
class Stretch:
    """One run of months with the same limits, between two declared step changes.

    Attributes:
        first, count: its place in the series.
        mean, low, high, near_low, near_high: in the unit of the values.
        moving_range: the average used, after one pass without wild ranges.
        provisional: fewer than `ENOUGH` points.
    """

    first: int
    count: int
    mean: float
    moving_range: float
    low: float
    high: float
    near_low: float
    near_high: float
    provisional: bool


@dataclass(frozen=True)
class Chart:
    """A series with its limits and what is special in it.

    Attributes:
        stretches: one, and one more for each step change.
        special: for each point the rules it breaks, in the order of `RULES`.
    """

    values: tuple[float, ...]
    stretches: tuple[Stretch, ...]
    special: tuple[tuple[str, ...], ...]

    def assurance(self, target: float, *, higher_is_better: bool = True) -> str:
        """Whether the process as it runs will hit a target: ``hit``, ``miss`` or ``hit or miss``."""
        last = self.stretches[-1]
        if target > last.high:
            return "miss" if higher_is_better else "hit"
        if target < last.low:
            return "hit" if higher_is_better else "miss"
        return "hit or miss"


def chart(values: Sequence[float], steps: Sequence[int] = ()) -> Chart:
    """The XmR chart of a series.

    Args:
        values: one for each month, oldest first; at least one.
        steps: places at which a change was declared; limits are computed anew from each.

    Raises:
        ValueError: when there is no value.
    """
    if not values:
        raise ValueError("a chart needs at least one month")
    starts = [0, *sorted({at for at in steps if 0 < at < len(values)})]
    ends = [*starts[1:], len(values)]
    stretches = [_stretch(values, first, end) for first, end in zip(starts, ends, strict=True)]
    special: list[tuple[str, ...]] = []
    for stretch in stretches:
        special += _special(values[stretch.first : stretch.first + stretch.count], stretch)
    return Chart(tuple(values), tuple(stretches), tuple(special))


def moving_average(values: Sequence[float], over: int = 3) -> list[float | None]:
    """The mean of each point and the ones before it; None until there are enough."""
    return [
        sum(values[at - over + 1 : at + 1]) / over if at + 1 >= over else None for at in range(len(values))
    ]


def _stretch(values: Sequence[float], first: int, end: int) -> Stretch:
    mine = values[first:end]
    mean = sum(mine) / len(mine)
    ranges = [abs(b - a) for a, b in zip(mine, mine[1:], strict=False)]
    average = sum(ranges) / len(ranges) if ranges else 0.0
    tame = [one for one in ranges if one < WILD * average]
    if tame and len(tame) < len(ranges):
        average = sum(tame) / len(tame)
    far, near = LIMIT * average, NEAR * average
    return Stretch(
        first,
        len(mine),
        mean,
        average,
        mean - far,
        mean + far,
        mean - near,
        mean + near,
        len(mine) < ENOUGH,
    )


def _special(values: Sequence[float], stretch: Stretch) -> list[tuple[str, ...]]:
    broken: dict[str, set[int]] = {
        "outside": {at for at, one in enumerate(values) if not stretch.low <= one <= stretch.high},
        "run": _runs([_sign(one - stretch.mean) for one in values], RUN),
        "trend": _trends(values),
        "two_of_three": _two_of_three(values, stretch),
    }
    return [tuple(rule for rule in RULES if at in broken[rule]) for at in range(len(values))]


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _runs(signs: Sequence[int], needed: int) -> set[int]:
    """Places within `needed` or more equal signs in a row; 0 belongs to no run."""
    found: set[int] = set()
    begin = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[begin]:
            if signs[begin] and at - begin >= needed:
                found |= set(range(begin, at))
            begin = at
    return found


def _trends(values: Sequence[float]) -> set[int]:
    """Seven points steadily rising or falling are six moves the same way."""
    moves = [_sign(b - a) for a, b in zip(values, values[1:], strict=False)]
    if not moves:
        return set()
    inside = _runs(moves, RUN - 1)
    return inside | {at + 1 for at in inside}


def _two_of_three(values: Sequence[float], stretch: Stretch) -> set[int]:
    """Two of three beyond a near limit, all three on the same side of the mean."""
    found: set[int] = set()
    for at in range(len(values) - 2):
        three = values[at : at + 3]
        for side in (1, -1):
            far = [
                side * (one - stretch.mean) > side * (_near(stretch, side) - stretch.mean) for one in three
            ]
            if all(side * (one - stretch.mean) > 0 for one in three) and sum(far) >= 2:
                found |= {at + place for place in range(3) if far[place]}
    return found


def _near(stretch: Stretch, side: int) -> float:
    return stretch.near_high if side > 0 else stretch.near_low
