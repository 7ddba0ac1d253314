"""The cheapest way to give requests to assessors who can each take only so many: exact, and small.

A transportation problem with rows that are each given once and columns that take several. Rows first bid
for the column they want most against their second choice (an auction, all at once), which settles most of
them; what is left is settled by shortest augmenting paths between columns. Prices keep the result optimal
throughout: no row would rather be elsewhere, and only a full column has a price.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
NOBODY = -1
FORBIDDEN = 10**9  # a cost that means "may not be"
_ROUNDS = 40
_FAR = 2**50
_TURNS = 64


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
    """Rounds of bids of everybody who has nothing yet; those left at the end have -1.

    Of columns that cost a row the same it takes one with room, and rows start looking at different ones.
    """
    rows, columns = cost.shape
    place = np.full(rows, -1, np.int64)
    bid = np.zeros(rows, np.int64)
    price = np.zeros(columns, np.int64)
    spare = room.copy()
    turns = (np.arange(rows)[:, None] * 7 + np.arange(columns)) % _TURNS
    free = np.arange(rows)
    for _ in range(_ROUNDS):
        wanted = cost[free] + price
        best = ((wanted * 2 + (spare <= 0)) * _TURNS + turns[free]).argmin(axis=1)
        at = np.arange(len(free))
        first = wanted[at, best]
        wanted[at, best] = _FAR
        place[free] = best
        bid[free] = price[best] + wanted.min(axis=1) - first
        before, held, waited = price.copy(), np.flatnonzero(place >= 0), len(free)
        free = _keep_highest(place, bid, held, room, price)
        spare = room - np.bincount(place[place >= 0], minlength=columns)
        if not len(free) or (len(free) == waited and (price == before).all()):
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
        self._all, self._nowhere = np.arange(columns), np.full(columns, -1)
        self._spare = room - np.bincount(place[place >= 0], minlength=columns)
        self._mover = np.zeros((columns, columns), np.int64)  # the row that moves most cheaply from j to k
        self._move = np.full((columns, columns), _FAR)  # and what that costs beyond today's prices
        self._reckon(self._all)

    def settle(self, free: Ints) -> None:
        """Give every row of `free` a column, moving others where that is cheaper."""
        slack = self._cost[free] + self.price
        waiting = len(free)
        source = far = np.zeros(0, np.int64)
        fresh = True
        while waiting:
            if fresh:  # prices moved: some may have a seat now without anybody moving
                slack -= slack.min(axis=1)[:, None]
                slack[self.place[free] >= 0] = _FAR
                waiting -= self._seat(free, slack)
                source = slack.argmin(axis=0)
                far = slack[source, self._all]
                fresh = False
                continue
            ends, come_from, rise = self._search(far.copy())
            if rise is not None:
                self.price += rise
                self._move += rise - rise[:, None]
                slack += rise
            gone = self._walk(ends, come_from, free, source)
            slack[gone] = _FAR
            waiting -= len(gone)
            fresh = rise is not None
            if not fresh:
                left = np.zeros(len(free), bool)
                left[gone] = True
                mine = left[source].nonzero()[0]
                source[mine] = slack[:, mine].argmin(axis=0)
                far[mine] = slack[source[mine], mine]

    def _seat(self, free: Ints, slack: Ints) -> int:
        """Seat those whose cheapest column has room; returns how many."""
        waiting = np.flatnonzero(self.place[free] < 0)
        first = slack[waiting].argmin(axis=1)
        if not (self._spare[first] > 0).any():
            return 0
        order = np.argsort(first, kind="stable")
        column = first[order]
        fits = np.arange(len(order)) - np.searchsorted(column, column) < self._spare[column]
        seated, column = waiting[order[fits]], column[fits]
        if len(seated):
            self.place[free[seated]] = column
            self._spare -= np.bincount(column, minlength=len(self._spare))
            self._reckon(np.unique(column))
            slack[seated] = _FAR
        return len(seated)

    def _search(self, far: Ints) -> tuple[list[int], list[int], Ints | None]:
        """The nearest columns with room, the tree to them and how far prices rise, None for not at all."""
        come_from = self._nowhere.copy()
        waiting = far.copy()
        while True:
            reached = int(waiting.min())
            level = (waiting == reached).nonzero()[0]
            with_room = level[self._spare[level] > 0]
            if len(with_room):
                rise = np.maximum(reached - far, 0) if reached else None
                return with_room.tolist(), come_from.tolist(), rise
            waiting[level] = _FAR
            moves = self._move[level]
            nearest = moves.argmin(axis=0)
            through = moves[nearest, self._all] + reached
            shorter = through < far
            np.copyto(far, through, where=shorter)
            np.copyto(waiting, through, where=shorter)
            np.copyto(come_from, level[nearest], where=shorter)

    def _walk(self, ends: list[int], come_from: list[int], free: Ints, source: Ints) -> list[int]:
        """Move the rows along paths that share no column; returns the places in `free` of the new ones."""
        used: set[int] = set()
        gone: list[int] = []
        for end in ends:
            path = [end]
            while come_from[path[-1]] >= 0:
                path.append(come_from[path[-1]])
            new = int(source[path[-1]])
            if new in gone or not used.isdisjoint(path):
                continue
            for here, before in zip(path, path[1:], strict=False):
                self.place[int(self._mover[before, here])] = here
            self.place[free[new]] = path[-1]
            self._spare[end] -= 1
            used.update(path)
            gone.append(new)
        self._reckon(np.array(sorted(used)))
        return gone

    def _reckon(self, columns: Ints) -> None:
        """What moving the cheapest row of each of some columns to each other column costs, if it is full."""
        chosen = np.zeros(len(self._all) + 1, bool)
        chosen[columns] = self._spare[columns] <= 0
        mine = chosen[self.place].nonzero()[0]
        if not len(mine):  # a column that takes nobody is never reached
            return
        mine = mine[np.argsort(self.place[mine], kind="stable")]
        column = self.place[mine]
        begins = np.ones(len(mine), bool)
        np.not_equal(column[1:], column[:-1], out=begins[1:])
        first = begins.nonzero()[0]
        rows = len(self.place)
        moves = self._cost[mine] - self._cost[mine, column][:, None]
        least = np.minimum.reduceat(moves * rows + mine[:, None], first, axis=0)  # cost and row in one
        full = column[first]
        self._mover[full] = least % rows
        self._move[full] = least // rows + self.price - self.price[full][:, None]
