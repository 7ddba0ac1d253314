"""A row's state as shape, word and colour, so that colour is never the only signal."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from desktop.domain.lists.columns import RAGS, SHAPES
from desktop.views.theme import theme

# Token of each state, in the order of RAGS.
TOKENS = ("text", "in_time", "due_soon", "due_today", "overdue", "unknown")
assert len(TOKENS) == len(RAGS)


def colour(rag: int) -> QColor:
    """The colour of a state's words and shape."""
    return theme().colour(TOKENS[rag])


def shape_pixmap(rag: int, size: int, ratio: float) -> QPixmap:
    """The state's shape in its colour, `size` pixels square; kept per theme."""
    return _pixmap(SHAPES[rag], colour(rag).name(), theme().css("surface"), size, ratio)


def paint_shape(painter: QPainter, box: QRectF, rag: int) -> None:
    """Draw the state's shape into a box."""
    _draw(painter, SHAPES[rag], box, colour(rag), theme().colour("surface"))


@cache
def _pixmap(shape: str, ink: str, ground: str, size: int, ratio: float) -> QPixmap:
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _draw(painter, shape, QRectF(0, 0, size, size), QColor(ink), QColor(ground))
    painter.end()
    return image


def _draw(painter: QPainter, shape: str, box: QRectF, ink: QColor, ground: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, max(1.2, box.width() / 9))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    draw = _SHAPES.get(shape)
    if draw:
        draw(painter, inner, ink, ground)
    painter.restore()


def _circle(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    """In time: an open ring with a tick."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    w, x, y = box.width(), box.left(), box.top()
    tick = [QPointF(x + 0.28 * w, y + 0.52 * w), QPointF(x + 0.44 * w, y + 0.68 * w)]
    painter.drawPolyline([*tick, QPointF(x + 0.72 * w, y + 0.34 * w)])


def _half_circle(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Due soon: a ring half full."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    painter.drawPie(box, 90 * 16, 180 * 16)


def _diamond(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Due today: a full diamond."""
    painter.setBrush(QBrush(ink))
    middle = box.center()
    corners = [
        QPointF(middle.x(), box.top()),
        QPointF(box.right(), middle.y()),
        QPointF(middle.x(), box.bottom()),
        QPointF(box.left(), middle.y()),
    ]
    painter.drawPolygon(QPolygonF(corners))


def _triangle(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Overdue: a full triangle with a mark."""
    path = QPainterPath(QPointF(box.center().x(), box.top() + 0.04 * box.height()))
    path.lineTo(box.right(), box.bottom() - 0.04 * box.height())
    path.lineTo(box.left(), box.bottom() - 0.04 * box.height())
    path.closeSubpath()
    painter.setBrush(QBrush(ink))
    painter.drawPath(path)
    painter.setPen(QPen(ground, max(1.2, box.width() / 8)))
    x, h, y = box.center().x(), box.height(), box.top()
    painter.drawLine(QPointF(x, y + 0.40 * h), QPointF(x, y + 0.62 * h))
    painter.drawPoint(QPointF(x, y + 0.80 * h))


def _question(painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Cannot be calculated: a dashed square with a question mark."""
    pen = painter.pen()
    dashed = QPen(pen)
    dashed.setDashPattern([1.6, 1.8])
    painter.setPen(dashed)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 2, 2)
    painter.setPen(pen)
    font = theme().font(bold=True)
    font.setPixelSize(max(6, round(box.height() * 0.78)))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")


_SHAPES = {
    "circle": _circle,
    "half_circle": _half_circle,
    "diamond": _diamond,
    "triangle": _triangle,
    "question": _question,
}
