"""The DoLS table of a pack: the council's own rows by month, England and the difference; for managers who.

A panel sees no number from one to five, none that would tell one, and no two averages that differ by the
days of five requests or fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.analysis.beside import printed
from desktop.analysis.frozen import FrozenRow
from desktop.analysis.frozen_dols import DolsFigure, DolsMonth, read_dols
from desktop.domain.days import NO_DAY, short
from desktop.domain.figures import NOT_APPLICABLE
from desktop.domain.months import april_before, spoken_month
from desktop.reports.packs_figures import Figures
from desktop.reports.packs_lists import NO_ONE
from desktop.reports.paper import Cell, Grid, Head, Part, Row
from desktop.reports.suppress import SHOWN_AS, SMALL

PRINTED = 9  # months, as the council's own paper has them
RECEIVED, SIGNED, OVER, AVERAGE = (
    "dols_received",
    "dols_signed_off",
    "dols_over_one_year",
    "dols_average_days",
)
_ROWS = (
    Head("Ref", 12),
    Head("Initials", 9),
    Head("Person ID", 12),
    Head("Received", 12),
    Head("Signed off", 12),
    Head("Days", 8, right=True),
    Head("Last BIA", 19),
    Head("Team of the BIA", 16),
)


@dataclass(frozen=True)
class DolsShown:
    """A number as it may be printed; None for a hidden one, or where there is nothing to average."""

    value: int | None
    hidden: bool = False

    @property
    def text(self) -> str:
        """``1,204``, ``c`` or ``N/A``."""
        if self.hidden:
            return SHOWN_AS
        return NOT_APPLICABLE if self.value is None else f"{self.value:,}"


class DolsFigures:
    """The DoLS table of a frozen month for one audience.

    Attributes:
        table: by indicator id, in the order of print.
        months: those printed, oldest first.
    """

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.table: Mapping[str, DolsFigure] = read_dols(figures.frozen)
        every = [one.month for one in next(iter(self.table.values())).months] if self.table else []
        self.months = every[-PRINTED:]
        self._cells = {key: {one.month: one for one in figure.months} for key, figure in self.table.items()}
        self._shown: dict[tuple[str, int], DolsShown] = {}
        self._earlier: dict[int, DolsFigures] = {}
        for month in self.months:
            self._show(month)

    @property
    def is_empty(self) -> bool:
        """Whether no request was received or signed off in the months on show."""
        return not any(cell.count for one in self._cells.values() for cell in one.values())

    def shown(self, key: str, month: int) -> DolsShown:
        """One number as it may be printed."""
        return self._shown[key, month]

    def count(self, key: str, month: int) -> int:
        """How many requests are behind a number; never for print."""
        return self._cells[key][month].count

    def difference(self, key: str) -> str:
        """The last month against England, negative is worse; ``N/A`` where nothing is published."""
        one, last = self.table[key].indicator, self.shown(key, self.months[-1])
        england = self.figures.frozen.beside.others.get((key, "england"))
        if england is None or england.value.number is None or last.value is None or not one.difference:
            return SHOWN_AS if last.hidden and one.difference else NOT_APPLICABLE
        gap = last.value - england.value.number
        return f"{gap if one.difference == 'local minus England' else -gap:+,g}"

    # what a panel may see

    def _show(self, month: int) -> None:
        if not self.figures.is_panel:
            for key, cells in self._cells.items():
                self._shown[key, month] = DolsShown(cells[month].value)
            return
        before = self._before(month)
        for key, cells in self._cells.items():
            if before is not None:
                self._shown[key, month] = before.shown(key, month)
            else:
                hidden = self._is_hidden(key, month)
                self._shown[key, month] = DolsShown(None if hidden else cells[month].value, hidden)

    def _before(self, month: int) -> DolsFigures | None:
        """The table that printed an earlier month already."""
        then = self.figures.published.get(month)
        if then is None:
            return None
        made = self._earlier.get(then.frozen.month)
        if made is None:
            made = self._earlier[then.frozen.month] = DolsFigures(then)
        return made if month in made.months else None

    def _is_hidden(self, key: str, month: int) -> bool:
        cell, signed = self._cells[key][month], self._cells[SIGNED][month].count
        if key == AVERAGE:
            return cell.count in SMALL or self._tells_few(cell)
        if key == OVER:  # those within a year are signed off less these
            return bool({cell.count, signed - cell.count, signed} & set(SMALL))
        return cell.count in SMALL

    def _tells_few(self, cell: DolsMonth) -> bool:
        """Whether an earlier average of the year, times its requests, leaves the days of a few."""
        return any(
            abs(cell.count - count) in SMALL
            for month in self.months
            if april_before(cell.month) <= month < cell.month
            and (earlier := self._shown[AVERAGE, month]).value is not None
            and not earlier.hidden
            for count in self._counts(month)
        )

    def _counts(self, month: int) -> set[int]:
        """How many an earlier average was over, as it is known now and as it was when it was printed."""
        before = self._before(month)
        there = {self._cells[AVERAGE][month].count}
        return there | {before.count(AVERAGE, month)} if before is not None else there


def dols_parts(dols: DolsFigures, *, rows: bool) -> Iterator[Part]:
    """The table; for managers' own pack of it the requests behind the last month too."""
    yield _table(dols)
    if rows and not dols.figures.is_panel:
        for key in (OVER, SIGNED, RECEIVED):
            yield _requests(dols, key)


def _table(dols: DolsFigures) -> Grid:
    heads = (
        Head("DoLS", 20),
        *(Head(spoken_month(month), 6.4, right=True) for month in dols.months),
        Head("England", 17),
        Head("DIFF", 5.4, right=True),
    )
    others = dols.figures.frozen.beside.others
    lines = []
    for key, figure in dols.table.items():
        england = others.get((key, "england"))
        said = NOT_APPLICABLE if england is None else printed(england)
        cells = [Cell(dols.shown(key, month).text) for month in dols.months]
        lines.append(Row((Cell(figure.indicator.name), *cells, Cell(said), Cell(dols.difference(key)))))
    title = "DoLS by month; DIFF: the last month against England, negative is worse"
    return Grid(heads, tuple(lines), title, empty="No request was received.")


def _requests(dols: DolsFigures, key: str) -> Grid:
    figure = dols.table[key]
    lines = tuple(_line(dols.figures, row) for row in figure.rows)
    return Grid(_ROWS, lines, f"{figure.indicator.name}: {len(lines):,}", empty="No request in this month.")


def request_words(figures: Figures, row: FrozenRow) -> tuple[str, str, str, str, str, int | None, str, str]:
    """Ref, initials, person id, received, signed off, days, assessor and team of a request."""
    initials, person, ref = figures.people.get(row.case, NO_ONE)
    days = row.done - row.due if NO_DAY not in (row.done, row.due) else None
    team = figures.team_name(row.team) if row.team else ""
    worker = figures.frozen.workers.get(row.worker, "None on record")
    return ref, initials, person, short(row.due), short(row.done), days, worker, team


def _line(figures: Figures, row: FrozenRow) -> Row:
    words = request_words(figures, row)
    return Row(tuple(Cell("" if one is None else str(one)) for one in words))
