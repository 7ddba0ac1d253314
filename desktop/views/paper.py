"""Paper: a page of words printed or saved as PDF, with its mark and page numbers on every sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from desktop.errors import KnownError

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

_MARGIN_MM = 12.0
_FOOT = 1.6  # lines kept free at the foot of each sheet


def save_pdf(path: Path, html: str, title: str, foot: str) -> None:
    """Save a page as PDF, on A4 across.

    Args:
        path: the file.
        html: the page.
        title: the document's own title; it holds no name.
        foot: what stands at the foot of every sheet beside its number.

    Raises:
        KnownError: when the file cannot be written.
    """
    try:
        with path.open("wb"):
            pass
    except OSError as error:
        raise KnownError(
            f"{path.name} could not be written. Nothing else was changed; choose another folder.",
            type(error).__name__,
        ) from error
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("Caseclock")
    lay_out(writer)
    put_on(writer, html, foot)


def lay_out(paper: QPagedPaintDevice) -> None:
    """A4 across with narrow margins: a list has many columns."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    paper.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)
    )


def put_on(paper: QPagedPaintDevice, html: str, foot: str) -> int:
    """Draw a page of words on paper, sheet after sheet; returns how many there were."""
    page = QTextDocument()
    font = QFont(page.defaultFont())
    font.setPointSizeF(9)
    page.setDefaultFont(font)
    page.documentLayout().setPaintDevice(paper)
    page.setHtml(html)
    box = QRectF(0, 0, paper.width(), paper.height())
    line = page.defaultFont().pointSizeF() * paper.logicalDpiY() / 72 * 1.5
    room = box.height() - _FOOT * line
    page.setPageSize(QSizeF(box.width(), room))
    sheets, painter = page.pageCount(), QPainter(paper)
    for sheet in range(sheets):
        if sheet:
            paper.newPage()
        painter.save()
        painter.translate(0, -sheet * room)
        page.drawContents(painter, QRectF(0, sheet * room, box.width(), room))
        painter.restore()
        painter.setFont(font)
        painter.drawText(QRectF(0, room + 0.5 * line, box.width(), line), 0x0004, _foot(foot, sheet, sheets))
    painter.end()
    return sheets


def _foot(foot: str, sheet: int, sheets: int) -> str:
    return f"{foot}    Page {sheet + 1} of {sheets}"
