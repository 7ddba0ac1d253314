"""The Visits page: every open child protection, looked-after and child in need case, a row each.

A child on a plan who is also looked after has two cases, so two rows: each plan has its own clock.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.lists.clockmap import clock_cells, most_pressing, rag_of, rules_in, running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
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
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.families import sibling_cells
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, fact_days, rows_of, who_cells
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
_OVERDUE = 3  # index in clocks.STATES


@dataclass
class Visited:
    """What is known of each row; every array has one entry per row.

    Attributes:
        rows: who and where.
        clock: the visit clock in force, -1 where visits are counted under another plan.
        limit: for CP the 20-working-day clock, else -1.
        legal_due, six, agreed, legal: for CLA, the legal limit and the three measures' states (-1 none).
        seen: event rows of the last visit at which the child was seen, -1 never.
        attempts: how many visits were tried since.
        rag: indexes in `columns.RAGS`.
        cp, cla, cin: which plan.
    """

    rows: Rows
    clock: Ints
    limit: Ints
    legal_due: Ints
    six: Ints
    agreed: Ints
    legal: Ints
    seen: Ints
    attempts: Ints
    rag: Ints
    cp: Bools
    cla: Bools
    cin: Bools

    def pick(self, at: Ints) -> Visited:
        """The same for the rows in another order."""
        parts: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        return Visited(**{k: v.pick(at) if isinstance(v, Rows) else v[at] for k, v in parts.items()})


def base(desk: Desk, selection: Selection) -> Base:
    """The page in its own order: CP never seen or past 20 working days, then overdue, then by date."""
    found = _visited(desk)
    found = found.pick(_order(desk, found))
    rows, case = found.rows, found.rows.case
    words, event = Words(desk, found), desk.book.event
    return Base(
        rows=rows,
        clock=found.clock,
        rag=found.rag,
        ids=case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells={
            **who_cells(desk, rows),
            **clock_cells(desk, found.clock, found.rag),
            "elapsed": Cells(words.elapsed, lambda: taken(words.clocks.elapsed, found.clock)),
            "siblings": sibling_cells(desk, rows.person),
            "seen": day_cells(taken(event.on, found.seen)),
            "alone": Cells(words.alone, lambda: taken(event.alone, found.seen).astype(np.int32)),
            "limit": Cells(words.limit, lambda: _limit_due(desk, found)),
            "pattern": Cells(words.pattern, words.pattern_keys),
            "planned": day_cells(fact_days(desk, "planned", "planned", "on", case)),
            "attempts": Cells(words.attempts, lambda: np.where(found.attempts > 0, found.attempts, NO_DAY)),
            "began": day_cells(desk.fact("started")[case]),
        },
        chips=_chips(desk, found),
    )


def _visited(desk: Desk) -> Visited:
    kind = desk.book.case.kind
    codes = [desk.book.case.code("kind", word) for word in ("cp", "cla", "cin")]
    wanted = np.zeros(len(desk.book.case.shape.field("kind").codes), bool)
    wanted[codes] = True
    case = np.flatnonzero(desk.is_open & wanted[kind]).astype(np.int32)
    rules = [rule for rule in rules_in(desk, "visit") if rule != "cp_visit_20wd"]
    clock = most_pressing(desk, rules)[case]
    own = kind[case]
    return Visited(
        rows=rows_of(desk, case),
        clock=clock,
        limit=running_of(desk, "cp_visit_20wd")[case],
        legal_due=desk.fact("legal_due")[case],
        six=desk.fact("six_state")[case],
        agreed=desk.fact("agreed_state")[case],
        legal=desk.fact("legal_state")[case],
        seen=desk.fact("seen")[case],
        attempts=desk.fact("attempts")[case],
        rag=rag_of(desk, clock),
        cp=own == codes[0],
        cla=own == codes[1],
        cin=own == codes[2],
    )


def _past_20(desk: Desk, found: Visited) -> Bools:
    past: Bools = taken(desk.clocks.state, found.limit, -1) == _OVERDUE
    return past


def _order(desk: Desk, found: Visited) -> Ints:
    late = found.rag == OVERDUE
    band = np.select(
        [
            found.cp & ((found.seen < 0) | _past_20(desk, found)),
            found.cp & late,
            found.legal == _OVERDUE,
            late,
            found.rag == DUE_TODAY,
            found.rag == UNKNOWN,
            found.rag == NONE,
        ],
        [0, 1, 2, 3, 4, 5, 7],
        6,
    )
    due = taken(desk.clocks.due, found.clock)
    return order_packed(pack((band, 4), (due, 18), (plan_ranks(desk, found.rows.case), 4)))


def _limit_due(desk: Desk, found: Visited) -> Ints:
    made: Ints = np.where(found.limit >= 0, taken(desk.clocks.due, found.limit), found.legal_due)
    return made


def _chips(desk: Desk, found: Visited) -> tuple[Chip, ...]:
    late, due = found.rag == OVERDUE, taken(desk.clocks.due, found.clock)
    state = taken(desk.clocks.state, found.clock, -1)
    in_time = (state == 1) | (state == 2)
    return (
        Chip(
            "cp_never",
            "CP never seen",
            found.cp & (found.seen < 0),
            OVERDUE,
            "On a plan, and no visit saw the child.",
        ),
        Chip(
            "cp_20",
            "CP over 20 wd",
            found.cp & _past_20(desk, found),
            OVERDUE,
            "Not seen for over 20 working days.",
        ),
        Chip("cp_10", "CP over 10 wd", found.cp & late, OVERDUE, "Not seen for over 10 working days."),
        Chip(
            "cla_6w",
            "CLA over 6 weeks",
            found.cla & (found.six == _OVERDUE),
            OVERDUE,
            "Measured against six weeks.",
        ),
        Chip(
            "cla_agreed",
            "CLA over agreed",
            found.cla & (found.agreed == _OVERDUE),
            OVERDUE,
            "Measured against the interval in force for the child.",
        ),
        Chip(
            "cla_legal",
            "CLA over legal limit",
            found.cla & (found.legal == _OVERDUE),
            OVERDUE,
            "Measured against the most that regulation 28 allows.",
        ),
        Chip("cin_overdue", "CiN overdue", found.cin & late, OVERDUE, "Child in need visits overdue."),
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
            found.attempts > 0,
            DUE_SOON,
            "A visit was tried since the child was last seen; no visit has seen the child since.",
        ),
    )
