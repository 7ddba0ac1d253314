"""Who could take the chosen cases, as the allocation panel lists them: plain data for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.commands import allocations
from desktop.commands.allocations import ASSESSORS
from desktop.commands.allocations import Choice as Given
from desktop.domain import cases
from desktop.domain.assessor_checks import ASK, HARD
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.domain.matching import Candidate, Ranking, rank
from desktop.views.panels import asking

BARRED_FOR = 3  # bars are worked out per name for so many children's cases; for more the act itself refuses


@dataclass(frozen=True)
class Taker:
    """One worker who could take the cases.

    Attributes:
        open, due_soon: cases held in the role, and how many of them are due soon or overdue.
        words: what speaks for an assessor, in one line; for others their team and leave.
        bar: why they may not, blank when they may; asks: what needs a reason; notes: good to know.
        place: place among the suggestions, 0 when there are none.
    """

    row: int
    name: str
    team: str
    open: int
    due_soon: int
    words: str
    bar: str = ""
    asks: str = ""
    notes: str = ""
    place: int = 0

    @property
    def label(self) -> str:
        """Two lines: whether they may and who they are; what speaks for them, their load last."""
        mark = "✗ " if self.bar else "! " if self.asks else f"{self.place}. " if self.place else ""
        have, *fit = self.words.split("; ")
        return f"{mark}{self.name}\n{'; '.join((*fit, have))}"


def takers(desk: Desk, chosen: Sequence[int], role: str, on: int, near: int = -1) -> list[Taker]:
    """Everybody who could take the cases in a role, the best first, those who may not last."""
    if role in ASSESSORS and chosen and all(cases.kind_of(desk.book, case) == "dols" for case in chosen):
        return _assessors(desk, rank(desk, chosen, role, on=on))
    lines = [_plain(desk, line, chosen, role, on) for line in asking.assessors(desk, role, on, near)]
    return sorted(lines, key=lambda line: bool(line.bar))


def _plain(desk: Desk, line: asking.WorkerLine, chosen: Sequence[int], role: str, on: int) -> Taker:
    words = f"{line.team or 'No team'}{f', away {line.away}' if line.away else ''}"
    bars = (
        allocations.objection(desk.book, Given(case, line.row, role, on, reason="-"), today=on)
        for case in chosen[:BARRED_FOR]
    )
    return Taker(
        line.row,
        line.name,
        line.team,
        line.load,
        line.due_soon,
        words,
        next((bar for bar in bars if bar), ""),
    )


def _assessors(desk: Desk, ranking: Ranking) -> list[Taker]:
    """For one request all that is known; for several whoever fits them best together."""
    if len(ranking.case) == 1:
        return [_taker(desk, one, one.place) for one in ranking.candidates(0)]
    worst, total = ranking.table.worst, ranking.fit.cost.sum(axis=0)
    level = np.where((worst == HARD).any(axis=0), 2, np.where((worst == ASK).any(axis=0), 1, 0))
    made, place = [], 0
    for at in np.lexsort((total, level)).tolist():
        place += int(level[at] == 0)
        request = int((worst[:, at] == (HARD if level[at] == 2 else ASK)).argmax()) if level[at] else 0
        ref = desk.book.case.ref[int(ranking.case[request])]
        one = ranking.candidate(request, at)._replace(words=ranking.have[at])
        made.append(_taker(desk, one, place if level[at] == 0 else 0, f"{ref}: " if ref else ""))
    return made


def _taker(desk: Desk, one: Candidate, place: int, about: str = "") -> Taker:
    return Taker(
        row=one.worker,
        name=desk.book.worker.name[one.worker],
        team=asking.team_name(desk, int(desk.book.worker.team[one.worker])),
        open=one.open,
        due_soon=one.due_soon + one.late,
        words=one.words,
        bar=f"{about}{one.bar}" if one.bar else "",
        asks=f"{about}{one.asks}" if one.asks else "",
        notes=one.notes,
        place=place,
    )


def due_words(ranking_due: int, count: int) -> str:
    """What an empty due-back field means."""
    if count > 1:
        return "Empty: the council's own date for each."
    return f"Empty: {short(ranking_due)}, the council's own date."
