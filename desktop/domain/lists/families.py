"""Who belongs to the same family, so that siblings are seen together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Bools, Cells, Ints, count_of

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.rows import Rows

_SHOWN = 3  # ids that fit in a cell


@dataclass
class Families:
    """Families as numbers.

    Attributes:
        family: family number per person, -1 when none is recorded.
        members: person rows family by family; `offset` says where each family begins.
    """

    family: Ints
    members: Ints
    offset: Ints

    def of(self, person: int) -> Ints:
        """The person's family, the person included; empty when none is recorded."""
        number = int(self.family[person])
        return (
            self.members[self.offset[number] : self.offset[number + 1]] if number >= 0 else self.members[:0]
        )


def families(desk: Desk) -> Families:
    """The families on record; kept until a person changes."""
    made: Families = desk.steady("families", "person", lambda: _families(desk))
    return made


def with_families(desk: Desk, cases: Ints) -> Ints:
    """The given cases and those of everyone in the families that they are of."""
    known, person = families(desk), desk.book.case.person
    family = known.family[person[cases]]
    family = np.unique(family[family >= 0])
    if not len(family):
        return cases
    near = np.isin(known.family, family)
    return np.union1d(cases, np.flatnonzero((person >= 0) & near[person])).astype(np.int32)


def _families(desk: Desk) -> Families:
    numbers: dict[str, int] = {"": -1}
    texts = desk.book.person.family
    family = np.array([numbers.setdefault(text, len(numbers) - 1) for text in texts], np.int32)
    family = np.where(desk.book.person.live, family, -1).astype(np.int32)
    sizes = np.bincount(family[family >= 0], minlength=len(numbers) - 1)
    members = np.argsort(family, kind="stable").astype(np.int32)[np.count_nonzero(family < 0) :]
    return Families(family, members, np.r_[0, np.cumsum(sizes)])


def sibling_cells(desk: Desk, rows: Rows, *, ids: bool = True) -> Cells:
    """How many siblings have an open case too, and their ids unless only the number is wanted."""
    refs, is_open = desk.book.person.ref, desk.is_open

    def text(at: Ints) -> list[str]:
        known, persons = families(desk), rows.some("person", at)
        if not (known.family[persons[persons >= 0]] >= 0).any():
            return [""] * len(at)
        here = _with_open_case(desk, is_open)
        others = [_others(known, here, one) for one in persons.tolist()]
        return [_words(refs, found) if ids else _number(len(found)) for found in others]

    def keys() -> Ints:
        found, here, person = families(desk), _with_open_case(desk, is_open), rows.person
        size = np.bincount(found.family[here & (found.family >= 0)], minlength=len(found.offset))
        others = np.where(found.family[person] >= 0, size[found.family[person]] - here[person], 0)
        return np.where(others > 0, others, NO_DAY).astype(np.int32)

    return Cells(text, keys)


def _with_open_case(desk: Desk, is_open: Bools) -> Bools:
    here = np.zeros(len(desk.book.person), bool)
    person = desk.book.case.person[: len(is_open)]
    here[person[is_open & (person >= 0)]] = True
    return here


def _others(found: Families, here: Bools, person: int) -> list[int]:
    if person < 0:
        return []
    return [other for other in found.of(person).tolist() if other != person and here[other]]


def _number(others: int) -> str:
    return count_of(others, "sibling") if others else ""


def _words(refs: list[str], others: list[int]) -> str:
    if not others:
        return ""
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return f"{len(others)}: {', '.join(refs[other] for other in others[:_SHOWN])}{more}"
