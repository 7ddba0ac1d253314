"""Times: whose days made up the time of finished requests, as bars and as the table behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QWidget

from desktop.models.rows_list import RowsList
from desktop.models.session import Session
from desktop.models.times import PART_WORDS, TimesAnswer, bar_lengths, bar_words, times_answer
from desktop.settings import Settings
from desktop.views.charts.stacked_bars import Bar, Part, StackedBars
from desktop.views.controls import Choice, label, page_column, splitter
from desktop.views.pages.fresh import FreshPage
from desktop.views.save_csv import csv_button
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.analysis.stages import Line

BY = (
    ("month", "By month"),
    ("team", "By BIA's team"),
    ("manager", "By BIA's manager"),
    ("assessor", "By BIA"),
    ("mha", "By mental health assessor"),
)
_WORDS = (
    "A BIA's team and manager are those of the day of acceptance. The mental health assessor's days run "
    "beside the others."
)
_BESIDE_WORDS = "These days run beside the best interests assessor's; both are part of the whole time."
SPANS = (3, 6, 12, 24)
BESIDE = (
    Part("mha", PART_WORDS["mha"], "due_soon", Qt.BrushStyle.BDiagPattern),
    Part("rest", PART_WORDS["rest"], "accent", Qt.BrushStyle.SolidPattern),
)
PARTS = (
    Part("before", PART_WORDS["before"], "accent", Qt.BrushStyle.SolidPattern),
    Part("offered", PART_WORDS["offered"], "unknown", Qt.BrushStyle.DiagCrossPattern),
    Part("bia", PART_WORDS["bia"], "due_soon", Qt.BrushStyle.BDiagPattern),
    Part("others", PART_WORDS["others"], "text_soft", Qt.BrushStyle.Dense6Pattern),
    Part("after", PART_WORDS["after"], "in_time", Qt.BrushStyle.HorPattern),
)


class TimesPage(FreshPage):
    """The page; a bar or a row opens the requests behind it."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.answer: TimesAnswer | None = None
        self._build()

    def _build(self) -> None:
        self.words = label(token="text_soft")
        self.bars = StackedBars("Whose days were they; the table below says the same", PARTS)
        self.bars.opened.connect(self._open_bar)
        self.bars.chosen.connect(self._follow)
        self.pane = QScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setWidget(self.bars)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table = SimpleTable("Whose days were they", "No request was finished in these months.")
        self.table.table.row_opened.connect(self._open_row)
        self.split = splitter(Qt.Orientation.Vertical, (self.pane, 0), (self.table, 1))
        box = page_column(self)
        box.addLayout(self._choices())
        box.addWidget(self.words)
        box.addWidget(self.split, 1)

    def _choices(self) -> QHBoxLayout:
        self.by = Choice(BY, "Told by")
        self.span = Choice([(months, f"Last {months} months") for months in SPANS], "Months")
        self.span.setCurrentIndex(2)
        self.signed = QCheckBox("Signed off only")
        self.signed.setToolTip("Leave out requests that were closed with no sign-off on record")
        for changed in (self.by.currentIndexChanged, self.span.currentIndexChanged, self.signed.toggled):
            changed.connect(self.mark_stale)
        self.save = csv_button("dols-times.csv", self.rows, self.said.emit)
        line = QHBoxLayout()
        for part in (self.by, self.span, self.signed):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.save)
        return line

    # public

    def focus_first(self) -> None:
        """Give the keyboard to the bars."""
        self.bars.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rows(self) -> RowsList | None:
        """The table on show."""
        return self.answer.rows if self.answer is not None else None

    # slots and private

    def _ask(self) -> None:
        by, months, signed = self.by.currentData(), self.span.currentData(), self.signed.isChecked()
        self.ask(lambda desk: times_answer(desk, by, months, signed), self._show, "times.page")

    def _show(self, made: TimesAnswer) -> None:
        self.answer = made
        by = made.times.by
        parts = [part for part in PARTS if part.key != "others" or made.has_others]
        parts = list(BESIDE) if by == "mha" else parts
        self.bars.show_bars([_bar(line, by) for line in made.lines], parts)
        self.table.show_rows(made.rows)
        self._give_room()
        said = bar_words(made.times.all, by)
        self.words.setText(f"{made.times.period.spoken()}. {said} {_BESIDE_WORDS if by == 'mha' else _WORDS}")

    def _give_room(self) -> None:
        """The chart gets what it needs, at most three fifths; the table the rest."""
        height = max(self.split.height(), theme().px(20))
        wanted = min(self.bars.sizeHint().height() + theme().px(0.3), height * 3 // 5)
        self.split.setSizes([wanted, height - wanted])

    def _follow(self, at: int) -> None:
        """The table's cursor goes with the bar's."""
        if self.answer is not None and at >= 0:
            self.table.table.go_to(int(self.answer.rows.identity()[at]))
        self.pane.ensureVisible(0, self.bars.y_of(at), 0, theme().px(2))

    def _open_bar(self, at: int) -> None:
        if self.answer is not None and 0 <= at < len(self.answer.lines):
            self.elsewhere.emit(self.answer.lines[at].selection)

    def _open_row(self, row: int) -> None:
        if self.answer is not None and 0 <= row < len(self.answer.rows.tags):
            self.elsewhere.emit(self.answer.rows.tags[row].selection)


def _bar(line: Line, by: str) -> Bar:
    lengths = bar_lengths(line, by)
    mean = f"{line.spreads['total'].mean:,.0f} days"
    if by == "mha":
        mean = f"{lengths['mha']:,.0f} of {mean}"
    said = f"{mean} · {line.count:,}" if line.count else "none finished"
    return Bar(line.title, said, lengths, bar_words(line, by))
