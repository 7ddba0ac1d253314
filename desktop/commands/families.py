"""Brothers and sisters: children who share a family reference are offered together in one visit."""

from __future__ import annotations

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.errors import Refused


def tie(book: Casebook, person: int, other: int, *, author: str) -> Act:
    """Record that two children are of one family; whoever is of either's family already comes with them.

    Raises:
        Refused: a child with themselves, or two who are of one family on record.
    """
    if person == other:
        raise Refused("That is the same child. Choose a brother or a sister.")
    group = together(book, person, other)
    if other in cases.siblings(book, person):
        raise Refused("These two children are of one family on record already, so nothing needs saving.")
    kept = book.person.family[other] or book.person.family[person] or _new_reference(book, person)
    build = Builder(book, "families.tie", author)
    for row in group:
        if book.person.family[row] != kept:
            build.update("person", row, family=kept)
    return build.act(f"Family of {checks.count_of(len(group), 'child', 'children')} recorded")


def part(book: Casebook, person: int, *, author: str) -> Act:
    """Take a child out of the family on record; visits and clocks stay as they are.

    Raises:
        Refused: a child of whom no family is on record.
    """
    if not book.person.family[person]:
        raise Refused("No family is on record for this child, so there is nothing to take back.")
    build = Builder(book, "families.part", author)
    build.update("person", person, family="")
    return build.act("Child taken out of a family")


def together(book: Casebook, person: int, other: int) -> list[int]:
    """The persons who would be one family, by row."""
    return sorted({*cases.siblings(book, person), *cases.siblings(book, other)})


def _new_reference(book: Casebook, person: int) -> str:
    stem, taken = f"F-{book.person.ref[person]}", set(book.person.family)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(name for name in numbered if name not in taken)
