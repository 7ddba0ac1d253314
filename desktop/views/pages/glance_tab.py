"""Twelve indicators at a glance: a small chart of months each, and the table that says the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.errors import AppError
from desktop.models.glance import MONTHS, Glance, glance, wanted
from desktop.models.monthly import Values, values
from desktop.models.session import Session
from desktop.views.charts.series_chart import SeriesCharts
from desktop.views.charts.series_paint import Series
from desktop.views.controls import column, label
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme


class GlanceTab(QWidget):
    """The tab; a month under the cursor opens everybody whom it counts.

    Signals:
        said: a sentence worth a short message.
        elsewhere: the list behind a number is wanted.
    """

    said = Signal(str)
    elsewhere = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._turn, self._last = 0, 0
        self._read: list[Values] = []
        self.answer: Glance | None = None
        self.words = label(token="text_soft")
        self.charts = SeriesCharts("Twelve indicators by month; the table below says the same", across=4)
        self.charts.opened.connect(self._open)
        self.charts.chosen.connect(self._follow)
        self.table = SimpleTable("Twelve indicators by month", "Nobody has been counted yet.")
        self.table.table.row_opened.connect(lambda row: self._open(row, len(self._read) - 1))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(theme().px(0.35))
        split.setChildrenCollapsible(False)
        for part, share in ((self.charts, 3), (self.table, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.indexOf(part), share)
        box = column(self, gap=0.5)
        box.setContentsMargins(0, theme().px(0.7), 0, 0)
        box.addWidget(self.words)
        box.addWidget(split, 1)

    def mark_stale(self, *_: object) -> None:
        """Something changed: ask again now if this is seen, else when it is next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the months again, one by one so that nothing else waits for all of them."""
        from desktop.models.teams import last_whole_month

        if not self._stale or self._session.workspace is None:
            return
        self._stale = False
        self._turn += 1
        self._read, self._last = [], last_whole_month(self._session.as_at_now())
        self.words.setText("The months are being read…")
        self._next()

    def focus_table(self) -> None:
        """Give the keyboard to the charts."""
        self.charts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # private

    def _next(self) -> None:
        month = self._last - MONTHS + 1 + len(self._read)
        self._session.ask(
            lambda desk: values(desk, month, "pack", "", ""),
            partial(self._add, self._turn),
            owner=self,
            key="indicators.glance",
            on_error=self._fail,
        )

    def _add(self, turn: int, found: Values) -> None:
        if turn != self._turn:
            return
        self._read.append(found)
        if len(self._read) < MONTHS:
            self._next()
            return
        read, last = list(self._read), self._last
        self._session.ask(
            lambda desk: glance(desk, last, read),
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
            self.elsewhere.emit(wanted(desk, self.answer, chart, place))

    def _fail(self, error: AppError) -> None:
        self.said.emit(error.message)
