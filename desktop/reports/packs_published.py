"""What a panel was given before: an earlier month is printed as it was, so that no pack tells of another.

The same month read again a month later differs by the few whose records came late, and that difference is
a small number of children. A month that was frozen is printed as that freeze has it; a month before the
first freeze as the first freeze that printed it.
"""

from __future__ import annotations

from desktop.analysis.frozen import Frozen, frozen_rows, read_frozen
from desktop.domain.casebook import Casebook
from desktop.reports.packs_figures import Figures


def figures_of(frozen: Frozen, audience: str, book: Casebook) -> Figures:
    """The figures of a frozen month for an audience; of a panel with the earlier months as published.

    Args:
        frozen: the month.
        audience: ``managers`` or ``panel``.
        book: where the earlier freezes are, and for managers the children's initials.
    """
    made = Figures(frozen, audience, book)
    if made.is_panel:
        made.published = _published(made, book)
    return made


def _published(made: Figures, book: Casebook) -> dict[int, Figures]:
    """By month the figures that printed it: its own freeze, else the first one that reached back to it."""
    table, frozen = book.frozen_month, made.frozen
    rows = [row for row in frozen_rows(book) if int(table.known_at[row]) < frozen.known_at]
    rows = [row for row in rows if int(table.month[row]) < frozen.month]
    if not rows:
        return {}
    first = min(rows, key=lambda row: int(table.known_at[row]))
    own = {int(table.month[row]): row for row in reversed(rows)}  # the newest edition of each
    wanted = {month: own.get(month, first) for month in _months(made)}
    read: dict[int, Figures] = {}
    for row in set(wanted.values()):
        before = read_frozen(book, row)
        if before.whole:
            read[row] = Figures(before, made.audience, book)
    return {month: read[row] for month, row in wanted.items() if row in read and month in _months(read[row])}


def _months(figures: Figures) -> list[int]:
    """The months that it has: the children's, and those of the DoLS table."""
    dols = {one[0] for months, _ in figures.frozen.dols.values() for one in months}
    return sorted({*figures.months, *dols})
