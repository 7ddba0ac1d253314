"""Teams: how teams differ in one indicator, and how the service goes month by month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QTabWidget, QWidget

from desktop.models.session import Session
from desktop.models.teams import (
    MonthsAnswer,
    TeamsAnswer,
    last_whole_month,
    months_answer,
    teams_answer,
)
from desktop.settings import Settings
from desktop.views.charts.dots_chart import DotsChart
from desktop.views.charts.funnel_chart import FunnelChart
from desktop.views.charts.months_chart import MonthsChart
from desktop.views.controls import column, label
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure

MEASURES = (
    ("pack", "As the pack counts"),
    ("not-overdue", "Not overdue"),
    ("period", "Due in the month"),
)
BACK = 36  # months that can be chosen


class TeamsPage(QWidget):
    """The page: two tabs that share the choice of indicator, measure and month.

    Signals:
        elsewhere: the list of the cases behind a number is wanted.
    """

    elsewhere = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.teams: TeamsAnswer | None = None
        self.months: MonthsAnswer | None = None
        self._build()
        for signal in (session.changed, session.opened, session.moved):
            signal.connect(self._mark_stale)

    def _build(self) -> None:
        self.indicator = _combo("Indicator", _indicators())
        self.measure = _combo("How it is counted", [(words, key) for key, words in MEASURES])
        self.month = _combo("Month", [])
        self.shape = _combo("Chart", [("Funnel", 0), ("Dot plot", 1)])
        self.team = _combo("Whose months", [("All teams", "")])
        line = QHBoxLayout()
        for combo in (self.indicator, self.measure, self.month, self.shape, self.team):
            line.addWidget(combo)
        line.addStretch(1)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Teams or months")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._teams_tab(), "Between teams")
        self.tabs.addTab(self._months_tab(), "Month by month")
        box = column(self, gap=0.5)
        box.setContentsMargins(theme().px(1), theme().px(0.2), theme().px(1), theme().px(0.6))
        box.addLayout(line)
        box.addWidget(self.tabs, 1)
        for combo in (self.indicator, self.measure, self.month, self.team):
            combo.currentIndexChanged.connect(self._mark_stale)
        self.shape.currentIndexChanged.connect(lambda at: self.charts.setCurrentIndex(at))
        self.tabs.currentChanged.connect(self._on_tab)
        self._on_tab(0)

    def _teams_tab(self) -> QWidget:
        self.funnel, self.dots = FunnelChart(), DotsChart()
        self.charts = QStackedWidget()
        self.table = SimpleTable("Teams", "Nobody was counted in this month.")
        for chart in (self.funnel, self.dots):
            self.charts.addWidget(chart)
            chart.chosen.connect(partial(_go_to, self.table))
            chart.opened.connect(lambda at: self._open_figure(self.table, at))
        self.table.table.row_opened.connect(lambda row: self._open_figure(self.table, row))
        self.table.table.row_changed.connect(self._follow)
        self.words, self.note = label(), label(token="text_soft", size=0.95)
        return _tab(self.words, self.charts, self.table, self.note)

    def _months_tab(self) -> QWidget:
        self.series = MonthsChart()
        self.months_table = SimpleTable("Months", "Nobody was counted in these months.")
        self.series.chosen.connect(partial(_go_to, self.months_table))
        self.series.opened.connect(lambda at: self._open_figure(self.months_table, at))
        self.months_table.table.row_opened.connect(lambda row: self._open_figure(self.months_table, row))
        self.months_words, self.months_note = label(), label(token="text_soft", size=0.95)
        return _tab(self.months_words, self.series, self.months_table, self.months_note)

    # public

    def refresh(self) -> None:
        """Ask again when anything may have changed."""
        if not self._stale or self._session.desk is None:
            return
        self._stale = False
        self._fill_choices()
        key, month = self.indicator.currentData(), self.month.currentData()
        measure, team = self.measure.currentData(), self.team.currentData()
        self._session.ask(
            lambda desk: teams_answer(desk, key, month, measure),
            self._show_teams,
            owner=self,
            key="teams.page",
        )
        self._session.ask(
            lambda desk: months_answer(desk, key, month, measure, team),
            self._show_months,
            owner=self,
            key="teams.months",
        )

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # slots and private

    def _mark_stale(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _fill_choices(self) -> None:
        """The months up to the day looked at; last whole month first, as a clinic wants it."""
        from desktop.domain.months import spoken_month

        desk = self._session.desk
        assert desk is not None
        last = last_whole_month(desk.as_at)
        months = [last + 1, *range(last, last - BACK, -1)]
        if self.month.itemData(1) != last:
            self.month.blockSignals(True)
            self.month.clear()
            for month in months:
                self.month.addItem(spoken_month(month) + (", so far" if month > last else ""), month)
            self.month.setCurrentIndex(1)
            self.month.blockSignals(False)

    def _on_tab(self, at: int) -> None:
        self.shape.setVisible(at == 0)
        self.team.setVisible(at == 1)

    def _show_teams(self, made: TeamsAnswer) -> None:
        self.teams = made
        for chart in (self.funnel, self.dots):
            chart.show_result(made.found.result, made.target)
        self.table.show_rows(made.rows)
        self.words.setText(made.words)
        self.note.setText(made.note)
        self._fill_teams(made)

    def _show_months(self, made: MonthsAnswer) -> None:
        self.months = made
        if made.found.chart is not None:
            self.series.show_result(made.found.chart, made.names, made.found.indicator.target)
        self.series.setVisible(made.found.chart is not None)
        self.months_table.show_rows(made.rows)
        self.months_words.setText(made.words)
        self.months_note.setText(made.note)

    def _fill_teams(self, made: TeamsAnswer) -> None:
        chosen = self.team.currentData()
        self.team.blockSignals(True)
        self.team.clear()
        self.team.addItem("All teams", "")
        for point in made.found.result.points:
            self.team.addItem(point.team.title, point.team.key)
        self.team.setCurrentIndex(max(0, self.team.findData(chosen)))
        self.team.blockSignals(False)

    def _follow(self, row: int) -> None:
        """The charts' cursor goes with the table's."""
        if self.teams is not None and 0 <= row < len(self.teams.found.result.points):
            self.funnel.choose(row)
            self.dots.choose(row)

    def _open_figure(self, table: SimpleTable, row: int) -> None:
        """Open exactly the rows that were counted."""
        answer = self.teams if table is self.table else self.months
        if answer is None or not 0 <= row < len(answer.rows.tags):
            return
        figure: Figure = answer.rows.tags[row]
        desk = self._session.desk
        if desk is not None:
            self.elsewhere.emit(figure.selection(desk, "d"))


def _indicators() -> list[tuple[str, object]]:
    from desktop.analysis.teams import shares

    return [(one.name, one.id) for one in shares()]


def _go_to(table: SimpleTable, row: int) -> None:
    if table.shown is not None and 0 <= row < len(table.shown):
        table.table.go_to(int(table.shown.identity()[row]))


def _tab(words: QLabel, chart: QWidget, table: QWidget, note: QLabel) -> QWidget:
    page = QWidget()
    split = QSplitter(Qt.Orientation.Vertical)
    split.setHandleWidth(theme().px(0.35))
    split.setChildrenCollapsible(False)
    split.addWidget(chart)
    split.addWidget(table)
    split.setStretchFactor(0, 3)
    split.setStretchFactor(1, 2)
    box = column(page, gap=0.4)
    box.setContentsMargins(0, theme().px(0.6), 0, 0)
    box.addWidget(words)
    box.addWidget(split, 1)
    box.addWidget(note)
    return page


def _combo(name: str, entries: list[tuple[str, object]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    for words, key in entries:
        made.addItem(words, key)
    return made
