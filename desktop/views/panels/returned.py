"""An assessment is back: which form, on which day. Row, R, Enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import assessments
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick

FORMS = (
    ("bia", "Form 3, from the best interests assessor"),
    ("mha", "Form 4, from the mental health assessor"),
)


@dataclass(frozen=True)
class Waiting:
    """What the chosen requests wait for: the role whose form is out, and the line that says so."""

    role: str
    about: str


class ReturnedEntry(Entry):
    """The panel for a form that came back."""

    key = "returned"
    title = "Assessment returned"

    def build(self) -> None:
        self.on = self.add_date("Came back on", self.context.today, hint="Enter saves.")
        self.form_back = Choice(FORMS, "Which form")
        self.add("Which form", self.form_back)
        self.form_back.chosen.connect(self.changed)
        self.not_met = Tick("A requirement is not met")
        self.add("", self.not_met, "The other assessments then stop.")
        self.not_met.toggled.connect(self.changed)
        self.note = QLineEdit()
        self.add("Note (optional)", self.note)
        self.note.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Waiting:
        if not chosen:
            return Waiting("bia", "")
        lines = [asking.case_line(desk, case, today) for case in chosen]
        about = f"{lines[0].name}, {lines[0].plan}" if len(lines) == 1 else f"{len(lines)} requests"
        roles = [_role_out(desk, case) for case in chosen]
        return Waiting(roles[0][0], f"{about}{roles[0][1] if len(lines) == 1 else ''}")

    def fill(self, facts: Waiting) -> None:
        self.form_back.pick(facts.role)
        self.about.setText(facts.about)
        self.about.setVisible(bool(facts.about))

    def make(self) -> Callable[[Desk], Act]:
        chosen, role, on, by = self.context.cases, str(self.form_back.value), self.on.day, self.context.by
        met, note = not self.not_met.isChecked(), self.note.text()
        return lambda desk: assessments.returned(desk.book, chosen, role, on, met=met, note=note, **by)

    def state(self) -> dict[str, Any]:
        return {
            "on": self.on.edit.text(),
            "form": self.form_back.value,
            "not_met": self.not_met.isChecked(),
            "note": self.note.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.form_back.pick(state["form"])
        self.not_met.setChecked(state["not_met"])
        self.note.setText(state["note"])


def _role_out(desk: Desk, case: int) -> tuple[str, str]:
    """The first role whose form is not back, the BIA's before the doctor's, and who has it since when."""
    book = desk.book
    for role in ("bia", "mha"):
        kind, form = assessments.FORMS[role]
        held = cases.allocations(book, case, role)
        if held and cases.last_day(book, case, kind) == NO_DAY:
            worker = int(book.allocation.worker[held[-1]])
            who = book.worker.name[worker] if worker >= 0 else book.allocation.named[held[-1]]
            return role, f": {form} with {who} since {short(int(book.allocation.on[held[-1]]))}"
    return "bia", ""
