"""The funnel: each team's share against its size, with what chance alone would do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from desktop.analysis.variability import Point, Variability
from desktop.views.charts.plot import DASHED, PointsPlot, pen

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


def look_of(point: Point) -> tuple[str, str, float]:
    """Colour, symbol and size of a team's point: the odd ones are larger."""
    token, symbol = LOOKS[point.verdict]
    return token, symbol, 0.62 if symbol == "o" else 0.8


class FunnelChart(PointsPlot):
    """Draws a `Variability`; left and right go through the teams by size, Enter opens the cases of one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Funnel chart of teams; the table beside it says the same", parent)
        self._shown: Variability | None = None
        self._target: float | None = None
        self._curves = {name: self.plot([], []) for name in (*LINES, "expected", "target")}
        self.name_axes("Share, %", "Cases in the team")

    @property
    def points(self) -> Sequence[Point]:
        """The teams on show."""
        return self._shown.points if self._shown is not None else ()

    def places(self) -> Sequence[tuple[float, float]]:
        """Size across, share up."""
        return [(point.team.of, 100 * point.share) for point in self.points]

    def stepped(self, by: int) -> int:
        """The team next in size."""
        order = sorted(range(len(self.points)), key=lambda at: self.points[at].team.of)
        place = order.index(self._at) + by if self._at in order else 0
        return order[place % len(order)]

    def redraw(self) -> None:
        """Draw what is on show again in the theme's colours."""
        if self._shown is not None:
            self.show_result(self._shown, self._target)

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
        self._dress_curves()
        self.put_points([look_of(point) for point in result.points])
        self._fit(sizes)
        self._name_all(sizes)

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

    def _name_all(self, sizes: np.ndarray) -> None:
        """Names beside the odd teams (all of them when they are few) and beside the lines."""
        self.clear_names()
        for point in self.points:
            odd = point.verdict != "in"
            if odd or len(self.points) <= FEW:
                words = point.team.title + (f" ({point.team.mark})" if point.team.mark else "")
                below = point.share < self._middle()
                self.put_name(words, point.team.of, 100 * point.share, (0.5, -0.3 if below else 1.3), odd)
        if self._shown is not None and len(sizes):
            self._name_lines(self._shown, float(sizes[-1]))

    def _name_lines(self, shown: Variability, edge: float) -> None:
        limits = shown.drawn(int(edge))
        for name, words in LINE_WORDS.items():
            self.put_name(words, edge, 100 * getattr(limits, name), (1, -0.1))
        self.put_name(f"All teams {100 * shown.expected:.1f}%", edge, 100 * shown.expected, (1, 1))
        if self._target is not None:
            self.put_name(f"Target {self._target:g}%", 0, self._target, (0, 1))

    def _middle(self) -> float:
        return self._shown.expected if self._shown is not None else 0.0

    def _dress_curves(self) -> None:
        for name in LINES:
            self._curves[name].setPen(pen("text_soft", 1.2) if "998" in name else pen("text_soft", 1, DASHED))
        self._curves["expected"].setPen(pen("accent", 1.4))
        self._curves["target"].setPen(pen("in_time", 1.6, DASHED))
