"""What the Data page shows: a dry run's rows, what imports left open, and past imports, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import Column
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from desktop.commands.settling import Question
    from desktop.commands.workspace import Workspace
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
    Column("row", "Row", "int", 8, "right"),
    Column("sheet", "Sheet", width=22),
)
CHANGED_COLUMNS = (*LINE_COLUMNS, Column("why", "What differs", width=70))
ISSUE_COLUMNS = (
    Column("what", "What", "rag", 20),
    Column("who", "Who", width=17),
    Column("value", "In the sheet", width=19),
    Column("reason", "Why", width=44),
    Column("column", "Column", width=16),
    Column("sheet", "Sheet", width=14),
    Column("row", "Row", "int", 6, "right"),
    Column("file", "File", width=24),
)
PAIR_COLUMNS = (
    Column("one", "One", width=24),
    Column("other", "The other", width=24),
    Column("said", "Decided", width=18),
    Column("reason", "Why they looked alike", width=50),
)
DECIDED = "decided"  # the list of pairs of people that have been decided about
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
    lines = [(one.ref, f"{one.row:,}", one.sheet) for one in found]
    if attribute != "changed":
        return RowsList(LINE_COLUMNS, lines, found)
    told = [(*row, one.why) for row, one in zip(lines, found, strict=True)]
    return RowsList(CHANGED_COLUMNS, told, found)


def open_issues(desk: Desk) -> dict[str, list[int]]:
    """Rows of ``import_issue`` that wait for a person, by level."""
    from desktop.commands import issues

    table = desk.book.import_issue
    found: dict[str, list[int]] = {level: [] for level in LEVEL_NAMES}
    for row in issues.open_issues(desk.book):
        found[table.word("level", row)].append(row)
    return found


def issue_rows(desk: Desk, level: str = "", batch: str = "") -> RowsList:
    """What imports left open (of one level, of one file, or all); the tags are ids of ``import_issue``."""
    from desktop.commands import settling

    table, batches = desk.book.import_issue, desk.book.import_batch
    only = batches.index.get(batch, -1)
    chosen = [
        (name, row)
        for name, rows in open_issues(desk).items()
        for row in rows
        if level in ("", name) and (only < 0 or table.batch[row] == only)
    ]
    rows = [
        (
            LEVEL_NAMES[name],
            settling.who(desk, int(table.case[row]), int(table.person[row])),
            table.value[row],
            table.reason[row],
            table.column("column")[row],
            table.sheet[row],
            _row_number(int(table.column("row")[row])),
            batches.file[table.batch[row]],
        )
        for name, row in chosen
    ]
    tags = [table.ids[row] for _, row in chosen]
    return RowsList(ISSUE_COLUMNS, rows, tags, [LEVEL_STATES[name] for name, _ in chosen])


def level_numbers(desk: Desk, batch: str = "") -> dict[str, int]:
    """How many findings of each level wait, of one file or all, and how many pairs were decided."""
    table, only = desk.book.import_issue, desk.book.import_batch.index.get(batch, -1)
    numbers = {
        level: sum(1 for row in rows if only < 0 or table.batch[row] == only)
        for level, rows in open_issues(desk).items()
    }
    return numbers | {DECIDED: len(_decided(desk))}


def open_files(desk: Desk) -> list[tuple[str, str]]:
    """The imports that left something open: (id, file and day), newest first."""
    from desktop.exchange.reconcile.lineage import batch_title

    table = desk.book.import_issue
    batches = {int(table.batch[row]) for rows in open_issues(desk).values() for row in rows}
    return [
        (desk.book.import_batch.ids[row], batch_title(desk.book, row))
        for row in sorted(batches, reverse=True)
        if row >= 0
    ]


def pair_rows(desk: Desk) -> RowsList:
    """Pairs of people that have been decided about; the tags are ids of ``person_match``."""
    table = desk.book.person_match
    said = {"same": "One person", "different": "Different people"}
    chosen = _decided(desk)
    rows = [
        (
            _person(desk, int(table.person[row])),
            _person(desk, int(table.other[row])),
            said[table.word("status", row)],
            table.reason[row],
        )
        for row in chosen
    ]
    return RowsList(PAIR_COLUMNS, rows, [table.ids[row] for row in chosen])


def _decided(desk: Desk) -> list[int]:
    table = desk.book.person_match
    words = ("same", "different")
    return [row for row in range(len(table)) if table.live[row] and table.word("status", row) in words]


def _person(desk: Desk, person: int) -> str:
    from desktop.domain.lists.rows import initials_of

    table = desk.book.person
    name = table.name[person] or initials_of(desk, person)
    return ", ".join(words for words in (name, table.ref[person]) if words)


def alike(desk: Desk, issue: str) -> list[str]:
    """The ids of the open findings that ask the same kind of question as this one, in the same file."""
    from desktop.commands import settling

    book = desk.book
    row = book.import_issue.index[issue]
    level, kind = book.import_issue.word("level", row), settling.kind_of(book, row)
    return [
        book.import_issue.ids[one]
        for one in open_issues(desk)[level]
        if settling.kind_of(book, one) == kind and _same_words(desk, one, row, kind)
    ]


def _same_words(desk: Desk, one: int, other: int, kind: str) -> bool:
    """Odd facts are alike when their sentences are, figures and names in brackets apart."""
    reason = desk.book.import_issue.reason
    return kind != "exception" or reason[one].partition("(")[0] == reason[other].partition("(")[0]


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


def question_for(work: Workspace, desk: Desk, ids: Sequence[str], *, pairs: bool) -> Question | None:
    """The question about the chosen rows; None when there is none to ask (several pairs, or all settled)."""
    from desktop.commands import settling

    index = desk.book.person_match.index if pairs else desk.book.import_issue.index
    rows = [index[one] for one in ids if one in index]
    if pairs:
        return settling.question_of_match(desk, rows[0]) if len(rows) == 1 else None
    table = desk.book.import_issue
    rows = [row for row in rows if table.live[row] and table.word("state", row) == "open"]
    if not rows:
        return None
    if len(rows) > 1:
        return settling.question_of_many(desk.book, rows)
    return settling.question(work, desk, rows[0])
