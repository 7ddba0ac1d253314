"""Where a finding is decided: both values side by side, and under them the answers with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop.views.controls import Panel, announce, button, column, label, put_away
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.commands.settling import Choice, Question
    from desktop.commands.stating import Side

NOTHING = "Choose a row to see both values and decide."
KEYS = "J and K go down and up, a digit answers, Enter goes to the answers, Ctrl+Z takes an answer back."


class SettlePanel(QWidget):
    """One question.

    Signals:
        answered: the `Choice` that was pressed.
        alike_asked: all findings of the same kind are to be chosen.
        case_asked: row of the case to open.
    """

    answered = Signal(object)
    alike_asked = Signal()
    case_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Decide")
        self.asked: Question | None = None
        self.sides: list[QWidget] = []
        self.answers: list[QWidget] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column(self, gap=0).addWidget(self._area)
        self.setMinimumWidth(theme().px(17))
        self.show_question(None)

    def show_question(self, asked: Question | None) -> None:
        """Show a question; None says how to begin."""
        self.asked = asked
        self.sides, self.answers = [], []
        inner = QWidget()
        box = column(inner, gap=0.55)
        box.setContentsMargins(theme().px(0.9), theme().px(0.5), theme().px(0.5), theme().px(0.5))
        if asked is None:
            box.addWidget(label(NOTHING, token="text_soft"))
        else:
            for part in self._parts(asked):
                box.addWidget(part)
            box.addLayout(self._more(asked))
        box.addWidget(label(KEYS, token="text_soft", size=0.92))
        box.addStretch(1)
        old = self._area.takeWidget()
        self._area.setWidget(inner)
        put_away(old)
        if asked is not None:
            announce(self, f"{asked.title}. {asked.who}")

    def answer(self, number: int) -> None:
        """Give the answer of that number, counted from 1; no answer of a higher number does nothing."""
        if self.asked is not None and number <= len(self.asked.choices):
            self.answered.emit(self.asked.choices[number - 1])

    def _parts(self, asked: Question) -> list[QWidget]:
        parts: list[QWidget] = [label(asked.title, size=1.25, bold=True)]
        if asked.who:
            parts.append(label(asked.who, token="text_soft"))
        parts.append(label(asked.reason))
        if asked.sides:
            parts.append(self._both(asked))
        for number, choice in enumerate(asked.choices, 1):
            parts.append(self._choice(number, choice))
        return parts

    def _both(self, asked: Question) -> QWidget:
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, theme().px(0.2), 0, theme().px(0.3))
        line.setSpacing(theme().px(0.5))
        for side in asked.sides:
            card = _card(side)
            self.sides.append(card)
            line.addWidget(card, 1)
        return pair

    def _choice(self, number: int, choice: Choice) -> QWidget:
        part = QWidget()
        box = column(part, gap=0.1)
        key = button(f"{number}   {choice.title}".replace("&", "&&"), lambda: self.answered.emit(choice))
        key.setAccessibleName(f"{choice.title}, key {number}")
        key.setAccessibleDescription(choice.effect)
        key.setStyleSheet("text-align: left;")
        box.addWidget(key)
        if choice.effect:
            effect = label(choice.effect, token="text_soft", size=0.95)
            effect.setContentsMargins(theme().px(0.5), 0, 0, theme().px(0.2))
            box.addWidget(effect)
        self.answers.append(key)
        return part

    def _more(self, asked: Question) -> QHBoxLayout:
        line = QHBoxLayout()
        if len(asked.ids) == 1 and not asked.of_match:
            line.addWidget(button("Choose all of this kind  A", self.alike_asked.emit, quiet=True))
        if asked.case >= 0:
            line.addWidget(button("Open the case", lambda: self.case_asked.emit(asked.case), quiet=True))
        line.addStretch(1)
        return line


def _card(side: Side) -> QWidget:
    card = Panel()
    card.setAccessibleName(f"{side.title}: {side.value}. {'. '.join(side.origin)}")
    box = column(card, gap=0.25, margin=0.6)
    box.addWidget(label(side.title, token="text_soft", size=0.95))
    box.addWidget(label(side.value, size=1.1, bold=True))
    for words in side.origin:
        box.addWidget(label(words, token="text_soft", size=0.95))
    box.addStretch(1)
    return card
