"""The composition root: puts the window together and stays in it."""

from __future__ import annotations

from desktop.views.window import Window, make_application

__all__ = ["Window", "make_application", "run_window"]


def run_window(database: str | None = None) -> int:
    """Open the window and stay in it until it is closed; returns the exit code."""
    application = make_application()
    window = Window(application, database)
    window.start()
    return application.exec()
