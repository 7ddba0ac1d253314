"""Everything that can be used has a name, can be reached by keyboard, and can be read."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
)

from desktop.domain.lists.selection import LISTS
from desktop.views.explain_dialog import ExplainDialog
from desktop.views.first_start import FirstStart, KeyPage, PassphrasePage, RecoveryPage
from desktop.views.help_sheet import HelpSheet
from desktop.views.rag import TOKENS
from desktop.views.theme import theme

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
QT_OWN = ("qt_spinbox_lineedit", "qt_tabwidget_tabbar", "ScrollLeftButton", "ScrollRightButton")


def nameless(root):
    found = []
    for part in root.findChildren(object):
        if not isinstance(part, CONTROLS) or isinstance(part, (QScrollBar, QTabBar)):
            continue
        inside = part.parent()
        own = part.objectName() in QT_OWN or "popup" in type(inside).__name__.casefold()
        if own or type(part).__name__ in (
            "QComboBoxListView",
            "QTableCornerButton",
            "QListView",
            "QHeaderView",
        ):
            continue
        if isinstance(part, QAbstractButton) and type(part).__name__ == "QAbstractButton":
            continue  # the corner of a table, which Qt makes and nobody can reach
        if not part.accessibleName() and not getattr(part, "text", lambda: "")():
            found.append(f"{type(part).__name__} in {type(inside).__name__}")
    return found


def test_every_control_of_every_page_has_a_name(shell, go):
    for name in (*LISTS, "data"):
        assert nameless(go(name)) == [], name
    assert nameless(shell) == []


@pytest.mark.parametrize("verb", ["worker_page", "child_page"])
def test_every_control_of_a_page_about_somebody_has_a_name(shell, go, settled, verb):
    go("visits")
    shell.perform(verb)
    settled()
    assert nameless(shell.page) == []


@pytest.mark.parametrize("verb", ["visit", "supervision", "allocate", "note", "close", "new_plan", "change"])
def test_every_field_of_the_entry_panels_has_a_name(shell, go, settled, verb):
    page = go("visits")
    page.table.setFocus()
    settled()
    shell.perform(verb)
    settled()
    assert page.side.currentWidget() is not page.detail
    assert nameless(page.side.currentWidget()) == []


def test_the_dialogs_have_names(qtbot, shell, go, settled):
    go("visits").table.setFocus()
    shell.perform("explain")
    settled()
    told = shell.findChild(ExplainDialog)
    assert told.accessibleName()
    assert nameless(told) == []
    told.close()
    shell.show_help()
    assert nameless(shell.findChild(HelpSheet)) == []


def test_the_first_pages_have_names(qtbot, window):
    for page in (
        FirstStart(window),
        KeyPage(window, window.path, "why"),
        RecoveryPage("AAAA-BBBB", lambda: None),
        PassphrasePage("why", lambda words, tell: None),
    ):
        qtbot.addWidget(page)
        assert nameless(page) == []


def contrast(one, other):
    def light(colour):
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in colour.getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_and_signs_stand_out_from_what_they_stand_on(qtbot, qapp, name):
    look = theme()
    look.apply(name, 100)
    grounds = ("surface", "window", "raised", "hover", "selection")
    for ground in grounds:
        for token in ("text", "text_soft", *TOKENS):
            ratio = contrast(look.colour(token), look.colour(ground))
            assert ratio >= 4.5, f"{token} on {ground}: {ratio:.2f}"
    pairs = (
        ("on_accent", "accent"),
        ("banner_text", "banner"),
        ("toast_text", "toast"),
        ("toast_action", "toast"),
    )
    pairs += (("nav_text", "nav"), ("nav_text_soft", "nav"), ("nav_selected_text", "nav_selected"))
    for token, ground in pairs:
        assert contrast(look.colour(token), look.colour(ground)) >= 4.5, f"{token} on {ground}"
    for token in ("focus", "input_line", "accent"):
        assert contrast(look.colour(token), look.colour("surface")) >= 3, token
    look.apply("light", 100)
