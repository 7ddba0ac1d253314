"""Importing a spreadsheet: a dry run first, then one act that can be undone whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.changes import Changes
from desktop.domain.days import NO_DAY
from desktop.errors import KnownError, Refused
from desktop.exchange.read import read_file
from desktop.exchange.reconcile import ImportPlan, plan
from desktop.exchange.records import ParsedFile
from desktop.policy import policy

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace

Progress = Callable[[float, str], None]  # a fraction from 0 to 1 and a few words
Cancel = Callable[[], bool]
Answer = TypeVar("Answer")
READING = 0.7  # the share of the time that reading takes


def dry_run(
    workspace: Workspace,
    path: Path,
    as_at: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> ImportPlan:
    """Read a file and work out what importing it would do. Nothing is written.

    Args:
        workspace: where it would go.
        path: the file.
        as_at: the day that the file describes; the file's own day, if it has one, when left out.
        progress: told how far it is.
        cancel: asked now and then.

    Raises:
        KnownError: one sentence, when the file cannot be read or the import was stopped.
        Refused: when importing is switched off for this machine.
    """
    policy().refuse_feature("import")
    day = None if as_at is None or as_at == NO_DAY else as_at
    today = workspace.today if day is None else day
    reading = (lambda share, words: progress(READING * share, words)) if progress else None
    parsed = read_file(path, reading, cancel, today=today)
    return compare(workspace, parsed, day, progress, cancel)


def compare(
    workspace: Workspace,
    parsed: ParsedFile,
    as_at: int | None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> ImportPlan:
    """As `dry_run`, for a file that has been read already."""
    policy().refuse_feature("import")

    def comparing(done: int, rows: int) -> None:
        if progress:
            progress(READING + (1 - READING) * done / max(rows, 1), f"{done:,} of {rows:,} rows compared")

    made = plan(
        workspace.book,
        parsed,
        author=workspace.author,
        today=workspace.today,
        as_at=as_at,
        progress=comparing,
        cancel=cancel,
    )
    if made is None:
        raise KnownError("The import was stopped. Nothing was changed.")
    return made


def apply(workspace: Workspace, made: ImportPlan) -> Changes:
    """Make a dry run true, in one transaction.

    Where something was recorded since the dry run the file is compared again first. A file that brings
    nothing new writes nothing.

    Raises:
        KnownError: full disk, read-only file and the like; nothing was written.
    """
    made = _compared_again(workspace, made)
    return workspace.run(made.act) if made.act else Changes()


def apply_and_ask(workspace: Workspace, made: ImportPlan, ask: Callable[[], Answer]) -> Answer:
    """As `apply`, and what is asked of the workspace after it; the answer holds when this returns.

    Raises:
        KnownError: full disk, read-only file and the like; nothing was written.
    """
    made = _compared_again(workspace, made)
    return workspace.run_and_ask(made.act, ask) if made.act else ask()


def _compared_again(workspace: Workspace, made: ImportPlan) -> ImportPlan:
    workspace.poll()
    if made.revision == workspace.book.revision:
        return made
    return compare(workspace, made.parsed, made.as_at)


def undo(workspace: Workspace, batch: int) -> Changes:
    """Take back a whole import; the file can be imported again afterwards.

    Args:
        workspace: where it went.
        batch: row of ``import_batch``.

    Raises:
        Refused: when something that it brought has been changed since.
    """
    table = workspace.book.import_batch
    if not table.live[batch]:
        raise Refused("This import has been taken back already.")
    return workspace.undo(table.ids[batch])


def save_rejects(made: ImportPlan, path: Path) -> int:
    """Write the rejected rows (file, sheet, row, column, value, reason); returns how many.

    Raises:
        KnownError: when the file cannot be written.
    """
    from desktop.exchange.export import write_table

    columns = ("file", "sheet", "row", "column", "value", "reason")
    name = made.parsed.name
    cells = ([name, one.sheet, one.row, one.column, one.value, one.reason] for one in made.rejected)
    return write_table(path, columns, cells)
