"""The visits and supervision trackers kept by hand: openpyxl, plain dates and a day loop.

It shares no code with Caseclock. What is written into it act by act is what a clerk would write into the
spreadsheets; what it calls overdue or due soon on a day, every list must too.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import oracle
from oracle import as_date, child_id, clean

WEEKS = {"cp": 4, "cla": 6, "cin": 6, "care_leaver": 8}
DAY = dt.timedelta(days=1)
Found = dict[tuple[str, str], dt.date]  # (child, kind of plan) -> start of the running interval


@dataclass
class Line:
    """One child's line in both trackers."""

    child: str
    visited_as: str = ""  # status in the visits tracker
    supervised_as: str = ""  # plan in the supervision tracker
    worker: str = ""
    began: dt.date | None = None
    seen: dt.date | None = None
    supervised: dt.date | None = None
    ended: dt.date | None = None
    planned: dt.date | None = None  # the next visit

    def open_on(self, day: dt.date) -> bool:
        return self.ended is None or self.ended >= day


class Ledger:
    """Both trackers as at the day of the import, and everything done since."""

    def __init__(self, visits: Path, supervision: Path) -> None:
        self.lines: dict[str, Line] = {}
        for _, _, row in oracle.table(visits, "child id"):
            line = self._line(row["child id"])
            line.visited_as = oracle.STATUS.get(clean(row["status"]).lower(), "")
            line.worker = clean(row["worker"])
            line.began, last = as_date(row["plan/care start"]), as_date(row["last visit"])
            seen = clean(row["seen?"]).lower() in ("y", "yes")
            usable = last is not None and seen and last <= oracle.AS_AT
            line.seen = last if usable and not (line.began and last and last < line.began) else None
        for _, _, row in oracle.table(supervision, "child id"):
            line = self._line(row["child id"])
            line.supervised_as = oracle.STATUS.get(clean(row["plan"]).lower(), "")
            line.supervised = as_date(row["last supervision"])
            line.worker = line.worker or clean(row["worker"])

    def _line(self, cell: object) -> Line:
        return self.lines.setdefault(child_id(cell), Line(child_id(cell)))

    def copy(self) -> Ledger:
        return copy.deepcopy(self)

    # what a clerk writes

    def write_visit(self, child: str, day: dt.date) -> None:
        line = self.lines[child]
        if line.planned and line.planned <= day:
            line.planned = None
        if line.began is None or day >= line.began:
            line.seen = max(day, line.seen or day)

    def write_plan(self, child: str, day: dt.date) -> None:
        self.lines[child].planned = day

    def write_supervision(self, child: str, day: dt.date) -> None:
        line = self.lines[child]
        line.supervised = max(day, line.supervised or day)

    # what a clerk reads

    def visits(self, day: dt.date) -> dict[tuple[str, str], tuple[dt.date, int, dt.date]]:
        """(child, kind) -> since when, how many days over, and the last day in time, counted day by day."""
        found = {}
        for line in self.lines.values():
            since = line.seen or line.began
            if since is None or line.visited_as not in ("cp", "cin", "cla") or not line.open_on(day):
                continue
            if line.visited_as == "cp":
                over, due = working_days_after(since, day) - 10, after_working_days(since, 10)
            else:
                allowed = 7 if line.visited_as == "cla" and line.seen is None else 42
                over, due = (day - since).days - allowed, since + allowed * DAY
            found[line.child, line.visited_as] = (since, over, due)
        return found

    def supervision(self, day: dt.date) -> dict[tuple[str, str], tuple[dt.date, int, dt.date]]:
        """The same for case supervision."""
        found = {}
        for line in self.lines.values():
            since = max(filter(None, (line.supervised, line.began)), default=None)
            if since is None or not line.supervised_as or not line.open_on(day):
                continue
            allowed = 7 * WEEKS[line.supervised_as]
            over = (day - since).days - allowed
            found[line.child, line.supervised_as] = (since, over, since + allowed * DAY)
        return found

    def overdue(self, day: dt.date, what: str) -> Found:
        return {key: since for key, (since, over, _) in getattr(self, what)(day).items() if over > 0}

    def due_within(self, day: dt.date, days: int, what: str) -> Found:
        """What is in time today and falls due in the next days."""
        running = getattr(self, what)(day).items()
        return {key: due for key, (_, over, due) in running if over <= 0 and due <= day + days * DAY}

    def turning(self, day: dt.date, what: str) -> Found:
        """What is overdue by the Sunday of next week if nothing else is done than what is planned."""
        sunday = day + (13 - day.weekday()) * DAY
        found = {}
        for (child, kind), (_, over, due) in getattr(self, what)(day).items():
            plan = self.lines[child].planned if what == "visits" else None
            kept = plan is not None and day <= plan <= due
            turns = after_working_days(due, 1) if (what, kind) == ("visits", "cp") else due + DAY
            if over <= 0 and turns <= sunday and not kept:
                found[child, kind] = due
        return found

    def unallocated(self, day: dt.date) -> set[str]:
        """Children with a line that is open and no name in the worker's column."""
        return {line.child for line in self.lines.values() if not line.worker and line.open_on(day)}

    def without_a_date(self, day: dt.date, what: str) -> set[tuple[str, str]]:
        """(child, kind) of the lines whose clock has nothing to count from."""
        plans = "visited_as" if what == "visits" else "supervised_as"
        known = getattr(self, what)(day)
        lines = [(line.child, getattr(line, plans), line) for line in self.lines.values()]
        wanted = ("cp", "cin", "cla") if what == "visits" else tuple(WEEKS)
        return {
            (child, kind)
            for child, kind, line in lines
            if kind in wanted and line.open_on(day) and (child, kind) not in known
        }

    def overdue_per_worker(self, day: dt.date) -> Counter[str]:
        """How many plans of each worker have anything overdue."""
        late = set(self.overdue(day, "visits")) | set(self.overdue(day, "supervision"))
        return Counter(self.lines[child].worker for child, _ in late)


working = cache(oracle.working)


@cache
def working_days_after(start: dt.date, end: dt.date) -> int:
    """Working days in (start, end], one by one."""
    return sum(working(start + n * DAY) for n in range(1, (end - start).days + 1))


def after_working_days(start: dt.date, count: int) -> dt.date:
    """The n-th working day after a day, one day at a time."""
    day = start
    while count:
        day += DAY
        count -= working(day)
    return day
