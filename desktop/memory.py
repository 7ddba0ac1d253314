"""What a process that reads one large file does with the memory that it frees."""

from __future__ import annotations

import sys
from contextlib import suppress

_TRIM_ABOVE, _MAP_ABOVE = -1, -3  # names of settings in glibc's malloc.h
_LARGEST_PIECE = 32 * 2**20  # bytes; the most that glibc takes for `_MAP_ABOVE`
_held: list[object] | None = None  # what a process that ends at once need not take apart


def keep_freed() -> None:
    """Keep freed memory for the next piece instead of giving it back to the system; on Linux, else nothing.

    An import frees a sheet's text many times over, and the system empties every page anew before it gives
    it out again: measured, half of the page faults and a third of the time that the system takes.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        settle = ctypes.CDLL(None).mallopt
        settle(_TRIM_ABOVE, 2**30)
        settle(_MAP_ABOVE, _LARGEST_PIECE)


def ends_at_once() -> None:
    """Say that this process ends with `os._exit` after its one verb, so that what is held is never freed."""
    global _held
    _held = []


def hold(*things: object) -> None:
    """Spare a process that `ends_at_once` taking these apart; any other lets go of them as usual."""
    if _held is not None:
        _held.append(things)
