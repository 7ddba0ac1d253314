"""The headings of a table: sort by a click or the keyboard, choose columns, widths kept by key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelection, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPixmap, QPolygon
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from desktop.domain.lists.columns import Column
from desktop.models.array_table import Index
from desktop.views.theme import theme

MOST_PICTURES = 200  # a heading that is being dragged wider has one for each width


class ListHeader(QHeaderView):
    """Headings whose layout is remembered by column key.

    Signals:
        sort_asked: (column key, descending).
        layout_changed: a column was shown, hidden, moved or resized by the person.
    """

    sort_asked = Signal(str, bool)
    layout_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: Sequence[Column] = ()
        self._sort: tuple[str, bool] = ("", False)
        self._pressed = False
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setResizeContentsPrecision(0)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("Column headings")
        self.sectionClicked.connect(self._on_clicked)
        self.sectionResized.connect(self._on_touched)
        self.sectionMoved.connect(self._on_touched)

    # public

    def lay_out(self, columns: Sequence[Column], saved: dict[str, str]) -> None:
        """Give each column its saved width and place, or its usual ones."""
        self._columns = columns
        self.forget_pictures()
        letter = self.fontMetrics().horizontalAdvance("n")
        self.setMinimumSectionSize(3 * letter)
        for section, column in enumerate(columns):
            kept = saved.get(column.key, "")
            hidden = kept.startswith("-") if kept else not column.shown
            usual = usual_width(column, self.fontMetrics())
            plain = kept.lstrip("-")
            width = round(int(plain) * theme().scale / 100) if plain.isdigit() else usual
            self.setSectionHidden(section, hidden)
            self.resizeSection(section, max(width, 3 * letter))
        self._place([key for key in saved if any(column.key == key for column in columns)])
        self.updateGeometry()

    def layout_now(self) -> dict[str, str]:
        """The layout to be saved: key to width (``-`` in front when hidden), in visual order.

        Widths are those at a text size of 100%, so that a column keeps room for as many letters.
        """
        made: dict[str, str] = {}
        for place in range(self.count()):
            section = self.logicalIndex(place)
            hidden = self.isSectionHidden(section)
            width = round((self.sectionSize(section) or self.defaultSectionSize()) * 100 / theme().scale)
            made[self._columns[section].key] = f"-{width}" if hidden else str(width)
        return made

    def show_sort(self, key: str, descending: bool) -> None:
        """Mark the column that the lines are sorted by."""
        self._sort = (key, descending)
        self.viewport().update()

    def shown_sections(self) -> list[int]:
        """Sections that can be seen, from left to right."""
        order = (self.logicalIndex(place) for place in range(self.count()))
        return [section for section in order if not self.isSectionHidden(section)]

    def menu(self) -> QMenu:
        """The column chooser; also reached from the keyboard."""
        menu = QMenu("Columns", self)
        menu.setAccessibleName("Choose columns")
        sorting = menu.addMenu("Sort by")
        for section in self.shown_sections():
            column = self._columns[section]
            for one in (column, *(each for each in self._columns if each.key == column.under)):
                sorting.addAction(one.title, partial(self._sort_by, one.key))
        own = menu.addAction("The list's own order", lambda: self.sort_asked.emit("", False))
        own.setEnabled(bool(self._sort[0]))
        menu.addSeparator()
        for section, column in enumerate(self._columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(section))
            action.toggled.connect(lambda on, at=section: self._show(at, on))
        menu.addSeparator()
        menu.addAction("Usual columns and widths", self._reset)
        return menu

    # Qt

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Headings show neither the cursor nor what is chosen: they need not be painted anew for it."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """As `currentChanged`."""

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """What stands in the cells is not said by the headings."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().exec(event.globalPos())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        tall = any(column.under for column in self._columns)
        hint.setHeight(theme().px(2.0) + (theme().line if tall else 0))
        return hint

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not rect.isValid() or section >= len(self._columns):
            return
        ratio = self.devicePixelRatioF()
        if ratio != round(ratio):  # a picture would stand between two rows of pixels
            self._draw(painter, rect, section)
            return
        key = (section, rect.width(), rect.height(), ratio, self._sort)
        if key not in self._pictures:
            self._pictures[key] = self._picture(rect.size(), section)
        painter.drawPixmap(rect.topLeft(), self._pictures[key])

    def forget_pictures(self) -> None:
        """Draw every heading anew: columns, colours or letters are others."""
        self._pictures.clear()

    def _picture(self, size: QSize, section: int) -> QPixmap:
        if len(self._pictures) > MOST_PICTURES:
            self._pictures.clear()
        ratio = round(self.devicePixelRatioF())
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self._draw(painter, QRect(QPoint(0, 0), size), section)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, rect: QRect, section: int) -> None:
        look, column = theme(), self._columns[section]
        painter.fillRect(rect, look.colour("raised"))
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        pad = look.px(0.4)
        sorted_here = self._sort[0] == column.key and bool(column.key)
        painter.setFont(look.font(0.92, medium=True))
        painter.setPen(look.colour("text" if sorted_here else "text_soft"))
        room = rect.adjusted(pad, 0, -pad - (look.px(0.8) if sorted_here else 0), 0)
        side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
        titles = [column.title, *(one.title for one in self._columns if one.key == column.under)]
        rows = 2 if any(one.under for one in self._columns) else 1
        top = rect.top() + (rect.height() - look.line * rows) // 2
        for title in titles:
            words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
            place = QRect(room.left(), top, room.width(), look.line)
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, words)
            painter.setFont(look.font(0.92))
            top += look.line
        if sorted_here:
            self._paint_arrow(painter, rect, self._sort[1])

    # slots and private

    def _on_clicked(self, section: int) -> None:
        self._sort_by(self._columns[section].key)

    def _sort_by(self, key: str) -> None:
        """A first click sorts, a second turns round, a third gives back the list's own order."""
        now, descending = self._sort
        if now != key:
            self.sort_asked.emit(key, False)
        elif not descending:
            self.sort_asked.emit(key, True)
        else:
            self.sort_asked.emit("", False)

    def _on_touched(self, *_: int) -> None:
        """What the mouse moved here is kept; what the window's own width made of the last column is not."""
        if self._pressed and self._columns:
            self.layout_changed.emit()

    def _show(self, section: int, on: bool) -> None:
        if not on and len(self.shown_sections()) == 1:
            return
        self.setSectionHidden(section, not on)
        if on and self.sectionSize(section) < self.minimumSectionSize():
            self.resizeSection(section, self.defaultSectionSize())
        self.layout_changed.emit()

    def _reset(self) -> None:
        self.lay_out(self._columns, {})
        self.layout_changed.emit()

    def _place(self, keys: Sequence[str]) -> None:
        wanted = [*keys, *(column.key for column in self._columns if column.key not in keys)]
        sections = {column.key: at for at, column in enumerate(self._columns)}
        if not keys:
            wanted = [column.key for column in self._columns]
        for place, key in enumerate(wanted):
            self.moveSection(self.visualIndex(sections[key]), place)

    def _paint_arrow(self, painter: QPainter, rect: QRect, descending: bool) -> None:
        size = theme().px(0.28)
        x, y = rect.right() - theme().px(0.45) - size, rect.center().y()
        up = -1 if descending else 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent"))
        points = [
            QPoint(x - size, y + up * size // 2),
            QPoint(x + size, y + up * size // 2),
            QPoint(x, y - up * size // 2 - up),
        ]
        painter.drawPolygon(QPolygon(points))


def usual_width(column: Column, metrics: QFontMetrics) -> int:
    """Pixels that a column needs for its usual words and its title."""
    letters = round(max(column.width, len(column.title) + 1) * metrics.horizontalAdvance("n") * 0.9)
    if column.kind == "day":
        letters = max(letters, metrics.horizontalAdvance("00/00/0000"))
    return letters + theme().px(0.9 if column.kind != "rag" else 2.2)
