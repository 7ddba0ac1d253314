"""The desk: one casebook read as at one day, with its clocks, that every list is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.domain.days import NEVER
from desktop.domain.lists.columns import Ints

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.changes import Changes
    from desktop.domain.clocks import Clocks
    from desktop.domain.dols import DolsFlags
    from desktop.domain.timescales import Timescales

LATEST = NEVER - 1  # everything recorded so far, whatever this machine's clock says


@dataclass
class Desk:
    """One snapshot that everything on the screen is asked of.

    Attributes:
        as_at: the day that is being looked at.
        known_at: only facts on record at this instant count (`LATEST`: all recorded so far).
        clocks, flags: what the engine says for that day.
        revision: grows with every refresh; what was built from an older one is stale.
    """

    book: Casebook
    timescales: Timescales
    as_at: int
    known_at: int
    clocks: Clocks
    flags: DolsFlags
    revision: int = 0
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    _facts: dict[str, Ints] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, book: Casebook, timescales: Timescales, as_at: int, known_at: int | None = None) -> Desk:
        """Read a casebook as at a day (and, when given, as it was known at an instant)."""
        raise NotImplementedError

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept until the next refresh."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def fact(self, name: str) -> Ints:
        """One fact per case (see `facts.FACTS`), computed on first use and patched at a refresh."""
        raise NotImplementedError

    def refresh_cases(self, cases: Ints) -> None:
        """Bring clocks and facts up to date after rows of some cases changed in the casebook."""
        raise NotImplementedError

    def apply(self, changes: Changes) -> Ints:
        """Bring the desk up to date after a change that the casebook already holds.

        Returns:
            The case rows that were touched (all of them when the change is not about cases).
        """
        raise NotImplementedError
