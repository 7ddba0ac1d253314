"""The verbs of the chosen rows: the menu of those that can be done now, and why another cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.models.may import why_not
from desktop.views.actions import BY_ID, row_verbs
from desktop.views.pages.beside import TakesPanels
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.views.shell import Shell


def open_row_menu(shell: Shell, at: QPoint) -> None:
    """Open the menu of what can be done with the chosen rows; none where that is nothing."""
    state = shell.ui_state()
    menu = QMenu(shell)
    menu.setAccessibleName("For the chosen rows")
    for verb in row_verbs(state.kinds) or [BY_ID["absence"]]:
        if verb.allowed(state):
            action = menu.addAction(theme().icon(verb.icon, "text_soft"), f"{verb.text}\t{verb.keys}")
            action.triggered.connect(lambda _=False, name=verb.id: shell.perform(name))
    if menu.isEmpty():
        return
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def say_why_not(shell: Shell, verb: str) -> None:
    """Say in one sentence why a verb cannot be done now."""
    words, page = BY_ID[verb], shell.page
    chosen: list[int] = page.chosen_cases() if isinstance(page, TakesPanels) else []
    if barred := why_not(verb, shell.ui_state().role):
        shell.toast.say(barred)
    elif words.scope == "row" and not chosen:
        shell.toast.say("Choose a row first.")
    elif words.single and len(chosen) > 1:
        shell.toast.say(f"{words.text} is for one row at a time.")
    elif words.scope == "row":
        shell.toast.say(f"{words.text} does not fit the kind of case that is chosen.")
