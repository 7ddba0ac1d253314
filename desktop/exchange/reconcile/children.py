"""The visits tracker and the supervision tracker: one row is one child on one plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

from desktop.exchange.reconcile.facts import Fact, Layout, Row, Who
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.records import ParsedTable


def visits(table: ParsedTable, first: int, staff: Staff, left: Sequence[bool]) -> Iterator[Row]:
    """Start of the plan, last visit (an attempt where the child was not seen), worker, agreed interval.

    Only of the rows that are `left`; `reconcile.plain` takes the others.
    """
    column = table.columns
    typed = _typed(table, "worker")
    sheet_team, teams = teams_of(table, staff)
    named, noted = staff.workers_named, staff.file_day
    for at, (
        child,
        name,
        initials,
        plan,
        team,
        who,
        born,
        start,
        visit,
        seen,
        alone,
        agreed,
        note,
    ) in _left(
        left,
        column["child_id"],
        column["name"],
        column["initials"],
        column["plan"],
        column["team"],
        column["worker"],
        column["born_on"],
        column["plan_start"],
        column["last_visit"],
        column["seen"],
        column["seen_alone"],
        column["agreed"],
        column["comment"],
    ):
        rec = first + at
        team_id = teams[team] if team else sheet_team
        facts: list[Fact] = []
        if start is not None:
            facts.append((rec, "event", ("started", start, None, None, "", "")))
        if visit is not None:
            facts.append((rec, "event", ("visit", visit, seen, alone, "", "")))
        if who:
            worker, unsure = named(who, typed and typed[at], team_id, "worker")
            facts.append((rec, "allocation", ("worker", worker, unsure, team_id or None, None, None)))
        if agreed:
            facts.append((rec, "agreed_frequency", (agreed,)))
        if note:
            facts.append((rec, "note", (note, "comment", noted)))
        yield Row(rec, Who(child, name, initials, born), plan, start, False, False, team_id, "", facts)


def supervision(table: ParsedTable, first: int, staff: Staff, left: Sequence[bool]) -> Iterator[Row]:
    """Last supervision and worker; ``not yet`` is a child without a date, listed as such."""
    column = table.columns
    typed = _typed(table, "worker")
    sheet_team, teams = teams_of(table, staff)
    named, noted = staff.workers_named, staff.file_day
    for at, (child, name, initials, plan, team, who, held, note) in _left(
        left,
        column["child_id"],
        column["name"],
        column["initials"],
        column["plan"],
        column["team"],
        column["worker"],
        column["last_supervision"],
        column["comment"],
    ):
        rec = first + at
        team_id = teams[team] if team else sheet_team
        facts: list[Fact] = []
        if held is not None:
            facts.append((rec, "event", ("supervision", held, None, None, "", "")))
        if who:
            worker, unsure = named(who, typed and typed[at], team_id, "worker")
            facts.append((rec, "allocation", ("worker", worker, unsure, team_id or None, None, None)))
        if note:
            facts.append((rec, "note", (note, "comment", noted)))
        yield Row(rec, Who(child, name, initials), plan, None, False, False, team_id, "", facts)


def _left(left: Sequence[bool], *columns: list[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Place and cells of the rows that are left."""
    return compress(enumerate(zip(*columns, strict=True)), left)


def _typed(table: ParsedTable, field: str) -> list[object] | None:
    return table.raw.get(field)


def teams_of(table: ParsedTable, staff: Staff) -> tuple[str, dict[str, str]]:
    """The team of the sheet, and of each name in a Team column."""
    named = set(table.columns["team"]) - {""}
    return staff.team(table.team, "children"), {name: staff.team(name, "children") for name in named}


_WHO = {
    ("person", "", "name"): "name",
    ("person", "", "initials"): "initials",
    ("case", "", "kind"): "plan",
    ("case", "", "team"): "team",
    ("allocation", "worker", "worker"): "worker",
    ("allocation", "worker", "named"): "worker",
    ("note", "", "text"): "comment",
}
VISITS = Layout(
    visits,
    {
        **_WHO,
        ("person", "", "born_on"): "born_on",
        ("event", "started", "on"): "plan_start",
        ("event", "visit", "on"): "last_visit",
        ("event", "visit", "seen"): "seen",
        ("event", "visit", "alone"): "seen_alone",
        ("agreed_frequency", "", "interval"): "agreed",
    },
    one_row_a_child=True,
)
SUPERVISION = Layout(
    supervision,
    {**_WHO, ("event", "supervision", "on"): "last_supervision"},
    one_row_a_child=True,
)
