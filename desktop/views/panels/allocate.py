"""Allocating the chosen cases to one worker or assessor, with everybody's load in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import allocations
from desktop.commands.allocations import ASSESSORS, ROLES
from desktop.commands.allocations import Choice as Given
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Finder, Table

BARRED_FOR = 3  # bars are worked out per name for so many cases; for more the act itself refuses


@dataclass(frozen=True)
class Offer:
    """Everybody who could take the cases in a role.

    Attributes:
        barred: worker row -> why they may not, for the cases chosen.
        held: how many of the cases somebody holds already.
    """

    role: str
    roles: tuple[str, ...]
    lines: list[WorkerLine]
    barred: dict[int, str]
    held: int
    about: str


class AllocateEntry(Entry):
    """The allocation panel."""

    key = "allocate"
    title = "Allocate"
    save_words = "Allocate"

    def build(self) -> None:
        self.offer: Offer | None = None
        self._role = ""
        self._shown: list[WorkerLine] = []
        self.table = Table(("Name and team", "Open", "Due soon"), "Who", rows_shown=5.5, wide=0, lines=2)
        self.finder = Finder("Find a name", "type part of a name or team", self.table)
        self.finder.typed.connect(lambda _: self._show())
        self.finder.returnPressed.connect(self._on_enter)
        self.add("To whom", self.finder)
        self.add(
            "", self.table, "Up and down choose; Enter allocates. Due soon: overdue, or due within 5 days."
        )
        self.table.opened.connect(lambda _: self.commit())
        self.table.currentCellChanged.connect(self._on_row)
        self.bar = label("", token="overdue")
        self.bar.hide()
        self.form.addWidget(self.bar)
        self.role = Choice((), "As")
        self.add("As", self.role)
        self.role.chosen.connect(self._on_role)
        self.on = self.add_date("From", self.context.today)
        self.due_back = self.add_date("Report due back on (optional)", future=True)
        self.reason = QLineEdit()
        self.add("Why this person (optional)", self.reason, "Asked for when they are away.")
        self.reason.textChanged.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Offer:
        kinds = {cases.kind_of(desk.book, case) for case in chosen}
        roles = _roles(kinds)
        role = wanted if wanted in roles else _first_role(desk, chosen, roles, today)
        lines = asking.assessors(
            desk, role, today, -1 if role in ASSESSORS else _team_of(desk, chosen, today)
        )
        barred = _barred(desk, chosen, lines, role, today)
        held = sum(cases.holder(desk.book, case, role, today) >= 0 for case in chosen)
        return Offer(role, roles, lines, barred, held, _about(desk, chosen, today))

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
        self.due_back.pair.setVisible(facts.role in ASSESSORS)  # type: ignore[attr-defined]
        self.about.setText(facts.about)
        self.about.show()
        one = "Somebody has this already: it moves to whoever you choose."
        many = f"{facts.held} of these already have somebody: they move to whoever you choose."
        odd = one if len(self.context.cases) == 1 else many
        self.say_odd([odd] if facts.held else [])
        self.save.setText(("Reallocate" if facts.held else "Allocate") + " (Ctrl+Enter)")
        self._show()

    def _on_role(self) -> None:
        self._role = str(self.role.value)
        self.refill()

    def _on_enter(self) -> None:
        self._show()
        self.commit()

    def _show(self) -> None:
        if self.offer is None:
            return
        words, barred = self.finder.text().casefold().split(), self.offer.barred
        kept = [
            line
            for line in self.offer.lines
            if all(word in f"{line.name} {line.team}".casefold() for word in words)
        ]
        self._shown = sorted(kept, key=lambda line: line.row in barred)
        self.table.show_rows(
            [
                (
                    f"{'✗ ' if line.row in barred else ''}{line.name}\n{_place_of(line)}",
                    str(line.load),
                    str(line.due_soon),
                )
                for line in self._shown
            ]
        )
        self._on_row()

    def _on_row(self, *_: int) -> None:
        at = self.table.currentRow()
        line = self._shown[at] if 0 <= at < len(self._shown) else None
        why = self.offer.barred.get(line.row, "") if self.offer and line else ""
        self.bar.setText(f"Not possible: {why}" if why else "")
        self.bar.setVisible(bool(why))
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        at = self.table.currentRow()
        if not 0 <= at < len(self._shown):
            raise Refused("Nobody is chosen. Type part of a name.")
        blank = Given(
            -1, self._shown[at].row, str(self.role.value), self.on.day, self.due_back.day, self.reason.text()
        )
        choices = [replace(blank, case=case) for case in self.context.cases]
        verb = allocations.reallocate if self.offer and self.offer.held else allocations.allocate
        by = self.context.by
        return lambda desk: verb(desk.book, choices, **by)

    def state(self) -> dict[str, Any]:
        return {
            "finder": self.finder.text(),
            "reason": self.reason.text(),
            "due_back": self.due_back.edit.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.finder.setText(state["finder"])
        self.reason.setText(state["reason"])
        self.due_back.edit.setText(state["due_back"])
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


def _team_of(desk: Desk, chosen: Cases, on: int) -> int:
    """The team of the first case: its own, else that of whoever holds it; -1 for neither."""
    book = desk.book
    team = int(book.case.team[chosen[0]]) if chosen else -1
    worker = cases.worker_of(book, chosen[0], on) if chosen and team < 0 else -1
    return int(book.worker.team[worker]) if worker >= 0 else team


def _barred(desk: Desk, chosen: Cases, lines: list[WorkerLine], role: str, on: int) -> dict[int, str]:
    barred = {}
    for line in lines:
        for case in chosen[:BARRED_FOR]:
            given = Given(case, line.row, role, on, reason="-")
            why = allocations.objection(desk.book, given, today=on)
            if why:
                barred[line.row] = why
                break
    return barred


def _about(desk: Desk, chosen: Cases, on: int) -> str:
    if len(chosen) != 1:
        return f"{len(chosen)} cases"
    line = asking.case_line(desk, chosen[0], on)
    return f"{line.name}, {line.plan}"


def _place_of(line: WorkerLine) -> str:
    return f"{line.team or 'No team'}{f', away {line.away}' if line.away else ''}"
