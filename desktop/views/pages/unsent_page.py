"""Unsent work: every edit of this laptop that is not with the council yet, and what needs a decision."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop.commands.checks import count_of
from desktop.errors import AppError
from desktop.models.ledger import KINDS, ConflictTold, LedgerRows, conflict_told, ledger_rows, numbers, whom
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.store.keys import KeyNeeded
from desktop.sync.ledger import Entry
from desktop.views.controls import button, label, page_column, splitter
from desktop.views.pages.fresh import FreshPage
from desktop.views.panels.conflict import TOLD, ConflictPanel
from desktop.views.panels.unsent_edit import UnsentEdit
from desktop.views.secret_dialog import SecretDialog
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.sync.shared_store import SharedStore

_TITLES = {"all": "All", "unsent": "Unsent", "conflicts": "Need you", "rejected": "Refused"}
_FILES = "Caseclock unsent work (*.unsent);;All files (*)"
NEXT_MS = 250  # the next conflict is read before it is decided; here letters are meant
EMPTY = "Nothing waits: everything recorded on this laptop is with the council."


class UnsentPage(FreshPage):
    """The ledger at the left, the chosen edit with its choices at the right.

    Signals:
        title_changed: the heading, with how many there are.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.kind = "all"
        self.counts: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.detail = _Asks(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.kinds: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        choices = QHBoxLayout()
        for kind in KINDS:
            made = button("", partial(self.show_for, kind))
            made.setCheckable(True)
            self._group.addButton(made)
            self.kinds[kind] = made
            choices.addWidget(made)
        choices.addStretch(1)
        self.rows = SimpleTable("Unsent work", EMPTY)
        self.conflict, self.edit, self.nothing = (
            ConflictPanel(NEXT_MS),
            UnsentEdit(),
            label(token="text_soft"),
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.side = QStackedWidget()
        for part in (self.nothing, self.edit, self.conflict):
            self.side.addWidget(part)
        box = page_column(self)
        box.addLayout(choices)
        box.addWidget(splitter(Qt.Orientation.Horizontal, (self.rows, 2), (self.side, 1)), 1)
        box.addLayout(self._foot())
        self._show_counts()

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().px(0.45))
        self.keep = button("Save as a file…", self._ask_save, tip="For another laptop, if this one breaks")
        self.read = button("Read a file from another laptop…", self._ask_read)
        line.addWidget(self.keep)
        line.addWidget(self.read)
        line.addStretch(1)
        line.addWidget(button("Send now (F5)", self._session.sync.sync_now))
        return line

    def _connect(self) -> None:
        self._session.sync.ledger_changed.connect(self.mark_stale)
        self.rows.table.row_changed.connect(lambda _: self._show_chosen())
        self.rows.table.row_opened.connect(lambda _: self._open_chosen())
        self.conflict.settled.connect(self._settle)
        self.conflict.case_asked.connect(self.detail.case_asked)
        self.conflict.closed.connect(self.rows.table.setFocus)
        self.edit.give_up_asked.connect(self._session.sync.give_up)
        self.edit.case_asked.connect(self._open_case)
        self.edit.said.connect(self.said)

    # public

    def show_for(self, kind: str) -> None:
        """Show the edits of one of `models.ledger.KINDS`."""
        self.kind = kind if kind in KINDS else "all"
        self.mark_stale()

    def focus_first(self) -> None:
        """Put the cursor on the list."""
        self.rows.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self, path: Path, passphrase: str = "", dialog: SecretDialog | None = None) -> None:
        """Write every unsettled edit into an encrypted file that another laptop can read.

        Args:
            path: the file to make.
            passphrase: opens it; without one this laptop's recovery key does.
            dialog: where the passphrase was typed, to be told when it will not do.
        """

        def done(number: int) -> None:
            if dialog is not None:
                dialog.accept()
            opens = "the passphrase" if passphrase else "this laptop's recovery key (Settings)"
            told = f"{count_of(number, 'edit')} saved as {path.name}; {opens} opens it on another laptop."
            self.said.emit(told)

        self._session.sync.ask(
            lambda store: store.export_ledger(path, passphrase or None),
            done,
            owner=self,
            on_error=lambda error: self._tell(error, dialog),
        )

    def take_in(self, path: Path, secret: str = "", dialog: SecretDialog | None = None) -> None:
        """Take in the edits that another laptop saved; those that are known already change nothing.

        Args:
            path: the file.
            secret: its passphrase, or the other laptop's recovery key; asked for when it is needed.
            dialog: where it was typed, to be told when it will not do.
        """

        def done(taken: int) -> None:
            if dialog is not None:
                dialog.accept()
            self._session.poll_now()
            self._session.sync.edit_made()
            told = f"{count_of(taken, 'edit')} taken in from {path.name}."
            self.said.emit(told if taken else f"Every edit in {path.name} is known here already.")

        def failed(error: AppError) -> None:
            if isinstance(error, KeyNeeded) and dialog is None:
                self._ask_secret(path)
            else:
                self._tell(error, dialog)

        self._session.sync.ask(
            lambda store: store.take_in_ledger(path, secret or None), done, owner=self, on_error=failed
        )

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper() if event.modifiers() == Qt.KeyboardModifier.NoModifier else ""
        shown = self.side.currentWidget()
        if isinstance(shown, (ConflictPanel, UnsentEdit)) and letter.isalpha() and shown.press(letter):
            return
        super().keyPressEvent(event)

    # asking and showing

    def _ask(self) -> None:
        kind, work = self.kind, self._session.workspace
        if not self._session.sync.on or work is None:
            return

        def look(desk: Desk) -> tuple[LedgerRows, dict[str, int]]:
            entries = work.store.ledger()  # type: ignore[attr-defined]
            return ledger_rows(desk, entries, kind), numbers(entries)

        self.ask(look, self._show, "unsent.page")

    def _show(self, answer: tuple[LedgerRows, dict[str, int]]) -> None:
        rows, self.counts = answer
        self._show_counts()
        self.rows.show_rows(rows, EMPTY if not self.counts["all"] else "No edit of this kind waits.")
        self.keep.setEnabled(bool(self.counts["all"]))
        self.title_changed.emit(
            f"Unsent work ({self.counts['all']:,})" if self.counts["all"] else "Unsent work"
        )
        if len(rows) and self.rows.table.current_row() < 0:
            self.rows.table.go_to_first()
        self._show_chosen()

    def _show_counts(self) -> None:
        for kind, made in self.kinds.items():
            made.setText(f"{_TITLES[kind]} {self.counts[kind]:,}")
            made.setAccessibleName(made.text())
            made.setChecked(kind == self.kind)

    def _chosen(self) -> Entry | None:
        shown, row = self.rows.shown, self.rows.table.current_row()
        if shown is None or not 0 <= row < len(shown.tags):
            return None
        entry: Entry = shown.tags[row]
        return entry

    def _show_chosen(self) -> None:
        entry = self._chosen()
        if entry is None:
            self.side.setCurrentWidget(self.nothing)
        elif entry.state == "conflict":
            self._ask_conflict(entry)
        else:
            desk = self._session.desk
            self.edit.tell(entry, whom(desk, entry.case_ids) if desk is not None else "")
            self.side.setCurrentWidget(self.edit)

    def _ask_conflict(self, entry: Entry) -> None:
        store: SharedStore | None = getattr(self._session.workspace, "store", None)

        def look(desk: Desk) -> ConflictTold | None:
            found = store.disagreement(entry.set_id) if store is not None else None
            return conflict_told(desk, found) if found is not None else None

        self.ask(look, self._show_conflict, "unsent.conflict")

    def _show_conflict(self, told: ConflictTold | None) -> None:
        if told is None:  # settled meanwhile
            self.mark_stale()
            return
        shown = self.rows.shown
        waiting = [one.set_id for one in shown.tags if one.state == "conflict"] if shown is not None else []
        at = waiting.index(told.disagreement.set_id) + 1 if told.disagreement.set_id in waiting else 1
        self.conflict.tell(told, at, len(waiting))
        self.side.setCurrentWidget(self.conflict)

    def _settle(self, told: ConflictTold, letter: str) -> None:
        """Decide; the list is read again and the next conflict stands first."""
        self.rows.table.setFocus()
        self._session.sync.settle(told.disagreement, letter, TOLD[letter])

    # the case

    def _open_chosen(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.case_ids:
            self._open_case(entry.case_ids[0])

    def _open_case(self, case_id: str) -> None:
        desk = self._session.desk
        row = desk.book.case.index.get(case_id, -1) if desk is not None else -1
        if row >= 0:
            self.detail.case_asked.emit(row)
        else:
            self.said.emit("That case is not on this laptop any more.")

    # files

    def _ask_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the unsent work", "caseclock.unsent", _FILES)
        if path:
            words = (
                "The file holds what you have not sent, with names. Choose the words that open it, at least "
                "12 characters; leave it empty to have this laptop's recovery key open it."
            )
            SecretDialog(
                "Passphrase of the file",
                words,
                "Passphrase",
                lambda dialog, typed: self.save(Path(path), typed, dialog),
                go="Save",
                optional=True,
                parent=self,
            ).show()

    def _ask_read(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Read unsent work of another laptop", "", _FILES)
        if path:
            self.take_in(Path(path))

    def _ask_secret(self, path: Path) -> None:
        self.secret = SecretDialog(
            "Open the file",
            f"{path.name} is encrypted. Type its passphrase, or the recovery key of the laptop it is from.",
            "Passphrase or recovery key",
            lambda dialog, typed: self.take_in(path, typed, dialog),
            go="Open",
            parent=self,
        )
        self.secret.show()

    def _tell(self, error: AppError, dialog: SecretDialog | None) -> None:
        """Say what is wrong where it was typed, else in the window."""
        if dialog is not None and isValid(dialog):
            dialog.tell_wrong(error.message)
        else:
            self._fail(error)


class _Asks(QWidget):
    """What this page asks the window for about a case, as the detail of a list does."""

    case_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = None
        self.hide()
