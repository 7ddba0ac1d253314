"""The store: the one place where acts become durable and the casebook comes from.

One connection does everything, guarded by a lock, so that any thread may call any method; what it has
just written it need not decrypt again. Another process has its own connection (see `Store.refresh`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from desktop import versions
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, Changes
from desktop.errors import KnownError
from desktop.store import fast, history, keys, migrate
from desktop.store.engine import create_file
from desktop.store.faults import plain_sentences
from desktop.store.history import ActLine, HistoryLine
from desktop.store.keys import Key
from desktop.store.lock import Lock

if TYPE_CHECKING:
    from desktop.store.writing import Written

ADOPTED = "adopted_by"  # note in a file that has become a shared database: which, and when
RELOAD = 5_000  # changed rows from which reading everything is quicker than patching


class Store:
    """An open database.

    Attributes:
        path: the file.
        author: who is working; acts carry their own author.
        demo: whether the file is marked as made-up data.
    """

    def __init__(self, path: Path, key: Key | None, db: Any, *, author: str, lock: Lock | None) -> None:
        self.path = path
        self.author = author
        self._key = key
        self._db = db
        self._lock = lock
        self._guard = threading.RLock()
        self._written: Written | None = None  # the last act, when it brought rows by column
        _accept_numpy_numbers()

    @classmethod
    def create(cls, path: str | Path, key: Key | None, *, author: str, exclusive: bool = True) -> Store:
        """Make a new database; ``key`` None makes a demo file, marked so and not encrypted.

        Raises:
            KnownError: when the file exists or its folder cannot take one.
        """
        path = Path(path)
        db = create_file(path, key, author=author)
        return cls(path, key, db, author=author, lock=Lock(path, author) if exclusive else None)

    @classmethod
    def open(cls, path: str | Path, key: Key | None = None, *, author: str, exclusive: bool = True) -> Store:
        """Open a database, bringing an older one up to date after a backup copy.

        Args:
            path: the file.
            key: its key; looked for in `CASECLOCK_KEY_FD` and the keychain when not given.
            author: who is working.
            exclusive: True for a window (one person at a time); the command line beside it says False.

        Raises:
            KeyNeeded: when no key is at hand (ask for passphrase or recovery key).
            KnownError: wrong key, damaged, in use by someone else, from a newer version.
        """
        path = Path(path)
        fast.check_path(path)
        key = key or keys.find(path)
        if key is not None and keys.salt_of(path) is None:
            key = None  # a demo file asks for no key
        lock = Lock(path, author) if exclusive else None
        try:
            db = _open_current(path, key, author, locked=lock is not None)
        except BaseException:
            if lock:
                lock.release()
            raise
        return cls(path, key, db, author=author, lock=lock)

    def close(self) -> None:
        """Close the file, folding its write-ahead log into it; safe to call twice."""
        with self._guard:
            if self._db is not None:
                self._db.close()
                self._db = None
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def demo(self) -> bool:
        """Whether the file is marked as made-up data."""
        return self.meta("demo") == "1"

    @contextmanager
    def _using(self) -> Iterator[Any]:
        with self._guard, plain_sentences(self.path):
            if self._db is None:
                raise KnownError("The database has been closed; open it again.")
            yield self._db

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """As `_using`, for what a person records: not from a version that the database no longer takes."""
        with self._using() as db:
            versions.refuse_older(fast.meta_value(db, versions.MINIMUM))
            if fast.meta_value(db, ADOPTED):
                raise KnownError(
                    "This file has become your council's shared database, so nothing is recorded in it any "
                    "more; open the shared one. Nothing was changed."
                )
            yield db

    def commit(self, act: Act) -> Changes:
        """Make an act durable in one transaction; when this returns it survives a crash.

        Casebooks follow by `refresh`. A very large act answers ``everything`` instead of ids.

        Raises:
            Conflict: when a row changed since it was read; nothing is written.
            KnownError: full disk, read-only file, a version too old to write; nothing is written.
            BugError: when a patch does not fit the schema.
        """
        from desktop.store.writing import write_act

        with self._writing() as db:
            written = write_act(db, act)
        self._written = written if written.bulks else None
        return _changes_of(act)

    def commit_and_ask(self, act: Act, book: Casebook, ask: Callable[[Changes], None]) -> bool:
        """As `commit`, and where it can, ask of the changed casebook while the disk still takes the act.

        The casebook takes the act in too. What was asked holds only when this returns. False when it
        could not be asked early (a small act, or one that changes rows): nothing was asked then, and the
        casebook follows by `refresh`.

        Raises:
            Conflict, KnownError, BugError: as `commit`; nothing is written and the casebook is as before.
        """
        from desktop.store import columnar, loading
        from desktop.store.writing import write_act

        early: list[int] = []

        def meanwhile(written: Written) -> None:
            if written.patched or written.revision != book.stored + 1:
                return
            columnar.append(book, written.bulks, written.now)
            book.stored = written.revision
            early.append(written.revision)
            ask(Changes(act=act.id, everything=True, initiator=act.author))

        with self._writing() as db:
            try:
                written = write_act(db, act, meanwhile)
            except BaseException:
                if early:
                    self._read_again(book, loading.load_casebook(db))
                raise
        self._written = written if written.bulks and not early else None
        return bool(early)

    def undo(self, act_id: str, author: str) -> Changes:
        """Take a whole act back by a compensating act; undoing that one again is redo.

        Raises:
            Refused: undone already, changed since, or something recorded later depends on it.
        """
        from desktop.store.undoing import touched_ids, undo_act

        with self._writing() as db:
            act, touched = undo_act(db, act_id, author)
            if sum(sum(kinds) for kinds in touched.values()) >= RELOAD:
                return Changes(act=act.id, everything=True, initiator=author)
            ids = touched_ids(db, act, tuple(touched))
        return Changes(act=act.id, touched=ids, initiator=author)

    def history(self, case_id: str) -> list[HistoryLine]:
        """Everything recorded about a case, oldest first: rows added, fields changed, rows removed."""
        with self._using() as db:
            return history.history(db, case_id)

    def acts(self, limit: int = 100) -> list[ActLine]:
        """The latest acts, newest first."""
        with self._using() as db:
            return history.acts(db, limit)

    def last_undoable(self, author: str) -> ActLine | None:
        """What undo would take back for this person, None when there is nothing."""
        with self._using() as db:
            return history.last_undoable(db, author)

    def back_up(self, folder: str | Path, today: int) -> Path | None:
        """Make today's backup in a folder and keep the last 14; None when it is there already.

        Raises:
            KnownError: when the folder is missing, full or read only, or the copy does not verify.
        """
        from desktop.store import backup

        return backup.daily(self.path, folder, self._key, today=today)

    def load(self) -> Casebook:
        """The whole database as a casebook, from one snapshot."""
        from desktop.store.loading import load_casebook

        with self._using() as db:
            return load_casebook(db)

    def refresh(self, book: Casebook) -> Changes:
        """Bring a casebook up to date with every act recorded since, by this process or another.

        Costs one look at a number when nothing happened. Row numbers stay valid. A very large change
        says ``everything`` instead of ids.
        """
        from desktop.store import loading

        with self._using() as db:
            latest = fast.data_revision(db)
            if latest == book.stored:
                return Changes()
            acts = loading.touched_since(db, book.stored)
            counts = [json.loads(touched) for _, _, touched in acts]
            act, author = (acts[-1][0], acts[-1][1]) if len(acts) == 1 else ("", "")
            if sum(sum(kinds) for each in counts for kinds in each.values()) >= RELOAD:
                self._take_in_much(db, book, latest)
                return Changes(act=act, everything=True, initiator=author)
            names = {table for each in counts for table in each}
            changed = {t.name: loading.changed_rows(db, t, book.stored) for t in loading.in_order(names)}
        loading.apply_rows(book, changed)
        book.stored = latest
        touched = {name: tuple(row["id"] for row in rows) for name, rows in changed.items() if rows}
        return Changes(act=act, touched=touched, initiator=author)

    def _take_in_much(self, db: Any, book: Casebook, latest: int) -> None:
        """A large act: from memory when this store has just written it, else all columns afresh."""
        from desktop.store import columnar, loading

        own, self._written = self._written, None
        if own is not None and own.revision == latest == book.stored + 1:
            columnar.append(book, own.bulks, own.now)
            tables = loading.in_order(own.patched)
            patched = {table.name: loading.rows_of(db, table, own.patched[table.name]) for table in tables}
            loading.apply_rows(book, patched)
            book.stored = latest
            return
        self._read_again(book, loading.load_casebook(db))

    @staticmethod
    def _read_again(book: Casebook, fresh: Casebook) -> None:
        book.tables, book.stored = fresh.tables, fresh.stored
        book.revision += 1

    def meta(self, key: str) -> str:
        """One entry of the file's own notes (``schema_version``, ``created_at`` ...), "" when absent."""
        with self._using() as db:
            return fast.meta_value(db, key)

    def set_meta(self, key: str, value: str) -> None:
        """Keep a note about the file itself (never about a case: those go through `commit`)."""
        with self._using() as db:
            db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def cache_get(self, name: str) -> bytes | None:
        """A derived cache kept inside the same encrypted file, None when there is none."""
        with self._using() as db:
            return fast.cache_value(db, name)

    def cache_put(self, name: str, content: bytes) -> None:
        """Keep a derived cache; it is never the source of anything."""
        with self._using() as db:
            db.execute("INSERT OR REPLACE INTO cache (name, bytes) VALUES (?, ?)", (name, content))


def _open_current(path: Path, key: Key | None, author: str, *, locked: bool) -> Any:
    """A connection to a file of the present version; an older one is brought up to date first."""
    db = fast.connect(path, key)
    try:
        with plain_sentences(path):
            _check_kind(db, key)
            target = migrate.Target()
            if not migrate.is_older(db, target):
                return db
            db.close()
            with nullcontext() if locked else Lock(path, author):
                migrate.upgrade(path, key, target)
            return fast.connect(path, key)
    except BaseException:
        db.close()
        raise


def _check_kind(db: Any, key: Key | None) -> None:
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "meta" not in tables:
        raise KnownError("This is not a Caseclock database. Nothing has been changed; choose another file.")
    if key is None and fast.meta_value(db, "demo") != "1":
        raise KnownError(
            "This database is not encrypted and is not a demo file, so Caseclock does not open it. "
            "Nothing has been changed; restore it from a backup."
        )


def _changes_of(act: Act) -> Changes:
    sizes = (len(change.patches) + sum(len(rows.ids) for rows in change.rows) for change in act.sets)
    if sum(sizes) >= RELOAD:
        return Changes(act=act.id, everything=True, initiator=act.author)
    touched: dict[str, dict[str, None]] = {}
    for change in act.sets:
        for rows in change.rows:
            touched.setdefault(rows.table, {}).update(dict.fromkeys(rows.ids))
        for patch in change.patches:
            touched.setdefault(patch.table, {})[patch.row] = None
    return Changes(
        act=act.id, touched={table: tuple(rows) for table, rows in touched.items()}, initiator=act.author
    )


def _accept_numpy_numbers() -> None:
    """Values taken from casebook columns may be numpy's integers; SQLite stores them as plain ones."""
    import numpy as np
    import sqlcipher3

    for kind in (np.bool_, np.int8, np.int16, np.int32, np.int64):
        sqlcipher3.register_adapter(kind, int)
