"""The part of the status line that speaks of the shared database: how fresh, what is unsent, who is here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.domain.days import now_ms
from desktop.models import sync_words
from desktop.models.session import Session
from desktop.server.trouble import OFFLINE
from desktop.sync.state import SyncState
from desktop.views.controls import button
from desktop.views.theme import theme

AGAIN_MS = 20_000  # "2 min ago" grows older by itself


_NOTHING = "Nothing of this kind"  # what a number without rows is called; it is not shown


class SyncStatus(QWidget):
    """Words and numbers; each number opens the list that it counts. Hidden without a shared database.

    Signals:
        ledger_asked: (one of `models.ledger.KINDS`) the unsent ledger is wanted.
        trouble_asked: the sentence about the trouble is wanted again.
    """

    ledger_asked = Signal(str)
    trouble_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sync = session.sync
        self.fresh = QLabel()
        self.fresh.setAccessibleName("Freshness")
        self.saved = self._number("unsent")
        self.needs = self._number("conflicts")
        self.refused = self._number("rejected")
        self.trouble = button("! Trouble", self.trouble_asked.emit, quiet=True)
        self.dot, self.who = QLabel(), QLabel()
        self.who.setAccessibleName("Who else is here")
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        parts = (self.fresh, self.saved, self.needs, self.refused, self.trouble, self.dot, self.who)
        for part in parts:
            line.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._sync.state_changed.connect(lambda *_: self.refresh())
        self._sync.here_changed.connect(self._show_here)
        session.opened.connect(self.refresh)
        session.closed.connect(self.refresh)
        theme().changed.connect(self._dress)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Say the present state."""
        on = self._sync.on
        self.setVisible(on)
        if not on:
            self._timer.stop()
            return
        self._timer.start()
        state = self._sync.state
        self.fresh.setText(sync_words.freshness(state, now_ms()))
        self.fresh.setToolTip(f"{self._sync.address}\nF5 sends and fetches now")
        _tell(self.saved, sync_words.saved(state))
        _tell(self.needs, sync_words.needs_you(state))
        _tell(self.refused, sync_words.refused(state))
        self._show_trouble(state)
        self._show_here()

    def _show_trouble(self, state: SyncState) -> None:
        self.trouble.setVisible(state.sentence not in ("", OFFLINE))  # that it is offline stands beside it
        self.trouble.setToolTip(state.sentence)
        self.trouble.setAccessibleDescription(state.sentence)

    def _show_here(self) -> None:
        words = sync_words.also_here(self._sync.here) if self._sync.on else ""
        self.who.setText(words)
        self.who.setVisible(bool(words))
        self.dot.setVisible(bool(words))

    def _number(self, kind: str) -> QPushButton:
        return button("", lambda: self.ledger_asked.emit(kind), quiet=True, tip=_NOTHING)

    def _dress(self) -> None:
        look = theme()
        self._line.setSpacing(look.px(0.8))
        for part in (self.fresh, self.saved, self.needs, self.refused, self.trouble, self.who):
            part.setFont(look.font(0.92))
        self.dot.setPixmap(_dot(self.devicePixelRatioF()))


def _tell(part: QPushButton, words: str) -> None:
    part.setText(words)
    part.setAccessibleName(f"{words}. Opens them" if words else _NOTHING)
    part.setVisible(bool(words))


def _dot(ratio: float) -> QPixmap:
    """A filled dot in the colour of the accent; the name beside it says the same."""
    size = theme().px(0.55)
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("accent"))
    painter.drawEllipse(QPointF(size / 2, size / 2), size / 2, size / 2)
    painter.end()
    return made
