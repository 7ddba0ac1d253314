"""Random requests: the flags and the due dates against a slow reading with plain dates."""

from __future__ import annotations

import random

import pytest
from build import LONG_AGO, CaseBuilder, on
from oracle_dols import SlowDols

from desktop.domain import dols
from desktop.domain.clocks import clocks, context
from desktop.domain.days import NO_DAY
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescales

AS_AT = on("2026-12-28")
SHIPPED = Timescales.shipped()
RUNNING = ("dols_standard_21d", "dols_urgent_7d", "dols_urgent_extension_7d", "dols_decision")


def requests(dice: random.Random, many: int = 30) -> CaseBuilder:
    build = CaseBuilder()
    home = build.add("managing_authority", name="Home", name_key="home")
    for _ in range(many):
        received = AS_AT - dice.randrange(-5, 70)
        case = build.case("dols", received)
        left = 0 if dice.random() < 0.1 else None
        build.add("dols_request", case=case, form="form1", managing_authority=home, still_there=left)
        for _ in range(dice.choice((0, 1, 1, 2))):
            given = received + dice.randrange(-12, 24)
            stated = given + dice.randrange(-1, 15) if dice.random() < 0.8 else None
            decided = given + dice.randrange(12) if dice.random() < 0.4 else None
            extra = {"extension_decided_on": decided, "extension_days": dice.randrange(10) if decided else 0}
            build.add(
                "urgent_authorisation", case=case, given_on=given, stated_end=stated, **extra, **known(dice)
            )
        for kind in ("form3_returned", "form4_returned", "signed_off", "ended"):
            if dice.random() < (0.2 if kind == "ended" else 0.4):
                build.event(case, kind, received + dice.randrange(50), **known(dice))
    return build


def known(dice: random.Random) -> dict:
    recorded = LONG_AGO + dice.randrange(100)
    return {"recorded_at": recorded, "superseded_at": recorded + 30 if dice.random() < 0.15 else None}


@pytest.mark.parametrize("seed", range(20))
def test_the_flags_equal_a_slow_reading(seed):
    dice = random.Random(seed)
    build = requests(dice)
    for _ in range(6):
        as_at, instant = AS_AT - dice.randrange(50), dice.choice((CURRENT, LONG_AGO + 50))
        found = dols.flags(context(build.book, SHIPPED, as_at, instant))
        slow = SlowDols(build.book, as_at, instant)
        read = clocks(build.book, SHIPPED, as_at, instant)
        for case in range(len(build.book.case)):
            expected = slow.flags(case)
            at = found.case.tolist().index(case) if case in found.case else -1
            assert (at >= 0) == (expected is not None)
            if expected is None:
                assert not len(read.of_case(case))
                continue
            told = {name: getattr(found, name)[at].item() for name in expected}
            assert told == expected, (case, as_at)
            running = [
                int(read.due[clock])
                for clock in read.of_case(case)
                if read.stop[clock] == NO_DAY and read.rules[read.rule[clock]] in RUNNING
            ]
            assert running == ([expected["assess_due"]] if expected["open"] else [])
