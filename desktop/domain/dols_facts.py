"""The dated facts of every DoLS request, gathered once per question into arrays of one row a request.

Nothing here judges; `desktop.domain.dols_flags` does. Days are day numbers, `NO_DAY` where no fact says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.series import shelf_of

Ints = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
FAR = 2**31 - 1  # sorts after every day

# Words an assessor's form carries when its requirement is not met: other assessments then stop (para 133).
NEGATIVE = frozenset(
    {"not met", "negative", "no", "not granted", "no deprivation", "has capacity", "not eligible"}
)


# What comes back from each assessor, by the role that a query names.
RETURNS = {"bia": "form3_returned", "mha": "form4_returned"}
# The earlier assessment that stands for each form when it is used again (para 49).
AGAIN = {"bia": "best_interests", "mha": "mental_health"}


@dataclass
class Requests:
    """One row per DoLS request that is on record.

    Attributes:
        case: case rows.
        received, signed_off, ended: days of those events that have come by ``as_at``.
        closed: the first of signed off and ended.
        assess_done: the day the last required assessment came back, or the first negative one.
        form3, form4: the day each came back; not known again while it is queried.
        again3, again4: the day from which an earlier assessment stands for a form that is not back: that of
            receipt, for no new one has to be secured (para 49).
        queried: the day a form was sent back to its assessor that has not come in again.
        check_done: the para 69 assessment of a third-party request.
        form, priority, objecting, urgent_said, still_there: as the request states them.
        place: managing authority row, -1 unknown.
    """

    case: Ints
    received: Ints
    signed_off: Ints
    ended: Ints
    closed: Ints
    assess_done: Ints
    form3: Ints
    form4: Ints
    again3: Ints
    again4: Ints
    queried: Ints
    negative: Bools
    check_done: Ints
    form: Ints
    priority: Ints
    objecting: Ints
    urgent_said: Ints
    still_there: Ints
    place: Ints
    person: Ints
    at: Ints  # case row -> row here, -1 when none

    def __len__(self) -> int:
        return len(self.case)

    @property
    def open(self) -> Bools:
        """Received (or of unknown date) and neither signed off nor ended."""
        return np.asarray(self.closed == NO_DAY)


def gather(ctx: Context) -> Requests:
    """Every DoLS request on record, open or not, that had been received by ``as_at``."""
    book = ctx.book
    latest = latest_rows(ctx, "dols_request")
    cases = _request_cases(ctx, latest)
    at = np.full(len(book.case), -1, np.int32)
    at[cases] = np.arange(len(cases), dtype=np.int32)
    died = ctx.of_person("died_on")[cases]
    ended = earliest(ctx.ended()[cases], np.where(died > ctx.as_at, NO_DAY, died))
    signed = ctx.last_event("signed_off", rows=cases)
    (form3, queried3), (form4, queried4) = (_returned(ctx, role, cases) for role in RETURNS)
    negative = _first_negative(ctx)[cases]
    received = ctx.started()[cases]
    again3, again4 = _used_again(ctx, at, received)
    again3 = np.where((form3 == NO_DAY) & (queried3 == NO_DAY), again3, NO_DAY)
    again4 = np.where((form4 == NO_DAY) & (queried4 == NO_DAY), again4, NO_DAY)
    done3, done4 = np.maximum(form3, again3), np.maximum(form4, again4)
    both = np.where((done3 == NO_DAY) | (done4 == NO_DAY), NO_DAY, np.maximum(done3, done4))
    if ctx.timescales.settings["dols_assessments_needed"] == "form3":
        both = done3
    said = latest[cases]
    return Requests(
        case=cases,
        received=received,
        signed_off=signed,
        ended=ended,
        closed=earliest(signed, ended),
        assess_done=earliest(both, negative),
        form3=form3,
        form4=form4,
        again3=again3,
        again4=again4,
        queried=np.maximum(queried3, queried4),
        negative=negative != NO_DAY,
        check_done=ctx.last_event("unauthorised_check_done", rows=cases),
        form=_said(book.dols_request.form, said, 0),
        priority=_said(book.dols_request.priority, said, 0),
        objecting=_said(book.dols_request.objecting, said, -1),
        urgent_said=_said(book.dols_request.urgent, said, -1),
        still_there=_said(book.dols_request.still_there, said, -1),
        place=_said(book.dols_request.managing_authority, said, -1),
        person=ctx.person()[cases],
        at=at,
    )


def due_by(ctx: Context, rule: str, start: Ints, count_from: str = "") -> Ints:
    """The last day in time by a rule; `NO_DAY` where the start is not known or the rule not in force."""
    scale = ctx.rule(rule)
    if scale is None:
        return np.full(len(start), NO_DAY, np.int32)
    return ctx.after(start, scale.n, scale.unit, count_from or scale.count_from)


def earliest(*days: Ints) -> Ints:
    """Element by element the first day that is known."""
    least = np.minimum.reduce([np.where(day == NO_DAY, FAR, day) for day in days])
    return np.where(least == FAR, NO_DAY, least).astype(np.int32)


def fact_rows(ctx: Context, table: str) -> Ints:
    """Rows of a fact table that were on record, in order of recording, and belong to a case."""
    columns = ctx.book.tables[table]
    rows = np.flatnonzero(ctx.known(table) & (columns.case >= 0))
    return rows[np.argsort(columns.recorded_at[rows], kind="stable")]


def latest_rows(ctx: Context, table: str) -> Ints:
    """Per case row, the row of that table recorded last; -1 where the case has none."""
    rows = fact_rows(ctx, table)
    found = np.full(len(ctx.book.case), -1, np.int32)
    found[ctx.book.tables[table].case[rows]] = rows
    return found


def _said(column: Ints, rows: Ints, absent: int) -> Ints:
    if not len(column):
        return np.full(len(rows), absent, np.int32)
    return np.where(rows < 0, absent, column[rows]).astype(np.int32)


def _request_cases(ctx: Context, latest: Ints) -> Ints:
    """DoLS cases with anything on record, but none whose request comes after ``as_at``."""
    case = ctx.book.case
    started = ctx.started() != NO_DAY
    on_record = (latest >= 0) | started
    for table in ("urgent_authorisation", "authorisation"):
        on_record[ctx.book.tables[table].case[fact_rows(ctx, table)]] = True
    later = ctx.series("started").count(FAR, ctx.all_cases()) > 0
    dols = case.live & (case.kind == case.code("kind", "dols"))
    return np.flatnonzero(dols & on_record & (started | ~later)).astype(np.int32)


def _returned(ctx: Context, role: str, cases: Ints) -> tuple[Ints, Ints]:
    """Per case the day its form came back, and the day of a query that it has not come back from."""
    back = ctx.last_event(RETURNS[role], rows=cases)
    asked = _queries(ctx, role)
    if not len(asked):
        return back, np.full(len(cases), NO_DAY, np.int32)
    event, last = ctx.book.event, np.full(len(ctx.book.case), -1, np.int32)
    both = np.concatenate((ctx.series(RETURNS[role]).row, asked))
    both = both[event.on[both] <= ctx.as_at]
    both = both[np.lexsort((both, event.recorded_at[both], event.on[both]))]
    last[event.case[both]] = both
    out = np.isin(last[cases], asked)
    queried = np.where(out, event.on[last[cases]], NO_DAY)
    return np.where(out, NO_DAY, back).astype(np.int32), queried.astype(np.int32)


def _used_again(ctx: Context, at: Ints, received: Ints) -> tuple[Ints, Ints]:
    """Per request and role, the day from which an earlier assessment is used again; it was done before."""
    table = ctx.book.equivalent_assessment
    rows = fact_rows(ctx, "equivalent_assessment")
    rows = rows[at[table.case[rows]] >= 0]
    slot = at[table.case[rows]]
    day = np.maximum(table.carried_out_on[rows], received[slot])
    found = {name: np.full(len(received), FAR, np.int32) for name in AGAIN.values()}
    for row, place, on in zip(rows.tolist(), slot.tolist(), day.tolist(), strict=True):
        if table.assessment[row] in found and on <= ctx.as_at:
            found[table.assessment[row]][place] = min(found[table.assessment[row]][place], on)
    again3, again4 = (np.where(found[AGAIN[role]] == FAR, NO_DAY, found[AGAIN[role]]) for role in RETURNS)
    return again3.astype(np.int32), again4.astype(np.int32)


def _queries(ctx: Context, role: str) -> Ints:
    """Rows of the known queries to the assessors of a role."""
    event = ctx.book.event
    asked = ctx.series("report_queried").row.tolist()
    return np.array([row for row in asked if event.outcome[row] == role], np.int32)


def _before_query(ctx: Context, rows: Ints) -> Bools:
    """Which returned forms were sent back afterwards: what they said no longer stands."""
    event, sent_back = ctx.book.event, np.zeros(len(rows), bool)
    for role, kind in RETURNS.items():
        asked = _queries(ctx, role)
        asked = asked[event.on[asked] <= ctx.as_at]
        latest = np.full(len(ctx.book.case), NO_DAY, np.int32)
        np.maximum.at(latest, event.case[asked], event.on[asked])
        recorded = np.zeros(len(ctx.book.case), np.int64)
        np.maximum.at(recorded, event.case[asked], event.recorded_at[asked])
        case, of_role = event.case[rows], event.kind[rows] == event.code("kind", kind)
        same_day = (event.on[rows] == latest[case]) & (event.recorded_at[rows] < recorded[case])
        sent_back |= of_role & ((event.on[rows] < latest[case]) | same_day)
    return sent_back


def _first_negative(ctx: Context) -> Ints:
    """Per case row, the first assessment that came back not met and was not sent back since."""
    event = ctx.book.event
    rows = worded(ctx, ("form3_returned", "form4_returned"), lambda outcome: outcome in NEGATIVE)
    rows = rows[event.on[rows] <= ctx.as_at]
    rows = rows[~_before_query(ctx, rows)]
    found = np.full(len(ctx.book.case), NO_DAY, np.int32)
    last_wins = rows[np.argsort(-event.on[rows], kind="stable")]
    found[event.case[last_wins]] = event.on[last_wins]
    return found


def worded(ctx: Context, kinds: tuple[str, ...], says: Callable[[str], bool], name: str = "") -> Ints:
    """Rows of the known events of some kinds whose outcome, folded to lower case, passes a test.

    Kept until the casebook changes, so one set of kinds and one `name` always mean the same test.
    """
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    key = ("worded", kinds, name)
    if key not in kept:
        outcome = ctx.book.event.outcome
        rows = ctx.series(*kinds).row.tolist()
        kept[key] = np.array(
            [at for at in rows if outcome[at] and says(outcome[at].strip().casefold())], np.int32
        )
    found: Ints = kept[key]  # type: ignore[assignment]
    return found
