"""The numbers above a list; each is a button that opens exactly the rows it counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.lists.selection import Count
from desktop.views.flow import FlowLayout
from desktop.views.painted import PaintedButton
from desktop.views.rag import shape_pixmap
from desktop.views.theme import theme

FIRST = 7  # numbers that stand large; those of a long strip that come after them take one line each
FEW = 9  # as many all stand large


class CountCard(PaintedButton):
    """One number with its words; pressed in while its rows are what the list shows."""

    def __init__(self, count: Count, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._small = small
        self.count = count
        self.show_count(count)

    def show_count(self, count: Count) -> None:
        """Show another number; nothing is laid out or painted anew for the same one."""
        before, self.count = self.count, count
        if self.accessibleName() and (before.n, before.title, before.rag, before.means) == (
            count.n,
            count.title,
            count.rag,
            count.means,
        ):
            return
        self.setAccessibleName(f"{count.title}: {count.n:,}")
        self.setAccessibleDescription(count.means or "Opens these rows")
        self.setToolTip(count.means)
        if len(f"{before.n:,}") != len(f"{count.n:,}") or before.title != count.title:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        words = QFontMetrics(look.font(0.9)).horizontalAdvance(self.count.title)
        if self._small:
            figure = QFontMetrics(look.font(medium=True)).horizontalAdvance(f"{self.count.n:,}")
            return QSize(figure + words + look.px(2.4), look.px(1.75))
        number = QFontMetrics(look.font(1.55, medium=True)).horizontalAdvance(f"{self.count.n:,}")
        width = max(words, number + look.px(1.4)) + look.px(1.5)
        return QSize(max(width, look.px(6)), look.px(3.5))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        corner = look.px(0.35)
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else "surface"
        edge = look.colour("accent" if self.isChecked() else "line")
        painter.setPen(QPen(edge, 2 if self.isChecked() else 1))
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), corner, corner)
        if self._small:
            self._draw_line(painter, box)
        else:
            self._draw_card(painter, box)

    def _draw_line(self, painter: QPainter, box: QRectF) -> None:
        """Number, shape and words beside one another."""
        look, count = theme(), self.count
        middle = Qt.AlignmentFlag.AlignVCenter
        x, size = look.px(0.5), look.px(0.8)
        painter.setFont(look.font(medium=True))
        painter.setPen(look.colour("text" if count.n else "text_soft"))
        painter.drawText(box.adjusted(x, 0, 0, 0), middle, f"{count.n:,}")
        x += painter.fontMetrics().horizontalAdvance(f"{count.n:,}") + look.px(0.3)
        if count.n and count.rag:
            y = round(box.center().y() - size / 2)
            painter.drawPixmap(QPoint(x, y), shape_pixmap(count.rag, size, self.devicePixelRatioF()))
            x += size + look.px(0.3)
        painter.setFont(look.font(0.9))
        painter.setPen(look.colour("text_soft"))
        painter.drawText(box.adjusted(x, 0, 0, 0), middle, count.title)

    def _draw_card(self, painter: QPainter, box: QRectF) -> None:
        look, count = theme(), self.count
        pad, rag = look.px(0.7), count.rag if count.n else 0
        font = look.font(1.55, medium=True)
        painter.setFont(font)
        painter.setPen(look.colour("text" if count.n else "text_soft"))
        top = QRectF(pad, look.px(0.35), box.width() - 2 * pad, look.px(1.75))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, f"{count.n:,}")
        if rag:
            size = look.px(0.95)
            x = pad + QFontMetrics(font).horizontalAdvance(f"{count.n:,}") + look.px(0.35)
            y = round(top.center().y() - size / 2)
            painter.drawPixmap(QPoint(x, y), shape_pixmap(rag, size, self.devicePixelRatioF()))
        painter.setFont(look.font(0.9))
        painter.setPen(look.colour("text_soft"))
        below = QRectF(pad, look.px(2.05), box.width() - 2 * pad, look.px(1.1))
        words = painter.fontMetrics().elidedText(
            count.title, Qt.TextElideMode.ElideRight, round(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)


class CountStrip(QWidget):
    """The row of numbers.

    Signals:
        pressed: (count, whether its rows are now wanted).
    """

    pressed = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        """`small` numbers take one line each, beside words that say what they are of."""
        super().__init__(parent)
        self._is_small = small
        self.setAccessibleName("Counts")
        self._cards: dict[str, CountCard] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(0.35))
        self._large = FlowLayout(gap=theme().px(0.4), even=True)
        self._small = FlowLayout(gap=theme().px(0.3))
        box.addLayout(self._large)
        box.addLayout(self._small)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def cards(self) -> dict[str, CountCard]:
        """The cards by the key of their count."""
        return self._cards

    def show_counts(self, counts: Sequence[Count], chip: str) -> None:
        """Show these numbers; the one of key `chip` is pressed in."""
        if [count.key for count in counts] != list(self._cards):
            self._rebuild(counts)
        for count in counts:
            card = self._cards[count.key]
            card.show_count(count)
            card.setChecked(count.key == chip)

    def _rebuild(self, counts: Sequence[Count]) -> None:
        for card in self._cards.values():
            self._large.removeWidget(card)
            self._small.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for at, count in enumerate(counts):
            small = self._is_small or (len(counts) > FEW and at >= FIRST)
            card = CountCard(count, self, small=small)
            card.clicked.connect(lambda on=False, card=card: self.pressed.emit(card.count, on))
            self._cards[count.key] = card
            (self._small if small else self._large).addWidget(card)
            card.show()
        self.updateGeometry()
