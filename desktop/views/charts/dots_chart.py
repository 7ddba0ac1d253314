"""The plain alternative to the funnel: each team's share with the range that its own numbers allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.analysis.variability import Point, Variability
from desktop.views.charts.funnel_chart import look_of
from desktop.views.charts.plot import DASHED, PointsPlot, pen


class DotsChart(PointsPlot):
    """A line for each team in the order of their names: share and Wilson interval; up and down move."""

    BACK, FORWARD = Qt.Key.Key_Up, Qt.Key.Key_Down

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Dot plot of teams; the table beside it says the same", parent)
        self._shown: Variability | None = None
        self._target: float | None = None
        self._ranges = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0))
        self._expected, self._goal = self.plot([], []), self.plot([], [])
        self.addItem(self._ranges)
        self.name_axes("", "Share, %, with the range that the team's own numbers allow")

    @property
    def points(self) -> Sequence[Point]:
        """The teams on show."""
        return self._shown.points if self._shown is not None else ()

    def places(self) -> Sequence[tuple[float, float]]:
        """Share across, the first name at the top."""
        count = len(self.points)
        return [(100 * point.share, float(count - at)) for at, point in enumerate(self.points)]

    def show_result(self, result: Variability, target: float | None = None) -> None:
        """Draw another result; `target` in per cent."""
        self._shown, self._target = result, target
        points, count = result.points, len(result.points)
        share = np.array([100 * point.share for point in points])
        low = np.array([100 * point.interval[0] for point in points])
        high = np.array([100 * point.interval[1] for point in points])
        line = np.arange(count, 0, -1, dtype=float)
        self._ranges.setData(x=share, y=line, left=share - low, right=high - share, beam=0.25)
        self._ranges.setOpts(pen=pen("text_soft", 1.4))
        tall = [0.4, count + 0.6]
        self._expected.setData([100 * result.expected] * 2, tall, pen=pen("accent", 1.4))
        self._goal.setData([target] * 2 if target is not None else [], tall if target is not None else [])
        self._goal.setPen(pen("in_time", 1.6, DASHED))
        self.put_points([look_of(point) for point in points])
        names = [(value, point.team.title) for value, point in zip(line.tolist(), points, strict=True)]
        self.getAxis("left").setTicks([names])
        self.setXRange(max(0.0, min(low.tolist(), default=0.0) - 4), 101, padding=0.01)
        self.setYRange(*tall, padding=0)

    def redraw(self) -> None:
        """Draw what is on show again in the theme's colours."""
        if self._shown is not None:
            self.show_result(self._shown, self._target)
