"""What the window does by itself for an open file: the daily backup, and the offer to re-date an old demo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.days import day, short
from desktop.errors import AppError
from desktop.models.session import Session
from desktop.paths import backup_folder
from desktop.settings import BACKUP_FOLDER, Settings

AFTER_MS = 3_000  # the first list and the first questions come before it
AGAIN_MS = 3_600_000  # a window left open overnight makes tomorrow's backup, too


def folder_of(settings: Settings) -> Path:
    """The folder that backups go to: the one chosen, else the one beside the database's usual place."""
    chosen = settings.get(BACKUP_FOLDER)
    return Path(chosen) if chosen else backup_folder()


def last_backup(path: Path, folder: Path) -> int | None:
    """The day of a database's latest backup in a folder, None when it holds none."""
    from desktop.store.backup import backups

    made = backups(path, folder) if folder.is_dir() else []
    return day(dt.date.fromisoformat(made[-1].stem[-10:])) if made else None


class Upkeep(QObject):
    """Follows a session.

    Signals:
        backup_failed: (sentence) today's backup was not made; empty once one is there again.
        demo_is_old: (sentence) the open demo was made for another day.
    """

    backup_failed = Signal(str)
    demo_is_old = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._soon, self._hourly = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._hourly.setInterval(AGAIN_MS)
        for timer in (self._soon, self._hourly):
            timer.timeout.connect(self.back_up)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        settings.changed.connect(self._on_setting)

    def back_up(self) -> None:
        """Make today's backup in the background if it is not there yet; never of a demo.

        It reads the file through a connection of its own, so that no edit waits for it.
        """
        session, work = self._session, self._session.workspace
        if work is None or session.is_demo:
            return
        chosen, store, today = self._settings.get(BACKUP_FOLDER), work.store, session.today

        def copy() -> None:
            folder = Path(chosen) if chosen else backup_folder()
            if not chosen:
                folder.mkdir(parents=True, exist_ok=True)
            store.back_up(folder, today)

        session.tasks.run(
            copy,
            lane="io",
            owner=self,
            on_done=lambda _: self.backup_failed.emit(""),
            on_error=lambda error: self.backup_failed.emit(error.message),
        )

    def _on_opened(self) -> None:
        if self._session.is_demo:
            self._look_at_demo()
        else:
            self._soon.start()
            self._hourly.start()

    def _on_closed(self) -> None:
        self._soon.stop()
        self._hourly.stop()

    def _on_setting(self, key: str) -> None:
        if key == BACKUP_FOLDER.key:
            self.back_up()

    def _look_at_demo(self) -> None:
        path, today = self._session.path, self._session.today

        def made_on() -> int:
            from desktop.demo import made_for

            assert path is not None
            return made_for(path)[1]

        def tell(made: int) -> None:
            if made != today:
                self.demo_is_old.emit(
                    f"This demo council was made for {short(made)}. It can be made again for today; "
                    "what was tried out in it is then gone."
                )

        self._session.tasks.run(made_on, lane="io", owner=self, on_done=tell, on_error=_not_ours)


def _not_ours(error: AppError) -> None:
    """An unprotected file that the demo did not write has no date to bring forward."""
