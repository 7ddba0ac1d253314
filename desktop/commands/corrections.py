"""Correcting what was recorded: the old row is superseded, never overwritten, and the reason is kept."""

from __future__ import annotations

from typing import Any

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NEVER, NO_DAY
from desktop.domain.schema import SHAPES, Kind
from desktop.errors import Refused

FREE_TEXT = ("note", "planned")  # tables whose dates are no legal dates
NAMES = {
    "event": "event",
    "dols_request": "request",
    "urgent_authorisation": "urgent authorisation",
    "agreed_frequency": "agreed frequency",
    "equivalent_assessment": "equivalent assessment",
    "timescale_override": "timescale",
    "closure_day": "closure day",
}


def correct(
    book: Casebook, table: str, row: int, changes: dict[str, Any], *, author: str, reason: str = ""
) -> Act:
    """Replace one recorded fact by a corrected one. Reports as at an earlier day still show the old one.

    Raises:
        Refused: nothing changes, the row was corrected meanwhile, a field that must stay, a date that
            must not be empty, or a legal date without a reason.
    """
    shape = SHAPES[table]
    now = book.record(table, row)
    wanted = {name: _plain(shape.field(name).kind, value) for name, value in changes.items()}
    wanted = {name: value for name, value in wanted.items() if value != now[name]}
    if not wanted:
        raise Refused("Nothing was changed.")
    _refuse_stale(book, table, row)
    if "case" in wanted:
        raise Refused("A fact cannot be moved to another case. Take it back here and record it there.")
    for name in wanted:
        field = shape.field(name)
        if field.required and wanted[name] is None:
            raise Refused(f"The {name.replace('_', ' ')} cannot be left empty. Take the entry back instead.")
        if field.kind is Kind.DAY and table not in FREE_TEXT:
            checks.need_reason(reason, "a date that clocks are counted from is being changed.")
    build = Builder(book, "corrections.correct", author)
    build.replace(table, row, **wanted)
    return build.act(f"{_name(table)} corrected", reason)


def retract(book: Casebook, table: str, row: int, *, author: str, reason: str) -> Act:
    """Take back a fact recorded in error; it stays in the history.

    Raises:
        Refused: no reason, or the row was corrected meanwhile.
    """
    checks.need_reason(reason, "why the entry is taken back.")
    _refuse_stale(book, table, row)
    build = Builder(book, "corrections.retract", author)
    build.supersede(table, row)
    return build.act(f"{_name(table)} taken back", reason)


def _refuse_stale(book: Casebook, table: str, row: int) -> None:
    columns = book.tables[table]
    if not columns.live[row] or columns.superseded_at[row] != NEVER:
        raise Refused("This entry has been corrected meanwhile. Look at the new one and decide.")


def _plain(kind: Kind, value: Any) -> Any:
    if kind is Kind.DAY and value == NO_DAY:
        return None
    if kind is Kind.FLAG and value is not None:
        return None if int(value) < 0 else int(value)
    return value


def _name(table: str) -> str:
    return NAMES.get(table, table.replace("_", " ")).capitalize()
