"""The verb ``pack``: freeze a month where that is still to be done, and build its packs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.opening import open_workspace
from desktop.domain.months import spoken_month
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.reports.packs_figures import Figures, Scope


def run_pack(options: argparse.Namespace) -> int:
    """Build the packs of a month: an index, a PDF for each team, service and the whole, and a workbook."""
    from desktop.reports.packs_published import material
    from desktop.views.packing import build_packs

    out = Path(options.out)
    if out.exists() and not out.is_dir():
        raise KnownError(f"{out.name} is a file; name a folder. Nothing was written.")
    _without_display()
    with open_workspace(options) as workspace:
        row = _frozen(workspace, options.month, options.reason)
        figures = material(workspace.book, row, options.audience).figures()
        built = build_packs(figures, _chosen(figures, options.team), out)
        names = options.audience == "managers"
        workspace.exported(f"packs {built.folder.name}", len(built.files), names=names)
    print(f"{figures.frozen.label}")
    print(f"{len(built.files)} files ({built.pages} pages) written to {built.folder}")
    return 0


def _frozen(workspace: Workspace, month: int, reason: str) -> int:
    """The row of the newest edition; the month is frozen first where it is not, or again for a reason."""
    from desktop.analysis.frozen import frozen_rows
    from desktop.commands.freezing import freeze

    there = frozen_rows(workspace.book, month)
    if not there or reason:
        act = freeze(workspace.book, month, author=workspace.author, today=workspace.today, reason=reason)
        if act is not None:
            workspace.run(act)
            print(f"{act.summary}.", file=sys.stderr)
        else:
            print(f"{spoken_month(month)} was frozen already; nothing differs.", file=sys.stderr)
    return frozen_rows(workspace.book, month)[0]


def _chosen(figures: Figures, team: str) -> Sequence[Scope]:
    """All packs, or that of one team, service or manager.

    Raises:
        KnownError: when nothing of that name had anybody in the month, or a panel's pack would name somebody.
    """
    if not team:
        return figures.packs
    managers = {figures.frozen.workers[one.key].casefold(): one for one in figures.managers()}
    wanted = team.strip().casefold()
    found = [one for one in figures.packs if one.title.casefold() == wanted]
    if not found and wanted in managers:
        if figures.is_panel:
            raise KnownError("A panel's pack names nobody, so none was built for a manager. Name a team.")
        found = [managers[wanted]]
    if not found:
        raise KnownError(f"No team, service or manager called {team} had anybody in that month.")
    return found


def _without_display() -> None:
    """A server has no display to print from."""
    if sys.platform not in ("win32", "darwin"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    global _application
    _application = QGuiApplication.instance() or QGuiApplication([])


_application: object = None
