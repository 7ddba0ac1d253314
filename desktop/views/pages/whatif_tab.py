"""What if: the scenario's numbers, the projection as a range, and the table beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.analysis.whatif import Scenario, typed
from desktop.errors import KnownError
from desktop.models.session import Session
from desktop.models.whatif import WhatIfAnswer, month_rows, whatif_answer
from desktop.views.charts.series_chart import SeriesCharts
from desktop.views.charts.series_paint import Series
from desktop.views.controls import Choice, button, label, tab_column
from desktop.views.pages.fresh import FreshPage
from desktop.views.simple_table import SimpleTable
from desktop.views.theme import theme

FIELDS = (
    ("arrivals", "Requests received a month", 5000.0, 1),
    ("bias", "Assessors", 500.0, 1),
    ("each", "Assessments a month each", 200.0, 2),
    ("leave_pct", "Away, per cent of the time", 99.0, 0),
    ("hours_a_case", "Hours a request takes", 200.0, 1),
    ("hours_a_month", "Hours each has in a month", 200.0, 1),
)
RECORDS = "As the records have it"


class WhatIfTab(FreshPage):
    """The tab; a projection has no rows behind it, so `elsewhere` is never emitted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._base: Scenario | None = None
        self.answer: WhatIfAnswer | None = None
        self.words = label(token="text_soft")
        self.warning = label("Projection", token="due_soon", bold=True)
        self.chart = SeriesCharts("Projected backlog; the table says the same", across=1)
        self.table = SimpleTable("Projected backlog by month", "There is nothing to project.")
        sides = QHBoxLayout()
        sides.setSpacing(theme().px(1))
        sides.addLayout(self._fields(), 1)
        sides.addWidget(self.chart, 3)
        sides.addWidget(self.table, 2)
        box = tab_column(self)
        box.addWidget(self.warning)
        box.addWidget(self.words)
        box.addLayout(sides, 1)

    def _fields(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(theme().px(0.25))
        self.saved = Choice([(None, RECORDS)], "Scenario")
        self.saved.activated.connect(self._on_chosen)
        made.addWidget(label("Scenario"))
        made.addWidget(self.saved)
        self.fields: dict[str, QDoubleSpinBox] = {}
        for key, words, most, places in FIELDS:
            one = QDoubleSpinBox()
            one.setRange(0, most)
            one.setDecimals(places)
            one.setAccessibleName(words)
            one.setKeyboardTracking(False)
            one.lineEdit().setTextMargins(theme().px(0.4), 0, 0, 0)
            one.valueChanged.connect(self.mark_stale)
            self.fields[key] = one
            made.addSpacing(theme().px(0.4))
            made.addWidget(label(words))
            made.addWidget(one)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the scenario")
        self.name.setPlaceholderText("Name, to keep it")
        self.name.returnPressed.connect(self.save)
        self.keep = button("Save the scenario", self.save)
        made.addSpacing(theme().px(0.6))
        made.addWidget(self.name)
        made.addWidget(self.keep)
        made.addStretch(1)
        return made

    # public

    def scenario(self) -> Scenario | None:
        """What the fields say; None until the records have filled them."""
        if self._base is None:
            return None
        try:
            return typed(self._base, **{key: field.value() for key, field in self.fields.items()})
        except KnownError as error:
            self.said.emit(error.message)
            return self._base

    def focus_table(self) -> None:
        """Give the keyboard to the first number."""
        self.fields["arrivals"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Keep the scenario under the name typed."""
        from desktop.commands import scenarios

        scenario, name = self.scenario(), self.name.text()
        if scenario is None or not self._session.is_today:
            return
        author, today = self._session.author, self._session.today
        self._session.run(
            lambda desk: scenarios.save(desk.book, name, scenario, author=author, today=today),
            on_error=self._fail,
        )

    # private

    def _ask(self) -> None:
        self.keep.setEnabled(self._session.is_today)
        scenario = self.scenario()
        self.ask(lambda desk: whatif_answer(desk, scenario), self._show, "indicators.whatif")

    def _show(self, made: WhatIfAnswer) -> None:
        self.answer = made
        if self._base is None:
            self._fill(made.found.scenario)
        self._offer_saved(made)
        self.words.setText(made.words)
        self.table.show_rows(made.rows)
        lines = month_rows(made.found)
        labels = [line[0] for line in lines]
        low, middle, high = ([float(line[at]) for line in lines] for at in (1, 2, 3))
        series = Series(
            "Open requests older than 21 days: projection",
            labels,
            [None] * len(labels),
            note="middle, and 10 to 90 in 100 runs",
            path=middle,
            band=(low, high),
            zero=True,
            words=[
                f"Projection, {name}: {b:,.0f}, between {a:,.0f} and {c:,.0f}."
                for name, a, b, c in zip(labels, low, middle, high, strict=True)
            ],
        )
        self.chart.show_series([series])

    def _fill(self, scenario: Scenario) -> None:
        for key, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(getattr(scenario, key))
            field.blockSignals(False)
        self._base = scenario

    def _offer_saved(self, made: WhatIfAnswer) -> None:
        chosen = self.saved.currentText()
        self.saved.clear()
        self.saved.addItem(RECORDS, None)
        for name, scenario in made.saved:
            self.saved.addItem(name, scenario)
        self.saved.setCurrentIndex(max(0, self.saved.findText(chosen)))

    def _on_chosen(self, at: int) -> None:
        scenario = self.saved.itemData(at)
        self._base = None
        if scenario is not None:
            self._fill(scenario)
        self.mark_stale()
