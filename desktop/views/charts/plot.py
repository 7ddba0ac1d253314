"""A bare plot in the window's own colours, shared by the charts that pyqtgraph draws."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from desktop.views.theme import theme

pg.setConfigOptions(antialias=True)
DASHED, DOTTED = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine


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


def pen(token: str, width: float = 1.4, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen in a meaning's colour."""
    made: QPen = pg.mkPen(theme().colour(token), width=width, style=style)
    return made
