"""Councils made by chance, with everything that a figure of a month can depend on."""

from __future__ import annotations

import datetime as dt
import random

from build import CaseBuilder

from desktop.domain.days import day, day_end_ms

TODAY = day(dt.date(2026, 11, 20))
BEGIN = TODAY - 420
_EVENTS = {
    "cp": ("visit", "visit", "visit", "supervision", "core_group", "review", "visit"),
    "cla": ("visit", "visit", "review", "supervision", "health_assessment", "dental_check", "visit"),
    "cin": ("visit", "supervision", "review"),
    "care_leaver": ("contact", "contact", "supervision", "pathway_review"),
    "s47": ("strategy_discussion", "icpc", "strategy_discussion"),
    "assessment": ("assessment_authorised",),
    "referral": (),
}


class RandomCouncil:
    """A casebook of some fifty children; the same seed makes the same one."""

    def __init__(self, seed: int) -> None:
        self.dice, self.made = random.Random(seed), CaseBuilder()
        self._staff()
        for _ in range(45):
            self._child()
        self._rules()

    @property
    def book(self):
        return self.made.book

    def _day(self, since: int = BEGIN, until: int = TODAY) -> int:
        return self.dice.randint(min(since, until), until)

    def _maybe(self, value, share: float = 0.5):
        return value if self.dice.random() < share else None

    def _staff(self) -> None:
        made = self.made
        self.teams = [made.add("team", name=f"Team {at}", service="children") for at in range(3)]
        self.workers = [
            made.add("worker", name=f"Worker {at}", team=self._maybe(self.dice.choice(self.teams), 0.8))
            for at in range(7)
        ]
        for team in self.teams[:2]:
            made.book.apply("team", [{"id": made.book.team.ids[team], "manager": made.book.worker.ids[team]}])
        for worker in self.workers[:4]:
            starts = self._day()
            made.add(
                "posting", worker=worker, team=self.dice.choice(self.teams), starts_on=starts,
                ends_on=self._maybe(starts + self.dice.randint(10, 200)),
                manager=self._maybe(self.workers[-1]),
            )  # fmt: skip

    def _child(self) -> None:
        dice, made = self.dice, self.made
        born = TODAY - dice.choice((dice.randint(0, 6 * 365), dice.randint(16 * 365, 19 * 365), 3_000))
        person = made.person(
            born_on=self._maybe(born, 0.9),
            disabled=self._maybe(1, 0.15),
            died_on=self._maybe(self._day(), 0.05),
        )
        for kind in dice.sample(list(_EVENTS), dice.choice((1, 1, 2, 3))):
            self._case(kind, person if dice.random() < 0.97 else self._twin(person))

    def _twin(self, person: int) -> int:
        other = self.made.person()
        self.made.add(
            "person_match", person=person, other=other, status=self.dice.choice(("same", "different"))
        )
        return other

    def _case(self, kind: str, person: int) -> None:
        dice, made = self.dice, self.made
        begin = self._maybe(self._day(BEGIN - 200, TODAY - 5), 0.95)
        source = "sheet!4" if dice.random() < 0.2 else ""
        case = made.case(
            kind, begin, None, person, other_la=self._maybe(1, 0.03), source=source,
            team=self._maybe(dice.choice(self.teams), 0.3),
        )  # fmt: skip
        since = begin or BEGIN
        if dice.random() < 0.35:
            end = self._day(since)
            made.event(case, "ended", end)
            if dice.random() < 0.3:
                made.event(case, "started", self._day(end))
        for _ in range(dice.choice((0, 3, 9, 25)) if _EVENTS[kind] else 0):
            on = self._day(since - 20)
            recorded = day_end_ms(on + dice.choice((0, 1, 3, 40)))
            superseded = recorded + day_end_ms(dice.randint(1, 90)) if dice.random() < 0.05 else None
            made.event(
                case, dice.choice(_EVENTS[kind]), on, seen=dice.choice((1, 1, 1, 1, 0, None)),
                recorded_at=recorded, superseded_at=superseded,
            )  # fmt: skip
        self._held(case, kind, since)
        if kind == "cla":
            self._placed(case, since)

    def _held(self, case: int, kind: str, since: int) -> None:
        dice = self.dice
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            on = self._day(since)
            self.made.add(
                "allocation", case=case, worker=dice.choice(self.workers), on=self._maybe(on, 0.95),
                role=dice.choice(("pa", "worker") if kind == "care_leaver" else ("worker", "worker", "pa")),
                team=self._maybe(dice.choice(self.teams)), ended_on=self._maybe(self._day(on), 0.4),
            )  # fmt: skip

    def _placed(self, case: int, since: int) -> None:
        dice, on = self.dice, since
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            ends = self._maybe(self._day(on), 0.5)
            self.made.placement(
                case, self._maybe(on, 0.9), ends, to_18=self._maybe(1),
                code=dice.choice(("U1", "P1", "A3", "K2")),
                legal_status=dice.choice(("C2", "C1", "V2", "V3", "")), order_on=self._maybe(on, 0.3),
                basis=dice.choice(("", "", "", "", "reg19", "reg24", "short_break", "co_home")),
            )  # fmt: skip
            on = self._day(on) if ends is None else ends
        if dice.random() < 0.4:
            self.made.agree(
                case, dice.choice(("6w", "3m", "6m")), self._maybe(self._day(since), 0.9),
                child_agrees=self._maybe(1), ended_on=self._maybe(self._day(since), 0.3),
                review_by=self._maybe(self._day(since), 0.2),
            )  # fmt: skip

    def _rules(self) -> None:
        """Half of the councils change a rule, close on a day, or count unsaid visits."""
        made, dice = self.made, self.dice
        if dice.random() < 0.5:
            rule, value = dice.choice((("cp_visit_10wd", "15"), ("cla_visit_6w", "4"), ("cin_visit_6w", "8")))
            made.add(
                "timescale_override", rule=rule, field="n", value=value, valid_from=self._day(), valid_to=None
            )
            made.add("closure_day", on=self._day(), kind="closure")
            made.add("setting", key="skip_closure_days", value="yes")
        if dice.random() < 0.3:
            made.add("setting", key="visit_without_seen_counts", value="yes")
