"""Saved what-if scenarios: kept under a name for everybody, replaced and removed."""

from __future__ import annotations

import numpy as np

from desktop.analysis.whatif import Scenario
from desktop.commands.acts import Builder
from desktop.domain.casebook import Casebook, known
from desktop.domain.changes import Act
from desktop.domain.series import CURRENT
from desktop.errors import KnownError, Refused


def save(book: Casebook, name: str, scenario: Scenario, *, author: str, today: int) -> Act:
    """Keep a scenario under a name; one of the same name is replaced and stays in the history.

    Raises:
        Refused: no name, or a number that cannot be.
    """
    if not name.strip():
        raise Refused("Give the scenario a name.")
    try:
        scenario.checked()
    except KnownError as error:
        raise Refused(error.message) from None
    build = Builder(book, "scenarios.save", author)
    for row in _standing(book, name.strip()):
        build.supersede("scenario", row)
    build.insert("scenario", name=name.strip(), settings=scenario.text(), recorded_at=build.made_at)
    return build.act("Scenario saved")


def remove(book: Casebook, name: str, *, author: str, today: int) -> Act:
    """Take a saved scenario away.

    Raises:
        Refused: when there is none of that name.
    """
    rows = _standing(book, name.strip())
    if not rows:
        raise Refused("There is no saved scenario of that name. Look again.")
    build = Builder(book, "scenarios.remove", author)
    for row in rows:
        build.supersede("scenario", row)
    return build.act("Scenario removed")


def _standing(book: Casebook, name: str) -> list[int]:
    table = book.scenario
    rows = np.flatnonzero(table.live & known(table, CURRENT)).tolist()
    return [row for row in rows if table.name[row].casefold() == name.casefold()]
