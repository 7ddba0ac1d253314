"""Who is counted: the list behind one figure, headed by the figure that it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.indicators import figure_title
from desktop.models.list_answer import ListAnswer
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS


class CountedPage(ListPage):
    """The list.

    Signals:
        title_changed: the figure, its measure and its month.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["counted"], session, settings, parent)

    def _show(self, made: ListAnswer) -> None:
        super()._show(made)
        desk = self._session.desk
        if desk is not None:
            self.title_changed.emit(figure_title(desk, made.selection))
