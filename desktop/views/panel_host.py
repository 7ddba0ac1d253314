"""Puts a verb's entry panel beside the list, and takes it away when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.views.pages.list_page import ListPage
from desktop.views.panels import PANELS
from desktop.views.panels.context import Drafts, PanelContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.shell import Shell

_HOME = {"new_request": "dols", "new_plan": "visits"}  # the list a panel without rows stands beside


def open_panel(shell: Shell, verb: str) -> QWidget | None:
    """Open the panel of a verb for the chosen rows; returns it."""
    if verb in _HOME and shell.list_page is None:
        shell.go(_HOME[verb])
    page = shell.list_page
    if page is None:
        return None
    _close_open_one(page)
    factory = PANELS[verb]
    cases = tuple(page.chosen_cases()) if factory.kinds else ()
    panel = factory.open(PanelContext(shell.session, cases, _drafts(shell)), page)
    panel.closed.connect(lambda: page.end_side(panel))
    page.show_side(panel)
    return panel


def _close_open_one(page: ListPage) -> None:
    """One panel at a time; what was typed in the other is kept as a draft."""
    open_one = page.side.currentWidget()
    if open_one is not page.detail and open_one is not None:
        page.end_side(open_one)


def _drafts(shell: Shell) -> Drafts:
    """The drafts of this session, made when the first panel opens."""
    found = shell.session.findChild(Drafts)
    return found if isinstance(found, Drafts) else Drafts(shell.session)
