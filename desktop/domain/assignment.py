"""The cheapest way to give requests to assessors who can each take only so many: exact, and small.

A transportation problem with rows that are each given once and columns that take several. Rows first bid
for the column they want most against their second choice (an auction, all at once), which settles most of
them; what is left is settled by shortest augmenting paths between columns, those that cost most to leave out
first. Prices keep the result optimal throughout: no row would rather be elsewhere, and only a full column has
a price.
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
    narrow = np.asarray(cost, np.int64)
    rows, columns = narrow.shape[0], narrow.shape[1] + 1
    room = np.append(np.minimum(np.asarray(capacity, np.int64), rows), rows)
    wide = np.empty((rows, columns), np.int64)
    wide[:, :-1] = np.where((narrow >= FORBIDDEN) | (room[:-1] <= 0), 4 * FORBIDDEN, narrow)
    wide[:, -1] = np.minimum(unassigned, FORBIDDEN)
    if not rows:
        return np.zeros(0, np.int64)
    dearest = np.argsort(-wide[:, -1], kind="stable")
    place = np.full(rows, -1, np.int64)
    bidding = dearest[: int(room[:-1].sum())]  # the others may well be the ones left to nobody
    place[bidding], price = _auction(wide[bidding], room)
    left = dearest[place[dearest] < 0]
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
    turns = (np.arange(rows)[:, None] * 7 + np.arange(columns)) & _TURNS - 1
    ranked = cost * (2 * _TURNS) + turns  # cost first, then whether there is room, then whose turn it is
    free = np.arange(rows)
    for _ in range(_ROUNDS):
        wanted = ranked[free] + (price * 2 + (spare <= 0)) * _TURNS
        best, at = wanted.argmin(axis=1), np.arange(len(free))
        first = wanted[at, best]
        wanted[at, best] = _FAR
        gain = wanted.min(axis=1) // (2 * _TURNS) - first // (2 * _TURNS)
        place[free] = best
        bid[free] = price[best] + gain
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
    """Shortest augmenting paths over the columns, row by row; every row placed is where it is cheapest.

    Costs and prices are doubled, so that the last bit of a distance can say that the column is full: of two
    equally far the one with room comes first.

    Attributes:
        _shift: rows that move carry their number below their cost, so that one minimum finds both.
        _gain: per row placed, what moving it from there to each column costs, with its number.
        _least: per full column, the row that moves most cheaply to each column, likewise; `_move` its cost.
        _stale: full columns whose `_least` is to be found anew when it is wanted.
        _held: per column, its rows.
    """

    def __init__(self, cost: Ints, room: Ints, place: Ints, price: Ints) -> None:
        rows, columns = cost.shape
        self._place, self._cost, self._price = place, cost * 2, price * 2
        self._shift = rows.bit_length()
        self._key = (self._cost << self._shift) + np.arange(rows)[:, None]
        self._all, self._from = np.arange(columns), np.zeros(columns, np.int64)
        seated = np.flatnonzero(place >= 0)
        seated = seated[np.argsort(place[seated], kind="stable")]
        count = np.bincount(place[seated], minlength=columns)
        ends = np.cumsum(count).tolist()
        self._held = [seated[start:end].tolist() for start, end in zip([0, *ends], ends, strict=False)]
        self._spare = (room - count).tolist()
        self._full = (room <= count).astype(np.int64)
        self._gain = np.zeros_like(self._key)
        self._gain[seated] = self._key[seated] - (self._cost[seated, place[seated]] << self._shift)[:, None]
        self._least = np.zeros((columns, columns), np.int64)
        self._move = np.full((columns, columns), _FAR)
        self._stale = set(np.flatnonzero(self._full).tolist())

    def settle(self, free: Ints) -> None:
        """Give every row of `free` a column, moving others where that is cheaper."""
        for row in free.tolist():
            bias = self._price + self._full
            far = self._cost[row] + bias
            end = int(far.argmin())
            self._from.fill(-1)
            if self._full[end]:
                far -= far[end] - 1
                end = self._search(far, bias)
            self._walk(row, end)

    def _search(self, far: Ints, bias: Ints) -> int:
        """The nearest column with room; leaves the way to it in `_from`, and raises prices on it."""
        come_from, waiting, reached = self._from, far.copy(), 1
        while True:
            level = (waiting == reached).nonzero()[0]
            waiting[level] = _FAR
            columns = level.tolist()
            for column in self._stale.intersection(columns):
                self._reckon(column)
            if len(columns) == 1:
                nearest = columns[0]
                through = self._move[nearest] + (bias + (reached - 1 - int(self._price[nearest])))
            else:
                moves = self._move[level] - self._price[level][:, None]
                best = moves.argmin(axis=0)
                through = moves[best, self._all] + (bias + (reached - 1))
                nearest = level[best]
            shorter = through < far
            np.copyto(come_from, nearest, where=shorter)
            np.copyto(far, through, where=shorter)
            np.copyto(waiting, through, where=shorter)
            end = int(waiting.argmin())
            reached = int(waiting[end])
            if not self._full[end]:
                if reached:
                    self._price += np.maximum(reached + 1 - far, 0) & -2
                return end

    def _walk(self, row: int, end: int) -> None:
        """Move the rows along the way to `end`, and put the new one at its beginning."""
        self._spare[end] -= 1
        self._full[end] = not self._spare[end]
        self._stale.add(end)
        here = end
        while (before := int(self._from[here])) >= 0:
            mover = int(self._least[before, here]) & (1 << self._shift) - 1
            self._held[before].remove(mover)
            self._put(mover, here)
            self._stale.add(before)
            here = before
        self._put(row, here)

    def _put(self, row: int, column: int) -> None:
        self._place[row] = column
        self._held[column].append(row)
        np.subtract(self._key[row], int(self._cost[row, column]) << self._shift, out=self._gain[row])

    def _reckon(self, column: int) -> None:
        """Which row of a full column moves most cheaply to each other one, and what that costs."""
        self._stale.discard(column)
        rows = self._held[column]
        if rows:  # a column that takes nobody is never reached
            np.minimum.reduce(self._gain.take(rows, axis=0), axis=0, out=self._least[column])
            np.right_shift(self._least[column], self._shift, out=self._move[column])
