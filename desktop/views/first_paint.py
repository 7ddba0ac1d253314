"""The window's first picture: the last list, drawn from words alone while the real one is made."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QByteArray, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.models.snapshot import Snapshot, SnapshotColumn
from desktop.settings import GEOMETRY, Settings
from desktop.views.theme import theme

_TOKENS = ("text", "in_time", "due_soon", "due_today", "overdue", "unknown")
_EPOCH = dt.date(1970, 1, 1).toordinal()


class FirstPaint(QWidget):
    """Looks like the shell on its first page, and cannot be used yet.

    Signals:
        painted: once, after the list stood on the screen.
    """

    painted = Signal()

    def __init__(self, shown: Snapshot, settings: Settings) -> None:
        super().__init__()
        self._shown = shown
        self._told = False
        self.setWindowTitle("Caseclock")
        self.setAccessibleName("Caseclock is opening")
        self.setCursor(Qt.CursorShape.BusyCursor)
        self.resize(theme().px(82), theme().px(50))
        self.restoreGeometry(settings.get(GEOMETRY) or QByteArray())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("window"))
        nav = look.px(13)
        painter.fillRect(0, 0, nav, self.height(), look.colour("nav"))
        self._words(
            painter,
            QRectF(look.px(0.9), look.px(0.7), nav, look.px(2)),
            "Caseclock",
            1.3,
            "nav_selected_text",
        )
        left = nav + look.px(1)
        self._words(
            painter, QRectF(left, look.px(0.7), self.width(), look.px(2.2)), self._shown.title, 1.7, "text"
        )
        when = dt.date.fromordinal(self._shown.as_at + _EPOCH)
        said = f"As at {when:%A} {when.day} {when:%B %Y}; being brought up to date…"
        self._words(painter, QRectF(left, look.px(2.8), self.width(), look.line), said, 1.0, "text_soft")
        self._counts(painter, left, look.px(4.6))
        self._list(painter, left, look.px(11))
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)

    def _words(self, painter: QPainter, box: QRectF, text: str, size: float, token: str) -> None:
        painter.setFont(theme().font(size, medium=size > 1.1))
        painter.setPen(theme().colour(token))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _counts(self, painter: QPainter, left: int, top: int) -> None:
        look, width = theme(), theme().px(9)
        for at, (title, number, rag) in enumerate(self._shown.counts):
            x = left + at * (width + look.px(0.4))
            if x + width > self.width():
                break
            token = _TOKENS[rag] if number else "text_soft"
            box = QRectF(x, top, width, look.px(3.5))
            painter.fillRect(box, look.colour("surface"))
            inner = box.adjusted(look.px(0.7), look.px(0.35), -look.px(0.4), 0)
            inner.setHeight(look.px(1.75))
            self._words(painter, inner, f"{number:,}", 1.55, token)
            inner.translate(0, look.px(1.7))
            inner.setHeight(look.line)
            painter.setFont(look.font(0.9))
            painter.setPen(look.colour("text_soft"))
            fitted = painter.fontMetrics().elidedText(
                title, Qt.TextElideMode.ElideRight, round(inner.width())
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, fitted)

    def _list(self, painter: QPainter, left: int, top: int) -> None:
        look, height = theme(), theme().px(1.9)
        painter.fillRect(left, top, self.width() - left, self.height() - top, look.colour("surface"))
        letter = self.fontMetrics().horizontalAdvance("n")
        lines = (self.height() - top) // height
        x = left
        for at, column in enumerate(self._shown.columns):
            width = max(column.width, len(column.title) + 2) * letter + look.px(0.9)
            painter.setFont(look.font(0.92, medium=True))
            painter.setPen(look.colour("text_soft"))
            painter.drawText(
                QRectF(x + look.px(0.45), top, width, height), Qt.AlignmentFlag.AlignVCenter, column.title
            )
            self._column(painter, at, column, x, width, top + height, lines)
            x += width
            if x > self.width():
                break

    def _column(
        self, painter: QPainter, at: int, column: SnapshotColumn, x: int, width: int, top: int, lines: int
    ) -> None:
        look, height = theme(), theme().px(1.9)
        strong = column.strong or column.kind == "rag"
        painter.setFont(look.font(medium=strong))
        metrics, pad = painter.fontMetrics(), look.px(0.45)
        for line, (rag, texts) in enumerate(self._shown.rows[:lines]):
            painter.setPen(look.colour(_TOKENS[rag] if column.kind == "rag" else "text"))
            words = metrics.elidedText(texts[at], Qt.TextElideMode.ElideRight, width - 2 * pad)
            box = QRectF(x + pad, top + line * height, width - 2 * pad, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
