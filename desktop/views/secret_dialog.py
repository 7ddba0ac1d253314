"""One secret, typed in a small dialog that stays until it is right: a password, a passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.errors import AppError
from desktop.models.session import Session
from desktop.models.signing_in import try_password
from desktop.views.controls import announce, button, column, label, say_wrong
from desktop.views.theme import theme

Tell = Callable[[str], None]


class SecretDialog(QDialog):
    """Title, words, one field and one button.

    Whoever asks is given the secret and a function that says what is wrong with it; `accept` ends it.
    """

    def __init__(
        self,
        title: str,
        words: str,
        name: str,
        on_done: Callable[[SecretDialog, str], None],
        *,
        go: str = "Go on",
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_done, self._optional = on_done, optional
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=0.6, margin=1)
        box.addWidget(label(title, size=1.2, bold=True))
        box.addWidget(label(words, token="text_soft"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(name)
        self.field.setAccessibleDescription(words)
        self.wrong = label(token="overdue", bold=True)
        self.wrong.hide()
        box.addWidget(self.field)
        box.addWidget(self.wrong)
        self.go = button(go, self.done_typing, primary=True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        foot.addWidget(button("Not now", self.reject, quiet=True))
        box.addLayout(foot)
        self.setMinimumWidth(theme().px(30))
        self.field.setFocus()

    def done_typing(self) -> None:
        """Hand over what was typed."""
        if self.go.isEnabled() and (self.field.text() or self._optional):
            self.go.setEnabled(False)
            self._on_done(self, self.field.text())

    def tell_wrong(self, words: str) -> None:
        """Say what is wrong with it; it can be typed again."""
        self.go.setEnabled(True)
        self.wrong.setText(words)
        self.wrong.show()
        say_wrong(self.field, words)
        announce(self, words)
        self.field.selectAll()
        self.field.setFocus()


def sign_in(session: Session, why: str, parent: QWidget | None = None) -> SecretDialog:
    """Ask for the password of the open shared database; the server answers before it is kept."""
    address, until = session.sync.address, session.sync.password_until

    def tried(dialog: SecretDialog, password: str) -> None:
        def taken(_: object) -> None:
            session.sync.use_password(password)
            dialog.accept()

        def refused(error: AppError) -> None:
            dialog.tell_wrong(error.message)

        session.tasks.run(
            lambda: try_password(address, password, until),
            lane="io",
            owner=dialog,
            on_done=taken,
            on_error=refused,
        )

    made = SecretDialog(
        "Sign in to the shared database", why or address, "Password", tried, go="Sign in", parent=parent
    )
    made.show()
    return made
