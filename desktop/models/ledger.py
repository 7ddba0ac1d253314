"""The unsent ledger and its conflicts in words: each edit of this laptop that is not yet with the council."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.commands.checks import count_of
from desktop.domain.lists.columns import Column
from desktop.domain.lists.rows import PLAN_WORDS, initials_of
from desktop.domain.me import me
from desktop.models.field_words import field_words, value_words
from desktop.models.rows_list import RowsList
from desktop.sync.ledger import UNSETTLED

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.lists.desk import Desk
    from desktop.models.array_table import Ints
    from desktop.sync.ledger import Disagreement, Entry, Line

COLUMNS = (
    Column("state", "Where it stands", width=22, names=True, under="why"),
    Column("what", "What", width=25, under="tables"),
    Column("whom", "For whom", width=27),
    Column("when", "When", width=15),
    Column("why", "Why", width=40, shown=False),
    Column("tables", "Records", width=20, shown=False),
)
STATES: Mapping[str, str] = {
    "conflict": "Needs you",
    "rejected": "Refused",
    "pending": "Waits to be sent",
    "held": "Waits for another edit",
    "reoffer": "Will be sent again",
}
# what each count above the ledger counts; the same as the status line's
KINDS: Mapping[str, tuple[str, ...]] = {
    "all": UNSETTLED,
    "unsent": ("pending", "held", "reoffer"),
    "conflicts": ("conflict",),
    "rejected": ("rejected",),
}
_HIDDEN = ("recorded_at", "set_id", "changed_at", "changed_by", "revision", "version", "source")


class LedgerRows(RowsList):
    """The edits as a table's rows; each keeps its place in the table's memory by its change set."""

    def identity(self) -> Ints:
        """The change set of each row."""
        return np.array([hash(one.set_id) for one in self.tags], np.int64)


def ledger_rows(desk: Desk, entries: Sequence[Entry], kind: str = "all") -> LedgerRows:
    """The edits of one of `KINDS` in words: what needs a person first, then in the order they were made."""
    order = {state: at for at, state in enumerate(STATES)}
    shown = [one for one in entries if one.state in KINDS[kind]]
    shown.sort(key=lambda one: (min(order[one.state], 2), one.made_at, one.set_id))
    rows = [
        (
            STATES[one.state],
            one.summary,
            whom(desk, one.case_ids),
            f"{dt.datetime.fromtimestamp(one.made_at / 1000):%d/%m/%Y %H:%M}",
            one.why,
            ", ".join(field_words(name) for name in one.table_names),
        )
        for one in shown
    ]
    return LedgerRows(COLUMNS, rows, tags=shown)


def numbers(entries: Sequence[Entry]) -> dict[str, int]:
    """How many edits are of each of `KINDS`."""
    return {kind: sum(one.state in states for one in entries) for kind, states in KINDS.items()}


def whom(desk: Desk, case_ids: Sequence[str]) -> str:
    """Whom an edit is about: a person and the plan, or how many cases."""
    rows = [desk.book.case.index[one] for one in case_ids if one in desk.book.case.index]
    if not rows:
        return "a case that is not here any more" if case_ids else "no single case"
    return title_of(desk, rows[0]) if len(rows) == 1 else count_of(len(rows), "case")


def title_of(desk: Desk, case: int) -> str:
    """A case by its person's name (or initials), plan and reference."""
    book, person = desk.book, int(desk.book.case.person[case])
    name = book.person.name[person] if person >= 0 else ""
    ref = book.case.ref[case] or (book.person.ref[person] if person >= 0 else "")
    plan = PLAN_WORDS[int(book.case.kind[case])]
    return ", ".join(part for part in (name or initials_of(desk, person), plan, ref) if part)


@dataclass(frozen=True)
class FieldTold:
    """One field that two people changed, in words; `(empty)` where nothing stands."""

    field: str
    seen: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class ConflictTold:
    """A conflict as the panel shows it.

    Attributes:
        case: the case's row, -1 when it belongs to none (or is not here any more).
        whom: whom it is about.
        sentence: who did what, when, and what ours was.
        what: our edit.
        fields: each field with what I saw, theirs and mine.
        waiting: what waits for the decision, blank for nothing.
        can_keep_mine: whether mine can still be had: not where the row is gone.
    """

    disagreement: Disagreement
    case: int
    whom: str
    sentence: str
    what: str
    fields: tuple[FieldTold, ...]
    waiting: str
    can_keep_mine: bool


def conflict_told(desk: Desk, found: Disagreement) -> ConflictTold:
    """A conflict in words."""
    book = desk.book
    case = book.case.index.get(found.case_id, -1)
    lines = [line for line in found.lines if line.field not in _HIDDEN]
    waits = found.dependents
    waiting = f"{count_of(waits, 'later edit')} of yours {'waits' if waits == 1 else 'wait'} for this."
    return ConflictTold(
        found,
        case,
        title_of(desk, case) if case >= 0 else "",
        _sentence(book, found),
        found.summary,
        tuple(_field_told(book, line) for line in lines),
        waiting if waits else "",
        found.kind != "gone",
    )


def _field_told(book: Casebook, line: Line) -> FieldTold:
    if line.field == "superseded_at":
        return FieldTold("this entry", "stood as recorded", "replaced or taken back", "replaced by mine")
    if line.field == "deleted":
        return FieldTold("this entry", "was there", "taken back" if line.theirs else "is there", "changed")
    values = (value_words(book, line.table, line.field, one) for one in (line.seen, line.theirs, line.mine))
    return FieldTold(field_words(line.field), *(words or "(empty)" for words in values))


def _sentence(book: Casebook, found: Disagreement) -> str:
    """Who was quicker, in the words of the work where it is an allocation, else in the store's."""
    worker = next(
        (one for one in found.lines if (one.table, one.field) == ("allocation", "worker") and one.theirs),
        None,
    )
    if worker is None or not found.who:
        return found.sentence
    theirs, mine = (value_words(book, "allocation", "worker", one) for one in (worker.theirs, worker.mine))
    when = f" at {dt.datetime.fromtimestamp(found.when / 1000):%H:%M:%S}" if found.when else ""
    choice = f" Your choice was {mine}." if mine else ""
    return f"{name_of(book, found.who)} gave this to {theirs}{when}.{choice}"


def name_of(book: Casebook, login: str) -> str:
    """Whoever has a login, by the name on record; the login where nobody fits."""
    row = me(book, login)
    return str(book.worker.name[row]) if row >= 0 else login


def request_text(entry: Entry, words: str) -> str:
    """A refused edit as text to send to whoever may allow it; names nobody."""
    when = f"{dt.datetime.fromtimestamp(entry.made_at / 1000):%d/%m/%Y %H:%M}"
    return (
        f"Caseclock did not take this edit of mine ({when}): {entry.summary}.\n"
        f"{words}\nReference of the edit: {entry.set_id}\nCould you record it, or give me the right to?"
    )
