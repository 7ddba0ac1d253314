"""Small numbers in figures that leave the service: which cells to hide so that nobody can work them out.

Counts of one to five are hidden, as the Department for Education does in its tables, and with them as many
others as it takes that no hidden cell follows from the shown ones: not from a row's total, not from a
column's, not from any combination of totals. Nor may the hidden cells of one total add up to a small
number, because that is a small number of children too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

K = TypeVar("K", bound=Hashable)
SMALL = range(1, 6)
SHOWN_AS = "c"  # how the national tables mark a hidden number
_NOTHING = 1e-9


@dataclass(frozen=True)
class Sum(Generic[K]):
    """A total that a reader knows, or may guess, to be the sum of its parts."""

    total: K
    parts: tuple[K, ...]

    @property
    def cells(self) -> tuple[K, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def hidden_cells(
    values: Mapping[K, int],
    sums: Sequence[Sum[K]],
    never_shown: Collection[K] = (),
    cost: Callable[[K], int] = lambda _: 0,
) -> frozenset[K]:
    """The cells to hide.

    Args:
        values: every count, and those that are never printed where a sum needs them.
        sums: how they add up.
        never_shown: counts that stand in no table but could be worked out from it.
        cost: of two cells that would do, the one of lower cost is hidden, then the smaller.
    """
    hidden = {cell for cell, value in values.items() if value in SMALL} | set(never_shown)
    below = _by_total(sums)

    def hide_one(around: Sequence[Sum[K]]) -> bool:
        shown = {cell for one in around for cell in one.cells} - hidden
        if shown:
            hidden.add(min(shown, key=lambda cell: (not values[cell], cost(cell), values[cell], str(cell))))
        return bool(shown)

    while True:
        for one in sums:
            while (weak := _weak(values, one, below, hidden, never_shown)) is not None and hide_one((weak,)):
                pass
        told = [
            cell
            for cell in follows(sums, hidden)
            if values[cell] in SMALL or (values[cell] and cell not in never_shown)
        ]
        if not any(hide_one(_near(sums, cell, hidden)) for cell in told):
            return frozenset(hidden)


def follows(sums: Sequence[Sum[K]], hidden: Collection[K]) -> list[K]:
    """The hidden cells whose value follows from the shown cells and the sums, by any combination of them."""
    found: list[K] = []
    for group in _linked(sums, hidden):
        cells = sorted({cell for one in group for cell in one.cells if cell in hidden}, key=str)
        at = {cell: place for place, cell in enumerate(cells)}
        matrix = np.zeros((len(group), len(cells)))
        for row, one in enumerate(group):
            for cell in one.cells:
                if cell in at:
                    matrix[row, at[cell]] += 1.0 if cell == one.total else -1.0
        free = _free(matrix)
        found += [cell for cell in cells if not free[at[cell]]]
    return found


def _free(matrix: Any) -> Any:
    """Per column whether it can vary while every row keeps its sum: whether the null space moves it."""
    _, sizes, right = np.linalg.svd(matrix)
    rank = int(np.count_nonzero(sizes > 1e-8))
    return np.abs(right[rank:]).max(axis=0, initial=0.0) > _NOTHING


def _linked(sums: Sequence[Sum[K]], hidden: Collection[K]) -> list[list[Sum[K]]]:
    """The sums that hold hidden cells, those together that share one."""
    head: dict[K, K] = {}

    def find(cell: K) -> K:
        while head.setdefault(cell, cell) != cell:
            head[cell] = head[head[cell]]
            cell = head[cell]
        return cell

    holding = [(one, [cell for cell in one.cells if cell in hidden]) for one in sums]
    for _, cells in holding:
        for cell in cells[1:]:
            head[find(cell)] = find(cells[0])
    groups: dict[K, list[Sum[K]]] = {}
    for one, cells in holding:
        if cells:
            groups.setdefault(find(cells[0]), []).append(one)
    return list(groups.values())


def _by_total(sums: Sequence[Sum[K]]) -> dict[K, list[Sum[K]]]:
    made: dict[K, list[Sum[K]]] = {}
    for one in sums:
        made.setdefault(one.total, []).append(one)
    return made


def _near(sums: Sequence[Sum[K]], cell: K, hidden: Collection[K]) -> list[Sum[K]]:
    """The sums that a cell stands in; those further off when nothing in them is left to hide."""
    near = [one for one in sums if cell in one.cells]
    if any(set(one.cells) - set(hidden) for one in near):
        return near
    return next((group for group in _linked(sums, hidden) if near and near[0] in group), near)


def _weak(
    values: Mapping[K, int],
    one: Sum[K],
    below: Mapping[K, list[Sum[K]]],
    hidden: Collection[K],
    never_shown: Collection[K],
) -> Sum[K] | None:
    """The sum itself, or the same with a hidden part taken apart, when it gives a small number away."""
    return next(
        (each for each in _taken_apart(one, below, hidden) if _tells(values, each, hidden, never_shown)), None
    )


def _taken_apart(one: Sum[K], below: Mapping[K, list[Sum[K]]], hidden: Collection[K]) -> Iterator[Sum[K]]:
    yield one
    for way in range(2):
        parts: list[K] = []
        for part in one.parts:
            ways = below.get(part, []) if part in hidden else []
            parts += ways[way].parts if way < len(ways) else (part,)
        if len(parts) > len(one.parts):
            yield Sum(one.total, tuple(parts))


def _tells(values: Mapping[K, int], one: Sum[K], hidden: Collection[K], never_shown: Collection[K]) -> bool:
    """Whether hidden cells stand alone in a sum, or a shown total less its shown parts is a small number."""
    inside = [cell for cell in one.cells if cell in hidden]
    if len(inside) == 1:
        return values[inside[0]] in SMALL or inside[0] not in never_shown
    return bool(inside) and one.total not in hidden and sum(values[cell] for cell in inside) in SMALL
