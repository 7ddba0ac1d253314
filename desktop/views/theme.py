"""Colours by meaning, sizes from the font, icons in the colour of the text beside them.

Widgets ask `theme()` for a token ("overdue", "text_soft") and never name a colour; they repaint when
`Theme.changed` is emitted. Lengths are multiples of the height of a line, so that everything grows
with the text.
"""

from __future__ import annotations

import tomllib
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.paths import resource
from desktop.views import style_sheet

BASE_POINTS = 10.0
SCALES = (90, 100, 110, 125, 150, 175, 200)


class Theme(QObject):
    """The look of the application.

    Attributes:
        name: "light" or "dark", as shown now.
        scale: text size in per cent.

    Signals:
        changed: colours or sizes are different; repaint and lay out again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = "light"
        self.scale = 100
        self._choice = "system"
        self._colours = _read("light")
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._line = 0

    def colour(self, token: str) -> QColor:
        """The colour of a meaning.

        Raises:
            KeyError: when no theme file names the token.
        """
        return self._colours[token]

    def css(self, token: str) -> str:
        """The same, as text for rich text and style sheets."""
        return self._colours[token].name()

    @property
    def line(self) -> int:
        """Height of a line of ordinary text, in pixels: the measure of everything else."""
        if not self._line:
            self._line = QFontMetrics(self.font()).height()
        return self._line

    def px(self, lines: float) -> int:
        """A length given in lines of text, at least one pixel."""
        return max(1, round(lines * self.line))

    def font(self, size: float = 1.0, *, bold: bool = False, medium: bool = False) -> QFont:
        """The interface font, `size` times the ordinary one."""
        font = QFont(_family())
        font.setPointSizeF(BASE_POINTS * size * self.scale / 100)
        if bold:
            font.setWeight(QFont.Weight.Bold)
        elif medium:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def fixed_font(self, size: float = 1.0) -> QFont:
        """A font whose characters are all of one width, for keys that people copy out."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(BASE_POINTS * size * self.scale / 100)
        return font

    def icon(self, name: str, token: str = "text") -> QIcon:
        """An icon of ``resources/icons`` in the colour of a meaning."""
        return self._icon(name, token, self.px(1.1))

    def pixmap(self, name: str, token: str, size: int) -> QPixmap:
        """An icon drawn at a size in pixels, sharp at any screen density."""
        ratio = QApplication.primaryScreen().devicePixelRatio() if QApplication.primaryScreen() else 1.0
        return _draw(name, self.css(token), size, ratio)

    def file_of(self, name: str) -> str:
        """A picture in the theme's own colour (``chevron``, ``check``), as the path a style sheet wants."""
        return resource("themes", f"{name}_{self.name}.svg").as_posix()

    def apply(self, choice: str, scale: int) -> None:
        """Show the theme chosen ("system", "light", "dark") with text at `scale` per cent."""
        self._choice = choice
        self.scale = max(75, min(300, scale))
        self.name = self._resolved()
        self._colours = _read(self.name)
        self._icons.clear()
        self._line = 0
        self._dress(_app())
        self.changed.emit()

    def follow_system(self) -> None:
        """From now on change with the system's light and dark, when the choice is "system"."""
        _app().styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def _on_scheme_changed(self) -> None:
        if self._choice == "system" and self._resolved() != self.name:
            self.apply(self._choice, self.scale)

    def _resolved(self) -> str:
        if self._choice in ("light", "dark"):
            return self._choice
        scheme = _app().styleHints().colorScheme()
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"

    def _dress(self, app: QApplication) -> None:
        if app.style().objectName() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(style_sheet.text(self))

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_soft"))
        return palette

    def _icon(self, name: str, token: str, size: int) -> QIcon:
        key = (name, token, size)
        if key not in self._icons:
            self._icons[key] = QIcon(self.pixmap(name, token, size))
        return self._icons[key]


@cache
def theme() -> Theme:
    """The one theme of this process."""
    return Theme()


def icon_size() -> QSize:
    """The size at which icons stand beside ordinary text."""
    return QSize(theme().px(1.1), theme().px(1.1))


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


@cache
def _read(name: str) -> dict[str, QColor]:
    with resource("themes", f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    base = data["base"]
    return {token: QColor(base.get(value, value)) for token, value in data["tokens"].items()}


@cache
def _family() -> str:
    """The system's interface family; DejaVu Sans where the platform has none (offscreen)."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return family if family and QFontDatabase.hasFamily(family) else "DejaVu Sans"


@cache
def _svg(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_soft",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "overdue",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection_text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "toast_text",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "input_line",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Shadow: "line",
    QPalette.ColorRole.Accent: "accent",
}
