"""DoLS ages: how old open requests are and finished ones were, and the backlog on its way to none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.days import NO_DAY
from desktop.domain.lists.selection import Count
from desktop.models.ages import AgesAnswer, ages_answer, band_counts, burn_path
from desktop.models.session import Session
from desktop.views.charts.series_chart import SeriesCharts
from desktop.views.charts.series_paint import Series
from desktop.views.charts.stacked_bars import Bar, Part, StackedBars
from desktop.views.controls import Choice, beside_field, button, label, tab_column
from desktop.views.count_strip import CountStrip
from desktop.views.date_field import DateField
from desktop.views.pages.fresh import FreshPage
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

SPANS = (1, 3, 6, 12, 24)
OPEN = Part("n", "Open now", "accent", Qt.BrushStyle.SolidPattern)
DONE = Part("n", "Finished", "in_time", Qt.BrushStyle.HorPattern)


class AgesTab(FreshPage):
    """The tab."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.answer: AgesAnswer | None = None
        self.words = label(token="text_soft")
        self._build_bands()
        self._build_burn()
        sides = QHBoxLayout()
        sides.setSpacing(theme().px(1))
        sides.addLayout(self._left(), 1)
        sides.addLayout(self._right(), 1)
        box = tab_column(self)
        box.addLayout(self._choices())
        box.addWidget(self.words)
        box.addLayout(sides, 1)

    def _build_bands(self) -> None:
        self.open_bars = StackedBars("Open requests by age; the table says the same", [OPEN], unit="requests")
        self.done_bars = StackedBars(
            "Finished requests by the days they took; the table says the same", [DONE], unit="requests"
        )
        self.open_bars.opened.connect(partial(self._open_band, "opens"))
        self.done_bars.opened.connect(partial(self._open_band, "closes"))
        self.cards = CountStrip()
        self.cards.pressed.connect(self._on_card)
        self.table = SimpleTable("Requests by age", "No request has come in yet.")
        self.table.table.row_changed.connect(self._on_row)
        self.table.table.row_opened.connect(partial(self._open_band, "opens"))

    def _build_burn(self) -> None:
        self.burn = SeriesCharts("Backlog by month; the table below says the same", across=1)
        self.burn.opened.connect(lambda _, at: self._open_month(at))
        self.burn.chosen.connect(lambda _, at: self._follow(at))
        self.months = SimpleTable("Backlog by month", "No request has come in yet.")
        self.months.table.row_opened.connect(self._open_month)

    def _choices(self) -> QHBoxLayout:
        spans = [(n, "Finished this month" if n == 1 else f"Finished in the last {n} months") for n in SPANS]
        self.span = Choice(spans, "Finished in", tip="Of which months the finished ones are")
        self.span.setCurrentIndex(SPANS.index(12))
        self.span.currentIndexChanged.connect(self.mark_stale)
        self.target = DateField("No backlog by", self._session.today, prefer="future")
        self.target.entered.connect(self.set_target)
        self.target.setMaximumWidth(theme().px(16))
        self.keep = button("Set", self.set_target, tip="Keep this day for everybody")
        line = QHBoxLayout()
        line.addWidget(self.span)
        line.addStretch(1)
        for part in (beside_field("No backlog by", self.target), self.target, self.keep):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(self.span, Qt.AlignmentFlag.AlignTop)
        return line

    def _left(self) -> QVBoxLayout:
        made = QVBoxLayout()
        for part in (self.open_bars, self.done_bars, self.cards):
            made.addWidget(part)
        made.addWidget(self.table, 1)
        return made

    def _right(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.addWidget(self.burn, 3)
        made.addWidget(self.months, 2)
        return made

    # public

    def focus_table(self) -> None:
        """Give the keyboard to the bands."""
        self.table.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_target(self) -> None:
        """Keep the day typed as the one by which there should be no backlog; an empty field takes it back."""
        from desktop.commands import figures

        if self.target.wrong:
            self.said.emit(self.target.wrong)
            return
        on = NO_DAY if self.target.day is None else self.target.day
        author, today = self._session.author, self._session.today
        self._session.run(
            lambda desk: figures.set_backlog_target(desk.book, on, author=author, today=today),
            on_error=self._fail,
        )

    # private

    def _ask(self) -> None:
        months = self.span.currentData()
        self.keep.setEnabled(self._session.is_today)
        self.ask(lambda desk: ages_answer(desk, months), self._show, "indicators.ages")

    def _show(self, made: AgesAnswer) -> None:
        self.answer = made
        self.words.setText(f"{made.words} {made.found.period.spoken()}.")
        every = (*made.found.bands, made.found.unknown)
        self.open_bars.show_bars(_bars(made.titles, [one.open for one in every], "open"), [OPEN])
        self.done_bars.show_bars(_bars(made.titles, [one.finished for one in every], "finished"), [DONE])
        self.table.show_rows(made.bands)
        self.months.show_rows(made.months)
        if self.table.table.current_row() < 0:
            self.table.table.go_to_first()
        self._on_row(self.table.table.current_row())
        if not self.target.edit.hasFocus():
            self.target.set_day(made.burn.target) if made.burn.target != NO_DAY else self.target.edit.clear()
        self._draw_burn(made)

    def _draw_burn(self, made: AgesAnswer) -> None:
        labels, path = burn_path(made.burn)
        values: list[float | None] = [float(count) for count in made.burn.counts]
        title = "Open requests older than 21 days"
        note = "dotted: to none by the day set" if made.burn.a_month is not None else ""
        self.burn.show_series([Series(title, labels, values, note=note, path=path, zero=True)])

    def _on_row(self, row: int) -> None:
        if self.answer is None or not 0 <= row < len(self.answer.bands.tags):
            return
        counts = band_counts(self.answer.bands.tags[row], self.answer.titles[row])
        self.cards.show_counts(counts, "")
        self.open_bars.choose(row)
        self.done_bars.choose(row)

    def _open_band(self, which: str, row: int) -> None:
        if self.answer is not None and 0 <= row < len(self.answer.bands.tags):
            self.elsewhere.emit(getattr(self.answer.bands.tags[row], which))

    def _open_month(self, at: int) -> None:
        if self.answer is not None and 0 <= at < len(self.answer.burn.selections):
            self.elsewhere.emit(self.answer.burn.selections[at])

    def _follow(self, at: int) -> None:
        if self.answer is not None and 0 <= at < len(self.answer.months):
            self.months.table.go_to(int(self.answer.months.identity()[at]))

    def _on_card(self, count: Count, on: bool) -> None:
        self.cards.cards[count.key].setChecked(False)
        self.elsewhere.emit(count.selection)


def _bars(titles: Sequence[str], counts: list[int], what: str) -> list[Bar]:
    return [
        Bar(title, f"{count:,}", {"n": float(count)}, f"{title}: {count:,} {what}.")
        for title, count in zip(titles, counts, strict=True)
    ]
