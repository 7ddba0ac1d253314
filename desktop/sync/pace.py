"""When the engine turns next: about once a minute when all is well, less often when it is not."""

from __future__ import annotations

import random
import time

POLL = 60.0  # seconds between turns
SPARING = 300.0  # the same on battery or where the network is paid for by volume
IDLE = 60.0  # a connection that has not been used for so long is closed
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
PERSON = 600.0  # where only a person can help, so that a wrong password is not tried again and again
ASKS_A_PERSON = ("password", "expired", "revoked", "certificate", "not_ours", "newer", "older")


class Pace:
    """Attributes are set from any thread: `sparing`, and `offline` while the system knows no network."""

    def __init__(self, rng: random.Random) -> None:
        self.sparing = False
        self.offline = False
        self._rng = rng
        self._failures = 0
        self._due = 0.0
        self._used = time.monotonic()

    @property
    def backing_off(self) -> bool:
        """Whether the last turn failed, so that an edit is no reason to try again at once."""
        return self._failures > 0

    def left(self) -> float:
        """Seconds until the next turn."""
        return self._due - time.monotonic()

    def idle_left(self) -> float:
        """Seconds until an unused connection is closed."""
        return self._used + IDLE - time.monotonic()

    def reset(self) -> None:
        """A person asked, or the network came back: begin the waits afresh."""
        self._failures = 0

    def went_well(self) -> None:
        """A turn is over."""
        self._failures = 0
        self._used = time.monotonic()
        self._due = self._used + (SPARING if self.sparing else POLL) * self._rng.uniform(0.85, 1.15)

    def failed(self, kind: str) -> None:
        """A turn failed: wait longer each time, to a cap; each laptop differently."""
        self._failures += 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self._failures - 1, 10))
        if kind in ASKS_A_PERSON:
            wait = PERSON
        elif self.offline:
            wait = LONGEST_WAIT
        self._due = time.monotonic() + wait * self._rng.uniform(0.5, 1.5)
