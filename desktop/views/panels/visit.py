"""A visit to one child or to a family: who was seen, who alone, and when each is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import preview, visits
from desktop.commands.visits import Seen, Visit
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import CaseLine, Next, WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Table, Typed

ABSENT, SEEN, MISSED = range(3)
_WORDS = {ABSENT: "not visited", SEEN: "✓ seen", MISSED: "✗ not seen"}


@dataclass(frozen=True)
class Family:
    """What the panel offers."""

    lines: list[CaseLine]
    workers: list[WorkerLine]


class VisitEntry(Entry):
    """The visit panel."""

    key = "visit"
    title = "Visit"

    def build(self) -> None:
        self.lines: list[CaseLine] = []
        self.seen: dict[int, int] = {}
        self.alone: set[int] = set()
        self._next: dict[int, Next] = {}
        self.table = Table(("Child", "Plan", "Visit", "Then due"), "Children", rows_shown=5)
        self.add("Who was seen", self.table, "Space: seen. A: seen alone. X: visited but not seen.")
        self.table.key.connect(self._on_key)
        self.table.opened.connect(self._toggle)
        self.on = self.add_date("Date of the visit", self.context.today)
        self.worker = Typed((), "Visited by", "type part of a name")
        self.add("Visited by (optional)", self.worker)
        self.worker.chosen.connect(self.changed)
        self.reason = QLineEdit()
        self.reason_pair = self.add("Why not seen", self.reason)
        self.reason_pair.hide()
        self.reason.textChanged.connect(self.changed)
        self.preview = label("", token="text_soft")
        self.form.addWidget(self.preview)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Family:
        return Family(asking.family_of(desk, chosen, today), asking.workers(desk, today))

    def fill(self, facts: Family) -> None:
        self.lines = facts.lines
        self.worker.offer([(line.row, line.name) for line in facts.workers])
        held = [line.worker for line in self.lines if line.case in self.context.cases and line.worker >= 0]
        self.worker.pick(held[0] if held else None)
        children = len({line.person for line in self.lines})
        self.about.setText(f"{children} children of this family")
        self.about.setVisible(children > 1)
        self._show()

    def _show(self) -> None:
        rows, before = [], -1
        for line in self.lines:
            state = self.seen.get(line.case, ABSENT)
            again = line.person == before
            words = _WORDS[state] + (" alone" if state == SEEN and line.case in self.alone else "")
            if again and not state:
                words = "count here too?"
            rows.append(("" if again else line.name, line.brief, words, _day(self._next.get(line.case))))
            before = line.person
        self.table.show_rows(rows)
        self.reason_pair.setVisible(MISSED in self.seen.values())

    def _on_key(self, row: int, letter: str) -> None:
        if letter == " ":
            self._toggle(row)
        elif letter == "a":
            self._toggle_alone(row)
        elif letter == "x":
            self._set(row, ABSENT if self.seen.get(self.lines[row].case) == MISSED else MISSED)

    def _toggle(self, row: int) -> None:
        if 0 <= row < len(self.lines):
            self._set(row, ABSENT if self.seen.get(self.lines[row].case) == SEEN else SEEN)

    def _set(self, row: int, state: int) -> None:
        self.seen[self.lines[row].case] = state
        self._changed_ticks()

    def _toggle_alone(self, row: int) -> None:
        case = self.lines[row].case
        self.seen[case] = SEEN
        self.alone ^= {case}
        self._changed_ticks()

    def _changed_ticks(self) -> None:
        self._next.clear()
        self._show()
        self.changed()

    def entry(self) -> Visit:
        """The visit as it is typed."""
        reason = self.reason.text()
        children = []
        for line in self.lines:
            state = self.seen.get(line.case, ABSENT)
            if state == SEEN:
                children.append(Seen(line.case, alone=line.case in self.alone))
            elif state == MISSED:
                children.append(Seen(line.case, seen=False, reason=reason))
        worker = self.worker.value
        return Visit(self.on.day, tuple(children), worker=-1 if worker is None else int(str(worker)))

    def make(self) -> Callable[[Desk], Act]:
        entry, by = self.entry(), self.context.by
        if self.worker.text and self.worker.value is None:
            raise Refused(
                "Nobody of that name works here. Pick the visitor from the list, or leave it empty."
            )
        return lambda desk: visits.record(desk.book, entry, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        entry, by = self.entry(), self.context.by
        if not entry.children or entry.on == NO_DAY:
            return None

        def question(desk: Desk) -> tuple[list[str], dict[int, Next]]:
            told = visits.warnings(desk.book, entry)
            rows = [child.case for child in entry.children]
            try:
                act = visits.record(desk.book, entry, **by)
            except Refused:
                return told, {}
            found = preview.clocks_after(desk, act, rows)
            due = {case: asking.next_due(desk, found, case, "visit") for case in rows}
            return told, {case: next_one for case, next_one in due.items() if next_one}

        return question

    def show_look(self, answer: tuple[list[str], dict[int, Next]]) -> None:
        told, self._next = answer
        self.say_odd(told)
        self._show()
        lines = [line for line in self.lines if line.case in self._next]
        self.preview.setText(
            "\n".join(f"{self._short_name(line)}: {self._next[line.case].full}" for line in lines)
        )

    def _short_name(self, line: CaseLine) -> str:
        """The initials alone where no other child of the family has them."""
        initials = line.name.split(" ")[0]
        same = {other.person for other in self.lines if other.name.split(" ")[0] == initials}
        return initials if len(same) == 1 else line.name

    def state(self) -> dict[str, Any]:
        desk = self.context.session.desk
        ids = desk.book.case.ids if desk else {}
        return {
            "on": self.on.edit.text(),
            "worker": self.worker.text,
            "reason": self.reason.text(),
            "seen": {ids[case]: state for case, state in self.seen.items() if state},
            "alone": sorted(ids[case] for case in self.alone),
        }

    def restore(self, state: dict[str, Any]) -> None:
        desk = self.context.session.desk
        if desk is None:
            return
        rows = desk.book.case.index
        self.on.edit.setText(state["on"])
        self.worker.setCurrentText(state["worker"])
        self.reason.setText(state["reason"])
        self.seen = {rows[case]: what for case, what in state["seen"].items() if case in rows}
        self.alone = {rows[case] for case in state["alone"] if case in rows}
        self._show()


def _day(due: Next | None) -> str:
    return due.day if due else ""
