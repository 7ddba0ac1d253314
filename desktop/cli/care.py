"""Verbs that look after the file: ``restore`` and ``self-test``."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.cli.opening import database_path, key_of
from desktop.cli.output import print_rows
from desktop.commands.workspace import login_name
from desktop.paths import backup_folder


def run_restore(options: argparse.Namespace) -> int:
    """List the backups, or put one in the place of the database (the old file is kept beside it)."""
    from desktop.store import backup

    path = database_path(options)
    if options.backup is None:
        folder = Path(options.folder) if options.folder else backup_folder()
        print_rows([{"backup": str(one)} for one in backup.backups(path, folder)], options.form)
        return 0
    kept = backup.restore(options.backup, path, key_of(Path(options.backup)), author=login_name())
    print(f"Restored {path} from {options.backup}." + (f" The old file is kept as {kept}." if kept else ""))
    return 0


def run_self_test(options: argparse.Namespace) -> int:
    """Check the installation; exit code 1 at the first thing that is wrong."""
    from desktop.cli.health import report

    checks = report(database_path(options) if options.database else None)
    print_rows(
        [{"check": one.name, "result": one.result, "ok": "yes" if one.ok else "NO"} for one in checks],
        options.form,
    )
    return 0 if all(one.ok for one in checks) else 1
