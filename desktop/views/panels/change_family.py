"""Brothers and sisters: who is of a child's family, so that one visit is offered for all of them."""

from __future__ import annotations

from typing import Any

from desktop.commands import families
from desktop.commands.plans import CHILDRENS
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels.choosing import ChildPart
from desktop.views.panels.modes import Making, Mode

TIE, PART = "tie", "part"
WHAT = ((TIE, "Is a brother or sister of ..."), (PART, "Is not of the family on record"))


class Family(Mode):
    """A child is tied to a brother or sister, or taken out of the family on record."""

    key = "family"
    title = "Brothers and sisters"
    kinds = frozenset(CHILDRENS)

    def build(self) -> None:
        self._other: tuple[int, ...] = ()
        self.what = self.pick("what", "What is true", WHAT)
        self.child = ChildPart(self.entry, "Brother or sister")
        self.told = label("", token="text_soft")
        self.entry.form.addWidget(self.told)
        self.told.hide()
        self.what.chosen.connect(lambda: self.child.show(self.what.value == TIE))
        self.child.chosen.connect(self._on_child)
        self.child.finder.textEdited.connect(self._forget)

    def _on_child(self, chosen: tuple[int, ...]) -> None:
        self._other, case = chosen, self.entry.case
        entry = self.entry
        entry.context.session.ask(
            lambda desk: family_words(desk, case, chosen[0]), self._tell, owner=entry, on_error=entry.refuse
        )

    def _forget(self, *_: object) -> None:
        """Another name is being typed: whoever was found before is not meant."""
        self._other = ()
        self.told.hide()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
        self.entry.changed()

    def make(self, case: int, by: dict[str, Any]) -> Making:
        author, other = by["author"], self._other
        if self.what.value == PART:
            return lambda desk: families.part(desk.book, int(desk.book.case.person[case]), author=author)
        if not other:
            raise Refused("Type the name or id of the brother or sister, and press Enter on it.")
        return lambda desk: families.tie(
            desk.book, int(desk.book.case.person[case]), int(desk.book.case.person[other[0]]), author=author
        )


def family_words(desk: Desk, case: int, other: int) -> str:
    """Who would be one family, by initials and id."""
    book = desk.book
    group = families.together(book, int(book.case.person[case]), int(book.case.person[other]))
    names = [f"{book.person.initials[row]} {book.person.ref[row]}".strip() for row in group]
    return f"One family: {', '.join(names)}. A visit is then offered for all of them."
