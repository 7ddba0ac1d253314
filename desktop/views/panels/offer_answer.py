"""What became of an offer or of work given: accepted, declined, handed back, cancelled, declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import offers
from desktop.domain.changes import Act
from desktop.domain.lanes import ROLES, Lane, Lanes, lanes
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick, Typed
from desktop.views.panels.visited import ROLE_CHOICES, about

OFFERED = (
    ("accepted", "They accept"),
    ("declined", "They decline"),
    ("withdrawn", "We withdraw the offer"),
)
HELD = (
    ("handed_back", "They hand it back"),
    ("cancelled", "It is not needed any more: cancel"),
    ("declared", "They declare: no relation, interest or involvement"),
)
REASONS = {
    "declined": ("too many cases", "on leave", "knows the family", "too far away"),
    "withdrawn": ("no answer", "somebody else is sooner", "request closed"),
    "handed_back": ("sick", "no time", "conflict of interest", "home refused access"),
    "cancelled": ("person died", "person moved", "request withdrawn", "not needed"),
}


@dataclass(frozen=True)
class State:
    """How each lane stands, which one is asked about first, and in words."""

    role: str
    offered: dict[str, bool]
    words: str


class OfferAnswerEntry(Entry):
    """The panel for an assessor's answer, and for work given back."""

    key = "offer_answer"
    title = "Answer, hand back or cancel"

    def build(self) -> None:
        self.lanes: State | None = None
        self.what = Choice(OFFERED, "What happened")
        self.add("What happened", self.what)
        self.role = Choice(ROLE_CHOICES, "Which assessor")
        self.add("Which assessor", self.role)
        self.on = self.add_date("On", self.context.today, hint="Enter saves.")
        self.declared = Tick("No relation, interest or involvement")
        self.declared_pair = self.add(
            "They declare",
            self.declared,
            "Regulations 10 to 12: nobody may accept without declaring it.",
        )
        self.reason = Typed((), "Why", "pick one, or type your own")
        self.reason_pair = self.add("Why", self.reason)
        self.words = QLineEdit()
        self.words_pair = self.add("In their words (optional)", self.words)
        for signal in (self.what.chosen, self.role.chosen):
            signal.connect(self._on_what)
        self.reason.chosen.connect(self.changed)
        self.declared.toggled.connect(self.changed)
        self.words.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> State:
        if not chosen:
            return State("bia", dict.fromkeys(ROLES, True), "")
        found = [lanes(desk, case) for case in chosen]
        offered = {role: any(one.of(role).state == "offered" for one in found) for role in ROLES}
        role = next((role for role in ROLES if offered[role]), "") or next(
            (role for role in ROLES if any(one.of(role).held for one in found)), "bia"
        )
        words = about(desk, chosen, today, found, role)
        return State(role, offered, f"{words}\n{_both(found[0])}" if len(chosen) == 1 else words)

    def fill(self, facts: State) -> None:
        self.lanes = facts
        self.role.blockSignals(True)
        self.role.pick(facts.role)
        self.role.blockSignals(False)
        self.about.setText(facts.words)
        self.about.setVisible(bool(facts.words))
        self._on_what()

    def _on_what(self) -> None:
        offered = self.lanes is None or self.lanes.offered[str(self.role.value)]
        options = OFFERED if offered else HELD
        if [self.what.itemData(at) for at in range(self.what.count())] != [key for key, _ in options]:
            self.what.blockSignals(True)
            self.what.offer(options)
            self.what.setCurrentIndex(max(self.what.currentIndex(), 0))
            self.what.blockSignals(False)
        what = str(self.what.value)
        self.declared_pair.setVisible(what == "accepted")
        self.words_pair.setVisible(what in ("accepted", "declared"))
        self.reason_pair.setVisible(what in REASONS)
        self.reason.offer([(one, one.capitalize()) for one in REASONS.get(what, ())])
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        chosen, role, on, by = self.context.cases, str(self.role.value), self.on.day, self.context.by
        what, reason = str(self.what.value), str(self.reason.value or self.reason.text)
        said = self.words.text()
        if what == "accepted":
            declared = self.declared.isChecked()
            return lambda desk: offers.accept(
                desk.book, chosen, role, on, declared=declared, declaration=said, desk=desk, **by
            )
        if what == "declared":
            if len(chosen) != 1:
                raise Refused("Record what an assessor declares for one request at a time.")
            return lambda desk: offers.declare(
                desk.book, chosen[0], role, on, clear=True, declaration=said, **by
            )
        verb = {
            "declined": offers.decline,
            "withdrawn": offers.withdraw,
            "handed_back": offers.hand_back,
            "cancelled": offers.cancel,
        }[what]
        return lambda desk: verb(desk.book, chosen, role, on, reason=reason, **by)

    def state(self) -> dict[str, Any]:
        return {
            "what": self.what.value,
            "role": self.role.value,
            "on": self.on.edit.text(),
            "declared": self.declared.isChecked(),
            "reason": self.reason.text,
            "words": self.words.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.role.pick(state["role"])
        self.what.pick(state["what"])
        self.on.edit.setText(state["on"])
        self.declared.setChecked(state["declared"])
        self.reason.setCurrentText(state["reason"])
        self.words.setText(state["words"])


def _both(found: Lanes) -> str:
    return f"BIA: {_one(found.bia)}. Mental health: {_one(found.mha)}."


def _one(lane: Lane) -> str:
    declared = "; declaration not yet recorded" if lane.held and lane.declared < 0 else ""
    return f"{lane.words}{f' ({lane.reason})' if lane.reason else ''}{declared}"
