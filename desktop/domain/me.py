"""Which worker the person at the keyboard is, by the login name that acts are recorded under."""

from __future__ import annotations

from desktop.domain.casebook import Casebook
from desktop.domain.names import name_key


def me(book: Casebook, author: str, known_as: str = "") -> int:
    """The worker row of a person, -1 when nobody on record fits, or several do.

    Args:
        book: the casebook.
        author: the login name.
        known_as: the id of the worker that they said they are; counts before the login.
    """
    if known_as in book.worker.index:
        return int(book.worker.index[known_as])
    wanted = name_key(author.replace(".", " "))
    if not wanted:
        return -1
    fits = [
        row
        for row, (ref, name) in enumerate(zip(book.worker.staff_ref, book.worker.name_key, strict=True))
        if book.worker.live[row] and wanted in (name_key(ref), name)
    ]
    return fits[0] if len(fits) == 1 else -1
