"""Correcting what was recorded: the old row is superseded, never overwritten, and the reason is kept."""

from __future__ import annotations

from typing import Any

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.commands.agreements import Agreement, refuse_conditions
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NEVER, NO_DAY, short
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
    book: Casebook,
    table: str,
    row: int,
    changes: dict[str, Any],
    *,
    author: str,
    today: int,
    reason: str = "",
) -> Act:
    """Replace one recorded fact by a corrected one. Reports as at an earlier day still show the old one.

    Raises:
        Refused: nothing changes, the row was corrected meanwhile, a field that must stay, a date that
            must not be empty, a legal date without a reason, or what could not have been recorded so.
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
    if table == "event":
        _refuse_event(book, row, {**now, **wanted}, set(wanted), today)
    elif table == "agreed_frequency" and {"interval", "effective_from", "child_agrees"} & set(wanted):
        _refuse_agreement(book, row, {**now, **wanted})
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


def _refuse_event(book: Casebook, row: int, after: dict[str, Any], changed: set[str], today: int) -> None:
    """What one may not record, one may not make by correcting either; what is not touched may stay odd."""
    kind, worker = str(after["kind"]), after["worker"]
    on = NO_DAY if after["on"] is None else int(after["on"])
    if "on" in changed:
        checks.happened(on, today, kind.replace("_", " "))
        _refuse_second(book, row, kind, on)
    if {"on", "worker"} & changed and worker:
        checks.still_here(book, book.worker.index[worker], on, "cannot have done this that day")
    if {"seen", "alone"} & changed and after["alone"] == 1 and after["seen"] == 0:
        raise Refused("A child who was not seen cannot have been seen alone: change one of the two.")
    if "seen" in changed and after["seen"] == 0 and kind == "visit":
        checks.need_reason(after["outcome"] or "", "why the child was not seen.")


def _refuse_second(book: Casebook, row: int, kind: str, on: int) -> None:
    """One supervision of a child a day, and no visit corrected into one that is on record."""
    event, case = book.event, int(book.event.case[row])
    theirs = {"visit": [case], "supervision": cases.of_person(book, int(book.case.person[case]))}
    for other in (one for each in theirs.get(kind, ()) for one in cases.events(book, each, kind)):
        apart = other != row and not (event.joint[row] and event.joint[row] == event.joint[other])
        if apart and event.on[other] == on:
            raise Refused(
                f"A {kind} of this child on {short(on)} is already recorded. Take this entry back instead.",
                "council rule",
            )


def _refuse_agreement(book: Casebook, row: int, after: dict[str, Any]) -> None:
    if after["interval"] == "6w" or after["effective_from"] is None:
        return
    agreed = Agreement(after["interval"], after["effective_from"], child_agrees=after["child_agrees"] == 1)
    refuse_conditions(book, int(book.agreed_frequency.case[row]), agreed)


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
