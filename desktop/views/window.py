"""The window and what lives as long as it does: settings, tasks, session, shell, and how it starts.

Before the first paint nothing is imported that the paint does not need; numpy, SQLAlchemy, pandas and
alembic come with the database lane, after it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.paths import data_dir, resource
from desktop.settings import LAST_DATABASE, TEXT_SCALE, THEME, Settings

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.errors import AppError
    from desktop.models.session import Session
    from desktop.models.signing_in import Login
    from desktop.models.snapshot import Snapshot
    from desktop.store.keys import Key
    from desktop.views.first_paint import FirstPaint
    from desktop.views.shell import Shell
    from desktop.views.sync_care import SyncCare
    from desktop.views.version_watch import VersionWatch

APP_ID = "Caseclock.Caseclock"  # that of the Start-menu entry, so that Windows shows one icon, not two
START_LOG = "CASECLOCK_START_LOG"  # a file that gets the time of the first painted list; then we quit


def make_application() -> QApplication:
    """The one QApplication, dressed in the theme that the person chose."""
    from desktop.views.theme import theme

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Caseclock")
    application.setApplicationDisplayName("Caseclock")
    application.setDesktopFileName("caseclock")
    application.setWindowIcon(QIcon(str(resource("caseclock.svg"))))
    _tell_windows_who_we_are()
    settings = Settings()
    theme().apply(settings.get(THEME), settings.get(TEXT_SCALE))
    theme().follow_system()
    return application


def _tell_windows_who_we_are() -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)


class Window(QObject):
    """Owns what lives as long as the window: settings, tasks, session and shell."""

    def __init__(self, application: QApplication, database: str | None = None) -> None:
        super().__init__()
        self.application = application
        self.settings = Settings(parent=self)
        chosen = _database(database, self.settings)
        self.address = chosen if "://" in chosen else ""  # of a shared database
        self.path = Path(chosen) if chosen and not self.address else data_dir() / "council.caseclock"
        self._first: FirstPaint | None = None
        self.shell: Shell | None = None
        self.session: Session | None = None
        self.versions: VersionWatch | None = None
        self.sync_care: SyncCare | None = None

    # start

    def start(self) -> None:
        """Show something at once: the last list, or the shell."""
        snapshot = self._last_list()
        if snapshot is None:
            self._build_shell()
            _log_first_paint()
            return
        from desktop.views.first_paint import FirstPaint

        first = FirstPaint(snapshot, self.settings)
        first.painted.connect(self._on_first_paint)
        self._first = first
        first.show()

    def _last_list(self) -> Snapshot | None:
        """The first list as kept in the file; None when there is none, or it cannot be read.

        None for a shared database: whether its copy may be shown is not known before it is open.
        """
        if self.address or not self.path.is_file():
            return None
        from desktop.errors import AppError
        from desktop.models import snapshot
        from desktop.store.fast import cache_value, open_fast

        try:
            connection = open_fast(self.path)
        except AppError:
            return None  # opening in earnest says what is wrong
        try:
            return snapshot.read(cache_value(connection, "first_list"))
        finally:
            connection.close()

    def _on_first_paint(self) -> None:
        _log_first_paint()
        QTimer.singleShot(0, self._build_shell)

    def _build_shell(self) -> None:
        from desktop.models.session import Session
        from desktop.tasks import TaskRunner
        from desktop.views.shared_opening import SharedOpening
        from desktop.views.shell import Shell

        tasks = TaskRunner(self)
        self.session = Session(tasks, self)
        self.shell = Shell(self.session, self.settings)
        self.shell.open_asked.connect(self._choose)
        self.shared = SharedOpening(self)
        self._take_care(self.session, self.shell)
        self.shell.closing.connect(self._on_closing)
        watch_for_bugs(self.shell, self)
        self.session.opened.connect(self._on_opened)
        if self.address:
            self.shared.start(self.address)
        elif self.path.is_file():
            self.open(self.path)
        else:
            self._welcome()
        if self._first is None:
            self.shell.show()

    def _take_care(self, session: Session, shell: Shell) -> None:
        """Backups by themselves, and an offer to bring an old demo to today."""
        from desktop.views.offer import Offer
        from desktop.views.sync_care import SyncCare
        from desktop.views.upkeep import Upkeep
        from desktop.views.version_watch import VersionWatch

        care = Upkeep(session, self.settings, self)
        care.backup_failed.connect(shell.status.tell_backup)

        def offer(words: str) -> None:
            made = Offer(words, "Bring it to today", self.redate)
            session.closed.connect(made.deleteLater)  # it is about this file only
            shell.offers.addWidget(made)

        care.demo_is_old.connect(offer)
        self.versions = VersionWatch(session, shell.offers, self)
        self.sync_care = SyncCare(shell, self)
        shell.ask_connect = self.ask_connect

    # databases

    def redate(self) -> None:
        """Make the open demo again for today, and open it."""
        from desktop.demo import redate
        from desktop.models.session import today

        assert self.shell is not None
        self.shell.toast.say("Making the demo council for today. This takes a few seconds.")
        self.open(self.path, before=lambda path: redate(path, today()))

    def open(
        self, path: Path, key: Key | None = None, before: Callable[[Path], object] | None = None
    ) -> None:
        """Open a database in this window; `before` prepares the file while nothing has it open."""
        assert self.session is not None

        def opener() -> Workspace:
            from desktop.commands.workspace import Workspace
            from desktop.models.session import today

            if before is not None:
                before(path)
            return Workspace.open(path, key, today=today)

        self.session.close()
        self.session.open(path, opener, lambda error: self._on_not_opened(path, error))

    def create(self, path: Path, key: Key | None) -> None:
        """Make a new database and open it in this window."""
        assert self.session is not None

        def opener() -> Workspace:
            from desktop.commands.workspace import Workspace
            from desktop.models.session import today

            path.parent.mkdir(parents=True, exist_ok=True)
            return Workspace.create(path, key, today=today)

        self.session.close()
        self.session.open(path, opener, lambda error: self._on_not_opened(path, error))

    def open_shared(self, login: Login, on_error: Callable[[AppError], None]) -> None:
        """Open a shared database in this window; the server has taken the login."""
        self.shared.open(login, on_error)

    def ask_connect(self) -> None:
        """Show the page that connects to a shared database, with a way back."""
        self.shared.ask("", back=self._leave_connecting)

    def _leave_connecting(self) -> None:
        """Back to what was open, or to the ways in."""
        assert self.shell is not None
        assert self.session is not None
        if self.session.desk is None:
            self._welcome()
        else:
            self.shell.show_pages()
            self.shell.go("today")

    def _welcome(self, problem: str = "") -> None:
        from desktop.views.first_start import FirstStart

        assert self.shell is not None
        page = FirstStart(self, problem)
        self.shell.show_first_start(page)
        self.show_shell()

    def _choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self.shell, "Open a database", str(self.path.parent), "Caseclock (*.caseclock);;All files (*)"
        )
        if chosen:
            self.open(Path(chosen))

    def _on_opened(self) -> None:
        assert self.session is not None
        assert self.shell is not None
        self.path, self.address = self.session.path or self.path, self.session.sync.address
        if not self.session.is_demo:
            self.settings.put(LAST_DATABASE, self.address or str(self.path))
        QTimer.singleShot(0, self, self.show_shell)
        QTimer.singleShot(1500, self, self._keep_first_list)

    def _on_not_opened(self, path: Path, error: AppError) -> None:
        from desktop.store.keys import KeyNeeded
        from desktop.views.first_start import KeyPage

        assert self.shell is not None
        asking = self.shell.page
        if isinstance(error, KeyNeeded):
            self.shell.show_first_start(KeyPage(self, path, error.message))
            self.show_shell()
        elif isinstance(asking, KeyPage):
            asking.tell_wrong(error.message)
        else:
            self._welcome(error.message)

    def show_shell(self) -> None:
        """Put the real window in the place of the first picture."""
        assert self.shell is not None
        first, self._first = self._first, None
        if first is not None:
            self.shell.setGeometry(first.geometry())
        self.shell.show()
        if first is not None:
            first.close()
            first.deleteLater()

    def _keep_first_list(self) -> None:
        """Keep today's list for the next start, when there is nothing better to do."""
        from desktop.models import snapshot

        if self.session is None or self.session.workspace is None:
            return
        work = self.session.workspace
        self.session.tasks.run(lambda: work.keep_first_list(snapshot.draw), on_error=_let_go)

    def _on_closing(self) -> None:
        self._keep_first_list()
        if self.session is not None:
            self.session.close()
            self.session.tasks.close(5000)
        self.application.quit()


def _let_go(error: AppError) -> None:
    """A cache that could not be kept costs only a slower start."""


def _database(named: str | None, settings: Settings) -> str:
    """The path or address that counts; blank when nobody has named any."""
    from desktop.policy import policy

    set_here = policy().database_url
    last = settings.get(LAST_DATABASE)
    if set_here and not named and policy().same_database(last):
        set_here = last  # the same, with the login that was used
    return named or os.environ.get("CASECLOCK_DATABASE") or set_here or last


def _log_first_paint() -> None:
    """For the bench: write down when the first list stood on the screen, and quit."""
    log = os.environ.get(START_LOG)
    if log:
        Path(log).write_text(repr(time.time()))
        QTimer.singleShot(0, QApplication.quit)


# Bugs: logged without anything personal, one sentence on the screen, from whatever thread


class _Reporter(QObject):
    """Carries a bug from any thread to the GUI thread."""

    happened = Signal(object)


def watch_for_bugs(shell: Shell, owner: QObject) -> None:
    """From now on an unexpected error is logged and told in one sentence, and the window stays open."""
    from desktop.tasks import as_app_error

    reporter = _Reporter(owner)
    reporter.happened.connect(lambda error: shell.tell_error(error), Qt.ConnectionType.QueuedConnection)

    def report(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KeyboardInterrupt):
            reporter.happened.emit(as_app_error(error))

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report(error)

    sys.excepthook = on_main
    threading.excepthook = lambda told: report(told.exc_value)
