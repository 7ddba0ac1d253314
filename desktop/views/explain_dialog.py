"""How one date is counted: the rule, its source, the count day by day, what would satisfy it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.days import day, spoken
from desktop.domain.lists.columns import DUE_TODAY, IN_TIME, NONE, OVERDUE, UNKNOWN
from desktop.views.controls import Panel, announce, button, column, label
from desktop.views.rag import TOKENS
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.explain import Explanation

_RAGS = {"unknown": UNKNOWN, "in_time": IN_TIME, "due_today": DUE_TODAY, "overdue": OVERDUE}
_WORDS = {
    "unknown": "Cannot be calculated",
    "in_time": "In time",
    "due_today": "Due today",
    "overdue": "Overdue",
    "met": "Met in time",
    "met_late": "Met late",
}


class ExplainDialog(QDialog):
    """Shows an explanation; Esc closes it, Copy takes it along."""

    def __init__(self, told: Explanation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = told
        self.setWindowTitle("Explain this date")
        self.setAccessibleName(f"Explanation: {told.title}")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=0.7, margin=1.1)
        self._add_head(box)
        self._add_lines(box)
        self._add_foot(box)
        self.resize(theme().px(42), theme().px(42))
        announce(self, f"{told.title}. {' '.join(told.lines[:3])}")

    def text(self) -> str:
        """The whole explanation as plain words."""
        told = self.told
        parts = [told.title, *told.lines, f"What satisfies it: {told.satisfied_by}", f"Source: {told.source}"]
        return "\n".join(part for part in parts if part)

    def _add_head(self, box: QVBoxLayout) -> None:
        told = self.told
        box.addWidget(label(told.title, size=1.3, bold=True))
        rag = _RAGS.get(told.state, NONE)
        due = spoken(day(dt.date.fromisoformat(told.due))) if told.due else ""
        state = _WORDS.get(told.state, told.state)
        box.addWidget(label(f"{state}: due {due}" if due else state, size=1.08, token=TOKENS[rag], bold=True))

    def _add_lines(self, box: QVBoxLayout) -> None:
        page = QWidget()
        lines = column(page, gap=0.4, margin=0.9)
        for text in self.told.lines:
            counted = _DAY.fullmatch(text)
            if counted:
                lines.addLayout(_day_line(counted["when"], counted["count"]))
            else:
                words = label(text)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                lines.addWidget(words)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("The count, line by line")
        area.setWidget(page)
        frame = Panel()
        column(frame, gap=0).addWidget(area)
        box.addWidget(frame, 1)

    def _add_foot(self, box: QVBoxLayout) -> None:
        told = self.told
        for name, value in (("What satisfies it", told.satisfied_by), ("Source", _source(told))):
            if value:
                row = QHBoxLayout()
                title = label(name, token="text_soft")
                title.setFixedWidth(theme().px(7))
                title.setAlignment(Qt.AlignmentFlag.AlignTop)
                row.addWidget(title)
                row.addWidget(label(value), 1)
                box.addLayout(row)
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(button("Copy", self._copy, icon="copy"))
        done = button("Close", self.accept, primary=True)
        keys.addWidget(done)
        box.addLayout(keys)
        done.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


# "Mon 12 Oct 2026: day 1", "Sat 10 Oct 2026 and Sun 11 Oct 2026: not counted, weekend"
_DAY = re.compile(r"(?P<when>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* \d.*?): (?P<count>day .*|not counted.*)")


def _day_line(when: str, count: str) -> QHBoxLayout:
    """One counted day, or a day that does not count, in two columns."""
    skipped = count.startswith("not")
    line = QHBoxLayout()
    line.setContentsMargins(theme().px(1), 0, 0, 0)
    left = label(when, token="text_soft" if skipped else "text")
    left.setFixedWidth(theme().px(19))
    line.addWidget(left)
    line.addWidget(label(count, token="text_soft" if skipped else "accent", bold=not skipped), 1)
    return line


_BASIS = {"statutory": "statute", "guidance": "statutory guidance", "local": "local policy"}


def _source(told: Explanation) -> str:
    basis = _BASIS.get(told.basis, told.basis)
    return f"{told.source} ({basis})" if basis else told.source
