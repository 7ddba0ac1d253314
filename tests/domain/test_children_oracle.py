"""Random councils: the engine against a slow reading of one case at a time (`oracle_children`)."""

from __future__ import annotations

import random

import pytest
from build import LONG_AGO, CaseBuilder, on
from oracle_children import everything

from desktop.domain.clocks import clocks
from desktop.domain.days import NO_DAY
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescales

AS_AT = on("2026-06-01")
EVENTS = {
    "cp": ("visit", "visit", "visit", "supervision", "core_group", "review", "icpc"),
    "cin": ("visit", "visit", "supervision"),
    "cla": ("visit", "visit", "visit", "supervision", "review", "health_assessment"),
    "care_leaver": ("visit", "contact", "supervision", "pathway_review", "accommodation_started"),
    "assessment": ("assessment_authorised",),
    "s47": ("strategy_discussion", "strategy_discussion", "icpc"),
}
NOT_READ = {"pep_20wd", "pep_4m", "dental_12m", "sdq_12m", "careplan_10wd", "pathway_needs_3m", "s47_15wd"}


def council(dice: random.Random) -> CaseBuilder:
    """Plans that begin, end and begin again; facts in no order, some recorded late, some corrected."""
    build = CaseBuilder()
    people = [
        build.person(born_on=AS_AT - dice.randrange(300, 6500), disabled=dice.choice((None, 0, 1)))
        for _ in range(14)
    ]
    for _ in range(24):
        kind = dice.choice(tuple(EVENTS))
        span = 1300 if kind == "cla" else 700
        began = AS_AT - dice.randrange(-30, span)
        case = build.case(
            kind, began, person=dice.choice(people), other_la=1 if dice.random() < 0.05 else None
        )
        if dice.random() < 0.3:
            ended = began + dice.randrange(20, 400)
            build.event(case, "ended", ended, **known(dice))
            if dice.random() < 0.5:
                build.event(case, "started", ended + dice.randrange(1, 200), **known(dice))
        for _ in range(dice.randrange(9)):
            date = began + dice.randrange(-40, span)
            build.event(
                case, dice.choice(EVENTS[kind]), date, seen=dice.choice((1, 1, 1, 0, None)), **known(dice)
            )
        if dice.random() < 0.6:
            role = dice.choice(("worker", "pa", "secondary"))
            since = None if dice.random() < 0.15 else began + dice.randrange(-60, 90)
            build.add("allocation", case=case, role=role, on=since, **known(dice))
            if dice.random() < 0.3:
                build.add("allocation", case=case, role=role, on=began + 90, **known(dice))
        if kind == "cla":
            care(build, dice, case, began)
    return build


def known(dice: random.Random) -> dict:
    recorded = LONG_AGO + dice.randrange(100)
    gone = recorded + dice.randrange(1, 50) if dice.random() < 0.15 else None
    return {"recorded_at": recorded, "superseded_at": gone}


def care(build: CaseBuilder, dice: random.Random, case: int, began: int) -> None:
    code, to_18 = dice.choice(("U1", "U4", "U6")), dice.choice((0, 1, 1))
    build.placement(case, began, began + 1 + dice.randrange(80), code="U6", to_18=0)
    build.placement(case, began - dice.randrange(200), code=code, to_18=to_18)
    if dice.random() < 0.3:
        build.placement(case, began + dice.randrange(400), code="U6", to_18=1)
    effective = began
    for _ in range(dice.randrange(4)):
        effective += dice.randrange(20, 400)
        length = dice.randrange(5, 19)  # ends before another can begin
        ended = effective + length if dice.random() < 0.3 else None
        interval = dice.choice(("3m", "6m", "6w"))
        build.agree(
            case,
            interval,
            effective,
            child_agrees=dice.choice((1, 1, 0)),
            ended_on=ended,
            review_by=effective + dice.randrange(20, 400) if dice.random() < 0.4 else None,
            iro_agrees=dice.choice((None, None, None, 1, 0)),
            panel_decision=dice.choice(("", "", "", "agreed", "deferred")),
        )


@pytest.mark.parametrize("seed", range(25))
def test_every_clock_equals_a_slow_reading_of_one_case_at_a_time(seed):
    dice = random.Random(seed)
    build = council(dice)
    for _ in range(4):
        as_at, instant = AS_AT - dice.randrange(300), dice.choice((CURRENT, LONG_AGO + 40, LONG_AGO + 70))
        found = clocks(build.book, Timescales.shipped(), as_at, instant)
        ours = {}
        for at, case in enumerate(found.case.tolist()):
            rule = found.rules[found.rule[at]]
            due, stop = int(found.due[at]), int(found.stop[at])
            if due != NO_DAY and rule not in NOT_READ:
                ours[case, rule] = due, None if stop == NO_DAY else stop
        slow = everything(build.book, as_at, instant)
        wrong = {key: (ours.get(key), slow.get(key)) for key in ours.keys() | slow.keys()}
        assert {key: pair for key, pair in wrong.items() if pair[0] != pair[1]} == {}
