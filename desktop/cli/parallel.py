"""The verb that holds a tracker against the database: ``parallel-run``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.cli.opening import database_path, open_workspace
from desktop.cli.output import check_target, print_rows
from desktop.cli.show import today
from desktop.domain.days import short
from desktop.exchange.parallel import Difference, ParallelRun, day_of, parallel_run


def run_parallel_run(options: argparse.Namespace) -> int:
    """Print what differs; exit code 3 when something is left that nothing explains."""
    from desktop.exchange.read import read_file

    if options.out:
        check_target(Path(options.out), database_path(options), Path(options.sheet))
    parsed = read_file(Path(options.sheet), today=options.as_at or today())
    with open_workspace(options) as workspace:
        as_at = day_of(parsed, options.as_at, workspace.today)
        answer = parallel_run(workspace.desk(as_at=as_at), parsed, workspace.store.history)
    if options.out:
        _save(answer, Path(options.out))
    shown = answer.differences if options.all else answer.unexplained
    if options.form == "table":
        print("".join(f"{_line(one)}\n" for one in shown), end="")
    else:
        print_rows([_row(one) for one in shown], options.form)
    print(_summary(answer, parsed.name, short(as_at)), file=sys.stderr)
    return 3 if answer.unexplained else 0


def _row(one: Difference) -> dict[str, Any]:
    return {**asdict(one), "explained": "yes" if one.explained else "no"}


def _line(one: Difference) -> str:
    """One difference as a person reads it."""
    where = f"{one.sheet}, row {one.row}" if one.row else "Not in the sheet"
    sides = f"sheet: {one.in_sheet or 'blank'}; Caseclock: {one.in_app or 'blank'}"
    mark = "explained" if one.explained else "NOT EXPLAINED"
    return f"{where}, {one.ref or 'no reference'}, {one.column}. {sides}. {mark}: {one.why}."


def _save(answer: ParallelRun, path: Path) -> None:
    from desktop.exchange.export import write_table

    rows = [_row(one) for one in answer.differences]
    names = list(Difference.__dataclass_fields__)
    write_table(path, names, (list(row.values()) for row in rows))


def _summary(answer: ParallelRun, name: str, day: str) -> str:
    left = len(answer.unexplained)
    explained = len(answer.differences) - left
    return (
        f"{name} as at {day}: {answer.rows:,} rows compared, {answer.same:,} the same in every cell; "
        f"{len(answer.differences):,} differences, {explained:,} explained, {left:,} not."
    )
