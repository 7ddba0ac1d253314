"""A new plan for a child, known or new; with the placement when they become looked after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import plans
from desktop.commands.plans import CHILDRENS, NewPlan
from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick, Typed
from desktop.views.panels.finding import PersonPart
from desktop.views.panels.placing import PlacementPart

Facts = tuple[list[WorkerLine], list[tuple[int, str]], dict[int, int]]
KINDS = tuple((kind, words[0].upper() + words[1:]) for kind, words in CHILDRENS.items())


class NewPlanEntry(Entry):
    """The panel for a new child or plan."""

    key = "new_plan"
    title = "New child or plan"

    def build(self) -> None:
        self.person = PersonPart(self, child=True)
        self.person.changed.connect(self.changed)
        self.kind = Choice(KINDS, "Kind of plan")
        self.add("Kind of plan", self.kind)
        self.starts = self.add_date("Starts on", self.context.today, hint="Empty when it is not known yet.")
        self.worker = Typed((), "Worker", "type part of a name")
        self.add("Worker (optional)", self.worker)
        self.team = Choice(((-1, "No team yet"),), "Team")
        self.add("Team (optional)", self.team)
        self.ref = QLineEdit()
        self.add("Plan reference (optional)", self.ref)
        self.other_la = Tick("Held for another council (not counted here)")
        self.add("", self.other_la)
        self.placed = self.add_date("Placed on")
        self.placement = PlacementPart(self)
        self.kind.chosen.connect(self._on_kind)
        for field in (self.worker, self.team):
            field.chosen.connect(self.changed)
        self.worker.chosen.connect(self._on_worker)
        self.ref.textChanged.connect(self.changed)
        self._teams: dict[int, int] = {}
        self._on_kind()

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Facts:
        lines = asking.workers(desk, today)
        own = {line.row: int(desk.book.worker.team[line.row]) for line in lines}
        return lines, asking.teams(desk, "children"), own

    def fill(self, facts: Facts) -> None:
        workers, teams, self._teams = facts
        self.worker.offer([(line.row, line.name) for line in workers])
        self.worker.pick(None)
        self.team.offer([(-1, "No team yet"), *teams])

    def _on_kind(self) -> None:
        looked_after = self.kind.value == "cla"
        self.placed.pair.setVisible(looked_after)  # type: ignore[attr-defined]
        self.placement.show(looked_after)
        if looked_after and not self.placed.edit.text():
            self.placed.set_day(self.starts.day)
        self.changed()

    def _on_worker(self) -> None:
        worker = self.worker.value
        if worker is not None:
            self.team.pick(self._teams.get(int(str(worker)), -1))

    def entry(self) -> NewPlan:
        """The plan as it is typed.

        Raises:
            Refused: when nobody is chosen, or the worker is not known.
        """
        worker = self.worker.value
        if self.worker.text and worker is None:
            raise Refused("Nobody of that name works here. Pick the worker from the list, or leave it empty.")
        placed = self.kind.value == "cla" and bool(self.placed.edit.text())
        return NewPlan(
            self.person.who(),
            str(self.kind.value),
            self.starts.day,
            team=int(str(self.team.value)),
            worker=-1 if worker is None else int(str(worker)),
            ref=self.ref.text(),
            other_la=self.other_la.isChecked(),
            placement=self.placement.placement(self.placed.day) if placed else None,
        )

    def make(self) -> Callable[[Desk], Act]:
        entry, by = self.entry(), self.context.by
        return lambda desk: plans.start(desk.book, entry, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        try:
            entry = self.entry()
        except Refused:
            return None
        today = self.context.today
        return lambda desk: plans.warnings(desk.book, entry, today=today)

    def show_look(self, answer: list[str]) -> None:
        self.say_odd(answer)

    def state(self) -> dict[str, Any]:
        return {
            "person": self.person.state(),
            "kind": self.kind.value,
            "starts": self.starts.edit.text(),
            "worker": self.worker.text,
            "ref": self.ref.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.person.restore(state["person"])
        self.kind.pick(state["kind"])
        self.starts.edit.setText(state["starts"])
        self.worker.setCurrentText(state["worker"])
        self.ref.setText(state["ref"])
