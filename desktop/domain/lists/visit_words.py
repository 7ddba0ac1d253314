"""What the Visits page says of a row, in words; made only for the rows on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.domain.agreements import AGREED
from desktop.domain.context import REASONS
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import ClockWords
from desktop.domain.lists.columns import Ints, count_of

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.visits import Visited


def measure_words(state: int, due: int, as_at: int, since: bool = True) -> str:
    """How one measure of a looked-after child's visits stands: ``over 9 d``, ``to 24/12/2026``.

    Args:
        state: index in `clocks.STATES`, -1 where the child is not measured so.
        due: the last day in time.
        as_at: the day it is read at.
        since: say since when it is over.
    """
    if state < 0:
        return ""
    if due == NO_DAY:
        return "cannot be calculated"
    if due < as_at:
        return f"over {as_at - due} d" + (f", since {short(due)}" if since else "")
    return "due today" if due == as_at else f"to {short(due)}"


_PATTERNS = {
    "cla_visit_6w": "6 weeks",
    "cla_visit_3m": "3 months",
    "cla_visit_6m": "6 months",
    "cla_first_visit_1w": "First visit, 1 week",
    "cla_visit_adoption_1w": "Weekly: placed for adoption",
}
_INTERVALS = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


class Words:
    """The texts of one base's columns.

    Attributes:
        clocks: the clocks that the base was made from.
    """

    def __init__(self, desk: Desk, found: Visited) -> None:
        self._desk, self._found = desk, found
        self.clocks = desk.clocks
        self._say = ClockWords(desk)
        self._cla = desk.book.case.code("kind", "cla")

    def _fact(self, name: str, at: Any) -> Any:
        return self._desk.fact(name)[self._found.case[at]]

    def elapsed(self, at: Ints) -> list[str]:
        """How far the visit clock has run; where it runs if not on this plan."""
        return [self._elapsed(row) for row in at.tolist()]

    def _elapsed(self, row: int) -> str:
        clock = int(self._found.clock[row])
        if clock >= 0:
            return self._say.elapsed(clock)
        return "18 or over" if self._found.kind[row] == self._cla else "on other plan"

    def alone(self, at: Ints) -> list[str]:
        """Whether the child was seen alone when last seen."""
        event = self._desk.book.event
        words = {1: "Alone", 0: "Not alone", -1: "Not said"}
        return [words[int(event.alone[row])] if row >= 0 else "" for row in self._fact("seen", at).tolist()]

    def limit(self, at: Ints) -> list[str]:
        """The second limit: 20 working days for CP, the most the law allows for CLA."""
        return [self._limit(row) for row in at.tolist()]

    def _limit(self, row: int) -> str:
        limit = int(self._found.limit[row])
        if limit >= 0:
            return self._say.elapsed(limit) if self.clocks.state[limit] else ""
        words = measure_words(*self._measure("legal", row), self._desk.as_at, since=False)
        return f"by law: {words}" if words else ""

    def six(self, at: Ints) -> list[str]:
        """The first limit: 10 working days for CP, six weeks for CLA and CiN."""
        return [self._six(row) for row in at.tolist()]

    def _six(self, row: int) -> str:
        if self._found.kind[row] == self._cla:
            words = measure_words(*self._measure("six", row), self._desk.as_at, since=False)
            return f"6 weeks: {words}" if words else ""
        clock = int(self._found.clock[row])
        return self._say.elapsed(clock) if clock >= 0 and self.clocks.state[clock] else ""

    def agreed(self, at: Ints) -> list[str]:
        """How a looked-after child stands against the interval in force."""
        return [self._agreed(row) for row in at.tolist()]

    def _agreed(self, row: int) -> str:
        words = measure_words(*self._measure("agreed", row), self._desk.as_at, since=False)
        return f"as agreed: {words}" if words else ""

    def _measure(self, name: str, row: int) -> tuple[int, int]:
        return int(self._fact(f"{name}_state", row)), int(self._fact(f"{name}_due", row))

    def pattern(self, at: Ints) -> list[str]:
        """The visiting interval in force, and what became of an agreed one."""
        return [self._pattern(row) for row in at.tolist()]

    def _pattern(self, row: int) -> str:
        clock, agreed = int(self._found.clock[row]), int(self._fact("agreed", row))
        if self._found.kind[row] != self._cla or clock < 0:
            return ""
        rule = self.clocks.rules[int(self.clocks.rule[clock])]
        in_force = _PATTERNS.get(rule) or self._say.rule(clock)
        if agreed < 0:
            return in_force
        table = self._desk.book.agreed_frequency
        asked = _INTERVALS[table.word("interval", agreed)]
        on = int(table.effective_from[agreed])
        since = f"from {short(on)}" if on != NO_DAY else "without a date"
        number = int(self._fact("interval_why", row))
        if number == AGREED:
            return f"{asked} agreed {since}"
        why = REASONS[number]
        return f"{in_force}; agreed {asked} {since} is not used" + (f": {why}" if why else "")

    def attempts(self, at: Ints) -> list[str]:
        """How often a visit was tried since, when last and why it failed."""
        return [self._attempts(row) for row in at.tolist()]

    def _attempts(self, row: int) -> str:
        tried = int(self._fact("attempts", row))
        last = int(self._fact("attempt", row)) if tried else -1
        if last < 0:
            return ""
        event = self._desk.book.event
        why = event.outcome[last] or (
            "not said whether seen" if event.seen[last] == -1 else "no reason given"
        )
        return f"{count_of(tried, 'attempt')}, last {short(int(event.on[last]))}; {why}"

    def pattern_keys(self) -> Ints:
        """Patterns sort by the length of the interval in force."""
        clock = self._found.clock
        length = np.array([self._days(rule) for rule in self.clocks.rules], np.int32)
        made: Ints = np.where(
            (self._found.kind == self._cla) & (clock >= 0), length[self.clocks.rule[clock]], NO_DAY
        )
        return made

    def _days(self, rule_id: str) -> int:
        rule = self._desk.rules.get(rule_id)
        return 0 if rule is None else rule.n * {"week": 7, "month": 30}.get(rule.unit, 1)
