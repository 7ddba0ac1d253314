"""Ctrl+K: one line that finds a worker, a person, a page or a thing to do, and opens it with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop.models.palette import Hit, find
from desktop.views.actions import VERBS, UiState, Verb
from desktop.views.controls import column, label
from desktop.views.panels.fields import Finder, Table
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.views.shell import Shell

_NOT_HERE = frozenset({"palette", "clear"})
# The page about one of a kind that the search finds; it is opened with the hit's `row_id`.
PAGE_ABOUT: dict[str, str] = {"home": "home", "worker": "worker"}


def open_palette(shell: Shell) -> Palette:
    """Open the search over the window."""
    made = Palette(shell)
    made.show()
    made.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return made


class Palette(QDialog):
    """Type, choose with the arrow keys, open with Enter; Esc goes back to where one was."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._state: UiState = shell.ui_state()
        self._found: list[Hit | Verb] = []
        self._waiting, self._open_next = False, False
        self.setWindowTitle("Find or do")
        self.setAccessibleName("Find or do")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = Table(("What", "Where"), "Found", rows_shown=12, wide=1)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.horizontalHeader().hide()
        hint = "A worker, a person, a reference, a page, something to do"
        self.field = Finder("Find or do", hint, self.table)
        box = column(self, gap=0.6, margin=0.9)
        box.addWidget(self.field)
        box.addWidget(self.table)
        box.addWidget(label("Up and Down choose, Enter opens, Esc closes.", token="text_soft"))
        self.setFixedWidth(theme().px(46))
        self.field.textEdited.connect(self._on_edited)
        self.field.typed.connect(self._search)
        self.field.returnPressed.connect(self._on_enter)
        self.table.opened.connect(self._open)
        self._show("", [])
        self.move(shell.mapToGlobal(shell.rect().center()).x() - self.width() // 2, shell.y() + theme().px(6))

    # slots and private

    def _on_edited(self, _: str) -> None:
        self._waiting = True

    def _search(self, text: str) -> None:
        asked = self._shell.session.ask(
            lambda desk: find(desk, text),
            lambda hits: self._show(text, hits),
            owner=self,
            key="palette",
        )
        if asked is None:  # no database is open: only what can be done without one
            self._show(text, [])

    def _show(self, text: str, hits: list[Hit]) -> None:
        verbs = _verbs(text, self._state)
        workers = [hit for hit in hits if hit.kind == "worker"]
        others = [hit for hit in hits if hit.kind != "worker"]
        self._found = [*workers, *verbs, *others]
        self.table.setCurrentCell(-1, -1)
        self.table.show_rows([_words(one) for one in self._found])
        self.table.setColumnWidth(0, theme().px(18))
        self._waiting = False
        if self._open_next:
            self._open(self.table.currentRow())

    def _on_enter(self) -> None:
        """Open the line chosen; what is still being looked for is opened when it comes."""
        if self._waiting:
            self._open_next = True
            return
        self._open(self.table.currentRow())

    def _open(self, at: int) -> None:
        self._open_next = False
        if not 0 <= at < len(self._found):
            return
        chosen, shell = self._found[at], self._shell
        self.close()
        if isinstance(chosen, Verb):
            shell.perform(chosen.id)
        elif chosen.kind in PAGE_ABOUT:
            shell.open_page(PAGE_ABOUT[chosen.kind], chosen.row_id)
        else:
            shell.go_to_case(chosen.row)


def _verbs(text: str, state: UiState) -> list[Verb]:
    """Pages and verbs that can be used now and hold every word at the beginning of one of theirs."""
    typed = text.casefold().split()
    return [
        verb
        for verb in VERBS
        if verb.id not in _NOT_HERE
        and verb.allowed(state)
        and all(any(part.startswith(word) for part in verb.text.casefold().split()) for word in typed)
    ]


def _words(one: Hit | Verb) -> tuple[str, str]:
    if isinstance(one, Verb):
        return one.text, f"{one.group}, {one.keys}" if one.group != "Go to" else f"Page, {one.keys}"
    return one.title, one.detail
