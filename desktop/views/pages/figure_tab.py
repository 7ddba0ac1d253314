"""What the tabs of the Indicators page share: choices above a table, the chosen row's numbers as cards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from desktop.domain.lists.selection import Count
from desktop.errors import AppError, KnownError
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.views.controls import button, column, label
from desktop.views.count_strip import CountStrip
from desktop.views.save_csv import write_csv
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

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
        box.addWidget(self._body(), 1)
        box.addWidget(self.meaning)
        self.month.currentIndexChanged.connect(self.mark_stale)

    # what a tab of its own says

    def _choices(self) -> list[QWidget]:
        return []

    def _body(self) -> QWidget:
        return self.table

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
