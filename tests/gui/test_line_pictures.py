"""Lines that are painted from pictures look as they do when every word is drawn."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.lists.columns import Column
from desktop.models.array_table import ArrayTableModel
from desktop.models.rows_list import RowsList
from desktop.views.table import ListTable
from desktop.views.theme import theme

COLUMNS = (
    Column("name", "Name"),
    Column("state", "State", "rag"),
    Column("days", "Days", "int", align="right"),
)


def letters(text, states=None):
    rows = [(f"Name {one}", "Overdue 3 d", "12") for one in text]
    return RowsList(COLUMNS, rows, list(text), states or [4] * len(text))


def test_a_list_looks_the_same_with_and_without_pictures(qtbot):
    model = ArrayTableModel()
    table = ListTable(model)
    qtbot.addWidget(table)
    model.set_source(letters("abcdefgh"))
    table.head.lay_out(model.columns, {})
    table.resize(600, 300)
    table.show()

    def looks_as_drawn():
        shown = table.grab().toImage()
        table._pictures.forget()
        table.head.forget_pictures()
        return shown == table.grab().toImage()

    table.go_to_first()
    assert looks_as_drawn()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert looks_as_drawn()
    model.set_source(letters("bcdefgha", [4, 4, 1, 1, 2, 3, 4, 4]))
    assert looks_as_drawn()
    table.setColumnWidth(0, 60)
    assert looks_as_drawn()
    model.sort_by("name", True)
    assert looks_as_drawn()
    before = table.grab().toImage()
    theme().changed.emit()
    assert table.grab().toImage() == before
