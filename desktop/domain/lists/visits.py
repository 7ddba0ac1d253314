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
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    pack,
    sorted_by,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.families import sibling_cells
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_days, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.visit_words import Words
from desktop.domain.lists.work import plan_ranks

COLUMNS = (
    Column("state", "State", "rag", 18),
    Column("initials", "Initials", width=8, names=True),
    Column("person", "Person ID", width=10),
    Column("siblings", "Siblings", width=18),
    Column("plan", "Status", width=8),
    Column("worker", "Worker or cover", width=24),
    Column("seen", "Last seen", "day", 11),
    Column("alone", "Alone", width=8),
    Column("elapsed", "Elapsed", width=12, align="right"),
    Column("limit", "20 wd or legal limit", width=20, align="right"),
    Column("pattern", "Agreed pattern", width=36),
    Column("due", "Next due", "day", 11),
    Column("planned", "Planned", "day", 11),
    Column("attempts", "Attempts since seen", width=34),
    Column("note", "Last note", width=40),
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
        rag: indexes in `columns.RAGS`.
    """

    case: Ints
    kind: Ints
    clock: Ints
    limit: Ints
    rag: Ints


def base(desk: Desk, selection: Selection) -> Base:
    """The page in its own order: CP never seen or past 20 working days, then overdue, then by date."""
    found = _visited(desk)
    rows = Rows(desk, found.case)
    return Base(
        rows=rows,
        clock=found.clock,
        rag=found.rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows),
        chips=_chips(desk, found),
    )


def _cells(desk: Desk, found: Visited, rows: Rows) -> dict[str, Cells]:
    words, event, seen = Words(desk, found), desk.book.event, desk.fact("seen")
    attempts = desk.fact("attempts")
    return {
        **who_cells(desk, rows),
        **clock_cells(desk, found.clock, found.rag),
        "elapsed": Cells(words.elapsed, lambda: taken(words.clocks.elapsed, found.clock)),
        "siblings": sibling_cells(desk, rows),
        "seen": day_cells(fact_days(desk, "event", "seen", "on", rows)),
        "alone": Cells(words.alone, lambda: taken(event.alone, seen[rows.case]).astype(np.int32)),
        "limit": Cells(words.limit, lambda: _limit_due(desk, found)),
        "pattern": Cells(words.pattern, words.pattern_keys),
        "planned": day_cells(fact_days(desk, "planned", "planned", "on", rows)),
        "attempts": Cells(words.attempts, lambda: _none_when_zero(attempts[rows.case])),
        "began": day_cells(lambda: desk.fact("started")[rows.case]),
    }


def _none_when_zero(numbers: Ints) -> Ints:
    return np.where(numbers > 0, numbers, NO_DAY).astype(np.int32)


def _visited(desk: Desk) -> Visited:
    kind = desk.book.case.kind
    case = desk.last_order("visits", desk.is_open & _is_child(desk)[kind])
    rules = [rule for rule in rules_in(desk, "visit") if rule != "cp_visit_20wd"]
    in_force, to_20 = most_pressing(desk, rules), running_of(desk, "cp_visit_20wd")
    clock = in_force[case]
    band = _bands(desk, case, rag_of(desk, clock), to_20[case])
    key = pack((band, 4), (taken(desk.clocks.due, clock), 18), (plan_ranks(desk, case), 4))
    case = desk.keep_order("visits", sorted_by(key, case))
    return Visited(case, kind[case], in_force[case], to_20[case], rag_of(desk, in_force[case]))


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


def _chips(desk: Desk, found: Visited) -> tuple[Chip, ...]:
    late, due = found.rag == OVERDUE, taken(desk.clocks.due, found.clock)
    in_time = (found.rag == IN_TIME) | (found.rag == DUE_SOON) | (found.rag == DUE_TODAY)
    cp, cla, cin = (found.kind == code for code in _codes(desk))
    measures = ("six_state", "agreed_state", "legal_state")
    six, agreed, legal = (cla & (desk.fact(name)[found.case] == kernel.OVERDUE) for name in measures)
    never = cp & (desk.fact("seen")[found.case] < 0)
    tried = desk.fact("attempts")[found.case] > 0
    over_20 = cp & _past(desk, found.limit)
    return (
        Chip(
            "cp_never",
            "CP never seen",
            never,
            OVERDUE,
            "On a plan, and no visit saw the child.",
        ),
        Chip(
            "cp_20",
            "CP over 20 wd",
            over_20,
            OVERDUE,
            "Not seen for over 20 working days.",
        ),
        Chip("cp_10", "CP over 10 wd", cp & late, OVERDUE, "Not seen for over 10 working days."),
        Chip(
            "cla_6w",
            "CLA over 6 weeks",
            six,
            OVERDUE,
            "Measured against six weeks.",
        ),
        Chip(
            "cla_agreed",
            "CLA over agreed",
            agreed,
            OVERDUE,
            "Measured against the interval in force for the child.",
        ),
        Chip(
            "cla_legal",
            "CLA over legal limit",
            legal,
            OVERDUE,
            "Measured against the most that regulation 28 allows.",
        ),
        Chip("cin_overdue", "CiN overdue", cin & late, OVERDUE, "Child in need visits overdue."),
        Chip(
            "due_soon",
            "Due in {days}",
            lambda chosen: in_time & (due <= chosen.as_at + chosen.days),
            DUE_SOON,
            "Visits that fall due within that time.",
        ),
        Chip("no_date", "No date", found.rag == UNKNOWN, UNKNOWN, "The next visit cannot be calculated."),
        Chip(
            "attempts",
            "Attempts only",
            tried,
            DUE_SOON,
            "A visit was tried since the child was last seen; no visit has seen the child since.",
        ),
    )
