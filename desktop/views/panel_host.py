"""Puts a verb's entry panel beside the page that is open, and takes it away when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.commands import triage
from desktop.commands.checks import count_of
from desktop.views.pages.beside import TakesPanels
from desktop.views.panels import PANELS
from desktop.views.panels.context import Drafts, PanelContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.shell import Shell

# the list beside which a panel without rows stands when the open page takes none
_HOME = {
    **{"new_request": "dols", "new_plan": "visits", "absence": "people", "assessor": "people"},
    **{"visit": "visits", "visit_to": "visits"},
}
_PRIORITIES = {"priority_high": "high", "priority_medium": "medium", "priority_low": "low"}


def open_panel(shell: Shell, verb: str) -> QWidget | None:
    """Open the panel of a verb for the chosen rows; returns it. A priority needs no panel."""
    if verb in _PRIORITIES:
        set_priority(shell, _PRIORITIES[verb])
        return None
    factory = PANELS[verb]
    if not isinstance(shell.page, TakesPanels):
        if verb not in _HOME:
            return None
        shell.go(_HOME[verb])
    page = shell.page
    assert isinstance(page, TakesPanels)
    assert shell.page is not None
    _close_open_one(page)
    cases = tuple(page.chosen_cases()) if factory.kinds else ()
    worker, role = page.chosen_worker(), _role(page)
    context = PanelContext(shell.session, cases, _drafts(shell), worker=worker, role=role)
    panel = factory.open(context, shell.page)
    panel.closed.connect(lambda: page.end_side(panel))
    page.show_side(panel)
    return panel


def set_priority(shell: Shell, priority: str) -> None:
    """Triage the chosen requests; the cursor goes on to the next row."""
    page = shell.page
    if not isinstance(page, TakesPanels):
        return
    chosen = page.chosen_cases()
    if len(chosen) == 1:
        getattr(page, "go_on", lambda: None)()
    told = f"{count_of(len(chosen), 'request')}: {priority} priority."
    by = {"author": shell.session.author, "today": shell.session.today}
    shell.session.run(lambda desk: triage.set_priority(desk.book, chosen, priority, **by), told=told)


def _role(page: TakesPanels) -> str:
    """The assessor's lane that the page's current line is about, on a page that has such lines."""
    chosen: str = getattr(page, "chosen_role", lambda: "")()
    return chosen


def _close_open_one(page: TakesPanels) -> None:
    """One panel at a time; what was typed in the other is kept as a draft."""
    if page.side.panel is not None:
        page.end_side(page.side.panel)


def _drafts(shell: Shell) -> Drafts:
    """The drafts of this session, made when the first panel opens."""
    found = shell.session.findChild(Drafts)
    return found if isinstance(found, Drafts) else Drafts(shell.session)
