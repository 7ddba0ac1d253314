"""A date typed as people type it (``24/10/26``, ``t``, ``-1``, ``mon``), said back in full below."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.typed_dates import Prefer, WorkingDays, parse, spell
from desktop.views.controls import say_wrong
from desktop.views.theme import icon_size, theme


class DateField(QWidget):
    """A field for one date; it may be empty.

    Signals:
        day_changed: the day number now typed; `NO_DAY` when empty or not (yet) a date.
        entered: Enter was pressed in the field.
    """

    day_changed = Signal(int)
    entered = Signal()

    def __init__(
        self,
        name: str,
        today: int,
        *,
        prefer: Prefer = "past",
        calendar: WorkingDays | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self._today, self._prefer, self._calendar = name, today, prefer, calendar
        self._day = NO_DAY
        self._wrong = ""
        self._build()
        self.set_name(name)

    def _build(self) -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("24/10/26, t, -1, mon")
        self.edit.setMinimumWidth(theme().px(8))
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.installEventFilter(self)
        self.button = QToolButton()
        self.button.setIcon(theme().icon("calendar", "text_soft"))
        self.button.setIconSize(icon_size())
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setToolTip("Pick from a calendar (Alt+Down)")
        self.button.clicked.connect(self._pick)
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setFont(theme().font(0.92))
        self.said.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(theme().px(0.2))
        line.addWidget(self.edit, 1)
        line.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(0.15))
        box.addLayout(line)
        box.addWidget(self.said)
        self.setFocusProxy(self.edit)

    # public

    @property
    def day(self) -> int:
        """The day number typed; `NO_DAY` when empty or not a date."""
        return self._day

    @property
    def wrong(self) -> str:
        """Why what is typed is no date; empty when it is one, or nothing is typed."""
        return self._wrong

    def set_name(self, name: str) -> None:
        """Name the field for screen readers."""
        self.name = name
        self.setAccessibleName(name)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription("Type a date, day first; t is today, y yesterday, -1, +2w, mon")
        self.button.setAccessibleName(f"{name}: pick from a calendar")

    def set_day(self, day: int) -> None:
        """Show a day; `NO_DAY` empties the field."""
        self.edit.setText(short(day))

    def set_today(self, today: int) -> None:
        """Change the day that ``t`` stands for."""
        self._today = today
        self._on_text_changed(self.edit.text())

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt:
                self._pick()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._day != NO_DAY:
                self.set_day(self._day + (1 if event.key() == Qt.Key.Key_Up else -1))
                return True
        return super().eventFilter(watched, event)

    # slots and private

    def _on_text_changed(self, text: str) -> None:
        try:
            day, self._wrong = parse(text, self._today, self._prefer), ""
        except ValueError as error:
            day, self._wrong = NO_DAY, str(error)
        self.said.setText(self._wrong or spell(day, self._today, self._calendar))
        say_wrong(self.edit, self._wrong)
        token = "overdue" if self._wrong else "text_soft"
        self.said.setStyleSheet(f"color: {theme().css(token)}")
        if day != self._day:
            self._day = day
            self.day_changed.emit(day)

    def _pick(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle(self.name)
        calendar = QCalendarWidget(dialog)
        calendar.setAccessibleName(f"Calendar for {self.name}")
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shown = date_of(self._day if self._day != NO_DAY else self._today)
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(lambda date: self.edit.setText(date.toString("dd/MM/yyyy")))
        calendar.activated.connect(dialog.accept)
        QVBoxLayout(dialog).addWidget(calendar)
        dialog.exec()
