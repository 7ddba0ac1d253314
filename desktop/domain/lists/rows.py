"""Who and where each row of a list is: person, worker or cover, team, and the columns that say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import Cells, Ints
from desktop.domain.lists.facts import taken
from desktop.domain.lists.staff import staff
from desktop.domain.lists.vocabulary import Vocabulary

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

PLAN_WORDS = (
    "",
    "DoLS",
    "CP",
    "CLA",
    "CiN",
    "Care leaver",
    "Assessment",
    "s47",
    "Referral",
    "Private fostering",
)
# In which order plans stand in a mixed list: the children at most risk first.
PLAN_RANKS = (9, 7, 0, 1, 2, 3, 4, 5, 6, 8)


@dataclass
class Rows:
    """One row per line of a list.

    Attributes:
        case, person: case and person rows.
        held: the allocation under which somebody has the case, -1 when nobody has.
        holder: the worker of that allocation, -1 when none is matched.
        acting: who has the work today: the holder's cover when the holder is away.
        team: the case's team, else that of its holder, -1 when neither is known.
        assessor_team: the team of a DoLS assessor, whose manager must see the work too; -1 when none.
    """

    case: Ints
    person: Ints
    held: Ints
    holder: Ints
    acting: Ints
    team: Ints
    assessor_team: Ints

    def pick(self, order: Ints) -> Rows:
        """The same for some of the rows, in another order."""
        return Rows(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


def rows_of(desk: Desk, case: Ints) -> Rows:
    """Everything about who and where for some case rows."""
    book = desk.book
    held = desk.fact("holder")[case]
    holder = taken(book.allocation.worker, held, -1)
    acting = taken(staff(desk).acting, holder, -1)
    own = taken(book.worker.team, holder, -1)
    then = taken(book.allocation.team, held, -1)
    team = book.case.team[case]
    dols = book.case.kind[case] == book.case.code("kind", "dols")
    return Rows(
        case=case,
        person=book.case.person[case],
        held=held,
        holder=holder,
        acting=acting,
        team=np.where(team >= 0, team, np.where(then >= 0, then, own)),
        assessor_team=np.where(dols, np.where(then >= 0, then, own), -1),
    )


def name_cells(words: Vocabulary, at_row: Ints, absent: str = "") -> Cells:
    """A text of another table, by its row; sorted by that table's own alphabetical ranks."""

    def text(at: Ints) -> list[str]:
        texts = words.texts
        return [texts[row] if row >= 0 else absent for row in at_row[at].tolist()]

    return Cells(text, lambda: taken(words.ranks, at_row))


def who_cells(desk: Desk, rows: Rows) -> dict[str, Cells]:
    """The columns that most lists share."""
    return {
        "person": name_cells(desk.words("person.ref"), rows.person),
        "initials": Cells(_initials(desk, rows), lambda: taken(desk.words("person").ranks, rows.person)),
        "name": name_cells(desk.words("person"), rows.person),
        "ref": name_cells(desk.words("case.ref"), rows.case),
        "plan": plan_cells(desk, rows),
        "team": name_cells(desk.words("team"), rows.team),
        "worker": Cells(_workers(desk, rows), lambda: taken(desk.words("worker").ranks, rows.acting)),
        "note": note_cells(desk, "note", rows.case),
    }


def plan_cells(desk: Desk, rows: Rows) -> Cells:
    """The kind of plan in the words managers use."""
    kinds = desk.book.case.kind[rows.case]
    ranks = np.array(PLAN_RANKS, np.int32)
    return Cells(lambda at: [PLAN_WORDS[kind] for kind in kinds[at].tolist()], lambda: ranks[kinds])


def initials_of(desk: Desk, person: int) -> str:
    """A person's initials, made from the name where none are recorded."""
    if person < 0:
        return ""
    table = desk.book.person
    return table.initials[person] or "".join(part[0] for part in table.name[person].split()).upper()


def _initials(desk: Desk, rows: Rows) -> Callable[[Ints], list[str]]:
    return lambda at: [initials_of(desk, person) for person in rows.person[at].tolist()]


def _workers(desk: Desk, rows: Rows) -> Callable[[Ints], list[str]]:
    def text(at: Ints) -> list[str]:
        return [
            worker_words(desk, *pair)
            for pair in zip(rows.held[at].tolist(), rows.holder[at].tolist(), strict=True)
        ]

    return text


def worker_words(desk: Desk, held: int, holder: int) -> str:
    """Who has a case: the worker, the cover for one who is away, names that match nobody, or nobody."""
    book, people = desk.book, staff(desk)
    if holder < 0:
        named = book.allocation.named[held] if held >= 0 else ""
        return f"{named} (not matched)" if named else "Not allocated"
    name: str = book.worker.name[holder]
    acting = int(people.acting[holder])
    if acting != holder:
        return f"{book.worker.name[acting]} for {name}"
    if people.absence[holder] >= 0:
        return f"{name} (away, no cover)"
    return f"{name} (left {short(int(book.worker.left_on[holder]))})" if people.left[holder] else name


def note_cells(desk: Desk, fact: str, case: Ints) -> Cells:
    """A dated note of each case: its day and its words, as they were written."""
    note, rows = desk.book.note, desk.fact(fact)[case]

    def text(at: Ints) -> list[str]:
        return [_note_words(desk, row) for row in rows[at].tolist()]

    return Cells(text, lambda: taken(note.on, rows))


def _note_words(desk: Desk, row: int) -> str:
    if row < 0:
        return ""
    note = desk.book.note
    day = short(int(note.on[row]))
    return f"{day} {note.text[row]}" if day else str(note.text[row])


def fact_days(desk: Desk, table: str, fact: str, field: str, case: Ints) -> Ints:
    """Per row, the day in a field of the fact's row, `NO_DAY` when there is none."""
    return taken(getattr(desk.book.tables[table], field), desk.fact(fact)[case])


def when(as_at: int, day: int) -> str:
    """A day as seen from today: ``today, 22/11/2026``, ``in 4 days, 26/11/2026``, ``13 days ago, ...``."""
    away = day - as_at
    if day == NO_DAY:
        return "on a day not recorded"
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away)
    words = words or (f"in {away} days" if away > 0 else f"{-away} days ago")
    return f"{words}, {short(day)}"
