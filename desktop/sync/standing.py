"""How a laptop stands towards the server when it is not there: lease, locks, wiping, and starting over."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.days import now_ms
from desktop.errors import AppError, KnownError
from desktop.policy import policy
from desktop.store import fast, keys
from desktop.store.engine import remove_files
from desktop.sync import files, fold, replica
from desktop.sync.lease import WIPED, Lease
from desktop.sync.outbox import Outbox

if TYPE_CHECKING:
    import psycopg

    from desktop.sync.shared_store import SharedStore

log = logging.getLogger(__name__)
NOTED_EVERY = 600_000  # ms between notes of the last contact, so that an idle laptop hardly writes
DAY_MS = 86_400_000
NOT_TAKEN_IN_TIME = (
    "This was NOT saved: the shared database could not be reached, and nothing is kept on this computer. "
    "Try again when the connection is back; look whether it arrived after all."
)


def connect(store: SharedStore) -> psycopg.Connection[Any]:
    """An open connection to a store's database, with the password from the keychain.

    Raises:
        ServerTrouble: with its kind and one sentence.
    """
    from desktop.server import passwords
    from desktop.server.address import Address
    from desktop.server.connect import connect as open_connection

    address = Address.parse(store.address)
    password = store.password or passwords.find(address)
    until = int(store.me.get("password_until") or 0)
    return open_connection(address, password, tls_root=policy().tls_root, password_until=until)


class Standing:
    """What `SharedStore` knows of its server without asking it.

    Attributes:
        locked: why nothing is shown or taken, "" when all is well.
        clock: this laptop's clock; it can lock the copy, and decides nothing else.
    """

    folder: Path | None
    outbox: Outbox
    clock: Callable[[], int]
    locked: str
    me: dict[str, Any]
    transaction: Callable[..., Any]
    _using: Callable[..., Any]
    _db: Any
    _key: keys.Key | None
    _guard: Any
    path: Path
    author: str

    # contact

    @property
    def last_contact(self) -> int:
        """Instant of the last answer, 0 before the first."""
        return self._lease.contact

    @property
    def _lease(self) -> Lease:
        if not hasattr(self, "_kept_lease"):
            with self._using():
                self._kept_lease = self._written_lease = Lease.read(self.outbox)
        return self._kept_lease

    def contact(self, now: int) -> None:
        """The server answered: what was locked opens again."""
        self._keep_lease(self._lease.renewed(now))
        if self.locked:
            with self._using():
                self.outbox.set_meta(revoked="")
            self._set_locked("")

    def check_lease(self, now: int) -> None:
        """Lock what has been without contact for too long, and remove it after longer still."""
        with self._using():
            revoked = self.outbox.meta("revoked")
        why = revoked or self._lease.trouble(now)
        self._keep_lease(self._lease.used(now))
        if why == WIPED:
            self._remove_copy()
        if why != self.locked:
            self._set_locked(why)

    def _keep_lease(self, lease: Lease) -> None:
        before, self._kept_lease = self._lease, lease
        written = self._written_lease
        jumped = abs(lease.contact - written.contact) + abs(lease.latest - written.latest)
        if jumped >= NOTED_EVERY or not before.contact:
            with self._using():
                lease.write(self.outbox)
            self._written_lease = lease

    def lock(self, why: str, *, lasting: bool = False) -> None:
        """Show nothing from now on; `lasting` until the server answers again, over restarts, too."""
        if lasting:
            with self._using():
                self.outbox.set_meta(revoked=why)
        if why != self.locked:
            self._set_locked(why)

    def _set_locked(self, why: str) -> None:
        self.locked = why
        with self.transaction() as db:
            db.execute("DELETE FROM cache")  # what was painted last time
            replica.announce(db, replica.next_revision(db), None)

    # what was noted

    def outbox_note(self, key: str) -> str:
        """One note of this laptop, "" when absent."""
        with self._using():
            return self.outbox.meta(key)

    def note_alarm(self, sentence: str) -> None:
        """Keep something that has to be told until an administrator has looked."""
        with self._using():
            self.outbox.set_meta(alarm=sentence)

    def revision(self) -> int:
        """The replica's own revision: it grows with everything that a casebook has to take in."""
        with self._using() as db:
            return fast.data_revision(db)

    def compare_due(self, now: int) -> bool:
        """Whether the daily comparison with the server is due."""
        with self._using() as db:
            return bool(replica.number(db, "filled")) and now - replica.number(db, "compared") > DAY_MS

    def compared(self, now: int) -> None:
        """The daily comparison was made; what is older than backups is let go."""
        with self._using() as db:
            replica.note(db, compared=now)
            self.outbox.forget_old(now, replica.number(db, "passed"))

    # what the server says

    def settle(self, answers: Sequence[tuple[int, str, int, str, str]]) -> None:
        """Note the server's answers, and show again what they change: a conflict shows no more."""
        if not answers:
            return
        with self._using():
            self.outbox.settle(answers)
            lost = [seq for seq, state, *_ in answers if state != "acked"]
            held = [op.seq for seq in lost for op in self.outbox.dependents(seq)]
            if lost:
                self.made_afresh(self.outbox.rows_of([*lost, *held]))

    def made_afresh(self, rows: Sequence[tuple[str, str]]) -> None:
        """Fold rows again in a transaction of their own."""
        with self.transaction() as db:
            replica.announce(db, replica.next_revision(db), fold.refold(db, self.outbox, rows))

    def heard(self, stands: Mapping[str, Any]) -> None:
        """Take notice of who the server says that this is, and which versions it takes."""
        me = dict(stands.get("me") or {})
        notes = {"minimum_client": stands.get("minimum"), "newest_client": stands.get("newest")}
        with self._using() as db:
            if me != self.me:
                self.me = me
                self.outbox.set_meta(me=json.dumps(me))
            for key, value in notes.items():
                if fast.meta_value(db, key) != (value or ""):
                    replica.note(db, **{key: value or ""})

    def refuse_unsent(self, set_ids: Sequence[str]) -> None:
        """Give up edits that have no answer yet, where nothing may be kept on this computer.

        Raises:
            KnownError: when there were any: they count as not saved.
        """
        with self._using():
            unsent = [op.seq for op in self.outbox.unsettled() if op.set_id in set_ids]
            unsent = [op.seq for op in self.outbox.to_send() if op.seq in unsent]
            self.outbox.give_up(unsent)
            if unsent:
                self.made_afresh(self.outbox.rows_of(unsent))
        if unsent:
            raise KnownError(NOT_TAKEN_IN_TIME)

    # starting over

    def start_over_if_broken(self) -> bool:
        """Set a damaged replica aside and begin a new one; the outbox is not touched. True when it was."""
        with self._guard:
            if self.folder is None or self._key is None:
                return False
            try:
                with self._using() as db:
                    if db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                        return False
            except AppError:
                log.warning("the replica is damaged")
            self._begin_new(keep=True)
        return True

    def _remove_copy(self) -> None:
        with self._guard, self._using() as db:
            if replica.number(db, "filled") or replica.number(db, "usable"):
                self._begin_new(keep=False)

    def _begin_new(self, *, keep: bool) -> None:
        """A new, empty replica in the place of this one."""
        revision = 0
        with suppress(Exception):
            revision = fast.data_revision(self._db)
        with suppress(Exception):
            self._db.close()
        if self.folder is None:
            self._db = replica.create(None, None, author=self.author)
        else:
            if keep:
                replica.set_aside(self.path)
            else:
                replica.destroy(self.path)
            if self._key is None:
                raise KnownError("The database has been closed; open it again.")
            self._key = files.replica_key(self._key, self.path)
            self._db = replica.create(self.path, self._key, author=self.author)
        with self.transaction() as db:
            replica.note(db, data_revision=revision + 1)
            fold.refold_all(db, self.outbox)
            replica.announce(db, revision + 1, None)

    def wipe(self) -> None:
        """Destroy this laptop's keys and files; what stays is an empty store that says why."""
        with self._guard:
            key, folder = self._key, self.folder
            path = folder / files.OUTBOX if folder else None
            salt = keys.salt_of(path) if path and path.exists() else None
            with suppress(Exception):
                self._db.close()
            self.outbox.close()
            for one in (salt, key.salt if key else None):
                if one is not None:
                    with suppress(AppError):
                        keys.forget(one)
            if folder and path:
                replica.destroy(self.path)
                remove_files(path)
            self.folder, self._key = None, None
            self.outbox = Outbox.create(None, None)
            self._db = replica.create(None, None, author=self.author)
            self._kept_lease = self._written_lease = Lease()
            with self.transaction() as db:
                replica.note(db, data_revision=now_ms())
                replica.announce(db, now_ms(), None)
            self.locked = "This laptop was reported lost, so its copy was destroyed."
