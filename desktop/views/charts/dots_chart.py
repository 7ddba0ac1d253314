"""The plain alternative to the funnel: each team's share with the range that its own numbers allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.analysis.variability import Point, Variability
from desktop.views.charts.funnel_chart import LOOKS
from desktop.views.charts.plot import DASHED, Plot, pen
from desktop.views.theme import theme


class DotsChart(Plot):
    """A line for each team in the order of their names: share and Wilson interval.

    Signals:
        chosen: (index of the point) the cursor moved.
        opened: (index of the point) its cases are wanted.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Variability | None = None
        self._target: float | None = None
        self._at = -1
        self._ranges = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0))
        self._expected, self._goal = self.plot([], []), self.plot([], [])
        self._dots, self._ring = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        for item in (self._ranges, self._dots, self._ring):
            self.addItem(item)
        self._dots.sigClicked.connect(self._on_clicked)
        self.setAccessibleName("Dot plot of teams; the table beside it says the same")
        self.name_axes("", "Share, %, with the range that the team's own numbers allow")
        theme().changed.connect(self._redress)

    @property
    def points(self) -> Sequence[Point]:
        """The teams on show."""
        return self._shown.points if self._shown is not None else ()

    def show_result(self, result: Variability, target: float | None = None) -> None:
        """Draw another result; `target` in per cent."""
        self._shown, self._target = result, target
        points, count = result.points, len(result.points)
        share = np.array([100 * point.share for point in points])
        low = np.array([100 * point.interval[0] for point in points])
        high = np.array([100 * point.interval[1] for point in points])
        line = np.arange(count, 0, -1, dtype=float)  # the first name at the top
        self._ranges.setData(x=share, y=line, left=share - low, right=high - share, beam=0.25)
        self._ranges.setOpts(pen=pen("text_soft", 1.4))
        tall = [0.4, count + 0.6]
        self._expected.setData([100 * result.expected] * 2, tall, pen=pen("accent", 1.4))
        self._goal.setData([target] * 2 if target is not None else [], tall if target is not None else [])
        self._goal.setPen(pen("in_time", 1.6, DASHED))
        self._dots.setData([self._spot(at, point, line[at]) for at, point in enumerate(points)])
        names = [(value, point.team.title) for value, point in zip(line.tolist(), points, strict=True)]
        self.getAxis("left").setTicks([names])
        self.setXRange(max(0.0, min(low.tolist(), default=0.0) - 4), 101, padding=0.01)
        self.setYRange(*tall, padding=0)
        self._at = min(self._at, count - 1)
        self._draw_ring()

    def choose(self, index: int) -> None:
        """Put the cursor on a team."""
        self._at = index
        self._draw_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the teams, Enter opens the cases of one."""
        key, count = event.key(), len(self.points)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and count:
            self.choose((self._at + (1 if key == Qt.Key.Key_Down else -1)) % count)
            self.chosen.emit(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < count:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _spot(self, at: int, point: Point, line: float) -> dict[str, object]:
        token, symbol = LOOKS[point.verdict]
        return {
            "pos": (100 * point.share, line),
            "symbol": symbol,
            "size": theme().px(0.62 if symbol == "o" else 0.8),
            "brush": theme().colour(token),
            "pen": pen("surface", 1),
            "data": at,
        }

    def _draw_ring(self) -> None:
        if not 0 <= self._at < len(self.points):
            self._ring.setData([], [])
            return
        share, line = 100 * self.points[self._at].share, len(self.points) - self._at
        self._ring.setData(
            [share], [line], symbol="o", size=theme().px(1.15), brush=None, pen=pen("focus", 2.2)
        )

    def _redress(self) -> None:
        self.dress()
        if self._shown is not None:
            self.show_result(self._shown, self._target)

    def _on_clicked(self, _: object, spots: Sequence[pg.SpotItem], *__: object) -> None:
        if len(spots):
            self.choose(int(spots[0].data()))
            self.chosen.emit(self._at)
            self.opened.emit(self._at)
