"""From one order of identities to another in a few runs, so that a view keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]
_MOST_RUNS = 24  # beyond this a reset is cheaper than telling the view run by run


@dataclass(frozen=True)
class Step:
    """One run of lines removed, inserted, or moved to before line `to`."""

    kind: Literal["remove", "insert", "move"]
    first: int
    count: int
    to: int = 0


@dataclass(frozen=True)
class Difference:
    """How one order becomes another.

    Attributes:
        steps: the runs, each in the line numbers that hold when its turn comes.
        became: for each old line the new line of the same identity, -1 when it is gone.
    """

    steps: Sequence[Step]
    became: Ints


def difference(old: Ints, new: Ints) -> Difference | None:
    """The runs that lead from `old` to `new`; None when they are too many or the order is another."""
    head = _same_head(old, new)
    if head == len(old) == len(new):
        return Difference((), np.arange(head))
    tail = _same_head(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = _one_move(before, after, head) or _runs(before, after, head)
    if middle is None:
        return None
    ends = np.arange(len(new) - tail, len(new))
    became = np.concatenate((np.arange(head), middle.became, ends))
    return Difference(middle.steps, became)


def _same_head(old: Ints, new: Ints) -> int:
    """How many identities at the start are the same."""
    shared = min(len(old), len(new))
    if not shared:
        return 0
    different = old[:shared] != new[:shared]
    first = int(different.argmax())
    return first if different[first] else shared


def _one_move(before: Ints, after: Ints, head: int) -> Difference | None:
    """One row that went up or down past the others, which stayed as they were."""
    count = len(before)
    if count != len(after) or count < 2:
        return None
    lines = np.arange(head, head + count)
    if before[0] == after[-1] and np.array_equal(before[1:], after[:-1]):
        return Difference((Step("move", head, 1, head + count),), np.roll(lines, 1))
    if before[-1] == after[0] and np.array_equal(before[:-1], after[1:]):
        return Difference((Step("move", head + count - 1, 1, head),), np.roll(lines, -1))
    return None


def _runs(before: Ints, after: Ints, head: int) -> Difference | None:
    gone, fresh = ~np.isin(before, after), ~np.isin(after, before)
    if not np.array_equal(before[~gone], after[~fresh]):
        return None
    removes, inserts = _spans(gone), _spans(fresh)
    if len(removes) + len(inserts) > _MOST_RUNS:
        return None
    steps = [Step("remove", head + first, count) for first, count in reversed(removes)]
    steps += [Step("insert", head + first, count) for first, count in inserts]
    became = np.full(len(before), -1)
    became[~gone] = np.flatnonzero(~fresh) + head
    return Difference(steps, became)


def _spans(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False].astype(np.int8)))
    return [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
