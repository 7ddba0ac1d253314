"""Teams: how teams differ in one indicator, and how the service goes month by month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabWidget, QWidget

from desktop.models.month_changes import WORDS, month_changes
from desktop.models.session import Session
from desktop.models.teams import MonthsAnswer, TeamsAnswer, months_answer, teams_answer
from desktop.settings import Settings
from desktop.views.charts.dots_chart import DotsChart
from desktop.views.charts.funnel_chart import FunnelChart
from desktop.views.charts.months_chart import MonthsChart
from desktop.views.controls import Choice, label, page_column, splitter, tab_column
from desktop.views.pages.fresh import FreshPage
from desktop.views.pages.month_choice import MonthChoice
from desktop.views.simple_table import SimpleTable

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure

MEASURES = (
    ("pack", "As the pack counts"),
    ("not-overdue", "Not overdue"),
    ("period", "Due in the month"),
)
BACK = 36  # months that can be chosen


class TeamsPage(FreshPage):
    """The page: two tabs that share the choice of indicator, measure and month."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.teams: TeamsAnswer | None = None
        self.months: MonthsAnswer | None = None
        self._build()

    def _build(self) -> None:
        self.indicator = Choice(_indicators(), "Indicator")
        self.measure = Choice(MEASURES, "How it is counted")
        self.month = MonthChoice(BACK)
        self.shape = Choice([(0, "Funnel"), (1, "Dot plot")], "Chart")
        self.team = Choice([("", "All teams")], "Whose months")
        line = QHBoxLayout()
        for combo in (self.indicator, self.measure, self.month, self.shape, self.team):
            line.addWidget(combo)
        line.addStretch(1)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Teams or months")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._teams_tab(), "Between teams")
        self.tabs.addTab(self._months_tab(), "Month by month")
        box = page_column(self)
        box.addLayout(line)
        box.addWidget(self.tabs, 1)
        for combo in (self.indicator, self.measure, self.month, self.team):
            combo.currentIndexChanged.connect(self.mark_stale)
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

    # slots and private

    def _offer(self) -> None:
        self.month.offer_until(self._session.as_at_now())

    def _ask(self) -> None:
        key, month = self.indicator.currentData(), self.month.currentData()
        measure, team = self.measure.currentData(), self.team.currentData()
        self.ask(lambda desk: teams_answer(desk, key, month, measure), self._show_teams, "teams.page")
        self.ask(
            lambda desk: months_answer(desk, key, month, measure, team), self._show_months, "teams.months"
        )

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
            new = [(WORDS[one.kind], one.place) for one in month_changes(made.found)]
            target = made.found.indicator.target
            self.series.show_result(made.found.chart, made.names, target, changes=new)
        self.series.setVisible(made.found.chart is not None)
        self.months_table.show_rows(made.rows)
        self.months_words.setText(made.words)
        self.months_note.setText(made.note)

    def _fill_teams(self, made: TeamsAnswer) -> None:
        teams = [(point.team.key, point.team.title) for point in made.found.result.points]
        self.team.offer([("", "All teams"), *teams])

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


def _indicators() -> list[tuple[str, str]]:
    from desktop.analysis.teams import shares

    return [(one.id, one.name) for one in shares()]


def _go_to(table: SimpleTable, row: int) -> None:
    if table.shown is not None and 0 <= row < len(table.shown):
        table.table.go_to(int(table.shown.identity()[row]))


def _tab(words: QLabel, chart: QWidget, table: QWidget, note: QLabel) -> QWidget:
    page = QWidget()
    box = tab_column(page)
    box.addWidget(words)
    box.addWidget(splitter(Qt.Orientation.Vertical, (chart, 3), (table, 2)), 1)
    box.addWidget(note)
    return page
