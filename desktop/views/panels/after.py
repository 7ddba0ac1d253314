"""After the signature: copies ticked off, representative, advocate, conditions, court, payment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.commands import after_sign_off, decisions
from desktop.commands.after_sign_off import COPIES, Advocate, After, Payment, Representative
from desktop.domain import cases, lanes
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail_dols import stage
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.date_field import DateField
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Lines
from desktop.views.panels.ticks import Line, Ticks

REPRESENTATIVE = (
    ("", "As it is"),
    ("unpaid", "Appointed, unpaid (family or friend)"),
    ("paid", "Appointed, paid"),
    ("none", "Nobody found yet"),
    ("vacant", "Appointment ended (Form 8)"),
)
ADVOCATE = (
    ("", "None, or as it is"),
    ("39A", "39A: nobody to consult"),
    ("39C", "39C: no representative"),
    ("39D", "39D: asked for, or needed"),
)
COURT = (("", "As it is"), ("began", "Application under section 21A"), ("ended", "The application ended"))


@dataclass(frozen=True)
class Assessor:
    """An assessor of the request, and what is on record of their fee."""

    worker: int
    role: str
    name: str
    fee_pence: int
    invoice: str
    invoiced_on: int
    paid_on: int


@dataclass(frozen=True)
class Before:
    """What is on record of what followed the decision."""

    about: str
    copies: dict[str, int]
    representative: str
    conditions: tuple[tuple[int, str, bool], ...]
    challenged: str
    decided: bool
    assessors: tuple[Assessor, ...]


class AfterEntry(Entry):
    """The panel after sign-off: one save for everything that is changed in it."""

    key = "after"
    title = "After sign-off"

    def build(self) -> None:
        self.before: Before | None = None
        self.copies = Ticks("Copies sent", "Copy sent to", "On", rows_shown=6)
        self.add("Copies sent", self.copies, "Space ticks a line.")
        self.sent_on = self.add_date("Sent on, for those newly ticked", self.context.today)
        self.copies.changed.connect(self.changed)
        self._build_people()
        self.conditions = Ticks("Conditions met", "Condition", rows_shown=4)
        self.met = self.add("Conditions met", self.conditions, "Space ticks one that was followed up.")
        self.conditions.changed.connect(self.changed)
        self.new_conditions = Lines("Further conditions", 2)
        self.add("Further conditions (optional)", self.new_conditions, "One condition to a line.")
        self.new_conditions.textChanged.connect(self.changed)
        self._build_court()
        self._build_fee()
        for pick in (self.representative, self.advocate, self.court, self.assessor):
            pick.chosen.connect(self._on_pick)
        self._on_pick()

    def _build_people(self) -> None:
        self.now = label("", token="text_soft")
        self.form.addWidget(self.now)
        self.representative = Choice(REPRESENTATIVE, "Representative")
        self.add("Representative", self.representative)
        self.rep_name, self.rep_detail = self._line(), self._line()
        self.rep_on = self.add_date("Representative: from, or ended on", self.context.today)
        self.of_rep = [
            self.add("Their name", self.rep_name),
            self.add("Relation, or why it ended", self.rep_detail),
        ]
        self.advocate = Choice(ADVOCATE, "Advocate (IMCA)")
        self.add("Advocate (IMCA, Form 11)", self.advocate)
        self.imca_name = self._line()
        self.imca_on = self.add_date("Advocate instructed on", self.context.today)
        self.of_imca = [self.add("Advocate's name or provider", self.imca_name)]

    def _build_court(self) -> None:
        self.court = Choice(COURT, "Court of Protection")
        self.add("Court of Protection", self.court)
        self.court_on = self.add_date("Application made, or ended, on", self.context.today)
        self.court_outcome = self._line()
        self.of_outcome = self.add("What the court decided", self.court_outcome)

    def _build_fee(self) -> None:
        self.assessor = Choice((), "Fee of")
        self.of_fee = [self.add("Fee of", self.assessor)]
        self.fee, self.invoice = self._line(), self._line()
        self.of_fee += [self.add("Fee in pounds", self.fee), self.add("Invoice number", self.invoice)]
        self.invoiced_on = self.add_date("Invoiced on")
        self.paid_on = self.add_date("Paid on")
        self.of_fee += [self.invoiced_on.pair, self.paid_on.pair]  # type: ignore[attr-defined]

    def _line(self) -> QLineEdit:
        made = QLineEdit()
        made.textChanged.connect(self.changed)
        return made

    @property
    def case(self) -> int:
        """The request that was decided."""
        return self.context.cases[0]

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Before:
        book, case = desk.book, chosen[0]
        line = asking.case_line(desk, case, today)
        held = after_sign_off.representative_now(book, case)
        named = ""
        if held >= 0:
            since = short(int(book.representative.appointed_on[held]))
            named = f"Representative: {book.representative.name[held]} since {since}"
        court = after_sign_off.challenge_now(book, case)
        begun = short(int(book.court_challenge.on[court])) if court >= 0 else ""
        return Before(
            f"{line.name}, {line.plan}: {stage(desk, case)}",
            after_sign_off.sent_to(book, case),
            named,
            tuple(
                (row, book.condition.text[row], book.condition.met[row] == 1)
                for row in cases.facts(book.condition, case)
            ),
            f"Section 21A application of {begun} is running" if begun else "",
            not decisions.undecided(book, case),
            tuple(_assessors(desk, case)),
        )

    def fill(self, facts: Before) -> None:
        self.before = facts
        self.about.setText("\n".join(part for part in (facts.about, facts.challenged) if part))
        self.about.show()
        self.say_odd([] if facts.decided else ["This request is not signed off yet, so nothing follows it."])
        lines = [Line(to, words, short(facts.copies.get(to, NO_DAY))) for to, words in COPIES.items()]
        self.copies.offer(lines, facts.copies)
        self.now.setText(facts.representative or "No representative is on record.")
        self.conditions.offer(
            [Line(str(row), text) for row, text, _ in facts.conditions],
            [str(row) for row, _, met in facts.conditions if met],
        )
        self.met.setVisible(bool(facts.conditions))
        self.assessor.offer([(None, "Nobody"), *((at, one.name) for at, one in enumerate(facts.assessors))])
        self._on_pick()

    def _on_pick(self) -> None:
        rep, court = self.representative.value, self.court.value
        for widget in self.of_rep:
            widget.setVisible(rep in ("unpaid", "paid"))
        self.of_rep[1].setVisible(rep in ("unpaid", "paid", "vacant"))
        _pair(self.rep_on).setVisible(rep in ("unpaid", "paid", "vacant"))
        for widget in (*self.of_imca, _pair(self.imca_on)):
            widget.setVisible(bool(self.advocate.value))
        _pair(self.court_on).setVisible(bool(court))
        self.of_outcome.setVisible(court == "ended")
        chosen = self._assessor()
        for widget in self.of_fee[1:]:
            widget.setVisible(chosen is not None)
        self.of_fee[0].setVisible(bool(self.before and self.before.assessors))
        if chosen is not None and self.sender() is self.assessor:
            self._show_fee(chosen)
        self.changed()

    def _show_fee(self, one: Assessor) -> None:
        self.fee.setText(f"{one.fee_pence / 100:.2f}" if one.fee_pence else "")
        self.invoice.setText(one.invoice)
        self.invoiced_on.set_day(one.invoiced_on)
        self.paid_on.set_day(one.paid_on)

    def _assessor(self) -> Assessor | None:
        at = self.assessor.value
        if self.before is None or not isinstance(at, int) or at >= len(self.before.assessors):
            return None
        return self.before.assessors[at]

    def make(self) -> Callable[[Desk], Act]:
        after, case, by = self._after(), self.case, self.context.by
        return lambda desk: after_sign_off.record(desk.book, case, after, **by)

    def _after(self) -> After:
        met = self.conditions.ticked
        rows = () if self.before is None else self.before.conditions
        rep, court = str(self.representative.value), self.court.value
        vacant = rep == "vacant"
        return After(
            copies=self.copies.ticked,
            copies_on=self.sent_on.day,
            representative=None if not rep or vacant else self._representative(rep),
            vacant_on=self.rep_on.day if vacant else NO_DAY,
            vacant_because=self.rep_detail.text() if vacant else "",
            advocate=self._advocate(),
            conditions=tuple((row, str(row) in met) for row, _, was in rows if was != (str(row) in met)),
            new_conditions=tuple(self.new_conditions.toPlainText().splitlines()),
            challenged_on=self.court_on.day if court == "began" else NO_DAY,
            challenge_ended_on=self.court_on.day if court == "ended" else NO_DAY,
            challenge_outcome=self.court_outcome.text(),
            payments=self._payments(),
        )

    def _representative(self, kind: str) -> Representative:
        if kind == "none":
            return Representative("none")
        return Representative(kind, self.rep_name.text(), self.rep_detail.text(), self.rep_on.day)

    def _advocate(self) -> Advocate | None:
        kind = str(self.advocate.value)
        return Advocate(kind, name=self.imca_name.text(), instructed_on=self.imca_on.day) if kind else None

    def _payments(self) -> tuple[Payment, ...]:
        one = self._assessor()
        if one is None:
            return ()
        pence = pence_of(self.fee.text())
        return (
            Payment(one.worker, one.role, pence, self.invoice.text(), self.invoiced_on.day, self.paid_on.day),
        )

    def state(self) -> dict[str, Any]:
        return {
            "copies": list(self.copies.ticked),
            "sent_on": self.sent_on.edit.text(),
            "representative": self.representative.value,
            "rep_name": self.rep_name.text(),
            "rep_detail": self.rep_detail.text(),
            "conditions": self.new_conditions.toPlainText(),
            "fee": self.fee.text(),
            "invoice": self.invoice.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.copies.tick(state["copies"])
        self.sent_on.edit.setText(state["sent_on"])
        self.representative.pick(state["representative"])
        self.rep_name.setText(state["rep_name"])
        self.rep_detail.setText(state["rep_detail"])
        self.new_conditions.setPlainText(state["conditions"])
        self.fee.setText(state["fee"])
        self.invoice.setText(state["invoice"])


def pence_of(text: str) -> int:
    """An amount in pounds as pence; nothing typed is nothing.

    Raises:
        Refused: when it is no amount.
    """
    typed = text.replace("£", "").replace(",", "").strip()
    if not typed:
        return 0
    pounds, _, pence = typed.partition(".")
    if not pounds.isdigit() or len(pence) > 2 or (pence and not pence.isdigit()):
        raise Refused("The fee cannot be read. Type pounds and pence, such as 250.00.")
    return int(pounds) * 100 + int(pence.ljust(2, "0") or 0)


def _pair(field: DateField) -> QWidget:
    made: QWidget = field.pair  # type: ignore[attr-defined]
    return made


def _assessors(desk: Desk, case: int) -> list[Assessor]:
    """Everybody who assessed, with what is on record of their fee, else the one on the register."""
    book = desk.book
    found: list[Assessor] = []
    for role in lanes.ROLES:
        for row in cases.allocations(book, case, role):
            worker = int(book.allocation.worker[row])
            if worker < 0 or any((one.worker, one.role) == (worker, role) for one in found):
                continue
            paid = after_sign_off.payment_row(book, case, worker, role)
            table = book.payment
            days = [int(table.invoiced_on[paid]), int(table.paid_on[paid])] if paid >= 0 else [NO_DAY] * 2
            fee = int(table.fee_pence[paid]) if paid >= 0 else _usual_fee(desk, worker)
            invoice = table.invoice[paid] if paid >= 0 else ""
            found.append(Assessor(worker, role, book.worker.name[worker], fee, invoice, *days))
    return found


def _usual_fee(desk: Desk, worker: int) -> int:
    table = desk.book.assessor
    rows = np.flatnonzero((table.worker == worker) & cases.standing(table))
    return int(table.fee_pence[rows[-1]]) if len(rows) else 0
