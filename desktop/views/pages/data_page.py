"""Data: bring spreadsheets in, settle what they left open, take trackers out, keep backups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.models.imports import batch_rows
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.settings import BACKUP_FOLDER, Settings
from desktop.views.controls import Panel, button, column, label
from desktop.views.import_view import ImportView
from desktop.views.pages.fresh import FreshPage
from desktop.views.settle_view import SettleView
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme
from desktop.views.upkeep import folder_of

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

TRACKERS = (("dols", "DoLS tracker"), ("visits", "Visits tracker"), ("supervision", "Supervision tracker"))


class DataPage(FreshPage):
    """Four tabs."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._settings = settings
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Data")
        self.tabs.setDocumentMode(True)
        self.imports = ImportView(session)
        self.imports.said.connect(self.said)
        self.imports.elsewhere.connect(self.elsewhere)
        self.imports.settle_asked.connect(lambda: self.show_level(""))
        self.tabs.addTab(self._padded(self.imports), "Bring in")
        self.settle = SettleView(session)
        self.settle.said.connect(self.said)
        self.settle.elsewhere.connect(self.elsewhere)
        self.settle.counted.connect(self._show_whole)
        self.settle.counted.connect(self.imports.done.show_open)
        self.tabs.addTab(self._padded(self.settle), "To settle")
        self.tabs.addTab(self._batches_tab(), "Past imports")
        self.tabs.addTab(self._out_tab(), "Take out and back up")
        box = column(self, gap=0)
        box.setContentsMargins(theme().px(1), 0, theme().px(1), theme().px(0.6))
        box.addWidget(self.tabs)

    @staticmethod
    def _padded(inner: QWidget) -> QWidget:
        outer = QWidget()
        box = column(outer, gap=0)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        box.addWidget(inner)
        return outer

    def _batches_tab(self) -> QWidget:
        page = QWidget()
        box = column(page, gap=0.55)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        self.batches = SimpleTable(
            "Past imports",
            "No spreadsheet has been imported yet.",
            "Drop one on the window, or choose it under Bring in. Each import can be taken back here, whole.",
        )
        self.back = button("Take this import back", self._undo_batch)
        box.addWidget(self.batches, 1)
        box.addLayout(_row(self.back))
        return page

    def _out_tab(self) -> QWidget:
        page = QWidget()
        box = column(page, gap=0.8)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        out = "Each is written in the layout it came in; importing it again changes nothing."
        keys = [button(f"{title}…", partial(self._export, name)) for name, title in TRACKERS]
        box.addWidget(_card("Take a tracker out", out, keys))
        self.backup_words = label(token="text_soft")
        folder = button("Choose the backup folder…", self._choose_backup)
        box.addWidget(_card("Daily backup", "", [folder], self.backup_words))
        box.addStretch(1)
        self._tell_backup()
        return page

    # public

    def take_files(self, files: Sequence[str]) -> None:
        """Start importing files that were dropped on the window."""
        self.tabs.setCurrentIndex(0)
        self.imports.take_files(files)

    def choose_files(self) -> None:
        """Show where files can be chosen or dropped."""
        self.tabs.setCurrentIndex(0)
        self.imports.drop.choose.setFocus()

    def show_level(self, level: str) -> None:
        """List the open findings of one level, or all."""
        self.tabs.setCurrentIndex(1)
        self.settle.show_level(level)
        self.settle.issues.table.setFocus()

    # slots and private

    def _ask(self) -> None:
        self.ask(batch_rows, self._show_batches, "data.batches")
        self.settle.refresh()

    def _show_batches(self, rows: RowsList) -> None:
        self.batches.show_rows(rows)
        self.back.setVisible(len(rows) > 0)

    def _show_whole(self, whole: int) -> None:
        self.tabs.setTabText(1, f"To settle ({whole:,})" if whole else "To settle")

    def _undo_batch(self) -> None:
        ids = self.batches.chosen()
        if not ids:
            self.said.emit("Choose an import first.")
            return
        from desktop.commands import importing

        work, chosen = self._session.workspace, ids[0]
        if work is None:
            return
        self._session.tasks.run(
            lambda: importing.undo(work, work.book.import_batch.row(chosen)),
            owner=self,
            on_done=lambda changes: self._session.adopt(
                changes, "The whole import was taken back.", undo=False
            ),
            on_error=lambda error: self.said.emit(error.message),
        )

    def _export(self, tracker: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Take a tracker out", f"{tracker}_tracker.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if not name:
            return

        def write(desk: Desk) -> int:
            from desktop.exchange.export import export_tracker

            return int(export_tracker(desk, f"{tracker}_tracker", Path(name)))

        def done(rows: int) -> None:
            self._session.exported(f"{tracker} tracker", rows)
            self.said.emit(f"{rows:,} rows written to {Path(name).name}.")

        self._session.ask(
            write,
            done,
            owner=self,
            on_error=lambda error: self.said.emit(error.message),
        )

    def _choose_backup(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Backup folder", self._settings.get(BACKUP_FOLDER))
        if folder:
            self._settings.put(BACKUP_FOLDER, folder)
            self._tell_backup()

    def _tell_backup(self) -> None:
        folder, chosen = folder_of(self._settings), self._settings.get(BACKUP_FOLDER)
        words = f"Once a day to {folder}; the last 14 are kept."
        better = "" if chosen else " Better is a folder on another disk or a network drive."
        self.backup_words.setText(words + better)


def _row(*buttons: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    for part in buttons:
        line.addWidget(part)
    line.addStretch(1)
    return line


def _card(title: str, words: str, keys: Sequence[QWidget], extra: QWidget | None = None) -> Panel:
    card = Panel()
    box: QVBoxLayout = column(card, gap=0.5, margin=1)
    box.addWidget(label(title, size=1.15, bold=True))
    box.addWidget(extra if extra is not None else label(words, token="text_soft"))
    box.addLayout(_row(*keys))
    return card
