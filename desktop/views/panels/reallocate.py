"""Giving children's cases to a worker: everybody's load, and what it does to both caseloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import reallocation
from desktop.commands.reallocation import ROLES, Move
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.childrens_words import reallocation_reasons
from desktop.domain.lists.desk import Desk
from desktop.domain.load import Load, load_points
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import WorkerLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Finder, Table


@dataclass(frozen=True)
class Offer:
    """Everybody who could take the cases.

    Attributes:
        loads: worker row -> load now.
        held: how many of the cases somebody has.
    """

    lines: list[WorkerLine]
    loads: dict[int, Load]
    held: int
    about: str


class ReallocateEntry(Entry):
    """The panel for allocating children's cases, a first time or to another worker."""

    key = "reallocate"
    title = "Allocate"
    save_words = "Allocate"

    def build(self) -> None:
        self.offer: Offer | None = None
        self._shown: list[WorkerLine] = []
        self.table = Table(("Name and team", "Children", "Points"), "Who", rows_shown=5.5, wide=0, lines=2)
        self.finder = Finder("Find a name", "type part of a name or team", self.table)
        self.finder.typed.connect(lambda _: self._show())
        self.finder.returnPressed.connect(self._on_enter)
        self.add("To whom", self.finder)
        self.add("", self.table, "Up and down choose; Enter allocates.")
        self.table.opened.connect(lambda _: self.commit())
        self.table.currentCellChanged.connect(self.changed)
        self.effect = label("", token="text_soft")
        self.form.addWidget(self.effect)
        reasons = [("", "Choose"), *((one.code, one.words) for one in reallocation_reasons())]
        self.code = Choice(reasons, "Why the worker changes")
        self.code_pair = self.add("Why the worker changes", self.code, "The national return's reasons.")
        self.code.chosen.connect(self.changed)
        self.role = Choice(
            (("", "Each child's own worker"), *((key, words.capitalize()) for key, words in ROLES.items())),
            "As",
        )
        self.add("As", self.role)
        self.role.chosen.connect(self.refill)
        self.on = self.add_date("From", self.context.today)
        self.reason = QLineEdit()
        self.add("Note (optional)", self.reason, "Asked for with “Other”, and for somebody who is away.")
        self.reason.textChanged.connect(self.changed)

    @property
    def wanted(self) -> str:
        return str(self.role.value or "")

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Offer:
        move = Move(-1, today, role=str(wanted))
        roles = {case: reallocation.role_of(desk.book, case, move) for case in chosen}
        leads = set(desk.book.team.manager.tolist())
        lines = asking.assessors(desk, "worker", today, asking.team_of(desk, chosen, today))
        lines.sort(key=lambda line: line.row in leads)  # managers last: few of them hold cases
        held = sum(cases.holder(desk.book, case, role, today) >= 0 for case, role in roles.items())
        return Offer(
            lines,
            {line.row: load_points(desk, line.row) for line in lines},
            held,
            _about(desk, chosen, today),
        )

    def fill(self, facts: Offer) -> None:
        self.offer = facts
        self.about.setText(facts.about)
        self.about.show()
        self.code_pair.setVisible(facts.held > 0)
        self.save.setText(("Reallocate" if facts.held else "Allocate") + " (Ctrl+Enter)")
        self._show()

    def _on_enter(self) -> None:
        self._show()
        if self.code_pair.isVisibleTo(self) and not self.code.value:
            self.code.setFocus()
            return
        self.commit()

    def _show(self) -> None:
        if self.offer is None:
            return
        self._shown = asking.narrowed(self.offer.lines, self.finder.text())
        rows = []
        for line in self._shown:
            load = self.offer.loads[line.row]
            away = f", away {line.away}" if line.away else ""
            points = f"{load.points} of {load.ceiling}{' over' if load.is_over else ''}"
            rows.append((f"{line.name}\n{line.team or 'No team'}{away}", str(load.children), points))
        self.table.show_rows(rows)
        self.changed()

    def _worker(self) -> int:
        at = self.table.currentRow()
        return self._shown[at].row if 0 <= at < len(self._shown) else -1

    def make(self) -> Callable[[Desk], Act]:
        worker, chosen, by = self._worker(), self.context.cases, self.context.by
        if worker < 0:
            raise Refused("Nobody is chosen. Type part of a name.")
        code, role = str(self.code.value or ""), self.wanted
        move = Move(worker, self.on.day, role=role, code=code, reason=self.reason.text())
        return lambda desk: reallocation.reallocate(desk.book, chosen, move, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        worker, chosen, role = self._worker(), self.context.cases, self.wanted
        if worker < 0 or role in ("iro", "secondary"):
            self.effect.setText("")
            return None

        def question(desk: Desk) -> list[str]:
            found = reallocation.effect(desk, chosen, worker)
            return [one.words(desk.book.worker.name[one.worker]) for one in found]

        return question

    def show_look(self, answer: list[str]) -> None:
        self.effect.setText("\n".join(answer))

    def state(self) -> dict[str, Any]:
        return {"finder": self.finder.text(), "reason": self.reason.text(), "code": self.code.value}

    def restore(self, state: dict[str, Any]) -> None:
        self.finder.setText(state["finder"])
        self.reason.setText(state["reason"])
        self.code.pick(state["code"])
        self._show()


def _about(desk: Desk, chosen: Cases, on: int) -> str:
    if len(chosen) != 1:
        return f"{len(chosen)} cases"
    line = asking.case_line(desk, chosen[0], on)
    with_whom = f", with {desk.book.worker.name[line.worker]}" if line.worker >= 0 else ""
    return f"{line.name}, {line.plan}{with_whom}"
