"""Connecting to the council's shared database: address, login, password; and what is kept on this laptop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.models.signing_in import Login, OnThisComputer, let_in
from desktop.policy import policy
from desktop.views.controls import announce, button, column, label, say_wrong
from desktop.views.first_start import PassphrasePage, centred
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.models.session import Session
    from desktop.server.address import Address

EXAMPLE = "postgresql://server.council.gov.uk/caseclock"


class Connects(Protocol):
    """What opens a shared database (the application's window)."""

    session: Session | None

    def open_shared(self, login: Login, on_error: Callable[[AppError], None]) -> None: ...


class ConnectPage(QWidget):
    """Three fields and one button; what is wrong is said beside them and nothing typed is lost."""

    def __init__(
        self,
        opener: Connects,
        address: str = "",
        problem: str = "",
        *,
        back: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._opener = opener
        self.setAccessibleName("Connect to your council's shared database")
        self.stack = QStackedWidget()
        column(self, gap=0).addWidget(self.stack)
        self.stack.addWidget(self._fields(address or policy().database_url, problem, back))

    def _fields(self, address: str, problem: str, back: Callable[[], object] | None) -> QWidget:
        page = QWidget()
        box = centred(page, 40)
        box.addStretch(1)
        box.addWidget(label("Connect to your council's shared database", size=1.5, bold=True))
        words = (
            "Everybody's work meets there. Caseclock keeps an encrypted copy on this computer of what you "
            "may see, so that it works without a network, too."
        )
        box.addWidget(label(words, token="text_soft"))
        self.address, self.login, self.password = (
            _field(box, name, hint)
            for name, hint in (
                ("Address", f"For example {EXAMPLE}; your administrator has it"),
                ("Login", "Leave it empty if your Windows account signs you in"),
                ("Password", "It is kept in the keychain of this computer, never in a file"),
            )
        )
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._prefill(address)
        self.wrong = label(problem, token="overdue", bold=True)
        self.wrong.setVisible(bool(problem))
        box.addWidget(self.wrong)
        keys = QHBoxLayout()
        self.go = button("Connect", self.connect_now, primary=True)
        keys.addWidget(self.go)
        if back is not None:
            keys.addWidget(button("Back", back, quiet=True))
        keys.addStretch(1)
        box.addLayout(keys)
        for field in (self.address, self.login, self.password):
            field.returnPressed.connect(self.connect_now)
        box.addStretch(2)
        return page

    def _prefill(self, address: str) -> None:
        """Show what is known; an address that IT set for this computer can be read, not changed."""
        if not address:
            return
        from desktop.server.address import Address

        fixed = bool(policy().database_url)
        try:
            known = Address.parse(address)
        except AppError:
            self.address.setText(address)
            return
        self.login.setText(known.login)
        self.address.setText(known.with_login("").text)
        self.address.setReadOnly(fixed)
        if fixed:
            self.address.setAccessibleDescription("Set by your IT service for this computer")
            self.address.setToolTip("Set by your IT service for this computer")

    # public

    def focus_first(self) -> None:
        """Put the cursor on the first field that is still empty."""
        fields = (self.address, self.login, self.password)
        empty = next((one for one in fields if not one.text() and not one.isReadOnly()), self.password)
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def connect_now(self) -> None:
        """Try what was typed: the server answers before anything is kept."""
        session = self._opener.session
        if session is None or not self.go.isEnabled():
            return
        typed, login, password = self.address.text(), self.login.text().strip(), self.password.text()
        self._busy(True)
        session.tasks.run(
            lambda: let_in(typed, login, password),
            lane="io",
            owner=self,
            on_done=lambda found: self._let_in(found[0], password, found[1]),
            on_error=self.tell_wrong,
        )

    def tell_wrong(self, error: AppError) -> None:
        """Say in place what is wrong; what was typed can be mended."""
        self._busy(False)
        self.stack.setCurrentIndex(0)
        self.wrong.setText(error.message)
        self.wrong.setVisible(True)
        announce(self, error.message)
        kind = getattr(error, "kind", "")
        wrong = self.password if kind in ("password", "expired") else self.address if not kind else None
        for field in (self.address, self.login, self.password):
            say_wrong(field, error.message if field is wrong else "")
        if wrong is not None:
            wrong.setFocus()
            wrong.selectAll()

    # private

    def _busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.go.setText("Connecting…" if busy else "Connect")
        if busy:
            self.wrong.hide()

    def _let_in(self, address: Address, password: str, here: OnThisComputer) -> None:
        """The server took the login; where there is no keychain a person chooses what is kept here."""
        if here.has_keychain:
            self._opener.open_shared(Login(address, password), self.tell_wrong)
            return
        self._busy(False)
        if here.has_files:
            self._ask_secret(address, password)
            return
        page = NoKeychainPage(
            lambda words, tell: self._opener.open_shared(
                Login(address, password, passphrase=words), lambda error: tell(error.message)
            ),
            lambda: self._opener.open_shared(Login(address, password, in_memory=True), self.tell_wrong),
        )
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.passphrase.setFocus()

    def _ask_secret(self, address: Address, password: str) -> None:
        """This laptop's files are there already: their passphrase or recovery key opens them."""
        page = SecretPage(
            lambda secret, tell: self._opener.open_shared(
                Login(address, password, secret=secret), lambda error: tell(error.message)
            )
        )
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.field.setFocus()


class SecretPage(QWidget):
    """Asks for the passphrase or recovery key of this laptop's copy."""

    def __init__(
        self, on_done: Callable[[str, Callable[[str], None]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._on_done = on_done
        box = centred(self, 34)
        box.addStretch(1)
        box.addWidget(label("Open this computer's copy", size=1.5, bold=True))
        words = "It is encrypted, and no keychain of this computer holds its key. What is unsent is in it."
        box.addWidget(label(words, token="text_soft"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Passphrase or recovery key")
        self.field.setPlaceholderText("Passphrase or recovery key")
        self.field.returnPressed.connect(self._done)
        self.wrong = label(token="overdue", bold=True)
        box.addWidget(self.field)
        box.addWidget(self.wrong)
        box.addWidget(button("Open", self._done, primary=True), 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)

    def _done(self) -> None:
        if self.field.text().strip():
            self.wrong.setText("")
            self._on_done(self.field.text(), self.wrong.setText)


class NoKeychainPage(QWidget):
    """There is no keychain that can be trusted: a person chooses, Caseclock never does."""

    def __init__(
        self,
        on_passphrase: Callable[[str, Callable[[str], None]], None],
        on_memory: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_passphrase = on_passphrase
        self.stack = QStackedWidget()
        column(self, gap=0).addWidget(self.stack)
        page = QWidget()
        box = centred(page, 44)
        box.addStretch(1)
        box.addWidget(label("This computer has no keychain that Caseclock accepts", size=1.4, bold=True))
        words = (
            "So neither your password nor a key can be kept on it: you will type your password at each "
            "start. You choose what becomes of the copy of the cases that you may see."
        )
        box.addWidget(label(words, token="text_soft"))
        self.passphrase = button("Keep a copy under a passphrase", self._ask_passphrase, primary=True)
        self.memory = button("Keep nothing on this computer", on_memory)
        for made, means in (
            (
                self.passphrase,
                "The copy is encrypted with words that you choose and type at each start. You can work "
                "without a network, and what you record survives a crash.",
            ),
            (
                self.memory,
                "The cases are in memory only, while Caseclock is open. You can work only while the shared "
                "database can be reached, and each edit is sent before it counts as saved.",
            ),
        ):
            box.addSpacing(theme().px(0.6))
            box.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            box.addWidget(label(means, token="text_soft"))
            made.setAccessibleDescription(means)
        self.memory.setEnabled(True)
        self.passphrase.setEnabled(policy().offline_allowed)
        box.addStretch(2)
        self.stack.addWidget(page)

    def _ask_passphrase(self) -> None:
        why = "It encrypts this computer's copy of the cases. You type it at each start; nobody can reset it."
        page = PassphrasePage(why, self._on_passphrase)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.first.setFocus()


def _field(box: QVBoxLayout, name: str, hint: str) -> QLineEdit:
    """A named line with its hint under it."""
    above = label(name, bold=True, size=0.95)
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setAccessibleDescription(hint)
    above.setBuddy(made)
    pair = column(gap=0.15)
    pair.addWidget(above)
    pair.addWidget(made)
    pair.addWidget(label(hint, size=0.92, token="text_soft"))
    box.addLayout(pair)
    return made
