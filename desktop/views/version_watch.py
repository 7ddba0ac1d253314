"""Says in a line across the window that a newer version is out, or that this one may only read."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from desktop import versions
from desktop.errors import AppError
from desktop.models.session import Session
from desktop.policy import policy
from desktop.views.notice import Notice

AFTER_MS = 2_000  # the first list comes before it


class VersionWatch(QObject):
    """Looks when a database is opened and once an hour, never on the GUI thread: a share can be slow.

    Attributes:
        notices: what is being said now, by kind (``old`` or ``newer``).
    """

    def __init__(self, session: Session, place: QVBoxLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._place = session, place
        self.notices: dict[str, Notice] = {}
        self._told: set[str] = set()
        self._soon, self._hourly = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._hourly.setInterval(3_600_000)
        for timer in (self._soon, self._hourly):
            timer.timeout.connect(self.look)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)

    def look(self) -> None:
        """Ask the database and the announcing file."""
        work = self._session.workspace
        if work is None:
            return
        self._session.tasks.run(
            lambda: (work.store.meta(versions.MINIMUM), work.store.meta(versions.NEWEST)),
            owner=self,
            key="versions",
            on_done=self._ask_manifest,
            on_error=_keep_quiet,
        )

    def _ask_manifest(self, rows: tuple[str, str]) -> None:
        minimum, newest = rows
        self.say("old", versions.may_not_write(minimum))
        if not policy().update_notice:
            return
        self._session.tasks.run(
            lambda: versions.announced(policy().update_manifest, newest),
            lane="io",
            owner=self,
            key="versions.file",
            on_done=lambda newer: self.say("newer", newer.words if newer else ""),
            on_error=_keep_quiet,
        )

    def say(self, kind: str, words: str) -> None:
        """Show a sentence under its kind (``old`` stays, ``newer`` can be closed); blank takes it away."""
        shown = self.notices.get(kind)
        if shown is not None and shown.text == words:
            return
        if shown is not None:
            self._drop(kind)
        if not words or (kind == "newer" and words in self._told):
            return
        made = self.notices[kind] = Notice(words, closable=kind == "newer")
        made.closed.connect(lambda: self._on_dismissed(kind, words))
        self._place.addWidget(made)

    def _on_dismissed(self, kind: str, words: str) -> None:
        self._told.add(words)  # once a session is enough
        self._drop(kind)

    def _drop(self, kind: str) -> None:
        notice = self.notices.pop(kind)
        notice.hide()
        notice.deleteLater()

    def _on_opened(self) -> None:
        self._soon.start()
        self._hourly.start()

    def _on_closed(self) -> None:
        self._soon.stop()
        self._hourly.stop()
        for kind in list(self.notices):
            self._drop(kind)


def _keep_quiet(error: AppError) -> None:
    """What cannot be asked now is asked again in an hour."""
