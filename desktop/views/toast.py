"""A short message at the foot of the window with Undo; it never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.views.controls import announce, set_edges
from desktop.views.theme import theme

SHOWN_MS = 10_000


class Toast(QFrame):
    """One message at a time over the window.

    Signals:
        undo_pressed: Undo was pressed.
    """

    undo_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setObjectName("toast")
        self.setAccessibleName("Message")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.undo = QPushButton("Undo  Ctrl+Z")
        self.undo.setAccessibleName("Undo what was just done")
        self.undo.clicked.connect(self._on_undo)
        line = QHBoxLayout(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, words: str, *, can_undo: bool = False, ms: int = SHOWN_MS) -> None:
        """Show a message and have it read out."""
        self.words.setText(words)
        self.undo.setVisible(can_undo)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(ms)
        announce(self, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_undo(self) -> None:
        self.hide()
        self.undo_pressed.emit()

    def _place(self) -> None:
        around = self._around
        self.setMaximumWidth(round(around.width() * 0.7))
        words = self.words.fontMetrics().horizontalAdvance(self.words.text())
        self.words.setMinimumWidth(min(words + 4, round(around.width() * 0.5)))
        self.adjustSize()
        x = (around.width() - self.width()) // 2
        self.move(x, around.height() - self.height() - theme().px(2.6))

    def _dress(self) -> None:
        look = theme()
        set_edges(self, 0.9, 0.45, 0.6, 0.45)
        self.setStyleSheet(
            f"#toast {{ background: {look.css('toast')}; border-radius: {look.px(0.4)}px; }}"
            f"QLabel {{ color: {look.css('toast_text')}; }}"
            f"QPushButton {{ color: {look.css('toast_action')}; background: transparent;"
            f" border: 1px solid transparent; font-weight: 600; }}"
            f"QPushButton:focus {{ border: 2px solid {look.css('toast_action')}; }}"
        )
