"""Whose days were they: a request's time divided between the DoLS team and its best interests assessors.

Segments are half-open, so the three always sum to the total. The mental health assessor's time runs
beside them and is not added. Time after a hand-back is the team's until the next assessor accepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY

Span = tuple[int, int]


@dataclass(frozen=True)
class Periods:
    """Days from receipt to sign-off (or to the day read at), by who held the request.

    Attributes:
        team_before: receipt to the first assessor's acceptance: triage, queue, offers.
        assessor: with an assessor, all spans together.
        team_after: returned and not with an assessor again: scrutiny, queries, signature.
    """

    team_before: int
    assessor: int
    team_after: int

    @property
    def total(self) -> int:
        """All days of the request."""
        return self.team_before + self.assessor + self.team_after


def split(received: int, spans: Sequence[Span], until: int) -> Periods:
    """Divide the days from receipt to `until` by the spans in which an assessor held the request.

    Args:
        received: day of receipt.
        spans: (accepted, returned) days in any order; they may overlap and reach past `until`.
        until: day of sign-off, or the day read at while it is open.
    """
    held = [(max(first, received), min(last, until)) for first, last in sorted(spans) if first < until]
    if not held:
        return Periods(until - received, 0, 0)
    with_assessor, at = 0, held[0][0]
    for first, last in held:
        with_assessor += max(last - max(first, at), 0)
        at = max(at, last)
    before = held[0][0] - received
    return Periods(before, with_assessor, until - received - before - with_assessor)


def periods(ctx: Context, case: int) -> Periods | None:
    """The division of one request's time as at `ctx.as_at`; None when its receipt is not on record.

    An assessor holds it from allocation until Form 3 comes back, the allocation ends or it is signed
    off, whichever is first. A query after the return is a new allocation of the same assessor.
    """
    received = int(ctx.started()[case])
    if received == NO_DAY:
        return None
    signed = int(ctx.last_event("signed_off")[case])
    until = ctx.as_at if signed == NO_DAY else signed
    return split(received, _spans(ctx, case, until), until)


def _spans(ctx: Context, case: int, until: int) -> list[Span]:
    table = ctx.book.allocation
    bia = codes_of("allocation", "role", ["bia"])[0]
    mine = ctx.known("allocation") & (table.case == case) & (table.role == bia)
    rows = np.flatnonzero(mine & (table.on != NO_DAY) & (table.on <= ctx.as_at))
    returned = ctx.series("form3_returned")
    back = returned.on[returned.offset[case] : returned.offset[case + 1]].tolist()
    spans = []
    for first, ended in zip(table.on[rows].tolist(), table.ended_on[rows].tolist(), strict=True):
        ends = [day for day in back if first <= day <= ctx.as_at] + ([ended] if ended != NO_DAY else [])
        spans.append((first, min(ends, default=until)))
    return spans
