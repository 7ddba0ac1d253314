"""The window: navigation at the left, one page, a line at the foot; it performs the verbs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.lists.selection import Selection
from desktop.errors import AppError, Refused
from desktop.models.session import Session
from desktop.policy import policy
from desktop.settings import GEOMETRY, LAST_PAGE, ME, Settings
from desktop.views.actions import BY_ID, Actions, UiState
from desktop.views.appearance import next_theme, scale_by
from desktop.views.as_at import AsAtBanner
from desktop.views.controls import column
from desktop.views.drop_zone import spreadsheets_in
from desktop.views.nav import NavBar, NavButton
from desktop.views.page_stack import PageStack, words_of
from desktop.views.pages.about import open_changes, open_child, open_home, open_worker
from desktop.views.pages.beside import TakesPanels, own_verbs, state_of
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.registry import PAGES
from desktop.views.pages.specs import LIST_OF_KIND, SPECS
from desktop.views.palette import open_palette
from desktop.views.places import PLACES, Place, part_of
from desktop.views.row_menu import open_row_menu, say_why_not
from desktop.views.status_line import StatusLine
from desktop.views.theme import theme
from desktop.views.toast import Toast
from desktop.views.top_bar import TopBar


class Shell(QWidget):
    """The main window.

    Signals:
        open_asked: another database is wanted.
        state_shown: another page or row is on show.
    """

    open_asked = Signal()
    state_shown = Signal()
    closing = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.settings = session, settings
        self.may_close: Callable[[], bool] = lambda: True  # whoever has something to say first
        self.ask_connect: Callable[[], object] = lambda: None  # to a shared database
        session.known_as = settings.get(ME)
        self.setWindowTitle("Caseclock")
        self.setObjectName("shell")
        self.setAcceptDrops(True)
        self.resize(theme().px(82), theme().px(50))
        self._build()
        self.actions_made = Actions(self, self.perform)
        self.top.use(self.actions_made)
        self._connect()
        self.restoreGeometry(settings.get(GEOMETRY) or QByteArray())

    def _build(self) -> None:
        self.nav = NavBar([place for place in PLACES if policy().allows(part_of(place.name))])
        self.top = TopBar(self.session, self.perform)
        self.banner = AsAtBanner(self.session)
        self.stack = PageStack(self._made)
        self.status = StatusLine(self.session)
        right, self.offers = column(gap=0), column(gap=0)
        right.addLayout(self.offers)
        right.addWidget(self.banner)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.nav)
        line.addLayout(right, 1)
        self.toast = Toast(self)
        help_button = NavButton(Place("help", "Help and keys", "help", "F1"))
        help_button.setCheckable(False)
        help_button.clicked.connect(lambda: self.perform("help"))
        self.nav.foot.addWidget(help_button)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.go)
        self.stack.opened.connect(self._on_page_opened)
        self.toast.undo_pressed.connect(lambda: self.perform("undo"))
        self.session.told.connect(lambda words, undo: self.toast.say(words, can_undo=undo))
        self.session.failed.connect(self.tell_error)
        self.session.opened.connect(self.show_pages)
        self.session.closed.connect(self._update_actions)
        self.status.rejected_pressed.connect(self._show_rejected)
        self.top.as_at.refused.connect(self.toast.say)
        self.banner.changes_asked.connect(lambda day: open_changes(self, day))
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.go_back)

    # pages

    @property
    def pages(self) -> dict[str, QWidget]:
        """The pages that have been opened, by name."""
        return self.stack.pages

    @property
    def page(self) -> QWidget | None:
        """The page that is open."""
        return self.stack.page

    @property
    def list_page(self) -> ListPage | None:
        """The open page when it is a list."""
        return self.stack.list_page

    def go(self, name: str) -> None:
        """Open a page by name (a list, or a page that is none); the one just left can be gone back to."""
        self.open_page(name)
        page = self.list_page
        if page is not None:
            page.refresh()
            getattr(page, "focus_first", page.table.setFocus)()

    def open_page(self, name: str, row_id: str = "") -> None:
        """Open a page by name; with the id of a row for one about a worker, child or home."""
        if self._is_switched_off(name):
            return
        self.stack.remember()
        self.stack.open(name, row_id)
        getattr(self.page, "focus_first", lambda: None)()

    def _is_switched_off(self, name: str) -> bool:
        """Say so when this machine's policy has switched off the part that a page belongs to."""
        try:
            policy().refuse_feature(part_of(words_of(name)[2]))
        except Refused as error:
            self.tell_error(error)
            return True
        return False

    def open_selection(self, selection: Selection) -> None:
        """Open the list of a selection with exactly its rows."""
        if self._is_switched_off(selection.list):
            return
        self.stack.remember()
        self.stack.open(selection.list)
        page = self.list_page
        if page is not None:
            page.open_selection(selection)
            page.table.setFocus()

    def go_back(self) -> None:
        """Back to the page before."""
        self.stack.go_back()

    def show_first_start(self, page: QWidget) -> None:
        """Show a page that stands alone while no database is open."""
        self.nav.hide()
        self.status.hide()
        self.stack.put("first_start", page)
        self.stack.setCurrentWidget(page)
        getattr(page, "focus_first", page.setFocus)()
        self.top.show_page("Caseclock", "")
        self.top.enable(False)
        self._update_actions()

    def _on_page_opened(self, title: str, blurb: str, nav: str) -> None:
        self.top.show_page(title, blurb)
        self.nav.show_page(nav)
        self.setWindowTitle(f"{title} - Caseclock")
        self._update_actions()

    def _retitle(self, title: str) -> None:
        """The heading of a page that names whom it is about."""
        if self.sender() is self.page:
            self.top.show_page(title, words_of(self.stack.name)[1])
            self.setWindowTitle(f"{title} - Caseclock")

    def _made(self, name: str) -> QWidget:
        """A page, with what it says and asks for connected."""
        if name in PAGES:
            page = PAGES[name].made(self.session, self.settings)
        else:
            page = ListPage(SPECS[name], self.session, self.settings)
        detail = getattr(page, "detail", None)
        for maker, signal, slot in (
            (page, "said", self.toast.say),
            (page, "elsewhere", self.open_selection),
            (page, "page_asked", self.open_page),
            (page, "verb_asked", self.perform),
            (page, "title_changed", self._retitle),
            (page, "state_changed", self._update_actions),
            (page, "menu_asked", partial(open_row_menu, self)),
            (detail, "explain_asked", self.explain),
            (detail, "case_asked", self.go_to_case),
            (detail, "history_asked", self.show_history),
        ):
            if hasattr(maker, signal):
                getattr(maker, signal).connect(slot)
        return page

    # verbs

    def perform(self, verb: str) -> None:
        """Do what a verb says, if it can be done now."""
        if not BY_ID[verb].allowed(self.ui_state()):
            say_why_not(self, verb)
            return
        if verb.startswith("go_"):
            self.go(verb.removeprefix("go_"))
        elif verb in (own := self._own_verbs() | own_verbs(self.page)):
            own[verb]()
        else:
            self.open_panel(verb)

    def _own_verbs(self) -> dict[str, Callable[[], object]]:
        nothing_here = ("find", "clear", "columns", "detail", "print", "copy", "copy_plain")
        return dict.fromkeys(nothing_here, lambda: None) | {
            "explain": self._explain_chosen,
            "home": lambda: open_home(self),
            "worker_page": lambda: open_worker(self),
            "child_page": lambda: open_child(self),
            "propose": self._propose,
            "import": self.start_import,
            "as_at": self.top.as_at.start,
            "undo": lambda: self.session.undo(),
            "bigger": lambda: self.toast.say(scale_by(self.settings, 1), ms=2500),
            "smaller": lambda: self.toast.say(scale_by(self.settings, -1), ms=2500),
            "theme": lambda: self.toast.say(next_theme(self.settings), ms=2500),
            "open": self.open_asked.emit,
            "help": self.show_help,
            **{"sync_now": self.session.sync.sync_now, "unsent": lambda: self.open_page("unsent")},
            "palette": lambda: open_palette(self),
            "settings": self.show_settings,
        }

    def open_panel(self, verb: str) -> None:
        """Open the entry panel of a verb beside the page."""
        from desktop.views.panel_host import open_panel

        open_panel(self, verb)

    def _explain_chosen(self) -> None:
        chosen_clock = getattr(self.page, "chosen_clock", None)
        self.explain(chosen_clock() if chosen_clock is not None else -1)

    def explain(self, clock: int) -> None:
        """Explain a clock of the desk."""
        if clock < 0:
            self.toast.say("No clock is running for this row, so there is no date to explain.")
            return
        from desktop.domain.explain import explain_clock
        from desktop.views.explain_dialog import ExplainDialog

        self.session.ask(
            lambda desk: explain_clock(desk.book, desk.timescales, desk.clocks, clock),
            lambda told: ExplainDialog(told, self).show(),
            owner=self,
            key="explain",
        )

    def go_to_case(self, case: int) -> None:
        """Open a case in the list of its kind."""
        desk = self.session.desk
        if desk is None:
            return
        name = LIST_OF_KIND.get(desk.book.case.word("kind", case), "queue")
        self.go(name)
        page = self.list_page
        if page is not None and not page.go_to_case(case):
            cases, person = desk.book.case, desk.book.case.person[case]
            ref = cases.ref[case] or (desk.book.person.ref[person] if person >= 0 else "")
            page.open_selection(Selection(name, page.selection.as_at, text=ref))

    def _propose(self) -> None:
        """Propose assessors for the chosen requests, on the board."""
        page = self.page
        cases: list[int] = page.chosen_cases() if isinstance(page, TakesPanels) else []
        self.go("board")
        getattr(self.page, "propose", lambda _: None)(cases)

    def show_history(self) -> None:
        """Who changed what in the case on show."""
        from desktop.views.history_dialog import show_history

        shown = getattr(getattr(self.page, "detail", None), "shown", None)
        if shown is not None:
            show_history(self, shown)

    def show_help(self) -> None:
        """The sheet of keys."""
        from desktop.views.help_sheet import HelpSheet

        HelpSheet(self, shared=self.session.sync.on).show()

    def show_settings(self) -> None:
        """The council's own choices, backups, and how the window looks."""
        from desktop.views.settings_dialog import SettingsDialog

        SettingsDialog(self.session, self.settings, self).show()

    def start_import(self, files: list[str] | None = None) -> None:
        """Open the import page, with files when they were dropped on the window."""
        self.open_page("data")
        page = self.page
        if files:
            page.take_files(files)  # type: ignore[union-attr]
        else:
            page.choose_files()  # type: ignore[union-attr]

    def tell_error(self, error: AppError) -> None:
        """Say a sentence about something that could not be done."""
        self.toast.say(error.message, ms=15_000)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.session.desk is not None and spreadsheets_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = spreadsheets_in(event)
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self.start_import(files))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.settings.put(GEOMETRY, self.saveGeometry())
        name = self.stack.name
        self.settings.put(LAST_PAGE, words_of(name)[2] if name in SPECS or name in PAGES else "today")
        self.settings.sync()
        self.closing.emit()
        super().closeEvent(event)

    # slots and private

    def show_pages(self) -> None:
        """The pages again, with navigation and status, after a page that stood alone."""
        self.nav.show()
        self.status.show()
        self.top.enable(True)
        self.stack.forget()
        if self.list_page is None:
            self.go("today")
        else:
            self.list_page.mark_stale()
        self._update_actions()

    def _show_rejected(self) -> None:
        self.go("data")
        self.page.show_level("rejected")  # type: ignore[union-attr]

    def ui_state(self) -> UiState:
        """What enabling depends on."""
        return state_of(self.page, self.session)

    def _update_actions(self) -> None:
        self.actions_made.update(self.ui_state())
        self.state_shown.emit()
        page = self.list_page
        self.top.tell_news(page.answer.data.news if page is not None and page.answer is not None else "")
