"""Who and where each row of a list is: person, worker or cover, team, and the columns that say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.columns import Cells, Ints, day_cells
from desktop.domain.lists.facts import taken
from desktop.domain.lists.staff import staff
from desktop.domain.lists.vocabulary import Vocabulary

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

PROPOSED = "proposed, not sent"
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


class Rows:
    """Who and where, one entry per row of a list; gathered when first asked for.

    Attributes:
        case: case rows, -1 where a row is not of one case.
    """

    def __init__(self, desk: Desk, case: Ints) -> None:
        self.case = case
        self._desk = desk

    @cached_property
    def person(self) -> Ints:
        """Person rows."""
        return self._column("person")[self.case]

    @cached_property
    def held(self) -> Ints:
        """The allocation under which somebody has the case, -1 when nobody has."""
        return self._column("held")[self.case]

    @cached_property
    def holder(self) -> Ints:
        """The worker of that allocation, -1 when none is matched."""
        return self._column("holder")[self.case]

    @cached_property
    def acting(self) -> Ints:
        """Who has the work today: the holder's cover when the holder is away."""
        return np.append(staff(self._desk).acting, -1)[self.holder]

    @cached_property
    def team(self) -> Ints:
        """The case's team, else that of its holder, -1 when neither is known."""
        return self._column("team")[self.case]

    @cached_property
    def assessor_team(self) -> Ints:
        """The team of a DoLS assessor, whose manager must see the work too; -1 when none."""
        return self._column("assessor_team")[self.case]

    def some(self, name: str, at: Ints) -> Ints:
        """One of the above for some rows: a screen shows twenty, and gathering all takes longer."""
        if name in self.__dict__:
            gathered: Ints = self.__dict__[name]
            return gathered[at]
        if name == "acting":
            return np.append(staff(self._desk).acting, -1)[self.some("holder", at)]
        return self._column(name)[self.case[at]]

    def _column(self, name: str) -> Ints:
        """What one of the above is per case."""
        if name == "person":
            person: Ints = self._desk.book.case.person
            return person
        return self._desk.fact({"held": "holder", "holder": "worker"}.get(name, name))


def worker_rows(desk: Desk, worker: Ints) -> Rows:
    """Rows that stand for workers, not for cases."""
    none = np.full(len(worker), -1, np.int32)
    rows = Rows(desk, none)
    rows.person = rows.held = rows.assessor_team = none
    rows.holder = rows.acting = worker
    rows.team = desk.book.worker.team[worker]
    return rows


def name_cells(
    words: Vocabulary,
    rows: Callable[[], Ints],
    absent: str = "",
    some: Callable[[Ints], Ints] | None = None,
) -> Cells:
    """A text of another table, by its row; sorted by that table's own alphabetical ranks.

    Args:
        words: the texts.
        rows: what gives the table's row per row of the list.
        absent: what stands where there is none.
        some: what gives them for some rows, where all need not be gathered for that.
    """

    def text(at: Ints) -> list[str]:
        texts = words.texts
        found = some(at) if some is not None else rows()[at]
        return [texts[row] if row >= 0 else absent for row in found.tolist()]

    return Cells(text, lambda: taken(words.ranks, rows()))


def who_cells(desk: Desk, rows: Rows) -> dict[str, Cells]:
    """The columns that most lists share."""

    def persons(at: Ints) -> Ints:
        return rows.some("person", at)

    return {
        "person": name_cells(desk.words("person.ref"), lambda: rows.person, some=persons),
        "initials": Cells(_initials(desk, rows), lambda: taken(desk.words("person").ranks, rows.person)),
        "name": name_cells(desk.words("person"), lambda: rows.person, some=persons),
        "ref": name_cells(desk.words("case.ref"), lambda: rows.case),
        "plan": plan_cells(desk, rows),
        "team": name_cells(desk.words("team"), lambda: rows.team, some=lambda at: rows.some("team", at)),
        "worker": Cells(_workers(desk, rows), lambda: taken(desk.words("worker").ranks, rows.acting)),
        "note": note_cells(desk, "note", rows),
    }


def plan_cells(desk: Desk, rows: Rows) -> Cells:
    """The kind of plan in the words managers use."""
    kind, ranks = desk.book.case.kind, np.array(PLAN_RANKS, np.int32)
    return Cells(
        lambda at: [PLAN_WORDS[code] for code in kind[rows.case[at]].tolist()], lambda: ranks[kind[rows.case]]
    )


def initials_of(desk: Desk, person: int) -> str:
    """A person's initials, made from the name where none are recorded."""
    if person < 0:
        return ""
    table = desk.book.person
    return table.initials[person] or "".join(part[0] for part in table.name[person].split()).upper()


def _initials(desk: Desk, rows: Rows) -> Callable[[Ints], list[str]]:
    def text(at: Ints) -> list[str]:
        known = desk.book.person.initials
        return [
            (known[person] if person >= 0 else "") or initials_of(desk, person)
            for person in rows.some("person", at).tolist()
        ]

    return text


def _workers(desk: Desk, rows: Rows) -> Callable[[Ints], list[str]]:
    def text(at: Ints) -> list[str]:
        return [
            worker_words(desk, *pair)
            for pair in zip(rows.some("held", at).tolist(), rows.some("holder", at).tolist(), strict=True)
        ]

    return text


def worker_words(desk: Desk, held: int, holder: int) -> str:
    """Who has a case: the worker, the cover for one who is away, names that match nobody, or nobody.

    An allocation that the shared database does not have yet is a proposal, and says so.
    """
    words, book = _worker_words(desk, held, holder), desk.book
    is_proposed = book.proposed and held >= 0 and book.allocation.ids[held] in book.proposed
    return f"{PROPOSED.capitalize()}: {words}" if is_proposed else words


def _worker_words(desk: Desk, held: int, holder: int) -> str:
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


def note_cells(desk: Desk, fact: str, lines: Rows) -> Cells:
    """A dated note of each case: its day and its words, as they were written."""
    note, rows = desk.book.note, desk.fact(fact)

    def text(at: Ints) -> list[str]:
        return [_note_words(desk, row) if row >= 0 else "" for row in rows[lines.case[at]].tolist()]

    return Cells(text, lambda: taken(note.on, rows[lines.case]))


def _note_words(desk: Desk, row: int) -> str:
    note = desk.book.note
    day = short(int(note.on[row]))
    return f"{day} {note.text[row]}" if day else str(note.text[row])


def fact_day_cells(desk: Desk, table: str, fact: str, field: str, rows: Rows) -> Cells:
    """The day in a field of the row that each case has of a fact."""
    days = fact_days(desk, table, fact, field, rows)

    def some(at: Ints) -> Ints:
        return taken(getattr(desk.book.tables[table], field), desk.fact(fact)[rows.case[at]])

    return day_cells(days, some)


def fact_days(desk: Desk, table: str, fact: str, field: str, rows: Rows) -> Callable[[], Ints]:
    """What gives, per row, the day in a field of the fact's row (`NO_DAY` when there is none)."""
    return lambda: taken(getattr(desk.book.tables[table], field), desk.fact(fact)[rows.case])


def away(as_at: int, day: int) -> str:
    """How far a day is from today: ``today``, ``in 4 days``, ``13 days ago``."""
    days = day - as_at
    if day == NO_DAY:
        return "on a day not recorded"
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return words or (f"in {days:,} days" if days > 0 else f"{-days:,} days ago")
