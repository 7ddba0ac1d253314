"""Who could take a request: everybody with load, leave, checks and reasons; on top of it, suggestions.

`rank` is the plain list. `suggest` gives each request of a batch to somebody at the least total cost, within
what each may take (`desktop.domain.assignment`), never to anybody barred and never where a reason would have
to be typed. A manager decides; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import suitability
from desktop.domain.assessor_checks import ASK, HARD, SOFT, Check, CheckTable, checks
from desktop.domain.assessors import Load, load
from desktop.domain.assignment import FORBIDDEN, assign
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.dols_facts import Ints
from desktop.domain.due_back import due_back
from desktop.domain.lists.columns import count_of
from desktop.domain.lists.facts import taken
from desktop.domain.suitability import Fit, fit, previous_words

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

OTHERS = 4
_NOBODY = 100_000  # leaving a request to nobody costs more than any fit
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessor for one request.

    Attributes:
        worker: worker row.
        place: 1 for the best fit among those who may; 0 for somebody barred or who needs a reason.
        cost: points; fewer fit better.
        open, due_soon, late, room: what they have, and how many more they may be given.
        away: ``until 27/11/2026`` or ``no return date``, blank when at work.
        words: load, leave and fit in one line: ``3 open, 1 due back soon; covers SO14``.
        bar: why they may not, with the regulation or *council rule*; blank when they may.
        asks: what a reason must be given for, blank when nothing.
        notes: what is only worth knowing (a fact not on record).
        why_not: against the one suggested: what decided it.
    """

    worker: int
    place: int
    cost: int
    open: int
    due_soon: int
    late: int
    room: int
    away: str
    words: str
    bar: str = ""
    asks: str = ""
    notes: str = ""
    why_not: str = ""

    @property
    def line(self) -> str:
        """One sentence: ``third: 3 open, free Thursday; not: her brother works at this home``."""
        which = _ORDINALS[self.place] if self.place < len(_ORDINALS) else f"{self.place}th"
        tail = f"; {self.why_not}" if self.why_not else ""
        return f"{which + ': ' if which else ''}{self.words}{tail}"


@dataclass(frozen=True, slots=True)
class Suggestion:
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
    def places(self) -> Ints:
        """Per pair, its place among those who may without a reason, 1 the best; 0 for the others."""
        open_cost = np.where(self.table.worst >= ASK, FORBIDDEN, self.fit.cost)
        order = open_cost.argsort(axis=1, kind="stable")
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
        made: Ints = np.where(self.table.worst >= ASK, 0, place)
        return made

    def candidates(self, request: int) -> list[Candidate]:
        """Everybody for one request: those who may by fit, those who need a reason, those who may not."""
        worst = np.maximum(self.table.worst[request], SOFT)
        order = np.lexsort((self.fit.cost[request], worst))
        return [self.candidate(request, int(at)) for at in order]

    def candidate(self, request: int, at: int, against: int = -1) -> Candidate:
        """One assessor for one request, compared with the one suggested where there is one."""
        worst, worker = int(self.table.worst[request, at]), int(self.worker[at])
        bar = _named(self.table.said(request, at, HARD)[0]) if worst == HARD else ""
        asks = _sentence(self.table.said(request, at, ASK)) if worst == ASK else ""
        return Candidate(
            worker=worker,
            place=int(self.places[request, at]),
            cost=int(self.fit.cost[request, at]),
            open=int(self.load.open[worker]),
            due_soon=int(self.load.due_soon[worker]),
            late=int(self.load.late[worker]),
            room=int(self.load.room[worker]),
            away=self._away[at],
            words=self._words(request, at),
            bar=bar,
            asks=asks,
            notes=self._notes[at] if worst < HARD else "",
            why_not=self._why_not(request, at, against, bar, asks),
        )

    @cached_property
    def _away(self) -> list[str]:
        until = self.load.away_until
        return [
            ""
            if not self.load.away[row]
            else f"until {short(int(until[row]))}"
            if until[row] != NO_DAY
            else "no return date"
            for row in self.worker.tolist()
        ]

    @cached_property
    def _notes(self) -> list[str]:
        """Per assessor, what is not on record about them."""
        about = [one for one in self.table.findings if one.code.ndim == 1]
        return [
            "; ".join(one.words(0, at) for one in about if one.code[at] == SOFT)
            for at in range(len(self.worker))
        ]

    @cached_property
    def have(self) -> list[str]:
        """Per assessor, load and leave in words."""
        have = self.load
        columns = (have.open, have.due_soon, have.late, have.offered, have.recent, have.next_away)
        rows = zip(*(column[self.worker].tolist() for column in columns), strict=True)
        return [_load_words(row, away, self.on) for row, away in zip(rows, self._away, strict=True)]

    def _words(self, request: int, at: int) -> str:
        parts, found = [self.have[at]], self.fit
        if found.area[request, at] == 0 and found.district[request] and self._any_area:
            parts.append(f"covers {found.district[request]}")
        if found.needs[request] and found.skill[request, at] == 0:
            parts.append(f"experience: {', '.join(found.needs[request])}")
        if found.language[request, at] < 0:
            parts.append(f"speaks {found.tongue[request].title()}")
        previous = found.previous[request]
        if previous.how and previous.worker == self.worker[at]:
            parts.append(previous_words(previous))
        if found.there[request, at] < 0:
            parts.append("goes to this home already")
        if found.grouped[request, at] < 0:
            parts.append(f"could take the {found.together[request]} at this home together")
        return "; ".join(parts)

    @cached_property
    def _any_area(self) -> bool:
        return bool((self.fit.area == suitability.FAR).any())

    def _why_not(self, request: int, at: int, against: int, bar: str, asks: str) -> str:
        if bar:
            return f"not: {bar}"
        if asks:
            return f"only with a reason: {asks}"
        if against < 0 or at == against:
            return ""
        if self.load.room[self.worker[at]] <= 0:
            return "not: no room for more"
        worse = self._worse(request, at, against)
        if not worse:
            return (
                "not: fits as well" if self._same(request, at, against) else "not: needed for another request"
            )
        return f"not: {' and '.join(worse)}"

    def _same(self, request: int, at: int, against: int) -> bool:
        return bool(self.fit.cost[request, at] == self.fit.cost[request, against])

    def _worse(self, request: int, at: int, against: int) -> list[str]:
        """The one or two parts by which this one fits worse than the one suggested."""
        cost = self.fit.cost
        if cost[request, at] < cost[request, against]:
            return []
        gaps = [(_part(getattr(self.fit, name), request, at, against), name) for name in _WORSE]
        gaps = sorted((pair for pair in gaps if pair[0] > 0), key=lambda pair: -pair[0])
        return [_WORSE[name] for _, name in gaps[:2]]


_WORSE = {
    "load": "more open for what they take",
    "fair": "more given in 12 weeks for their quota",
    "late": "more reports late",
    "pressed": "others due back in the same days",
    "leave": "leave before the report is wanted",
    "area": "not their area",
    "skill": "the experience is not on record",
    "language": "does not speak the language",
    "again": "assessed this person before",
    "there": "does not go to this home already",
    "grouped": "the others at this home go elsewhere",
}


def _part(part: Ints, request: int, at: int, against: int) -> int:
    row = part if part.ndim == 1 else part[request]
    return int(row[at]) - int(row[against])


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
    chosen = _solve(ranking, fixed or {})
    return [_suggestion(ranking, request, at, others) for request, at in enumerate(chosen.tolist())]


def _solve(ranking: Ranking, fixed: Mapping[int, int]) -> Ints:
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


def _suggestion(ranking: Ranking, request: int, at: int, others: int) -> Suggestion:
    chosen = ranking.candidate(request, at) if at >= 0 else None
    cost = ranking.fit.cost[request]
    few = min(others + 1, len(cost))
    near = np.argpartition(cost, few - 1)[:few] if few else np.zeros(0, np.int64)
    near = near[np.argsort(cost[near], kind="stable")]
    told = [ranking.candidate(request, int(one), at) for one in near.tolist() if one != at][:others]
    return Suggestion(
        case=int(ranking.case[request]),
        role=ranking.role,
        worker=chosen.worker if chosen else -1,
        due_back_on=int(ranking.due_back[request]),
        words=chosen.words if chosen else _why_nobody(ranking, request),
        chosen=chosen,
        others=tuple(told),
    )


def _why_nobody(ranking: Ranking, request: int) -> str:
    worst = ranking.table.worst[request]
    room = ranking.load.room[ranking.worker]
    barred, asks = int((worst == HARD).sum()), int((worst == ASK).sum())
    could = int(((worst < ASK) & (room > 0)).sum())
    if could:
        places = count_of(int(room[ranking.table.worst.min(axis=0) < ASK].sum()), "place")
        return f"{places} for {len(ranking.case)} requests: more pressing ones come first"
    full = len(worst) - barred - asks
    return f"Nobody has room: {full} full, {asks} need a reason, {barred} may not"


def _load_words(have: tuple[int, ...], away: str, on: int) -> str:
    open_, soon, late, offered, recent, next_away = have
    parts = [f"{open_} open"]
    if offered:
        parts.append(f"{offered} offered")
    if late:
        parts.append(f"{late} late")
    if soon:
        parts.append(f"{soon} due back soon")
    parts.append(f"{recent} in 12 weeks")
    if away:
        parts.append(f"away {away}")
    elif next_away != NO_DAY and next_away <= on + 28:
        parts.append(f"away from {_day_words(next_away)}")
    return ", ".join(parts)


def _day_words(number: int) -> str:
    date = date_of(number)
    return f"{date:%a} {date.day} {date:%b}"


def _named(check: Check) -> str:
    source = check.citation if check.basis == "statute" else "council rule"
    return f"{check.words} ({source})"


def _sentence(found: list[Check]) -> str:
    return "; ".join(check.words for check in found)
