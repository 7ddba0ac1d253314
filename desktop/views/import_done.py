"""After an import: what became of each file, and where to go from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.lists.selection import Selection
from desktop.models.session import Session
from desktop.views.controls import Panel, button, column, label, put_away
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

TAKEN_BACK = "Taken back: nothing of this file is in."


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    Attributes:
        words: its counts, or the sentence that says why it could not be read.
        batch: id of its import, "" when it did not go in.
    """

    file: str
    words: str
    batch: str = ""
    failed: bool = False


class ImportDone(QWidget):
    """The files one under the other, and three ways on.

    Signals:
        elsewhere: a selection of a list is wanted.
        settle_asked: what imports left open is wanted.
        more_asked: more files are to be brought in.
    """

    elsewhere = Signal(object)
    settle_asked = Signal()
    more_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.outcomes: list[Outcome] = []
        self._back: set[str] = set()
        box = column(self, gap=0.7)
        box.addWidget(label("What became of each file", size=1.35, bold=True))
        self._lines: QVBoxLayout = column(gap=0.5)
        self._shown: list[QWidget] = []
        box.addLayout(self._lines)
        self.overdue = button("Show what is overdue", self._show_overdue, primary=True)
        self.settle = button("Settle what was left open", self.settle_asked.emit)
        foot = QHBoxLayout()
        for part in (self.overdue, self.settle, button("Bring in more", self.more_asked.emit)):
            foot.addWidget(part)
        foot.addStretch(1)
        box.addLayout(foot)
        box.addStretch(1)
        self.setMaximumWidth(theme().px(62))
        session.changed.connect(lambda _: self._look_again())

    def add(self, outcome: Outcome) -> None:
        """List one more file."""
        self.outcomes.append(outcome)
        self._show()

    def clear(self) -> None:
        """Forget the files."""
        self.outcomes.clear()
        self._back.clear()
        self._show()

    def show_open(self, count: int) -> None:
        """Say how many findings wait."""
        self.settle.setText(f"Settle what was left open ({count:,})")
        self.settle.setAccessibleName(self.settle.text())
        self.settle.setVisible(bool(count))

    def _show_overdue(self) -> None:
        self.elsewhere.emit(Selection("overdue", self._session.as_at_now()))

    def _show(self) -> None:
        for part in self._shown:
            self._lines.removeWidget(part)
            put_away(part)
        self._shown = [self._line(one) for one in self.outcomes]
        for part in self._shown:
            self._lines.addWidget(part)

    def _line(self, one: Outcome) -> QWidget:
        card = Panel()
        box = column(card, gap=0.15, margin=0.7)
        words = TAKEN_BACK if one.batch in self._back else one.words
        sign = "Not imported: " if one.failed else ""
        box.addWidget(label(f"{sign}{one.file}", bold=True))
        box.addWidget(label(words, token="overdue" if one.failed else "text_soft"))
        card.setAccessibleName(f"{sign}{one.file}. {words}")
        return card

    def _look_again(self) -> None:
        """See whether one of them was taken back."""
        batches = [one.batch for one in self.outcomes if one.batch]
        if batches:
            self._session.ask(lambda desk: gone(desk, batches), self._mark, owner=self, key="import.done")

    def _mark(self, back: set[str]) -> None:
        if back != self._back:
            self._back = back
            self._show()


def gone(desk: Desk, batches: list[str]) -> set[str]:
    """Which of these imports have been taken back."""
    table = desk.book.import_batch
    return {one for one in batches if one in table.index and not table.live[table.index[one]]}


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: ``1 row``, ``1,204 rows``."""
    return f"{count:,} {one if count == 1 else many}"
