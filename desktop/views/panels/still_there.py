"""What a home said of people when it was rung: still there, died, moved, or no longer needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import homes
from desktop.commands.checks import count_of
from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.rows import initials_of
from desktop.domain.lists.still_there import place_of
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice

_DATED = {
    "there": "Said on",
    "died": "Died on",
    "moved": "Moved or discharged on",
    "withdrawn": "Said on",
}
_NAMED = 6  # people that are named above the fields; the list shows them all


@dataclass(frozen=True)
class Asked:
    """Whom it is about: their initials, and the home that they all share, if one."""

    people: tuple[str, ...]
    home: str


class StillThereEntry(Entry):
    """The panel for what a home answered."""

    key = "still_there"
    title = "Still there?"

    def build(self) -> None:
        self.answer = Choice(tuple(homes.ANSWERS.items()), "What the home said")
        self.add("What the home said", self.answer, "Type its first letter.")
        self.on = self.add_date("Said on", self.context.today)
        self.informant = QLineEdit()
        self.informant.setPlaceholderText("deputy manager, ward sister, daughter …")
        self.add("Who said so", self.informant)
        self.means = label(token="text_soft")
        self.form.addWidget(self.means)
        self.answer.chosen.connect(self._on_answer)
        self.informant.textChanged.connect(self.changed)
        self.informant.returnPressed.connect(self.commit)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Asked:
        people = dict.fromkeys(int(desk.book.case.person[case]) for case in chosen)
        places = {int(place_of(desk)[case]) for case in chosen} - {-1}
        home = desk.book.managing_authority.name[places.pop()] if len(places) == 1 else ""
        return Asked(tuple(initials_of(desk, person) for person in people), home)

    def fill(self, facts: Asked) -> None:
        named = ", ".join(facts.people[:_NAMED]) + ("…" if len(facts.people) > _NAMED else "")
        count = count_of(len(facts.people), "person", "people")
        self.about.setText(f"{count}{f' at {facts.home}' if facts.home else ''}: {named}")
        self.about.show()
        self._told_by = f"told by {facts.home}"
        kept = self.context.drafts.get(self._told_by) if self.context.drafts else None
        if kept and not self.informant.text():
            self.informant.setText(kept["informant"])

    def look(self) -> Callable[[Desk], Any] | None:
        try:
            maker = self.make()
        except Refused:
            return None
        return lambda desk: _outcome(maker(desk))

    def show_look(self, answer: Any) -> None:
        self.means.setText(answer)

    def make(self) -> Callable[[Desk], Act]:
        chosen, by = self.context.cases, self.context.by
        answer, on, informant = str(self.answer.value), self.on.day, self.informant.text()
        return lambda desk: homes.confirm(desk.book, chosen, answer, on, informant, **by)

    def finish(self) -> None:
        if self.context.drafts is not None:
            self.context.drafts.keep(self._told_by, {"informant": self.informant.text()})
        super().finish()

    def _on_answer(self) -> None:
        self.on.setAccessibleName(_DATED[str(self.answer.value)])
        self.means.setText("")
        self.changed()

    def state(self) -> dict[str, Any]:
        return {
            "answer": self.answer.value,
            "on": self.on.edit.text(),
            "informant": self.informant.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.answer.pick(state["answer"])
        self.on.edit.setText(state["on"])
        self.informant.setText(state["informant"])


def _outcome(act: Act) -> str:
    """What an answer would close or end, in words."""
    made = Counter(patch.table for change in act.sets for patch in change.patches if patch.op == "insert")
    told = []
    if made["decision"]:
        told.append(f"closes {count_of(made['decision'], 'open request')}")
    if made["authorisation"]:
        told.append(f"ends {count_of(made['authorisation'], 'authorisation')}")
    if made["authorisation_review"]:
        told.append(f"asks for {count_of(made['authorisation_review'], 'review')}")
    words = ", ".join(told)
    return f"This {words}." if words else "Nothing is closed by this."
