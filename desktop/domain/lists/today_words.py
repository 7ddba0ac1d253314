"""What Today says of a row: why it is there now, with the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import ClockWords
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.escalations import escalations, reason_for
from desktop.domain.lists.facts import taken
from desktop.domain.lists.rows import away

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

# Why a row is on the page; those that wait for a decision come in this order.
(CP_LAPSED, ESCALATE, BROUGHT, NOBODY, ASSESSOR_BACK, TRIAGE, PLAN_PASSED, CHASE, FALLS_DUE, URGENT_ENDS) = (
    range(1, 11)
)


class Words:
    """The texts of the page's first column."""

    def __init__(self, desk: Desk, case: Ints, clock: Ints, why: Ints, on: Ints) -> None:
        self._desk = desk
        self._as_at, self._clock, self._why, self._on = desk.as_at, clock, why, on
        self._say = ClockWords(desk)
        self._seen = taken(desk.book.event.on, desk.fact("seen")[case])
        self._planned = taken(desk.book.planned.on, desk.fact("planned")[case])
        self._visits = [
            rule in desk.rules and desk.rules[rule].group == "visit" for rule in desk.clocks.rules
        ]
        self._rule = taken(desk.clocks.rule, clock, -1)
        self._urgent = dict(zip(desk.flags.case.tolist(), desk.flags.ua_running.tolist(), strict=True))
        self._case = case

    def why(self, at: Ints) -> list[str]:
        """One sentence per row."""
        return [self._sentence(row) for row in at.tolist()]

    def _sentence(self, row: int) -> str:
        on = away(self._as_at, int(self._on[row]))
        return {
            CP_LAPSED: lambda: f"Not seen within 20 working days; was due {on}, no visit planned",
            ESCALATE: lambda: f"{reason_for(self._desk, int(self._case[row]))}; bring it to a manager",
            BROUGHT: lambda: f"Brought to {self._manager(row)} {on}; no answer yet",
            PLAN_PASSED: lambda: self._passed(row, on),
            NOBODY: lambda: f"Nobody has this case; it began {on}",
            ASSESSOR_BACK: lambda: f"Assessments back {on}; waiting for signature",
            TRIAGE: lambda: f"Not triaged; received {on}",
            CHASE: lambda: f"Chase due {on}",
            FALLS_DUE: lambda: self._falls_due(row, on),
            URGENT_ENDS: lambda: self._ends(row, on),
        }[int(self._why[row])]()

    def _manager(self, row: int) -> str:
        book = self._desk.book
        who = int(book.escalation.to[escalations(self._desk).row[int(self._case[row])]])
        return book.worker.name[who] if who >= 0 else "a manager"

    def _passed(self, row: int, on: str) -> str:
        plan = int(self._desk.fact("plan_passed")[int(self._case[row])])
        kind = self._desk.book.planned.word("kind", plan) or "visit"
        return f"{kind.capitalize()} was planned {on}; nothing is recorded"

    def _falls_due(self, row: int, on: str) -> str:
        what = self._say.rule(int(self._clock[row]))
        if not self._visits[int(self._rule[row])]:
            return f"{what}; due {on}"
        seen = int(self._seen[row])
        last = f"last seen {short(seen)}" if seen != NO_DAY else "never seen"
        planned = int(self._planned[row])
        return f"{what}; {last}, " + (f"planned {short(planned)}" if planned != NO_DAY else "none planned")

    def _ends(self, row: int, on: str) -> str:
        urgent = self._urgent.get(int(self._case[row]), False)
        return f"{'Urgent authorisation' if urgent else 'Authorisation'} ends {on}"
