"""Secrets that IT hands over by a file descriptor, so that they stand in no command line and no file."""

from __future__ import annotations

import os

from desktop.errors import KnownError

PASSWORD_FD = "CASECLOCK_PASSWORD_FD"
NEW_PASSWORD_FD = "CASECLOCK_NEW_PASSWORD_FD"


def handed_over(variable: str) -> str:
    """What the descriptor that an environment variable names holds; "" when the variable is not set.

    Raises:
        KnownError: when it is set but nothing can be read there.
    """
    number = os.environ.get(variable, "")
    if not number:
        return ""
    try:
        with os.fdopen(int(number), "r", encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, ValueError) as error:
        raise KnownError(
            f"{variable} is set but does not name a readable file descriptor. Nothing was changed.",
            details=type(error).__name__,
        ) from error
