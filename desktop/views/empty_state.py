"""What a list says when it has no rows: why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.views.controls import button, column, label, put_away
from desktop.views.theme import theme


@dataclass(frozen=True)
class Way:
    """One thing to do next: the words of the button and what it does."""

    text: str
    act: Callable[[], object]
    primary: bool = False


class EmptyState(QWidget):
    """A quiet picture, one line of why, one line of what next, and buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(size=1.25, bold=True)
        self._text = label(token="text_soft")
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._ways = QHBoxLayout()
        self._ways.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = column(self, gap=0.6, margin=2)
        box.addStretch(2)
        for part in (self._picture, self._title, self._text):
            box.addWidget(part)
        box.addLayout(self._ways)
        box.addStretch(3)

    def tell(self, icon: str, title: str, text: str, ways: Sequence[Way] = ()) -> None:
        """Say why there is nothing, and what can be done."""
        self._picture.setPixmap(theme().pixmap(icon, "text_soft", theme().px(3)))
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}")
        while (item := self._ways.takeAt(0)) is not None:
            put_away(item.widget())
        for way in ways:
            self._ways.addWidget(button(way.text, way.act, primary=way.primary))
