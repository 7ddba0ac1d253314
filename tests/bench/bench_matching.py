"""Suggesting assessors for 200 requests against scipy's assignment of the same matrix.

Ours does everything: every check of the law and the council, the costs, the assignment, and the reasons for
the one chosen and the four next, on a desk whose loads the board already shows. The peer only solves, on the
cost matrix that ours made, with every place of an assessor a column of its own and a column for each request
that nobody takes. Both are timed by the processor's time of this process, so that other work on the machine
weighs less.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "domain"))

from assessor_book import TODAY, Service
from ratio import Result, compare
from scipy.optimize import linear_sum_assignment

from desktop.domain.assignment import NOBODY, assign
from desktop.domain.lists.desk import Desk
from desktop.domain.matching import cost_matrix, nobody_cost, rank, suggest

REQUESTS, ASSESSORS, HOMES = 200, 60, 45
MOST = 4.0
SKILLS = ("hospital", "nursing", "learning disability", "brain injury")


def service(at_once: int, seed: int = 1) -> tuple[Service, list[int]]:
    """A DoLS service of sixty assessors with two years behind it; returns the requests that wait."""
    dice, made = random.Random(seed), Service()
    for number in range(HOMES):
        setting = ("care_home", "nursing_home", "hospital")[number % 3]
        made.home(
            f"H{number}",
            setting=setting,
            postcode=f"SO{14 + number % 9} 1AA",
            run_by_council=int(number % 20 == 3),
            provider=f"Company {number % 7}",
        )
    people = [_assessor(made, dice, number, at_once) for number in range(ASSESSORS)]
    for number in range(25):
        kind = ("financial", "employment", "other")[number % 3]
        made.put("interest", worker=dice.choice(people), managing_authority=f"H{number}", kind=kind)
    for _ in range(900):
        _finished(made, dice, people)
    waiting = [_waiting(made, dice) for _ in range(REQUESTS)]
    for worker in people:
        for _ in range(dice.randint(0, 3)):
            made.given(_waiting(made, dice), worker, "9 Nov 2026", due_back_on=TODAY + dice.randint(-4, 14))
    return made, [made.row("case", case) for case in waiting]


def _assessor(made: Service, dice: random.Random, number: int, at_once: int) -> str:
    facts = {"refreshed_on": TODAY - dice.randint(20, 360 if number % 17 else 900)}
    areas = ", ".join(f"SO{14 + dice.randrange(9)}" for _ in range(4))
    worker = made.assessor(
        f"A{number}",
        engagement=("in_house_team", "in_house_rota", "independent")[number % 3],
        at_once=at_once + dice.randint(0, 2),
        skills=", ".join(dice.sample(SKILLS, 2)),
        areas=areas if number % 5 else "",
        **facts,
    )
    if number % 12 == 5:
        made.put("absence", worker=worker, starts_on=TODAY - 2, ends_on=TODAY + 6)
    if number % 10 == 3:
        made.put("absence", worker=worker, starts_on=TODAY + 5, ends_on=TODAY + 20)
    return worker


def _waiting(made: Service, dice: random.Random) -> str:
    day = TODAY - dice.randint(0, 300)
    case = made.request(place=f"H{dice.randrange(HOMES)}", priority=dice.choice(("high", "medium", "low")))
    made.put("event", case=case, kind="started", on=day)
    if dice.random() < 0.1:
        made.put("urgent_authorisation", case=case, given_on=TODAY - 3, stated_end=TODAY + 3)
    return case


def _finished(made: Service, dice: random.Random, people: list[str]) -> None:
    case, ago = _waiting(made, dice), dice.randint(5, 700)
    worker = dice.choice(people)
    made.put("allocation", case=case, worker=worker, role="bia", on=TODAY - ago, ended_on=TODAY - ago + 12)
    made.put("event", case=case, kind="form3_returned", on=TODAY - max(ago - 12, 0), worker=worker)
    made.put("event", case=case, kind="signed_off", on=TODAY - max(ago - 14, 0))


def run(name: str, at_once: int) -> Result:
    """One comparison; the totals must be the same."""
    made, waiting = service(at_once)
    desk: Desk = made.desk
    ranking = rank(desk, waiting)
    cost, room = cost_matrix(ranking), ranking.load.room[ranking.worker]
    nobody = nobody_cost(ranking)
    full = np.hstack([np.repeat(cost, room, axis=1), np.repeat(nobody[:, None], len(nobody), axis=1)])
    full = full.astype(float)

    def ours() -> float:
        start = time.process_time()
        found = suggest(desk, waiting)
        spent = time.process_time() - start
        assert all(one.words for one in found)
        return spent

    def theirs() -> float:
        start = time.process_time()
        linear_sum_assignment(full)
        return time.process_time() - start

    chosen = assign(cost, room, nobody)
    ours_total = sum(nobody[at] if to == NOBODY else cost[at, to] for at, to in enumerate(chosen.tolist()))
    assert ours_total == full[linear_sum_assignment(full)].sum(), "not the same optimal cost"
    told = suggest(desk, waiting)
    assert [one.worker for one in told] == [
        -1 if to == NOBODY else int(ranking.worker[to]) for to in chosen.tolist()
    ]
    given = int((chosen != NOBODY).sum())
    title = f"{name}: {given} of {REQUESTS} requests given to {ASSESSORS} assessors with {room.sum()} places"
    return compare(title, ours, theirs, most=MOST, rounds=61, warm=3)


def main() -> int:
    """Both a service with room and one without."""
    results = [run("suggest, room for all", 5), run("suggest, room for half", 3)]
    return int(any(result.ratio > result.most for result in results))


if __name__ == "__main__":
    sys.exit(main())
