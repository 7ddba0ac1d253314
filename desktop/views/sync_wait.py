"""What stands in the window while nothing of the shared database can be shown: fetching, locked, wiped."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.models import sync_words
from desktop.models.session import Session
from desktop.sync.state import SyncState
from desktop.views.controls import announce, button, label
from desktop.views.first_start import centred
from desktop.views.theme import theme

_TITLES = {
    "locked": "This laptop's copy is locked",
    "wiped": "This laptop's copy was removed",
    "offline": "The shared database cannot be reached",
    "readonly": "The shared database cannot be read by this version",
}
_FETCHING = "Fetching your cases"
_MEANS = (
    "You can start as soon as your own cases are here; the rest comes while you work. Caseclock can be "
    "closed at any time and goes on from there."
)


def has_nothing_to_show(state: SyncState) -> bool:
    """Whether lists would mean nothing: no case of this person's is here, or none may be shown."""
    return state.phase in ("locked", "wiped") or (state.phase != "off" and not state.usable)


class WaitPage(QWidget):
    """Says what happened, what is safe and what to do; goes on by itself when there is something to show.

    Signals:
        sign_in_asked: the password is to be typed again.
    """

    sign_in_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sync = session.sync
        box = centred(self, 44)
        box.addStretch(1)
        self.title, self.words = label(size=1.5, bold=True), label()
        self.kept = label(bold=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of fetching")
        self.bar.setMaximumWidth(theme().px(28))
        self.again = button("Try now (F5)", self._sync.sync_now, primary=True)
        self.sign_in = button("Type the password…", self.sign_in_asked.emit)
        for part in (self.title, self.words, self.kept, self.bar):
            box.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self.again)
        line.addWidget(self.sign_in)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(2)
        self._sync.state_changed.connect(lambda _, now: self.tell(now))
        self.tell(self._sync.state)

    def focus_first(self) -> None:
        """Give the keyboard to the button that tries again."""
        self.again.setFocus()

    def tell(self, state: SyncState) -> None:
        """Say where it stands."""
        failed = state.phase in _TITLES
        title = _TITLES.get(state.phase, _FETCHING)
        if title != self.title.text():
            announce(self, f"{title}. {state.sentence}")
        self.title.setText(title)
        self.words.setText(state.sentence if failed else _MEANS)
        self.setAccessibleName(f"{title}. {self.words.text()}")
        self.kept.setText(sync_words.on_closing(state))
        self.kept.setVisible(bool(self.kept.text()) and state.phase != "wiped")
        self.bar.setVisible(not failed)
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self.again.setVisible(failed)
        self.sign_in.setVisible(failed and "password" in state.sentence)
