"""The rules about one request and one assessor together: lanes, involvement, home, interests, team."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import lanes
from desktop.domain.assessor_checks import ASK, HARD, OK, SOFT, Finding
from desktop.domain.assessors import Load, posting_on
from desktop.domain.casebook import Columns, codes_of, known
from desktop.domain.days import NO_DAY
from desktop.domain.dols_facts import Bools, Ints
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

INVOLVED_DAYS = 365  # how far back being allocated to the person counts as involved in their care
INVOLVED_ROLES = ("worker", "secondary", "pa", "iro")


@dataclass
class Asked:
    """What every rule is given: the assessors with their register entries, and the requests."""

    desk: Desk
    case: Ints
    worker: Ints
    role: str
    on: int
    load: Load

    def __post_init__(self) -> None:
        self.entry = self.load.entry[self.worker]
        self.has_entry = self.entry >= 0
        request = self.desk.fact("request")[self.case]
        self.home = taken(self.desk.book.dols_request.managing_authority, request, -1)

    @property
    def register(self) -> Columns:
        """The table of register entries."""
        return self.desk.book.assessor

    def fact(self, name: str, absent: int = NO_DAY) -> Ints:
        """A field of each assessor's entry."""
        return taken(getattr(self.register, name), self.entry, absent)

    def months(self, name: str) -> int:
        """A setting that is a number of months."""
        return int(self.desk.timescales.settings[name])


def pair_findings(asked: Asked) -> Iterator[Finding]:
    """What each of these rules finds; a matrix of one row per request and one column per assessor."""
    yield _same_person(asked)
    if asked.role == "bia":
        yield _involved(asked)
        yield _own_home(asked)
    yield from _interests(asked)
    yield _declared(asked)
    if asked.role == "bia":
        yield _same_team(asked)


def _matrix(asked: Asked, mask: Bools, code: int = HARD) -> Ints:
    return np.where(mask, np.int8(code), np.int8(OK))


def _same_person(asked: Asked) -> Finding:
    other = "mha" if asked.role == "bia" else "bia"
    found = lanes.columns(asked.desk, other)
    busy = ~np.isin(found.state[asked.case], lanes.WAITS)
    theirs = np.where(busy, found.worker[asked.case], -1)
    word = {"bia": "best interests", "mha": "mental health"}[other]
    return Finding(
        "same_person",
        _matrix(asked, (theirs[:, None] == asked.worker) & (theirs[:, None] >= 0)),
        lambda _, at: f"Has the {word} assessment of this request; one person may not do both",
    )


def _involved(asked: Asked) -> Finding:
    """Allocated to the person in the last twelve months, in whatever case, other than as an assessor."""
    book, table = asked.desk.book, asked.desk.book.allocation
    recent = (table.ended_on == NO_DAY) | (table.ended_on >= asked.on - INVOLVED_DAYS)
    mine = known(table, asked.desk.known_at) & recent & (table.case >= 0) & (table.worker >= 0)
    cares = np.zeros(len(table.shape.field("role").codes), bool)
    cares[codes_of("allocation", "role", INVOLVED_ROLES)] = True
    mine &= cares[table.role]
    chosen = np.zeros(len(book.worker), bool)
    chosen[asked.worker] = True
    rows = np.flatnonzero(mine)
    rows = rows[chosen[table.worker[rows]]]
    whose, worker = book.case.person[table.case[rows]], table.worker[rows]
    person = book.case.person[asked.case]
    mask = np.zeros((len(asked.case), len(asked.worker)), bool)
    for who, by in zip(whose.tolist(), worker.tolist(), strict=True) if len(rows) else ():
        mask |= (person == who)[:, None] & (asked.worker == by)
    return Finding(
        "involved",
        _matrix(asked, mask),
        lambda _, at: "Involved in this person's care now or in the last 12 months",
    )


def _own_home(asked: Asked) -> Finding:
    """The council's own home: nobody employed by the council; for anybody else the law is not clear."""
    book, home = asked.desk.book, asked.home
    ours = taken(book.managing_authority.run_by_council, home, -1) == 1
    kinds = book.worker.shape.field("engagement").codes
    in_house = np.array([kind.startswith("in_house") for kind in kinds])[book.worker.engagement[asked.worker]]
    unsaid = book.worker.engagement[asked.worker] == 0
    elsewhere = np.array(
        [bool(asked.register.employer[row].strip()) if row >= 0 else False for row in asked.entry.tolist()],
        bool,
    )
    employed = in_house & ~elsewhere
    code = np.select([employed, unsaid & ~elsewhere], [HARD, ASK], SOFT).astype(np.int8) * ours[:, None]

    def words(_: int, at: int) -> str:
        if employed[at]:
            return "The council runs this home and employs this assessor"
        if unsaid[at] and not elsewhere[at]:
            return "The council runs this home, and who employs this assessor is not on record"
        return "The council runs this home; a paid assessor may be providing services to it: ask legal"

    return Finding("own_home", code, words)


_INTERESTS = {  # kind of interest -> (rule, how bad, words)
    "financial": ("financial_interest", HARD, "Has a financial interest in this home or its provider"),
    "relative": ("relative", HARD, "Related to somebody with a financial interest in this home"),
    "employment": ("interest", HARD, "Works, or a relative works, for this home or its provider"),
    "other": ("interest", ASK, "Has an interest on record in this home or its provider"),
    "": ("interest", ASK, "Has an interest on record in this home or its provider"),
}


def _interests(asked: Asked) -> Iterator[Finding]:
    """Standing interests on record, by home or by the company that runs it."""
    table, place = asked.desk.book.interest, {worker: at for at, worker in enumerate(asked.worker.tolist())}
    rows = _interest_rows(asked)
    rows = rows[np.isin(table.worker[rows], asked.worker)]
    known_as = [_INTERESTS[table.word("kind", row)] for row in rows.tolist()]
    bad = np.array([code for _, code, _ in known_as], np.int8)
    order = np.argsort(bad, kind="stable")  # the worst is told last, and stands
    rows, known_as, bad = rows[order], [known_as[at] for at in order.tolist()], bad[order]
    at = np.array([place[one] for one in table.worker[rows].tolist()], int)
    touched, requests = np.nonzero(_touched(asked, rows))
    for rule in ("relative", "financial_interest", "interest"):
        mine = np.array([one == rule for one, _, _ in known_as], bool)[touched]
        interest, request = touched[mine], requests[mine]
        code = np.zeros((len(asked.case), len(asked.worker)), np.int8)
        code[request, at[interest]] = bad[interest]
        pairs = zip(request.tolist(), at[interest].tolist(), strict=True)
        yield Finding(rule, code, _told(asked, dict(zip(pairs, rows[interest].tolist(), strict=True))))


def _told(asked: Asked, interest: dict[tuple[int, int], int]) -> Callable[[int, int], str]:
    table = asked.desk.book.interest

    def words(request: int, at: int) -> str:
        row = interest[request, at]
        said, detail = _INTERESTS[table.word("kind", row)][2], table.detail[row].strip()
        return f"{said}: {detail}" if detail else said

    return words


def _interest_rows(asked: Asked) -> Ints:
    table = asked.desk.book.interest
    rows = np.flatnonzero(known(table, asked.desk.known_at))
    begun = (table.starts_on[rows] == NO_DAY) | (table.starts_on[rows] <= asked.on)
    lasts = (table.ends_on[rows] == NO_DAY) | (table.ends_on[rows] >= asked.on)
    made: Ints = rows[begun & lasts]
    return made


def _touched(asked: Asked, rows: Ints) -> Bools:
    """Whether each interest is about the home of each request: that very home, or whoever runs it."""
    table, number = asked.desk.book.interest, _providers(asked.desk)
    home = table.managing_authority[rows][:, None]
    run_by = np.array([number.get(table.provider[row].strip().casefold(), 0) for row in rows.tolist()], int)
    runs = asked.desk.steady("home providers", "managing_authority", lambda: _run_by(asked.desk))
    theirs = taken(runs, asked.home, 0)
    made: Bools = (home >= 0) & (home == asked.home)
    made |= (run_by[:, None] > 0) & (run_by[:, None] == theirs)
    return made


def _providers(desk: Desk) -> dict[str, int]:
    """Provider, folded -> a number from 1."""

    def make() -> dict[str, int]:
        names = {name.strip().casefold() for name in desk.book.managing_authority.provider} - {""}
        return {name: at for at, name in enumerate(sorted(names), 1)}

    found: dict[str, int] = desk.steady("providers", "managing_authority", make)
    return found


def _run_by(desk: Desk) -> Ints:
    """Per home, the number of its provider, 0 for one that is not known."""
    number = _providers(desk)
    return np.array(
        [number.get(name.strip().casefold(), 0) for name in desk.book.managing_authority.provider], np.int32
    )


def _declared(asked: Asked) -> Finding:
    """What an assessor has declared of a person holds for every request about that person."""
    book, table = asked.desk.book, asked.desk.book.assessor_choice
    rows = np.flatnonzero(known(table, asked.desk.known_at) & (table.declared == 0) & (table.case >= 0))
    mask = np.zeros((len(asked.case), len(asked.worker)), bool)
    person = book.case.person[asked.case]
    for row in rows.tolist():
        mask |= (person == book.case.person[table.case[row]])[:, None] & (asked.worker == table.worker[row])
    return Finding(
        "declared",
        _matrix(asked, mask),
        lambda _, at: "Has declared a relation, an interest or involvement in this person's case",
    )


def _same_team(asked: Asked) -> Finding:
    """The assessor's team is the one that plans this person's care."""
    book, desk = asked.desk.book, asked.desk
    table = book.allocation
    worker_role = codes_of("allocation", "role", ["worker"])[0]
    now = known(table, desk.known_at) & (table.role == worker_role) & (table.worker >= 0) & (table.case >= 0)
    now &= (table.on <= asked.on) & ((table.ended_on == NO_DAY) | (table.ended_on > asked.on))
    people = book.case.person[asked.case]
    rows = np.flatnonzero(now)
    chosen = np.zeros(len(book.person) + 1, bool)
    chosen[people] = True
    rows = rows[chosen[book.case.person[table.case[rows]]]]
    theirs = _team_of(desk, asked.worker, asked.on)
    mask = np.zeros((len(asked.case), len(asked.worker)), bool)
    teams = _team_of(desk, table.worker[rows], asked.on)
    for who, team in zip(book.case.person[table.case[rows]].tolist(), teams.tolist(), strict=True):
        mask |= (people == who)[:, None] & (theirs == team) & (team >= 0)
    return Finding(
        "same_team", _matrix(asked, mask, ASK), lambda _, at: "Same team as this person's social worker"
    )


def _team_of(desk: Desk, worker: Ints, on: int) -> Ints:
    posting = posting_on(desk, worker, np.full(len(worker), on, np.int32))
    team = taken(desk.book.posting.team, posting, -1)
    made: Ints = np.where(team >= 0, team, taken(desk.book.worker.team, worker, -1))
    return made
