"""Buttons that paint themselves: the focus ring and the hover are drawn here, once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.views.theme import theme


class PaintedButton(QAbstractButton):
    """A button without a native face; subclasses draw in `draw`.

    Enter presses it as the space bar does.
    """

    ring = "focus"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self._on_theme_changed)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint the face inside `box`."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        self.draw(painter, box)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour(self.ring), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = theme().px(0.3)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), corner, corner)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
