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
    from desktop.sync.shared_store import SharedStore


def database_named(options: argparse.Namespace) -> str:
    """What ``--database`` names, else ``CASECLOCK_DATABASE``, else the policy; blank for this user's own."""
    return str(options.database or os.environ.get("CASECLOCK_DATABASE") or policy().database_url or "")


def database_path(options: argparse.Namespace) -> Path:
    """The file that a verb works on; of a shared database this computer's copy of it."""
    named = database_named(options)
    if "://" not in named:
        return Path(named) if named else data_dir() / "council.caseclock"
    from desktop.server.address import Address
    from desktop.sync import files

    return files.place_of(Address.parse(named)) / files.REPLICA


def open_workspace(options: argparse.Namespace, *, create: bool = False) -> Workspace:
    """Open the database, or make one when `create` is set and there is none.

    Of a shared database it is this computer's copy, as it was last fetched (see ``caseclock sync``).

    Raises:
        KnownError: with one sentence, when it is missing or cannot be opened.
    """
    from desktop.commands.workspace import Workspace

    path, named = database_path(options), database_named(options)
    policy().refuse_database(named if "://" in named else path)  # before anybody is asked for a key
    if "://" in named:
        return _open_shared(named, path)
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


def _open_shared(address: str, replica: Path) -> Workspace:
    from desktop.commands.workspace import Workspace

    if policy().offline_allowed and not replica.exists():
        raise KnownError(
            "This computer has no copy of that shared database yet; fetch one with caseclock sync first."
        )
    store = shared_store(address)
    try:
        if store.folder is None:  # nothing is kept on this computer: it is fetched for this one question
            from desktop.cli.sync import turned

            turned(store)
        return Workspace(store)
    except BaseException:
        store.close()
        raise


def shared_store(address: str) -> SharedStore:
    """This computer's part of a shared database; a person is asked for a passphrase where one is needed.

    Raises:
        KnownError: when it cannot be opened, or nobody is here to be asked.
    """
    from desktop.server.address import Address
    from desktop.store import keys
    from desktop.sync import files
    from desktop.sync.opening import open_shared

    try:
        return open_shared(address, exclusive=False)
    except keys.KeyNeeded:
        if (files.place_of(Address.parse(address)) / files.OUTBOX).exists():
            return open_shared(address, exclusive=False, secret=ask("Passphrase or recovery key: "))
        return open_shared(address, exclusive=False, passphrase=_chosen_passphrase())


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
        return keys.Key.for_file(ask("Passphrase or recovery key: "), path)


def _new_key() -> Key:
    from desktop.store import keys

    try:
        return keys.new_key()
    except keys.KeyNeeded:
        return keys.new_key(_chosen_passphrase())


def _chosen_passphrase() -> str:
    from desktop.store import keys

    first = ask(f"Choose a passphrase of at least {keys.MIN_PASSPHRASE} characters: ")
    if ask("Type it again: ") != first:
        raise KnownError("The two passphrases differ; nothing was written. Try again.")
    return first


def ask(prompt: str) -> str:
    """What a person types without showing it.

    Raises:
        KnownError: when nobody is here to type.
    """
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
