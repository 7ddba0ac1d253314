"""The pages that have been opened, which of them is on show, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.lists.selection import Selection
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.registry import PAGES
from desktop.views.pages.specs import SPECS

_KEPT = 30  # steps that can be gone back


class Step(NamedTuple):
    """A page that was left: its name, what its list showed, whom it was about."""

    name: str
    selection: Selection | None
    row_id: str


class PageStack(QStackedWidget):
    """Pages by name; each is made when it is first opened and kept.

    Signals:
        opened: (title, blurb, navigation entry) of the page that is now on show.
    """

    opened = Signal(str, str, str)

    def __init__(self, make: Callable[[str], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[str, QWidget] = {}
        self._make = make
        self._past: list[Step] = []
        self._about: dict[str, str] = {}  # page -> id of the row it shows
        self._titles: dict[str, str] = {}  # page -> the heading that it gave itself

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self.currentWidget()

    @property
    def list_page(self) -> ListPage | None:
        """The page on show when it is a list."""
        page = self.page
        return page if isinstance(page, ListPage) else None

    @property
    def name(self) -> str:
        """The name of the page on show; empty for none."""
        return next((name for name, page in self.pages.items() if page is self.page), "")

    def open(self, name: str, row_id: str = "") -> None:
        """Show a page; with the id of a row for one about a worker, child or home.

        Raises:
            KeyError: when there is no page of that name.
        """
        if name not in self.pages:
            self.put(name, self._make(name))
        self.setCurrentWidget(self.pages[name])
        title, blurb, nav = words_of(name)
        self.opened.emit(title if row_id else self._titles.get(name, title), blurb, nav)
        show_for = getattr(self.page, "show_for", None)
        if row_id and show_for is not None:
            self._about[name] = row_id
            show_for(row_id)

    def put(self, name: str, page: QWidget) -> None:
        """Have a page under a name, in the place of the one that had it."""
        old = self.pages.pop(name, None)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()
        self.pages[name] = page
        self._titles.pop(name, None)
        if hasattr(page, "title_changed"):
            page.title_changed.connect(lambda title: self._titles.update({name: title}))
        self.addWidget(page)

    def remember(self) -> None:
        """Keep the page on show, as it is, as the one to go back to."""
        name, page = self.name, self.list_page
        if name and name != "first_start":
            chosen = page.selection if page is not None else None
            self._past.append(Step(name, chosen, self._about.get(name, "")))
        del self._past[:-_KEPT]

    def forget(self) -> None:
        """There is nothing to go back to any more."""
        self._past.clear()

    def go_back(self) -> None:
        """Show the page before, as it was left."""
        if not self._past:
            return
        step = self._past.pop()
        self.open(step.name, step.row_id)
        if step.selection is not None and self.list_page is not None:
            self.list_page.open_selection(step.selection)


def words_of(name: str) -> tuple[str, str, str]:
    """A page's title, its sentence, and the navigation entry under which it stands."""
    spec = SPECS.get(name) or PAGES[name]
    return spec.title, spec.blurb, spec.nav
