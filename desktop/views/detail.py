"""The panel beside a list: one case with its clocks, Explain, what can be done, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.detail import ClockLine, Entry
from desktop.models.case_detail import CaseView
from desktop.views.controls import button, column, icon_button, label
from desktop.views.flow import FlowLayout
from desktop.views.next_steps import further_steps, next_steps
from desktop.views.painted import PaintedButton
from desktop.views.rag import colour, shape_pixmap
from desktop.views.theme import theme

_FIRST_LINES = 25  # of the timeline; the rest on demand


class ClockRow(PaintedButton):
    """One clock: state by shape, word and colour; pressing it explains the date."""

    def __init__(self, line: ClockLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._due = f"due {short(line.due)}" if line.due != NO_DAY and line.stop == NO_DAY else ""
        # what a clock needs says more than that it cannot be calculated; the shape and colour say that
        needs = line.why if line.state == "unknown" else ""
        self._said = needs[:1].upper() + needs[1:] or line.words
        said = (f"{line.name}: {line.words}", self._due, line.elapsed, line.why)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription("Press to see how this date is counted")
        self.setToolTip("\n".join(part for part in (line.name, line.elapsed, line.why) if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(12), theme().px(2.7))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(8), theme().px(2.7))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look, line = theme(), self.line
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(box, look.px(0.3), look.px(0.3))
        pad, size, met = look.px(0.35), look.px(1.0), line.stop != NO_DAY
        if line.rag and not met:
            top = round(look.px(0.3) + (look.line - size) / 2)
            painter.drawPixmap(QPoint(pad, top), shape_pixmap(line.rag, size, self.devicePixelRatioF()))
        left = pad + size + look.px(0.5)
        first = QRectF(left, look.px(0.3), box.width() - left - pad, look.line)
        self._words(painter, first, line.name, look.font(), look.colour("text"))
        second = first.translated(0, look.line * 1.08)
        small, said = look.font(0.95, medium=not met), self._said
        self._words(painter, second, said, small, look.colour("text_soft") if met else colour(line.rag))
        rest = second.adjusted(QFontMetrics(small).horizontalAdvance(said), 0, 0, 0)
        more = self._due if line.state == "unknown" else self._due or line.why
        if more:
            self._words(painter, rest, f"  ·  {more}", look.font(0.95), look.colour("text_soft"))

    @staticmethod
    def _words(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitted)


class TimelineRow(QWidget):
    """One thing that happened (or is planned): day, words, and where an imported row stood."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        look = theme()
        on = short(entry.on) or "No date"
        what, _, more = entry.text.partition("; ")
        self.setAccessibleName(f"{on}: {entry.text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(0.35), look.px(0.2), 0, look.px(0.2))
        row.setSpacing(look.px(0.5))
        when = label(on, token="text_soft")
        when.setWordWrap(False)
        when.setFixedWidth(QFontMetrics(look.font()).horizontalAdvance("00/00/0000 "))
        when.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"{what} (still to come)" if entry.to_come else what))
        if more:
            words.addWidget(label(more[:1].upper() + more[1:], token="text_soft", size=0.95))
        if entry.source:
            words.addWidget(label(f"From {_where(entry.source)}", token="text_soft", size=0.85))
        row.addWidget(when)
        row.addLayout(words, 1)


def _where(source: str) -> str:
    sheet, _, row = source.rpartition("!")
    return f"sheet {sheet}, row {row}" if sheet else source


class DetailPanel(QWidget):
    """One case.

    Signals:
        explain_asked: index of a clock in the desk's clocks.
        verb_asked: the id of a verb for this case.
        case_asked: the row of another case of the same person.
        history_asked: who changed what, and when.
        closed: the panel is not wanted now.
    """

    explain_asked = Signal(int)
    verb_asked = Signal(str)
    case_asked = Signal(int)
    history_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Case detail")
        self.shown: CaseView | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = column(self, gap=0)
        box.addWidget(self._area)
        self.setMinimumWidth(theme().px(15))
        self.tell_nothing()

    # public

    def tell_nothing(
        self, words: str = "Choose a row to see the case, its clocks and what happened."
    ) -> None:
        """Say that no case is chosen."""
        self.shown = None
        page = QWidget()
        box = column(page, gap=0.4, margin=1.2)
        box.addWidget(label(words, token="text_soft"))
        box.addStretch(1)
        self._area.setWidget(page)

    def tell(self, view: CaseView) -> None:
        """Show a case; the scroll stays where it was when it is the same one."""
        same = self.shown is not None and self.shown.case_id == view.case_id
        at = self._area.verticalScrollBar().value() if same else 0
        self.shown = view
        page = QWidget()
        box = column(page, gap=0.7, margin=0.9)
        self._add_head(box, view)
        self._add_verbs(box, view.kind, view.state)
        self._add_clocks(box, view.told.clocks)
        self._add_timeline(box, view.told.timeline)
        box.addStretch(1)
        self._area.setWidget(page)
        self._area.verticalScrollBar().setValue(at)

    def tell_worker(self, name: str, words: str, on_open: Callable[[], object]) -> None:
        """Show a worker instead of a case: what they have, and the way to their queue."""
        ask_away = partial(self.verb_asked.emit, "absence")
        away = button("Away, covered or left (Ctrl+Shift+A)", ask_away)
        page = button("Open their page (W)", partial(self.verb_asked.emit, "worker_page"))
        self.tell_other(name, words, button("Open their queue (Enter)", on_open, primary=True), page, away)

    def tell_other(self, name: str, words: str, *buttons: QWidget) -> None:
        """Show something that is no case: its name, what is known of it, and what can be done."""
        self.shown = None
        page = QWidget()
        box = column(page, gap=0.6, margin=0.9)
        box.addWidget(label(name, size=1.3, bold=True))
        box.addWidget(label(words, token="text_soft"))
        for made in buttons:
            box.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        self._area.setWidget(page)

    def clock_rows(self) -> list[ClockRow]:
        """The clocks on show, from top to bottom."""
        shown = self._area.widget()
        return shown.findChildren(ClockRow) if shown is not None else []

    # private

    def _add_head(self, box: QVBoxLayout, view: CaseView) -> None:
        line = QHBoxLayout()
        line.addWidget(label(view.title, size=1.3, bold=True), 1)
        cross = icon_button("close", "Hide this panel (F4)", self.closed.emit)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        head = column(gap=0.1)
        head.addLayout(line)
        if view.told.name:
            head.addWidget(label(view.told.title, token="text_soft"))
        for case, words in view.told.others:
            link = button(f"Also: {words}", partial(self.case_asked.emit, case), quiet=True)
            head.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(head)
        facts = column(gap=0.15)
        for name, value in view.told.facts:
            facts.addLayout(self._fact(name, value))
        if view.told.siblings:
            facts.addLayout(self._fact("Siblings", ", ".join(words for _, words in view.told.siblings)))
        box.addLayout(facts)

    def _fact(self, name: str, value: str) -> QHBoxLayout:
        line = QHBoxLayout()
        title = label(name, token="text_soft")
        title.setFixedWidth(theme().px(8.2))
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(title)
        if name == "Home or ward":
            link = button(value, partial(self.verb_asked.emit, "home"), quiet=True, tip="Open its page (H)")
            link.setStyleSheet("padding: 0; text-align: left;")  # in line with the words of the other facts
            line.addWidget(link)
            line.addStretch(1)
        else:
            line.addWidget(label(value), 1)
        return line

    def _add_verbs(self, box: QVBoxLayout, kind: str, state: str) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme().px(0.3))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        for verb in next_steps(kind, state):
            ask = partial(self.verb_asked.emit, verb.id)
            flow.addWidget(button(verb.text, ask, tip=f"{verb.text} ({verb.keys})"))
        flow.addWidget(self._more_button(kind, state))
        box.addWidget(holder)

    def _more_button(self, kind: str, state: str) -> QPushButton:
        made = button("More", tip="Everything else that can be done with this case")
        menu = QMenu(made)
        menu.setAccessibleName("Everything else that can be done with this case")
        for verb in further_steps(kind, state):
            action = menu.addAction(theme().icon(verb.icon, "text_soft"), f"{verb.text}\t{verb.keys}")
            action.triggered.connect(partial(self._ask, verb.id))
        made.setMenu(menu)
        return made

    def _ask(self, verb: str, *_: object) -> None:
        self.verb_asked.emit(verb)

    def _add_clocks(self, box: QVBoxLayout, lines: Sequence[ClockLine]) -> None:
        running = [line for line in lines if line.stop == NO_DAY]
        over = [line for line in lines if line.stop != NO_DAY]
        part = column(gap=0.1)
        part.addWidget(label("Clocks", size=1.08, bold=True))
        if not running:
            part.addWidget(label("No clock is running for this case.", token="text_soft"))
        for line in running:
            part.addWidget(self._clock_row(line))
        if over:
            part.addWidget(label("Already met", token="text_soft", size=0.95))
            for line in over:
                part.addWidget(self._clock_row(line))
        box.addLayout(part)

    def _clock_row(self, line: ClockLine) -> ClockRow:
        row = ClockRow(line)
        row.clicked.connect(lambda _=False, at=line.index: self.explain_asked.emit(at))
        return row

    def _add_timeline(self, box: QVBoxLayout, lines: Sequence[Entry]) -> None:
        self._part = column(gap=0)
        head = QHBoxLayout()
        head.addWidget(label("What happened", size=1.08, bold=True), 1)
        head.addWidget(button("Who changed what", self.history_asked.emit, quiet=True))
        self._part.addLayout(head)
        if not lines:
            self._part.addWidget(label("Nothing is recorded yet.", token="text_soft"))
        for line in lines[:_FIRST_LINES]:
            self._part.addWidget(TimelineRow(line))
        rest = lines[_FIRST_LINES:]
        if rest:
            more = button(f"Show {len(rest):,} earlier", quiet=True)
            more.clicked.connect(lambda: self._show_rest(more, rest))
            self._part.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(self._part)

    def _show_rest(self, more: QWidget, rest: Sequence[Entry]) -> None:
        more.hide()
        for line in rest:
            self._part.addWidget(TimelineRow(line))
