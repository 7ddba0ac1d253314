"""What pages and tabs share that put a question to the desk and show its answer until something changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.session import Session

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


class FreshPage(QWidget):
    """A page that asks again when the database, the day or a choice on it changed, but only while it is seen.

    A page of its own says what it asks (`_ask`); answers come back through `ask`.

    Signals:
        said: a sentence worth a short message.
        elsewhere: the list behind a number is wanted.
    """

    said = Signal(str)
    elsewhere = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        for signal in (session.changed, session.opened, session.moved):
            signal.connect(self.mark_stale)

    # what a page of its own says

    def _ask(self) -> None:
        raise NotImplementedError

    def _offer(self) -> None:
        """Fill the choices that follow the day looked at, before anything is asked."""

    # public

    def mark_stale(self, *_: object) -> None:
        """Something changed: ask again now if this is seen, else when it is next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask again when anything may have changed."""
        if not self._stale or self._session.workspace is None:
            return
        self._stale = False
        self._offer()
        self._ask()

    def ask(self, question: Callable[[Desk], Any], on_done: Callable[[Any], None], key: str) -> None:
        """Put a question to the desk; a newer one with `key` replaces it, and a failure is said."""
        self._session.ask(question, on_done, owner=self, key=key, on_error=self._fail)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # private

    def _fail(self, error: AppError) -> None:
        self.said.emit(error.message)
