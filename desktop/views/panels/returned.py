"""An assessment is back: which form, on which day. Row, R, Enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import assessments, decisions
from desktop.commands.assessments import Findings
from desktop.domain import cases, dols_priority
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lanes import lanes
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.acting import ForThem, whose
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Lines, Tick
from desktop.views.panels.triage import TESTS

FORMS = (
    ("bia", "Form 3, from the best interests assessor"),
    ("mha", "Form 4, from the mental health assessor"),
)
LONGEST = (
    (0, "Not said: 12 months at most"),
    *((months, f"{months} month{'' if months == 1 else 's'}") for months in (12, 9, 6, 3, 2, 1)),
    (-1, "To a day"),
)
MODES = (
    ("full", "Full"),
    ("short", "Short"),
    ("desktop", "Desktop"),
    ("equivalent", "Equivalent, an earlier one used again"),
)


@dataclass(frozen=True)
class Waiting:
    """What the chosen requests wait for: the role whose form is out, and the line that says so."""

    role: str
    about: str
    theirs: str = ""


class ReturnedEntry(Entry):
    """The panel for a form that came back."""

    key = "returned"
    title = "Assessment returned"

    def build(self) -> None:
        self.on = self.add_date("Came back on", self.context.today, hint="Enter saves.")
        self.form_back = Choice(FORMS, "Which form")
        self.add("Which form", self.form_back)
        self.form_back.chosen.connect(self.changed)
        self.for_them = ForThem(self)
        self.not_met = Tick("A requirement is not met")
        self.add("", self.not_met, "The other assessments then stop.")
        self.not_met.toggled.connect(self._on_form)
        self._build_findings()
        self.note = QLineEdit()
        self.add("Note (optional)", self.note)
        self.note.textChanged.connect(self.changed)
        self.form_back.chosen.connect(self._on_form)
        self.on.day_changed.connect(self._on_day)
        self._on_form()

    def _build_findings(self) -> None:
        """What Form 3 says; none of it is needed to record that it is back."""
        self.longest = Choice(LONGEST, "Longest period the assessor gives")
        self.until = self.add_date("Longest period: last day", future=True)
        self.test = Choice(TESTS, "Legal test")
        self.mode = Choice(MODES, "Kind of assessment")
        self.rpr = QLineEdit()
        self.conditions = Lines("Conditions the assessor recommends", 2)
        self.of_grant = [
            self.add("Longest period the assessor gives", self.longest),
            self.add("Representative recommended (optional)", self.rpr),
            self.add("Conditions recommended (optional)", self.conditions, "One condition to a line."),
        ]
        self.of_form3 = [self.add("Kind of assessment", self.mode), self.add("Legal test", self.test)]
        for choice in (self.longest, self.mode, self.test):
            choice.chosen.connect(self._on_form)
        self.rpr.textChanged.connect(self.changed)
        self.conditions.textChanged.connect(self.changed)

    def _on_form(self, *_: object) -> None:
        form3 = self.form_back.value == "bia"
        for widget in self.of_form3:
            widget.setVisible(form3)
        for widget in self.of_grant:
            widget.setVisible(form3 and not self.not_met.isChecked())
        dated = form3 and self.longest.value == -1 and not self.not_met.isChecked()
        self.until.pair.setVisible(dated)  # type: ignore[attr-defined]
        self.changed()

    def _on_day(self, day: int) -> None:
        if day != NO_DAY:
            self.test.pick(dols_priority.legal_test_of(day))

    def _findings(self) -> Findings | None:
        if self.form_back.value != "bia":
            return None
        months = int(str(self.longest.value))
        return Findings(
            str(self.mode.value),
            str(self.test.value),
            longest_months=max(months, 0),
            longest_until=self.until.day if months < 0 else NO_DAY,
            conditions=self.conditions.toPlainText(),
            rpr=self.rpr.text(),
        )

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Waiting:
        if not chosen:
            return Waiting("bia", "")
        lines = [asking.case_line(desk, case, today) for case in chosen]
        about = f"{lines[0].name}, {lines[0].plan}" if len(lines) == 1 else f"{len(lines)} requests"
        role, mine = wanted
        waits = [_role_out(desk, case, role) for case in chosen]
        theirs = whose([lanes(desk, case) for case in chosen], waits[0][0], mine)
        return Waiting(waits[0][0], f"{about}{waits[0][1] if len(lines) == 1 else ''}", theirs)

    @property
    def wanted(self) -> tuple[str, int]:
        return self.context.role, self.context.session.me

    def fill(self, facts: Waiting) -> None:
        self.form_back.pick(facts.role)
        self.about.setText(facts.about)
        self.about.setVisible(bool(facts.about))
        self.for_them.tell(facts.theirs)

    def make(self) -> Callable[[Desk], Act]:
        chosen, role, on, by = self.context.cases, str(self.form_back.value), self.on.day, self.context.by
        met, note, findings = not self.not_met.isChecked(), self.note.text(), self._findings()
        acts_for = self.for_them.said(self.context.session.me)
        return lambda desk: assessments.returned(
            desk.book, chosen, role, on, met=met, note=note, findings=findings, **by, **acts_for
        )

    def state(self) -> dict[str, Any]:
        return {
            "on": self.on.edit.text(),
            "form": self.form_back.value,
            "not_met": self.not_met.isChecked(),
            "note": self.note.text(),
            "longest": self.longest.value,
            "until": self.until.edit.text(),
            "rpr": self.rpr.text(),
            "conditions": self.conditions.toPlainText(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.form_back.pick(state["form"])
        self.not_met.setChecked(state["not_met"])
        self.note.setText(state["note"])
        self.longest.pick(state["longest"])
        self.until.edit.setText(state["until"])
        self.rpr.setText(state["rpr"])
        self.conditions.setPlainText(state["conditions"])


def _role_out(desk: Desk, case: int, only: str) -> tuple[str, str]:
    """The first role whose form is not back, the BIA's before the doctor's, and who has it since when."""
    book = desk.book
    for role in (only,) if only else ("bia", "mha"):
        _, form = assessments.FORMS[role]
        held = cases.allocations(book, case, role)
        if held and not decisions.standing_returns(book, case, role):
            worker = int(book.allocation.worker[held[-1]])
            who = book.worker.name[worker] if worker >= 0 else book.allocation.named[held[-1]]
            return role, f": {form} with {who} since {short(int(book.allocation.on[held[-1]]))}"
    return only or "bia", ""
