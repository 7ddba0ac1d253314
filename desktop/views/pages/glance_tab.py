"""Twelve indicators at a glance: a small chart of months each, and the table that says the same."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.models.glance import MONTHS, Glance, glance, wanted
from desktop.models.session import Session
from desktop.views.charts.series_chart import SeriesCharts
from desktop.views.charts.series_paint import Series
from desktop.views.controls import label, splitter, tab_column
from desktop.views.pages.fresh import FreshPage
from desktop.views.simple_table import SimpleTable


class GlanceTab(FreshPage):
    """The tab; a month under the cursor opens everybody whom it counts."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.answer: Glance | None = None
        self.words = label(token="text_soft")
        self.charts = SeriesCharts("Twelve indicators by month; the table below says the same", across=4)
        self.charts.opened.connect(self._open)
        self.charts.chosen.connect(self._follow)
        self.table = SimpleTable("Twelve indicators by month", "Nobody has been counted yet.")
        self.table.table.row_opened.connect(lambda row: self._open(row, MONTHS - 1))
        box = tab_column(self)
        box.addWidget(self.words)
        box.addWidget(splitter(Qt.Orientation.Vertical, (self.charts, 3), (self.table, 1)), 1)

    def focus_table(self) -> None:
        """Give the keyboard to the charts."""
        self.charts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # private

    def _ask(self) -> None:
        """Read the months again."""
        from desktop.models.teams import last_whole_month

        last = last_whole_month(self._session.as_at_now())
        self.words.setText("The months are being read…")
        self._session.ask(
            lambda desk: glance(desk, last),
            self._show,
            owner=self,
            key="indicators.glance",
            on_error=self._fail,
        )

    def _show(self, made: Glance) -> None:
        self.answer = made
        self.words.setText(
            "As the pack counts. Dashed: the target. Squares: out of the ordinary. Enter opens a month."
        )
        self.charts.show_series(
            [
                Series(
                    line.name,
                    made.labels,
                    line.values,
                    note=line.note,
                    special=line.special,
                    goal=line.goal,
                    unit="%",
                )
                for line in made.lines
            ]
        )
        self.table.show_rows(made.rows)

    def _follow(self, chart: int, place: int) -> None:
        if self.answer is not None and 0 <= chart < len(self.answer.rows):
            self.table.table.go_to(int(self.answer.rows.identity()[chart]))

    def _open(self, chart: int, place: int) -> None:
        desk = self._session.desk
        if self.answer is not None and desk is not None and 0 <= chart < len(self.answer.lines):
            found = wanted(desk, self.answer, chart, place)
            (self.said if isinstance(found, str) else self.elsewhere).emit(found)
