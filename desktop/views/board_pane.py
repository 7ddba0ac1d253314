"""The right side of the board: who could take the request under the cursor, and why or why not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.domain.matching import Candidate
from desktop.models.array_table import ArrayTableModel
from desktop.models.board import COLUMNS, LANES, Offers
from desktop.views.controls import announce, button, column, label
from desktop.views.table import ListTable
from desktop.views.theme import theme

CASES = "application/x-caseclock-cases"


def cases_in(mime: QMimeData) -> list[int]:
    """The case rows that are being dragged; none for anything else."""
    raw = bytes(mime.data(CASES).data()).decode() if mime.hasFormat(CASES) else ""
    return [int(part) for part in raw.split(",") if part]


class AssessorTable(ListTable):
    """The assessors; requests can be dropped on one of them.

    Signals:
        dropped: (row of the list, case rows).
        lane_asked: the other lane is wanted.
        left: Esc or Shift+Tab, back to the requests.
    """

    dropped = Signal(int, list)
    lane_asked = Signal()
    left = Signal()

    def __init__(self, model: ArrayTableModel) -> None:
        super().__init__(model)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.viewport().setAcceptDrops(True)
        self.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDragMoveEvent)) and cases_in(event.mimeData()):
            at = self.rowAt(round(event.position().y()))
            self._set_hover(at)
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and cases_in(event.mimeData()):
            line = self.rowAt(round(event.position().y()))
            event.acceptProposedAction()
            self.dropped.emit(self._model.row_at(line), cases_in(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.lane_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AssessorPane(QWidget):
    """Who could take a request.

    Signals:
        chosen: (worker row, place among the suggestions, reason, case rows; none for those on the list).
        lane_changed: (role) the other lane is wanted.
        left: back to the requests.
        settled: (letter) T, M or B, about a request that somebody else was quicker with.
    """

    chosen = Signal(int, int, str, list)
    lane_changed = Signal(str)
    left = Signal()
    settled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Assessors")
        self.role = "bia"
        self.offers: Offers | None = None
        self._dropped: list[int] = []
        self._build()
        self._connect()
        self.tell_clash("")
        self._ask_reason(False)
        self.give.setEnabled(False)
        self.about.setText("Choose a request at the left; whoever could take it stands here.")

    def _build(self) -> None:
        self.model = ArrayTableModel(self)
        self.table = AssessorTable(self.model)
        self.table.setAccessibleName("Assessors, best fit first")
        self.title = label(size=1.1, bold=True)
        self.about = label(token="text_soft")
        self.wrong = label(token="overdue", bold=True)
        self.words = label()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why them all the same, in a few words; Enter allocates")
        self.reason.setAccessibleName("Reason")
        self.give = button("Allocate (Enter)", self.commit, primary=True)
        self.theirs = button("Theirs (T)", lambda: self.settled.emit("T"))
        self.mine = button("Ask for mine (M)", lambda: self.settled.emit("M"))
        self.both = button("Keep mine as a note (B)", lambda: self.settled.emit("B"))
        self.answers = (self.theirs, self.mine, self.both)
        box = column(self, gap=0.4)
        box.setContentsMargins(theme().px(0.8), theme().px(0.2), theme().px(0.8), theme().px(0.6))
        box.addLayout(self._switch())
        box.addWidget(self.title)
        box.addWidget(self.about)
        box.addWidget(self.table, 1)
        box.addWidget(self.wrong)
        box.addLayout(_line(*self.answers))
        box.addWidget(self.words)
        box.addWidget(self.reason)
        box.addLayout(_line(self.give))

    def _switch(self) -> QHBoxLayout:
        """Which of the two lanes is looked at."""
        self._lanes = QButtonGroup(self)
        self.lanes: dict[str, QPushButton] = {}
        for role, words in LANES.items():
            made = button(words, partial(self._ask_lane, role), tip="Left or Right arrow")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._lanes.addButton(made)
            self.lanes[role] = made
        return _line(*self.lanes.values())

    def _connect(self) -> None:
        self.table.row_changed.connect(lambda _: self._on_row())
        self.table.row_opened.connect(lambda _: self.commit())
        self.table.dropped.connect(self._on_drop)
        self.table.lane_asked.connect(self.other_lane)
        self.table.left.connect(self.left)
        self.reason.returnPressed.connect(self.commit)

    # public

    def tell(self, made: Offers, more: int = 0) -> None:
        """Show who could take a request; so many more are chosen with it."""
        before = self.offers
        self.offers, self.role = made, made.role
        self.lanes[made.role].setChecked(True)
        also = f", and {more} more" if more > 0 else ""
        self.title.setText(f"{made.title}{also}" if made.title else "Assessors by room")
        self.about.setText(" · ".join(filter(None, (made.about, made.lane))) or "No request is chosen.")
        first = not self.model.columns
        self.model.set_source(made.rows)
        if first:
            self.table.head.lay_out(COLUMNS, {})
        if before is None or (before.case, before.role) != (made.case, made.role):
            self.table.go_to_first()
            self._ask_reason(False)
        self._on_row()

    def tell_wrong(self, words: str) -> None:
        """Say why something was not saved."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        if words:
            announce(self, words)

    def tell_clash(self, words: str) -> None:
        """Say that somebody else was quicker, and ask which choice counts; blank when that is settled."""
        self.tell_wrong(words)
        for answer in self.answers:
            answer.setVisible(bool(words))
        self.give.setVisible(not words)

    def other_lane(self) -> None:
        """Look at the other lane."""
        self._ask_lane("mha" if self.role == "bia" else "bia")

    def candidate(self) -> Candidate | None:
        """The assessor under the cursor."""
        row = self.table.current_row()
        return self.offers.candidates[row] if self.offers is not None and row >= 0 else None

    def commit(self) -> None:
        """Allocate to the assessor under the cursor; one who needs a reason is asked for it first."""
        one = self.candidate()
        if one is None or self.offers is None:
            return
        if one.bar:
            self.tell_wrong(f"May not take this: {one.bar}.")
            return
        if one.asks and not self.reason.text().strip():
            self._ask_reason(True)
            return
        cases, self._dropped = self._dropped, []
        self.chosen.emit(one.worker, one.place, self.reason.text(), cases)

    # slots and private

    def _ask_lane(self, role: str) -> None:
        self.lanes[role].setChecked(True)
        self.role = role
        self.lane_changed.emit(role)

    def _on_row(self) -> None:
        row = self.table.current_row()
        if self.offers is None or not 0 <= row < len(self.offers.candidates):
            self.words.setText("")
            return
        wrong, words = self.offers.words(row)
        self._dropped = []
        if not self.theirs.isVisibleTo(self):
            self.tell_wrong(wrong)
        self.words.setText(words)
        self.give.setEnabled(self.offers.takes and not self.offers.candidates[row].bar)
        if not self.offers.candidates[row].asks:
            self._ask_reason(False)

    def _ask_reason(self, wanted: bool) -> None:
        self.reason.setVisible(wanted)
        if wanted:
            self.reason.setFocus()
        else:
            self.reason.clear()

    def _on_drop(self, row: int, cases: list[int]) -> None:
        if self.offers is None or row < 0:
            return
        self.table.go_to(self.offers.candidates[row].worker)
        self._dropped = cases
        self.commit()


def _line(*parts: QWidget) -> QHBoxLayout:
    """Buttons side by side from the left."""
    made = QHBoxLayout()
    made.setSpacing(theme().px(0.3))
    for part in parts:
        made.addWidget(part)
    made.addStretch(1)
    return made


class RequestTable(ListTable):
    """The board's requests; they can be dragged onto an assessor.

    Signals:
        lane_asked: Left or Right, for the other lane.
        dragged: the chosen requests are being dragged away.
    """

    lane_asked = Signal()
    dragged = Signal()

    def __init__(self, model: ArrayTableModel) -> None:
        super().__init__(model)
        self._pressed_at: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        chosen = index.isValid() and self.selectionModel().isRowSelected(index.row())
        self._pressed_at = event.position().toPoint() if chosen else None
        if not chosen or event.button() != Qt.MouseButton.LeftButton or event.modifiers():
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        begun = self._pressed_at if event.buttons() & Qt.MouseButton.LeftButton else None
        if begun is None:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - begun).manhattanLength() >= theme().px(0.6):
            self._pressed_at = None
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a chosen row that was no drag chooses that row alone."""
        if self._pressed_at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = None
            line = self.indexAt(event.position().toPoint()).row()
            if line >= 0 and not event.modifiers():
                self.go_to(self._model.id_at(line))
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.lane_asked.emit()
        else:
            super().keyPressEvent(event)
