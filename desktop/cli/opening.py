"""Opening the database that a verb was asked to work on."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import KnownError
from desktop.paths import data_dir
from desktop.policy import policy

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.domain.lists.desk import Desk
    from desktop.store.keys import Key


def database_path(options: argparse.Namespace) -> Path:
    """The file named by ``--database``, else ``CASECLOCK_DATABASE``, else the policy's, else this user's own.

    Raises:
        KnownError: when a server address is given: this version keeps its data in a file.
    """
    named = options.database or os.environ.get("CASECLOCK_DATABASE") or policy().database_url
    if named and "://" in named:
        raise KnownError("Caseclock cannot use a server database yet; give the path of a file.")
    return Path(named) if named else data_dir() / "council.caseclock"


def open_workspace(options: argparse.Namespace, *, create: bool = False) -> Workspace:
    """Open the database, or make one when `create` is set and there is none.

    Raises:
        KnownError: with one sentence, when it is missing or cannot be opened.
    """
    from desktop.commands.workspace import Workspace

    path = database_path(options)
    policy().refuse_database(path)  # before anybody is asked for a key
    if path.exists():
        return Workspace.open(path, key_of(path), exclusive=False)
    if not create:
        raise KnownError(
            f"There is no database at {path}. Import a tracker to make one, or try: caseclock demo"
        )
    key = _new_key()
    workspace = Workspace.create(path, key)
    if not os.environ.get("CASECLOCK_KEY_FD"):  # who handed the key over has it already
        _show_recovery(key.recovery_text)
    return workspace


def key_of(path: Path) -> Key | None:
    """The key of an existing file: handed over, in the keychain, or typed by a person; None for a demo.

    Raises:
        KnownError: when it is needed and nobody is here to type it.
    """
    from desktop.store import fast, keys

    fast.check_content(path)
    try:
        return keys.find(path)
    except keys.KeyNeeded:
        return keys.Key.for_file(_ask("Passphrase or recovery key: "), path)


def _new_key() -> Key:
    from desktop.store import keys

    try:
        return keys.new_key()
    except keys.KeyNeeded:
        first = _ask(f"Choose a passphrase of at least {keys.MIN_PASSPHRASE} characters: ")
        if _ask("Type it again: ") != first:
            raise KnownError("The two passphrases differ; nothing was written. Try again.") from None
        return keys.new_key(first)


def _ask(prompt: str) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise KnownError(
            "This machine has no keychain that holds the key and nobody is here to type a passphrase; "
            "nothing was written. Set CASECLOCK_KEY_FD to a file descriptor that holds the key."
        )
    return getpass.getpass(prompt)


def _show_recovery(recovery: str) -> None:
    print(
        "A new encrypted database was made. Its recovery key opens it and its backups if this machine is "
        f"lost.\nIt is shown only now; write it down and keep it safe:\n\n    {recovery}\n",
        file=sys.stderr,
    )


def desk_of(options: argparse.Namespace, workspace: Workspace) -> Desk:
    """The snapshot that ``--as-at`` and ``--known-at`` ask for."""
    from desktop.domain.days import day_end_ms

    day_known = getattr(options, "known_at", None)
    known = None if day_known is None else day_end_ms(day_known)
    return workspace.desk(as_at=options.as_at, known_at=known)
