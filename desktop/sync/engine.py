"""The engine: a thread that keeps a laptop and the shared database in step, without Qt.

It turns at start, about every minute, after an edit, when asked, and when the network comes back; it
backs off when the server cannot be reached, and says in one sentence why. The window never waits for it.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.domain.changes import Changes
from desktop.domain.days import now_ms
from desktop.errors import AppError
from desktop.server.trouble import OFFLINE, ServerTrouble
from desktop.sync.pace import Pace
from desktop.sync.state import Here, Phase, SyncState
from desktop.sync.turn import Turn, Wiped
from desktop.sync.watchdog import Watchdog, cut

if TYPE_CHECKING:
    import psycopg

    from desktop.sync.shared_store import SharedStore

log = logging.getLogger(__name__)
WAIT_FOR_SAVE = 20.0  # seconds for which an edit is sent before it counts as not saved (nothing kept here)
DAY_MS = 86_400_000


def _nobody(*_: Any) -> None:
    """Nobody listens."""


class Engine:
    """Keeps one store in step with the server, on a thread of its own.

    Args:
        store: the shared store.
        connect: gives an open connection, or raises `ServerTrouble`.
        on_state: called on the engine's thread with each new `SyncState`.
        on_changes: called on the engine's thread when rows came; the casebook follows by `refresh`.
        on_presence: called on the engine's thread with who else looks at the case on show.
        clock: this laptop's clock, in ms; for the lease and what is shown, never for an edit.
        rng: where jitter comes from.
    """

    def __init__(
        self,
        store: SharedStore,
        connect: Callable[[], psycopg.Connection[Any]],
        on_state: Callable[[SyncState], None] = _nobody,
        on_changes: Callable[[Changes], None] = _nobody,
        on_presence: Callable[[Here], None] = _nobody,
        *,
        clock: Callable[[], int] = now_ms,
        rng: random.Random | None = None,
    ) -> None:
        self.store = store
        self.state = SyncState(login=store.author)
        self._connect = store.connector = connect
        self._on_state, self._on_changes, self._on_presence = on_state, on_changes, on_presence
        self._clock = clock
        self._pace = Pace(rng or random.Random())
        self._wake = threading.Condition()
        self._asked = self._stopping = False
        self._turn: Turn | None = None
        self._watchdog = Watchdog()
        self._case: str | None = None
        self._looks = False  # whether the server has to be told where this person is
        self._shown_revision = -1
        self._turns = 0
        self._fault = False
        self._thread: threading.Thread | None = None

    # what the window calls, from any thread

    def start(self) -> None:
        """Begin; the first turn starts at once."""
        if self._thread is None:
            self.store.on_edit = self.edit_made
            if self.store.folder is None:
                self.store.send_now = self.send_at_once
            self._thread = threading.Thread(target=self._run, name="caseclock-sync", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """End after the step under way, which is cut short when it waits for the network."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is None:
            return
        self._thread.join(timeout / 2)
        if self._thread.is_alive():
            self._cut()
            self._thread.join(timeout / 2)
        self._thread = None

    def sync_now(self) -> None:
        """Turn at once, whatever the pace (F5)."""
        self._pace.reset()
        self._ask()

    def edit_made(self) -> None:
        """Something waits to be sent: turn at once, unless the server could not be reached just now."""
        if not self._pace.backing_off:
            self._ask()
        elif self._thread is not None:
            self._say(self.state.phase, self.state.sentence)

    def network(self, online: bool) -> None:
        """The network went or came back."""
        self._pace.offline = not online
        if online:
            self.sync_now()
        else:
            self._ask()

    def sparing(self, sparing: bool) -> None:
        """On battery or on a network that is paid for by volume: poll less often."""
        self._pace.sparing = sparing

    def looking_at(self, case_id: str | None) -> None:
        """The case on show, None for none: others see this person's name there."""
        with self._wake:
            self._case, self._looks = case_id, True
            self._wake.notify_all()

    def send_at_once(self, set_ids: tuple[str, ...]) -> None:
        """Send edits and wait for the answer, where nothing may be kept on this computer.

        Raises:
            KnownError: when they were not taken in time; they are given up and count as not saved.
        """
        until = time.monotonic() + WAIT_FOR_SAVE
        before = self._turns
        self.sync_now()
        with self._wake:
            while self._turns == before and time.monotonic() < until:
                self._wake.wait(0.1)
        self.store.refuse_unsent(set_ids)

    # the thread

    def _run(self) -> None:
        self._watchdog.start()
        try:
            while self._wait():
                self._cycle()
        finally:
            self._disconnect()
            self._watchdog.stop()
            with suppress(AppError):  # the store may be closed already
                self._say("off", "")

    def _wait(self) -> bool:
        """Wait for the next turn; False when it is time to end."""
        with self._wake:
            while not self._stopping:
                if self._asked or (self._looks and self.state.online):
                    break
                left = self._pace.left()
                if left <= 0:
                    break
                if self._turn is not None and self._pace.idle_left() <= 0:
                    self._disconnect()
                    continue
                idle = self._pace.idle_left() if self._turn is not None else left
                self._wake.wait(max(0.01, min(left, idle)))
            self._asked = False
            return not self._stopping

    def _cycle(self) -> None:
        """One turn and what is said of it; no failure ends the thread."""
        try:
            self._try_turn()
        except AppError as error:  # what is told of a failure can fail itself: the store was closed
            log.info("sync: nothing could be noted (%s)", error.details)
            self._pace.failed("offline")
        finally:
            with self._wake:
                self._turns += 1
                self._wake.notify_all()

    def _try_turn(self) -> None:
        try:
            if self._pace.offline:
                raise ServerTrouble("offline", OFFLINE, "the system says that there is no network")
            turn = self._connected()
            turn.run()
            self._after(turn)
        except Wiped:
            self._wipe()
        except ServerTrouble as error:
            self._failed(error)
        except AppError as error:
            self._fault = True
            self._failed(ServerTrouble("strange", error.message, error.details))
        except Exception as error:
            if self._stopping:
                return
            log.exception("a turn of the sync failed")
            self._fault = True
            self._failed(ServerTrouble("strange", _BUG, type(error).__name__))

    def _connected(self) -> Turn:
        if self._turn is None:
            self._say("connecting", self.state.sentence)
            connection = self._connect()
            self._turn = Turn(self.store, connection, on_phase=self._on_phase, stopped=lambda: self._stopping)
            self._watchdog.watch(self._turn.calls)
        return self._turn

    def _disconnect(self) -> None:
        turn, self._turn = self._turn, None
        self._watchdog.watch(None)
        if turn is not None:
            turn.close()

    def _after(self, turn: Turn) -> None:
        """A turn went well."""
        self.store.contact(self._clock())
        if self._looks or self._case:
            self._looks = False
            self._on_presence(Here(self._case or "", tuple(turn.calls.here(self._case))))
        if self._fault or self.store.compare_due(self._clock()):
            wrong = turn.compare()
            self._fault = False
            self.store.compared(self._clock())
            if wrong:
                log.error("put right by fetching again: %s", ", ".join(wrong))
        self._pace.went_well()
        self._tell_changes()
        sentence = self.store.readonly or self.store.outbox_note("alarm")
        self._say("readonly" if self.store.readonly else "idle", sentence, online=True)

    def _failed(self, why: ServerTrouble) -> None:
        log.info("sync: %s (%s)", why.kind, why.details)
        if self._stopping:
            return
        self._disconnect()
        self._pace.failed(why.kind)
        if why.kind == "revoked":
            self.store.lock(why.message, lasting=True)
        else:
            self.store.check_lease(self._clock())
        try:
            self.store.refold()
        except AppError as error:
            log.warning("the replica could not be folded: %s", error.details)
            self.store.start_over_if_broken()
        self._tell_changes()
        phase: Phase = "readonly" if why.kind in ("newer", "older") else "offline"
        self._say("locked" if self.store.locked else phase, self.store.locked or why.message, online=False)

    def _wipe(self) -> None:
        counts = self.store.state_counts()
        unsent = counts.unsent + counts.conflicts + counts.rejected
        if self._turn is not None:
            self._turn.report_wiped(unsent)
        self._disconnect()
        self.store.wipe()
        self._tell_changes()
        self._pace.failed("revoked")
        words = f"{unsent} unsent edits went with it." if unsent else "Nothing unsent was lost."
        self._say("wiped", f"This laptop was reported lost, so its copy was destroyed. {words}", online=True)

    # telling

    def _on_phase(self, phase: Any, done: int, total: int) -> None:
        self._tell_changes()
        self._say(phase, "", online=True, done=done, total=total)

    def _tell_changes(self) -> None:
        revision = self.store.revision()
        if revision != self._shown_revision:
            self._shown_revision = revision
            self._on_changes(Changes())

    def _say(
        self, phase: Phase, sentence: str, *, online: bool | None = None, done: int = 0, total: int = 0
    ) -> None:
        counts = self.store.state_counts()
        self.store.online = self.state.online if online is None else online
        state = replace(
            self.state,
            phase=phase,
            sentence=sentence,
            online=self.store.online,
            done=done,
            total=total,
            unsent=counts.unsent,
            conflicts=counts.conflicts,
            rejected=counts.rejected,
            last_contact=self.store.last_contact,
            role=str(self.store.me.get("role") or ""),
            usable=self.store.usable,
        )
        if state != self.state:
            self.state = state
            self._on_state(state)

    def _ask(self) -> None:
        with self._wake:
            self._asked = True
            self._wake.notify_all()

    def _cut(self) -> None:
        turn = self._turn
        if turn is not None:
            cut(turn.calls.connection)


_BUG = (
    "Fetching from the shared database failed in a way that should not be possible. Nothing is lost and work "
    "goes on from this laptop's copy; report it with the details."
)
