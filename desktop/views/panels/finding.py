"""Finding a person or a home by typing, before making a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from desktop.commands.people import NewPerson
from desktop.domain.days import NO_DAY
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.asking import HomeLine, PersonLine
from desktop.views.panels.entry import Entry
from desktop.views.panels.fields import Finder, Table

SOMEONE_NEW = "Someone new"


class PersonPart(QObject):
    """The fields of a panel that say who it is about.

    Signals:
        changed: another person was chosen, or a new one's details typed.
    """

    changed = Signal()

    def __init__(self, entry: Entry, *, child: bool) -> None:
        super().__init__(entry)
        self._entry, self._child = entry, child
        self._lines: list[PersonLine] = []
        self._put_finder()
        self._put_new()
        self._show_new(False)

    def _put_finder(self) -> None:
        self.table = Table(("Id", "Name", "Open"), "People found", rows_shown=4, wide=1, lines=2)
        self.finder = Finder("Who is it", "type part of a name, or the id", self.table)
        self._entry.add("Child" if self._child else "Person", self.finder)
        self.found = self._entry.add("", self.table, "Down and up choose; the last line is for someone new.")
        self.found.hide()
        self.finder.typed.connect(self._search)
        self.table.currentCellChanged.connect(self._on_row)
        self.table.opened.connect(lambda _: self._entry.focusNextChild())
        self.open_now = label("", token="text_soft")
        self.open_now.hide()
        self._entry.form.addWidget(self.open_now)

    def _put_new(self) -> None:
        self.ref, self.name, self.family = QLineEdit(), QLineEdit(), QLineEdit()
        self.pairs = [self._entry.add("Id in the case system", self.ref), self._entry.add("Name", self.name)]
        self.born = self._entry.add_date("Date of birth")
        self.pairs.append(self.born.pair)  # type: ignore[attr-defined]
        if self._child:
            self.expected = self._entry.add_date("Expected on, if not born yet", future=True)
            self.pairs.append(self.expected.pair)  # type: ignore[attr-defined]
            hint = "The same word for brothers and sisters, such as the family's id."
            self.pairs.append(self._entry.add("Family", self.family, hint))
        for field in (self.ref, self.name, self.family):
            field.textChanged.connect(lambda _: self.changed.emit())

    @property
    def is_new(self) -> bool:
        """Whether the last line, someone new, is chosen."""
        return bool(self.table.rowCount()) and self.table.currentRow() == len(self._lines)

    @property
    def row(self) -> int:
        """The person chosen, -1 for nobody or someone new."""
        at = self.table.currentRow()
        return self._lines[at].row if 0 <= at < len(self._lines) else -1

    def who(self) -> int | NewPerson:
        """The person chosen, or the new one typed.

        Raises:
            Refused: when nobody is chosen.
        """
        if self.row >= 0:
            return self.row
        if not self.is_new:
            raise Refused("Choose the person from the list, or its last line for someone new.")
        expected = self.expected.day if self._child else NO_DAY
        return NewPerson(
            self.ref.text(),
            self.name.text(),
            born_on=self.born.day,
            expected_on=expected,
            family=self.family.text(),
        )

    def _search(self, text: str) -> None:
        today = self._entry.context.today
        self._entry.context.session.ask(
            lambda desk: asking.find_people(desk, text, today),
            self._show,
            owner=self._entry,
            key=f"panel.find.{self._entry.key}",
            on_error=self._entry.refuse,
        )

    def _show(self, lines: list[PersonLine]) -> None:
        self._lines = lines
        typed = self.finder.text().strip()
        rows = [(line.ref, _name_and_birth(line), str(line.count)) for line in lines]
        self.table.show_rows([*rows, ("", SOMEONE_NEW, "")] if typed else [])
        self.found.setVisible(bool(typed))
        exact = [at for at, line in enumerate(lines) if line.ref.casefold() == typed.casefold()]
        if exact or not lines:
            self.table.setCurrentCell(exact[0] if exact else 0, 0)
        else:
            self.table.setCurrentCell(-1, -1)
        self._on_row()

    def _on_row(self, *_: int) -> None:
        typed = self.finder.text().strip()
        if self.is_new and typed:
            target = self.ref if any(letter.isdigit() for letter in typed) else self.name
            if not target.text():
                target.setText(typed)
        self._show_new(self.is_new)
        at = self.table.currentRow()
        line = self._lines[at] if 0 <= at < len(self._lines) else None
        self.open_now.setText(f"Open now: {line.open or 'nothing'}" if line else "")
        self.open_now.setVisible(line is not None)
        self.changed.emit()

    def _show_new(self, shown: bool) -> None:
        for pair in self.pairs:
            pair.setVisible(shown)

    def state(self) -> dict[str, Any]:
        """What was typed, for the draft."""
        return {
            "find": self.finder.text(),
            "ref": self.ref.text(),
            "name": self.name.text(),
            "born": self.born.edit.text(),
            "family": self.family.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Type it again, and search again."""
        self.finder.setText(state["find"])
        self.ref.setText(state["ref"])
        self.name.setText(state["name"])
        self.born.edit.setText(state["born"])
        self.family.setText(state["family"])
        self._search(state["find"])


class HomePart(QObject):
    """A home or ward: one that is known, or a new one by the name typed.

    Signals:
        changed: another home was chosen or typed.
    """

    changed = Signal()

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self._entry = entry
        self._lines: list[HomeLine] = []
        self.table = Table(("Home or ward", "Open requests"), "Homes found", rows_shown=3, wide=0)
        self.finder = Finder("Home or ward", "type part of its name", self.table)
        entry.add("Home or ward", self.finder)
        self.pair = entry.add("", self.table)
        self.pair.hide()
        self.finder.typed.connect(self._search)
        self.table.currentCellChanged.connect(lambda *_: self.changed.emit())

    def where(self) -> int | str:
        """The row of the home chosen, else the name as typed ("" for none)."""
        at = self.table.currentRow()
        return self._lines[at].row if 0 <= at < len(self._lines) else self.finder.text().strip()

    def _search(self, text: str) -> None:
        today = self._entry.context.today
        find: Callable[[Any], list[HomeLine]] = lambda desk: asking.find_homes(desk, text, today)  # noqa: E731
        self._entry.context.session.ask(
            find, self._show, owner=self._entry, key="panel.find.home", on_error=self._entry.refuse
        )

    def _show(self, lines: list[HomeLine]) -> None:
        self._lines = lines
        self.table.show_rows([(line.name, str(line.open)) for line in lines])
        typed = self.finder.text().strip().casefold()
        exact = [at for at, line in enumerate(lines) if line.name.casefold() == typed]
        self.table.setCurrentCell(exact[0] if exact else -1, 0 if exact else -1)
        self.pair.setVisible(bool(lines))
        self.changed.emit()


def _name_and_birth(line: PersonLine) -> str:
    return f"{line.name}\nborn {line.born}" if line.born else line.name
