"""Sending a form back to its assessor with a question. Row, Q, Enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import assessments, decisions
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice
from desktop.views.panels.returned import FORMS


@dataclass(frozen=True)
class Back:
    """The role whose form can be queried, and the line that says so."""

    role: str
    about: str


class QueryEntry(Entry):
    """The panel for a query; the days until the form is back again are the assessor's."""

    key = "query"
    title = "Query to the assessor"

    def build(self) -> None:
        self.on = self.add_date("Queried on", self.context.today, hint="Enter saves.")
        self.form_back = Choice(FORMS, "Which form")
        self.add("Which form", self.form_back)
        self.form_back.chosen.connect(self.changed)
        self.note = QLineEdit()
        self.add("What is asked (optional)", self.note)
        self.note.textChanged.connect(self.changed)
        self.due_back = self.add_date("Answer wanted by (optional)", future=True)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Back:
        if not chosen:
            return Back("bia", "")
        lines = [asking.case_line(desk, case, today) for case in chosen]
        if len(lines) > 1:
            return Back("bia", f"{len(lines)} requests")
        role, words = _latest_back(desk, chosen[0])
        return Back(role, f"{lines[0].name}, {lines[0].plan}{words}")

    def fill(self, facts: Back) -> None:
        self.form_back.pick(facts.role)
        self.about.setText(facts.about)
        self.about.setVisible(bool(facts.about))

    def make(self) -> Callable[[Desk], Act]:
        chosen, role, on, by = self.context.cases, str(self.form_back.value), self.on.day, self.context.by
        note, due = self.note.text(), self.due_back.day
        return lambda desk: assessments.queried(desk.book, chosen, role, on, note=note, due_back_on=due, **by)

    def state(self) -> dict[str, Any]:
        return {
            "on": self.on.edit.text(),
            "form": self.form_back.value,
            "note": self.note.text(),
            "due_back": self.due_back.edit.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.form_back.pick(state["form"])
        self.note.setText(state["note"])
        self.due_back.edit.setText(state["due_back"])


def _latest_back(desk: Desk, case: int) -> tuple[str, str]:
    """The form that came back last, the best interests assessor's first, with who wrote it."""
    book = desk.book
    for role in ("bia", "mha"):
        rows = decisions.standing_returns(book, case, role)
        if rows:
            worker = int(book.event.worker[rows[-1]])
            who = f" from {book.worker.name[worker]}" if worker >= 0 else ""
            _, form = assessments.FORMS[role]
            return role, f": {form} back {short(int(book.event.on[rows[-1]]))}{who}"
    return "bia", ": no form is back yet"
