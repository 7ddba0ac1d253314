"""The council's own choices: closure days, and the answers to the open legal and local questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.commands import rules
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, spoken
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import setting_notes, setting_wants_reason
from desktop.views.controls import Panel, button, column, label
from desktop.views.date_field import DateField
from desktop.views.panels.fields import Choice, Table
from desktop.views.theme import theme

Run = Callable[[Callable[[Desk, str], Act], Callable[[], object]], None]
RECORDED = "Every change here is recorded with your name and the time, and Undo in the window takes it back."
KINDS = ((False, "Council closure day"), (True, "Bank holiday not in this version"))


@dataclass(frozen=True)
class Council:
    """The council's choices.

    Attributes:
        closures: (day, name, whether it is a bank holiday), earliest first.
        settings: value by key.
    """

    closures: tuple[tuple[int, str, bool], ...]
    settings: dict[str, str]


def council(desk: Desk) -> Council:
    """What stands in the database."""
    table = desk.book.closure_day
    rows = np.flatnonzero(cases.standing(table)).tolist()
    days = [(int(table.on[row]), table.name[row], table.word("kind", row) == "bank_holiday") for row in rows]
    return Council(tuple(sorted(days)), dict(desk.timescales.settings))


class Closures(QWidget):
    """The list of closure days, and the fields that add one."""

    def __init__(self, today: int, run: Run) -> None:
        super().__init__()
        self._run = run
        self._days: list[int] = []
        box = column(self, gap=0.6)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        self.counts = label(token="text_soft")
        box.addWidget(self.counts)
        self.table = Table(("Day", "Name", "Kind"), "Closure days and added bank holidays", rows_shown=9)
        self.none = label("No day has been added yet.", token="text_soft")
        box.addWidget(self.none)
        box.addWidget(self.table)
        self.remove = button("Remove the chosen day", self._remove)
        box.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.on = DateField("Day to add", today, prefer="future")
        self.on.entered.connect(self._add)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the day")
        self.name.setPlaceholderText("Name, e.g. Christmas closure")
        self.name.returnPressed.connect(self._add)
        self.kind = Choice(KINDS, "Kind of day")
        box.addWidget(label("Add a day", bold=True))
        add = button("Add this day", self._add)
        for parts in ((self.on, self.name), (self.kind, add)):
            line = QHBoxLayout()
            line.setSpacing(theme().px(0.5))
            line.addWidget(parts[0], 2, Qt.AlignmentFlag.AlignTop)
            line.addWidget(parts[1], 3, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            box.addLayout(line)
        self.name.setMinimumWidth(theme().px(24))
        box.addStretch(1)
        box.addWidget(label(RECORDED, token="text_soft", size=0.95))

    def show_choices(self, found: Council) -> None:
        """Show the days that stand."""
        self._days = [day for day, _, _ in found.closures]
        self.table.show_rows(
            [(spoken(day), name, KINDS[bank][1].split(" not")[0]) for day, name, bank in found.closures]
        )
        for part in (self.table, self.remove):
            part.setVisible(bool(self._days))
        self.none.setVisible(not self._days)
        skipped = found.settings.get("skip_closure_days") == "yes"
        now = "are left out of working days" if skipped else "still count as working days, as in law"
        self.counts.setText(
            f"England's bank holidays are built in. Council closure days {now}; the next tab decides that."
        )

    def _add(self) -> None:
        day, name, bank = self.on.day, self.name.text(), bool(self.kind.value)
        self._run(
            lambda desk, author: rules.add_closure(desk.book, day, name, author=author, bank_holiday=bank),
            self._empty,
        )

    def _empty(self) -> None:
        self.on.set_day(NO_DAY)
        self.name.clear()
        self.on.edit.setFocus()

    def _remove(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self._days):
            day = self._days[at]
            self._run(
                lambda desk, author: rules.remove_closure(desk.book, day, author=author), self.table.setFocus
            )


class Questions(QWidget):
    """Each open question with its answer, the choices, and what the answer rests on."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run
        self.answers: dict[str, Choice | QLineEdit] = {}
        self.reasons: dict[str, QLineEdit] = {}
        self._now: dict[str, str] = {}
        page = QWidget()
        cards = column(page, gap=0.6)
        cards.setContentsMargins(0, 0, theme().px(0.6), 0)
        for key, note in setting_notes().items():
            cards.addWidget(self._card(key, note))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Legal and local questions")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        box = column(self, gap=0.5)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        words = "Where law and guidance leave a question open, Caseclock counts by the answer chosen here, "
        box.addWidget(
            label(f"{words}from now on and for every date looked at. {RECORDED}", token="text_soft")
        )
        box.addWidget(area, 1)

    def show_choices(self, found: Council) -> None:
        """Show the answers that stand."""
        self._now = found.settings
        for key, field in self.answers.items():
            field.blockSignals(True)
            if isinstance(field, Choice):
                field.pick(found.settings[key])
            else:
                field.setText(found.settings[key])
            field.blockSignals(False)
        for key, reason in self.reasons.items():
            reason.clear()
            reason.setVisible(bool(setting_wants_reason(key, found.settings[key])))

    def _card(self, key: str, note: dict[str, str]) -> Panel:
        card = Panel()
        box: QVBoxLayout = column(card, gap=0.3, margin=0.8)
        box.addWidget(label(note["question"], bold=True))
        box.addWidget(self._field(key, note))
        if "reason_above" in note:
            box.addWidget(self._reason(key, note))
        usual = f"Unless the council decides otherwise: {said(note['value'])}. Source: {note['source']}."
        box.addWidget(label(usual, token="text_soft", size=0.92))
        return card

    def _field(self, key: str, note: dict[str, str]) -> QWidget:
        options = choices_of(note)
        if options:
            field = Choice(options, note["question"])
            field.chosen.connect(lambda: self._choose(key, str(field.value)))
            self.answers[key] = field
            return field
        line = QLineEdit()
        line.setAccessibleName(note["question"])
        line.setAccessibleDescription(f"{note['choices']}; Enter keeps it")
        line.setMaximumWidth(theme().px(8))
        line.editingFinished.connect(lambda: self._choose(key, line.text()))
        self.answers[key] = line
        return line

    def _reason(self, key: str, note: dict[str, str]) -> QLineEdit:
        """The line for the reason, shown once a number goes past the law's wording; Enter keeps both."""
        line = QLineEdit()
        words = f"Reason for more than {note['reason_above']}: whose legal advice"
        line.setPlaceholderText(words)
        line.setAccessibleName(f"{words}. {note['question']}")
        line.setAccessibleDescription("Enter keeps the number with its reason")
        line.returnPressed.connect(lambda: self._keep(key, self._typed(key), line.text()))
        line.hide()
        self.reasons[key] = line
        return line

    def _typed(self, key: str) -> str:
        field = self.answers[key]
        return str(field.value) if isinstance(field, Choice) else field.text()

    def _choose(self, key: str, value: str) -> None:
        reason = self.reasons.get(key)
        if value.strip() == self._now.get(key):
            return
        if reason is not None and setting_wants_reason(key, value):
            reason.show()
            reason.setFocus()
            return
        self._keep(key, value, "")

    def _keep(self, key: str, value: str, reason: str) -> None:
        self._run(
            lambda desk, author: rules.set_setting(desk.book, key, value, author=author, reason=reason),
            lambda: None,
        )


def choices_of(note: dict[str, str]) -> list[tuple[object, str]]:
    """``no: in law; yes: skip`` as (value, words); empty for a number that is typed."""
    parts = [part.strip().partition(":") for part in note["choices"].split(";")]
    if len(parts) < 2:
        return []
    return [
        (value.strip(), f"{said(value)}: {more.strip()}" if more else said(value)) for value, _, more in parts
    ]


def said(value: str) -> str:
    """A setting's value as a person reads it."""
    return value.strip().replace("_", " ").capitalize()
