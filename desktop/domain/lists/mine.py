"""Assessors' own work: what each is asked, has to visit, to report on, and to answer; a row for each lane.

A selection's worker narrows it to one assessor, with what they cover; without one it is everybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.domain import lanes
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import state_words
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    OVERDUE,
    UNKNOWN,
    Cells,
    Column,
    Ints,
    day_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols import ASSESSED_BY, clock_of
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, name_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.still_there import place_of
from desktop.errors import KnownError

SOON_DAYS = 5
ROLE_SHIFT = 900  # a row's identity is its case's with its lane
_FORMS = {"bia": "Form 3", "mha": "Form 4"}

COLUMNS = (
    Column("why", "What to do", width=24, under="lane"),
    Column("name", "Name", width=20, names=True, under="ref"),
    Column("home", "Home or ward", width=22, under="postcode"),
    Column("due_back", "Report wanted", "day", 15, under="state"),
    Column("given", "Given", "day", 11, under="days_out"),
    Column("visited", "Visited", "day", 11),
    Column("priority", "Priority", width=12, under="law"),
    Column("worker", "Assessor", width=20),
    Column("note", "Last note", width=34),
    Column("lane", "So far", width=22, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("postcode", "Postcode", width=9, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("days_out", "Days out", width=10, shown=False),
    Column("law", "Law's date", "day", 11, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
)
_PRIORITIES = ("Not triaged", "High", "Medium", "Low")


def role_of(identity: int) -> str:
    """The lane that a row of the list is about, by its lasting identity."""
    return lanes.ROLES[identity % 1024 - ROLE_SHIFT]


@dataclass
class Work:
    """One row per lane that somebody holds or is asked to take; days are `NO_DAY` where there are none.

    Attributes:
        lane: the place of its role in `lanes.ROLES`; `state` one of `lanes.STATES` by its place.
        wanted: when the report is wanted; `given` when it was accepted, or else offered.
    """

    case: Ints
    lane: Ints
    state: Ints
    worker: Ints
    wanted: Ints
    given: Ints
    visited: Ints


def base(desk: Desk, selection: Selection) -> Base:
    """Everything that assessors hold or are asked, by the day on which it is wanted.

    Raises:
        KnownError: for an order other than the list's own.
    """
    if selection.order:
        raise KnownError("My work has one order only.")
    found = _work(desk)
    rows, rag = Rows(desk, found.case), _rag(desk, found.wanted)
    rows.holder = found.worker
    return Base(
        rows=rows,
        clock=clock_of(desk, found.case, ASSESSED_BY),
        rag=rag,
        ids=found.case.astype(np.int64) * 1024 + ROLE_SHIFT + found.lane,
        columns=COLUMNS,
        cells=_cells(desk, rows, found, rag),
        chips=_chips(desk, found.state, found.wanted),
        search=((desk.words("managing_authority"), place_of(desk)[found.case]),),
    )


def _work(desk: Desk) -> Work:
    """All of it: what waits for an answer first, then by the day on which it is wanted."""
    found = {role: lanes.columns(desk, role) for role in lanes.ROLES}
    waiting = desk.flags.case[desk.flags.open & desk.is_open[desk.flags.case]]
    theirs = [_theirs(found[role], waiting) for role in lanes.ROLES]
    case = np.concatenate(theirs).astype(np.int32)
    lane = np.repeat(np.arange(len(theirs), dtype=np.int32), [len(one) for one in theirs])
    state, wanted = _of(found, "state", case, lane), _of(found, "due_back_on", case, lane)
    order = order_packed(pack((state != lanes.OFFERED, 1), (wanted, 18), (case, 21)))
    case, lane = case[order], lane[order]
    given = _of(found, "accepted_on", case, lane)
    return Work(
        case=case,
        lane=lane,
        state=state[order],
        worker=_of(found, "worker", case, lane),
        wanted=wanted[order],
        given=np.where(given == NO_DAY, _of(found, "offered_on", case, lane), given),
        visited=_of(found, "visited_on", case, lane),
    )


def _theirs(found: lanes.LaneColumns, case: Ints) -> Ints:
    """The requests whose lane somebody holds or is asked to take."""
    on = np.isin(found.state[case], (lanes.OFFERED, *lanes.HELD)) & (found.worker[case] >= 0)
    made: Ints = case[on]
    return made


def _of(found: dict[str, lanes.LaneColumns], name: str, case: Ints, lane: Ints) -> Ints:
    made: Ints = np.where(
        lane == 0, getattr(found["bia"], name)[case], getattr(found["mha"], name)[case]
    ).astype(np.int32)
    return made


def _rag(desk: Desk, wanted: Ints) -> Ints:
    left = wanted.astype(np.int64) - desk.as_at
    return np.select(
        [wanted == NO_DAY, left < 0, left == 0, left <= SOON_DAYS],
        [UNKNOWN, OVERDUE, DUE_TODAY, DUE_SOON],
        IN_TIME,
    ).astype(np.int8)


def _cells(desk: Desk, rows: Rows, found: Work, rag: Ints) -> dict[str, Cells]:
    law = np.full(len(desk.book.case), NO_DAY, np.int32)
    law[desk.flags.case] = desk.flags.assess_due
    out = np.where(found.given == NO_DAY, NO_DAY, desk.as_at - found.given).astype(np.int32)
    return {
        **who_cells(desk, rows),
        **_where(desk, rows.case),
        "why": _each(lambda row: _why(int(found.state[row]), lanes.ROLES[int(found.lane[row])]), found.state),
        "lane": _each(lambda row: _so_far(int(found.lane[row]), int(found.state[row])), found.lane),
        "due_back": day_cells(found.wanted),
        "state": _each(lambda row: _state(int(rag[row]), int(found.wanted[row]) - desk.as_at), found.wanted),
        "given": day_cells(found.given),
        "days_out": _each(lambda row: "" if out[row] == NO_DAY else f"{out[row]} d out", out),
        "visited": _each(lambda row: short(int(found.visited[row])) or "not yet", found.visited),
        "law": day_cells(law[rows.case]),
    }


def _where(desk: Desk, case: Ints) -> dict[str, Cells]:
    """The home, and how soon the request was to be looked at."""
    request, place = desk.fact("request")[case], place_of(desk)[case]
    level = taken(desk.book.dols_request.priority, request, 0)
    objecting = taken(desk.book.dols_request.objecting, request, -1) == 1
    postcode = desk.book.managing_authority.postcode
    return {
        "home": name_cells(desk.words("managing_authority"), lambda: place, "Not recorded"),
        "postcode": _each(lambda row: postcode[place[row]] if place[row] >= 0 else "", place),
        "priority": _each(
            lambda row: _PRIORITIES[int(level[row])] + (", objecting" if objecting[row] else ""),
            np.where(level == 0, 4, level).astype(np.int32),
        ),
    }


def _each(say: Callable[[int], str], keys: Ints) -> Cells:
    return Cells(lambda at: [say(row) for row in at.tolist()], lambda: keys)


def _so_far(lane: int, state: int) -> str:
    return f"{('Best interests', 'Mental health')[lane]}; {lanes.WORDS[state].casefold()}"


def _why(state: int, role: str) -> str:
    form = _FORMS[role]
    return {
        lanes.OFFERED: "Accept or decline",
        lanes.ACCEPTED: "Visit the person",
        lanes.VISITED: f"Return {form}",
        lanes.QUERIED: f"Answer the query on {form}",
    }.get(state, "")


def _state(rag: int, left: int) -> str:
    return "No date wanted" if rag == UNKNOWN else state_words(rag, abs(left), "d")


def _chips(desk: Desk, state: Ints, wanted: Ints) -> tuple[Chip, ...]:
    left = wanted.astype(np.int64) - desk.as_at
    known, held = wanted != NO_DAY, state != lanes.OFFERED
    return (
        Chip("offered", "To answer", ~held, DUE_SOON, "Offered, and not accepted or declined yet."),
        Chip("to_visit", "To visit", state == lanes.ACCEPTED, means="Accepted; no visit is on record."),
        Chip("to_report", "To report", state == lanes.VISITED, means="Visited; the report is not back."),
        Chip("queried", "Queried", state == lanes.QUERIED, DUE_SOON, "The report was sent back."),
        Chip("late", "Late", held & known & (left < 0), OVERDUE, "The day the report was wanted has passed."),
        Chip(
            "soon",
            "Wanted in 5 days",
            held & known & (left >= 0) & (left <= SOON_DAYS),
            DUE_SOON,
            "The report is wanted back within five days.",
        ),
    )
