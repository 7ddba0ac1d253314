"""The line at the foot: which file, how fresh, what the last import left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.domain.days import NO_DAY, short
from desktop.models.session import Session
from desktop.views.controls import button, label, set_edges
from desktop.views.sync_status import SyncStatus
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


@dataclass(frozen=True)
class Footing:
    """The last import's file and the day it speaks of, and the rejected rows of all imports still open."""

    file: str = ""
    as_at: int = NO_DAY
    rejected: int = 0


def footing(desk: Desk) -> Footing:
    """The last import that still stands."""
    from desktop.commands import issues

    table = desk.book.import_batch
    for row in range(len(table) - 1, -1, -1):
        if table.live[row] and table.word("state", row) != "undone":
            waiting = len(issues.open_issues(desk.book, "rejected"))
            return Footing(table.file[row], int(table.as_at[row]), waiting)
    return Footing()


class StatusLine(QFrame):
    """Quiet words; the rejected rows are a button.

    Signals:
        rejected_pressed: the rejected rows are wanted.
    """

    rejected_pressed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._session = session
        self._read = ""
        self.file, self.fresh, self.source = QLabel(), QLabel(), QLabel()
        for part, name in ((self.file, "Database"), (self.fresh, "Freshness"), (self.source, "Last import")):
            part.setAccessibleName(name)
        self.rejected = button("", self.rejected_pressed.emit, quiet=True)
        self.rejected.setAccessibleName("Rejected rows")
        self.rejected.hide()
        self.backup = label(token="overdue", size=0.92, bold=True)
        self.backup.setAccessibleName("Backup")
        self.backup.setWordWrap(False)
        self.backup.hide()
        self._line = line = QHBoxLayout(self)
        self.shared = SyncStatus(session)
        for part in (self.file, self.fresh):
            line.addWidget(part)
        line.addWidget(self.shared)
        line.addWidget(self.backup)
        line.addStretch(1)
        line.addWidget(self.source)
        line.addWidget(self.rejected)
        session.opened.connect(self.refresh)
        self._soon = QTimer(self)  # the list comes first
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(lambda _: self._soon.start())
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(600)
        self._busy.timeout.connect(lambda: self.fresh.setText("Working…"))
        session.tasks.busy_changed.connect(self._on_busy)
        theme().changed.connect(self._dress)
        self._dress()

    def refresh(self) -> None:
        """Say the present state."""
        session = self._session
        self._read = f"Up to date at {dt.datetime.now():%H:%M}"
        self.fresh.setText(self._read)
        path = session.path
        name = path.name if path else ""
        name = "Shared database" if session.sync.on else name
        self.fresh.setVisible(not session.sync.on)
        self.file.setText("Demo council: no real person is in it" if session.is_demo else name)
        self.file.setToolTip(str(path or ""))
        session.ask(footing, self._tell, owner=self, key="status.footing")

    def tell_error(self, words: str) -> None:
        """Say in the line that something is not as it should be."""
        self.fresh.setText(words)

    def tell_backup(self, wrong: str) -> None:
        """Say that today's backup was not made, until one is; the whole sentence is in the tool tip."""
        self.backup.setText("! No backup today" if wrong else "")
        self.backup.setToolTip(wrong)
        self.backup.setAccessibleDescription(wrong)
        self.backup.setVisible(bool(wrong))

    def _tell(self, at: Footing) -> None:
        when = f", as at {short(at.as_at)}" if at.as_at != NO_DAY else ""
        self.source.setText(f"Last import: {at.file}{when}" if at.file else "")
        rows = "1 row rejected" if at.rejected == 1 else f"{at.rejected:,} rows rejected"
        self.rejected.setText(rows)
        self.rejected.setAccessibleName(f"{rows}. Opens them")
        self.rejected.setVisible(bool(at.rejected))

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start()
        else:
            self._busy.stop()
            self.fresh.setText(self._read)

    def _dress(self) -> None:
        look = theme()
        set_edges(self, 1, 0.15, 0.6, 0.15)
        self._line.setSpacing(look.px(1.2))
        self.setStyleSheet(
            f"#status {{ background: {look.css('window')}; border-top: 1px solid {look.css('line')}; }}"
            f"#status QLabel {{ color: {look.css('text_soft')}; }}"
        )
        for part in (self.file, self.fresh, self.source, self.rejected):
            part.setFont(look.font(0.92))
        self.setMinimumHeight(look.px(2.0))
