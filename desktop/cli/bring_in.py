"""The verb that brings spreadsheets in: ``import``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from desktop.cli.opening import open_workspace
from desktop.cli.output import print_rows


def run_import(options: argparse.Namespace) -> int:
    """Import each file in turn; exit code 3 when rows were rejected, all of them listed."""
    from desktop.commands import importing

    counts: list[dict[str, Any]] = []
    rejects: list[Any] = []
    with open_workspace(options, create=True) as workspace:
        for name in options.files:
            plan = importing.dry_run(workspace, Path(name), as_at=options.as_at)
            counts.append({"file": Path(name).name, "layout": plan.layout, **plan.counts()})
            rejects += [(Path(name).name, problem) for problem in plan.rejected]
            if not options.dry_run:
                importing.apply(workspace, plan)
        listed = _list_after(workspace, options) if options.list else None
    print_rows(counts if listed is None else listed, options.form)
    _tell_rejects(rejects, options)
    return 3 if rejects else 0


def _list_after(workspace: Any, options: argparse.Namespace) -> list[dict[str, Any]]:
    from desktop.domain.lists import Selection, build, to_records

    desk = workspace.desk(as_at=options.as_at)
    selection = Selection(list=options.list.replace("-", "_"), as_at=desk.as_at)
    return to_records(desk, build(desk, selection))


def _tell_rejects(rejects: list[Any], options: argparse.Namespace) -> None:
    rows = [
        {
            "file": name,
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "reason": one.reason,
        }
        for name, one in rejects
    ]
    if options.rejects:
        with open(options.rejects, "w", newline="", encoding="utf-8-sig") as out:
            print_rows(rows, "csv", out)
    elif rows:
        print_rows(rows, "table", sys.stderr)
