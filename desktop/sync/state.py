"""How a laptop stands towards the shared database, as a status line and a banner say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal[
    "off",  # the engine is not running
    "connecting",
    "idle",  # in step, waiting for the next turn
    "sending",
    "fetching",
    "first",  # the first sync (or a whole one again) is under way
    "offline",  # the server cannot be reached; work goes on
    "locked",  # nothing is shown: the lease has run out, the clock was put back, the login is revoked
    "readonly",  # versions do not fit: everything can be read, edits stay in the outbox
    "wiped",  # this laptop was told to destroy its copy, and has
]


@dataclass(frozen=True, slots=True)
class SyncState:
    """One moment of the engine; a new one is handed out whenever anything in it changes.

    Attributes:
        phase: what is going on.
        online: whether the last attempt reached the server.
        last_contact: instant (ms) of the server's last answer, 0 when there never was one.
        unsent: edits that are on this laptop alone (pending, held, or to be offered again).
        conflicts: edits that somebody must decide on.
        rejected: edits that the server refused for good.
        done, total: progress of a first sync, in rows; total 0 when nothing is being counted.
        sentence: one sentence about trouble, "" when there is none: what happened, what is safe, what to do.
        login: the person's login.
        role: their role on the server, "" until it has said.
        usable: whether their own cases are here, so that lists mean something.
    """

    phase: Phase = "off"
    online: bool = False
    last_contact: int = 0
    unsent: int = 0
    conflicts: int = 0
    rejected: int = 0
    done: int = 0
    total: int = 0
    sentence: str = ""
    login: str = ""
    role: str = ""
    usable: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many edits of this laptop stand where; see `SyncState` for the words."""

    unsent: int = 0
    conflicts: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Here:
    """Who else is looking at a case.

    Attributes:
        case_id: the case.
        names: their names, in order; never this person's own.
    """

    case_id: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Safeguards:
    """The safeguards of the protocol; all on in the product.

    Tests switch one off at a time, to show that something fails without it.

    Attributes:
        same_id: a change set is sent again under the id that it had.
        forget: a feed line without a visible row removes that row here.
        scope_token: another scope token leads to a whole sync.
        epoch: another epoch leads to edits offered again and a whole sync.
        epoch_in_pull: the epoch is looked at in every page's own answer, not only in the greeting.
        horizon: a cursor older than the horizon leads to a whole sync.
        one_transaction: a page and its cursor are stored together.
        refold: what is shown is made again at start and after every failed sync.
        hold: later edits of a row wait while an earlier one is in conflict.
    """

    same_id: bool = True
    forget: bool = True
    scope_token: bool = True
    epoch: bool = True
    epoch_in_pull: bool = True
    horizon: bool = True
    one_transaction: bool = True
    refold: bool = True
    hold: bool = True


ALL_ON = Safeguards()
