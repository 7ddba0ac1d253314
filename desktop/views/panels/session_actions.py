"""The actions of a supervision session: those of last time to tick off, and new ones with owner and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.commands.actions import NewAction
from desktop.domain.actions import Action
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused
from desktop.views.controls import button
from desktop.views.date_field import DateField
from desktop.views.panels.fields import Table, Typed

if TYPE_CHECKING:
    from desktop.views.panels.entry import Entry


@dataclass(frozen=True)
class _New:
    """An action typed in this session, not saved yet."""

    action: NewAction
    child: str
    owner: str


class ActionsPart:
    """The list of actions and the line in which a new one is typed."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._held: list[Action] = []
        self._names: Mapping[int, str] = {}
        self._done: set[int] = set()
        self._new: list[_New] = []
        self._case, self._child = -1, ""
        self.table = Table(("Child", "Action", "Due", ""), "Actions", rows_shown=4, wide=1)
        self.pair = entry.add("Actions", self.table, "Space: done. On a new one Space takes it away again.")
        self.table.key.connect(lambda row, letter: self._toggle(row) if letter == " " else None)
        self.table.opened.connect(self._toggle)
        self.text = QLineEdit()
        self.text.setPlaceholderText("what is to be done; Enter adds it")
        self.owner = Typed((), "Who does it", "owner")
        self.due = DateField("Action due on", entry.context.today, prefer="future")
        self.due.setAccessibleName("Action due on")
        self.typing = self._line()
        self.typing.hide()
        self.text.returnPressed.connect(self._add)
        self.due.entered.connect(self._add)
        self.text.textChanged.connect(entry.changed)

    def _line(self) -> QWidget:
        """Words above, owner and date below with the button that adds them."""
        pair = self._entry.add("New action", self.text)
        below = QWidget()
        line = QHBoxLayout(below)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.owner, 1)
        line.addWidget(self.due, 1)
        line.addWidget(button("Add", self._add))
        box = pair.layout()
        assert box is not None
        box.addWidget(below)
        return pair

    def offer(
        self, held: list[Action], names: Mapping[int, str], workers: Sequence[tuple[object, str]]
    ) -> None:
        """Show the actions that are open for the children of the session."""
        self._held, self._names = held, names
        self.owner.offer(workers)
        self.owner.pick(None)
        self._show()

    def begin(self, case: int, child: str) -> None:
        """Start a new action for a child; the cursor goes to its words."""
        self._case, self._child = case, child
        self.text.setAccessibleName(f"New action for {child}")
        self.text.setPlaceholderText(f"for {child}: what is to be done; Enter adds it")
        self.typing.show()
        self.text.setFocus()

    def agreed(self) -> tuple[NewAction, ...]:
        """The new actions, the one that stands typed included.

        Raises:
            Refused: an owner who does not work here, or a date that cannot be read.
        """
        typed = self._typed()
        return tuple(new.action for new in self._new) + ((typed.action,) if typed else ())

    def finished(self) -> tuple[int, ...]:
        """The rows of earlier actions ticked as done."""
        return tuple(sorted(self._done))

    def _typed(self) -> _New | None:
        words = self.text.text().strip()
        if not words or self._case < 0:
            return None
        if self.owner.text and self.owner.value is None:
            raise Refused("Nobody of that name works here. Pick the action's owner from the list.")
        if self.due.wrong:
            raise Refused(self.due.wrong)
        owner = -1 if self.owner.value is None else int(str(self.owner.value))
        return _New(NewAction(self._case, words, owner, self.due.day), self._child, self.owner.text)

    def _add(self) -> None:
        try:
            typed = self._typed()
        except Refused as error:
            self._entry.refuse(error)
            return
        if typed is not None:
            self._new.append(typed)
            self.text.clear()
            self.owner.pick(None)
            self.due.edit.clear()
            self._show()
            self._entry.changed()

    def _toggle(self, row: int) -> None:
        if 0 <= row < len(self._held):
            self._done ^= {self._held[row].row}
        elif len(self._held) <= row < len(self._held) + len(self._new):
            del self._new[row - len(self._held)]
        self._show()
        self._entry.changed()

    def _said(self, one: Action) -> str:
        if one.row in self._done:
            return "✓ done"
        return f"{one.overdue_by} d over" if one.overdue_by else "open"

    def _show(self) -> None:
        rows = [
            (
                self._names.get(one.person, "").split(" ")[0],
                one.text,
                short(one.due_on),
                "✓ done"
                if one.row in self._done
                else f"{one.overdue_by} d over"
                if one.overdue_by
                else "open",
            )
            for one in self._held
        ]
        for new in self._new:
            due = short(new.action.due_on) if new.action.due_on != NO_DAY else ""
            words = f"{new.action.text} ({new.owner})" if new.owner else new.action.text
            rows.append((new.child.split(" ")[0], words, due, "new"))
        self.table.show_rows(rows)
        self.pair.setVisible(bool(rows))
