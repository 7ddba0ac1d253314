"""The head of the window: the page's title and sentence, the as-at date, what can be added."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from desktop.models.session import Session
from desktop.views.actions import Actions
from desktop.views.as_at import AsAtField
from desktop.views.controls import button, column, icon_button, label
from desktop.views.theme import theme


class TopBar(QWidget):
    """Title at the left, what acts on everything at the right, or below a title that is too long for that."""

    def __init__(
        self, session: Session, perform: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sync = session.sync
        self._actions: Actions | None = None
        self._blurb = ""
        self.title = label(size=1.7, bold=True)
        self.title.setAccessibleName("Page title")
        self.blurb = label(token="text_soft")
        self.as_at = AsAtField(session)
        self.request = button(
            "New request", lambda: perform("new_request"), icon="plus", tip="New DoLS request (Ctrl+N)"
        )
        self.plan = button("New child or plan", lambda: perform("new_plan"), icon="plus", tip="Ctrl+Shift+N")
        self.bring_in = button(
            "Import", lambda: perform("import"), icon="import", tip="Import spreadsheets (Ctrl+O)"
        )
        self.undo = icon_button("undo", "Undo (Ctrl+Z)", lambda: perform("undo"))
        self.more = icon_button("more", "Everything else", self._open_menu)
        box = column(self, gap=0.1)
        box.setContentsMargins(theme().px(1), theme().px(0.7), theme().px(1), theme().px(0.5))
        self._tools = QWidget()
        line = QHBoxLayout(self._tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(0.45))
        line.addStretch(1)
        for part in (self.as_at, self.request, self.plan, self.bring_in, self.undo, self.more):
            line.addWidget(part)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme().px(0.45))
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self._tools)
        box.addLayout(self._head)
        box.addWidget(self.blurb)
        theme().changed.connect(self._on_theme_changed)

    def use(self, actions: Actions) -> None:
        """Read the menu of everything else from the registry."""
        self._actions = actions

    def show_page(self, title: str, blurb: str) -> None:
        """Name the page that is open."""
        self.title.setText(title)
        self._give_room()
        self._blurb = blurb
        self.tell_news("")

    def tell_news(self, news: str) -> None:
        """Say what is new on the page before what the page is."""
        words = ". ".join(filter(None, (news, self._blurb)))
        self.blurb.setText(words)
        self.blurb.setVisible(bool(words))

    def enable(self, is_open: bool) -> None:
        """Without a database nothing can be added or looked back at."""
        for part in (self.as_at, self.request, self.plan, self.bring_in, self.undo):
            part.setVisible(is_open)
        self._give_room()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    # private

    def _give_room(self) -> None:
        """A title that does not fit on one line beside the rest gets a line of its own."""
        words = self.title.fontMetrics().horizontalAdvance(self.title.text())
        inner = self.width() - 2 * theme().px(1)
        fits = words + self._tools.sizeHint().width() + self._head.spacing() <= inner
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._head.direction() != way:
            self._head.setDirection(way)

    def _open_menu(self) -> None:
        if self._actions is None:
            return
        menu = QMenu(self)
        menu.setAccessibleName("Everything else")
        shared = ["sync_now", "unsent"] if self._sync.on else []
        made = self._actions.with_icons(
            ["absence", *shared, "settings", "theme", "bigger", "smaller", "open", "help"]
        )
        menu.addActions(made)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _on_theme_changed(self) -> None:
        for part, icon in ((self.request, "plus"), (self.plan, "plus"), (self.bring_in, "import")):
            part.setIcon(theme().icon(icon, "text"))
        for tool, icon in ((self.undo, "undo"), (self.more, "more")):
            tool.setIcon(theme().icon(icon, "text_soft"))
        self._give_room()
