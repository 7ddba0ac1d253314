"""The agreed visiting frequency of a looked-after child: agreed, decided on, reviewed, ended."""

from __future__ import annotations

from typing import Any

from desktop.commands import agreements
from desktop.commands.agreements import INTERVALS, Agreement
from desktop.domain import cases
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.views.panels.asking import CaseLine
from desktop.views.panels.change import ChangeEntry
from desktop.views.panels.entry import Cases
from desktop.views.panels.fields import Choice
from desktop.views.panels.modes import Making, Mode, reason_of
from desktop.views.panels.placing import YES_NO

CLA = frozenset({"cla"})
DECISIONS = (("", "Not decided yet"), ("agreed", "Agreed"), ("refused", "Refused"), ("deferred", "Deferred"))


def _said(field: Choice) -> bool | None:
    return None if field.value is None else bool(field.value)


class Agree(Mode):
    """A visiting frequency was agreed."""

    key = "agree"
    title = "Agreed: a new visiting frequency"
    kinds = CLA

    def build(self) -> None:
        self.interval = self.pick("interval", "Visits at least every", tuple(INTERVALS.items()))
        self.effective = self.date("effective", "From", self.today)
        self.agreed_on = self.date("agreed_on", "Agreed on", self.today)
        self.carer = self.pick("carer", "Does the carer agree", YES_NO)
        self.worker = self.pick("worker", "Does the social worker agree", YES_NO)
        self.iro = self.pick("iro", "Does the IRO agree", YES_NO)
        self.child = self.pick("child", "Does the child agree", YES_NO)
        self.agreed_by = self.text("agreed_by", "Who they are (optional)")
        self.panel = self.text("panel", "Panel reference (optional)")
        self.decision = self.pick("decision", "What the panel decided", DECISIONS)
        self.panel_on = self.date("panel_on", "Panel's day (optional)")
        self.review = self.date("review", "Review by", future=True)

    def agreement(self) -> Agreement:
        """What was agreed, as it is typed."""
        return Agreement(
            str(self.interval.value),
            self.effective.day,
            agreed_on=self.agreed_on.day,
            agreed_by=self.agreed_by.text(),
            panel_ref=self.panel.text(),
            child_agrees=_said(self.child),
            review_by=self.review.day,
            carer_agrees=_said(self.carer),
            worker_agrees=_said(self.worker),
            iro_agrees=_said(self.iro),
            panel_on=self.panel_on.day,
            panel_decision=str(self.decision.value or ""),
        )

    def odd(self) -> list[str]:
        """What a reviewing panel would ask about."""
        return agreements.warnings(self.agreement())

    def make(self, case: int, by: dict[str, Any]) -> Making:
        agreed = self.agreement()
        return lambda desk: agreements.agree(desk.book, case, agreed, **by)


class Decide(Mode):
    """The panel spoke about the agreement in force."""

    key = "decide"
    title = "The panel decided"
    kinds = CLA

    def build(self) -> None:
        self.decision = self.pick("decision", "What the panel decided", DECISIONS[1:])
        self.on = self.date("on", "On", self.today)
        self.panel = self.text("panel", "Panel reference (optional)")
        self.review = self.date("review", "Review by (optional)", future=True)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        decision, on, ref, review = str(self.decision.value), self.on.day, self.panel.text(), self.review.day
        return lambda desk: agreements.decide(
            desk.book, case, decision, on, panel_ref=ref, review_by=review, **by
        )


class Reviewed(Mode):
    """The agreement was reviewed and goes on."""

    key = "reviewed"
    title = "Reviewed: it goes on"
    kinds = CLA

    def build(self) -> None:
        self.review = self.date("review", "Next review by", future=True)
        self.on = self.date("on", "Reviewed on", self.today)
        self.reason = self.text("reason", "Note (optional)")

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on, review, reason = self.on.day, self.review.day, self.reason.text()
        return lambda desk: agreements.review(desk.book, case, on, review, reason=reason, **by)


class EndAgreement(Mode):
    """The agreed frequency ended without a move."""

    key = "end_agreement"
    title = "Ended: six weeks again"
    kinds = CLA

    def build(self) -> None:
        self.on = self.date("on", "Ended on", self.today)
        self.reason = self.words_of("reason", "Reason", ("the child asked", "not kept to", "panel decided"))

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on, reason = self.on.day, reason_of(self.reason)
        return lambda desk: agreements.end(desk.book, case, on, reason=reason, **by)


class FrequencyEntry(ChangeEntry):
    """The panel of the register of agreed visiting frequencies."""

    key = "frequency"
    title = "Agreed visiting frequency"
    modes = (Agree, Decide, Reviewed, EndAgreement)

    @staticmethod
    def gather(  # type: ignore[override]
        desk: Desk, chosen: Cases, today: int, wanted: Any
    ) -> tuple[CaseLine, str, bool]:
        held = cases.agreement_on(desk.book, chosen[0], today) >= 0
        return ChangeEntry.gather(desk, chosen, today, wanted), _standing(desk, chosen[0], today), held

    def fill(self, facts: tuple[CaseLine, str, bool]) -> None:  # type: ignore[override]
        line, standing, held = facts
        super().fill(line)
        if held:  # what is agreed is more often reviewed than agreed anew
            self.what.pick(Reviewed.key)
        self.heading.setText(self.title)
        self.about.setText(f"{line.name}. {standing}")


def _standing(desk: Desk, case: int, today: int) -> str:
    """The agreement in force and the placement it rests on, in words."""
    book = desk.book
    row, placed = cases.agreement_on(book, case, today), cases.placement_on(book, case, today)
    told = "No other interval than six weeks is agreed."
    if row >= 0:
        table = book.agreed_frequency
        review = int(table.review_by[row])
        by = f", review by {short(review)}" if review != NO_DAY else ""
        since = short(int(table.effective_from[row]))
        told = f"Agreed {INTERVALS[table.word('interval', row)]} from {since}{by}."
    if placed < 0:
        return f"{told} No placement is on record."
    place = book.placement
    lasts = ", meant to last to 18" if place.to_18[placed] == 1 else ""
    return (
        f"{told} Placement {place.column('code')[placed]} since {short(int(place.starts_on[placed]))}{lasts}."
    )
