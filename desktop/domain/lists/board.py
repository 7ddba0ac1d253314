"""The board's requests: those that still want a best interests or a mental health assessor.

A request stays here until somebody has accepted each lane; one that is offered says to whom. It leaves when
an assessment that settles it is back, and when it is signed off or closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import lanes
from desktop.domain.days import short
from desktop.domain.lists import dols
from desktop.domain.lists.columns import DUE_SOON, OVERDUE, Bools, Cells, Column, Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.dols_rows import requests, untriaged
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import PROPOSED
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.still_there import place_of

if TYPE_CHECKING:
    from desktop.domain.lists.dols_rows import Requests

COLUMNS = (
    Column("why", "Why now", width=22, under="priority"),
    Column("name", "Name", width=16, names=True, under="ref"),
    Column("due", "Due", "day", 15, under="state"),
    Column("needs", "Needs", width=11, under="offered"),
    Column("home", "Home or ward", width=15, under="form"),
    Column("received", "Received", "day", 9, shown=False),
    Column("day_n", "Day", "int", 6, shown=False),
    Column("priority", "Priority", width=14, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("form", "Form and urgent", width=20, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("offered", "Offered", width=24, shown=False),
    Column("district", "Postcode", width=9, shown=False),
    Column("note", "Last note", width=30, shown=False),
    Column("last_chase", "Last chase", width=24, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
    Column("stage", "Stage", width=22, shown=False),
)


def base(desk: Desk, selection: Selection) -> Base:
    """The board's requests in the order of the DoLS page: what can still be prevented first, or ``legal``.

    Raises:
        KnownError: for an order that the DoLS page does not have.
    """
    at = np.flatnonzero(_on_board(desk, requests(desk)))
    whole = dols.base(desk, selection.but(list="dols"), at)
    found = requests(desk).pick(_places(requests(desk), whole.rows.case))
    want = {role: wants(desk, found, role) for role in lanes.ROLES}
    whole.columns = COLUMNS
    whole.cells = {**whole.cells, **_lane_cells(desk, found, want)}
    whole.chips = _chips(desk, found, want)
    whole.news = dols.news(found)
    return whole


def wants(desk: Desk, found: Requests, role: str) -> Bools:
    """Which requests want an assessor of a role.

    Nobody holds the lane, its report is not back and no earlier assessment is used again for it.
    """
    state = lanes.columns(desk, role).state[found.case]
    flags = found.flags
    unwanted = flags.third_party | flags.mh_again if role == "mha" else flags.bi_again
    made: Bools = found.open & ~found.back & np.isin(state, (*lanes.WAITS, lanes.OFFERED)) & ~unwanted
    return made


def _on_board(desk: Desk, found: Requests) -> Bools:
    return wants(desk, found, "bia") | wants(desk, found, "mha")


def _places(found: Requests, case: Ints) -> Ints:
    """Where each of these cases stands among the requests."""
    order = np.argsort(found.case, kind="stable")
    made: Ints = order[np.searchsorted(found.case[order], case)]
    return made


def _lane_cells(desk: Desk, found: Requests, want: dict[str, Bools]) -> dict[str, Cells]:
    columns = {role: lanes.columns(desk, role) for role in lanes.ROLES}
    district = [desk.book.managing_authority.postcode[one] if one >= 0 else "" for one in _home(desk, found)]

    def needs(at: Ints) -> list[str]:
        return [
            ", ".join(word for role, word in (("bia", "BIA"), ("mha", "MHA")) if want[role][row])
            for row in at.tolist()
        ]

    def offered(at: Ints) -> list[str]:
        cases = found.case[at].tolist()
        told = ([_offer(desk, columns[role], case) for role in columns] for case in cases)
        return [", ".join(filter(None, words)) for words in told]

    return {
        "needs": Cells(needs, lambda: 2 * ~want["bia"] + ~want["mha"] + np.int32(0)),
        "offered": Cells(offered, lambda: _offered(desk, found).astype(np.int32)),
        "district": Cells(lambda at: [district[row] for row in at.tolist()], lambda: _home(desk, found)),
    }


def _home(desk: Desk, found: Requests) -> Ints:
    return place_of(desk)[found.case]


def _offer(desk: Desk, lane: lanes.LaneColumns, case: int) -> str:
    """Whom a lane was offered to or had from, or proposed to while the shared database does not know it."""
    book, state, given = desk.book, int(lane.state[case]), int(lane.given[case])
    who = book.worker.name[int(lane.worker[case])] if lane.worker[case] >= 0 else "somebody"
    if state == lanes.OFFERED:
        return f"asked {who} {short(int(lane.offered_on[case]))}"
    if state == lanes.ACCEPTED and book.proposed and book.allocation.ids[given] in book.proposed:
        return f"{PROPOSED}: {who}"
    if state in (lanes.DECLINED, lanes.HANDED_BACK):
        return f"{'declined by' if state == lanes.DECLINED else 'handed back by'} {who}"
    return ""


def _offered(desk: Desk, found: Requests) -> Bools:
    """Somebody has been asked and has not answered."""
    asked = [lanes.columns(desk, role).state[found.case] == lanes.OFFERED for role in lanes.ROLES]
    made: Bools = asked[0] | asked[1]
    return made


def _chips(desk: Desk, found: Requests, want: dict[str, Bools]) -> tuple[Chip, ...]:
    flags = found.flags
    return (
        Chip("new", "New", dols.is_new(found), means="Received today or in the six days before."),
        Chip("untriaged", "Not triaged", untriaged(found), OVERDUE, "No priority, and no assessor has it."),
        Chip("urgent", "Urgents running", flags.ua_running, DUE_SOON, "An urgent authorisation is in force."),
        Chip("no_bia", "No BIA", want["bia"], means="No best interests assessor has accepted it."),
        Chip("no_mha", "No MHA", want["mha"], means="No mental health assessor has accepted it."),
        Chip("offered", "Offered", _offered(desk, found), means="Somebody was asked and has not answered."),
        Chip("gap", "No authority", flags.gap, OVERDUE, "Authority has run out while the request is open."),
    )
