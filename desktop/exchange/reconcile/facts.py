"""What a row of a spreadsheet states, in one form whatever its layout.

A layout module turns its columns into `Row` objects; everything after that (matching, comparing,
staging) knows only these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

# The columns of each fact table that a spreadsheet can state, in the order of a fact's values.
COLUMNS: dict[str, tuple[str, ...]] = {
    "event": ("kind", "on", "seen", "alone", "outcome", "detail"),
    "dols_request": ("form", "managing_authority", "priority", "objecting", "urgent"),
    "urgent_authorisation": (
        "given_on",
        "stated_end",
        "extension_requested_on",
        "extension_decided_on",
        "extension_days",
    ),
    "authorisation": ("starts_on", "ends_on"),
    "placement": ("starts_on", "code", "legal_status", "order_on", "ends_on"),
    "agreed_frequency": ("interval",),
    "allocation": ("role", "worker", "named", "team", "on", "due_back_on"),
    "note": ("text", "kind", "on"),
}
KEYED = frozenset({"event", "allocation"})  # the first value says which fact of the table it is
# Facts of which there is a series, one a date: a later date is a new one.
SERIES = frozenset(
    (
        "visit",
        "supervision",
        "review",
        "health_assessment",
        "dental_check",
        "iro_visit",
        "contact",
        "pathway_review",
        "form3_returned",
        "form4_returned",
    )
)
EPISODES = ("cp", "cla", "cin", "care_leaver")  # the plans of which a child has one at a time

Fact = tuple[int, str, tuple[Any, ...]]  # record number, table, values in the order of COLUMNS
Slot = tuple[str, str]  # table, and for an event or allocation which


def slot_of(table: str, values: tuple[Any, ...]) -> Slot:
    """Which fact of a case this is: facts of one slot are compared with one another."""
    return table, values[0] if table in KEYED else ""


def day_column(slot: Slot) -> int:
    """Where a fact of a series holds its day; -1 for a fact that stands once."""
    if slot[0] == "event":
        return 1 if slot[1] in SERIES else -1
    return 0 if slot[0] == "placement" else -1


class Who(NamedTuple):
    """The person of a row, as far as the row says."""

    ref: str
    name: str = ""
    initials: str = ""
    born_on: int | None = None
    disabled: int | None = None


class Row(NamedTuple):
    """One row, understood.

    Attributes:
        rec: number of the record in the file.
        start: the day its episode began, where the row says.
        ended: the row says that the episode is over.
        by_start: only a case with the same start is the same case.
        team: id of the team that has the case, "" not said.
        ref: the reference of the request itself.
        facts: what else it says.
    """

    rec: int
    who: Who
    kind: str
    start: int | None
    ended: bool
    by_start: bool
    team: str
    ref: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of sheet is understood.

    Attributes:
        rows: makes the rows of a table; the second argument is the number of its first record, the last
            of the layouts in `plain.EVENTS`) which rows to make.
        columns: (table, slot word, column) -> the field of the sheet that states it.
        one_row_a_child: a tracker with one row a child, where another plan means a disagreement.
    """

    rows: Callable[..., Iterator[Row]]  # (ParsedTable, int, Staff) and, for `plain.EVENTS`, Sequence[bool]
    columns: dict[tuple[str, str, str], str]
    one_row_a_child: bool = False


def event(
    rec: int,
    kind: str,
    on: int,
    seen: int | None = None,
    alone: int | None = None,
    outcome: str = "",
    detail: str = "",
) -> Fact:
    """An event as a fact."""
    return rec, "event", (kind, on, seen, alone, outcome, detail)
