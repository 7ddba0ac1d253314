"""Every request for a standard authorisation, open or finished, with whose days its time was.

The list behind the numbers of the Times and Indicators pages: a selection's `period` says when a request
was received, signed off or finished, its `of` says whose it was at the time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from desktop.domain.context import Context
from desktop.domain.days import NO_DAY, day
from desktop.domain.dols_shares import NOBODY, NOT_KNOWN, Shares, inside, shares
from desktop.domain.dols_stages import Stages, stages
from desktop.domain.dols_turns import FAR
from desktop.domain.lists.columns import (
    DUE_SOON,
    NONE,
    OVERDUE,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    int_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.rows import Rows, name_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.months import read_period
from desktop.errors import KnownError

A_YEAR = 365
COLUMNS = (
    Column("name", "Name", width=20, names=True, under="ref"),
    Column("home", "Home or ward", width=19, under="outcome"),
    Column("received", "Received", "day", 10, under="finished"),
    Column("total", "All days", "int", 7, "right"),
    Column("before", "Team first", "int", 9, "right", under="offered"),
    Column("bia", "With BIA", "int", 8, "right", under="mha"),
    Column("after", "Team after", "int", 8, "right"),
    Column("worker", "Last BIA", width=19, under="assessor_team"),
    Column("state", "State", "rag", 12),
    Column("ref", "Ref", width=9, shown=False),
    Column("finished", "Finished", "day", 11, shown=False),
    Column("outcome", "Outcome", width=18, shown=False),
    Column("offered", "Offered", "int", 8, "right", shown=False),
    Column("mha", "MHA", "int", 9, "right", shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
    Column("assessor_team", "BIA's team", width=18, shown=False),
    Column("team", "Team", width=16, shown=False),
)
_STATES = ("Open", "Signed off", "Closed")


@dataclass
class Requests:
    """Rows of the list; every array has one entry per request.

    Attributes:
        stages: the division of the time; only of requests whose receipt is on record.
        case: case rows.
        at: index in `stages`, -1 where no day of receipt is on record.
        finished_on: signed off or closed, `NO_DAY` while open.
        signed: signed off (not only closed).
    """

    stages: Stages
    case: Ints
    at: Ints
    finished_on: Ints
    signed: Bools


def context_of(desk: Desk) -> Context:
    """The engine's reading of a desk, made once until the data change."""
    found: Context = desk.memo("analysis context", lambda: desk.context(desk.book))
    return found


def stages_of(desk: Desk) -> Stages:
    """The stages of every request on a desk; kept until the data change."""
    found: Stages = desk.memo("stages", lambda: stages(context_of(desk)))
    return found


def shares_of(desk: Desk, by: str) -> Shares:
    """Which requests count for each month, team, manager or assessor; kept until the data change."""
    found: Shares = desk.memo(("shares", by), lambda: shares(context_of(desk), stages_of(desk), by))
    return found


def requests_of(desk: Desk) -> Requests:
    """Every request of a desk in the order of the list; kept until the data change."""
    found: Requests = desk.memo("requests", lambda: _requests(desk))
    return found


def base(desk: Desk, selection: Selection) -> Base:
    """Every request, the last finished first, then those still open by receipt."""
    found = requests_of(desk)
    rows = _rows(desk, found)
    numbers = {name: _taken(getattr(found.stages, name), found.at) for name in _NUMBERS}
    return Base(
        rows=rows,
        clock=np.full(len(found.case), -1, np.int32),
        rag=np.where(found.finished_on == NO_DAY, DUE_SOON, NONE).astype(np.int8),
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows, numbers),
        chips=_chips(found, numbers),
        search=((desk.words("managing_authority"), _home(desk, found)),),
        narrow=lambda chosen: _narrowed(desk, found, chosen),
    )


_NUMBERS = ("total", "before", "offered", "bia", "after", "mha")


def _taken(column: Ints, at: Ints) -> Ints:
    return taken(column, at)


def _requests(desk: Desk) -> Requests:
    ctx, every = context_of(desk), stages_of(desk)
    place = np.full(len(desk.book.case), -1, np.int32)
    place[every.case] = np.arange(len(every), dtype=np.int32)
    case = _on_record(desk)
    at = place[case]
    signed_on, ended = ctx.last_event("signed_off", rows=case), ctx.ended()[case]
    undated = np.where(signed_on != NO_DAY, signed_on, ended)
    finished_on = np.where(
        at >= 0, np.where(taken(every.finished, at, 0), taken(every.until, at), NO_DAY), undated
    )
    signed = np.where(at >= 0, taken(every.signed, at, 0), signed_on != NO_DAY).astype(bool)
    received = taken(every.received, at)
    order = order_packed(pack((finished_on == NO_DAY, 1), (2**16 - finished_on, 17), (received, 17)))
    return Requests(every, case[order], at[order], finished_on[order].astype(np.int32), signed[order])


def _on_record(desk: Desk) -> Ints:
    """Our own requests with anything on record by the day, open or not, their receipt known or not."""
    case = desk.book.case
    known = np.zeros(len(case), bool)
    known[desk.flags.case] = True
    return np.flatnonzero(known & case.live & (case.other_la != 1)).astype(np.int32)


def _rows(desk: Desk, found: Requests) -> Rows:
    """Who had it last: a finished request has no holder any more."""
    rows = Rows(desk, found.case)
    last = desk.fact("given_bia")[found.case]
    rows.held = np.where(rows.held >= 0, rows.held, last)
    rows.holder = taken(desk.book.allocation.worker, rows.held, -1)
    then = taken(desk.book.allocation.team, last, -1)
    now = taken(desk.book.worker.team, taken(desk.book.allocation.worker, last, -1), -1)
    rows.assessor_team = np.where(then >= 0, then, now)
    return rows


def _home(desk: Desk, found: Requests) -> Ints:
    return taken(desk.book.dols_request.managing_authority, desk.fact("request")[found.case], -1)


def _cells(desk: Desk, found: Requests, rows: Rows, numbers: dict[str, Ints]) -> dict[str, Cells]:
    home = _home(desk, found)
    state = np.where(found.finished_on == NO_DAY, 0, np.where(found.signed, 1, 2))
    return {
        **who_cells(desk, rows),
        "home": name_cells(desk.words("managing_authority"), lambda: home),
        "assessor_team": name_cells(desk.words("team"), lambda: rows.assessor_team),
        "received": day_cells(taken(found.stages.received, found.at)),
        "finished": day_cells(found.finished_on),
        "outcome": _outcome_cells(desk, found),
        "state": Cells(
            lambda at: [_STATES[one] for one in state[at].tolist()], lambda: state.astype(np.int32)
        ),
        **{name: int_cells(column) for name, column in numbers.items()},
    }


def _outcome_cells(desk: Desk, found: Requests) -> Cells:
    """What was decided, as it was recorded."""
    ctx, outcome = context_of(desk), desk.book.event.outcome
    row = np.where(found.signed, _last_row(ctx, "signed_off", found), _last_row(ctx, "ended", found))
    row = np.where(found.finished_on == NO_DAY, -1, row)
    return Cells(
        lambda at: [_begun(outcome[one]) if one >= 0 else "" for one in row[at].tolist()],
        lambda: np.where(row >= 0, row, NO_DAY).astype(np.int32),
    )


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _last_row(ctx: Context, kind: str, found: Requests) -> Ints:
    series = ctx.series(kind)
    at = series.upto(ctx.as_at, found.case) - 1
    there = at >= series.offset[found.case]
    return np.where(there, taken(series.row, np.where(there, at, -1), -1), -1)


def _narrowed(desk: Desk, found: Requests, chosen: Selection) -> Bools:
    mask = np.ones(len(found.case), bool)
    if chosen.period:
        mask &= _in_period(found, chosen.period)
    if chosen.of.startswith(("age:", "backlog:")):
        mask &= _aged(found, *chosen.of.split(":", 1))
    elif chosen.of:
        mask &= taken(_of(desk, found, chosen.of), found.at, 0).astype(bool)
    return mask


BACKLOG = 21  # days since receipt; an open request that is older is backlog


def _aged(found: Requests, what: str, text: str) -> Bools:
    """Requests by their days: ``age:22..90``, ``age:366..``, ``age:unknown``; ``backlog:2026-08-31``."""
    at, every = found.at, found.stages
    if text == "unknown":
        return at < 0
    try:
        if what == "backlog":
            return taken(in_backlog(every, day(dt.date.fromisoformat(text))), at, 0).astype(bool)
        low, _, high = text.partition("..")
        total = taken(every.total, at, -1)
        found_here: Bools = (total >= int(low)) & (total <= (int(high) if high else FAR))
    except ValueError:
        raise KnownError(f"{text} is not an age. Write it as age:22..90, for example.") from None
    return found_here


def in_backlog(found: Stages, on: int) -> Bools:
    """Which requests were open at the end of a day, received more than `BACKLOG` days before it."""
    mask: Bools = (~found.finished | (found.until > on)) & (on - found.received > BACKLOG)
    return mask


def _in_period(found: Requests, text: str) -> Bools:
    try:
        period = read_period(text)
    except ValueError:
        raise KnownError(f"{text} is not a period. Write it as signed 2026-10, for example.") from None
    return period.holds(days_of(found, period.what))


def days_of(found: Requests, what: str) -> Ints:
    """Per request the day when it was ``received``, ``signed`` (off) or ``finished``, `NO_DAY` for none."""
    if what == "received":
        return taken(found.stages.received, found.at)
    return found.finished_on if what == "finished" else np.where(found.signed, found.finished_on, NO_DAY)


def _of(desk: Desk, found: Requests, text: str) -> Bools:
    """Per request of the stages whether it counts for a team, manager or assessor at the time."""
    by, _, row_id = text.partition(":")
    if by not in ("team", "manager", "assessor", "mha"):
        raise KnownError(f"A list can be narrowed to a team, manager, assessor or mha, not to {by}.")
    group = {"nobody": NOBODY, "unknown": NOT_KNOWN}.get(row_id)
    if group is None:
        table = desk.book.team if by == "team" else desk.book.worker
        try:
            group = table.row(row_id)
        except KeyError:
            raise KnownError(f"That {by} is not in this database.") from None
    return inside(found.stages, shares_of(desk, by), group)


def _had_bia(found: Requests) -> Bools:
    return taken(found.stages.had_bia, found.at, 0).astype(bool)


def _chips(found: Requests, numbers: dict[str, Ints]) -> tuple[Chip, ...]:
    still_open, total = found.finished_on == NO_DAY, numbers["total"]
    closed, long = ~found.signed & ~still_open, ~still_open & (total > A_YEAR)
    year, bia = "Finished more than 365 days after receipt.", "With BIAs for more than 21 days altogether."
    receipt = "The day of receipt is not on record, so no time can be counted."
    return (
        Chip("open", "Open", still_open, means="Neither signed off nor closed."),
        Chip("signed", "Signed off", found.signed & ~still_open, means="A decision is signed."),
        Chip("closed", "Closed unsigned", closed, means="Closed with no sign-off on record."),
        Chip("over_year", "Took over a year", long, OVERDUE, year),
        Chip("had_bia", "A BIA had it", _had_bia(found), means="A best interests assessor accepted it."),
        Chip("bia_over_21", "BIA over 21 days", numbers["bia"] > 21, DUE_SOON, bia),
        Chip("no_receipt", "No receipt date", found.at < 0, OVERDUE, receipt),
    )
