"""What the window does about the shared database: banner, ledger, conflicts beside the list, who is here.

One object follows the session and the shell; without a shared database it does nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import isValid

from desktop.domain.days import now_ms
from desktop.models import sync_words
from desktop.models.ledger import ConflictTold, conflict_told
from desktop.sync.state import SyncState
from desktop.views.pages.beside import TakesPanels
from desktop.views.panels.conflict import LETTERS, TOLD, ConflictPanel
from desktop.views.sync_banner import SyncBanner
from desktop.views.sync_wait import WaitPage, has_nothing_to_show

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.sync.shared_store import SharedStore
    from desktop.views.shell import Shell

DWELL_MS = 1_000  # a cursor that runs down a list opens no case
UNDER_WAY = frozenset(("connecting", "sending", "fetching", "first"))
JUST_NOW_MS = 120_000  # a conflict about something done so lately is shown where it was done


class SyncCare(QObject):
    """Lives as long as the shell.

    Attributes:
        banner: the line across the window.
        panel: the conflict that stands beside the page, None when there is none.
    """

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._session, self._sync = shell, shell.session, shell.session.sync
        self.banner = SyncBanner(self._session)
        self.panel: ConflictPanel | None = None
        self._beside: QWidget | None = None
        self._shown: set[str] = set()  # conflicts that were shown beside a page once
        self._waited: SyncState | None = None  # as it was when the server was lost
        self._to_ask = False  # a conflict came, and what theirs is has still to be fetched
        self._looked_at = ""
        self._waiting: WaitPage | None = None
        shell.offers.addWidget(self.banner)
        shell.may_close = self.may_close
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self._dwell.timeout.connect(self._look_at_case)
        shell.status.shared.ledger_asked.connect(lambda kind: shell.open_page("unsent", kind))
        self.banner.sign_in_asked.connect(self._sign_in)
        shell.status.shared.trouble_asked.connect(self.banner.recall)
        shell.state_shown.connect(self._on_page)
        self._sync.state_changed.connect(self._on_state)
        self._session.closed.connect(self._on_closed)

    # closing

    def may_close(self) -> bool:
        """Say so when edits are unsent; they are safe, so closing is the first choice."""
        words = sync_words.on_closing(self._sync.state) if self._sync.on else ""
        application = QApplication.instance()
        logs_off = isinstance(application, QApplication) and application.isSavingSession()
        if not words or logs_off:  # who logs off is not kept waiting
            return True
        box = QMessageBox(QMessageBox.Icon.Information, "Unsent work", words, parent=self._shell)
        leave = box.addButton("Close Caseclock", QMessageBox.ButtonRole.AcceptRole)
        show = box.addButton("Show them", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(show)
        box.exec()
        if box.clickedButton() is show:
            self._shell.open_page("unsent", "all")
            return False
        return True

    # what the engine says

    def _on_state(self, before: SyncState, now: SyncState) -> None:
        self._wait_or_go_on(now)
        self._tell_return(before, now)
        self._to_ask = self._to_ask or now.conflicts > before.conflicts
        if self._to_ask and now.phase not in UNDER_WAY:
            self._to_ask = False
            self._ask_newest()
        if not now.conflicts:
            self._end_panel()

    def _wait_or_go_on(self, state: SyncState) -> None:
        """A page that stands alone while there is nothing to show; then the pages again."""
        if has_nothing_to_show(state) and self._waiting is None:
            self._waiting = WaitPage(self._session)
            self._waiting.sign_in_asked.connect(self._sign_in)
            self._shell.show_first_start(self._waiting)
        elif self._waiting is not None and not has_nothing_to_show(state):
            self._waiting = None
            self._session.poll_now()  # the rows are in the replica; the lists are asked after they are read
            self._session.ask(lambda desk: desk, lambda _: self._go_on(), owner=self)

    def _go_on(self) -> None:
        self._shell.show_pages()
        self._shell.go("today")

    def _sign_in(self) -> None:
        from desktop.views.secret_dialog import sign_in

        sign_in(self._session, self._sync.state.sentence, self._shell)

    def _tell_return(self, before: SyncState, now: SyncState) -> None:
        """What became of the edits that waited while the server was out of reach: one message."""
        if before.online and not now.online:
            self._waited = before
        if self._waited is None and not now.online and now.phase == "offline":
            self._waited = now
        if self._waited is not None and not now.online:
            self._waited = now if now.unsent > self._waited.unsent else self._waited
        elif self._waited is not None and not now.unsent:
            words, self._waited = sync_words.back_online(self._waited, now), None
            if words:
                self._shell.toast.say(words)

    # a conflict, where it was made

    def _ask_newest(self) -> None:
        """Look for a conflict about something that was done here just now."""
        session, shown = self._session, frozenset(self._shown)
        work = session.workspace
        if work is None:
            return
        store: SharedStore = work.store  # type: ignore[assignment]

        def look(desk: Desk) -> list[ConflictTold]:
            entries = [one for one in store.ledger() if one.state == "conflict" and one.set_id not in shown]
            recent = [one for one in entries if now_ms() - one.made_at < JUST_NOW_MS]
            found = [store.disagreement(one.set_id) for one in recent]
            return [conflict_told(desk, one) for one in found if one is not None]

        session.ask(look, self._show_conflicts, owner=self, key="sync.conflict")

    def _show_conflicts(self, found: list[ConflictTold]) -> None:
        """The first of them beside the page, where no panel is open; the others follow it."""
        page = self._shell.page
        if not found:
            return
        if self.panel is not None or self._shell.stack.name == "unsent":
            return
        if not isinstance(page, TakesPanels) or page.side.panel is not None:
            self._shell.toast.say(f"{sync_words.needs_you(self._sync.state)}. Ctrl+Shift+U shows it.")
            return
        self._shown.add(found[0].disagreement.set_id)
        self.panel = panel = ConflictPanel()
        panel.settled.connect(self._settle)
        panel.case_asked.connect(self._shell.go_to_case)
        panel.closed.connect(self._end_panel)
        panel.tell(found[0], 1, len(found))
        self._beside = self._shell.page
        page.side.put(panel)
        for part in self._letters_from():
            part.installEventFilter(self)

    def _settle(self, told: ConflictTold, letter: str) -> None:
        self._end_panel()
        self._sync.settle(told.disagreement, letter, TOLD[letter])
        self._ask_newest()

    def _end_panel(self) -> None:
        panel, self.panel = self.panel, None
        page, self._beside = self._beside, None
        if panel is None or page is None or not isValid(page) or not isinstance(page, TakesPanels):
            return
        for part in self._letters_from(page):
            part.removeEventFilter(self)
        had_focus = panel.isAncestorOf(panel.focusWidget()) if panel.focusWidget() is not None else False
        page.side.take(panel)
        page.side.setCurrentWidget(page.side.detail)
        if had_focus:
            getattr(page, "focus_first", page.setFocus)()

    def _letters_from(self, page: QWidget | None = None) -> list[QWidget]:
        """The lists of the page whose letters decide while a conflict stands beside them."""
        table = getattr(page or self._beside, "table", None)
        return [table] if isinstance(table, QWidget) else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """T, M and B decide the conflict on show instead of what they mean in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.panel is not None:
            letter = event.text().upper()
            if letter in LETTERS and not event.modifiers():
                self.panel.press(letter)
                return True  # even when it came too soon: it was never meant for another verb
        return super().eventFilter(watched, event)

    # who looks at what

    def _on_page(self) -> None:
        if self._sync.on:
            self._dwell.start()

    def _look_at_case(self) -> None:
        case = self._case_on_show()
        if case != self._looked_at:
            self._looked_at = case
            self._sync.look_at(case)

    def _case_on_show(self) -> str:
        """The case whose content is on the screen, beside the list or on a page of its own."""
        page, desk = self._shell.page, self._session.desk
        if desk is None or not isinstance(page, TakesPanels) or not page.side.isVisible():
            return ""
        cases = page.chosen_cases()
        return desk.book.case.ids[cases[0]] if cases else ""

    def _on_closed(self) -> None:
        self._end_panel()
        self._shown.clear()
        self._waited, self._looked_at = None, ""
