"""The funnel of 200 teams: from the counts to the first picture, and again when a filter changes it.

Run as ``python tests/bench/bench_funnel.py``. The first picture is held against the time of one frame at
60 frames a second: a new chart, the limits of every size, points, names and painting, six frames at most.
A frame is as long on a busy machine, so ours is told in processor time. The second is the same chart given
other teams, as after a filter, held against building a new one.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication
from ratio import Result, compare

from desktop.analysis.variability import Counted, Variability, variability
from desktop.views.charts.funnel_chart import FunnelChart

TEAMS, WIDE, HIGH = 200, 1000, 600
FRAME = 1 / 60


def compared(seed: int) -> Variability:
    """Teams of 5 to 90 cases, most of them as good as the rest."""
    dice = np.random.default_rng(seed)
    of = dice.integers(5, 90, TEAMS)
    met = dice.binomial(of, np.clip(dice.normal(0.86, 0.02, TEAMS), 0, 1))
    return variability([Counted(str(at), f"Team {at}", int(met[at]), int(of[at])) for at in range(TEAMS)])


def drawn(result: Variability) -> FunnelChart:
    """A new chart, painted."""
    chart = FunnelChart()
    chart.resize(WIDE, HIGH)
    chart.show_result(result, 90.0)
    chart.show()
    assert not chart.grab().isNull()
    return chart


def results() -> list[Result]:
    """Ready data each time; charts are kept, so that none is taken down while another is timed."""
    QApplication.instance() or QApplication([])
    ready = [compared(seed) for seed in range(8)]
    kept: list[FunnelChart] = []
    turn = iter(range(1000))

    def first() -> float:
        begin = time.process_time()
        kept.append(drawn(ready[next(turn) % len(ready)]))
        return time.process_time() - begin

    one = drawn(ready[0])

    def again() -> float:
        begin = time.process_time()
        one.show_result(ready[next(turn) % len(ready)], 90.0)
        assert not one.grab().isNull()
        return time.process_time() - begin

    return [
        compare("funnel of 200 teams, first paint, v one frame", first, lambda: FRAME, most=6, rounds=15),
        compare("redrawn on a filter v built anew", again, first, most=1, rounds=15),
    ]


def main() -> int:
    """Print the ratios; 1 when one is over its demand."""
    return int(any(result.ratio > result.most for result in results()))


if __name__ == "__main__":
    sys.exit(main())
