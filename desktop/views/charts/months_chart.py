"""An indicator month by month: the XmR chart, with what is special in it and the target."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.analysis.xmr import Chart
from desktop.views.charts.plot import DASHED, DOTTED, Plot, pen
from desktop.views.theme import theme

PLAIN, SPECIAL = "o", "s"  # a square for a month that breaks a rule
LEVELS = {
    "mean": ("accent", 1.4, None),
    "low": ("text_soft", 1.2, DASHED),
    "high": ("text_soft", 1.2, DASHED),
}


class MonthsChart(Plot):
    """Draws a series with its limits; the cursor goes with left and right, Enter opens a month.

    Signals:
        chosen: (index of the month) the cursor moved.
        opened: (index of the month) its cases are wanted.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._months: Sequence[str] = ()
        self._target: float | None = None
        self._at = -1
        self._levels: list[pg.PlotDataItem] = []
        self._words: list[pg.TextItem] = []
        self._line = self.plot([], [])
        self._goal = self.plot([], [])
        self._dots = pg.ScatterPlotItem()
        self._ring = pg.ScatterPlotItem()
        self.addItem(self._dots)
        self.addItem(self._ring)
        self._dots.sigClicked.connect(self._on_clicked)
        self.setAccessibleName("Chart by month; the table beside it says the same")
        self.name_axes("%", "")
        theme().changed.connect(self._redress)

    def show_result(
        self, chart: Chart, months: Sequence[str], target: float | None = None, unit: str = "%"
    ) -> None:
        """Draw a series.

        Args:
            chart: the values with their limits.
            months: one short name for each value.
            target: in the unit of the values, None when there is none.
            unit: what the values are in.
        """
        self._chart, self._months, self._target, self._unit = chart, months, target, unit
        places = list(range(len(chart.values)))
        self.name_axes(unit, "")
        self._line.setData(places, list(chart.values))
        self._line.setPen(pen("text", 1.4))
        goal = [-0.4, len(places) - 0.6] if target is not None else []
        self._goal.setData(goal, [target] * len(goal))
        self._goal.setPen(pen("in_time", 1.6, DASHED))
        self._draw_levels(chart)
        self._draw_dots(chart)
        self.getAxis("bottom").setTicks([_thinned(months)])
        self._fit(chart)
        self._at = min(self._at, len(places) - 1)
        self._draw_ring()

    def choose(self, index: int) -> None:
        """Put the cursor on a month."""
        self._at = index
        self._draw_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the months, Enter opens one."""
        key, count = event.key(), len(self._months)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            step = 1 if key == Qt.Key.Key_Right else -1
            self.choose(max(0, min(count - 1, self._at + step)) if self._at >= 0 else count - 1)
            self.chosen.emit(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < count:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _draw_levels(self, chart: Chart) -> None:
        for item in (*self._levels, *self._words):
            self.removeItem(item)
        self._levels, self._words = [], []
        top, bottom = (100.0, 0.0) if self._unit == "%" else (float("inf"), 0.0)
        for stretch in chart.stretches:
            across = [stretch.first - 0.4, stretch.first + stretch.count - 0.6]
            for name, (token, width, style) in LEVELS.items():
                level = min(max(getattr(stretch, name), bottom), top)
                made = pen(token, width, style or Qt.PenStyle.SolidLine)
                if stretch.provisional and name != "mean":
                    made.setStyle(DOTTED)
                self._levels.append(self.plot(across, [level, level], pen=made))
        self._name_levels(chart)

    def _name_levels(self, chart: Chart) -> None:
        last, edge = chart.stretches[-1], len(chart.values) - 0.6
        self._name(f"Mean {last.mean:.1f}", edge, last.mean, (1, 1))
        if self._target is not None:
            self._name(f"Target {self._target:g}", -0.4, self._target, (0, 1))

    def _name(self, words: str, x: float, y: float, anchor: tuple[float, float]) -> None:
        ground = pg.mkBrush(theme().css("surface") + "b0")
        item = pg.TextItem(words, color=theme().colour("text_soft"), anchor=anchor, fill=ground)
        item.setFont(theme().font(0.85))
        item.setPos(x, y)
        self.addItem(item, ignoreBounds=True)
        self._words.append(item)

    def _draw_dots(self, chart: Chart) -> None:
        look = theme()
        spots = [
            {
                "pos": (at, value),
                "symbol": SPECIAL if chart.special[at] else PLAIN,
                "size": look.px(0.72 if chart.special[at] else 0.5),
                "brush": look.colour("overdue" if chart.special[at] else "accent"),
                "pen": pen("surface", 1),
                "data": at,
            }
            for at, value in enumerate(chart.values)
        ]
        self._dots.setData(spots)

    def _draw_ring(self) -> None:
        if self._chart is None or not 0 <= self._at < len(self._chart.values):
            self._ring.setData([], [])
            return
        value = self._chart.values[self._at]
        size = theme().px(1.15)
        self._ring.setData([self._at], [value], symbol="o", size=size, brush=None, pen=pen("focus", 2.2))

    def _fit(self, chart: Chart) -> None:
        levels = [*chart.values, *([self._target] if self._target is not None else [])]
        for stretch in chart.stretches:
            levels += [stretch.low, stretch.high]
        low, high = min(levels), max(levels)
        if self._unit == "%":
            low, high = max(low, 0.0), min(high, 100.0)
        room = max(high - low, 1.0) * 0.08
        self.setYRange(low - room, high + room, padding=0)
        self.setXRange(-0.5, max(len(chart.values) - 0.5, 1), padding=0.01)

    def _redress(self) -> None:
        self.dress()
        if self._chart is not None:
            self.show_result(self._chart, self._months, self._target, self._unit)

    def _on_clicked(self, _: object, spots: Sequence[pg.SpotItem], *__: object) -> None:
        if len(spots):
            self.choose(int(spots[0].data()))
            self.chosen.emit(self._at)
            self.opened.emit(self._at)


def _thinned(months: Sequence[str]) -> list[tuple[int, str]]:
    """Names for at most a dozen months, the last one always among them."""
    step = -(-len(months) // 12) if months else 1
    last = len(months) - 1
    return [(at, month) for at, month in enumerate(months) if (last - at) % step == 0]
