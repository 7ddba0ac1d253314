"""Where each DoLS request stands: one state with its day, worked out from the facts and never stored.

The states are those of the council's workflow. Urgent authorisations, extensions, reviews, suspensions
and renewals are records beside a request; only a suspension shows in its state. Nothing here moves a
clock: a state says who has the next step, a clock says until when.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_authority import Standing, detention
from desktop.domain.dols_facts import Bools, Ints, Requests, fact_rows, worded
from desktop.domain.dols_flags import Position, position

STATES = (
    "",
    "RECEIVED",
    "SCREENED",
    "AWAITING_ALLOC",
    "ALLOCATED",
    "ASSESSED",
    "SCRUTINY",
    "QUERY",
    "GRANTED",
    "IN_FORCE",
    "SUSPENDED",
    "NOT_GRANTED",
    "CLOSED_NA",
    "TRANSFERRED",
    "CEASED",
    "EXPIRED",
    "REPLACED",
)
(
    NONE,
    RECEIVED,
    SCREENED,
    AWAITING_ALLOC,
    ALLOCATED,
    ASSESSED,
    SCRUTINY,
    QUERY,
    GRANTED,
    IN_FORCE,
    SUSPENDED,
    NOT_GRANTED,
    CLOSED_NA,
    TRANSFERRED,
    CEASED,
    EXPIRED,
    REPLACED,
) = range(len(STATES))
OPEN = (RECEIVED, SCREENED, AWAITING_ALLOC, ALLOCATED, ASSESSED, SCRUTINY, QUERY)

# As a list prints them.
WORDS = (
    "",
    "Not triaged",
    "Triaged, home asked",
    "Waits for a BIA",
    "With the assessor",
    "Assessed",
    "With the signatory",
    "Queried",
    "Granted",
    "In force",
    "Suspended",
    "Not granted",
    "Closed",
    "Transferred",
    "Ceased",
    "Expired",
    "Replaced",
)


@dataclass
class States:
    """One row per DoLS request on record.

    Attributes:
        case: case rows, ascending.
        state: int8 index in `STATES`.
        on: the day on which the request entered the state, `NO_DAY` where no fact says.
    """

    case: Ints
    state: Ints
    on: Ints

    def __len__(self) -> int:
        return len(self.case)


def states(ctx: Context) -> States:
    """The state of every DoLS request as at `ctx.as_at` and as known at `ctx.known_at`."""
    where = position(ctx)
    requests = where.requests
    open_state, open_on = _open(ctx, where)
    over_state, over_on = _over(ctx, where)
    state = np.where(requests.open, open_state, over_state)
    on = np.where(requests.open, open_on, over_on)
    return States(requests.case, state.astype(np.int8), on.astype(np.int32))


def _open(ctx: Context, where: Position) -> tuple[Ints, Ints]:
    """A request that nobody has decided: the furthest step that the facts show."""
    requests = where.requests
    begun, handed_back, with_bia = _assessor(ctx, requests)
    triaged, screened, asked, answered = _screening(ctx, requests)
    complete = _complete(where)
    last_back = np.maximum.reduce(
        [requests.form3, requests.form4, requests.again3, requests.again4, requests.check_done]
    )
    sent = ctx.last_event("sent_to_signatory", rows=requests.case)
    queue_on = np.maximum(np.maximum(screened, answered), handed_back)
    chosen = (
        (requests.queried != NO_DAY, QUERY, requests.queried),
        (sent != NO_DAY, SCRUTINY, np.maximum(sent, last_back)),
        (complete, ASSESSED, last_back),
        (with_bia | (requests.form3 != NO_DAY), ALLOCATED, begun),
        (~triaged, RECEIVED, requests.received),
        (asked, SCREENED, screened),
    )
    tests = [test for test, _, _ in chosen]
    return (
        np.select(tests, [state for _, state, _ in chosen], AWAITING_ALLOC),
        np.select(tests, [on for _, _, on in chosen], queue_on),
    )


def _over(ctx: Context, where: Position) -> tuple[Ints, Ints]:
    """A request that was decided, or ended without a decision."""
    requests = where.requests
    kind, decided_on = _decision(ctx, requests)
    refused, transferred = codes_of("decision", "kind", ["not_granted", "transferred"])
    said_no = _said(ctx, requests, "not granted", "not a deprivation")
    granted_state, granted_on = _granted(ctx, where)
    tests = [kind == transferred, where.granted & (requests.signed_off != NO_DAY)]
    tests.append((kind == refused) | ((kind == 0) & said_no))
    on = np.where(decided_on == NO_DAY, requests.closed, decided_on)
    return (
        np.select(tests, [TRANSFERRED, granted_state, NOT_GRANTED], CLOSED_NA),
        np.select(tests, [on, granted_on, on], on),
    )


def _granted(ctx: Context, where: Position) -> tuple[Ints, Ints]:
    """What became of an authorisation: to come, in force, suspended, or how it ended."""
    requests, held, as_at = where.requests, where.held, ctx.as_at
    replaced_on, said_replaced = _replaced(ctx, requests, held)
    ended = np.where(held.row >= 0, held.ended, requests.ended)
    early = (ended != NO_DAY) & ((held.ends == NO_DAY) | (ended < held.ends))
    over = (held.last_day != NO_DAY) & (held.last_day < as_at)
    lapsed = over & (held.last_day == held.lapses_on) & (held.resumed_on == NO_DAY)
    lapsed &= held.suspended_on != NO_DAY
    suspended = (held.suspended_on != NO_DAY) & (held.resumed_on == NO_DAY)
    chosen = (
        (said_replaced, REPLACED, ended),
        (early, CEASED, ended),
        (replaced_on != NO_DAY, REPLACED, replaced_on),
        (lapsed, CEASED, held.last_day),
        (over | (ended != NO_DAY), EXPIRED, np.where(held.ends == NO_DAY, ended, held.ends)),
        (suspended, SUSPENDED, held.suspended_on),
        ((held.row < 0) | (held.starts > as_at), GRANTED, requests.signed_off),
    )
    tests = [test for test, _, _ in chosen]
    begun = np.where(held.resumed_on == NO_DAY, held.starts, held.resumed_on)
    begun = np.where(begun == NO_DAY, requests.signed_off, begun)
    return (
        np.select(tests, [state for _, state, _ in chosen], IN_FORCE),
        np.select(tests, [on for _, _, on in chosen], begun),
    )


def _replaced(ctx: Context, requests: Requests, held: Standing) -> tuple[Ints, Bools]:
    """The day a further authorisation for the same detention began, and where somebody said so.

    A further one that begins the day after the end replaces the earlier one; a later one does not.
    """
    began = np.full(len(requests), NO_DAY, np.int32)
    rows = np.flatnonzero((held.row >= 0) & (held.starts != NO_DAY) & (held.starts <= ctx.as_at))
    _, group = np.unique(detention(requests)[rows], return_inverse=True)
    order = np.lexsort((held.starts[rows], group))
    rows, group = rows[order], group[order]
    following = (group[1:] == group[:-1]) & (held.starts[rows[1:]] > held.starts[rows[:-1]])
    last = held.last_day[rows[:-1]]
    following &= (last == NO_DAY) | (held.starts[rows[1:]] <= last + 1)
    began[rows[:-1][following]] = held.starts[rows[1:][following]]
    reason = ctx.book.authorisation.end_reason
    said = np.zeros(len(requests), bool)
    ended = np.flatnonzero((held.row >= 0) & (held.ended != NO_DAY))
    said[ended] = [reason[row].startswith("replaced") for row in held.row[ended].tolist()]
    return began, said


def _assessor(ctx: Context, requests: Requests) -> tuple[Ints, Ints, Bools]:
    """Since when a best interests assessor has it, when one last gave it back, and whether one has it."""
    table = ctx.book.allocation
    rows = fact_rows(ctx, "allocation")
    bia = codes_of("allocation", "role", ["bia"])[0]
    rows = rows[(table.role[rows] == bia) & (requests.at[table.case[rows]] >= 0)]
    rows = rows[table.on[rows] <= ctx.as_at]
    slot, on, ended = requests.at[table.case[rows]], table.on[rows], table.ended_on[rows]
    begun, back = (np.full(len(requests), NO_DAY, np.int32) for _ in range(2))
    holds = np.zeros(len(requests), bool)
    np.maximum.at(begun, slot, on)
    gone = (ended != NO_DAY) & (ended <= ctx.as_at)
    np.maximum.at(back, slot[gone], ended[gone])
    holds[slot[~gone]] = True
    return begun, back, holds


def _screening(ctx: Context, requests: Requests) -> tuple[Bools, Ints, Bools, Ints]:
    """Whether and when it was triaged, whether the home's answer is awaited, and when it last answered.

    A priority from a spreadsheet says that it was triaged, not when: the day of receipt stands for it.
    """
    triage = ctx.book.triage
    rows = fact_rows(ctx, "triage")
    rows = rows[(requests.at[triage.case[rows]] >= 0) & (triage.on[rows] <= ctx.as_at)]
    done = ctx.last_event("screened", rows=requests.case).copy()
    np.maximum.at(done, requests.at[triage.case[rows]], triage.on[rows])
    triaged = (done != NO_DAY) | (requests.priority > 0)
    done = np.where(triaged & (done == NO_DAY), requests.received, done)
    table = ctx.book.rescreen
    rows = fact_rows(ctx, "rescreen")
    rows = rows[(requests.at[table.case[rows]] >= 0) & (table.asked_on[rows] <= ctx.as_at)]
    slot, answered = requests.at[table.case[rows]], table.answered_on[rows]
    has = (answered != NO_DAY) & (answered <= ctx.as_at)
    asked = np.zeros(len(requests), bool)
    asked[slot[~has]] = True
    last = np.full(len(requests), NO_DAY, np.int32)
    np.maximum.at(last, slot[has], answered[has])
    return triaged, done, asked, last


def _complete(where: Position) -> Bools:
    """Every assessment is back or an equivalent stands for it, or the first negative one came."""
    requests = where.requests
    done = (requests.form3 != NO_DAY) | (requests.again3 != NO_DAY)
    done &= (requests.form4 != NO_DAY) | (requests.again4 != NO_DAY)
    checked = where.third_party & (requests.check_done != NO_DAY)
    return np.asarray(done | checked | (requests.assess_done != NO_DAY))


def _decision(ctx: Context, requests: Requests) -> tuple[Ints, Ints]:
    """The kind and day of the decision recorded last; 0 and `NO_DAY` where only an event says so."""
    table = ctx.book.decision
    rows = fact_rows(ctx, "decision")
    rows = rows[(requests.at[table.case[rows]] >= 0) & (table.on[rows] <= ctx.as_at)]
    kind = np.zeros(len(requests), np.int16)
    on = np.full(len(requests), NO_DAY, np.int32)
    slot = requests.at[table.case[rows]]
    kind[slot], on[slot] = table.kind[rows], table.on[rows]
    return kind, on


def _said(ctx: Context, requests: Requests, *openings: str) -> Bools:
    """Requests whose sign-off, as recorded in words, begins with one of these."""
    event = ctx.book.event
    rows = worded(ctx, ("signed_off",), lambda words: words.startswith(openings), "refused")
    slot = requests.at[event.case[rows[event.on[rows] <= ctx.as_at]]]
    said = np.zeros(len(requests), bool)
    said[slot[slot >= 0]] = True
    return said
