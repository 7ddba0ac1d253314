"""A few cases cut out of a casebook, so that their clocks cost nothing of the other cases'."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.casebook import Casebook, Columns

Rows = npt.NDArray[np.int32]
_FEW = 4


def with_siblings(book: Casebook, cases: Rows) -> Rows:
    """The given cases and every other case of the same persons, ascending.

    A child's plans bear on one another (a child in need who is looked after has no visit clock of the
    plan), so they are always worked out together. Two person rows said to be one child count as one.
    """
    person = book.case.person
    persons = np.unique(person[cases])
    match = book.person_match
    same = match.live & (match.status == match.code("status", "same"))
    found = 0
    while same.any() and len(persons) > found:
        found = len(persons)
        near = same & (np.isin(match.person, persons) | np.isin(match.other, persons))
        persons = np.union1d(persons, np.concatenate((match.person[near], match.other[near])))
    rows = np.flatnonzero(among(person, persons[persons >= 0]))
    return np.union1d(rows, cases).astype(np.int32)


def cut(book: Casebook, cases: Rows) -> Casebook:
    """A small casebook of these cases and their facts; case row i of it is row ``cases[i]`` of the book.

    Tables without cases (people, workers, teams, settings) are the book's own, not copies.
    """
    small = Casebook.__new__(Casebook)
    small.tables = _Cut(book, cases)
    small.revision = book.revision
    return small


class _Cut(dict[str, Columns]):
    """The tables of a cut, each made when it is first asked for."""

    def __init__(self, book: Casebook, cases: Rows) -> None:
        super().__init__(case=book.case.taken(cases))
        self._book = book
        self._cases = cases

    def __missing__(self, name: str) -> Columns:
        columns = self._book.tables[name]
        if any(field.name == "case" for field in columns.shape.fields):
            columns = columns.taken(np.flatnonzero(among(columns.case, self._cases)))
            columns.case[:] = np.searchsorted(self._cases, columns.case)
        self[name] = columns
        return columns


def among(values: npt.NDArray[Any], wanted: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which values are among a few wanted row numbers (none of them negative)."""
    if len(wanted) > _FEW or not len(wanted):
        table = np.zeros(int(max(values.max(initial=-1), wanted.max(initial=-1))) + 2, bool)
        table[wanted] = True
        return np.asarray(table[values])  # -1 looks at the spare last place
    found = values == wanted[0]
    for value in wanted[1:]:
        found |= values == value
    return np.asarray(found)
