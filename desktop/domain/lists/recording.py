"""How soon a worker's visits are written down, and what went well lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import cases
from desktop.domain.calendar import FIRST, within
from desktop.domain.casebook import codes_of, known
from desktop.domain.days import NEVER, NO_DAY, day
from desktop.domain.lists.columns import Ints, count_of
from desktop.domain.lists.leave import calendar_of
from desktop.domain.lists.rows import initials_of

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

QUARTER = 91  # days over which the lag is measured
LATELY = 28  # days that "the last four weeks" are
_MOST = 4  # sentences about what went well


@dataclass(frozen=True)
class Lag:
    """Days from a visit to its record.

    Attributes:
        visits: how many visits it was measured on; those from files are left out, as a file says nothing
            of when they were written down.
        days: the median, 0.0 when there is none.
        late: how many were recorded after more than five days.
    """

    visits: int
    days: float
    late: int

    def words(self) -> str:
        """``1 day (median of 23 visits in 13 weeks), 2 after more than 5 days``."""
        if not self.visits:
            return "no visit recorded here in 13 weeks"
        unit = "day" if self.days == 1 else "days"
        median_words = f"{self.days:g} {unit}" if self.days else "same day"
        late = f", {self.late} after more than 5 days" if self.late else ""
        return f"{median_words} (median of {count_of(self.visits, 'visit')} in 13 weeks){late}"


def recording_lag(desk: Desk, worker: int) -> Lag:
    """How long after their visits a worker's records were made, over thirteen weeks."""
    event = desk.book.event
    lately = _visits(desk, QUARTER)
    rows = [row for row in lately[event.worker[lately] == worker].tolist() if not event.source[row]]
    lags = [max(0, written - int(event.on[row])) for row in rows if (written := _first_written(desk, row))]
    return Lag(len(lags), float(median(lags)) if lags else 0.0, sum(lag > 5 for lag in lags))


def _visits(desk: Desk, days: int) -> Ints:
    event = desk.book.event
    kinds = codes_of("event", "kind", ("visit", "contact"))
    mask = known(event, desk.known_at) & np.isin(event.kind, kinds) & (event.case >= 0)
    found: Ints = np.flatnonzero(mask & (event.on > desk.as_at - days) & (event.on <= desk.as_at))
    return found


def _first_written(desk: Desk, row: int) -> int:
    """The day on which a visit was first recorded, whatever was corrected since; 0 when not known."""
    event = desk.book.event
    same = (event.case == event.case[row]) & (event.on == event.on[row]) & (event.kind == event.kind[row])
    instant = int(event.recorded_at[same].min())
    return day(dt.datetime.fromtimestamp(instant / 1000)) if 0 < instant < NEVER - 1 else 0


def went_well(desk: Desk, held: list[int], late: dict[str, int], lag: Lag) -> tuple[str, ...]:
    """Up to four sentences about what went well, the weightiest first; none when nothing did.

    Args:
        desk: the snapshot.
        held: the worker's open children's cases.
        late: how many of their children have an overdue clock, by sort (``visit``, ``supervision``); a
            sort without any clock is left out.
        lag: how soon their visits are recorded.
    """
    if not held:
        return ()
    said = (
        *_on_time(desk, held),
        "No visit is overdue." if late.get("visit") == 0 else "",
        "Every child was supervised in time." if late.get("supervision") == 0 else "",
        _alone(desk, held),
        _finished(desk, held),
        f"Visits are written down within {'a day' if lag.days <= 1 else '2 days'}."
        if lag.visits >= 3 and lag.days <= 2
        else "",
    )
    return tuple(words for words in said if words)[:_MOST]


def _on_time(desk: Desk, held: list[int]) -> Iterator[str]:
    """Visits of the last four weeks that came before their clock ran out, by plan; and the earliest."""
    best: tuple[int, int] | None = None
    for kind, rule, words in (
        ("cp", "cp_visit_10wd", "child protection visit"),
        ("cin", "cin_visit_6w", "child in need visit"),
    ):
        spare = [one for case in held for one in _spare(desk, case, kind, rule)]
        in_time = sum(days >= 0 for days, _ in spare)
        if spare and in_time == len(spare):
            which = "Both" if in_time == 2 else "All" if in_time > 2 else "The"
            number = "" if in_time <= 2 else f" {in_time}"
            verb = "was" if in_time == 1 else "were"
            plural = words if in_time == 1 else f"{words}s"
            yield f"{which}{number} {plural} of the last four weeks {verb} in time."
        elif spare and in_time >= 0.8 * len(spare):
            yield f"{in_time} of {len(spare)} {words}s of the last four weeks were in time."
        best = max(filter(None, (best, max(spare, default=None))), default=None)
    if best is not None and best[0] >= 3:
        yield f"Earliest: {initials_of(desk, best[1])} was seen {best[0]} days before the last one in time."


def _spare(desk: Desk, case: int, kind: str, rule: str) -> Iterator[tuple[int, int]]:
    """Of each visit of the last four weeks how many days were left (below 0: late), and whose it was."""
    book, scale = desk.book, desk.rules.get(rule)
    if scale is None or cases.kind_of(book, case) != kind:
        return
    calendar, began = calendar_of(desk), int(desk.fact("started")[case])
    table = calendar.due_table(scale.n, scale.unit, scale.count_from)
    days = [int(book.event.on[row]) for row in _seen(desk, case) if book.event.on[row] >= began]
    for before, on in zip([began, *days], days, strict=False):
        if on <= desk.as_at - LATELY or before == NO_DAY or not within(np.array([before]))[0]:
            continue
        due = int(table[before - FIRST])
        over = calendar.working_between(due, on) if scale.in_working_days else on - due
        yield (-over if over > 0 else due - on), int(book.case.person[case])


def _seen(desk: Desk, case: int) -> list[int]:
    event = desk.book.event
    rows = [row for row in cases.events(desk.book, case, "visit") if event.on[row] <= desk.as_at]
    return [row for row in rows if event.seen[row] == 1]


def _alone(desk: Desk, held: list[int]) -> str:
    event = desk.book.event
    rows = [row for case in held for row in _seen(desk, case) if event.on[row] > desk.as_at - LATELY]
    said = [int(event.alone[row]) for row in rows if event.alone[row] >= 0]
    alone = sum(said)
    if len(said) < 3 or alone < 0.8 * len(said):
        return ""
    return f"Children were seen alone at {alone} of {len(said)} visits in four weeks."


def _finished(desk: Desk, held: list[int]) -> str:
    table = desk.book.action
    rows = np.flatnonzero(known(table, desk.known_at) & (table.done_on != NO_DAY))
    people = desk.book.case.person[table.case[rows]]
    done = table.done_on[rows]
    mine = np.isin(people, desk.book.case.person[held])
    number = int(np.count_nonzero(mine & (done > desk.as_at - LATELY) & (done <= desk.as_at)))
    return f"{count_of(number, 'agreed action')} finished in four weeks." if number else ""
