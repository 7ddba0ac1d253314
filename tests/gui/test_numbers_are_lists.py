"""Every number that opens something opens exactly as many rows, on every page; found by walking the widgets.

A page needs no line here. Cards, the rows of tables, and points and bars of charts are found by what they
are; whatever asks for a list is held against the numbers that stood there when it was opened.
"""

from __future__ import annotations

import re
import shutil
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from desktop.app import Window, make_application
from desktop.domain.indicators import percentage
from desktop.domain.lists import build
from desktop.domain.lists.selection import LISTS
from desktop.views.count_strip import CountCard
from desktop.views.pages.registry import PAGES
from desktop.views.pages.specs import SPECS
from desktop.views.simple_table import SimpleTable
from desktop.views.table import ListTable

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FEW = 5  # choices that are tried one after another; of more (months, teams, indicators) the first stands
MANY = 10  # rows of a table that are all opened; of more, each third of the others
STEPS = 12  # of a chart, one way
BACK = 2  # of each of several charts that one cursor goes through; rows whose own cards are pressed


@pytest.fixture(scope="module")
def window(demo_master, qapp, tmp_path_factory):
    """One window on the demo council for every page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASECLOCK_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("CASECLOCK_TODAY", "2026-11-20")
        path = shutil.copy(demo_master, tmp_path_factory.mktemp("demo") / "demo.db")
        make_application()
        made = Window(qapp, str(path))
        made.start()
        _until(lambda: made.session is not None and made.session.desk is not None)
        made.shell.resize(1440, 900)
        made.shell.show()
        yield made
        _until(lambda: not made.session.tasks.busy)
        made.session.close()
        made.session.tasks.close()
        made.shell.hide()
        made.shell.deleteLater()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _until(true, patience=30.0):
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        QTest.qWait(5)


class Walk:
    """One page, and what was opened from it."""

    def __init__(self, window, name):
        self.window, self.shell, self.name = window, window.shell, name
        self.opened, self.tried, self.wrong = [], 0, []
        self.shell.go(name)
        self.shell.open_page(name, self._about(name))
        self.page = self.shell.page
        self.settle()
        if hasattr(self.page, "elsewhere"):
            self.page.elsewhere.disconnect(self.shell.open_selection)
            self.page.elsewhere.connect(self.opened.append)

    def _about(self, name):
        """Somebody or something of which a page about one has much to say."""
        book, about = self.window.session.desk.book, PAGES[name].about if name in PAGES else ""
        if about == "worker":
            held = book.allocation.worker[book.allocation.worker >= 0].tolist()
            return book.worker.ids[max(set(held), key=held.count)]
        if about == "person":
            return book.person.ids[book.case.person[book.case.kind == book.case.code("kind", "cp")][0]]
        if about:
            return book.tables[about].ids[0]
        return ""

    def settle(self):
        quiet = 0
        while quiet < 3:
            QTest.qWait(2)
            quiet = 0 if self.window.session.tasks.busy else quiet + 1

    def seen(self, kind):
        return [one for one in self.page.findChildren(kind) if one.isVisible()]

    # what there is

    def all(self):
        """Every tab, and on each every choice among few."""
        for tabs in [None, *self.seen(QTabWidget)]:
            for at in range(tabs.count() if tabs else 1):
                if tabs:
                    tabs.setCurrentIndex(at)
                    self.settle()
                if tabs or not self.seen(QTabWidget):
                    self.shown()
                    self.choices()

    def choices(self):
        if self.name not in PAGES:
            return
        for box in self.seen(QComboBox):
            first = box.currentIndex()
            if not 1 < box.count() <= FEW:
                continue
            for at in range(box.count()):
                if at != first:
                    box.setCurrentIndex(at)
                    self.settle()
                    self.shown(few=True)
            box.setCurrentIndex(first)
            self.settle()

    def shown(self, *, few=False):
        for card in self.seen(CountCard):
            self.card(card)
        for table in self.seen(SimpleTable):
            self.rows(table, few)
        for chart in self.seen(QWidget):
            if hasattr(chart, "chosen") and hasattr(chart, "opened"):
                self.chart(chart)

    # one of them

    def card(self, card):
        """A card opens another list, or narrows the one below it."""
        count = card.count
        if f"{count.n:,}" not in card.accessibleName():
            self.wrong.append(f"{card.accessibleName()} does not say {count.n}")
        card.click()
        if self.opened:
            self.check_opened({count.n}, card.accessibleName())
            return
        self.settle()
        lengths = {_length(table) for table in self.seen(ListTable)} or {0}
        self.check({count.n}, lengths, card.accessibleName())

    def rows(self, table, few):
        """The rows of a table, and the cards that speak of the row under the cursor."""
        size = len(table.shown or ())
        for row in range(min(size, 3)) if few else [*range(min(size, MANY)), *range(MANY, size, 3)]:
            if table.shown is None or row >= len(table.shown) or not table.isVisible():
                return
            words = " | ".join(table.shown.rows[row])
            table.table.go_to(int(table.shown.identity()[row]))
            self.settle()
            for card in self.seen(CountCard) if 0 < row < BACK and not few else ():
                self.card(card)
            table.table.row_opened.emit(row)
            self.check_opened(_numbers(words), words)
            if self.shell.page is not self.page:
                self.shell.go_back()
                return

    def chart(self, chart):
        """Every point or bar that the arrow keys come to."""
        been = []
        chart.chosen.connect(lambda *at: been.append(at))
        chart.setFocus()
        for down in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            been.clear()
            seen = set()
            for _ in range(STEPS):
                QTest.keyClick(chart, down)
                if not been or been[-1] in seen:
                    break
                seen.add(been[-1])
                self.point(chart)
                for _ in range(BACK if len(been[-1]) > 1 and down == Qt.Key.Key_Down else 0):
                    QTest.keyClick(chart, Qt.Key.Key_Left)
                    if been[-1] in seen:
                        break
                    seen.add(been[-1])
                    self.point(chart)

    def point(self, chart):
        words = [chart.accessibleDescription()]
        for table in self.seen(SimpleTable):
            row = table.table.current_row()
            if table.shown is not None and 0 <= row < len(table.shown):
                words.append(" | ".join(table.shown.rows[row]))
        QTest.keyClick(chart, Qt.Key.Key_Return)
        self.check_opened(_numbers(" ".join(words)), f"{chart.accessibleName()}: {' / '.join(words)}")

    # whether it is right

    def check_opened(self, shown, where):
        """The list asked for has as many rows as was shown, or the share that was."""
        for selection in self.opened:
            desk = self.window.session.desk
            length = len(build(desk, selection))
            found = {length}
            if selection.list == "counted" and length not in shown:
                met = len(build(desk, selection.but(chip="n")))
                share = percentage(met, length)
                found |= {share, float(int(share))} if share is not None else set()
            said = shown | {0} if "no number" in where else shown
            self.check(said, found, f"{where} -> {selection.list} {selection.period} {selection.of}")
        self.opened.clear()

    def check(self, shown, found, where):
        self.tried += 1
        if not shown & found:
            self.wrong.append(f"{where}: shown {sorted(shown)}, opened {sorted(found)}")


def _length(table):
    """How many rows a table shows, the headings of its groups left out."""
    model = table.model()
    return sum(model.row_at(line) >= 0 for line in range(model.rowCount()))


def _numbers(words):
    return {float(one.replace(",", "")) for one in NUMBER.findall(words)}


@pytest.mark.parametrize("name", sorted({*LISTS, *PAGES} - {"counted", "requests"} | set(SPECS)))
def test_every_number_of_a_page_is_the_length_of_its_list(window, name):
    walk = Walk(window, name)
    walk.all()
    assert walk.wrong == []
    if name in ("indicators", "teams", "times", "today", "dols", "visits"):
        assert walk.tried > 5, "the walk found no numbers where there are some"
