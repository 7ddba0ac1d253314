"""Which requests stand behind one month, team, line manager, BIA or MHA, and with how many of their days.

A request that two assessors of one team held counts once for the team, with both their days; one that two
teams' assessors held counts for each, each with their own. What was with the other teams' assessors is
`others`, so that a group's parts sum to the whole time of its requests, too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from desktop.domain.context import Context
from desktop.domain.dols_stages import Stages
from desktop.domain.dols_turns import Turns, managed
from desktop.domain.months import months_of
from desktop.domain.series import Mask, Rows

BY = ("month", "team", "manager", "assessor", "mha")
NOBODY, NOT_KNOWN = -1, -2  # no assessor ever had it; had by somebody whose team or name is not known


@dataclass(frozen=True)
class Shares:
    """Pairs of a request and a group it counts in, ordered by request.

    Attributes:
        at: index in the stages.
        group: month number, or row of the team or worker; `NOBODY`, `NOT_KNOWN`.
        own: days with the group's assessors (for a month, with any); of "mha" with the mental health
            assessor, which run beside the others.
    """

    at: Rows
    group: Rows
    own: Rows


def shares(ctx: Context, found: Stages, by: str) -> Shares:
    """The pairs for one of `BY`, of every request whether finished or not."""
    every = np.arange(len(found), dtype=np.int32)
    if by == "month":
        return Shares(every, months_of(found.until), found.bia)
    place = np.full(len(ctx.book.case), -1, np.int32)
    place[found.case] = every
    held = _turns(ctx, found, by)
    at, group = place[held.case], groups_of(ctx, held, by)
    nobody = np.ones(len(found), bool)
    nobody[at] = False
    waiting = every[nobody]
    at = np.concatenate((at, waiting))
    group = np.concatenate((group, np.full(len(waiting), NOBODY, np.int32)))
    own = np.concatenate((held.days, np.zeros(len(waiting), np.int32)))
    key = (at.astype(np.int64) << 32) + (group.astype(np.int64) - NOT_KNOWN)
    pairs, where = np.unique(key, return_inverse=True)
    days = np.bincount(where, weights=own, minlength=len(pairs)).astype(np.int32)
    return Shares((pairs >> 32).astype(np.int32), ((pairs & 0xFFFFFFFF) + NOT_KNOWN).astype(np.int32), days)


def _turns(ctx: Context, found: Stages, by: str) -> Turns:
    """The spans that are shared out."""
    if by == "mha":
        return found.mha_turns
    return found.turns if by == "assessor" else _by_posting(ctx, found.turns)


def _by_posting(ctx: Context, held: Turns) -> Turns:
    """The turns cut where the assessor's posting changed while they held the request."""
    table = ctx.book.posting
    rows = np.flatnonzero(ctx.known("posting") & (table.worker >= 0))
    worker = np.concatenate((table.worker[rows], table.worker[rows]))
    day = np.concatenate((table.starts_on[rows], table.ends_on[rows] + np.int32(1)))
    order = np.argsort(held.worker, kind="stable")
    low, high = (np.searchsorted(held.worker[order], worker, side=side) for side in ("left", "right"))
    whose = np.repeat(np.arange(len(worker)), high - low)
    turn = order[
        np.arange(len(whose)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[whose]
    ]
    inside = (held.first[turn] < day[whose]) & (day[whose] < held.last[turn])
    if not inside.any():
        return held
    keys = np.unique((turn[inside].astype(np.int64) << 32) + day[whose[inside]])
    turn = np.concatenate((np.arange(len(held)), keys >> 32)).astype(np.int32)
    first = np.concatenate((held.first, keys & 0xFFFFFFFF)).astype(np.int32)
    order = np.lexsort((first, turn))
    turn, first = turn[order], first[order]
    last = held.last[turn]
    same = turn[1:] == turn[:-1]
    last[:-1][same] = first[1:][same]
    return replace(_taken(held, turn), first=first, last=last)


def _taken(held: Turns, turn: Rows) -> Turns:
    return Turns(**{one.name: getattr(held, one.name)[turn] for one in fields(held)})


def groups_of(ctx: Context, held: Turns, by: str) -> Rows:
    """The group of each turn: the assessor, or their team or line manager on its first day.

    A turn during which the posting changed has been cut there before.
    """
    if by in ("assessor", "mha"):
        return np.where(held.worker >= 0, held.worker, NOT_KNOWN).astype(np.int32)
    team = ctx.book.allocation.team
    kept = np.where(held.allocation >= 0, team.take(held.allocation, mode="clip"), -1) if len(team) else -1
    them = managed(ctx, held.worker, held.first, np.broadcast_to(kept, (len(held),)))
    group = them.team if by == "team" else them.manager
    return np.where(group >= 0, group, NOT_KNOWN).astype(np.int32)


def inside(found: Stages, shared: Shares, group: int) -> Mask:
    """Per request whether it counts in a group."""
    mask = np.zeros(len(found), bool)
    mask[shared.at[shared.group == group]] = True
    return mask
