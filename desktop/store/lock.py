"""One person at a time: who has a database open in a window.

The operating system holds the lock, so it is gone at once when that Caseclock ends, however it ends.
What stands in the file beside the database (name, machine, since) is only for the sentence.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from desktop.domain import days
from desktop.errors import KnownError
from desktop.paths import private

_BYTE = 1 << 20  # the locked byte lies beyond the text, which stays readable on Windows


class Lock:
    """An exclusive hold on a database; `release` gives it back.

    Raises:
        KnownError: when someone else has it: who, on which machine, since when.
    """

    def __init__(self, path: str | Path, author: str) -> None:
        self.path = Path(os.fspath(path) + ".lock")
        try:
            self._file: Any = open(self.path, "a+", encoding="utf-8", opener=private)  # noqa: SIM115
        except OSError as error:
            raise KnownError(
                f"The folder of {Path(path).name} does not exist or may not be written in. "
                "Nothing has been changed; choose another folder.",
                details=type(error).__name__,
            ) from error
        if not _try_lock(self._file.fileno()):
            sentence = _who(self._file)
            self._file.close()
            raise KnownError(sentence)
        self._file.seek(0)
        self._file.truncate()
        json.dump({"name": author, "machine": platform.node(), "since": days.now_ms()}, self._file)
        self._file.flush()

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Give the database back; safe to call twice."""
        if not self._file.closed:
            self._file.seek(0)
            self._file.truncate()
            self._file.flush()
            _unlock(self._file.fileno())
            self._file.close()


def _who(file: Any) -> str:
    file.seek(0)
    try:
        holder = json.loads(file.read())
        since = _local_time(holder["since"])
        who = f"{holder['name']} has this database open on {holder['machine']} since {since}"
    except (ValueError, KeyError, TypeError):
        who = "This database is open in another Caseclock"
    return f"{who}; one person at a time can use it. Ask them to close it, or wait."


def _local_time(instant: int) -> str:
    import datetime as dt

    return dt.datetime.fromtimestamp(instant / 1000).strftime("%d/%m/%Y %H:%M")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
