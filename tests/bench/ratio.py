"""Timing two contenders fairly: interleaved rounds in one run, the median of per-round ratios.

Milliseconds depend on the machine and are printed only for colour; the ratio is the result.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One comparison; `most` is the ratio demanded."""

    name: str
    ours: list[float]
    theirs: list[float]
    most: float

    @property
    def ratio(self) -> float:
        return statistics.median(o / t for o, t in zip(self.ours, self.theirs, strict=True))

    def line(self) -> str:
        verdict = "ok" if self.ratio <= self.most else "OVER"
        ours, theirs = (statistics.median(times) * 1e3 for times in (self.ours, self.theirs))
        return (
            f"{verdict:4} {self.name}: {self.ratio:.4f} x (at most {self.most} x); "
            f"ours {ours:.2f} ms, peer {theirs:.2f} ms, "
            f"peer spread {max(self.theirs) / min(self.theirs):.2f}, load {os.getloadavg()[0]:.1f}"
        )


def compare(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    most: float,
    rounds: int = 7,
    warm: int = 1,
) -> Result:
    """Run both `rounds` times, alternating; functions may return their own seconds as a float."""
    for _ in range(warm):
        ours(), theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for at in range(rounds):
        order = (0, 1) if at % 2 == 0 else (1, 0)
        for which in order:
            times[which].append(_seconds((ours, theirs)[which]))
    result = Result(name, times[0], times[1], most)
    print(result.line(), flush=True)
    return result


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    own = work()
    spent = time.perf_counter() - start
    return own if isinstance(own, float) else spent
