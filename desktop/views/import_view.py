"""Bringing spreadsheets in: choose or drop, see what would happen, then say yes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from desktop.domain.changes import Changes
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.selection import Count, Selection
from desktop.errors import AppError
from desktop.models.imports import LEVEL_MEANS, LEVEL_STATES, PARTS, layout_name, rows_of
from desktop.models.session import Session
from desktop.tasks import Task
from desktop.views.controls import announce, button, column, label
from desktop.views.count_strip import CountStrip
from desktop.views.date_field import DateField
from desktop.views.drop_zone import DropZone
from desktop.views.import_done import ImportDone, Outcome, counted
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.exchange.reconcile import ImportPlan

_STATES = {"rejected": "rejected", "gone": "gone", "exceptions": "exception", "conflicts": "conflict"}
_STATES |= {"changed": "changed", "possible_matches": "possible_match"}


_STEPS = (
    "Drop the files as they are. Title rows, merged headings and dates typed any way are no trouble.",
    "Look at what would be new, changed, the same, rejected or gone. Each row that cannot be read is listed.",
    "Say yes. It goes in as one step, and one step takes all of it back.",
)


class ImportView(QWidget):
    """Files one after the other: reading, the dry run, applied.

    Signals:
        said: a sentence worth a short message.
        applied: an import went in.
        elsewhere: a selection of a list is wanted.
        settle_asked: what imports left open is wanted.
    """

    said = Signal(str)
    applied = Signal()
    elsewhere = Signal(object)
    settle_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[str] = []
        self._taken = 0  # of the files dropped together, how many had their turn
        self._task: Task | None = None
        self._path = Path()
        self.plan: ImportPlan | None = None
        self._build()

    def _build(self) -> None:
        self.drop = DropZone()
        self.drop.files_chosen.connect(self.take_files)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._first_page())
        self.stack.addWidget(self._reading_page())
        self.stack.addWidget(self._plan_page())
        self.done = ImportDone(self._session)
        self.done.elsewhere.connect(self.elsewhere)
        self.done.settle_asked.connect(self.settle_asked)
        self.done.more_asked.connect(self._start_afresh)
        self.stack.addWidget(self.done)
        column(self, gap=0).addWidget(self.stack)

    def _first_page(self) -> QWidget:
        self._first = QWidget()
        box = column(self._first, gap=1)
        self.drop.setMinimumHeight(theme().px(15))
        self.drop.setMaximumSize(theme().px(62), theme().px(17))
        box.addWidget(self.drop)
        for number, words in enumerate(_STEPS, 1):
            line = QHBoxLayout()
            mark = label(str(number), size=1.2, token="accent", bold=True)
            mark.setFixedWidth(theme().px(1.4))
            line.addWidget(mark)
            line.addWidget(label(words), 1)
            box.addLayout(line)
        box.addStretch(1)
        return self._first

    def _reading_page(self) -> QWidget:
        self._reading = QWidget()
        box = column(self._reading, gap=0.7, margin=2)
        self._reading_title = label(size=1.35, bold=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the import")
        self._step = label(token="text_soft")
        box.addStretch(1)
        for part in (self._reading_title, self._bar, self._step):
            box.addWidget(part)
        self.stop = button("Cancel", self._cancel)
        box.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)
        return self._reading

    def _plan_page(self) -> QWidget:
        self._planned = QWidget()
        box = column(self._planned, gap=0.6)
        self._title = label(size=1.35, bold=True)
        self._words = label(token="text_soft")
        self._notice = label(token="overdue")
        self._notice.hide()
        self.as_at = DateField("The file speaks of", self._session.today)
        self.as_at.entered.connect(self._read_again)
        head = QHBoxLayout()
        words = column(gap=0.1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        head.addLayout(words, 1)
        date = column(gap=0.1)
        date.addWidget(label("As at (Enter to read again)", token="text_soft", size=0.95))
        date.addWidget(self.as_at)
        head.addLayout(date)
        box.addLayout(head)
        box.addWidget(self._notice)
        self.strip = CountStrip()
        self.strip.pressed.connect(lambda count, _: self._show_part(count.key))
        box.addWidget(self.strip)
        self.rows = SimpleTable("Rows of the file", "No row of this kind")
        box.addWidget(self.rows, 1)
        foot = QHBoxLayout()
        self.apply_button = button("Import", self.apply, primary=True, icon="check")
        self.save = button("Save rejected rows as CSV…", self._save_rejects)
        foot.addWidget(self.apply_button)
        foot.addWidget(self.save)
        self.leave = button("Leave it", self._leave)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        box.addLayout(foot)
        return self._planned

    # public

    def take_files(self, files: Sequence[str]) -> None:
        """Read these, one after the other."""
        if self.stack.currentWidget() is self.done:
            self._start_afresh()
        self._waiting += list(files)
        if self._task is None and self.stack.currentWidget() is not self._planned:
            self._next()

    def apply(self) -> None:
        """Make the dry run true, in one transaction that can be undone whole."""
        plan, work = self.plan, self._session.workspace
        if plan is None or work is None:
            return
        from desktop.commands import importing

        self._show_reading("Saving…", "One transaction: all of it, or nothing.", can_stop=False)
        self._task = self._session.tasks.run(
            lambda: importing.apply(work, plan),
            owner=self,
            on_done=self._on_applied,
            on_error=self._on_failed,
        )

    # reading

    def _next(self) -> None:
        self.plan = None
        if not self._waiting:
            self._taken = 0
            self.stack.setCurrentWidget(self.done if self.done.outcomes else self._first)
            if self.done.outcomes:
                self.done.overdue.setFocus()
            return
        self._path = Path(self._waiting.pop(0))
        self._taken += 1
        self._read(None)

    def _start_afresh(self) -> None:
        self.done.clear()
        self.stack.setCurrentWidget(self._first)
        self.drop.choose.setFocus()

    def _which(self) -> str:
        """Which of several files this is, empty when there is one only."""
        whole = self._taken + len(self._waiting)
        return f" (file {self._taken:,} of {whole:,})" if whole > 1 else ""

    def _read(self, as_at: int | None) -> None:
        from desktop.commands import importing

        work, tasks = self._session.workspace, self._session.tasks
        if work is None:
            return
        path = self._path
        self._show_reading(f"Reading {path.name}{self._which()}", "Nothing is saved yet.", can_stop=True)

        def read(task: Task) -> ImportPlan:
            def progress(share: float, words: str) -> None:
                tasks.progress(task, (share, words))

            return importing.dry_run(work, path, as_at, progress, lambda: task.cancelled)

        self._task = tasks.run(
            read,
            owner=self,
            wants_task=True,
            on_done=self._show_plan,
            on_error=self._on_failed,
            on_progress=self._on_progress,
        )

    def _read_again(self) -> None:
        if self.as_at.day != NO_DAY:
            self._read(self.as_at.day)

    def _show_reading(self, title: str, words: str, *, can_stop: bool) -> None:
        self._reading_title.setText(title)
        self._step.setText(words)
        self._bar.setValue(0)
        self.stop.setVisible(can_stop)
        self.stack.setCurrentWidget(self._reading)

    def _on_progress(self, value: tuple[float, str]) -> None:
        self._bar.setValue(round(value[0] * 1000))
        self._step.setText(value[1])

    def _cancel(self) -> None:
        """Stop reading, and do not begin with the files that wait."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        left = counted(len(self._waiting), "file that was waiting was", "files that were waiting were")
        self._waiting.clear()
        self.said.emit("Stopped. Nothing was changed" + (f"; {left} not read." if left[0] != "0" else "."))
        self._next()

    def _on_failed(self, error: AppError) -> None:
        """Say why, keep the sentence for the end, and go on with the next file."""
        self._task = None
        self.done.add(Outcome(self._path.name, error.message, failed=True))
        if not any(one.batch for one in self.done.outcomes):
            self.said.emit(error.message)  # else the undo of the file before stays in reach
        announce(self, error.message)
        self._next()

    def _not_saved(self, error: AppError) -> None:
        self.said.emit(error.message)

    # the dry run

    def _show_plan(self, plan: ImportPlan) -> None:
        self._task = None
        self.plan = plan
        self._title.setText(f"{self._path.name}: what would change{self._which()}")
        when = f"as at {short(plan.as_at)}" if plan.as_at is not None else "of no stated date"
        rows = counted(plan.parsed.record_count, "row", "rows")
        self._words.setText(f"Read as {layout_name(plan.layout)}, {rows}, {when}. Nothing is saved yet.")
        self.as_at.set_day(NO_DAY if plan.as_at is None else plan.as_at)
        first = next((key for key, _, _ in PARTS if plan.counts().get(key)), "new")
        rejected = bool(plan.rejected)
        self.save.setVisible(rejected)
        self.apply_button.setEnabled(plan.act is not None)
        self.apply_button.setText("Import" if plan.act is not None else "Nothing new to import")
        self.leave.setText("Leave it" if plan.act is not None else "Go on")
        failed = [one.words for one in self.done.outcomes if one.failed]
        self._notice.setText("\n".join(failed))
        self._notice.setVisible(bool(failed))
        self.stack.setCurrentWidget(self._planned)
        self._show_part("rejected" if rejected else first)
        (self.apply_button if plan.act is not None else self.rows.table).setFocus()

    def _counts(self, plan: ImportPlan) -> list[Count]:
        numbers = plan.counts()
        chosen = Selection("today", self._session.as_at_now())
        made = []
        for key, title, _ in PARTS:
            level = _STATES.get(key, "")
            n = numbers.get(key, 0)
            if n or key in ("new", "changed", "same", "rejected", "gone"):
                state = LEVEL_STATES.get(level, 0) if n else 0
                made.append(Count(key, title, n, chosen, state, LEVEL_MEANS.get(level, "")))
        return made

    def _show_part(self, key: str) -> None:
        if self.plan is None:
            return
        attribute = next(name for part, _, name in PARTS if part == key)
        self.strip.show_counts(self._counts(self.plan), key)
        self.rows.show_rows(rows_of(self.plan, attribute), "No row of this kind")

    def _save_rejects(self) -> None:
        if self.plan is None:
            return
        from desktop.commands import importing

        plan = self.plan
        name = f"{self._path.stem}-rejected.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save rejected rows", name, "CSV (*.csv)")
        if chosen:
            self._session.tasks.run(
                lambda: importing.save_rejects(plan, Path(chosen)),
                lane="io",
                owner=self,
                on_done=lambda count: self.said.emit(
                    f"{counted(count, 'rejected row', 'rejected rows')} saved to {Path(chosen).name}."
                ),
                on_error=self._not_saved,
            )

    def _on_applied(self, changes: Changes) -> None:
        self._task = None
        name, plan = self._path.name, self.plan
        counts = plan.counts() if plan else {}
        rejected = counts.get("rejected", 0)
        new = counted(counts.get("new", 0), "row", "rows")
        words = f"{name} imported: {new} brought something new"
        words += f", {rejected:,} rejected." if rejected else "."
        batch = plan.act.id if plan is not None and plan.act is not None else ""
        self.done.add(Outcome(name, in_words(counts), batch=batch))
        self._session.adopt(changes, words, undo=bool(changes))
        self.applied.emit()
        self._next()

    def _leave(self, _: Any = None) -> None:
        words = "was not imported. Nothing was changed."
        if self.plan is not None and self.plan.act is None:
            words = "brings nothing new. Nothing was changed."
        self.said.emit(f"{self._path.name} {words}")
        if self._waiting or self.done.outcomes:
            self.done.add(Outcome(self._path.name, words[:1].upper() + words[1:]))
        self._next()


def in_words(counts: dict[str, int]) -> str:
    """What an import brought, in one line."""
    said = [f"{counted(counts.get('new', 0), 'row', 'rows')} brought something new"]
    for key, words in (("changed", "to confirm"), ("same", "the same"), ("rejected", "rejected")):
        if counts.get(key):
            said.append(f"{counts[key]:,} {words}")
    if counts.get("gone"):
        said.append(f"{counted(counts['gone'], 'case', 'cases')} gone from the file, none closed")
    return ", ".join(said) + "."
