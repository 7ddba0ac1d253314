"""The log: technical words only, rotated, never a name, a date of birth or a row's text."""

from __future__ import annotations

import logging
import sys
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.paths import data_dir, private

logger = logging.getLogger("caseclock")


class _Private(RotatingFileHandler):
    """A log that only its owner may read."""

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(open(self.baseFilename, "ab", opener=private), encoding="utf-8")  # noqa: SIM115


def log_path() -> Path:
    """Where the log lies on this machine."""
    return data_dir() / "caseclock.log"


def start_logging() -> None:
    """Send the log to a rotating file; call once, at start."""
    if any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        return
    logging.raiseExceptions = False  # a log that cannot be written is nothing to show a person
    handler = _Private(log_path(), maxBytes=500_000, backupCount=3, delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def log_bug(error: BaseException) -> Path:
    """Log where an unexpected error happened: types, files and lines, never its message or values."""
    start_logging()
    frames = traceback.extract_tb(error.__traceback__)
    path = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    logger.error("bug %s at %s (python %s)", type(error).__name__, path, sys.version.split()[0])
    return log_path()
