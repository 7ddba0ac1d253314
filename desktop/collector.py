"""Python's garbage collector at rest while millions of values are made that no cycle holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No collection meanwhile: measured, going through half a million live tuples doubles the time.

    A verb of the command line is at rest throughout: its process soon ends.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # What was made meanwhile counts as old: the next collection, which looks through what is new,
            # would go through all of it. What a window has set aside for good stays aside.
            aside = gc.get_freeze_count()
            gc.freeze()
            if not aside:
                gc.unfreeze()
            gc.enable()
