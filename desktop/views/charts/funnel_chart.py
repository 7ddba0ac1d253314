"""The funnel: each team's share against its size, with what chance alone would do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.analysis.variability import Point, Variability
from desktop.views.charts.plot import DASHED, Plot, pen
from desktop.views.theme import theme

# verdict -> colour, symbol: shape and name say it where colour cannot
LOOKS = {
    "in": ("accent", "o"),
    "low": ("due_soon", "d"),
    "high": ("due_soon", "d"),
    "very_low": ("overdue", "t"),
    "very_high": ("in_time", "t1"),
}
LINES = ("low998", "low95", "high95", "high998")
LINE_WORDS = {"low998": "99.8%", "low95": "95%"}
FEW = 12  # so many teams can all be named without names lying over one another


class FunnelChart(Plot):
    """Draws a `Variability`; points are chosen with the mouse or the arrow keys, Enter opens one.

    Signals:
        chosen: (index of the point) the cursor moved.
        opened: (index of the point) its cases are wanted.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Variability | None = None
        self._at = -1
        self._curves = {name: self.plot([], []) for name in (*LINES, "expected", "target")}
        self._dots = pg.ScatterPlotItem()
        self._ring = pg.ScatterPlotItem()
        self.addItem(self._dots)
        self.addItem(self._ring)
        self._names: list[pg.TextItem] = []
        self._target: float | None = None
        self._dots.sigClicked.connect(self._on_clicked)
        self.setAccessibleName("Funnel chart of teams; the table beside it says the same")
        self.name_axes("Share, %", "Cases in the team")
        theme().changed.connect(self._redress)

    @property
    def points(self) -> Sequence[Point]:
        """The teams on show."""
        return self._shown.points if self._shown is not None else ()

    def show_result(self, result: Variability, target: float | None = None) -> None:
        """Draw another result; nothing is built anew but the names of odd teams.

        Args:
            result: what to draw.
            target: in per cent, None when the indicator has none.
        """
        self._shown, self._target = result, target
        sizes = self._sizes()
        limits = [result.drawn(int(n)) for n in sizes]
        for name in LINES:
            self._curves[name].setData(sizes, [100 * getattr(one, name) for one in limits])
        across = [0, float(sizes[-1])] if len(sizes) else []
        self._curves["expected"].setData(across, [100 * result.expected] * len(across))
        goal = across if target is not None else []
        self._curves["target"].setData(goal, [target] * len(goal))
        self._at = min(self._at, len(result.points) - 1)
        self._dress_curves()
        self._draw_points()
        self._fit(sizes)
        self._name_all(sizes)

    def choose(self, index: int) -> None:
        """Put the cursor on a point."""
        if index != self._at:
            self._at = index
            self._draw_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the teams by size, Enter opens the cases of one."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.points:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(self.points):
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        order = sorted(range(len(self.points)), key=lambda at: self.points[at].team.of)
        place = order.index(self._at) + by if self._at in order else 0
        self.choose(order[place % len(order)])
        self.chosen.emit(self._at)

    def _sizes(self) -> np.ndarray:
        largest = max((point.team.of for point in self.points), default=0)
        if not largest:
            return np.array([], int)
        return np.unique(np.linspace(1, largest * 1.08 + 1, 160).astype(int))

    def _fit(self, sizes: np.ndarray) -> None:
        lowest = min((100 * point.share for point in self.points), default=0.0)
        floor = max(0.0, np.floor((lowest - 12) / 10) * 10)
        self.setXRange(0, float(sizes[-1]) if len(sizes) else 10, padding=0.02)
        self.setYRange(floor, 104, padding=0.01)

    def _draw_points(self) -> None:
        look, spots = theme(), []
        for at, point in enumerate(self.points):
            token, symbol = LOOKS[point.verdict]
            spots.append(
                {
                    "pos": (point.team.of, 100 * point.share),
                    "symbol": symbol,
                    "size": look.px(0.62 if symbol == "o" else 0.8),
                    "brush": look.colour(token),
                    "pen": pen("surface", 1),
                    "data": at,
                }
            )
        self._dots.setData(spots)
        self._draw_ring()

    def _draw_ring(self) -> None:
        if not 0 <= self._at < len(self.points):
            self._ring.setData([], [])
            return
        point = self.points[self._at]
        self._ring.setData(
            [point.team.of],
            [100 * point.share],
            symbol="o",
            size=theme().px(1.15),
            brush=None,
            pen=pen("focus", 2.2),
        )

    def _name_all(self, sizes: np.ndarray) -> None:
        """Names beside the odd teams (all of them when they are few) and beside the lines."""
        for item in self._names:
            self.removeItem(item)
        self._names = []
        for point in self.points:
            odd = point.verdict != "in"
            if odd or len(self.points) <= FEW:
                words = point.team.title + (f" ({point.team.mark})" if point.team.mark else "")
                below = point.share < self._middle()
                self._name(words, point.team.of, 100 * point.share, (0.5, -0.3 if below else 1.3), odd)
        if self._shown is not None and len(sizes):
            self._name_lines(self._shown, float(sizes[-1]))

    def _name_lines(self, shown: Variability, edge: float) -> None:
        limits = shown.drawn(int(edge))
        for name, words in LINE_WORDS.items():
            self._name(words, edge, 100 * getattr(limits, name), (1, -0.1))
        self._name(f"All teams {100 * shown.expected:.1f}%", edge, 100 * shown.expected, (1, 1))
        if self._target is not None:
            self._name(f"Target {self._target:g}%", 0, self._target, (0, 1))

    def _name(self, words: str, x: float, y: float, anchor: tuple[float, float], odd: bool = False) -> None:
        item = pg.TextItem(
            words,
            color=theme().colour("text" if odd else "text_soft"),
            anchor=anchor,
            fill=pg.mkBrush(theme().css("surface") + "b0"),
        )
        item.setFont(theme().font(0.85, medium=odd))
        item.setPos(x, y)
        self.addItem(item, ignoreBounds=True)
        self._names.append(item)

    def _middle(self) -> float:
        return self._shown.expected if self._shown is not None else 0.0

    def _dress_curves(self) -> None:
        for name in LINES:
            self._curves[name].setPen(pen("text_soft", 1.2) if "998" in name else pen("text_soft", 1, DASHED))
        self._curves["expected"].setPen(pen("accent", 1.4))
        self._curves["target"].setPen(pen("in_time", 1.6, DASHED))

    def _redress(self) -> None:
        self.dress()
        if self._shown is not None:
            self.show_result(self._shown, self._target)

    def _on_clicked(self, _: object, spots: Sequence[pg.SpotItem], *__: object) -> None:
        if len(spots):
            self.choose(int(spots[0].data()))
            self.chosen.emit(self._at)
            self.opened.emit(self._at)
