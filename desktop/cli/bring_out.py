"""The verb that writes a tracker back in the layout it came in: ``export``."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.cli.opening import database_path, desk_of, open_workspace
from desktop.cli.output import check_target


def run_export(options: argparse.Namespace) -> int:
    """Write one tracker; importing it again changes nothing."""
    from desktop.exchange.export import export_tracker

    options.known_at = None if not hasattr(options, "known_at") else options.known_at
    path = Path(options.out)
    check_target(path, database_path(options))
    with open_workspace(options) as workspace:
        rows = export_tracker(desk_of(options, workspace), f"{options.tracker}_tracker", path)
        workspace.exported(f"{options.tracker} tracker", rows)
    print(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {path}")
    return 0
