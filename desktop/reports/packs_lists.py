"""The children behind the numbers of a managers' pack: those who were missed, one list for each figure."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.analysis.frozen import MISSED, FrozenRow
from desktop.domain.casebook import Casebook
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


def rows_of(figures: Figures, scope: Scope, one: Indicator, states: tuple[int, ...]) -> list[FrozenRow]:
    """The rows of a figure that belong to a scope, with some states."""
    figure = figures.frozen.figures[one.id, "pack"]
    return [row for row in figure.rows if row.state in states and scope.holds(row)]


def lists(figures: Figures, book: Casebook, scope: Scope, wanted: list[Indicator]) -> Iterator[Grid]:
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
        yield Grid(_HEADS, tuple(_row(figures, book, row) for row in missed), title)


def person_of(book: Casebook, case: str) -> tuple[str, str, str]:
    """Initials, person's id and the case's own reference; blank for a case that is no longer there."""
    row = book.case.index.get(case, -1)
    if row < 0:
        return "", "", ""
    person = int(book.case.person[row])
    return book.person.initials[person], book.person.ref[person], book.case.ref[row]


def _row(figures: Figures, book: Casebook, row: FrozenRow) -> Row:
    worker = figures.frozen.workers.get(row.worker, "Not allocated")
    words = (*person_of(book, row.case), row.why.capitalize(), short(row.done), short(row.due), worker)
    return Row(tuple(Cell(one) for one in words))
