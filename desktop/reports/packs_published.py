"""What packs are made of, taken out of the data once; for a panel with what it was given before.

The same month read again a month later differs by the few whose records came late, and that difference is
a small number of children. So a panel's pack prints an earlier month as it was: a month that was frozen as
that freeze has it, a month before the first freeze as the first freeze that printed it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from desktop.analysis.frozen import Frozen, Stored, frozen_rows, mentions, read_stored, stored
from desktop.analysis.frozen_dols import MONTHS
from desktop.domain.casebook import Casebook
from desktop.reports.packs_figures import Figures
from desktop.reports.withheld import withheld

People = Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True)
class Material:
    """Everything that the packs of a month are made of: plain values, for another thread or process.

    Attributes:
        frozen: the month as it is stored.
        audience: ``managers`` or ``panel``.
        people: for managers, by case id the child's initials, id and the case's reference.
        withheld: for a panel, the comments that it does not see, and what it reads in their place.
        before: for a panel, the earlier freezes that printed an earlier month.
        source: by earlier month which of `before` printed it.
    """

    frozen: Stored
    audience: str
    people: People = field(repr=False)
    withheld: Mapping[str, str] = field(repr=False)
    before: tuple[Stored, ...] = ()
    source: Mapping[int, int] = field(default_factory=dict)

    def figures(self) -> Figures:
        """The figures, read from what is stored."""
        frozen = read_stored(self.frozen)
        before = [read_stored(one) for one in self.before]
        earlier = [Figures(one, self.audience, {}, {}, {}) if one.whole else None for one in before]
        published = {
            month: there
            for month, at in self.source.items()
            if (there := earlier[at]) is not None and month in _months(there.frozen)
        }
        return Figures(frozen, self.audience, self.people, published, self.withheld)


def material(book: Casebook, row: int, audience: str) -> Material:
    """Take out what the packs of a frozen month are made of.

    Args:
        book: all data.
        row: of `frozen_month`.
        audience: ``managers`` or ``panel``.
    """
    there = stored(book, row)
    said = mentions(there)
    if audience != "panel":
        return Material(there, audience, _people(said.cases, book), {})
    before, source = _published(there, book)
    return Material(there, audience, {}, withheld(said, book), before, source)


def _published(frozen: Stored, book: Casebook) -> tuple[tuple[Stored, ...], dict[int, int]]:
    """The freezes that printed an earlier month: its own, else the first one that reached back to it."""
    table = book.frozen_month
    rows = [
        row
        for row in frozen_rows(book)
        if int(table.known_at[row]) < frozen.known_at and int(table.month[row]) < frozen.month
    ]
    if not rows:
        return (), {}
    first = min(rows, key=lambda row: int(table.known_at[row]))
    own = {int(table.month[row]): row for row in reversed(rows)}  # the newest edition of each
    earlier = range(frozen.month - MONTHS + 1, frozen.month)
    wanted = {month: own.get(month, first) for month in earlier}
    used = sorted(set(wanted.values()))
    source = {month: used.index(row) for month, row in wanted.items()}
    return tuple(stored(book, row) for row in used), source


def _months(frozen: Frozen) -> set[int]:
    """The months that it has: the children's, and those of the DoLS table."""
    found = {one[0] for months, _ in frozen.dols.values() for one in months}
    for figure in frozen.figures.values():
        found |= {at for months in figure.series.values() for at, _, _ in months}
    return found


def _people(cases: Collection[str], book: Casebook) -> dict[str, tuple[str, str, str]]:
    found = {}
    for case in sorted(cases):
        row = book.case.index.get(case, -1)
        if row >= 0:
            person = int(book.case.person[row])
            found[case] = (book.person.initials[person], book.person.ref[person], book.case.ref[row])
    return found
