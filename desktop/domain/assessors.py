"""The register of assessors, and how much each of them has: read at a desk's day.

A worker is an assessor when their own row says so (``is_bia``, ``is_mha``); the register entry beside it
holds the facts that the law and the council ask about. Trackers name assessors without any such entry: what
is not on record is then *not known*, which warns and never bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import lanes
from desktop.domain.casebook import codes_of, known
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.dols_facts import Bools, Ints
from desktop.domain.lists.facts import taken
from desktop.domain.lists.staff import staff

if TYPE_CHECKING:
    from desktop.domain.casebook import Columns
    from desktop.domain.lists.desk import Desk

FAIR_DAYS = 84  # twelve weeks: over how long work is shared out fairly
SOON_DAYS = 5
NO_LIMIT = 10_000
# Assessments a month that a fair share is measured by where no quota is agreed: a dedicated assessor does
# ten to twelve, one on a rota is released for one or two, an independent takes about one a week.
USUAL_MONTH = {"in_house_team": 10, "in_house_rota": 2, "independent": 4, "agency": 4, "": 4}
USUAL_MONTH_DOCTOR = 12


@dataclass(frozen=True)
class Load:
    """What every worker has of a role's assessments; one entry per worker row.

    Attributes:
        role: ``bia`` or ``mha``.
        listed: on the register in the role, and had not left.
        open: assessments held whose report is not back (visited or not, queried ones too).
        offered: offered and not answered; they take room like those held.
        due_soon, late: of those open, wanted back within five days, or before today.
        at_once: most at one time, `NO_LIMIT` for no limit.
        quota: assessments agreed a month, 0 when none are; `used` how many were given this month.
        recent: given in the last 12 weeks; `share` that as a percentage of three months' quota.
        away: on leave today; `away_until` its last day, `NO_DAY` when not known or not away.
        next_away: first day of the next leave that has not begun, `NO_DAY` when none.
        last_given: day of the latest allocation, `NO_DAY` when never.
        entry: row of the register entry, -1 none.
    """

    role: str
    listed: Bools
    open: Ints
    offered: Ints
    due_soon: Ints
    late: Ints
    at_once: Ints
    quota: Ints
    used: Ints
    recent: Ints
    share: Ints
    away: Bools
    away_until: Ints
    next_away: Ints
    last_given: Ints
    entry: Ints

    @property
    def room(self) -> Ints:
        """How many more each may be given today: of what they may hold at once, and of the month's quota."""
        this_month = np.where(self.quota > 0, self.quota - self.used, NO_LIMIT)
        left: Ints = np.minimum(self.at_once - self.open - self.offered, this_month)
        return np.clip(left, 0, NO_LIMIT)


def load(desk: Desk, role: str = "bia") -> Load:
    """Everybody's load in a role as at the desk's day; kept until the data change."""
    made: Load = desk.memo(("assessor load", role), lambda: _load(desk, role))
    return made


def entries(desk: Desk) -> Ints:
    """Per worker, the row of their register entry on record, -1 when there is none."""

    def make() -> Ints:
        return latest_of_worker(desk, desk.book.assessor)

    found: Ints = desk.memo("assessor entries", make)
    return found


def latest_of_worker(desk: Desk, table: Columns) -> Ints:
    """Per worker, the row of a table about workers that was recorded last, -1 when none is on record."""
    rows = np.flatnonzero(known(table, desk.known_at) & (table.worker >= 0))
    rows = rows[np.argsort(table.recorded_at[rows], kind="stable")]
    found = np.full(len(desk.book.worker), -1, np.int32)
    found[table.worker[rows]] = rows
    return found


def posting_on(desk: Desk, worker: Ints, on: Ints) -> Ints:
    """The posting row (team and line manager) that covered each worker on a day of their own, or -1."""
    table = desk.book.posting
    rows = np.flatnonzero(known(table, desk.known_at) & (table.worker >= 0))
    rows = rows[np.argsort(table.starts_on[rows], kind="stable")]
    found = np.full(len(worker), -1, np.int32)
    ends = table.ends_on
    for row in rows.tolist():
        last = np.iinfo(np.int32).max if ends[row] == NO_DAY else ends[row]
        found[(worker == table.worker[row]) & (on >= table.starts_on[row]) & (on <= last)] = row
    return found


def manager_on(desk: Desk, worker: Ints, on: Ints) -> tuple[Ints, Ints]:
    """Team and line manager of each worker on a day: by posting, else the team today and its manager."""
    book, posting = desk.book, posting_on(desk, worker, on)
    team = np.where(posting >= 0, taken(book.posting.team, posting, -1), -1)
    team = np.where(team >= 0, team, taken(book.worker.team, worker, -1)).astype(np.int32)
    boss = np.where(posting >= 0, taken(book.posting.manager, posting, -1), -1)
    boss = np.where(boss >= 0, boss, taken(book.team.manager, team, -1)).astype(np.int32)
    return team, np.where(boss == worker, -1, boss).astype(np.int32)


def _load(desk: Desk, role: str) -> Load:
    book, size = desk.book, len(desk.book.worker)
    entry, people = entries(desk), staff(desk)
    flag = book.worker.is_bia if role == "bia" else book.worker.is_mha
    held = _held(desk, role, size)
    given = _given(desk, role, size)
    quota = taken(book.assessor.quota, entry, 0)
    away = people.absence >= 0
    ends = taken(book.absence.ends_on, people.absence)
    month = _usual(desk, role, quota)
    return Load(
        role=role,
        listed=np.asarray(book.worker.live & (flag == 1) & ~people.left, bool),
        **held,
        at_once=_at_once(desk, role, entry),
        quota=quota.astype(np.int32),
        **given,
        share=(100 * given["recent"] // (3 * month)).astype(np.int32),
        away=away,
        away_until=np.where(away, ends, NO_DAY).astype(np.int32),
        next_away=_next_away(desk, size),
        entry=entry,
    )


def _held(desk: Desk, role: str, size: int) -> dict[str, Ints]:
    """Open, offered, due soon and late, of requests that are neither signed off nor closed."""
    found, flags = lanes.columns(desk, role), desk.flags
    case = flags.case[flags.open & desk.is_open[flags.case]]
    state, worker = found.state[case], found.worker[case]
    held = np.isin(state, lanes.HELD) & (worker >= 0)
    offered = (state == lanes.OFFERED) & (worker >= 0)
    due = np.full(len(desk.book.case), NO_DAY, np.int32)
    due[flags.case] = flags.assess_due
    due = np.where(found.due_back_on == NO_DAY, due, found.due_back_on)[case]
    late = held & (due != NO_DAY) & (due < desk.as_at)
    soon = held & (due >= desk.as_at) & (due <= desk.as_at + SOON_DAYS)
    masks = {"open": held, "offered": offered, "due_soon": soon, "late": late}
    return {name: np.bincount(worker[mask], minlength=size) for name, mask in masks.items()}


def _given(desk: Desk, role: str, size: int) -> dict[str, Ints]:
    """What was given this month and in the last 12 weeks; a request counts once for an assessor."""
    table, as_at = desk.book.allocation, desk.as_at
    mine = known(table, desk.known_at) & (table.role == codes_of("allocation", "role", [role])[0])
    rows = np.flatnonzero(mine & (table.worker >= 0) & (table.on != NO_DAY) & (table.on <= as_at))
    code = table.reason_code
    last = np.full(size, NO_DAY, np.int32)
    np.maximum.at(last, table.worker[rows], table.on[rows])
    today = date_of(as_at)
    first = day(today.replace(day=1))
    recent = rows[table.on[rows] > as_at - FAIR_DAYS]
    recent = np.array([row for row in recent.tolist() if code[row] != "cancelled"], np.int32)
    counts = {
        "used": recent[table.on[recent] >= first],
        "recent": recent,
    }
    made = {name: _distinct(table, chosen, size) for name, chosen in counts.items()}
    return {**made, "last_given": last}


def _distinct(table: Columns, rows: Ints, size: int) -> Ints:
    pairs = np.unique(
        table.worker[rows].astype(np.int64) << 32 | (table.case[rows].astype(np.int64) & 2**32 - 1)
    )
    return np.bincount(pairs >> 32, minlength=size)


def _at_once(desk: Desk, role: str, entry: Ints) -> Ints:
    agreed = taken(desk.book.assessor.at_once, entry, 0)
    if role == "mha":
        return np.where(agreed > 0, agreed, NO_LIMIT).astype(np.int32)
    said = desk.timescales.settings
    by_kind = {"in_house_team": "team", "in_house_rota": "rota"}
    kinds = desk.book.worker.shape.field("engagement").codes
    usual = np.array([int(said[f"dols_at_once_{by_kind.get(kind, 'other')}"]) for kind in kinds], np.int32)
    return np.where(agreed > 0, agreed, usual[desk.book.worker.engagement]).astype(np.int32)


def _usual(desk: Desk, role: str, quota: Ints) -> Ints:
    """The monthly quota by which a fair share is measured."""
    kinds = desk.book.worker.shape.field("engagement").codes
    usual = np.array([USUAL_MONTH[kind] for kind in kinds], np.int32)[desk.book.worker.engagement]
    if role == "mha":
        usual = np.full(len(usual), USUAL_MONTH_DOCTOR, np.int32)
    made: Ints = np.where(quota > 0, quota, usual)
    return made


def _next_away(desk: Desk, size: int) -> Ints:
    table = desk.book.absence
    rows = np.flatnonzero(known(table, desk.known_at) & (table.worker >= 0) & (table.starts_on > desk.as_at))
    first = np.full(size, 2**31 - 1, np.int32)
    np.minimum.at(first, table.worker[rows], table.starts_on[rows])
    return np.where(first == 2**31 - 1, NO_DAY, first).astype(np.int32)
