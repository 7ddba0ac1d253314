"""Unsent work by keyboard: numbers are lists, a conflict takes one key, a file goes to another laptop."""

from __future__ import annotations

import pytest
from board_council import BIAS
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from test_accessible import nameless
from test_sync_windows import CTRL, SHIFT, allocate, holder

from desktop.commands import notes


def note(laptop, case_id, text):
    session = laptop.session
    session.run(
        lambda desk: notes.add(
            desk.book, [desk.book.case.row(case_id)], text, author=session.author, today=session.today
        )
    )
    laptop.settle()


def cases_of(laptop):
    return list(laptop.book.case.ids)


def ledger(laptop):
    laptop.key(Qt.Key.Key_U, CTRL | SHIFT)
    page = laptop.shell.page
    page.rows.table.setFocus()
    return page


def words(page, key="state"):
    shown = page.rows.shown
    at = next(at for at, one in enumerate(shown.columns) if one.key == key)
    return [row[at] for row in shown.rows]


@pytest.fixture
def quarrel(laptops):
    """Pat offline gives away three requests that Priya has given to somebody else, and notes one of them."""
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    chosen = cases_of(pat)[:3]
    pat.pull_out()
    for case in chosen:
        allocate(priya, case, BIAS[0])
        allocate(pat, case, BIAS[1])
    priya.until(lambda: priya.state.unsent == 0 and priya.state.phase == "idle")
    pat.plug_in()
    pat.until(lambda: pat.state.conflicts == 3)
    pat.settle()
    return priya, pat, chosen


def test_the_numbers_of_the_status_line_are_the_rows_of_the_list(laptops):
    pat = laptops().opened()
    assert pat.status.saved.text() == "All saved centrally"
    pat.pull_out()
    for case in cases_of(pat)[:3]:
        note(pat, case, "Rang the home.")
    allocate(pat, cases_of(pat)[3], BIAS[0])
    assert pat.status.saved.text() == "4 unsent, saved on this laptop"
    pat.status.saved.click()
    pat.settle()
    page = pat.shell.page
    assert words(page) == ["Waits to be sent"] * 4
    assert page.kinds["unsent"].text() == "Unsent 4"
    assert "Newcomer 03" in words(page, "whom")[3]
    pat.plug_in()
    assert pat.status.saved.text() == "All saved centrally"
    assert page.rows.shown.rows == []
    assert "Nothing waits" in page.rows.empty.accessibleName()


def test_three_conflicts_take_one_key_each_and_the_next_one_follows(quarrel):
    priya, pat, chosen = quarrel
    assert pat.status.needs.text() == "3 need you"
    page = ledger(pat)
    assert words(page) == ["Needs you"] * 3
    for left, key in ((2, Qt.Key.Key_T), (1, Qt.Key.Key_M), (0, Qt.Key.Key_B)):
        pat.until(lambda: page.side.currentWidget() is page.conflict and page.conflict.told is not None)
        pat.qtbot.wait(300)
        pat.qtbot.keyClick(page.rows.table, key)
        pat.until(lambda left=left: pat.state.conflicts == left)
        pat.settle()
    pat.until(lambda: pat.state.unsent == 0)
    pat.synced()
    priya.synced()
    for laptop in (priya, pat):
        assert [holder(laptop, case) for case in chosen] == [BIAS[0], BIAS[1], BIAS[0]]
    kept = [pat.book.note.text[row] for row in range(len(pat.book.note))]
    assert any(BIAS[1] in text for text in kept)


def test_the_panel_names_who_when_and_each_field_and_opens_the_case(quarrel):
    _, pat, chosen = quarrel
    page = ledger(pat)
    pat.until(lambda: page.conflict.told is not None)
    told = page.conflict.told
    assert "gave this to Ada Ash at " in told.sentence
    worker = next(one for one in told.fields if one.field == "worker")
    assert (worker.theirs, worker.mine) == (BIAS[0], BIAS[1])
    assert "1 of 3" in page.conflict.count.text()
    assert nameless(page) == []
    page.conflict.open.click()
    pat.settle()
    shown = pat.shell.list_page
    assert shown.spec.list in ("dols", "board")
    assert pat.book.case.ids[shown.chosen_cases()[0]] in chosen


def test_closing_with_unsent_work_says_that_it_is_safe(laptops, monkeypatch):
    pat = laptops().opened()
    asked = []

    def answer(box):
        asked.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert pat.shell.may_close()
    assert asked == []
    pat.pull_out()
    note(pat, cases_of(pat)[0], "Rang the home.")
    pat.shell.may_close()
    assert "1 edit not sent yet. It is safe on this laptop" in asked[0]


def test_a_refused_edit_says_why_and_can_be_asked_for_or_given_up(laptops, shared):
    pat = laptops().opened()
    case = cases_of(pat)[0]
    pat.pull_out()
    note(pat, case, "Rang the home.")
    shared.admin().execute("SELECT put_member(%s, %s, 'auditor', NULL, NULL, '')", (pat.login, "Pat Jones"))
    pat.plug_in()
    pat.until(lambda: pat.state.rejected == 1)
    pat.settle()
    assert pat.status.refused.text() == "1 refused"
    page = ledger(pat)
    assert words(page) == ["Refused"]
    assert words(page, "why")[0]
    pat.qtbot.keyClick(page.rows.table, Qt.Key.Key_C)
    assert words(page, "why")[0] in QGuiApplication.clipboard().text()
    pat.qtbot.keyClick(page.rows.table, Qt.Key.Key_G)
    pat.until(lambda: pat.state.rejected == 0)
