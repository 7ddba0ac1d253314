"""Settings: the council's own choices (in the database), and this person's (on this machine)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QWidget
from shiboken6 import isValid

from desktop.domain.changes import Act, Changes
from desktop.domain.lists.desk import Desk
from desktop.errors import AppError
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import announce, button, column, label
from desktop.views.settings_council import Closures, Questions, council
from desktop.views.settings_own import Backups, Look
from desktop.views.settings_shared import SharedSettings
from desktop.views.theme import theme


class SettingsDialog(QDialog):
    """Five tabs; what is chosen counts at once."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Settings")
        self.setAccessibleName("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Settings")
        self.tabs.setDocumentMode(True)
        self.closures = Closures(session.today, self.run)
        self.questions = Questions(self.run)
        self.backups = Backups(session, settings)
        self.look = Look(settings)
        self.shared = SharedSettings(session, self._connect_shared)
        for title, page in (
            ("Closure days", self.closures),
            ("Legal and local questions", self.questions),
            ("Backups", self.backups),
            ("Shared database", self.shared),
            ("Colours and text", self.look),
        ):
            self.tabs.addTab(page, title)
        self.wrong = label("", token="overdue", bold=True)
        self.wrong.hide()
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = button("Close", self.accept, primary=True)
        close.setAutoDefault(False)  # Enter belongs to the field that is typed in
        foot.addWidget(close)
        box = column(self, gap=0.6, margin=1)
        box.addWidget(self.tabs, 1)
        box.addWidget(self.wrong)
        box.addLayout(foot)
        self.resize(theme().px(48), theme().px(38))
        session.changed.connect(self.refill)
        self.refill()
        self.closures.on.edit.setFocus()

    def refill(self, _: object = None) -> None:
        """Show what stands in the database."""
        self._session.ask(council, self._show, owner=self, key="settings", on_error=self._on_error)

    def run(self, make: Callable[[Desk, str], Act], done: Callable[[], object]) -> None:
        """Record a choice under this person's name."""
        self.say_wrong("")
        author = self._session.author

        def settled(_: Changes) -> None:
            if isValid(self):
                done()

        self._session.run(lambda desk: make(desk, author), on_done=settled, on_error=self._on_error)

    def say_wrong(self, words: str) -> None:
        """Say why something was not changed; empty when all is well."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        if words:
            announce(self, words)

    def _connect_shared(self) -> None:
        """Leave the settings for the page that asks for address, login and password."""
        ask = getattr(self.parent(), "ask_connect", None)
        self.accept()
        if ask is not None:
            ask()

    def _show(self, found: object) -> None:
        self.closures.show_choices(found)  # type: ignore[arg-type]
        self.questions.show_choices(found)  # type: ignore[arg-type]

    def _on_error(self, error: AppError) -> None:
        if not isValid(self):
            self._session.failed.emit(error)
            return
        self.say_wrong(error.message)
        self.refill()
