"""The item model: Qt's own tester watches every change; then what a view reads."""

import sys

import numpy as np
import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.domain.lists.columns import Column
from desktop.domain.lists.listdata import Group
from desktop.models.array_table import ACCESSIBLE, ArrayTableModel
from desktop.models.rows_list import RowsList

COLUMNS = (
    Column("name", "Name"),
    Column("state", "State", "rag"),
    Column("days", "Days", "int", align="right"),
)


def rows_list(names, states=None, days=None):
    days = days or [str(len(name)) for name in names]
    rows = [(name, "", day) for name, day in zip(names, days, strict=True)]
    return RowsList(COLUMNS, rows, names, states or [0] * len(names))


class Grouped(RowsList):
    def groups(self):
        return (Group("First", 0, 2), Group("Second", 2, len(self) - 2)) if len(self) > 2 else ()


@pytest.fixture
def model(qtbot, qapp):
    made = ArrayTableModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    return made


def names(model):
    return [model.data(model.index(line, 0)) for line in range(model.rowCount())]


def test_lists_that_follow_one_another_are_shown_and_the_tester_is_content(model):
    for given in ("abcdef", "abdef", "abxdefy", "fedcba", "", "qrs", "qrstuvw"):
        model.set_source(rows_list(list(given)))
        assert names(model) == list(given)


def test_a_row_that_stays_keeps_its_place_in_a_persistent_index(model):
    model.set_source(rows_list(list("abcdef")))
    kept = QPersistentModelIndex(model.index(4, 0))
    model.set_source(rows_list(list("acdexf")))
    assert kept.row() == 3
    model.set_source(rows_list(list("eacdxf")))
    assert kept.row() == 0
    model.sort_by("name", True)
    assert model.data(model.index(kept.row(), 0)) == "e"


def test_numbers_sort_as_numbers_and_nothing_comes_last_both_ways(model):
    model.set_source(rows_list(list("abcd"), days=["9", "", "10", "100"]))
    model.sort_by("days")
    assert names(model) == ["a", "c", "d", "b"]
    model.sort_by("days", True)
    assert names(model) == ["d", "c", "a", "b"]
    model.sort_by("")
    assert names(model) == list("abcd")


def test_groups_have_headings_that_cannot_be_chosen(model):
    model.set_source(Grouped(COLUMNS, [(one, "", "1") for one in "abcde"], list("abcde")))
    assert names(model) == ["First", "a", "b", "Second", "c", "d", "e"]
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.row_at(3) == -1
    model.sort_by("name", True)
    assert names(model) == list("edcba")
    model.sort_by("")
    assert names(model)[0] == "First"


def test_a_screen_reader_hears_heading_word_and_text(model):
    model.set_source(rows_list(["a"], states=[4]))
    said = [model.data(model.index(0, section), ACCESSIBLE) for section in range(3)]
    assert said == ["Name: a", "State: Overdue", "Days: 1"]


def test_none_is_not_lost_in_qt(model):
    """PySide6 6.12.0 drops a reference to None on every empty answer and aborts on Python 3.11."""
    model.set_source(rows_list(list("ab")))
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(500):
        index.data(Qt.ItemDataRole.DecorationRole)
    assert sys.getrefcount(None) >= before - 50


def test_only_rows_that_are_asked_for_are_made_into_words(qtbot, qapp):
    asked = []

    class Counting(RowsList):
        def text(self, key, rows):
            asked.append(len(rows))
            return super().text(key, rows)

    model = ArrayTableModel()
    model.set_source(Counting(COLUMNS, [(str(at), "", "1") for at in range(10_000)]))
    model.cells(range(100, 140), (0, 1, 2))
    assert sum(asked) == 3 * 40
    assert np.count_nonzero(asked) == 3


def test_what_a_row_says_is_asked_again_only_where_it_may_be_something_else(qtbot, qapp):
    asked = []

    class Counting(RowsList):
        def text(self, key, rows):
            asked.extend(rows.tolist())
            return super().text(key, rows)

    def letters(text):
        return Counting(COLUMNS, [(one, "", "1") for one in text], list(text))

    model = ArrayTableModel()
    model.set_source(letters("abcdefgh"))
    model.cells(range(8), (0,))
    asked.clear()
    moved = letters("bcdefgha")
    model.set_source(moved, moved.identity()[[7]])
    assert [row[0] for row in model.cells(range(8), (0,))] == list("bcdefgha")
    assert asked == [7]
    model.set_source(letters("bcdefgha"))
    assert [row[0] for row in model.cells(range(8), (0,))] == list("bcdefgha")
    assert sorted(asked[1:]) == list(range(8))
