"""``forecast``: when the DoLS backlog is inside 21 days under a scenario, as a range."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.cli.opening import desk_of, open_workspace
from desktop.cli.output import print_rows
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.analysis.whatif import Scenario
    from desktop.domain.lists.desk import Desk

_TYPED = ("arrivals", "bias", "each", "leave_pct", "hours_a_case", "hours_a_month")


def run_forecast(options: argparse.Namespace) -> int:
    """Print the projection by month, the days on which it reaches none, and what it rests on."""
    from desktop.analysis.whatif import project
    from desktop.models.whatif import month_rows, reached_words

    with open_workspace(options) as workspace:
        desk = desk_of(options, workspace)
        found = project(desk, _scenario(desk, options))
    rows = [
        {"month": month, "low": low, "middle": middle, "high": high, "what": "projection"}
        for month, low, middle, high in month_rows(found)
    ]
    print_rows(rows, options.form)
    if options.form == "table":
        print(reached_words(found))
        print(found.words)
    return 0


def _scenario(desk: Desk, options: argparse.Namespace) -> Scenario:
    from desktop.analysis.whatif import from_records, scenarios, typed

    if options.scenario:
        saved = {name.casefold(): one for _, name, one in scenarios(desk)}
        if options.scenario.casefold() not in saved:
            raise KnownError(f"There is no saved scenario called {options.scenario}.")
        base = saved[options.scenario.casefold()]
    else:
        base = from_records(desk)
    given = {name: getattr(options, name) for name in _TYPED if getattr(options, name) is not None}
    return typed(base, **given)
