"""Where a laptop keeps its outbox and its replica, and with which key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from desktop import paths
from desktop.errors import KnownError
from desktop.server.address import Address
from desktop.store import fast, keys, places
from desktop.store.keys import SALT_BYTES, Key

OUTBOX, REPLICA = "outbox.caseclock", "replica.caseclock"
_CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # what Windows calls their folders


def connection(path: Path | None, key: Key | None) -> Any:
    """A connection to a file of this laptop; without a path to nothing but memory."""
    if path is not None:
        return fast.connect(path, key)
    import sqlcipher3

    db = sqlcipher3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def place_of(address: Address) -> Path:
    """The folder of a shared database's files on this laptop, whether it is there or not."""
    return paths.data_dir() / "shared" / address.folder


def folder_of(address: Address) -> Path:
    """The folder of a shared database's files on this laptop; made when missing.

    Raises:
        KnownError: when it would lie on a network drive or be copied to a cloud.
    """
    folder = place_of(address)
    refuse(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def refuse(folder: Path) -> None:
    """Refuse a folder where unsent work could be lost, or copied to where nobody decided it may be.

    Raises:
        KnownError: with the reason in one sentence.
    """
    places.refuse_network(folder)
    full = Path(os.path.realpath(folder))
    roots = [Path(os.path.realpath(os.environ[name])) for name in _CLOUDS if os.environ.get(name)]
    named = any(part.casefold().startswith("onedrive") for part in full.parts)
    if named or any(root in (full, *full.parents) for root in roots):
        raise KnownError(
            "This laptop's copy of the shared database cannot be kept in a OneDrive folder, which copies it "
            "elsewhere and can damage it. Nothing was opened; set CASECLOCK_HOME to another folder."
        )


def outbox_key(path: Path, *, passphrase: str | None = None, secret: str | None = None) -> Key:
    """The key of both files: found, or made for a new outbox.

    Args:
        path: the outbox.
        passphrase: chosen by a person for a new outbox, where there is no keychain.
        secret: typed by a person for an existing one: its passphrase or recovery key.

    Raises:
        KeyNeeded: when a person has to choose or to type one.
    """
    if not path.exists():
        return keys.new_key(passphrase)
    if secret:
        return Key.for_file(secret, path)
    found = keys.find(path)
    if found is None:
        raise KnownError(
            "The unsent edits on this computer are not encrypted, so Caseclock does not touch them. Nothing "
            "has been changed; report this."
        )
    return found


def replica_key(key: Key, path: Path) -> Key:
    """The replica's key: the outbox's with a salt of its own, so that one recovery key opens both."""
    salt = keys.salt_of(path) if path.exists() else None
    return Key(key.raw, salt or secrets.token_bytes(SALT_BYTES))
