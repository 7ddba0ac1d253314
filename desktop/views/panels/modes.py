"""One kind of change within the change panel: its fields, and the act they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.views.date_field import DateField
from desktop.views.panels.fields import Choice, Typed

if TYPE_CHECKING:
    from desktop.views.panels.change import ChangeEntry

Making = Callable[[Desk], Act]
Words = tuple[str, ...]


class Mode:
    """A kind of change.

    Attributes:
        key: its id in drafts.
        title: how the panel's first field names it.
        kinds: the kinds of case it is for.
    """

    key = ""
    title = ""
    kinds: frozenset[str] = frozenset()

    def __init__(self, entry: ChangeEntry) -> None:
        self.entry = entry
        self.fields: dict[str, DateField | QLineEdit | Choice] = {}
        self.build()

    def build(self) -> None:
        """Make the fields with `date`, `text` and `pick`."""

    def ask(self) -> None:
        """Ask the desk for what the fields offer."""

    def odd(self) -> list[str]:
        """What is odd about it as it stands; none of it stops anybody."""
        return []

    def make(self, case: int, by: dict[str, Any]) -> Making:
        """What makes the act."""
        raise NotImplementedError

    def date(
        self, name: str, words: str, day: int | None = None, *, future: bool = False, hint: str = ""
    ) -> DateField:
        """A date field."""
        made = self.entry.add_date(words, day, future=future, hint=hint)
        self.fields[name] = made
        return made

    def text(self, name: str, words: str, hint: str = "") -> QLineEdit:
        """A line of text."""
        made = QLineEdit()
        made.textChanged.connect(self.entry.changed)
        self.entry.add(words, made, hint)
        self.fields[name] = made
        return made

    def pick(self, name: str, words: str, options: tuple[tuple[object, str], ...]) -> Choice:
        """A pick-list."""
        made = Choice(options, words)
        made.chosen.connect(self.entry.changed)
        self.entry.add(words, made)
        self.fields[name] = made
        return made

    def words_of(self, name: str, words: str, offered: Words = ()) -> Typed:
        """A pick-list that takes words of one's own."""
        made = Typed([(one, one.capitalize()) for one in offered], words, "pick one, or type your own")
        made.chosen.connect(self.entry.changed)
        self.entry.add(words, made)
        self.fields[name] = made
        return made

    @property
    def today(self) -> int:
        """Today's day number."""
        return self.entry.context.today

    def state(self) -> dict[str, Any]:
        """What was typed, for the draft."""
        return {name: _typed(field) for name, field in self.fields.items()}

    def restore(self, state: dict[str, Any]) -> None:
        """Type it again."""
        for name, typed in state.items():
            field = self.fields.get(name)
            if isinstance(field, DateField):
                field.edit.setText(typed)
            elif isinstance(field, QLineEdit):
                field.setText(typed)
            elif isinstance(field, Typed):
                field.setCurrentText(typed)
            elif field is not None:
                field.pick(typed)


def _typed(field: DateField | QLineEdit | Choice) -> Any:
    if isinstance(field, DateField):
        return field.edit.text()
    if isinstance(field, QLineEdit):
        return field.text()
    return field.text if isinstance(field, Typed) else field.value


def reason_of(field: Typed) -> str:
    """The reason picked, or typed in one's own words."""
    return str(field.value or field.text)
