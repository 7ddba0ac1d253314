"""What the window is looking at: one database, one as-at date, one current desk.

The workspace lives on the ``db`` lane: it is opened, changed, read and closed there, one thing after
the other, so that nothing is ever read while it is being changed. The GUI thread gets finished
answers.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.changes import Act, Changes
from desktop.domain.days import day
from desktop.errors import AppError, KnownError
from desktop.models.sync import Sync
from desktop.tasks import Failed, Task, TaskRunner

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.domain.lists.desk import Desk

POLL_MS = 4000
TELL_MS = 40


class Session(QObject):
    """The open database and the day it is read as at.

    Attributes:
        desk: the snapshot on show; None until the database is open.
        as_at: the day looked at; None follows the machine's date.
        known_at: only what was on record at this instant counts; None: everything recorded so far.
        is_demo: no real person is in the open file.
        known_as: the id of the worker that the person at the keyboard said they are, blank when not said.
        sync: follows the engine of a shared database; "off" while the open one is a file of this machine.

    Signals:
        opened: a database is open and its first desk is there.
        closed: no database is open any more.
        changed: (Changes) rows were changed, by this window or by anybody else; `desk` is up to date.
        moved: the as-at date is another; `desk` is up to date.
        told: (text, can be undone) something was done.
        failed: (AppError) something could not be done, and nobody else will say so.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal(object)
    moved = Signal()
    told = Signal(str, bool)
    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.desk: Desk | None = None
        self.as_at: int | None = None
        self.known_at: int | None = None
        self.path: Path | None = None
        self.is_demo = False
        self.known_as = ""
        self.sync = Sync(self)
        self.sync.rows_came.connect(self.poll_now)
        self._work: Workspace | None = None
        self._day = today()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    # the database

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace; touch it on the ``db`` lane only (`ask`)."""
        return self._work

    @property
    def author(self) -> str:
        """Who is working; empty while no database is open."""
        return self._work.author if self._work is not None else ""

    @property
    def me(self) -> int:
        """The worker row of the person at the keyboard, -1 when that is not known."""
        from desktop.domain.me import me

        return me(self.desk.book, self.author, self.known_as) if self.desk is not None else -1

    @property
    def today(self) -> int:
        """The machine's date, as this session last saw it."""
        return self._day

    @property
    def is_today(self) -> bool:
        """Whether the desk is read as at today with all that is known."""
        return self.as_at is None and self.known_at is None

    def open(
        self, path: Path | None, opener: Callable[[], Workspace], on_error: Failed | None = None
    ) -> Task:
        """Open a database with `opener`, on the database lane; `opened` follows. A shared one has no path."""

        def work() -> tuple[Workspace, Desk, bool]:
            workspace = opener()
            desk = workspace.desk(as_at=self.as_at_now(), known_at=self.known_at)
            return workspace, desk, workspace.store.demo

        def done(answer: tuple[Workspace, Desk, bool]) -> None:
            self._work, self.desk, self.is_demo = answer
            self.path = path
            self._timer.start()
            gc.freeze()  # the casebook lives as long as the window: no collection need walk it
            self.sync.follow(self._work.store)
            self.opened.emit()

        return self.tasks.run(work, owner=self, on_done=done, on_error=on_error or self.failed.emit)

    def close(self) -> None:
        """Close the database after what was asked before is done."""
        self._timer.stop()
        work, self._work, self.desk = self._work, None, None
        if work is not None:
            self.tasks.run(self.sync.leave())
            self.tasks.run(work.close)
            self.closed.emit()

    # questions and acts

    def as_at_now(self) -> int:
        """The day that lists speak of."""
        return self._day if self.as_at is None else self.as_at

    def ask(
        self,
        question: Callable[[Desk], Any],
        on_done: Callable[[Any], None],
        *,
        owner: QObject | None = None,
        key: str = "",
        on_error: Failed | None = None,
    ) -> Task | None:
        """Put a question to the desk off the GUI thread; a newer question with `key` replaces this one."""
        if self._work is None:
            return None
        return self.tasks.run(
            lambda: question(self._fresh_desk()),
            owner=owner or self,
            key=key,
            on_done=on_done,
            on_error=on_error or self.failed.emit,
        )

    def run(
        self,
        make: Act | Callable[[Desk], Act],
        *,
        initiator: str = "",
        told: str = "",
        on_done: Callable[[Changes], None] | None = None,
        on_error: Failed | None = None,
    ) -> Task | None:
        """Commit an act (or what `make` makes of the desk) and publish what it changed.

        What another process wrote is taken in first, so that `make` refuses a second record of one thing.
        `told` is the sentence of the message with its Undo; the act's own summary when empty.
        """
        if self._work is None:
            return None
        work = self._work
        self.tasks.run(self._look, owner=self, on_done=self._publish, on_error=_keep_quiet)

        def commit() -> tuple[Act, Changes]:
            act = make(self._fresh_desk()) if callable(make) else make
            changes = work.run(act)
            self._fresh_desk()
            return act, changes

        def done(answer: tuple[Act, Changes]) -> None:
            act, changes = answer
            self._publish(changes)
            self.sync.edit_made()
            if on_done:
                on_done(changes)
            words = told or act.summary
            QTimer.singleShot(TELL_MS, self, lambda: self.told.emit(words, True))  # the list comes first

        return self.tasks.run(commit, owner=self, on_done=done, on_error=on_error or self.failed.emit)

    def adopt(self, changes: Changes, told: str = "", *, undo: bool = True) -> None:
        """Publish what a job on the database lane has already committed (an import)."""

        def done(_: Any) -> None:
            self._publish(changes)
            self.sync.edit_made()
            if told:
                self.told.emit(told, undo)

        self.ask(lambda desk: desk, done)

    def undo(self, act_id: str | None = None) -> Task | None:
        """Take back an act (this person's last one by default)."""
        if self._work is None:
            return None
        work = self._work

        def commit() -> Changes:
            changes = work.undo(act_id) if act_id else work.undo()
            self._fresh_desk()
            return changes

        def done(changes: Changes) -> None:
            self._publish(changes)
            self.sync.edit_made()
            self.told.emit("Undone.", False)

        return self.tasks.run(commit, owner=self, on_done=done, on_error=self.failed.emit)

    def move_to(self, as_at: int | None, known_at: int | None = None) -> None:
        """Look at another day; None is today, and all that is known."""
        if as_at == self._day and known_at is None:
            as_at = None
        if (as_at, known_at) == (self.as_at, self.known_at):
            return
        self.as_at, self.known_at = as_at, known_at
        self.ask(lambda desk: desk, lambda desk: self.moved.emit(), key="session.move")

    def poll_now(self) -> None:
        """See at once what another process, or the shared database, changed."""
        self._poll()

    def exported(self, what: str, rows: int, *, names: bool = True) -> None:
        """Log that a list left Caseclock, on paper or as a file; a shared database keeps such a log.

        Args:
            what: the list, paper or file.
            rows: how many rows it has.
            names: whether it names people.
        """
        work = self._work
        if work is not None and self.sync.on:
            self.tasks.run(lambda: work.exported(what, rows, names=names), owner=self, on_error=_keep_quiet)

    # private

    def _fresh_desk(self) -> Desk:
        """The desk for the present as-at date; on the database lane."""
        if self._work is None:
            raise KnownError("The database was closed. Nothing was changed; open it again.")
        self.desk = self._work.desk(as_at=self.as_at_now(), known_at=self.known_at)
        return self.desk

    def _publish(self, changes: Changes) -> None:
        if changes:
            if changes.everything:
                gc.freeze()
            self.changed.emit(changes)

    def _poll(self) -> None:
        """See what another process changed, and whether the day has turned."""
        if self._work is None:
            return
        if self._day != today():
            self._day = today()
            if self.as_at is None:
                self.ask(lambda desk: desk, lambda desk: self.moved.emit(), key="session.move")
        # without a key: a newer poll must not keep what an older one has taken in from being published
        self.tasks.run(self._look, owner=self, on_done=self._publish, on_error=_keep_quiet)

    def _look(self) -> Changes:
        work = self._work
        changes = work.poll() if work is not None else Changes()
        if changes:
            self._fresh_desk()
        return changes


def today() -> int:
    """This machine's date as a day number; ``CASECLOCK_TODAY`` stands in for it in tests."""
    import os

    fixed = os.environ.get("CASECLOCK_TODAY")
    return day(dt.date.fromisoformat(fixed) if fixed else dt.date.today())


def _keep_quiet(error: AppError) -> None:
    """A poll that fails (the file is busy) is tried again in a few seconds."""
