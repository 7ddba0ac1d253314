"""``caseclock sync``: send this computer's edits to the shared database and fetch what is new."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from desktop.cli.handed import PASSWORD_FD, handed_over
from desktop.cli.opening import ask, database_named, shared_store
from desktop.cli.output import print_rows
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.sync.shared_store import SharedStore

WAITING = 3  # exit code when an edit needs a person: in conflict, refused, or still not sent


def run_sync(options: argparse.Namespace) -> int:
    """One turn; exit code 3 when an edit is in conflict, refused or not sent."""
    address = database_named(options)
    if "://" not in address:
        raise KnownError(
            "There is nothing to sync: the database is a file on this computer. Name a shared one with "
            "--database postgresql://login@server/database."
        )
    with shared_store(address) as store:
        if options.take_in:
            taken = _taken_in(store, options.take_in)
            print(f"{taken} {'edit' if taken == 1 else 'edits'} taken in.", file=sys.stderr)
        if options.ledger:
            store.export_ledger(options.ledger)
            print(f"Saved to {options.ledger}; this computer's recovery key opens it.", file=sys.stderr)
        sent = turned(store)
        counts = store.state_counts()
        waits = {"unsent": counts.unsent, "conflicts": counts.conflicts, "refused": counts.rejected}
        said = {"sent": sent, **waits}
        if options.form == "table":
            print(_sentence(said))
        else:
            print_rows([{name: str(number) for name, number in said.items()}], options.form)
    return WAITING if any(waits.values()) else 0


def _taken_in(store: SharedStore, path: str) -> int:
    from desktop.store.keys import KeyNeeded

    try:
        return store.take_in_ledger(path)
    except KeyNeeded:
        return store.take_in_ledger(path, ask("Passphrase or recovery key of that file: "))


def turned(store: SharedStore) -> int:
    """Bring a store and its server together once; returns how many edits were answered.

    Raises:
        KnownError: when the server cannot be used, with one sentence.
    """
    from desktop.domain.days import now_ms
    from desktop.sync.turn import Turn, Wiped

    connection = _connected(store)
    turn = Turn(store, connection)
    try:
        turn.run()
        store.contact(now_ms())
    except Wiped:
        turn.report_wiped(store.state_counts().unsent)
        store.wipe()
        raise KnownError("This computer was reported lost, so its copy was destroyed.") from None
    finally:
        turn.close()
    return turn.sent


def _connected(store: SharedStore) -> object:
    from desktop.server.trouble import ServerTrouble

    if handed := handed_over(PASSWORD_FD):
        store.password = handed
    try:
        return store.connect()
    except ServerTrouble as trouble:
        if trouble.kind not in ("password", "expired") or not sys.stdin or not sys.stdin.isatty():
            raise
        store.password = ask("Password for the shared database: ")
        return store.connect()


def _sentence(said: dict[str, int]) -> str:
    sent = f"{said['sent']} {'edit' if said['sent'] == 1 else 'edits'} sent"
    waits = [f"{said[name]} {words}" for name, words in _WAITS.items() if said[name]]
    return f"{sent}, everything fetched; {', '.join(waits) if waits else 'nothing waits here'}."


_WAITS = {"unsent": "not sent yet", "conflicts": "in conflict", "refused": "refused"}
