"""Changes to a child's plan: moves, legal status, agreed visits, and steps from plan to plan."""

from __future__ import annotations

from typing import Any

from desktop.commands import agreements, planned, plans
from desktop.commands.agreements import INTERVALS, Agreement
from desktop.commands.plans import CHILDRENS, NewPlan
from desktop.domain.days import NO_DAY
from desktop.errors import Refused
from desktop.views.panels.fields import Tick
from desktop.views.panels.modes import Making, Mode, reason_of
from desktop.views.panels.placing import YES_NO, PlacementPart

CLA = frozenset({"cla"})
CHILDREN = frozenset(CHILDRENS)


class Move(Mode):
    """The child moved to another placement."""

    key = "move"
    title = "Moved to another placement"
    kinds = CLA

    def build(self) -> None:
        self.on = self.date("on", "Moved on", self.today)
        self.part = PlacementPart(self.entry)
        self.fields |= {"code": self.part.code, "status": self.part.status, "to_18": self.part.to_18}
        self.fields |= {"basis": self.part.basis, "order": self.part.order}
        self.same = Tick("Same carer: a change on paper only, the agreed visits go on")
        self.entry.add("", self.same)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        placement, same = self.part.placement(self.on.day), self.same.isChecked()
        return lambda desk: plans.move(desk.book, case, placement, same_carer=same, **by)


class Details(Mode):
    """Legal status or intended length changed without a move."""

    key = "details"
    title = "Legal status or plan to 18, without a move"
    kinds = CLA

    def build(self) -> None:
        self.part = PlacementPart(self.entry, with_code=False)
        self.fields |= {"status": self.part.status, "to_18": self.part.to_18}
        self.fields |= {"basis": self.part.basis, "order": self.part.order}
        self.reason = self.words_of("reason", "Reason")

    def make(self, case: int, by: dict[str, Any]) -> Making:
        part, reason = self.part, reason_of(self.reason)
        status = str(part.status.value or part.status.text).upper() or None
        order = part.order.day if part.order.day != NO_DAY else None
        lasts, basis = part.lasts, str(part.basis.value) or None
        return lambda desk: plans.change_placement(
            desk.book,
            case,
            legal_status=status,
            to_18=lasts,
            basis=basis,
            order_on=order,
            reason=reason,
            **by,
        )


class Agree(Mode):
    """A visiting frequency was agreed."""

    key = "agree"
    title = "Agreed visiting frequency"
    kinds = CLA

    def build(self) -> None:
        self.interval = self.pick("interval", "Visits at least every", tuple(INTERVALS.items()))
        self.effective = self.date("effective", "From", self.today)
        self.agreed_on = self.date("agreed_on", "Agreed on", self.today)
        self.agreed_by = self.text("agreed_by", "Agreed by", "Carer, social worker, IRO.")
        self.panel = self.text("panel", "Panel reference (optional)")
        self.child = self.pick("child", "Does the child agree", YES_NO)
        self.review = self.date("review", "Review by (optional)", future=True)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        said = self.child.value
        agreed = Agreement(
            str(self.interval.value),
            self.effective.day,
            agreed_on=self.agreed_on.day,
            agreed_by=self.agreed_by.text(),
            panel_ref=self.panel.text(),
            child_agrees=None if said is None else bool(said),
            review_by=self.review.day,
        )
        return lambda desk: agreements.agree(desk.book, case, agreed, **by)


class EndAgreement(Mode):
    """The agreed frequency ended without a move."""

    key = "end_agreement"
    title = "End the agreed visiting frequency"
    kinds = CLA

    def build(self) -> None:
        self.on = self.date("on", "Ended on", self.today)
        self.reason = self.words_of("reason", "Reason", ("the child asked", "not kept to", "panel decided"))

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on, reason = self.on.day, reason_of(self.reason)
        return lambda desk: agreements.end(desk.book, case, on, reason=reason, **by)


class Step(Mode):
    """One plan ends and another begins."""

    key = "step"
    title = "End this plan and begin another"
    kinds = CHILDREN

    def build(self) -> None:
        own = self.entry.line.kind if self.entry.line else ""
        others = tuple((kind, words.capitalize()) for kind, words in CHILDRENS.items() if kind != own)
        self.to = self.pick("to", "The new plan", others)
        self.on = self.date("on", "From", self.today)
        self.reason = self.words_of("reason", "Why this plan ends", plans.CLOSING_REASONS.get(own, ()))

    def make(self, case: int, by: dict[str, Any]) -> Making:
        kind, on, reason = str(self.to.value), self.on.day, reason_of(self.reason)

        def act(desk: Any) -> Any:
            to = NewPlan(int(desk.book.case.person[case]), kind, on)
            return plans.step(desk.book, case, to, reason=reason, **by)

        return act


class Plan(Mode):
    """A visit or supervision is planned."""

    key = "planned"
    title = "Plan a visit or supervision"
    kinds = CHILDREN

    def build(self) -> None:
        kinds = (("visit", "Visit"), ("supervision", "Supervision"), ("review", "Review"))
        self.kind = self.pick("kind", "What is planned", kinds)
        self.on = self.date("on", "Planned for", future=True)
        self.reason = self.text("reason", "Note (optional)")

    def make(self, case: int, by: dict[str, Any]) -> Making:
        kind, on, reason = str(self.kind.value), self.on.day, self.reason.text()
        return lambda desk: planned.plan(desk.book, [case], on, kind=kind, reason=reason, **by)


class Team(Mode):
    """The case goes to another team."""

    key = "team"
    title = "Move to another team"
    kinds = CHILDREN | {"dols"}

    def build(self) -> None:
        self.team = self.pick("team", "Team", ())
        self.reason = self.text("reason", "Reason (optional)")

    def ask(self) -> None:
        from desktop.views.panels import asking

        entry = self.entry
        entry.context.session.ask(asking.teams, self.team.offer, owner=self.team, on_error=entry.refuse)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        team, reason, author = self.team.value, self.reason.text(), by["author"]
        if team is None:
            raise Refused("Choose the team.")
        return lambda desk: plans.move_team(desk.book, [case], int(str(team)), reason=reason, author=author)


MODES: tuple[type[Mode], ...] = (Move, Details, Agree, EndAgreement, Plan, Step)
