"""Data: bring spreadsheets in, settle what they left open, take trackers out, keep backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.domain.lists.selection import Count, Selection
from desktop.models.imports import (
    LEVEL_MEANS,
    LEVEL_NAMES,
    LEVEL_STATES,
    batch_rows,
    issue_rows,
    open_issues,
)
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.settings import BACKUP_FOLDER, Settings
from desktop.views.controls import Panel, button, column, label
from desktop.views.count_strip import CountStrip
from desktop.views.import_view import ImportView
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme
from desktop.views.upkeep import folder_of

if TYPE_CHECKING:
    from desktop.domain.changes import Act
    from desktop.domain.lists.desk import Desk

TRACKERS = (("dols", "DoLS tracker"), ("visits", "Visits tracker"), ("supervision", "Supervision tracker"))
_NO_ISSUE = "Nothing is waiting. Every import has been settled."


class DataPage(QWidget):
    """Four tabs.

    Signals:
        said: a sentence worth a short message.
        elsewhere: a selection of a list is wanted.
    """

    said = Signal(str)
    elsewhere = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._level = ""
        self._stale = True
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Data")
        self.tabs.setDocumentMode(True)
        self.imports = ImportView(session)
        self.imports.said.connect(self.said)
        self.tabs.addTab(self._padded(self.imports), "Bring in")
        self.tabs.addTab(self._issues_tab(), "To settle")
        self.tabs.addTab(self._batches_tab(), "Past imports")
        self.tabs.addTab(self._out_tab(), "Take out and back up")
        box = column(self, gap=0)
        box.setContentsMargins(theme().px(1), 0, theme().px(1), theme().px(0.6))
        box.addWidget(self.tabs)
        for signal in (session.changed, session.opened, session.moved):
            signal.connect(self._mark_stale)

    @staticmethod
    def _padded(inner: QWidget) -> QWidget:
        outer = QWidget()
        box = column(outer, gap=0)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        box.addWidget(inner)
        return outer

    def _issues_tab(self) -> QWidget:
        page = QWidget()
        box = column(page, gap=0.55)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        self.strip = CountStrip()
        self.strip.pressed.connect(lambda count, on: self.show_level(count.key if on else ""))
        self.means = label(token="text_soft")
        self.issues = SimpleTable("What imports left open", _NO_ISSUE)
        for part, stretch in ((self.strip, 0), (self.means, 0), (self.issues, 1)):
            box.addWidget(part, stretch)
        self.yes = button("Yes, take it", lambda: self._decide("confirm"), primary=True)
        self.no = button("Leave as it is", lambda: self._decide("dismiss"))
        box.addLayout(_row(self.yes, self.no, button("Save this list as CSV…", self._save_issues)))
        return page

    def _batches_tab(self) -> QWidget:
        page = QWidget()
        box = column(page, gap=0.55)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        self.batches = SimpleTable("Past imports", "No spreadsheet has been imported yet.")
        box.addWidget(self.batches, 1)
        box.addLayout(_row(button("Take this import back", self._undo_batch)))
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
        self._level = level
        self.tabs.setCurrentIndex(1)
        self._stale = True
        self.refresh()

    def refresh(self) -> None:
        """Read again what the tabs show."""
        if not self._stale:
            return
        self._stale = False
        level = self._level
        self._session.ask(lambda desk: _gathered(desk, level), self._show, owner=self, key="data.page")

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # slots and private

    def _mark_stale(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _show(self, gathered: tuple[dict[str, int], RowsList, RowsList]) -> None:
        numbers, issues, batches = gathered
        chosen = Selection("today", self._session.as_at_now())
        counts = [
            Count(
                level,
                title,
                numbers[level],
                chosen,
                LEVEL_STATES[level] if numbers[level] else 0,
                LEVEL_MEANS[level],
            )
            for level, title in LEVEL_NAMES.items()
        ]
        self.strip.show_counts(counts, self._level)
        self.means.setText(
            LEVEL_MEANS.get(
                self._level, "What imports left open. Nothing here moves a clock until you say so."
            )
        )
        self.issues.show_rows(issues)
        self.batches.show_rows(batches)
        self.yes.setEnabled(bool(len(issues)) and self._level not in ("rejected", "gone"))
        self.no.setEnabled(bool(len(issues)))
        whole = sum(numbers.values())
        self.tabs.setTabText(1, f"To settle ({whole:,})" if whole else "To settle")

    def _decide(self, verb: str) -> None:
        ids = self.issues.chosen()
        if not ids:
            self.said.emit("Choose a row first.")
            return
        from desktop.commands import issues

        work = self._session.workspace
        author = work.author if work is not None else ""
        decide = issues.confirm if verb == "confirm" else issues.dismiss

        def make(desk: Desk) -> Act:
            rows = [desk.book.import_issue.row(row_id) for row_id in ids]
            return decide(desk.book, rows, author=author)

        count = "1 finding" if len(ids) == 1 else f"{len(ids):,} findings"
        words = {"confirm": f"{count} taken.", "dismiss": f"{count} left as it was."}
        self._session.run(
            make, initiator="data", told=words[verb], on_error=lambda error: self.said.emit(error.message)
        )

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

    def _save_issues(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save this list", "to-settle.csv", "CSV (*.csv)")
        rows = self.issues.model.source
        if name and isinstance(rows, RowsList):
            self._off_thread(lambda: write_csv(Path(name), rows), f"Saved to {Path(name).name}.")

    def _export(self, tracker: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Take a tracker out", f"{tracker}_tracker.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if not name:
            return

        def write(desk: Desk) -> int:
            from desktop.exchange.export import export_tracker

            return int(export_tracker(desk, f"{tracker}_tracker", Path(name)))

        self._session.ask(
            write,
            lambda rows: self.said.emit(f"{rows:,} rows written to {Path(name).name}."),
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

    def _off_thread(self, work: Callable[[], object], words: str) -> None:
        self._session.tasks.run(
            work,
            lane="io",
            owner=self,
            on_done=lambda _: self.said.emit(words),
            on_error=lambda error: self.said.emit(error.message),
        )


def _gathered(desk: Desk, level: str) -> tuple[dict[str, int], RowsList, RowsList]:
    numbers = {name: len(rows) for name, rows in open_issues(desk).items()}
    return numbers, issue_rows(desk, level), batch_rows(desk)


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


def write_csv(path: Path, rows: RowsList) -> None:
    """Write a list of words as CSV that a spreadsheet may open safely.

    Raises:
        KnownError: when the file cannot be written.
    """
    import csv

    from desktop.errors import KnownError
    from desktop.models.copying import safe

    try:
        with path.open("w", newline="", encoding="utf-8-sig") as out:
            writer: Any = csv.writer(out)
            writer.writerow([one.title for one in rows.columns])
            writer.writerows([[safe(cell) for cell in row] for row in rows.rows])
    except OSError as error:
        raise KnownError(
            f"{path.name} could not be written. Nothing else was changed; choose another folder.",
            type(error).__name__,
        ) from error
