"""Unsent edits as an encrypted file that another laptop can read: by the same ids, so nothing comes twice."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

from desktop.errors import AppError, KnownError
from desktop.store import keys
from desktop.store.engine import remove_files
from desktop.store.keys import SALT_BYTES, Key, KeyNeeded
from desktop.sync.files import refuse
from desktop.sync.outbox import Outbox

NEEDED = (
    "That file of unsent edits is encrypted; type its passphrase, or the recovery key of the computer that "
    "it comes from."
)


def export(outbox: Outbox, path: Path, key: Key | None, secret: str | None) -> int:
    """Write every edit that is not on the server for good; returns how many.

    Args:
        outbox: whose.
        path: the file to make; it holds personal data.
        key: this laptop's, so that its recovery key opens the file; None where nothing is kept here.
        secret: a passphrase to encrypt it with instead.

    Raises:
        KnownError: when the file exists, the folder cannot take it, or there is nothing to encrypt it with.
    """
    path = Path(path)
    refuse(path.parent)
    if path.exists():
        raise KnownError(f"{path.name} exists already. Nothing was written; choose another name.")
    if secret and len(secret) < keys.MIN_PASSPHRASE:
        raise KnownError(f"A passphrase needs {keys.MIN_PASSPHRASE} characters or more; choose a longer one.")
    if not secret and key is None:
        raise KeyNeeded(
            "A file of unsent edits is always encrypted, so nothing was written; choose a passphrase."
        )
    raw = key.raw if key else b""
    own = Key.from_passphrase(secret) if secret else Key(raw, secrets.token_bytes(SALT_BYTES))
    ops = outbox.unsettled()
    try:
        with closing(Outbox.create(path, own)) as made:
            made.take_in(ops)
            made.db.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file to carry
    except BaseException:
        remove_files(path)
        raise
    return len(ops)


def take_in(outbox: Outbox, path: Path, key: Key | None, secret: str | None) -> int:
    """Add the edits of such a file to an outbox; those that are there stay as they are.

    Raises:
        KeyNeeded: when a person has to type its passphrase or recovery key.
        KnownError: when it is no such file.
    """
    path = Path(path)
    if not path.is_file():
        raise KnownError(f"There is no file {path.name} there; choose the one with the unsent edits.")
    salt = keys.salt_of(path)
    if salt is None:
        raise KnownError(f"{path.name} is not a file of unsent edits. Nothing was changed.")
    own = Key.for_file(secret, path) if secret else Key(key.raw, salt) if key else None
    try:
        if own is None:
            raise KeyNeeded(NEEDED)
        with closing(Outbox.open(path, own)) as brought:
            ops = brought.unsettled()
    except KeyNeeded:
        raise
    except AppError as error:
        if secret:
            raise KnownError(
                f"That does not open {path.name}, or it is not a file of unsent edits. Nothing was changed."
            ) from error
        raise KeyNeeded(NEEDED) from error
    return outbox.take_in(ops)
