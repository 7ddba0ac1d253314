"""A list with its counts, filters and the case beside it: what most pages are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.domain.changes import Changes
from desktop.domain.lists.columns import count_of
from desktop.domain.lists.selection import Count, Selection
from desktop.errors import AppError
from desktop.models.array_table import ArrayTableModel
from desktop.models.case_detail import CaseView, case_view
from desktop.models.copying import as_mime
from desktop.models.list_answer import ListAnswer, Picks, answer
from desktop.models.session import Session
from desktop.settings import DETAIL_WIDTH, Settings
from desktop.views.actions import BY_ID
from desktop.views.controls import column
from desktop.views.count_strip import CountStrip
from desktop.views.detail import DetailPanel
from desktop.views.empty_state import EmptyState, Way
from desktop.views.filter_bar import FilterBar
from desktop.views.pages.beside import OwnVerbs, Side, letter_verb
from desktop.views.pages.specs import NOTHING_YET, WAYS, PageSpec
from desktop.views.table import ListTable
from desktop.views.theme import theme

DETAIL_WAIT_MS = 60  # a cursor that runs down the list does not ask for every case on its way


class ListPage(QWidget):
    """One list.

    Signals:
        state_changed: the chosen rows or the list changed; actions are enabled anew.
        verb_asked: the id of a verb for the chosen rows.
        elsewhere: a selection of another list is wanted.
        menu_asked: a context menu at a global point.
        said: (sentence) something worth a short message.
    """

    state_changed = Signal()
    verb_asked = Signal(str)
    elsewhere = Signal(object)
    menu_asked = Signal(QPoint)
    said = Signal(str)

    def __init__(
        self, spec: PageSpec, session: Session, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.spec, self._session, self._settings = spec, session, settings
        self.selection = Selection(spec.list, session.as_at_now())
        self.answer: ListAnswer | None = None
        self._stale = True
        self._picks: Picks | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.strip = CountStrip()
        self.bar = FilterBar(self.spec.orders)
        self.model = ArrayTableModel(self)
        self.table = self._make_table()
        self.table.setAccessibleName(f"{self.spec.title} list")
        self.empty = EmptyState()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.detail = DetailPanel()
        self.side = Side(self.detail)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setCollapsible(0, False)
        box = column(self, gap=0.55)
        box.setContentsMargins(theme().px(1), theme().px(0.2), 0, 0)
        self.above = column(gap=0.55)
        self.above.setContentsMargins(0, 0, theme().px(1), 0)
        self.above.addWidget(self.strip)
        self.above.addWidget(self.bar)
        box.addLayout(self.above)
        box.addWidget(self.split, 1)

    def _connect(self) -> None:
        for part in (self.strip, self.bar, self.stack):
            escape = QShortcut(QKeySequence("Esc"), part)
            escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            escape.activated.connect(self.clear)
        home = QShortcut(QKeySequence("Esc"), self.detail)
        home.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        home.activated.connect(self.table.setFocus)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DETAIL_WAIT_MS)
        self._later.timeout.connect(self._ask_detail)
        self.strip.pressed.connect(self._on_count)
        self.bar.narrowed.connect(self.open_selection)
        self.bar.columns_asked.connect(self.choose_columns)
        self.table.row_changed.connect(self._on_row_changed)
        self.table.row_opened.connect(lambda _: self._enter_detail())
        self.table.menu_asked.connect(self.menu_asked)
        self.table.copy_asked.connect(self.copy)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.state_changed.emit())
        self.table.head.layout_changed.connect(self._save_layout)
        self.detail.verb_asked.connect(self.verb_asked)
        self.detail.closed.connect(self.toggle_detail)
        self._session.changed.connect(self._on_changed)
        self._session.moved.connect(self._on_moved)
        self._session.opened.connect(self._on_opened)
        self.split.splitterMoved.connect(lambda *_: self._keep_width())
        for number in range(9):
            counted = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            counted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            counted.activated.connect(partial(self._press_count, number))

    def _make_table(self) -> ListTable:
        return ListTable(self.model)

    # what the shell asks

    def open_selection(self, selection: Selection) -> None:
        """Show these rows."""
        self.selection = selection.but(as_at=self._session.as_at_now(), known_at=self._session.known_at)
        self._stale = True
        self.refresh()

    def refresh(self) -> None:
        """Build the list again if anything may have changed since it was built."""
        if not self._stale:
            return
        self._stale = False
        wanted, picks, before = self.selection, self._picks, self.answer
        self._session.ask(
            lambda desk: answer(desk, wanted, picks, before),
            self._show,
            owner=self,
            key=f"list.{self.spec.list}",
            on_error=self._on_failed,
        )

    def mark_stale(self) -> None:
        """Something changed: build again now if this page is seen, else when it is next opened."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def own_verbs(self) -> OwnVerbs:
        """What the page does itself when a verb is asked for."""
        from desktop.views.print_dialog import print_list

        return {
            "find": self.bar.start_find,
            "clear": self.clear,
            "columns": self.choose_columns,
            "detail": self.toggle_detail,
            "copy": self.copy,
            "copy_plain": lambda: self.copy(headings=False),
            "print": lambda: print_list(self, self._session),
        }

    def chosen_cases(self) -> list[int]:
        """The case rows of the chosen lines, each once, in the order of the list."""
        if self.answer is None or self.model.source is not self.answer.data:
            return []
        cases = [int(self.answer.data.case[row]) for row in self.table.selected_rows()]
        return list(dict.fromkeys(case for case in cases if case >= 0))

    def chosen_clock(self) -> int:
        """The clock that the current line is about: its own, else the case's most pressing one; or -1."""
        row = self.table.current_row()
        if row < 0 or self.answer is None:
            return -1
        own = int(self.answer.data.clock[row])
        if own >= 0:
            return own
        shown = self.detail.shown
        return shown.told.clocks[0].index if shown and shown.told.clocks else -1

    def chosen_worker(self) -> int:
        """The worker whom the current line is about, or -1."""
        row = self.table.current_row()
        return self.answer.data.worker_of(row) if row >= 0 and self.answer is not None else -1

    def go_to_case(self, case: int) -> bool:
        """Put the cursor on the first line of a case; False when the list has it not."""
        if self.answer is None:
            return False
        rows = [at for at, one in enumerate(self.answer.data.case) if one == case]
        return bool(rows) and self.table.go_to(int(self.answer.data.identity()[rows[0]]))

    def go_on(self) -> None:
        """Put the cursor on the next line, as after one that is done with."""
        line = self.table.currentIndex().row() + 1
        while line < self.model.rowCount() and self.model.row_at(line) < 0:
            line += 1
        if line < self.model.rowCount():
            self.table.go_to(self.model.id_at(line))

    def clear(self) -> None:
        """Take every filter away, then the sort."""
        if self.model.sort_key[0] and self.bar.selection_is_plain():
            self.model.sort_by("")
            return
        self.bar.clear_all()
        self.table.setFocus()

    def choose_columns(self) -> None:
        """Open the column chooser under its button."""
        corner = self.bar.columns.mapToGlobal(self.bar.columns.rect().bottomLeft())
        self.table.head.menu().popup(corner)

    def toggle_detail(self) -> None:
        """Show or hide the panel at the right."""
        self.side.setVisible(not self.side.isVisible())
        self.table.setFocus()

    def copy(self, headings: bool = True) -> None:
        """Put the chosen rows on the clipboard, under their headings unless told."""
        rows = self.table.selected_rows()
        if not rows or self.model.source is None:
            return
        sections = dict.fromkeys(self.model.with_under(self.table.head.shown_sections()))
        columns = [self.model.columns[at] for at in sections]
        titles = [column.title for column in columns] if headings else []
        QGuiApplication.clipboard().setMimeData(as_mime(titles, self.model.texts(rows, columns)))
        self._session.exported(f"copied from {self.spec.title}", len(rows))
        self.said.emit(f"{count_of(len(rows), 'row')} copied {'with' if headings else 'without'} headings.")

    def show_side(self, panel: QWidget) -> None:
        """Put an entry panel in the place of the detail."""
        self.side.put(panel)
        self._give_width()

    def end_side(self, panel: QWidget) -> None:
        """Take an entry panel away again."""
        self.side.take(panel)
        self.table.setFocus()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = letter_verb(event)
        if verb is not None and self.table.hasFocus():
            self.verb_asked.emit(verb.id)
            return
        super().keyPressEvent(event)

    # slots

    def _show(self, made: ListAnswer) -> None:
        first = self.answer is None
        self.answer = made
        if first or tuple(made.data.columns) != self.model.columns:
            self._show_first(made)
        else:
            self.model.set_source(made.data, made.changed)
        self.strip.show_counts(made.counts, made.selection.chip)
        self._picks = made.picks
        self.bar.show_picks(made.picks.teams, made.picks.workers, made.selection)
        self.bar.show_selection(made.selection, len(made.data), made.data.of, made.titles)
        self._show_emptiness(made)
        if self.table.current_row() >= 0:
            self._later.start()
        elif len(made.data):
            self.table.go_to_first()
        else:
            self.detail.tell_nothing("No case is chosen.")
        self.state_changed.emit()

    def _show_first(self, made: ListAnswer) -> None:
        self.table.head.blockSignals(True)
        self.model.set_source(made.data)
        self.table.head.blockSignals(False)
        self.table.head.lay_out(self.model.columns, self._settings.columns(self.spec.list))
        self._give_width()

    def _show_emptiness(self, made: ListAnswer) -> None:
        if len(made.data):
            self.stack.setCurrentWidget(self.table)
            return
        if made.data.of:
            text = f"The list has {made.data.of:,} rows without these filters."
            ways = [Way("Show all rows", self.bar.clear_all, primary=True)]
            self.empty.tell("search", "No row fits these filters", text, ways)
        else:
            desk = self._session.desk
            title, text = self.spec.empty_title, self.spec.empty_text
            if desk is not None and not len(desk.book.case):
                title, text = NOTHING_YET
            self.empty.tell(self.spec.icon, title, text, self._ways(title == NOTHING_YET[0]))
        self.stack.setCurrentWidget(self.empty)

    def _ways(self, from_nothing: bool) -> list[Way]:
        """What can be done next: everything that fills a database with nothing in it, else what fits."""
        verbs = ("import", "new_request", "new_plan") if from_nothing else WAYS.get(self.spec.list, ())
        return [
            Way(BY_ID[verb].text, partial(self.verb_asked.emit, verb), at == 0)
            for at, verb in enumerate(verbs)
        ]

    def _on_count(self, count: Count, on: bool) -> None:
        if count.selection.list != self.spec.list:
            self.strip.cards[count.key].setChecked(False)
            self.elsewhere.emit(count.selection)
            return
        self.open_selection(self.selection.but(chip=count.key if on else ""))

    def _press_count(self, at: int) -> None:
        cards = list(self.strip.cards.values())
        if at < len(cards):
            cards[at].click()
            self.table.setFocus()

    def _on_row_changed(self, row: int) -> None:
        self._later.start()
        self.state_changed.emit()

    def _ask_detail(self) -> None:
        row = self.table.current_row()
        if row < 0 or self.answer is None or not self.side.isVisible():
            return
        case = int(self.answer.data.case[row])
        if case < 0:
            self._tell_worker()
            return
        self._session.ask(
            lambda desk: case_view(desk, case),
            self._tell_detail,
            owner=self,
            key=f"detail.{self.spec.list}",
        )

    def _tell_worker(self) -> None:
        row, columns = self.table.current_row(), self.model.columns
        name, *rest = self.model.texts([row], columns)[0]
        told = zip(columns[1:], rest, strict=True)
        words = "\n".join(f"{one.title}: {text}" for one, text in told if text and text != "0")
        self.detail.tell_worker(name, words, self._enter_detail)

    def _tell_detail(self, made: CaseView) -> None:
        self.detail.tell(made)
        self.state_changed.emit()

    def _enter_detail(self) -> None:
        worker = self.chosen_worker()
        if self.answer is not None and not self.chosen_cases() and worker >= 0:
            self.elsewhere.emit(self._queue_of(worker))
            return
        self.side.show()
        rows = self.detail.clock_rows()
        if rows:
            rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _queue_of(self, worker: int) -> Selection:
        desk = self._session.desk
        assert desk is not None
        return Selection(
            "queue", self.selection.as_at, self.selection.known_at, worker=desk.book.worker.ids[worker]
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or "worker" in changes.touched or "team" in changes.touched:
            self._picks = None
        self.mark_stale()

    def _on_moved(self) -> None:
        self._picks = None
        self.selection = self.selection.but(as_at=self._session.as_at_now(), known_at=self._session.known_at)
        self.mark_stale()

    def _on_opened(self) -> None:
        self._picks = None
        self.selection = Selection(self.spec.list, self._session.as_at_now(), self._session.known_at)
        self.mark_stale()

    def _on_failed(self, error: AppError) -> None:
        self.empty.tell(
            "warning", "This list could not be built", error.message, [Way("Try again", self.mark_stale)]
        )
        self.stack.setCurrentWidget(self.empty)

    # private

    def _save_layout(self) -> None:
        self._settings.put_columns(self.spec.list, self.table.head.layout_now())

    def _keep_width(self) -> None:
        self._settings.put(DETAIL_WIDTH, self.side.width())

    def _give_width(self) -> None:
        wanted = self._settings.get(DETAIL_WIDTH) or theme().px(21.3)
        whole = max(self.split.width(), theme().px(50))
        self.split.setSizes([whole - wanted, wanted])
