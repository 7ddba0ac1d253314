"""What a person does in the window, mostly by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.lists import build
from desktop.domain.lists.selection import Selection
from desktop.views.actions import VERBS
from desktop.views.explain_dialog import ExplainDialog
from desktop.views.help_sheet import HelpSheet
from desktop.views.theme import theme


def cell(page, line, key):
    model = page.model
    return model.data(model.index(line, model.column_at(key)))


def shown(page, key):
    lines = range(page.model.rowCount())
    return [cell(page, line, key) for line in lines if page.model.row_at(line) >= 0]


def test_each_page_opens_by_its_key(qtbot, shell, settled):
    for number, name in enumerate(("today", "dols", "visits", "supervision", "people", "data"), 1):
        qtbot.keyClick(shell, Qt.Key.Key_0 + number, Qt.KeyboardModifier.ControlModifier)
        settled()
        assert shell.pages[name] is shell.page


def test_the_first_page_is_what_goes_wrong_next(shell):
    assert shell.list_page.spec.list == "today"
    assert 0 < len(shell.list_page.answer.data) <= 15


def test_every_count_opens_exactly_its_rows(shell, go, settled):
    for name in ("dols", "visits", "supervision", "people"):
        page = go(name)
        for card in list(page.strip.cards.values()):
            if card.count.selection.list != name:
                continue  # it opens another list: see the test below
            card.click()
            settled()
            assert page.model.source is page.answer.data
            assert len(page.answer.data) == card.count.n, card.count.title
            card.click()
            settled()
        assert page.answer.selection.chip == ""


@pytest.mark.parametrize("name", ["visits", "supervision"])
def test_the_card_of_what_turns_overdue_opens_that_list(shell, go, settled, name):
    card = go(name).strip.cards["turning"]
    number = card.count.n
    card.click()
    settled()
    assert shell.list_page.spec.list == "turning"
    assert len(shell.list_page.answer.data) == number


def test_counts_on_today_open_the_list_they_count(shell, go, settled):
    for key in list(go("today").strip.cards):
        page = go("today")
        card = page.strip.cards[key]
        number = card.count.n
        card.click()
        settled()
        assert len(shell.list_page.answer.data) == number, card.count.title


def test_typing_finds_and_escape_shows_all_again(qtbot, shell, go, settled):
    page = go("visits")
    whole = len(page.answer.data)
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.search.hasFocus()
    qtbot.keyClicks(page.bar.search, "p0004")
    settled()
    assert "P0004" in shown(page, "person")
    assert len(page.answer.data) < whole
    assert page.bar.shown.text().endswith(f"of {whole}")
    assert page.bar.chips.texts == ["Contains “p0004”"]
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Escape)
    settled()
    assert len(page.answer.data) == whole
    assert page.bar.search.text() == ""


def test_the_worker_filter_keeps_only_theirs(qtbot, shell, go, settled):
    page = go("visits")
    at = page.bar.worker.findText("Jo Adeyemi")
    page.bar.worker.setCurrentIndex(at)
    page.bar.worker.activated.emit(at)
    settled()
    assert set(shown(page, "worker")) == {"Jo Adeyemi"}
    assert page.bar.chips.texts == ["Worker: Jo Adeyemi"]
    page.bar.chips.removed.emit("worker")
    settled()
    assert set(shown(page, "worker")) == {"Jo Adeyemi", "Sam Worker"}


def test_any_column_sorts_both_ways_with_empty_cells_last(shell, go):
    page = go("visits")
    for column in page.model.columns:
        for descending in (False, True):
            page.model.sort_by(column.key, descending)
            texts = shown(page, column.key)
            empty = [at for at, text in enumerate(texts) if not text]
            assert empty == list(range(len(texts) - len(empty), len(texts))), column.key
    page.model.sort_by("person", True)
    assert shown(page, "person") == sorted(shown(page, "person"), reverse=True)
    page.model.sort_by("")
    assert shown(page, "person") == page.answer.data.text("person", page.model._map)


def test_a_header_click_sorts_turns_and_gives_the_own_order_back(qtbot, shell, go):
    page = go("visits")
    head, own = page.table.head, shown(page, "initials")
    section = page.model.column_at("initials")
    at = QPoint(head.sectionViewportPosition(section) + 20, head.height() // 2)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append(shown(page, "initials"))
    assert orders[0] == sorted(own)
    assert orders[1] == sorted(own, reverse=True)
    assert orders[2] == own


def test_the_cursor_stays_on_its_row_through_a_sort_and_a_filter(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    chosen = cell(page, page.table.currentIndex().row(), "person")
    page.model.sort_by("person")
    assert cell(page, page.table.currentIndex().row(), "person") == chosen
    page.bar.search.setText(chosen)
    settled()
    page.clear()
    settled()
    assert cell(page, page.table.currentIndex().row(), "person") == chosen


def test_copy_gives_headings_and_rows_that_no_spreadsheet_runs(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    lines = mime.text().splitlines()
    sections = page.model.with_under(page.table.head.shown_sections())
    titles = [page.model.columns[at].title for at in sections]
    assert lines[0].split("\t") == titles
    assert {"Initials", "Person ID", "Last seen", "Alone"} <= set(titles)  # both parts of a column
    assert len(lines) == 1 + len(page.answer.data)
    assert "<table>" in mime.html()


def test_another_day_shows_a_banner_and_its_own_rows(qtbot, shell, go, settled):
    page = go("visits")
    whole = len(page.answer.data)
    qtbot.keyClick(shell, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    field = shell.top.as_at.edit
    field.clear()
    qtbot.keyClicks(field, "3 oct")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settled()
    assert shell.banner.isVisible()
    assert "Saturday 3 October 2026" in shell.banner.words.text()
    desk = shell.session.desk
    assert len(page.answer.data) == len(build(desk, Selection("visits", desk.as_at))) < whole
    shell.banner.back.click()
    settled()
    assert not shell.banner.isVisible()
    assert len(page.answer.data) == whole


def test_a_wrong_date_is_refused_in_a_sentence(qtbot, shell, settled):
    field = shell.top.as_at.edit
    shell.top.as_at.start()
    field.setText("31/31/26")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "31/31/26" in shell.toast.words.text()
    assert shell.session.is_today


def test_e_explains_the_date_of_the_row(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_E)
    settled()
    told = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ExplainDialog))
    assert told.isVisible()
    assert told.told.lines
    qtbot.keyClick(told, Qt.Key.Key_Escape)
    assert not told.isVisible()


def test_enter_goes_to_the_clocks_and_escape_back_to_the_list(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    settled()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    rows = page.detail.clock_rows()
    assert rows[0].hasFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_the_detail_follows_the_cursor(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    settled()
    first = page.detail.shown.case_id
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    settled()
    assert page.detail.shown.case_id != first


def test_a_worker_opens_into_their_queue(qtbot, shell, go, settled):
    page = go("people")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    worker = page.chosen_worker()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled()
    queue = shell.list_page
    assert queue.spec.list == "queue"
    assert queue.selection.worker == shell.session.desk.book.worker.ids[worker]
    qtbot.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settled()
    assert shell.list_page is page


def test_a_visit_recorded_by_keyboard_is_counted_and_undone(qtbot, shell, go, settled):
    page = go("visits")
    never = page.strip.cards["cp_never"].count.n
    page.strip.cards["cp_never"].click()
    settled()
    page.table.setFocus()
    page.table.go_to_first()
    qtbot.keyClick(page.table, Qt.Key.Key_V)
    settled()
    panel = page.side.currentWidget()
    assert panel is not page.detail
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "t")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert page.side.currentWidget() is page.detail
    assert page.strip.cards["cp_never"].count.n == never - 1
    assert shell.toast.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert page.strip.cards["cp_never"].count.n == never


def test_letters_type_in_a_field_and_act_only_on_the_list(qtbot, shell, go, settled):
    page = go("visits")
    page.bar.start_find()
    qtbot.keyClicks(page.bar.search, "van")
    assert page.bar.search.text() == "van"
    assert page.side.currentWidget() is page.detail


def test_a_verb_that_does_not_fit_says_why(qtbot, shell, go, settled):
    page = go("dols")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_V)
    assert "does not fit" in shell.toast.words.text()


def test_shift_f10_opens_the_verbs_of_the_row(qtbot, shell, go, settled):
    page = go("visits")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible())
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert {"Explain this date", "Visit", "Supervision", "Allocate"} <= set(words)
    menu.close()


def test_columns_are_hidden_and_kept_by_key(qtbot, shell, go, window, settled):
    page = go("visits")
    head = page.table.head
    section = page.model.column_at("pattern")
    action = next(one for one in head.menu().actions() if one.text() == "Agreed pattern")
    action.setChecked(False)
    assert section not in head.shown_sections()
    assert window.settings.columns("visits")["pattern"].startswith("-")
    head.lay_out(page.model.columns, window.settings.columns("visits"))
    assert section not in head.shown_sections()


def test_only_what_the_person_did_to_the_columns_is_kept(qtbot, shell, go, window, settled):
    go("people")
    shell.resize(1700, 900)  # the last column takes what room there is
    settled()
    assert window.settings.columns("people") == {}


def test_a_column_keeps_room_for_as_many_letters_in_larger_text(shell, go, window):
    page = go("visits")
    head, look = page.table.head, theme()
    page.table.head.lay_out(page.model.columns, {"worker": "200"})
    look.apply("light", 150)
    try:
        head.lay_out(page.model.columns, {"worker": "200"})
        assert head.sectionSize(page.model.column_at("worker")) == 300
        assert head.layout_now()["worker"] == "200"
    finally:
        look.apply("light", 100)


def test_f1_lists_every_key(qtbot, shell):
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    sheet = next(one for one in QApplication.topLevelWidgets() if isinstance(one, HelpSheet))
    words = {part.text() for part in sheet.findChildren(type(shell.top.title))}
    for verb in VERBS:
        assert (verb.keys in words) != verb.shared  # no shared database is open
    sheet.close()


def test_no_two_verbs_share_a_key():
    keys = [verb.keys for verb in VERBS]
    assert len(keys) == len(set(keys))


def test_nothing_to_show_says_what_to_do(qtbot, shell, go, settled):
    page = go("visits")
    page.bar.search.setText("zzzz")
    settled()
    assert page.stack.currentWidget() is page.empty
    assert "No row fits" in page.empty.accessibleName()
    page.clear()
    settled()
    assert page.stack.currentWidget() is page.table


def test_text_grows_and_everything_with_it(qtbot, shell, go, settled):
    page = go("visits")
    before = page.table.rowHeight(0)
    shell.perform("bigger")
    settled()
    assert page.table.rowHeight(0) > before
    shell.perform("smaller")
