"""Children's clocks read the slow way: one case at a time, plain lists, a day loop through ``holidays``.

Written from the briefs' tables and shares no code with the engine. The cases it is given were entered
by hand, so every rule counts; looked-after children here are in ordinary placements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oracle_days import due as count

from desktop.domain.days import NEVER, NO_DAY, date_of, day

Answer = tuple[int, int | None]  # due, stop
SUPERVISION = {"cp": 4, "cla": 6, "cin": 6, "care_leaver": 8}


def add(start: int, n: int, unit: str) -> int:
    return day(count(date_of(start), n, unit))


@dataclass
class Slow:
    """One casebook as at a day and as known at an instant."""

    book: Any
    as_at: int
    known_at: int

    def facts(self, table: str, case: int) -> Iterator[dict[str, Any]]:
        columns = self.book.tables[table]
        for row in range(len(columns)):
            on_record = columns.recorded_at[row] <= self.known_at < columns.superseded_at[row]
            if on_record and columns.case[row] == case:
                yield columns.record(row)

    def days(self, case: int, *kinds: str, seen: bool = False) -> list[int]:
        """Days of such events up to `as_at`, in order; visits only when the child was seen."""
        found = [
            event["on"]
            for event in self.facts("event", case)
            if event["kind"] in kinds
            and event["on"] <= self.as_at
            and (not seen or event["seen"] == 1 or (event["kind"] != "visit" and event["seen"] is None))
        ]
        return sorted(found)

    def period(self, case: int) -> tuple[int, int] | None:
        """(start, end of an earlier period) of an open case with a start."""
        starts, ends = self.days(case, "started"), self.days(case, "ended")
        if not starts or self.book.case.other_la[case] == 1:
            return None
        start = starts[-1]
        if ends and start <= ends[-1] < self.as_at:
            return None
        if self.age_at_least(case, 18) and self.book.case.word("kind", case) == "cla":
            return None
        return start, max([end for end in ends if end < start], default=NO_DAY)

    def age_at_least(self, case: int, years: int) -> bool:
        born = self.book.person.born_on[self.book.case.person[case]]
        return born != NO_DAY and add(int(born), 12 * years, "month") <= self.as_at

    def clocks(self, case: int) -> dict[str, Answer]:
        period = self.period(case)
        if period is None:
            return {}
        kind = self.book.case.word("kind", case)
        if kind == "cin" and self._counted_elsewhere(case):
            return {}
        start, before = period
        found = dict(getattr(self, f"_{kind}", lambda *_: iter(()))(case, start, before))
        if kind in SUPERVISION:
            own = [row["on"] for row in self.facts("allocation", case) if row["role"] in ("worker", "pa")]
            allocated = [] if None in own else [on for on in own if on <= self.as_at]
            first = min(allocated, default=start)
            first = start if first <= before else max(first, start)
            last = [on for on in self.days(case, "supervision") if on >= start]
            found[f"supervision_{kind}"] = (add(last[-1] if last else first, SUPERVISION[kind], "week"), None)
        return found

    def _counted_elsewhere(self, case: int) -> bool:
        person = self.book.case.person[case]
        return any(
            self.book.case.person[other] == person
            and self.book.case.word("kind", other) in ("cp", "cla")
            and self.open_without_start(other)
            for other in range(len(self.book.case))
        )

    def open_without_start(self, case: int) -> bool:
        """Open also where no start is on record, unless one is still to come."""
        if not self.days(case, "started"):
            to_come = any(event["kind"] == "started" for event in self.facts("event", case))
            ends = self.days(case, "ended")
            known = any(True for table in ("event", "allocation") for _ in self.facts(table, case))
            adult = self.book.case.word("kind", case) == "cla" and self.age_at_least(case, 18)
            return known and not to_come and not adult and not (ends and ends[-1] < self.as_at)
        return self.period(case) is not None

    def _latest(self, case: int, kinds: tuple[str, ...], start: int, seen: bool = True) -> int | None:
        return max((on for on in self.days(case, *kinds, seen=seen) if on >= start), default=None)

    def _first(self, case: int, kind: str, start: int) -> int | None:
        return min((on for on in self.days(case, kind) if on >= start), default=None)

    def _once(self, rule: str, start: int, due: int, stop: int | None, months: int = 0) -> Iterator[Any]:
        if not (months and stop is not None and stop > add(start, months, "month")):
            yield rule, (due, stop)

    def _cp(self, case: int, start: int, before: int) -> Iterator[Any]:
        visited = self._latest(case, ("visit",), start) or start
        yield "cp_visit_10wd", (add(visited, 10, "working_day"), None)
        yield "cp_visit_20wd", (add(visited, 20, "working_day"), None)
        held = max((on for on in self.days(case, "icpc") if on > before), default=start)
        group = self._first(case, "core_group", held)
        yield from self._once("core_group_10wd", held, add(held, 10, "working_day"), group, 2)
        met = self._latest(case, ("core_group",), start, seen=False)
        if met:
            yield "core_group_1m", (add(met, 1, "month"), None)
        yield from self._once("rcpc_3m", held, add(held, 3, "month"), self._first(case, "review", held), 9)
        reviewed = self._latest(case, ("review",), start, seen=False)
        if reviewed:
            yield "rcpc_6m", (add(reviewed, 6, "month"), None)

    def _cin(self, case: int, start: int, before: int) -> Iterator[Any]:
        disabled = self.book.person.disabled[self.book.case.person[case]] == 1
        rule = "cin_visit_cwd_6w" if disabled else "cin_visit_6w"
        yield rule, (add(self._latest(case, ("visit",), start) or start, 6, "week"), None)

    def _care_leaver(self, case: int, start: int, before: int) -> Iterator[Any]:
        met = self._latest(case, ("contact", "visit"), start)
        yield "care_leaver_contact_8w", (add(met or start, 8, "week"), None)
        reviewed = self._latest(case, ("pathway_review",), start, seen=False)
        yield "pathway_review_6m", (add(reviewed or start, 6, "month"), None)
        housed = max((on for on in self.days(case, "accommodation_started") if on > before), default=None)
        if housed is None:
            return
        seen = [on for on in self.days(case, "contact", "visit", seen=True) if on >= housed]
        yield "cl_visit_7d", (housed + 7, min(seen, default=None))
        if seen:
            yield "care_leaver_visit_2m", (add(max(seen), 2, "month"), None)

    def _assessment(self, case: int, start: int, before: int) -> Iterator[Any]:
        done = self._first(case, "assessment_authorised", start)
        yield "cfa_45wd", (add(start, 45, "working_day"), done)

    def _s47(self, case: int, start: int, before: int) -> Iterator[Any]:
        held = self._first(case, "icpc", start)
        until = self.as_at if held is None else held
        spoken = [on for on in self.days(case, "strategy_discussion") if before < on <= until]
        yield "icpc_15wd", (add(max(spoken, default=start), 15, "working_day"), held)

    def _cla(self, case: int, start: int, before: int) -> Iterator[Any]:
        yield from self._reviews(case, start)
        health = self._first(case, "health_assessment", start)
        yield from self._once("iha_20wd", start, add(start, 20, "working_day"), health, 6)
        last = self._latest(case, ("health_assessment",), start, seen=False)
        five = self.age_at_least(case, 5)
        if last:
            yield (
                ("rha_12m", (add(last, 12, "month"), None))
                if five
                else ("rha_6m", (add(last, 6, "month"), None))
            )
        yield from self._visits(case, start)

    def _reviews(self, case: int, start: int) -> Iterator[Any]:
        held = sorted({on for on in self.days(case, "review") if on >= start})
        if held and held[0] > add(start, 4, "month"):
            yield "cla_review_6m", (add(held[-1], 6, "month"), None)
            return
        yield "cla_review_20wd", (add(start, 20, "working_day"), held[0] if held else None)
        if held:
            yield "cla_review_3m", (add(held[0], 3, "month"), held[1] if len(held) > 1 else None)
        if len(held) > 1:
            yield "cla_review_6m", (add(held[-1], 6, "month"), None)

    def _visits(self, case: int, start: int) -> Iterator[Any]:
        current = [
            placed
            for placed in self.facts("placement", case)
            if placed["starts_on"] <= self.as_at
            and not (placed["ends_on"] is not None and placed["ends_on"] < self.as_at)
        ]
        if not current:
            return
        placed = max(current, key=lambda one: one["starts_on"])
        since = max(placed["starts_on"], start)
        seen = [on for on in self.days(case, "visit", seen=True) if on >= since]
        yield from self._once("cla_first_visit_1w", since, since + 7, min(seen, default=None), 2)
        if seen:
            yield self._day_by_day(case, placed, seen[-1])

    def _day_by_day(self, case: int, placed: dict[str, Any], last: int) -> Any:
        """Live through every day since the last visit, changing the interval on the day that it changes."""
        words = {"6w": (6, "week"), "3m": (3, "month"), "6m": (6, "month")}
        interval = self._interval(case, placed, last)
        due = add(last, *words[interval])
        for today in range(last + 1, self.as_at + 1):
            now = self._interval(case, placed, today)
            new = add(last, *words[now])
            if now != interval and new < due:
                due = max(new, today)
            elif now != interval and due >= today:
                due = new
            interval = now
        return f"cla_visit_{interval}", (due, None)

    def _interval(self, case: int, placed: dict[str, Any], today: int) -> str:
        year_on = add(placed["starts_on"], 12, "month")
        agreed = [one for one in self.facts("agreed_frequency", case) if one["effective_from"] <= today]
        if not agreed:
            return "6w"
        one = max(agreed, key=lambda found: found["effective_from"])
        fits = one["effective_from"] >= year_on and (one["ended_on"] is None or one["ended_on"] >= today)
        fits = fits and (one["review_by"] is None or one["review_by"] >= today)
        fits = fits and 0 not in (one["carer_agrees"], one["worker_agrees"], one["iro_agrees"])
        fits = fits and one["panel_decision"] in ("", "agreed")
        if one["interval"] == "3m":
            fits = fits and placed["to_18"] == 1
        if one["interval"] == "6m":
            fits = fits and placed["code"] in ("U1", "U4") and one["child_agrees"] == 1
        return str(one["interval"]) if fits else "6w"


def everything(book: Any, as_at: int, known_at: int = NEVER - 1) -> dict[tuple[int, str], Answer]:
    """Due and stop of every clock of every case that has a start, by (case row, rule)."""
    slow = Slow(book, as_at, known_at)
    return {
        (case, rule): answer for case in range(len(book.case)) for rule, answer in slow.clocks(case).items()
    }
