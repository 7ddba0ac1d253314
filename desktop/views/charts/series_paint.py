"""Lines by month drawn with QPainter: one large, or many small ones on a page, without a plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from desktop.views.theme import theme

Band = tuple[Sequence[float | None], Sequence[float | None]]


@dataclass(frozen=True)
class Series:
    """What one chart shows; every sequence has an entry per label.

    Attributes:
        title: stands above it, `note` at its right.
        labels: the months' names, oldest first.
        values: None where there is no number.
        special: places with a square instead of a dot: out of the ordinary.
        goal: the target, drawn dashed.
        path: a second, dotted line: where it has to go, or where it is projected to go.
        band: low and high of a shaded range about the path.
        unit: printed after the numbers of the axis.
    """

    title: str
    labels: Sequence[str]
    values: Sequence[float | None]
    note: str = ""
    special: frozenset[int] = frozenset()
    goal: float | None = None
    path: Sequence[float | None] = ()
    band: Band | None = None
    unit: str = ""
    zero: bool = False
    words: Sequence[str] = field(default_factory=tuple)


def spread(series: Series) -> tuple[float, float]:
    """The lowest and highest value that the axis shows."""
    levels = [one for one in (*series.values, *series.path) if one is not None]
    levels += [one for side in series.band or () for one in side if one is not None]
    if series.goal is not None:
        levels.append(series.goal)
    low, high = (min(levels), max(levels)) if levels else (0.0, 1.0)
    low = 0.0 if series.zero else low
    room = max(high - low, abs(high) * 0.02, 1.0) * 0.1
    return (low if series.zero else low - room), high + room


class Frame:
    """Where things lie: from a place and a value to a point."""

    def __init__(self, box: QRectF, series: Series) -> None:
        self.box = box
        self.low, self.high = spread(series)
        self.step = box.width() / max(len(series.labels) - 1, 1)

    def x(self, at: int) -> float:
        """From the left edge of the widget."""
        return self.box.left() + self.step * at

    def y(self, value: float) -> float:
        """From the top edge of the widget."""
        return self.box.bottom() - self.box.height() * (value - self.low) / (self.high - self.low)

    def at(self, x: float, count: int) -> int:
        """The place nearest to a point."""
        return max(0, min(count - 1, round((x - self.box.left()) / self.step))) if count else -1


def frame_of(rect: QRectF, series: Series, large: bool) -> Frame:
    """The plot inside a chart's rectangle: the title above, numbers at the left, months below."""
    look = theme()
    head = look.px(1.7 if series.title else 0.6)
    foot, side = look.px(1.5), look.px(3.6 if large else 2.6)
    return Frame(rect.adjusted(side, head, -look.px(1.0 if large else 0.7), -foot), series)


def paint(painter: QPainter, rect: QRectF, series: Series, *, cursor: int = -1, large: bool = False) -> None:
    """Draw one chart.

    Args:
        painter: begun on the widget.
        rect: all that the chart may use.
        series: what to draw.
        cursor: the place with a ring, -1 for none.
        large: more marks on the axes.
    """
    frame = frame_of(rect, series, large)
    _paint_head(painter, rect, series)
    _paint_axes(painter, rect, frame, series, large)
    if series.band is not None:
        _paint_band(painter, frame, series.band)
    if series.goal is not None:
        painter.setPen(QPen(theme().colour("in_time"), 1.3, Qt.PenStyle.DashLine))
        y = frame.y(series.goal)
        painter.drawLine(QPointF(frame.box.left(), y), QPointF(frame.box.right(), y))
    if series.path:
        _paint_line(painter, frame, series.path, QPen(theme().colour("text_soft"), 1.6, Qt.PenStyle.DotLine))
    _paint_line(painter, frame, series.values, QPen(theme().colour("accent"), 1.6))
    _paint_dots(painter, frame, series, 3.2 if large else 2.2)
    _paint_cursor(painter, frame, series, cursor)


def _paint_head(painter: QPainter, rect: QRectF, series: Series) -> None:
    if not series.title:
        return
    look = theme()
    line = QRectF(rect.left() + look.px(0.4), rect.top() + look.px(0.2), rect.width() - look.px(0.8), 0)
    line.setHeight(look.px(1.3))
    painter.setFont(look.font(0.92, medium=True))
    painter.setPen(look.colour("text"))
    note = painter.fontMetrics().horizontalAdvance(series.note) + look.px(0.6) if series.note else 0
    wide = round(line.width() - note)
    words = painter.fontMetrics().elidedText(series.title, Qt.TextElideMode.ElideRight, wide)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, series.note)


def _paint_axes(painter: QPainter, rect: QRectF, frame: Frame, series: Series, large: bool) -> None:
    look, box = theme(), frame.box
    painter.setFont(look.font(0.82))
    marks = _marks(frame, 5 if large else 2)
    painter.setPen(QPen(look.colour("line"), 1))
    painter.drawLines([QLineF(box.left(), frame.y(one), box.right(), frame.y(one)) for one in marks])
    painter.setPen(look.colour("text_soft"))
    for one in marks:
        where = QRectF(rect.left(), frame.y(one) - look.px(0.6), box.left() - rect.left(), look.px(1.2))
        words = f"{one:,.0f}{series.unit} "
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    count = len(series.labels)
    step = max(1, -(-count // (9 if large else 3)))
    wide, free = look.px(4.2), rect.right()
    for at in range(count - 1, -1, -step):
        where = QRectF(frame.x(at) - wide / 2, box.bottom() + look.px(0.15), wide, look.px(1.2))
        where.moveRight(min(where.right(), rect.right()))
        if where.right() > free:  # the last one was moved to the left, into the place of this one
            continue
        free = where.left()
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, series.labels[at])


def _marks(frame: Frame, most: int) -> list[float]:
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000):
        if (frame.high - frame.low) / step <= most + 1:
            break
    first = -(-frame.low // step) * step
    return [first + step * at for at in range(int((frame.high - first) // step) + 1)]


def _paint_band(painter: QPainter, frame: Frame, band: Band) -> None:
    low = [QPointF(frame.x(at), frame.y(one)) for at, one in enumerate(band[0]) if one is not None]
    high = [QPointF(frame.x(at), frame.y(one)) for at, one in enumerate(band[1]) if one is not None]
    colour = QColor(theme().colour("accent"))
    colour.setAlphaF(0.18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawPolygon(QPolygonF([*low, *reversed(high)]))


def _paint_line(painter: QPainter, frame: Frame, values: Sequence[float | None], pen: QPen) -> None:
    """Runs of values; a gap stays a gap. Single lines: a polyline's joins cost five times as much."""
    painter.setPen(pen)
    pairs = zip(values, values[1:], strict=False)
    painter.drawLines(
        [
            QLineF(frame.x(at), frame.y(here), frame.x(at + 1), frame.y(there))
            for at, (here, there) in enumerate(pairs)
            if here is not None and there is not None
        ]
    )


def _paint_dots(painter: QPainter, frame: Frame, series: Series, size: float) -> None:
    places = [
        QPointF(frame.x(at), frame.y(value))
        for at, value in enumerate(series.values)
        if value is not None and at not in series.special
    ]
    pen = QPen(theme().colour("accent"), 2 * size)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(places)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("overdue"))
    side = size * 2.4
    for at in series.special:
        value = series.values[at]
        if value is not None:
            painter.drawRect(QRectF(frame.x(at) - side / 2, frame.y(value) - side / 2, side, side))


def _paint_cursor(painter: QPainter, frame: Frame, series: Series, cursor: int) -> None:
    value = series.values[cursor] if 0 <= cursor < len(series.values) else None
    if value is None:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour("focus"), 2))
    painter.drawEllipse(QPointF(frame.x(cursor), frame.y(value)), 7, 7)
