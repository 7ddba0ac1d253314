"""Charts on paper: room is kept for each in the text, and it is painted there as lines, not as a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
    QPolygonF,
    QTextBlock,
    QTextDocument,
    QTextFragment,
)

from desktop.reports.drawing import DASHES, Drawing, Line, Mark, Words, diamond

_FAMILIES = ("Segoe UI", "Arial", "Liberation Sans", "Nimbus Sans", "Helvetica Neue", "DejaVu Sans")


def reserve(document: QTextDocument, count: int) -> None:
    """Give a document something to lay out where charts will be painted."""
    blank = QImage(1, 1, QImage.Format.Format_ARGB32)
    blank.fill(QColor(0, 0, 0, 0))
    for number in range(count):
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"drawing:{number}"), blank)


def places(document: QTextDocument) -> list[QRectF]:
    """Where each chart stands, in the document's own units."""
    found: dict[int, QRectF] = {}
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            image = fragment.charFormat().toImageFormat()
            if image.isValid() and image.name().startswith("drawing:"):
                found[int(image.name().partition(":")[2])] = _place(document, block, fragment)
            iterator += 1
        block = block.next()
    return [found[number] for number in sorted(found)]


def _place(document: QTextDocument, block: QTextBlock, fragment: QTextFragment) -> QRectF:
    """The line that holds nothing but the chart."""
    line = block.layout().lineForTextPosition(fragment.position() - block.position())
    corner = document.documentLayout().blockBoundingRect(block).topLeft()
    return QRectF(corner.x() + line.x(), corner.y() + line.y(), line.naturalTextWidth(), line.ascent())


def paint_drawing(painter: QPainter, drawing: Drawing, place: QRectF) -> None:
    """Paint a chart into a rectangle, keeping its proportions."""
    painter.save()
    painter.translate(place.topLeft())
    scale = min(place.width() / drawing.width, place.height() / drawing.height)
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        if isinstance(shape, Line):
            _line(painter, shape)
        elif isinstance(shape, Mark):
            _mark(painter, shape)
        else:
            _words(painter, shape)
    painter.restore()


def _line(painter: QPainter, line: Line) -> None:
    grey = round(255 * line.ink)
    pen = QPen(QColor(grey, grey, grey), line.width)
    if DASHES[line.dash]:
        pen.setDashPattern([one / line.width for one in DASHES[line.dash]])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))


def _mark(painter: QPainter, mark: Mark) -> None:
    painter.setPen(QPen(QColor("black"), 0.6))
    painter.setBrush(QBrush(QColor("white" if mark.shape.startswith("hollow") else "black")))
    if mark.shape.endswith("diamond"):
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in diamond(mark)]))
    else:
        painter.drawEllipse(QPointF(mark.x, mark.y), mark.size, mark.size)


def _words(painter: QPainter, words: Words) -> None:
    """Type is laid out ten times as large and painted smaller: whole pixels are too coarse for points."""
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    font.setPixelSize(round(10 * words.size))
    width = QFontMetricsF(font).horizontalAdvance(words.text)
    back = {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    painter.save()
    painter.translate(words.x, words.y)
    painter.scale(0.1, 0.1)
    painter.setFont(font)
    painter.setPen(QColor("black"))
    painter.drawText(QPointF(-back, 0), words.text)
    painter.restore()
