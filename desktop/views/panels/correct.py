"""Correcting one recorded entry of a case, or taking it back; the history keeps what stood before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from desktop.commands import corrections
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail import timeline
from desktop.errors import Refused
from desktop.views.controls import column
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fact_fields import FactFields
from desktop.views.panels.fields import Table, Tick, Typed

REASONS = ("typing mistake", "wrong date given to us", "recorded for the wrong person", "recorded twice")


@dataclass(frozen=True)
class Fact:
    """One entry of the timeline.

    Attributes:
        table, row: where it stands in the casebook.
        values: its fields as plain values, with references as ids.
        to_come: it lies after today.
        together: how many entries were recorded with it as one visit or session.
    """

    table: str
    row: int
    on: str
    words: str
    values: dict[str, Any]
    to_come: bool = False
    together: int = 1


@dataclass(frozen=True)
class Facts:
    """What the panel offers: the entries, latest first, and everybody who may have done them."""

    about: str
    facts: list[Fact]
    workers: list[tuple[object, str]]


class CorrectEntry(Entry):
    """The panel that corrects an entry."""

    key = "correct"
    title = "Correct an entry"
    save_words = "Save the correction"

    def build(self) -> None:
        self.facts: list[Fact] = []
        self.workers: list[tuple[object, str]] = []
        self.parts: FactFields | None = None
        self._shown: Fact | None = None
        self.table = Table(("Date", "Entry"), "Entries of this case", rows_shown=5, lines=2)
        self.add("Which entry", self.table, "Up and down choose; Tab goes on to its fields.")
        self.table.currentCellChanged.connect(self._on_row)
        self.take_back = Tick("Take it back: it should not be here")
        self.take_back.toggled.connect(self._on_take_back)
        self.add("", self.take_back)
        self.area = QWidget()
        self.form.addWidget(self.area)
        self.reason = Typed([(one, one.capitalize()) for one in REASONS], "Why", "pick one, or type your own")
        self.reason.chosen.connect(self.changed)
        self.add("Why", self.reason, "Kept in the history, with what stood here before.")

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Facts:
        line = asking.case_line(desk, chosen[0], today)
        found: dict[tuple[str, int], Fact] = {}
        for entry in timeline(desk, chosen[0]):
            at = (entry.table, entry.row)
            values = desk.book.record(*at)
            on = short(entry.on) or "no date"
            found.setdefault(at, Fact(*at, on, entry.text, values, entry.to_come, _together(desk, *at)))
        ids = desk.book.worker.ids
        people = [(ids[one.row], one.name) for one in asking.workers(desk, today)]
        return Facts(f"{line.name}, {line.plan}", list(found.values()), people)

    def fill(self, facts: Facts) -> None:
        self.about.setText(facts.about)
        self.about.show()
        self.facts, self.workers = facts.facts, facts.workers
        self.table.show_rows([(fact.on, fact.words.replace("; ", "\n", 1)) for fact in self.facts])
        past = next((at for at, fact in enumerate(self.facts) if not fact.to_come), 0)
        self.table.setCurrentCell(past, 0)
        self._on_row()

    @property
    def fact(self) -> Fact | None:
        """The entry chosen."""
        at = self.table.currentRow()
        return self.facts[at] if 0 <= at < len(self.facts) else None

    def _on_row(self, *_: int) -> None:
        fact = self.fact
        if fact is None or fact is self._shown:
            return
        self._shown = fact
        outer, old = self.form, self.area
        self.area = QWidget()
        self.form = column(self.area, gap=0.55)
        self.parts = FactFields(self, fact.table, fact.values, self.workers)
        self.form = outer
        outer.replaceWidget(old, self.area)
        old.hide()
        old.deleteLater()
        self._order_tabs()
        self.area.setVisible(not self.take_back.isChecked())
        self.say_odd(_oddities(fact))
        self.changed()

    def _order_tabs(self) -> None:
        """New fields come after the tick, as they stand on the panel."""
        before: QWidget = self.take_back
        for field in self.parts.widgets if self.parts else ():
            QWidget.setTabOrder(before, field)
            before = field
        QWidget.setTabOrder(before, self.reason)

    def _on_take_back(self, on: bool) -> None:
        self.area.setVisible(not on)
        self.save.setText(f"{'Take it back' if on else self.save_words} (Ctrl+Enter)")
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        fact, reason, by = self.fact, str(self.reason.value or self.reason.text), self.context.by
        if fact is None or self.parts is None:
            raise Refused("This case has no entry to correct.")
        if self.take_back.isChecked():
            return lambda desk: corrections.retract(
                desk.book, fact.table, fact.row, author=by["author"], reason=reason
            )
        changes = self.parts.changes()
        return lambda desk: corrections.correct(desk.book, fact.table, fact.row, changes, reason=reason, **by)

    def state(self) -> dict[str, Any]:
        return {"take_back": self.take_back.isChecked(), "reason": self.reason.text}

    def restore(self, state: dict[str, Any]) -> None:
        self.take_back.setChecked(state["take_back"])
        self.reason.setCurrentText(state["reason"])


def _together(desk: Desk, table: str, row: int) -> int:
    event = desk.book.event
    joint = event.joint[row] if table == "event" else ""
    if not joint:
        return 1
    near = np.flatnonzero((event.on == event.on[row]) & cases.standing(event))
    return sum(event.joint[other] == joint for other in near.tolist())


def _oddities(fact: Fact) -> list[str]:
    told = []
    if fact.together > 1:
        told.append(f"Recorded for {fact.together} children together; only this child's entry changes.")
    if fact.values.get("kind") == "started":
        told.append("Every clock of this case is counted from here.")
    return told
