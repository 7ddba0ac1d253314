"""The two values of a finding, each with where it came from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.commands import issues
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY, short
from desktop.domain.kinds import CASE_KINDS
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.rows import PLAN_WORDS, initials_of
from desktop.domain.schema import SHAPES, Kind
from desktop.errors import Refused
from desktop.exchange.reconcile.lineage import Lineage, batch_title, place_of

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace

STANDS, SAYS = "What stands", "What the file says"
_GONE = "It has been removed since"
_NAMES = {"on": "date", "managing_authority": "home or ward", "born_on": "born", "ref": "id"}


@dataclass(frozen=True)
class Side:
    """One of two values.

    Attributes:
        title: whose it is.
        value: in words.
        origin: lines that say where it came from, or (of a person) what is known.
    """

    title: str
    value: str
    origin: tuple[str, ...]


def from_file(book: Casebook, issue: int) -> Side:
    """What was typed in the cell, and where that is."""
    table = book.import_issue
    value = table.value[issue]
    return Side(SAYS, f"“{value}”" if value else "Nothing", _cell(book, issue))


def standing_side(work: Workspace, book: Casebook, issue: int, steps: Sequence[dict[str, Any]]) -> Side:
    """The value on record that a finding would change, and who put it there and when."""
    step = steps[0]
    try:
        table, row = _held(book, step)
    except Refused:
        return Side(STANDS, _GONE, ())
    if row < 0:
        return Side(STANDS, "Nothing", ())
    if step["do"] == "end":
        return Side(STANDS, PLAN_WORDS[int(book.case.kind[row])], _origin(work, book, "case", row, issue))
    record = book.record(table, row)
    names = [name for name in step["values"] if step["do"] != "add" or name == "on"]
    return Side(
        STANDS,
        _values(book, table, record, _differing(record, step, names)),
        _origin(work, book, table, row, issue),
    )


def other_side(book: Casebook, issue: int, steps: Sequence[dict[str, Any]]) -> Side:
    """The value that a yes would put in its place, and the cell it came from."""
    step = steps[0]
    opened = next((one for one in steps if one["do"] == "open"), None)
    if step["do"] == "end" and opened is not None:
        plan = PLAN_WORDS[CASE_KINDS.index(opened["values"]["kind"]) + 1]
        return Side(SAYS, f"{plan}, from {short(step['on'])}", _cell(book, issue))
    try:
        table, row = _held(book, step)
    except Refused:
        return from_file(book, issue)
    record = book.record(table, row) if row >= 0 and step["do"] != "add" else {}
    names = _differing(record, step, list(step["values"]))
    if step["do"] == "add":
        names = [name for name in names if name == "on"] or names
    return Side(SAYS, _values(book, table, step["values"], names), _cell(book, issue))


def person_side(desk: Desk, person: int, title: str) -> Side:
    """One of two people who may be one: id, name, born, plans, workers."""
    book, table = desk.book, desk.book.person
    name = table.name[person] or initials_of(desk, person) or "No name"
    lines = [f"Id {table.ref[person] or 'not given'}"]
    born = int(table.born_on[person])
    lines.append(f"Born {short(born)}" if born != NO_DAY else "Date of birth not known")
    for case in cases.of_person(book, person):
        plan = PLAN_WORDS[int(book.case.kind[case])]
        begun, ended = cases.started_on(book, case), cases.ended_on(book, case)
        words = f"{plan} {book.case.ref[case]}".strip()
        words += f", from {short(begun)}" if begun != NO_DAY else ", start not known"
        words += f" to {short(ended)}" if ended != NO_DAY else ""
        lines.append(words + _holders(book, case))
    if len(lines) == 2:
        lines.append("No plan or request")
    return Side(title, name, tuple(lines))


def _holders(book: Casebook, case: int) -> str:
    table = book.allocation
    names = [
        book.worker.name[table.worker[row]] if table.worker[row] >= 0 else table.named[row]
        for row in cases.facts(table, case)
        if table.ended_on[row] == NO_DAY
    ]
    return f", {' and '.join(dict.fromkeys(names))}" if names else ""


def _held(book: Casebook, step: dict[str, Any]) -> tuple[str, int]:
    """Table and row of what stands: for a day that would be added, the latest of its series."""
    if step["do"] == "update":
        return step["table"], book.tables[step["table"]].index.get(step["row"], -1)
    if step["do"] == "end":
        return "case", book.case.index.get(step["case"], -1)
    table = "allocation" if step["do"] == "reallocate" else step["table"]
    if step["do"] != "add":
        return table, issues.standing_fact(book, step["case"], table, step["where"])
    columns, case = book.tables[table], book.case.index.get(step["case"], -1)
    rows = cases.facts(columns, case)
    if table == "event":
        rows = cases.events(book, case, step["values"]["kind"])
    return table, rows[-1] if rows else -1


def _differing(record: dict[str, Any], step: dict[str, Any], names: list[str]) -> list[str]:
    kept = [name for name in names if record.get(name) != step["values"].get(name) and name != "kind"]
    if step["do"] == "reallocate" or ("worker" in step["values"] and "worker" in kept):
        kept = [name for name in kept if name in ("worker", "named")]
    return kept or names


def _values(book: Casebook, table: str, values: dict[str, Any], names: Sequence[str]) -> str:
    said = [(name, _say(book, table, name, values.get(name))) for name in names]
    if {"worker", "named"} & set(names):
        return next((words for _, words in said if words), "Nobody")
    if len(said) == 1:
        return said[0][1] or "Nothing"
    told = [f"{_NAMES.get(name, name.replace('_', ' '))} {words or 'not said'}" for name, words in said]
    return "; ".join(told)


def _say(book: Casebook, table: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    field = SHAPES[table].field(name)
    if field.kind is Kind.DAY:
        return short(value)
    if field.kind is Kind.FLAG:
        return "yes" if value == 1 else "no"
    if field.kind is Kind.REF:
        other = book.tables[field.to]
        row = other.index.get(value, -1)
        return str(other.name[row]) if row >= 0 else ""
    if field.kind is Kind.CODE:
        return re.sub(r"(?<=[a-z])(?=\d)", " ", str(value).replace("_", " "))  # form1: form 1
    return str(value)


def _cell(book: Casebook, issue: int) -> tuple[str, ...]:
    table = book.import_issue
    sheet, row, column = table.sheet[issue], int(table.column("row")[issue]), table.column("column")[issue]
    where = [f"sheet {sheet}"] if sheet else []
    where += [f"row {row:,}"] if row else []
    where += [f"column “{column}”"] if column else []
    lines = [batch_title(book, int(table.batch[issue]))]
    if where:
        lines.append(where[0][0].upper() + ", ".join(where)[1:])
    return tuple(lines)


def _origin(work: Workspace, book: Casebook, table: str, row: int, issue: int) -> tuple[str, ...]:
    """Where a value on record came from: file, sheet and row, or who typed it and when."""
    place = place_of(book, table, row)
    if place.file:
        batch = Lineage(book).batch(book.tables[table].set_id[row])
        return (batch_title(book, batch), f"Sheet {place.sheet}, row {place.row:,}")
    case, row_id = int(book.import_issue.case[issue]), book.tables[table].ids[row]
    if case < 0:
        return ("Typed here",)
    lines = [one for one in work.store.history(book.case.ids[case]) if one.row == row_id and one.author]
    if not lines:
        return ("Typed here",)
    last = lines[-1]
    return (f"Recorded by {last.author}", f"{dt.datetime.fromtimestamp(last.when / 1000):%d/%m/%Y %H:%M}")
