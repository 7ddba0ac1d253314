"""An indicator month by month: the XmR chart, with what is special in it and the target."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.analysis.xmr import Chart
from desktop.views.charts.plot import DASHED, DOTTED, PointsPlot, pen

# colour, symbol, size; a square for a month that breaks a rule
PLAIN, SPECIAL = ("accent", "o", 0.5), ("overdue", "s", 0.72)
LEVELS = {
    "mean": ("accent", 1.4, None),
    "low": ("text_soft", 1.2, DASHED),
    "high": ("text_soft", 1.2, DASHED),
}


class MonthsChart(PointsPlot):
    """Draws a series with its limits; the cursor goes with left and right, Enter opens a month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Chart by month; the table beside it says the same", parent)
        self._chart: Chart | None = None
        self._months: Sequence[str] = ()
        self._target: float | None = None
        self._unit = "%"
        self._levels: list[pg.PlotDataItem] = []
        self._changes: Sequence[tuple[str, int]] = ()
        self._line, self._goal = self.plot([], []), self.plot([], [])
        self.name_axes("%", "")

    def places(self) -> Sequence[tuple[float, float]]:
        """A step across for each month, its value up."""
        return list(enumerate(self._chart.values)) if self._chart is not None else []

    def stepped(self, by: int) -> int:
        """The month after or before, the latest one first; the ends are ends."""
        last = len(self.places()) - 1
        return max(0, min(last, self._at + by)) if self._at >= 0 else last

    def redraw(self) -> None:
        """Draw what is on show again in the theme's colours."""
        if self._chart is not None:
            self.show_result(self._chart, self._months, self._target, self._unit, self._changes)

    def show_result(
        self,
        chart: Chart,
        months: Sequence[str],
        target: float | None = None,
        unit: str = "%",
        changes: Sequence[tuple[str, int]] = (),
    ) -> None:
        """Draw a series.

        Args:
            chart: the values with their limits.
            months: one short name for each value.
            target: in the unit of the values, None when there is none.
            unit: what the values are in.
            changes: a word for what became another thing, and the first of the months that it holds for.
        """
        self._chart, self._months, self._target, self._unit = chart, months, target, unit
        self._changes = changes
        places = list(range(len(chart.values)))
        self.name_axes(unit, "")
        self._line.setData(places, list(chart.values))
        self._line.setPen(pen("text", 1.4))
        goal = [-0.4, len(places) - 0.6] if target is not None else []
        self._goal.setData(goal, [target] * len(goal))
        self._goal.setPen(pen("in_time", 1.6, DASHED))
        self._draw_levels(chart)
        self._draw_changes(chart)
        self.put_points([SPECIAL if odd else PLAIN for odd in chart.special])
        self.getAxis("bottom").setTicks([_thinned(months)])
        self._fit(chart)

    def _draw_levels(self, chart: Chart) -> None:
        for item in self._levels:
            self.removeItem(item)
        self._levels = []
        self.clear_names()
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

    def _draw_changes(self, chart: Chart) -> None:
        """An upright line before the first month of what is new; the table has the reason."""
        low, high = self._ends(chart)
        for words, place in self._changes:
            across = place - 0.5
            self._levels.append(self.plot([across, across], [low, high], pen=pen("text_soft", 1.2, DASHED)))
            self.put_name(words, across, high, (0, 0))

    def _name_levels(self, chart: Chart) -> None:
        last, edge = chart.stretches[-1], len(chart.values) - 0.6
        self.put_name(f"Mean {last.mean:.1f}", edge, last.mean, (1, 1))
        if self._target is not None:
            self.put_name(f"Target {self._target:g}", -0.4, self._target, (0, 1))

    def _ends(self, chart: Chart) -> tuple[float, float]:
        """The lowest and the highest thing on show."""
        levels = [*chart.values, *([self._target] if self._target is not None else [])]
        for stretch in chart.stretches:
            levels += [stretch.low, stretch.high]
        low, high = min(levels), max(levels)
        return (max(low, 0.0), min(high, 100.0)) if self._unit == "%" else (low, high)

    def _fit(self, chart: Chart) -> None:
        low, high = self._ends(chart)
        room = max(high - low, 1.0) * 0.08
        self.setYRange(low - room, high + room, padding=0)
        self.setXRange(-0.5, max(len(chart.values) - 0.5, 1), padding=0.01)


def _thinned(months: Sequence[str]) -> list[tuple[int, str]]:
    """Names for at most a dozen months, the last one always among them."""
    step = -(-len(months) // 12) if months else 1
    last = len(months) - 1
    return [(at, month) for at, month in enumerate(months) if (last - at) % step == 0]
