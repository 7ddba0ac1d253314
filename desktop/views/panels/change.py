"""Changing a plan, a placement or a request: one panel, whose first field says what changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import column
from desktop.views.panels import asking, change_authorisation, change_child, change_dols, change_family
from desktop.views.panels.asking import CaseLine
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice
from desktop.views.panels.modes import Mode

MODES: tuple[type[Mode], ...] = (
    *change_child.MODES,
    *change_dols.MODES,
    *change_authorisation.MODES,
    change_child.Team,
    change_family.Family,
)


class ChangeEntry(Entry):
    """The change panel. The fields of each kind of change are made when it is chosen.

    Attributes:
        modes: the kinds of change that it offers.
    """

    key = "change"
    title = "Other change"
    modes = MODES

    def build(self) -> None:
        self.mode: Mode | None = None
        self.line: CaseLine | None = None
        self.what = Choice((), "What changes")
        self.add("What changes", self.what)
        self.area = QWidget()
        self.form.addWidget(self.area)
        self.what.chosen.connect(self._on_what)

    @property
    def case(self) -> int:
        """The case that changes."""
        return self.context.cases[0]

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> CaseLine:
        return asking.case_line(desk, chosen[0], today)

    def fill(self, facts: CaseLine) -> None:
        self.line = facts
        self.about.setText(f"{facts.name}, {facts.plan}")
        self.heading.setText("Change to the request" if facts.kind == "dols" else "Plan or placement change")
        self.about.show()
        fitting = [mode for mode in self.modes if facts.kind in mode.kinds]
        self.what.offer([(mode.key, mode.title) for mode in fitting])
        self._on_what()

    def _on_what(self) -> None:
        chosen = next((mode for mode in self.modes if mode.key == self.what.value), None)
        if chosen is None or (self.mode is not None and self.mode.key == chosen.key):
            return
        outer, old = self.form, self.area
        self.area = QWidget()
        self.form = column(self.area, gap=0.55)
        self.mode = chosen(self)
        self.form = outer
        outer.replaceWidget(old, self.area)
        old.hide()
        old.deleteLater()
        self.mode.ask()
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        if self.mode is None:
            raise Refused("Choose what changes.")
        return self.mode.make(self.case, self.context.by)

    def changed(self, *_: object) -> None:
        super().changed()
        self.say_odd(self.mode.odd() if self.mode is not None else [])

    def state(self) -> dict[str, Any]:
        return {"what": self.what.value, "fields": self.mode.state() if self.mode else {}}

    def restore(self, state: dict[str, Any]) -> None:
        self.what.pick(state["what"])
        self._on_what()
        if self.mode is not None and self.mode.key == state["what"]:
            self.mode.restore(state["fields"])
