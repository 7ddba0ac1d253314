"""Which requests stand behind one month, team, line manager or assessor, and with how many of their days.

A request that two assessors of one team held counts once for the team, with both their days; one that two
teams' assessors held counts for each, each with their own. What was with the other teams' assessors is
`others`, so that a group's parts sum to the whole time of its requests, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.context import Context
from desktop.domain.dols_stages import Stages
from desktop.domain.dols_turns import Turns, managed
from desktop.domain.months import months_of
from desktop.domain.series import Mask, Rows

BY = ("month", "team", "manager", "assessor")
NOBODY, NOT_KNOWN = -1, -2  # no assessor ever had it; had by somebody whose team or name is not known


@dataclass(frozen=True)
class Shares:
    """Pairs of a request and a group it counts in, ordered by request.

    Attributes:
        at: index in the stages.
        group: month number, or row of the team or worker; `NOBODY`, `NOT_KNOWN`.
        own: days with the group's assessors (for a month, with any).
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
    held = found.turns
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


def groups_of(ctx: Context, held: Turns, by: str) -> Rows:
    """The group of each turn: the assessor, or their team or line manager on its first day."""
    if by == "assessor":
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
