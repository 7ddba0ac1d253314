"""What a person asks to see: one small frozen object shared by a count, its list and its export."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

LISTS = (
    "today",
    "dols",
    "visits",
    "supervision",
    "people",
    "overdue",
    "due_soon",
    "queue",
    "unallocated",
    "no_date",
    "agreements",
    "turning",
    "children",
    "board",
    "mine",
    "renewals",
    "homes",
    "home",
    "requests",
    "counted",
    "assessors",
    "staff_bia",
    "changed",
)


@dataclass(frozen=True)
class Selection:
    """Which list, as at when, and what narrows it.

    Attributes:
        list: one of `LISTS`.
        as_at: the day that the list speaks of.
        known_at: instant; only what was on record by then counts (None: everything recorded so far).
        team: a team's id; its sub-teams are in it.
        worker: a worker's id; a worker who covers for another has that worker's cases too.
        rule: one timescale's id.
        plan: one kind of case (``cp``, ``cla`` ...); rows that stand for workers are not narrowed by it.
        home: a managing authority's id, for the list of the people there.
        days: how many calendar days ahead "due soon" looks.
        text: words that must all be found in the row's names and references.
        chip: the key of one of the list's counts.
        order: "" for the list's own order, or the name of another ("legal" for DoLS).
        period: what happened in which months, ``signed 2026-04..2026-06``; see `months.Period`. Of
            "counted" the measure and its month, ``pack 2026-10``.
        of: whose the rows were at the time, ``team:``, ``manager:``, ``assessor:`` or ``mha:`` and an id; of
            "counted" the indicator, and whose after a space; of "changed" another list, whose cases it is
            narrowed to.
        since: of "changed": the instant, in milliseconds, with which today is compared.
    """

    list: str
    as_at: int
    known_at: int | None = None
    team: str = ""
    worker: str = ""
    rule: str = ""
    plan: str = ""
    home: str = ""
    days: int = 5
    text: str = ""
    chip: str = ""
    order: str = ""
    period: str = ""
    of: str = ""
    since: int | None = None

    def __post_init__(self) -> None:
        if self.list not in LISTS:
            raise ValueError(f"there is no list called {self.list}")

    def but(self, **changes: Any) -> Selection:
        """The same selection with some fields changed."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True)
class Count:
    """One number above a list, and the selection whose list has exactly that many rows.

    Attributes:
        rag: index in `columns.RAGS` that says how bad a number above zero is.
        means: the definition in one sentence.
    """

    key: str
    title: str
    n: int
    selection: Selection
    rag: int = 0
    means: str = ""
