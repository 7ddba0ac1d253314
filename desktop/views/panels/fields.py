"""Fields that several panels share: pick-lists, tick lists, workers and what can be found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyleOptionButton,
    QTableWidget,
    QTableWidgetItem,
)

from desktop.views import controls
from desktop.views.theme import theme

TYPE_MS = 120


class Choice(controls.Choice):
    """The pick-list of a panel: it takes the width that the panel has."""

    def __init__(self, options: Sequence[tuple[object, str]] = (), name: str = "") -> None:
        super().__init__(options, name)
        self.setMinimumWidth(theme().px(6))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)


class Typed(Choice):
    """A pick-list in which one types part of the words to find one, or words of one's own."""

    def __init__(self, options: Sequence[tuple[object, str]] = (), name: str = "", hint: str = "") -> None:
        super().__init__((), name)
        edit = QLineEdit()
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(name)
        edit.setStyleSheet("border: 0; padding: 0; background: transparent;")
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.offer(options)
        self.setCurrentIndex(-1)
        edit.textEdited.connect(lambda _: self.chosen.emit())
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    @property
    def value(self) -> object:
        """The value whose words stand in the field; None when the words are the person's own."""
        at = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return self.itemData(at) if at >= 0 else None

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.currentText().strip()

    def pick(self, value: object) -> None:
        """Pick a value, or empty the field with None."""
        at = self.findData(value) if value is not None else -1
        self.setCurrentIndex(at)
        if at < 0:
            self.clearEditText()


class Tick(QCheckBox):
    """A tick box whose edge is seen in every theme; Fusion's own all but vanishes in the dark one."""

    def paintEvent(self, event: QPaintEvent) -> None:
        look, option = theme(), QStyleOptionButton()
        self.initStyleOption(option)
        side = look.px(0.85)
        top = (self.height() - side) // 2
        box = QRectF(1, top, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(look.colour("focus" if focused else "input_line"), 2 if focused else 1))
        painter.setBrush(look.colour("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, look.px(0.15), look.px(0.15))
        if self.isChecked():
            painter.drawPixmap(1, top, look.pixmap("check", "on_accent", side))
        painter.setPen(look.colour("text"))
        words = self.rect().adjusted(side + look.px(0.5), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class Lines(QPlainTextEdit):
    """A few lines of text; Tab leaves it, and Ctrl+Enter saves as everywhere."""

    def __init__(self, name: str, lines: int = 4, text: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(lines * 1.25))


class Table(QTableWidget):
    """A small list inside a panel, worked by the keyboard.

    Signals:
        key: (row, letter) a letter or ``" "`` was pressed on a row.
        opened: (row) Enter was pressed, or the row double-clicked.
    """

    key = Signal(int, str)
    opened = Signal(int)

    def __init__(
        self,
        titles: Sequence[str],
        name: str,
        *,
        rows_shown: float = 6,
        wide: int | None = None,
        lines: int = 1,
    ) -> None:
        """`wide` is the column that takes what room is left, the last one unless given.

        A row has room for so many `lines` of text.
        """
        super().__init__(0, len(titles))
        self.setHorizontalHeaderLabels(list(titles))
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self._row_height = 1.7 if lines == 1 else 0.5 + 1.2 * lines
        self.verticalHeader().setDefaultSectionSize(theme().px(self._row_height))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._rows_shown = rows_shown
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setResizeContentsPrecision(0)
        wide = len(titles) - 1 if wide is None else wide
        head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(theme().px(1.5))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cellDoubleClicked.connect(lambda row, _: self.opened.emit(row))
        theme().changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these texts; the current row stays where it was."""
        at = max(0, self.currentRow())
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                self._put(row, place, text)
        if rows:
            self.setCurrentCell(min(at, len(rows) - 1), 0)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, within reason: an empty box tells nobody anything."""
        rows = max(2.0, min(self._rows_shown, float(self.rowCount())))
        self.setFixedHeight(theme().px(self._row_height * rows + 2.1) + 4)

    def _dress(self) -> None:
        look = theme()
        self.setStyleSheet(
            f"QTableWidget {{ border: 2px solid {look.css('line')}; background: {look.css('surface')}; "
            f"alternate-background-color: {look.css('alternate')}; }}"
            f"QTableWidget:focus {{ border: 2px solid {look.css('focus')}; }}"
        )
        self._fit()

    def _put(self, row: int, place: int, text: str) -> None:
        item = self.item(row, place)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, place, item)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, letter = self.currentRow(), event.text().lower()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        elif row >= 0 and len(letter) == 1 and (letter == " " or letter.isalpha()) and not event.modifiers():
            self.key.emit(row, letter)
        else:
            super().keyPressEvent(event)


class Finder(QLineEdit):
    """A line in which typing searches: what is found is a `Table` that the arrow keys walk.

    Signals:
        typed: (text) typing has paused.
    """

    typed = Signal(str)

    def __init__(self, name: str, hint: str, table: Table | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._table = table
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPE_MS)
        self._timer.timeout.connect(lambda: self.typed.emit(self.text().strip()))
        self.textEdited.connect(lambda _: self._timer.start())
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._table is not None and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self._table.rowCount():
                row = self._table.currentRow() + step
                self._table.setCurrentCell(max(0, min(row, self._table.rowCount() - 1)), 0)
                return True
        return super().eventFilter(watched, event)
