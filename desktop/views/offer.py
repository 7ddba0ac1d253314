"""A line across the window that offers one thing and waits; it never takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.views.controls import announce, button, label
from desktop.views.theme import theme


class Offer(QFrame):
    """Words, the button that takes the offer, and one that sends it away (Esc within it, too)."""

    def __init__(
        self, words: str, take: str, on_take: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self.setAccessibleName(words)
        self.words = label(words, token="banner_text")
        self.take = button(take, lambda: self._done(on_take))
        self.leave = button("Not now", lambda: self._done(lambda: None), quiet=True)
        self._line = line = QHBoxLayout(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.take)
        line.addWidget(self.leave)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(escape.context().WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave.click)
        theme().changed.connect(self._dress)
        self._dress()
        announce(self, words)

    def _done(self, act: Callable[[], object]) -> None:
        self.hide()
        self.deleteLater()
        act()

    def _dress(self) -> None:
        look = theme()
        self._line.setContentsMargins(look.px(1), look.px(0.35), look.px(1), look.px(0.35))
        self.setStyleSheet(
            f"#offer {{ background: {look.css('banner')}; border-bottom: 1px solid {look.css('line')}; }}"
        )
