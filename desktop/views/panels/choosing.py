"""Choosing a child by typing part of a name or an id, for a panel that was opened without a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain import cases
from desktop.domain.lists.desk import Desk
from desktop.views.panels import asking
from desktop.views.panels.fields import Finder, Table

if TYPE_CHECKING:
    from desktop.views.panels.entry import Entry

Found = tuple[str, str, tuple[int, ...]]  # name and id, what is open, the child's open cases


class ChildPart(QObject):
    """A line to type in and what is found; Enter takes the line under the cursor.

    Signals:
        chosen: (case rows) the open children's cases of the child that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, entry: Entry, words: str) -> None:
        super().__init__(entry)
        self._entry = entry
        self._found: list[Found] = []
        self._taking = False
        self.table = Table(("Child", "Open now"), "Children found", rows_shown=4)
        self.finder = Finder(words, "type part of a name, or an id; Enter takes the first", self.table)
        self.pairs = [entry.add(words, self.finder), entry.add("", self.table)]
        self.pairs[1].hide()
        self.finder.typed.connect(lambda text: self._search(text, take=False))
        self.finder.returnPressed.connect(lambda: self._search(self.finder.text(), take=True))
        self.table.opened.connect(self._take)

    def show(self, shown: bool) -> None:
        """Show or hide the line; it is not asked for once a child is chosen."""
        self.pairs[0].setVisible(shown)
        self.pairs[1].setVisible(shown and bool(self._found))

    def _search(self, text: str, *, take: bool) -> None:
        self._taking = self._taking or take
        today = self._entry.context.today
        self._entry.context.session.ask(
            lambda desk: find_children(desk, text.strip(), today),
            self._show,
            owner=self._entry,
            key=f"panel.child.{self._entry.key}",
            on_error=self._entry.refuse,
        )

    def _show(self, found: list[Found]) -> None:
        at = self.table.currentRow() if found == self._found else 0
        taking, self._taking, self._found = self._taking, False, found
        self.table.show_rows([(name, plans) for name, plans, _ in found])
        self.pairs[1].setVisible(bool(found))
        if found:
            self.table.setCurrentCell(max(0, at), 0)
        if taking and found:
            self._take(self.table.currentRow())
        elif taking:
            self._entry.say_wrong("No child of that name or id has an open plan. Check the spelling.")

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.pairs[1].hide()
            self.chosen.emit(self._found[row][2])


def find_children(desk: Desk, text: str, on: int) -> list[Found]:
    """Children with an open plan whose name, initials or id hold every word typed."""
    found = []
    for line in asking.find_people(desk, text, on):
        own = tuple(
            case
            for case in cases.open_of_person(desk.book, line.row, on)
            if cases.kind_of(desk.book, case) in asking.STRICTEST
        )
        if own:
            found.append((f"{line.name} {line.ref}".strip(), line.open, own))
    return found
