"""The verb that brings spreadsheets in: ``import``."""

from __future__ import annotations

import argparse
import io
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import collector, memory
from desktop.cli.opening import database_path, open_workspace
from desktop.cli.output import check_target, print_columns, print_rows
from desktop.cli.show import today
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.exchange.reconcile import ImportPlan


REJECT_COLUMNS = ("file", "sheet", "row", "column", "value", "reason")
LATER = (
    "numpy",
    "desktop.commands.importing",
    "desktop.commands.workspace",
    "desktop.domain.lists",
    "desktop.store.loading",
    "desktop.store.writing",
    "sqlcipher3",
)


def run_import(options: argparse.Namespace) -> int:
    """Import each file in turn; exit code 3 when rows were rejected, all of them listed.

    Every file is read before the database is opened, so a file that cannot be read changes nothing.
    """
    for target in filter(None, (options.rejects, options.findings)):
        check_target(Path(target), database_path(options), *map(Path, options.files))
    memory.keep_freed()
    with collector.at_rest():
        return _import(options)


def _import(options: argparse.Namespace) -> int:
    from desktop.exchange.read import read_file

    rest = threading.Thread(target=_import_the_rest)

    def reading(*_: object) -> None:
        if rest.ident is None:
            rest.start()  # beside the unpacking of a sheet, which needs no Python

    files = [read_file(Path(name), reading, today=options.as_at or today()) for name in options.files]
    rest.join()
    from desktop.commands import importing

    counts: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    listed = ""
    with _workspace(options) as workspace:
        memory.hold(workspace, files)
        for at, parsed in enumerate(files, 1):
            plan = importing.compare(workspace, parsed, options.as_at)
            memory.hold(plan)
            if options.list and at == len(files):
                listed = _list_after(workspace, None if options.dry_run else plan, options)
            elif not options.dry_run:
                with _saying(counts):
                    importing.apply(workspace, plan)
            counts.append({"file": parsed.name, "layout": plan.layout, **plan.counts()})
            rejects += [_reject(parsed.name, one) for one in plan.rejected]
            findings += [{"level": one.level, **_reject(parsed.name, one)} for one in plan.findings]
    if options.findings:
        _save(findings, ("level", *REJECT_COLUMNS), options.findings)
    if options.list:
        sys.stdout.write(listed)
    else:
        print_rows(counts, options.form)
    _tell_rejects(rejects, options)
    return 3 if rejects else 0


@contextmanager
def _saying(done: list[dict[str, Any]]) -> Iterator[None]:
    """An error's sentence with what was imported before it."""
    try:
        yield
    except KnownError as error:
        if done:
            names = ", ".join(one["file"] for one in done)
            error.message = f"{error.message} Imported before that, and kept: {names}."
        raise


def _import_the_rest() -> None:
    for name in LATER:
        with suppress(ImportError):  # said by whoever needs it, in its own sentence
            import_module(name)


@contextmanager
def _workspace(options: argparse.Namespace) -> Iterator[Workspace]:
    """The database to import into; for a dry run where there is none yet, one that is thrown away."""
    if options.dry_run and not database_path(options).exists():
        from tempfile import TemporaryDirectory

        from desktop.commands.workspace import Workspace
        from desktop.store.keys import Key

        with (
            TemporaryDirectory() as folder,
            Workspace.create(Path(folder) / "dry-run.caseclock", Key.generate()) as workspace,
        ):
            yield workspace
        return
    with open_workspace(options, create=True) as workspace:
        yield workspace


def _reject(name: str, one: Any) -> dict[str, Any]:
    return {
        "file": name,
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "value": one.value,
        "reason": one.reason,
    }


def _list_after(workspace: Workspace, plan: ImportPlan | None, options: argparse.Namespace) -> str:
    """The list as it is printed, after the last file has gone in (None: nothing goes in)."""
    from desktop.commands import importing

    def ask() -> str:
        from desktop.domain.lists import Selection, build, to_columns

        desk = workspace.desk(as_at=options.as_at)
        selection = Selection(list=options.list.replace("-", "_"), as_at=desk.as_at)
        text = io.StringIO()
        print_columns(to_columns(desk, build(desk, selection)), options.form, text)
        return text.getvalue()

    return importing.apply_and_ask(workspace, plan, ask) if plan else ask()


def _tell_rejects(rows: list[dict[str, Any]], options: argparse.Namespace) -> None:
    if options.rejects:
        try:
            _save(rows, REJECT_COLUMNS, options.rejects)
        except KnownError:
            if rows:
                print_rows(rows, "table", sys.stderr)
            raise
    elif rows:
        print_rows(rows, "table", sys.stderr)


def _save(rows: list[dict[str, Any]], columns: Sequence[str], name: str) -> None:
    from desktop.exchange.export import write_table

    try:
        write_table(Path(name), columns, (list(row.values()) for row in rows))
    except KnownError as error:
        error.message = f"The import itself is done. {error.message}"
        raise
