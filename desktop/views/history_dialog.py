"""Who changed what in a case, and when: the field-level history kept by the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop.domain.lists.columns import Column
from desktop.models.case_detail import CaseView
from desktop.models.field_words import field_words, value_words
from desktop.models.rows_list import RowsList
from desktop.views.controls import button, column, label
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.store.history import HistoryLine
    from desktop.views.shell import Shell

_COLUMNS = (
    Column("when", "When", width=16),
    Column("who", "Who", width=14),
    Column("what", "What", width=24),
    Column("field", "Field", width=18),
    Column("old", "Before", width=18),
    Column("new", "After", width=30),
    Column("reason", "Reason", width=20),
)


class HistoryDialog(QDialog):
    """The lines, newest first."""

    def __init__(self, title: str, rows: RowsList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who changed what")
        self.setAccessibleName(f"Who changed what: {title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=0.7, margin=1)
        box.addWidget(label(title, size=1.3, bold=True))
        self.rows = SimpleTable("Changes", "Nothing has been changed yet")
        self.rows.show_rows(rows)
        box.addWidget(self.rows, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Copy", self.rows.copy, icon="copy"))
        foot.addWidget(button("Close", self.accept, primary=True))
        box.addLayout(foot)
        self.resize(theme().px(58), theme().px(30))


def show_history(shell: Shell, shown: CaseView) -> None:
    """Read a case's history off the GUI thread and show it."""
    work = shell.session.workspace
    if work is None:
        return
    shell.session.tasks.run(
        lambda: in_words(work.book, work.store.history(shown.case_id)),
        owner=shell,
        on_done=lambda rows: HistoryDialog(shown.title, rows, shell).show(),
        on_error=shell.tell_error,
    )


def in_words(book: Casebook, lines: list[HistoryLine]) -> RowsList:
    """History lines as rows of words, newest first."""
    rows = [
        (
            f"{dt.datetime.fromtimestamp(line.when / 1000):%d/%m/%Y %H:%M}",
            line.author,
            what,
            field_words(line.field) if line.field not in ("superseded_at", "deleted") else "",
            value_words(book, line.table, line.field, old),
            value_words(book, line.table, line.field, new),
            line.reason,
        )
        for line, what, old, new in reversed(list(_told(lines)))
    ]
    return RowsList(_COLUMNS, rows)


def _told(lines: list[HistoryLine]) -> Iterator[tuple[HistoryLine, str, Any, Any]]:
    """Each line with what was done, before and after.

    A correction is kept as an old row that ends and a new one that begins; here it is one line with what
    differs.
    """
    added = {line.row: line.new for line in lines if not line.field}
    ended: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.field == "superseded_at" and line.new:
            ended.setdefault((line.act, line.table), []).append(line.row)
    for line in lines:
        name, before = line.table.replace("_", " "), ended.get((line.act, line.table), [])
        if not line.field and before:
            old = added.get(before.pop(0), {})
            verb = "Corrected" if line.verb == "corrections.correct" else "Changed"
            yield line, f"{verb} {name}", _differing(old, line.new), _differing(line.new, old)
        elif line.field == "superseded_at":
            if line.row in before:
                yield line, f"Took back {name}", added.get(line.row, {}), ""
            elif not line.new:
                yield line, f"Brought back {name}", "", added.get(line.row, {})
        elif line.field == "deleted":
            took = f"{'Took' if line.new else 'Brought'} back {name}"
            yield line, took, added.get(line.row, {}) if line.new else "", ""
        else:
            yield line, f"{'Changed' if line.field else 'Added'} {name}", line.old, line.new


def _differing(values: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != others.get(name)}
