"""Verbs that look after the file: ``restore`` and ``self-test``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.cli.opening import database_named, database_path, key_of
from desktop.cli.output import print_rows
from desktop.commands.workspace import login_name
from desktop.paths import backup_folder
from desktop.policy import policy


def run_restore(options: argparse.Namespace) -> int:
    """List the backups, or put one in the place of the database (the old file is kept beside it)."""
    from desktop.store import backup

    _refuse_shared(options, "A shared database is backed up and restored on its server, by who runs it")
    path = database_path(options)
    if options.backup is None:
        folder = Path(options.folder) if options.folder else backup_folder()
        print_rows([{"backup": str(one)} for one in backup.backups(path, folder)], options.form)
        return 0
    policy().refuse_database(path)
    kept = backup.restore(options.backup, path, key_of(Path(options.backup)), author=login_name())
    print(f"Restored {path} from {options.backup}." + (f" The old file is kept as {kept}." if kept else ""))
    return 0


def run_clients(options: argparse.Namespace) -> int:
    """Which versions of Caseclock the database takes: print them, or set the minimum and the newest."""
    from desktop import __version__, versions
    from desktop.cli.opening import open_workspace

    asked = {versions.MINIMUM: options.minimum, versions.NEWEST: options.newest}
    if any(wanted is not None for wanted in asked.values()):
        _refuse_shared(options, "Which versions a shared database takes is set on its server")
    with open_workspace(options) as workspace:
        for name, wanted in asked.items():
            if wanted is not None:
                _check_version(wanted, most=__version__ if name == versions.MINIMUM else "")
                workspace.store.set_meta(name, wanted)
        kept = {name: workspace.store.meta(name) or "not set" for name in asked}
    print_rows([{"what": "this program", "version": __version__}] + _kept_rows(kept), options.form)
    return 0


def _refuse_shared(options: argparse.Namespace, why: str) -> None:
    from desktop.errors import KnownError

    if "://" in database_named(options):
        raise KnownError(f"{why}. Nothing was changed; see the guide for the shared database.")


def _kept_rows(kept: dict[str, str]) -> list[dict[str, str]]:
    return [{"what": name.replace("_", " "), "version": version} for name, version in kept.items()]


def _check_version(wanted: str, most: str) -> None:
    from desktop import versions
    from desktop.errors import KnownError

    if wanted and not versions.number(wanted):
        raise KnownError(f"{wanted!r} is not a version; write it as 1.2.0. Nothing was changed.")
    if most and versions.is_older(most, wanted):
        raise KnownError(
            f"This program is {most}, so with a minimum of {wanted} it could not write any more. "
            "Nothing was changed; install the newer version first."
        )


def run_self_test(options: argparse.Namespace) -> int:
    """Check the installation; exit code 1 at the first thing that is wrong."""
    from desktop.cli.health import report, summary

    checks = report(database_path(options) if options.database else None)
    if options.form == "table":
        print("\n".join(f"{'ok' if one.ok else 'NO':3} {one.name:13} {one.result}" for one in checks))
    else:
        rows = [{"check": one.name, "result": one.result, "ok": "yes" if one.ok else "NO"} for one in checks]
        print_rows(rows, options.form)
    print(summary(checks), file=sys.stderr)
    return 0 if all(one.ok for one in checks) else 1
