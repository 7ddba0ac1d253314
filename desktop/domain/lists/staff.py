"""Workers and teams as at a desk's day: who is away, who covers, which teams lie under which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Bools, Ints

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_LINKS = 5  # a cover may be away too: how far the chain is followed


@dataclass
class Staff:
    """One row per worker.

    Attributes:
        absence: absence row that covers the day, -1 when at work.
        acting: the worker who has this one's cases today: a cover, else themselves.
        left: had left by the day.
    """

    absence: Ints
    acting: Ints
    left: Bools

    def answer_for(self, worker: int) -> Bools:
        """The workers whose cases a worker has today: their own and those that they cover."""
        mine: Bools = self.acting == worker
        mine[worker] = True
        return mine


def staff(desk: Desk) -> Staff:
    """Absence and cover of every worker on the desk's day; kept until the next refresh."""
    made: Staff = desk.memo("staff", lambda: _staff(desk))
    return made


def _staff(desk: Desk) -> Staff:
    worker, table = desk.book.worker, desk.book.absence
    size = len(worker)
    absence = np.full(size, -1, np.int32)
    ends = table.ends_on
    now = known(table, desk.known_at) & (table.starts_on <= desk.as_at) & (table.worker >= 0)
    rows = np.flatnonzero(now & ((ends == NO_DAY) | (ends >= desk.as_at)))
    absence[table.worker[rows]] = rows
    cover = np.arange(size, dtype=np.int32)
    away = np.flatnonzero(absence >= 0)
    named = table.cover[absence[away]]
    cover[away[named >= 0]] = named[named >= 0]
    acting = cover
    for _ in range(_LINKS):
        acting = cover[acting]
    left = (worker.left_on != NO_DAY) & (worker.left_on <= desk.as_at)
    return Staff(absence, acting, left)


def teams_under(desk: Desk, team: int) -> Bools:
    """Which teams are the given one or lie below it in the tree."""
    parent = desk.book.team.parent
    inside = np.zeros(len(parent), bool)
    inside[team] = True
    for _ in range(len(parent)):
        grown = inside | ((parent >= 0) & inside[parent])
        if (grown == inside).all():
            break
        inside = grown
    return inside
