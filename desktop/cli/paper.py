"""Verbs that put something about a worker on paper or in a calendar: ``sheet`` and ``diary``."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.opening import database_path, desk_of, open_workspace
from desktop.cli.output import check_target
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.reports.paper import Paper


def run_sheet(options: argparse.Namespace) -> int:
    """Write a worker's one-page supervision sheet as PDF, or as HTML for a screen reader."""
    from desktop.domain.lists.worker import worker_view
    from desktop.reports.sheet import supervision_sheet

    path = _target(options, (".pdf", ".html"))
    with open_workspace(options) as workspace:
        desk = desk_of(options, workspace)
        paper = supervision_sheet(desk, worker_view(desk, _worker(desk, options.worker)))
        author = workspace.author
        workspace.exported(f"paper: {paper.title}", len(paper.parts))
    pages = _write(paper, path, author)
    print(f"{pages} {'page' if pages == 1 else 'pages'} written to {path}")
    return 0


def run_diary(options: argparse.Namespace) -> int:
    """Write a worker's due dates as a calendar file."""
    from desktop.exchange.diary import diary
    from desktop.views.printing import write_whole

    path = _target(options, (".ics",))
    with open_workspace(options) as workspace:
        desk = desk_of(options, workspace)
        content = diary(desk, _worker(desk, options.worker), dt.datetime.now(dt.UTC))
    write_whole(path, content)
    print(f"{content.count(b'BEGIN:VEVENT'):,} entries written to {path}")
    return 0


def _target(options: argparse.Namespace, kinds: tuple[str, ...]) -> Path:
    path = Path(options.out)
    check_target(path, database_path(options))
    if path.suffix.casefold() not in kinds:
        raise KnownError(f"{path.name} should end in {' or '.join(kinds)}; nothing was written.")
    return path


def _worker(desk: Desk, words: str) -> int:
    from desktop.cli.names import find_worker

    return desk.book.worker.row(find_worker(desk.book, words))


def _write(paper: Paper, path: Path, author: str) -> int:
    from desktop.views.printing import write_pdf, write_whole

    if path.suffix.casefold() == ".html":
        from desktop.reports.html import page

        write_whole(path, page(paper).encode())
        return 1
    if sys.platform not in ("win32", "darwin"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a server has no display to print from
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    pages = write_pdf(paper, path, f"printed {dt.datetime.now():%d/%m/%Y %H:%M} by {author}")
    del application
    return pages
