"""A page's charts by month: a grid of small ones, or a single large one, with a cursor for the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.views.charts.series_paint import Series, frame_of, paint
from desktop.views.controls import announce
from desktop.views.theme import theme


class SeriesCharts(QWidget):
    """Draws charts side by side; all arrows walk, Enter opens the month under the cursor.

    Signals:
        chosen: (chart, place) the cursor moved.
        opened: (chart, place) the rows of a month are wanted.
    """

    chosen = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, name: str, across: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: tuple[Series, ...] = ()
        self._across = across
        self.chart, self.place = 0, -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_series(self, series: Sequence[Series]) -> None:
        """Draw these; the cursor stays where it was when it can."""
        self._series = tuple(series)
        self.chart = min(self.chart, max(len(self._series) - 1, 0))
        count = len(self._series[self.chart].values) if self._series else 0
        if not 0 <= self.place < count:
            self.place = count - 1
        self._describe()
        self.update()

    def choose(self, chart: int, place: int, *, tell: bool = False) -> None:
        """Put the cursor on a month of a chart."""
        if not 0 <= chart < len(self._series) or not 0 <= place < len(self._series[chart].values):
            return
        self.chart, self.place = chart, place
        self._describe()
        self.update()
        if tell:
            self.chosen.emit(chart, place)

    @property
    def words(self) -> str:
        """The month under the cursor as a sentence."""
        if not self._series or self.place < 0:
            return "No chart"
        return _words(self._series[self.chart], self.place)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(16))

    def minimumSizeHint(self) -> QSize:
        rows = -(-max(len(self._series), 1) // self._across)
        return QSize(theme().px(12) * self._columns(), theme().px(7.5) * rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("surface"))
        large = len(self._series) == 1
        for at, series in enumerate(self._series):
            cursor = self.place if at == self.chart and (self.hasFocus() or large) else -1
            paint(painter, self.rect_of(at), series, cursor=cursor, large=large)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps:
            chart, place = steps[key]
            self.choose(self.chart + chart, self.place + place, tell=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._series:
            self.opened.emit(self.chart, self.place)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        chart, place = self._under(event.position())
        if chart >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.choose(chart, place, tell=True)
            self.opened.emit(chart, place)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            chart, place = self._under(QPointF(event.pos()))
            said = _words(self._series[chart], place) if chart >= 0 else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    # private

    def rect_of(self, at: int) -> QRectF:
        """Where a chart is drawn."""
        columns = self._columns()
        rows = -(-max(len(self._series), 1) // columns)
        wide, high = self.width() / columns, self.height() / rows
        return QRectF(at % columns * wide, at // columns * high, wide, high)

    def _columns(self) -> int:
        return max(1, min(self._across, len(self._series)))

    def _under(self, where: QPointF) -> tuple[int, int]:
        for at, series in enumerate(self._series):
            rect = self.rect_of(at)
            if rect.contains(where) and series.values:
                frame = frame_of(rect, series, len(self._series) == 1)
                return at, frame.at(where.x(), len(series.values))
        return -1, -1

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self.words} Arrow keys walk; Enter opens its rows.")
        if self.hasFocus():
            announce(self, self.words)


def _words(series: Series, at: int) -> str:
    if series.words:
        return series.words[at]
    value = series.values[at]
    said = "no number" if value is None else f"{value:,.10g}{series.unit}"
    odd = ", out of the ordinary" if at in series.special else ""
    return f"{series.title}, {series.labels[at]}: {said}{odd}."
