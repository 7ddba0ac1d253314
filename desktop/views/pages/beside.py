"""What a page offers so that entry panels can be opened beside it and its rows can be acted on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.session import Session
from desktop.views.actions import UiState, Verb, verb_of_letter


class Side(QStackedWidget):
    """The place at the right of a page: its detail, or an entry panel in the detail's place."""

    def __init__(self, detail: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail = detail
        self.addWidget(detail)

    @property
    def panel(self) -> QWidget | None:
        """The entry panel that is open, if one is."""
        shown = self.currentWidget()
        return None if shown is self.detail else shown

    def put(self, panel: QWidget) -> None:
        """Show an entry panel."""
        self.addWidget(panel)
        self.setCurrentWidget(panel)
        self.show()

    def take(self, panel: QWidget) -> None:
        """Take an entry panel away; the detail is seen again."""
        self.removeWidget(panel)
        panel.deleteLater()


@runtime_checkable
class TakesPanels(Protocol):
    """A page beside which the shell opens entry panels.

    It may also offer: ``own_verbs()``, what it does itself by verb id; ``refresh()``; and the signals
    ``state_changed()`` when other rows are chosen and ``menu_asked(QPoint)`` for the verbs of the rows.
    """

    side: Side

    def chosen_cases(self) -> list[int]:
        """The case rows that a verb is for, each once."""

    def chosen_worker(self) -> int:
        """The worker row that a verb is for; -1 for none."""

    def show_side(self, panel: QWidget) -> None:
        """Put an entry panel in the place of the detail."""

    def end_side(self, panel: QWidget) -> None:
        """Take it away again, and give the focus back."""


OwnVerbs = dict[str, Callable[[], object]]


def own_verbs(page: QWidget | None) -> OwnVerbs:
    """What a page does itself when a verb is asked for, by the verb's id."""
    offered = getattr(page, "own_verbs", None)
    made: OwnVerbs = offered() if offered is not None else {}
    return made


def state_of(page: QWidget | None, session: Session) -> UiState:
    """What enabling depends on while a page is on show."""
    desk = session.desk
    cases: list[int] = page.chosen_cases() if isinstance(page, TakesPanels) else []
    kinds = {desk.book.case.word("kind", case) for case in cases[:500]} if desk else set()
    has_worker = isinstance(page, TakesPanels) and page.chosen_worker() >= 0
    sync = session.sync
    return UiState(
        desk is not None,
        frozenset(kinds),
        len(cases),
        session.is_today,
        has_worker,
        sync.on,
        sync.state.role if sync.on else "",
    )


def letter_verb(event: QKeyEvent) -> Verb | None:
    """The verb of a letter or digit that was pressed alone or with Shift; None for any other key."""
    letter = event.text()
    if not letter.isalnum() or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
        return None
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return verb_of_letter(f"Shift+{letter}" if shifted else letter) or verb_of_letter(letter)
