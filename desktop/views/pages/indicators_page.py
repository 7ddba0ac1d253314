"""Indicators: the children's figures of a month and the council's DoLS table, every number with its list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QTabWidget, QWidget

from desktop.errors import AppError
from desktop.models import monthly
from desktop.models.indicators import (
    BY,
    MEASURES,
    ChildrenAnswer,
    DolsAnswer,
    children_answer,
    dols_answer,
    dols_counts,
    dols_rows,
    figure_counts,
    figure_list,
    figure_words,
)
from desktop.models.monthly import Values
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import Choice, column, splitter
from desktop.views.pages.ages_tab import AgesTab
from desktop.views.pages.figure_tab import FigureTab
from desktop.views.pages.glance_tab import GlanceTab
from desktop.views.pages.notes_pane import NotesPane
from desktop.views.pages.whatif_tab import WhatIfTab
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_WAITING = "Verdicts speak of this month alone until the eleven before it have been read."


class ChildrenTab(FigureTab):
    """The children's indicators."""

    name, empty = "Children's indicators", "There is no figure for this month."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.answer: ChildrenAnswer | None = None
        self._only = ""
        self._turn = 0  # answers to an older question are not added to a newer one's months
        self.notes = NotesPane(session)
        super().__init__(session, parent)
        self.notes.said.connect(self.said)
        self.notes.ended.connect(self.focus_table)

    def _body(self) -> QWidget:
        return splitter(Qt.Orientation.Vertical, (self.table, 5), (self.notes, 2))

    def _choices(self) -> list[QWidget]:
        self.measure = Choice(MEASURES, "Measure")
        self.by = Choice(BY, "Broken down")
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
        """The month's figures at once; the months that the verdicts rest on behind them."""
        self._turn += 1
        self._put(None)

    def _put(self, earlier: list[Values] | None) -> None:
        month, measure, by, only = self._asked()
        printed = self.printed.isChecked()
        self._session.ask(
            lambda desk: children_answer(desk, month, measure, by, only, printed, earlier),
            partial(self._show, whole=earlier is not None),
            owner=self,
            key="indicators.children",
            on_error=self._refused,
        )

    def _asked(self) -> tuple[int, str, str, str]:
        month, measure, by = self.month.currentData(), self.measure.currentData(), self.by.currentData()
        return month, measure, by, self._only or "cp_visit_10wd"

    def _ask_earlier(self) -> None:
        month, measure, by, only = self._asked()
        self._session.ask(
            lambda desk: monthly.before(desk, month, measure, by, only),
            partial(self._add_earlier, self._turn),
            owner=self,
            key="indicators.earlier",
            on_error=self._fail,
        )

    def _add_earlier(self, turn: int, earlier: list[Values]) -> None:
        if turn == self._turn:
            self._put(earlier)

    def _refused(self, error: AppError) -> None:
        self.by.setCurrentIndex(0)
        self._fail(error)

    def _show(self, made: ChildrenAnswer, whole: bool) -> None:
        self.answer = made
        self.words.setText(made.about if whole else f"{made.about} {_WAITING}")
        self.table.show_rows(made.rows)
        if self.table.table.current_row() < 0:
            self.table.table.go_to_first()
        self._on_row(self.table.table.current_row())
        self.shown()
        if not whole:
            self._ask_earlier()

    def _on_row(self, row: int) -> None:
        if self.answer is None or not 0 <= row < len(self.answer.rows.tags):
            return
        figure = self.answer.rows.tags[row]
        self.notes.show_for(figure.indicator, self.month.currentData())
        self.meaning.setText(figure_words(figure))
        self.ask(
            lambda desk: figure_counts(desk, figure),
            lambda counts: self.cards.show_counts(counts, ""),
            "indicators.cards",
        )

    def _on_opened(self, row: int) -> None:
        desk: Desk | None = self._session.desk
        if self.answer is None or desk is None or not 0 <= row < len(self.answer.rows.tags):
            return
        wanted = figure_list(desk, self.answer.rows.tags[row])
        if wanted is None:
            self.said.emit("There is no figure here: " + self.answer.rows.tags[row].why_none + ".")
            return
        self.elsewhere.emit(wanted)


class DolsTab(FigureTab):
    """The council's own DoLS table."""

    name, empty = "DoLS by month", "No request has come in yet."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.answer: DolsAnswer | None = None
        self.notes = NotesPane(session)
        super().__init__(session, parent)
        self.notes.said.connect(self.said)
        self.notes.ended.connect(self.focus_table)

    def _body(self) -> QWidget:
        return splitter(Qt.Orientation.Vertical, (self.table, 5), (self.notes, 2))

    def _choices(self) -> list[QWidget]:
        self.span = Choice([(months, f"{months} months") for months in (9, 12, 24)], "How many months")
        self.span.currentIndexChanged.connect(self.mark_stale)
        self.about = Choice(dols_rows(), "Comments on")
        self.about.setCurrentIndex(self.about.count() - 1)  # the average is what is asked about
        self.about.currentIndexChanged.connect(lambda: self._on_row(self.table.table.current_row()))
        return [self.span, self.about]

    def rows(self) -> RowsList | None:
        """The rows on show."""
        return self.answer.rows if self.answer is not None else None

    def _ask(self) -> None:
        month, months = self.month.currentData(), self.span.currentData()
        self.ask(
            lambda desk: dols_answer(desk, month, months),
            self._show,
            "indicators.dols",
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
        chosen = self.about.currentIndex()
        self.notes.show_for(self.answer.table.rows[chosen].indicator, self.answer.table.months[at])

    def _on_opened(self, row: int) -> None:
        if self.answer is not None and 0 <= row < len(self.answer.table.months):
            self.elsewhere.emit(self.answer.table.rows[1].cells[row].selection)


class IndicatorsPage(QWidget):
    """The tables and the charts that stand beside them.

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
        self.ages_tab, self.whatif_tab = AgesTab(session), WhatIfTab(session)
        self.glance_tab = GlanceTab(session)
        for title, tab in (
            ("Children", self.children_tab),
            ("DoLS", self.dols_tab),
            ("DoLS ages", self.ages_tab),
            ("DoLS what-if", self.whatif_tab),
            ("Children at a glance", self.glance_tab),
        ):
            tab.said.connect(self.said)
            tab.elsewhere.connect(self.elsewhere)
            self.tabs.addTab(tab, title)
        box = column(self, gap=0)
        box.setContentsMargins(theme().px(1), 0, theme().px(1), theme().px(0.6))
        box.addWidget(self.tabs)

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        tab = self.tabs.currentWidget()
        if isinstance(tab, FigureTab | AgesTab | WhatIfTab | GlanceTab):
            tab.focus_table()
