"""A worker's page: what a manager wants to know before supervision, and where it is recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.days import short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Count, Selection
from desktop.domain.lists.worker import WorkerView
from desktop.errors import AppError
from desktop.models.session import Session
from desktop.models.worker import WorkerAnswer, worker_answer
from desktop.reports.paper import Paper
from desktop.settings import Settings
from desktop.views.controls import Panel, announce, button, column, label
from desktop.views.empty_state import Way
from desktop.views.pages.beside import OwnVerbs
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.print_dialog import PaperDialog, offer_paper
from desktop.views.theme import theme

_MAIN = ("overdue", "visit_overdue", "supervision_overdue", "due_soon")
_LINES = 4  # of actions and of what went well; the sheet and the children's pages have the rest


class WorkerPage(ListPage):
    """The worker's children by clock, with load, gaps, actions, leave and what went well above them.

    Signals:
        title_changed: the worker's name.
        page_asked: the page about a child is wanted.
    """

    title_changed = Signal(str)
    page_asked = Signal(str, str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        self.worker_id = ""
        self.view: WorkerView | None = None
        self._queue = 0
        super().__init__(SPECS["children"], session, settings, parent)
        for picker in (self.bar.team, self.bar.worker):
            picker.hide()
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        self.head = _Head(self)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, theme().px(1), 0)
        line.addWidget(self.head)
        box.insertLayout(0, line)

    # what the shell asks

    def show_for(self, row_id: str) -> None:
        """Show one worker."""
        self.worker_id = row_id
        self.open_selection(Selection("children", self._session.as_at_now()))
        self.table.setFocus()

    def refresh(self) -> None:
        """Gather the worker again if anything may have changed."""
        if not self._stale or not self.worker_id:
            return
        self._stale = False
        wanted, picks, row_id = self.selection, self._picks, self.worker_id
        self._session.ask(
            lambda desk: worker_answer(desk, row_id, wanted, picks),
            self._show_worker,
            owner=self,
            key="page.worker",
            on_error=self._on_failed,
        )

    def chosen_worker(self) -> int:
        """The worker whom the page is about."""
        return self.view.row if self.view is not None else -1

    def own_verbs(self) -> OwnVerbs:
        return super().own_verbs() | {"print": self.offer_sheet}

    def offer_sheet(self) -> PaperDialog | None:
        """Show the supervision sheet, to print it or save it as PDF."""
        if self.view is None:
            return None
        row = self.view.row

        def make(desk: Desk) -> Paper:
            from desktop.domain.lists.worker import worker_view
            from desktop.reports.sheet import supervision_sheet

            return supervision_sheet(desk, worker_view(desk, row))

        return offer_paper(self, self._session, make)

    def ask_diary(self) -> None:
        """Save the worker's due dates as a calendar file that is chosen."""
        path, _ = QFileDialog.getSaveFileName(
            self, "Save the diary", "caseclock-diary.ics", "Calendar (*.ics)"
        )
        if path:
            self.save_diary(Path(path))

    def save_diary(self, path: Path) -> None:
        """Save the diary; a calendar that has an older one takes the new dates over."""
        if self.view is None:
            return
        row = self.view.row

        def write(desk: Desk) -> int:
            import datetime as dt

            from desktop.exchange.diary import diary
            from desktop.views.printing import write_whole

            content = diary(desk, row, dt.datetime.now(dt.UTC))
            write_whole(path, content)
            return content.count(b"BEGIN:VEVENT")

        self._session.ask(
            write,
            lambda n: self.said.emit(
                f"{n} dates saved as {path.name}: initials only. Open it to take them over."
            ),
            owner=self,
            key="diary",
            on_error=lambda error: self.said.emit(error.message),
        )

    def open_queue(self) -> None:
        """Open everything that waits for the worker, DoLS work included."""
        self.elsewhere.emit(Selection("queue", self._session.as_at_now(), worker=self.worker_id))

    # slots and private

    def _show_worker(self, made: WorkerAnswer) -> None:
        self.view, self._queue = made.view, made.queue
        self.selection = made.list.selection
        self.head.tell(made.view, made.queue)
        self._show(replace(made.list, counts=[one for one in made.list.counts if _is_shown(one, made)]))
        plain = made.list.selection.but(worker="")  # whose page it is, is no filter
        self.bar.show_selection(plain, len(made.list.data), made.list.data.of, made.list.titles)
        self.title_changed.emit(made.view.name)
        announce(self, f"{made.view.name}, {made.view.load.words()}")

    def _show_emptiness(self, made: object) -> None:
        super()._show_emptiness(made)  # type: ignore[arg-type]
        if self.view is not None and not self.view.children:
            words = f"{self._queue:,} cases of other kinds wait in their queue." if self._queue else ""
            ways = [Way("Open their queue", self.open_queue, primary=True)] if self._queue else []
            self.empty.tell("people", f"{self.view.name} has no children now", words, ways)

    def _on_failed(self, error: AppError) -> None:
        self.head.hide()
        super()._on_failed(error)


def _is_shown(count: Count, made: WorkerAnswer) -> bool:
    """The main counts always, the others when there is anything to count or they are pressed in."""
    return count.n > 0 or count.key in _MAIN or count.key == made.list.selection.chip


class _Head(Panel):
    """What stands above the children."""

    def __init__(self, page: WorkerPage) -> None:
        super().__init__()
        self.setAccessibleName("About the worker")
        self._page = page
        self._box = column(self, gap=0.5, margin=0.7)
        self._body: QWidget | None = None

    def tell(self, view: WorkerView, queue: int) -> None:
        """Show one worker."""
        if self._body is not None:
            self._box.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme().px(0.6))
        body.addLayout(_facts(view))
        line = QHBoxLayout()
        line.setSpacing(theme().px(1.4))
        line.addLayout(_sentences("Actions from last time", _actions(view), "No action is open."), 1)
        line.addLayout(_sentences("What went well", list(view.well), "Nothing stands out."), 1)
        line.addLayout(self._buttons(queue))
        body.addLayout(line)
        self._box.addWidget(self._body)
        self.show()

    def _buttons(self, queue: int) -> QVBoxLayout:
        page, made = self._page, column(gap=0.3)
        for one in (
            button("Supervision sheet (Ctrl+P)", page.offer_sheet, primary=True, icon="print"),
            button(
                "Diary file…",
                page.ask_diary,
                icon="calendar",
                tip="Due dates for their calendar, initials only",
            ),
            button(f"Their queue ({queue:,})", page.open_queue),
        ):
            made.addWidget(one)
        made.addStretch(1)
        return made


def _facts(view: WorkerView) -> QHBoxLayout:
    """Labels over their words, side by side; what needs more words has more room."""
    over = view.load.is_over
    sessions = (
        f"Next: {view.next.words()}",
        f"Last: {short(view.session) or 'none recorded'}",
        f"Own: {short(view.personal) or 'no date recorded'}",
    )
    told = (
        ("Load", ("Over the ceiling: " if over else "") + view.load.words(), 3, over),
        ("Team", ", ".join(part for part in (view.team, view.post) if part) or "none", 2, False),
        ("Supervision", view.gaps, 4, False),
        ("Sessions", "\n".join(sessions), 5, False),
        ("Recording", view.lag.words(), 4, False),
        ("Leave", _leave(view), 4, False),
    )
    line = QHBoxLayout()
    line.setSpacing(theme().px(1))
    for name, words, share, presses in told:
        block = column(gap=0.1)
        block.addWidget(label(name, token="text_soft", size=0.95))
        block.addWidget(label(words, token="overdue" if presses else "text", bold=presses))
        block.addStretch(1)
        line.addLayout(block, share)
    return line


def _leave(view: WorkerView) -> str:
    covers = f"covers for {', '.join(view.covers)}" if view.covers else ""
    return "; ".join(part for part in (*view.leave, covers) if part) or "none in the next 8 weeks"


def _actions(view: WorkerView) -> list[str]:
    shown = view.todo[:_LINES]
    more = len(view.todo) - len(shown)
    return [*shown, *([f"and {more} more, on the sheet"] if more else [])]


def _sentences(title: str, lines: list[str], nothing: str) -> QVBoxLayout:
    box = column(gap=0.15)
    box.addWidget(label(title, bold=True))
    for line in lines[: _LINES + 1] or [nothing]:
        box.addWidget(label(line, token="text" if lines else "text_soft"))
    box.addStretch(1)
    return box
