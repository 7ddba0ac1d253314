"""One indicator between teams in a month, and month by month: from the same figures that open the lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.analysis.children_table import Figure, children_table, months_table
from desktop.analysis.figure_notes import Step, places, steps
from desktop.analysis.variability import Counted, Variability, variability
from desktop.analysis.xmr import Chart, chart
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.lists.counted import NOBODY
from desktop.domain.lists.desk import Desk
from desktop.domain.months import last_day
from desktop.errors import KnownError

MONTHS = 24


@dataclass(frozen=True)
class Between:
    """The teams of one month.

    Attributes:
        whole: the figure of all teams together.
        result: the comparison; each point's `team.opens` is its `Figure`.
    """

    indicator: Indicator
    month: int
    whole: Figure
    result: Variability


@dataclass(frozen=True)
class Monthly:
    """One indicator month by month, oldest first; without those not known or with nobody to count.

    Attributes:
        figures: one for each month.
        chart: of their shares in per cent, None when there is no month; limits begin anew at each step.
        steps: the step changes that were declared, as far as the months reach.
        partial: the last month is not over on the day looked at.
    """

    indicator: Indicator
    months: tuple[int, ...]
    figures: tuple[Figure, ...]
    chart: Chart | None
    partial: bool
    steps: tuple[Step, ...] = ()


def shares() -> list[Indicator]:
    """The indicators that teams can be compared by."""
    return [one for one in indicators("children").values() if one.is_share and one.kind != "import"]


def between(desk: Desk, indicator: str, month: int, measure: str = "pack") -> Between:
    """Compare teams in one month.

    Args:
        desk: the reading.
        indicator: the id of one of `shares`.
        month: see `desktop.domain.months`.
        measure: ``pack``, ``not-overdue`` or ``period``.

    Raises:
        KnownError: for an indicator that is no share of cases, or a month that has not begun.
    """
    asked = _indicator(indicator)
    whole, *figures = children_table(desk, month, measure, "team", indicator)
    marks = team_marks(desk, min(last_day(month), desk.as_at))
    teams = [
        Counted(key, figure.group, figure.n or 0, figure.d or 0, marks.get(key, ""), figure)
        for figure in figures
        if (key := figure.key.partition(":")[2]) != NOBODY or figure.d
    ]
    return Between(asked, month, whole, variability(teams))


def monthly(
    desk: Desk, indicator: str, last: int, measure: str = "pack", months: int = MONTHS, team: str = ""
) -> Monthly:
    """The months that end with `last`; of one team by its id, or of the whole service.

    Raises:
        KnownError: as `between`.
    """
    asked = _indicator(indicator)
    found: list[tuple[int, Figure]] = []
    wanted, those = f"team:{team}" if team else "", range(last - months + 1, last + 1)
    for month, figures in zip(
        those, months_table(desk, those, measure, "team" if team else "", indicator), strict=True
    ):
        figure = next((one for one in figures if one.key == wanted), None)
        if figure is not None and figure.d:
            found.append((month, figure))
    values = [100 * (figure.n or 0) / figure.d for _, figure in found if figure.d]
    there = tuple(month for month, _ in found)
    declared = [one for one in steps(desk, indicator) if there and there[0] < one.month <= there[-1]]
    return Monthly(
        asked,
        there,
        tuple(figure for _, figure in found),
        chart(values, places(declared, there)) if values else None,
        last_day(last) > desk.as_at,
        tuple(declared),
    )


def _indicator(key: str) -> Indicator:
    for one in shares():
        if one.id == key:
            return one
    listed = ", ".join(one.id for one in shares())
    raise KnownError(f"Teams cannot be compared by {key}. Choose one of: {listed}.")


def team_marks(desk: Desk, on: int) -> dict[str, str]:
    """What a reader should know of a team: no manager, or somebody acting for the manager on that day."""
    book = desk.book
    table = book.absence
    away = np.flatnonzero(known(table, desk.known_at) & (table.starts_on <= on) & (table.cover >= 0))
    covered = {
        int(table.worker[row])
        for row in away.tolist()
        if table.ends_on[row] == NO_DAY or table.ends_on[row] >= on
    }
    left = book.worker.left_on
    marks = {}
    for row, key in enumerate(book.team.ids):
        manager = int(book.team.manager[row])
        if manager in covered:
            marks[key] = "acting manager"
        elif manager >= 0 and left[manager] != NO_DAY and left[manager] <= on:
            marks[key] = "manager's post vacant"
    return marks
