"""What the Data page shows: a dry run's rows, what imports left open, and past imports, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import Column
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.exchange.reconcile import ImportPlan

LAYOUT_NAMES = {
    "dols_tracker": "DoLS tracker",
    "visits_tracker": "Visits tracker",
    "supervision_tracker": "Supervision tracker",
}
LEVEL_NAMES = {
    "rejected": "Rejected",
    "conflict": "Two sources disagree",
    "changed": "Changed, to confirm",
    "possible_match": "Perhaps one person",
    "exception": "Odd, but kept",
    "gone": "Gone from the file",
}
LEVEL_MEANS = {
    "rejected": "Rows that could not be read. They are not in; correct the spreadsheet and import it again.",
    "conflict": "Two places say different things. What stood first stays until you choose.",
    "changed": "A later file says something else than before. Nothing changes until you say yes.",
    "possible_match": "Two people who may be one. Nothing is joined until you say yes.",
    "exception": "Odd facts that were kept and move no clock.",
    "gone": "Open cases that an earlier file had and the last one has not. Nothing was closed.",
}
# State of each level, for its sign: what needs a person stands out.
LEVEL_STATES = {"rejected": 4, "conflict": 3, "changed": 2, "possible_match": 2, "exception": 5, "gone": 5}

FINDING_COLUMNS = (
    Column("what", "What", "rag", 22),
    Column("reason", "Why", width=52),
    Column("value", "In the sheet", width=20),
    Column("column", "Column", width=18),
    Column("sheet", "Sheet", width=14),
    Column("row", "Row", "int", 6, "right"),
)
LINE_COLUMNS = (
    Column("ref", "Reference", width=18),
    Column("sheet", "Sheet", width=22),
    Column("row", "Row", "int", 8, "right"),
)
BATCH_COLUMNS = (
    Column("file", "File", width=34),
    Column("layout", "Read as", width=22),
    Column("as_at", "As at", "text", 12),
    Column("new", "New", "int", 8, "right"),
    Column("changed", "Changed", "int", 9, "right"),
    Column("same", "Same", "int", 8, "right"),
    Column("rejected", "Rejected", "int", 9, "right"),
    Column("state", "State", width=14),
)
# The counts of a dry run, in the order of the strip: key of `ImportPlan.counts`, title, attribute.
PARTS = (
    ("new", "New", "new"),
    ("changed", "Changed", "changed"),
    ("same", "Same", "same"),
    ("rejected", "Rejected", "rejected"),
    ("gone", "Gone from this file", "gone"),
    ("exceptions", "Odd, but kept", "exceptions"),
    ("conflicts", "Sources disagree", "conflicts"),
    ("possible_matches", "Perhaps one person", "possible_matches"),
    ("repeated", "Repeated rows", "repeated"),
)


def layout_name(layout: str) -> str:
    """A layout in words."""
    if layout.startswith("annex_a"):
        number = layout.removeprefix("annex_a").strip("_")
        return f"Annex A, list {number}" if number else "Annex A workbook"
    return LAYOUT_NAMES.get(layout, layout.replace("_", " ").capitalize())


def rows_of(plan: ImportPlan, attribute: str) -> RowsList:
    """The rows behind one count of a dry run."""
    found = list(getattr(plan, attribute))
    if found and hasattr(found[0], "reason"):
        rows = [
            (
                LEVEL_NAMES[one.level],
                one.reason,
                one.value,
                one.column,
                one.sheet,
                f"{one.row:,}" if one.row else "",
            )
            for one in found
        ]
        return RowsList(FINDING_COLUMNS, rows, found, [LEVEL_STATES[one.level] for one in found])
    return RowsList(LINE_COLUMNS, [(one.ref, one.sheet, f"{one.row:,}") for one in found], found)


def open_issues(desk: Desk) -> dict[str, list[int]]:
    """Rows of ``import_issue`` that wait for a person, by level."""
    from desktop.commands import issues

    table = desk.book.import_issue
    found: dict[str, list[int]] = {level: [] for level in LEVEL_NAMES}
    for row in issues.open_issues(desk.book):
        found[table.word("level", row)].append(row)
    return found


def issue_rows(desk: Desk, level: str = "") -> RowsList:
    """What imports left open (of one level, or all)."""
    found = open_issues(desk)
    table = desk.book.import_issue
    chosen = [(name, row) for name, rows in found.items() for row in rows if level in ("", name)]
    rows = [
        (
            LEVEL_NAMES[name],
            table.reason[row],
            table.value[row],
            table.column("column")[row],
            table.sheet[row],
            _row_number(int(table.column("row")[row])),
        )
        for name, row in chosen
    ]
    tags = [table.ids[row] for _, row in chosen]
    return RowsList(FINDING_COLUMNS, rows, tags, [LEVEL_STATES[name] for name, _ in chosen])


def _row_number(number: int) -> str:
    return f"{number:,}" if number else ""


def batch_rows(desk: Desk) -> RowsList:
    """Past imports, newest first."""
    table = desk.book.import_batch
    order = range(len(table) - 1, -1, -1)
    rows = [_batch(desk, row) for row in order]
    return RowsList(BATCH_COLUMNS, rows, [table.ids[row] for row in order])


def _batch(desk: Desk, row: int) -> Sequence[str]:
    table = desk.book.import_batch
    counts = json.loads(table.counts[row] or "{}")
    numbers = [f"{int(counts.get(key, 0)):,}" for key in ("new", "changed", "same", "rejected")]
    as_at = int(table.as_at[row])
    state = "In" if table.live[row] and table.word("state", row) != "undone" else "Taken back"
    when = short(as_at) if as_at != NO_DAY else "Not said"
    return (table.file[row], layout_name(table.layout[row]), when, *numbers, state)
