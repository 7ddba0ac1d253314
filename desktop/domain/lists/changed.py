"""What changed since an instant: the desk as it was known then beside the desk as it is known now.

Five sorts of change, each case once in each (a clock once in the first two): became overdue, came in,
went to somebody else, came off, was closed or signed off. Both sides are read by the same engine: the
earlier one as at the day of the instant, with only what had been recorded by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.domain import kernel
from desktop.domain.days import NO_DAY, day_end_ms, day_of_ms, short
from desktop.domain.lists.clockmap import clock_cells, in_state, most_pressing, rag_of, running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    IN_TIME,
    NONE,
    OVERDUE,
    Bools,
    Cells,
    Column,
    Ints,
    order_packed,
    pack,
    text_ranks,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.work import plan_ranks, to_be_worked

LATE, NEW, MOVED, OFF, DONE = range(5)
TITLES = ("Became overdue", "New", "Allocated or moved", "No longer overdue", "Closed or signed off")
COLUMNS = (
    Column("detail", "What changed", width=40, under="rule"),
    Column("initials", "Initials", width=12, names=True, under="person"),
    Column("plan", "Plan", width=11, under="ref"),
    Column("state", "State now", "rag", 18, under="due"),
    Column("worker", "Worker or cover", width=22, under="team"),
    Column("note", "Last note", width=36),
    Column("what", "Kind of change", width=22, shown=False),
    Column("rule", "Clock", width=36, shown=False),
    Column("due", "Due", "day", 11, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("team", "Team", width=18, shown=False),
    Column("name", "Name", width=20, names=True, shown=False),
)
_MEANS = (
    ("late", OVERDUE, "Clocks that have run out since then, of cases that were open then."),
    ("new", DUE_SOON, "Cases that came in, or were opened again, since then."),
    ("moved", NONE, "Open cases that another worker has now, or nobody any more."),
    ("off", IN_TIME, "Clocks that were overdue then and are not any more; the case is still open."),
    ("done", NONE, "Cases that were closed, and requests that were signed off, since then."),
)
# The lists to whose cases it can be narrowed: those whose rows are cases or clocks of a case.
OF_LISTS = frozenset(
    (
        "dols",
        "visits",
        "supervision",
        "overdue",
        "due_soon",
        "queue",
        "unallocated",
        "no_date",
        "agreements",
        "turning",
        "board",
        "mine",
        "renewals",
        "home",
    )
)
_OTHER = 512  # parts the identities of clocks that came off from those that ran out


@dataclass
class _Side:
    """One side of the comparison.

    Attributes:
        works: per case, whether somebody has to work on it.
        worker: per case, the worker's row, -1 for nobody.
        case, rule: of each overdue clock of those cases, its case and the name of its rule.
    """

    works: Bools
    worker: Ints
    case: Ints
    rule: tuple[str, ...]


@dataclass
class _Found:
    """One entry per row: the sort of change, the case, the clock on the desk (-1 none), the rule's number."""

    what: Ints
    case: Ints
    clock: Ints
    rule: Ints
    before: _Side


def since_of(desk: Desk, selection: Selection) -> int:
    """The instant that a selection compares with; the end of the day before where it does not say."""
    return day_end_ms(desk.as_at - 1) if selection.since is None else selection.since


def base(desk: Desk, selection: Selection) -> Base:
    """Everything that changed since the selection's instant, what became worse first."""
    found = _found(desk, since_of(desk, selection))
    rows, rag = _rows(desk, found), rag_of(desk, found.clock)
    made = Base(
        rows=rows,
        clock=found.clock,
        rag=rag,
        ids=found.case.astype(np.int64) * 1024 + _identity(found),
        columns=COLUMNS,
        cells={**who_cells(desk, rows), **clock_cells(desk, found.clock, rag), **_cells(desk, found)},
        chips=tuple(
            Chip(key, TITLES[at], found.what == at, rag, means) for at, (key, rag, means) in enumerate(_MEANS)
        ),
        group=found.what,
        headings=TITLES,
    )
    made.narrow = lambda chosen: _of_list(desk, made, chosen)
    return made


def _of_list(desk: Desk, made: Base, selection: Selection) -> Bools:
    """Rows of cases that are on the list named by the selection, or were on it then."""
    from desktop.domain.lists.build import build

    if not selection.of:
        return np.ones(len(made), bool)
    then = _then(desk, since_of(desk, selection))
    there = np.zeros(len(desk.book.case) + 1, bool)
    for one in (desk, then):
        asked = Selection(selection.of, one.as_at, one.known_at, days=selection.days)
        there[build(one, asked).case] = True
    there[-1] = False  # a row that is not of one case
    return made.of_cases(there[:-1])


def _then(desk: Desk, since: int) -> Desk:
    """The desk as it stood at an instant."""
    return desk.beside(min(day_of_ms(since), desk.as_at), min(since, desk.known_at))


def _side(desk: Desk) -> _Side:
    ended = desk.fact("ended")
    works = to_be_worked(desk) & ((ended == NO_DAY) | (ended > desk.as_at))
    clock = in_state(desk, kernel.OVERDUE)
    clock = clock[works[desk.clocks.case[clock]]]
    rules = tuple(desk.clocks.rules[rule] for rule in desk.clocks.rule[clock].tolist())
    return _Side(works, desk.fact("worker"), desk.clocks.case[clock], rules)


def _found(desk: Desk, since: int) -> _Found:
    before, now = _side(_then(desk, since)), _side(desk)
    both = before.works & now.works
    late, off = _turned(now, before, both), _turned(before, now, both)
    pressing = most_pressing(desk, desk.clocks.rules)
    none = np.full(len(both), -1, np.int32)
    parts = [
        _clocks(desk, LATE, late),
        _cases(NEW, now.works & ~before.works, pressing),
        _cases(MOVED, both & (before.worker != now.worker), pressing),
        _clocks(desk, OFF, off),
        _cases(DONE, before.works & ~now.works, none),
    ]
    what, case, clock, rule = (np.concatenate([part[at] for part in parts]) for at in range(4))
    due = taken(desk.clocks.due, clock)
    order = order_packed(pack((what, 3), (plan_ranks(desk, case), 4), (due, 16), (case, 19)))
    return _Found(what[order], case[order], clock[order], rule[order], before)


def _turned(later: _Side, earlier: _Side, both: Bools) -> list[tuple[int, str]]:
    """The clocks that are overdue on one side and not on the other, of cases on both."""
    known = set(zip(earlier.case.tolist(), earlier.rule, strict=True))
    pairs = zip(later.case.tolist(), later.rule, strict=True)
    return [pair for pair in pairs if both[pair[0]] and pair not in known]


def _clocks(desk: Desk, what: int, pairs: list[tuple[int, str]]) -> tuple[Ints, ...]:
    names = list(desk.clocks.rules)
    case = np.array([one for one, _ in pairs], np.int32)
    clock = np.array([running_of(desk, rule)[one] for one, rule in pairs], np.int32)
    rule = np.array([names.index(rule) if rule in names else -1 for _, rule in pairs], np.int32)
    return np.full(len(case), what, np.int32), case, clock, rule


def _cases(what: int, mask: Bools, clock: Ints) -> tuple[Ints, ...]:
    case = np.flatnonzero(mask).astype(np.int32)
    return np.full(len(case), what, np.int32), case, clock[case], np.full(len(case), -1, np.int32)


def _identity(found: _Found) -> Ints:
    """What tells a case's rows apart: sort of change, and the rule where it is about a clock."""
    clock = np.isin(found.what, (LATE, OFF))
    of_clock = found.rule + 1 + np.where(found.what == OFF, _OTHER // 2, 0)
    made: Ints = np.where(clock, of_clock, _OTHER + found.what)
    return made


def _rows(desk: Desk, found: _Found) -> Rows:
    """Who has each case; of one that is done, who had it then."""
    rows = Rows(desk, found.case)
    done = found.what == DONE
    rows.holder = np.where(done, found.before.worker[found.case], desk.fact("worker")[found.case])
    rows.held = np.where(done, -1, desk.fact("holder")[found.case])
    return rows


def _cells(desk: Desk, found: _Found) -> dict[str, Cells]:
    detail = _each(lambda row: _how(desk, found, row))
    rule = _each(lambda row: _rule(desk, int(found.rule[row])))
    everyone = np.arange(len(found.case))
    return {
        "what": Cells(lambda at: [TITLES[one] for one in found.what[at].tolist()], lambda: found.what),
        "detail": Cells(detail, lambda: text_ranks(detail(everyone))),
        "rule": Cells(rule, lambda: text_ranks(rule(everyone))),
    }


def _each(say: Callable[[int], str]) -> Callable[[Ints], list[str]]:
    return lambda at: [say(row) for row in at.tolist()]


def _rule(desk: Desk, number: int) -> str:
    name = desk.clocks.rules[number] if number >= 0 else ""
    return desk.rules[name].name if name in desk.rules else name


def _how(desk: Desk, found: _Found, row: int) -> str:
    """The change of one row in words."""
    what, case, clock = (int(column[row]) for column in (found.what, found.case, found.clock))
    due = short(int(desk.clocks.due[clock])) if clock >= 0 else ""
    if what == LATE:
        return f"Ran out on {due}" if due else "Ran out"
    if what == OFF:
        return f"No longer overdue, next due {due}" if due else "No longer overdue"
    if what == NEW:
        began = short(int(desk.fact("started")[case]))
        return f"New, began {began}" if began else "New, no start on record"
    if what == MOVED:
        return _moved(desk, int(found.before.worker[case]), int(desk.fact("worker")[case]))
    return _done(desk, case)


def _moved(desk: Desk, before: int, now: int) -> str:
    name = desk.book.worker.name
    first = name[before] if before >= 0 else "nobody"
    return f"From {first} to {name[now] if now >= 0 else 'nobody'}"


def _done(desk: Desk, case: int) -> str:
    """By which act a case is no longer work: signed off, else ended."""
    at = np.flatnonzero(desk.flags.case == case)
    signed = int(desk.flags.signed_off[at[0]]) if len(at) else NO_DAY
    ended = int(desk.fact("ended")[case])
    if signed != NO_DAY:
        return f"Signed off {short(signed)}"
    return f"Ended {short(ended)}" if ended != NO_DAY else "No longer one of our own"
