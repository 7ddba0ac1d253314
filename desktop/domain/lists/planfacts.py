"""Facts about what is planned: the next visit, and what was planned and not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import codes_of
from desktop.domain.cut import among
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import Ints

if TYPE_CHECKING:
    from desktop.domain.lists.facts import Scope

_ANSWERED_BY = {"visit": ("visit", "contact"), "supervision": ("supervision",)}
_OTHERS = ("review", "pathway_review")


def next_planned(scope: Scope, kind: str) -> Ints:
    """The next visit (or supervision, or review) planned, today's included."""
    table, rows = scope.book.planned, scope.rows("planned")
    wanted = codes_of("planned", "kind", [kind])[0]
    rows = rows[(table.kind[rows] == wanted) & (table.on[rows] >= scope.as_at)]
    rows = rows[np.argsort(-table.on[rows], kind="stable")]
    found = np.full(scope.size, -1, np.int32)
    found[scope.slot("planned", rows)] = rows
    return found


def plan_passed(scope: Scope) -> Ints:
    """The earliest plan whose day has gone by and for which nothing of its kind was recorded since."""
    table, rows = scope.book.planned, scope.rows("planned")
    rows = rows[table.on[rows] < scope.as_at]
    happened = _happened(scope, rows)
    kept = []
    for word in table.shape.field("kind").codes[1:]:
        own = rows[table.kind[rows] == table.code("kind", word)]
        if len(own):
            last = _last_of(scope, happened, _ANSWERED_BY.get(word, _OTHERS))
            kept.append(own[last[scope.slot("planned", own)] < table.on[own]])
    left = np.concatenate(kept) if kept else rows[:0]
    left = left[np.argsort(-table.on[left], kind="stable")]
    found = np.full(scope.size, -1, np.int32)
    found[scope.slot("planned", left)] = left  # the last written, so the earliest day, stays
    return found


def _happened(scope: Scope, planned: Ints) -> Ints:
    """The events up to the day of the cases that have such plans: few cases, so few of all the events."""
    event, rows = scope.book.event, scope.rows("event")
    theirs = among(event.case[rows], np.unique(scope.book.planned.case[planned]))
    found: Ints = rows[theirs & (event.on[rows] <= scope.as_at)]
    return found


def _last_of(scope: Scope, happened: Ints, kinds: tuple[str, ...]) -> Ints:
    """Per case the latest day among some events of some kinds."""
    event = scope.book.event
    rows = happened[np.isin(event.kind[happened], codes_of("event", "kind", kinds))]
    last = np.full(scope.size, NO_DAY, np.int32)
    np.maximum.at(last, scope.slot("event", rows), event.on[rows])
    return last
