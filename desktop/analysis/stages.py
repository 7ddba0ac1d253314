"""Whose days were they: the time of finished requests by month, team, line manager, BIA and MHA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.dols_shares import BY, NOBODY, NOT_KNOWN
from desktop.domain.dols_stages import PARTS, Stages
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.requests import shares_of, stages_of
from desktop.domain.lists.selection import Selection
from desktop.domain.months import Period, last_day, month_of, spoken_month, written

Numbers = npt.NDArray[Any]
OVER = (5, 14, 21)  # shares of requests that took longer than so many days
STACK = (*PARTS[:3], "others", "after")  # what a bar is made of, in the order in which the days pass
MEASURED = (*STACK, "mha", "total")
__all__ = ["BY", "MEASURED", "OVER", "STACK", "Line", "Spread", "Times", "times"]


@dataclass(frozen=True)
class Spread:
    """How many days something took, over some requests.

    Attributes:
        count: how many requests.
        days: all of them together.
        mean, median: days; 0 for no request.
        over: how many requests took longer than each of `OVER`.
    """

    count: int
    days: int
    mean: float
    median: float
    over: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One group's numbers.

    Attributes:
        key: the row id of the team or worker, the month as ``2026-10``, ``nobody`` or ``unknown``.
        count: requests; the length of the list of `selection`.
        spreads: by `MEASURED`; "bia" is with the group's own assessors, "others" with anybody else's, so
            that the parts of `STACK` sum to "total". "mha" runs beside them. "held" is "bia" again, over
            only those requests that an assessor had: what a median and a share should speak of. Told by
            mental health assessor, "mha" is with the group's own, "held" is that, and "bia" is anybody's.
    """

    key: str
    title: str
    count: int
    spreads: dict[str, Spread]
    selection: Selection


@dataclass(frozen=True)
class Times:
    """The table: a line for each group and one for all requests together."""

    by: str
    period: Period
    lines: tuple[Line, ...]
    all: Line


def times(desk: Desk, by: str, period: Period) -> Times:
    """The days of the requests that finished in a period.

    Args:
        desk: the reading; its as-at day and its known-at instant are kept.
        by: one of `BY`.
        period: whole months, of what "finished" or "signed" (off).

    Raises:
        ValueError: for another grouping.
    """
    if by not in BY:
        raise ValueError(f"times are told by {', '.join(BY)}, not by {by}")
    found, shared = stages_of(desk), shares_of(desk, by)
    done = found.finished if period.what == "finished" else found.signed
    wanted = done & period.holds(found.until)
    pairs = np.flatnonzero(wanted[shared.at])
    at, group, own = shared.at[pairs], shared.group[pairs], shared.own[pairs]
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0]) if len(order) else order
    lines = [
        _line(desk, by, period, int(group[some[0]]), _measured(found, by, at[some], own[some]))
        for some in np.split(order, starts[1:])
        if len(some)
    ]
    every = np.flatnonzero(wanted)
    anybody = found.mha if by == "mha" else found.bia
    whole = _line_of(
        "all", "All requests", _measured(found, by, every, anybody[every]), _selected(desk, period)
    )
    return Times(by, period, tuple(_ordered(by, _with_empty_months(desk, by, period, lines))), whole)


def _measured(found: Stages, by: str, at: Numbers, own: Numbers) -> dict[str, Numbers]:
    columns = {name: getattr(found, name)[at] for name in (*PARTS, "mha", "total")}
    if by == "mha":
        held = own[np.isin(found.case[at], found.mha_turns.case)]
        return {**columns, "mha": own, "others": np.zeros_like(own), "held": held}
    held = own[found.had_bia[at]]
    return {**columns, "bia": own, "others": columns["bia"] - own, "held": held}


def _line(desk: Desk, by: str, period: Period, group: int, columns: dict[str, Numbers]) -> Line:
    if by == "month":
        month = Period(period.what, group, group)
        key = month.text().partition(" ")[2]
        so_far = ", so far" if last_day(group) > desk.as_at else ""
        return _line_of(key, spoken_month(group) + so_far, columns, _selected(desk, month))
    key, title = _named(desk, by, group)
    return _line_of(key, title, columns, _selected(desk, period).but(of=f"{by}:{key}"))


def _named(desk: Desk, by: str, group: int) -> tuple[str, str]:
    if group == NOBODY:
        return "nobody", "No MHA had it" if by == "mha" else "No BIA had it"
    if group == NOT_KNOWN:
        return "unknown", "Name not matched" if by in ("assessor", "mha") else f"{by.capitalize()} not known"
    table = desk.book.team if by == "team" else desk.book.worker
    return table.ids[group], table.name[group]


def _line_of(key: str, title: str, columns: dict[str, Numbers], selection: Selection) -> Line:
    spreads = {name: spread(columns[name]) for name in (*MEASURED, "held")}
    return Line(key, title, len(columns["total"]), spreads, selection)


def spread(days: Numbers) -> Spread:
    """Mean, median and how many were over each limit."""
    if not len(days):
        return Spread(0, 0, 0.0, 0.0, (0,) * len(OVER))
    over = tuple(int(np.count_nonzero(days > limit)) for limit in OVER)
    return Spread(len(days), int(days.sum()), float(days.mean()), float(np.median(days)), over)


def _selected(desk: Desk, period: Period) -> Selection:
    return Selection("requests", desk.as_at, desk.known_at, period=period.text())


def _with_empty_months(desk: Desk, by: str, period: Period, lines: Sequence[Line]) -> Iterator[Line]:
    """A month in which nothing finished is a month, too; before the first request nothing is known."""
    yield from lines
    received = stages_of(desk).received
    if by != "month" or not len(received):
        return
    there = {line.key for line in lines}
    nothing = dict.fromkeys((*MEASURED, "held"), np.zeros(0, np.int32))
    last = min(period.last, month_of(desk.as_at))
    for month in range(max(period.first, month_of(int(received.min()))), last + 1):
        if written(month) not in there:
            yield _line(desk, by, period, month, nothing)


def _ordered(by: str, lines: Iterator[Line]) -> list[Line]:
    """Months in order; teams and people by how many requests, those without a name last. No league table."""
    if by == "month":
        return sorted(lines, key=lambda line: line.key)
    return sorted(lines, key=lambda line: (line.key in ("nobody", "unknown"), -line.count, line.title))


def last_months(desk: Desk, count: int, what: str = "finished") -> Period:
    """The months up to the desk's own, that one included."""
    here = month_of(desk.as_at)
    return Period(what, here - count + 1, here)
