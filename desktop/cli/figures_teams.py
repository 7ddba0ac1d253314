"""The verb ``variability``: how teams differ in one indicator of a month, limits and verdict for each."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.cli.opening import desk_of, open_workspace
from desktop.cli.output import print_rows

if TYPE_CHECKING:
    from desktop.analysis.teams import Between
    from desktop.analysis.variability import Point


def run_variability(options: argparse.Namespace) -> int:
    """Teams of one month against what chance alone does to a team of their size."""
    from desktop.analysis.teams import between
    from desktop.domain.months import last_day

    with open_workspace(options) as workspace:
        options.as_at = min(workspace.today, last_day(options.month))
        found = between(desk_of(options, workspace), options.indicator, options.month, options.measure)
    print_rows([_record(found, point) for point in found.result.points], options.form)
    if options.form == "table":
        _say(found)
    return 0


def _record(found: Between, point: Point) -> dict[str, Any]:
    limits = found.result.drawn(point.team.of)
    shares = {
        "pct": point.share,
        "low_99_8": limits.low998,
        "low_95": limits.low95,
        "high_95": limits.high95,
        "high_99_8": limits.high998,
    }
    return {
        "team": point.team.title,
        "n": point.team.met,
        "d": point.team.of,
        **{name: round(100 * share, 1) for name, share in shares.items()},
        "verdict": point.words,
        "note": point.team.mark,
    }


def _say(found: Between) -> None:
    result = found.result
    if found.whole.unknown:
        print(f"Not known: {found.whole.unknown}.")
    if result.of:
        print(f"All teams: {result.met}/{result.of}, {100 * result.expected:.1f}%.")
    if result.footnote:
        print(result.footnote)
