"""Indicators: the children's figures of a month and the council's DoLS table, every number with its list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QTabWidget, QWidget

from desktop.domain.lists.selection import Count
from desktop.errors import AppError, KnownError
from desktop.models.indicators import (
    BY,
    MEASURES,
    ChildrenAnswer,
    DolsAnswer,
    children_answer,
    dols_answer,
    dols_counts,
    figure_counts,
    figure_list,
    figure_words,
)
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import button, column, label
from desktop.views.count_strip import CountStrip
from desktop.views.save_csv import write_csv
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_MONTHS = 24


class FigureTab(QWidget):
    """A table of figures: choices above it, the chosen row's numbers as cards, a line of explanation.

    Signals:
        said: a sentence worth a short message.
        elsewhere: the list behind a number is wanted.
    """

    said = Signal(str)
    elsewhere = Signal(object)
    name, empty = "Figures", "There is nothing to show."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale, self._wants_focus = True, False
        self.month = QComboBox()
        self.month.setAccessibleName("Month")
        self.month.setToolTip("Month")
        self.save = button("Save the table…", self.ask_csv, icon="file", tip="Save the table as CSV")
        self.words = label(token="text_soft")
        self.cards = CountStrip()
        self.cards.pressed.connect(self._on_card)
        self.table = SimpleTable(self.name, self.empty)
        self.table.table.row_changed.connect(self._on_row)
        self.table.table.row_opened.connect(self._on_opened)
        self.meaning = label(token="text_soft")
        line = QHBoxLayout()
        for part in (self.month, *self._choices()):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.save)
        box = column(self, gap=0.5)
        box.setContentsMargins(0, theme().px(0.7), 0, 0)
        box.addLayout(line)
        box.addWidget(self.words)
        box.addWidget(self.cards)
        box.addWidget(self.table, 1)
        box.addWidget(self.meaning)
        self.month.currentIndexChanged.connect(self.mark_stale)

    # what a tab of its own says

    def _choices(self) -> list[QWidget]:
        return []

    def _ask(self) -> None:
        raise NotImplementedError

    def _on_row(self, row: int) -> None:
        raise NotImplementedError

    def _on_opened(self, row: int) -> None:
        raise NotImplementedError

    def rows(self) -> RowsList | None:
        """The rows on show."""
        raise NotImplementedError

    # public

    def mark_stale(self, *_: object) -> None:
        """Something changed: ask again now if this is seen, else when it is next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask again when anything may have changed."""
        if not self._stale or self._session.workspace is None:
            return
        self._stale = False
        self._offer_months()
        self._ask()

    def focus_table(self) -> None:
        """Give the keyboard to the table, as soon as there is one."""
        self._wants_focus = True
        self.table.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shown(self) -> None:
        """The table has been filled; the keyboard goes to it where it was asked for."""
        if self._wants_focus:
            self._wants_focus = False
            self.table.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_csv(self) -> None:
        """Ask for a file and save the table."""
        name, _ = QFileDialog.getSaveFileName(self, "Save the table", "indicators.csv", "CSV (*.csv)")
        if name:
            self.save_csv(Path(name))

    def save_csv(self, path: Path) -> None:
        """Save the table as it stands."""
        rows = self.rows()
        if rows is None:
            return
        try:
            write_csv(path, rows)
        except KnownError as error:
            self.said.emit(error.message)
            return
        self.said.emit(f"{len(rows):,} rows written to {path.name}.")

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # private

    def _offer_months(self) -> None:
        """The months up to the day looked at, the last whole one chosen at first."""
        from desktop.domain.months import last_day, month_of, spoken_month

        as_at = self._session.as_at_now()
        here, chosen = month_of(as_at), self.month.currentData()
        if self.month.itemData(0) == here:
            return
        self.month.blockSignals(True)
        self.month.clear()
        for month in range(here, here - _MONTHS, -1):
            so_far = "" if last_day(month) <= as_at else ", so far"
            self.month.addItem(spoken_month(month) + so_far, month)
        first = 0 if last_day(here) <= as_at else 1
        at = self.month.findData(chosen) if chosen is not None else -1
        self.month.setCurrentIndex(at if at >= 0 else first)
        self.month.blockSignals(False)

    def _fail(self, error: AppError) -> None:
        self.said.emit(error.message)

    def _on_card(self, count: Count, on: bool) -> None:
        self.cards.cards[count.key].setChecked(False)
        self.elsewhere.emit(count.selection)


class ChildrenTab(FigureTab):
    """The children's indicators."""

    name, empty = "Children's indicators", "There is no figure for this month."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.answer: ChildrenAnswer | None = None
        self._only = ""
        super().__init__(session, parent)

    def _choices(self) -> list[QWidget]:
        self.measure, self.by = QComboBox(), QComboBox()
        for box, name, entries in ((self.measure, "Measure", MEASURES), (self.by, "Broken down", BY)):
            box.setAccessibleName(name)
            box.setToolTip(name)
            for key, words in entries:
                box.addItem(words, key)
        self.printed = QCheckBox("As the pack prints it")
        self.printed.setToolTip("Cut to a whole per cent, as the council's pack does, instead of rounded")
        self.measure.currentIndexChanged.connect(self.mark_stale)
        self.by.currentIndexChanged.connect(self._on_by)
        self.printed.toggled.connect(self.mark_stale)
        return [self.measure, self.by, self.printed]

    def rows(self) -> RowsList | None:
        """The rows on show."""
        return self.answer.rows if self.answer is not None else None

    def _on_by(self, *_: object) -> None:
        chosen = self.table.chosen()
        if self.by.currentData() and chosen:
            self._only = chosen[0].indicator.id
        self.mark_stale()

    def _ask(self) -> None:
        month, measure, by = self.month.currentData(), self.measure.currentData(), self.by.currentData()
        only, printed = self._only or "cp_visit_10wd", self.printed.isChecked()
        self._session.ask(
            lambda desk: children_answer(desk, month, measure, by, only, printed),
            self._show,
            owner=self,
            key="indicators.children",
            on_error=self._refused,
        )

    def _refused(self, error: AppError) -> None:
        self.by.setCurrentIndex(0)
        self._fail(error)

    def _show(self, made: ChildrenAnswer) -> None:
        self.answer = made
        self.words.setText(made.about)
        self.table.show_rows(made.rows)
        if self.table.table.current_row() < 0:
            self.table.table.go_to_first()
        self._on_row(self.table.table.current_row())
        self.shown()

    def _on_row(self, row: int) -> None:
        if self.answer is None or not 0 <= row < len(self.answer.rows.tags):
            return
        figure = self.answer.rows.tags[row]
        self.meaning.setText(figure_words(figure))
        self._session.ask(
            lambda desk: figure_counts(desk, figure),
            lambda counts: self.cards.show_counts(counts, ""),
            owner=self,
            key="indicators.cards",
            on_error=self._fail,
        )

    def _on_opened(self, row: int) -> None:
        desk: Desk | None = self._session.desk
        if self.answer is None or desk is None or not 0 <= row < len(self.answer.rows.tags):
            return
        wanted = figure_list(desk, self.answer.rows.tags[row])
        if wanted is None:
            self.said.emit("There is no figure here: " + self.answer.rows.tags[row].indicator.why_not + ".")
            return
        self.elsewhere.emit(wanted)


class DolsTab(FigureTab):
    """The council's own DoLS table."""

    name, empty = "DoLS by month", "No request has come in yet."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.answer: DolsAnswer | None = None
        super().__init__(session, parent)

    def _choices(self) -> list[QWidget]:
        self.span = QComboBox()
        self.span.setAccessibleName("How many months")
        self.span.setToolTip("How many months")
        for months in (9, 12, 24):
            self.span.addItem(f"{months} months", months)
        self.span.currentIndexChanged.connect(self.mark_stale)
        return [self.span]

    def rows(self) -> RowsList | None:
        """The rows on show."""
        return self.answer.rows if self.answer is not None else None

    def _ask(self) -> None:
        month, months = self.month.currentData(), self.span.currentData()
        self._session.ask(
            lambda desk: dols_answer(desk, month, months),
            self._show,
            owner=self,
            key="indicators.dols",
            on_error=self._fail,
        )

    def _show(self, made: DolsAnswer) -> None:
        self.answer = made
        self.words.setText(
            "The average is over all requests signed off since April and restarts each April. DIFF: the last "
            "month less England for counts, England less ours for days; negative is worse."
        )
        self.table.show_rows(made.rows)
        last = len(made.table.months) - 1
        self.table.table.go_to(int(made.rows.identity()[last]))
        self._on_row(last)
        self.shown()

    def _on_row(self, row: int) -> None:
        if self.answer is None or not 0 <= row < len(self.answer.rows.tags):
            return
        at = self.answer.rows.tags[row]
        if at < 0:
            notes = [row.benchmark for row in self.answer.table.rows if row.benchmark]
            self.meaning.setText("England: " + "; ".join(f"{one.value:g} {one.unit}" for one in notes) + ".")
            return
        self.meaning.setText("The numbers of the month under the cursor; each opens its requests.")
        self.cards.show_counts(dols_counts(self.answer, at), "")

    def _on_opened(self, row: int) -> None:
        if self.answer is not None and 0 <= row < len(self.answer.table.months):
            self.elsewhere.emit(self.answer.table.rows[1].cells[row].selection)


class IndicatorsPage(QWidget):
    """Both tables.

    Signals:
        said: a sentence worth a short message.
        elsewhere: the list behind a number is wanted.
    """

    said = Signal(str)
    elsewhere = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Indicators")
        self.tabs.setDocumentMode(True)
        self.children_tab, self.dols_tab = ChildrenTab(session), DolsTab(session)
        for title, tab in (("Children", self.children_tab), ("DoLS", self.dols_tab)):
            tab.said.connect(self.said)
            tab.elsewhere.connect(self.elsewhere)
            self.tabs.addTab(tab, title)
            for signal in (session.changed, session.opened, session.moved):
                signal.connect(partial(tab.mark_stale))
        box = column(self, gap=0)
        box.setContentsMargins(theme().px(1), 0, theme().px(1), theme().px(0.6))
        box.addWidget(self.tabs)

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        tab = self.tabs.currentWidget()
        if isinstance(tab, FigureTab):
            tab.focus_table()
