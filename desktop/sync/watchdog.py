"""A call that gets no answer for too long is cut off: some networks swallow a connection without a word."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import Any, Protocol

LONGEST = 90.0  # seconds; the server itself ends a statement after 60
LOOK = 5.0


class Watched(Protocol):
    """What the watchdog looks at: since when a call is under way (monotonic), 0 for none."""

    connection: Any
    began: float


class Watchdog:
    """A thread that cuts a connection whose call takes longer than any call may."""

    def __init__(self, longest: float = LONGEST, look: float = LOOK) -> None:
        self._longest, self._look = longest, look
        self._watched: Watched | None = None
        self._end = threading.Event()

    def start(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._run, name="caseclock-watchdog", daemon=True).start()

    def stop(self) -> None:
        """Look no longer."""
        self._end.set()

    def watch(self, watched: Watched | None) -> None:
        """Look at these calls from now on."""
        self._watched = watched

    def _run(self) -> None:
        while not self._end.wait(self._look):
            watched = self._watched
            if watched is not None and watched.began and time.monotonic() - watched.began > self._longest:
                cut(watched.connection)


def cut(connection: Any) -> None:
    """Break a connection from another thread, so that whoever waits on it goes on with an error."""
    with suppress(Exception):
        copy = socket.socket(fileno=socket.dup(connection.fileno()))
        try:
            copy.shutdown(socket.SHUT_RDWR)
        finally:
            copy.close()
