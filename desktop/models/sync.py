"""The sync engine as the window knows it: one object that carries what the engine says to the GUI thread.

The engine runs on a thread of its own and knows nothing of Qt; what it calls back with crosses over by
queued signals. Without a shared database nothing here runs: the state stays "off".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.days import now_ms
from desktop.errors import AppError
from desktop.sync.state import Here, SyncState

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

    from desktop.domain.changes import Changes
    from desktop.models.session import Session
    from desktop.sync.engine import Engine
    from desktop.sync.ledger import Disagreement, Entry
    from desktop.sync.shared_store import SharedStore

WAYS = {"T": "keep_theirs", "M": "keep_mine", "B": "keep_both"}


class Sync(QObject):
    """Follows the engine of the open shared database. Lives on the GUI thread.

    Attributes:
        state: what the engine last said; phase "off" without a shared database.
        offline_since: instant from which the server could not be reached, 0 while it can.
        here: who else looks at the case on show, None when nobody said.

    Signals:
        state_changed: (SyncState before, SyncState now).
        ledger_changed: an edit of this laptop was made, sent, settled or refused.
        here_changed: somebody came to the case on show, or went.
        rows_came: rows of others are in the replica, to be polled for.
    """

    state_changed = Signal(object, object)
    ledger_changed = Signal()
    here_changed = Signal()
    rows_came = Signal()
    _from_engine = Signal(object, object)  # (store it is about, what it said)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._store: SharedStore | None = None
        self._engine: Engine | None = None
        self._network: QNetworkInformation | None = None
        self.state = SyncState()
        self.offline_since = 0
        self.here: Here | None = None
        self._from_engine.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # a database is opened or closed

    @property
    def on(self) -> bool:
        """Whether a shared database is open."""
        return self._store is not None

    @property
    def address(self) -> str:
        """Where the shared database is, without a password; blank without one."""
        return str(getattr(self._store, "address", "")) if self._store is not None else ""

    @property
    def password_until(self) -> int:
        """When this login's password ends, as the server last said; 0: never, or unknown."""
        me = self._store.me if self._store is not None else {}
        return int(me.get("password_until") or 0)

    def follow(self, store: Any) -> None:
        """Start the engine when this is the store of a shared database."""
        if not is_shared(store):
            return
        from desktop.sync import standing
        from desktop.sync.engine import Engine

        self._store = store
        self._engine = Engine(
            store,
            lambda: standing.connect(store),
            lambda state: self._from_engine.emit(store, state),
            lambda changes: self._from_engine.emit(store, changes),
            lambda here: self._from_engine.emit(store, here),
        )
        self._watch_network()
        self._engine.start()

    def leave(self) -> Callable[[], None]:
        """Follow nothing any more; what this returns stops the engine and waits, off the GUI thread."""
        engine, self._engine, self._store = self._engine, None, None
        self.here, self.offline_since = None, 0
        self._set_state(SyncState())
        return engine.stop if engine is not None else lambda: None

    # what the window does

    def sync_now(self) -> None:
        """Send and fetch at once (F5)."""
        if self._engine is not None:
            self._engine.sync_now()

    def set_network(self, online: bool) -> None:
        """The system says that there is a network, or that there is none."""
        if self._engine is not None:
            self._engine.network(online)

    def use_password(self, password: str) -> None:
        """Sign in with a password from now on, that the server has taken; kept in memory here."""
        if self._store is not None:
            self._store.password = password
            self.sync_now()

    def edit_made(self) -> None:
        """An act was committed on this laptop: send it."""
        if self._engine is not None:
            self._engine.edit_made()
            self.ledger_changed.emit()

    def look_at(self, case_id: str) -> None:
        """The case that this person has on show, blank for none: it is logged, and others see their name."""
        if self._engine is None:
            return
        self._engine.looking_at(case_id or None)
        if case_id:
            self.ask(lambda store: store.log_opened(case_id), _let_go, owner=self, on_error=_let_go)
        if self.here is not None and self.here.case_id != case_id:
            self.here = None
            self.here_changed.emit()

    def ask(
        self,
        question: Callable[[SharedStore], Any],
        on_done: Callable[[Any], None],
        *,
        owner: QObject,
        key: str = "",
        on_error: Callable[[AppError], None] | None = None,
    ) -> None:
        """Put a question to the store of the shared database, off the GUI thread."""
        store = self._store
        if store is not None:
            self._session.tasks.run(
                lambda: question(store),
                owner=owner,
                key=key,
                on_done=on_done,
                on_error=on_error or self._session.failed.emit,
            )

    def settle(self, disagreement: Disagreement, letter: str, told: str) -> None:
        """Decide a conflict: T keeps theirs, M keeps mine, B keeps both."""
        way = WAYS[letter]
        self._write(lambda store: getattr(store, way)(disagreement.set_id), told)

    def give_up(self, entry: Entry) -> None:
        """Let go of an edit that the server refused; what stands on the server is shown again."""
        self._write(lambda store: store.keep_theirs(entry.set_id), "Given up. What the others have stands.")

    def _write(self, write: Callable[[SharedStore], Changes], told: str) -> None:
        """Write through the store on the database lane, and show what it changed."""
        store, session = self._store, self._session
        if store is None:
            return

        def done(_: object) -> None:
            session.poll_now()
            self.edit_made()
            session.told.emit(told, False)

        def failed(error: AppError) -> None:
            self.ledger_changed.emit()  # it still waits: show it again
            session.failed.emit(error)

        session.tasks.run(lambda: write(store), owner=self, on_done=done, on_error=failed)

    # slots and private

    def _take(self, store: object, said: object) -> None:
        """Something from the engine's thread; what is about a database closed meanwhile is too late."""
        if store is not self._store:
            return
        if isinstance(said, SyncState):
            self._set_state(said)
        elif isinstance(said, Here):
            self.here = said
            self.here_changed.emit()
        else:
            self.rows_came.emit()

    def _set_state(self, state: SyncState) -> None:
        before, self.state = self.state, state
        if before.online and not state.online and self.here is not None:
            self.here = None  # who is there now cannot be known
            self.here_changed.emit()
        if state.online or state.phase in ("off", "connecting"):
            self.offline_since = 0 if state.online or state.phase == "off" else self.offline_since
        elif not self.offline_since:
            self.offline_since = now_ms()
        if state != before:
            self.state_changed.emit(before, state)
        if _edits(state) != _edits(before):
            self.ledger_changed.emit()

    def _watch_network(self) -> None:
        """Have Qt say when the network goes, comes back, or is paid for by volume, where it can."""
        if self._network is not None:
            return
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        self._network = found = QNetworkInformation.instance()
        found.reachabilityChanged.connect(self._on_reach)
        found.isMeteredChanged.connect(self._on_metered)
        self._on_metered(found.isMetered())

    def _on_reach(self, reach: QNetworkInformation.Reachability) -> None:
        self.set_network(reach != type(reach).Disconnected)

    def _on_metered(self, metered: bool) -> None:
        if self._engine is not None:
            self._engine.sparing(metered)


def _let_go(_: object) -> None:
    """What the log of opened cases could not take is no reason to keep anybody from the case."""


def is_shared(store: Any) -> bool:
    """Whether a store is that of a shared database."""
    return hasattr(store, "state_counts")


def _edits(state: SyncState) -> tuple[int, int, int]:
    return state.unsent, state.conflicts, state.rejected
