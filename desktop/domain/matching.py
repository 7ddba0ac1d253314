"""Who could take a request: everybody with load, leave, checks and reasons; on top of it, suggestions.

`rank` is the plain list. `suggest` gives each request of a batch to somebody at the least total cost, within
what each may take (`desktop.domain.assignment`), never to anybody barred and never where a reason would have
to be typed. A manager decides; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from desktop.domain.assessor_checks import ASK, HARD, SOFT, CheckTable, checks
from desktop.domain.assessors import Load, load
from desktop.domain.assignment import FORBIDDEN, assign
from desktop.domain.dols_facts import Ints
from desktop.domain.due_back import due_back
from desktop.domain.lists.columns import count_of
from desktop.domain.lists.facts import taken
from desktop.domain.match_words import Candidate as Candidate
from desktop.domain.match_words import Teller
from desktop.domain.suitability import Fit, fit

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

OTHERS = 4
_NOBODY = 100_000  # leaving a request to nobody costs more than any fit


class Suggestion(NamedTuple):
    """What is suggested for one request.

    Attributes:
        worker: worker row, -1 when nobody can be suggested.
        due_back_on: the day on which the report would be wanted.
        words: why this assessor (or why nobody).
        chosen: the one suggested, None for nobody; others: the next best and those barred, with why not.
    """

    case: int
    role: str
    worker: int
    due_back_on: int
    words: str
    chosen: Candidate | None
    others: tuple[Candidate, ...]


class Ranking:
    """Every assessor for every request of a batch.

    Attributes:
        case, worker: rows; the matrices have a row per request and a column per assessor.
        table: every check; fit: the parts of the cost; due_back: per request, the day.
    """

    def __init__(self, desk: Desk, cases: Sequence[int] | Ints, role: str, on: int) -> None:
        self.desk, self.role, self.on = desk, role, on
        self.case = np.asarray(cases, np.int32)
        self.load: Load = load(desk, role)
        self.worker = np.flatnonzero(self.load.listed).astype(np.int32)
        self.table: CheckTable = checks(desk, self.case, self.worker, role, on)
        self.due_back: Ints = due_back(desk, self.case, role, on)
        self.fit: Fit = fit(desk, self.case, self.worker, self.load, self.due_back, self.table.worst >= ASK)

    @cached_property
    def teller(self) -> Teller:
        """Makes the words."""
        return Teller(self.worker, self.load, self.table, self.fit, self.on)

    @property
    def have(self) -> list[str]:
        """Per assessor, load and leave in words."""
        return self.teller.have

    def candidates(self, request: int) -> list[Candidate]:
        """Everybody for one request: those who may by fit, those who need a reason, those who may not."""
        worst = np.maximum(self.table.worst[request], SOFT)
        order = np.lexsort((self.fit.cost[request], worst))
        return self.teller.tell(np.full(len(order), request), order, np.full(len(order), -1))

    def candidate(self, request: int, at: int) -> Candidate:
        """One assessor for one request."""
        return self.teller.tell(*(np.array([one]) for one in (request, at, -1)))[0]


def rank(desk: Desk, cases: Sequence[int] | Ints, role: str = "bia", *, on: int | None = None) -> Ranking:
    """Every assessor for some requests, with load, checks and reasons.

    Args:
        desk: the snapshot.
        cases: case rows of DoLS requests.
        role: ``bia`` or ``mha``.
        on: the day of the allocation, the desk's day unless given.
    """
    return Ranking(desk, cases, role, desk.as_at if on is None else on)


def suggest(
    desk: Desk,
    cases: Sequence[int] | Ints,
    role: str = "bia",
    *,
    on: int | None = None,
    fixed: Mapping[int, int] | None = None,
    others: int = OTHERS,
) -> list[Suggestion]:
    """Who should take each request, all requests weighed together; the same question has one answer.

    Args:
        desk, cases, role, on: see `rank`.
        fixed: case row -> worker row (-1 nobody) that a manager has chosen; the rest is fitted around it.
        others: how many more are told of each request, with why they were not chosen.
    """
    ranking = rank(desk, cases, role, on=on)
    return _told(ranking, solve(ranking, fixed or {}), others)


def solve(ranking: Ranking, fixed: Mapping[int, int]) -> Ints:
    """Per request the place of its assessor, -1 for nobody."""
    cost = cost_matrix(ranking)
    room = ranking.load.room[ranking.worker].copy()
    places = {worker: at for at, worker in enumerate(ranking.worker.tolist())}
    chosen = np.full(len(ranking.case), -1, np.int64)
    free = np.ones(len(ranking.case), bool)
    for request, case in enumerate(ranking.case.tolist()) if fixed else ():
        if case in fixed:
            free[request] = False
            at = chosen[request] = places.get(fixed[case], -1)
            room[at] -= int(at >= 0)
    rows = np.flatnonzero(free)
    chosen[rows] = assign(cost[rows], np.maximum(room, 0), nobody_cost(ranking)[rows])
    return chosen


def cost_matrix(ranking: Ranking) -> Ints:
    """What is minimised: the fit, with every pair forbidden that is barred or would want a reason."""
    made: Ints = np.where(ranking.table.worst >= ASK, FORBIDDEN, ranking.fit.cost)
    return made


def nobody_cost(ranking: Ranking) -> Ints:
    """What leaving each request to nobody costs: most for what the law presses hardest."""
    flags, case = ranking.desk.flags, ranking.case
    place = np.minimum(np.searchsorted(flags.case, case), max(len(flags.case) - 1, 0))
    if not len(flags.case):
        return np.full(len(case), _NOBODY, np.int64)
    request = ranking.desk.fact("request")[case]
    level = taken(ranking.desk.book.dols_request.priority, request, 0)
    rank_of = np.array([1, 3, 2, 0], np.int64)[level]  # untriaged, high, medium, low
    age = np.clip(flags.day_n[place], 0, 999)
    pressing = 4 * flags.ua_expiring[place] + 3 * flags.gap[place] + 2 * flags.ua_running[place]
    made: Ints = _NOBODY + 10_000 * pressing.astype(np.int64) + 1_000 * rank_of + age
    return made


def _told(ranking: Ranking, chosen: Ints, others: int) -> list[Suggestion]:
    """Each request's choice with its words, and the next best by fit, barred ones included."""
    near = ranking.teller.nearest(others + 1)
    rows = np.arange(len(chosen))
    keep = near != chosen[:, None]
    keep[:, others:] &= ~keep[:, :others].all(axis=1)[:, None]  # the chosen one was not among them
    request, at = np.nonzero(keep)
    given, left = rows[chosen >= 0], rows[chosen < 0]
    told = ranking.teller.tell(
        np.concatenate((given, request)),
        np.concatenate((chosen[given], near[request, at])),
        np.concatenate((chosen[given], chosen[request])),
    )
    words = dict(zip(left.tolist(), _why_nobody(ranking, left), strict=True)) if len(left) else {}
    best = dict(zip(given.tolist(), told, strict=False))
    cut = (np.searchsorted(request, np.arange(len(chosen) + 1)) + len(given)).tolist()
    made = []
    for row, (case, due) in enumerate(zip(ranking.case.tolist(), ranking.due_back.tolist(), strict=True)):
        one, rest = best.get(row), tuple(told[cut[row] : cut[row + 1]])
        if one is None:
            made.append(Suggestion(case, ranking.role, -1, due, words[row], None, rest))
        else:
            made.append(Suggestion(case, ranking.role, one.worker, due, one.words, one, rest))
    return made


def _why_nobody(ranking: Ranking, requests: Ints) -> list[str]:
    """For requests that nobody can be suggested for, the reason."""
    worst = ranking.table.worst
    if not worst.shape[1]:
        word = "BIA" if ranking.role == "bia" else "mental health assessor"
        return [f"Nobody is on the register as a {word}"] * len(requests)
    room, mine = ranking.load.room[ranking.worker], worst[requests]
    barred, asks = (mine == HARD).sum(axis=1), (mine == ASK).sum(axis=1)
    could = ((mine < ASK) & (room > 0)).any(axis=1)
    full = worst.shape[1] - barred - asks
    places = count_of(int(room[worst.min(axis=0) < ASK].sum()), "place")
    outbid = f"{places} for {len(ranking.case)} requests: more pressing ones come first"
    rows = zip(*(part.tolist() for part in (could, full, asks, barred)), strict=True)
    return [
        outbid if some else f"Nobody has room: {full} full, {asks} need a reason, {barred} may not"
        for some, full, asks, barred in rows
    ]
