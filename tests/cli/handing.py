"""Handing a key to the command line as IT would."""

from __future__ import annotations

import os

import pytest

from desktop.store import keys


def hand_over(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """Put a secret on a fresh file descriptor, as IT would."""
    read, write = os.pipe()
    os.write(write, secret.encode())
    os.close(write)
    monkeypatch.setenv("CASECLOCK_KEY_FD", str(read))
    keys.forget_descriptor()
