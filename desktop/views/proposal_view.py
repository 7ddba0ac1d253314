"""The proposal grid: an assessor for each lane of several requests, changed by arrow keys, saved at once."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.domain.days import NO_DAY, spoken
from desktop.models.array_table import ArrayTableModel
from desktop.models.board import LANES
from desktop.models.proposal import COLUMNS, ROLES, Proposal, Row, Wanted
from desktop.views.controls import announce, button, column, label
from desktop.views.table import ListTable
from desktop.views.theme import theme

_KEYS = (
    "Up and Down a request, Left and Right another assessor, Tab the other lane, Enter a reason, "
    "Delete leaves a request out."
)


class ProposalTable(ListTable):
    """The grid; the lane that the arrow keys change has a frame of its own.

    Signals:
        stepped: (+1 or -1) another assessor is wanted in the lane.
        lane_asked: Tab, the other lane.
        dropped: the request is to be left out.
        letter: (T, M or B) pressed on a row.
    """

    stepped = Signal(int)
    lane_asked = Signal()
    dropped = Signal()
    letter = Signal(str)

    def __init__(self, model: ArrayTableModel) -> None:
        super().__init__(model)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.lane = "bia"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.lane_asked.emit()
        elif key == Qt.Key.Key_Delete:
            self.dropped.emit()
        elif event.text().upper() in ("T", "M", "B"):
            self.letter.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _: bool) -> bool:
        """Tab changes the lane while the grid has the focus; Esc leaves it."""
        return False

    def _paint_focus(self, painter: QPainter) -> None:
        super()._paint_focus(painter)
        section, line = self._model.column_at(self.lane), self.currentIndex().row()
        if section < 0 or line < 0:
            return
        box = QRect(
            self.columnViewportPosition(section),
            self.rowViewportPosition(line),
            self.columnWidth(section),
            self.rowHeight(line),
        )
        painter.setPen(QPen(theme().colour("accent" if self.hasFocus() else "line"), 2))
        painter.drawRect(box.adjusted(2, 3, -3, -4))


class ProposalView(QWidget):
    """A proposal, to be changed and saved.

    Signals:
        commit_asked: (rows as they are wanted) save these.
        settled: (row as wanted, its problem, whether to ask for it) note the manager's own choice.
        closed: back to the board.
        changed: rows were taken away or changed.
    """

    commit_asked = Signal(list)
    settled = Signal(object, str, bool)
    closed = Signal()

    def __init__(self, today: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Proposal")
        self.proposal: Proposal | None = None
        self.today, self._saving = today, False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._make_parts()
        box = column(self, gap=0.4)
        box.setContentsMargins(0, theme().px(0.2), theme().px(1), theme().px(0.6))
        box.addWidget(self.title)
        box.addWidget(label(_KEYS, token="text_soft"))
        box.addWidget(self.table, 1)
        clash, foot = QHBoxLayout(), QHBoxLayout()
        clash.addWidget(self.wrong, 1)
        for answer in self.answers:
            clash.addWidget(answer)
        box.addLayout(clash)
        for part in (self.why, self.words, self.others, self.reason):
            box.addWidget(part)
        for made in (self.save, self.shut):
            foot.addWidget(made)
        foot.addStretch(1)
        box.addLayout(foot)

    def _make_parts(self) -> None:
        self.title = label(size=1.2, bold=True)
        self.model = ArrayTableModel(self)
        self.table = ProposalTable(self.model)
        self.table.setAccessibleName("Proposal, one request a line")
        self.wrong = label(token="overdue", bold=True)
        self.why = label(bold=True)
        self.words = label()
        self.others = label(token="text_soft")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Reason for this request's choice (Enter goes back to the grid)")
        self.reason.setAccessibleName("Reason")
        self.save = button("Allocate (Ctrl+Enter)", self.commit, primary=True)
        self.shut = button("Back to the board (Esc)", self.closed.emit, quiet=True)
        self.theirs = button("Theirs (T)", lambda: self._settle("T"))
        self.mine = button("Ask for mine (M)", lambda: self._settle("M"))
        self.both = button("Keep mine as a note (B)", lambda: self._settle("B"))
        self.answers = (self.theirs, self.mine, self.both)

    def _connect(self) -> None:
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, self.commit)
        self._shortcut("Esc", self._leave)
        self.table.stepped.connect(self._step)
        self.table.lane_asked.connect(self._other_lane)
        self.table.dropped.connect(self._drop)
        self.table.letter.connect(self._settle)
        self.table.row_changed.connect(lambda _: self._on_row())
        self.table.row_opened.connect(lambda _: self.reason.setFocus())
        self.reason.textEdited.connect(self._on_reason)
        self.reason.returnPressed.connect(self.table.setFocus)

    def _shortcut(self, keys: str, act: object) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    # public

    def tell(self, proposal: Proposal) -> None:
        """Show a proposal."""
        self.proposal, self._saving = proposal, False
        self._show(first=True)
        self.table.go_to_first()
        self.table.setFocus()

    def tell_problems(self, problems: dict[int, tuple[str, bool]], saved: tuple[int, ...]) -> None:
        """What was saved goes; what was not stays with its sentence."""
        self._saving = False
        if self.proposal is None:
            return
        self.proposal.rows = [row for row in self.proposal.rows if row.case not in saved]
        for row in self.proposal.rows:
            row.problem, row.taken = problems.get(row.case, ("", False))
        self._show()
        if not self.proposal.rows:
            self.closed.emit()
            return
        bad = next((row for row in self.proposal.rows if row.problem), None)
        if bad is not None:
            self.table.go_to(bad.case)
            announce(self, bad.problem)
        self.table.setFocus()

    def tell_quicker(self, found: dict[int, str]) -> None:
        """Somebody else gave these away meanwhile; the cursor stays where it is."""
        if self.proposal is None or not found or self._saving:
            return
        for row in self.proposal.rows:
            if row.case in found:
                row.problem, row.taken = found[row.case], True
                announce(self, row.problem)
        self._show()

    def row(self) -> Row | None:
        """The request under the cursor."""
        at = self.table.current_row()
        rows = self.proposal.rows if self.proposal is not None else []
        return rows[at] if 0 <= at < len(rows) else None

    def commit(self) -> None:
        """Save every row that has somebody."""
        if self.proposal is None or self._saving:
            return
        wanted: list[Wanted] = [row.wanted(self.today) for row in self.proposal.ready]
        if wanted:
            self._saving = True
            self.save.setEnabled(False)
            self.commit_asked.emit(wanted)

    def not_saved(self) -> None:
        """Nothing was saved for a reason that is no row's own; everything is as it was."""
        self._saving = False
        self._show()

    # slots and private

    def _leave(self) -> None:
        if self.reason.hasFocus():
            self.table.setFocus()
        else:
            self.closed.emit()

    def _show(self, first: bool = False) -> None:
        assert self.proposal is not None
        self.model.set_source(self.proposal.as_rows())
        if first:
            self.table.head.lay_out(COLUMNS, {})
        ready = len(self.proposal.ready)
        whole = len(self.proposal.rows)
        self.title.setText(f"Proposal for {whole} {'request' if whole == 1 else 'requests'}")
        self.save.setText(f"Allocate {ready} (Ctrl+Enter)")
        self.save.setEnabled(ready > 0 and not self._saving)
        self._on_row()

    def _on_row(self) -> None:
        row = self.row()
        if row is None:
            return
        if self.table.lane not in row.seats and row.seats:
            self.table.lane = next(iter(row.seats))
        self._tell(row)
        self.reason.setText(row.reason)
        self.wrong.setText(row.problem)
        self.wrong.setVisible(bool(row.problem))
        for answer in self.answers:
            answer.setVisible(row.taken)
        self.table.viewport().update()

    def _tell(self, row: Row) -> None:
        """Why this one in the lane, and why not the next ones."""
        assert self.proposal is not None
        seat, names = row.seats[self.table.lane], self.proposal.names
        one = seat.chosen
        who = names[one.worker] if one is not None else "nobody"
        self.why.setText(f"{LANES[self.table.lane]} for {row.title}: {who}")
        if one is None:
            self.words.setText(f"{seat.told}." if seat.suggested < 0 else "You leave this lane as it is.")
        else:
            wanted = f" Report wanted back {spoken(seat.due_back_on)}." if seat.due_back_on != NO_DAY else ""
            asks = f" Only with a reason: {one.asks}." if one.asks else ""
            notes = f" Not on record: {one.notes}." if one.notes else ""
            self.words.setText(f"{one.words[:1].upper()}{one.words[1:]}.{asks}{wanted}{notes}")
        rest = [other for other in seat.others if one is None or other.worker != one.worker]
        self.others.setText("\n".join(f"{names[other.worker]}, {other.line}" for other in rest[:3]))

    def _step(self, by: int) -> None:
        row = self.row()
        if row is None or self.table.lane not in row.seats or row.taken:
            return
        row.seats[self.table.lane].step(by)
        row.problem = ""
        self._show()

    def _other_lane(self) -> None:
        row = self.row()
        if row is not None and len(row.seats) > 1:
            self.table.lane = ROLES[1 - ROLES.index(self.table.lane)]
            self._on_row()

    def _drop(self) -> None:
        row = self.row()
        if row is None or self.proposal is None:
            return
        self.proposal.drop(row)
        if self.proposal.rows:
            self._show()
        else:
            self.closed.emit()

    def _settle(self, letter: str) -> None:
        """Theirs stands; M asks for the manager's own choice all the same, B keeps it as a note."""
        row = self.row()
        if row is None or not row.taken:
            return
        if letter != "T":
            self.settled.emit(row.wanted(self.today), row.problem, letter == "M")
        self._drop()

    def _on_reason(self, text: str) -> None:
        row = self.row()
        if row is not None:
            row.reason = text
