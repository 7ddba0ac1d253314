"""The Visits page: every open child protection, looked-after and child in need case, a row each.

A child on a plan who is also looked after has two cases, so two rows: each plan has its own clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain import kernel
from desktop.domain.days import NO_DAY
from desktop.domain.lists.clockmap import clock_cells, most_pressing, rag_of, rules_in, running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.families import sibling_cells
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_day_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.visit_words import Words
from desktop.domain.lists.work import plan_ranks

COLUMNS = (
    Column("state", "State", "rag", 20, under="elapsed"),
    Column("initials", "Initials", width=9, names=True, under="person"),
    Column("plan", "Status", width=9, under="siblings"),
    Column("worker", "Worker or cover", width=19, under="team"),
    Column("seen", "Last seen", "day", 9, under="alone"),
    Column("six", "10 wd or 6 weeks", width=18, under="limit"),
    Column("due", "Next due", "day", 9, under="planned"),
    Column("pattern", "Agreed pattern", width=30, under="agreed"),
    Column("attempts", "Attempts since seen", width=34),
    Column("note", "Last note", width=40),
    Column("person", "Person ID", width=10, shown=False),
    Column("siblings", "Siblings", width=9, shown=False),
    Column("sibling_ids", "Siblings' IDs", width=28, shown=False),
    Column("alone", "Alone", width=8, shown=False),
    Column("elapsed", "Elapsed", width=24, shown=False),
    Column("limit", "20 wd or legal limit", width=21, shown=False),
    Column("agreed", "Against the agreed interval", width=26, shown=False),
    Column("planned", "Planned", "day", 11, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("start", "Counted from", "day", 11, shown=False),
    Column("began", "Plan or care began", "day", 11, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)


@dataclass
class Visited:
    """What is known of each row; every array has one entry per row.

    Attributes:
        case: case rows.
        kind: their kinds.
        clock: the visit clock in force, -1 where visits are counted under another plan.
        limit: for CP the 20-working-day clock, else -1.
        due: when the clock in force falls due.
        rag: indexes in `columns.RAGS`.
        marks: which counts the row is in, as bits of `_MARKS`.
    """

    case: Ints
    kind: Ints
    clock: Ints
    limit: Ints
    due: Ints
    rag: Ints
    marks: Ints


def base(desk: Desk, selection: Selection) -> Base:
    """The page in its own order: CP never seen or past 20 working days, then overdue, then by date."""
    found = visited(desk)
    rows = Rows(desk, found.case)
    return Base(
        rows=rows,
        clock=found.clock,
        rag=found.rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows),
        chips=_chips(desk, found),
        alone=True,
    )


def _cells(desk: Desk, found: Visited, rows: Rows) -> dict[str, Cells]:
    words, event, seen = Words(desk, found), desk.book.event, desk.fact("seen")
    attempts = desk.fact("attempts")
    return {
        **who_cells(desk, rows),
        **clock_cells(desk, found.clock, found.rag),
        "elapsed": Cells(words.elapsed, lambda: taken(words.clocks.elapsed, found.clock)),
        "siblings": sibling_cells(desk, rows, ids=False),
        "sibling_ids": sibling_cells(desk, rows),
        "seen": fact_day_cells(desk, "event", "seen", "on", rows),
        "alone": Cells(words.alone, lambda: taken(event.alone, seen[rows.case])),
        "six": Cells(words.six, lambda: _six_due(desk, found)),
        "agreed": Cells(words.agreed, lambda: desk.fact("agreed_due")[found.case]),
        "limit": Cells(words.limit, lambda: _limit_due(desk, found)),
        "pattern": Cells(words.pattern, words.pattern_keys),
        "planned": fact_day_cells(desk, "planned", "planned", "on", rows),
        "attempts": Cells(words.attempts, lambda: _none_when_zero(attempts[rows.case])),
        "began": day_cells(lambda: desk.fact("started")[rows.case]),
    }


def _none_when_zero(numbers: Ints) -> Ints:
    return np.where(numbers > 0, numbers, NO_DAY).astype(np.int32)


def visited(desk: Desk) -> Visited:
    """Every open plan that is visited, in the page's order."""
    rows = desk.rows_in_order("visits", lambda cases: _rows(desk, cases))
    return Visited(**{name: column for name, column in rows.items() if name != "key"})


def _rows(desk: Desk, cases: Ints | None) -> dict[str, Ints]:
    """The rows of some cases or of all, with their place in the page's order."""
    case = np.arange(len(desk.book.case), dtype=np.int32) if cases is None else cases
    kind = desk.book.case.kind[case]
    chosen = desk.is_open[case] & _is_child(desk)[kind]
    case, kind = case[chosen].astype(np.int32), kind[chosen]
    clock, limit = _in_force(desk)[case], running_of(desk, "cp_visit_20wd")[case]
    due, rag = taken(desk.clocks.due, clock).astype(np.int32), rag_of(desk, clock)
    band = _bands(desk, case, rag, limit)
    return {
        "key": pack((band, 4), (due, 18), (plan_ranks(desk, case), 4), (case, 21)),
        "case": case,
        "kind": kind,
        "clock": clock,
        "limit": limit,
        "due": due,
        "rag": rag.astype(np.int8),
        "marks": _marks(desk, case, rag, limit),
    }


def _in_force(desk: Desk) -> Ints:
    """Per case, the visit clock that it is judged by."""
    rules = [rule for rule in rules_in(desk, "visit") if rule != "cp_visit_20wd"]
    return most_pressing(desk, rules)


def _is_child(desk: Desk) -> Bools:
    wanted = np.zeros(len(desk.book.case.shape.field("kind").codes), bool)
    wanted[list(_codes(desk))] = True
    return wanted


def _codes(desk: Desk) -> tuple[int, int, int]:
    """The case kinds of the page: CP, CLA, CiN."""
    code = desk.book.case.code
    return code("kind", "cp"), code("kind", "cla"), code("kind", "cin")


_BAND_OF_RAG = np.array([7, 6, 6, 4, 3, 5], np.int32)  # by rag: none, in time, soon, today, overdue, unknown


def _bands(desk: Desk, case: Ints, rag: Ints, limit: Ints) -> Ints:
    """CP never seen or past 20 working days, CP overdue, CLA past the legal limit, then by state."""
    band = _BAND_OF_RAG[rag]
    cp = desk.book.case.kind[case] == _codes(desk)[0]
    band[desk.fact("legal_state")[case] == kernel.OVERDUE] = 2
    band[cp & (rag == OVERDUE)] = 1
    band[cp & ((desk.fact("seen")[case] < 0) | _past(desk, limit))] = 0
    return band


def _past(desk: Desk, clock: Ints) -> Bools:
    past: Bools = taken(desk.clocks.state, clock, -1) == kernel.OVERDUE
    return past


def _limit_due(desk: Desk, found: Visited) -> Ints:
    legal = desk.fact("legal_due")[found.case]
    made: Ints = np.where(found.limit >= 0, taken(desk.clocks.due, found.limit), legal)
    return made


def _six_due(desk: Desk, found: Visited) -> Ints:
    six = desk.fact("six_due")[found.case]
    made: Ints = np.where(six != NO_DAY, six, taken(desk.clocks.due, found.clock))
    return made


_MARKS = (
    "cp_never",
    "cp_20",
    "cp_10",
    "cla_6w",
    "cla_agreed",
    "cla_legal",
    "cin_overdue",
    "attempts",
    "never",
)


def _marks(desk: Desk, case: Ints, rag: Ints, limit: Ints) -> Ints:
    """Which of the counts each case is in, a bit each."""
    late, kind = rag == OVERDUE, desk.book.case.kind[case]
    cp, cla, cin = (kind == code for code in _codes(desk))
    measures = ("six_state", "agreed_state", "legal_state")
    masks = (
        cp & (desk.fact("seen")[case] < 0),
        cp & _past(desk, limit),
        cp & late,
        *(cla & (desk.fact(name)[case] == kernel.OVERDUE) for name in measures),
        cin & late,
        desk.fact("attempts")[case] > 0,
        (desk.fact("seen")[case] < 0) & (rag != NONE),
    )
    bits = [mask.astype(np.int64) << place for place, mask in enumerate(masks)]
    made: Ints = np.bitwise_or.reduce(bits)
    return made


def _marked(found: Visited, key: str) -> Bools:
    mask: Bools = (found.marks & (1 << _MARKS.index(key))) != 0
    return mask


def _chips(desk: Desk, found: Visited) -> tuple[Chip, ...]:
    in_time = (found.rag == IN_TIME) | (found.rag == DUE_SOON) | (found.rag == DUE_TODAY)
    due = found.due

    def marked(key: str, title: str, rag: int, means: str) -> Chip:
        return Chip(key, title, _marked(found, key), rag, means)

    return (
        Chip("overdue", "Overdue", found.rag == OVERDUE, OVERDUE, "Plans whose visit in force is overdue."),
        marked("cp_never", "CP never seen", OVERDUE, "On a plan, and no visit has seen the child."),
        marked("cp_20", "CP over 20 wd", OVERDUE, "Not seen for over 20 working days."),
        marked("cp_10", "CP over 10 wd", OVERDUE, "Not seen for over 10 working days."),
        marked("cla_6w", "CLA over 6 weeks", OVERDUE, "Measured against six weeks."),
        marked("cla_agreed", "CLA over agreed", OVERDUE, "Measured against the interval in force."),
        marked(
            "cla_legal",
            "CLA over legal limit",
            OVERDUE,
            "Measured against the legal maximum.",
        ),
        marked("cin_overdue", "CiN overdue", OVERDUE, "Child in need visits overdue."),
        Chip(
            "due_soon",
            "Due in {days}",
            lambda chosen: in_time & (due <= chosen.as_at + chosen.days),
            DUE_SOON,
            "Visits that fall due within that time.",
        ),
        marked("never", "No visit recorded", UNKNOWN, "No visit under this plan has seen the child."),
        Chip("no_date", "No date", found.rag == UNKNOWN, UNKNOWN, "The next visit cannot be calculated."),
        marked(
            "attempts",
            "Attempts only",
            DUE_SOON,
            "Tried in vain since the child was last seen.",
        ),
    )
