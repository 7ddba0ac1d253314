"""A page of twelve small charts drawn with QPainter, against the same in a pyqtgraph layout.

Run as ``python tests/bench/bench_charts.py``. Both draw twelve series of 24 months with a target line
into a window of 1400 x 800, data and all, and are timed from the data to the finished picture.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication
from ratio import Result, compare

from desktop.views.charts.series_chart import SeriesCharts
from desktop.views.charts.series_paint import Series

CHARTS, MONTHS, WIDE, HIGH = 12, 24, 1400, 800


def results() -> list[Result]:
    """Both from fresh data each time; the widgets stand, as they do on a page that is redrawn."""
    app = QApplication.instance() or QApplication([])
    dice = np.random.default_rng(1)
    labels = [f"M{at}" for at in range(MONTHS)]
    ours = SeriesCharts("bench", across=4)
    ours.resize(WIDE, HIGH)
    layout = pg.GraphicsLayoutWidget()
    layout.resize(WIDE, HIGH)
    lines = []
    for at in range(CHARTS):
        plot = layout.addPlot(row=at // 4, col=at % 4, title=f"Indicator {at}")
        plot.addLine(y=90)
        lines.append(plot.plot(symbol="o", symbolSize=5))
    ours.show()
    layout.show()
    app.processEvents()

    def painted() -> object:
        values = dice.uniform(60, 100, (CHARTS, MONTHS)).tolist()
        ours.show_series(
            [Series(f"Indicator {at}", labels, line, goal=90.0, unit="%") for at, line in enumerate(values)]
        )
        return ours.grab()

    def plotted() -> object:
        values = dice.uniform(60, 100, (CHARTS, MONTHS))
        for line, row in zip(lines, values, strict=True):
            line.setData(np.arange(MONTHS), row)
        return layout.grab()

    return [compare("page of 12 small charts v pyqtgraph layout", painted, plotted, most=0.25, rounds=15)]


def main() -> int:
    """Print the ratio; 1 when it is over its demand."""
    return int(any(result.ratio > result.most for result in results()))


if __name__ == "__main__":
    sys.exit(main())
