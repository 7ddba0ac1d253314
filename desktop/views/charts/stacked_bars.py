"""Horizontal stacked bars, drawn here: whose days made up the time, one bar for each month or team.

Each part has its own pattern beside its own colour, the days are printed where they fit, and the table
below says the same in full. The keyboard walks from bar to bar; Enter opens what the bar counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.views.controls import announce
from desktop.views.theme import theme

_ROW = 1.75  # height of a bar's line, in lines of text
_HEAD = 2.0  # the legend above
_FOOT = 1.5  # the axis below


@dataclass(frozen=True)
class Part:
    """One colour of the stack: its key, its words, a token of the theme and a pattern."""

    key: str
    words: str
    token: str
    pattern: Qt.BrushStyle


@dataclass(frozen=True)
class Bar:
    """One bar: what stands at its left and right, the length of each part, and the whole in words."""

    title: str
    note: str
    lengths: dict[str, float]
    words: str

    @property
    def whole(self) -> float:
        """All parts together."""
        return sum(self.lengths.values())


class StackedBars(QWidget):
    """The chart.

    Signals:
        chosen: the bar under the cursor changed.
        opened: a bar's rows are wanted.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(
        self, name: str, parts: Sequence[Part], parent: QWidget | None = None, *, unit: str = "days"
    ) -> None:
        super().__init__(parent)
        self._parts, self._bars, self._unit = tuple(parts), tuple[Bar, ...](), unit
        self.at = -1
        self._hover = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._on_theme_changed)

    # public

    def show_bars(self, bars: Sequence[Bar], parts: Sequence[Part]) -> None:
        """Draw these; the cursor stays on the bar of the same title."""
        before = self._bars[self.at].title if 0 <= self.at < len(self._bars) else ""
        self._bars, self._parts = tuple(bars), tuple(parts)
        titles = [bar.title for bar in self._bars]
        self.at = titles.index(before) if before in titles else (0 if titles else -1)
        self._describe()
        self.updateGeometry()
        self.update()

    def choose(self, at: int, *, tell: bool = False) -> None:
        """Put the cursor on a bar; -1 for none."""
        if at == self.at or not -1 <= at < len(self._bars):
            return
        self.at = at
        self._describe()
        self.update()
        if tell:
            self.chosen.emit(at)

    def y_of(self, at: int) -> int:
        """The middle of a bar, from the top of the chart."""
        return round(self._row(at).center().y())

    # Qt

    def sizeHint(self) -> QSize:
        look = theme()
        rows = max(len(self._bars), 1)
        return QSize(look.px(40), look.px(_HEAD + _FOOT + _ROW * rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(20), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("surface"))
        self._paint_legend(painter)
        self._paint_axis(painter)
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, at, bar)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self._bars:
            self.choose(max(0, min(len(self._bars) - 1, self.at + steps[key])), tell=True)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._bars:
            self.choose(0 if key == Qt.Key.Key_Home else len(self._bars) - 1, tell=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.at >= 0:
            self.opened.emit(self.at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.choose(at, tell=True)
            self.opened.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        if at != self._hover:
            self._hover = at
            shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._bar_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._bars[at].words if at >= 0 else "", self)
            return True
        return super().event(event)

    # drawing

    def _paint_legend(self, painter: QPainter) -> None:
        look = theme()
        painter.setFont(look.font(0.92))
        metrics, x = QFontMetricsF(painter.font()), float(look.px(0.4))
        size = look.px(0.85)
        for part in self._parts:
            box = QRectF(x, look.px(0.45), size * 1.6, size)
            self._fill(painter, box, part)
            x = box.right() + look.px(0.35)
            painter.setPen(look.colour("text_soft"))
            wide = metrics.horizontalAdvance(part.words)
            painter.drawText(
                QRectF(x, look.px(0.25), wide + 4, look.px(1.25)), Qt.AlignmentFlag.AlignVCenter, part.words
            )
            x += wide + look.px(1.2)

    def _paint_axis(self, painter: QPainter) -> None:
        look, (left, width) = theme(), self._span()
        bottom = look.px(_HEAD) + look.px(_ROW) * max(len(self._bars), 1)
        painter.setFont(look.font(0.85))
        step = _step(self._most())
        value = 0.0
        while value <= self._most():
            x = left + width * value / self._most()
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(x, look.px(_HEAD)), QPointF(x, bottom))
            painter.setPen(look.colour("text_soft"))
            words = f"{value:,.0f}" + (f" {self._unit}" if value == 0 else "")
            box = QRectF(x - look.px(2.5), bottom, look.px(5), look.px(1.2))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            value += step

    def _paint_bar(self, painter: QPainter, at: int, bar: Bar) -> None:
        look, (left, width) = theme(), self._span()
        row = self._row(at)
        if at == self._hover or at == self.at and self.hasFocus():
            painter.fillRect(row, look.colour("hover"))
        painter.setFont(look.font(0.95, medium=at == self.at))
        painter.setPen(look.colour("text"))
        label = row.adjusted(look.px(0.4), 0, 0, 0)
        label.setWidth(left - look.px(0.9))
        words = painter.fontMetrics().elidedText(bar.title, Qt.TextElideMode.ElideRight, round(label.width()))
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, words)
        x = left
        for part in self._parts:
            wide = width * bar.lengths.get(part.key, 0.0) / self._most()
            box = QRectF(x, row.top() + look.px(0.28), wide, row.height() - look.px(0.56))
            self._paint_part(painter, box, part, bar.lengths.get(part.key, 0.0))
            x += wide
        painter.setFont(look.font(0.9))
        painter.setPen(look.colour("text_soft"))
        note = QRectF(x + look.px(0.4), row.top(), row.right() - x - look.px(0.4), row.height())
        painter.drawText(note, Qt.AlignmentFlag.AlignVCenter, bar.note)
        if at == self.at and self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(1, 1, -1, -1))

    def _paint_part(self, painter: QPainter, box: QRectF, part: Part, value: float) -> None:
        if box.width() <= 0:
            return
        look = theme()
        self._fill(painter, box, part)
        words = f"{value:,.0f}"
        painter.setFont(look.font(0.85, medium=True))
        need = QFontMetricsF(painter.font()).horizontalAdvance(words) + look.px(0.4)
        if need > box.width() or value < 0.5 or len(self._parts) == 1:  # one part: said beside the bar
            return
        plate = QRectF(0, 0, need, look.px(0.95))
        plate.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(plate, look.px(0.2), look.px(0.2))
        painter.setPen(look.colour("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _fill(painter: QPainter, box: QRectF, part: Part) -> None:
        look = theme()
        colour = look.colour(part.token)
        ground = QColor(colour)
        ground.setAlphaF(1.0 if part.pattern == Qt.BrushStyle.SolidPattern else 0.28)
        painter.fillRect(box, ground)
        if part.pattern != Qt.BrushStyle.SolidPattern:
            painter.fillRect(box, QBrush(colour, part.pattern))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    # private

    def _span(self) -> tuple[float, float]:
        """Where the bars begin, and how wide the longest is."""
        look = theme()
        metrics = QFontMetricsF(look.font(0.95, medium=True))
        titles = [metrics.horizontalAdvance(bar.title) for bar in self._bars]
        left = min(max([*titles, look.px(4)]) + look.px(1.3), self.width() * 0.3)
        notes = QFontMetricsF(look.font(0.9))
        right = max([notes.horizontalAdvance(bar.note) for bar in self._bars] + [0.0]) + look.px(1.2)
        return left, max(self.width() - left - right, look.px(4))

    def _most(self) -> float:
        return max([bar.whole for bar in self._bars] + [1.0])

    def _row(self, at: int) -> QRectF:
        look = theme()
        return QRectF(0, look.px(_HEAD) + look.px(_ROW) * at, self.width(), look.px(_ROW))

    def _bar_at(self, where: QPointF) -> int:
        at = int((where.y() - theme().px(_HEAD)) // theme().px(_ROW))
        return at if where.y() >= theme().px(_HEAD) and 0 <= at < len(self._bars) else -1

    def _describe(self) -> None:
        words = self._bars[self.at].words if self.at >= 0 else "No bar"
        self.setAccessibleDescription(
            f"{words} Bar {self.at + 1} of {len(self._bars)}; Enter opens its rows."
        )
        if self.hasFocus():
            announce(self, words)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _step(most: float) -> float:
    """A round distance between marks that gives at most seven of them."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if most / step <= 6:
            return float(step)
    return 10_000.0
