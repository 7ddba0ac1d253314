"""What a child's page is made of: the plans with their clocks, and the records as rows of words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.child import ChildView, PlanLine, Spell
from desktop.domain.lists.columns import Column
from desktop.models.child import ChildAnswer
from desktop.models.rows_list import RowsList
from desktop.views.actions import BY_ID, CHILD_KINDS
from desktop.views.controls import button, column, label
from desktop.views.detail import ClockRow
from desktop.views.flow import FlowLayout
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace

_TIMELINE = (
    Column("on", "On", "day", 11),
    Column("what", "What happened", width=47),
    Column("plan", "Plan", width=13),
    Column("recorded", "Recorded", "day", 11),
    Column("source", "From", width=20),
)
_RECORDS = (
    Column("sort", "Sort", width=18),
    Column("what", "What", width=34),
    Column("when", "When", width=26),
    Column("more", "More", width=44),
)
# Buttons under the child's name; every other verb is in the context menu and on its letter.
_VERBS = ("visit", "supervision", "record", "plan_ahead", "frequency", "note")


class Plans(QScrollArea):
    """Who the child is, each plan with its clocks, and the family.

    Attributes:
        case: the plan that is chosen, for verbs; -1 for none.

    Signals:
        chosen: another plan is chosen.
        explain_asked: index of a clock in the desk's clocks.
        verb_asked: the id of a verb.
        sibling_asked: the id of a brother or sister.
    """

    chosen = Signal()
    explain_asked = Signal(int)
    verb_asked = Signal(str)
    sibling_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = -1
        self._about = ""
        self._plans: Sequence[PlanLine] = ()
        self.setAccessibleName("Plans and clocks")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(20))

    def tell(self, made: ChildAnswer) -> None:
        """Show a child; the chosen plan and the scroll stay when it is the same one."""
        view, same = made.view, made.view.id == self._about
        at = self.verticalScrollBar().value() if same else 0
        self._about, self._plans = view.id, view.plans
        cases = [plan.case for plan in view.plans]
        if not same or self.case not in cases:
            self.case = cases[0] if cases else -1
        page = QWidget()
        box = column(page, gap=0.8)
        box.setContentsMargins(0, 0, theme().px(0.8), theme().px(0.8))
        self._add_head(box, made)
        self._group = QButtonGroup(page)
        for plan in view.plans:
            box.addLayout(self._plan(plan))
        if not view.plans:
            box.addWidget(label("No plan of this child is on record.", token="text_soft"))
        self._add_siblings(box, view)
        box.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(at)

    def chosen_clock(self) -> int:
        """The clock with the focus, else the chosen plan's most pressing one; -1 for none."""
        rows = self.findChildren(ClockRow)
        focused = next((row for row in rows if row.hasFocus()), None)
        if focused is not None:
            return focused.line.index
        plan = next((plan for plan in self._plans if plan.case == self.case), None)
        return plan.clocks[0].index if plan is not None and plan.clocks else -1

    # private

    def _add_head(self, box: QVBoxLayout, made: ChildAnswer) -> None:
        view = made.view
        head = column(gap=0.2)
        head.addWidget(label(view.title, size=1.2, bold=True))
        grid = QGridLayout()
        grid.setVerticalSpacing(theme().px(0.1))
        for row, (name, words) in enumerate(view.facts):
            grid.addWidget(label(name, token="text_soft"), row, 0)
            grid.addWidget(label(words), row, 1)
        grid.setColumnStretch(1, 2)
        head.addLayout(grid)
        box.addLayout(head)
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme().px(0.3))
        for verb in (BY_ID[name] for name in _VERBS if name in BY_ID):
            if set(made.kinds) & (verb.kinds & CHILD_KINDS):
                ask = partial(self.verb_asked.emit, verb.id)
                flow.addWidget(button(verb.text, ask, tip=f"{verb.text} ({verb.keys})"))
        box.addWidget(holder)

    def _plan(self, plan: PlanLine) -> QVBoxLayout:
        box = column(gap=0.15)
        choose = QPushButton(plan.words)
        choose.setCheckable(True)
        choose.setChecked(plan.case == self.case)
        choose.setAccessibleName(f"{plan.words}, {plan.worker}")
        choose.setAccessibleDescription("Verbs are for the plan that is pressed in")
        choose.setProperty("quiet", not plan.is_open)
        choose.clicked.connect(lambda _=False, case=plan.case: self._choose(case))
        self._group.addButton(choose)
        box.addWidget(choose)
        box.addWidget(label(plan.worker, token="text_soft"))
        if plan.pattern:
            box.addWidget(label(f"Visits: {plan.pattern}"))
        if plan.lines:
            box.addLayout(_measures(plan.lines))
        for line in plan.clocks:
            if line.stop == NO_DAY or plan.is_open:
                row = ClockRow(line)
                row.clicked.connect(lambda _=False, at=line.index: self.explain_asked.emit(at))
                box.addWidget(row)
        return box

    def _choose(self, case: int) -> None:
        self.case = case
        self.chosen.emit()

    def _add_siblings(self, box: QVBoxLayout, view: ChildView) -> None:
        part = column(gap=0.15)
        part.addWidget(label("Brothers and sisters", size=1.08, bold=True))
        if not view.siblings:
            part.addWidget(label("None are recorded.", token="text_soft"))
        for one in view.siblings:
            ask = partial(self.sibling_asked.emit, one.id)
            line = QHBoxLayout()
            line.addWidget(button(one.words, ask, quiet=True))
            line.addWidget(label(one.state, token="text_soft"), 1)
            part.addLayout(line)
        box.addLayout(part)


def _measures(lines: Sequence[tuple[str, str]]) -> QGridLayout:
    """The three lines of a looked-after child's visits, side by side."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().px(0.8))
    for at, (name, words) in enumerate(lines):
        grid.addWidget(label(name, token="text_soft", size=0.92), 0, at)
        over = words.startswith("over")
        grid.addWidget(label(words, token="overdue" if over else "text", bold=over, size=0.95), 1, at)
    return grid


def timeline_rows(view: ChildView) -> RowsList:
    """Everything that happened, latest first, with when it was written down."""
    rows = []
    for entry, plan in view.timeline:
        words = f"{entry.text} (still to come)" if entry.to_come else entry.text
        rows.append((short(entry.on), words, plan, short(entry.recorded_on), entry.source))
    return RowsList(_TIMELINE, rows)


def record_rows(view: ChildView) -> RowsList:
    """Actions, plans ahead, workers, agreements and placements, each sort together."""
    sorts: tuple[tuple[str, tuple[Spell, ...]], ...] = (
        ("Planned", view.planned),
        ("Worker", view.allocations),
        ("Agreed frequency", view.agreements),
        ("Placement", view.placements),
    )
    rows = [("Action", one.text, _due(one.due_on, one.overdue_by), one.raised_at) for one in view.actions]
    for name, spells in sorts:
        for one in spells:
            when = short(one.first) if one.first == one.last else one.days()
            rows.append((name, one.what, when, one.more))
    return RowsList(_RECORDS, rows)


def _due(due: int, over: int) -> str:
    if due == NO_DAY:
        return "no date"
    return f"due {short(due)}, {over} days over" if over else f"due {short(due)}"


def history_rows(work: Workspace, case_ids: Sequence[str]) -> RowsList:
    """Who changed what in any of the child's cases, newest first; on the database lane."""
    from desktop.views.history_dialog import in_words

    lines = {}
    for case_id in case_ids:
        for line in work.store.history(case_id):  # the child's own row is told with every case
            lines[line.when, line.act, line.table, line.row, line.field] = line
    return in_words(work.book, [lines[key] for key in sorted(lines, key=lambda key: key[0])])
