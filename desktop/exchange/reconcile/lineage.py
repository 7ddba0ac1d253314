"""Which import a row came from: file, layout and the day it described."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY, short

TYPED = ""  # the layout of what a person typed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value came from.

    Attributes:
        file: the file's name, "" for what a person typed.
        sheet: the sheet's name.
        row: the row's number as Excel shows it, 0 for what a person typed.
    """

    file: str
    sheet: str
    row: int


class Lineage:
    """Finds the import of a row by its change set.

    The change sets of one import are numbered in one call and so begin with the same millisecond; the
    row in ``import_batch`` is in the first of them.
    """

    def __init__(self, book: Casebook) -> None:
        self._book = book
        table = book.import_batch
        self._origins: dict[str, tuple[str, int | None]] = {}
        self._by_moment = {
            set_id[:12]: row for row, set_id in enumerate(table.set_id) if table.live[row] and set_id
        }

    def batch(self, set_id: str) -> int:
        """The ``import_batch`` row whose import made that change set, -1 for none."""
        return self._by_moment.get(set_id[:12], -1)

    def origin(self, set_id: str, source: str) -> tuple[str, int | None]:
        """Layout and day of the import that wrote a row: (`TYPED`, None) for what a person typed.

        The day is that of the file, None where nobody knows it.
        """
        known = self._origins.get(set_id)
        if known is None:
            known = self._origins[set_id] = self._origin(set_id)
        return known if source else (TYPED, None)

    def _origin(self, set_id: str) -> tuple[str, int | None]:
        batch, table = self.batch(set_id), self._book.import_batch
        if batch < 0:
            return TYPED, None
        day = int(table.as_at[batch])
        return str(table.layout[batch]), None if day == NO_DAY else day

    def layout(self, set_id: str, source: str) -> str:
        """The layout of the import that wrote a row, `TYPED` for what a person typed."""
        return self.origin(set_id, source)[0]


def place_of(book: Casebook, table: str, row: int) -> Place:
    """The file, sheet and row that a row of the casebook came from."""
    columns = book.tables[table]
    source = columns.source[row]
    batch = Lineage(book).batch(columns.set_id[row]) if source else -1
    if batch < 0:
        return Place("", "", 0)
    sheet, _, number = source.rpartition("!")
    return Place(book.import_batch.file[batch], sheet, int(number))


def batch_title(book: Casebook, batch: int) -> str:
    """A file as lists name it: ``visits_tracker.xlsx, as at 20/11/2026``."""
    as_at = short(int(book.import_batch.as_at[batch]))
    name = str(book.import_batch.file[batch])
    return f"{name}, as at {as_at}" if as_at else name
