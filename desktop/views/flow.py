"""A layout that fills lines from left to right and goes on below when the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets side by side, wrapping; with `even` all get the width of the widest in whole columns."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, even: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._even = gap, even
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """One line of everything: the height follows from the width that is given."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() + self._gap for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        items = self._shown()
        if not items:
            return 0
        return self._columns(items, rect, place) if self._even else self._line_up(items, rect, place)

    def _line_up(self, items: list[QLayoutItem], rect: QRect, place: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tall = rect.x(), y + tall + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x, tall = x + hint.width() + self._gap, max(tall, hint.height())
        return y + tall - rect.y()

    def _columns(self, items: list[QLayoutItem], rect: QRect, place: bool) -> int:
        widest = max(item.sizeHint().width() for item in items)
        height = max(item.sizeHint().height() for item in items)
        fit = max(1, (rect.width() + self._gap) // (widest + self._gap))
        rows = -(-len(items) // fit)
        per_row = -(-len(items) // rows)
        width = (rect.width() - (per_row - 1) * self._gap) // per_row
        width = min(width, round(widest * 1.6))
        for at, item in enumerate(items):
            row, place_in_row = divmod(at, per_row)
            corner = QPoint(
                rect.x() + place_in_row * (width + self._gap), rect.y() + row * (height + self._gap)
            )
            if place:
                item.setGeometry(QRect(corner, QSize(width, height)))
        return rows * height + (rows - 1) * self._gap
