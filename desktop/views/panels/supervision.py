"""A supervision session: the children discussed, ticked in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import preview, supervision
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.asking import CaseLine, WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Table, Typed


@dataclass(frozen=True)
class Child:
    """One child of the session: their strictest plan stands for all."""

    line: CaseLine
    plans: str
    last: int
    ticked: bool


class SupervisionEntry(Entry):
    """The supervision panel."""

    key = "supervision"
    title = "Supervision"

    def build(self) -> None:
        self.children_: list[Child] = []
        self.ticked: set[int] = set()
        self._next: dict[int, str] = {}
        self.on = self.add_date("Date of the session", self.context.today, hint="Enter saves.")
        self.table = Table(("Child", "Plans", "In", "Last", "Next"), "Children", rows_shown=9)
        self.add("Who was discussed", self.table, "Space ticks and unticks.")
        self.table.key.connect(lambda row, letter: self._toggle(row) if letter == " " else None)
        self.table.opened.connect(self._toggle)
        self.supervisor = Typed((), "Supervisor", "type part of a name")
        self.add("Supervisor (optional)", self.supervisor)
        self.supervisor.chosen.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> tuple[list[Child], list[WorkerLine]]:
        workers = asking.workers(desk, today)
        ticked = {int(desk.book.case.person[case]) for case in chosen}
        offered = list(chosen) + _others_of_worker(desk, chosen, today)
        people = dict.fromkeys(int(desk.book.case.person[case]) for case in offered)
        made = [_child(desk, person, today, person in ticked, offered) for person in people]
        return [child for child in made if child is not None], workers

    def fill(self, facts: tuple[list[Child], list[WorkerLine]]) -> None:
        self.children_, workers = facts
        self.ticked = {at for at, child in enumerate(self.children_) if child.ticked}
        self.supervisor.offer([(line.row, line.name) for line in workers])
        self.supervisor.pick(None)
        self._show()

    def _show(self) -> None:
        rows = []
        for at, child in enumerate(self.children_):
            tick = "✓" if at in self.ticked else "no"
            then = self._next.get(child.line.case, "")
            rows.append((child.line.name, child.plans, tick, _brief_day(child.last), then))
        self.table.show_rows(rows)
        self.about.setText(f"{len(self.ticked)} of {len(rows)} children")
        self.about.show()

    def _toggle(self, row: int) -> None:
        if 0 <= row < len(self.children_):
            self.ticked ^= {row}
            self._next.clear()
            self._show()
            self.changed()

    def _chosen(self) -> list[int]:
        return [self.children_[at].line.case for at in sorted(self.ticked)]

    def make(self) -> Callable[[Desk], Act]:
        if self.supervisor.text and self.supervisor.value is None:
            raise Refused(
                "Nobody of that name works here. Pick the supervisor from the list, or leave it empty."
            )
        chosen, on, by = self._chosen(), self.on.day, self.context.by
        who = self.supervisor.value
        supervisor = -1 if who is None else int(str(who))
        return lambda desk: supervision.record(desk.book, chosen, on, supervisor=supervisor, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        chosen, on, by = self._chosen(), self.on.day, self.context.by
        if not chosen or on == NO_DAY:
            return None

        def question(desk: Desk) -> dict[int, str]:
            try:
                act = supervision.record(desk.book, chosen, on, **by)
            except Refused:
                return {}
            found = preview.clocks_after(desk, act, chosen)
            due = {case: asking.next_due(desk, found, case, "supervision") for case in chosen}
            return {case: next_one.day for case, next_one in due.items() if next_one}

        return question

    def show_look(self, answer: dict[int, str]) -> None:
        self._next = answer
        self._show()

    def state(self) -> dict[str, Any]:
        ticked = sorted(self.children_[at].line.name for at in self.ticked)
        return {"on": self.on.edit.text(), "supervisor": self.supervisor.text, "ticked": ticked}

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.supervisor.setCurrentText(state["supervisor"])
        names = set(state["ticked"])
        self.ticked = {at for at, child in enumerate(self.children_) if child.line.name in names}
        self._show()


def _others_of_worker(desk: Desk, chosen: Cases, on: int) -> list[int]:
    """With one child chosen, the rest of that worker's children, to be ticked or not."""
    if len({int(desk.book.case.person[case]) for case in chosen}) != 1:
        return []
    worker = cases.worker_of(desk.book, chosen[0], on)
    return cases.held_by(desk.book, worker, on) if worker >= 0 else []


def _child(desk: Desk, person: int, on: int, ticked: bool, offered: list[int]) -> Child | None:
    lines = [asking.case_line(desk, case, on) for case in cases.open_of_person(desk.book, person, on)]
    lines = [line for line in lines if line.kind in supervision.SUPERVISED]
    if not lines:
        lines = [
            asking.case_line(desk, case, on) for case in offered if desk.book.case.person[case] == person
        ]
    lines.sort(key=lambda line: asking.strictness(line.kind))
    days = [cases.last_day(desk.book, line.case, "supervision") for line in lines]
    return Child(lines[0], ", ".join(line.brief for line in lines), max(days), ticked) if lines else None


def _brief_day(day: int) -> str:
    return "never" if day == NO_DAY else f"{date_of(day).day} {date_of(day):%b}"
