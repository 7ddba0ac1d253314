"""Beside the monthly table: the comments and actions of the indicator under the cursor, and entering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.months import spoken_month
from desktop.errors import AppError
from desktop.models.monthly import note_rows
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.views.controls import button, column, label
from desktop.views.panels.figure_note import (
    FigureContext,
    FigureEntry,
    FigureNoteEntry,
    StepEntry,
    TypedFigureEntry,
)
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.indicators import Indicator


class NotesPane(QStackedWidget):
    """The notes of one indicator and month; an entry panel takes their place while it is open.

    Signals:
        said: a sentence worth a short message.
        ended: an entry panel was left; the keyboard belongs to the table again.
    """

    said = Signal(str)
    ended = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._indicator: Indicator | None = None
        self._month = 0
        self.heading = label("", bold=True)
        self.table = SimpleTable("Comments and actions", "Nothing has been said about this indicator yet.")
        self.note = button("Comment or action…", lambda: self.open(FigureNoteEntry), icon="note")
        self.close_one = button("Close it", self.close_chosen, tip="Carry the chosen line no further")
        self.figure = button("Type a figure…", lambda: self.open(TypedFigureEntry), quiet=True)
        self.figure.setToolTip("A target, a figure of others, or ours where the records cannot give it")
        self.step = button("Step change…", lambda: self.open(StepEntry), quiet=True)
        self.step.setToolTip("From this month on it is another process: its limits are computed anew")
        self.table.table.row_changed.connect(self._enable)
        line = QHBoxLayout()
        for one in (self.note, self.close_one, self.figure, self.step):
            line.addWidget(one)
        line.addStretch(1)
        self._list = QWidget()
        box = column(self._list, gap=0.4)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.heading)
        box.addWidget(self.table, 1)
        box.addLayout(line)
        self.addWidget(self._list)
        self._enable()

    @property
    def panel(self) -> FigureEntry | None:
        """The entry panel that is open, if one is."""
        shown = self.currentWidget()
        return shown if isinstance(shown, FigureEntry) else None

    def show_for(self, indicator: Indicator, month: int) -> None:
        """Show what belongs to an indicator's month."""
        self._indicator, self._month = indicator, month
        self.heading.setText(f"Comments and actions: {indicator.name}, {spoken_month(month)}")
        self._session.ask(
            lambda desk: note_rows(desk, month, indicator.id),
            self._show,
            owner=self,
            key="indicators.notes",
            on_error=self._fail,
        )

    def open(self, kind: type[FigureEntry]) -> FigureEntry | None:
        """Open an entry panel for the indicator on show."""
        if self._indicator is None or not self._session.is_today:
            return None
        if self.panel is not None:
            self._end(self.panel)
        one = self._indicator
        context = FigureContext(
            self._session,
            indicator=one.id,
            name=one.name,
            month=self._month,
            typed=one.kind == "import",
            unit=one.unit,
        )
        panel = kind(context, self)
        panel.closed.connect(lambda: self._end(panel))
        self.addWidget(panel)
        self.setCurrentWidget(panel)
        self.setMinimumHeight(theme().px(19))
        return panel

    def close_chosen(self) -> None:
        """Close the chosen comment or action; a step change is withdrawn."""
        from desktop.commands import figures

        chosen = self.table.chosen()
        if not chosen:
            return
        row, author, today = chosen[0].row, self._session.author, self._session.today
        self._session.run(
            lambda desk: figures.close_note(desk.book, row, author=author, today=today),
            initiator="figure_note",
            on_error=self._fail,
        )

    def _show(self, rows: RowsList) -> None:
        self.table.show_rows(rows)
        if len(rows) and self.table.table.current_row() < 0:
            self.table.table.go_to_first()
        self._enable()

    def _enable(self, *_: object) -> None:
        may = self._indicator is not None and self._session.is_today
        self.note.setEnabled(may)
        self.figure.setEnabled(may)
        one = self._indicator
        self.step.setEnabled(bool(may and one is not None and one.is_share and one.kind != "import"))
        shown, row = self.table.shown, self.table.table.current_row()
        there = shown is not None and 0 <= row < len(shown.tags)
        open_one = there and shown is not None and not shown.rows[row][5]
        self.close_one.setEnabled(bool(may and open_one))

    def _end(self, panel: FigureEntry) -> None:
        self.removeWidget(panel)
        panel.deleteLater()
        self.setCurrentWidget(self._list)
        self.setMinimumHeight(0)
        self.ended.emit()

    def _fail(self, error: AppError) -> None:
        self.said.emit(error.message)
