"""The shared database in the settings: which one, as whom, how fresh; or the way to connect to one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.days import now_ms
from desktop.models import sync_words
from desktop.models.session import Session
from desktop.server.rights import rights
from desktop.views.controls import Panel, button, column, label
from desktop.views.first_start import in_lines
from desktop.views.theme import theme


class SharedSettings(QWidget):
    """What is open, and what can be done about it."""

    def __init__(self, session: Session, on_connect: Callable[[], object]) -> None:
        super().__init__()
        self._session = session
        box = column(self, gap=0.6)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        if session.sync.on:
            self._build_open(box)
        else:
            words = (
                "The open database is a file on this computer. Where your council has a shared database, "
                "everybody's work meets there, and Caseclock keeps an encrypted copy here."
            )
            box.addWidget(label(words, token="text_soft"))
            self.connect_shared = button("Connect to your council's shared database…", on_connect)
            box.addWidget(self.connect_shared, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)

    def _build_open(self, box: QVBoxLayout) -> None:
        session = self._session
        state = session.sync.state
        role = rights().roles.get(state.role)
        facts = (
            ("Database", session.sync.address),
            ("You are", state.login),
            ("Your role", role.title if role is not None else "not known yet"),
            ("Last contact", sync_words.freshness(state, now_ms())),
            ("Your edits", sync_words.saved(state)),
        )
        for name, words in facts:
            line = QHBoxLayout()
            title = label(name, token="text_soft")
            title.setFixedWidth(theme().px(8))
            line.addWidget(title)
            line.addWidget(label(words), 1)
            box.addLayout(line)
        keys = QHBoxLayout()
        keys.addWidget(button("Send and fetch now (F5)", session.sync.sync_now))
        keys.addWidget(button("Type another password…", self._sign_in))
        self.show_key = button("Show this laptop's recovery key", self._show_key)
        keys.addWidget(self.show_key)
        keys.addStretch(1)
        box.addLayout(keys)
        self.key = QLabel()
        self.key.setFont(theme().fixed_font(1.2))
        self.key.setAccessibleName("Recovery key")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        frame = Panel()
        column(frame, margin=0.8).addWidget(self.key)
        self.frame = frame
        frame.hide()
        box.addWidget(frame)
        means = (
            "The recovery key opens this laptop's copy, and unsent work saved here without a passphrase. "
            "Keep it where your council keeps keys."
        )
        box.addWidget(label(means, token="text_soft"))

    def _sign_in(self) -> None:
        from desktop.views.secret_dialog import sign_in

        sign_in(self._session, "", self.window())

    def _show_key(self) -> None:
        """Read the key off the GUI thread; where nothing is kept here there is none."""
        self._session.sync.ask(lambda store: store.recovery_text, self._tell_key, owner=self)

    def _tell_key(self, text: str) -> None:
        self.key.setText(in_lines(text) if text else "Nothing is kept on this laptop, so there is no key.")
        self.frame.show()
        self.key.setFocus()
