"""Two real windows on one real server: who is quicker, what goes offline, what comes back."""

from __future__ import annotations

import numpy as np
from board_council import BIAS
from little_council import TODAY
from PySide6.QtCore import Qt

from desktop.commands import allocations
from desktop.commands.allocations import Choice
from desktop.domain import cases

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def allocate(laptop, case_id, worker, role="bia"):
    """As the board does it: one request to one assessor."""
    session = laptop.session

    def make(desk):
        choice = Choice(desk.book.case.row(case_id), desk.book.worker.name.index(worker), role, TODAY)
        return allocations.allocate(desk.book, [choice], author=session.author, today=TODAY, desk=desk)

    session.run(make)
    laptop.settle()


def holder(laptop, case_id, role="bia"):
    book = laptop.book
    worker = cases.worker_of(book, book.case.row(case_id), TODAY, role)
    return book.worker.name[worker] if worker >= 0 else ""


def standing_on_the_server(shared, role="bia"):
    """How many allocations in a role stand, for the server itself."""
    query = "SELECT count(*) FROM allocation WHERE role = %s AND superseded_at IS NULL AND NOT deleted"
    return shared.admin().execute(query, (role,)).fetchone()[0]


def first_case(laptop):
    return laptop.book.case.ids[0]


def test_both_allocate_the_same_request_and_the_loser_needs_one_key(laptops, shared):
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    case = first_case(priya)
    pat.go("board")
    pat.pull_out()  # for the moment in which neither knows of the other's choice
    allocate(priya, case, BIAS[0])
    priya.until(lambda: priya.status.saved.text() == "All saved centrally")
    allocate(pat, case, BIAS[1])
    pat.plug_in()
    pat.until(lambda: pat.window.sync_care.panel is not None)
    panel = pat.window.sync_care.panel
    assert "gave this to Ada Ash" in panel.sentence.text()
    assert "Your choice was Ben Birch" in panel.sentence.text()
    assert pat.status.needs.text() == "1 needs you"
    pat.shell.page.table.setFocus()
    pat.qtbot.wait(800)
    pat.key(Qt.Key.Key_T)
    pat.until(lambda: pat.state.conflicts == 0)
    pat.synced()
    assert holder(pat, case) == holder(priya, case) == BIAS[0]
    assert standing_on_the_server(shared) == 1


def test_the_name_of_whoever_looks_at_the_same_request_stands_beside_a_dot(laptops):
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    for one in (priya, pat):
        one.go("dols").table.go_to_first()
    priya.qtbot.wait(1_300)
    pat.synced()
    pat.until(lambda: pat.status.who.text() == "Priya Shah is here too")
    assert pat.status.who.isVisibleTo(pat.status)
    assert pat.status.dot.isVisibleTo(pat.status)


def test_of_a_bulk_of_eight_seven_go_through_and_one_stays_with_one_key(laptops, shared):
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    page = pat.go("board")
    page.table.setFocus()
    page.table.go_to_first()
    for _ in range(7):
        pat.key(Qt.Key.Key_Down, SHIFT)
    eight = [pat.book.case.ids[case] for case in page.chosen_cases()]
    assert len(eight) == 8
    pat.key(Qt.Key.Key_A, SHIFT)
    pat.pull_out()
    taken = eight[3]
    given = {row.case_id: row.seats["bia"].chosen.worker for row in page.proposal.proposal.rows}
    theirs = next(name for name in BIAS if name != pat.book.worker.name[given[taken]])
    allocate(priya, taken, theirs)
    priya.until(lambda: priya.state.unsent == 0 and priya.state.phase == "idle")
    pat.key(Qt.Key.Key_Return, CTRL)
    pat.plug_in()
    pat.until(lambda: pat.state.conflicts == 1 and pat.state.unsent == 0)
    assert standing_on_the_server(shared) == 8
    assert standing_on_the_server(shared, "mha") == 8
    pat.until(lambda: pat.window.sync_care.panel is not None)
    pat.qtbot.wait(800)
    page.table.setFocus()
    pat.key(Qt.Key.Key_T)
    pat.until(lambda: pat.state.conflicts == 0)
    pat.synced()
    assert holder(pat, taken) == theirs
    assert all(holder(pat, one) for one in eight)


def test_offline_recording_is_free_and_an_allocation_is_a_proposal(laptops):
    pat = laptops(name="Pat Jones").opened()
    case = first_case(pat)
    pat.go("today").table.setFocus()
    before = pat.shell.focusWidget()
    pat.pull_out()
    allocate(pat, case, BIAS[0])
    pat.until(lambda: pat.window.sync_care.banner.text != "", 5000)
    banner = pat.window.sync_care.banner.text
    assert banner.startswith("Offline since")
    assert "1 edit kept" in banner
    assert pat.shell.focusWidget() is before  # nothing took the keyboard
    assert words_of_row(pat, "dols", case, "who").startswith("Proposed, not sent: Ada Ash")
    assert words_of_row(pat, "board", case, "offered") == "proposed, not sent: Ada Ash"
    page = pat.go("board")
    page.go_to_case(pat.book.case.row(case))
    pat.qtbot.wait(100)
    pat.settle()
    assert "proposed, not sent" in page.pane.about.text()
    pat.plug_in()
    assert words_of_row(pat, "dols", case, "who").startswith("Ada Ash")
    assert pat.window.sync_care.banner.text == ""
    assert "1 sent" in pat.shell.toast.words.text()


def test_a_pull_moves_neither_the_cursor_nor_the_focus(laptops):
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    page = pat.go("board")
    page.table.setFocus()
    for _ in range(4):
        pat.key(Qt.Key.Key_Down)
    before = page.chosen_cases(), page.table.verticalScrollBar().value(), pat.shell.focusWidget()
    other = next(one for one in pat.book.case.ids if pat.book.case.row(one) != before[0][0])
    allocate(priya, other, BIAS[0])
    priya.until(lambda: priya.state.unsent == 0 and priya.state.phase == "idle")
    pat.synced()
    pat.until(lambda: holder(pat, other) == BIAS[0])
    pat.settle()
    assert (page.chosen_cases(), page.table.verticalScrollBar().value(), pat.shell.focusWidget()) == before


def test_what_was_opened_and_what_left_is_in_the_councils_log(laptops, shared):
    pat = laptops(name="Pat Jones").opened()
    page = pat.go("board")
    page.table.go_to_first()
    case = pat.book.case.ids[page.chosen_cases()[0]]
    pat.qtbot.wait(1_300)
    page.copy()
    pat.settle()
    pat.synced()
    admin = shared.admin()
    opened = [row.hex for (row,) in admin.execute("SELECT case_id FROM opened").fetchall()]
    assert case in opened
    left = admin.execute("SELECT what, row_count, with_names FROM exported").fetchall()
    assert left == [("copied from Board", 1, True)]


def words_of_row(laptop, name, case_id, key):
    """What a list says in one column of a case's row."""
    page = laptop.go(name)
    row = page.answer.data.case.tolist().index(laptop.book.case.row(case_id))
    return page.answer.data.text(key, np.array([row]))[0]
