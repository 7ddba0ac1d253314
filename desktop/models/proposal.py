"""A proposal for several requests at once: an assessor for each open lane, changed as the manager wants.

Rows are committed in one act with one undo. A row that is refused, or that somebody else was quicker with,
stays with its sentence and keeps nothing from the others.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from desktop.commands import allocations, notes
from desktop.commands.allocations import Choice
from desktop.commands.checks import count_of
from desktop.domain import lanes
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import state_words
from desktop.domain.lists.columns import DUE_SOON, DUE_TODAY, IN_TIME, OVERDUE, UNKNOWN, Column
from desktop.domain.matching import Candidate, Suggestion, rank, suggest
from desktop.errors import KnownError, Refused
from desktop.models.board import about_request
from desktop.models.rows_list import RowsList
from desktop.store.faults import Conflict

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace
    from desktop.domain.changes import Act, Changes
    from desktop.domain.lists.desk import Desk
    from desktop.models.array_table import Ints

ROLES = ("mha", "bia")  # the doctor is booked first
SHORT = {"bia": "BIA", "mha": "Doctor"}
TRIES = 3  # how often an act is made again because somebody was quicker while it was being written
MOST_OPTIONS = 15
SOON_DAYS = 7

COLUMNS = (
    Column("request", "Request", width=32, names=True, under="home"),
    Column("due", "Due", "day", 15, under="state"),
    Column("mha", "Mental health assessor", width=36),
    Column("bia", "Best interests assessor", width=44),
    Column("back", "Reports back", width=14, under="note"),
    Column("home", "Home or ward", width=26, shown=False),
    Column("state", "State", "rag", 16, shown=False),
    Column("note", "What is in the way", width=30, shown=False),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The allocations that a row stands for, and why."""

    case: int
    case_id: str
    choices: tuple[Choice, ...]
    reason: str


@dataclass
class Seat:
    """One lane of one request.

    Attributes:
        options: who may be given it: those who may by fit, then those who need a reason.
        at: which of them is chosen, -1 nobody.
        suggested: which was suggested.
        due_back_on: when the report would be wanted.
        told: why this one, or why nobody; others: why not each of the next.
    """

    role: str
    options: tuple[Candidate, ...]
    at: int
    suggested: int
    due_back_on: int
    told: str
    others: tuple[Candidate, ...]

    @property
    def chosen(self) -> Candidate | None:
        """Who is chosen, None for nobody."""
        return self.options[self.at] if 0 <= self.at < len(self.options) else None

    def step(self, by: int) -> None:
        """Take the next or the one before; nobody comes before the first."""
        if self.options:
            self.at = (self.at + 1 + by) % (len(self.options) + 1) - 1


@dataclass
class Row:
    """One request of the proposal.

    Attributes:
        seats: its open lanes; held: what is said of a lane that somebody has.
        reason: why these, in the manager's words.
        problem: why it was not saved, blank while nothing is in the way.
        taken: somebody else was quicker; the manager keeps theirs, or notes their own choice.
    """

    case: int
    case_id: str
    title: str
    home: str
    due: int
    state: str
    rag: int
    seats: dict[str, Seat]
    held: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    problem: str = ""
    taken: bool = False

    def wanted(self, on: int) -> Wanted:
        """What it asks for, as it stands now: what is saved may not change while it is being saved."""
        return Wanted(self.case, self.case_id, tuple(self.choices(on)), self.reason)

    @property
    def empty(self) -> bool:
        """Nobody is chosen in any lane."""
        return all(seat.chosen is None for seat in self.seats.values())

    def choices(self, on: int) -> list[Choice]:
        """The allocations that it stands for."""
        return [
            Choice(
                self.case,
                seat.chosen.worker,
                role,
                on,
                seat.due_back_on,
                self.reason,
                place=seat.chosen.place,
            )
            for role, seat in self.seats.items()
            if seat.chosen is not None
        ]


@dataclass
class Proposal:
    """All rows, in the order of the board.

    Attributes:
        names: the name of each worker row.
    """

    rows: list[Row]
    names: Sequence[str]

    @property
    def ready(self) -> list[Row]:
        """The rows that would be saved: somebody is chosen, and nobody else was quicker."""
        return [row for row in self.rows if not row.empty and not row.taken]

    def given(self) -> Counter[int]:
        """Worker row -> how many lanes of the proposal are theirs."""
        seats = (seat for row in self.rows for seat in row.seats.values())
        return Counter(seat.chosen.worker for seat in seats if seat.chosen is not None)

    def drop(self, row: Row) -> None:
        """Leave a request out; it stays on the board."""
        self.rows.remove(row)

    def as_rows(self) -> ProposalRows:
        """The proposal as a table's rows."""
        given = self.given()
        return ProposalRows(
            COLUMNS,
            [self._texts(row, given) for row in self.rows],
            tags=self.rows,
            states=[row.rag for row in self.rows],
        )

    def _texts(self, row: Row, given: Counter[int]) -> tuple[str, ...]:
        backs = {seat.due_back_on for seat in row.seats.values() if seat.chosen} - {NO_DAY}
        in_way = "somebody was quicker" if row.taken else "not saved" if row.problem else ""
        return (
            row.title,
            short(row.due),
            self._seat(row, "mha", given),
            self._seat(row, "bia", given),
            short(min(backs)) if backs else "",
            row.home,
            row.state,
            in_way,
        )

    def _seat(self, row: Row, role: str, given: Counter[int]) -> str:
        seat = row.seats.get(role)
        if seat is None:
            return row.held.get(role, "")
        one = seat.chosen
        if one is None:
            return f"Nobody; {seat.told if seat.suggested < 0 else 'left as it is'}"
        more = given[one.worker]
        also = f"{more} of these; " if more > 1 else ""
        if seat.at != seat.suggested and seat.suggested >= 0:
            also = f"instead of {self.names[seat.options[seat.suggested].worker]}; {also}"
        return f"{self.names[one.worker]}; {also}{'needs a reason' if one.asks else one.words}"


class ProposalRows(RowsList):
    """The proposal's rows; each keeps its place in the table's memory by its case."""

    def identity(self) -> Ints:
        """The case of each row."""
        return np.array([row.case for row in self.tags], np.int64)


def propose(desk: Desk, cases: Sequence[int]) -> Proposal:
    """Who should take these requests, in every lane that nobody has; all weighed together in each lane."""
    rows = [_row(desk, case) for case in cases]
    for role in ROLES:
        want = [row for row in rows if lanes.lanes(desk, row.case).of(role).waits and _wants(desk, row, role)]
        if not want:
            continue
        which = [row.case for row in want]
        found, ranking = suggest(desk, which, role), rank(desk, which, role)
        for at, (row, one) in enumerate(zip(want, found, strict=True)):
            row.seats[role] = _seat(role, one, ranking.candidates(at))
    return Proposal([row for row in rows if row.seats], desk.book.worker.name)


def _seat(role: str, one: Suggestion, everybody: Sequence[Candidate]) -> Seat:
    options = [who for who in everybody if not who.bar and (who.asks or who.room > 0)][:MOST_OPTIONS]
    workers = [who.worker for who in options]
    if one.chosen is not None and one.worker not in workers:
        options.insert(0, one.chosen)
        workers.insert(0, one.worker)
    at = workers.index(one.worker) if one.worker in workers else -1
    return Seat(role, tuple(options), at, at, one.due_back_on, one.words, one.others)


def _row(desk: Desk, case: int) -> Row:
    title, home = about_request(desk, case)
    now = lanes.lanes(desk, case)
    held = {role: "" if now.of(role).waits else now.of(role).words for role in ROLES}
    due = int(desk.flags.assess_due[_flag(desk, case)])
    left = due - desk.as_at
    rags = (
        (due == NO_DAY, UNKNOWN),
        (left < 0, OVERDUE),
        (left == 0, DUE_TODAY),
        (left <= SOON_DAYS, DUE_SOON),
    )
    rag = next((one for fits, one in rags if fits), IN_TIME)
    return Row(
        case, desk.book.case.ids[case], title, home, due, state_words(rag, abs(left), "d"), rag, {}, held
    )


def _flag(desk: Desk, case: int) -> int:
    """Where a request stands among the desk's flags."""
    return int(np.searchsorted(desk.flags.case, case))


def _wants(desk: Desk, row: Row, role: str) -> bool:
    """A check of an unauthorised deprivation wants no doctor."""
    return role == "bia" or not desk.flags.third_party[_flag(desk, row.case)]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not saved; `taken` when somebody else was quicker."""

    words: str
    taken: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a proposal.

    Attributes:
        changes: what was committed, None when nothing was.
        saved: case rows of the rows that were saved.
        problems: case row -> why it was not.
        told: the sentence for the message, blank when nothing was saved.
    """

    changes: Changes | None
    saved: tuple[int, ...]
    problems: Mapping[int, Problem]
    told: str


def commit(work: Workspace, rows: Sequence[Wanted], *, author: str, today: int) -> Outcome:
    """Save every row that nothing is in the way of, in one act; on the database lane.

    A row is saved whole (both lanes) or not at all, and none keeps another from being saved.

    Raises:
        KnownError: when nothing could be written for a reason that is no row's own (a full disk).
    """
    for _ in range(TRIES):
        work.poll()
        act, problems = _sifted(work, rows, author=author, today=today)
        saved = tuple(row.case for row in rows if row.case not in problems)
        if act is None:
            return Outcome(None, (), problems, "")
        try:
            changes = work.run(act)
        except (Conflict, Refused):  # somebody wrote between the look and the write: look again
            continue
        told = f"{count_of(len(saved), 'request')} allocated."
        more = f"{told} {len(problems)} stayed, with the reason." if problems else told
        return Outcome(changes, saved, problems, more)
    raise KnownError("Somebody else is saving at the same moment; nothing of this was saved. Try again.")


def quicker(work: Workspace, rows: Sequence[Wanted]) -> dict[int, Problem]:
    """Which of these rows somebody else has given away meanwhile, with the sentence; on the database lane."""
    desk = work.desk()
    return {row.case: Problem(words, True) for row in rows if (words := _taken(work, desk, row))}


def _sifted(
    work: Workspace, rows: Sequence[Wanted], *, author: str, today: int
) -> tuple[Act | None, dict[int, Problem]]:
    """The act that saves the rows that can be saved, None for none; why not, for the others."""
    desk = work.desk()

    def make(these: Sequence[Wanted]) -> Act:
        choices = [choice for row in these for choice in row.choices]
        return allocations.allocate(work.book, choices, author=author, today=today, desk=desk)

    problems = quicker(work, rows)
    free = [row for row in rows if row.case not in problems]
    try:
        return (make(free) if free else None), problems
    except Refused:  # of one row or more; found one by one, because each counts with those before it
        good: list[Wanted] = []
        for row in free:
            try:
                make([*good, row])
                good.append(row)
            except Refused as error:
                problems[row.case] = Problem(error.message)
    return (make(good) if good else None), problems


def _taken(work: Workspace, desk: Desk, row: Wanted) -> str:
    """Who was quicker with a lane of a row, and with whom; blank when nobody was."""
    now = lanes.lanes(desk, row.case)
    for choice in row.choices:
        lane = now.of(choice.role)
        if lane.held or lane.state in ("returned", "final"):
            who, when = _given_by(work, row, lane.allocation)
            mine = work.book.worker.name[choice.worker]
            return f"{who} gave this to {lane.who}{when}. Your choice was {mine}."
    return ""


def _given_by(work: Workspace, row: Wanted, allocation: int) -> tuple[str, str]:
    """Who recorded an allocation, and at what time of day."""
    if allocation < 0:
        return "Somebody", ""
    row_id = work.book.allocation.ids[allocation]
    lines = work.store.history(row.case_id)
    line = next((one for one in reversed(lines) if one.row == row_id and not one.field), None)
    if line is None:
        return "Somebody", ""
    who = line.author if line.author != work.author else f"{line.author} (you, elsewhere)"
    return who, f" at {dt.datetime.fromtimestamp(line.when / 1000):%H:%M}"


def note_of(desk: Desk, row: Wanted, problem: str, *, author: str, today: int, asks: bool = False) -> Act:
    """A note that keeps the choice of a manager whom somebody was quicker than, with its reason.

    With `asks` it asks for that choice all the same: a chase of the same day, so that it waits on Today for
    whoever was quicker; nothing is given to anybody else by it.

    Raises:
        Refused: as `notes.add`.
    """
    names = desk.book.worker.name
    chosen = [f"{names[choice.worker]} as {SHORT[choice.role]}" for choice in row.choices]
    why = f" Reason: {row.reason.strip()}." if row.reason.strip() else ""
    said = "asks for" if asks else "had chosen"
    text = f"{author} {said} {' and '.join(chosen)}.{why} {problem}"
    again = today if asks else NO_DAY
    return notes.add(desk.book, [row.case], text, author=author, today=today, chase_next_on=again)
