"""A note on the chosen cases, or a chase with the day to ask again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.commands import notes
from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Lines


class NoteEntry(Entry):
    """The panel for notes and chases."""

    key = "note"
    title = "Note or chase"

    def build(self) -> None:
        self.text = Lines("Note", 5)
        self.add("Note", self.text)
        self.text.textChanged.connect(self.changed)
        self.kind = Choice((("note", "Note"), ("chase", "Chase")), "Kind")
        self.add("Kind", self.kind)
        self.kind.chosen.connect(self.changed)
        self.next = self.add_date(
            "Chase again on (optional)", future=True, hint="A day here makes it a chase."
        )
        self.on = self.add_date("Dated", self.context.today)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> str:
        if len(chosen) != 1:
            return f"The same note on {len(chosen)} cases"
        line = asking.case_line(desk, chosen[0], today)
        return f"{line.name}, {line.plan}"

    def fill(self, facts: str) -> None:
        self.about.setText(facts)
        self.about.show()

    def make(self) -> Callable[[Desk], Act]:
        chosen, text, by = list(self.context.cases), self.text.toPlainText(), self.context.by
        on, kind, again = self.on.day, str(self.kind.value), self.next.day
        return lambda desk: notes.add(desk.book, chosen, text, on=on, kind=kind, chase_next_on=again, **by)

    def state(self) -> dict[str, Any]:
        return {
            "text": self.text.toPlainText(),
            "kind": self.kind.value,
            "next": self.next.edit.text(),
            "on": self.on.edit.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.text.setPlainText(state["text"])
        self.kind.pick(state["kind"])
        self.next.edit.setText(state["next"])
        self.on.edit.setText(state["on"])
