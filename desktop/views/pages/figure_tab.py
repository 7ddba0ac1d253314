"""What the tabs of the Indicators page share: choices above a table, the chosen row's numbers as cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.lists.selection import Count
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.views.controls import label, tab_column
from desktop.views.count_strip import CountStrip
from desktop.views.pages.fresh import FreshPage
from desktop.views.pages.month_choice import MonthChoice
from desktop.views.save_csv import csv_button
from desktop.views.simple_table import SimpleTable

_MONTHS = 24


class FigureTab(FreshPage):
    """A table of figures: choices above it, the chosen row's numbers as cards, a line of explanation."""

    name, empty = "Figures", "There is nothing to show."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._wants_focus = False
        self.month = MonthChoice(_MONTHS)
        self.save = csv_button("indicators.csv", self.rows, self.said.emit)
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
        box = tab_column(self)
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

    def _on_row(self, row: int) -> None:
        raise NotImplementedError

    def _on_opened(self, row: int) -> None:
        raise NotImplementedError

    def rows(self) -> RowsList | None:
        """The rows on show."""
        raise NotImplementedError

    # public

    def focus_table(self) -> None:
        """Give the keyboard to the table, as soon as there is one."""
        self._wants_focus = True
        self.table.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shown(self) -> None:
        """The table has been filled; the keyboard goes to it where it was asked for."""
        if self._wants_focus:
            self._wants_focus = False
            self.table.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # private

    def _offer(self) -> None:
        self.month.offer_until(self._session.as_at_now())

    def _on_card(self, count: Count, on: bool) -> None:
        self.cards.cards[count.key].setChecked(False)
        self.elsewhere.emit(count.selection)
