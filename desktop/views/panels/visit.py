"""A visit to one child or to a family: who was seen, alone or not and why, and when each is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.commands import preview, visits
from desktop.commands.visits import Seen, Visit
from desktop.domain.changes import Act
from desktop.domain.childrens_words import attempt_reasons
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking, twins
from desktop.views.panels.asking import CaseLine, Next, WorkerLine
from desktop.views.panels.choosing import ChildPart
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Table, Typed

ABSENT, SEEN, MISSED = range(3)
_WORDS = {ABSENT: "not visited", SEEN: "✓ seen", MISSED: "✗ not seen"}


@dataclass(frozen=True)
class Family:
    """What the panel offers; `unborn` holds the persons not born yet."""

    lines: list[CaseLine]
    workers: list[WorkerLine]
    unborn: frozenset[int]


@dataclass(frozen=True)
class Looked:
    """What the entry as it stands would do: what is odd, what it may repeat, and when each is due next."""

    odd: list[str]
    again: str
    due: dict[int, Next]


class VisitEntry(Entry):
    """The visit panel. Opened without a row it first asks whom the visit was to."""

    key = "visit"
    title = "Visit"

    def build(self) -> None:
        self.lines: list[CaseLine] = []
        self.seen: dict[int, int] = {}
        self.alone: set[int] = set()
        self.reasons: dict[int, str] = {}
        self._next: dict[int, Next] = {}
        self._unborn: frozenset[int] = frozenset()
        self.child = ChildPart(self, "Visit to")
        self.child.chosen.connect(self._on_child)
        self.table = Table(("Child", "Plan", "Visit", "Then due"), "Children", rows_shown=5)
        self.add("Who was seen", self.table, "Space: seen. A: seen alone. X: visited but not seen.")
        self.table.key.connect(self._on_key)
        self.table.opened.connect(self._toggle)
        self.table.currentCellChanged.connect(lambda *_: self._show_reason())
        self.on = self.add_date("Date of the visit", self.context.today)
        self.reason = Typed(
            [(one.words, one.words) for one in attempt_reasons()],
            "Why not seen",
            "pick one, or type your own",
        )
        self.reason_pair = self.add("Why not seen", self.reason)
        self.reason_pair.hide()
        self.reason.chosen.connect(self._on_reason)
        self.worker = Typed((), "Visited by", "type part of a name")
        self.add("Visited by (optional)", self.worker)
        self.worker.chosen.connect(self.changed)
        self.preview = label("", token="text_soft")
        self.form.addWidget(self.preview)
        self.again = Choice(twins.ANSWERS, "Same visit or a second one")
        self.again_pair = self.add("Is this the visit that is recorded already?", self.again)
        self.again_pair.hide()
        self.again.chosen.connect(self.changed)
        self._first = self.table if self.context.cases else self.child.finder

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Family:
        lines = asking.family_of(desk, chosen, today)
        return Family(lines, asking.workers(desk, today), asking.unborn(desk, lines, today))

    def fill(self, facts: Family) -> None:
        self.lines, self._unborn = facts.lines, facts.unborn
        self.worker.offer([(line.row, line.name) for line in facts.workers])
        held = [line.worker for line in self.lines if line.case in self.context.cases and line.worker >= 0]
        self.worker.pick(held[0] if held else None)
        children = len({line.person for line in self.lines})
        self.about.setText(f"{children} children of this family")
        self.about.setVisible(children > 1)
        self.child.show(not self.context.cases)
        self._show()

    def _on_child(self, chosen: Cases) -> None:
        """Somebody was found by name: their family is offered, and the cursor goes to it."""
        self.context.cases = chosen
        self.seen, self.alone, self.reasons = {}, set(), {}
        self._first = self.table
        self.refill()
        self.table.setFocus()

    def _show(self) -> None:
        rows, before = [], -1
        for line in self.lines:
            again = line.person == before
            words = "count here too?" if again and not self._state(line.case) else self._said(line)
            rows.append(("" if again else line.name, line.brief, words, _day(self._next.get(line.case))))
            before = line.person
        self.table.show_rows(rows)
        self._show_reason()

    def _said(self, line: CaseLine) -> str:
        state = self._state(line.case)
        if state == SEEN and line.person in self._unborn:
            return "✓ parent seen"
        return _WORDS[state] + (" alone" if state == SEEN and line.case in self.alone else "")

    def _state(self, case: int) -> int:
        return self.seen.get(case, ABSENT)

    # ticks and reasons

    def _on_key(self, row: int, letter: str) -> None:
        if letter == " ":
            self._toggle(row)
        elif letter == "a":
            self._toggle_alone(row)
        elif letter == "x":
            self._set(row, ABSENT if self._state(self.lines[row].case) == MISSED else MISSED)

    def _toggle(self, row: int) -> None:
        if 0 <= row < len(self.lines):
            self._set(row, ABSENT if self._state(self.lines[row].case) == SEEN else SEEN)

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

    def _missed(self) -> list[CaseLine]:
        return [line for line in self.lines if self._state(line.case) == MISSED]

    def _asked(self) -> CaseLine | None:
        """The child whose reason the field is for: the one under the cursor, else the first not seen."""
        missed, at = self._missed(), self.table.currentRow()
        here = self.lines[at].case if 0 <= at < len(self.lines) else -1
        return next((line for line in missed if line.case == here), missed[0] if missed else None)

    def _show_reason(self) -> None:
        line = self._asked()
        self.reason_pair.setVisible(line is not None)
        if line is None:
            return
        self.reason.setAccessibleName(f"Why {line.name} was not seen")
        words = self._reason_of(line.case)
        if self.reason.text != words:
            self.reason.setCurrentText(words)

    def _on_reason(self) -> None:
        line = self._asked()
        if line is not None:
            self.reasons[line.case] = self.reason.text
            self.changed()

    def _reason_of(self, case: int) -> str:
        """A child's own reason, else the one given for a brother or sister."""
        own = self.reasons.get(case)
        return own if own is not None else next(filter(None, self.reasons.values()), "")

    # what it makes

    def entry(self) -> Visit:
        """The visit as it is typed."""
        children = []
        for line in self.lines:
            state = self._state(line.case)
            if state == SEEN:
                alone = None if line.person in self._unborn else line.case in self.alone
                children.append(Seen(line.case, alone=alone))
            elif state == MISSED:
                children.append(Seen(line.case, seen=False, reason=self._reason_of(line.case)))
        worker = self.worker.value
        again: Any = self.again.value or ""
        return Visit(
            self.on.day, tuple(children), worker=-1 if worker is None else int(str(worker)), again=again
        )

    def make(self) -> Callable[[Desk], Act]:
        entry, by = self.entry(), self.context.by
        if self.worker.text and self.worker.value is None:
            raise Refused(
                "Nobody of that name works here. Pick the visitor from the list, or leave it empty."
            )
        return lambda desk: visits.record(desk.book, entry, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        entry, by, work = self.entry(), self.context.by, self.context.session.workspace
        if not entry.children or entry.on == NO_DAY:
            return None

        def question(desk: Desk) -> Looked:
            told = visits.warnings(desk.book, entry)
            again = twins.words(desk, work.store if work is not None else None, entry)
            cases = [child.case for child in entry.children]
            try:
                act = visits.record(desk.book, twins.decided(entry), **by)
            except Refused:
                return Looked(told, again, {})
            found = preview.clocks_after(desk, act, cases)
            due = {case: asking.next_due(desk, found, case, "visit") for case in cases}
            return Looked(told, again, {case: one for case, one in due.items() if one})

        return question

    def show_look(self, answer: Looked) -> None:
        self._next = answer.due
        self.say_odd([*answer.odd, *([answer.again] if answer.again else [])])
        self.again_pair.setVisible(bool(answer.again))
        if not answer.again:
            self.again.pick("")
        self._show()
        told = [self._then(line) for line in self.lines if line.case in self._next]
        self.preview.setText("; ".join([*told[:1], *(one.replace(" next ", " ", 1) for one in told[1:])]))

    def _then(self, line: CaseLine) -> str:
        """``Ali next 8 Dec``; of a child with two plans, each with its plan."""
        others = [one for one in self.lines if one.person == line.person and one.case in self._next]
        plan = f" {line.brief}" if len(others) > 1 else ""
        missed = " not seen," if self._state(line.case) == MISSED else ""
        return f"{self._short_name(line)}{plan}{missed} {self._next[line.case].brief}"

    def _short_name(self, line: CaseLine) -> str:
        """The initials alone where no other child of the family has them."""
        initials = line.name.split(" ")[0]
        same = {other.person for other in self.lines if other.name.split(" ")[0] == initials}
        return initials if len(same) == 1 else line.name

    # drafts

    def state(self) -> dict[str, Any]:
        desk = self.context.session.desk
        ids = desk.book.case.ids if desk else {}
        return {
            "on": self.on.edit.text(),
            "worker": self.worker.text,
            "reasons": {ids[case]: words for case, words in self.reasons.items()},
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
        self.reasons = {rows[case]: words for case, words in state.get("reasons", {}).items() if case in rows}
        self.seen = {rows[case]: what for case, what in state["seen"].items() if case in rows}
        self.alone = {rows[case] for case in state["alone"] if case in rows}
        self._show()


class VisitTo(VisitEntry):
    """The visit panel that begins with a name, whatever row the list is on."""

    key = "visit_to"
    title = "Visit to somebody else"


def _day(due: Next | None) -> str:
    return due.day if due else ""
