"""One child in full: every case on one timeline, all clocks, family, workers, placements, agreements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.actions import Action, open_for
from desktop.domain.casebook import Columns, known
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.lists.clockmap import rag_of
from desktop.domain.lists.columns import OVERDUE, URGENCY
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail import ClockLine, Entry, clock_lines, timeline
from desktop.domain.lists.families import families
from desktop.domain.lists.rows import PLAN_WORDS, initials_of, worker_words
from desktop.domain.lists.visit_words import Words, measure_words
from desktop.domain.lists.visits import visited

_ROLES = {
    "worker": "Worker",
    "pa": "Personal adviser",
    "iro": "Reviewing officer",
    "secondary": "Second worker",
}
_INTERVALS = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


@dataclass(frozen=True)
class PlanLine:
    """One case of the child.

    Attributes:
        case: case row.
        words: kind, from when to when.
        worker: who has it.
        is_open: under way on the desk's day.
        clocks: its clocks, running ones first.
        pattern: the visiting interval in force, for a looked-after child.
        lines: the three measures of a looked-after child's visits, (against what, how it stands).
    """

    case: int
    words: str
    worker: str
    is_open: bool
    clocks: tuple[ClockLine, ...]
    pattern: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sibling:
    """A brother or sister: person row and id, who they are, how they stand."""

    person: int
    id: str
    words: str
    state: str
    rag: int


@dataclass(frozen=True)
class Spell:
    """Something with a beginning and an end; the latest first in every list of them."""

    first: int
    last: int
    what: str
    more: str

    def days(self) -> str:
        """``01/02/2026 to 03/04/2026``, or since when."""
        begin = short(self.first) or "not recorded"
        return f"{begin} to {short(self.last)}" if self.last != NO_DAY else f"since {begin}"


@dataclass(frozen=True)
class ChildView:
    """Everything that a child's page shows, as at the desk's day.

    Attributes:
        person: person row.
        id: their lasting id.
        title: initials and the council's own reference; no full name.
        name: as recorded, may be empty.
        facts: (label, words) in the order to show.
        plans: open cases first.
        siblings: the family.
        allocations, placements, agreements, planned: of all cases.
        actions: not done yet, earliest due first.
        timeline: (entry, plan) of all cases, latest first; what has no date at the end.
        case_ids: of all cases, for the history of changes.
    """

    person: int
    id: str
    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    plans: tuple[PlanLine, ...]
    siblings: tuple[Sibling, ...]
    allocations: tuple[Spell, ...]
    placements: tuple[Spell, ...]
    agreements: tuple[Spell, ...]
    planned: tuple[Spell, ...]
    actions: tuple[Action, ...]
    timeline: tuple[tuple[Entry, str], ...]
    case_ids: tuple[str, ...]


def child_view(desk: Desk, person: int) -> ChildView:
    """One child as at the desk's day; costs tens of milliseconds, so not on the GUI thread."""
    book = desk.book
    cases = cases_of(desk, person)
    return ChildView(
        person=person,
        id=book.person.ids[person],
        title=" ".join(part for part in (initials_of(desk, person), book.person.ref[person]) if part),
        name=book.person.name[person],
        facts=_facts(desk, person),
        plans=tuple(_plan(desk, case) for case in cases),
        siblings=_siblings(desk, person),
        allocations=_allocations(desk, cases),
        placements=_placements(desk, cases),
        agreements=_agreements(desk, cases),
        planned=_planned(desk, cases),
        actions=tuple(open_for(desk, cases)) if cases else (),
        timeline=_timeline(desk, cases),
        case_ids=tuple(book.case.ids[case] for case in cases),
    )


def cases_of(desk: Desk, person: int) -> list[int]:
    """The child's cases: open ones first, then the one begun last."""
    case, started = desk.book.case, desk.fact("started")
    rows = np.flatnonzero((case.person == person) & case.live).tolist()
    return sorted(rows, key=lambda row: (not desk.is_open[row], -int(started[row])))


def _facts(desk: Desk, person: int) -> tuple[tuple[str, str], ...]:
    table = desk.book.person
    born, expected, died = (int(table.column(name)[person]) for name in ("born_on", "expected_on", "died_on"))
    found = (
        ("Born", _born(born, expected, desk.as_at)),
        ("Died", short(died)),
        ("NHS number", table.nhs_number[person]),
        ("Disabled", "Yes" if table.disabled[person] == 1 else ""),
        ("Restricted", "Yes: only those who need it" if table.restricted[person] == 1 else ""),
    )
    return tuple((label, words) for label, words in found if words)


def _born(born: int, expected: int, as_at: int) -> str:
    if born == NO_DAY:
        return f"expected {short(expected)}" if expected != NO_DAY else ""
    today, birth = date_of(as_at), date_of(born)
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return f"{short(born)} (age {age})" if age >= 0 else f"{short(born)} (not yet born)"


def _plan(desk: Desk, case: int) -> PlanLine:
    kind = PLAN_WORDS[int(desk.book.case.kind[case])]
    started, ended = int(desk.fact("started")[case]), int(desk.fact("ended")[case])
    since = f"from {short(started)}" if started != NO_DAY else "start not recorded"
    over = f" to {short(ended)}" if ended != NO_DAY and ended >= started else ""
    is_open = bool(desk.is_open[case])
    return PlanLine(
        case=case,
        words=f"{kind} {since}{over}" + ("" if is_open or over else ", closed"),
        worker=worker_words(desk, int(desk.fact("holder")[case]), int(desk.fact("worker")[case])),
        is_open=is_open,
        clocks=clock_lines(desk, case),
        **_looked_after(desk, case),  # type: ignore[arg-type]
    )


def _looked_after(desk: Desk, case: int) -> dict[str, object]:
    if desk.book.case.word("kind", case) != "cla" or not desk.is_open[case]:
        return {}
    found = visited(desk)
    at = np.flatnonzero(found.case == case)
    words = Words(desk, found)
    return {"pattern": words.pattern(at)[0] if len(at) else "", "lines": three_lines(desk, case)}


def three_lines(desk: Desk, case: int) -> tuple[tuple[str, str], ...]:
    """How a looked-after child's visits stand against six weeks, the agreed interval, the legal limit."""
    made = []
    for name, words in (("six", "6 weeks"), ("agreed", "Agreed"), ("legal", "Legal limit")):
        state, due = int(desk.fact(f"{name}_state")[case]), int(desk.fact(f"{name}_due")[case])
        if state >= 0:
            made.append((words, measure_words(state, due, desk.as_at)))
    return tuple(made)


def _siblings(desk: Desk, person: int) -> tuple[Sibling, ...]:
    others = [row for row in families(desk).of(person).tolist() if row != person]
    return tuple(_sibling(desk, row) for row in others)


def _sibling(desk: Desk, person: int) -> Sibling:
    who = f"{initials_of(desk, person)} {desk.book.person.ref[person]}".strip()
    row_id = desk.book.person.ids[person]
    running = [case for case in cases_of(desk, person) if desk.is_open[case]]
    if not running:
        return Sibling(person, row_id, who, "no open plan", 0)
    plans = ", ".join(PLAN_WORDS[int(desk.book.case.kind[case])] for case in running)
    clocks = np.concatenate([np.asarray(desk.clocks.of_case(case), np.int32) for case in running])
    rags = rag_of(desk, clocks)
    worst = int(max(rags.tolist(), key=lambda rag: URGENCY[rag], default=0))
    late = int(np.count_nonzero(rags == OVERDUE))
    state = f"{late} overdue" if late else "nothing overdue"
    return Sibling(person, row_id, who, f"{plans}; {state}", worst)


def _of_cases(desk: Desk, table: str, cases: list[int]) -> tuple[Columns, list[int]]:
    columns = desk.book.tables[table]
    mask = known(columns, desk.known_at) & np.isin(columns.case, cases)
    return columns, np.flatnonzero(mask).tolist()


def _latest_first(spells: list[Spell]) -> tuple[Spell, ...]:
    return tuple(sorted(spells, key=lambda one: -one.first))


def _plan_of(desk: Desk, case: int) -> str:
    return PLAN_WORDS[int(desk.book.case.kind[case])]


def _allocations(desk: Desk, cases: list[int]) -> tuple[Spell, ...]:
    table, rows = _of_cases(desk, "allocation", cases)
    made = []
    for row in rows:
        worker, role = int(table.worker[row]), table.word("role", row)
        name = desk.book.worker.name[worker] if worker >= 0 else table.named[row] or "nobody named"
        more = "; ".join(part for part in (_plan_of(desk, int(table.case[row])), table.reason[row]) if part)
        who = f"{_ROLES.get(role, role)}: {name}"
        made.append(Spell(int(table.on[row]), int(table.ended_on[row]), who, more))
    return _latest_first(made)


def _placements(desk: Desk, cases: list[int]) -> tuple[Spell, ...]:
    table, rows = _of_cases(desk, "placement", cases)
    made = []
    for row in rows:
        code = table.column("code")[row]
        what = f"Placement {code}" if code else "Placement, no code recorded"
        more = (table.legal_status[row], "meant to last to 18" if table.to_18[row] == 1 else "")
        words = "; ".join(part for part in more if part)
        made.append(Spell(int(table.starts_on[row]), int(table.ends_on[row]), what, words))
    return _latest_first(made)


def _agreements(desk: Desk, cases: list[int]) -> tuple[Spell, ...]:
    table, rows = _of_cases(desk, "agreed_frequency", cases)
    made = []
    for row in rows:
        interval = _INTERVALS.get(table.word("interval", row), "no interval")
        panel = table.word("panel_decision", row)
        more = (
            f"by {table.agreed_by[row]}" if table.agreed_by[row] else "",
            "child agrees" if table.child_agrees[row] == 1 else "",
            f"panel {panel}" if panel else "",
            f"review by {short(int(table.review_by[row]))}" if table.review_by[row] != NO_DAY else "",
            table.ended_reason[row],
        )
        words = "; ".join(part for part in more if part)
        first, last = int(table.effective_from[row]), int(table.ended_on[row])
        made.append(Spell(first, last, f"Visits every {interval}", words))
    return _latest_first(made)


def _planned(desk: Desk, cases: list[int]) -> tuple[Spell, ...]:
    table, rows = _of_cases(desk, "planned", cases)
    made = []
    for row in rows:
        on, worker = int(table.on[row]), int(table.worker[row])
        passed = "passed without a record" if on < desk.as_at else ""
        who = desk.book.worker.name[worker] if worker >= 0 else ""
        more = "; ".join(part for part in (who, table.reason[row], passed) if part)
        kind = (table.word("kind", row) or "visit").replace("_", " ").capitalize()
        made.append(Spell(on, on, kind, more))
    return tuple(sorted(made, key=lambda one: one.first))


def _timeline(desk: Desk, cases: list[int]) -> tuple[tuple[Entry, str], ...]:
    """All cases on one line, latest first; one visit that counts for two plans stands once."""
    found: dict[tuple[int, str, str], tuple[Entry, list[str]]] = {}
    for case in cases:
        for entry in timeline(desk, case):
            key = (entry.on, entry.table, entry.text)
            found.setdefault(key, (entry, []))[1].append(_plan_of(desk, case))
    lines = [(entry, ", ".join(dict.fromkeys(plans))) for entry, plans in found.values()]
    return tuple(sorted(lines, key=lambda line: (-line[0].on, line[0].table, -line[0].row)))
