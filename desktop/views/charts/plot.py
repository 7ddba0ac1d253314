"""A bare plot in the window's own colours, and the one whose points are chosen and opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.views.theme import theme

pg.setConfigOptions(antialias=True)
DASHED, DOTTED = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
_DOTS, _RING, _NAMES = 10, 11, 12  # what lies over what, whenever it was added


class Plot(pg.PlotWidget):
    """Axes without menus, buttons or mouse wheel zoom; a chart here is read, not explored."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.getPlotItem().setContentsMargins(4, 8, 12, 4)
        self.dress()

    def dress(self) -> None:
        """Take the theme's colours and sizes."""
        look = theme()
        self.setBackground(look.colour("surface"))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(look.colour("line")))
            axis.setTextPen(pg.mkPen(look.colour("text_soft")))
            axis.setTickFont(look.font(0.9))
            axis.label.setFont(look.font(0.9))
            axis.setStyle(tickTextOffset=look.px(0.3))

    def name_axes(self, left: str, bottom: str) -> None:
        """What the two axes measure, with their units."""
        colour = theme().css("text_soft")
        self.setLabel("left", left, color=colour)
        self.setLabel("bottom", bottom, color=colour)

    def wheelEvent(self, event: Any) -> None:
        """Let the page scroll instead of zooming."""
        event.ignore()


class PointsPlot(Plot):
    """A plot of points with a cursor: two arrow keys move it, Enter or a click opens a point.

    A chart says where its points are (`places`), which keys move the cursor (`BACK`, `FORWARD`), in
    which order (`stepped`), and how it is drawn again in other colours (`redraw`).

    Signals:
        chosen: (index of the point) the cursor moved.
        opened: (index of the point) its cases are wanted.
    """

    chosen = Signal(int)
    opened = Signal(int)
    BACK, FORWARD = Qt.Key.Key_Left, Qt.Key.Key_Right

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = -1
        self._dots, self._ring = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        for item, height in ((self._dots, _DOTS), (self._ring, _RING)):
            item.setZValue(height)
            self.addItem(item)
        self._dots.sigClicked.connect(self._on_clicked)
        self._named: list[pg.TextItem] = []
        self.setAccessibleName(name)
        theme().changed.connect(self._redress)

    # what a chart fills in

    def places(self) -> Sequence[tuple[float, float]]:
        """Where each point is, across and up, in the units of the axes."""
        raise NotImplementedError

    def stepped(self, by: int) -> int:
        """The point after (1) or before (-1) the cursor; from the last back to the first."""
        if self._at < 0:
            return 0 if by > 0 else len(self.places()) - 1
        return (self._at + by) % len(self.places())

    def redraw(self) -> None:
        """Draw what is on show again: the colours or sizes changed."""
        raise NotImplementedError

    # public

    def choose(self, index: int) -> None:
        """Put the cursor on a point."""
        if index != self._at:
            self._at = index
            self._draw_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The chart's two arrow keys go through the points, Enter opens one."""
        key, count = event.key(), len(self.places())
        if key in (self.BACK, self.FORWARD) and count:
            self.choose(self.stepped(1 if key == self.FORWARD else -1))
            self.chosen.emit(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < count:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    # for charts

    def put_points(self, looks: Sequence[tuple[str, str, float]]) -> None:
        """Draw the points.

        Args:
            looks: for each place its colour token, its symbol and its size in lines of text.
        """
        places = self.places()
        brushes = {token: pg.mkBrush(theme().colour(token)) for token in {look[0] for look in looks}}
        self._dots.setData(
            x=[x for x, _ in places],
            y=[y for _, y in places],
            symbol=[symbol for _, symbol, _ in looks],
            size=[theme().px(size) for *_, size in looks],
            brush=[brushes[token] for token, *_ in looks],
            pen=pen("surface", 1),
            data=np.arange(len(looks)),
        )
        self._at = min(self._at, len(places) - 1)
        self._draw_ring()

    def put_name(
        self, words: str, x: float, y: float, anchor: tuple[float, float], odd: bool = False
    ) -> None:
        """Write words at a place, darker where they name something odd."""
        item = pg.TextItem(
            words,
            color=theme().colour("text" if odd else "text_soft"),
            anchor=anchor,
            fill=pg.mkBrush(theme().css("surface") + "b0"),
        )
        item.setFont(theme().font(0.85, medium=odd))
        item.setPos(x, y)
        item.setZValue(_NAMES)
        self.addItem(item, ignoreBounds=True)
        self._named.append(item)

    def clear_names(self) -> None:
        """Take every word away that was written."""
        for item in self._named:
            self.removeItem(item)
        self._named = []

    # private

    def _draw_ring(self) -> None:
        places = self.places()
        if not 0 <= self._at < len(places):
            self._ring.setData([], [])
            return
        x, y = places[self._at]
        self._ring.setData([x], [y], symbol="o", size=theme().px(1.15), brush=None, pen=pen("focus", 2.2))

    def _redress(self) -> None:
        self.dress()
        self.redraw()

    def _on_clicked(self, _: object, spots: Sequence[pg.SpotItem], *__: object) -> None:
        if len(spots):
            self.choose(int(spots[0].data()))
            self.chosen.emit(self._at)
            self.opened.emit(self._at)


def pen(token: str, width: float = 1.4, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen in a meaning's colour."""
    made: QPen = pg.mkPen(theme().colour(token), width=width, style=style)
    return made
