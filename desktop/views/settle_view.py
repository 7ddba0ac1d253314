"""What imports left open: counts, the list, and the place to decide beside it. All of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSplitter, QWidget

from desktop.domain.lists.selection import Count, Selection
from desktop.models import imports
from desktop.models.imports import DECIDED, LEVEL_MEANS, LEVEL_NAMES, LEVEL_STATES
from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.views.controls import button, column, label
from desktop.views.count_strip import CountStrip
from desktop.views.save_csv import write_csv
from desktop.views.settle_panel import SettlePanel
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.commands.settling import Choice, Question
    from desktop.domain.changes import Act
    from desktop.domain.lists.desk import Desk

NO_ISSUE = "Nothing is waiting. Every import has been settled."
ALL_MEAN = "What imports left open. Nothing here moves a clock until you say so."
DECIDED_MEANS = "Pairs of people that somebody has decided about. Each can be decided again."
WAIT_MS = 60  # holding J down asks about the row it stops on


@dataclass(frozen=True)
class Gathered:
    """Everything that the view shows at one time."""

    numbers: dict[str, int]
    rows: RowsList
    files: Sequence[tuple[str, str]]
    whole: int


def gathered(desk: Desk, level: str, batch: str) -> Gathered:
    """Read what the view shows; off the GUI thread."""
    files = imports.open_files(desk)
    if batch not in [one for one, _ in files]:
        batch = ""
    rows = imports.pair_rows(desk) if level == DECIDED else imports.issue_rows(desk, level, batch)
    whole = sum(len(found) for found in imports.open_issues(desk).values())
    return Gathered(imports.level_numbers(desk, batch), rows, files, whole)


class SettleView(QWidget):
    """The list of findings and the question about the chosen ones.

    Signals:
        said: a sentence worth a short message.
        elsewhere: a selection of a list is wanted.
        counted: how many findings wait in all.
    """

    said = Signal(str)
    elsewhere = Signal(object)
    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.level = ""
        self._deciding = False
        self._build()
        self._connect()
        self._bind_keys()

    def _build(self) -> None:
        self.strip = CountStrip()
        self.means = label(token="text_soft")
        self.files = QComboBox()
        self.files.setAccessibleName("Findings of which file")
        self.files.addItem("All files", "")
        self.issues = SimpleTable("What imports left open", NO_ISSUE)
        self.panel = SettlePanel()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.issues)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([theme().px(60), theme().px(30)])
        head = QHBoxLayout()
        head.addWidget(self.means, 1)
        head.addWidget(self.files)
        head.addWidget(button("Save this list as CSV…", self.save))
        box = column(self, gap=0.55)
        box.addWidget(self.strip)
        box.addLayout(head)
        box.addWidget(split, 1)

    def _connect(self) -> None:
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self._ask)
        self.strip.pressed.connect(lambda count, on: self.show_level(count.key if on else ""))
        self.files.activated.connect(lambda _: self.refresh())
        table = self.issues.table
        table.selectionModel().selectionChanged.connect(lambda *_: self._later.start())
        table.row_changed.connect(lambda _: self._later.start())
        table.row_opened.connect(lambda _: self._enter_panel())
        self.panel.answered.connect(self.decide)
        self.panel.alike_asked.connect(self.choose_alike)
        self.panel.case_asked.connect(self._open_case)

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "J": partial(self._step, 1),
            "K": partial(self._step, -1),
            "A": self.choose_alike,
        }
        keys |= {str(number): partial(self.panel.answer, number) for number in range(1, 10)}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        back = QShortcut(QKeySequence("Esc"), self.panel)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.issues.table.setFocus)

    # public

    def show_level(self, level: str) -> None:
        """List the open findings of one level, all (""), or the pairs that were decided (`DECIDED`)."""
        self.level = level
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        level, batch = self.level, str(self.files.currentData() or "")
        self._session.ask(
            lambda desk: gathered(desk, level, batch), self._show, owner=self, key="settle.rows"
        )

    def decide(self, choice: Choice) -> None:
        """Do what an answer stands for, in one step that can be undone."""
        asked = self.panel.asked
        if asked is None or self._deciding:
            return
        from desktop.commands import settling

        author = self._session.author

        def make(desk: Desk) -> Act:
            return settling.decide(desk.book, asked, choice, author=author)

        self._deciding = True
        task = self._session.run(
            make, initiator="data", told=choice.done, on_done=self._decided, on_error=self._refused
        )
        if task is None:
            self._deciding = False

    def choose_alike(self) -> None:
        """Choose every finding in the list that asks the same kind of question as the current one."""
        ids = self.issues.chosen()
        if not ids or self.level == DECIDED:
            return
        first = ids[0]
        self._session.ask(
            lambda desk: set(imports.alike(desk, first)), self._select, owner=self, key="settle.alike"
        )

    def save(self) -> None:
        """Ask for a file and save the list as shown."""
        name, _ = QFileDialog.getSaveFileName(self, "Save this list", "to-settle.csv", "CSV (*.csv)")
        rows = self.issues.model.source
        if name and isinstance(rows, RowsList):
            self._session.tasks.run(
                lambda: write_csv(Path(name), rows),
                lane="io",
                owner=self,
                on_done=lambda _: self._saved(Path(name).name, len(rows)),
                on_error=lambda error: self.said.emit(error.message),
            )

    # slots and private

    def _saved(self, name: str, rows: int) -> None:
        self._session.exported("findings of imports", rows)
        self.said.emit(f"Saved to {name}.")

    def _show(self, found: Gathered) -> None:
        chosen = Selection("today", self._session.as_at_now())
        names = LEVEL_NAMES | {DECIDED: "Pairs decided"}
        means = LEVEL_MEANS | {DECIDED: DECIDED_MEANS, "": ALL_MEAN}
        counts = [
            Count(key, title, n, chosen, LEVEL_STATES.get(key, 0) if n else 0, means[key])
            for key, title in names.items()
            if (n := found.numbers[key]) or key != DECIDED or self.level == DECIDED
        ]
        self.strip.show_counts(counts, self.level)
        self.means.setText(means[self.level])
        self._show_files(found.files)
        line = max(self.issues.table.currentIndex().row(), 0)
        self.issues.show_rows(found.rows, "" if not found.whole else "Nothing of this kind is waiting.")
        if len(found.rows) and self.issues.table.current_row() < 0:
            self._go_to(min(line, len(found.rows) - 1))
        self.counted.emit(found.whole)
        self._later.start()

    def _show_files(self, files: Sequence[tuple[str, str]]) -> None:
        kept = str(self.files.currentData() or "")
        self.files.clear()
        self.files.addItem("All files", "")
        for batch, title in files:
            self.files.addItem(title, batch)
        self.files.setCurrentIndex(max(self.files.findData(kept), 0))
        self.files.setVisible(len(files) > 1)

    def _ask(self) -> None:
        ids, work = self.issues.chosen(), self._session.workspace
        if not ids or work is None:
            self.panel.show_question(None)
            return
        pairs = self.level == DECIDED
        self._session.ask(
            lambda desk: imports.question_for(work, desk, ids, pairs=pairs),
            self._show_question,
            owner=self,
            key="settle.question",
        )

    def _show_question(self, asked: Question | None) -> None:
        inside = self.panel.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.panel.show_question(asked)
        if inside:
            self._enter_panel()

    def _decided(self, _: object) -> None:
        self._deciding = False
        self.panel.show_question(None)

    def _refused(self, error: object) -> None:
        self._deciding = False
        self.said.emit(getattr(error, "message", ""))
        self.refresh()

    def _enter_panel(self) -> None:
        if self.panel.answers:
            self.panel.answers[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.issues.table.setFocus()

    def _step(self, by: int) -> None:
        line = self.issues.table.currentIndex().row() + by
        if 0 <= line < self.issues.model.rowCount():
            self._go_to(line)

    def _go_to(self, line: int) -> None:
        table = self.issues.table
        flag = QItemSelectionModel.SelectionFlag
        index = self.issues.model.index(line, max(table.head.logicalIndexAt(0), 0))
        table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def _select(self, ids: set[str]) -> None:
        source, model = self.issues.model.source, self.issues.model
        if not isinstance(source, RowsList):
            return
        flag, picked = QItemSelectionModel.SelectionFlag, QItemSelection()
        lines = [at for at in range(model.rowCount()) if source.tags[model.row_at(at)] in ids]
        for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
            together = [line for _, line in run]
            picked.select(model.index(together[0], 0), model.index(together[-1], 0))
        self.issues.table.selectionModel().select(picked, flag.ClearAndSelect | flag.Rows)

    def _open_case(self, case: int) -> None:
        desk = self._session.desk
        if desk is None:
            return
        name = "dols" if desk.book.case.word("kind", case) == "dols" else "visits"
        ref = desk.book.case.ref[case] or desk.book.person.ref[desk.book.case.person[case]]
        self.elsewhere.emit(Selection(name, self._session.as_at_now(), text=ref))
