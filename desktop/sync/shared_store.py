"""The store of a shared database: the same as `desktop.store.store.Store`, for as far as anybody can see.

What a person records is on this laptop's disk when `commit` returns: in the outbox first, which is
never made again from anything, and then in the replica, which is. The engine does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from desktop import collector
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, Changes
from desktop.domain.days import now_ms
from desktop.domain.schema import Table
from desktop.errors import AppError, KnownError
from desktop.server import rights
from desktop.server.trouble import ServerTrouble
from desktop.store import fast, loading
from desktop.store.faults import plain_sentences
from desktop.store.history import HistoryLine
from desktop.store.keys import Key
from desktop.store.lock import Lock
from desktop.store.store import Store, _changes_of
from desktop.store.writing import BULK, Writer
from desktop.sync import carry, fold, replica, sending, standing, takeback, told_history
from desktop.sync.calls import Calls
from desktop.sync.choices import Choices
from desktop.sync.outbox import Outbox
from desktop.sync.standing import Standing
from desktop.sync.state import ALL_ON, Safeguards

SAVED_NOT_SHOWN = (
    "This was saved on this computer and will be sent, but its disk is full, so the lists do not show it "
    "yet. Free some space."
)


def _nothing(*_: Any) -> None:
    """What is called at each step where nobody listens."""


class SharedStore(Choices, Standing, Store):
    """An open shared database: this laptop's outbox and replica of it.

    Attributes:
        address: the database, as `desktop.server.address.Address` writes it.
        outbox: this laptop's edits.
        me: what the server last said of the person: login, name, role, worker (id), team, service.
        password: typed by a person where no keychain keeps it; in memory only.
        readonly: why nothing can be sent at present although it is taken, "" when it can.
        connector: opens a connection in the engine's way; without it the keychain's password is taken.
        failures: how often the server failed over each edit, without saying why.
        came: the replica's revision and the rows of the last page, so that they need not be read again.
        online: whether the server answered the last time that it was asked.
        on_edit: called after each edit, to have it sent.
        steps: called with the name of each step; tests stop the program there.
        safeguards: all on, but in tests of the tests.
    """

    def __init__(
        self,
        folder: Path | None,
        outbox: Outbox,
        db: Any,
        key: Key | None,
        *,
        address: str,
        author: str,
        lock: Lock | None = None,
        clock: Callable[[], int] = now_ms,
        safeguards: Safeguards = ALL_ON,
    ) -> None:
        path = folder / "replica.caseclock" if folder else Path(":memory:")
        super().__init__(path, key, db, author=author, lock=lock)
        self.folder = folder
        self.address = address
        self.outbox = outbox
        self.locked = self.readonly = self.password = ""
        self.online = False
        self.failures: dict[int, int] = {}
        self.came: tuple[int, dict[str, list[dict[str, Any]]]] = (0, {})
        self.connector: Callable[[], Any] | None = None
        self.clock: Callable[[], int] = clock
        self.on_edit: Callable[[], None] = _nothing
        self.send_now: Callable[[tuple[str, ...]], None] | None = None
        self.steps: Callable[[str], None] = _nothing
        self.safeguards = safeguards
        self.outbox.holds = safeguards.hold
        self.me: dict[str, Any] = json.loads(self.outbox.meta("me") or "{}")
        self.refold()
        self.check_lease(clock())

    def connect(self) -> Any:
        """An open connection to the server as this person.

        Raises:
            ServerTrouble: with its kind and one sentence.
        """
        return self.connector() if self.connector else standing.connect(self)

    def close(self) -> None:
        """Close both files; safe to call twice."""
        with self._guard:
            self.outbox.close()
            super().close()

    @property
    def shared(self) -> bool:
        """Whether others work on the same database; an ordinary store has no such property."""
        return True

    @property
    def worker_id(self) -> str:
        """The id of the worker who sits at the keyboard, "" when the server has not said."""
        return str(self.me.get("worker") or "")

    @property
    def usable(self) -> bool:
        """Whether this person's own cases are here."""
        return self.meta("usable") == "1"

    # reading

    def load(self) -> Casebook:
        """The whole replica as a casebook; an empty one while it is locked."""
        if not self.locked:
            try:
                return super().load()
            except KnownError:
                if not self.start_over_if_broken():
                    raise
                return super().load()
        book = Casebook()
        with self._using() as db:
            book.stored = fast.data_revision(db)
        return book

    def refresh(self, book: Casebook) -> Changes:
        """Bring a casebook up to date with what was recorded here and what came from the server."""
        with self._using() as db:
            latest = fast.data_revision(db)
            if latest == book.stored:
                return Changes()
            acts = loading.touched_since(db, book.stored)
            act, author = (acts[-1][0], acts[-1][1]) if latest == book.stored + 1 and acts else ("", "")
            named = None if self.locked else replica.announced(db, book.stored, latest)
            if named is None:
                self._read_again(book, self.load())
                return Changes(act=act, everything=True, initiator=author)
            tables = loading.in_order(named)
            came = self.came[1] if self.came[0] == latest == book.stored + 1 else {}
            changed = {t.name: _rows_now(db, t, named[t.name], came.get(t.name, ())) for t in tables}
        for table, rows in changed.items():
            found = {row["id"] for row in rows}
            book.forget(table, [row for row in named[table] if row not in found])
        loading.apply_rows(book, {table: rows for table, rows in changed.items() if rows})
        book.stored = latest
        return Changes(act=act, touched={t: tuple(ids) for t, ids in named.items()}, initiator=author)

    def history(self, case_id: str) -> list[HistoryLine]:
        """Everything recorded about a case; what others changed is told by the server while it answers."""
        told: list[dict[str, Any]] = []
        if self.online:
            with suppress(ServerTrouble), closing(self.connect()) as connection:
                told = Calls(connection, self.outbox.device).history(case_id)
        return told_history.joined(super().history(case_id), told)

    # recording

    def commit(self, act: Act) -> Changes:
        """Make an act durable on this laptop; the server is told as soon as it can be reached.

        Raises:
            Conflict: when a row changed since it was read; nothing is written.
            Refused: when the person's role may not do this, or what may be there once would be twice.
            KnownError: full disk, locked; nothing is written unless it says so.
        """
        if self.me.get("role"):
            rights.refuse(act, str(self.me["role"]))
        with self._writing() as db:
            if self.locked:
                raise KnownError(self.locked)
            act = sending.ready(db, self.outbox, act)
            with collector.at_rest() if _size(act) >= BULK else nullcontext():
                self._write(db, act)
        self._sent(act)
        return _changes_of(act)

    def _write(self, db: Any, act: Act, place: float | None = None) -> None:
        """The order that a crash cannot break: replica written, outbox committed, replica committed."""
        db.execute("BEGIN IMMEDIATE")
        try:
            writer = Writer(db, act)
            writer.begin()
            sending.keep_bases(db, act)
            writer.write(True)
            sending.refuse_twice(db, act)
            replica.announce(db, writer.revision, sending.rows_of(act))
            self.steps("before outbox")
            self.outbox.append(act, fast.meta_value(db, "epoch"), writer.now, place)
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        self.steps("outbox written")
        try:
            with plain_sentences(self.path):
                db.execute("COMMIT")
        except AppError as error:
            with suppress(Exception):
                db.execute("ROLLBACK")
            raise KnownError(SAVED_NOT_SHOWN, error.details) from error
        self._written = None

    def _sent(self, act: Act) -> None:
        if self.send_now is not None:
            self.send_now(tuple(change.id for change in act.sets))
        self.on_edit()

    def commit_and_ask(self, act: Act, book: Casebook, ask: Callable[[Changes], None]) -> bool:
        """As `commit`; the casebook always follows by `refresh` here."""
        self.commit(act)
        return False

    def undo(self, act_id: str, author: str) -> Changes:
        """Take a whole act of this laptop back; undoing that one again is redo.

        Edits that the server never took (in conflict, refused, waiting for one) are given up instead.

        Raises:
            Refused: undone already, changed since, recorded elsewhere, or something later depends on it.
        """
        with self._writing() as db:
            ops = self.outbox.of_act(act_id)
            act = takeback.compensating(db, ops, act_id, author)
            open_still = [op.seq for op in ops if op.state in ("conflict", "rejected") or op.waits]
            if open_still:
                self.outbox.give_up(open_still)
                self.made_afresh(self.outbox.rows_of(open_still))
        return self.commit(act)

    def back_up(self, folder: str | Path, today: int) -> Path | None:
        """Nothing to do: the server is what is backed up, and the replica can be pulled again."""
        return None

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """One transaction on the replica: all of it or nothing.

        Raises:
            KnownError: disk full and the like; the replica is as it was.
        """
        with self._using() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    # folding

    def refold(self) -> bool:
        """Make every row afresh that an edit of this laptop shows on; True when anything was otherwise."""
        if not self.safeguards.refold:
            return False
        with self._using() as db:
            with self.transaction():
                restored = sending.restore_acts(db, self.outbox, replica.number(db, "data_revision"))
                changed = fold.refold_all(db, self.outbox)
                if changed:
                    replica.announce(db, replica.next_revision(db), changed)
            return bool(changed or restored)

    def export_ledger(self, path: str | Path, secret: str | None = None) -> int:
        """Save the edits that are not on the server as an encrypted file; returns how many.

        Args:
            path: the file to make.
            secret: a passphrase for it; without one this computer's recovery key opens it.

        Raises:
            KeyNeeded: when a passphrase has to be chosen, because nothing is kept on this computer.
            KnownError: when it cannot be written there.
        """
        with self._using():
            return carry.export(self.outbox, Path(path), self._key, secret)

    def take_in_ledger(self, path: str | Path, secret: str | None = None) -> int:
        """Take in the edits of another computer's file, to be sent from here; returns how many were new.

        Args:
            path: the file.
            secret: its passphrase, or the recovery key of the computer that it comes from.

        Raises:
            KeyNeeded: when a person has to type it.
            KnownError: when it is no such file.
        """
        with self._using():
            taken = carry.take_in(self.outbox, Path(path), self._key, secret)
        if taken:
            self.refold()
            self.on_edit()
        return taken

    @property
    def recovery_text(self) -> str:
        """The key of this computer's files and of exported ledgers, to be written down; "" for none."""
        return self._key.recovery_text if self._key else ""

    # told to the server

    def log_opened(self, case_id: str) -> None:
        """Keep for the server that this person opened a record."""
        with self._using():
            self.outbox.tell("opened", json.dumps({"case": case_id, "at": now_ms()}))

    def log_exported(self, what: str, rows: int, names: bool) -> None:
        """Keep for the server that an export was made, of how many rows, and whether with names."""
        with self._using():
            self.outbox.tell(
                "exported", json.dumps({"what": what, "rows": rows, "names": names, "at": now_ms()})
            )


def _size(act: Act) -> int:
    return sum(len(change.patches) + sum(len(rows.ids) for rows in change.rows) for change in act.sets)


def _rows_now(
    db: Any, table: Table, ids: Sequence[str], came: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows as they stand: those that have just come from memory, the others read."""
    fresh = loading.known_words(table, list(came))
    there = {row["id"] for row in fresh}
    return [*fresh, *loading.present(db, table, [row for row in ids if row not in there])]
