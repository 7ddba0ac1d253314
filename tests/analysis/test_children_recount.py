"""The children's figures against a slow recount: one child at a time, one day at a time, plain dates."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from build import CaseBuilder
from oracle_days import due, working

from desktop.analysis.children_table import children_table
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.lists.desk import Desk
from desktop.domain.months import first_day, last_day, read_month
from desktop.domain.timescales import Timescales

TODAY = day(dt.date(2026, 11, 20))
RULES = {  # indicator -> (kinds of case, length, unit)
    "cp_visit_10wd": ("cp", 10, "working_day"),
    "cp_visit_20wd": ("cp", 20, "working_day"),
    "cla_visit_6w": ("cla", 6, "week"),
    "cin_visit_6w": ("cin", 6, "week"),
}


class Child:
    """One child as the recount sees it: plans as (kind, begin, end) with their visits."""

    def __init__(self, born: int, disabled: bool) -> None:
        self.born, self.disabled = born, disabled
        self.plans: list[tuple[str, int, int | None, list[int]]] = []

    def is_under(self, kinds: tuple[str, ...], on: int) -> bool:
        return any(
            kind in kinds
            and begin <= on
            and (end is None or on <= end)
            and not (kind == "cla" and self.age(on) >= 18)
            for kind, begin, end, _ in self.plans
        )

    def age(self, on: int) -> int:
        born, then = date_of(self.born), date_of(on)
        return then.year - born.year - ((then.month, then.day) < (born.month, born.day))

    def counts(self, kind: str, begin: int, end: int | None, on: int) -> bool:
        """Whether a plan is in its cohort on a day."""
        if not (begin <= on and (end is None or on <= end)):
            return False
        if kind == "cla":
            return self.age(on) < 18
        return kind != "cin" or not (self.disabled or self.is_under(("cp", "cla"), on))


def late(done: int, due_on: int, unit: str) -> bool:
    """A day after the due day that is no working day does not make a visit late by working days."""
    if unit != "working_day":
        return done > due_on
    return any(working(date_of(on)) for on in range(due_on + 1, done + 1))


def recount(children: list[Child], indicator: str, month: int, measure: str) -> tuple[int, int]:
    kind, n, unit = RULES[indicator]
    last = min(last_day(month), TODAY)

    def due_of(start: int) -> int:
        return day(due(date_of(start), n, unit))

    counted = whole = 0
    for child in children:
        for own, begin, end, visits in child.plans:
            if own != kind:
                continue
            seen = sorted({on for on in visits if begin <= on <= last and (end is None or on <= end)})
            if measure != "period":
                if not child.counts(kind, begin, end, last):
                    continue
                whole += 1
                start = seen[-1] if seen else begin if measure == "not-overdue" else None
                counted += start is not None and not late(last, due_of(start), unit)
                continue
            for at, start in enumerate([begin, *seen]):
                falls = due_of(start)
                done = next((on for on in [*seen, NO_DAY][at:] if on != NO_DAY), None)
                if not first_day(month) <= falls <= last or not child.counts(kind, begin, end, falls):
                    continue
                met = done is not None and not late(done, falls, unit)
                if not met and last == TODAY and not late(TODAY, falls, unit):
                    continue
                whole += 1
                counted += met
    return counted, whole


def made_up(seed: int) -> tuple[CaseBuilder, list[Child]]:
    dice, made, children = random.Random(seed), CaseBuilder(), []
    for _ in range(90):
        born = TODAY - dice.randint(200, 19 * 365)
        child = Child(born, dice.random() < 0.15)
        person = made.person(born_on=born, disabled=int(child.disabled))
        for kind in dice.sample(("cp", "cla", "cin"), dice.choice((1, 1, 2))):
            begin = TODAY - dice.randint(0, 260)
            end = begin + dice.randint(0, 150) if dice.random() < 0.35 else None
            end = None if end is not None and end > TODAY else end
            case = made.case(kind, begin, end, person)
            on, visits = begin, []
            while True:
                on += dice.choice((1, 5, 9, 13, 14, 15, 20, 28, 40, 43, 60))
                if on > min(TODAY, end if end is not None else TODAY):
                    break
                seen = int(dice.random() < 0.85)
                made.visit(case, on, seen)
                if seen:
                    visits.append(on)
                    if dice.random() < 0.1:
                        made.visit(case, on)  # entered twice
            child.plans.append((kind, begin, end, visits))
        children.append(child)
    return made, children


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_that_of_the_recount(seed: int) -> None:
    made, children = made_up(seed)
    desk = Desk.open(made.book, Timescales.shipped(), TODAY)
    for month in ("2026-05", "2026-08", "2026-10", "2026-11"):
        for measure in ("pack", "not-overdue", "period"):
            figures = children_table(desk, read_month(month), measure)
            ours = {one.indicator.id: (one.n, one.d) for one in figures}
            for indicator in RULES:
                assert ours[indicator] == recount(children, indicator, read_month(month), measure), (
                    indicator,
                    month,
                    measure,
                )
