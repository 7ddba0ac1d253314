"""Opening a shared database on this laptop: its two files, whatever state they are in."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from desktop.domain.days import now_ms
from desktop.errors import AppError
from desktop.policy import policy
from desktop.server.address import Address
from desktop.store.keys import Key
from desktop.store.lock import Lock
from desktop.sync import files, replica
from desktop.sync.outbox import Outbox
from desktop.sync.shared_store import SharedStore
from desktop.sync.state import ALL_ON, Safeguards


def open_shared(
    address: str | Address,
    *,
    passphrase: str | None = None,
    secret: str | None = None,
    memory: bool = False,
    exclusive: bool = True,
    clock: Callable[[], int] = now_ms,
    safeguards: Safeguards = ALL_ON,
) -> SharedStore:
    """Open this laptop's outbox and replica of a shared database; the server is not asked.

    Args:
        address: ``postgresql://login@host/database``.
        passphrase: chosen by a person for new files, where there is no keychain.
        secret: typed by a person for existing files, where no keychain holds their key.
        memory: keep nothing on this computer: edits are sent at once or not at all.
        exclusive: False for a command beside the window.
        clock: this laptop's clock.
        safeguards: all on, but in tests of the tests.

    Raises:
        KeyNeeded: when a person has to choose a passphrase (or `memory`), or to type theirs.
        KnownError: when the folder cannot hold the files, or the unsent edits cannot be read.
    """
    place = Address.parse(address) if isinstance(address, str) else address
    login = place.login or _login()
    said: dict[str, Any] = {"address": place.text, "author": login, "clock": clock, "safeguards": safeguards}
    if memory or not policy().offline_allowed:
        outbox, db = Outbox.create(None, None), replica.create(None, None, author=login)
        return SharedStore(None, outbox, db, None, **said)
    folder = files.folder_of(place)
    path = folder / files.OUTBOX
    lock = Lock(path, login) if exclusive else None
    outbox_opened: Outbox | None = None
    try:
        key = files.outbox_key(path, passphrase=passphrase, secret=secret)
        outbox_opened = Outbox.open(path, key) if path.exists() else Outbox.create(path, key)
        db, replica_key = open_replica(folder / files.REPLICA, key, login)
        return SharedStore(folder, outbox_opened, db, replica_key, lock=lock, **said)
    except BaseException:
        if outbox_opened is not None:
            outbox_opened.close()
        if lock:
            lock.release()
        raise


def open_replica(path: Any, key: Key, login: str) -> tuple[Any, Key]:
    """The replica as it lies there, or a new one where it is missing, damaged or of another version."""
    own = files.replica_key(key, path)
    if path.exists():
        with suppress(AppError):
            db = replica.open_current(path, own)
            if db is not None:
                return db, own
        replica.set_aside(path)
        own = files.replica_key(key, path)
    return replica.create(path, own, author=login), own


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
