"""One edit of the unsent ledger that needs no choice between two: why it waits, or why it was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.ledger import STATES, request_text
from desktop.sync.ledger import Entry
from desktop.views.controls import button, column, label
from desktop.views.theme import theme

_MEANS = {
    "pending": "It is saved on this laptop and will be sent as soon as the shared database can be reached.",
    "held": "It builds on an edit that needs you or was refused. It is saved on this laptop and waits.",
    "reoffer": "The shared database was restored from a backup. This edit will be sent again by itself.",
    "rejected": "It is saved on this laptop, but the shared database did not take it.",
}


class UnsentEdit(QWidget):
    """An edit with its reason; a refused one can be given up, or asked for by somebody who may.

    Signals:
        give_up_asked: (Entry) what stands on the server is to be shown again.
        case_asked: (case id) of the first case that it touches.
        said: a sentence worth a short message.
    """

    give_up_asked = Signal(object)
    case_asked = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._refused = False
        self.setAccessibleName("Unsent edit")
        self.setMinimumWidth(theme().px(22))
        self.heading = label(size=1.15, bold=True)
        self.whom, self.what = label(bold=True), label()
        self.means, self.why = label(token="text_soft"), label(token="overdue", bold=True)
        self.drop = button("Give up (G)", self._give_up, tip="What the others have stands")
        self.ask = button("Copy as a request (C)", self._copy, tip="Text to send to whoever may allow it")
        self.open = button("Open the case (Enter)", self._open, quiet=True)
        box = column(self, gap=0.5, margin=0.9)
        for part in (self.heading, self.whom, self.what, self.why, self.means):
            box.addWidget(part)
        line = QHBoxLayout()
        for key in (self.drop, self.ask, self.open):
            line.addWidget(key)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)

    def tell(self, entry: Entry, whom: str) -> None:
        """Show an edit."""
        self._entry = entry
        self._refused = entry.state == "rejected"
        self.heading.setText(STATES[entry.state])
        self.whom.setText(whom)
        self.what.setText(entry.summary)
        self.why.setText(entry.why)
        self.why.setVisible(bool(entry.why))
        self.means.setText(_MEANS.get(entry.state, ""))
        self.drop.setVisible(self._refused)
        self.ask.setVisible(self._refused)
        self.open.setVisible(bool(entry.case_ids))

    def press(self, letter: str) -> bool:
        """G gives a refused edit up, C copies it as a request; False for any other letter."""
        act = {"G": self._give_up, "C": self._copy}.get(letter) if self._refused else None
        if act is not None:
            act()
        return act is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if not (plain and self.press(event.text().upper())):
            super().keyPressEvent(event)

    def _give_up(self) -> None:
        if self._entry is not None:
            self.give_up_asked.emit(self._entry)

    def _copy(self) -> None:
        if self._entry is not None:
            QGuiApplication.clipboard().setText(request_text(self._entry, self._entry.why))
            self.said.emit("Copied. Paste it into a message to your manager or the administrator.")

    def _open(self) -> None:
        if self._entry is not None and self._entry.case_ids:
            self.case_asked.emit(self._entry.case_ids[0])
