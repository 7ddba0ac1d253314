"""What the what-if tab and the command line print of a projection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import short
from desktop.domain.lists.columns import Column
from desktop.domain.months import month_of, spoken_month
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from desktop.analysis.whatif import Projection, Scenario
    from desktop.domain.lists.desk import Desk

COLUMNS = (
    Column("month", "Projection", width=11),
    Column("low", "Low (10%)", "int", 9, "right"),
    Column("middle", "Middle", "int", 8, "right"),
    Column("high", "High (90%)", "int", 10, "right"),
)
ENOUGH = 3  # months drawn after the last one that is of interest


@dataclass(frozen=True)
class WhatIfAnswer:
    """A projection, its table, what it says, and the scenarios that can be chosen."""

    found: Projection
    rows: RowsList
    words: str
    saved: tuple[tuple[str, Scenario], ...]


def whatif_answer(desk: Desk, scenario: Scenario | None) -> WhatIfAnswer:
    """Project a scenario, that of the records when none is given; not on the GUI thread."""
    from desktop.analysis.whatif import from_records, project, scenarios

    found = project(desk, scenario or from_records(desk))
    lines = month_rows(found)
    rows = RowsList(list(COLUMNS), [[line[0], *(f"{one:,}" for one in line[1:])] for line in lines])
    saved = tuple((name, one) for _, name, one in scenarios(desk))
    return WhatIfAnswer(found, rows, f"{reached_words(found)} {found.words}", saved)


def month_rows(found: Projection) -> list[tuple[str, int, int, int]]:
    """The end of each month until all is reached, three months beyond: name, low, middle and high."""
    made: list[tuple[str, int, int, int]] = []
    quiet = 0
    for at, on in enumerate(found.days[:-1]):
        if month_of(found.days[at + 1]) == month_of(on):
            continue
        made.append((spoken_month(month_of(on)), found.low[at], found.middle[at], found.high[at]))
        quiet = quiet + 1 if not found.high[at] else 0
        if quiet > ENOUGH:
            break
    return made


def reached_words(found: Projection) -> str:
    """When the backlog is inside 21 days, as a range."""
    if not found.scenario.arrivals and not max(found.high, default=0):
        return "No request is open and none has come in, so there is nothing to project yet."
    early, middle, late = found.reached
    pace = f"{found.capacity:,.0f} a month can be finished, {found.scenario.arrivals:,.0f} come in."
    if middle is None:
        first = f" One run in ten is there by {short(early)}." if early is not None else ""
        return f"Half of the runs are not inside 21 days within five years.{first} {pace}"
    last = f"nine in ten by {short(late)}" if late is not None else "one in ten not within five years"
    begin = short(early) if early is not None else short(middle)
    return f"Inside 21 days: one run in ten by {begin}, half by {short(middle)}, {last}. {pace}"
