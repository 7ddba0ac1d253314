"""The decision on a DoLS request: granted with its dates, not granted, or closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.commands import decisions
from desktop.commands.after_sign_off import Advocate, Representative
from desktop.commands.decisions import SignOff
from desktop.domain import cases, dols_reasons, dols_states
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail_dols import stage
from desktop.domain.lists.follow_up import is_due
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.after import ADVOCATE
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Lines, Typed

OUTCOMES = (
    ("granted", "Granted"),
    ("not granted", "Not granted: a requirement is not met"),
    ("closed", "Closed without every assessment"),
)
REPRESENTATIVE = (
    ("", "To be named later"),
    ("unpaid", "Unpaid (family or friend)"),
    ("paid", "Paid"),
    ("none", "Nobody found yet"),
)


@dataclass(frozen=True)
class Before:
    """What the panel is headed with, what it begins with, and who may sign.

    Attributes:
        starts: the first day that follows on from the person's present authorisation, or today.
        months, until: the longest period the best interests assessor gave.
    """

    about: str
    workers: list[WorkerLine]
    outcome: str
    starts: int
    months: int
    until: int
    conditions: str
    rpr: str
    signatory: int
    odd: list[str]


class SignOffEntry(Entry):
    """The sign-off panel; with several rows chosen it goes from one to the next."""

    key = "sign_off"
    title = "Sign off"
    save_words = "Sign off"

    def build(self) -> None:
        self._at = 0
        self._longest = (0, NO_DAY)
        self.outcome = Choice(OUTCOMES, "Outcome")
        self.add("Outcome", self.outcome)
        self.on = self.add_date("Signed on", self.context.today)
        self.starts = self.add_date("In force from", self.context.today)
        self.ends = self.add_date("In force to (last day)", future=True)
        self.limit = label("", token="text_soft")
        self.form.addWidget(self.limit)
        self.reason = Typed((), "Reason", "pick one, or type your own")
        self.reason_pair = self.add("Reason", self.reason)
        self.signatory = Typed((), "Signatory", "type part of a name")
        self.add("Signatory", self.signatory, "Not an assessor of this case. Needed unless it is closed.")
        self.conditions = Lines("Conditions", 3)
        self.of_grant = [self.add("Conditions (optional)", self.conditions, "One condition to a line.")]
        self._build_people()
        self.sent = self.add_date("Form sent on (optional)")
        self._connect_fields()

    def _build_people(self) -> None:
        self.representative, self.rep_name = Choice(REPRESENTATIVE, "Representative"), QLineEdit()
        self.advocate, self.imca_name = Choice(ADVOCATE, "Advocate (IMCA)"), QLineEdit()
        self.of_grant.append(self.add("Representative", self.representative))
        self.rep_pair = self.add("Representative's name", self.rep_name)
        self.of_grant.append(self.add("Advocate (IMCA)", self.advocate))
        self.imca_pair = self.add("Advocate's name or provider", self.imca_name)

    def _connect_fields(self) -> None:
        self.reason.chosen.connect(self.changed)
        self.signatory.chosen.connect(self.changed)
        self.conditions.textChanged.connect(self.changed)
        self.rep_name.textChanged.connect(self.changed)
        self.imca_name.textChanged.connect(self.changed)
        for choice in (self.outcome, self.representative, self.advocate):
            choice.chosen.connect(self._on_choice)
        self.starts.day_changed.connect(self._on_start)
        self._on_start(self.context.today)
        self._on_choice()

    @property
    def case(self) -> int:
        """The request that is being signed."""
        return self.context.cases[self._at]

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Before:
        case, book = chosen[wanted], desk.book
        line = asking.case_line(desk, case, today)
        place = f" ({wanted + 1} of {len(chosen)})" if len(chosen) > 1 else ""
        row, table = cases.latest(book.best_interests, case, "on"), book.best_interests
        older = "The best interests assessment is from before 2 June 2026, when the test changed."
        return Before(
            f"{line.name}, {line.plan}{place}: {stage(desk, case).lower()}",
            asking.workers(desk, today),
            _likely(desk, case),
            _follows_on(desk, case, today),
            int(table.longest_months[row]) if row >= 0 else 0,
            int(table.longest_until[row]) if row >= 0 else NO_DAY,
            table.conditions[row] if row >= 0 else "",
            table.rpr[row] if row >= 0 else "",
            decisions.likely_signatory(book, case, today),
            [older] if is_due(desk, "older_test")[case] else [],
        )

    @property
    def wanted(self) -> int:
        return self._at

    def fill(self, facts: Before) -> None:
        self.about.setText(facts.about)
        self.about.show()
        before = self.signatory.text
        self.signatory.offer([(line.row, line.name) for line in facts.workers])
        self.signatory.setCurrentText(before)
        if not before and facts.signatory >= 0:
            self.signatory.pick(facts.signatory)
        self._longest = (facts.months, facts.until)
        self.outcome.pick(facts.outcome)
        self.starts.set_day(facts.starts)
        self._on_start(facts.starts)
        self.conditions.setPlainText(facts.conditions)
        self.rep_name.setText(facts.rpr)
        self.say_odd(facts.odd)
        self._on_choice()

    def _on_choice(self) -> None:
        granted = self.outcome.value == "granted"
        pairs: list[QWidget] = [self.starts.pair, self.ends.pair]  # type: ignore[attr-defined]
        for widget in (*pairs, self.limit, *self.of_grant):
            widget.setVisible(granted)
        self.rep_pair.setVisible(granted and self.representative.value in ("unpaid", "paid"))
        self.imca_pair.setVisible(granted and bool(self.advocate.value))
        self.reason_pair.setVisible(not granted)
        if self.sender() is self.outcome or not self.reason.count():
            offered = dols_reasons.offered(str(self.outcome.value).replace(" ", "_"), self.on.day)
            self.reason.offer([(one.code, one.words.capitalize()) for one in offered])
            self.reason.pick(None)
        self.changed()

    def _on_start(self, day: int) -> None:
        if day == NO_DAY:
            return
        last, why = decisions.longest_of(day, *self._longest)
        self.ends.set_day(last)
        self.limit.setText(f"At most to {short(last)}: {why}.")

    def make(self) -> Callable[[Desk], Act]:
        granted = self.outcome.value == "granted"
        who = self.signatory.value
        if self.signatory.text and who is None:
            raise Refused("Nobody of that name works here. Pick the signatory from the list.")
        decision = SignOff(
            self.on.day,
            str(self.outcome.value),
            reason="" if granted else str(self.reason.value or self.reason.text),
            starts_on=self.starts.day if granted else NO_DAY,
            ends_on=self.ends.day if granted else NO_DAY,
            conditions=self.conditions.toPlainText() if granted else "",
            signatory=-1 if who is None else int(str(who)),
            form_sent_on=self.sent.day,
            representative=self._representative() if granted else None,
            advocate=self._advocate() if granted else None,
        )
        case, by = self.case, self.context.by
        return lambda desk: decisions.sign_off(desk.book, case, decision, **by)

    def _representative(self) -> Representative | None:
        kind = str(self.representative.value)
        if not kind or kind == "none":
            return Representative("none") if kind else None
        return Representative(kind, self.rep_name.text(), appointed_on=self.on.day)

    def _advocate(self) -> Advocate | None:
        kind = str(self.advocate.value)
        return Advocate(kind, name=self.imca_name.text(), instructed_on=self.on.day) if kind else None

    def finish(self) -> None:
        self._at += 1
        if self._at >= len(self.context.cases):
            self.closed.emit()
            return
        self.save.setEnabled(True)
        self.representative.pick("")
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
            "representative": self.representative.value,
            "rep_name": self.rep_name.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.outcome.pick(state["outcome"])
        self.on.edit.setText(state["on"])
        self.starts.edit.setText(state["starts"])
        self.ends.edit.setText(state["ends"])
        self.reason.setCurrentText(state["reason"])
        self.conditions.setPlainText(state["conditions"])
        self.signatory.setCurrentText(state["signatory"])
        self.representative.pick(state["representative"])
        self.rep_name.setText(state["rep_name"])


def _likely(desk: Desk, case: int) -> str:
    """The outcome that the forms point to."""
    if decisions.negative(desk.book, case):
        return "not granted"
    ready = (dols_states.ASSESSED, dols_states.SCRUTINY)
    return "granted" if int(desk.fact("dols_state")[case]) in ready else "closed"


def _follows_on(desk: Desk, case: int, today: int) -> int:
    """The day after the authorisation that the person has at this place, or today."""
    flags, book = desk.flags, desk.book
    here = flags.in_force & (book.case.person[flags.case] == book.case.person[case])
    ends = flags.authorisation_end[here & (flags.case != case)]
    return max(today, int(ends.max()) + 1) if len(ends) else today
