"""The verbs of ``caseclock server``: setting up the shared database and looking after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.cli.options_people import add_people

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

Make = Callable[..., argparse.ArgumentParser]
_URL = "postgresql://login@server/database (the password is asked for, or read from CASECLOCK_PASSWORD_FD)"


def add_server(verbs: Verbs, make: Make, iso_day: Callable[[str], int]) -> None:
    """Add ``server`` with its verbs; `make` is what makes each one."""
    parser = verbs.add_parser("server", help="Set up the shared database and look after it.")
    kinds = parser.add_subparsers(metavar="VERB", required=True)
    _address(make(kinds, "init", "server", "Make a database the shared one; safe to run again."))
    upgrade = make(kinds, "upgrade", "server", "Bring the shared database up to date, all of it or nothing.")
    upgrade.add_argument("--dry-run", action="store_true", help="do it, check it, and take it all back")
    _address(upgrade)
    _address(make(kinds, "check", "server", "Say whether the shared database is as it must be."))
    adopt = make(kinds, "adopt", "server", "Put an embedded database into an empty shared one.")
    adopt.add_argument("file", metavar="FILE", help="the database file; it keeps all it has")
    _address(adopt)
    release = make(kinds, "release", "server", "Record in a file again that was put into a shared database.")
    release.add_argument("file", metavar="FILE")
    _address(make(kinds, "verify-history", "server", "Say whether anything of the history was altered."))
    note = make(
        kinds, "backup-note", "server", "Say where the shared database stands, to keep with a backup."
    )
    note.add_argument(
        "--restored",
        action="store_true",
        help="it has just been restored: let laptops offer their work again",
    )
    _address(note)
    purge = make(
        kinds, "purge", "server", "Take away for good what was removed long ago; the history keeps it."
    )
    until = purge.add_mutually_exclusive_group()
    until.add_argument("--before", type=iso_day, metavar="YYYY-MM-DD", help="... before that day")
    until.add_argument("--days", type=int, default=180, help="what was removed so many days ago (180)")
    purge.add_argument("--dry-run", action="store_true", help="say what would go, and take away nothing")
    _address(purge)
    add_people(kinds, make, _address, iso_day)


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help=_URL)
    parser.add_argument("--tls-root", default="", metavar="FILE", help="certificates to trust")
