"""The log: technical words only, rotated, never a name, a date of birth or a row's text."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.paths import data_dir

logger = logging.getLogger("caseclock")


def log_path() -> Path:
    """Where the log lies on this machine."""
    return data_dir() / "caseclock.log"


def start_logging() -> None:
    """Send the log to a rotating file; call once, at start."""
    if any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        return
    handler = RotatingFileHandler(log_path(), maxBytes=500_000, backupCount=3, delay=True, encoding="utf-8")
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
