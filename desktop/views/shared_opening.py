"""Opening a shared database in the window: by itself at a start, or with what a person typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.errors import AppError
from desktop.models.signing_in import Login, starts_by_itself
from desktop.store.keys import KeyNeeded
from desktop.views.connect_page import ConnectPage

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.views.window import Window


class SharedOpening(QObject):
    """The window's way to a shared database."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def start(self, address: str) -> None:
        """Open what was open last, or what policy names; ask only for what is not at hand."""
        session = self._window.session
        assert session is not None
        session.tasks.run(
            lambda: starts_by_itself(address),
            lane="io",
            owner=self,
            on_done=lambda itself: self._go(address) if itself else self.ask(address),
            on_error=lambda error: self.ask(address, error.message),
        )

    def open(self, login: Login, on_error: Callable[[AppError], None]) -> None:
        """Open it with what a person typed; the server has taken the login already."""
        self._open(login, on_error)

    def ask(self, address: str, problem: str = "", back: Callable[[], object] | None = None) -> None:
        """Show the page that asks for address, login and password; `back` leaves it."""
        shell = self._window.shell
        assert shell is not None
        shell.show_first_start(ConnectPage(self._window, address, problem, back=back))
        self._window.show_shell()

    # private

    def _go(self, address: str) -> None:
        from desktop.server.address import Address

        def refused(error: AppError) -> None:
            words = "" if isinstance(error, KeyNeeded) else error.message
            self.ask(address, words)

        self._open(Login(Address.parse(address)), refused)

    def _open(self, login: Login, on_error: Callable[[AppError], None]) -> None:
        session = self._window.session
        assert session is not None

        def opener() -> Workspace:
            from desktop.commands.workspace import Workspace
            from desktop.models.session import today

            work = Workspace.open_shared(
                login.address.text,
                passphrase=login.passphrase or None,
                secret=login.secret or None,
                memory=login.in_memory,
                today=today,
            )
            work.store.password = login.password  # type: ignore[attr-defined]
            return work

        session.close()
        session.open(None, opener, on_error)
