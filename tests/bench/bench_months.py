"""24 months x 60 teams x 12 indicators from 2,000,000 events, against pandas, a groupby per month end.

Run as ``python tests/bench/bench_months.py``. The indicators are twelve of the pack's that ask who had
something in the window that ends with the month: visits, supervision, contacts, health assessments and
pathway reviews. Numerators and denominators of both are asserted to be equal first. pandas is given what
it needs sorted out beforehand (only the events that count, in four numbers a case), and reads due days
from our own tables of the calendar; what is timed is the last of each case up to each month end, who is
in time, and the sums by team. Ours keeps between questions what every bench keeps, the index of events by
case (`Series`); the first reading, which makes it, is printed.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd
from council import AS_AT, BEGIN, code, council
from ratio import Result, compare

from desktop.analysis.many_months import many_months
from desktop.domain.calendar import FIRST, Calendar, add_months
from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import indicators
from desktop.domain.lists.desk import Desk
from desktop.domain.months import last_day, month_of
from desktop.domain.timescales import Timescales

MONTHS, TEAMS = 24, 60
WANTED = (
    "cp_visit_10wd",
    "cp_visit_20wd",
    "cla_visit_6w",
    "cin_visit_6w",
    "supervision_all",
    "supervision_cp",
    "supervision_cla",
    "supervision_cin",
    "supervision_care_leaver",
    "health_assessment",
    "contact_8w",
    "pathway_review",
)
KINDS = ("cp", "cla", "cin", "care_leaver")
SUPERVISION = {"cp": 4, "cla": 6, "cin": 6, "care_leaver": 8}  # weeks


def with_teams() -> Casebook:
    """The made-up council with each case in one of sixty teams."""
    book, dice = council(), np.random.default_rng(5)
    names = [f"Team {at}" for at in range(TEAMS)]
    book.team.set_columns(TEAMS, {"ids": names, "name": names})
    book.case.put_column("team", dice.integers(0, TEAMS, len(book.case)).astype(np.int32))
    book.revision += 1
    return book


class Frames:
    """The same council as data frames: who is of what kind and team, and the events that count."""

    def __init__(self, book: Casebook) -> None:
        event, case = book.event, book.case
        words = {case.code("kind", kind): kind for kind in KINDS}
        cases = pd.DataFrame(
            {
                "kind": pd.Series(case.kind).map(words),
                "team": case.team,
                "born": book.person.born_on[case.person],
            }
        )
        began = event.kind == code("event", "kind", "started")
        cases.loc[event.case[began], "began"] = event.on[began]
        cases["began"] = cases["began"].astype("int32")
        self.cases = cases[cases["kind"].notna()]
        self.events = self._counting(book)
        self.calendar = Calendar.england()

    def _counting(self, book: Casebook) -> pd.DataFrame:
        """Visits and contacts at which the person was seen, and all the rest whoever was seen."""
        event = book.event
        names = {"visit": "visit", "contact": "visit"}
        names |= {name: name for name in ("supervision", "health_assessment", "pathway_review")}
        kinds = {code("event", "kind", kind): name for kind, name in names.items()}
        made = pd.DataFrame({"case": event.case, "what": pd.Series(event.kind).map(kinds), "on": event.on})
        seen = event.seen == 1
        made = made[made["what"].notna() & (seen | (made["what"] != "visit"))]
        return made.assign(what=made["what"].astype("category"))

    def due(self, days: pd.Series, n: int, unit: str) -> np.ndarray:
        """The due day of each day; `NO_DAY` where there is none."""
        table, start = self.calendar.due_table(n, unit, "day_after"), days.fillna(NO_DAY).to_numpy(np.int64)
        return np.where(start > 0, table[np.maximum(start - FIRST, 0)], NO_DAY)

    def late(self, due: np.ndarray, end: int) -> np.ndarray:
        """Whether the end is past each due day by working days."""
        ordinal = self.calendar.W
        return ordinal[end - FIRST] > ordinal[np.maximum(due, FIRST) - FIRST]

    def month(self, end: int) -> tuple[np.ndarray, np.ndarray]:
        """n and d of each indicator and team at a month's end."""
        known = self.events[self.events["on"] <= end]
        by = known.groupby(["case", "what"], observed=True)["on"].max().unstack()
        now = self.cases[self.cases["began"] <= end].join(by)
        n, d = np.zeros((2, len(WANTED), TEAMS), np.int64)
        for at, (rows, good) in enumerate(self._answers(now, end)):
            d[at] = np.bincount(rows["team"], minlength=TEAMS)
            n[at] = np.bincount(rows["team"][good], minlength=TEAMS)
        return n, d

    def _answers(self, now: pd.DataFrame, end: int):
        of = {kind: now[now["kind"] == kind] for kind in KINDS}
        cp, cla, cin, leaver = of.values()
        for days in (10, 20):
            due = self.due(cp["visit"], days, "working_day")
            yield cp, cp["visit"].notna().to_numpy() & ~self.late(due, end)
        yield cla, self.due(cla["visit"], 6, "week") >= end
        yield cin, self.due(cin["visit"], 6, "week") >= end
        in_time = {
            kind: self.due(of[kind]["supervision"], SUPERVISION[kind], "week") >= end for kind in KINDS
        }
        yield pd.concat(of.values()), np.concatenate(list(in_time.values()))
        for kind in KINDS:
            yield of[kind], in_time[kind]
        yield self._healthy(cla, end)
        yield leaver, self.due(leaver["visit"], 8, "week") >= end
        yield leaver, self.due(leaver["pathway_review"], 6, "month") >= end

    def _healthy(self, cla: pd.DataFrame, end: int) -> tuple[pd.DataFrame, np.ndarray]:
        """Of those looked after for a year: six months before the fifth birthday, twelve after it."""
        rows = cla[add_months(cla["began"].to_numpy(np.int32), 12) <= end]
        young = add_months(rows["born"].to_numpy(np.int32), 60) > end
        dues = [self.due(rows["health_assessment"], n, "month") for n in (6, 12)]
        return rows, np.where(young, *dues) >= end


def results() -> list[Result]:
    """Both for the twenty-four whole months up to the day."""
    book = with_teams()
    desk = Desk.open(book, Timescales.shipped(), AS_AT)
    last = month_of(AS_AT) - 1
    months = range(last - MONTHS + 1, last + 1)
    assert last_day(months[0]) > BEGIN
    wanted = [indicators("children")[key] for key in WANTED]
    frames = Frames(book)

    def ours():
        desk._memo.clear()
        return many_months(desk, months, wanted, "pack", "team")

    def theirs():
        made = [frames.month(last_day(month)) for month in months]
        return np.stack([n for n, _ in made], 1), np.stack([d for _, d in made], 1)

    begin = time.perf_counter()
    found = ours()
    print(f"     the first reading, which indexes the events, took {time.perf_counter() - begin:.2f} s")
    n, d = theirs()
    for at, key in enumerate(WANTED):
        assert (found.d[at, :, :TEAMS] == d[at]).all(), key
        assert (found.n[at, :, :TEAMS] == n[at]).all(), key
        assert 0 < n[at].sum() < d[at].sum(), key
    return [
        compare("24 months, 60 teams, 12 indicators, v pandas groupby", ours, theirs, most=0.04, rounds=5)
    ]


def main() -> int:
    """Print the ratio; 1 when it is over its demand."""
    return int(any(result.ratio > result.most for result in results()))


if __name__ == "__main__":
    sys.exit(main())
