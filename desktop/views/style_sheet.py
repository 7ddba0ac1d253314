"""The style sheet of the standard controls, made from the theme's tokens and the height of a line.

Only controls that Qt paints are named here; lists, counts and navigation paint themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.views.theme import Theme

_SHEET = """
QToolTip {{ background: {toast}; color: {toast_text}; border: 0; padding: {s}px {m}px; }}
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox {{
  background: {surface}; color: {text}; border: 1px solid {input_line}; border-radius: {r}px;
  padding: {s}px {m}px; selection-background-color: {selection}; selection-color: {selection_text}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QAbstractSpinBox:focus {{
  border: 2px solid {focus}; padding: {sf}px {mf}px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {overdue}; padding: {sf}px {mf}px; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: 0; padding: 0; background: transparent; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: 0; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: 0; }}
QComboBox::drop-down {{ border: 0; width: {wide}px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {arrow_w}px; height: {arrow_w}px; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {line};
  selection-background-color: {selection}; selection-color: {selection_text}; outline: 0; }}
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {input_line}; border-radius: {r}px;
  padding: {s}px {l}px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {accent_soft}; }}
QPushButton:checked {{ background: {accent_soft}; border: 1px solid {accent}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: {sf}px {lf}px; }}
QPushButton:disabled {{ color: {text_soft}; border-color: {line}; }}
QPushButton[primary="true"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; }}
QPushButton[primary="true"]:disabled {{ background: {line}; color: {text_soft}; border-color: {line}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {text}; }}
QPushButton[quiet="true"], QToolButton {{ background: transparent; border: 1px solid transparent;
  border-radius: {r}px; padding: {s}px {m}px; color: {accent}; }}
QPushButton[quiet="true"]:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton[quiet="true"]:focus, QToolButton:focus {{ border: 2px solid {focus}; padding: {sf}px {mf}px; }}
QToolButton::menu-indicator {{ image: none; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: {s}px 0; }}
QMenu::item {{ padding: {s}px {xl}px {s}px {l}px; }}
QMenu::item:selected {{ background: {selection}; color: {selection_text}; }}
QMenu::item:disabled {{ color: {text_soft}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {s}px 0; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {input_line}; border-radius: {br}px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: {xl}px; }}
QScrollBar::handle:horizontal {{ min-width: {xl}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QSplitter::handle {{ background: {line}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QProgressBar {{ background: {line}; border: 0; border-radius: {br}px; height: {m}px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {br}px; }}
QTabBar::tab {{ background: transparent; color: {text_soft}; padding: {s}px {l}px;
  border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ color: {focus}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabWidget::pane {{ border: 0; }}
QCheckBox, QRadioButton {{ spacing: {m}px; padding: {s}px 0; }}
QCheckBox:focus, QRadioButton:focus {{ color: {focus}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: {tick}px; height: {tick}px;
  background: {surface}; border: 1px solid {input_line}; border-radius: {tr}px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {accent};
  border: 1px solid {accent}; image: url("{check}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {focus}; }}
QHeaderView {{ background: {raised}; border: 0; }}
QHeaderView::section {{ background: {raised}; color: {text_soft}; border: 0; border-bottom: 1px solid {line};
  padding: {s}px {m}px; }}
QTableWidget {{ background: {surface}; color: {text}; border: 1px solid {line}; gridline-color: {line};
  selection-background-color: {selection}; selection-color: {selection_text}; outline: 0; }}
QDialog {{ background: {window}; }}
"""


def text(theme: Theme) -> str:
    """The style sheet for a theme at its present scale."""
    small = theme.px(0.22)
    middle, large = theme.px(0.45), theme.px(0.8)
    colours = {name: theme.css(name) for name in _NAMES}
    bar = theme.px(0.75)
    return _SHEET.format(
        **colours,
        s=small,
        sf=max(0, small - 1),
        m=middle,
        mf=max(0, middle - 1),
        l=large,
        lf=max(0, large - 1),
        xl=theme.px(1.6),
        r=theme.px(0.25),
        bar=bar,
        br=max(1, (bar - 6) // 2),
        wide=theme.px(1.3),
        arrow_w=theme.px(0.8),
        arrow=theme.file_of("chevron"),
        tick=theme.px(0.8),
        tr=theme.px(0.15),
        check=theme.file_of("check"),
    )


_NAMES = [
    "toast",
    "toast_text",
    "surface",
    "text",
    "input_line",
    "selection",
    "selection_text",
    "focus",
    "overdue",
    "line",
    "hover",
    "accent",
    "accent_soft",
    "on_accent",
    "text_soft",
    "raised",
    "window",
]
