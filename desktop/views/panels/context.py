"""What a panel is given: the session, the chosen cases, and the drafts that outlive it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.domain.calendar import Calendar
from desktop.models.session import Session

CACHE = "drafts"
SAVE_MS = 2000


class Drafts(QObject):
    """Entries that were begun and not saved, kept while the window runs and inside the database file."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._kept: dict[str, dict[str, Any]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self._save)
        session.opened.connect(self._load)
        if session.workspace is not None:
            self._load()

    def get(self, key: str) -> dict[str, Any] | None:
        """What was typed last time, None when nothing was left behind."""
        return self._kept.get(key)

    def keep(self, key: str, state: dict[str, Any]) -> None:
        """Remember what is typed; it is on disk two seconds later."""
        if self._kept.get(key) != state:
            self._kept[key] = state
            self._timer.start()

    def drop(self, key: str) -> None:
        """Forget an entry that was saved or thrown away."""
        if self._kept.pop(key, None) is not None:
            self._timer.start()

    def _load(self) -> None:
        work = self._session.workspace
        if work is not None:
            self._session.tasks.run(
                lambda: work.store.cache_get(CACHE), owner=self, on_done=self._adopt, on_error=_keep_quiet
            )

    def _adopt(self, content: bytes | None) -> None:
        if content:
            self._kept = {**json.loads(content), **self._kept}

    def _save(self) -> None:
        work, content = self._session.workspace, json.dumps(self._kept).encode()
        if work is not None:
            self._session.tasks.run(
                lambda: work.store.cache_put(CACHE, content), owner=self, on_error=_keep_quiet
            )


def _keep_quiet(error: object) -> None:
    """A draft that could not be written is still in memory, and is tried again at the next change."""


@dataclass
class PanelContext:
    """What a panel works on.

    Attributes:
        session: answers questions and commits acts, off the GUI thread.
        cases: the chosen case rows, in the order of the list.
        drafts: entries begun and not saved.
        calendar: working days, for saying dates back.
        worker: the worker whom the list's current line is about, -1 none.
        role: the assessor's lane that the current line is about, blank when it is about none.
    """

    session: Session
    cases: tuple[int, ...] = ()
    drafts: Drafts | None = None
    calendar: Calendar = field(default_factory=Calendar.england)
    worker: int = -1
    role: str = ""

    @property
    def today(self) -> int:
        """Today's day number."""
        return self.session.today

    @property
    def author(self) -> str:
        """Who is working."""
        return self.session.author

    @property
    def by(self) -> dict[str, Any]:
        """Who acts and on which day, as every verb asks for it."""
        return {"author": self.author, "today": self.today}
