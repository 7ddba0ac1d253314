"""Planning a visit, a supervision or a review for a day; it stops no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import planned
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick, Typed

KINDS = (("visit", "Visit"), ("supervision", "Supervision"), ("review", "Review"))


@dataclass(frozen=True)
class Ahead:
    """What is planned for the cases chosen, by kind in words, and who could go."""

    about: str
    planned: dict[str, str]
    workers: list[WorkerLine]


class PlanAheadEntry(Entry):
    """The planning panel."""

    key = "plan_ahead"
    title = "Plan a visit or supervision"
    save_words = "Plan"

    def build(self) -> None:
        self._planned: dict[str, str] = {}
        self.on = self.add_date("Planned for", future=True, hint="+3, mon, 24 nov ... Enter saves.")
        self.kind = Choice(KINDS, "What is planned")
        self.add("What is planned", self.kind)
        self.worker = Typed((), "By whom", "type part of a name")
        self.worker_pair = self.add("By whom (optional)", self.worker)
        self.reason = QLineEdit()
        self.add("Reason or note (optional)", self.reason)
        self.take_back = Tick("Take the plan back: it will not be kept")
        self.add("", self.take_back)
        for field in (self.kind, self.worker):
            field.chosen.connect(self.changed)
        self.kind.chosen.connect(self._tell)
        self.reason.textChanged.connect(self.changed)
        self.take_back.toggled.connect(self._on_back)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Ahead:
        line = asking.case_line(desk, chosen[0], today)
        about = f"{line.name}, {line.plan}" if len(chosen) == 1 else f"{len(chosen)} children"
        return Ahead(
            about, {kind: _days(desk, chosen, kind) for kind, _ in KINDS}, asking.workers(desk, today)
        )

    def fill(self, facts: Ahead) -> None:
        self._planned = facts.planned
        self.worker.offer([(line.row, line.name) for line in facts.workers])
        self.worker.pick(None)
        self.about.setText(facts.about)
        self.about.show()
        self._tell()

    def _tell(self) -> None:
        """What is planned already: a new day takes its place."""
        held = self._planned.get(str(self.kind.value), "")
        self.say_odd([f"Planned now: {held}; a new day takes its place."] if held else [])
        self.take_back.setVisible(bool(held))
        if not held:
            self.take_back.setChecked(False)

    def _on_back(self) -> None:
        back = self.take_back.isChecked()
        self.on.pair.setVisible(not back)  # type: ignore[attr-defined]
        self.worker_pair.setVisible(not back)
        self.save.setText(f"{'Take back' if back else 'Plan'} (Ctrl+Enter)")
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        chosen, kind, reason = self.context.cases, str(self.kind.value), self.reason.text()
        by = self.context.by
        if self.take_back.isChecked():
            return lambda desk: planned.drop(desk.book, chosen, kind=kind, reason=reason, **by)
        if self.worker.text and self.worker.value is None:
            raise Refused("Nobody of that name works here. Pick somebody from the list, or leave it empty.")
        on, worker = self.on.day, -1 if self.worker.value is None else int(str(self.worker.value))
        return lambda desk: planned.plan(desk.book, chosen, on, kind=kind, worker=worker, reason=reason, **by)

    def state(self) -> dict[str, Any]:
        return {
            "on": self.on.edit.text(),
            "kind": self.kind.value,
            "worker": self.worker.text,
            "reason": self.reason.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.kind.pick(state["kind"])
        self.on.edit.setText(state["on"])
        self.worker.setCurrentText(state["worker"])
        self.reason.setText(state["reason"])


def _days(desk: Desk, chosen: Cases, kind: str) -> str:
    """The days planned for these cases, ``24/11/2026``; empty for none."""
    days = {
        int(desk.book.planned.on[row]) for case in chosen for row in planned.rows_of(desk.book, case, kind)
    }
    return ", ".join(short(day) for day in sorted(days)[:3])
