"""A child's page: every plan with its clocks at the left, one timeline over all of them at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from desktop.errors import AppError
from desktop.models.child import ChildAnswer, child_answer
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import announce, column
from desktop.views.empty_state import EmptyState
from desktop.views.pages.beside import Side, letter_verb
from desktop.views.pages.child_parts import Plans, history_rows, record_rows, timeline_rows
from desktop.views.pages.fresh import FreshPage
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

_TABS = ("What happened", "Workers, placements, agreements", "Who changed what")


class ChildPage(FreshPage):
    """One child.

    Signals:
        page_asked: the page about a brother or sister is wanted.
        verb_asked: the id of a verb for the chosen plan.
        title_changed: who the child is.
        state_changed: another plan is chosen.
        menu_asked: a context menu at a global point.
    """

    page_asked = Signal(str, str)
    verb_asked = Signal(str)
    title_changed = Signal(str)
    state_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.person_id = ""
        self.answer: ChildAnswer | None = None
        self._build()

    def _build(self) -> None:
        self.detail = Plans()
        self.detail.chosen.connect(self.state_changed)
        self.detail.verb_asked.connect(self.verb_asked)
        self.detail.sibling_asked.connect(lambda person: self.page_asked.emit("child", person))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("What is on record")
        self.tabs.setDocumentMode(True)
        self.timeline = SimpleTable("What happened", "Nothing is recorded yet.")
        self.records = SimpleTable("Workers, placements and agreements", "Nothing of this is recorded yet.")
        self.history = SimpleTable("Who changed what", "Nothing has been changed yet.")
        for title, part in zip(_TABS, (self.timeline, self.records, self.history), strict=True):
            holder = QWidget()
            column(holder, gap=0).addWidget(part)
            self.tabs.addTab(holder, title)
        self.tabs.currentChanged.connect(lambda _: self._ask_history())
        self.gone = EmptyState()
        self.side = Side(self.tabs)
        self.side.addWidget(self.gone)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.addWidget(self.detail)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(26), theme().px(50)])
        box = column(self, gap=0)
        box.setContentsMargins(theme().px(1), theme().px(0.2), 0, 0)
        box.addWidget(self.split)

    # what the shell asks

    def show_for(self, row_id: str) -> None:
        """Show one child."""
        self.person_id = row_id
        self._stale = True
        self.tabs.setCurrentIndex(0)
        self.refresh()

    def focus_first(self) -> None:
        """Put the focus where letters are commands."""
        self.timeline.table.setFocus()

    def refresh(self) -> None:
        """Gather the child again if anything may have changed."""
        if self.person_id:
            super().refresh()

    def chosen_cases(self) -> list[int]:
        """The plan that is chosen."""
        return [self.detail.case] if self.detail.case >= 0 else []

    def chosen_worker(self) -> int:
        """Who has the child's first plan."""
        return self.answer.worker if self.answer is not None else -1

    def chosen_clock(self) -> int:
        """The clock that has the focus, else the most pressing one of the chosen plan."""
        return self.detail.chosen_clock()

    def show_side(self, panel: QWidget) -> None:
        """Put an entry panel in the place of the record."""
        self.side.put(panel)

    def end_side(self, panel: QWidget) -> None:
        """Take an entry panel away again."""
        self.side.take(panel)
        self.side.setCurrentWidget(self.tabs)
        self.focus_first()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = letter_verb(event)
        if verb is not None and verb.id != "child_page":
            self.verb_asked.emit(verb.id)
            return
        super().keyPressEvent(event)

    # slots and private

    def _ask(self) -> None:
        row_id = self.person_id
        self.ask(lambda desk: child_answer(desk, row_id), self._show, "page.child")

    def _show(self, made: ChildAnswer) -> None:
        self.answer = made
        view = made.view
        self.detail.tell(made)
        self.timeline.show_rows(timeline_rows(view))
        self.records.show_rows(record_rows(view))
        if self.side.panel is self.gone:
            self.side.setCurrentWidget(self.tabs)
        self._ask_history()
        self.title_changed.emit(view.name or view.title)
        self.state_changed.emit()
        announce(self, f"{view.title}: {len([plan for plan in view.plans if plan.is_open])} open plans")

    def _ask_history(self) -> None:
        """Read the field-level history only while it is on show."""
        work = self._session.workspace
        if self.answer is None or work is None or self.tabs.currentIndex() != 2:
            return
        ids = self.answer.view.case_ids
        self._session.tasks.run(
            lambda: history_rows(work, ids),
            owner=self,
            key="child.history",
            on_done=self._show_history,
            on_error=lambda error: self.said.emit(error.message),
        )

    def _show_history(self, rows: RowsList) -> None:
        self.history.show_rows(rows)

    def _fail(self, error: AppError) -> None:
        self.gone.tell("warning", "This child cannot be shown", error.message)
        self.side.setCurrentWidget(self.gone)
