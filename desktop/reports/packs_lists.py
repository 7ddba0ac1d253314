"""The children behind the numbers of a managers' pack: those who were missed, one list for each figure."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.analysis.frozen import MISSED, FrozenRow
from desktop.domain.days import short
from desktop.domain.indicators import Indicator
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.paper import Cell, Grid, Head, Row

_HEADS = (
    Head("Initials", 8),
    Head("Person ID", 10),
    Head("Ref", 10),
    Head("Why", 28),
    Head("Last or done", 10),
    Head("Due", 10),
    Head("Worker then", 24),
)


NO_ONE = ("", "", "")  # a case that is no longer there


def rows_of(figures: Figures, scope: Scope, one: Indicator, states: tuple[int, ...]) -> list[FrozenRow]:
    """The rows of a figure that belong to a scope, with some states."""
    figure = figures.frozen.figures[one.id, "pack"]
    return [row for row in figure.rows if row.state in states and scope.holds(row)]


def lists(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Iterator[Grid]:
    """For each share with a target or a clock, those who are in it and do not meet it."""
    for one in wanted:
        if not one.is_share or one.direction != "higher":
            continue
        missed = rows_of(figures, scope, one, (MISSED,))
        if not missed:
            continue
        found = figures.shown(one, scope)
        assert found is not None
        title = f"{one.name}: {len(missed):,} missed of {found.d or 0:,}"
        yield Grid(_HEADS, tuple(_row(figures, row) for row in missed), title)


def _row(figures: Figures, row: FrozenRow) -> Row:
    worker = figures.frozen.workers.get(row.worker, "Not allocated")
    words = (
        *figures.people.get(row.case, NO_ONE),
        row.why.capitalize(),
        short(row.done),
        short(row.due),
        worker,
    )
    return Row(tuple(Cell(one) for one in words))
