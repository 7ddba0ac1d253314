"""A supervision session: the children discussed, ticked in one list, and the actions agreed about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import preview, supervision
from desktop.domain import cases
from desktop.domain.actions import Action, open_for
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.asking import CaseLine, WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Table, Typed
from desktop.views.panels.session_actions import ActionsPart


@dataclass(frozen=True)
class Child:
    """One child of the session: their strictest plan stands for all."""

    line: CaseLine
    plans: str
    last: int
    ticked: bool


@dataclass(frozen=True)
class Session:
    """What the panel offers: the children, everybody who works here, and the actions still open."""

    children: list[Child]
    workers: list[WorkerLine]
    actions: list[Action]


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
        self.add("Who was discussed", self.table, "Space: not discussed, or discussed. N: new action.")
        self.table.key.connect(self._on_key)
        self.table.opened.connect(self._toggle)
        self.actions_ = ActionsPart(self)
        self.supervisor = Typed((), "Supervisor", "type part of a name")
        self.add("Supervisor (optional)", self.supervisor)
        self.supervisor.chosen.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Session:
        ticked = {int(desk.book.case.person[case]) for case in chosen}
        offered = list(chosen) + _others_of_worker(desk, chosen, today)
        people = dict.fromkeys(int(desk.book.case.person[case]) for case in offered)
        made = [_child(desk, person, today, person in ticked, offered) for person in people]
        children = [child for child in made if child is not None]
        held = open_for(desk, [child.line.case for child in children]) if children else []
        return Session(children, asking.workers(desk, today), held)

    def fill(self, facts: Session) -> None:
        self.children_ = facts.children
        self.ticked = {at for at, child in enumerate(self.children_) if child.ticked}
        offered = [(line.row, line.name) for line in facts.workers]
        self.supervisor.offer(offered)
        self.supervisor.pick(None)
        names = {child.line.person: child.line.name for child in self.children_}
        self.actions_.offer(facts.actions, names, offered)
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

    def _on_key(self, row: int, letter: str) -> None:
        if letter == " ":
            self._toggle(row)
        elif letter == "n" and 0 <= row < len(self.children_):
            line = self.children_[row].line
            self.actions_.begin(line.case, line.name)

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
        who, agreed, finished = self.supervisor.value, self.actions_.agreed(), self.actions_.finished()
        supervisor = -1 if who is None else int(str(who))
        return lambda desk: supervision.record(
            desk.book, chosen, on, supervisor=supervisor, agreed=agreed, finished=finished, **by
        )

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
        return {
            "on": self.on.edit.text(),
            "supervisor": self.supervisor.text,
            "ticked": ticked,
            "action": self.actions_.text.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.supervisor.setCurrentText(state["supervisor"])
        names = set(state["ticked"])
        self.ticked = {at for at, child in enumerate(self.children_) if child.line.name in names}
        self.actions_.text.setText(state.get("action", ""))
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
