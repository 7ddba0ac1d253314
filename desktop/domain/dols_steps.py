"""Which state may follow which, and the sentence for a step that may not be taken.

An act may pass through a state on its way: signing what nobody had sent to a signatory sends it there,
and the first reading of a form is the scrutiny that it may be queried from.
"""

from __future__ import annotations

import numpy as np

from desktop.domain import cases
from desktop.domain import dols_states as at
from desktop.domain.casebook import Casebook
from desktop.domain.clocks import context
from desktop.domain.cut import cut, with_siblings
from desktop.domain.days import NO_DAY, short
from desktop.domain.timescales import Timescales
from desktop.errors import Refused

NEXT: dict[int, frozenset[int]] = {
    at.RECEIVED: frozenset({at.SCREENED, at.AWAITING_ALLOC, at.CLOSED_NA, at.TRANSFERRED}),
    at.SCREENED: frozenset({at.AWAITING_ALLOC, at.ALLOCATED, at.CLOSED_NA, at.TRANSFERRED}),
    at.AWAITING_ALLOC: frozenset({at.SCREENED, at.ALLOCATED, at.CLOSED_NA, at.TRANSFERRED}),
    at.ALLOCATED: frozenset({at.AWAITING_ALLOC, at.ASSESSED, at.QUERY, at.CLOSED_NA}),
    at.ASSESSED: frozenset({at.SCRUTINY, at.QUERY, at.GRANTED, at.NOT_GRANTED, at.CLOSED_NA}),
    at.SCRUTINY: frozenset({at.QUERY, at.GRANTED, at.NOT_GRANTED, at.CLOSED_NA}),
    at.QUERY: frozenset({at.ASSESSED, at.SCRUTINY, at.CLOSED_NA}),
    at.GRANTED: frozenset({at.IN_FORCE, at.CEASED, at.EXPIRED, at.REPLACED}),
    at.IN_FORCE: frozenset({at.SUSPENDED, at.CEASED, at.EXPIRED, at.REPLACED}),
    at.SUSPENDED: frozenset({at.IN_FORCE, at.CEASED}),
    at.NOT_GRANTED: frozenset(),
    at.CLOSED_NA: frozenset(),
    at.TRANSFERRED: frozenset(),
    at.CEASED: frozenset(),
    at.EXPIRED: frozenset(),
    at.REPLACED: frozenset(),
}

# What each state is called when a request is said to be in it, and when it is said to be brought there.
_IS = {
    at.RECEIVED: "has not been triaged",
    at.SCREENED: "waits for the home's answer",
    at.AWAITING_ALLOC: "waits for an assessor",
    at.ALLOCATED: "is with its assessors",
    at.ASSESSED: "has its assessments back",
    at.SCRUTINY: "is with the signatory",
    at.QUERY: "was sent back to its assessor",
    at.GRANTED: "was granted",
    at.IN_FORCE: "led to an authorisation that is in force",
    at.SUSPENDED: "led to an authorisation that is suspended",
    at.NOT_GRANTED: "was not granted",
    at.CLOSED_NA: "was closed",
    at.TRANSFERRED: "was transferred to another council",
    at.CEASED: "led to an authorisation that has ceased",
    at.EXPIRED: "led to an authorisation that has expired",
    at.REPLACED: "led to an authorisation that another has replaced",
}
_BECOME = {
    at.RECEIVED: "be received again",
    at.SCREENED: "be triaged",
    at.AWAITING_ALLOC: "go back to the queue",
    at.ALLOCATED: "be given to an assessor",
    at.ASSESSED: "have its assessments returned",
    at.SCRUTINY: "go to a signatory",
    at.QUERY: "be queried",
    at.GRANTED: "be granted",
    at.IN_FORCE: "be in force",
    at.SUSPENDED: "be suspended",
    at.NOT_GRANTED: "be refused",
    at.CLOSED_NA: "be closed",
    at.TRANSFERRED: "be transferred",
    at.CEASED: "cease",
    at.EXPIRED: "expire",
    at.REPLACED: "be replaced",
}
_INSTEAD = {
    at.RECEIVED: "Triage it first: 1, 2 or 3, or T for the checklist.",
    at.SCREENED: "Record the home's answer, or go on without it.",
    at.AWAITING_ALLOC: "Allocate it first.",
    at.ALLOCATED: "Record what came back first, or take it back from the assessor.",
    at.ASSESSED: "Send it to the signatory, query it or close it.",
    at.SCRUTINY: "Sign it off, query it or close it.",
    at.QUERY: "Record the form's return first.",
    at.GRANTED: "Take the decision back first if it is wrong.",
    at.IN_FORCE: "Record the end of the authorisation instead.",
    at.SUSPENDED: "Record that the suspension is lifted, or that the authorisation ended.",
}
_OVER = "Reopen it as a correction, with the reason, if that is wrong."


def state_of(book: Casebook, case: int, as_at: int) -> tuple[int, int]:
    """The state of one request and its day; (0, `NO_DAY`) for a case that is no request."""
    rows = with_siblings(book, np.array([case], np.int32))
    found = at.states(context(cut(book, rows), Timescales.shipped(), as_at))
    place = np.flatnonzero(rows[found.case] == case)
    if not len(place):
        return at.NONE, NO_DAY
    return int(found.state[place[0]]), int(found.on[place[0]])


def allowed(book: Casebook, case: int, to: str, as_at: int) -> bool:
    """Whether a request may go on to a state (a word of `dols_states.STATES`) from where it stands."""
    return not objection(book, case, to, as_at)


def objection(book: Casebook, case: int, to: str, as_at: int) -> str:
    """Why a request may not go on to a state, in one sentence and what to do instead; empty when it may."""
    state, on = state_of(book, case, as_at)
    wanted = at.STATES.index(to)
    if wanted in NEXT.get(state, frozenset()):
        return ""
    if state == wanted == at.CLOSED_NA and not _decided(book, case):
        return ""  # only the person's death closed it: the decision is still to be recorded
    if state == at.NONE:
        return "This is no DoLS request, so it has no such step."
    since = f" ({short(on)})" if on != NO_DAY else ""
    return f"This request {_IS[state]}{since}, so it cannot {_BECOME[wanted]}. {_INSTEAD.get(state, _OVER)}"


def _decided(book: Casebook, case: int) -> bool:
    return cases.last_day(book, case, "signed_off") != NO_DAY or cases.ended_on(book, case) != NO_DAY


def refuse(book: Casebook, case: int, to: str, as_at: int) -> None:
    """Refuse one of our own acts that would take a request where it may not go.

    Raises:
        Refused: with the sentence of `objection`.
    """
    why = objection(book, case, to, as_at)
    if why:
        raise Refused(why, "council rule")
