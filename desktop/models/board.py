"""The board's right side: everybody who could take a request in one lane, in the order of the best fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import lanes
from desktop.domain.assessors import NO_LIMIT, Load
from desktop.domain.days import NO_DAY, date_of, spoken
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE, Column
from desktop.domain.lists.rows import initials_of
from desktop.domain.lists.still_there import place_of
from desktop.domain.matching import Candidate, rank
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.domain.lists.desk import Desk
    from desktop.models.array_table import Ints

LANES = {"bia": "Best interests assessor", "mha": "Mental health assessor"}
COLUMNS = (
    Column("fit", "Fit", "rag", 8),
    Column("name", "Assessor", width=17, names=True, under="team"),
    Column("open", "Open", width=7, under="offered"),
    Column("soon", "Due soon", width=7, under="late"),
    Column("month", "Month", width=7, under="recent"),
    Column("leave", "Leave", width=11, under="until"),
    Column("team", "Team", width=18, shown=False),
    Column("offered", "Offered", width=8, shown=False),
    Column("late", "Late", width=8, shown=False),
    Column("recent", "12 weeks", width=8, shown=False),
    Column("until", "Until", width=14, shown=False),
)


class Assessors(RowsList):
    """The assessors as a table's rows; each keeps its place in the table's memory by its worker."""

    def identity(self) -> Ints:
        """The worker of each row."""
        return np.array([one.worker for one in self.tags], np.int64)


@dataclass(frozen=True)
class Offers:
    """Who could take a request in a lane.

    Attributes:
        case: case row, -1 while no request is chosen.
        role: ``bia`` or ``mha``; lane: how that lane of the request stands, in words.
        title: whom it is about; about: where, and why now.
        takes: somebody may be given this lane now.
        due_back_on: when the report would be wanted, `NO_DAY` while no request is chosen.
    """

    case: int
    role: str
    title: str
    about: str
    lane: str
    takes: bool
    due_back_on: int
    candidates: tuple[Candidate, ...]
    rows: Assessors

    def words(self, at: int) -> tuple[str, str]:
        """What to say of one of them for this request: (in the way, or blank; for and about them)."""
        one = self.candidates[at]
        if self.case < 0:
            return "", one.words
        wanted = "" if self.due_back_on == NO_DAY else f"Report wanted back {spoken(self.due_back_on)}."
        said = [f"{one.line[:1].upper()}{one.line[1:]}." if not (one.bar or one.asks) else f"{one.words}."]
        said += [wanted] if not one.bar else []
        said += [f"Not on record: {one.notes}."] if one.notes else []
        if one.bar:
            return f"May not take this: {one.bar}.", " ".join(said)
        return (f"Only with a reason: {one.asks}." if one.asks else ""), " ".join(filter(None, said))


def offers(desk: Desk, case: int, role: str) -> Offers:
    """Everybody in a lane for one request, best fit first; by load when no request is chosen (-1)."""
    ranking = rank(desk, [case] if case >= 0 else [], role)
    candidates = tuple(ranking.candidates(0)) if case >= 0 else _by_load(desk, ranking.load)
    have, names = ranking.load, desk.book.worker.name
    rows = Assessors(
        COLUMNS,
        [_texts(desk, have, one, names, case >= 0) for one in candidates],
        tags=candidates,
        states=[_state(one) if case >= 0 else NONE for one in candidates],
    )
    if case < 0:
        return Offers(-1, role, "", "", "", False, NO_DAY, candidates, rows)
    lane = lanes.lanes(desk, case).of(role)
    title, about = about_request(desk, case)
    takes = lane.waits or lane.state == "offered"
    due = int(ranking.due_back[0])
    return Offers(case, role, title, about, lane.words, takes, due, candidates, rows)


def about_request(desk: Desk, case: int) -> tuple[str, str]:
    """A request as the board names it: the person, and where they are."""
    book, person = desk.book, int(desk.book.case.person[case])
    place = int(place_of(desk)[case])
    name = book.person.name[person] or initials_of(desk, person)
    home = book.managing_authority.name[place] if place >= 0 else "home not recorded"
    postcode = book.managing_authority.postcode[place] if place >= 0 else ""
    ref = book.case.ref[case] or book.person.ref[person]
    return " · ".join(filter(None, (name, ref))), " ".join(filter(None, (home, postcode)))


def _by_load(desk: Desk, have: Load) -> tuple[Candidate, ...]:
    """Nobody is compared while no request is chosen: those with most room first."""
    rows = np.flatnonzero(have.listed)
    rows = rows[np.lexsort((have.open[rows], -have.room[rows], have.away[rows]))]
    return tuple(
        Candidate(
            worker=row,
            place=0,
            cost=0,
            open=int(have.open[row]),
            due_soon=int(have.due_soon[row]),
            late=int(have.late[row]),
            room=int(have.room[row]),
            away="",
            words="",
        )
        for row in rows.tolist()
    )


def _near(number: int) -> str:
    """A day within the next months, as short as it can be said."""
    date = date_of(number)
    return f"{date.day} {date:%b}"


def _state(one: Candidate) -> int:
    return OVERDUE if one.bar else DUE_SOON if one.asks or one.room <= 0 else IN_TIME


def _texts(desk: Desk, have: Load, one: Candidate, names: Sequence[str], compared: bool) -> tuple[str, ...]:
    row, book = one.worker, desk.book
    team = int(book.worker.team[row])
    fit = ("Barred" if one.bar else "Reason" if one.asks else f"{one.place}") if compared else ""
    most, quota = int(have.at_once[row]), int(have.quota[row])
    away, starts = bool(have.away[row]), int(have.next_away[row])
    until = _near(int(have.away_until[row])) if away and have.away_until[row] != NO_DAY else ""
    return (
        fit,
        names[row],
        str(one.open) if most >= NO_LIMIT else f"{one.open} of {most}",
        str(one.due_soon),
        f"{int(have.used[row])} of {quota}" if quota else str(int(have.used[row])),
        "Away" if away else f"from {_near(starts)}" if starts != NO_DAY else "",
        book.team.name[team] if team >= 0 else "No team",
        f"{int(have.offered[row])} asked" if have.offered[row] else "",
        f"{one.late} late" if one.late else "",
        str(int(have.recent[row])),
        f"until {until}" if until else "no return date" if away else "",
    )
