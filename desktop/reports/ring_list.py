"""The list to ring a home through: as text to paste, and as a paper with boxes to tick on the telephone.

It names people, so it is only ever made when somebody asks for it, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY, short, spoken
from desktop.domain.lists.home_words import kind_words
from desktop.reports.paper import BOX, Cell, Grid, Head, Paper, Row, Sentences

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.listdata import ListData

SUBJECT = "People to confirm with you"  # of an e-mail: no name, no home
ASKED = "For each: still there, died, moved or no longer needed; on what date; who says so."
_HEADS = (
    Head("Name", 17),
    Head("Reference", 9),
    Head("What we have", 17),
    Head("Since", 9),
    Head("Ends or due", 9),
    Head("Last confirmed", 10),
    *(Head(answer, 6) for answer in ("There", "Died", "Moved", "Not needed")),
    Head("Date, and who said so"),
)


@dataclass(frozen=True)
class Line:
    """One person on the list, in words."""

    home: str
    name: str
    born: str
    ref: str
    what: str
    since: str
    ends: str
    there: str


@dataclass(frozen=True)
class RingList:
    """Everybody on one list to ring through.

    Attributes:
        title: the home, or "All homes"; about: what is known of it.
        email: where the home can be written to, empty when not recorded.
    """

    title: str
    about: str
    email: str
    as_at: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """To paste into an e-mail or a document: one line for each person."""
        parts = [*filter(None, (self.title, self.about)), f"As at {spoken(self.as_at)}", ""]
        for home, lines in self._by_home():
            parts += [home, *(f"  {_words(line)}" for line in lines), ""]
        return "\n".join([*parts, ASKED])

    def paper(self) -> Paper:
        """To print, or to save as PDF."""
        grids = [
            Grid(_HEADS, tuple(map(_row, lines)), f"{home} ({len(lines)})") for home, lines in self._by_home()
        ]
        return Paper(
            title=f"{self.title}: people to confirm",
            about=self.about,
            as_at=f"As at {spoken(self.as_at)}",
            parts=(*grids, Sentences("What to ask", (ASKED,))),
            landscape=True,
        )

    def _by_home(self) -> list[tuple[str, list[Line]]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.home, []).append(line)
        return list(found.items())


def ring_list(desk: Desk, data: ListData, home: str = "", chosen: Sequence[int] = ()) -> RingList:
    """The rows of a list of people at homes, as they are to be rung through.

    Args:
        desk: the snapshot.
        data: a list called ``home``.
        home: the id of the home that it is about, empty for several.
        chosen: rows of the list; all of them when none is given.
    """
    rows = np.array(chosen or range(len(data)), np.int32)
    keys = ("home", "name", "initials", "person", "what", "since", "ends", "there", "ref")
    homes, names, initials, person, what, since, ends, there, refs = (data.text(key, rows) for key in keys)
    born = desk.book.person.born_on[desk.book.case.person[data.case[rows]]].tolist()
    lines = tuple(
        Line(
            homes[at],
            names[at] or initials[at],
            short(born[at]) if born[at] != NO_DAY else "",
            refs[at] or person[at],
            what[at],
            since[at],
            ends[at],
            there[at] or "never",
        )
        for at in range(len(rows))
    )
    place = desk.book.managing_authority.row(home) if home else -1
    homes_table = desk.book.managing_authority
    title = homes_table.name[place] if place >= 0 else "All homes"
    email = homes_table.email[place] if place >= 0 else ""
    return RingList(title, about_home(desk, place), email, desk.as_at, lines)


def about_home(desk: Desk, place: int) -> str:
    """What is known of a home, in one line."""
    if place < 0:
        return ""
    homes = desk.book.managing_authority
    parts = (
        kind_words(desk, place),
        homes.provider[place],
        homes.postcode[place],
        f"Tel. {homes.phone[place]}" if homes.phone[place] else "",
        homes.email[place],
        f"CQC {homes.cqc_location[place]}" if homes.cqc_location[place] else "",
    )
    return " · ".join(part for part in parts if part)


def _words(line: Line) -> str:
    born = f"born {line.born}" if line.born else ""
    since, ends = (f"{word} {day}" if day else "" for word, day in (("since", line.since), ("to", line.ends)))
    said = (line.name, born, line.ref, line.what, since, ends, f"last confirmed {line.there}")
    return "; ".join(part for part in said if part)


def _row(line: Line) -> Row:
    cells = (
        Cell(line.name, f"born {line.born}" if line.born else "", strong=True),
        Cell(line.ref),
        Cell(line.what),
        Cell(line.since),
        Cell(line.ends),
        Cell(line.there),
    )
    return Row((*cells, *(Cell(BOX) for _ in range(4)), Cell("")))
