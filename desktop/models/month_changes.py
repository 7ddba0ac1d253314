"""What became another thing among the months of a chart: declared step changes and new definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.months import month_of, spoken_month

if TYPE_CHECKING:
    from desktop.analysis.teams import Monthly

WORDS = {"step": "Step change", "definition": "Definition changed"}


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        kind: ``step`` (limits are computed anew) or ``definition``.
        place: the first of the months on show that it holds for.
        month: the month that it was declared for; see `desktop.domain.months`.
        text: why, or what is defined now.
    """

    kind: str
    place: int
    month: int
    text: str

    @property
    def words(self) -> str:
        """As a sentence: ``Step change in Mar 2026: a new team``."""
        return f"{WORDS[self.kind]} in {spoken_month(self.month)}: {self.text.rstrip('.')}."


def month_changes(found: Monthly) -> list[Change]:
    """The changes after the first month on show, oldest first."""
    every = [("step", one.month, one.text) for one in found.steps]
    every += [("definition", month_of(one.begins), one.note) for one in found.indicator.versions]
    return [
        Change(kind, place, month, text)
        for kind, month, text in sorted(every, key=lambda one: one[1])
        for place in [next((at for at, there in enumerate(found.months) if there >= month), -1)]
        if place > 0
    ]


def words_of(found: Monthly, place: int) -> str:
    """What is new in one of the months, for its line in the table; blank for nothing."""
    return " ".join(one.words for one in month_changes(found) if one.place == place)
