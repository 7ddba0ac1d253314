"""From what an import brings to one act: rows by column, cut into change sets of at most 500 rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from desktop.domain.changes import Act, ChangeSet, Patch, Rows, new_id, new_ids
from desktop.domain.names import name_key
from desktop.exchange.reconcile.facts import COLUMNS
from desktop.exchange.reconcile.findings import Finding, as_text
from desktop.exchange.reconcile.people import Person
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.standing import Case

MOST = 500  # rows in one change set


@dataclass(slots=True)
class Pile:
    """New rows of one table in the order of their cases.

    Attributes:
        seqs: of each row the number of its case, ascending.
        ids, columns, source: as `changes.Rows` has them.
    """

    table: str
    seqs: Any
    ids: Sequence[str]
    columns: dict[str, Sequence[Any]]
    source: Sequence[str]

    def cut(self, bounds: Sequence[int]) -> list[Rows]:
        """The rows between each bound and the next."""
        whole = Rows(self.table, self.ids, self.columns, self.source)
        return [
            Rows(
                self.table,
                self.ids[start:end],
                {name: column[start:end] for name, column in self.columns.items()},
                self.source[start:end],
                whole,
                start,
            )
            for start, end in pairwise(bounds)
        ]


@dataclass(slots=True)
class Staged:
    """Everything that an import would write.

    Attributes:
        batch: the values of its ``import_batch`` row.
        cases: every case the file speaks of, in order; new ones have no row.
        people: everyone the file speaks of, in the order in which they were met.
        patches: fills of rows on record, each group of patches belonging together.
        matches: (person, other, why) of possible matches.
        plain: rows that came by column, see `reconcile.plain`; cases are numbered anew in each list.
        sources: of each record, ``sheet!row``; asked only for rows that do not come by column.
    """

    batch: dict[str, Any]
    staff: Staff
    cases: list[Case]
    people: list[Person]
    sources: Callable[[], list[str]]
    patches: list[list[Patch]] = field(default_factory=list)
    matches: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    plain: list[list[Pile]] = field(default_factory=list)

    def brings_rows(self) -> bool:
        """Whether anything beside findings would be written."""
        new = any(case.facts or case.row < 0 for case in self.cases)
        return (
            new
            or bool(self.plain or self.patches or self.matches)
            or any(person.row < 0 for person in self.people)
        )


def act_of(staged: Staged, *, author: str, made_at: int, summary: str) -> Act:
    """The act that makes an import durable; its id is the id of the batch row."""
    batch_id = new_id()
    sets: list[tuple[tuple[Rows, ...], tuple[Patch, ...]]] = [
        (rows, ()) for rows in _first_sets(staged, batch_id)
    ]
    sets += [(rows, ()) for piles in (*staged.plain, _piles(staged)) for rows in _case_sets(piles)]
    sets += [((), patches) for patches in _patch_sets(staged.patches)]
    sets += [((rows,), ()) for rows in _finding_rows(staged, batch_id)]
    # One call numbers them all: see `lineage.Lineage`.
    ids = new_ids(len(sets))
    changes = tuple(ChangeSet(row, patches, rows) for row, (rows, patches) in zip(ids, sets, strict=True))
    return Act(batch_id, "importing.apply", summary, author, made_at, changes)


def _first_sets(staged: Staged, batch_id: str) -> list[tuple[Rows, ...]]:
    """The batch itself, then the teams, workers and homes that the rest refers to."""
    batch = Rows("import_batch", [batch_id], {name: [value] for name, value in staged.batch.items()})
    made = {
        "team": staged.staff.teams,
        "worker": staged.staff.workers,
        "managing_authority": staged.staff.homes,
    }
    sets: list[tuple[Rows, ...]] = [(batch,)]
    for table, rows in made.items():
        ids, names = list(rows), sorted({name for values in rows.values() for name in values})
        for start in range(0, len(ids), MOST):
            part = ids[start : start + MOST]
            columns = {name: [rows[row].get(name) for row in part] for name in names}
            sets.append((Rows(table, part, columns),))
    return sets


def _piles(staged: Staged) -> list[Pile]:
    if not (staged.cases or staged.people):
        return []
    sources = staged.sources()
    piles = [_people_pile(staged, sources), _case_pile(staged, sources)]
    facts: dict[str, tuple[list[Any], list[Any], list[Any], list[Any]]] = {
        table: ([], [], [], []) for table in COLUMNS
    }
    adders = {table: tuple(column.append for column in columns) for table, columns in facts.items()}
    for case in staged.cases:
        seq, case_id = case.seq, case.id
        for rec, table, values in case.facts:
            add_seq, add_case, add_source, add_values = adders[table]
            add_seq(seq)
            add_case(case_id)
            add_source(sources[rec])
            add_values(values)
    for table, (seqs, cases, source, stated) in facts.items():
        columns: dict[str, Sequence[Any]] = {"case": cases}
        for at, name in enumerate(COLUMNS[table]):
            column = [values[at] for values in stated]
            if set(column) - {None, ""}:
                columns[name] = column
        piles.append(Pile(table, np.array(seqs, np.int64), new_ids(len(seqs)), columns, source))
    return [pile for pile in piles if len(pile.ids)]


def _people_pile(staged: Staged, sources: Sequence[str]) -> Pile:
    new = [person for person in staged.people if person.row < 0]
    who = [person.who for person in new]
    columns: dict[str, Sequence[Any]] = {
        "ref": [one.ref for one in who],
        "name": [one.name for one in who],
        "initials": [one.initials for one in who],
        "name_key": [name_key(one.name) if one.name else "" for one in who],
        "born_on": [one.born_on for one in who],
        "disabled": [one.disabled for one in who],
    }
    seqs = np.array([person.seq for person in new], dtype=np.int64)
    return Pile(
        "person", seqs, [person.id for person in new], columns, [sources[person.rec] for person in new]
    )


def _case_pile(staged: Staged, sources: Sequence[str]) -> Pile:
    new = [case for case in staged.cases if case.row < 0]
    columns: dict[str, Sequence[Any]] = {
        "person": [case.person for case in new],
        "kind": [case.kind for case in new],
        "team": [case.team or None for case in new],
        "ref": [case.ref for case in new],
    }
    seqs = np.array([case.seq for case in new], dtype=np.int64)
    return Pile("case", seqs, [case.id for case in new], columns, [sources[case.rec] for case in new])


def _case_sets(piles: list[Pile]) -> list[tuple[Rows, ...]]:
    """Cut after whole cases, so that a child and everything said of it stay in one change set."""
    if not piles:
        return []
    rows_of_case = np.bincount(np.concatenate([pile.seqs for pile in piles]))
    ends = _cuts(np.cumsum(rows_of_case))
    bounds = [np.searchsorted(pile.seqs, [0, *ends]).tolist() for pile in piles]
    parts = [pile.cut(bound) for pile, bound in zip(piles, bounds, strict=True)]
    return [tuple(rows for rows in each if rows.ids) for each in zip(*parts, strict=True)]


def _cuts(total: Any) -> list[int]:
    """Case numbers at which change sets end, at most `MOST` rows in each (one case is never cut)."""
    ends: list[int] = []
    start = 0
    while start < len(total):
        before = total[start - 1] if start else 0
        end = max(int(np.searchsorted(total, before + MOST, side="right")), start + 1)
        ends.append(end)
        start = end
    return ends


def _patch_sets(groups: list[list[Patch]]) -> list[tuple[Patch, ...]]:
    sets: list[list[Patch]] = []
    for group in groups:
        if not sets or len(sets[-1]) + len(group) > MOST:
            sets.append([])
        sets[-1] += group
    return [tuple(patches) for patches in sets]


def _finding_rows(staged: Staged, batch_id: str) -> list[Rows]:
    found = staged.findings
    issues: dict[str, list[Any]] = {
        "batch": [batch_id] * len(found),
        "level": [one.level for one in found],
        "sheet": [one.sheet for one in found],
        "row": [one.row for one in found],
        "column": [one.column for one in found],
        "value": [one.value for one in found],
        "reason": [one.reason for one in found],
        "case": [one.case or None for one in found],
        "person": [one.person or None for one in found],
        "state": ["open"] * len(found),
        "proposal": [as_text(one.proposal) for one in found],
    }
    people: dict[str, list[Any]] = {
        "person": [person for person, _, _ in staged.matches],
        "other": [other for _, other, _ in staged.matches],
        "status": ["possible"] * len(staged.matches),
        "reason": [why for _, _, why in staged.matches],
    }
    return [*_cut_rows("person_match", people), *_cut_rows("import_issue", issues)]


def _cut_rows(table: str, columns: Mapping[str, list[Any]]) -> list[Rows]:
    count = len(next(iter(columns.values())))
    ids = new_ids(count)
    return [
        Rows(
            table,
            ids[start : start + MOST],
            {name: column[start : start + MOST] for name, column in columns.items()},
        )
        for start in range(0, count, MOST)
    ]
