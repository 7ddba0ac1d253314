"""The assessor has seen the person. Row, M, Enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import offers
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.domain.lanes import ROLES, Lanes, lanes
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.acting import ForThem, whose
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice

ROLE_CHOICES = (("bia", "The best interests assessor"), ("mha", "The mental health assessor"))


@dataclass(frozen=True)
class Out:
    """The role whose visit is waited for, and the line that says who has it."""

    role: str
    about: str
    theirs: str = ""


class VisitedEntry(Entry):
    """The panel for an assessor's visit."""

    key = "visited"
    title = "Assessor visited"

    def build(self) -> None:
        self.on = self.add_date("Seen on", self.context.today, hint="Enter saves.")
        self.role = Choice(ROLE_CHOICES, "Who visited")
        self.add("Who visited", self.role)
        self.role.chosen.connect(self.changed)
        self.for_them = ForThem(self)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Out:
        if not chosen:
            return Out("bia", "")
        role, mine = wanted
        found = [lanes(desk, case) for case in chosen]
        waits = (one for one in ROLES if any(each.of(one).state == "accepted" for each in found))
        role = role or next(waits, "bia")
        return Out(role, about(desk, chosen, today, found, role), whose(found, role, mine))

    @property
    def wanted(self) -> tuple[str, int]:
        return self.context.role, self.context.session.me

    def fill(self, facts: Out) -> None:
        self.role.pick(facts.role)
        self.about.setText(facts.about)
        self.about.setVisible(bool(facts.about))
        self.for_them.tell(facts.theirs)

    def make(self) -> Callable[[Desk], Act]:
        chosen, role, on, by = self.context.cases, str(self.role.value), self.on.day, self.context.by
        acts_for = self.for_them.said(self.context.session.me)
        return lambda desk: offers.visited(desk.book, chosen, role, on, **by, **acts_for)

    def state(self) -> dict[str, Any]:
        return {"on": self.on.edit.text(), "role": self.role.value}

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.role.pick(state["role"])


def about(desk: Desk, chosen: Cases, today: int, found: list[Lanes], role: str) -> str:
    """Whom an act is about: one request with who has it since when, or how many."""
    if len(chosen) != 1:
        return f"{len(chosen)} requests"
    line, lane = asking.case_line(desk, chosen[0], today), found[0].of(role)
    has = f": with {lane.who} since {short(lane.accepted_on)}" if lane.held and lane.who else ""
    return f"{line.name}, {line.plan}{has}"
