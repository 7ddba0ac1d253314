"""The words of a suggestion: what speaks for an assessor, what stands against, why not this one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from desktop.domain.assessor_checks import ASK, HARD, RULES, SOFT, STATUTE, CheckTable, Finding
from desktop.domain.assessors import Load
from desktop.domain.assignment import FORBIDDEN
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.dols_facts import Ints
from desktop.domain.suitability import Fit, previous_words

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
_LEAVE_AHEAD = 28  # days; leave further off says nothing about this request
_WORSE = {  # part of the cost -> how it is said of somebody who was not chosen
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
_PARTS = tuple(_WORSE)
_BITS = tuple(tuple(bit for bit in range(6) if code >> bit & 1) for code in range(64))
_SAID = ("", "not: no room for more", "not: needed for another request", "not: fits as well")
_WHY_NOT = (  # and then the pairs of parts that decided it
    *_SAID,
    *(
        f"not: {worse}" if worse == other else f"not: {worse} and {other}"
        for worse in _WORSE.values()
        for other in _WORSE.values()
    ),
)


def ordinal(place: int) -> str:
    """``third``, ``21st``; blank for no place."""
    if place < len(_ORDINALS):
        return _ORDINALS[place]
    teens = 10 < place % 100 < 20
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


class Candidate(NamedTuple):
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
        which = ordinal(self.place)
        tail = f"; {self.why_not}" if self.why_not else ""
        return f"{which + ': ' if which else ''}{self.words}{tail}"


_CANDIDATE = partial(tuple.__new__, Candidate)  # as `_make` does, which is slow for a thousand


class Teller:
    """Makes candidates of pairs, many at a time."""

    def __init__(self, worker: Ints, have: Load, table: CheckTable, found: Fit, on: int) -> None:
        self._worker, self._load, self._table, self._fit, self._on = worker, have, table, found, on
        self._key = found.cost * max(len(worker), 1) + np.arange(len(worker))  # no two alike in a row

    def nearest(self, most: int) -> Ints:
        """Per request, the assessors who fit best, whether they may or not; at most so many."""
        size = self._key.shape[1]
        keys = self._key if size <= most else np.partition(self._key, most - 1, axis=1)[:, :most]
        made: Ints = np.sort(keys, axis=1) % max(size, 1)
        return made

    def tell(self, request: Ints, at: Ints, against: Ints) -> list[Candidate]:
        """Candidates of pairs of a request and an assessor by place; `against` is who was chosen, or -1."""
        worst, places = self._table.worst[request, at], at.tolist()
        whys = self._why_not(request, at, against, worst)
        bars, asks = [""] * len(whys), [""] * len(whys)
        notes = [self._notes[one] for one in places]
        for row, words, hard in self._objections(request, at, worst):
            (bars if hard else asks)[row] = words
            whys[row] = f"not: {words}" if hard else f"only with a reason: {words}"
            if hard:
                notes[row] = ""
        have = self._load
        worker = self._worker[at]
        columns = (
            worker,
            self._places(request, at, worst),
            self._fit.cost[request, at],
            *(part[worker] for part in (have.open, have.due_soon, have.late, self._room)),
        )
        away = [self._away[one] for one in places]
        numbers = (column.tolist() for column in columns)
        rows = zip(*numbers, away, self._words(request, at), bars, asks, notes, whys, strict=True)
        return list(map(_CANDIDATE, rows))

    def _places(self, request: Ints, at: Ints, worst: Ints) -> Ints:
        """Each pair's place among those who may without a reason, 0 for the others."""
        free = np.where(self._table.worst >= ASK, np.int64(FORBIDDEN) * 1000, self._key)
        before = (free[request] < self._key[request, at][:, None]).sum(axis=1)
        made: Ints = np.where(worst >= ASK, 0, before + 1)
        return made

    # what speaks for them

    @cached_property
    def have(self) -> list[str]:
        """Per assessor, load and leave in words."""
        mine = self._load
        columns = (mine.open, mine.due_soon, mine.late, mine.offered, mine.recent, mine.next_away)
        rows = zip(*(column[self._worker].tolist() for column in columns), strict=True)
        return [_load_words(row, away, self._on) for row, away in zip(rows, self._away, strict=True)]

    @cached_property
    def _room(self) -> Ints:
        return self._load.room

    @cached_property
    def _away(self) -> list[str]:
        away, until = self._load.away[self._worker].tolist(), self._load.away_until[self._worker].tolist()
        return [
            "" if not off else f"until {short(last)}" if last != NO_DAY else "no return date"
            for off, last in zip(away, until, strict=True)
        ]

    @cached_property
    def _notes(self) -> list[str]:
        """Per assessor, what is not on record about them."""
        about = [one for one in self._table.findings if one.code.ndim == 1 and (one.code == SOFT).any()]
        return [
            "; ".join(one.words(0, at) for one in about if one.code[at] == SOFT)
            for at in range(len(self._worker))
        ]

    def _words(self, request: Ints, at: Ints) -> list[str]:
        """Load and leave, and each part of the fit that speaks for them."""
        found, pair = self._fit, (request, at)
        parts = (
            (found.area[pair] == 0) & bool(found.area.any()),
            found.skill[pair] == 0,
            found.language[pair] < 0,
            self._previous[request] == self._worker[at],
            found.there[pair] < 0,
            found.grouped[pair] < 0,
        )
        code = self._alike[0][request] << len(parts)
        for bit, part in enumerate(parts):
            code |= part.astype(np.int64) << bit
        codes, have, said = code.tolist(), self.have, self._alike[1]
        mask = (1 << len(parts)) - 1
        tails = {
            one: "".join([said[one >> len(parts)][bit] for bit in _BITS[one & mask]]) for one in set(codes)
        }
        return [have[one] + tails[which] for one, which in zip(at.tolist(), codes, strict=True)]

    @cached_property
    def _previous(self) -> Ints:
        return np.array([one.worker if one.how else -1 for one in self._fit.previous], np.int64)

    @cached_property
    def _alike(self) -> tuple[Ints, list[tuple[str, ...]]]:
        """Which requests are alike in what is said of them, and of each sort the words of each part.

        The parts are area, experience, language, the last assessment, going there already, and the home.
        """
        found, sorts = self._fit, dict[tuple[Any, ...], int]()
        rows = zip(
            found.district, found.needs, found.tongue, found.previous, found.together.tolist(), strict=True
        )
        alike = np.array([sorts.setdefault(row, len(sorts)) for row in rows], np.int64)
        said: list[tuple[str, ...]] = [
            (
                f"; covers {district}" if district else "",
                f"; experience: {', '.join(needs)}" if needs else "",
                f"; speaks {tongue.title()}" if tongue else "",
                f"; {previous_words(previous)}" if previous.how else "",
                "; goes to this home already",
                f"; could take the {together} at this home together",
            )
            for district, needs, tongue, previous, together in sorts
        ]
        return alike, said

    # what stands against them

    def _objections(self, request: Ints, at: Ints, worst: Ints) -> Iterator[tuple[int, str, bool]]:
        """Place of the pair, why they may not (True) or what a reason must be given for (False)."""
        pairs = np.flatnonzero(worst >= ASK)
        if not len(pairs):
            return
        q, a, level = request[pairs], at[pairs], worst[pairs]
        findings = self._table.findings
        codes = np.stack([one.code[a] if one.code.ndim == 1 else one.code[q, a] for one in findings])
        same = codes == level
        first, many = same.argmax(axis=0), same.sum(axis=0)
        columns = (column.tolist() for column in (pairs, q, a, level, first, many))
        for row, one, who, bad, which, count in zip(*columns, strict=True):
            if bad == HARD:
                yield row, _named(findings[which], one, who), True
            elif count == 1:
                yield row, findings[which].words(one, who), False
            else:
                yield row, "; ".join(check.words for check in self._table.said(one, who, ASK)), False

    def _why_not(self, request: Ints, at: Ints, against: Ints, worst: Ints) -> list[str]:
        """Against the one chosen: the one or two parts that decided it, or that they are needed elsewhere."""
        cost, other = self._fit.cost, np.maximum(against, 0)
        full = self._room[self._worker[at]] <= 0
        gap = cost[request, at] - cost[request, other]
        compared = (against >= 0) & (at != against) & (worst < ASK)
        code = np.select([~compared, full, gap < 0, gap == 0], [0, 1, 2, 3], 3)
        unlike = np.flatnonzero(compared & ~full & (gap > 0))
        code[unlike] = self._decided(request[unlike], at[unlike], other[unlike])
        return [_WHY_NOT[one] for one in code.tolist()]

    def _decided(self, request: Ints, at: Ints, other: Ints) -> Ints:
        """The place in `_WHY_NOT` of the one or two parts by which an assessor fits worse than the other."""
        gaps = np.empty((len(at), len(_PARTS)), np.int64)
        for which, name in enumerate(_PARTS):
            part = getattr(self._fit, name)
            one = part if part.ndim == 1 else part.reshape(-1)
            start = request * part.shape[-1] if part.ndim == 2 else 0
            np.subtract(one[start + at], one[start + other], out=gaps[:, which])
        pairs = np.arange(len(at))
        top = gaps.argmax(axis=1)
        most = gaps[pairs, top]
        gaps[pairs, top] = -1
        second = gaps.argmax(axis=1)
        both = np.where(gaps[pairs, second] > 0, second, top)
        made: Ints = np.where(most <= 0, 3, len(_SAID) + top * len(_PARTS) + both)
        return made


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
    elif next_away != NO_DAY and next_away <= on + _LEAVE_AHEAD:
        parts.append(f"away from {_day_words(next_away)}")
    return ", ".join(parts)


def _day_words(number: int) -> str:
    date = date_of(number)
    return f"{date:%a} {date.day} {date:%b}"


def _named(one: Finding, request: int, at: int) -> str:
    basis, citation = RULES[one.rule]
    return f"{one.words(request, at)} ({citation if basis == STATUTE else basis})"
