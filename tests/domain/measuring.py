"""One start put to the engine by one rule: what the worked examples and the explanations are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from desktop.domain import dols
from desktop.domain.answers import FORMS, answer
from desktop.domain.calendar import FIRST, LAST, Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.context import Context, Part
from desktop.domain.days import NO_DAY
from desktop.domain.kernel import STATES
from desktop.domain.timescales import Timescale, Timescales


@dataclass(frozen=True)
class Measure:
    """One start measured against one rule; counts as in `Clocks`."""

    rule: Timescale
    start: int
    due: int
    as_at: int
    state: str
    elapsed: int
    overdue_by: int
    left: int
    calendar: Calendar


def measure_due(
    rule: str | Timescale,
    start: int,
    as_at: int,
    first_day: Literal["day_after", "same_day"] | None = None,
    closed: Sequence[int] = (),
    timescales: Timescales | None = None,
) -> Measure:
    """When something that began on one day is due, and how it stands on another.

    Args:
        rule: a rule id, or a timescale.
        start: the day that the rule counts from (for a renewal marker, back from).
        as_at: the day to look at it.
        first_day: ``day_after`` or ``same_day``, to override the rule's own convention.
        closed: council closure days to skip.
        timescales: where to look the id up; the shipped rules when left out.

    Raises:
        KeyError: for a rule id that does not exist.
        ValueError: when a day lies outside 2000 to 2040.
    """
    scale = (timescales or Timescales.shipped()).rule(rule) if isinstance(rule, str) else rule
    if first_day:
        scale = replace(scale, count_from=first_day)
    for number in (start, as_at):
        if not FIRST <= number <= LAST:
            raise ValueError("The day must lie in the years 2000 to 2040.")
    ctx = Context(Casebook(), Timescales.shipped(), Calendar.england(closed), as_at)
    begun = np.array([start], np.int32)
    due = begun - np.int32(scale.n) if scale.id in dols.RENEWAL else ctx.due(scale, begun)
    one = Part(scale.id, np.zeros(1, np.int32), begun, due, np.array([NO_DAY]), np.zeros(1))
    out = {name: np.zeros(1, form) for name, form in FORMS.items()}
    answer(ctx, scale, one, out)
    state = STATES[int(out["state"][0])]
    elapsed, over, left = (int(out[name][0]) for name in ("elapsed", "overdue_by", "left"))
    return Measure(scale, start, int(one.due[0]), as_at, state, elapsed, over, left, ctx.calendar)
