"""Changes to a child's plan: moves, legal status, and steps from plan to plan."""

from __future__ import annotations

from typing import Any

from desktop.commands import plans
from desktop.commands.plans import CHILDRENS, NewPlan
from desktop.domain.days import NO_DAY
from desktop.errors import Refused
from desktop.views.panels.fields import Tick
from desktop.views.panels.modes import Making, Mode, reason_of
from desktop.views.panels.placing import PlacementPart

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


MODES: tuple[type[Mode], ...] = (Move, Details, Step)
