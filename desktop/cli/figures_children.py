"""``indicators children``: n/d and % of each row, or the cases behind one number."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.cli.output import print_columns, print_rows
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure
    from desktop.domain.lists.desk import Desk
    from desktop.models.monthly import Values

_NOTES = {
    "pack": "As the pack counts: the whole stock at the month's end; new and not yet visited counts against.",
    "not-overdue": "Not overdue: the same stock, each child against the clock that runs for them.",
    "period": "Due in the month: every date that fell due while the child was in the cohort, met or not.",
}
_VERDICTS = "Verdicts rest on runs of the last 12 months, not on the month before."


def print_children(desk: Desk, options: argparse.Namespace) -> None:
    """Print the table, or with ``--rows`` the list behind one number."""
    from desktop.analysis.children_table import children_table
    from desktop.models.monthly import before

    if options.rows:
        _print_rows(desk, options)
        return
    found = children_table(desk, options.month, options.measure, options.by, options.indicator)
    earlier = before(desk, options.month, options.measure, options.by, options.indicator)
    make = _record if options.form == "json" else _line
    print_rows([make(desk, figure, options, earlier) for figure in found], options.form)
    if options.form == "table":
        rule = (
            "cut to a whole per cent, as the pack prints it"
            if options.as_printed
            else "halves up, one decimal"
        )
        print(f"{_NOTES[options.measure]} Percentages: {rule}. {_VERDICTS}")


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


def _line(desk: Desk, figure: Figure, options: argparse.Namespace, earlier: list[Values]) -> dict[str, Any]:
    from desktop.analysis.beside import target
    from desktop.models.monthly import percent, said_of

    indicator = figure.indicator
    share = figure.percent(as_printed=options.as_printed)
    places = 0 if options.as_printed else 1
    return {
        "indicator": indicator.id,
        **({options.by: figure.group or "All"} if options.by else {}),
        "n": figure.n,
        "d": figure.d if indicator.is_share else None,
        "pct": percent(desk, figure, options.month, False) if share is None else f"{share:.{places}f}",
        "target": target(desk, indicator, options.month).text(),
        "verdict": said_of(desk, figure, options.month, earlier).words,
        "what": indicator.name if figure.n is not None else f"{indicator.name}: {figure.why_none}",
    }


def _record(desk: Desk, figure: Figure, options: argparse.Namespace, earlier: list[Values]) -> dict[str, Any]:
    from desktop.analysis.beside import OTHERS, other, own, target
    from desktop.models.monthly import said_of

    indicator = figure.indicator
    said, wanted = said_of(desk, figure, options.month, earlier), target(desk, indicator, options.month)
    others = {whose: other(desk, indicator, whose, options.month) for whose in OTHERS}
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
        "typed": own(desk, indicator, options.month).text() if figure.n is None else None,
        "target": wanted.text() if wanted.number is None else wanted.number,
        "verdict": said.key or None,
        "verdict_words": said.words or None,
        "beside": {
            whose: {"value": one.value.text(), "unit": one.unit, "year": one.year}
            for whose, one in others.items()
        },
        "direction": indicator.direction or None,
        "rounding": "cut" if options.as_printed else indicator.rounding,
        "not_served": indicator.why_not or None,
        "not_known": figure.unknown or None,
    }
