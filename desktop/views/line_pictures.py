"""Lines of a table as they were painted last: a line that only moved is not drawn word by word again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtGui import QPainter, QPixmap

MOST_BYTES = 32 * 2**20


class LinePictures:
    """Pictures of lines by what they say; all of one layout."""

    def __init__(self) -> None:
        self._layout: Hashable = None
        self._kept: dict[Hashable, tuple[QPixmap, int]] = {}
        self._bytes = 0

    def begin(self, layout: Hashable) -> None:
        """Lines look as `layout` says from now on: columns, widths, sizes."""
        if layout != self._layout:
            self.forget()
            self._layout = layout

    def forget(self) -> None:
        """Let go of every picture."""
        self._layout = None
        self._kept.clear()
        self._bytes = 0

    def __contains__(self, line: Hashable) -> bool:
        return line in self._kept

    def put(self, lines: Sequence[Hashable], picture: QPixmap) -> None:
        """Keep a picture of several lines one under another."""
        self._bytes += picture.width() * picture.height() * 4
        for number, line in enumerate(lines):
            self._kept[line] = (picture, number * picture.height() // len(lines))

    def paint(self, painter: QPainter, line: Hashable, top: int, width: int, height: int) -> None:
        """Paint a line that is kept."""
        picture, first = self._kept[line]
        ratio = round(picture.devicePixelRatio())
        painter.drawPixmap(0, top, width, height, picture, 0, first, width * ratio, height * ratio)

    def trim(self) -> None:
        """Give memory back; called between two paintings."""
        if self._bytes > MOST_BYTES:
            self.forget()
