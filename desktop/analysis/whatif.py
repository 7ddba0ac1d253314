"""What if: the backlog of requests simulated week by week to the day on which it is inside 21 days.

A projection, never a forecast of what will happen: arrivals and returned assessments are drawn about the
means that the scenario says, so that the answer is a range. What the scenario says may be taken from the
records, but only from June 2026 on, after the Supreme Court's judgment of that month changed who is
referred; a scenario resting on earlier months says so.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import day
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.requests import BACKLOG, stages_of
from desktop.domain.months import first_day, month_of, spoken_month
from desktop.errors import KnownError

RUNS, SEED, WEEKS = 1000, 20_260_601, 260
CHANGED = month_of(day(dt.date(2026, 6, 1)))  # the first month that rates may be taken from unsaid
PERCENTILES = (10, 50, 90)
_WEEKS_A_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True)
class Scenario:
    """What is supposed.

    Attributes:
        arrivals: requests received a month.
        bias: best interests assessors who work on requests.
        each: assessments that one of them returns in a month without leave.
        leave_pct: share of the time that they are away, per cent.
        hours_a_case: hours of an assessor that one request takes; 0: `each` alone sets the pace.
        hours_a_month: hours that one assessor has for requests in a month; used with `hours_a_case`.
        basis: from which months the numbers were taken, in words; blank when they were typed.
    """

    arrivals: float
    bias: float
    each: float
    leave_pct: float = 12.0
    hours_a_case: float = 0.0
    hours_a_month: float = 0.0
    basis: str = ""

    @property
    def capacity(self) -> float:
        """Requests that can be finished in a month."""
        pace = self.each
        if self.hours_a_case > 0 and self.hours_a_month > 0:
            pace = min(pace, self.hours_a_month / self.hours_a_case)
        return self.bias * pace * (1 - self.leave_pct / 100)

    def checked(self) -> Scenario:
        """The scenario itself.

        Raises:
            KnownError: for a number that cannot be.
        """
        values = asdict(self)
        values.pop("basis")
        if any(not np.isfinite(value) or value < 0 for value in values.values()) or self.leave_pct >= 100:
            raise KnownError("A scenario's numbers cannot be below 0, and leave must be under 100 per cent.")
        if max(self.arrivals, self.capacity) > 100_000:
            raise KnownError("A scenario cannot have more than 100,000 requests a month.")
        return self

    def text(self) -> str:
        """As the database keeps it; `read_scenario` reads it back."""
        return json.dumps(asdict(self))


def read_scenario(text: str) -> Scenario:
    """A saved scenario.

    Raises:
        KnownError: when it cannot be read.
    """
    try:
        made: dict[str, Any] = json.loads(text)
        return Scenario(**made).checked()
    except (TypeError, ValueError) as error:
        raise KnownError("A saved scenario could not be read. Save it again under another name.") from error


@dataclass(frozen=True)
class Projection:
    """What a scenario leads to.

    Attributes:
        start: the day it begins on.
        days: the day of each step, weeks apart; the first is `start`.
        low, middle, high: the 10th, 50th and 90th percentile of the open requests older than 21 days.
        reached: the day by which 10, 50 and 90 per cent of the runs had none left; None where they had
            not within five years.
        capacity: requests that can be finished in a month.
        words: the warning that belongs to every print of it.
    """

    scenario: Scenario
    start: int
    days: tuple[int, ...]
    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    reached: tuple[int | None, int | None, int | None]
    capacity: float
    words: str


def project(desk: Desk, scenario: Scenario, *, runs: int = RUNS, seed: int = SEED) -> Projection:
    """Simulate the open requests of a desk under a scenario; the same seed gives the same answer.

    The oldest request is always done next. Arrivals are Poisson about their mean; what is finished in a
    week is Poisson about the capacity. The backlog counts as gone on the first day on which no open
    request is older than 21 days.

    Raises:
        KnownError: for a scenario that cannot be.
    """
    scenario.checked()
    old, young = _open_by_age(desk)
    dice = np.random.default_rng(seed)
    arrivals = dice.poisson(scenario.arrivals / _WEEKS_A_MONTH, (WEEKS, runs))
    done = dice.poisson(scenario.capacity / _WEEKS_A_MONTH, (WEEKS, runs))
    older = _simulated(old, young, arrivals, done)
    cuts = np.percentile(older, PERCENTILES, axis=1, method="nearest").astype(int)
    days = tuple(desk.as_at + 7 * week for week in range(WEEKS + 1))
    low, middle, high = (tuple(line.tolist()) for line in cuts)
    return Projection(
        scenario, desk.as_at, days, low, middle, high, _reached(older, days), scenario.capacity,
        words_of(scenario),
    )  # fmt: skip


def _open_by_age(desk: Desk) -> tuple[int, list[int]]:
    """Open requests older than 21 days, and those of each of the last three weeks, the oldest week first."""
    found = stages_of(desk)
    age = desk.as_at - found.received[~found.finished]
    weeks = [int(np.count_nonzero((age > 7 * at) & (age <= 7 * (at + 1)))) for at in range(3)]
    weeks[0] += int(np.count_nonzero(age <= 0))
    return int(np.count_nonzero(age > BACKLOG)), weeks[::-1]


def _simulated(old: int, young: list[int], arrivals: np.ndarray, done: np.ndarray) -> np.ndarray:
    """Requests older than 21 days at each step, per run; the first row is today's."""
    runs = arrivals.shape[1]
    waiting = np.full(runs, old, np.int64)
    queue = [np.full(runs, count, np.int64) for count in young]
    steps = [waiting.copy()]
    for week in range(len(arrivals)):
        left = done[week].astype(np.int64)
        for part in (waiting, *queue):
            taken = np.minimum(part, left)
            part -= taken
            left = left - taken
        waiting = waiting + queue[0]
        queue = [*queue[1:], arrivals[week].astype(np.int64)]
        steps.append(waiting.copy())
    return np.array(steps)


def _reached(older: np.ndarray, days: tuple[int, ...]) -> tuple[int | None, int | None, int | None]:
    gone = older == 0
    first = np.where(gone.any(axis=0), gone.argmax(axis=0), len(days))
    cuts = np.percentile(first, PERCENTILES, method="higher").astype(int).tolist()
    found = [days[at] if at < len(days) else None for at in cuts]
    return found[0], found[1], found[2]


def words_of(scenario: Scenario) -> str:
    """What must be said wherever a projection is shown."""
    basis = scenario.basis or "Its numbers were typed in, not taken from the records."
    return (
        f"Projection, not a forecast: {RUNS:,} runs about the scenario's means; the range is 10 to 90 per "
        f"cent of them. {basis}"
    )


def from_records(desk: Desk, months: int = 6) -> Scenario:
    """A scenario with the arrivals, assessors and pace of the last whole months.

    Months before June 2026 are left out while there is a whole one from then on; where there is none, the
    scenario's basis says that it rests on earlier months.
    """
    here = month_of(desk.as_at)
    last = here - 1
    first = last - months + 1
    earlier = last < CHANGED
    first = first if earlier else max(first, CHANGED)
    count = last - first + 1
    begin, end = first_day(first), first_day(here)
    found = stages_of(desk)
    received = int(np.count_nonzero((found.received >= begin) & (found.received < end)))
    ended = found.finished & (found.until >= begin) & (found.until < end)
    table = desk.book.allocation
    bia = known(table, desk.known_at) & (table.role == table.code("role", "bia")) & (table.worker >= 0)
    working = bia & (table.on >= begin) & (table.on < end)
    people = max(len(np.unique(table.worker[working])), 1)
    pace = int(np.count_nonzero(ended)) / count / people
    span = spoken_month(first) if first == last else f"{spoken_month(first)} to {spoken_month(last)}"
    said = f"Its numbers are the means of {span}."
    if earlier:
        said += " These are months before June 2026, when who is referred changed: do not rely on them."
    made = Scenario(round(received / count, 1), people, round(pace, 2), leave_pct=0.0, basis=said)
    return made.checked()


def typed(scenario: Scenario, **changes: float) -> Scenario:
    """The scenario with some numbers typed over; then it no longer rests on the records alone."""
    real = {name: value for name, value in changes.items() if getattr(scenario, name) != value}
    if not real:
        return scenario
    basis = f"{scenario.basis} Some were typed over." if scenario.basis else ""
    return replace(scenario, basis=basis, **real).checked()


def scenarios(desk: Desk) -> list[tuple[int, str, Scenario]]:
    """The saved scenarios: row, name and scenario, by name."""
    table = desk.book.scenario
    rows = np.flatnonzero(table.live & known(table, desk.known_at)).tolist()
    return sorted(
        ((row, table.name[row], read_scenario(table.settings[row])) for row in rows), key=lambda one: one[1]
    )
