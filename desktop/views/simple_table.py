"""A table of plain words with its own empty sentence: findings, past imports, history."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.array_table import ArrayTableModel
from desktop.models.copying import as_mime
from desktop.models.rows_list import RowsList
from desktop.views.controls import column
from desktop.views.empty_state import EmptyState
from desktop.views.table import ListTable


class SimpleTable(QWidget):
    """Shows a `RowsList`.

    Args:
        name: what a screen reader calls it.
        empty: what is said while there is no row.
        then: what to do about that, in one line below.
    """

    def __init__(self, name: str, empty: str, then: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: RowsList | None = None
        self._empty_text, self._then = empty, then
        self.model = ArrayTableModel(self)
        self.table = ListTable(self.model)
        self.table.setAccessibleName(name)
        self.table.copy_asked.connect(lambda _: self.copy())
        self.empty = EmptyState()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        column(self, gap=0).addWidget(self.stack)
        self.empty.tell("check", empty, then)

    def show_rows(self, rows: RowsList, empty: str = "") -> None:
        """Show these rows."""
        same_columns = self._shown is not None and self._shown.columns == rows.columns
        self._shown = rows
        self.model.set_source(rows)
        if not same_columns:
            self.table.head.lay_out(self.model.columns, {})
        if not len(rows):
            self.empty.tell("check", empty or self._empty_text, "" if empty else self._then)
        self.stack.setCurrentWidget(self.table if len(rows) else self.empty)

    @property
    def shown(self) -> RowsList | None:
        """The rows on show."""
        return self._shown

    def chosen(self) -> list[Any]:
        """The tags of the chosen rows."""
        if self._shown is None or not self._shown.tags:
            return []
        return [self._shown.tags[row] for row in self.table.selected_rows()]

    def copy(self) -> None:
        """Put the chosen rows with their headings on the clipboard."""
        if self._shown is None:
            return
        rows = [self._shown.rows[row] for row in self.table.selected_rows()]
        titles = [one.title for one in self._shown.columns]
        QGuiApplication.clipboard().setMimeData(as_mime(titles, rows))
