"""From a case to its running clocks, and from a clock to a row's colour and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import kernel
from desktop.domain.clocks import Clocks
from desktop.domain.context import REASONS
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    URGENCY,
    Cells,
    Ints,
    day_cells,
    order_packed,
    pack,
    text_ranks,
)
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

FAR = 2**31 - 1  # after every day
_PRESSING = np.array([2, 3, 1, 0, 4, 4], np.int32)  # by state: overdue, due today, unknown, in time
_RAG_OF_STATE = np.array([UNKNOWN, IN_TIME, DUE_TODAY, OVERDUE, NONE, NONE], np.int8)


def running_of(desk: Desk, rule: str) -> Ints:
    """Per case, the index of its running clock of one rule, -1 when it has none."""
    rules = desk.clocks.rules
    number = rules.index(rule) if rule in rules else -1

    def make(desk: Desk, at: Ints) -> Ints:
        found = np.full(len(desk.book.case), -1, np.int32)
        at = at[desk.clocks.rule[at] == number]
        found[desk.clocks.case[at]] = at
        return found

    return desk.by_clock(("rule", rule), make)


def in_state(desk: Desk, *states: int, before: int | None = None) -> Ints:
    """Indexes of the running clocks in some states (indexes in `clocks.STATES`), due before a day."""
    state = desk.clocks.state
    mask = state == states[0]
    for other in states[1:]:
        mask |= state == other
    if before is not None:
        mask &= desk.clocks.due < before
    made: Ints = np.flatnonzero(mask).astype(np.int32)
    return made


def how_many(desk: Desk, state: int) -> Ints:
    """Per case, how many of its running clocks are in a state."""

    def make(desk: Desk, at: Ints) -> Ints:
        case = desk.clocks.case[at[desk.clocks.state[at] == state]]
        return np.bincount(case, minlength=len(desk.book.case)).astype(np.int32)

    return desk.by_clock(("how many", state), make)


def next_due(desk: Desk) -> Ints:
    """Per case, the first day on which a clock that is still in time falls due; `FAR` when none does."""

    def make(desk: Desk, at: Ints) -> Ints:
        clocks = desk.clocks
        at = at[(clocks.state[at] == kernel.IN_TIME) | (clocks.state[at] == kernel.DUE_TODAY)]
        found = np.full(len(desk.book.case), FAR, np.int32)
        np.minimum.at(found, clocks.case[at], clocks.due[at])
        return found

    return desk.by_clock("next due", make)


def rules_in(desk: Desk, group: str) -> list[str]:
    """The rules of one group (``visit``, ``supervision`` ...) that the clocks carry."""
    rules = desk.rules
    return [rule for rule in desk.clocks.rules if rule in rules and rules[rule].group == group]


def most_pressing(desk: Desk, rules: Sequence[str]) -> Ints:
    """Per case, which of its running clocks of these rules presses most: overdue, then soonest due.

    A clock that cannot be calculated comes after the overdue ones and before those in time; only the
    first visit of a placement that no file dates comes last, because a later visit says more.
    """
    wanted = np.array([rule in set(rules) for rule in desk.clocks.rules], bool)
    names = desk.clocks.rules
    undated = names.index("cla_first_visit_1w") if "cla_first_visit_1w" in names else -1

    def make(desk: Desk, at: Ints) -> Ints:
        clocks = desk.clocks
        at = at[wanted[clocks.rule[at]]]
        rank = _PRESSING[clocks.state[at]]
        rank[(clocks.rule[at] == undated) & (clocks.state[at] == 0)] = 5
        key = pack((rank, 3), (clocks.due[at], 18))
        found = np.full(len(desk.book.case), -1, np.int32)
        last_first = order_packed(key)[::-1]
        found[clocks.case[at[last_first]]] = at[last_first]
        return found

    return desk.by_clock(("pressing", tuple(rules)), make)


def amber(desk: Desk) -> Ints:
    """Per rule number, from how many of the rule's own days before the due date it is "due soon"."""

    def make() -> Ints:
        rules = desk.rules
        return np.array([rules[rule].amber if rule in rules else 0 for rule in desk.clocks.rules], np.int32)

    made: Ints = desk.memo("amber", make)
    return made


def rag_of(desk: Desk, clock: Ints) -> Ints:
    """The state of some clocks as indexes in `columns.RAGS`; none for -1."""
    clocks = desk.clocks
    if not len(clocks.case):
        return np.zeros(len(clock), np.int8)
    rag = _RAG_OF_STATE[clocks.state[clock]]
    soon = (rag == IN_TIME) & (clocks.left[clock] <= amber(desk)[clocks.rule[clock]])
    rag = np.where(soon, np.int8(DUE_SOON), rag)
    return np.where(clock >= 0, rag, np.int8(NONE))


def clock_ids(desk: Desk, clock: Ints) -> Ints:
    """A lasting identity for rows about one clock: its case and its rule."""
    clocks = desk.clocks
    made: Ints = clocks.case[clock].astype(np.int64) * 1024 + clocks.rule[clock] + 1
    return made


def state_words(rag: int, number: int, unit: str) -> str:
    """A row's state as it is read: ``Overdue 12 d``, ``Due in 3 wd``, ``In time`` ...

    On a weekend after the last working day a clock is not overdue yet, and has ``No wd left``.
    """
    if rag == OVERDUE:
        return f"Overdue {number} {unit}"
    if rag == DUE_TODAY:
        return "Due today"
    if rag == DUE_SOON:
        return f"Due in {number} {unit}" if number else f"No {unit} left"
    return {IN_TIME: "In time", UNKNOWN: "Cannot be calculated"}.get(rag, "")


class ClockWords:
    """What clocks say in words; holds the clocks it was made for, whatever the desk does later."""

    def __init__(self, desk: Desk) -> None:
        self._clocks, self._rules = desk.clocks, desk.rules

    def unit(self, clock: int) -> str:
        """``wd`` for a clock that counts working days, else ``d``."""
        rule = self._rules.get(self._clocks.rules[int(self._clocks.rule[clock])])
        return "wd" if rule is not None and rule.in_working_days else "d"

    def state(self, rag: int, clock: int) -> str:
        """``Overdue 12 d``, ``Due in 3 wd`` ...; empty for -1."""
        if clock < 0:
            return ""
        number = self._clocks.overdue_by[clock] if rag == OVERDUE else self._clocks.left[clock]
        return state_words(rag, int(number), self.unit(clock))

    def elapsed(self, clock: int) -> str:
        """How far a clock has run, ``12 of 10 wd``; what it needs when it cannot be calculated."""
        if clock < 0:
            return ""
        if self._clocks.state[clock] == 0:
            return self.needs(clock)
        return f"{int(self._clocks.elapsed[clock])} of {self.allowed(clock)} {self.unit(clock)}"

    def allowed(self, clock: int) -> int:
        """How many of its own days a clock may run."""
        clocks = self._clocks
        return int(clocks.elapsed[clock]) - int(clocks.overdue_by[clock]) + max(0, int(clocks.left[clock]))

    def needs(self, clock: int) -> str:
        """What is missing, or why another interval is used."""
        return REASONS[int(self._clocks.why[clock])] if clock >= 0 else ""

    def rule(self, clock: int) -> str:
        """The rule's name."""
        if clock < 0:
            return ""
        rule = self._clocks.rules[int(self._clocks.rule[clock])]
        return self._rules[rule].name if rule in self._rules else rule


def clock_cells(desk: Desk, clock: Ints, rag: Ints) -> dict[str, Cells]:
    """The columns of rows that have a clock: state, elapsed, start, due, rule and what is missing."""
    words, clocks = ClockWords(desk), desk.clocks
    return {
        "state": Cells(
            lambda at: [
                words.state(*pair) for pair in zip(rag[at].tolist(), clock[at].tolist(), strict=True)
            ],
            lambda: _state_keys(clocks, rag, clock),
        ),
        "elapsed": Cells(_each(words.elapsed, clock), lambda: taken(clocks.elapsed, clock)),
        "start": day_cells(lambda: taken(clocks.start, clock), lambda at: taken(clocks.start, clock[at])),
        "due": day_cells(lambda: taken(clocks.due, clock), lambda at: taken(clocks.due, clock[at])),
        "rule": Cells(_each(words.rule, clock), lambda: _rule_ranks(desk, clock)),
        "needs": Cells(
            _each(words.needs, clock), lambda: np.where(clock >= 0, taken(clocks.why, clock), NO_DAY)
        ),
    }


def _each(say: Callable[[int], str], clock: Ints) -> Callable[[Ints], list[str]]:
    return lambda at: [say(row) for row in clock[at].tolist()]


def _state_keys(clocks: Clocks, rag: Ints, clock: Ints) -> Ints:
    """Most overdue first, then due today, due soon by date, not calculable, in time."""
    late = np.minimum(taken(clocks.overdue_by, clock, 0), 49_999)
    left = np.clip(taken(clocks.left, clock, 0), 0, 49_999)
    within = np.where(rag == OVERDUE, 49_999 - late, left)
    return np.where(rag == NONE, NO_DAY, (5 - URGENCY[rag]) * 50_000 + within).astype(np.int32)


def _rule_ranks(desk: Desk, clock: Ints) -> Ints:
    names = [desk.rules[rule].name if rule in desk.rules else rule for rule in desk.clocks.rules]
    return taken(text_ranks(names), np.where(clock >= 0, desk.clocks.rule[clock], -1))
