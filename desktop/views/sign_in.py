"""The password for the shared database, typed again where the one at hand is not taken any more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.errors import AppError, KnownError
from desktop.models.session import Session
from desktop.views.controls import announce, button, column, label, say_wrong
from desktop.views.theme import theme


class SignInDialog(QDialog):
    """One field; the server answers before the password is kept."""

    def __init__(self, session: Session, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Sign in to the shared database")
        self.setAccessibleName("Sign in to the shared database")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=0.6, margin=1)
        box.addWidget(label("Sign in to the shared database", size=1.2, bold=True))
        box.addWidget(label(session.sync.address, token="text_soft"))
        self.wrong = label(why, token="overdue", bold=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Password")
        self.field.setPlaceholderText("Password")
        box.addWidget(self.wrong)
        box.addWidget(self.field)
        self.go = button("Sign in", self.sign_in, primary=True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        foot.addWidget(button("Not now", self.reject, quiet=True))
        box.addLayout(foot)
        self.setMinimumWidth(theme().px(30))
        self.field.setFocus()

    def sign_in(self) -> None:
        """Try the password; a kept one gives way to it only when the server takes it."""
        from desktop.models.signing_in import try_password

        address, password = self._session.sync.address, self.field.text()
        if not password or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self._session.tasks.run(
            lambda: try_password(address, password),
            lane="io",
            owner=self,
            on_done=lambda _: self._taken(address, password),
            on_error=self._refused,
        )

    def _taken(self, address: str, password: str) -> None:
        self._session.sync.typed[address] = password
        self._session.sync.sync_now()
        self.accept()

    def _refused(self, error: AppError) -> None:
        self.go.setEnabled(True)
        self.wrong.setText(error.message)
        say_wrong(self.field, error.message if isinstance(error, KnownError) else "")
        announce(self, error.message)
        self.field.selectAll()
        self.field.setFocus()
