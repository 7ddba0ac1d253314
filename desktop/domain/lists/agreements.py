"""The register of agreed visiting frequencies: what the exceptional arrangements panel works through.

A row is a looked-after child with the agreement begun last: what was agreed, by whom, what became of it,
and by when it is to be reviewed. A register shows what has ended too, so that a move is not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.domain import cases
from desktop.domain.agreements import (
    AGREED,
    ENDED,
    EXPIRED,
    FIRST_YEAR,
    MOVED,
    NO_CONSENT,
    NO_DATE,
    NO_PLACEMENT,
    NOT_AGREED,
    NOT_FOSTER,
    NOT_TO_18,
    REFUSED,
    UNAPPROVED,
    UNPROVEN,
    verdicts,
)
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import (
    DUE_SOON,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    order_packed,
    pack,
    text_ranks,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, who_cells
from desktop.domain.lists.selection import Selection

REVIEW_DAYS = 28  # a review that is due within so many days is soon
MOVED_WORDS = "placement moved"
# The reasons of `desktop.domain.agreements` within a column's width.
_SHORT = {
    EXPIRED: "not reviewed by its date",
    ENDED: "ended",
    MOVED: "the placement changed",
    NOT_AGREED: "somebody does not agree",
    REFUSED: "the panel has not approved it",
    NO_DATE: "the agreement has no date",
    NO_PLACEMENT: "placement start not on record",
    FIRST_YEAR: "began in the placement's first year",
    NOT_TO_18: "placement is not meant to last to 18",
    NOT_FOSTER: "not a long-term foster placement",
    NO_CONSENT: "the child's agreement is missing",
}
_INTERVALS = {"": "", "6w": "6 weeks", "3m": "3 months", "6m": "6 months"}

COLUMNS = (
    Column("state", "State", "rag", 20),
    Column("initials", "Initials", width=9, names=True, under="person"),
    Column("worker", "Worker or cover", width=19, under="team"),
    Column("interval", "Agreed", width=11, under="since"),
    Column("in_force", "Visits now", width=40, under="placement"),
    Column("agreed_by", "Who agrees", width=30, under="panel"),
    Column("review", "Review by", "day", 11, under="ended"),
    Column("note", "Last note", width=40),
    Column("person", "Person ID", width=10, shown=False),
    Column("since", "From", "day", 11, shown=False),
    Column("placement", "Placement", width=20, shown=False),
    Column("panel", "Panel", width=24, shown=False),
    Column("by", "Agreed by", width=30, shown=False),
    Column("ended", "Ended", "day", 11, shown=False),
    Column("end_reason", "Why it ended", width=24, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)


@dataclass
class _Register:
    """One entry per row: case, its agreement, what became of it (index in `REASONS`), and its state."""

    case: Ints
    row: Ints
    why: Ints
    rag: Ints


def base(desk: Desk, selection: Selection) -> Base:
    """The register: lapsed for want of a review first, then without evidence, then by review date."""
    found = _register(desk)
    rows = Rows(desk, found.case)
    return Base(
        rows=rows,
        clock=np.full(len(found.case), -1, np.int32),
        rag=found.rag,
        ids=found.case.astype(np.int64) * 1024 + 1,
        columns=COLUMNS,
        cells=_cells(desk, found, rows),
        chips=_chips(desk, found),
    )


def _register(desk: Desk) -> _Register:
    agreed = desk.fact("agreed")
    case = np.flatnonzero((agreed >= 0) & desk.is_open).astype(np.int32)
    row = agreed[case]
    why = verdicts(desk.context(desk.book), row) if len(row) else np.zeros(0, np.int16)
    found = _Register(case, row, why, _rag(desk, row, why))
    review = taken(desk.book.agreed_frequency.review_by, row)
    order = order_packed(pack((_urgency(found.rag), 3), (review, 18)))
    return _Register(case[order], row[order], why[order], found.rag[order])


def _rag(desk: Desk, row: Ints, why: Ints) -> Ints:
    table = desk.book.agreed_frequency
    longer = table.interval[row] > table.code("interval", "6w")
    soon = (table.review_by[row] != NO_DAY) & (table.review_by[row] <= desk.as_at + REVIEW_DAYS)
    return np.select(
        [
            why == EXPIRED,
            np.isin(why, (*UNPROVEN, *UNAPPROVED)),
            (why == AGREED) & longer & soon,
            why == AGREED,
        ],
        [OVERDUE, UNKNOWN, DUE_SOON, IN_TIME],
        NONE,
    ).astype(np.int8)


def _cells(desk: Desk, found: _Register, rows: Rows) -> dict[str, Cells]:
    words, table = _Words(desk, found), desk.book.agreed_frequency
    length = table.interval[found.row].astype(np.int32)
    return {
        **who_cells(desk, rows),
        "state": _texts(words.state, found.row, lambda: _urgency(found.rag)),
        "interval": _texts(words.interval, found.row, lambda: length),
        "since": day_cells(lambda: table.effective_from[found.row]),
        "agreed_by": _texts(words.agreed_by, found.row),
        "by": _texts(lambda at: table.agreed_by[found.row[at]], found.row),
        "panel": _texts(words.panel, found.row, lambda: table.panel_on[found.row]),
        "review": day_cells(lambda: table.review_by[found.row]),
        "in_force": _texts(words.in_force, found.row),
        "placement": _texts(words.placement, found.row),
        "ended": day_cells(lambda: table.ended_on[found.row]),
        "end_reason": _texts(lambda at: table.ended_reason[found.row[at]], found.row),
    }


def _urgency(rag: Ints) -> Ints:
    """Overdue first, then without evidence, review soon, in force, ended."""
    made: Ints = np.array([5, 4, 2, 3, 0, 1], np.int32)[rag]
    return made


def _texts(say: Callable[[int], str], of: Ints, keys: Callable[[], Ints] | None = None) -> Cells:
    """A column of words made row by row; sorted by other numbers, or else by the words themselves."""

    def text(at: Ints) -> list[str]:
        return [say(row) for row in at.tolist()]

    return Cells(text, keys or (lambda: text_ranks(text(np.arange(len(of))))))


class _Words:
    """The texts of the register, row by row."""

    def __init__(self, desk: Desk, found: _Register) -> None:
        self._desk, self._found, self._table = desk, found, desk.book.agreed_frequency

    def interval(self, at: int) -> str:
        return _INTERVALS[self._table.word("interval", int(self._found.row[at]))]

    def state(self, at: int) -> str:
        why, review = int(self._found.why[at]), int(self._table.review_by[self._found.row[at]])
        if why == EXPIRED:
            return f"Review overdue {self._desk.as_at - review} d"
        if why in UNPROVEN:
            return "Without evidence"
        if why in UNAPPROVED:
            return "Not approved"
        if why in (ENDED, MOVED):
            return "Ended"
        if self._found.rag[at] == DUE_SOON:
            return f"Review due in {review - self._desk.as_at} d"
        return "In force"

    def agreed_by(self, at: int) -> str:
        row = int(self._found.row[at])
        said = (
            ("carer", self._table.carer_agrees),
            ("worker", self._table.worker_agrees),
            ("IRO", self._table.iro_agrees),
            ("child", self._table.child_agrees),
        )
        yes, no = ([who for who, column in said if column[row] == answer] for answer in (1, 0))
        against = f"not {', '.join(no)}" if no else ""
        return "; ".join(filter(None, (", ".join(yes), against))) or "not said"

    def panel(self, at: int) -> str:
        row = int(self._found.row[at])
        decision, ref = self._table.word("panel_decision", row), self._table.panel_ref[row]
        on = short(int(self._table.panel_on[row]))
        told = " ".join(filter(None, (ref, decision, on)))
        return f"Panel: {told or 'not recorded'}"

    def in_force(self, at: int) -> str:
        why = int(self._found.why[at])
        if why == AGREED:
            return f"{self.interval(at)}, as agreed"
        return f"6 weeks: {_SHORT[why]}"

    def placement(self, at: int) -> str:
        row = cases.placement_on(self._desk.book, int(self._found.case[at]), self._desk.as_at)
        if row < 0:
            return "not on record"
        table = self._desk.book.placement
        code, since = table.column("code")[row], short(int(table.starts_on[row]))
        return " ".join(filter(None, (code, f"since {since}" if since else "")))


def _chips(desk: Desk, found: _Register) -> tuple[Chip, ...]:
    table = desk.book.agreed_frequency
    review, reason = table.review_by[found.row], table.column("ended_reason")
    asked = table.interval[found.row] > table.code("interval", "6w")
    running: Bools = ~np.isin(found.why, (ENDED, MOVED))
    by_move = (found.why == MOVED) | np.array(
        [reason[row] == MOVED_WORDS for row in found.row.tolist()], bool
    )
    return (
        Chip("expired", "Review overdue", found.rag == OVERDUE, OVERDUE, "Visits are back at six weeks."),
        Chip(
            "review",
            "Review due in 4 weeks",
            running & (review >= desk.as_at) & (review <= desk.as_at + REVIEW_DAYS),
            DUE_SOON,
            "Agreements whose review date comes within four weeks.",
        ),
        Chip(
            "unproven",
            "Without evidence",
            np.isin(found.why, UNPROVEN),
            UNKNOWN,
            "A condition of regulation 28 is not on record, so six weeks apply.",
        ),
        Chip(
            "unapproved",
            "Not approved",
            np.isin(found.why, UNAPPROVED),
            UNKNOWN,
            "The panel, the carer, the worker or the IRO has not agreed, so six weeks apply.",
        ),
        Chip("longer", "Longer than 6 weeks", asked & (found.why == AGREED), means="In force as agreed."),
        Chip("moved", "Ended by a move", by_move, means="The child moved, and the agreement ended with it."),
    )
