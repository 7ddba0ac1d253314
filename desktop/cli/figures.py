"""Verbs that count: ``indicators dols``, ``times``, ``children`` and ``seed-check``."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.opening import desk_of, open_workspace
from desktop.cli.output import print_rows
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.analysis.dols_table import DolsTable, Row
    from desktop.analysis.stages import Line
    from desktop.commands.workspace import Workspace
    from desktop.domain.lists.desk import Desk


def run_dols(options: argparse.Namespace) -> int:
    """The council's own monthly table; ``--csv`` has its months down, as the council keeps it."""
    from desktop.analysis.dols_table import dols_table

    _check_months(options)
    with open_workspace(options) as workspace:
        made = dols_table(_desk(options, workspace), options.month, options.months)
    if options.form == "csv":
        _print_dols_csv(made)
    elif options.form == "json":
        print_rows([_dols_record(made, row) for row in made.rows], "json")
    else:
        print_rows([_dols_line(made, row) for row in made.rows], "table")
        _dols_notes(made)
    return 0


def _check_months(options: argparse.Namespace) -> None:
    if not 1 <= options.months <= 120:
        raise KnownError("Choose between 1 and 120 months.")


def _desk(options: argparse.Namespace, workspace: Workspace) -> Desk:
    """As at the end of the month asked about, or today when that is earlier."""
    from desktop.domain.months import last_day

    options.as_at = min(workspace.today, last_day(options.month))
    return desk_of(options, workspace)


def _print_dols_csv(made: DolsTable) -> None:
    from desktop.domain.months import written

    names = {row.indicator.id: row.indicator.id.removeprefix("dols_") for row in made.rows}
    names["dols_average_days"] = "cumulative_average_days"
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["month", *names.values()])
    for at, month in enumerate(made.months):
        writer.writerow(
            [
                written(month),
                *("" if row.cells[at].value is None else row.cells[at].value for row in made.rows),
            ]
        )
    england = [row.benchmark for row in made.rows]
    year = next((one.year.replace("-", "_") for one in england if one), "")
    writer.writerow(
        [f"england_{year}_month_average", *("" if one is None else f"{one.value:g}" for one in england)]
    )
    writer.writerow(
        ["difference", *("" if row.difference is None else f"{row.difference:g}" for row in made.rows)]
    )


def _dols_line(made: DolsTable, row: Row) -> dict[str, Any]:
    from desktop.domain.months import spoken_month

    months = {spoken_month(month): cell.value for month, cell in zip(made.months, row.cells, strict=True)}
    england = f"{row.benchmark.value:g}" if row.benchmark else ""
    difference = "" if row.difference is None else f"{row.difference:+g}"
    return {"measure": row.indicator.name, **months, "ENG": england, "DIFF": difference}


def _dols_notes(made: DolsTable) -> None:
    for row in made.rows:
        if row.benchmark:
            print(f"ENG {row.indicator.name}: {row.benchmark.unit}, {row.benchmark.year}.")
    print("DIFF: the last month less England for counts, England less ours for days; negative is worse.")
    print("The average restarts each April." + (" The last month is not over yet." if made.partial else ""))
    left_out = made.rows[-1].cells[-1].left_out
    if left_out:
        print(f"{left_out} signed off without a day of receipt on record cannot be averaged.")


def _dols_record(made: DolsTable, row: Row) -> dict[str, Any]:
    from desktop.domain.months import written

    return {
        "id": row.indicator.id,
        "name": row.indicator.name,
        "unit": row.indicator.unit,
        "values": {written(month): cell.value for month, cell in zip(made.months, row.cells, strict=True)},
        "england": row.benchmark.value if row.benchmark else None,
        "england_year": row.benchmark.year if row.benchmark else None,
        "difference": row.difference,
        "difference_is": row.indicator.difference or None,
        "partial": made.partial,
    }


def run_times(options: argparse.Namespace) -> int:
    """Whose days were they, for the requests finished in some months."""
    from desktop.analysis.stages import times
    from desktop.domain.months import Period

    _check_months(options)
    what = "signed" if options.signed else "finished"
    period = Period(what, options.month - options.months + 1, options.month)
    with open_workspace(options) as workspace:
        found = times(_desk(options, workspace), options.by, period)
    lane = "mha" if options.by == "mha" else "bia"
    print_rows([_times_record(line, lane) for line in (*found.lines, found.all)], options.form)
    return 0


def _times_record(line: Line, lane: str) -> dict[str, Any]:
    from desktop.analysis.stages import MEASURED, OVER

    made: dict[str, Any] = {"group": line.title, "requests": line.count}
    for name in MEASURED:
        made[f"{name}_mean"] = round(line.spreads[name].mean, 1)
    made[f"requests_with_{lane}"] = line.spreads["held"].count
    for name, key in ((lane, "held"), ("total", "total")):
        found = line.spreads[key]
        made[f"{name}_median"] = found.median
        for limit, over in zip(OVER, found.over, strict=True):
            made[f"{name}_over_{limit}_pct"] = round(100 * over / found.count, 1) if found.count else None
    return made


def run_seed_check(options: argparse.Namespace) -> int:
    """Which printed percentages follow from their own numerator and denominator, and which do not."""
    from desktop.analysis.printed import checked, read_printed

    cells = checked(read_printed(Path(options.file)))
    others = [cell for cell in cells if cell.verdict not in ("both", "cut")]
    if options.form == "table":
        agree = len(cells) - len(others)
        print(f"{agree} of {len(cells)} cells are as the option --as-printed makes them. The others:")
    print_rows([cell.record() for cell in others], options.form)
    return 0


def run_children(options: argparse.Namespace) -> int:
    """The children's indicators of one month."""
    from desktop.cli.figures_children import print_children

    with open_workspace(options) as workspace:
        desk = _desk(options, workspace)
        print_children(desk, options)
    return 0
