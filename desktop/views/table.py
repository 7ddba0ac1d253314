"""The one table of the application: Qt's selection, headings, keyboard and accessibility, our painting.

A stock view asks the model for seven roles per cell and frame. Here a frame asks once for the texts of
the lines that show, and draws them column by column.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip, QWidget

from desktop.models.array_table import ArrayTableModel, Index
from desktop.views.header import ListHeader
from desktop.views.line_pictures import LinePictures
from desktop.views.row_paint import RowPainter, Span, Texts
from desktop.views.theme import theme

_CONTROL = Qt.KeyboardModifier.ControlModifier


class ListTable(QTableView):
    """A table over an `ArrayTableModel` that paints itself.

    Signals:
        row_changed: the current line's row of the list, -1 for none.
        row_opened: Enter or a double click on a row of the list.
        menu_asked: a context menu is wanted at a global point.
        copy_asked: Ctrl+C (with headings: True).
    """

    row_changed = Signal(int)
    row_opened = Signal(int)
    menu_asked = Signal(QPoint)
    copy_asked = Signal(bool)

    def __init__(self, model: ArrayTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._hover = -1
        self._rows = RowPainter()
        self._pictures = LinePictures()
        self._kept: tuple[list[int], int | None, int | None] = ([], None, None)
        self.head = ListHeader(self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._set_manner()
        self._connect()
        self._on_theme_changed()

    def _set_manner(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()

    def _connect(self) -> None:
        self._model.modelAboutToBeReset.connect(self._keep_place)
        self._model.modelReset.connect(self._on_reset)
        self._model.rows_replaced.connect(self._restore_place)
        self._model.sorted_by.connect(self.head.show_sort)
        self.head.sort_asked.connect(self._model.sort_by)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(self._model.row_at(index.row())))
        theme().changed.connect(self._on_theme_changed)

    # public

    def current_row(self) -> int:
        """The list's row under the cursor, -1 for none."""
        return self._model.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else -1

    def selected_rows(self) -> list[int]:
        """The list's rows that are selected, in line order; the current one when none is."""
        lines = sorted(line for top, bottom in self._ranges() for line in range(top, bottom + 1))
        rows = [row for row in map(self._model.row_at, lines) if row >= 0]
        return rows or [row for row in (self.current_row(),) if row >= 0]

    def go_to(self, identity: int) -> bool:
        """Put the cursor on the row of that identity; False when the list has it not."""
        line = self._model.line_of(identity)
        if line < 0:
            return False
        self._go_to_line(line)
        return True

    def go_to_first(self) -> None:
        """Put the cursor on the first row."""
        line = next((at for at in range(self._model.rowCount()) if self._model.row_at(at) >= 0), -1)
        if line >= 0:
            self._go_to_line(line)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines_in(event.rect())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("surface"))
        if lines:
            self._paint_lines(painter, lines)
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for line in {current.row(), previous.row()}:
            self.viewport().update(
                0, self.rowViewportPosition(line), self.viewport().width(), self._rows.height
            )
        self.row_changed.emit(self._model.row_at(current.row()) if current.isValid() else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit(True)
        elif key == Qt.Key.Key_C and event.modifiers() == _CONTROL | Qt.KeyboardModifier.ShiftModifier:
            self.copy_asked.emit(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.row_opened.emit(self.current_row())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            self._go_to_edge(first=key == Qt.Key.Key_Home)
        elif key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_menu()
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()  # the page knows the letters and digits
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search; Ctrl+F searches."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
            return
        self._ask_menu()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._hidden_words(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hover(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pictures.forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # painting

    def _lines_in(self, rect: QRect) -> range:
        count = self._model.rowCount()
        if not count:
            return range(0)
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        return range(max(first, 0), (last if last >= 0 else count - 1) + 1)

    def _paint_lines(self, painter: QPainter, lines: range) -> None:
        sections = [at for at in self.head.shown_sections() if self._in_view(at)]
        shown = self._model.with_under(sections)
        texts = self._model.cells(lines, shown)
        tops = [self.rowViewportPosition(line) for line in lines]
        spans = [Span(at, self.columnViewportPosition(at), self.columnWidth(at)) for at in sections]
        plain = self._plain_lines(lines, texts, shown, spans)
        own = [at for at, key in enumerate(plain) if key is None]
        self._paint_each(
            painter, spans, [lines[at] for at in own], [tops[at] for at in own], [texts[at] for at in own]
        )
        missing = {key: at for at, key in enumerate(plain) if key is not None and key not in self._pictures}
        if missing:
            places = list(missing.values())
            picture = self._picture(spans, [lines[at] for at in places], [texts[at] for at in places])
            self._pictures.put(list(missing), picture)
        width, height = self.viewport().width(), self._rows.height
        for top, key in zip(tops, plain, strict=True):
            if key is not None:
                self._pictures.paint(painter, key, top, width, height)
        self._pictures.trim()
        self._paint_focus(painter)

    def _plain_lines(
        self, lines: range, texts: Texts, shown: Sequence[int], spans: Sequence[Span]
    ) -> list[Hashable]:
        """For each line all that its picture depends on; None when it is painted by itself."""
        ratio = self.viewport().devicePixelRatioF()
        if ratio != round(ratio):  # a picture would stand between two rows of pixels
            return [None] * len(lines)
        self._pictures.begin((*spans, self.viewport().width(), self._rows.height, ratio))
        ranges, rag_at = self._ranges(), self._model.rag_at
        return [
            None
            if row is None or line == self._hover or any(first <= line <= last for first, last in ranges)
            else (rag_at(line), *map(row.__getitem__, shown))
            for line, row in zip(lines, texts, strict=True)
        ]

    def _picture(self, spans: Sequence[Span], lines: Sequence[int], texts: Texts) -> QPixmap:
        """Lines without choice or cursor, one under another."""
        ratio, height = round(self.viewport().devicePixelRatioF()), self._rows.height
        picture = QPixmap(self.viewport().width() * ratio, len(lines) * height * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme().colour("surface"))
        painter = QPainter(picture)
        self._paint_each(painter, spans, lines, [at * height for at in range(len(lines))], texts)
        painter.end()
        return picture

    def _paint_each(
        self,
        painter: QPainter,
        spans: Sequence[Span],
        lines: Sequence[int],
        tops: Sequence[int],
        texts: Texts,
    ) -> None:
        self._paint_grounds(painter, lines, tops)
        for span in spans if lines else ():
            self._rows.column(painter, self._model, span, lines, tops, texts)
        for line, top in zip(lines, tops, strict=True):
            group = self._model.heading_at(line)
            if group is not None:
                self._rows.heading(painter, group, top, self.viewport().width())

    def _in_view(self, section: int) -> bool:
        left = self.columnViewportPosition(section)
        return left < self.viewport().width() and left + self.columnWidth(section) > 0

    def _paint_grounds(self, painter: QPainter, lines: Sequence[int], tops: Sequence[int]) -> None:
        look, height, width = theme(), self._rows.height, self.viewport().width()
        chosen, hover = look.colour("selection"), look.colour("hover")
        ranges = self._ranges()
        painter.setPen(look.colour("line"))
        for line, top in zip(lines, tops, strict=True):
            if any(first <= line <= last for first, last in ranges):
                painter.fillRect(0, top, width, height, chosen)
            elif line == self._hover:
                painter.fillRect(0, top, width, height, hover)
            painter.drawLine(0, top + height - 1, width, top + height - 1)

    def _paint_focus(self, painter: QPainter) -> None:
        current = self.currentIndex()
        if not self.hasFocus() or not current.isValid():
            return
        pen = QPen(theme().colour("focus"), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top = self.rowViewportPosition(current.row())
        painter.drawRect(1, top + 1, self.viewport().width() - 2, self._rows.height - 3)

    # slots and private

    def _on_theme_changed(self) -> None:
        self._measure(self._rows.tall)

    def _on_reset(self) -> None:
        tall = any(column.under for column in self._model.columns)
        if tall != self._rows.tall:
            self._measure(tall)

    def _measure(self, tall: bool) -> None:
        self._rows.measure(tall)
        self._pictures.forget()
        self.head.forget_pictures()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._rows.height)
        self.head.updateGeometry()
        self.viewport().update()

    def _ask_menu(self) -> None:
        corner = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_asked.emit(self.viewport().mapToGlobal(corner))

    def _ranges(self) -> list[tuple[int, int]]:
        model = self.selectionModel()
        if model is None:
            return []
        chosen = model.selection()
        parts = (chosen.at(number) for number in range(chosen.count()))
        return [(part.top(), part.bottom()) for part in parts]

    def _hidden_words(self, at: QPoint) -> str:
        """The whole text of a cell that had to be shortened; empty when all of it can be read."""
        index = self.indexAt(at)
        if not index.isValid() or self._model.heading_at(index.row()) is not None:
            return ""
        sections = self._model.with_under([index.column()])
        texts = [str(self._model.data(index.siblingAtColumn(at)) or "") for at in sections]
        width = self.columnWidth(index.column())
        columns = [self._model.columns[at] for at in sections]
        cut = any(self._rows.is_cut(*pair, width) for pair in zip(columns, texts, strict=True))
        return "\n".join(texts) if cut else ""

    def _set_hover(self, line: int) -> None:
        if line != self._hover:
            self._hover = line
            self.viewport().update()

    def _go_to_line(self, line: int) -> None:
        index = self._model.index(line, max(self.head.logicalIndexAt(0), 0))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def _go_to_edge(self, *, first: bool) -> None:
        count = self._model.rowCount()
        order = range(count) if first else range(count - 1, -1, -1)
        line = next((at for at in order if self._model.row_at(at) >= 0), -1)
        if line >= 0:
            self._go_to_line(line)

    def _keep_place(self) -> None:
        lines = [line for top, bottom in self._ranges() for line in range(top, bottom + 1)]
        current, top = self.currentIndex().row(), self.rowAt(0)
        self._kept = (
            [self._model.id_at(line) for line in lines[:5000]],
            self._model.id_at(current) if current >= 0 else None,
            self._model.id_at(top) if top > 0 else None,
        )

    def _restore_place(self) -> None:
        chosen, current, top = self._kept
        if top is not None:
            line = self._model.line_of(top)
            if line >= 0:
                self.scrollTo(self._model.index(line, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        flag = QItemSelectionModel.SelectionFlag
        picked = QItemSelection()
        for line in self._model.lines_of(chosen):
            index = self._model.index(line, 0)
            picked.merge(QItemSelection(index, index), flag.Select)
        model = self.selectionModel()
        line = self._model.line_of(current) if current is not None else -1
        if line >= 0:
            model.setCurrentIndex(self._model.index(line, 0), flag.NoUpdate)
        elif current is not None:
            self.row_changed.emit(-1)
        if not picked.isEmpty():
            model.select(picked, flag.ClearAndSelect | flag.Rows)
