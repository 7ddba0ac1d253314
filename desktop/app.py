"""The composition root: puts the window together and stays in it."""

from __future__ import annotations

import sys

from desktop.errors import KnownError
from desktop.policy import policy
from desktop.views.window import Window, make_application

__all__ = ["Window", "make_application", "run_window"]


def run_window(database: str | None = None) -> int:
    """Open the window and stay in it until it is closed; returns the exit code."""
    application = make_application()
    try:
        policy()
    except KnownError as error:
        return _cannot_start(error)
    window = Window(application, database)
    window.start()
    return application.exec()


def _cannot_start(error: KnownError) -> int:
    from PySide6.QtWidgets import QMessageBox

    print(f"caseclock: {error.message}", file=sys.stderr or sys.__stdout__)
    QMessageBox.critical(None, "Caseclock", error.message)
    return 1
