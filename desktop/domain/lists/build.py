"""From a selection to its rows and its counts: the only way in which a list or a number is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import numpy as np

from desktop.domain.lists import dols, today, work
from desktop.domain.lists.clockmap import running_of
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.escalations import waiting_for
from desktop.domain.lists.listdata import Base, Chip, ListData
from desktop.domain.lists.selection import Count, Selection
from desktop.domain.lists.staff import staff, teams_under
from desktop.errors import KnownError


def _later(name: str, function: str = "base") -> Callable[[Desk, Selection], Base]:
    """The list of a module that is imported when it is first asked for.

    A start or a command shows one list and need not wait for the others; and some read what reads lists.
    """

    def base(desk: Desk, selection: Selection) -> Base:
        made: Base = getattr(import_module(f"desktop.domain.lists.{name}"), function)(desk, selection)
        return made

    return base


_BASES: dict[str, Callable[[Desk, Selection], Base]] = {
    "today": today.base,
    "dols": dols.base,
    "visits": _later("visits"),
    "supervision": _later("supervision"),
    "people": _later("people"),
    "overdue": work.overdue,
    "due_soon": work.due_soon,
    "queue": work.queue,
    "unallocated": work.unallocated,
    "no_date": work.no_date,
    "agreements": _later("agreements"),
    "board": _later("board"),
    "mine": _later("mine"),
    "renewals": _later("renewals"),
    "homes": _later("homes", "homes"),
    "home": _later("homes", "home"),
    "turning": _later("turning"),
    "children": _later("children"),
    "requests": _later("requests"),
    "counted": _later("counted"),
    "assessors": _later("assessors"),
    "staff_bia": _later("staff_bia"),
    "changed": _later("changed"),
}
_OF_MANAGERS = ("queue", "today")  # lists in which a worker also finds what was brought to them to decide
_BY_DAYS = ("people", "queue", "children")  # lists whose rows say something of rule or days themselves
# Numbers above a list that open another one: that list, the key of its count ("" for all of it), and the
# words of the card.
_ELSEWHERE = {
    "visits": (("turning", "visits", "Turning by next Sunday"), ("agreements", "", "Agreed visits")),
    "supervision": (("turning", "supervision", "Turning by next Sunday"),),
}


def build(desk: Desk, selection: Selection) -> ListData:
    """The rows that a selection asks for.

    Raises:
        KnownError: when it names a team, worker, count or order that is not there.
    """
    base = _base(desk, selection)
    scope = _scope(desk, base, selection)
    mask = scope & _words_and_rule(desk, base, selection)
    if selection.chip:
        mask = mask & _chip(base, selection).rows(selection)
    at = np.flatnonzero(mask).astype(np.int32)
    if base.limit is not None and not selection.chip:
        at = base.limit(at)
    return ListData(selection, base, at, int(np.count_nonzero(scope)))


def counts(desk: Desk, list_name: str, selection: Selection) -> list[Count]:
    """The strip above a list; building a count's selection gives exactly that many rows."""
    plain = selection.but(list=list_name, chip="")
    if list_name == "today":
        elsewhere = [_count_elsewhere(desk, plain, *place) for place in today.STRIP]
        own, mask = _counted(desk, plain)
        return elsewhere + [_count(own.chip(key), mask, plain) for key in today.OWN]
    base, mask = _counted(desk, plain)
    found = [_count(chip, mask, plain) for chip in base.chips]
    for there, key, title in _ELSEWHERE.get(list_name, ()):
        found.append(replace(_count_elsewhere(desk, plain, there, key), key=there, title=title))
    return found


def _counted(desk: Desk, plain: Selection) -> tuple[Base, Bools]:
    """A list before any of its counts narrows it, and which of its rows are counted."""
    base = _base(desk, plain)
    return base, _scope(desk, base, plain) & _words_and_rule(desk, base, plain)


def _count(chip: Chip, mask: Bools, plain: Selection) -> Count:
    n = int(np.count_nonzero(mask & chip.rows(plain)))
    return Count(
        chip.key, _title(chip.title, plain), n, plain.but(chip=chip.key), chip.rag if n else 0, chip.means
    )


def _count_elsewhere(desk: Desk, plain: Selection, list_name: str, key: str) -> Count:
    """A number that is the length of another page's list; on Today, days ahead are those to Friday."""
    days = today.days_ahead(plain.as_at) if plain.list == "today" else plain.days
    there = plain.but(list=list_name, days=days, order="")
    if not key:
        title = _title(today.TITLES.get(list_name, ""), there)
        return Count(list_name, title, len(build(desk, there)), there)
    base, mask = _counted(desk, there)
    return _count(base.chip(key), mask, there)


def _title(title: str, selection: Selection) -> str:
    return title.replace("{days}", "1 day" if selection.days == 1 else f"{selection.days} days")


def _base(desk: Desk, selection: Selection) -> Base:
    if (selection.as_at, selection.known_at or desk.known_at) != (desk.as_at, desk.known_at):
        raise ValueError("the selection asks for another day or another knowledge than the desk has")
    own: tuple[str | int, ...] = (selection.rule, selection.days) if selection.list in _BY_DAYS else ()
    if selection.list == "counted":
        own = (selection.period, selection.of.partition(" ")[0])
    if selection.list == "changed":
        own = (selection.since or 0,)
    key = ("base", selection.list, selection.order, *own)
    made: Base = desk.memo(key, lambda: _BASES[selection.list](desk, selection))
    return made


def _chip(base: Base, selection: Selection) -> Chip:
    try:
        return base.chip(selection.chip)
    except KeyError:
        raise KnownError(f"The list {selection.list} has no count called {selection.chip}.") from None


def _scope(desk: Desk, base: Base, selection: Selection) -> Bools:
    """What the list is about: its own rows, the team, the worker."""
    mask = np.ones(len(base), bool) if base.narrow is None else base.narrow(selection)
    if selection.team:
        inside = teams_under(desk, _row(desk, "team", selection.team))
        mask = mask & (_within(inside, base.rows.team) | _within(inside, base.rows.assessor_team))
    if selection.worker:
        theirs = staff(desk).answer_for(_row(desk, "worker", selection.worker))
        own = _within(theirs, base.rows.holder)
        if selection.list in _OF_MANAGERS:
            own = own | base.of_cases(waiting_for(desk, _row(desk, "worker", selection.worker)))
        mask = mask & own
    return mask


def _words_and_rule(desk: Desk, base: Base, selection: Selection) -> Bools:
    mask = np.ones(len(base), bool)
    for word in selection.text.split():
        mask &= _found(desk, base, word)
    if selection.rule and selection.list != "people":
        mask &= _of_rule(desk, base, selection)
    if selection.plan and selection.list != "people":
        mask &= base.of_cases(_of_plan(desk, selection.plan))
    return mask


def _of_rule(desk: Desk, base: Base, selection: Selection) -> Bools:
    """Rows about that rule; in a list of cases, the cases that have its clock running."""
    rules = desk.clocks.rules
    if selection.rule not in rules:
        return np.zeros(len(base), bool)
    if selection.list in work.CLOCK_LISTS:
        same: Bools = desk.clocks.rule[base.clock] == rules.index(selection.rule)
        return same
    return base.of_cases(running_of(desk, selection.rule) >= 0)


def _of_plan(desk: Desk, plan: str) -> Bools:
    case = desk.book.case
    if plan not in case.shape.field("kind").codes:
        raise KnownError(f"There is no kind of plan called {plan}.")
    found: Bools = case.kind == case.code("kind", plan)
    return found


def _found(desk: Desk, base: Base, word: str) -> Bools:
    places = (
        (desk.words("person"), base.rows.person),
        (desk.words("case.ref"), base.rows.case),
        (desk.words("worker"), base.rows.holder),
        (desk.words("worker"), base.rows.acting),
        (desk.words("team"), base.rows.team),
        *base.search,
    )
    mask = np.zeros(len(base), bool)
    hits: dict[int, Bools] = {}
    for words, rows in places:
        if id(words) not in hits:
            hits[id(words)] = words.find(word)
        mask |= _within(hits[id(words)], rows)
    return mask


def _within(chosen: Bools, rows: Ints) -> Bools:
    """Per row whether the row it points at is chosen; -1 points at none."""
    return np.append(chosen, False)[rows]


def _row(desk: Desk, table: str, row_id: str) -> int:
    try:
        return desk.book.tables[table].row(row_id)
    except KeyError:
        raise KnownError(f"That {table} is not in this database.") from None
