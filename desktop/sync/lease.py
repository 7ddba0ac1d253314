"""How long a laptop may show its copy without the server: after 14 days it locks, after 30 it is wiped.

The server's clock and this laptop's are both kept from the last contact. A laptop's clock decides
nothing about any edit; here it can only shorten the lease: put back, it locks.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.sync.outbox import Outbox

DAY_MS = 86_400_000
LOCK_MS = 14 * DAY_MS
WIPE_MS = 30 * DAY_MS
BACK_MS = 15 * 60_000  # a clock that was corrected by the network is not put back
LOCKED = (
    "This laptop has not been in contact with the council for 14 days, so its copy is locked. Unsent edits "
    "are safe; connect to the council's network and everything opens again."
)
WIPED = (
    "This laptop has not been in contact with the council for 30 days, so its copy was removed. Unsent edits "
    "are safe; connect to the council's network and everything is fetched again."
)
PUT_BACK = (
    "The clock of this laptop was put back since it was last used, so its copy is locked. Unsent edits are "
    "safe; set the clock right, or connect to the council's network."
)


@dataclass(frozen=True)
class Lease:
    """What a laptop remembers of its last contact.

    Attributes:
        contact: instant of the last answer on this laptop's clock, 0 before the first.
        latest: the latest instant that this laptop's clock has shown since.
    """

    contact: int = 0
    latest: int = 0

    @classmethod
    def read(cls, outbox: Outbox) -> Lease:
        """As the outbox remembers it."""
        return cls(int(outbox.meta("contact_here") or 0), int(outbox.meta("latest_here") or 0))

    def renewed(self, now: int) -> Lease:
        """After an answer of the server."""
        return Lease(now, now)

    def used(self, now: int) -> Lease:
        """After a moment without an answer: the clock has shown this."""
        return Lease(self.contact, max(self.latest, now))

    def write(self, outbox: Outbox) -> None:
        """Remember it."""
        outbox.set_meta(contact_here=str(self.contact), latest_here=str(self.latest))

    def trouble(self, now: int) -> str:
        """Why the copy may not be shown, "" when it may."""
        if not self.contact:
            return ""
        if now < self.latest - BACK_MS:
            return PUT_BACK
        if now - self.contact > WIPE_MS:
            return WIPED
        return LOCKED if now - self.contact > LOCK_MS else ""
