"""From one rule's parts to the columns of its clocks: state, elapsed, overdue by and left."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from desktop.domain.calendar import FIRST, SAME_DAY, SPAN, Calendar, Days
from desktop.domain.context import Context, Part
from desktop.domain.days import NO_DAY
from desktop.domain.kernel import MET, MET_LATE, UNKNOWN, Kernel, Length
from desktop.domain.timescales import Timescale

COLUMNS = ("case", "rule", "start", "due", "stop", "state", "elapsed", "overdue_by", "left", "why")
FORMS = dict.fromkeys(COLUMNS, np.int32) | {"rule": np.int16, "state": np.int8, "why": np.int16}


@lru_cache(maxsize=4)
def _margins(calendar: Calendar, as_at: int) -> Kernel:
    """Answers by due day: what is over and left, in calendar days (rule 0) and working days (rule 1)."""
    kernel = Kernel(calendar, (Length(0, "day"), Length(0, "working_day")))
    kernel.roll(as_at)
    return kernel


def answer(ctx: Context, rule: Timescale, one: Part, out: dict[str, Any]) -> None:
    """Fill in one part's columns.

    Args:
        ctx: the reading.
        rule: the timescale that the part is of.
        one: starts, due days and stops.
        out: by name of `COLUMNS`, arrays as long as the part.
    """
    kernel = _margins(ctx.calendar, ctx.as_at)
    answers = kernel.answers(kernel.index(int(rule.in_working_days), one.due))
    out["start"][:], out["due"][:], out["stop"][:], out["why"][:] = one.start, one.due, one.stop, one.why
    out["state"][:], out["overdue_by"][:], out["left"][:] = answers.state, answers.overdue, answers.left
    counted = _ordinals(ctx.calendar, rule.in_working_days)
    out["elapsed"][:] = _elapsed(ctx, rule, counted, one.start, np.int32(ctx.as_at))
    stopped = np.flatnonzero(one.stop != NO_DAY)
    if len(stopped):
        _stop(ctx, rule, one, out, stopped)


def _stop(ctx: Context, rule: Timescale, one: Part, out: dict[str, Any], stopped: Any) -> None:
    due, stop = one.due[stopped], one.stop[stopped]
    counted = _ordinals(ctx.calendar, rule.in_working_days)
    late = np.maximum(_ordinal(counted, stop) - _ordinal(counted, due), 0)
    late = np.where(due == NO_DAY, 0, late)
    out["overdue_by"][stopped] = late
    out["left"][stopped] = 0
    out["elapsed"][stopped] = _elapsed(ctx, rule, counted, one.start[stopped], stop)
    out["state"][stopped] = np.where(due == NO_DAY, UNKNOWN, np.where(late > 0, MET_LATE, MET))


def _ordinals(calendar: Calendar, working: bool) -> Days:
    return calendar.W if working else _CALENDAR_DAYS


_CALENDAR_DAYS: Days = np.arange(SPAN, dtype=np.int32)


def _ordinal(counted: Days, days: Any) -> Any:
    return counted.take(np.maximum(days, np.int32(FIRST)) - np.int32(FIRST), mode="clip")


def _elapsed(ctx: Context, rule: Timescale, counted: Days, start: Days, end: Any) -> Any:
    """The rule's own days since the start; the start day itself is day 0 or day 1 by the rule."""
    passed = _ordinal(counted, end) - _ordinal(counted, start)
    if rule.count_from == SAME_DAY:
        own = ctx.calendar.working.astype(np.int32) if rule.in_working_days else np.ones(SPAN, np.int32)
        passed = passed + _ordinal(own, start)
    return np.where(start == NO_DAY, 0, np.maximum(passed, 0))
