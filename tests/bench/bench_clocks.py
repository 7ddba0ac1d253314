"""Clocks: the kernel against numpy's busday functions and memcpy, the engine against SQLite.

Run as ``python tests/bench/bench_clocks.py``. Every pair gives equal answers, asserted before timing.
The SQLite contender has a covering index, ANALYZE and calendar tables, and fetches only what is
overdue; ours makes every clock of every case, with its state, from the loaded casebook. What is kept
between questions on both sides is an index of the events: theirs a b-tree, ours `Series`.
"""

from __future__ import annotations

import sqlite3
import sys
import time

import numpy as np
from council import AS_AT, code, council
from ratio import Result, compare

from desktop.domain.bank_holidays import all_holidays
from desktop.domain.calendar import FIRST, LAST, SPAN, Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.clocks import clocks
from desktop.domain.kernel import DUE_TODAY, IN_TIME, OVERDUE, Kernel, Length
from desktop.domain.timescales import Timescales

ROWS = 1_000_000
LENGTHS = [Length(n, "day") for n in (7, 21, 28, 42)] + [Length(n, "working_day") for n in (1, 10, 15, 45)]
# Rules that SQL can say in one line: case kind, event kind, rule. All run from the last seen event.
RULES = (
    ("cp", "visit", "cp_visit_10wd"),
    ("cp", "visit", "cp_visit_20wd"),
    ("cp", "supervision", "supervision_cp"),
    ("cla", "supervision", "supervision_cla"),
    ("cin", "visit", "cin_visit_6w"),
    ("cin", "supervision", "supervision_cin"),
    ("care_leaver", "contact", "care_leaver_contact_8w"),
    ("care_leaver", "supervision", "supervision_care_leaver"),
)


def kernel_results() -> list[Result]:
    """Due, overdue and state of a million clocks, columns kept."""
    dice = np.random.default_rng(2)
    start = dice.integers(FIRST, LAST - 200, ROWS).astype(np.int32)
    rule = dice.integers(0, len(LENGTHS), ROWS)
    kernel = Kernel(Calendar.england(), LENGTHS)
    kernel.roll(AS_AT)
    index, out = kernel.index(rule, start), np.empty(ROWS, np.int64)
    busday = _busday(start, rule)
    answers, (due, overdue, state) = kernel.answers(index, out), busday()
    assert np.array_equal(answers.due, due.astype(np.int32))
    assert np.array_equal(answers.overdue, overdue)
    assert np.array_equal(answers.state, state)
    source, target = np.zeros(ROWS * 16, np.uint8), np.zeros(ROWS * 16, np.uint8)

    def ours() -> None:
        kernel.answers(index, out)

    return [
        compare("due + overdue + state, 1M, v numpy busday", ours, busday, most=0.05),
        compare(
            "due + overdue + state, 1M, v memcpy",
            ours,
            lambda: np.copyto(target, source),
            most=2.5,
            rounds=31,
        ),
    ]


def _busday(start: np.ndarray, rule: np.ndarray):
    """The same by `busday_offset` and `busday_count`, rows grouped by sort of rule beforehand."""
    holidays = np.array(sorted(all_holidays()), "datetime64[D]")
    calendar = np.busdaycalendar(holidays=holidays)
    length = np.array([length.n for length in LENGTHS])[rule]
    working = np.flatnonzero(rule >= 4)
    plain = np.flatnonzero(rule < 4)
    begun, as_at = start.astype("datetime64[D]"), np.datetime64(AS_AT, "D")
    due, overdue = begun.copy(), np.zeros(len(start), np.int64)
    begun_working, length_working = begun[working], length[working]
    due_plain = begun[plain] + length[plain]

    def work():
        due[plain] = due_plain
        ends = np.busday_offset(begun_working, length_working, roll="backward", busdaycal=calendar)
        due[working] = ends
        overdue[plain] = np.maximum((as_at - due[plain]).astype(np.int64), 0)
        overdue[working] = np.maximum(np.busday_count(ends + 1, as_at + 1, busdaycal=calendar), 0)
        state = np.where(overdue > 0, OVERDUE, np.where(due == as_at, DUE_TODAY, IN_TIME))
        return due, overdue, state

    return work


class Sql:
    """The same council in SQLite."""

    def __init__(self, book: Casebook) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.executescript(
            "create table kase(id integer primary key, kind integer, started integer);"
            "create table event(kase integer, kind integer, day integer);"
            "create table rule(number integer, kase_kind integer, event_kind integer, n integer,"
            " working integer);"
            "create table calendar(day integer primary key, w integer);"
            "create table nth(w integer primary key, day integer);"
        )
        self._fill(book)
        self.db.execute("create index by_case on event(kase, kind, day)")
        self.db.execute("analyze")

    def _fill(self, book: Casebook) -> None:
        many = self.db.executemany
        event, scales, calendar = book.event, Timescales.shipped(), Calendar.england()
        started = event.kind == code("event", "kind", "started")
        begun = np.zeros(len(book.case), np.int64)
        begun[event.case[started]] = event.on[started]
        kases = zip(range(len(book.case)), book.case.kind.tolist(), begun.tolist(), strict=True)
        many("insert into kase values(?,?,?)", kases)
        qualifying = (event.kind != code("event", "kind", "visit")) | (event.seen == 1)
        qualifying &= (event.kind != code("event", "kind", "contact")) | (event.seen == 1)
        rows = zip(
            *(column[qualifying].tolist() for column in (event.case, event.kind, event.on)), strict=True
        )
        many("insert into event values(?,?,?)", rows)
        for number, (plan, kind, rule_id) in enumerate(RULES):
            rule = scales.rule(rule_id)
            days = rule.n if rule.in_working_days else 7 * rule.n
            values = (
                number,
                code("case", "kind", plan),
                code("event", "kind", kind),
                days,
                rule.in_working_days,
            )
            self.db.execute("insert into rule values(?,?,?,?,?)", values)
        many(
            "insert into calendar values(?,?)",
            zip(range(FIRST, FIRST + SPAN), calendar.W.tolist(), strict=True),
        )
        many("insert into nth values(?,?)", enumerate(calendar.P.tolist()))

    def overdue(self, as_at: int) -> list[tuple[int, int, int, int, int]]:
        """(case, rule, start, due, overdue by) of every overdue clock."""
        return self.db.execute(
            """
            with held as (
                select kase, kind, max(day) as last from event where day <= :as_at group by kase, kind
            ),
            clock as (
                select kase.id as kase, rule.number as rule, rule.working as working, rule.n as n,
                       coalesce(held.last, kase.started) as start
                from kase join rule on rule.kase_kind = kase.kind
                left join held on held.kase = kase.id and held.kind = rule.event_kind
                where kase.started <= :as_at
            ),
            due as (
                select clock.*,
                       case when working
                            then (select nth.day from calendar join nth on nth.w = calendar.w + n
                                  where calendar.day = start)
                            else start + n end as due
                from clock
            )
            select kase, rule, start, due,
                   case when working then (select w from calendar where day = :as_at)
                                        - (select w from calendar where day = due)
                        else :as_at - due end as over
            from due where over > 0
            """,
            {"as_at": as_at},
        ).fetchall()


def engine_results() -> list[Result]:
    """All clocks of a council of 100,000 cases and 2,000,000 events."""
    book, scales = council(), Timescales.shipped()
    rival = Sql(book)
    begin = time.perf_counter()
    size = len(clocks(book, scales, AS_AT))
    spent = time.perf_counter() - begin
    print(f"     {size:,} clocks; the first reading, which sorts the events, took {spent:.2f} s")
    for as_at in (AS_AT, AS_AT - 200):
        assert sorted(rival.overdue(as_at)) == _ours(book, scales, as_at)
    days = iter(AS_AT - 30 - step for step in range(1000))

    def other_day() -> None:
        clocks(book, scales, next(days))

    return [
        compare(
            "all clocks, 100k cases, 2M events, v SQLite GROUP BY MAX",
            lambda: clocks(book, scales, AS_AT),
            lambda: rival.overdue(AS_AT),
            most=0.125,
        ),
        compare(
            "the same, another as-at day each time", other_day, lambda: rival.overdue(AS_AT - 30), most=0.125
        ),
    ]


def _ours(book: Casebook, scales: Timescales, as_at: int) -> list[tuple[int, int, int, int, int]]:
    found = clocks(book, scales, as_at)
    numbers = np.full(len(found.rules), -1)
    for number, (_, _, rule_id) in enumerate(RULES):
        numbers[found.rules.index(rule_id)] = number
    rule = numbers[found.rule]
    late = np.flatnonzero((rule >= 0) & (found.state == OVERDUE))
    columns = (found.case[late], rule[late], found.start[late], found.due[late], found.overdue_by[late])
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def main() -> int:
    """Print every ratio; 1 when one is over its demand."""
    results = kernel_results() + engine_results()
    return int(any(result.ratio > result.most for result in results))


if __name__ == "__main__":
    sys.exit(main())
