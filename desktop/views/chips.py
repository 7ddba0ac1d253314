"""Chips: each says one thing that is hidden from the list, and takes it away when pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.controls import put_away
from desktop.views.flow import FlowLayout
from desktop.views.painted import PaintedButton
from desktop.views.theme import theme


class Chip(PaintedButton):
    """One filter in words with a cross; pressing it, or Delete on it, takes the filter away."""

    def __init__(self, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setText(text)
        self.setAccessibleName(f"{text}. Press to remove this filter")
        self.setToolTip("Remove this filter")

    def sizeHint(self) -> QSize:
        look = theme()
        words = QFontMetrics(look.font(0.95)).horizontalAdvance(self.text())
        return QSize(min(words, look.px(18)) + look.px(2.1), look.px(1.5))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("selection" if self.underMouse() else "accent_soft"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(look.font(0.95))
        painter.setPen(look.colour("text"))
        pad, cross = look.px(0.6), look.px(0.75)
        room = box.adjusted(pad, 0, -pad - cross, 0)
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, round(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        at = QPoint(round(box.right() - pad - cross + look.px(0.2)), round(box.center().y() - cross / 2))
        painter.drawPixmap(at, look.pixmap("close", "text_soft", cross))


class ChipRow(QWidget):
    """All chips of a list; not there when nothing is hidden.

    Signals:
        removed: the key of a filter to take away.
    """

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filters in use")
        self._flow = FlowLayout(self, gap=theme().px(0.3))
        self._shown: Sequence[tuple[str, str]] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the chips say."""
        return [text for _, text in self._shown]

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show one chip for each (key, text)."""
        if list(chips) == list(self._shown):
            return
        self._shown = list(chips)
        while (item := self._flow.takeAt(0)) is not None:
            put_away(item.widget())
        for key, text in chips:
            chip = Chip(key, text, self)
            chip.clicked.connect(lambda _=False, name=key: self.removed.emit(name))
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(chips))
        self.updateGeometry()
