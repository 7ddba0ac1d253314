"""Beside the monthly table: a comment or action on an indicator, and a figure that is typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import figures
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY
from desktop.domain.figures import WHOSE_WORDS
from desktop.domain.lists.desk import Desk
from desktop.domain.months import spoken_month
from desktop.views.panels.context import PanelContext
from desktop.views.panels.entry import Entry
from desktop.views.panels.fields import Choice, Lines


@dataclass
class FigureContext(PanelContext):
    """What a panel of the monthly table works on.

    Attributes:
        indicator: its id.
        name: the indicator's name.
        month: see `desktop.domain.months`.
        typed: our own figure of it is typed in, because our data cannot serve the row.
        unit: what it is counted in.
    """

    indicator: str = ""
    name: str = ""
    month: int = 0
    typed: bool = False
    unit: str = ""


class FigureEntry(Entry):
    """What both panels share: they are about an indicator and a month instead of cases."""

    context: FigureContext

    @property
    def draft_key(self) -> str:
        """Drafts are kept per verb, indicator and month."""
        return f"{self.key} {self.context.indicator} {self.context.month}"

    def fill(self, facts: Any) -> None:
        self.about.setText(f"{self.context.name}, {spoken_month(self.context.month)}")
        self.about.show()


class FigureNoteEntry(FigureEntry):
    """A comment, or an action with its owner and day."""

    key = "figure_note"
    title = "Comment or action"

    def build(self) -> None:
        self.text = Lines("Comment or action", 2)
        self.add("Comment or action", self.text)
        self.text.textChanged.connect(self.changed)
        self.kind = Choice((("comment", "Comment"), ("action", "Action")), "Kind")
        self.add("Kind", self.kind, "It is carried on to the next months until it is closed.")
        self.kind.chosen.connect(self._on_kind)
        self.owner = QLineEdit()
        self.owner.textChanged.connect(self.changed)
        self.owner_pair = self.add("Who does it", self.owner)
        self.due = self.add_date("By (optional)", future=True)
        self._on_kind()

    def _on_kind(self) -> None:
        is_action = self.kind.value == "action"
        self.owner_pair.setVisible(is_action)
        self.due.pair.setVisible(is_action)  # type: ignore[attr-defined]
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        context, text, by = self.context, self.text.toPlainText(), self.context.by
        kind, owner = str(self.kind.value), self.owner.text()
        due = NO_DAY if self.due.day is None else self.due.day
        return lambda desk: figures.add_note(
            desk.book, context.indicator, context.month, text, kind=kind, owner=owner, due=due, **by
        )

    def state(self) -> dict[str, Any]:
        return {
            "text": self.text.toPlainText(),
            "kind": self.kind.value,
            "owner": self.owner.text(),
            "due": self.due.edit.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.text.setPlainText(state["text"])
        self.kind.pick(state["kind"])
        self.owner.setText(state["owner"])
        self.due.edit.setText(state["due"])


class StepEntry(FigureEntry):
    """From the month on show the indicator is another process: limits are computed anew."""

    key = "figure_step"
    title = "Declare a step change"

    def build(self) -> None:
        self.why = Lines("What was changed", 2)
        self.add("What was changed", self.why, "From this month on the chart's limits are computed anew.")
        self.why.textChanged.connect(self.changed)

    def make(self) -> Callable[[Desk], Act]:
        context, why = self.context, self.why.toPlainText()
        return lambda desk: figures.declare_step(
            desk.book, context.indicator, context.month, why, **context.by
        )

    def state(self) -> dict[str, Any]:
        return {"why": self.why.toPlainText()}

    def restore(self, state: dict[str, Any]) -> None:
        self.why.setPlainText(state["why"])


class TypedFigureEntry(FigureEntry):
    """A target, somebody else's figure, or our own where our data cannot serve the row."""

    key = "figure_typed"
    title = "Type a figure"

    def build(self) -> None:
        offered = [(key, words) for key, words in WHOSE_WORDS.items() if key != "own" or self.context.typed]
        self.whose = Choice(offered, "Whose figure")
        self.add("Whose figure", self.whose)
        self.whose.chosen.connect(self.changed)
        self.value = self._line("Figure", "A number, N/A (there is none) or TBC (it is still to come).")
        self.unit = self._line("Unit", "")
        self.unit.setText(self.context.unit)
        self.year = self._line("Of which year", "As it is published, 2025-26.")
        self.origin = self._line("Where it was read (optional)", "")

    def _line(self, words: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.textChanged.connect(self.changed)
        made.returnPressed.connect(self.commit)
        self.add(words, made, hint)
        return made

    def make(self) -> Callable[[Desk], Act]:
        context, by, whose = self.context, self.context.by, str(self.whose.value)
        value, unit, year, origin = (
            field.text() for field in (self.value, self.unit, self.year, self.origin)
        )
        return lambda desk: figures.set_figure(
            desk.book,
            context.indicator,
            context.month,
            whose,
            value,
            unit=unit,
            year=year,
            origin=origin,
            **by,
        )

    def state(self) -> dict[str, Any]:
        lines = {name: getattr(self, name).text() for name in ("value", "unit", "year", "origin")}
        return {"whose": self.whose.value, **lines}

    def restore(self, state: dict[str, Any]) -> None:
        self.whose.pick(state["whose"])
        for name in ("value", "unit", "year", "origin"):
            getattr(self, name).setText(state[name])
