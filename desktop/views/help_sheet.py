"""F1: every key, read from the list of verbs, and how dates are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from desktop.views.actions import VERBS, Verb
from desktop.views.controls import button, column, label
from desktop.views.rag import TOKENS, shape_pixmap
from desktop.views.theme import theme

_DATES = (
    ("24/10/26  24 oct", "a date, always day first"),
    ("t  y", "today, yesterday"),
    ("-1  +7  +3w  -1m", "days, weeks or months from today"),
    ("mon  last fri", "the nearest Monday; the Friday before"),
    ("empty", "no date"),
)
_MOVES = (
    ("Alt+1 … Alt+9", "the first, second … number above a list; again to show all"),
    ("Alt+Left", "back to the page before"),
)
_STATES = (
    (4, "Overdue", "the time allowed has run out"),
    (3, "Due today", "today is the last day"),
    (2, "Due soon", "runs out in the next days"),
    (1, "In time", "nothing to do yet"),
    (5, "Cannot be calculated", "a date is missing; the row says which"),
)


class HelpSheet(QDialog):
    """All keys on one sheet."""

    def __init__(self, parent: QWidget | None = None, *, shared: bool = False) -> None:
        """`shared`: with the keys that are about a shared database."""
        super().__init__(parent)
        self.setWindowTitle("Keys and signs")
        self.setAccessibleName("Keys and signs")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        sides = QHBoxLayout(page)
        sides.setContentsMargins(theme().px(1), theme().px(1), theme().px(1), theme().px(1))
        sides.setSpacing(theme().px(2))
        left, right = column(gap=0.9), column(gap=0.9)
        verbs = [verb for verb in VERBS if shared or not verb.shared]
        groups = list(dict.fromkeys(verb.group for verb in verbs))
        for at, group in enumerate(groups):
            side = left if at in (0, 1, 3) else right
            side.addLayout(self._keys(group, [verb for verb in verbs if verb.group == group]))
        left.addLayout(self._pairs("Typing dates", _DATES))
        left.addLayout(self._pairs("Moving about", _MOVES))
        right.addLayout(self._signs())
        for side in (left, right):
            side.addStretch(1)
            sides.addLayout(side, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        area.setAccessibleName("All keys")
        box = column(self, gap=0.5, margin=0.5)
        box.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Close", self.accept, primary=True))
        box.addLayout(foot)
        self.resize(theme().px(60), theme().px(46))

    def _keys(self, title: str, verbs: list[Verb]) -> QGridLayout:
        return self._pairs(title, [(verb.keys, verb.text) for verb in verbs])

    def _pairs(self, title: str, pairs: object) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme().px(0.25))
        grid.setHorizontalSpacing(theme().px(0.8))
        grid.addWidget(label(title, size=1.1, bold=True), 0, 0, 1, 2)
        for row, (keys, words) in enumerate(pairs, 1):  # type: ignore[var-annotated,arg-type]
            key = label(keys, token="accent", bold=True)
            key.setWordWrap(False)
            key.setFixedWidth(theme().px(9.5))
            grid.addWidget(key, row, 0)
            grid.addWidget(label(words), row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _signs(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(0.6))
        grid.addWidget(label("Signs in a list", size=1.1, bold=True), 0, 0, 1, 3)
        for row, (rag, word, means) in enumerate(_STATES, 1):
            picture = label()
            picture.setPixmap(shape_pixmap(rag, theme().px(1), self.devicePixelRatioF()))
            picture.setAccessibleName(word)
            picture.setFixedWidth(theme().px(1.4))
            grid.addWidget(picture, row, 0)
            grid.addWidget(label(word, token=TOKENS[rag], bold=True), row, 1)
            grid.addWidget(label(means), row, 2)
        grid.setColumnStretch(2, 1)
        return grid
