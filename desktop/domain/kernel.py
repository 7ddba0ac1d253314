"""Due day, days over, days left and state of very many clocks by one look-up each.

Everything that a clock's answer depends on, its rule and its start, is one position in a table made
for the as-at day. Rolling the day remakes the table (about a millisecond); a million answers are then
one gather from a table that fits the processor's cache, into memory that the caller keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.calendar import FIRST, SPAN, Calendar
from desktop.domain.days import NO_DAY

STATES = ("unknown", "in_time", "due_today", "overdue", "met", "met_late")
UNKNOWN, IN_TIME, DUE_TODAY, OVERDUE, MET, MET_LATE = range(len(STATES))
_STRIDE = SPAN + 1  # place 0 of each rule stands for a day that is not known
_ANSWER = np.dtype(
    [("due", np.uint16), ("overdue", np.uint16), ("left", np.uint16), ("state", np.uint8), ("", "V1")]
)


@dataclass(frozen=True, slots=True)
class Length:
    """What the kernel needs of a rule; see `Timescale` for the fields."""

    n: int
    unit: str
    count_from: str = "day_after"


class Kernel:
    """One table of answers for several rules and every start day.

    Attributes:
        as_at: the day the answers are for, set by `roll`.
    """

    def __init__(self, calendar: Calendar, lengths: Sequence[Length]) -> None:
        self._calendar = calendar
        self._lengths = tuple(lengths)
        self.as_at = NO_DAY
        self._answers = np.zeros(len(lengths) * _STRIDE, _ANSWER)
        self._packed = self._answers.view(np.int64)

    def roll(self, as_at: int) -> None:
        """Make the answers for another day."""
        ordinals = np.arange(SPAN, dtype=np.int32)
        for at, length in enumerate(self._lengths):
            table = self._calendar.due_table(length.n, length.unit, length.count_from)
            counted = self._calendar.W if length.unit == "working_day" else ordinals
            rows = self._answers[at * _STRIDE + 1 : (at + 1) * _STRIDE]
            due = np.maximum(table, FIRST) - FIRST
            margin = counted[due] - counted[as_at - FIRST]
            rows["due"] = due + 1
            rows["overdue"] = np.maximum(-margin, 0)
            rows["left"] = np.maximum(margin, 0)
            state = np.where(margin < 0, OVERDUE, np.where(table == as_at, DUE_TODAY, IN_TIME))
            rows["state"] = np.where(table == NO_DAY, UNKNOWN, state)
            rows[table == NO_DAY] = np.zeros((), _ANSWER)
        self.as_at = as_at

    def index(self, rule: npt.NDArray[Any] | int, start: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
        """Where each clock's answer stands. Keep this column: it does not depend on the as-at day."""
        place = np.clip(start, FIRST - 1, FIRST + SPAN).astype(np.intp) - (FIRST - 1)
        place[place > SPAN] = 0
        return np.asarray(rule, np.intp) * _STRIDE + place

    def answers(self, index: npt.NDArray[np.intp], out: npt.NDArray[np.int64] | None = None) -> Answers:
        """The answers at these places, written into `out` (int64, one per clock) when it is given."""
        memory = np.empty(len(index), np.int64) if out is None else out
        return Answers(self._packed.take(index, out=memory, mode="clip").view(_ANSWER))


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as columns that share the caller's memory.

    Attributes:
        rows: structured rows; `due` is counted from the day before the calendar's first, 0 for unknown.
    """

    rows: npt.NDArray[Any]

    @property
    def due(self) -> npt.NDArray[np.int32]:
        """Due day numbers, `NO_DAY` where unknown."""
        days = self.rows["due"].astype(np.int32)
        return np.where(days == 0, np.int32(NO_DAY), days + np.int32(FIRST - 1))

    @property
    def overdue(self) -> npt.NDArray[np.uint16]:
        """How many of the rule's own days it is over."""
        return np.asarray(self.rows["overdue"])

    @property
    def left(self) -> npt.NDArray[np.uint16]:
        """How many of the rule's own days are left."""
        return np.asarray(self.rows["left"])

    @property
    def state(self) -> npt.NDArray[np.uint8]:
        """Index in `STATES`."""
        return np.asarray(self.rows["state"])
