"""The workspace: an open database, its casebook, and the desks that lists are read from.

One thread at a time calls it (the window's database lane, or the command line). What it returns is
plain data and desks that only a later call changes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.calendar import Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, Changes
from desktop.domain.days import day
from desktop.domain.timescales import Timescales
from desktop.errors import Refused
from desktop.policy import policy
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.store.keys import Key

DESKS = 3  # today's, and two as-at dates that somebody is comparing
FIRST_LIST = "first_list"
Answer = TypeVar("Answer")
_PROPOSALS = ("allocation", "offer")
_RULES = frozenset({"timescale_override", "setting", "closure_day"})


class Workspace:
    """An open database and what is read from it.

    Attributes:
        store: where acts become durable.
        book: the casebook, kept current.
        timescales: the shipped rules with the council's own changes.
    """

    def __init__(self, store: Store, today: Callable[[], int] | None = None) -> None:
        self.store = store
        self.book: Casebook = store.load()
        self.timescales = Timescales.shipped().with_overrides(self.book)
        self._today = today or (lambda: day(dt.date.today()))
        self._desks: OrderedDict[tuple[int, int | None], Desk] = OrderedDict()
        self._painted = -1
        self.book.proposed = self._proposals()

    @classmethod
    def open(
        cls,
        path: str | Path,
        key: Key | None = None,
        author: str | None = None,
        *,
        exclusive: bool = True,
        today: Callable[[], int] | None = None,
    ) -> Workspace:
        """Open a database; the author is the login name unless given.

        Args:
            path: the file, or the address of a shared database (see `open_shared`).
            key: its key; looked for in the keychain when not given.
            author: who is working.
            exclusive: False for a command beside the window.
            today: gives the day number of today; the machine's date unless given.

        Raises:
            KnownError: when it cannot be opened, with one sentence.
            Refused: when this machine's policy names another database.
        """
        if "://" in str(path):
            return cls.open_shared(str(path), exclusive=exclusive, today=today)
        policy().refuse_database(path)
        store = Store.open(path, key, author=author or login_name(), exclusive=exclusive)
        return cls._loaded(store, today)

    @classmethod
    def open_shared(
        cls,
        address: str,
        *,
        passphrase: str | None = None,
        secret: str | None = None,
        memory: bool = False,
        exclusive: bool = True,
        today: Callable[[], int] | None = None,
    ) -> Workspace:
        """Open this laptop's copy of a shared database; the server is not asked (see `desktop.sync.engine`).

        Args:
            address: ``postgresql://login@host/database``.
            passphrase: chosen for new files where there is no keychain.
            secret: typed for existing files whose key no keychain holds.
            memory: keep nothing on this machine.
            exclusive: False for a command beside the window.
            today: gives the day number of today; the machine's date unless given.

        Raises:
            KeyNeeded: when a person has to choose a passphrase, or to type theirs.
            KnownError: when the files cannot be opened, with one sentence.
            Refused: when this machine's policy names another database.
        """
        from desktop.sync.opening import open_shared

        policy().refuse_database(address)
        store = open_shared(address, passphrase=passphrase, secret=secret, memory=memory, exclusive=exclusive)
        return cls._loaded(store, today)

    @classmethod
    def create(
        cls,
        path: str | Path,
        key: Key | None,
        author: str | None = None,
        *,
        today: Callable[[], int] | None = None,
    ) -> Workspace:
        """Make a new database and open it.

        Raises:
            KnownError: when the file exists or cannot be written.
            Refused: when this machine's policy names another database.
        """
        policy().refuse_database(path)
        return cls._loaded(Store.create(path, key, author=author or login_name()), today)

    @classmethod
    def _loaded(cls, store: Store, today: Callable[[], int] | None) -> Workspace:
        try:
            return cls(store, today)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the database; safe to call twice."""
        self._desks.clear()
        self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def author(self) -> str:
        """Who is working."""
        return str(self.store.author)

    @property
    def today(self) -> int:
        """Today's day number."""
        return self._today()

    @property
    def calendar(self) -> Calendar:
        """The working days of England with the council's own closure days."""
        return Calendar.england(self.timescales.closures, self.timescales.extra_holidays)

    def desk(self, as_at: int | None = None, known_at: int | None = None) -> Desk:
        """The snapshot for a day (today unless given), as known at an instant (all recorded so far).

        The last few are kept and brought up to date by `run`, `undo` and `poll`.
        """
        key = (self.today if as_at is None else as_at, known_at)
        desk = self._desks.get(key)
        if desk is None:
            from desktop.domain.lists.desk import Desk

            desk = self._desks[key] = Desk.open(self.book, self.timescales, *key)
        self._desks.move_to_end(key)
        while len(self._desks) > DESKS:
            self._desks.popitem(last=False)
        return desk

    def run(self, act: Act) -> Changes:
        """Make an act durable and bring casebook and desks up to date. Returns what changed.

        Raises:
            Conflict: when a row changed since it was read; nothing was written.
            KnownError: full disk, read-only file and the like; nothing was written.
        """
        done = self.store.commit(act)
        return self._catch_up(done)

    def run_and_ask(self, act: Act, ask: Callable[[], Answer]) -> Answer:
        """As `run`, and what is asked of the casebook after it; a large act is asked while it is saved.

        Raises:
            Conflict, KnownError: as `run`; nothing was written, and desks already taken are stale.
        """
        found: list[Answer] = []

        def early(changes: Changes) -> None:
            self._patch(changes)
            found.append(ask())

        try:
            if not self.store.commit_and_ask(act, self.book, early):
                self._patch(self.store.refresh(self.book))
                found.append(ask())
        except BaseException:
            self._desks.clear()
            raise
        return found[0]

    def undo(self, act_id: str | None = None) -> Changes:
        """Take back an act (this author's last one unless named) by a compensating act.

        Raises:
            Refused: when there is nothing to undo, or what it wrote has been changed since.
        """
        if act_id is None:
            last = self.store.last_undoable(self.author)
            if last is None:
                raise Refused("There is nothing of yours to undo.")
            act_id = last.id
        return self._catch_up(self.store.undo(act_id, self.author))

    def poll(self) -> Changes:
        """Take in what another process wrote; empty when nothing happened (one look at a number)."""
        return self._patch(self.store.refresh(self.book))

    def _catch_up(self, done: Changes) -> Changes:
        changes = self._patch(self.store.refresh(self.book))
        return dataclasses.replace(changes, act=done.act, initiator=done.initiator)

    def _proposals(self) -> frozenset[str]:
        """Allocations and offers that only this machine has; none where the database is a file of its own."""
        unsent: Callable[[], Mapping[str, Iterable[str]]] | None = getattr(self.store, "unsent_rows", None)
        rows = unsent() if unsent is not None else {}
        return frozenset(row for table in _PROPOSALS for row in rows.get(table, ()))

    def _with_proposals(self, changes: Changes) -> Changes:
        """The same changes, with the rows that have become a proposal or are one no more."""
        now = self._proposals()
        moved, self.book.proposed = now ^ self.book.proposed, now
        if changes.everything or not moved:
            return changes
        touched = {name: {*changes.touched.get(name, ())} for name in _PROPOSALS}
        for name, ids in touched.items():
            ids.update(row for row in moved if row in self.book.tables[name].index)
        also = {name: tuple(sorted(ids)) for name, ids in touched.items() if ids}
        return dataclasses.replace(changes, touched={**changes.touched, **also})

    def _patch(self, changes: Changes) -> Changes:
        changes = self._with_proposals(changes)
        if not changes:
            return changes
        if changes.everything or _RULES & set(changes.touched):
            self.timescales = Timescales.shipped().with_overrides(self.book)
        for desk in self._desks.values():
            desk.apply(changes)
        return changes

    def exported(self, what: str, rows: int, *, names: bool = True) -> None:
        """Log that something left Caseclock as a file or on paper; a shared database keeps such a log.

        Args:
            what: the list, paper or file.
            rows: how many rows it has.
            names: whether it names people.
        """
        log: Callable[[str, int, bool], None] | None = getattr(self.store, "log_exported", None)
        if log is not None:
            log(what, rows, names)

    def keep_first_list(self, draw: Callable[[Desk], bytes]) -> bool:
        """Keep today's first list for the next start, when anything changed since it was last kept.

        Args:
            draw: makes the cache's bytes of a desk; it is only called when needed.

        Returns:
            Whether a new one was kept.
        """
        if self._painted == self.book.revision:
            return False
        self.store.cache_put(FIRST_LIST, draw(self.desk()))
        self._painted = self.book.revision
        return True


def login_name() -> str:
    """The login name of whoever runs this, ``unknown`` when the system will not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
