"""Two people changed the same: what I saw, theirs, mine; one key decides, and the next one follows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QWidget

from desktop.models.ledger import ConflictTold, FieldTold
from desktop.views.controls import Panel, announce, button, column, icon_button, label, put_away
from desktop.views.theme import theme

LETTERS = ("T", "M", "B")
DEAF_MS = 700  # a letter that was already on its way when the panel came decides nothing
TOLD = {
    "T": "Theirs stands. Your edit is kept in the history of this laptop.",
    "M": "Yours will be sent in place of theirs.",
    "B": "Theirs stands, and yours is kept as a note on the case.",
}


class ConflictPanel(QWidget):
    """One conflict.

    Signals:
        settled: (ConflictTold, letter) T keep theirs, M keep mine, B keep both.
        case_asked: the case's row is wanted.
        closed: decide later; it stays in the list of unsent work.
    """

    settled = Signal(object, str)
    case_asked = Signal(int)
    closed = Signal()

    def __init__(self, deaf_ms: int = DEAF_MS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told: ConflictTold | None = None
        self._deaf = QTimer(self)
        self._deaf.setSingleShot(True)
        self._deaf.setInterval(deaf_ms)
        self.setAccessibleName("Somebody else changed the same")
        self.setMinimumWidth(theme().px(22))
        self._build()

    def _build(self) -> None:
        self.heading = label("Somebody else changed the same", size=1.15, bold=True)
        self.whom = label(bold=True)
        self.sentence = label()
        self.what = label(token="text_soft")
        self.waiting = label(token="due_soon", bold=True)
        self.theirs = button("Keep theirs (T)", partial(self.press, "T"))
        self.mine = button("Keep mine (M)", partial(self.press, "M"))
        self.both = button(
            "Keep both (B)", partial(self.press, "B"), tip="Theirs stands; mine becomes a note"
        )
        self.open = button("Open the case", self._open_case, quiet=True)
        self.count = label(token="text_soft")
        self._cards = QWidget()
        self._fields = column(self._cards, gap=0.5)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._cards)
        box = column(self, gap=0.45, margin=0.9)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(icon_button("close", "Decide later (Esc)", self.closed.emit))
        box.addLayout(head)
        for part in (self.whom, self.sentence, self.what, self.waiting):
            box.addWidget(part)
        box.addLayout(_line(self.theirs, self.mine, self.both))
        box.addWidget(area, 1)
        foot = _line(self.open)
        foot.addWidget(self.count)
        box.addLayout(foot)

    # public

    def tell(self, told: ConflictTold, at: int = 1, of: int = 1) -> None:
        """Show a conflict, the so-manieth of those that wait."""
        is_new = self.told is None or self.told.disagreement.set_id != told.disagreement.set_id
        self.told = told
        for part, words in (
            (self.whom, told.whom),
            (self.sentence, told.sentence),
            (self.what, f"Yours: {told.what}" if told.what else ""),
            (self.waiting, told.waiting),
            (self.count, f"{at} of {of}" if of > 1 else ""),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        self.mine.setEnabled(told.can_keep_mine)
        self.open.setVisible(told.case >= 0)
        self._show_fields(told.fields)
        self.setAccessibleDescription(f"{told.sentence} T keeps theirs, M mine, B both.")
        if is_new:
            self._deaf.start()
            announce(self, f"{told.sentence} T keeps theirs, M keeps mine, B keeps both.")

    def press(self, letter: str) -> bool:
        """Decide by a letter; False when it is not one, or came too soon to be meant."""
        if self.told is None or letter not in LETTERS or self._deaf.isActive():
            return False
        if letter == "M" and not self.told.can_keep_mine:
            return False
        told, self.told = self.told, None
        self.settled.emit(told, letter)
        return True

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif not (plain and event.text().upper() in LETTERS):
            super().keyPressEvent(event)
        else:
            self.press(event.text().upper())

    # private

    def _open_case(self) -> None:
        if self.told is not None and self.told.case >= 0:
            self.case_asked.emit(self.told.case)

    def _show_fields(self, fields: tuple[FieldTold, ...]) -> None:
        while (item := self._fields.takeAt(0)) is not None:
            put_away(item.widget())
        for one in fields:
            self._fields.addWidget(_card(one))
        self._fields.addStretch(1)


def _card(one: FieldTold) -> Panel:
    """One field: what I saw, theirs and mine, each named."""
    card = Panel()
    box = column(card, gap=0.15, margin=0.6)
    box.addWidget(label(one.field[:1].upper() + one.field[1:], bold=True))
    said = (("As you saw it", one.seen), ("Theirs", one.theirs), ("Mine", one.mine))
    for name, words in said:
        line = QHBoxLayout()
        title = label(name, token="text_soft")
        title.setFixedWidth(theme().px(6.5))
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(title)
        line.addWidget(label(words, bold=name != "As you saw it"), 1)
        box.addLayout(line)
    card.setAccessibleName(f"{one.field}: " + ", ".join(f"{name} {words}" for name, words in said))
    return card


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSizeConstraint(QLayout.SizeConstraint.SetDefaultConstraint)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line
