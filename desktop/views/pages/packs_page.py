"""Packs: freeze a month that is over and build its assurance packs; what became of it since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QTabWidget,
    QWidget,
)

from desktop.errors import AppError, KnownError
from desktop.models.packs import PacksAnswer, Since, packs_answer, since
from desktop.models.session import Session
from desktop.settings import Setting, Settings
from desktop.tasks import Task
from desktop.views.controls import (
    Choice,
    announce,
    button,
    label,
    page_column,
    set_edges,
    splitter,
    tab_column,
)
from desktop.views.pages.fresh import FreshPage
from desktop.views.pages.month_choice import MonthChoice
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.reports.packs_published import Material
    from desktop.views.packing import Built

AUDIENCES = (("managers", "Managers: with lists of children"), ("panel", "Panel: counts only"))
PACK_FOLDER = Setting("setting/pack_folder", "")
BACK = 12  # months that can be chosen


class PacksPage(FreshPage):
    """The page: what to look at first and whose packs, then one button; beside it what changed since.

    Signals:
        page_asked: (name, row id) of another page.
    """

    page_asked = Signal(str, str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._settings = settings
        self._task: Task | None = None
        self.answer: PacksAnswer | None = None
        self.built: Built | None = None
        self._build()

    def _build(self) -> None:
        self.words = label()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Packs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._build_tab(), "Build")
        self.tabs.addTab(self._since_tab(), "Since it was frozen")
        self.tabs.currentChanged.connect(self.mark_stale)
        box = page_column(self)
        box.addLayout(self._choices())
        box.addWidget(self.words)
        box.addWidget(self.tabs, 1)
        box.addLayout(self._foot())

    def _choices(self) -> QHBoxLayout:
        self.month = MonthChoice(BACK, whole_only=True)
        self.audience = Choice(AUDIENCES, "For whom")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why it is frozen again")
        self.reason.setPlaceholderText("To freeze it again, say why; leave empty to build what was frozen")
        self.reason.setMinimumWidth(theme().px(26))
        self.month.currentIndexChanged.connect(self.mark_stale)
        line = QHBoxLayout()
        for part in (self.month, self.audience, self.reason):
            line.addWidget(part)
        line.addStretch(1)
        return line

    def _build_tab(self) -> QWidget:
        self.checks = SimpleTable("Look at this first", "Nothing to look at.")
        self.checks.table.row_opened.connect(self._open_check)
        self.whose = QListWidget()
        self.whose.setAccessibleName("Whose packs; Space ticks")
        return splitter(
            Qt.Orientation.Horizontal,
            (_titled("Look at this first", self.checks), 3),
            (_titled("Whose packs", self.whose, left=0.5), 1),
        )

    def _since_tab(self) -> QWidget:
        page = QWidget()
        box = tab_column(page)
        self.since_words = label()
        self.moved = SimpleTable("Who differs from what was frozen", "This month is as it was frozen.")
        self.moved.table.row_opened.connect(self._open_case)
        box.addWidget(self.since_words)
        box.addWidget(self.moved, 1)
        return page

    def _foot(self) -> QHBoxLayout:
        self.go = button("Freeze and build", self.build, primary=True)
        self.stop = button("Cancel", self.cancel)
        self.place = button("Folder…", self.ask_folder, quiet=True, tip="Choose the folder for packs")
        self.show_folder = button("Open the folder", self.open_folder)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the packs")
        self.bar.setMaximumWidth(theme().px(16))
        self.step = label(token="text_soft")
        line = QHBoxLayout()
        for part in (self.go, self.stop, self.bar, self.show_folder, self.step):
            line.addWidget(part, 1 if part is self.step else 0)
        line.addWidget(self.place)
        self._show_running(False)
        self.show_folder.hide()
        return line

    # public

    @property
    def folder(self) -> Path:
        """Where the packs' own folders are made."""
        chosen = self._settings.get(PACK_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(chosen) if chosen else Path(documents) / "Caseclock packs"

    def focus_first(self) -> None:
        """Give the keyboard to the button that does it all."""
        self.go.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def mark_stale(self, *_: object) -> None:
        """Something changed: ask again now if this is seen and nothing is being built, else later."""
        self._stale = True
        if self.isVisible() and self._task is None:
            self.refresh()

    def build(self) -> None:
        """Freeze the month where that is to be done, then build the packs that are ticked."""
        if self.answer is None or self._task is not None:
            return
        unticked = {
            self.whose.item(at).data(Qt.ItemDataRole.UserRole)
            for at in range(self.whose.count())
            if self.whose.item(at).checkState() != Qt.CheckState.Checked
        }
        if len(unticked) == self.whose.count():
            self.said.emit("No pack is ticked, so nothing was built. Tick at least one.")
            return
        self._freeze(self.answer.month, self.audience.currentData(), self.reason.text(), unticked)

    def cancel(self) -> None:
        """Stop; packs written by this run are taken away, a freeze that was made stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._show_running(False)
        self.step.setText("Stopped. No pack was kept.")
        self.mark_stale()

    def ask_folder(self) -> None:
        """Choose where the packs go."""
        chosen = QFileDialog.getExistingDirectory(self, "Folder for packs", str(self.folder))
        if chosen:
            self._settings.put(PACK_FOLDER, chosen)
            self.step.setText(f"Packs go into {chosen}.")

    def open_folder(self) -> None:
        """Show the packs that were built."""
        if self.built is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.built.folder)))

    # private

    def _offer(self) -> None:
        self.month.offer_until(self._session.as_at_now())

    def _ask(self) -> None:
        month = self.month.currentData()
        self.ask(lambda desk: packs_answer(desk, month), self._show, "packs.page")
        if self.tabs.currentIndex() == 1:
            self.since_words.setText("Reading the month again…")
            self.ask(lambda desk: since(desk, month), self._show_since, "packs.since")

    def _show(self, made: PacksAnswer) -> None:
        self.answer = made
        self.words.setText(made.words)
        self.checks.show_rows(made.checks)
        self.go.setText("Build the packs" if made.edition else "Freeze and build")
        self.go.setAccessibleName(self.go.text())
        self.reason.setVisible(bool(made.edition))
        unticked = {
            self.whose.item(at).data(Qt.ItemDataRole.UserRole)
            for at in range(self.whose.count())
            if self.whose.item(at).checkState() != Qt.CheckState.Checked
        }
        self.whose.clear()
        for scope in made.scopes:
            indent = {"whole": "", "service": "  "}.get(scope.kind, "    ")
            item = QListWidgetItem(f"{indent}{scope.title}", self.whose)
            key = (scope.kind, scope.key)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Unchecked if key in unticked else Qt.CheckState.Checked)

    def _show_since(self, found: Since | None) -> None:
        if found is None:
            self.since_words.setText("This month is not frozen yet.")
            return
        self.since_words.setText(found.words)
        self.moved.show_rows(found.rows)

    def _freeze(self, month: int, audience: str, reason: str, unticked: set[Any]) -> None:
        """On the database lane: freeze, and take what the packs are made of; the files are written after."""
        work, author, today = self._session.workspace, self._session.author, self._session.today
        if work is None:
            return

        def freeze(task: Task) -> tuple[Any, Material]:
            from desktop.analysis.frozen import frozen_rows
            from desktop.commands.freezing import freeze
            from desktop.reports.packs_published import material

            changes = None
            if reason.strip() or not frozen_rows(work.book, month):
                act = freeze(work.book, month, author=author, today=today, reason=reason, check=task.check)
                changes = work.run(act) if act is not None else None
            return changes, material(work.book, frozen_rows(work.book, month)[0], audience)

        self._show_running(True)
        self.step.setText("Freezing the month…")
        self._task = self._session.tasks.run(
            freeze,
            owner=self,
            wants_task=True,
            on_done=lambda answer: self._write(answer, unticked),
            on_error=self._failed,
        )

    def _write(self, answer: tuple[Any, Material], unticked: set[Any]) -> None:
        changes, made_of = answer
        if changes is not None:
            self._session.adopt(changes, "The month is frozen.")
        folder, tasks = self.folder, self._session.tasks

        def write(task: Task) -> Built:
            from desktop.views.pack_process import build_apart

            def progress(done: int, of: int, title: str) -> None:
                task.check()
                tasks.progress(task, (done, of, title))

            return build_apart(made_of, unticked, folder, progress, task.check)

        self._task = tasks.run(
            write,
            lane="io",
            owner=self,
            wants_task=True,
            on_done=self._done,
            on_error=self._failed,
            on_progress=self._on_progress,
        )

    def _on_progress(self, value: tuple[int, int, str]) -> None:
        done, of, title = value
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.step.setText(f"{done} of {of}: {title}")

    def _done(self, built: Built) -> None:
        self._task, self.built = None, built
        for_managers = " managers" in built.folder.name
        self._session.exported(f"packs {built.folder.name}", len(built.files), names=for_managers)
        self._show_running(False)
        self.show_folder.show()
        words = f"{len(built.files)} files, {built.pages} pages, in {built.folder}"
        self.step.setText(words)
        announce(self, words)
        self.reason.clear()
        self.mark_stale()
        self.open_folder()

    def _failed(self, error: AppError) -> None:
        self._task = None
        self._show_running(False)
        self.step.setText(error.message)
        announce(self, error.message)
        self.said.emit(error.message)
        if isinstance(error, KnownError):
            self.mark_stale()

    def _show_running(self, running: bool) -> None:
        self.bar.setRange(0, 0)
        for part in (self.bar, self.stop):
            part.setVisible(running)
        self.go.setEnabled(not running)

    def _open_check(self, row: int) -> None:
        if (
            self.answer is not None
            and 0 <= row < len(self.answer.checks.tags)
            and self.answer.checks.tags[row]
        ):
            self.page_asked.emit(self.answer.checks.tags[row], "")

    def _open_case(self, row: int) -> None:
        """The child whose place differs."""
        desk, shown = self._session.desk, self.moved.shown
        if desk is None or shown is None or not 0 <= row < len(shown.tags):
            return
        case = desk.book.case.index.get(shown.tags[row], -1)
        if case >= 0:
            self.page_asked.emit("child", desk.book.person.ids[int(desk.book.case.person[case])])


def _titled(words: str, part: QWidget, left: float = 0.0) -> QWidget:
    pane = QWidget()
    box = tab_column(pane)
    set_edges(pane, left, 0.7, 0, 0)
    box.addWidget(label(words, bold=True))
    box.addWidget(part, 1)
    return pane
