"""The decision on a DoLS request: granted with its dates, not granted, or closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import decisions
from desktop.commands.decisions import SignOff
from desktop.domain import dols_reasons
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY
from desktop.domain.dols_authority import latest_end
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Lines, Typed

OUTCOMES = (
    ("granted", "Granted"),
    ("not granted", "Not granted: a requirement is not met"),
    ("closed", "Closed without every assessment"),
)


@dataclass(frozen=True)
class Before:
    """What the panel is headed with, and who may sign."""

    about: str
    workers: list[WorkerLine]


class SignOffEntry(Entry):
    """The sign-off panel; with several rows chosen it goes from one to the next."""

    key = "sign_off"
    title = "Sign off"
    save_words = "Sign off"

    def build(self) -> None:
        self._at = 0
        self.outcome = Choice(OUTCOMES, "Outcome")
        self.add("Outcome", self.outcome)
        self.on = self.add_date("Signed on", self.context.today)
        self.starts = self.add_date("In force from", self.context.today)
        self.ends = self.add_date("In force to (last day)", latest_end(self.context.today), future=True)
        self.reason = Typed((), "Reason", "pick one, or type your own")
        self.reason_pair = self.add("Reason", self.reason)
        self.reason.chosen.connect(self.changed)
        self.conditions = Lines("Conditions", 3)
        self.conditions_pair = self.add("Conditions (optional)", self.conditions, "One condition to a line.")
        self.conditions.textChanged.connect(self.changed)
        self.signatory = Typed((), "Signatory", "type part of a name")
        self.add("Signatory (optional)", self.signatory)
        self.signatory.chosen.connect(self.changed)
        self.outcome.chosen.connect(self._on_outcome)
        self.starts.day_changed.connect(self._on_start)
        self._on_outcome()

    @property
    def case(self) -> int:
        """The request that is being signed."""
        return self.context.cases[self._at]

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Before:
        line = asking.case_line(desk, chosen[wanted], today)
        place = f" ({wanted + 1} of {len(chosen)})" if len(chosen) > 1 else ""
        return Before(f"{line.name}, {line.plan}{place}", asking.workers(desk, today))

    @property
    def wanted(self) -> int:
        return self._at

    def fill(self, facts: Before) -> None:
        self.about.setText(facts.about)
        self.about.show()
        before = self.signatory.text
        self.signatory.offer([(line.row, line.name) for line in facts.workers])
        self.signatory.setCurrentText(before)

    def _on_outcome(self) -> None:
        granted = self.outcome.value == "granted"
        for pair in (self.starts.pair, self.ends.pair, self.conditions_pair):  # type: ignore[attr-defined]
            pair.setVisible(granted)
        self.reason_pair.setVisible(not granted)
        outcome = str(self.outcome.value).replace(" ", "_")
        self.reason.offer(
            [(one.code, one.words.capitalize()) for one in dols_reasons.offered(outcome, self.on.day)]
        )
        self.reason.pick(None)
        self.changed()

    def _on_start(self, day: int) -> None:
        if day != NO_DAY:
            self.ends.set_day(latest_end(day))

    def make(self) -> Callable[[Desk], Act]:
        granted = self.outcome.value == "granted"
        who = self.signatory.value
        if self.signatory.text and who is None:
            raise Refused(
                "Nobody of that name works here. Pick the signatory from the list, or leave it empty."
            )
        decision = SignOff(
            self.on.day,
            str(self.outcome.value),
            reason="" if granted else str(self.reason.value or self.reason.text),
            starts_on=self.starts.day if granted else NO_DAY,
            ends_on=self.ends.day if granted else NO_DAY,
            conditions=self.conditions.toPlainText() if granted else "",
            signatory=-1 if who is None else int(str(who)),
        )
        case, by = self.case, self.context.by
        return lambda desk: decisions.sign_off(desk.book, case, decision, **by)

    def finish(self) -> None:
        self._at += 1
        if self._at >= len(self.context.cases):
            self.closed.emit()
            return
        self.save.setEnabled(True)
        self.conditions.clear()
        self.refill()
        self.take_focus()

    def state(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "on": self.on.edit.text(),
            "starts": self.starts.edit.text(),
            "ends": self.ends.edit.text(),
            "reason": self.reason.text,
            "conditions": self.conditions.toPlainText(),
            "signatory": self.signatory.text,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.outcome.pick(state["outcome"])
        self.on.edit.setText(state["on"])
        self.starts.edit.setText(state["starts"])
        self.ends.edit.setText(state["ends"])
        self.reason.setCurrentText(state["reason"])
        self.conditions.setPlainText(state["conditions"])
        self.signatory.setCurrentText(state["signatory"])
