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
    """One run of lines removed, inserted (with their `ids`), or moved to before line `to`.

    For a move `ids` are all identities after it.
    """

    kind: Literal["remove", "insert", "move"]
    first: int
    count: int
    ids: Ints
    to: int = 0


_NO_IDS: Ints = np.empty(0, np.int64)


def steps_between(old: Ints, new: Ints) -> Sequence[Step] | None:
    """The runs that lead from `old` to `new`; None when they are too many or the order is another."""
    head = _same_head(old, new)
    if head == len(old) == len(new):
        return ()
    tail = _same_head(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    moved = _one_move(before, after, head, new)
    if moved is not None:
        return (moved,)
    if len(before) + len(after) > 4 * (len(old) + len(new)) // 5 + 64:
        return None
    return _runs(before, after, head)


def _same_head(old: Ints, new: Ints) -> int:
    """How many identities at the start are the same."""
    shared = min(len(old), len(new))
    if not shared:
        return 0
    different = old[:shared] != new[:shared]
    first = int(different.argmax())
    return first if different[first] else shared


def _one_move(before: Ints, after: Ints, head: int, new: Ints) -> Step | None:
    """One row that went up or down past the others, which stayed as they were."""
    if len(before) != len(after) or len(before) < 2:
        return None
    end = len(before)
    if before[0] == after[-1] and np.array_equal(before[1:], after[:-1]):
        return Step("move", head, 1, new, head + end)
    if before[-1] == after[0] and np.array_equal(before[:-1], after[1:]):
        return Step("move", head + end - 1, 1, new, head)
    return None


def _runs(before: Ints, after: Ints, head: int) -> Sequence[Step] | None:
    gone, fresh = ~np.isin(before, after), ~np.isin(after, before)
    if not np.array_equal(before[~gone], after[~fresh]):
        return None
    removes, inserts = _spans(gone), _spans(fresh)
    if len(removes) + len(inserts) > _MOST_RUNS:
        return None
    steps = [Step("remove", head + first, count, _NO_IDS) for first, count in reversed(removes)]
    steps += [Step("insert", head + at, count, after[at : at + count]) for at, count in inserts]
    return steps


def _spans(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False].astype(np.int8)))
    return [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
