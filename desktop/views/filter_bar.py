"""Above each list: find, team, worker, order; what is hidden, and how to see everything again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.domain.lists.selection import Selection
from desktop.models.people_picks import Pick
from desktop.views.chips import ChipRow
from desktop.views.controls import button, column, icon_button
from desktop.views.theme import theme

PLANS = {
    "": "All plans",
    "cp": "CP",
    "cla": "CLA",
    "cin": "CiN",
    "care_leaver": "Care leavers",
    "assessment": "Assessments",
    "s47": "s47",
    "private_fostering": "Private fostering",
}
BY_PLAN = ("visits", "supervision", "turning", "children", "overdue", "due_soon", "queue", "no_date")


class PickBox(QComboBox):
    """A drop-down of ids with names that can be typed into; the first entry is "everyone".

    Signals:
        picked: the id chosen, empty for everyone.
    """

    picked = Signal(str)

    def __init__(self, name: str, everyone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everyone = everyone
        self._picks: Sequence[Pick] | None = None
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self._edit = QLineEdit()
        self._edit.setAccessibleName(name)
        self.setLineEdit(self._edit)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.addItem(everyone, "")
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at) or ""))
        self._edit.editingFinished.connect(self._on_left)

    def show_picks(self, picks: Sequence[Pick], chosen: str) -> None:
        """Offer these; `chosen` is the id picked now."""
        if picks is not self._picks:
            self._picks = picks
            self.clear()
            for key, title in [("", self._everyone), *((pick.id, pick.title) for pick in picks)]:
                self.addItem(title, key)
        at = max(0, self.findData(chosen))
        if at != self.currentIndex():
            self.setCurrentIndex(at)
        elif not self._edit.hasFocus():
            self.setEditText(self.itemText(at))

    def _on_left(self) -> None:
        """Half-typed names go back to what is chosen."""
        at = self.findText(self._edit.text(), Qt.MatchFlag.MatchFixedString)
        if at < 0:
            self.setEditText(self.itemText(max(0, self.currentIndex())))


class FilterBar(QWidget):
    """Narrows a list.

    Signals:
        narrowed: the selection that is now wanted.
        columns_asked: the column chooser is wanted.
    """

    narrowed = Signal(object)
    columns_asked = Signal()

    def __init__(self, orders: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection: Selection | None = None
        self._titles: dict[str, str] = {}
        self._build(orders)

    def _build(self, orders: Sequence[tuple[str, str]]) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in this list  (Ctrl+F)")
        self.search.setAccessibleName("Find in this list")
        self.search.setClearButtonEnabled(True)
        for clearing in self.search.findChildren(QToolButton):
            clearing.setAccessibleName("Clear what is typed")
        self.search.setMaximumWidth(theme().px(18))
        self.search.textChanged.connect(lambda text: self._narrow(text=text))
        self.team = PickBox("Team", "All teams")
        self.team.picked.connect(lambda team: self._narrow(team=team))
        self.worker = PickBox("Worker", "All workers")
        self.worker.picked.connect(lambda worker: self._narrow(worker=worker))
        for picker in (self.team, self.worker):
            picker.setMaximumWidth(theme().px(16))
        self.plan = QComboBox()
        self.plan.setAccessibleName("Plan")
        for key, title in PLANS.items():
            self.plan.addItem(title, key)
        self.plan.activated.connect(lambda at: self._narrow(plan=self.plan.itemData(at)))
        self.order = QComboBox()
        self.order.setAccessibleName("Order of the list")
        for key, title in orders:
            self.order.addItem(title, key)
        self.order.activated.connect(lambda at: self._narrow(order=self.order.itemData(at)))
        self.shown = QLabel()
        self.shown.setAccessibleName("Rows shown")
        self.clear = button("Show all  Esc", self.clear_all, quiet=True, tip="Take every filter away (Esc)")
        self.clear.hide()
        self.columns = icon_button("columns", "Choose columns (Ctrl+Shift+L)", self.columns_asked.emit)
        self.chips = ChipRow()
        self.chips.removed.connect(self._remove)
        line = QHBoxLayout()
        line.setSpacing(theme().px(0.4))
        for part, stretch in (
            (self.search, 3),
            (self.team, 2),
            (self.worker, 2),
            (self.plan, 1),
            (self.order, 0),
        ):
            line.addWidget(part, stretch)
        line.addStretch(1)
        for right in (self.shown, self.clear, self.columns):
            line.addWidget(right)
        box = column(self, gap=0.35)
        box.addLayout(line)
        box.addWidget(self.chips)
        self.plan.hide()  # until a list says that its rows are of plans
        self.order.setVisible(bool(orders))  # not before it has a parent: it would be a window of its own

    # public

    def show_selection(self, selection: Selection, shown: int, of: int, titles: dict[str, str]) -> None:
        """Say what narrows the list now, and how many of how many rows are left.

        `titles` gives the words of a chip, by field of the selection.
        """
        self._selection, self._titles = selection, titles
        narrowed = shown != of or bool(self._hidden())
        words = f"{shown:,} of {of:,}" if narrowed else f"{of:,} {'row' if of == 1 else 'rows'}"
        if selection.list == "today" and narrowed and not self._hidden():
            words = f"The {shown:,} most pressing of {of:,}"
        self.shown.setText(words)
        self.chips.show_chips(self._hidden())
        self.clear.setVisible(bool(self._hidden()))
        if self.search.text() != selection.text and not self.search.hasFocus():
            self._quietly_set_text(selection.text)
        self.order.setCurrentIndex(max(0, self.order.findData(selection.order)))
        self.plan.setVisible(selection.list in BY_PLAN)
        self.plan.setCurrentIndex(max(0, self.plan.findData(selection.plan)))

    def show_picks(self, teams: Sequence[Pick], workers: Sequence[Pick], selection: Selection) -> None:
        """Offer the teams and workers there are."""
        self.team.show_picks(teams, selection.team)
        self.worker.show_picks(workers, selection.worker)

    def clear_all(self) -> None:
        """Take every filter away."""
        self._quietly_set_text("")
        wide = {} if self._is_about_a_figure() else {"period": "", "of": ""}
        self._narrow(text="", team="", worker="", chip="", rule="", plan="", **wide)

    def selection_is_plain(self) -> bool:
        """Whether nothing is hidden."""
        return not self._hidden()

    def start_find(self) -> None:
        """Put the cursor into the find field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # private

    def _hidden(self) -> list[tuple[str, str]]:
        now = self._selection
        if now is None:
            return []
        said = [("chip", now.chip, ""), ("team", now.team, "Team: "), ("worker", now.worker, "Worker: ")]
        plan = PLANS.get(now.plan, now.plan) if now.plan else ""
        said += [("rule", now.rule, "Rule: "), ("plan", plan, "Plan: ")]
        if not self._is_about_a_figure():
            said += [("period", now.period, ""), ("of", now.of, "")]
        chips = [(key, words + self._titles.get(key, value)) for key, value, words in said if value]
        if now.text.strip():
            chips.append(("text", f"Contains “{now.text.strip()}”"))
        return chips

    def _is_about_a_figure(self) -> bool:
        """Whether the list is about one figure of one month, and would be another list without them."""
        return self._selection is not None and self._selection.list == "counted"

    def _remove(self, key: str) -> None:
        if key == "text":
            self._quietly_set_text("")
        self._narrow(**{key: ""})

    def _narrow(self, **changes: str) -> None:
        if self._selection is not None:
            self._selection = self._selection.but(**changes)
            self.narrowed.emit(self._selection)

    def _quietly_set_text(self, text: str) -> None:
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)
