"""Who is behind an indicator of a month: in the numerator, missed, or left out, and why.

The list reads the month as it stood on its last day, whatever day the desk looks at; worker and team are
those who had the case then (in the period measure: on the day each date fell due).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.domain.calendar import FIRST
from desktop.domain.casebook import codes_of
from desktop.domain.cla import three_way
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_turns import managed
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.lists.columns import (
    DUE_SOON,
    IN_TIME,
    NONE,
    OVERDUE,
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
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.requests import context_of
from desktop.domain.lists.rows import Rows, name_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.work import plan_ranks
from desktop.domain.measures import MEASURES, WHY, Measured, Reading
from desktop.domain.measures_month import measured
from desktop.domain.months import first_day, last_day, month_of, read_month, spoken_month, written
from desktop.domain.placements import NORMAL, current
from desktop.domain.series import CURRENT
from desktop.errors import KnownError

PARTS = ("n", "missed", "d", "out")
BY = ("team", "worker", "manager", "frequency")
NOBODY = "nobody"
FREQUENCIES = ("6w", "3m", "6m", "special")
COLUMNS = (
    Column("state", "Counted", "rag", 13),
    Column("initials", "Initials", width=10, names=True, under="person"),
    Column("plan", "Plan", width=10, under="ref"),
    Column("why", "Why", width=28),
    Column("done", "Last or done", "day", 11, under="due"),
    Column("worker", "Worker then", width=20, under="team"),
    Column("manager", "Manager then", width=18),
    Column("person", "Person ID", width=10, shown=False),
    Column("due", "Due or until", "day", 11, shown=False),
    Column("team", "Team then", width=18, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
_STATES = ("Not in it", "Counted", "Missed")


@dataclass(frozen=True)
class Question:
    """Which indicator, measured how, of which month."""

    indicator: Indicator
    measure: str
    month: int

    def selection(self, desk: Desk, part: str = "", group: str = "") -> Selection:
        """The list of one part: ``n``, ``missed``, ``d``, ``out``, or everything.

        Args:
            desk: gives the day looked at.
            part: one of `PARTS`, blank for all.
            group: whose, ``team:`` and an id for example; see `groups`.
        """
        period = f"{self.measure} {written(self.month)}"
        of = f"{self.indicator.id} {group}".strip()
        return Selection("counted", desk.as_at, desk.known_at, period=period, of=of, chip=part)

    def spoken(self) -> str:
        """``CP visit within 10 working days, not overdue, Oct 2026``."""
        words = {"pack": "as the pack counts", "not-overdue": "not overdue", "period": "due in the month"}
        how = "" if self.indicator.kind in ("stock", "share", "flow") else f", {words[self.measure]}"
        return f"{self.indicator.name}{how}, {spoken_month(self.month)}"


def question(desk: Desk, selection: Selection) -> Question:
    """What a selection asks; the first indicator and the desk's month where it does not say.

    Raises:
        KnownError: for an indicator or a month that there is not.
    """
    known = indicators("children")
    indicator = known.get(selection.of.partition(" ")[0] or next(iter(known)))
    if indicator is None or indicator.kind == "import":
        why = (
            f": {indicator.why_not}" if indicator is not None else ". They are listed by: indicators children"
        )
        raise KnownError(f"{selection.of} cannot be counted{why}.")
    measure, _, month = (selection.period or f"pack {written(month_of(desk.as_at))}").partition(" ")
    try:
        number = read_month(month)
    except ValueError as error:
        raise KnownError(f"{str(error).capitalize()}.") from None
    if measure not in MEASURES or first_day(number) > desk.as_at:
        raise KnownError(f"{spoken_month(number)} cannot be counted: it has not begun on the day looked at.")
    return Question(indicator, measure, number)


def reading(desk: Desk, month: int) -> Reading:
    """The month as at its last day (the desk's own day, while it is not over); kept until the data change."""
    last = min(last_day(month), desk.as_at)
    there = desk_at(desk, last)
    return Reading(context_of(there), there.clocks, first_day(month), last, desk.as_at)


def desk_at(desk: Desk, day: int) -> Desk:
    """The same data read as at an earlier day; kept until they change."""
    found: Desk = desk if day == desk.as_at else desk.memo(("as at", day), lambda: _opened(desk, day))
    return found


def _opened(desk: Desk, day: int) -> Desk:
    return Desk.open(desk.book, desk.timescales, day, None if desk.known_at == CURRENT else desk.known_at)


def answer(desk: Desk, asked: Question) -> Measured:
    """The rows of a question; kept until the data change."""
    key = ("measured", asked.indicator.id, asked.measure, asked.month)
    found: Measured = desk.memo(
        key, lambda: measured(reading(desk, asked.month), asked.indicator, asked.measure)
    )
    return found


@dataclass(frozen=True)
class Who:
    """Who had each row then: worker, team and manager rows, -1 where not known."""

    worker: Ints
    team: Ints
    manager: Ints


def who_then(desk: Desk, asked: Question, found: Measured) -> Who:
    """Worker, team and manager at the month's end; in the period measure on each row's due day."""
    there = desk_at(desk, min(last_day(asked.month), desk.as_at))
    if told_by_due(asked.indicator, asked.measure):
        return who_on_due(context_of(there), found)
    worker, team = there.fact("worker")[found.case], there.fact("team")[found.case]
    return who_of(context_of(there), worker, team, there.as_at)


def told_by_due(indicator: Indicator, measure: str) -> bool:
    """Whether each row is of whoever had the case on its due day, not at the month's end."""
    return measure == "period" and indicator.kind not in ("stock", "share", "flow")


def who_on_due(ctx: Context, found: Measured) -> Who:
    """Worker, team and manager on each row's due day."""
    on = np.where(found.due != NO_DAY, found.due, ctx.as_at).astype(np.int32)
    held = held_on(ctx, found.case, on)
    worker = taken(ctx.book.allocation.worker, held, -1)
    team = taken(ctx.book.allocation.team, held, -1)
    own = ctx.book.case.team[found.case]
    team = np.where(team >= 0, team, np.where(own >= 0, own, taken(ctx.book.worker.team, worker, -1)))
    return who_of(ctx, worker, team, on)


def who_of(ctx: Context, worker: Ints, team: Ints, on: int | Ints) -> Who:
    """The same with the manager whom a worker, or else the team, had on a day."""
    days = np.broadcast_to(np.asarray(on, np.int32), (len(worker),))
    return Who(worker, team, managed(ctx, worker.astype(np.int32), days, team.astype(np.int32)).manager)


def groups(desk: Desk, asked: Question, by: str) -> tuple[Ints, Callable[[int], str]]:
    """Per row a group's number, and what makes a number the id that a selection's `of` holds.

    Raises:
        KnownError: for another grouping, or frequencies of what is no looked-after visit.
    """
    found = answer(desk, asked)
    if by == "frequency":
        if not has_frequency(asked.indicator):
            raise KnownError("Only looked-after visits have an agreed frequency to be told apart by.")
        return frequency(reading(desk, asked.month).ctx, found), lambda group: FREQUENCIES[group]
    if by not in BY:
        raise KnownError(f"Figures can be told by {', '.join(BY)}, not by {by}.")
    who = who_then(desk, asked, found)
    ids = desk.book.team.ids if by == "team" else desk.book.worker.ids
    column: Ints = getattr(who, by)
    return column, lambda group: ids[group] if group >= 0 else NOBODY


def has_frequency(indicator: Indicator) -> bool:
    """Whether its children can be told apart by the interval agreed for them."""
    return indicator.population == "cla" and "cla_visit_6w" in indicator.rules


def frequency(ctx: Context, found: Measured) -> Ints:
    """The interval in force for each child at the month's end; special where regulation 28 sets its own."""
    kids = three_way(ctx)
    interval = np.full(len(ctx.book.case), len(FREQUENCIES) - 1, np.int32)
    normal = current(ctx, kids.case).basis == NORMAL
    interval[kids.case[normal]] = kids.interval[normal]
    return interval[found.case]


def held_on(ctx: Context, case: Ints, on: Ints) -> Ints:
    """The allocation under which a social worker or adviser had each case on its own day, -1 for nobody."""
    table = ctx.book.allocation
    roles = codes_of("allocation", "role", ["worker", "pa"])
    rows = np.flatnonzero(ctx.known("allocation") & np.isin(table.role, roles) & (table.case >= 0))
    rows = rows[np.lexsort((table.on[rows], table.case[rows]))]
    key = (table.case[rows].astype(np.int64) << 32) + np.maximum(table.on[rows], FIRST)
    at = np.searchsorted(key, (case.astype(np.int64) << 32) + on, side="right") - 1
    found = np.full(len(case), -1, np.int32)
    for _ in range(8):  # an allocation that had ended gives way to the one before it
        row = rows[np.maximum(at, 0)] if len(rows) else np.zeros(len(case), np.int64)
        mine = (at >= 0) & (found < 0) & ((table.case[row] == case) if len(rows) else False)
        ended = table.ended_on[row] if len(rows) else np.full(len(case), NO_DAY)
        running = mine & ((ended == NO_DAY) | (ended > on))
        found[running] = row[running]
        at = at - 1
    return found


def base(desk: Desk, selection: Selection) -> Base:
    """Those missed first, then those counted, then those left out."""
    asked = question(desk, selection)
    found = answer(desk, asked)
    who = who_then(desk, asked, found)
    band = np.where(~found.inside, 2, np.where(found.counted, 1, 0))
    order = order_packed(pack((band, 2), (plan_ranks(desk, found.case), 4), (found.due, 18)))
    found = Measured(*(getattr(found, name)[order] for name in Measured.__dataclass_fields__))
    who = Who(who.worker[order], who.team[order], who.manager[order])
    rows = Rows(desk, found.case)
    rows.held = np.full(len(rows.case), -1, np.int32)
    rows.holder = rows.acting = who.worker
    rows.team, rows.assessor_team = who.team, rows.held
    state = np.where(~found.inside, 0, np.where(found.counted, 1, 2))
    return Base(
        rows=rows,
        clock=np.full(len(rows.case), -1, np.int32),
        rag=np.array([NONE, IN_TIME, OVERDUE], np.int8)[state],
        ids=_ids(found),
        columns=COLUMNS,
        cells=_cells(desk, rows, found, who, state),
        chips=_chips(found),
        narrow=lambda chosen: _of_group(desk, asked, order, chosen),
    )


def _of_group(desk: Desk, asked: Question, order: Ints, chosen: Selection) -> Bools:
    """Which rows are of the group that the selection's `of` names."""
    by, _, wanted = chosen.of.partition(" ")[2].partition(":")
    if not by:
        return np.ones(len(order), bool)
    column, key_of = groups(desk, asked, by)
    inside = [group for group in np.unique(column).tolist() if key_of(group) == wanted]
    mask: Bools = np.isin(column, inside)[order]
    return mask


def _ids(found: Measured) -> Ints:
    """A case's rows are told apart by the day they fell due, and by the event where two fell due at once."""
    due = np.where(found.due == NO_DAY, 0, found.due - FIRST + 1).astype(np.int64)
    done = np.where(found.done == NO_DAY, 0, found.done - FIRST + 1).astype(np.int64)
    ids: Ints = (found.case.astype(np.int64) << 32) + (due << 16) + (done & 0xFFFF)
    return ids


def _cells(desk: Desk, rows: Rows, found: Measured, who: Who, state: Ints) -> dict[str, Cells]:
    return {
        **who_cells(desk, rows),
        "state": Cells(
            lambda at: [_STATES[one] for one in state[at].tolist()], lambda: state.astype(np.int32)
        ),
        "why": Cells(
            lambda at: [WHY[one].capitalize() for one in found.why[at].tolist()],
            lambda: found.why.astype(np.int32),
        ),
        "due": day_cells(found.due),
        "done": day_cells(found.done),
        "worker": name_cells(desk.words("worker"), lambda: who.worker, "Not allocated"),
        "manager": name_cells(desk.words("worker"), lambda: who.manager),
    }


def _chips(found: Measured) -> tuple[Chip, ...]:
    missed = found.inside & ~found.counted
    return (
        Chip("d", "Counted in all", found.inside, means="The denominator: everyone the indicator is about."),
        Chip("n", "In the numerator", found.counted, means="Those who meet it."),
        Chip("missed", "Missed", missed, OVERDUE, "In the denominator and not in the numerator."),
        Chip(
            "out",
            "Left out",
            ~found.inside,
            DUE_SOON,
            "Of the same kind, but not in the population; see why.",
        ),
    )
