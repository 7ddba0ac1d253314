"""Pages that are not lists: what each is called, where it stands, and the class that draws it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.views.pages.specs import SPECS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.models.session import Session
    from desktop.settings import Settings


@dataclass(frozen=True)
class Page:
    """One page that is not a list, imported when it is first opened.

    The widget is made with ``(session, settings)`` and may offer: the signals ``said(str)``,
    ``elsewhere(Selection)``, ``page_asked(str, str)`` and ``verb_asked(str)``; ``show_for(row_id)``, for a
    page about one worker, child or home; ``title_changed(str)`` where the heading names whom it is about;
    ``focus_first()``, called when it is opened. Beside a page that is a `beside.TakesPanels` the shell opens
    entry panels. A navigation entry of its own is a line in `views.places`. To be found by Ctrl+K, whom it is
    about needs a finder in `models.palette` and a line in `views.palette.PAGE_ABOUT`.

    Attributes:
        name: how the shell asks for it.
        nav: the navigation entry under which it stands.
        about: the table whose row it shows, blank for a page that stands alone.
        where: module under `desktop.views` and class.
    """

    name: str
    nav: str
    title: str
    blurb: str
    where: str
    about: str = ""

    def made(self, session: Session, settings: Settings) -> QWidget:
        """A fresh widget."""
        module, _, name = self.where.partition(":")
        widget: QWidget = getattr(import_module(f"desktop.views.{module}"), name)(session, settings)
        return widget


PAGES: dict[str, Page] = {
    page.name: page
    for page in (
        Page(
            "data",
            "data",
            "Data",
            "Bring spreadsheets in, settle what they left open, take trackers out.",
            "pages.data_page:DataPage",
        ),
        Page("today", "today", SPECS["today"].title, SPECS["today"].blurb, "pages.today_page:TodayPage"),
        Page(
            "changed",
            "changed",
            SPECS["changed"].title,
            SPECS["changed"].blurb,
            "pages.changed_page:ChangedPage",
        ),
        Page("board", "board", SPECS["board"].title, SPECS["board"].blurb, "pages.board_page:BoardPage"),
        Page(
            "times",
            "times",
            "Times",
            "Whose days were they: the DoLS team's and the assessors', of the requests that were finished.",
            "pages.times_page:TimesPage",
        ),
        Page(
            "teams",
            "teams",
            "Teams",
            "How teams differ, set against what chance does to a team of that size; and month by month.",
            "pages.teams_page:TeamsPage",
        ),
        Page(
            "indicators",
            "indicators",
            "Indicators",
            "The monthly tables. Every number opens the rows that it counts.",
            "pages.indicators_page:IndicatorsPage",
        ),
        Page(
            "packs",
            "packs",
            "Packs",
            "Freeze a month that is over, and build its assurance packs for managers or for a panel.",
            "pages.packs_page:PacksPage",
        ),
        Page(
            "counted",
            "indicators",
            SPECS["counted"].title,
            SPECS["counted"].blurb,
            "pages.counted_page:CountedPage",
        ),
        Page(
            "worker",
            "people",
            "Worker",
            "Children by clock: overdue, then what falls due before the next supervision.",
            "pages.worker_page:WorkerPage",
            "worker",
        ),
        Page(
            "child",
            "visits",
            "Child",
            "Everything on record about one child, all plans together.",
            "pages.child_page:ChildPage",
            "person",
        ),
        Page("mine", "mine", SPECS["mine"].title, SPECS["mine"].blurb, "pages.my_work_page:MyWorkPage"),
        Page("homes", "homes", SPECS["homes"].title, SPECS["homes"].blurb, "pages.home_page:HomesPage"),
        Page(
            "unsent",
            "today",
            "Unsent work",
            "What is saved on this laptop and not yet with the council, and what needs a decision of yours.",
            "pages.unsent_page:UnsentPage",
        ),
        Page(
            "home",
            "homes",
            SPECS["home"].title,
            SPECS["home"].blurb,
            "pages.home_page:HomePage",
            "managing_authority",
        ),
    )
}
