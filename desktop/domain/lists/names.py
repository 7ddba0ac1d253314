"""From words that a person typed to a team, a worker or cases."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np

from desktop.domain.casebook import Columns
from desktop.domain.lists.desk import Desk
from desktop.domain.names import name_key
from desktop.errors import KnownError


def find_team(desk: Desk, words: str) -> str:
    """The id of the team of that name, whatever its spaces and case.

    Raises:
        KnownError: when none or several have it, with the names that come near.
    """
    return _found(desk.book.team, "team", words, ())


def find_worker(desk: Desk, words: str) -> str:
    """The id of the worker of that name or staff reference.

    Raises:
        KnownError: when none or several have it, with the names that come near.
    """
    return _found(desk.book.worker, "worker", words, desk.book.worker.staff_ref)


def find_cases(desk: Desk, words: str) -> list[int]:
    """Case rows of a request's reference, a case's id, or every case of a person's id.

    Raises:
        KnownError: when there is none.
    """
    case, person, wanted = desk.book.case, desk.book.person, words.strip().casefold()
    own = [row for row, ref in enumerate(case.ref) if ref.casefold() == wanted or case.ids[row] == wanted]
    people = [row for row, ref in enumerate(person.ref) if ref.casefold() == wanted]
    theirs = np.flatnonzero(np.isin(case.person, people)).tolist()
    found = [row for row in sorted({*own, *theirs}) if case.live[row]]
    if not found:
        raise KnownError(f"No case and no person has the reference {words}.")
    return found


def _found(columns: Columns, what: str, words: str, refs: tuple[str, ...] | list[str]) -> str:
    wanted = name_key(words)
    rows = [row for row, name in enumerate(columns.name) if columns.live[row] and name_key(name) == wanted]
    rows = rows or [row for row, ref in enumerate(refs) if columns.live[row] and name_key(ref) == wanted]
    if len(rows) == 1:
        return str(columns.ids[rows[0]])
    if rows:
        raise KnownError(f"Several {what}s are called {words}; give the reference instead.")
    near = get_close_matches(wanted, [name_key(name) for name in columns.name], n=3, cutoff=0.5)
    shown = [name for name in columns.name if name_key(name) in near][:3]
    hint = f" Did you mean {' or '.join(shown)}?" if shown else ""
    raise KnownError(f"No {what} is called {words}.{hint}")
