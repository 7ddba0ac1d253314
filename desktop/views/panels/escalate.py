"""Bringing a child to a named manager, or writing down what the manager said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import escalations
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.escalations import manager_for, reason_for
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Lines, Typed

NEEDS_TO_KNOW, DECIDED = "What the manager needs to know", "What the manager decided"


@dataclass(frozen=True)
class Matter:
    """What is known of the cases chosen: why they need a manager, whom, and what waits for an answer."""

    about: str
    reason: str
    manager: int
    waits: str
    workers: list[WorkerLine]


class EscalateEntry(Entry):
    """The panel asks for the manager and the reason; while one waits, for the answer instead."""

    key = "escalate"
    title = "Inform a manager"

    def build(self) -> None:
        self.waits = ""
        self.to = Typed((), "Manager", "type part of a name")
        self.to_pair = self.add("Manager", self.to)
        self.on = self.add_date("On", self.context.today, hint="Enter saves.")
        self.asked = label(NEEDS_TO_KNOW, size=0.95, bold=True)
        self.form.addWidget(self.asked)
        self.words = Lines(NEEDS_TO_KNOW, 3)
        self.add("", self.words)
        self.to.chosen.connect(self.changed)
        self.words.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Matter:
        line = asking.case_line(desk, chosen[0], today)
        about = f"{line.name}, {line.plan}" if len(chosen) == 1 else f"{len(chosen)} children"
        reasons = dict.fromkeys(filter(None, (reason_for(desk, case) for case in chosen)))
        return Matter(
            about,
            "; ".join(reasons),
            manager_for(desk.book, chosen[0], today),
            _waits(desk, chosen),
            asking.workers(desk, today),
        )

    def fill(self, facts: Matter) -> None:
        self.waits = facts.waits
        self.about.setText(facts.about)
        self.about.show()
        self.to.offer([(line.row, line.name) for line in facts.workers])
        self.to.pick(facts.manager if facts.manager >= 0 else None)
        self.to_pair.setVisible(not facts.waits)
        if facts.waits:
            self.asked.setText(DECIDED)
            self.words.setAccessibleName(DECIDED)
            self._first = self.words
            self.take_focus()
        elif not self.words.toPlainText():
            self.words.setPlainText(facts.reason)
        self.say_odd([facts.waits] if facts.waits else [])
        self.save.setText(("Save the answer" if facts.waits else "Inform") + " (Ctrl+Enter)")

    def make(self) -> Callable[[Desk], Act]:
        chosen, on, words, by = self.context.cases, self.on.day, self.words.toPlainText(), self.context.by
        if self.waits:
            return lambda desk: escalations.answer(desk.book, chosen, on, words=words, **by)
        if self.to.text and self.to.value is None:
            raise Refused("Nobody of that name works here. Pick the manager from the list.")
        to = -1 if self.to.value is None else int(str(self.to.value))
        return lambda desk: escalations.escalate(desk.book, chosen, to, on, reason=words, **by)

    def state(self) -> dict[str, Any]:
        return {"to": self.to.text, "on": self.on.edit.text(), "words": self.words.toPlainText()}

    def restore(self, state: dict[str, Any]) -> None:
        self.to.setCurrentText(state["to"])
        self.on.edit.setText(state["on"])
        self.words.setPlainText(state["words"])


def _waits(desk: Desk, chosen: Cases) -> str:
    """What waits for a manager's answer, in one line; empty for nothing."""
    table = desk.book.escalation
    for case in chosen:
        for row in escalations.waiting(desk.book, case):
            who = int(table.to[row])
            name = desk.book.worker.name[who] if who >= 0 else "a manager"
            return f"Brought to {name} on {short(int(table.on[row]))}: {table.reason[row]}. Write the answer."
    return ""
