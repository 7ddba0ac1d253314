"""The navigation at the left: pages with their shortcuts, the application's name above them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.views.controls import column
from desktop.views.painted import PaintedButton
from desktop.views.places import Place
from desktop.views.theme import theme


class NavButton(PaintedButton):
    """One entry of the navigation."""

    ring = "toast_action"

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setText(place.title)
        self.setCheckable(True)
        self.setAccessibleName(place.title)
        self.setAccessibleDescription(f"Page, {place.keys}")
        self.setToolTip(f"{place.title} ({place.keys})")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(11), theme().px(1.95 if self.place.under else 2.3))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        token = "nav_text"
        if self.isChecked():
            token = "nav_selected_text"
            self._ground(painter, box, look.colour("nav_selected"))
            mark = QRectF(box.left(), box.top() + box.height() * 0.24, look.px(0.18), box.height() * 0.52)
            painter.fillRect(
                mark, look.colour("toast_action") if look.name == "light" else look.colour("accent")
            )
        elif self.underMouse():
            self._ground(painter, box, look.colour("nav_hover"))
        size = look.px(1.0 if self.place.under else 1.15)
        x = look.px(1.7 if self.place.under else 0.7)
        picture = look.pixmap(self.place.icon, token, size)
        painter.drawPixmap(QPoint(x, (self.height() - size) // 2), picture)
        painter.setFont(look.font(0.97 if self.place.under else 1.02, medium=self.isChecked()))
        painter.setPen(look.colour(token))
        words = box.adjusted(x + size + look.px(0.6), 0, -look.px(0.5), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        left = words.width() - painter.fontMetrics().horizontalAdvance(self.text()) - look.px(0.5)
        self._draw_keys(painter, words, left)

    def _draw_keys(self, painter: QPainter, words: QRectF, left: float) -> None:
        """The keys at the right, where the title leaves room for them; the tool tip always has them."""
        painter.setFont(theme().font(0.8))
        if painter.fontMetrics().horizontalAdvance(self.place.keys) > left:
            return
        painter.setPen(theme().colour("nav_text_soft"))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, side, self.place.keys)

    @staticmethod
    def _ground(painter: QPainter, box: QRectF, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), theme().px(0.3), theme().px(0.3))


class NavBar(QWidget):
    """The column of entries.

    Signals:
        chosen: the name of the page that was asked for.
    """

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pages")
        self._buttons = {place.name: NavButton(place, self) for place in places}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        box = column(self, gap=0.15)
        box.setContentsMargins(theme().px(0.5), theme().px(3.4), theme().px(0.5), theme().px(0.5))
        for button in self._buttons.values():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, name=button.place.name: self.chosen.emit(name))
            box.addWidget(button)
        box.addStretch(1)
        self.foot = column(gap=0.15)
        box.addLayout(self.foot)
        self._resize()
        theme().changed.connect(self._resize)

    def show_page(self, name: str) -> None:
        """Mark the page that is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.colour("nav"))
        painter.setPen(look.colour("nav_selected_text"))
        painter.setFont(look.font(1.3, bold=True))
        painter.drawText(
            QRectF(look.px(0.9), look.px(0.7), self.width(), look.px(2)),
            Qt.AlignmentFlag.AlignVCenter,
            "Caseclock",
        )
        painter.end()

    def _resize(self) -> None:
        self.setFixedWidth(theme().px(13))
