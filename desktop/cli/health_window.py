"""The self-test's last question: does the window draw a page with rows on it?"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QImage

from desktop.cli import health_engine
from desktop.cli.show import has_display
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.views.shell import Shell

PATIENCE = 30.0  # seconds
FEWEST_COLOURS = 20  # a page with text, icons and bands of colour has hundreds; a blank one has a few
WIDTH, HEIGHT = 1200, 760


def painted_page() -> str:
    """Draw the Visits page with three made-up children, unseen by whoever sits at the screen.

    Raises:
        KnownError: when no row arrives, or the picture is blank.
    """
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it warns of what it cannot do
    with _own_home(), health_engine.council() as workspace:
        health_engine.bring_in(workspace)
        rows, picture = _draw(workspace)
    colours = _colours(picture)
    if rows < len(health_engine.CHILDREN) or colours < FEWEST_COLOURS:
        raise KnownError(f"a page was drawn with {rows} rows and {colours} colours; reinstall Caseclock.")
    size = f"{picture.width()} by {picture.height()}"
    return f"Visits, {rows} rows, {size}, {colours} colours, on {_platform()}"


def _draw(workspace: Workspace) -> tuple[int, QImage]:
    from desktop.models.session import Session
    from desktop.settings import Settings
    from desktop.tasks import TaskRunner
    from desktop.views.shell import Shell
    from desktop.views.window import make_application

    application = make_application()
    tasks = TaskRunner()
    session = Session(tasks)
    shell = Shell(session, Settings())
    shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    shell.resize(WIDTH, HEIGHT)
    shell.show()
    session.open(workspace.store.path, lambda: workspace)
    _settle(lambda: session.desk is not None and not tasks.busy)
    shell.go("visits")
    _settle(lambda: _rows(shell) > 0 and not tasks.busy)
    rows, picture = _rows(shell), shell.grab().toImage()
    shell.close()
    session.close()
    tasks.close(5000)
    application.processEvents()
    return rows, picture


def _rows(shell: Shell) -> int:
    page = shell.list_page
    answer = page.answer if page is not None else None
    return len(answer.data) if answer is not None else 0


def _settle(ready: Callable[[], bool]) -> None:
    until, quiet = time.monotonic() + PATIENCE, 0
    while quiet < 3 and time.monotonic() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.01)
        quiet = quiet + 1 if ready() else 0


def _colours(picture: QImage) -> int:
    shown = picture.convertToFormat(QImage.Format.Format_RGB32)
    data = memoryview(shown.constBits()).cast("I")
    return len(set(data[::7]))


def _platform() -> str:
    from PySide6.QtGui import QGuiApplication

    return str(QGuiApplication.platformName())


@contextmanager
def _own_home() -> Iterator[None]:
    """Settings of nobody, so that a person's own are neither read nor changed."""
    before = os.environ.get("CASECLOCK_HOME")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["CASECLOCK_HOME"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["CASECLOCK_HOME"]
            else:
                os.environ["CASECLOCK_HOME"] = before
