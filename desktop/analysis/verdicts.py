"""What a figure says against its target: by runs of months, never by comparing it with the month before.

One month below the target is worth a look and no more. It is red when it was missed for `MISSED` months
running, or when it is missed and the months as a whole have shifted for the worse (`xmr`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.analysis.xmr import RULES, chart
from desktop.domain.indicators import Indicator

MISSED = 3  # months running
HISTORY = 12  # months that a verdict looks at
ENOUGH = 8  # fewer months and a shift is not spoken of


@dataclass(frozen=True)
class Verdict:
    """One figure's verdict.

    Attributes:
        key: ``good``, ``watch`` (missed, or worse than usual), ``act``, or blank where no target is set.
        words: the same in a sentence's words, with what it rests on.
    """

    key: str
    words: str


NO_VERDICT = Verdict("", "")


def verdict(
    indicator: Indicator, target: float | None, values: Sequence[float | None], steps: Sequence[int] = ()
) -> Verdict:
    """The verdict on the last of some months.

    Args:
        indicator: gives the direction and the least that is accepted (`Indicator.minimum`).
        target: in the indicator's unit; None for no target.
        values: oldest month first, None where there is nobody to count.
        steps: places at which a step change was declared; what is usual is computed anew from each.
    """
    if target is None or not indicator.direction or not values or values[-1] is None:
        return NO_VERDICT
    least = target if indicator.minimum is None else indicator.minimum
    running = _running(indicator, least, values)
    worse = _worse(indicator, values, steps)
    meets = _meets(indicator, target, values[-1])
    if meets:
        return Verdict("watch", f"Meets the target, but {worse}") if worse else Verdict("good", _MEETS)
    side = "Below" if indicator.direction == "higher" else "Above"
    if running >= MISSED:
        what = "target" if indicator.minimum is None else "minimum"
        return Verdict("act", f"{side} the {what} {running} months running")
    if worse:
        return Verdict("act", f"{side} the target, and {worse}")
    return Verdict("watch", f"{side} the target{_since(running)}")


_MEETS = "Meets the target"


def _since(running: int) -> str:
    return {0: "", 1: " this month"}.get(running, f" {running} months running")


def _meets(indicator: Indicator, least: float, value: float) -> bool:
    return value >= least if indicator.direction == "higher" else value <= least


def _running(indicator: Indicator, least: float, values: Sequence[float | None]) -> int:
    """How many months up to the last, without a gap, missed it."""
    count = 0
    for value in reversed(values):
        if value is None or _meets(indicator, least, value):
            break
        count += 1
    return count


def _worse(indicator: Indicator, values: Sequence[float | None], steps: Sequence[int]) -> str:
    """The rule that says that the last month belongs to a change for the worse, blank for none."""
    there = [value for value in values[max((0, *steps)) :] if value is not None]
    if len(there) < ENOUGH:
        return ""
    made = chart(there)
    bad = -1.0 if indicator.direction == "higher" else 1.0
    against_mean = (there[-1] - made.stretches[-1].mean) * bad
    moving = (there[-1] - there[-2]) * bad
    for rule in made.special[-1]:
        if (moving if rule == "trend" else against_mean) > 0:
            return f"worse than usual: {RULES[rule]}"
    return ""
