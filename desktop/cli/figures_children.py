"""``indicators children``: n/d and % of each row, or the cases behind one number."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.cli.output import print_columns, print_rows
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure
    from desktop.domain.lists.desk import Desk

_NOTES = {
    "pack": "As the pack counts: the whole stock at the month's end; new and not yet visited counts against.",
    "not-overdue": "Not overdue: the same stock, each child against the clock that runs for them.",
    "period": "Due in the month: every date that fell due while the child was in the cohort, met or not.",
}


def print_children(desk: Desk, options: argparse.Namespace) -> None:
    """Print the table, or with ``--rows`` the list behind one number."""
    from desktop.analysis.children_table import children_table

    if options.rows:
        _print_rows(desk, options)
        return
    found = children_table(desk, options.month, options.measure, options.by, options.indicator)
    make = _record if options.form == "json" else _line
    print_rows([make(figure, options) for figure in found], options.form)
    if options.form == "table":
        rule = (
            "cut to a whole per cent, as the pack prints it"
            if options.as_printed
            else "halves up, one decimal"
        )
        print(f"{_NOTES[options.measure]} Percentages: {rule}.")


def _print_rows(desk: Desk, options: argparse.Namespace) -> None:
    from desktop.domain.indicators import indicators
    from desktop.domain.lists import build, to_columns
    from desktop.domain.lists.counted import Question, question

    if not options.indicator:
        raise KnownError("Name the one indicator whose rows are wanted, with --indicator.")
    known = indicators("children").get(options.indicator)
    if known is None:
        raise KnownError(f"There is no indicator called {options.indicator}.")
    selection = Question(known, options.measure, options.month).selection(desk, options.rows)
    question(desk, selection)
    print_columns(to_columns(desk, build(desk, selection), names=False), options.form)


def _line(figure: Figure, options: argparse.Namespace) -> dict[str, Any]:
    indicator = figure.indicator
    share = figure.percent(as_printed=options.as_printed)
    places = 0 if options.as_printed else 1
    return {
        "indicator": indicator.id,
        **({options.by: figure.group or "All"} if options.by else {}),
        "n": figure.n,
        "d": figure.d if indicator.is_share else None,
        "pct": "" if share is None else f"{share:.{places}f}",
        "target": "" if indicator.target is None else f"{indicator.target:g}",
        "what": indicator.name if figure.n is not None else f"{indicator.name}: {indicator.why_not}",
    }


def _record(figure: Figure, options: argparse.Namespace) -> dict[str, Any]:
    indicator = figure.indicator
    return {
        "id": indicator.id,
        "name": indicator.name,
        "definition": indicator.definition,
        "measure": options.measure,
        "by": options.by or None,
        "group": figure.group or None,
        "n": figure.n,
        "d": figure.d if indicator.is_share else None,
        "pct": figure.percent(as_printed=options.as_printed),
        "unit": indicator.unit,
        "target": indicator.target,
        "direction": indicator.direction or None,
        "rounding": "cut" if options.as_printed else indicator.rounding,
        "not_served": indicator.why_not or None,
    }
