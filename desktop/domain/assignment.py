"""The cheapest way to give requests to assessors who can each take only so many: exact, and small.

A transportation problem with rows that are each given once and columns that take several. Rows first bid
for the column they want most against their second choice (an auction, all at once), which settles most of
them; what is left is settled by shortest augmenting paths between columns. Prices keep the result optimal
throughout: no row would rather be elsewhere, and only a full column has a price.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
NOBODY = -1
FORBIDDEN = 10**9  # a cost that means "may not be"
_ROUNDS = 40
_FAR = 2**60


def assign(cost: npt.ArrayLike, capacity: npt.ArrayLike, unassigned: npt.ArrayLike) -> Ints:
    """Give each row to a column, or to nobody, at the least total cost.

    Args:
        cost: whole numbers, one row per request and one column per assessor; `FORBIDDEN` or more bars.
        capacity: how many rows each column takes.
        unassigned: what leaving each row to nobody costs; less than `FORBIDDEN`.

    Returns:
        Per row its column, or `NOBODY`.
    """
    wide = np.column_stack((np.asarray(cost, np.int64), np.asarray(unassigned, np.int64)))
    rows, columns = wide.shape
    room = np.append(np.minimum(np.asarray(capacity, np.int64), rows), rows)
    wide[:, :-1][:, room[:-1] <= 0] = FORBIDDEN
    np.minimum(wide, FORBIDDEN, out=wide)
    wide[:, :-1][wide[:, :-1] >= FORBIDDEN] = 4 * FORBIDDEN
    if not rows:
        return np.zeros(0, np.int64)
    place, price = _auction(wide, room)
    left = np.flatnonzero(place < 0)
    if len(left):
        _Paths(wide, room, place, price).settle(left)
    return np.where(place == columns - 1, NOBODY, place)


def _auction(cost: Ints, room: Ints) -> tuple[Ints, Ints]:
    """Rounds of bids of everybody who has nothing yet; those left at the end have -1."""
    rows, columns = cost.shape
    place = np.full(rows, -1, np.int64)
    bid = np.zeros(rows, np.int64)
    price = np.zeros(columns, np.int64)
    free = np.arange(rows)
    for _ in range(_ROUNDS):
        wanted = cost[free] + price
        best = wanted.argmin(axis=1)
        at = np.arange(len(free))
        first = wanted[at, best]
        wanted[at, best] = 2**62
        place[free] = best
        bid[free] = price[best] + wanted.min(axis=1) - first
        before, held = price.copy(), np.flatnonzero(place >= 0)
        free = _keep_highest(place, bid, held, room, price)
        if not len(free) or (price == before).all():
            break
    return place, price


def _keep_highest(place: Ints, bid: Ints, held: Ints, room: Ints, price: Ints) -> Ints:
    """Each column keeps the highest bids that it has room for; its price is the highest one it refuses."""
    order = held[np.lexsort((-bid[held], place[held]))]
    column = place[order]
    first = np.searchsorted(column, column)
    rank = np.arange(len(order)) - first
    over = rank >= room[column]
    refused = order[over]
    np.maximum.at(price, column[over], bid[refused])
    place[refused] = -1
    return refused


class _Paths:
    """Shortest augmenting paths over the columns, from all rows that have nothing at once.

    Attributes:
        place, price: as the auction left them, then kept current; every row placed is where it is cheapest.
    """

    def __init__(self, cost: Ints, room: Ints, place: Ints, price: Ints) -> None:
        self.place, self.price, self._cost = place, price, cost
        columns = cost.shape[1]
        self._all = np.arange(columns)
        self._spare = room - np.bincount(place[place >= 0], minlength=columns)
        self._mover = np.zeros((columns, columns), np.int64)  # the row that moves most cheaply from j to k
        self._move = np.full((columns, columns), _FAR)  # and what that costs beyond today's prices
        self._reckon_full(range(columns))

    def settle(self, free: Ints) -> None:
        """Give every row of `free` a column, moving others where that is cheaper."""
        slack = self._cost[free] + self.price
        while len(free):
            slack -= slack.min(axis=1)[:, None]
            kept = self._seat(free, slack)
            if len(kept) < len(free):
                free, slack = free[kept], slack[kept]
                continue
            source = slack.argmin(axis=0)
            far = slack[source, self._all]
            here, reached, come_from, rise = self._search(far)
            self.price += rise
            self._move += rise - rise[:, None]
            slack += rise
            touched = self._walk(here, come_from)
            gone = int(source[touched[-1]])
            self.place[free[gone]] = touched[-1]
            self._reckon_full(touched)
            kept = np.delete(np.arange(len(free)), gone)
            free, slack = free[kept], slack[kept]

    def _seat(self, free: Ints, slack: Ints) -> Ints:
        """Seat those whose cheapest column has room; returns the places in `free` of the others."""
        first = slack.argmin(axis=1)
        order = np.argsort(first, kind="stable")
        column = first[order]
        fits = np.arange(len(order)) - np.searchsorted(column, column) < self._spare[column]
        seated = order[fits]
        if not len(seated):
            return np.arange(len(free))
        self.place[free[seated]] = first[seated]
        self._spare -= np.bincount(first[seated], minlength=len(self._spare))
        self._reckon_full(np.unique(first[seated]).tolist())
        kept: Ints = order[~fits]
        return kept

    def _search(self, far: Ints) -> tuple[int, int, npt.NDArray[np.intp], Ints]:
        """The nearest column with room, its distance, the tree to it and how far prices rise."""
        come_from = np.full(len(far), -1)
        waiting = far.copy()
        while True:
            reached = int(waiting.min())
            level = np.flatnonzero(waiting == reached)
            with_room = level[self._spare[level] > 0]
            if len(with_room):
                return int(with_room[0]), reached, come_from, np.maximum(reached - far, 0)
            waiting[level] = _FAR
            moves = self._move[level]
            nearest = moves.argmin(axis=0)
            through = moves[nearest, self._all] + reached
            shorter = through < far
            np.copyto(far, through, where=shorter)
            np.copyto(waiting, through, where=shorter)
            np.copyto(come_from, level[nearest], where=shorter)

    def _walk(self, here: int, come_from: npt.NDArray[np.intp]) -> list[int]:
        """Move the rows along the path; returns its columns, the one where the new row comes in last."""
        self._spare[here] -= 1
        touched = [here]
        while come_from[here] >= 0:
            before = int(come_from[here])
            self.place[int(self._mover[before, here])] = here
            here = before
            touched.append(here)
        return touched

    def _reckon_full(self, columns: Iterable[int]) -> None:
        for column in columns:
            if self._spare[column] <= 0:
                self._reckon(column)

    def _reckon(self, column: int) -> None:
        """What moving the cheapest row of a full column to each other column would cost."""
        mine = np.flatnonzero(self.place == column)
        if not len(mine):  # a column that takes nobody is never reached
            return
        moves = self._cost[mine] - self._cost[mine, column][:, None]
        which = moves.argmin(axis=0)
        self._mover[column] = mine[which]
        self._move[column] = moves[which, self._all] + self.price - self.price[column]
