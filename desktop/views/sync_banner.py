"""Across the window while the shared database is out of reach or may not be used: one sentence in words."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.domain.days import now_ms
from desktop.models import sync_words
from desktop.models.session import Session
from desktop.sync.state import SyncState
from desktop.views.controls import announce, button, label
from desktop.views.theme import theme

WAIT_MS = 1_500  # a server that is away for a moment is not worth a line across the window
SPOKEN_MS = 15_000  # a screen reader hears of the network no more often than that


class SyncBanner(QFrame):
    """Shown while something is not as usual; it never takes the focus and never covers a row.

    A sentence that was sent away can be read again from the status line, and comes back when it is another.

    Signals:
        sign_in_asked: the password is to be typed again.
    """

    sign_in_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sync = session.sync
        self._read = ""  # the trouble whose sentence was sent away
        self._said_at = 0
        self.setObjectName("sync_banner")
        self.words = label(token="banner_text", bold=True)
        self.sign_in = button("Type the password…", self.sign_in_asked.emit)
        self.again = button("Try now (F5)", self._sync.sync_now)
        self.leave = button("Close", self._send_away, quiet=True)
        self._line = line = QHBoxLayout(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.sign_in)
        line.addWidget(self.again)
        line.addWidget(self.leave)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(WAIT_MS)
        self._soon.timeout.connect(self._show_now)
        self._sync.state_changed.connect(self._on_state)
        session.closed.connect(self.hide)
        theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; blank when all is well."""
        return self.words.text() if not self.isHidden() else ""

    def recall(self) -> None:
        """Show the sentence again that was sent away."""
        self._read = ""
        self._show_now()

    def _on_state(self, before: SyncState, now: SyncState) -> None:
        if not self._words():
            self._soon.stop()
            self.hide()
            self._read = ""
            if not before.online and now.online and before.phase != "off" and now.phase != "first":
                self._speak("Back in contact with the shared database.")
        elif self.isVisible() or now.phase in ("locked", "wiped", "readonly"):
            self._show_now()
        elif not self._soon.isActive():
            self._soon.start()

    def _words(self) -> str:
        return sync_words.banner(self._sync.state, self._sync.offline_since, now_ms())

    def _trouble(self) -> str:
        """What is wrong, without the numbers that change while it is."""
        state = self._sync.state
        return f"{state.phase} {state.sentence}"

    def _show_now(self) -> None:
        words = self._words()
        if not words or self._read == self._trouble():
            return
        is_new, fresh = words != self.words.text(), self.isHidden()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.sign_in.setVisible("password" in self._sync.state.sentence)
        self.show()
        if fresh or (is_new and now_ms() - self._said_at > SPOKEN_MS):
            self._speak(words)

    def _send_away(self) -> None:
        self._read = self._trouble()
        self.hide()

    def _speak(self, words: str) -> None:
        """Have a screen reader say it, politely: what else it says comes first."""
        if now_ms() - self._said_at > SPOKEN_MS:
            self._said_at = now_ms()
            announce(self, words)

    def _dress(self) -> None:
        look = theme()
        self._line.setContentsMargins(look.px(1), look.px(0.3), look.px(1), look.px(0.3))
        self.setStyleSheet(
            f"#sync_banner {{ background: {look.css('banner')};"
            f" border-bottom: 2px solid {look.css('due_soon')}; }}"
        )
