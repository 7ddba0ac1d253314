"""What happened beside visits and supervision: reviews, core groups, health, education, contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import preview, records
from desktop.commands.records import Record
from desktop.domain.changes import Act
from desktop.domain.childrens_words import Recordable, recordables
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import CaseLine, WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Typed

SEEN = ((None, "Not said"), (True, "Yes"), (False, "No"))


@dataclass(frozen=True)
class Offer:
    """What can be recorded for the cases chosen, and by whom."""

    lines: list[CaseLine]
    kinds: list[Recordable]
    workers: list[WorkerLine]


class RecordEntry(Entry):
    """The panel for everything else that happens: its first field says what, the others follow from it."""

    key = "record"
    title = "Review, health, meeting, contact"

    def build(self) -> None:
        self.lines: list[CaseLine] = []
        self.what = Choice((), "What happened")
        self.add("What happened", self.what)
        self.on = self.add_date("Date", self.context.today, hint="Enter saves.")
        self.seen = Choice(SEEN, "Was the young person seen")
        self.outcome = Typed((), "Outcome", "pick one, or type your own")
        self.detail = QLineEdit()
        self.pairs = {
            "seen": self.add("Was the young person seen", self.seen),
            "outcome": self.add("Outcome (optional)", self.outcome),
            "detail": self.add("Detail (optional)", self.detail),
        }
        self.worker = Typed((), "Held or attended by", "type part of a name")
        self.add("Held or attended by (optional)", self.worker)
        self.then = label("", token="text_soft")
        self.form.addWidget(self.then)
        self.what.chosen.connect(self._on_what)
        for field in (self.seen, self.outcome, self.worker):
            field.chosen.connect(self.changed)
        self.detail.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Offer:
        lines = [asking.case_line(desk, case, today) for case in chosen]
        here = {line.kind for line in lines}
        kinds = [one for one in recordables().values() if here <= set(one.kinds)]
        return Offer(lines, kinds, asking.workers(desk, today))

    def fill(self, facts: Offer) -> None:
        self.lines = facts.lines
        one = facts.lines[0] if len(facts.lines) == 1 else None
        self.about.setText(f"{one.name}, {one.plan}" if one else f"{len(facts.lines)} children")
        self.about.show()
        self.what.offer([(kind.kind, kind.words) for kind in facts.kinds])
        self.worker.offer([(line.row, line.name) for line in facts.workers])
        self.worker.pick(None)
        self._on_what()
        if not facts.kinds:
            self.say_wrong("These children are on different plans and share nothing that can be recorded.")

    def _on_what(self) -> None:
        shape = recordables().get(str(self.what.value))
        for name, pair in self.pairs.items():
            pair.setVisible(shape is not None and name in shape.asks)
        if shape is not None:
            self.outcome.offer([(words, words.capitalize()) for words in shape.outcomes])
            self.outcome.pick(None)
        self.changed()

    def entry(self) -> Record:
        """What happened, as it is typed."""
        shape = recordables().get(str(self.what.value))
        asks = shape.asks if shape is not None else ()
        worker = self.worker.value
        return Record(
            str(self.what.value or ""),
            self.on.day,
            seen=self.seen.value if "seen" in asks else None,  # type: ignore[arg-type]
            outcome=str(self.outcome.value or self.outcome.text) if "outcome" in asks else "",
            detail=self.detail.text() if "detail" in asks else "",
            worker=-1 if worker is None else int(str(worker)),
        )

    def make(self) -> Callable[[Desk], Act]:
        if self.worker.text and self.worker.value is None:
            raise Refused("Nobody of that name works here. Pick somebody from the list, or leave it empty.")
        chosen, entry, by = self.context.cases, self.entry(), self.context.by
        return lambda desk: records.record(desk.book, chosen, entry, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        chosen, entry, by = self.context.cases, self.entry(), self.context.by
        if entry.on == NO_DAY or not entry.kind:
            return None

        def question(desk: Desk) -> tuple[list[str], dict[int, str]]:
            told = records.warnings(desk.book, chosen, entry)
            try:
                act = records.record(desk.book, chosen, entry, **by)
            except Refused:
                return told, {}
            found = preview.clocks_after(desk, act, chosen)
            return told, {case: asking.next_after(desk, found, case, entry.kind) for case in chosen}

        return question

    def show_look(self, answer: tuple[list[str], dict[int, str]]) -> None:
        told, then = answer
        self.say_odd(told)
        lines = [f"{line.name.split(' ')[0]} {then[line.case]}" for line in self.lines if then.get(line.case)]
        self.then.setText("; ".join(lines[:6]))

    def state(self) -> dict[str, Any]:
        return {
            "what": self.what.value,
            "on": self.on.edit.text(),
            "outcome": self.outcome.text,
            "detail": self.detail.text(),
            "worker": self.worker.text,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.what.pick(state["what"])
        self._on_what()
        self.on.edit.setText(state["on"])
        self.outcome.setCurrentText(state["outcome"])
        self.detail.setText(state["detail"])
        self.worker.setCurrentText(state["worker"])
