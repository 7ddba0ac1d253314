"""Children who are new and stand once in a tracker: from its columns to columns of rows.

Nothing that such a row says can be compared with anything, so it needs no object of its own. All other
rows go one by one; both ways bring the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress, repeat
from typing import Any

import numpy as np

from desktop.domain.changes import new_ids
from desktop.domain.names import name_key
from desktop.exchange.reconcile.children import teams_of
from desktop.exchange.reconcile.people import People
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.staging import Pile
from desktop.exchange.records import ParsedFile, ParsedTable

# Of each layout the events that a row can state: kind, field of the day, column -> field of the rest.
EVENTS: dict[str, tuple[tuple[str, str, dict[str, str]], ...]] = {
    "visits_tracker": (
        ("started", "plan_start", {}),
        ("visit", "last_visit", {"seen": "seen", "alone": "seen_alone"}),
    ),
    "supervision_tracker": (("supervision", "last_supervision", {}),),
}
Held = tuple[str | None, str] | None  # who holds a case: a worker's id, or the words as typed
BY_COLUMN = frozenset(EVENTS)  # a file with any other sheet goes row by row as a whole


class Plain:
    """Tells which rows of a file are plain, and takes them in.

    Attributes:
        blocks: of each table with plain rows, its new rows.
    """

    def __init__(self, parsed: ParsedFile, people: People, staff: Staff) -> None:
        self.blocks: list[list[Pile]] = []
        self._staff = staff
        self._on = all(table.layout in BY_COLUMN for table in parsed.tables)
        if self._on:
            counts = Counter[str]()
            for table in parsed.tables:
                counts.update(table.columns["child_id"])
            known = people.known_or_alike(counts)
            self._special = {"", *known, *(ref for ref, times in counts.items() if times > 1)}
            self._odd = {(one.sheet, one.row) for one in parsed.exceptions}

    def take(self, table: ParsedTable) -> list[bool]:
        """Take in the plain rows of a table; tells for each row whether it is left for the other way."""
        if not self._on:
            return [True] * len(table)
        workers = self._workers(table)
        left = self._left(table, workers)
        keep = [not each for each in left]
        if any(keep):
            self.blocks.append(_block(table, keep, workers, self._staff))
        return left

    def _left(self, table: ParsedTable, workers: list[Held]) -> list[bool]:
        """A finding about a row needs its case; a date of birth can make two children one."""
        column, special, leavers = table.columns, self._special, self._staff.leavers
        odd = {row for sheet, row in self._odd if sheet == table.sheet}
        born: Sequence[Any] = column.get("born_on") or [None] * len(table)
        return [
            ref in special
            or not plan
            or day is not None
            or len(who) > 1
            or row in odd
            or bool(held and held[0] in leavers)
            for ref, plan, day, who, held, row in zip(
                column["child_id"], column["plan"], born, column["worker"], workers, table.rows, strict=True
            )
        ]

    def _workers(self, table: ParsedTable) -> list[Held]:
        """Who each row names, None where it names nobody or two.

        All rows are asked, in order: the first to name somebody says whose team they are in.
        """
        sheet_team, teams = teams_of(table, self._staff)
        named = self._staff.workers_named
        known: dict[Any, Held] = {}
        found = []
        for pair in zip(table.columns["worker"], table.columns["team"], strict=True):
            if pair not in known:
                who, team = pair
                team_id = teams[team] if team else sheet_team
                known[pair] = named(who, None, team_id, "worker") if len(who) == 1 else None
            found.append(known[pair])
        return found


def _block(table: ParsedTable, keep: list[bool], workers: list[Held], staff: Staff) -> list[Pile]:
    column = {name: list(compress(cells, keep)) for name, cells in table.columns.items()}
    sheet_team, teams = teams_of(table, staff)
    team_ids = [(teams[team] if team else sheet_team) or None for team in column["team"]]
    source = [f"{table.sheet}!{row}" for row in compress(table.rows, keep)]
    size = len(source)
    people, cases, seqs = new_ids(size), new_ids(size), np.arange(size)
    person: dict[str, Sequence[Any]] = {
        "ref": column["child_id"],
        "name": column["name"],
        "initials": column["initials"],
        "name_key": [name_key(name) if name else "" for name in column["name"]],
    }
    case: dict[str, Sequence[Any]] = {"person": people, "kind": column["plan"], "team": team_ids}
    piles = [Pile("person", seqs, people, person, source), Pile("case", seqs, cases, case, source)]
    stated = _Stated(cases, source)
    for kind, field, rest in EVENTS[table.layout]:
        days = column[field]
        columns = {"on": days, **{name: column[each] for name, each in rest.items()}}
        piles.append(stated.pile("event", [day is not None for day in days], columns, kind=kind))
    held = list(compress(workers, keep))
    holder = {
        "worker": [each and each[0] for each in held],
        "named": [each and each[1] for each in held],
        "team": team_ids,
    }
    piles.append(stated.pile("allocation", [each is not None for each in held], holder, role="worker"))
    agreed = column.get("agreed", [])
    piles.append(stated.pile("agreed_frequency", list(map(bool, agreed)), {"interval": agreed}))
    notes = column["comment"]
    piles.append(
        stated.pile("note", list(map(bool, notes)), {"text": notes}, kind="comment", on=staff.file_day)
    )
    return [pile for pile in piles if len(pile.ids)]


class _Stated:
    """Makes rows of facts of the cases of one block."""

    def __init__(self, cases: list[str], source: list[str]) -> None:
        self._cases = cases
        self._source = source

    def pile(self, table: str, where: list[bool], columns: dict[str, list[Any]], **same: Any) -> Pile:
        """Rows of one table, for the cases where the sheet says something."""
        seqs = np.flatnonzero(where)
        size = len(seqs)
        given: dict[str, Sequence[Any]] = {"case": self._cases, **columns}
        if size < len(where):
            given = {name: list(compress(cells, where)) for name, cells in given.items()}
        given |= {name: list(repeat(value, size)) for name, value in same.items()}
        source = self._source if size == len(where) else list(compress(self._source, where))
        return Pile(table, seqs, new_ids(size), given, source)
