"""Small standard controls, each with its accessible name from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views.theme import icon_size, theme


def button(
    text: str,
    on_press: Callable[[], object] | None = None,
    *,
    primary: bool = False,
    quiet: bool = False,
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """A push button; `primary` for the one thing a page is for, `quiet` for what looks like a link."""
    made = QPushButton(text)
    made.setAccessibleName(text.replace("&", "") or tip)
    made.setProperty("primary", primary)
    made.setProperty("quiet", quiet)
    made.setToolTip(tip)
    made.setAutoDefault(primary)
    if icon:
        made.setIcon(theme().icon(icon, "on_accent" if primary else "accent" if quiet else "text"))
        made.setIconSize(icon_size())
    if on_press:
        made.clicked.connect(lambda: on_press())
    return made


def icon_button(icon: str, name: str, on_press: Callable[[], object] | None = None) -> QToolButton:
    """A button that is an icon; its name is its tool tip and what a screen reader says."""
    made = IconButton(icon)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if on_press:
        made.clicked.connect(lambda: on_press())
    return made


class IconButton(QToolButton):
    """An icon that keeps its colour and size when the theme changes."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._name = icon
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setIcon(theme().icon(self._name, "text_soft"))
        self.setIconSize(icon_size())


class Choice(QComboBox):
    """A pick-list of (value, words); its name is what a screen reader says, and its tool tip unless told.

    Signals:
        chosen: another value was picked.
    """

    chosen = Signal()

    def __init__(self, options: Iterable[tuple[object, str]] = (), name: str = "", *, tip: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.currentIndexChanged.connect(lambda _: self.chosen.emit())
        self.offer(options)

    def offer(self, options: Iterable[tuple[object, str]], otherwise: object = None) -> None:
        """Replace the options silently; the value picked stays, else `otherwise`, else the first."""
        before, held = self.value, self.blockSignals(True)
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.pick(before if self.findData(before) >= 0 else otherwise)
        self.blockSignals(held)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls what the list stands in; a value changes only when somebody picks one."""
        event.ignore()

    @property
    def value(self) -> object:
        """The value picked; None when there is nothing to pick."""
        return self.currentData()

    def pick(self, value: object) -> None:
        """Pick a value; one that is not offered changes nothing."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)


def label(text: str = "", *, size: float = 1.0, token: str = "text", bold: bool = False) -> QLabel:
    """Words in a token's colour; they wrap, and can be selected by the mouse."""
    made = Words(size, token, bold)
    made.setText(text)
    return made


def beside_field(text: str, field: QWidget) -> QLabel:
    """Words at the left of a field that may say something below itself: level with what is typed."""
    made = label(text)
    made.setWordWrap(False)
    made.setBuddy(field)
    made.setFixedHeight((field.focusProxy() or field).sizeHint().height())
    return made


class Words(QLabel):
    """Plain words that keep their meaning's colour and size when the theme changes."""

    def __init__(self, size: float, token: str, bold: bool) -> None:
        super().__init__()
        self._size, self._token, self._bold = size, token, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._dress()
        theme().changed.connect(self._dress)

    def set_token(self, token: str) -> None:
        """Give the words another meaning's colour."""
        self._token = token
        self._dress()

    def _dress(self) -> None:
        """By font and palette: a style sheet of its own would be parsed and polished for each label."""
        self.setFont(theme().font(self._size, medium=self._bold))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().colour(self._token))
        self.setPalette(palette)


class Panel(QFrame):
    """A plain surface with a hairline round it, for things that belong together."""

    def __init__(self, parent: QWidget | None = None, *, token: str = "surface") -> None:
        super().__init__(parent)
        self._token = token
        self.setObjectName("panel")
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        look = theme()
        self.setStyleSheet(
            f"#panel {{ background: {look.css(self._token)}; border: 1px solid {look.css('line')}; "
            f"border-radius: {look.px(0.35)}px; }}"
        )


def rule() -> QFrame:
    """A hairline between two parts."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {theme().css('line')};")
    return line


def column(parent: QWidget | None = None, *, gap: float = 0.5, margin: float = 0.0) -> QVBoxLayout:
    """A vertical layout with spacing in lines of text."""
    box = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    edge = theme().px(margin) if margin else 0
    box.setContentsMargins(edge, edge, edge, edge)
    box.setSpacing(theme().px(gap) if gap else 0)
    return box


def page_column(page: QWidget) -> QVBoxLayout:
    """The layout of a page that stands alone under the heading."""
    box = column(page)
    box.setContentsMargins(theme().px(1), theme().px(0.2), theme().px(1), theme().px(0.6))
    return box


def tab_column(tab: QWidget) -> QVBoxLayout:
    """The layout of a tab within a page."""
    box = column(tab)
    box.setContentsMargins(0, theme().px(0.7), 0, 0)
    return box


def splitter(way: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    """Parts beside or above one another, each with its share of the room; none can be pushed away."""
    made = QSplitter(way)
    made.setHandleWidth(theme().px(0.35))
    made.setChildrenCollapsible(False)
    for at, (part, share) in enumerate(parts):
        made.addWidget(part)
        made.setStretchFactor(at, share)
    return made


def put_away(widget: QWidget | None) -> None:
    """Take a widget off the screen now and delete it when nothing refers to it any more."""
    if widget is not None:
        widget.hide()
        widget.deleteLater()


def set_edges(widget: QWidget, *lines: float) -> None:
    """Set the margins of a widget's layout (left, top, right, bottom) in lines of text."""
    layout = widget.layout()
    if layout is not None:
        left, top, right, bottom = (theme().px(line) if line else 0 for line in lines)
        layout.setContentsMargins(left, top, right, bottom)


def say_wrong(widget: QWidget, wrong: str) -> None:
    """Mark a field as wrong (a thick edge and a description) or right again."""
    if bool(widget.property("wrong")) == bool(wrong):
        return
    widget.setProperty("wrong", bool(wrong))
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say something that appeared away from the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def heavier(font: QFont) -> QFont:
    """The same font, one weight up."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
