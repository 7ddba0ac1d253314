"""A list of lines to tick with Space: a checklist, what a form gave, to whom copies went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView

from desktop.views.controls import announce
from desktop.views.panels.fields import Table


@dataclass(frozen=True)
class Line:
    """One line: its code, its words, and a word beside it (a level, a day)."""

    code: str
    words: str
    beside: str = ""


class Ticks(Table):
    """The lines; Space ticks the current one, Enter is for the panel.

    Signals:
        changed: a line was ticked or unticked.
    """

    changed = Signal()

    def __init__(self, name: str, heading: str, beside: str = "", *, rows_shown: float = 9) -> None:
        titles = ("", heading, beside) if beside else ("", heading)
        super().__init__(titles, name, rows_shown=rows_shown, wide=1)
        self._lines: list[Line] = []
        self._ticked: set[str] = set()
        self._with_beside = bool(beside)
        self.setAccessibleDescription("Space ticks the current line.")
        self.setWordWrap(True)  # a criterion cut short is a criterion guessed
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.key.connect(self._on_key)

    def offer(self, lines: Sequence[Line], ticked: Iterable[str] = ()) -> None:
        """Show these lines, some of them ticked."""
        self._lines = list(lines)
        codes = {line.code for line in lines}
        self._ticked = {code for code in ticked if code in codes}
        self._show()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The codes of the ticked lines, in the order shown."""
        return tuple(line.code for line in self._lines if line.code in self._ticked)

    def tick(self, codes: Iterable[str]) -> None:
        """Tick exactly these lines."""
        self._ticked = set(codes) & {line.code for line in self._lines}
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.show_rows(
            [("", line.words, line.beside) if self._with_beside else ("", line.words) for line in self._lines]
        )
        for at, line in enumerate(self._lines):
            ticked = line.code in self._ticked
            mark, item = self.item(at, 0), self.item(at, 1)
            if mark is not None:
                mark.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if item is not None:
                said = "ticked" if ticked else "not ticked"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.words}, {said}")

    def _on_key(self, row: int, letter: str) -> None:
        if letter == " " and 0 <= row < len(self._lines):
            self._turn(row)

    def _turn(self, row: int) -> None:
        code = self._lines[row].code
        self._ticked ^= {code}
        self._show()
        announce(self, "Ticked" if code in self._ticked else "Not ticked")
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the mark's own column ticks; elsewhere it only moves there."""
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at.isValid() and at.column() == 0:
            self._turn(at.row())
