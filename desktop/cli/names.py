"""From what a person types to the team, worker or cases that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.names import name_key
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook


def find_team(book: Casebook, text: str) -> str:
    """The id of the team of that name.

    Raises:
        KnownError: when no team has it.
    """
    return _one(book, "team", text)


def find_worker(book: Casebook, text: str) -> str:
    """The id of the worker of that name or staff reference.

    Raises:
        KnownError: when nobody, or more than one person, has it.
    """
    return _one(book, "worker", text)


def find_home(book: Casebook, text: str) -> str:
    """The id of the home or ward of that name.

    Raises:
        KnownError: when none, or more than one, has it.
    """
    return _one(book, "managing_authority", text, "home")


def _one(book: Casebook, table: str, text: str, word: str = "") -> str:
    columns, wanted = book.tables[table], name_key(text)
    refs = columns.staff_ref if table == "worker" else columns.ids
    found = [
        at
        for at, key in enumerate(columns.name_key)
        if columns.live[at] and (key == wanted or refs[at] == text or columns.ids[at] == text)
    ]
    if len(found) == 1:
        return str(columns.ids[found[0]])
    if not found:
        raise KnownError(f"There is no {word or table} called {text!r} in this database.")
    instead = "give its id" if word else "use the staff reference"
    raise KnownError(f"{len(found)} {word or table}s are called {text!r}; {instead} instead.")


def find_cases(book: Casebook, text: str) -> list[int]:
    """Rows of the cases with that reference or id, or of the person with that id in the case system.

    Raises:
        KnownError: when there are none.
    """
    cases, wanted = book.case, text.strip()
    rows = [at for at, ref in enumerate(cases.ref) if ref.casefold() == wanted.casefold() and ref]
    people = [at for at, ref in enumerate(book.person.ref) if ref == wanted]
    rows += np.flatnonzero(np.isin(cases.person, people)).tolist()
    if wanted in cases.index:
        rows.append(cases.row(wanted))
    rows = sorted({row for row in rows if cases.live[row]})
    if not rows:
        raise KnownError(f"There is no case or person with the reference {wanted} in this database.")
    return rows
