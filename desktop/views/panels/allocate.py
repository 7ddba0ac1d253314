"""Allocating the chosen cases to one worker or assessor, with load, checks and reasons in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtWidgets import QLineEdit

from desktop.commands import allocations, offers
from desktop.commands.allocations import ASSESSORS, ROLES
from desktop.commands.allocations import Choice as Given
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.due_back import due_back
from desktop.domain.lanes import lanes
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Finder, Table, Tick
from desktop.views.panels.takers import Taker, due_words, takers

HOW = (("agreed", "They have agreed: allocate today"), ("ask", "Ask them first: record an offer"))


@dataclass(frozen=True)
class Offer:
    """Everybody who could take the cases in a role.

    Attributes:
        held: how many of the cases somebody holds already.
        lanes: how the two assessments of one request stand, blank for several.
        due: what an empty due-back date means.
    """

    role: str
    roles: tuple[str, ...]
    lines: list[Taker]
    held: int
    about: str
    lanes: str = ""
    due: str = ""


class AllocateEntry(Entry):
    """The allocation panel."""

    key = "allocate"
    title = "Allocate"
    save_words = "Allocate"

    def build(self) -> None:
        self.offer: Offer | None = None
        self._role = ""
        self._shown: list[Taker] = []
        self.table = Table(("Who", "Open", "Soon"), "Who", rows_shown=6, wide=0, lines=2)
        self.finder = Finder("Find a name", "type part of a name or team", self.table)
        self.finder.typed.connect(lambda _: self._show())
        self.finder.returnPressed.connect(self._on_enter)
        self.add("To whom", self.finder)
        hint = "Up, Down and Enter choose. Soon: late, or due within 5 days. ✗ may not, ! needs a reason."
        self.add("", self.table, hint)
        self.table.opened.connect(lambda _: self.commit())
        self.table.currentCellChanged.connect(self._on_row)
        self.bar, self.fits = label("", token="overdue"), label("")
        self.notes = label("", token="text_soft")
        for words in (self.bar, self.fits, self.notes):
            words.hide()
            self.form.addWidget(words)
        self.role = Choice((), "As")
        self.add("As", self.role)
        self.role.chosen.connect(self._on_role)
        self.how = Choice(HOW, "How")
        self.how_pair = self.add("How", self.how)
        self.how.chosen.connect(self._on_how)
        self.on = self.add_date("From", self.context.today)
        self.due_back = self.add_date("Report due back on (optional)", future=True)
        self.due_hint = label("", size=0.92, token="text_soft")
        self.form.addWidget(self.due_hint)
        self.declared = Tick("No relation, interest or involvement")
        self.declared_pair = self.add(
            "They declare", self.declared, "Regulations 10 to 12. Not asked yet: record it later with D."
        )
        self.declared.toggled.connect(self.changed)
        self.reason = QLineEdit()
        self.add("Why this person", self.reason, "Kept with the choice; asked for where a line says so.")
        self.reason.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Offer:
        kinds = {cases.kind_of(desk.book, case) for case in chosen}
        roles = _roles(kinds)
        role = wanted if wanted in roles else _first_role(desk, chosen, roles, today)
        near = -1 if role in ASSESSORS else asking.team_of(desk, chosen, today)
        held = sum(cases.holder(desk.book, case, role, today) >= 0 for case in chosen)
        about, due, state = _about(desk, chosen, today), "", ""
        if role in ASSESSORS:
            due = due_words(int(due_back(desk, np.array(chosen[:1]), role, today)[0]), len(chosen))
            state = _lane_words(desk, chosen)
        return Offer(role, roles, takers(desk, chosen, role, today, near), held, about, state, due)

    @property
    def wanted(self) -> str:
        return self._role

    def fill(self, facts: Offer) -> None:
        self.offer = facts
        self.role.blockSignals(True)
        self.role.offer(
            [(role, ROLES[role].capitalize() if role != "bia" else "BIA") for role in facts.roles]
        )
        self.role.pick(facts.role)
        self.role.blockSignals(False)
        assessor = facts.role in ASSESSORS
        for pair in (self.due_back.pair, self.how_pair, self.declared_pair):  # type: ignore[attr-defined]
            pair.setVisible(assessor)
        self.due_hint.setText(facts.due)
        self.due_hint.setVisible(assessor)
        self.about.setText(f"{facts.about}\n{facts.lanes}" if facts.lanes else facts.about)
        self.about.show()
        one = "Somebody has this already: it moves to whoever you choose."
        many = f"{facts.held} of these already have somebody: they move to whoever you choose."
        odd = one if len(self.context.cases) == 1 else many
        self.say_odd([odd] if facts.held else [])
        self._on_how()
        self._show()

    def _on_role(self) -> None:
        self._role = str(self.role.value)
        self.refill()

    def _on_how(self) -> None:
        held = self.offer.held if self.offer else 0
        words = "Offer" if self._asks_first else "Reallocate" if held else "Allocate"
        self.save.setText(f"{words} (Ctrl+Enter)")
        self.declared.setEnabled(not self._asks_first)
        self.changed()

    @property
    def _asks_first(self) -> bool:
        return bool(self.offer and self.offer.role in ASSESSORS and self.how.value == "ask")

    def _on_enter(self) -> None:
        self._show()
        self.commit()

    def _show(self) -> None:
        if self.offer is None:
            return
        self._shown = asking.narrowed(self.offer.lines, self.finder.text())
        self.table.show_rows([(line.label, str(line.open), str(line.due_soon)) for line in self._shown])
        self._on_row()

    def _on_row(self, *_: int) -> None:
        at = self.table.currentRow()
        line = self._shown[at] if 0 <= at < len(self._shown) else None
        bar = f"Not possible: {line.bar}" if line and line.bar else ""
        asks = f"Needs a reason: {line.asks}" if line and line.asks else ""
        self.bar.setText(bar or asks)
        self.bar.setVisible(bool(bar or asks))
        self.fits.setText(line.words if line else "")
        self.fits.setVisible(bool(line and line.words))
        self.notes.setText(f"Not on record: {line.notes}" if line and line.notes else "")
        self.notes.setVisible(bool(line and line.notes))
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        self._show()  # what was typed a moment ago narrows first
        at = self.table.currentRow()
        if not 0 <= at < len(self._shown):
            raise Refused("Nobody is chosen. Type part of a name.")
        line, role = self._shown[at], str(self.role.value)
        declared = True if role in ASSESSORS and self.declared.isChecked() else None
        blank = Given(
            -1,
            line.row,
            role,
            self.on.day,
            self.due_back.day,
            self.reason.text(),
            place=line.place,
            declared=declared,
            declaration=offers.DECLARATION if declared else "",
        )
        choices = [replace(blank, case=case) for case in self.context.cases]
        by = self.context.by
        if self._asks_first:
            asked = [replace(choice, declared=None, declaration="") for choice in choices]
            return lambda desk: offers.offer(desk.book, asked, desk=desk, **by)
        verb = allocations.reallocate if self.offer and self.offer.held else allocations.allocate
        return lambda desk: verb(desk.book, choices, desk=desk, **by)

    def state(self) -> dict[str, Any]:
        return {
            "finder": self.finder.text(),
            "reason": self.reason.text(),
            "due_back": self.due_back.edit.text(),
            "declared": self.declared.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.finder.setText(state["finder"])
        self.reason.setText(state["reason"])
        self.due_back.edit.setText(state["due_back"])
        self.declared.setChecked(state.get("declared", False))
        self._show()


def _roles(kinds: set[str]) -> tuple[str, ...]:
    if kinds == {"dols"}:
        return ("bia", "mha", "worker")
    if kinds == {"care_leaver"}:
        return ("pa", "worker")
    return ("worker", "secondary", "iro", "pa") if "dols" not in kinds else ("worker",)


def _first_role(desk: Desk, chosen: Cases, roles: tuple[str, ...], on: int) -> str:
    """The first role that one of the cases lacks; else the first."""
    for role in roles[:2] if roles[0] == "bia" else roles[:1]:
        if any(cases.holder(desk.book, case, role, on) < 0 for case in chosen):
            return role
    return roles[0]


def _about(desk: Desk, chosen: Cases, on: int) -> str:
    if len(chosen) != 1:
        return f"{len(chosen)} cases"
    line = asking.case_line(desk, chosen[0], on)
    return f"{line.name}, {line.plan}"


def _lane_words(desk: Desk, chosen: Cases) -> str:
    """How both assessments of a request stand; blank for several."""
    if len(chosen) != 1:
        return ""
    found = lanes(desk, chosen[0])
    return f"BIA: {found.bia.words}. Mental health: {found.mha.words}."
