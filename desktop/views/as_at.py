"""Which day everything on the screen speaks of; a banner says so when it is not today."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.domain.days import NO_DAY, date_of, day_end_ms, spoken
from desktop.domain.typed_dates import parse
from desktop.models.session import Session
from desktop.views.controls import announce, button, label, say_wrong, set_edges
from desktop.views.theme import theme


class AsAtField(QWidget):
    """A typed date in the window's head; Enter goes there, Esc leaves it as it was.

    Signals:
        refused: a sentence about what was typed.
    """

    refused = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._label = label("As at", token="text_soft")
        self._label.setWordWrap(False)
        self._label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("As at: the day that everything speaks of")
        self.edit.setAccessibleDescription("Type a date and press Enter; t is today, y yesterday, -1m")
        self.edit.setToolTip("Look at another day: type 31/10/26, y, -1m and press Enter (Ctrl+D)")
        self.edit.installEventFilter(self)
        self.edit.returnPressed.connect(self._go)
        self._label.setBuddy(self.edit)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(0.4))
        line.addWidget(self._label)
        line.addWidget(self.edit)
        session.moved.connect(self.show_day)
        session.opened.connect(self.show_day)
        theme().changed.connect(self._resize)
        self._resize()
        self.show_day()

    def show_day(self) -> None:
        """Write out the day that is looked at."""
        number = self._session.as_at_now()
        date = date_of(number)
        words = f"{date:%a} {date.day} {date:%b %Y}"
        self.edit.setText(f"Today, {words}" if self._session.is_today else words)
        say_wrong(self.edit, "")

    def start(self) -> None:
        """Put the cursor in, ready to type over."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event) or super().eventFilter(watched, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            popup = event.reason() == Qt.FocusReason.PopupFocusReason
            self._leave(still_here=popup)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.show_day()
        self.window().setFocus()
        return True

    def _leave(self, *, still_here: bool) -> None:
        if not still_here:
            self.show_day()

    def _go(self) -> None:
        try:
            number = parse(self.edit.text(), self._session.today)
        except ValueError as error:
            say_wrong(self.edit, str(error))
            self.refused.emit(str(error))
            return
        known = self._session.known_at
        self._session.move_to(
            None if number in (NO_DAY, self._session.today) else number, known and day_end_ms(number)
        )
        self.show_day()
        self.edit.selectAll()

    def _resize(self) -> None:
        self.edit.setFixedWidth(theme().px(12.5))


class AsAtBanner(QFrame):
    """Across the page while another day is looked at.

    Signals:
        changes_asked: (day) what changed since the end of the day looked at is wanted.
    """

    changes_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("banner")
        self.words = label(token="banner_text", bold=True)
        self.known = QCheckBox("Only what had been recorded by then")
        self.known.setToolTip("Leaves out everything that was written down later")
        self.known.setAccessibleName("Only what had been recorded by then")
        self.known.toggled.connect(self._on_known)
        self.changes = button(
            "What changed since",
            lambda: self.changes_asked.emit(session.as_at_now()),
            tip="Back to today, and the cases of this list that have changed since that day",
        )
        self.back = button("Back to today", lambda: session.move_to(None))
        line = QHBoxLayout(self)
        line.addWidget(self.words, 1)
        for part in (self.known, self.changes, self.back):
            line.addWidget(part)
        session.moved.connect(self._tell)
        theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    def _tell(self) -> None:
        session = self._session
        self.setVisible(not session.is_today)
        if session.is_today:
            return
        when = spoken(session.as_at_now())
        frozen = session.known_at is not None
        self.changes.setVisible(session.as_at_now() < session.today)
        self.words.setText(f"You are looking at {when}" + (", as it was known then." if frozen else "."))
        self.known.blockSignals(True)
        self.known.setChecked(frozen)
        self.known.blockSignals(False)
        announce(self, self.words.text())

    def _on_known(self, on: bool) -> None:
        at = self._session.as_at_now()
        self._session.move_to(self._session.as_at, day_end_ms(at) if on else None)

    def _dress(self) -> None:
        look = theme()
        set_edges(self, 1, 0.35, 1, 0.35)
        self.setStyleSheet(
            f"#banner {{ background: {look.css('banner')};"
            f" border-bottom: 2px solid {look.css('due_soon')}; }}"
            f"QCheckBox {{ color: {look.css('banner_text')}; }}"
        )
