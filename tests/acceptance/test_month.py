"""The two children's trackers run on from import for a month by three workers and a manager.

After every act each list is compared with the slow recount of `ledger`, which knows nothing of the engine.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ledger import DAY, Ledger, Line

from desktop.commands import actions, importing, planned, plans, reallocation, supervision, visits
from desktop.commands.actions import NewAction
from desktop.commands.people import NewPerson
from desktop.commands.reallocation import Move
from desktop.commands.visits import Seen, Visit
from desktop.commands.workspace import Workspace
from desktop.domain import cases
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.lists import Selection, build, counts
from desktop.errors import Refused

DATA = Path(__file__).parent.parent / "data"
FIRST, LAST = dt.date(2026, 11, 23), dt.date(2026, 12, 18)
RULES = {
    "visits": ("cp_visit_10wd", "cla_first_visit_1w", "cla_visit_6w", "cin_visit_6w"),
    "supervision": ("supervision_cp", "supervision_cla", "supervision_cin", "supervision_care_leaver"),
}
MANAGER = "manager"


class Month:
    """The database and the ledger side by side, and the people who work on both."""

    def __init__(self, folder: Path) -> None:
        self.today = FIRST - 3 * DAY
        self.space = Workspace.create(
            folder / "month.caseclock", None, author=MANAGER, today=lambda: day(self.today)
        )
        for name in ("visits_tracker.xlsx", "supervision_tracker.xlsx"):
            made = importing.dry_run(self.space, DATA / name, as_at=day(self.today))
            importing.apply(self.space, made)
        self.ledger = Ledger(DATA / "visits_tracker.xlsx", DATA / "supervision_tracker.xlsx")
        self.dice = random.Random(20261123)
        self.acts = 0
        by_load = sorted(self.book.worker.name, key=lambda name: -len(self.children_of(name)))
        self.workers = by_load[:3]

    @property
    def book(self) -> Any:
        return self.space.book

    def worker(self, name: str) -> int:
        return int(self.book.worker.name.index(name))

    def children_of(self, name: str) -> list[str]:
        return [
            line.child for line in self.ledger.lines.values() if line.worker == name and line.ended is None
        ]

    def cases_of(self, child: str) -> list[int]:
        return cases.open_of_person(self.book, self.book.person.ref.index(child), day(self.today))

    def case(self, child: str, kind: str) -> int:
        return next(case for case in self.cases_of(child) if cases.kind_of(self.book, case) == kind)

    def by(self, who: str) -> dict[str, Any]:
        return {"author": who, "today": day(self.today)}

    def run(self, act: Any) -> None:
        self.space.run(act)
        self.acts += 1
        self.agree()

    # the comparison

    def agree(self) -> None:
        """Every list says what the ledger says."""
        desk, on = self.space.desk(), day(self.today)
        for what, rules in RULES.items():
            late = self.ledger.overdue(self.today, what)
            assert self.rows(desk, "overdue", rules, "start") == late, (self.today, what)
            soon = self.ledger.due_within(self.today, 7, what)
            assert self.rows(desk, "due_soon", rules, "due") == soon, (self.today, what)
            turning = self.ledger.turning(self.today, what)
            assert self.rows(desk, "turning", rules, "due") == turning, (self.today, what)
        chips = {count.key: count.n for count in counts(desk, "visits", Selection("visits", on))}
        late = self.ledger.overdue(self.today, "visits")
        assert chips["cp_10"] == sum(kind == "cp" for _, kind in late)
        assert chips["cin_overdue"] == sum(kind == "cin" for _, kind in late)
        assert chips["cla_agreed"] == sum(kind == "cla" for _, kind in late)
        chips = {count.key: count.n for count in counts(desk, "supervision", Selection("supervision", on))}
        assert chips["overdue"] == len(self.ledger.overdue(self.today, "supervision"))
        self.agree_on_gaps(desk, on)
        self.agree_by_worker(desk, on)

    def agree_on_gaps(self, desk: Any, on: int) -> None:
        """Who nobody has, and which clocks lack a date: from the lines that are open and blank there."""
        nobody = build(desk, Selection("unallocated", on)).case.tolist()
        refs = {self.book.person.ref[self.book.case.person[case]] for case in nobody}
        assert refs == self.ledger.unallocated(self.today), self.today
        for what, rules in RULES.items():
            asked = tuple(rule for rule in rules if rule != "cla_first_visit_1w")  # no tracker has placements
            found = set(self.rows(desk, "no_date", asked, "start"))
            assert found == self.ledger.without_a_date(self.today, what), (self.today, what)

    def rows(self, desk: Any, name: str, rules: tuple[str, ...], date: str) -> dict[tuple[str, str], Any]:
        data = build(desk, Selection(name, desk.as_at, days=7))
        clocks, person = desk.clocks, self.book.person.ref
        column = getattr(clocks, date)
        found = {}
        for at in data.clock.tolist():
            if clocks.rules[clocks.rule[at]] in rules:
                case = int(clocks.case[at])
                key = (person[self.book.case.person[case]], cases.kind_of(self.book, case))
                found[key] = date_of(int(column[at])) if column[at] != NO_DAY else None
        return found

    def agree_by_worker(self, desk: Any, on: int) -> None:
        """The three workers' own queues and pages, and their numbers on People."""
        late = self.ledger.overdue_per_worker(self.today)
        people = build(desk, Selection("people", on))
        for name in self.workers:
            row = self.worker(name)
            queue = Selection("queue", on, worker=self.book.worker.ids[row], chip="overdue")
            assert len(build(desk, queue)) == late[name], (self.today, name)
            page = build(desk, Selection("children", on, worker=self.book.worker.ids[row]))
            theirs = {self.book.person.ref[self.book.case.person[case]] for case in page.case.tolist()}
            assert theirs == set(self.children_of(name)), (self.today, name)
            at = next(at for at in range(len(people)) if people.worker_of(at) == row)
            assert people.text("overdue", np.array([at])) == [str(late[name])]

    # what people do

    def visit(self, who: str) -> None:
        """A worker sees one to three of their children, today or some days ago, one of them perhaps not."""
        children = self.some(self.children_of(who), 1, 3)
        on = self.today - self.dice.choice((0, 0, 1, 3)) * DAY
        for child in children:
            own = [case for case in self.cases_of(child) if cases.kind_of(self.book, case) != "care_leaver"]
            if not own or self.twice(own, on):
                continue
            seen = self.dice.random() < 0.8
            rows = [Seen(case, seen, reason="" if seen else "Nobody at home") for case in own]
            before = self.ledger.copy()
            if seen:
                self.ledger.write_visit(child, on)
            act = visits.record(self.book, Visit(day(on), rows, worker=self.worker(who)), **self.by(who))
            self.run(act)
            if self.dice.random() < 0.15:  # entered for the wrong child
                self.ledger = before
                self.space.undo(act.id)
                self.agree()

    def twice(self, own: list[int], on: dt.date) -> bool:
        """A visit that is on record already is refused, and nothing moves."""
        seen = Visit(day(on), [Seen(case) for case in own])
        if not visits.same_visit(self.book, seen):
            return False
        with pytest.raises(Refused, match="already recorded"):
            visits.record(self.book, seen, **self.by(MANAGER))
        self.agree()
        return True

    def plan(self, who: str) -> None:
        """A planned visit moves no clock, and saves what it comes in time for."""
        children = self.some(self.children_of(who), 1, 4)
        chosen = [case for child in children for case in self.cases_of(child)]
        on = self.today + self.dice.randrange(1, 9) * DAY
        if chosen:
            for child in children:
                self.ledger.write_plan(child, on)
            self.run(planned.plan(self.book, chosen, day(on), **self.by(who)))

    def supervise(self, who: str) -> None:
        """The manager goes through a worker's children; one is not discussed, one leaves an action."""
        children = self.some(self.children_of(who), 2, 9)
        on = self.today - self.dice.choice((0, 1)) * DAY
        rows = {child: self.cases_of(child) for child in children}
        rows = {child: own for child, own in rows.items() if own and not self.had(child, on)}
        if not rows:
            return
        left_out = next(iter(rows)) if len(rows) > 2 else ""
        discussed = [child for child in rows if child != left_out]
        agreed = [NewAction(rows[discussed[0]][0], "Chronology", self.worker(who), day(on + 14 * DAY))]
        for child in discussed:
            self.ledger.write_supervision(child, on)
        act = supervision.record(
            self.book,
            [case for own in rows.values() for case in own],
            day(on),
            except_for=rows.get(left_out, ()),
            agreed=agreed,
            **self.by(MANAGER),
        )
        self.run(act)
        back = actions.open_for(self.space.desk(), rows[discussed[0]])
        assert "Chronology" in {one.text for one in back}

    def had(self, child: str, on: dt.date) -> bool:
        return supervision.supervised_on(self.book, self.book.person.ref.index(child), day(on))

    def reallocate(self, who: str) -> None:
        """The manager gives two children to another of the three."""
        other = self.dice.choice([name for name in self.workers if name != who])
        children = self.some(self.children_of(who), 1, 2)
        rows = [case for child in children for case in self.cases_of(child)]
        if rows:
            for child in children:
                self.ledger.lines[child].worker = other
            move = Move(self.worker(other), day(self.today), code="MANAGE")
            self.run(reallocation.reallocate(self.book, rows, move, **self.by(MANAGER)))

    def close(self, who: str) -> None:
        """A child's plans end today; tomorrow no list has them."""
        for child in self.some(self.children_of(who), 1, 1):
            self.ledger.lines[child].ended = self.today
            act = plans.close(
                self.book, self.cases_of(child), day(self.today), reason="other", **self.by(MANAGER)
            )
            self.run(act)

    def start(self, who: str) -> None:
        """A new child on a protection plan."""
        ref = f"NEW{self.acts}"
        self.ledger.lines[ref] = Line(ref, "cp", "cp", who, self.today)
        plan = plans.NewPlan(NewPerson(ref), "cp", day(self.today), worker=self.worker(who))
        self.run(plans.start(self.book, plan, **self.by(MANAGER)))

    def some(self, children: list[str], least: int, most: int) -> list[str]:
        count = min(len(children), self.dice.randint(least, most))
        return self.dice.sample(sorted(children), count)


def test_a_month_of_work_on_from_the_trackers(tmp_path: Path) -> None:
    month = Month(tmp_path)
    month.agree()
    done: set[str] = set()
    weekly = ["reallocate", "start", "close", "reallocate"]
    while month.today < LAST:
        month.today += DAY
        month.agree()  # a day has passed and nobody has done anything
        if month.today.weekday() > 4:
            continue
        for who in month.workers:
            if month.dice.random() < 0.75:
                what = month.dice.choice(("visit", "visit", "visit", "plan", "supervise"))
                getattr(month, what)(who)
                done.add(what)
        if month.today.weekday() == 2:
            what = weekly.pop()
            done.add(what)
            getattr(month, what)(month.dice.choice(month.workers))
    month.space.close()
    assert month.acts >= 40
    assert {"visit", "plan", "supervise", "reallocate", "start", "close"} <= done
