"""A line across the window that says one thing and can be closed; it never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.views.controls import announce, button, label
from desktop.views.theme import theme


class Notice(QFrame):
    """Words, and a button that sends them away unless they must stay.

    Signals:
        closed: the person has read it.
    """

    closed = Signal()

    def __init__(self, words: str, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = words
        self.setObjectName("notice")
        self.setAccessibleName(words)
        self.words = label(words, token="banner_text", bold=not closable)
        self.leave = button("Close", self.closed.emit, quiet=True)
        self.leave.setVisible(closable)
        self._line = line = QHBoxLayout(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.leave)
        theme().changed.connect(self._dress)
        self._dress()
        announce(self, words)

    def _dress(self) -> None:
        look = theme()
        self._line.setContentsMargins(look.px(1), look.px(0.35), look.px(1), look.px(0.35))
        self.setStyleSheet(
            f"#notice {{ background: {look.css('banner')}; border-bottom: 1px solid {look.css('line')}; }}"
        )
