"""Papers on paper: laid out once, then painted page by page to a printer, a PDF or a picture.

Nothing here touches a widget, so a paper may be laid out and written on any thread while the window
goes on. Sizes are in points; one page is painted with its marking, dates and number round it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.errors import KnownError
from desktop.reports.html import KEEP, body, pieces
from desktop.reports.paper import Paper, drawings
from desktop.views.paint_drawing import paint_drawing, places, reserve

MARGIN = 30.0  # points round the page
HEAD, FOOT = 17.0, 18.0  # points kept for what stands on every page
SIZES = (9.0, 8.5, 8.25, 8.0, 7.75, 7.5, 7.25)  # of type, tried in turn where a paper wants to fit
_ORDINARY = 8.5
_FAMILIES = ("Segoe UI", "Arial", "Liberation Sans", "Nimbus Sans", "Helvetica Neue", "DejaVu Sans")
_FEW = 6  # parts that are laid out at once
_POINT = 72  # units of a painted page to the inch
_FINE = 600  # units of the layout to the inch: type is measured finely, so that lines stand close


class Printed:
    """A paper laid out on A4.

    Attributes:
        paper: what it was made of.
        pages: how many there are.
        width: of a page, in points.
        points: the size of type that was chosen.
    """

    def __init__(self, paper: Paper, printed: str = "") -> None:
        self.paper = paper
        self._printed = printed
        self.points = _ORDINARY
        self.layout = page_layout(paper)
        whole = self.layout.fullRectPoints()
        self._whole = QRectF(0, 0, whole.width(), whole.height())
        self.width = self._whole.width()
        self._inner = self._whole.adjusted(MARGIN, MARGIN + HEAD, -MARGIN, -(MARGIN + FOOT))
        self._document = self._laid_out()
        self.pages = self._document.pageCount()
        self._charts = list(zip(drawings(paper), places(self._document), strict=True))

    def _laid_out(self) -> QTextDocument:
        sizes = SIZES if self.paper.fit else (_ORDINARY,)
        for points in sizes:
            document = self._document_of(points)
            self.points = points
            if document.pageCount() <= self.paper.fit:
                break
        return document

    def _document_of(self, points: float) -> QTextDocument:
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(_font(points))
        reserve(document, len(drawings(self.paper)))
        document.documentLayout().setPaintDevice(_ruler())
        document.setPageSize(self._inner.size() * _FINE / _POINT)
        if len(self.paper.parts) <= _FEW:
            document.setHtml(body(self.paper, points))
            return document
        for piece in pieces(self.paper, points):  # a call into Qt holds up the window for as long as it takes
            cursor = QTextCursor(document)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if cursor.block().length() > 1:  # a paragraph, which the next would run on from
                cursor.insertBlock(QTextBlockFormat())
            first = cursor.block()
            cursor.insertHtml(piece)
            _keep_together(document, first)
        return document

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one page (from 0); the painter's unit is a point, its origin the sheet's corner."""
        fine = _FINE / _POINT
        page = QRectF(0, 0, self._inner.width() * fine, self._inner.height() * fine)
        shown = page.translated(0, number * page.height())
        painter.save()
        painter.translate(self._inner.left(), self._inner.top())
        painter.scale(1 / fine, 1 / fine)
        painter.translate(0, -shown.top())
        painter.setClipRect(shown)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = shown
        context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
        self._document.documentLayout().draw(painter, context)
        for drawing, place in self._charts:
            if place.intersects(shown):
                paint_drawing(painter, drawing, place)
        painter.restore()
        self._paint_round(painter, number)

    def _paint_round(self, painter: QPainter, number: int) -> None:
        """What stands on every page: marking, as-at, filters, title, number."""
        paper, area = self.paper, self._whole.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.save()
        painter.setPen(QColor("black"))
        painter.setFont(_painted_font(9, bold=True))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        head = QRectF(area.left(), area.top(), area.width(), HEAD)
        painter.drawText(head, int(left), paper.marking)
        painter.setFont(_painted_font(8))
        painter.drawText(head, int(right), paper.as_at)
        foot = QRectF(area.left(), area.bottom() - FOOT + 4, area.width(), FOOT)
        painter.drawLine(foot.topLeft(), foot.topRight())
        foot = foot.adjusted(0, 3, 0, 0)
        words = "; ".join(part for part in (paper.title, paper.filters, self._printed) if part)
        end = f"Page {number + 1} of {self.pages}"
        room = foot.width() - painter.fontMetrics().horizontalAdvance(end) - 12
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(foot, int(left), elided)
        painter.drawText(foot, int(right), end)
        painter.restore()

    def to_device(self, device: QPagedPaintDevice) -> bool:
        """Paint every page on a printer or PDF writer whose page layout is `layout`; False if it refuses."""
        painter = QPainter()
        if not painter.begin(device):
            return False
        scale = device.logicalDpiX() / _POINT
        for number in range(self.pages):
            if number:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            self.paint(painter, number)
            painter.restore()
        return bool(painter.end())

    def to_pdf(self) -> bytes:
        """The whole paper as a PDF, in memory: nothing of it touches the disk."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageLayout(self.layout)
        writer.setResolution(600)
        writer.setTitle(self.paper.title)
        writer.setCreator("Caseclock")
        self.to_device(writer)
        buffer.close()
        return bytes(content.data())

    def picture(self, number: int, dots: float = 1.5) -> QImage:
        """One page as a picture, so many dots to the point."""
        size = (self._whole.size() * dots).toSize()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(dots, dots)
        self.paint(painter, number)
        painter.end()
        return image


def _keep_together(document: QTextDocument, block: QTextBlock) -> None:
    """Begin a new page before a heading that has too little room below it (see `html.KEEP`)."""
    names = [name for one in _formats(block) for name in one.anchorNames() if name.startswith(KEEP)]
    if not names:
        return
    wanted = float(names[0].removeprefix(KEEP)) * _FINE / _POINT
    page = document.pageSize().height()
    top = document.documentLayout().blockBoundingRect(block).top()
    if page - top % page < min(wanted, page) and top % page > 1:
        layout = block.blockFormat()
        layout.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(block).setBlockFormat(layout)


def _formats(block: QTextBlock) -> Iterator[QTextCharFormat]:
    iterator = block.begin()
    while not iterator.atEnd():
        yield iterator.fragment().charFormat()
        iterator += 1


def page_layout(paper: Paper) -> QPageLayout:
    """A4 with no margins of the device's own; ours are painted."""
    turned = QPageLayout.Orientation.Landscape if paper.landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def write_pdf(paper: Paper, path: Path, printed: str = "") -> int:
    """Write a paper as a PDF; returns how many pages it has.

    Raises:
        KnownError: when the file cannot be written; what was there is kept.
    """
    content, pages = _pdf(paper, printed)
    write_whole(path, content)
    return pages


def _pdf(paper: Paper, printed: str) -> tuple[bytes, int]:
    made = Printed(paper, printed)
    return made.to_pdf(), made.pages


def print_on(device: QPagedPaintDevice, paper: Paper, printed: str = "") -> None:
    """Print a paper on a printer whose page layout is `page_layout`.

    The layout is let go of on the thread that made it: an error that held it would take it elsewhere.

    Raises:
        KnownError: when the printer refuses.
    """
    if not _printed_on(device, paper, printed):
        raise KnownError("The printer did not take the pages. Nothing is lost; choose it again, or another.")


def _printed_on(device: QPagedPaintDevice, paper: Paper, printed: str) -> bool:
    return Printed(paper, printed).to_device(device)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a full disk leaves no half of it.

    Raises:
        KnownError: when the folder or disk refuses; what was there before is kept.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        why = error.strerror or "the disk refused"
        raise KnownError(
            f"{path.name} could not be written ({why}). Nothing else changed; choose another folder."
        ) from None


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def _painted_font(points: int, *, bold: bool = False) -> QFont:
    """A font for painting where one unit is a point, whatever the device's density."""
    font = _font(points, bold=bold)
    font.setPixelSize(points)
    return font


@cache
def _ruler() -> QImage:
    """What type is measured on, so that every device breaks lines alike."""
    made = QImage(8, 8, QImage.Format.Format_RGB32)
    per_metre = round(_FINE / 0.0254)
    made.setDotsPerMeterX(per_metre)
    made.setDotsPerMeterY(per_metre)
    return made
