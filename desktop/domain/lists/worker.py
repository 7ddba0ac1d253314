"""One worker before supervision: children by clock, gaps, actions, load, leave, and what went well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.actions import Action, open_for, open_of_owner
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.build import build, counts
from desktop.domain.lists.columns import count_of
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.leave import absence_words, absences, leave_between
from desktop.domain.lists.listdata import ListData
from desktop.domain.lists.recording import Lag, recording_lag, went_well
from desktop.domain.lists.rows import initials_of
from desktop.domain.lists.selection import Count, Selection
from desktop.domain.lists.staff import staff
from desktop.domain.load import Load, load_points

USUAL = 28  # days to the next supervision where none is planned
LEAVE_AHEAD = 56  # days of leave to come that are shown


@dataclass(frozen=True)
class Next:
    """The next supervision: its day, whether it is planned, and whether the worker is away then."""

    on: int
    planned: bool
    away: bool = False

    def words(self) -> str:
        """``18/12/2026``, or that none is planned and four weeks are looked ahead."""
        if not self.planned:
            return f"not planned; looking ahead to {short(self.on)}"
        return f"{short(self.on)}, but away then" if self.away else short(self.on)


@dataclass(frozen=True)
class WorkerView:
    """Everything that a worker's page and supervision sheet show, as at the desk's day.

    Attributes:
        row: worker row.
        id: their lasting id.
        name: as recorded.
        team: their team's name.
        post: part-time share, agency, when they left.
        load: points against the ceiling.
        leave: their absences now and in the next eight weeks.
        covers: for whom they have the work today.
        next: the next supervision.
        session: the day of the last supervision of any of these children, `NO_DAY` for none.
        personal: the day of their own last supervision, `NO_DAY` for none.
        gaps: what is missing of supervision, in one sentence.
        actions: not done yet, about these children or for this worker; earliest due first.
        todo: the same in words, each with the child's initials.
        lag: how soon their visits are recorded.
        well: what went well, in sentences.
        data: their children, as the list ``children`` has them.
        counts: the counts over that list.
    """

    row: int
    id: str
    name: str
    team: str
    post: str
    load: Load
    leave: tuple[str, ...]
    covers: tuple[str, ...]
    next: Next
    session: int
    personal: int
    gaps: str
    actions: tuple[Action, ...]
    todo: tuple[str, ...]
    lag: Lag
    well: tuple[str, ...]
    data: ListData
    counts: tuple[Count, ...]

    @property
    def children(self) -> int:
        """How many children the page has."""
        return len(self.data)


def worker_view(desk: Desk, worker: int) -> WorkerView:
    """One worker as at the desk's day; costs tens of milliseconds, so not on the GUI thread."""
    book = desk.book
    coming = next_supervision(desk, worker)
    selection = children_of(desk, worker, coming)
    data = build(desk, selection)
    found = tuple(counts(desk, "children", selection))
    late = {count.key.removesuffix("_overdue"): count.n for count in found}
    held = held_cases(desk, worker)
    lag = recording_lag(desk, worker)
    team = int(book.worker.team[worker])
    actions = _actions(desk, worker, data)
    return WorkerView(
        row=worker,
        id=book.worker.ids[worker],
        name=book.worker.name[worker],
        team=book.team.name[team] if team >= 0 else "",
        post=_post(desk, worker),
        load=load_points(desk, worker),
        leave=_leave(desk, worker),
        covers=_covers(desk, worker),
        next=coming,
        session=_last_day(data, "supervised"),
        personal=_personal(desk, worker),
        gaps=_gaps(desk, data, late),
        actions=actions,
        todo=tuple(f"{initials_of(desk, one.person)}: {one.words()}" for one in actions),
        lag=lag,
        well=went_well(desk, held, _judged(data, late), lag),
        data=data,
        counts=found,
    )


def children_of(desk: Desk, worker: int, coming: Next) -> Selection:
    """The selection whose rows a worker's page has; it looks ahead to the next supervision."""
    return Selection(
        "children",
        desk.as_at,
        desk.known_at,
        worker=desk.book.worker.ids[worker],
        days=coming.on - desk.as_at,
    )


def held_cases(desk: Desk, worker: int) -> list[int]:
    """The open children's cases that a worker has today, those of people they cover included."""
    book = desk.book
    theirs = np.append(staff(desk).answer_for(worker), False)
    mask = desk.is_open & theirs[desk.fact("worker")] & (book.case.kind != book.case.code("kind", "dols"))
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


def next_supervision(desk: Desk, worker: int) -> Next:
    """The first supervision planned for any of the worker's children, else four weeks from the day."""
    table = desk.book.planned
    rows = np.flatnonzero(known(table, desk.known_at) & (table.on >= desk.as_at) & (table.case >= 0))
    rows = rows[table.kind[rows] == table.code("kind", "supervision")]
    days = table.on[rows][np.isin(table.case[rows], held_cases(desk, worker))]
    if not len(days):
        return Next(desk.as_at + USUAL, planned=False)
    on = int(days.min())
    return Next(on, planned=True, away=bool(leave_between(desk, worker, on, on)))


def _post(desk: Desk, worker: int) -> str:
    table = desk.book.worker
    share, left = int(table.fte_pct[worker]), int(table.left_on[worker])
    said = (
        f"{share}% post" if share and share != 100 else "",
        "agency" if table.word("engagement", worker) == "agency" else "",
        f"left {short(left)}" if left != NO_DAY and left <= desk.as_at else "",
        f"leaves {short(left)}" if left != NO_DAY and left > desk.as_at else "",
    )
    return ", ".join(words for words in said if words)


def _leave(desk: Desk, worker: int) -> tuple[str, ...]:
    begins = desk.book.absence.starts_on
    rows = [row for row in absences(desk, worker) if begins[row] <= desk.as_at + LEAVE_AHEAD]
    return tuple(absence_words(desk, row) for row in rows)


def _covers(desk: Desk, worker: int) -> tuple[str, ...]:
    acting, names = staff(desk).acting, desk.book.worker.name
    return tuple(names[other] for other in np.flatnonzero(acting == worker).tolist() if other != worker)


def _last_day(data: ListData, key: str) -> int:
    return int(data.sort_keys(key).max(initial=NO_DAY))


def _personal(desk: Desk, worker: int) -> int:
    table = desk.book.worker_supervision
    mask = known(table, desk.known_at) & (table.worker == worker) & (table.on <= desk.as_at)
    return int(table.on[mask].max(initial=NO_DAY))


def _judged(data: ListData, late: dict[str, int]) -> dict[str, int]:
    """How many are late of each sort of clock that any of the children has."""
    sorts = ("visit", "supervision")
    return {one: late[one] for one in sorts if (data.sort_keys(f"{one}_due") != NO_DAY).any()}


def _gaps(desk: Desk, data: ListData, late: dict[str, int]) -> str:
    if not len(data):
        return "No children."
    days = data.sort_keys("supervised")
    never = late.get("no_supervision", 0)
    some = days[days != NO_DAY]
    said = [f"{late['supervision']} of {count_of(len(data), 'child', 'children')} overdue"]
    if len(some):
        said.append(f"longest ago {short(int(some.min()))} ({desk.as_at - int(some.min())} days)")
    if never:
        said.append(f"{never} never supervised under these plans")
    return "; ".join(said)


def _actions(desk: Desk, worker: int, data: ListData) -> tuple[Action, ...]:
    """Actions about the children on the page and those that the worker owns, each once."""
    about = open_for(desk, data.case.tolist()) if len(data) else []
    found = {action.row: action for action in (*about, *open_of_owner(desk, worker))}
    return tuple(
        sorted(found.values(), key=lambda one: (one.due_on == NO_DAY, one.due_on, one.raised_on, one.row))
    )
