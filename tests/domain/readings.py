"""Clocks as plain rows, so that a test can say what it expects in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from build import CaseBuilder, on

from desktop.domain.clocks import STATES, Clocks, clocks
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.timescales import Timescales


@dataclass(frozen=True)
class Row:
    rule: str
    start: str
    due: str
    stop: str
    state: str
    elapsed: int
    overdue_by: int
    left: int
    why: str


def text(number: int) -> str:
    return "" if number == NO_DAY else date_of(number).isoformat()


def rows(found: Clocks, case: int) -> dict[str, Row]:
    """One case's clocks by rule."""
    made = {}
    for at in found.of_case(case):
        days = [text(int(column[at])) for column in (found.start, found.due, found.stop)]
        counts = [int(column[at]) for column in (found.elapsed, found.overdue_by, found.left)]
        rule = found.rules[found.rule[at]]
        assert rule not in made, f"two clocks of {rule}"
        made[rule] = Row(rule, *days, STATES[found.state[at]], *counts, found.reason(at))
    return made


def read(build: CaseBuilder, case: int, as_at: Any, **more: Any) -> dict[str, Row]:
    return rows(clocks(build.book, Timescales.shipped(), on(as_at), **more), case)
